/* I22 over the whole store. */
#include "hall/hall_store.h"

static const struct registry_check checks[] = {
    {SQL_hall_check_window, "I22 a window has one ticket at a time"},
    {SQL_hall_check_called, "I22 a ticket that waits is called once"},
    {SQL_hall_check_persons, "I22 a person has one ticket at a time"},
    {SQL_hall_check_numbers, "I22 tickets of a day are numbered without gaps"},
    {SQL_hall_check_last, "I22 tickets of a day are numbered without gaps"},
    {SQL_hall_check_over, "I22 a slot holds no more bookings than were offered"},
    {SQL_hall_check_taken, "I22 a slot counts its bookings"},
    {SQL_hall_check_once, "I22 a person books a matter once a day"},
    {SQL_hall_check_arrived, "I22 whoever has arrived has a ticket"},
    {SQL_hall_check_gone, "I22 the hall's journal is as it was written"},
    {SQL_hall_check_orphan, "I22 a booking, a ticket or a capacity is the fold of its journal"},
};

/* Every slot that was booked holds as many, and lasts as long, as was said of it. */
static err verify_slots(struct ctx *ctx, struct registry_breach **ret)
{
    struct hall_capacity *said = NULL;
    str office = {0};
    size_t count = 0;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_hall_check_slots, &rows, text(ctx->region)));
    while (db_next(&rows, &row)) {
        str at = take_text(&row), matter = take_text(&row);
        int64_t begins_ms = take_i64(&row), ends_ms = take_i64(&row), capacity = take_i64(&row);
        struct hall_params p = hall_params_on(ctx->arena, ctx->city->hall, begins_ms);

        if (!str_eq(at, office))
            TRY(hall_capacity_list(ctx, at, &said, &count));
        office = at;
        if (capacity != hall_capacity_at(said, count, matter, begins_ms) ||
            ends_ms != begins_ms + p.slot_minutes * WHEN_MINUTE_MS)
            registry_breach_add(ctx, S("I22 a slot holds as many as was said of it"), at, ret);
    }
    return OK;
}

err hall_verify(struct ctx *ctx, struct registry_breach **ret)
{
    TRY(registry_check_all(ctx, checks, COUNT(checks), ret));
    TRY(verify_slots(ctx, ret));
    TRY(hall_verify_fold(ctx, ret));
    return hall_verify_journal(ctx, ret);
}
