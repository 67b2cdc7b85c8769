/* Reporting a day: a message for every entry, and the log once the day is over. */
#include "report/report_build.h"
#include "report/report_facts.h"
#include "report/report_store.h"

/* 数字签名 over the message as printed without it: empty, because the national way (an MD5 digest
 * signed with SHA-1 and RSA by an older tool, SM2 by newer ones) is not confirmed, and what is not
 * is not imitated. The one place where a city's signer is to be called. */
static str sign(const struct report_message *message)
{
    (void)message;
    return (str){0};
}

/* 区划6位、日期6位、序号6位. An entry keeps its number however often it is made. */
static err number_it(
    struct ctx *ctx, const struct report_day_row *day, const struct report_entry *e, str *ret)
{
    struct db_row row;

    *ret = e->biz_id;
    if (ret->len > 0)
        return OK;
    TRY(db_get(ctx, SQL_report_day_sequence, &row, text(ctx->region), text(day->day)));
    *ret = arena_printf(ctx->arena, "%.*s%.2s%.2s%.2s%06lld", STR(ctx->region), day->day.at + 2,
        day->day.at + 5, day->day.at + 8, (long long)take_i64(&row));
    return OK;
}

/* A message under way: what it is made by, and what became of it. */
struct making {
    struct report_case c;
    struct report_line line;
    str outbox;
};

static void set_head(struct report_message *msg, str name, str value)
{
    for (struct report_pair *p = msg->head.first; p != NULL; p = p->next)
        if (str_eq(p->name, name))
            p->value = value;
}

static str findings_of(struct ctx *ctx, bool *ret_stop)
{
    struct tree *list = tree_new(ctx->arena, TREE_LIST);

    why_show(ctx, list);
    *ret_stop = why_refuse(ctx) != OK;
    why_clear(ctx);
    return tree_to_json(list);
}

/* Makes and checks it. An entry that cannot be read, or that the mapping has no kind for, has no
 * message, and says so; the others of the day go on. */
static void make_message(struct ctx *ctx, struct making *m, bool readable)
{
    struct report_making by = {
        .map = m->c.map, .kind = m->c.kind, .date = m->c.date, .facts = m->c.facts};
    struct report_message *msg;
    bool stop;

    why_clear(ctx);
    if (!readable) {
        why_add(ctx, &REPORT_UNREADABLE, S("entry"),
            arena_printf(ctx->arena, "%lld", (long long)m->line.entry));
    } else if (m->c.kind == NULL) {
        why_add(ctx, &REPORT_KIND, S("RecType"),
            arena_printf(
                ctx->arena, "%.*s, %.*s", STR(m->c.entry.right_kind), STR(m->c.entry.effect)));
    } else {
        msg = report_build(ctx->arena, &by);
        report_check(ctx, &by, msg);
        set_head(msg, S("DigitalSign"), sign(msg));
        m->line.content = report_message_print(msg);
        m->line.rec_type = m->c.kind->rec_type;
    }
    m->line.findings = findings_of(ctx, &stop);
    m->line.kind = readable && m->c.kind != NULL ? m->c.kind->count : S("other");
    m->line.state = stop ? S("faulty") : S("ready");
}

static err owe_message(struct ctx *ctx, struct making *m)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);

    if (!str_is(m->line.state, "ready"))
        return OK;
    tree_text(body, S("biz_id"), m->line.biz_id);
    tree_text(body, S("rec_type"), m->line.rec_type);
    tree_text(body, S("day"), m->c.date);
    tree_text(body, S("content"), m->line.content);
    TRY(report_owe(ctx, "/messages", body, &m->outbox));
    if (m->outbox.len > 0)
        m->line.state = S("sent");
    return OK;
}

