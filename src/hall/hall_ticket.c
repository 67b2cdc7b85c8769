/* 取号: a ticket is taken by a person known by name and document, or made of a booking by checking
 * in; looked up, put back in line and given up by whoever has its code. */
#include "base/ids.h"
#include "hall/hall_store.h"

#define CODE_BYTES 16

/* A new ticket gets its number, is kept and told. */
static err give(struct ctx *ctx, struct hall_desk *desk, struct hall_ticket *t, struct tree *out)
{
    struct hall_params p = hall_params_now(ctx);
    int64_t ahead, busy;

    t->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    t->state = S("waiting");
    t->day = desk->day;
    t->number = ++desk->number;
    t->code = id_random_hex(ctx->arena, CODE_BYTES);
    t->taken_ms = ctx->now_ms;
    TRY(hall_ticket_ahead(ctx, t, &ahead, &busy));
    t->told = ahead <= p.tell_ahead; /* what it hears now says so */
    TRY(hall_ticket_add(ctx, t));
    TRY(hall_desk_save(ctx, desk));
    TRY(hall_tell_ticket(ctx, t, "taken", ahead));
    return hall_ticket_place(ctx, t, out);
}

/* ---- taking ---- */

static void check_hours(struct ctx *ctx)
{
    struct hall_params p = hall_params_now(ctx);
    struct calendar_span spans[CALENDAR_SPANS_MAX];
    size_t count = calendar_spans_of(ctx->city->calendar, when_date_of(ctx->now_ms), spans);

    if (count == 0 || ctx->now_ms < spans[0].begin_ms - p.open_minutes * WHEN_MINUTE_MS ||
        ctx->now_ms >= spans[count - 1].end_ms)
        why_add(ctx, &HALL_CLOSED, S("office"), when_print(ctx->arena, ctx->now_ms));
}

/* A person has one ticket at a time, all over the city; E_LIMIT when it was too often today. */
static err check_person(struct ctx *ctx, str document_number)
{
    struct hall_params p = hall_params_now(ctx);
    struct db_rows rows;
    struct db_row row;
    bool live = false;

    TRY(db_list(ctx, SQL_hall_tickets_of, &rows, text(document_number), text(hall_today(ctx))));
    while (db_next(&rows, &row))
        live = str_has_word(S("waiting called serving"), take_text(&row)) || live;
    if (live)
        why_add(ctx, &HALL_TICKET_LIVE, S("person.document_number"), (str){0});
    TRY(why_refuse(ctx));
    if ((int64_t)rows.count < p.tickets_per_day)
        return OK;
    why_add(ctx, &HALL_TOO_OFTEN, S("person.document_number"), (str){0});
    return E_LIMIT;
}

static struct hall_ticket ticket_for(const struct hall_person_in *person)
{
    return (struct hall_ticket){.document_kind = hall_document_kind(person),
        .document_number = person->document_number,
        .name = person->name,
        .phone = person->phone};
}

static err take(struct ctx *ctx, struct hall_ticket *t, struct tree *out)
{
    struct hall_desk desk;

    check_hours(ctx);
    TRY(why_refuse(ctx));
    TRY(hall_desk_lock(ctx, t->office, &desk));
    TRY(hall_person_lock(ctx, t->document_number, (str){0}));
    TRY(check_person(ctx, t->document_number));
    return give(ctx, &desk, t, out);
}

err hall_take(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_take_in *in = arg;
    struct hall_ticket t = ticket_for(in->person.items);

    hall_office_check(ctx, in->office);
    hall_matter_check(ctx, in->matter);
    hall_person_check(ctx, in->person.items, str_has_word(S("phone qr"), in->channel));
    if (!str_has_word(S("kiosk phone qr"), in->channel))
        why_add(ctx, &HALL_CHANNEL_UNKNOWN, S("channel"), in->channel);
    t.office = in->office;
    t.matter = in->matter;
    t.channel = in->channel;
    t.priority = S("walk-in");
    return take(ctx, &t, out);
}

err hall_take_desk(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_take_desk_in *in = arg;
    struct hall_ticket t = ticket_for(in->person.items);

    hall_matter_check(ctx, in->matter);
    hall_person_check(ctx, in->person.items, false);
    t.office = ctx->who.office;
    t.matter = in->matter;
    t.channel = S("clerk");
    t.priority = in->green ? S("green") : S("walk-in");
    return take(ctx, &t, out);
}

/* ---- checking in ---- */

