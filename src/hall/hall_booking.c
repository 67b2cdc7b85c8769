/* 预约: a slot is booked by a person known by name and document, shown and cancelled by whoever has
 * its code. */
#include "base/ids.h"
#include "hall/hall_store.h"

#define CODE_BYTES 16

/* ---- booking ---- */

struct wish {
    const struct hall_book_in *in;
    const struct hall_person_in *person;
    struct hall_params p;
    struct calendar_span slot;
    struct when_date day;
};

/* The slot that begins then, by the calendar. */
static void find_slot(struct ctx *ctx, struct wish *w)
{
    struct calendar_span slots[HALL_SLOTS_MAX];
    int64_t midnight_ms, ahead = hall_days_between(ctx->now_ms, w->in->begins_ms);
    struct hall_params then;
    size_t count;

    if (ahead > w->p.days_ahead) {
        why_add(ctx, &HALL_SLOT_FAR, S("begins_ms"),
            arena_printf(ctx->arena, "%lld > %lld", (long long)ahead, (long long)w->p.days_ahead));
        return;
    }
    if (w->in->begins_ms <= ctx->now_ms) {
        why_add(ctx, &HALL_SLOT_PAST, S("begins_ms"), when_print(ctx->arena, w->in->begins_ms));
        return;
    }
    w->day = when_date_of(w->in->begins_ms);
    midnight_ms = when_start_of_day_ms(w->day);
    then = hall_params_on(ctx->arena, ctx->city->hall, midnight_ms);
    count = hall_slots_of(ctx->city->calendar, w->day, then.slot_minutes, slots);
    for (size_t i = 0; i < count; i++)
        if (slots[i].begin_ms == w->in->begins_ms) {
            w->slot = slots[i];
            return;
        }
    why_add(ctx, &HALL_SLOT_UNKNOWN, S("begins_ms"), when_print(ctx->arena, w->in->begins_ms));
}

static void check_suspended(
    struct ctx *ctx, const struct hall_params *p, const int64_t *missed_ms, size_t count)
{
    int64_t until_ms = hall_suspended_until(p, missed_ms, count);

    if (until_ms > ctx->now_ms)
        why_add(
            ctx, &HALL_SUSPENDED, S("person.document_number"), when_print(ctx->arena, until_ms));
}

/* What the person has booked already, all over the city. E_LIMIT when it was too often today. */
static err check_person(struct ctx *ctx, const struct wish *w)
{
    str number = w->person->document_number, day = when_print_date(ctx->arena, w->day);
    int64_t live = 0, made = 0, *missed_ms;
    size_t missed = 0;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_hall_bookings_of, &rows, text(number),
        i64(ctx->now_ms - 2 * (w->p.missed_days + w->p.suspended_days) * WHEN_DAY_MS)));
    missed_ms = ARENA_MANY(ctx->arena, rows.count + 1, int64_t);
    while (db_next(&rows, &row)) {
        str matter = take_text(&row), on = take_text(&row), state = take_text(&row);
        int64_t begins_ms = take_i64(&row), made_ms = take_i64(&row);

        live += str_is(state, "booked");
        made += hall_days_between(made_ms, ctx->now_ms) == 0;
        if (str_is(state, "missed"))
            missed_ms[missed++] = begins_ms;
        if (str_eq(matter, w->in->matter) && str_eq(on, day) &&
            str_has_word(S("booked arrived"), state))
            why_add(ctx, &HALL_BOOKED_THAT_DAY, S("person.document_number"), on);
    }
    if (made >= w->p.bookings_made_per_day) {
        why_add(ctx, &HALL_TOO_OFTEN, S("person.document_number"), (str){0});
        return E_LIMIT;
    }
    if (live >= w->p.bookings_in_all)
        why_add(ctx, &HALL_BOOKED_ENOUGH, S("person.document_number"), (str){0});
    check_suspended(ctx, &w->p, missed_ms, missed);
    return OK;
}

