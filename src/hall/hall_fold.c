/* Capacities, bookings and tickets folded from their journal: each change was one that TURN knows,
 * none is missing, and the row is what the last event says of it to the last column. */
#include "hall/hall_store.h"

#define FOLD_PAGE 200

struct kind {
    const char *what;
    int sql_ids, sql_get; /* enum sql */
    size_t state_column;  /* 0: it has none */
    size_t version_column;
};
static const struct kind kinds[] = {
    {"capacity", SQL_hall_capacity_ids, SQL_hall_capacity_get, 0, 0},
    {"booking", SQL_hall_booking_ids, SQL_hall_booking_get, 12, 15},
    {"ticket", SQL_hall_ticket_ids, SQL_hall_ticket_get, 15, 29},
};

/* False when an event stands where it cannot. */
static bool fold(const struct kind *k, struct db_rows *events, str *ret_state, str *ret_digest)
{
    struct db_row row;
    int64_t expected = 0;

    *ret_state = *ret_digest = (str){0};
    while (db_next(events, &row)) {
        int64_t number = take_i64(&row);
        str what = take_text(&row), kind = take_text(&row), state;

        (void)take_text(&row);
        (void)take_text(&row);
        *ret_digest = take_text(&row);
        state = hall_turn(k->what, kind, *ret_state);
        if (number != ++expected || !str_is(what, k->what) || state.len == 0)
            return false;
        *ret_state = state;
    }
    return expected > 0;
}

static bool agrees(
    struct ctx *ctx, const struct kind *k, const struct db_row *row, struct db_rows *events)
{
    int64_t count = (int64_t)events->count;
    str state, digest;

    if (!fold(k, events, &state, &digest))
        return false;
    if (k->state_column > 0 && (!str_eq(row->value[k->state_column].text, state) ||
                                   row->value[k->version_column].number != count))
        return false;
    return str_eq(digest, hall_digest(ctx, row->value, row->count));
}

static err check_one(struct ctx *ctx, const struct kind *k, str id, struct registry_breach **list)
{
    struct db_rows events;
    struct db_row row;

    TRY(db_get(ctx, (enum sql)k->sql_get, &row, text(ctx->region), text(id)));
    TRY(db_list(ctx, SQL_hall_events, &events, text(ctx->region), text(id)));
    if (!agrees(ctx, k, &row, &events))
        registry_breach_add(
            ctx, S("I22 a booking, a ticket or a capacity is the fold of its journal"), id, list);
    if (str_is(str_of(k->what), "booking")) {
        struct hall_booking b;
        struct hall_params p;

        TRY(hall_booking_get(ctx, id, &b));
        p = hall_params_on(ctx->arena, ctx->city->hall, b.made_ms);
        if (hall_days_between(b.made_ms, b.begins_ms) > p.days_ahead || b.begins_ms <= b.made_ms)
            registry_breach_add(ctx, S("I22 nobody booked further ahead than may be"), id, list);
    }
    return OK;
}

static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    const struct kind *k = arg;
    str id = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        ctx, (enum sql)k->sql_ids, &rows, text(ctx->region), text(place->subject), i64(FOLD_PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        id = take_text(&row);
        TRY(check_one(ctx, k, id, list));
    }
    registry_place_keep(place, id, 0);
    return OK;
}

err hall_verify_fold(struct ctx *ctx, struct registry_breach **ret)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct kind k = kinds[i];

        TRY(registry_check_pages(ctx, check_page, &k, FOLD_PAGE, ret));
    }
    return OK;
}
