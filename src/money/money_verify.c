/* Invariants of money over the whole store, and the gateway's statement against our book. */
#include "db/db.h"
#include "money/money.h"

#define INPUT_HERE struct money_reconcile_in
INPUT_TABLE(money_reconcile_in, MONEY_RECONCILE_IN)
#undef INPUT_HERE

static const struct registry_check checks[] = {
    {SQL_money_check_lines, "I16 a bill is the sum of its lines"},
    {SQL_money_check_receipts, "I16 what is paid has its receipt"},
    {SQL_money_check_refunds, "I16 only what was paid and not recorded is paid back"},
    {SQL_money_check_ended, "I16 nothing is kept for a bill that is void"},
};

err money_verify(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}

/* One movement of money: an order was paid, or paid back. */
struct statement_line {
    str order, kind;
    int64_t amount_fen;
    bool matched;
};

static err read_statement(
    struct ctx *ctx, const struct tree *lines, struct statement_line **ret, size_t *ret_count)
{
    struct statement_line *l = ARENA_MANY(ctx->arena, lines->count + 1, struct statement_line);

    *ret = l;
    *ret_count = lines->count;
    for (const struct tree *t = lines->first; t != NULL; t = t->next, l++) {
        l->order = tree_get_text(t, S("order"));
        l->kind = tree_get_text(t, S("kind"));
        l->amount_fen = tree_get_i64(t, S("amount_fen"), -1);
    }
    return OK;
}

static void difference(struct tree *list, str order, str kind, const char *what)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("order"), order);
    tree_text(o, S("kind"), kind);
    tree_text(o, S("difference"), str_of(what));
}

/* One movement of ours is looked for in the gateway's statement. */
static bool match(struct statement_line *lines, size_t count, const struct statement_line *ours,
    struct tree *differences)
{
    for (size_t i = 0; i < count; i++) {
        if (lines[i].matched || !str_eq(lines[i].order, ours->order) ||
            !str_eq(lines[i].kind, ours->kind))
            continue;
        lines[i].matched = true;
        if (lines[i].amount_fen == ours->amount_fen)
            return true;
        difference(differences, ours->order, ours->kind, "amount");
        return false;
    }
    difference(differences, ours->order, ours->kind, "missing at the gateway");
    return false;
}

static bool within(int64_t ms, const struct money_reconcile_in *in)
{
    return ms > 0 && ms >= in->from_ms && ms < in->to_ms;
}

err money_reconcile(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct money_reconcile_in in = *(const struct money_reconcile_in *)arg;
    struct tree *differences = tree_list(out, S("differences"));
    struct statement_line *lines;
    int64_t matched = 0;
    struct db_rows rows;
    struct db_row row;
    size_t count;

    if (in.to_ms == 0)
        in.to_ms = ctx->now_ms + 1;
    TRY(read_statement(ctx, in.lines, &lines, &count));
    TRY(db_list(
        ctx, SQL_money_statement, &rows, text(ctx->region), i64(in.from_ms), i64(in.to_ms)));
    while (db_next(&rows, &row)) {
        struct statement_line ours = {.order = take_text(&row)};
        int64_t paid_ms, refunded_ms;

        (void)take_text(&row);
        ours.amount_fen = take_i64(&row);
        (void)take_text(&row);
        paid_ms = take_i64(&row);
        refunded_ms = take_i64(&row);
        ours.kind = S("paid");
        if (within(paid_ms, &in))
            matched += match(lines, count, &ours, differences);
        ours.kind = S("refunded");
        if (within(refunded_ms, &in))
            matched += match(lines, count, &ours, differences);
    }
    for (size_t i = 0; i < count; i++)
        if (!lines[i].matched)
            difference(differences, lines[i].order, lines[i].kind, "missing in our book");
    tree_i64(out, S("matched"), matched);
    return OK;
}