static err check_phone(struct ctx *ctx, const struct wish *w)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_hall_bookings_of_phone, &row, text(w->person->phone)));
    if (take_i64(&row) >= w->p.bookings_in_all)
        why_add(ctx, &HALL_PHONE_BOOKED, S("person.phone"), (str){0});
    return OK;
}

/* A place of the slot: the desk is locked, and the slot's own row lets in nobody who is too many.
 */
static err take_place(struct ctx *ctx, const struct wish *w)
{
    const struct hall_book_in *in = w->in;
    struct hall_capacity *said;
    int64_t capacity, taken = 0;
    size_t count;

    TRY(hall_capacity_list(ctx, in->office, &said, &count));
    capacity = hall_capacity_at(said, count, in->matter, in->begins_ms);
    if (capacity > 0)
        TRY(db_change(ctx, SQL_hall_slot_take, &taken, text(ctx->region), text(in->office),
            text(in->matter), i64(in->begins_ms), i64(w->slot.end_ms), i64(capacity)));
    if (taken != 1)
        why_add(ctx, capacity > 0 ? &HALL_SLOT_FULL : &HALL_SLOT_UNKNOWN, S("begins_ms"),
            when_print(ctx->arena, in->begins_ms));
    return why_refuse(ctx);
}

static err keep(struct ctx *ctx, const struct wish *w, struct tree *out)
{
    const struct hall_person_in *person = w->person;
    struct hall_booking b = {.id = id_in_region(ctx->arena, ctx->region, ctx->now_ms),
        .office = w->in->office,
        .matter = w->in->matter,
        .day = when_print_date(ctx->arena, w->day),
        .begins_ms = w->slot.begin_ms,
        .ends_ms = w->slot.end_ms,
        .document_kind = hall_document_kind(person),
        .document_number = person->document_number,
        .name = person->name,
        .phone = person->phone,
        .code = id_random_hex(ctx->arena, CODE_BYTES),
        .made_ms = ctx->now_ms};

    TRY(hall_booking_add(ctx, &b));
    TRY(hall_tell_booking(ctx, &b));
    hall_booking_print(ctx, &b, out);
    tree_text(out, S("code"), b.code);
    return OK;
}

err hall_book(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_book_in *in = arg;
    struct wish w = {.in = in, .person = in->person.items, .p = hall_params_now(ctx)};
    struct hall_desk desk;

    hall_office_check(ctx, in->office);
    hall_matter_check(ctx, in->matter);
    hall_person_check(ctx, w.person, true);
    find_slot(ctx, &w);
    TRY(why_refuse(ctx));
    TRY(hall_desk_lock(ctx, in->office, &desk));
    TRY(hall_person_lock(ctx, w.person->document_number, w.person->phone));
    TRY(check_person(ctx, &w));
    TRY(check_phone(ctx, &w));
    TRY(take_place(ctx, &w));
    return keep(ctx, &w, out);
}

/* ---- afterwards ---- */

static err show_with_code(struct ctx *ctx, const struct hall_booking *b, struct tree *out)
{
    hall_booking_print(ctx, b, out);
    tree_text(out, S("code"), b->code);
    return OK;
}

err hall_booking_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_booking_in *in = arg;
    struct hall_booking b;

    TRY(hall_booking_get(ctx, in->booking, &b));
    return str_eq_secret(in->code, b.code) ? show_with_code(ctx, &b, out) : E_MISSING;
}

err hall_booking_cancel(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_booking_in *in = arg;
    struct hall_params p = hall_params_now(ctx);
    struct hall_booking b;
    struct hall_desk desk;

    TRY(hall_booking_get(ctx, in->booking, &b));
    if (!str_eq_secret(in->code, b.code))
        return E_MISSING;
    TRY(hall_booking_lock(ctx, in->booking, &b, &desk));
    if (str_is(b.state, "cancelled")) /* said twice */
        return show_with_code(ctx, &b, out);
    if (str_is(b.state, "booked") && ctx->now_ms > b.begins_ms - p.cancel_minutes * WHEN_MINUTE_MS)
        why_add(ctx, &HALL_CANCEL_LATE, S("booking"), when_print(ctx->arena, b.begins_ms));
    TRY(why_refuse(ctx));
    b.ended_ms = ctx->now_ms;
    TRY(hall_booking_change(ctx, &b, "cancelled", (str){0}));
    TRY(db_change_one(ctx, SQL_hall_slot_free, text(ctx->region), text(b.office), text(b.matter),
        i64(b.begins_ms)));
    TRY(hall_tell_booking(ctx, &b));
    return show_with_code(ctx, &b, out);
}

