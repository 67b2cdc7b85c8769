/* I21 over the whole store: a rating is by a party of a matter that has ended, once, and as it was
 * written; a bad one has its rectification, whose journal is whole, by nobody who handled it. */
#include "rating/rating_store.h"

#define PAGE 500

static const struct registry_check checks[] = {
    {SQL_rating_check_twice, "I21 one rating for a matter and a person"},
    {SQL_rating_check_ended, "I21 a matter is rated after it has ended"},
    {SQL_rating_check_bad, "I21 a bad rating, and no other, is rectified"},
    {SQL_rating_check_lost, "I21 a bad rating, and no other, is rectified"},
    {SQL_rating_check_gone, "I21 ratings and what was done about them are as they were written"},
    {SQL_rating_check_state, "I21 a rectification is the fold of its journal"},
    {SQL_rating_check_gap, "I21 a rectification is the fold of its journal"},
    {SQL_rating_check_said, "I21 a rectification is the fold of its journal"},
};
#define WRITTEN "I21 ratings and what was done about them are as they were written"
#define PARTY "I21 who rates is a party of the matter"
#define HANDLER "I21 who handled a matter does not deal with its bad rating"

static err check_party(struct ctx *ctx, const struct rating *r, struct registry_breach **list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_rating_check_parties, &rows, text(ctx->region), text(r->filing)));
    while (db_next(&rows, &row)) {
        str kind = take_text(&row), number = take_text(&row);

        if (str_eq(r->rater, rating_rater(ctx, r->filing, kind, number)))
            return OK;
    }
    registry_breach_add(ctx, S(PARTY), r->id, list);
    return OK;
}

static err check_one(
    struct ctx *ctx, struct db_row *row, str *ret_id, struct registry_breach **list)
{
    str says[RATING_SAYS], mac, taken_by, doubted_by, reviewed_by;
    struct rating r;

    rating_take_row(row, &r);
    mac = take_bytes(row);
    taken_by = take_text(row);
    doubted_by = take_text(row);
    reviewed_by = take_text(row);
    *ret_id = r.id;
    rating_says(ctx->arena, &r, says);
    if (!audit_holds(
            ctx, &(struct audit_row){ctx->region, RATING_BOOK, r.id, 0, says, RATING_SAYS}, mac))
        registry_breach_add(ctx, S(WRITTEN), r.id, list);
    if ((taken_by.len > 0 && str_has_word(r.handlers, taken_by)) ||
        (reviewed_by.len > 0 &&
            (str_has_word(r.handlers, reviewed_by) || str_eq(reviewed_by, doubted_by))))
        registry_breach_add(ctx, S(HANDLER), r.id, list);
    return check_party(ctx, &r, list);
}

static err check_ratings(struct ctx *ctx, void *arg, struct registry_place *place,
    size_t *ret_count, struct registry_breach **list)
{
    struct db_rows rows;
    struct db_row row;
    str id = {0};

    (void)arg;
    TRY(db_list(
        ctx, SQL_rating_check_ratings, &rows, text(ctx->region), text(place->subject), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row))
        TRY(check_one(ctx, &row, &id, list));
    registry_place_keep(place, id, 0);
    return OK;
}

static err check_events(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    str says[RATING_EVENT_SAYS], rating = {0};
    struct db_rows rows;
    struct db_row row;
    int64_t number = 0;

    (void)arg;
    TRY(db_list(ctx, SQL_rating_check_events, &rows, text(ctx->region), text(place->subject),
        i64(place->number), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        rating = take_text(&row);
        number = take_i64(&row);
        for (size_t i = 0; i < RATING_EVENT_SAYS - 1; i++)
            says[i] = take_text(&row);
        says[RATING_EVENT_SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(&row));
        if (!audit_holds(ctx,
                &(struct audit_row){
                    ctx->region, RATING_BOOK, rating, number, says, RATING_EVENT_SAYS},
                take_bytes(&row)))
            registry_breach_add(ctx, S(WRITTEN), rating, list);
    }
    registry_place_keep(place, rating, number);
    return OK;
}

err rating_verify(struct ctx *ctx, struct registry_breach **ret)
{
    TRY(registry_check_pages(ctx, check_ratings, NULL, PAGE, ret));
    TRY(registry_check_pages(ctx, check_events, NULL, PAGE, ret));
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
