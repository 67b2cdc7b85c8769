/* A filing as a tree: the officer's full view. */
#include "filing/filing_store.h"

void filing_show_head(const struct filing_run *run, struct tree *out)
{
    const struct filing *f = &run->f;

    tree_text(out, S("filing"), f->id);
    tree_text(out, S("scene"), f->scene);
    tree_i64(out, S("scene_version"), f->scene_version);
    tree_text(out, S("scene_name_zh"), run->scene->name.zh);
    tree_text(out, S("scene_name_en"), run->scene->name.en);
    tree_text(out, S("unit"), f->unit);
    tree_text(out, S("state"), f->state);
    tree_i64(out, S("opened_ms"), f->opened_ms);
    tree_i64(out, S("accepted_ms"), f->accepted_ms);
    tree_i64(out, S("due_ms"), f->due_ms);
    tree_i64(out, S("ended_ms"), f->ended_ms);
    tree_text(out, S("ended_reason"), f->ended_reason);
    tree_i64(out, S("version"), f->version);
}

void filing_show_steps(const struct filing_run *run, bool full, struct tree *list)
{
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        const struct filing_step *s = &run->steps[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("step"), s->step->id);
        tree_text(o, S("kind"), s->step->kind);
        tree_text(o, S("name_zh"), s->step->text.zh);
        tree_text(o, S("name_en"), s->step->text.en);
        tree_text(o, S("department"), s->step->department);
        tree_text(o, S("role"), s->step->role);
        tree_text(o, S("state"), s->state);
        tree_i64(o, S("started_ms"), s->started_ms);
        tree_i64(o, S("done_ms"), s->done_ms);
        if (full)
            tree_text(o, S("outcome"), s->outcome);
    }
}

void filing_show_run(struct ctx *ctx, const struct filing_run *run, struct tree *out)
{
    struct tree *parties, *answers;

    filing_show_head(run, out);
    tree_text(out, S("clerk"), run->f.clerk);
    tree_text(out, S("recorder"), run->f.recorder);
    tree_text(out, S("office"), run->f.office);
    tree_text(out, S("channel"), run->f.channel);
    tree_text(out, S("target"), run->f.target);
    tree_text(out, S("follow_code"), run->f.follow_code);
    parties = tree_list(out, S("parties"));
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct tree *o = tree_object(parties, S(""));

        tree_text(o, S("role"), p->role);
        tree_text(o, S("kind"), p->kind);
        tree_text(o, S("name"), p->name);
        tree_text(o, S("document_kind"), p->document_kind);
        tree_text(o, S("document_number"), p->document_number);
        tree_text(o, S("phone"), p->phone);
        tree_text(o, S("share"), share_print(ctx->arena, p->share));
        tree_text(o, S("agent_name"), p->agent_name);
        tree_text(o, S("agent_document"), p->agent_document);
    }
    answers = tree_object(out, S("answers"));
    for (size_t i = 0; i < run->answers_count; i++)
        tree_text(answers, run->answers[i].ask, run->answers[i].value);
    filing_show_steps(run, true, tree_list(out, S("steps")));
}

err filing_officer_name(struct ctx *ctx, str officer, str *ret)
{
    bool known = officer.len > 0 && scene_department_text(officer).zh.len == 0;
    struct staff staff;
    err e = known ? staff_get(ctx, officer, &staff) : E_MISSING;

    *ret = e == OK ? staff.name : (str){0};
    return e == E_MISSING ? OK : e;
}

/* Where a fact came from: the department's signed answer, or paper read by two officers. */
static err show_origin(struct ctx *ctx, const struct filing_fact *f, struct tree *o)
{
    struct scene_text department = scene_department_text(f->department);
    struct scene_text share = scene_share_text(f->department, f->share);
    str officer, second;

    TRY(filing_officer_name(ctx, f->officer, &officer));
    TRY(filing_officer_name(ctx, f->second_officer, &second));
    tree_text(o, S("department_zh"), department.zh);
    tree_text(o, S("department_en"), department.en);
    tree_text(o, S("share_zh"), share.zh);
    tree_text(o, S("share_en"), share.en);
    tree_text(o, S("origin"), f->officer.len > 0 ? S("paper") : S("department"));
    tree_text(o, S("message"), f->message);
    tree_text(o, S("officer_name"), officer);
    tree_text(o, S("second_officer_name"), second);
    return OK;
}

