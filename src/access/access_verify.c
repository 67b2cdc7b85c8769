/* I20 over the whole store: rows as they were written, counted without gaps, naming who there is.
 */
#include "access/access_store.h"
#include "db/db.h"
#include "registry/registry.h"

#define PAGE 500
#define TOLD_MAX 1000 /* more than these are not told */
#define AS_WRITTEN "I20 an access row is as it was written"
#define COUNTED "I20 access rows are as many as their tally says"

struct checking {
    struct ctx *ctx;
    struct registry_breach **list;
    size_t told;
};

static void breach(struct checking *c, const char *invariant, str detail)
{
    if (c->told++ < TOLD_MAX)
        registry_breach_add(c->ctx, str_of(invariant), detail, c->list);
}

static void take_sealed(struct ctx *ctx, struct db_row *row, struct access_sealed *a, str *ret_mac)
{
    a->reader = take_text(row);
    a->number = take_i64(row);
    for (size_t i = 0; i < ACCESS_SAYS - 1; i++)
        a->says[i] = take_text(row);
    a->says[ACCESS_SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(row));
    *ret_mac = take_bytes(row);
}

static void check_row(struct checking *c, const struct access_sealed *a, str mac)
{
    if (!str_eq_secret(mac, access_row_mac(c->ctx, a)))
        breach(c, AS_WRITTEN, a->says[6]);
    if (access_record_word(a->says[2]) == NULL || access_purpose_word(a->says[4]) == NULL)
        breach(c, "I20 a read says which record and why", a->says[6]);
}

/* What a page is continued after outlives the page's memory. */
struct place {
    char reader[128];
    size_t reader_len;
    int64_t number;
};

static void keep_place(struct place *p, str reader, int64_t number)
{
    p->reader_len = reader.len < sizeof(p->reader) ? reader.len : sizeof(p->reader);
    for (size_t i = 0; i < p->reader_len; i++)
        p->reader[i] = reader.at[i];
    p->number = number;
}

static err check_rows(struct checking *c, struct place *p, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    struct access_sealed a = {.number = 0};

    TRY(db_list(c->ctx, SQL_access_check_rows, &rows, text(c->ctx->region),
        text((str){p->reader, p->reader_len}), i64(p->number), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        str mac;

        take_sealed(c->ctx, &row, &a, &mac);
        check_row(c, &a, mac);
    }
    if (rows.count > 0)
        keep_place(p, a.reader, a.number);
    return OK;
}

static err check_tallies(struct checking *c, struct place *p, size_t *ret_count)
{
    struct access_tally t = {.reads = 0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(c->ctx, SQL_access_check_tallies, &rows, text(c->ctx->region),
        text((str){p->reader, p->reader_len}), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        str mac;

        t.reader = take_text(&row);
        t.reads = take_i64(&row);
        t.hour = take_i64(&row);
        t.hour_reads = take_i64(&row);
        mac = take_bytes(&row);
        if (take_i64(&row) != t.reads || take_i64(&row) != t.reads ||
            !str_eq_secret(mac, access_tally_mac(c->ctx, &t)))
            breach(c, COUNTED, t.reader);
    }
    if (rows.count > 0)
        keep_place(p, t.reader, 0);
    return OK;
}

/* Page after page; the memory of one is given back unless something was found in it. */
static err check_all(
    struct checking *c, err (*check)(struct checking *c, struct place *p, size_t *ret_count))
{
    struct place p = {.number = 0};
    size_t count;

    do {
        struct arena_mark mark = arena_mark(c->ctx->arena);
        size_t before = c->told;

        TRY(check(c, &p, &count));
        if (c->told == before)
            arena_rewind(c->ctx->arena, mark);
    } while (count == PAGE);
    return OK;
}

static err check_alerts(struct checking *c)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(c->ctx, SQL_access_check_alerts, &rows, text(c->ctx->region)));
    while (db_next(&rows, &row)) {
        str reader = take_text(&row);
        int64_t hour = take_i64(&row), most = take_i64(&row);

        if (!str_eq_secret(take_bytes(&row), access_alert_mac(c->ctx, reader, hour, most)))
            breach(c, AS_WRITTEN, reader);
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
    struct checking c = {.ctx = ctx, .list = ret};

    TRY(check_all(&c, check_rows));
    TRY(check_all(&c, check_tallies));
    TRY(check_alerts(&c));
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
