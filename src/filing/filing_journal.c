/* The journal as it was written: each event sealed when it is written, and compared with its seal
 * over the whole store. */
#include "audit/audit.h"
#include "db/db.h"
#include "filing/filing.h"
#include "filing/filing_store.h"

#define BOOK "journal"
#define JOURNAL_PAGE 500
#define EVENT_SAYS 5

/* One event, as a row of the two statements below says it. */
struct event {
    str filing, mac;
    str says[EVENT_SAYS]; /* kind step actor detail made_ms */
    int64_t number;
};

static struct audit_row row_of(const struct ctx *ctx, const struct event *e)
{
    return (struct audit_row){ctx->region, BOOK, e->filing, e->number, e->says, EVENT_SAYS};
}

err filing_event(struct ctx *ctx, struct filing_run *run, const char *kind, str step, str detail)
{
    struct event e = {.filing = run->f.id, .number = run->f.version * 100 + run->events++};
    str actor = ctx->who.staff.len > 0 ? ctx->who.staff : ctx->who.department;
    struct audit_row row;

    e.says[0] = str_of(kind);
    e.says[1] = step;
    e.says[2] = actor;
    e.says[3] = detail;
    e.says[4] = arena_printf(ctx->arena, "%lld", (long long)ctx->now_ms);
    row = row_of(ctx, &e);
    TRY(db_put(ctx, SQL_filing_event_add, text(ctx->region), text(e.filing), i64(e.number),
        text(str_of(kind)), text(step), text(actor), text(detail), i64(ctx->now_ms)));
    return audit_seal(ctx, &row);
}

static void take_event(struct ctx *ctx, struct db_row *row, struct event *ret)
{
    ret->filing = take_text(row);
    ret->number = take_i64(row);
    for (size_t i = 0; i < EVENT_SAYS - 1; i++)
        ret->says[i] = take_text(row);
    ret->says[EVENT_SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(row));
    ret->mac = take_bytes(row);
}

err filing_journal_seal(struct ctx *ctx, void *arg)
{
    bool *ret_more = arg;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_check_unsealed, &rows, text(ctx->region), i64(JOURNAL_PAGE)));
    *ret_more = rows.count == JOURNAL_PAGE;
    while (db_next(&rows, &row)) {
        struct audit_row sealed;
        struct event e;

        take_event(ctx, &row, &e);
        sealed = row_of(ctx, &e);
        TRY(audit_seal(ctx, &sealed));
    }
    return OK;
}

static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    struct event e = {.number = 0};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(ctx, SQL_filing_check_journal, &rows, text(ctx->region), text(place->subject),
        i64(place->number), i64(JOURNAL_PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        struct audit_row sealed;

        take_event(ctx, &row, &e);
        sealed = row_of(ctx, &e);
        if (!audit_holds(ctx, &sealed, e.mac))
            registry_breach_add(ctx, S("I14 the journal is as it was written"), e.filing, list);
    }
    registry_place_keep(place, e.filing, e.number);
    return OK;
}

err filing_verify_journal(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_pages(ctx, check_page, NULL, JOURNAL_PAGE, ret);
}
