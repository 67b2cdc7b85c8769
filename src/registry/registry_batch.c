/* What many entries in one transaction share: the book's lock, the newest nodes of its log, and
 * which units it has. */
#include "registry/registry_store.h"

#define UNITS_AT_ONCE 60 /* as registry_units_known takes */

err registry_batch_begin(struct ctx *ctx, struct registry_batch *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_registry_book_lock, &row, text(ctx->region)));
    ret->size = take_i64(&row);
    TRY(registry_log_frontier(ctx, ret));
    return db_gather(ctx);
}

err registry_batch_end(struct ctx *ctx, const struct registry_batch *batch)
{
    return db_put(ctx, SQL_registry_book_set, text(ctx->region), i64(batch->size));
}

static err ask_known(struct ctx *ctx, const str *codes, size_t count, bool *ret)
{
    struct db_value values[UNITS_AT_ONCE + 1] = {text(ctx->region)};
    struct db_rows rows;
    struct db_row row;

    for (size_t i = 0; i < UNITS_AT_ONCE; i++)
        values[i + 1] = text(i < count ? codes[i] : (str){0});
    TRY(db_list_values(ctx, SQL_registry_units_known, &rows, values, COUNT(values)));
    while (db_next(&rows, &row)) {
        str code = take_text(&row);

        for (size_t i = 0; i < count && code.len > 0; i++)
            ret[i] |= str_eq(codes[i], code);
    }
    return OK;
}

err registry_units_known(struct ctx *ctx, const str *codes, size_t count, bool *ret)
{
    for (size_t i = 0; i < count; i++)
        ret[i] = false;
    for (size_t i = 0; i < count; i += UNITS_AT_ONCE) {
        size_t left = count - i;

        TRY(ask_known(ctx, codes + i, left < UNITS_AT_ONCE ? left : UNITS_AT_ONCE, ret + i));
    }
    return OK;
}