err hall_bookings(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_bookings_in *in = arg;
    str date = in->date.len > 0 ? in->date : hall_today(ctx);
    struct when_date day;
    struct db_rows rows;
    struct db_row row;
    struct tree *list;

    if (!when_parse_date(date, &day))
        return E_INVALID;
    TRY(db_list(ctx, SQL_hall_bookings_at, &rows, text(ctx->region), text(ctx->who.office),
        i64(when_start_of_day_ms(day)), i64(when_start_of_day_ms(day) + WHEN_DAY_MS)));
    tree_text(out, S("date"), date);
    list = tree_list(out, S("bookings"));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        struct hall_booking b;

        hall_booking_take(&row, &b);
        hall_booking_print(ctx, &b, o);
        tree_text(o, S("document_number"), id_mask_document(ctx->arena, b.document_number));
    }
    return OK;
}

err hall_excuse(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_excuse_in *in = arg;
    struct hall_booking b;
    struct hall_desk desk;

    TRY(hall_booking_lock(ctx, in->booking, &b, &desk));
    if (!str_eq(b.office, ctx->who.office))
        why_add(ctx, &HALL_OFFICE_OTHER, S("booking"), b.office);
    TRY(why_refuse(ctx));
    TRY(hall_booking_change(ctx, &b, "excused", str_trim(in->reason)));
    hall_booking_print(ctx, &b, out);
    return OK;
}

/* ---- because time passes ---- */

static err end_booking(struct ctx *ctx, struct hall_booking *b)
{
    struct hall_params p = hall_params_now(ctx);

    if (!str_is(b->state, "booked") ||
        ctx->now_ms <= b->begins_ms + p.late_minutes * WHEN_MINUTE_MS)
        return OK;
    b->ended_ms = ctx->now_ms;
    TRY(hall_booking_change(ctx, b, "missed", (str){0}));
    return hall_tell_booking(ctx, b);
}

static err end_ticket(struct ctx *ctx, str id)
{
    struct hall_ticket t;
    struct hall_desk desk;

    TRY(hall_ticket_lock(ctx, id, &t, &desk));
    if (str_cmp(t.day, hall_today(ctx)) >= 0 || !str_has_word(S("waiting called serving"), t.state))
        return OK;
    t.ended_ms = ctx->now_ms;
    return hall_ticket_change(ctx, &t, "lapsed", (str){0});
}

err hall_end_due(struct ctx *ctx, str id)
{
    struct hall_booking b;
    struct hall_desk desk;
    err e = hall_booking_lock(ctx, id, &b, &desk);

    if (e == E_MISSING)
        return end_ticket(ctx, id);
    TRY(e);
    return end_booking(ctx, &b);
}

err hall_due(struct ctx *ctx, size_t limit, str **ret, size_t *ret_count)
{
    struct hall_params p = hall_params_now(ctx);
    struct db_rows rows;
    struct db_row row;
    size_t count = 0;

    *ret = ARENA_MANY(ctx->arena, 2 * limit + 1, str);
    TRY(db_list(ctx, SQL_hall_bookings_due, &rows, text(ctx->region),
        i64(ctx->now_ms - p.late_minutes * WHEN_MINUTE_MS - 1), i64((int64_t)limit)));
    while (db_next(&rows, &row))
        (*ret)[count++] = take_text(&row);
    TRY(db_list(ctx, SQL_hall_tickets_left, &rows, text(ctx->region), text(hall_today(ctx)),
        i64((int64_t)limit)));
    while (db_next(&rows, &row))
        (*ret)[count++] = take_text(&row);
    *ret_count = count;
    return OK;
}
