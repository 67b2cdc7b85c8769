/* I20 over the whole store: rows as they were written, counted without gaps, naming who there is.
 */
#include "access/access_store.h"
#include "db/db.h"
#include "registry/registry.h"

#define PAGE 500
#define AS_WRITTEN "I20 an access row is as it was written"
#define COUNTED "I20 access rows are as many as their tally says"

static void take_sealed(struct ctx *ctx, struct db_row *row, struct access_sealed *a, str *ret_mac)
{
    a->reader = take_text(row);
    a->number = take_i64(row);
    for (size_t i = 0; i < ACCESS_SAYS - 1; i++)
        a->says[i] = take_text(row);
    a->says[ACCESS_SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(row));
    *ret_mac = take_bytes(row);
}

static void check_row(
    struct ctx *ctx, const struct access_sealed *a, str mac, struct registry_breach **list)
{
    if (!str_eq_secret(mac, access_row_mac(ctx, a)))
        registry_breach_add(ctx, S(AS_WRITTEN), a->says[6], list);
    if (access_record_word(a->says[2]) == NULL || access_purpose_word(a->says[4]) == NULL)
        registry_breach_add(ctx, S("I20 a read says which record and why"), a->says[6], list);
}

static err check_rows(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    struct access_sealed a = {.number = 0};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(ctx, SQL_access_check_rows, &rows, text(ctx->region), text(place->subject),
        i64(place->number), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        str mac;

        take_sealed(ctx, &row, &a, &mac);
        check_row(ctx, &a, mac, list);
    }
    registry_place_keep(place, a.reader, a.number);
    return OK;
}

static err check_tallies(struct ctx *ctx, void *arg, struct registry_place *place,
    size_t *ret_count, struct registry_breach **list)
{
    struct access_tally t = {.reads = 0};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(
        ctx, SQL_access_check_tallies, &rows, text(ctx->region), text(place->subject), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        str mac;

        t.reader = take_text(&row);
        t.reads = take_i64(&row);
        t.hour = take_i64(&row);
        t.hour_reads = take_i64(&row);
        mac = take_bytes(&row);
        if (take_i64(&row) != t.reads || take_i64(&row) != t.reads ||
            !str_eq_secret(mac, access_tally_mac(ctx, &t)))
            registry_breach_add(ctx, S(COUNTED), t.reader, list);
    }
    registry_place_keep(place, t.reader, 0);
    return OK;
}

static err check_alerts(struct ctx *ctx, struct registry_breach **list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_access_check_alerts, &rows, text(ctx->region)));
    while (db_next(&rows, &row)) {
        str reader = take_text(&row);
        int64_t hour = take_i64(&row), most = take_i64(&row);

        if (!str_eq_secret(take_bytes(&row), access_alert_mac(ctx, reader, hour, most)))
            registry_breach_add(ctx, S(AS_WRITTEN), reader, list);
    }
    return OK;
}

err access_verify(struct ctx *ctx, struct registry_breach **ret)
{
    static const struct registry_check checks[] = {
        {SQL_access_check_untold, COUNTED},
        {SQL_access_check_reader, "I20 a read has its reader"},
        {SQL_access_check_filing, "I20 a read names a filing that there is"},
        {SQL_access_check_unit, "I20 a read names a unit that there is"},
    };

    TRY(registry_check_pages(ctx, check_rows, NULL, PAGE, ret));
    TRY(registry_check_pages(ctx, check_tallies, NULL, PAGE, ret));
    TRY(check_alerts(ctx, ret));
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
