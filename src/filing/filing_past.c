/* What was handed in to a filing and what was decided about it, read once it is over. */
#include "filing/filing_store.h"

#include <stdlib.h>

err filing_handed_in(struct ctx *ctx, str filing, struct filing_handed **ret, size_t *ret_count)
{
    struct filing_handed *h;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_papers, &rows, text(ctx->region), text(filing)));
    *ret_count = rows.count;
    *ret = h = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_handed);
    for (; db_next(&rows, &row); h++) {
        h->paper = take_text(&row);
        h->hash = take_text(&row);
        h->name = take_text(&row);
        h->source = take_text(&row);
        h->officer = take_text(&row);
        h->made_ms = take_i64(&row);
    }
    return OK;
}

static int by_time(const void *a, const void *b)
{
    const struct filing_decided *x = a, *y = b;

    if (x->done_ms != y->done_ms)
        return x->done_ms < y->done_ms ? -1 : 1;
    return str_cmp(x->step, y->step);
}

/* False for a task that nobody has decided. */
static bool take_decided(struct db_row *row, struct filing_decided *ret)
{
    str state;

    (void)take_text(row);
    (void)take_text(row);
    ret->step = take_text(row);
    (void)take_text(row);
    state = take_text(row);
    ret->officer = take_text(row);
    ret->opened_ms = take_i64(row);
    (void)take_i64(row);
    ret->done_ms = take_i64(row);
    ret->decision = take_text(row);
    ret->reason = take_text(row);
    return str_is(state, "done");
}

err filing_decisions(struct ctx *ctx, str filing, struct filing_decided **ret, size_t *ret_count)
{
    struct filing_decided *d;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_task_of, &rows, text(ctx->region), text(filing)));
    *ret_count = 0;
    *ret = d = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_decided);
    while (db_next(&rows, &row))
        *ret_count += take_decided(&row, &d[*ret_count]);
    qsort(d, *ret_count, sizeof(*d), by_time);
    return OK;
}
