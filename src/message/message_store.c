/* Outbox and inbox rows. */
#include "base/ids.h"
#include "db/db.h"
#include "message/message.h"

#include <stdlib.h>

err message_put(struct ctx *ctx, const struct message *m, str *ret_id)
{
    str id = id_make(ctx->arena, ctx->now_ms);

    TRY(db_put(ctx, SQL_message_add, text(ctx->region), text(id), text(m->department),
        text(m->path), text(m->filing), text(m->step), text(m->body), i64(ctx->now_ms)));
    if (ret_id != NULL)
        *ret_id = id;
    return OK;
}

void message_read(struct ctx *ctx, struct db_row *row, struct message *ret)
{
    struct message m = {.region = ctx->region};

    m.id = take_text(row);
    m.department = take_text(row);
    m.path = take_text(row);
    m.filing = take_text(row);
    m.step = take_text(row);
    m.body = take_text(row);
    m.state = take_text(row);
    m.tries = take_i64(row);
    m.next_ms = take_i64(row);
    m.made_ms = take_i64(row);
    m.fault = take_text(row);
    *ret = m;
}

err message_is_due(struct ctx *ctx, bool *ret)
{
    struct db_row row;

    return db_find(ctx, SQL_message_due, &row, ret, text(ctx->region), i64(ctx->now_ms), i64(1));
}

/* A statement that changes rows gives them in no order. */
static int by_filing(const void *a, const void *b)
{
    const struct message *x = a, *y = b;
    int order = str_cmp(x->filing, y->filing);

    return order != 0 ? order : str_cmp(x->id, y->id);
}

err message_take(
    struct ctx *ctx, int64_t limit, int64_t lease_ms, struct message **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    struct message *taken;

    TRY(db_list(ctx, SQL_message_lease, &rows, text(ctx->region), i64(ctx->now_ms), i64(limit),
        i64(lease_ms)));
    *ret = taken = ARENA_MANY(ctx->arena, rows.count + 1, struct message);
    *ret_count = rows.count;
    for (struct message *m = taken; db_next(&rows, &row); m++)
        message_read(ctx, &row, m);
    qsort(taken, *ret_count, sizeof(*taken), by_filing);
    return OK;
}

err message_release(struct ctx *ctx)
{
    return db_put(ctx, SQL_message_release, text(ctx->region), i64(ctx->now_ms));
}

err message_done(struct ctx *ctx, str id)
{
    return db_put(ctx, SQL_message_done, text(ctx->region), text(id), i64(ctx->now_ms));
}

err message_promised(struct ctx *ctx, str id, int64_t next_ms)
{
    return db_put(ctx, SQL_message_promised, text(ctx->region), text(id), i64(next_ms));
}

err message_failed(struct ctx *ctx, str id, int64_t next_ms, str fault)
{
    return db_put(ctx, SQL_message_failed, text(ctx->region), text(id), i64(next_ms), text(fault));
}

err message_get(struct ctx *ctx, str id, struct message *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_message_get, &row, text(ctx->region), text(id)));
    message_read(ctx, &row, ret);
    return OK;
}

err message_backlog(struct ctx *ctx, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_message_backlog, &rows, text(ctx->region)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("department"), take_text(&row));
        tree_i64(o, S("due"), take_i64(&row));
        tree_i64(o, S("oldest_ms"), take_i64(&row));
        tree_text(o, S("fault"), take_text(&row));
    }
    return OK;
}

err message_receive(struct ctx *ctx, str source, str id, bool *ret_new)
{
    int64_t added;

    TRY(db_change(ctx, SQL_message_inbox_add, &added, text(ctx->region), text(source), text(id),
        i64(ctx->now_ms)));
    *ret_new = added == 1;
    return OK;
}