static err show_facts(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct filing_fact *facts;
    size_t count;

    TRY(filing_take_facts(ctx, run->f.id, &facts, &count));
    for (size_t i = 0; i < count; i++) {
        const struct filing_fact *f = &facts[i];
        struct tree *o = tree_object(list, S("")), *answer;
        str fault;

        tree_text(o, S("step"), f->step);
        tree_text(o, S("department"), f->department);
        tree_text(o, S("share"), f->share);
        tree_text(o, S("state"), f->state);
        tree_bool(o, S("found"), f->found);
        tree_i64(o, S("asked_ms"), f->asked_ms);
        tree_i64(o, S("answered_ms"), f->answered_ms);
        tree_text(o, S("officer"), f->officer);
        tree_text(o, S("second_officer"), f->second_officer);
        tree_text(o, S("reason"), f->reason);
        tree_text(o, S("paper"), f->paper);
        TRY(show_origin(ctx, f, o));
        if (f->answer.len > 0 && tree_parse(ctx->arena, f->answer, &answer, &fault) == OK)
            tree_copy(o, S("answer"), answer);
        if (f->later.len > 0 && tree_parse(ctx->arena, f->later, &answer, &fault) == OK)
            tree_copy(o, S("later"), answer);
    }
    return OK;
}

/* Which findings officers passed, and why. */
static err show_overrides(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_overrides, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        str reason, code, words;

        tree_text(o, S("rule"), take_text(&row));
        tree_text(o, S("officer"), take_text(&row));
        reason = take_text(&row);
        filing_reason_split("passed", reason, &code, &words);
        tree_text(o, S("reason"), reason);
        tree_text(o, S("code"), code);
        tree_text(o, S("words"), words);
        tree_i64(o, S("made_ms"), take_i64(&row));
    }
    return OK;
}

static err show_papers(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_papers, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("paper"), take_text(&row));
        tree_text(o, S("hash"), take_text(&row));
        tree_text(o, S("name"), take_text(&row));
        tree_text(o, S("source"), take_text(&row));
        tree_text(o, S("officer"), take_text(&row));
        tree_i64(o, S("made_ms"), take_i64(&row));
    }
    return OK;
}

static err show_tasks(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_task_of, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("task"), take_text(&row));
        (void)take_text(&row);
        tree_text(o, S("step"), take_text(&row));
        tree_text(o, S("role"), take_text(&row));
        tree_text(o, S("state"), take_text(&row));
        tree_text(o, S("officer"), take_text(&row));
        tree_i64(o, S("opened_ms"), take_i64(&row));
        tree_i64(o, S("due_ms"), take_i64(&row));
        tree_i64(o, S("done_ms"), take_i64(&row));
        tree_text(o, S("decision"), take_text(&row));
        tree_text(o, S("reason"), take_text(&row));
    }
    return OK;
}

static err show_holds(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_holds, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("hold"), take_text(&row));
        tree_text(o, S("reason"), take_text(&row));
        tree_text(o, S("detail"), take_text(&row));
        tree_i64(o, S("raised_ms"), take_i64(&row));
        tree_i64(o, S("lifted_ms"), take_i64(&row));
        tree_text(o, S("lifted_by"), take_text(&row));
        tree_text(o, S("lifted_reason"), take_text(&row));
    }
    return OK;
}

/* An officer's name, or the department's. */
static void show_actor(str actor, str name, struct tree *o)
{
    struct scene_text department = scene_department_text(actor);

    tree_text(o, S("actor"), actor);
    tree_text(o, S("actor_zh"), name.len > 0 ? name : department.zh);
    tree_text(o, S("actor_en"), name.len > 0 ? name : department.en);
}

static err show_events(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    str last = {0}, name = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_events, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        str actor;

        tree_i64(o, S("number"), take_i64(&row));
        tree_text(o, S("kind"), take_text(&row));
        tree_text(o, S("step"), take_text(&row));
        actor = take_text(&row);
        (void)take_text(&row);
        tree_i64(o, S("made_ms"), take_i64(&row));
        if (!str_eq(actor, last))
            TRY(filing_officer_name(ctx, actor, &name));
        last = actor;
        show_actor(actor, name, o);
    }
    return OK;
}

static err show_findings(struct ctx *ctx, struct filing_run *run, struct tree *list)
{
    struct registry_page page;
    bool known;

    TRY(filing_page(ctx, run, false, &page, &known));
    if (!known)
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), run->f.unit);
    else if (str_is(run->f.state, "draft"))
        TRY(filing_check_acceptance(ctx, run, &page, RULE_DRAFT));
    else if (filing_is_live(&run->f))
        TRY(filing_check_review(ctx, run, NULL));
    why_show(ctx, list);
    why_clear(ctx);
    return OK;
}

err filing_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_in *in = arg;
    struct filing_run run;

    TRY(filing_load(ctx, in->filing, &run));
    filing_show_run(ctx, &run, out);
    TRY(show_findings(ctx, &run, tree_list(out, S("findings"))));
    TRY(show_overrides(ctx, &run, tree_list(out, S("overrides"))));
    TRY(show_facts(ctx, &run, tree_list(out, S("facts"))));
    TRY(show_papers(ctx, &run, tree_list(out, S("papers"))));
    TRY(show_tasks(ctx, &run, tree_list(out, S("tasks"))));
    TRY(show_holds(ctx, &run, tree_list(out, S("holds"))));
    return show_events(ctx, &run, tree_list(out, S("events")));
}
