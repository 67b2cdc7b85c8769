/* The entries of a period, for whoever reports on a day. */
#include "registry/registry_store.h"

err registry_entries_between(
    struct ctx *ctx, int64_t from_ms, int64_t to_ms, struct registry_entry **ret, size_t *ret_count)
{
    struct registry_entry *e;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        ctx, SQL_registry_entry_period, &rows, text(ctx->region), i64(from_ms), i64(to_ms)));
    *ret_count = rows.count;
    *ret = e = ARENA_MANY(ctx->arena, rows.count + 1, struct registry_entry);
    for (; db_next(&rows, &row); e++) {
        e->number = take_i64(&row);
        e->unit = take_text(&row);
        e->filing = take_text(&row);
        e->right_kind = take_text(&row);
        e->effect = take_text(&row);
        e->register_type = take_i64(&row);
        e->made_ms = take_i64(&row);
    }
    return OK;
}
