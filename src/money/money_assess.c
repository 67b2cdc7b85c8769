/* The assess step: a bill made from dated rules and the departments' facts, each amount with its
 * reason. */
#include "base/ids.h"
#include "base/when.h"
#include "db/db.h"
#include "money/money.h"
#include "money/money_rules.h"
#include "place/city.h"

#define RULE RULE_DEFINE
#include "money/money.def"
#undef RULE

static err store_bill(struct ctx *ctx, const struct filing_run *run, const struct money_line *lines,
    size_t count, str declared_on)
{
    str id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    int64_t total = 0;

    for (size_t i = 0; i < count; i++)
        total += lines[i].amount_fen;
    TRY(money_settle(ctx, run->f.id)); /* after 补正 there is an earlier one */
    TRY(db_put(ctx, SQL_money_bill_add, text(ctx->region), text(id), text(run->f.id),
        text(total == 0 ? S("paid") : S("open")), i64(total), text(declared_on), i64(ctx->now_ms)));
    for (size_t i = 0; i < count; i++) {
        const struct money_line *l = &lines[i];

        TRY(db_put(ctx, SQL_money_line_add, text(ctx->region), text(id), i64((int64_t)i + 1),
            text(l->kind), text(l->payer), i64(l->base_fen), i64(l->rate_ppm), i64(l->amount_fen),
            text(l->rule), text(l->reason_zh), text(l->reason_en), text(l->law)));
    }
    return OK;
}

static bool all_persons(const struct filing_run *run, const char *side)
{
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(filing_side(run, &run->parties[i]), side) &&
            !str_is(run->parties[i].kind, "person"))
            return false;
    return true;
}

static err read_sale(
    struct ctx *ctx, const struct filing_run *run, str declared_on, struct money_sale *ret)
{
    struct registry_page page;
    struct tree *record;

    TRY(registry_page_get(ctx, run->f.unit, &page));
    TRY(filing_fact_of(ctx, run, "record", &record));
    *ret = (struct money_sale){.price_fen = filing_answer_i64(run, "price_fen", 0),
        .assessed_price_fen = tree_get_i64(record, S("assessed_price_fen"), 0),
        .area_cm2 = page.unit.area_cm2,
        .residential = filing_answer_bool(run, "residential"),
        .buyer_homes_before = tree_get_i64(record, S("buyer_homes"), -1), /* not known */
        .buyer_is_organisation = !all_persons(run, "taker"),
        .seller_acquired_on = tree_get_text(record, S("seller_acquired_on")),
        .seller_only_home = tree_get_bool(record, S("seller_only_home"), false),
        .original_price_fen = tree_get_i64(record, S("original_price_fen"), 0),
        .proven_costs_fen = tree_get_i64(record, S("proven_costs_fen"), 0),
        .declared_on = declared_on,
        .certificates = filing_certificates(ctx, run),
        .seller_is_person = all_persons(run, "giver")};
    return OK;
}

/* The title that is registered, or on whose page something is: the unit's own before the scene's,
 * which may say only that it is one. */
static str title_of(const struct filing_run *run, const struct registry_page *page)
{
    return page->ownership != NULL ? page->ownership->kind : run->scene->right_kind;
}

/* What is registered, but for its matter and its certificates. */
static err read_registration(
    struct ctx *ctx, const struct filing_run *run, struct money_registration *ret)
{
    struct registry_page page = {0};
    err e = registry_page_get(ctx, run->f.unit, &page);
    str title;

    if (e != E_MISSING) /* it comes into the book with its first right */
        TRY(e);
    title = title_of(run, &page);
    *ret = (struct money_registration){.residential = filing_answer_bool(run, "residential"),
        .land_is_farm = str_has_word(S("contract-land forest"), title),
        .land_is_homestead = str_is(title, "homestead"),
        .declared_on = when_print_date(ctx->arena, when_date_of(ctx->now_ms))};
    return OK;
}

/* The fees of what is entered besides, each as a matter of its own (组合登记). */
static err add_acts(struct ctx *ctx, const struct filing_run *run, struct money_registration each,
    struct money_lines *lines, str *ret_fault)
{
    each.certificates = 1;
    for (size_t i = 0; i < run->scene->also_count; i++) {
        struct money_lines more;
        struct money_line *all;

        each.matter = run->scene->also[i].assess;
        if (each.matter.len == 0)
            continue;
        TRY(money_assess_registration(ctx->arena, ctx->city->money, &each, &more, ret_fault));
        all = ARENA_MANY(ctx->arena, lines->count + more.count + 1, struct money_line);
        for (size_t k = 0; k < lines->count + more.count; k++)
            all[k] = k < lines->count ? lines->at[k] : more.at[k - lines->count];
        *lines = (struct money_lines){all, lines->count + more.count};
    }
    return OK;
}

err money_assess_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct money_registration r;
    struct money_lines lines;
    str fault;
    err e;

    (void)step;
    TRY(read_registration(ctx, run, &r));
    r.matter = run->scene->assess;
    r.certificates = filing_certificates(ctx, run);
    if (str_is(run->scene->assess, "sale")) {
        struct money_sale sale;

        TRY(read_sale(ctx, run, r.declared_on, &sale));
        e = money_assess_sale(ctx->arena, ctx->city->money, &sale, &lines, &fault);
    } else {
        e = money_assess_registration(ctx->arena, ctx->city->money, &r, &lines, &fault);
    }
    if (e == OK)
        e = add_acts(ctx, run, r, &lines, &fault);
    if (e == E_INVALID) { /* facts that no rule fits: an officer looks at them */
        ret->outcome = STEP_STUCK;
        ret->text = fault;
        return OK;
    }
    TRY(e);
    TRY(store_bill(ctx, run, lines.at, lines.count, r.declared_on));
    ret->outcome = STEP_DONE;
    ret->text = r.declared_on;
    return OK;
}
