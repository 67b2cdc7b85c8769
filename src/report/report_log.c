/* 登簿日志: what a day's book holds, kind by kind, beside what was reported of it. */
#include "exchange/exchange.h"
#include "message/message.h"
#include "report/report_facts.h"
#include "report/report_store.h"

static const struct report_kind_count kinds[] = {
#define REPORT_COUNT(id, log_name, zh, en) {id, log_name, zh, en, 0, 0, 0},
#include "report/report.def"
#undef REPORT_COUNT
};

static struct report_kind_count *find_kind(struct report_counts *c, str kind)
{
    for (size_t i = 0; i < c->count; i++)
        if (str_is(kind, c->kinds[i].kind))
            return &c->kinds[i];
    return &c->kinds[c->count - 1];
}

static err count_book(struct ctx *ctx, const struct report_map *map,
    const struct report_day_row *day, struct report_counts *c)
{
    struct registry_entry *entries;
    size_t count;

    TRY(registry_entries_between(ctx, day->from_ms, day->to_ms, &entries, &count));
    for (size_t i = 0; i < count; i++) {
        struct report_what what = {
            entries[i].right_kind, report_effect(&entries[i]), entries[i].unit, day->day};
        const struct report_kind *k = report_kind_find(map, &what);

        find_kind(c, k != NULL ? k->count : (str){0})->book++;
    }
    c->entries = (int64_t)count;
    return OK;
}

static void add_state(struct report_counts *c, str state, int64_t count)
{
    if (str_is(state, "faulty"))
        c->faulty += count;
    else if (str_is(state, "ready"))
        c->ready += count;
    else if (str_is(state, "sent"))
        c->sent += count;
    else if (str_is(state, "accepted"))
        c->accepted += count;
    else
        c->rejected += count;
}

static err count_messages(
    struct ctx *ctx, const struct report_day_row *day, struct report_counts *c)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_report_message_counts, &rows, text(ctx->region), text(day->day)));
    while (db_next(&rows, &row)) {
        struct report_kind_count *k = find_kind(c, take_text(&row));
        str state = take_text(&row);
        int64_t count = take_i64(&row);

        k->messages += count;
        k->accepted += str_is(state, "accepted") ? count : 0;
        c->messages += count;
        add_state(c, state, count);
    }
    return OK;
}

err report_count(struct ctx *ctx, const struct report_map *map, const struct report_day_row *day,
    struct report_counts *ret)
{
    *ret = (struct report_counts){
        .kinds = ARENA_MANY(ctx->arena, COUNT(kinds), struct report_kind_count),
        .count = COUNT(kinds)};
    for (size_t i = 0; i < COUNT(kinds); i++)
        ret->kinds[i] = kinds[i];
    TRY(count_book(ctx, map, day, ret));
    return count_messages(ctx, day, ret);
}

bool report_reconciles(const struct report_counts *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->kinds[i].book != c->kinds[i].messages)
            return false;
    return c->entries == c->messages;
}

static str log_of(struct arena *a, str region, str day, const struct report_counts *c)
{
    struct buf out;

    buf_init(&out, a, (size_t)1 << 16);
    buf_printf(&out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<RegisterLog AreaCode=\"%.*s\""
        " LogDate=\"%.*s\" totalNum=\"%lld\"",
        STR(region), STR(day), (long long)c->entries);
    for (size_t i = 0; i < c->count; i++)
        buf_printf(&out, " %s=\"%lld\"", c->kinds[i].log_name, (long long)c->kinds[i].book);
    buf_add_z(&out, "/>\n");
    return buf_str(&out);
}

/* ---- sending ---- */

static err has_department(struct ctx *ctx, bool *ret)
{
    struct exchange_department *d;
    size_t count;

    *ret = false;
    TRY(exchange_departments(ctx, &d, &count));
    for (size_t i = 0; i < count; i++)
        *ret = *ret || str_is(d[i].name, "report");
    return OK;
}

err report_owe(struct ctx *ctx, const char *path, const struct tree *body, str *ret_outbox)
{
    struct message m = {
        .department = S("report"), .path = str_of(path), .body = tree_to_json(body)};
    bool known;

    *ret_outbox = (str){0};
    TRY(has_department(ctx, &known));
    return known ? message_put(ctx, &m, ret_outbox) : OK;
}

/* A log that says the same and was taken, or is on its way, is not sent again. */
static bool is_settled(const struct report_day_row *day, str log)
{
    return str_eq(day->log, log) &&
           (str_is(day->log_state, "sent") || str_is(day->log_state, "accepted"));
}

err report_close(struct ctx *ctx, const struct report_map *map, const struct report_day_row *day)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    struct report_counts counts;
    str log, outbox;

    if (ctx->now_ms < day->to_ms)
        return OK;
    TRY(report_count(ctx, map, day, &counts));
    log = log_of(ctx->arena, ctx->region, day->day, &counts);
    if (is_settled(day, log))
        return OK;
    tree_text(body, S("day"), day->day);
    tree_i64(body, S("entries"), counts.entries);
    tree_text(body, S("content"), log);
    TRY(report_owe(ctx, "/logs", body, &outbox));
    return db_put(ctx, SQL_report_day_close, text(ctx->region), text(day->day), text(log),
        text(outbox.len > 0 ? S("sent") : S("ready")), text(outbox));
}
