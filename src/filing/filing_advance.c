/* The graph of a filing: whatever has its needs met runs at once. That is 并联审批, with no code
 * for it. */
#include "filing/filing_store.h"

static const struct step_kind *find_kind(const struct city *city, str name)
{
    for (const struct step_kind *k = city->kinds; k->name != NULL; k++)
        if (str_is(name, k->name))
            return k;
    return NULL;
}

static bool needs_are_met(struct filing_run *run, const struct filing_step *s)
{
    for (size_t i = 0; i < s->step->needs_count; i++)
        if (!filing_step_is_over(filing_step_find(run, s->step->needs[i])))
            return false;
    return true;
}

/* Notes the new state of a step in its row and in the journal. */
static err set_state(
    struct ctx *ctx, struct filing_run *run, struct filing_step *s, const char *state, str outcome)
{
    s->state = str_of(state);
    s->outcome = outcome;
    if (s->started_ms == 0)
        s->started_ms = ctx->now_ms;
    s->done_ms = filing_step_is_over(s) ? ctx->now_ms : 0;
    TRY(filing_put_step(ctx, run, s));
    return filing_event(ctx, run, state, s->step->id, outcome);
}

static err set_outcome(struct ctx *ctx, struct filing_run *run, struct filing_step *s,
    enum step_outcome outcome, str outcome_text)
{
    static const char *const states[] = {
        [STEP_DONE] = "done", [STEP_RUNNING] = "running", [STEP_STUCK] = "stuck"};

    TRY(set_state(ctx, run, s, states[outcome], outcome_text));
    if (outcome == STEP_STUCK && !scene_step_is_human(s->step))
        return filing_task_open(ctx, run, s->step, S("reviewer-registry"));
    return OK;
}

static err start(struct ctx *ctx, struct filing_run *run, struct filing_step *s)
{
    const struct step_kind *kind = find_kind(ctx->city, s->step->kind);
    struct step_result result = {.outcome = STEP_DONE};

    if (!filing_when_holds(run, s->step->when_ask, s->step->when_is))
        return set_state(ctx, run, s, "skipped", (str){0});
    if (kind == NULL || kind->start == NULL)
        return E_FAULT;
    TRY(kind->start(ctx, run, s, &result));
    return set_outcome(ctx, run, s, result.outcome, result.text);
}

static bool all_over(const struct filing_run *run)
{
    for (size_t i = 0; i < run->scene->steps_count; i++)
        if (!filing_step_is_over(&run->steps[i]))
            return false;
    return true;
}

/* Scene order is topological, so one pass starts everything that can start. */
err filing_advance(struct ctx *ctx, struct filing_run *run)
{
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        struct filing_step *s = &run->steps[i];

        if (str_is(run->f.state, "correcting"))
            return OK;
        if (str_is(s->state, "waiting") && needs_are_met(run, s))
            TRY(start(ctx, run, s));
    }
    if (!str_is(run->f.state, "recorded") || !all_over(run))
        return OK;
    run->f.state = S("closed");
    run->f.ended_ms = ctx->now_ms;
    run->changed = true;
    return filing_event(ctx, run, "closed", (str){0}, (str){0});
}

err filing_step_set(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    enum step_outcome outcome, str outcome_text)
{
    TRY(set_outcome(ctx, run, step, outcome, outcome_text));
    return filing_advance(ctx, run);
}

static err answer_step(struct ctx *ctx, struct filing_run *run, const struct filing_reply *reply)
{
    struct filing_step *s = filing_step_find(run, reply->step);
    struct step_result result = {.outcome = STEP_DONE};
    const struct step_kind *kind;

    if (s == NULL)
        return E_MISSING;
    kind = find_kind(ctx->city, s->step->kind);
    if (kind == NULL || kind->answered == NULL)
        return E_FAULT;
    TRY(kind->answered(ctx, run, s, reply->answer, &result));
    /* A late answer finds its step over already, or its filing ended: the hook has noted it. */
    if (str_is(s->state, "running") &&
        (filing_is_live(&run->f) || str_is(run->f.state, "recorded")))
        return filing_step_set(ctx, run, s, result.outcome, result.text);
    return OK;
}

err filing_answered(struct ctx *ctx, str filing, const struct filing_reply *replies, size_t count)
{
    struct filing_run run;

    TRY(filing_lock(ctx, filing, &run));
    for (size_t i = 0; i < count; i++)
        TRY(answer_step(ctx, &run, &replies[i]));
    return filing_finish(ctx, &run);
}

/* The task of a step was approved: the kind says what that means. */
err filing_step_approve(struct ctx *ctx, struct filing_run *run, struct filing_step *s)
{
    const struct step_kind *kind = find_kind(ctx->city, s->step->kind);
    struct step_result result = {.outcome = STEP_DONE, .text = ctx->who.staff};

    if (kind == NULL)
        return E_FAULT;
    if (kind->approved != NULL)
        TRY(kind->approved(ctx, run, s, &result));
    return filing_step_set(ctx, run, s, result.outcome, result.text);
}

/* Those that wait for their turn at 登簿 try again, in the order of acceptance. */
err filing_next_on_unit(struct ctx *ctx, str unit)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_on_unit, &rows, text(ctx->region), text(unit)));
    while (db_next(&rows, &row)) {
        struct filing_run run;

        TRY(filing_lock(ctx, take_text(&row), &run));
        for (size_t i = 0; i < run.scene->steps_count; i++) {
            struct filing_step *s = &run.steps[i];

            if (!str_is(s->step->kind, "record") || !str_is(s->state, "running"))
                continue;
            s->state = S("waiting");
            TRY(filing_advance(ctx, &run));
        }
        TRY(filing_finish(ctx, &run));
    }
    return OK;
}
