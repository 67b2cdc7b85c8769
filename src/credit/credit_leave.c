/* 申诉、信用修复、期满: the ways off a list. What the party asks for is taken in by an officer with
 * what it handed in, and decided by another: an appeal by a third who had no part in the listing,
 * repair by a second. A term that is over needs nobody. */
#include "base/when.h"
#include "credit/credit_store.h"
#include "place/city.h"

#define INPUT_HERE struct credit_ask_in
INPUT_TABLE(credit_ask_in, CREDIT_ASK_IN)
#undef INPUT_HERE

static void check_appeal(struct ctx *ctx, const struct credit_standing *s)
{
    if (s->appealed)
        why_add(ctx, &STANDING_APPEALED, S("standing"), s->id);
    else if (s->appeal_until_ms > 0 && ctx->now_ms > s->appeal_until_ms)
        why_add(ctx, &STANDING_APPEAL_LATE, S("standing"),
            when_print_date(ctx->arena, when_date_of(s->appeal_until_ms)));
}

static void check_repair(struct ctx *ctx, const struct credit_standing *s)
{
    int64_t from_ms = credit_months_after(s->begins_ms, ctx->city->standing.repair_months);

    if (!str_is(s->list, "black"))
        why_add(ctx, &STANDING_NOT_BLACK, S("standing"), s->list);
    else if (s->begins_ms > 0 && ctx->now_ms < from_ms)
        why_add(ctx, &STANDING_REPAIR_EARLY, S("standing"),
            when_print_date(ctx->arena, when_date_of(from_ms)));
}

static err take_in(struct ctx *ctx, const struct credit_ask_in *wanted, enum credit_action action,
    struct tree *out)
{
    struct credit_change change = {
        .action = action, .reason = str_trim(wanted->reason), .evidence = wanted->evidence};
    struct credit_standing before, s;

    TRY(credit_begin(ctx, wanted->standing, action, &before));
    if (action == CREDIT_APPEAL)
        check_appeal(ctx, &before);
    else
        check_repair(ctx, &before);
    TRY(credit_check_evidence(ctx, wanted->evidence));
    TRY(why_refuse(ctx));
    s = before;
    s.asked_by = ctx->who.staff;
    s.asked_ms = ctx->now_ms;
    TRY(credit_write(ctx, &before, &s, &change));
    return credit_show_whole(ctx, &s, out);
}

err credit_appeal(struct ctx *ctx, const void *in, struct tree *out)
{
    return take_in(ctx, in, CREDIT_APPEAL, out);
}

err credit_repair(struct ctx *ctx, const void *in, struct tree *out)
{
    return take_in(ctx, in, CREDIT_REPAIR, out);
}

/* ---- the decision on what was asked for ---- */

static enum credit_action action_of(const struct credit_standing *s, bool grant)
{
    if (str_is(s->state, "appealed"))
        return grant ? CREDIT_REVERSE : CREDIT_KEEP;
    return grant ? CREDIT_GRANT : CREDIT_REFUSE;
}

static void check_resolver(struct ctx *ctx, const struct credit_standing *s)
{
    bool took_in = str_eq(s->asked_by, ctx->who.staff);

    if (!str_is(s->state, "appealed")) {
        if (took_in)
            why_add(ctx, &STANDING_NOT_SECOND, S("standing"), ctx->who.staff);
        return;
    }
    if (took_in || str_eq(s->proposed_by, ctx->who.staff) || str_eq(s->decided_by, ctx->who.staff))
        why_add(ctx, &STANDING_NOT_THIRD, S("standing"), ctx->who.staff);
}

static void leave(struct ctx *ctx, struct credit_standing *s, const char *cause)
{
    s->left_cause = str_of(cause);
    s->left_ms = ctx->now_ms;
}

err credit_resolve(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_decide_in *wanted = in;
    bool grant = str_is(wanted->decision, "grant");
    struct credit_change change = {.reason = str_trim(wanted->reason)};
    struct credit_standing before, s;

    if (!grant && !str_is(wanted->decision, "refuse"))
        why_add(ctx, &STANDING_DECISION, S("decision"), wanted->decision);
    TRY(credit_get(ctx, wanted->standing, &before));
    change.action = action_of(&before, grant);
    TRY(credit_begin(ctx, wanted->standing, change.action, &before));
    check_resolver(ctx, &before);
    TRY(why_refuse(ctx));
    s = before;
    if (str_is(before.state, "appealed"))
        s.appealed = 1;
    if (grant)
        leave(ctx, &s, str_is(before.state, "appealed") ? "appeal" : "repair");
    TRY(credit_write(ctx, &before, &s, &change));
    return credit_show_whole(ctx, &s, out);
}

/* ---- 期满 ---- */

err credit_due(struct ctx *ctx, int64_t limit, str **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_credit_due, &rows, i64(ctx->now_ms), i64(limit)));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, str);
    *ret_count = 0;
    while (db_next(&rows, &row))
        (*ret)[(*ret_count)++] = take_text(&row);
    return OK;
}

/* Somebody may have taken it off meanwhile. */
err credit_lapse(struct ctx *ctx, str standing)
{
    struct credit_change change = {.action = CREDIT_LAPSE};
    struct credit_standing before, s;

    TRY(credit_get(ctx, standing, &before));
    if (!credit_may(CREDIT_LAPSE, before.state) || ctx->now_ms < before.ends_ms)
        return OK;
    s = before;
    change.reason = str_of(credit_actions[CREDIT_LAPSE].zh);
    leave(ctx, &s, "term");
    return credit_write(ctx, &before, &s, &change);
}
