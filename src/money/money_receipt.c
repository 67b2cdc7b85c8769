/* A receipt as it is told on paper: what was paid or paid back, line by line, each with its reason.
 */
#include "money/money_receipt.h"
#include "base/buf.h"
#include "db/db.h"
#include "money/money_internal.h"

#define INPUT_HERE struct money_receipt_in
INPUT_TABLE(money_receipt_in, MONEY_RECEIPT_IN)
#undef INPUT_HERE

static str kind_name(str kind)
{
    for (size_t i = 0; i < MONEY_KINDS; i++)
        if (str_is(kind, money_kinds[i].name))
            return str_of(money_kinds[i].zh);
    return kind;
}

static err take_lines(struct ctx *ctx, str bill, struct money_receipt *r)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_money_lines, &rows, text(ctx->region), text(bill)));
    r->lines = ARENA_MANY(ctx->arena, rows.count + 1, struct money_receipt_line);
    while (db_next(&rows, &row)) {
        struct money_receipt_line *line = &r->lines[r->lines_count++];

        line->name = kind_name(take_text(&row));
        (void)take_text(&row);
        (void)take_i64(&row);
        (void)take_i64(&row);
        line->amount_fen = take_i64(&row);
        (void)take_text(&row);
        line->reason = take_text(&row);
        (void)take_text(&row);
        line->law = take_text(&row);
    }
    return OK;
}

err money_receipt_get(struct ctx *ctx, str filing, str receipt, struct money_receipt *ret)
{
    struct money_receipt r = {.id = receipt};
    struct registry_page page;
    struct db_row row;
    str bill;
    err e;

    TRY(db_get(ctx, SQL_money_receipt_of, &row, text(ctx->region), text(filing), text(receipt)));
    r.kind = take_text(&row);
    r.amount_fen = take_i64(&row);
    r.made_ms = take_i64(&row);
    r.trade_number = take_text(&row);
    bill = take_text(&row);
    TRY(take_lines(ctx, bill, &r));
    TRY(filing_load(ctx, filing, &r.run));
    e = registry_page_get(ctx, r.run.f.unit, &page);
    if (e == OK)
        r.location = page.unit.location;
    else if (e != E_MISSING)
        return e;
    *ret = r;
    return OK;
}

str money_print(struct arena *a, int64_t fen)
{
    struct buf b;

    buf_init(&b, a, 64);
    money_add(&b, fen);
    return buf_str(&b);
}

err money_fees(struct ctx *ctx, str filing, struct money_fee **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    struct money_fee *f;

    TRY(db_list(ctx, SQL_money_fees, &rows, text(ctx->region), text(filing)));
    *ret_count = rows.count;
    *ret = f = ARENA_MANY(ctx->arena, rows.count + 1, struct money_fee);
    for (; db_next(&rows, &row); f++) {
        f->kind = take_text(&row);
        f->payer = take_text(&row);
        f->base_fen = take_i64(&row);
        f->amount_fen = take_i64(&row);
        f->counted_ms = take_i64(&row);
        f->paid_ms = take_i64(&row);
    }
    return OK;
}
