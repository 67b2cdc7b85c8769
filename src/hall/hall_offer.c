/* 号源: what an office offers, said by its manager with the days on which it is valid; and what of
 * it is free, for everybody. */
#include "base/ids.h"
#include "hall/hall_store.h"

/* ---- what is free ---- */

struct offer {
    str office, matter;
    struct hall_capacity *said;
    size_t said_count;
    struct db_rows slots; /* that somebody has booked */
};

/* How much of a slot is free, when so many may book it. */
static int64_t free_of(const struct offer *o, int64_t begins_ms, int64_t capacity)
{
    struct db_rows slots = o->slots;
    struct db_row row;

    while (db_next(&slots, &row)) {
        int64_t at = take_i64(&row), holds = take_i64(&row), taken = take_i64(&row);

        if (at == begins_ms)
            return holds - taken;
    }
    return capacity;
}

static void show_day(struct ctx *ctx, const struct offer *o, struct when_date day, struct tree *out)
{
    struct calendar_span slots[HALL_SLOTS_MAX];
    struct hall_params p = hall_params_on(ctx->arena, ctx->city->hall, when_start_of_day_ms(day));
    size_t count = hall_slots_of(ctx->city->calendar, day, p.slot_minutes, slots);
    struct tree *list;

    tree_text(out, S("date"), when_print_date(ctx->arena, day));
    tree_bool(out, S("working"), count > 0);
    list = tree_list(out, S("slots"));
    for (size_t i = 0; i < count; i++) {
        int64_t begins_ms = slots[i].begin_ms;
        int64_t capacity = hall_capacity_at(o->said, o->said_count, o->matter, begins_ms);
        struct tree *slot;

        if (begins_ms <= ctx->now_ms || capacity == 0)
            continue;
        slot = tree_object(list, S(""));
        tree_i64(slot, S("begins_ms"), begins_ms);
        tree_i64(slot, S("ends_ms"), slots[i].end_ms);
        tree_i64(slot, S("capacity"), capacity);
        tree_i64(slot, S("free"), free_of(o, begins_ms, capacity));
    }
}

err hall_slots(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_slots_in *in = arg;
    struct hall_params p = hall_params_now(ctx);
    struct offer o = {.office = in->office, .matter = in->matter};
    int64_t today = when_days_from_date(when_date_of(ctx->now_ms));
    struct tree *days;

    hall_office_check(ctx, in->office);
    hall_matter_check(ctx, in->matter);
    TRY(why_refuse(ctx));
    TRY(hall_capacity_list(ctx, in->office, &o.said, &o.said_count));
    TRY(db_list(ctx, SQL_hall_slots, &o.slots, text(ctx->region), text(in->office),
        text(in->matter), i64(ctx->now_ms), i64(ctx->now_ms + (p.days_ahead + 1) * WHEN_DAY_MS)));
    tree_text(out, S("office"), in->office);
    tree_text(out, S("matter"), in->matter);
    tree_i64(out, S("days_ahead"), p.days_ahead);
    days = tree_list(out, S("days"));
    for (int64_t day = today; day <= today + p.days_ahead; day++)
        show_day(ctx, &o, when_date_from_days(day), tree_object(days, S("")));
    return OK;
}

/* ---- what is offered ---- */

static void print_capacity(const struct hall_capacity *c, struct tree *out)
{
    tree_text(out, S("capacity_id"), c->id);
    tree_text(out, S("office"), c->office);
    tree_text(out, S("matter"), c->matter);
    tree_text(out, S("begins"), c->begins);
    tree_text(out, S("ends"), c->ends);
    tree_i64(out, S("capacity"), c->capacity);
    tree_text(out, S("valid_from"), c->valid_from);
    tree_text(out, S("valid_to"), c->valid_to);
    tree_text(out, S("reason"), c->reason);
    tree_text(out, S("officer"), c->officer);
    tree_i64(out, S("made_ms"), c->made_ms);
}

err hall_capacities(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_capacities_in *in = arg;
    str office = in->office.len > 0 ? in->office : ctx->who.office;
    struct hall_capacity *said;
    struct tree *list;
    size_t count;

    hall_office_check(ctx, office);
    TRY(why_refuse(ctx));
    TRY(hall_capacity_list(ctx, office, &said, &count));
    tree_text(out, S("office"), office);
    list = tree_list(out, S("capacities"));
    for (size_t i = 0; i < count; i++)
        print_capacity(&said[i], tree_object(list, S("")));
    return OK;
}

static void check_capacity(struct ctx *ctx, const struct hall_capacity *c)
{
    int64_t begins = hall_clock_minutes(c->begins), ends = hall_clock_minutes(c->ends);

    hall_office_check(ctx, c->office);
    hall_matter_check(ctx, c->matter);
    if (begins < 0 || ends < 0 || begins >= ends)
        why_add(ctx, &HALL_TIME_FORM, begins < 0 ? S("begins") : S("ends"),
            begins < 0 ? c->begins : c->ends);
    if (str_cmp(c->valid_from, hall_today(ctx)) < 0)
        why_add(ctx, &HALL_VALID_FROM, S("valid_from"), c->valid_from);
    if (c->valid_to.len > 0 && str_cmp(c->valid_to, c->valid_from) <= 0)
        why_add(ctx, &HALL_VALID_TO, S("valid_to"), c->valid_to);
}

/* Slots that somebody has booked hold as many as is said now; nobody who has booked is turned away.
 */
static err renew_slots(struct ctx *ctx, const struct offer *o)
{
    struct db_rows slots = o->slots;
    struct db_row row;

    while (db_next(&slots, &row)) {
        int64_t begins_ms = take_i64(&row), holds = take_i64(&row), taken = take_i64(&row);
        int64_t capacity = hall_capacity_at(o->said, o->said_count, o->matter, begins_ms);

        if (capacity < taken)
            why_add(ctx, &HALL_CAPACITY_TAKEN, S("capacity"),
                arena_printf(ctx->arena, "%.*s: %lld", STR(when_print(ctx->arena, begins_ms)),
                    (long long)taken));
        else if (capacity != holds)
            TRY(db_put(ctx, SQL_hall_slot_capacity, text(ctx->region), text(o->office),
                text(o->matter), i64(begins_ms), i64(capacity)));
    }
    return why_refuse(ctx);
}

err hall_capacity_set(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_capacity_in *in = arg;
    struct hall_capacity c = {.id = id_in_region(ctx->arena, ctx->region, ctx->now_ms),
        .office = in->office.len > 0 ? in->office : ctx->who.office,
        .matter = in->matter,
        .begins = in->begins,
        .ends = in->ends,
        .capacity = in->capacity,
        .valid_from = in->valid_from,
        .valid_to = in->valid_to,
        .reason = str_trim(in->reason),
        .officer = ctx->who.staff,
        .made_ms = ctx->now_ms};
    struct offer o = {.office = c.office, .matter = c.matter};
    struct hall_desk desk;

    check_capacity(ctx, &c);
    TRY(why_refuse(ctx));
    TRY(hall_desk_lock(ctx, c.office, &desk));
    TRY(hall_capacity_list(ctx, c.office, &o.said, &o.said_count));
    o.said[o.said_count++] = c;
    TRY(db_list(ctx, SQL_hall_slots, &o.slots, text(ctx->region), text(c.office), text(c.matter),
        i64(ctx->now_ms), i64(INT64_MAX)));
    TRY(renew_slots(ctx, &o));
    TRY(hall_capacity_add(ctx, &c));
    print_capacity(&c, out);
    return OK;
}
