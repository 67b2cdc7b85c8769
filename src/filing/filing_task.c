/* 待办: tasks in pools, claimed, decided once. */
#include "filing/filing_store.h"

#define INPUT_HERE struct filing_tasks_in
INPUT_TABLE(filing_tasks_in, FILING_TASKS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_task_in
INPUT_TABLE(filing_task_in, FILING_TASK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_take_over_in
INPUT_TABLE(filing_take_over_in, FILING_TAKE_OVER_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_decide_in
INPUT_TABLE(filing_decide_in, FILING_DECIDE_IN)
#undef INPUT_HERE

#define TASKS_LIMIT 50
#define STUCK_CLOCK_MINUTES 60

err filing_task_open(
    struct ctx *ctx, struct filing_run *run, const struct scene_step *step, str role)
{
    int64_t minutes = step->clock_minutes > 0 ? step->clock_minutes : STUCK_CLOCK_MINUTES;
    int64_t due_ms = calendar_add_working_minutes(ctx->city->calendar, ctx->now_ms, minutes);

    return db_put(ctx, SQL_filing_task_add, text(ctx->region),
        text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)), text(run->f.id), text(step->id),
        text(role), i64(ctx->now_ms), i64(due_ms));
}

err filing_human_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    ret->outcome = STEP_RUNNING;
    ret->text = (str){0};
    return filing_task_open(ctx, run, step->step, step->step->role);
}

static void take_task(struct db_row *row, struct filing_task *t)
{
    t->id = take_text(row);
    t->filing = take_text(row);
    t->step = take_text(row);
    t->role = take_text(row);
    t->state = take_text(row);
    t->officer = take_text(row);
    t->opened_ms = take_i64(row);
    t->due_ms = take_i64(row);
}

static err get_task(struct ctx *ctx, str id, struct filing_task *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_filing_task_get, &row, text(ctx->region), text(id)));
    take_task(&row, ret);
    ret->done_ms = take_i64(&row);
    ret->decision = take_text(&row);
    ret->reason = take_text(&row);
    ret->version = take_i64(&row);
    return OK;
}

static void show_task(struct ctx *ctx, const struct filing_task *t, struct tree *o)
{
    tree_text(o, S("task"), t->id);
    tree_text(o, S("filing"), t->filing);
    tree_text(o, S("step"), t->step);
    tree_text(o, S("role"), t->role);
    tree_text(o, S("state"), t->state);
    tree_text(o, S("officer"), t->officer);
    tree_i64(o, S("opened_ms"), t->opened_ms);
    tree_i64(o, S("due_ms"), t->due_ms);
    tree_bool(o, S("late"), t->due_ms < ctx->now_ms);
}

static err show_parties(struct ctx *ctx, str filing, const struct scene *scene, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_parties, &rows, text(ctx->region), text(filing)));
    while (db_next(&rows, &row)) {
        str role = take_text(&row);

        (void)take_text(&row);
        filing_show_party(scene, role, take_text(&row), list);
    }
    return OK;
}

static err show_row(
    struct ctx *ctx, const struct filing_task *t, struct db_row *row, struct tree *o)
{
    str scene = take_text(row), unit = take_text(row), state = take_text(row);
    int64_t version = take_i64(row);
    const struct scene *s = scene_exact(ctx->city->scenes, scene, version);
    const struct scene_step *step = s != NULL ? scene_step_find(s, t->step) : NULL;
    str location, officer;

    TRY(registry_location(ctx, unit, &location));
    TRY(filing_officer_name(ctx, t->officer, &officer));
    show_task(ctx, t, o);
    tree_text(o, S("scene"), scene);
    tree_text(o, S("scene_name_zh"), s != NULL ? s->name.zh : scene);
    tree_text(o, S("scene_name_en"), s != NULL ? s->name.en : scene);
    tree_text(o, S("step_name_zh"), step != NULL ? step->text.zh : t->step);
    tree_text(o, S("step_name_en"), step != NULL ? step->text.en : t->step);
    tree_text(o, S("unit"), unit);
    tree_text(o, S("filing_state"), state);
    tree_text(o, S("location"), location);
    tree_text(o, S("officer_name"), officer);
    return show_parties(ctx, t->filing, s, tree_list(o, S("parties")));
}

