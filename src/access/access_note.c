/* Writing down who reads: the row, its number and the tally, each sealed, in one transaction before
 * the answer leaves. */
#include "access/access_store.h"
#include "audit/audit.h"
#include "base/when.h"
#include "db/db.h"
#include "filing/filing.h"
#include "place/city.h"

static str number_text(struct ctx *ctx, int64_t number)
{
    return arena_printf(ctx->arena, "%lld", (long long)number);
}

str access_row_mac(struct ctx *ctx, const struct access_sealed *row)
{
    return audit_mac(ctx, &(struct audit_row){ctx->region, "access", row->reader, row->number,
                              row->says, ACCESS_SAYS});
}

str access_tally_mac(struct ctx *ctx, const struct access_tally *tally)
{
    const str says[] = {number_text(ctx, tally->hour), number_text(ctx, tally->hour_reads)};

    return audit_mac(ctx,
        &(struct audit_row){ctx->region, "tally", tally->reader, tally->reads, says, COUNT(says)});
}

str access_alert_mac(struct ctx *ctx, str reader, int64_t hour, int64_t most)
{
    const str says[] = {number_text(ctx, hour)};

    return audit_mac(
        ctx, &(struct audit_row){ctx->region, "alert", reader, most, says, COUNT(says)});
}

/* An officer, a department, or whoever proved to be a party of the filing. */
static str reader_of(struct ctx *ctx, const struct access_purpose *purpose)
{
    if (ctx->who.staff.len > 0)
        return ctx->who.staff;
    if (ctx->who.department.len > 0)
        return ctx->who.department;
    return arena_join(ctx->arena, S("party/"), purpose->reference);
}

static err check_filing(struct ctx *ctx, const struct access_read *read)
{
    str filing = read->purpose.reference;
    bool found;

    if (!str_is(read->purpose.code, "filing") || str_eq(read->subject, filing))
        return OK;
    TRY(filing_is_known(ctx, filing, &found));
    if (found)
        return OK;
    why_add(ctx, &PURPOSE_FILING, S("purpose"), filing);
    return E_REFUSED;
}

/* The read's number among the reader's; E_LIMIT when there were as many in this hour as one may. */
static err count_read(struct ctx *ctx, struct access_sealed *a)
{
    int64_t most = ctx->city->reads_per_hour;
    struct access_tally t = {.reader = a->reader, .hour = ctx->now_ms / WHEN_HOUR_MS};
    struct db_row row;

    TRY(db_get(ctx, SQL_access_count, &row, text(ctx->region), text(a->reader), i64(t.hour),
        bytes((str){0})));
    t.reads = take_i64(&row);
    t.hour_reads = take_i64(&row);
    if (most > 0 && t.hour_reads > most && ctx->who.staff.len > 0) {
        why_add(ctx, &READS_TOO_MANY, S("purpose"), number_text(ctx, most));
        return E_LIMIT;
    }
    a->number = t.reads;
    return db_put(ctx, SQL_access_count_seal, text(ctx->region), text(a->reader),
        bytes(access_tally_mac(ctx, &t)));
}

err access_note(struct ctx *ctx, const struct access_read *read)
{
    struct access_sealed a = {.reader = reader_of(ctx, &read->purpose),
        .says = {ctx->who.office, read->route, read->record, read->subject, read->purpose.code,
            read->purpose.reference, ctx->request_id, number_text(ctx, ctx->now_ms)}};

    TRY(check_filing(ctx, read));
    TRY(count_read(ctx, &a));
    return db_put(ctx, SQL_access_add, text(ctx->region), text(a.reader), i64(a.number),
        text(a.says[0]), text(a.says[1]), text(a.says[2]), text(a.says[3]), text(a.says[4]),
        text(a.says[5]), text(a.says[6]), i64(ctx->now_ms), bytes(access_row_mac(ctx, &a)));
}

err access_alert(struct ctx *ctx)
{
    int64_t hour = ctx->now_ms / WHEN_HOUR_MS, most = ctx->city->reads_per_hour;

    return db_put(ctx, SQL_access_alert_add, text(ctx->region), text(ctx->who.staff), i64(hour),
        i64(most), i64(ctx->now_ms), bytes(access_alert_mac(ctx, ctx->who.staff, hour, most)));
}
