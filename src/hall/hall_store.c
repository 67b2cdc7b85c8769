/* Bookings, tickets, capacities and desks as rows. The values of a row stand in one order, that of
 * its columns, for writing it, reading it and hashing it. */
#include "hall/hall_store.h"

#include "base/crypto.h"

#define CITY_WIDE "000000"

struct hall_params hall_params_now(const struct ctx *ctx)
{
    return hall_params_on(ctx->arena, ctx->city->hall, ctx->now_ms);
}

str hall_today(const struct ctx *ctx)
{
    return when_print_date(ctx->arena, when_date_of(ctx->now_ms));
}

/* ---- locks ---- */

err hall_desk_lock(struct ctx *ctx, str office, struct hall_desk *ret)
{
    struct db_row row;

    *ret = (struct hall_desk){.office = office};
    TRY(db_get(
        ctx, SQL_hall_desk_lock, &row, text(ctx->region), text(office), text(hall_today(ctx))));
    ret->day = take_text(&row);
    ret->number = take_i64(&row);
    ret->calls.called = take_i64(&row);
    ret->calls.streak = take_i64(&row);
    return OK;
}

err hall_desk_save(struct ctx *ctx, const struct hall_desk *desk)
{
    return db_put(ctx, SQL_hall_desk_save, text(ctx->region), text(desk->office), i64(desk->number),
        i64(desk->calls.called), i64(desk->calls.streak));
}

static str person_key(struct ctx *ctx, const char *kind, str value)
{
    return crypto_sha256_hex(ctx->arena, arena_printf(ctx->arena, "%s:%.*s", kind, STR(value)));
}

static err lock_key(struct ctx *ctx, str key)
{
    int64_t changed;

    return db_change(ctx, SQL_hall_person_lock, &changed, text(S(CITY_WIDE)), text(key));
}

/* In the order of the keys, so that two who share a phone do not wait for each other. */
err hall_person_lock(struct ctx *ctx, str document_number, str phone)
{
    str person = person_key(ctx, "document", document_number);
    str line = person_key(ctx, "phone", phone);
    bool line_first = phone.len > 0 && str_cmp(line, person) < 0;

    if (line_first)
        TRY(lock_key(ctx, line));
    TRY(lock_key(ctx, person));
    return phone.len > 0 && !line_first ? lock_key(ctx, line) : OK;
}

/* ---- bookings ---- */

static void booking_values(
    const struct ctx *ctx, const struct hall_booking *b, struct db_value ret[HALL_BOOKING_COLUMNS])
{
    const struct db_value values[] = {text(ctx->region), text(b->id), text(b->office),
        text(b->matter), text(b->day), i64(b->begins_ms), i64(b->ends_ms), text(b->document_kind),
        text(b->document_number), text(b->name), text(b->phone), text(b->code), text(b->state),
        i64(b->made_ms), i64(b->ended_ms), i64(b->version)};

    _Static_assert(COUNT(values) == HALL_BOOKING_COLUMNS, "one value a column");
    for (size_t i = 0; i < COUNT(values); i++)
        ret[i] = values[i];
}

void hall_booking_take(struct db_row *row, struct hall_booking *ret)
{
    (void)take_text(row);
    ret->id = take_text(row);
    ret->office = take_text(row);
    ret->matter = take_text(row);
    ret->day = take_text(row);
    ret->begins_ms = take_i64(row);
    ret->ends_ms = take_i64(row);
    ret->document_kind = take_text(row);
    ret->document_number = take_text(row);
    ret->name = take_text(row);
    ret->phone = take_text(row);
    ret->code = take_text(row);
    ret->state = take_text(row);
    ret->made_ms = take_i64(row);
    ret->ended_ms = take_i64(row);
    ret->version = take_i64(row);
}

err hall_booking_get(struct ctx *ctx, str id, struct hall_booking *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_hall_booking_get, &row, text(ctx->region), text(id)));
    hall_booking_take(&row, ret);
    return OK;
}

