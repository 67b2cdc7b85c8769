/* Departments: address and key. */
#include "db/db.h"
#include "exchange/exchange.h"

#include <string.h>

err exchange_department_put(struct ctx *ctx, const struct exchange_department *d)
{
    str key = {(const char *)d->public_key, sizeof(d->public_key)};

    return db_put(ctx, SQL_exchange_department_put, text(d->name), text(d->url), bytes(key));
}

err exchange_departments(struct ctx *ctx, struct exchange_department **ret, size_t *ret_count)
{
    struct exchange_department *d;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list_values(ctx, SQL_exchange_departments, &rows, NULL, 0));
    *ret = d = ARENA_MANY(ctx->arena, rows.count + 1, struct exchange_department);
    *ret_count = rows.count;
    for (; db_next(&rows, &row); d++) {
        str key;

        d->name = take_text(&row);
        d->url = take_text(&row);
        key = take_bytes(&row);
        if (key.len != sizeof(d->public_key))
            return E_FAULT;
        memcpy(d->public_key, key.at, sizeof(d->public_key));
    }
    return OK;
}
