/* I20 over all queries of a region: as they were written, numbered without gaps, each proof with
 * the row of who read what it says. */
#include "archive/archive_store.h"

#define PAGE 200
#define WRITTEN "I20 a query and what it said are as they were written"
#define NUMBERED "I20 queries are numbered without gaps"
#define READ "I20 a proof of a query has its access row"

static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    struct archive_query q = {.id = S("")};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(
        ctx, SQL_archive_check_rows, &rows, text(ctx->region), text(place->subject), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        archive_take(&row, &q);
        if (!archive_holds(ctx, &q, take_bytes(&row)))
            registry_breach_add(ctx, S(WRITTEN), q.id, list);
    }
    registry_place_keep(place, q.id, 0);
    return OK;
}

err archive_verify(struct ctx *ctx, struct registry_breach **ret)
{
    static const struct registry_check checks[] = {
        {SQL_archive_check_gone, WRITTEN},
        {SQL_archive_check_numbers, NUMBERED},
        {SQL_archive_check_uncounted, NUMBERED},
        {SQL_archive_check_unread, READ},
        {SQL_archive_check_lost, READ},
    };

    TRY(registry_check_pages(ctx, check_page, NULL, PAGE, ret));
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