static void check_time(struct ctx *ctx, const struct hall_booking *b)
{
    struct hall_params p = hall_params_now(ctx);

    if (!str_is(b->state, "booked"))
        why_add(ctx, &HALL_BOOKING_STATE, S("booking"), b->state);
    else if (ctx->now_ms < b->begins_ms - p.early_minutes * WHEN_MINUTE_MS)
        why_add(ctx, &HALL_TOO_EARLY, S("booking"), when_print(ctx->arena, b->begins_ms));
    else if (ctx->now_ms > b->begins_ms + p.late_minutes * WHEN_MINUTE_MS)
        why_add(ctx, &HALL_TOO_LATE, S("booking"), when_print(ctx->arena, b->begins_ms));
}

/* The booking's ticket: of an earlier check-in, or a new one at the head of the queue. */
static err arrive(struct ctx *ctx, str booking, str channel, struct tree *out)
{
    struct hall_booking b;
    struct hall_desk desk;
    struct hall_ticket t;

    TRY(hall_booking_lock(ctx, booking, &b, &desk));
    if (str_is(b.state, "arrived")) {
        TRY(hall_ticket_of_booking(ctx, b.id, &t));
        return hall_ticket_place(ctx, &t, out);
    }
    check_time(ctx, &b);
    TRY(why_refuse(ctx));
    TRY(hall_person_lock(ctx, b.document_number, (str){0}));
    TRY(check_person(ctx, b.document_number));
    b.ended_ms = ctx->now_ms;
    TRY(hall_booking_change(ctx, &b, "arrived", (str){0}));
    t = (struct hall_ticket){.office = b.office,
        .matter = b.matter,
        .priority = S("booked"),
        .channel = channel,
        .booking = b.id,
        .slot_ms = b.begins_ms,
        .document_kind = b.document_kind,
        .document_number = b.document_number,
        .name = b.name,
        .phone = b.phone};
    return give(ctx, &desk, &t, out);
}

err hall_check_in(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_check_in_in *in = arg;
    str channel = in->channel.len > 0 ? in->channel : S("qr");
    struct hall_booking b;

    TRY(hall_booking_get(ctx, in->booking, &b));
    if (!str_eq_secret(in->code, b.code))
        return E_MISSING;
    if (!str_has_word(S("kiosk phone qr"), channel))
        why_add(ctx, &HALL_CHANNEL_UNKNOWN, S("channel"), channel);
    TRY(why_refuse(ctx));
    return arrive(ctx, b.id, channel, out);
}

err hall_check_in_desk(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_booking_desk_in *in = arg;
    struct hall_booking b;

    TRY(hall_booking_get(ctx, in->booking, &b));
    if (!str_eq(b.office, ctx->who.office))
        why_add(ctx, &HALL_OFFICE_OTHER, S("booking"), b.office);
    TRY(why_refuse(ctx));
    return arrive(ctx, b.id, S("clerk"), out);
}

/* ---- with the code ---- */

err hall_ticket_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_ticket_in *in = arg;
    struct hall_ticket t;

    TRY(hall_ticket_get(ctx, in->ticket, &t));
    return str_eq_secret(in->code, t.code) ? hall_ticket_place(ctx, &t, out) : E_MISSING;
}

static err lock_with_code(struct ctx *ctx, const struct hall_ticket_in *in, struct hall_ticket *ret)
{
    struct hall_desk desk;

    TRY(hall_ticket_get(ctx, in->ticket, ret));
    if (!str_eq_secret(in->code, ret->code))
        return E_MISSING;
    return hall_ticket_lock(ctx, in->ticket, ret, &desk);
}

/* A ticket that was passed over need not wait out its pass when it is scanned again. Scanned once
 * more, it stands where it stood. */
err hall_ticket_back(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct hall_ticket t;

    TRY(lock_with_code(ctx, arg, &t));
    hall_ticket_may(ctx, &t, "back");
    TRY(why_refuse(ctx));
    if (t.after_calls > 0) {
        t.after_calls = 0;
        TRY(hall_ticket_change(ctx, &t, "back", (str){0}));
    }
    return hall_ticket_place(ctx, &t, out);
}

err hall_ticket_drop(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct hall_ticket t;

    TRY(lock_with_code(ctx, arg, &t));
    if (str_is(t.state, "dropped")) /* said twice */
        return hall_ticket_place(ctx, &t, out);
    hall_ticket_may(ctx, &t, "dropped");
    TRY(why_refuse(ctx));
    t.ended_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, &t, "dropped", (str){0}));
    return hall_ticket_place(ctx, &t, out);
}