static err report_one(struct ctx *ctx, const struct report_work *work,
    const struct report_day_row *day, const struct report_entry *e)
{
    struct making m = {.line = {.entry = e->number, .tries = e->tries + 1}};
    const struct report_line *l = &m.line;
    err read;

    TRY(number_it(ctx, day, e, &m.line.biz_id));
    read = report_case_read(ctx, work->map, e->number, &m.c);
    if (read != OK && read != E_FAULT && read != E_MISSING)
        return read;
    tree_text(m.c.facts, S("biz_id"), m.line.biz_id);
    make_message(ctx, &m, read == OK);
    TRY(owe_message(ctx, &m));
    return db_put(ctx, SQL_report_message_put, text(ctx->region), i64(l->entry), text(day->day),
        text(l->biz_id), text(l->rec_type), text(l->kind), text(l->state), text(l->content),
        text(l->findings), text(m.outbox), i64(l->tries), i64(ctx->now_ms));
}

/* What is on its way, or was taken, is not made again: it would be another message of the same
 * number. */
static bool is_settled(const struct report_entry *e)
{
    return str_is(e->state, "sent") || str_is(e->state, "accepted");
}

err report_part(struct ctx *ctx, void *arg)
{
    struct report_work *work = arg;
    struct report_day_row day;
    struct report_entry *entries;
    size_t count, made = 0, i = work->from;

    TRY(report_day_lock(ctx, work->day, &day));
    TRY(report_entries(ctx, &day, &entries, &count));
    for (; i < count && made < REPORT_PART; i++) {
        if (is_settled(&entries[i]))
            continue;
        TRY(report_one(ctx, work, &day, &entries[i]));
        made++;
    }
    work->next = i;
    work->more = i < count;
    return work->more ? OK : report_close(ctx, work->map, &day);
}

/* ---- files ---- */

static str log_name(struct arena *a, str region, str day)
{
    return arena_printf(
        a, "Log%.*s%.2s%.2s%.2s.xml", STR(region), day.at + 2, day.at + 5, day.at + 8);
}

err report_files(
    struct ctx *ctx, str day, int64_t after, struct report_file **ret, size_t *ret_count)
{
    struct report_day_row d;
    struct report_file *f;
    struct db_rows rows;
    struct db_row row;

    TRY(db_get(ctx, SQL_report_day_get, &row, text(ctx->region), text(day)));
    report_take_day(&row, &d);
    TRY(db_list(
        ctx, SQL_report_files, &rows, text(ctx->region), text(day), i64(after), i64(REPORT_PAGE)));
    *ret = f = ARENA_MANY(ctx->arena, rows.count + 1, struct report_file);
    if (after == 0 && d.log.len > 0)
        *f++ = (struct report_file){log_name(ctx->arena, ctx->region, day), d.log, 0};
    while (db_next(&rows, &row)) {
        struct report_line l;

        report_take_line(&row, &l);
        *f++ = (struct report_file){
            arena_printf(ctx->arena, "Biz%.*s.xml", STR(l.biz_id)), l.content, l.entry};
    }
    *ret_count = (size_t)(f - *ret);
    return OK;
}

/* ---- the night ---- */

bool report_parse_minutes(str at, int64_t *ret)
{
    str rest = at, hours = str_cut(&rest, ':');
    int64_t h, m;

    if (at.len != 5 || hours.len != 2 || !str_to_i64(hours, &h) || !str_to_i64(rest, &m) || h < 0 ||
        h > 23 || m < 0 || m > 59)
        return false;
    *ret = h * 60 + m;
    return true;
}

bool report_next_due(int64_t now_ms, int64_t at_minutes, str last_closed, struct when_date *ret)
{
    int64_t newest = when_days_from_date(when_date_of(now_ms - at_minutes * WHEN_MINUTE_MS)) - 1;
    int64_t next = newest;
    struct when_date last;

    if (when_parse_date(last_closed, &last))
        next = when_days_from_date(last) + 1;
    if (next < newest - REPORT_LATE_DAYS)
        next = newest - REPORT_LATE_DAYS;
    *ret = when_date_from_days(next);
    return next <= newest;
}
