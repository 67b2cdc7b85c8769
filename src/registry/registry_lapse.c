/* What the law has ended by now: an objection after 15 days (民法典 220), an advance notice after
 * 90 (221), a seizure at the end of its term (民事诉讼法解释 485). Whoever locks a unit to change
 * it finds it entered first, so that nothing is decided on a right that stands in the rows alone; a
 * unit that nobody touches is locked by the service itself soon after midnight. */
#include "base/when.h"
#include "calendar/calendar.h"
#include "place/city.h"
#include "registry/registry_store.h"

#define RECORDER_SYSTEM S("system")
#define REGISTER_TYPE_SEIZURE 800
#define REGISTER_TYPE_CANCEL 400

/* How long a kind stands. */
static const struct {
    const char *kind;
    int64_t days;
    bool from_entry;
} terms[] = {
#define LAPSE(kind, days, from_entry) {kind, days, from_entry},
#include "registry/right.def"
#undef LAPSE
};

/* The last of n days after `from`, moved on where it is off (民法典 201, 203). */
static str day_after(struct ctx *ctx, struct when_date from, int64_t n)
{
    int64_t end_ms = calendar_add_natural_days(ctx->city->calendar, when_start_of_day_ms(from), n);

    return when_print_date(ctx->arena, when_date_of(end_ms));
}

str registry_last_day(struct ctx *ctx, const struct registry_right *right, str from_on)
{
    struct when_date from = when_date_of(ctx->now_ms);

    for (size_t i = 0; i < COUNT(terms); i++) {
        if (!str_is(right->kind, terms[i].kind))
            continue;
        if (terms[i].days == 0)
            return right->ends_on;
        if (!terms[i].from_entry && !when_parse_date(from_on, &from))
            return (str){0}; /* nobody can apply for the right itself yet */
        return day_after(ctx, from, terms[i].days);
    }
    return (str){0};
}

static bool is_over(struct ctx *ctx, const struct registry_right *r)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));

    return r->lapses_on.len > 0 && str_cmp(r->lapses_on, today) < 0;
}

static err is_spared(struct ctx *ctx, const struct registry_right *r, bool *ret)
{
    *ret = false;
    if (ctx->city == NULL || ctx->city->hooks == NULL)
        return OK;
    return ctx->city->hooks->spares(ctx, r, ret);
}

static err lapse(struct ctx *ctx, struct registry_batch *batch, struct registry_page *page,
    const struct registry_right *r)
{
    const struct registry_kind *kind = registry_kind_find(r->kind);
    struct registry_change change = {
        .register_type = kind->blocks ? REGISTER_TYPE_SEIZURE : REGISTER_TYPE_CANCEL,
        .right_kind = r->kind,
        .effect = S("lapse"),
        .basis = S("ex-officio"),
        .recorder = RECORDER_SYSTEM,
        .end = r,
        .end_state = S("ended")};
    struct registry_entry entry;

    return registry_batch_record(ctx, batch, page, &change, &entry);
}

/* The first that is over; the effective seizure before those that wait. */
static err find_over(
    struct ctx *ctx, const struct registry_page *page, const struct registry_right **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < page->rights_count && *ret == NULL; i++) {
        bool spared;

        if (!is_over(ctx, &page->rights[i]))
            continue;
        TRY(is_spared(ctx, &page->rights[i], &spared));
        if (!spared)
            *ret = &page->rights[i];
    }
    return OK;
}

err registry_lapse(struct ctx *ctx, struct registry_batch *batch, struct registry_page *page)
{
    const struct registry_right *over;

    for (;;) { /* each round there is one right less */
        TRY(find_over(ctx, page, &over));
        if (over == NULL)
            return OK;
        TRY(lapse(ctx, batch, page, over));
    }
}

err registry_lapses(struct ctx *ctx, int64_t limit, str **ret, size_t *ret_count)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    struct db_rows rows;
    struct db_row row;
    str *units;

    TRY(db_list(ctx, SQL_registry_lapses, &rows, text(ctx->region), text(today), i64(limit)));
    *ret = units = ARENA_MANY(ctx->arena, rows.count + 1, str);
    *ret_count = rows.count;
    while (db_next(&rows, &row))
        *units++ = take_text(&row);
    return OK;
}
