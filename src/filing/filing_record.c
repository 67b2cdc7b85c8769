/* The record step: 登簿, the one indivisible moment. Rules are checked on the locked page, the
 * entry is made, and everything after it follows from the same transaction. */
#include "filing/filing_store.h"

/* The takers become parties of the registry, with the ids that holders are recorded by. */
static err keep_takers(struct ctx *ctx, const struct filing_run *run, struct registry_right *right)
{
    size_t taken = 0;

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct party party = {.kind = p->kind,
            .name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number};

        if (str_is(filing_side(run, p), "taker"))
            TRY(party_keep(ctx, &party, &right->holders[taken++].party));
    }
    return OK;
}

/* 单独、共同、按份: one taker holds alone; several hold by shares when shares are given, jointly
 * else. */
static str holding_of(const struct registry_holder *h, size_t count)
{
    if (count == 1)
        return S("sole");
    for (size_t i = 0; i < count; i++)
        if (h[i].share.den != 0)
            return S("shares");
    return S("joint");
}

void filing_check_takers(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    struct registry_holder *h = filing_side_holders(ctx, run, "taker", &count);

    if (count > 0)
        registry_check_shares(ctx, holding_of(h, count), h, count, S("parties"));
}

static void check_givers(
    struct ctx *ctx, const struct filing_run *run, const struct registry_right *right)
{
    size_t count;
    struct registry_holder *h = filing_side_holders(ctx, run, "giver", &count);

    registry_check_holders(ctx, right, h, count, S("parties"));
}

static void check_cancel(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    const struct registry_right *target = registry_page_right(page, run->f.target);

    if (target == NULL || !str_eq(target->kind, run->scene->right_kind)) {
        why_add(ctx, &RIGHT_NOT_LIVE, S("target"), run->f.target);
        return;
    }
    check_givers(ctx, run, target);
}

void filing_check_parties(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    if (str_is(run->scene->effect, "cancel")) {
        check_cancel(ctx, run, page);
        return;
    }
    if (page->ownership != NULL)
        check_givers(ctx, run, page->ownership);
    filing_check_takers(ctx, run);
}

err filing_check_registry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment)
{
    TRY(filing_check_rules(ctx, run, page, moment));
    filing_check_parties(ctx, run, page);
    return OK;
}

err filing_find_earlier(struct ctx *ctx, const struct filing_run *run, str *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = (str){0};
    TRY(db_list(ctx, SQL_filing_on_unit, &rows, text(ctx->region), text(run->f.unit)));
    if (!db_next(&rows, &row))
        return OK;
    *ret = take_text(&row);
    if (str_eq(*ret, run->f.id))
        *ret = (str){0};
    return OK;
}

static err check_holds(struct ctx *ctx, const struct filing_run *run)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_holds, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        str reason, detail;

        (void)take_text(&row);
        reason = take_text(&row);
        detail = take_text(&row);
        (void)take_i64(&row);
        if (take_i64(&row) == 0)
            why_add(ctx, &HOLD_RAISED, reason, detail);
    }
    return OK;
}

static void describe_right(const struct filing_run *run, struct registry_right *r)
{
    bool mortgage = str_is(run->scene->right_kind, "mortgage");

    r->kind = run->scene->right_kind;
    r->holding = holding_of(r->holders, r->holders_count);
    r->amount_fen = filing_answer_i64(run, mortgage ? "debt_fen" : "price_fen", 0);
    r->begins_on = filing_answer(run, "debt_begin");
    r->ends_on = filing_answer(run, "debt_end");
    r->no_transfer = filing_answer_bool(run, "no_transfer");
    r->maximum = filing_answer_bool(run, "maximum");
    r->cause = filing_answer(run, "contract_number");
}

void filing_plan_entry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, struct filing_plan *ret)
{
    struct registry_change *c = &ret->change;

    *ret = (struct filing_plan){.change = {.filing = run->f.id,
                                    .register_type = run->scene->register_type,
                                    .right_kind = run->scene->right_kind,
                                    .effect = run->scene->effect,
                                    .recorder = run->f.recorder}};
    if (str_is(c->effect, "cancel")) {
        c->end = registry_page_right(page, run->f.target);
        c->end_state = S("ended");
        return;
    }
    ret->right.holders = filing_side_holders(ctx, run, "taker", &ret->right.holders_count);
    describe_right(run, &ret->right);
    c->make = &ret->right;
    if (str_is(c->effect, "transfer")) {
        c->end = page->ownership;
        c->end_state = S("history");
    }
}

static err make_entry(
    struct ctx *ctx, struct filing_run *run, const struct registry_page *page, int64_t *ret)
{
    struct registry_entry entry;
    struct filing_plan plan;

    filing_plan_entry(ctx, run, page, &plan);
    if (plan.change.make != NULL)
        TRY(keep_takers(ctx, run, plan.change.make));
    TRY(registry_record(ctx, page, &plan.change, &entry));
    *ret = entry.number;
    return OK;
}

static str findings_text(struct ctx *ctx)
{
    struct tree *list = tree_new(ctx->arena, TREE_LIST);

    why_show(ctx, list);
    return tree_to_json(list);
}

/* What follows an entry in the same transaction: the state, the notice, the owners' alert, and the
 * word to those that wait behind it. */
static err after_entry(struct ctx *ctx, struct filing_run *run, int64_t number)
{
    struct message next = {.department = S("self"),
        .path = S("/next-on-unit"),
        .filing = run->f.id,
        .body = arena_printf(ctx->arena, "{\"unit\":\"%.*s\"}", STR(run->f.unit))};

    run->f.state = S("recorded");
    run->changed = true;
    TRY(filing_notice_put(
        ctx, run, NOTICE_RECORDED, (str){0}, arena_printf(ctx->arena, "%lld", (long long)number)));
    TRY(filing_alert(ctx, run, "recorded"));
    return message_put(ctx, &next, NULL);
}

err filing_record_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct registry_page page;
    int64_t number = 0;
    bool passed;
    str earlier;

    (void)step;
    TRY(registry_lock(ctx, run->f.unit, &page));
    TRY(filing_find_earlier(ctx, run, &earlier));
    if (earlier.len > 0) {
        ret->outcome = STEP_RUNNING; /* waits for its turn */
        ret->text = earlier;
        return OK;
    }
    why_clear(ctx);
    TRY(check_holds(ctx, run));
    TRY(filing_check_registry(ctx, run, &page, RULE_RECORD));
    TRY(filing_log_rules(ctx, run, RULE_RECORD, &passed));
    if (why_refuse(ctx) != OK || !passed) {
        ret->outcome = STEP_STUCK; /* a registry reviewer decides: try again, or 不予登记 */
        ret->text = findings_text(ctx);
        why_clear(ctx);
        return OK;
    }
    why_clear(ctx);
    TRY(make_entry(ctx, run, &page, &number));
    ret->outcome = STEP_DONE;
    ret->text = arena_printf(ctx->arena, "%lld", (long long)number);
    return after_entry(ctx, run, number);
}