static err show_pool(struct ctx *ctx, const struct filing_tasks_in *in, str role, struct tree *list)
{
    str state = str_is(in->state, "mine") ? (str){0} : in->state;
    str officer = str_is(in->state, "mine") ? ctx->who.staff : (str){0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_task_pool, &rows, text(ctx->region), text(role),
        i64(in->limit > 0 ? in->limit : TASKS_LIMIT), text(state), text(officer)));
    while (db_next(&rows, &row)) {
        struct filing_task t;

        take_task(&row, &t);
        TRY(show_row(ctx, &t, &row, tree_object(list, S(""))));
    }
    return OK;
}

err filing_tasks(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_tasks_in *in = arg;
    struct tree *list = tree_list(out, S("tasks"));
    str roles = in->role.len > 0 ? in->role : ctx->who.roles;

    while (roles.len > 0) {
        str role = str_cut(&roles, ' ');

        if (str_has_word(ctx->who.roles, role) || staff_has_role(&ctx->who, "manager auditor"))
            TRY(show_pool(ctx, in, role, list));
    }
    return OK;
}

/* The officer must have the task's role: holding a task's id is not enough. */
static err require_role(struct ctx *ctx, const struct filing_task *t)
{
    return str_has_word(ctx->who.roles, t->role) ? OK : E_DENIED;
}

/* Who has a task is seen on every screen that shows it, also on the applicant's. */
static err show_after(struct ctx *ctx, str id, struct tree *out)
{
    struct filing_task t;

    TRY(get_task(ctx, id, &t));
    ctx->touched = t.filing;
    show_task(ctx, &t, out);
    return OK;
}

err filing_task_claim(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_task_in *in = arg;
    struct filing_task t;

    TRY(get_task(ctx, in->task, &t));
    TRY(require_role(ctx, &t));
    TRY(db_change_one(
        ctx, SQL_filing_task_claim, text(ctx->region), text(t.id), text(ctx->who.staff)));
    return show_after(ctx, t.id, out);
}

err filing_task_release(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_task_in *in = arg;

    TRY(db_change_one(
        ctx, SQL_filing_task_release, text(ctx->region), text(in->task), text(ctx->who.staff)));
    return show_after(ctx, in->task, out);
}

err filing_task_take_over(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_take_over_in *in = arg;
    struct filing_run run;
    struct filing_task t;

    if (in->code.len > 0)
        filing_check_code(ctx, "take-over", in->code);
    TRY(why_refuse(ctx));
    TRY(get_task(ctx, in->task, &t));
    TRY(filing_lock(ctx, t.filing, &run));
    TRY(db_change_one(
        ctx, SQL_filing_task_take_over, text(ctx->region), text(t.id), text(ctx->who.staff)));
    TRY(filing_event(
        ctx, &run, "taken-over", t.step, filing_reason_words(ctx->arena, in->code, in->reason)));
    TRY(filing_finish(ctx, &run));
    return show_after(ctx, t.id, out);
}

static err check_decider(struct ctx *ctx, const struct filing_run *run, const struct filing_step *s)
{
    bool issue = str_is(s->step->kind, "issue"); /* handing out is the clerk's own work */

    if (!issue && str_eq(run->f.clerk, ctx->who.staff) && !run->scene->one_officer)
        why_add(ctx, &OFFICER_SAME, S("task"), ctx->who.staff);
    TRY(filing_check_officer(ctx, run, "task"));
    return why_refuse(ctx);
}