static err write_booking(
    struct ctx *ctx, const struct hall_booking *b, const char *kind, str detail)
{
    struct hall_change change = {"booking", kind, b->id, detail, b->version};
    struct db_value values[HALL_BOOKING_COLUMNS];

    booking_values(ctx, b, values);
    TRY(db_change_one_values(ctx, b->version == 1 ? SQL_hall_booking_add : SQL_hall_booking_save,
        values, HALL_BOOKING_COLUMNS));
    return hall_event(ctx, &change, values, HALL_BOOKING_COLUMNS);
}

err hall_booking_add(struct ctx *ctx, struct hall_booking *b)
{
    b->version = 1;
    b->state = hall_turn("booking", S("booked"), (str){0});
    return write_booking(ctx, b, "booked", (str){0});
}

err hall_booking_change(struct ctx *ctx, struct hall_booking *b, const char *kind, str detail)
{
    str next = hall_turn("booking", str_of(kind), b->state);

    if (next.len == 0) {
        why_add(ctx, &HALL_BOOKING_STATE, S("booking"), b->state);
        return E_REFUSED;
    }
    b->state = next;
    b->version++;
    return write_booking(ctx, b, kind, detail);
}

err hall_booking_lock(struct ctx *ctx, str id, struct hall_booking *ret, struct hall_desk *ret_desk)
{
    TRY(hall_booking_get(ctx, id, ret));
    TRY(hall_desk_lock(ctx, ret->office, ret_desk));
    return hall_booking_get(ctx, id, ret);
}

/* ---- tickets ---- */

static void ticket_values(
    const struct ctx *ctx, const struct hall_ticket *t, struct db_value ret[HALL_TICKET_COLUMNS])
{
    const struct db_value values[] = {text(ctx->region), text(t->id), text(t->office),
        text(t->matter), text(t->day), i64(t->number), text(t->priority), text(t->channel),
        text(t->booking), i64(t->slot_ms), text(t->document_kind), text(t->document_number),
        text(t->name), text(t->phone), text(t->code), text(t->state), i64(t->at_window),
        i64(t->wanted_window), i64(t->moved_ms), text(t->officer), i64(t->calls), i64(t->absences),
        i64(t->after_calls), i64(t->told), i64(t->taken_ms), i64(t->called_ms), i64(t->serving_ms),
        i64(t->ended_ms), text(t->filing), i64(t->version)};

    _Static_assert(COUNT(values) == HALL_TICKET_COLUMNS, "one value a column");
    for (size_t i = 0; i < COUNT(values); i++)
        ret[i] = values[i];
}

static void take_ticket(struct db_row *row, struct hall_ticket *ret)
{
    (void)take_text(row);
    ret->id = take_text(row);
    ret->office = take_text(row);
    ret->matter = take_text(row);
    ret->day = take_text(row);
    ret->number = take_i64(row);
    ret->priority = take_text(row);
    ret->channel = take_text(row);
    ret->booking = take_text(row);
    ret->slot_ms = take_i64(row);
    ret->document_kind = take_text(row);
    ret->document_number = take_text(row);
    ret->name = take_text(row);
    ret->phone = take_text(row);
    ret->code = take_text(row);
    ret->state = take_text(row);
    ret->at_window = take_i64(row);
    ret->wanted_window = take_i64(row);
    ret->moved_ms = take_i64(row);
    ret->officer = take_text(row);
    ret->calls = take_i64(row);
    ret->absences = take_i64(row);
    ret->after_calls = take_i64(row);
    ret->told = take_i64(row);
    ret->taken_ms = take_i64(row);
    ret->called_ms = take_i64(row);
    ret->serving_ms = take_i64(row);
    ret->ended_ms = take_i64(row);
    ret->filing = take_text(row);
    ret->version = take_i64(row);
}

err hall_ticket_get(struct ctx *ctx, str id, struct hall_ticket *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_hall_ticket_get, &row, text(ctx->region), text(id)));
    take_ticket(&row, ret);
    return OK;
}

