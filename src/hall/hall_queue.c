/* The queue as the windows and the screen see it. Nobody's whole name stands on a screen. */
#include "base/ids.h"
#include "hall/hall_store.h"

#include <stdlib.h>

static int by_window(const void *x, const void *y)
{
    const struct hall_ticket *a = x, *b = y;

    return a->at_window < b->at_window ? -1 : a->at_window > b->at_window;
}

static int by_call(const void *x, const void *y)
{
    const struct hall_ticket *a = x, *b = y;

    if (a->called_ms != b->called_ms)
        return a->called_ms > b->called_ms ? -1 : 1;
    return by_window(x, y);
}

/* Those at windows, in an array of their own. */
static size_t at_windows(
    struct ctx *ctx, const struct hall_ticket *live, size_t count, struct hall_ticket **ret)
{
    size_t found = 0;

    *ret = ARENA_MANY(ctx->arena, count + 1, struct hall_ticket);
    for (size_t i = 0; i < count; i++)
        if (!str_is(live[i].state, "waiting"))
            (*ret)[found++] = live[i];
    return found;
}

err hall_queue(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct hall_ticket *live, *busy;
    size_t count, busy_count;
    struct tree *list;

    (void)arg;
    TRY(hall_tickets_live(ctx, ctx->who.office, &live, &count));
    busy_count = at_windows(ctx, live, count, &busy);
    qsort(busy, busy_count, sizeof(*busy), by_window);
    tree_text(out, S("office"), ctx->who.office);
    list = tree_list(out, S("windows"));
    for (size_t i = 0; i < busy_count; i++)
        hall_ticket_print(ctx, &busy[i], tree_object(list, S("")));
    list = tree_list(out, S("waiting"));
    count = hall_waiting(live, count);
    for (size_t i = 0; i < count; i++)
        hall_ticket_print(ctx, &live[i], tree_object(list, S("")));
    return OK;
}

err hall_screen(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_office_in *in = arg;
    struct hall_ticket *live, *busy;
    size_t count, busy_count;
    struct tree *list;

    hall_office_check(ctx, in->office);
    TRY(why_refuse(ctx));
    TRY(hall_tickets_live(ctx, in->office, &live, &count));
    busy_count = at_windows(ctx, live, count, &busy);
    qsort(busy, busy_count, sizeof(*busy), by_call);
    tree_text(out, S("office"), in->office);
    list = tree_list(out, S("rows"));
    for (size_t i = 0; i < busy_count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("label"), hall_label(ctx->arena, &busy[i]));
        tree_text(o, S("name"), id_mask_name(ctx->arena, busy[i].name));
        tree_i64(o, S("window"), busy[i].at_window);
        tree_text(o, S("state"), busy[i].state);
        tree_i64(o, S("called_ms"), busy[i].called_ms);
    }
    tree_i64(out, S("waiting"), (int64_t)hall_waiting(live, count));
    return OK;
}