/* 补正: the clock stops, every task closes, and the notice lists all that is wrong. */
static err return_filing(struct ctx *ctx, struct filing_run *run, str code, str reason)
{
    run->f.state = S("correcting");
    run->f.paused_ms = ctx->now_ms;
    run->changed = true;
    TRY(db_put(ctx, SQL_filing_task_cancel, text(ctx->region), text(run->f.id), i64(ctx->now_ms)));
    TRY(filing_event(ctx, run, "returned", (str){0}, reason));
    return filing_notice_put(ctx, run, NOTICE_CORRECT, code, reason);
}

/* 不予登记 needs a typed reason and its explanation; 补正 at least the explanation. */
static err check_reason(struct ctx *ctx, const struct filing_decide_in *in)
{
    bool refuse = str_is(in->decision, "refuse");

    if (in->reason.len == 0)
        why_add(ctx, &REASON_NEEDED, S("reason"), in->decision);
    if (in->code.len > 0)
        filing_check_code(ctx, refuse ? "refused" : "returned", in->code);
    else if (refuse)
        why_add(ctx, &REASON_NEEDED, S("code"), in->decision);
    return why_refuse(ctx);
}

/* What the rules say now, passed with reasons or refused. At 登簿 what stops is left to the step
 * itself, which stays where it is and says why. */
static err pass_rules(struct ctx *ctx, const struct filing_decide_in *in, struct filing_run *run,
    struct filing_step *s)
{
    struct registry_page page;

    if (str_is(s->step->kind, "review")) {
        TRY(filing_check_review(ctx, run, s->step));
        return filing_pass_reasons(ctx, run, RULE_REVIEW, in->reasons);
    }
    if (!str_is(s->step->kind, "record"))
        return OK;
    TRY(registry_page_get(ctx, run->f.unit, &page));
    TRY(filing_check_rules(ctx, run, &page, RULE_RECORD));
    if (why_refuse(ctx) == OK)
        TRY(filing_pass_reasons(ctx, run, RULE_RECORD, in->reasons));
    why_clear(ctx);
    return OK;
}

static err decide(struct ctx *ctx, const struct filing_decide_in *in, struct filing_run *run,
    struct filing_step *s)
{
    if (str_is(in->decision, "approve")) {
        TRY(pass_rules(ctx, in, run, s));
        return filing_step_approve(ctx, run, s);
    }
    TRY(check_reason(ctx, in));
    TRY(filing_require_state(ctx, run, "accepted"));
    if (str_is(in->decision, "return"))
        return return_filing(ctx, run, in->code, in->reason);
    TRY(filing_end(ctx, run, "refused", in->reason));
    return filing_notice_put(ctx, run, NOTICE_REFUSED, in->code, in->reason);
}

err filing_task_decide(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_decide_in *in = arg;
    struct filing_task t;
    struct filing_run run;
    struct filing_step *s;

    if (!str_has_word(S("approve return refuse"), in->decision)) {
        why_add(ctx, &DECISION_UNKNOWN, S("decision"), in->decision);
        return E_REFUSED;
    }
    TRY(get_task(ctx, in->task, &t));
    TRY(require_role(ctx, &t));
    TRY(filing_lock(ctx, t.filing, &run));
    s = filing_step_find(&run, t.step);
    if (s == NULL)
        return E_FAULT;
    TRY(check_decider(ctx, &run, s));
    TRY(db_change_one(ctx, SQL_filing_task_done, text(ctx->region), text(t.id),
        text(ctx->who.staff), text(in->decision), text(in->reason), i64(ctx->now_ms)));
    TRY(decide(ctx, in, &run, s));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

err filing_review_approved(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    ret->outcome = STEP_DONE;
    ret->text = ctx->who.staff;
    /* The registry reviewer's decision is 核定: that officer stands in the book as 登簿人. */
    if (str_is(step->step->role, "reviewer-registry")) {
        run->f.recorder = ctx->who.staff;
        run->changed = true;
    }
    return OK;
}
