/* Tracking: a filing as its applicants may see it, with the number and the follow code alone. */
#include "filing/filing_track.h"
#include "filing/filing_store.h"

#define INPUT_HERE struct filing_track_in
INPUT_TABLE(filing_track_in, FILING_TRACK_IN)
#undef INPUT_HERE
OUTPUT_TABLE(filing_now_out, FILING_NOW_OUT)
OUTPUT_TABLE(filing_next_out, FILING_NEXT_OUT)
OUTPUT_TABLE(filing_asked_out, FILING_ASKED_OUT)
OUTPUT_TABLE(filing_handed_out, FILING_HANDED_OUT)
OUTPUT_TABLE(filing_rating_out, FILING_RATING_OUT)

struct words {
    const char *id, *zh, *en;
};

#define WHO(name, kind, zh, en) static const struct words name = {kind, zh, en};
#define TURN(name, zh, en) static const struct words name = {"", zh, en};
#define POOL(name, zh, en) static const char name##_ZH[] = zh, name##_EN[] = en;
#include "filing/track.def"
#undef WHO
#undef TURN
#undef POOL

static const struct words roles[] = {
#define ROLE(role, zh, en) {role, zh, en},
#include "staff/staff.def"
#undef ROLE
};

static const struct words notices[] = {
#define NOTICE(name, kind, zh, en, law) {kind, zh, en},
#include "filing/notice.def"
#undef NOTICE
};

/* A finding was kept in the words of whoever asked; here it is told in both languages. */
static const struct rule *const rules[] = {
#define RULE(name, severity, zh, en, law, remedy_zh, remedy_en) &name,
#include "filing/filing.def"
#include "party/party.def"
#include "registry/registry.def"
#undef RULE
};

static const struct {
    const char *of, *code, *zh, *en, *law;
} reasons[] = {
#define REASON(of, code, number, zh, en, law) {of, code, zh, en, law},
#include "filing/reason.def"
#undef REASON
};

static const struct words *find_words(const struct words *rows, size_t count, str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(id, rows[i].id))
            return &rows[i];
    return NULL;
}

/* ---- what is under way ---- */

struct live_task {
    str step, role;
    bool claimed;
    int64_t opened_ms, due_ms;
};

struct tasks {
    struct live_task *at;
    size_t count;
};

static err read_tasks(struct ctx *ctx, str filing, struct tasks *ret)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_task_of, &rows, text(ctx->region), text(filing)));
    *ret = (struct tasks){.at = ARENA_MANY(ctx->arena, rows.count + 1, struct live_task)};
    while (db_next(&rows, &row)) {
        struct live_task *t = &ret->at[ret->count];
        str state;

        (void)take_text(&row);
        (void)take_text(&row);
        t->step = take_text(&row);
        t->role = take_text(&row);
        state = take_text(&row);
        (void)take_text(&row);
        t->opened_ms = take_i64(&row);
        t->due_ms = take_i64(&row);
        t->claimed = str_is(state, "claimed");
        ret->count += t->claimed || str_is(state, "open");
    }
    return OK;
}

static const struct live_task *task_of(const struct tasks *tasks, str step)
{
    for (size_t i = 0; i < tasks->count; i++)
        if (str_eq(tasks->at[i].step, step))
            return &tasks->at[i];
    return NULL;
}

static void show_who(str kind, str zh, str en, struct tree *o)
{
    tree_text(o, S("who"), kind);
    tree_text(o, S("who_zh"), zh);
    tree_text(o, S("who_en"), en);
}

static void show_words(const struct words *w, struct tree *o)
{
    show_who(str_of(w->id), str_of(w->zh), str_of(w->en), o);
}

static void show_role(str role, bool claimed, struct tree *o)
{
    const struct words *w = find_words(roles, COUNT(roles), role);
    str zh = w != NULL ? str_of(w->zh) : role, en = w != NULL ? str_of(w->en) : role;

    if (claimed)
        show_who(S("role"), zh, en, o);
    else
        show_who(S("pool"), arena_printf(o->arena, POOL_OF_ZH, STR(zh)),
            arena_printf(o->arena, POOL_OF_EN, STR(en)), o);
}

