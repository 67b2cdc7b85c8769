/* Facts (共享数据) and the manual path: a department that does not answer never stops a filing for
 * good. One officer reads the paper, another confirms it; a later answer is compared and raises a
 * hold where it differs. */
#include "filing/filing_store.h"

#define INPUT_HERE struct filing_fact_in
INPUT_TABLE(filing_fact_in, FILING_FACT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_confirm_in
INPUT_TABLE(filing_confirm_in, FILING_CONFIRM_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_lift_in
INPUT_TABLE(filing_lift_in, FILING_LIFT_IN)
#undef INPUT_HERE

static void take_fact(struct db_row *row, struct filing_fact *f)
{
    f->step = take_text(row);
    f->department = take_text(row);
    f->share = take_text(row);
    f->state = take_text(row);
    f->found = take_i64(row) != 0;
    f->answer = take_text(row);
    f->message = take_text(row);
    f->asked_ms = take_i64(row);
    f->answered_ms = take_i64(row);
    f->officer = take_text(row);
    f->second_officer = take_text(row);
    f->reason = take_text(row);
    f->paper = take_text(row);
    f->later = take_text(row);
}

err filing_fact_asked(
    struct ctx *ctx, const struct filing_run *run, const struct scene_step *step, str message)
{
    return db_put(ctx, SQL_filing_fact_ask, text(ctx->region), text(run->f.id), text(step->id),
        text(step->department), text(step->share), text(message), i64(ctx->now_ms));
}

err filing_fact_find(
    struct ctx *ctx, str filing, str step, struct filing_fact *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(
        ctx, SQL_filing_fact_get, &row, ret_found, text(ctx->region), text(filing), text(step)));
    if (*ret_found)
        take_fact(&row, ret);
    return OK;
}

err filing_take_facts(struct ctx *ctx, str filing, struct filing_fact **ret, size_t *ret_count)
{
    struct filing_fact *f;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_facts, &rows, text(ctx->region), text(filing)));
    *ret = f = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_fact);
    *ret_count = rows.count;
    for (; db_next(&rows, &row); f++)
        take_fact(&row, f);
    return OK;
}

err filing_fact_answered(struct ctx *ctx, str filing, str step, bool found, str answer)
{
    return db_put(ctx, SQL_filing_fact_answer, text(ctx->region), text(filing), text(step),
        i64(found), text(answer), i64(ctx->now_ms));
}

static err raise_hold(struct ctx *ctx, str filing, str reason, str detail)
{
    return db_put(ctx, SQL_filing_hold_add, text(ctx->region), text(filing),
        text(id_make(ctx->arena, ctx->now_ms)), text(reason), text(detail), i64(ctx->now_ms));
}

/* True when everything that the officers read from paper is what the department says; it may say
 * more, and in another order. */
static bool agrees(const struct tree *read, const struct tree *known)
{
    const struct tree *k;

    if (known == NULL || read->kind != known->kind)
        return false;
    if (read->kind == TREE_OBJECT) {
        for (const struct tree *t = read->first; t != NULL; t = t->next)
            if (!agrees(t, tree_get(known, t->key)))
                return false;
        return true;
    }
    if (read->kind == TREE_LIST) {
        k = known->first;
        for (const struct tree *t = read->first; t != NULL; t = t->next, k = k->next)
            if (!agrees(t, k))
                return false;
        return k == NULL;
    }
    return str_eq(read->text, known->text) && read->number == known->number;
}

err filing_fact_compared(
    struct ctx *ctx, const struct filing_fact *fact, str filing, bool found, str later)
{
    struct tree *read, *known;
    str fault;

    TRY(db_put(ctx, SQL_filing_fact_later, text(ctx->region), text(filing), text(fact->step),
        text(later)));
    TRY(tree_parse(ctx->arena, fact->answer, &read, &fault));
    TRY(tree_parse(ctx->arena, later, &known, &fault));
    if (fact->found == found && agrees(read, known))
        return OK;
    return raise_hold(ctx, filing, fact->step, str_of(FACT_DIFFERS.id));
}

err filing_fact_of(
    struct ctx *ctx, const struct filing_run *run, const char *share, struct tree **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        const struct scene_step *step = &run->scene->steps[i];
        struct filing_fact fact;
        bool found;
        str fault;

        if (!str_is(step->kind, "share") || !str_is(step->share, share))
            continue;
        TRY(filing_fact_find(ctx, run->f.id, step->id, &fact, &found));
        if (found && fact.found && fact.answer.len > 0)
            return tree_parse(ctx->arena, fact.answer, ret, &fault);
    }
    return OK;
}

err filing_fact_propose(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_fact_in *in = arg;
    struct filing_run run;
    int64_t changed;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "accepted"));
    if (in->code.len > 0)
        filing_check_code(ctx, "manual", in->code);
    TRY(why_refuse(ctx));
    TRY(db_change(ctx, SQL_filing_fact_propose, &changed, text(ctx->region), text(in->filing),
        text(in->step), i64(in->found), text(tree_to_json(in->answer)), text(ctx->who.staff),
        text(in->reason), text(in->paper)));
    if (changed == 0) {
        why_add(ctx, &FACT_NOT_OPEN, S("step"), in->step);
        return E_REFUSED;
    }
    TRY(filing_event(ctx, &run, "fact-proposed", in->step,
        filing_reason_words(ctx->arena, in->code, in->reason)));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

static err check_second(struct ctx *ctx, const struct filing_confirm_in *in)
{
    struct filing_fact fact;
    bool found;

    TRY(filing_fact_find(ctx, in->filing, in->step, &fact, &found));
    if (!found || !str_is(fact.state, "proposed"))
        why_add(ctx, &FACT_NOT_OPEN, S("step"), in->step);
    else if (str_eq(fact.officer, ctx->who.staff))
        why_add(ctx, &OFFICER_NOT_SECOND, S("step"), in->step);
    return why_refuse(ctx);
}

err filing_fact_confirm(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_confirm_in *in = arg;
    struct filing_run run;
    struct filing_step *s;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "accepted"));
    TRY(check_second(ctx, in));
    TRY(db_change_one(ctx, SQL_filing_fact_confirm, text(ctx->region), text(in->filing),
        text(in->step), text(ctx->who.staff), i64(ctx->now_ms)));
    s = filing_step_find(&run, in->step);
    if (s == NULL)
        return E_FAULT;
    TRY(filing_event(ctx, &run, "fact-confirmed", in->step, ctx->who.staff));
    if (!str_is(s->state, "done"))
        TRY(filing_step_set(ctx, &run, s, STEP_DONE, S("manual")));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

err filing_hold_lift(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_lift_in *in = arg;
    struct filing_run run;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(db_change_one(ctx, SQL_filing_hold_lift, text(ctx->region), text(in->filing),
        text(in->hold), i64(ctx->now_ms), text(ctx->who.staff), text(in->reason)));
    TRY(filing_event(ctx, &run, "hold-lifted", in->hold, in->reason));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}