err hall_ticket_of_booking(struct ctx *ctx, str booking, struct hall_ticket *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_hall_ticket_of_booking, &row, text(ctx->region), text(booking)));
    take_ticket(&row, ret);
    return OK;
}

err hall_tickets_live(struct ctx *ctx, str office, struct hall_ticket **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        ctx, SQL_hall_tickets_live, &rows, text(ctx->region), text(office), text(hall_today(ctx))));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, struct hall_ticket);
    *ret_count = rows.count;
    for (struct hall_ticket *t = *ret; db_next(&rows, &row); t++)
        take_ticket(&row, t);
    return OK;
}

static err write_ticket(struct ctx *ctx, const struct hall_ticket *t, const char *kind, str detail)
{
    struct hall_change change = {"ticket", kind, t->id, detail, t->version};
    struct db_value values[HALL_TICKET_COLUMNS];

    ticket_values(ctx, t, values);
    TRY(db_change_one_values(ctx, t->version == 1 ? SQL_hall_ticket_add : SQL_hall_ticket_save,
        values, HALL_TICKET_COLUMNS));
    return hall_event(ctx, &change, values, HALL_TICKET_COLUMNS);
}

err hall_ticket_add(struct ctx *ctx, struct hall_ticket *t)
{
    t->version = 1;
    t->state = hall_turn("ticket", S("taken"), (str){0});
    return write_ticket(ctx, t, "taken", (str){0});
}

void hall_ticket_may(struct ctx *ctx, const struct hall_ticket *t, const char *kind)
{
    if (hall_turn("ticket", str_of(kind), t->state).len == 0)
        why_add(ctx, &HALL_TICKET_STATE, S("ticket"), t->state);
}

err hall_ticket_change(struct ctx *ctx, struct hall_ticket *t, const char *kind, str detail)
{
    str next = hall_turn("ticket", str_of(kind), t->state);

    if (next.len == 0)
        return E_FAULT; /* the caller has asked hall_ticket_may */
    t->state = next;
    t->version++;
    return write_ticket(ctx, t, kind, detail);
}

err hall_ticket_lock(struct ctx *ctx, str id, struct hall_ticket *ret, struct hall_desk *ret_desk)
{
    TRY(hall_ticket_get(ctx, id, ret));
    TRY(hall_desk_lock(ctx, ret->office, ret_desk));
    return hall_ticket_get(ctx, id, ret);
}

/* ---- capacities ---- */

static void take_capacity(struct db_row *row, struct hall_capacity *ret)
{
    (void)take_text(row);
    ret->id = take_text(row);
    ret->office = take_text(row);
    ret->matter = take_text(row);
    ret->begins = take_text(row);
    ret->ends = take_text(row);
    ret->capacity = take_i64(row);
    ret->valid_from = take_text(row);
    ret->valid_to = take_text(row);
    ret->reason = take_text(row);
    ret->officer = take_text(row);
    ret->made_ms = take_i64(row);
}

err hall_capacity_list(struct ctx *ctx, str office, struct hall_capacity **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_hall_capacities, &rows, text(ctx->region), text(office)));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, struct hall_capacity); /* one more may come */
    *ret_count = rows.count;
    for (struct hall_capacity *c = *ret; db_next(&rows, &row); c++)
        take_capacity(&row, c);
    return OK;
}

err hall_capacity_add(struct ctx *ctx, struct hall_capacity *c)
{
    const struct db_value values[HALL_CAPACITY_COLUMNS] = {text(ctx->region), text(c->id),
        text(c->office), text(c->matter), text(c->begins), text(c->ends), i64(c->capacity),
        text(c->valid_from), text(c->valid_to), text(c->reason), text(c->officer), i64(c->made_ms)};
    struct hall_change change = {"capacity", "set", c->id, (str){0}, 1};

    TRY(db_put_values(ctx, SQL_hall_capacity_add, values, HALL_CAPACITY_COLUMNS));
    return hall_event(ctx, &change, values, HALL_CAPACITY_COLUMNS);
}