static void show_holder(const struct filing_step *s, const struct live_task *task, struct tree *o)
{
    struct scene_text department = scene_department_text(s->step->department);

    if (task != NULL)
        show_role(task->role, task->claimed, o);
    else if (scene_step_is_human(s->step))
        show_role(s->step->role, false, o);
    else if (str_is(s->step->kind, "pay"))
        show_words(&WHO_PAYER, o);
    else if (department.zh.len > 0)
        show_who(S("department"), department.zh, department.en, o);
    else
        show_words(&WHO_SERVICE, o);
}

static void show_step_now(const struct filing_run *run, const struct filing_step *s,
    const struct tasks *tasks, struct tree *list)
{
    const struct live_task *task = task_of(tasks, s->step->id);
    struct tree *o = tree_object(list, S(""));
    int64_t since_ms = task != NULL ? task->opened_ms : s->started_ms;

    tree_text(o, S("step"), s->step->id);
    tree_text(o, S("name_zh"), s->step->text.zh);
    tree_text(o, S("name_en"), s->step->text.en);
    tree_text(o, S("state"), str_is(s->state, "stuck") ? S("stuck") : S("running"));
    show_holder(s, task, o);
    tree_i64(o, S("since_ms"), since_ms > 0 ? since_ms : run->f.opened_ms);
    tree_i64(o, S("due_ms"), task != NULL ? task->due_ms : 0);
}

static void show_correcting(const struct filing_run *run, struct tree *list)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("step"), (str){0});
    tree_text(o, S("name_zh"), str_of(TURN_CORRECT.zh));
    tree_text(o, S("name_en"), str_of(TURN_CORRECT.en));
    tree_text(o, S("state"), S("running"));
    show_words(&WHO_PARTIES, o);
    tree_i64(o, S("since_ms"), run->f.paused_ms);
    tree_i64(o, S("due_ms"), 0);
}

/* A draft waits for its acceptance, though no step has begun yet. */
static bool is_under_way(const struct filing_run *run, const struct filing_step *s)
{
    if (run->f.ended_ms > 0)
        return false;
    if (str_is(run->f.state, "draft"))
        return str_is(s->step->kind, "accept");
    return str_is(s->state, "running") || str_is(s->state, "stuck");
}

static err show_now(struct ctx *ctx, const struct filing_run *run, struct tree *list)
{
    struct tasks tasks;

    if (str_is(run->f.state, "correcting")) {
        show_correcting(run, list);
        return OK;
    }
    TRY(read_tasks(ctx, run->f.id, &tasks));
    for (size_t i = 0; i < run->scene->steps_count; i++)
        if (is_under_way(run, &run->steps[i]))
            show_step_now(run, &run->steps[i], &tasks, list);
    return OK;
}

/* ---- what comes next ---- */

/* All that it needs is done or under way. */
static bool is_next(struct filing_run *run, const struct filing_step *s)
{
    if (run->f.ended_ms > 0 || !str_is(s->state, "waiting") || is_under_way(run, s) ||
        !filing_when_holds(run, s->step->when_ask, s->step->when_is))
        return false;
    for (size_t i = 0; i < s->step->needs_count; i++) {
        const struct filing_step *need = filing_step_find(run, s->step->needs[i]);

        if (!filing_step_is_over(need) && !is_under_way(run, need))
            return false;
    }
    return true;
}

static void show_next(struct filing_run *run, struct tree *list)
{
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        const struct filing_step *s = &run->steps[i];
        struct tree *o;

        if (!is_next(run, s))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("step"), s->step->id);
        tree_text(o, S("name_zh"), s->step->text.zh);
        tree_text(o, S("name_en"), s->step->text.en);
    }
}

/* ---- what was handed out, and what it asks for ---- */

/* The value that a finding is about is often a name: it is told only for answers and papers. */
static str safe_detail(str field, str detail)
{
    return str_starts(field, S("answers.")) || str_starts(field, S("papers.")) ? detail : (str){0};
}

