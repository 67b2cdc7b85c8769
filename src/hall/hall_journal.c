/* The journal of capacities, bookings and tickets: each change is an event, sealed when it is
 * written, that knows the whole row as it was then. */
#include "audit/audit.h"
#include "base/buf.h"
#include "base/crypto.h"
#include "hall/hall_store.h"

#define BOOK "hall"
#define PAGE 500
#define SAYS 6
#define ROW_MAX ((size_t)64 << 10)

struct turn_row {
    const char *what, *kind, *from, *to;
};
static const struct turn_row turns[] = {
#define TURN(what, event, from, to) {what, event, from, to},
#include "hall/hall.def"
#undef TURN
};

str hall_turn(const char *what, str kind, str state)
{
    for (size_t i = 0; i < COUNT(turns); i++)
        if (str_is(str_of(what), turns[i].what) && str_is(kind, turns[i].kind))
            return state.len == 0 ? (turns[i].from[0] == 0 ? str_of(turns[i].to) : (str){0})
                   : str_has_word(str_of(turns[i].from), state) ? str_of(turns[i].to)
                                                                : (str){0};
    return (str){0};
}

str hall_digest(struct ctx *ctx, const struct db_value *row, size_t columns)
{
    struct buf b;

    buf_init(&b, ctx->arena, ROW_MAX);
    for (size_t i = 0; i < columns; i++) {
        if (row[i].type == DB_I64)
            buf_printf(&b, "i%lld:", (long long)row[i].number);
        else
            buf_printf(&b, "t%zu:%.*s", row[i].text.len, STR(row[i].text));
    }
    return crypto_sha256_hex(ctx->arena, buf_str(&b));
}

/* One event, as hall_check_journal says it. */
struct event {
    str subject, mac;
    str says[SAYS]; /* what kind actor detail digest made_ms */
    int64_t number;
};

static struct audit_row row_of(const struct ctx *ctx, const struct event *e)
{
    return (struct audit_row){ctx->region, BOOK, e->subject, e->number, e->says, SAYS};
}

err hall_event(
    struct ctx *ctx, const struct hall_change *change, const struct db_value *row, size_t columns)
{
    struct event e = {.subject = change->subject, .number = change->number};
    struct audit_row sealed;

    e.says[0] = str_of(change->what);
    e.says[1] = str_of(change->kind);
    e.says[2] = ctx->who.staff;
    e.says[3] = change->detail;
    e.says[4] = hall_digest(ctx, row, columns);
    e.says[5] = arena_printf(ctx->arena, "%lld", (long long)ctx->now_ms);
    sealed = row_of(ctx, &e);
    TRY(db_put(ctx, SQL_hall_event_add, text(ctx->region), text(e.subject), i64(e.number),
        text(e.says[0]), text(e.says[1]), text(e.says[2]), text(e.says[3]), text(e.says[4]),
        i64(ctx->now_ms)));
    return audit_seal(ctx, &sealed);
}

static void take_event(struct ctx *ctx, struct db_row *row, struct event *ret)
{
    ret->subject = take_text(row);
    ret->number = take_i64(row);
    for (size_t i = 0; i < SAYS - 1; i++)
        ret->says[i] = take_text(row);
    ret->says[SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(row));
    ret->mac = take_bytes(row);
}

static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    struct event e = {.number = 0};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(ctx, SQL_hall_check_journal, &rows, text(ctx->region), text(place->subject),
        i64(place->number), i64(PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        struct audit_row sealed;

        take_event(ctx, &row, &e);
        sealed = row_of(ctx, &e);
        if (!audit_holds(ctx, &sealed, e.mac))
            registry_breach_add(
                ctx, S("I22 the hall's journal is as it was written"), e.subject, list);
    }
    registry_place_keep(place, e.subject, e.number);
    return OK;
}

err hall_verify_journal(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_pages(ctx, check_page, NULL, PAGE, ret);
}
