/* The share step: a question to a department, its answer as a fact. */
#include "db/db.h"
#include "exchange/exchange.h"
#include "message/message.h"

#define INPUT_HERE struct exchange_answer_in
INPUT_TABLE(exchange_answer_in, EXCHANGE_ANSWER_IN)
#undef INPUT_HERE

/* Who takes part, or who is only named; with their documents. */
static void write_citizens(const struct filing_run *run, bool absent, struct tree *list)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct tree *o;

        if (!str_is(p->document_kind, "id") || filing_is_absent(run, p) != absent)
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("name"), p->name);
        tree_text(o, S("document_number"), p->document_number);
    }
}

static void write_persons(
    const struct filing_run *run, const char *side, bool documents_of_persons, struct tree *list)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct tree *o;

        if (!str_is(filing_side(run, p), side))
            continue;
        if (documents_of_persons && !str_is(p->document_kind, "id"))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("name"), p->name);
        tree_text(o, S("document_number"), p->document_number);
    }
}

static str organisation_code(const struct filing_run *run)
{
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(run->parties[i].document_kind, "uscc"))
            return run->parties[i].document_number;
    return (str){0};
}

/* What each share may know of the filing, and no more (PIPL 6: the minimum). */
static void write_params(const struct filing_run *run, str share, struct tree *params)
{
    if (str_is(share, "contract")) {
        tree_text(params, S("contract_number"), filing_answer(run, "contract_number"));
        tree_text(params, S("unit"), run->f.unit);
    } else if (str_is(share, "licence")) {
        tree_text(params, S("credit_code"), organisation_code(run));
    } else if (str_is(share, "permit")) {
        tree_text(params, S("permit_number"), filing_answer(run, "permit_number"));
    } else if (str_is(share, "record")) {
        tree_text(params, S("unit"), run->f.unit);
        write_persons(run, "giver", true, tree_list(params, S("sellers")));
        write_persons(run, "taker", true, tree_list(params, S("buyers")));
    } else if (str_is(share, "holds")) {
        tree_text(params, S("unit"), run->f.unit);
        write_persons(run, "giver", false, tree_list(params, S("persons")));
    } else if (str_is(share, "identity") || str_is(share, "death")) {
        /* of whoever takes part: who it is; of whoever is only named: that he has died */
        write_citizens(run, str_is(share, "death"), tree_list(params, S("persons")));
    } else { /* household and marriage concern the family that buys */
        write_persons(run, "taker", true, tree_list(params, S("persons")));
    }
}

err exchange_share_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    struct message m = {.department = step->step->department,
        .path = arena_join(ctx->arena, S("/query/"), step->step->share),
        .filing = run->f.id,
        .step = step->step->id};
    str id;

    tree_text(body, S("filing"), run->f.id);
    tree_text(body, S("share"), step->step->share);
    tree_text(body, S("purpose"), run->scene->id);
    write_params(run, step->step->share, tree_object(body, S("params")));
    m.body = tree_to_json(body);
    TRY(message_put(ctx, &m, &id));
    TRY(filing_fact_asked(ctx, run, step->step, id));
    ret->outcome = STEP_RUNNING;
    ret->text = (str){0};
    return OK;
}

err exchange_share_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret)
{
    const struct tree *body = tree_get(answer, S("answer"));
    str json = body != NULL ? tree_to_json(body) : S("{}");
    bool known, found = tree_get_bool(answer, S("found"), false);
    struct filing_fact fact;

    ret->outcome = STEP_DONE;
    ret->text = found ? S("found") : S("nothing");
    TRY(filing_fact_find(ctx, run->f.id, step->step->id, &fact, &known));
    if (!known || !str_eq(fact.message, tree_get_text(answer, S("message_id"))))
        return OK; /* the answer to a question that was asked again since */
    if (str_is(fact.state, "manual"))
        return filing_fact_compared(ctx, &fact, run->f.id, found, json);
    if (str_is(fact.state, "answered"))
        return OK;
    return filing_fact_answered(ctx, run->f.id, step->step->id, found, json);
}

err exchange_answer(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct exchange_answer_in *in = arg;
    struct tree *answer = tree_new(ctx->arena, TREE_OBJECT);
    struct message m;
    bool is_new;

    TRY(message_receive(ctx, ctx->who.department, in->message_id, &is_new));
    tree_bool(out, S("noted"), true);
    if (!is_new)
        return OK;
    TRY(message_get(ctx, in->message_id, &m));
    if (!str_eq(m.department, ctx->who.department))
        return E_DENIED; /* one department does not answer for another */
    tree_text(answer, S("message_id"), in->message_id);
    tree_bool(answer, S("found"), in->found);
    tree_copy(answer, S("answer"), in->answer);
    TRY(message_done(ctx, m.id));
    return filing_answered(ctx, m.filing, &(struct filing_reply){m.step, answer}, 1);
}