static void show_asked(const struct tree *finding, struct tree *list)
{
    str id = tree_get_text(finding, S("rule")), field = tree_get_text(finding, S("field"));

    for (size_t i = 0; i < COUNT(rules); i++) {
        struct tree *o;

        if (!str_is(id, rules[i]->id))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("rule"), id);
        tree_text(o, S("field"), field);
        tree_text(o, S("detail"), safe_detail(field, tree_get_text(finding, S("detail"))));
        tree_text(o, S("text_zh"), str_of(rules[i]->text_zh));
        tree_text(o, S("text_en"), str_of(rules[i]->text_en));
        tree_text(o, S("law"), str_of(rules[i]->law));
        tree_text(o, S("remedy_zh"), str_of(rules[i]->remedy_zh));
        tree_text(o, S("remedy_en"), str_of(rules[i]->remedy_en));
    }
}

/* The officer's own words stay on the notice: they may name somebody. */
static void show_reason(str code, struct tree *list)
{
    for (size_t i = 0; i < COUNT(reasons); i++) {
        struct tree *o;

        if (!str_is(code, reasons[i].code) || !str_is(S("returned"), reasons[i].of))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("rule"), code);
        tree_text(o, S("field"), (str){0});
        tree_text(o, S("detail"), (str){0});
        tree_text(o, S("text_zh"), str_of(reasons[i].zh));
        tree_text(o, S("text_en"), str_of(reasons[i].en));
        tree_text(o, S("law"), str_of(reasons[i].law));
        tree_text(o, S("remedy_zh"), (str){0});
        tree_text(o, S("remedy_en"), (str){0});
    }
}

static err show_correction(struct ctx *ctx, str json, struct tree *list)
{
    const struct tree *findings;
    struct tree *content;
    str fault;

    TRY(tree_parse(ctx->arena, json, &content, &fault));
    findings = tree_get(content, S("findings"));
    show_reason(tree_get_text(content, S("code")), list);
    for (const struct tree *t = findings != NULL ? findings->first : NULL; t != NULL; t = t->next)
        show_asked(t, list);
    return OK;
}

static err show_notices(
    struct ctx *ctx, const struct filing_run *run, struct tree *asked, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;
    str correction = {0};

    TRY(db_list(ctx, SQL_filing_notices, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        const struct words *w;
        str kind, content;

        tree_text(o, S("notice"), take_text(&row));
        kind = take_text(&row);
        content = take_text(&row);
        (void)take_text(&row);
        w = find_words(notices, COUNT(notices), kind);
        tree_text(o, S("kind"), kind);
        tree_text(o, S("name_zh"), str_of(w != NULL ? w->zh : ""));
        tree_text(o, S("name_en"), str_of(w != NULL ? w->en : ""));
        tree_i64(o, S("made_ms"), take_i64(&row));
        if (str_is(kind, "correct"))
            correction = content;
    }
    if (!str_is(run->f.state, "correcting") || correction.len == 0)
        return OK;
    return show_correction(ctx, correction, asked);
}

static err show_held(struct ctx *ctx, const struct filing_run *run, struct tree *out)
{
    struct db_row row;
    bool held;

    TRY(db_find(ctx, SQL_filing_hold_open, &row, &held, text(ctx->region), text(run->f.id)));
    tree_bool(out, S("held"), held && run->f.ended_ms == 0);
    return OK;
}

/* ---- the whole ---- */

err filing_track(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_track_in *in = arg;
    struct filing_run run;
    struct tree *asked, *rating;
    bool ended;

    TRY(filing_load(ctx, in->filing, &run));
    ended = run.f.ended_ms > 0;
    filing_show_head(&run, out);
    filing_show_steps(&run, false, tree_list(out, S("steps")));
    TRY(show_now(ctx, &run, tree_list(out, S("now"))));
    show_next(&run, tree_list(out, S("next")));
    tree_i64(out, S("promised_ms"), run.f.due_ms);
    TRY(show_held(ctx, &run, out));
    asked = tree_list(out, S("asked"));
    TRY(show_notices(ctx, &run, asked, tree_list(out, S("notices"))));
    rating = tree_object(out, S("rating"));
    tree_bool(rating, S("open"), ended);
    tree_text(rating, S("url"),
        ended ? arena_printf(
                    ctx->arena, "/rate/%.*s?code=%.*s", STR(run.f.id), STR(run.f.follow_code))
              : (str){0});
    return OK;
}
