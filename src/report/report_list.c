/* What was reported, as the administrator sees it. */
#include "report/report_build.h"
#include "report/report_out.h"
#include "report/report_store.h"

#define INPUT_HERE struct report_days_in
INPUT_TABLE(report_days_in, REPORT_DAYS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct report_day_in
INPUT_TABLE(report_day_in, REPORT_DAY_IN)
#undef INPUT_HERE
#define INPUT_HERE struct report_entry_in
INPUT_TABLE(report_entry_in, REPORT_ENTRY_IN)
#undef INPUT_HERE

OUTPUT_TABLE(report_count_out, REPORT_COUNT_OUT)
OUTPUT_TABLE(report_day_head_out, REPORT_DAY_HEAD_OUT)
OUTPUT_TABLE(report_line_out, REPORT_LINE_OUT)
OUTPUT_TABLE(report_days_out, REPORT_DAYS_OUT)
OUTPUT_TABLE(report_day_out, REPORT_DAY_OUT)
OUTPUT_TABLE(report_message_out, REPORT_MESSAGE_OUT)

#define DAYS_PAGE 31

/* After every day that there can be. */
#define LAST_DAY S("9999-12-31")

struct state_word {
    const char *id, *zh, *en;
};
static const struct state_word state_words[] = {
#define REPORT_STATE(id, zh, en) {id, zh, en},
#include "report/report.def"
#undef REPORT_STATE
};

static const struct state_word *state_word(str id)
{
    for (size_t i = 0; i < COUNT(state_words); i++)
        if (str_is(id, state_words[i].id))
            return &state_words[i];
    return &state_words[0];
}

static void show_counts(const struct report_counts *c, struct tree *list)
{
    for (size_t i = 0; i < c->count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("kind"), str_of(c->kinds[i].kind));
        tree_text(o, S("name_zh"), str_of(c->kinds[i].zh));
        tree_text(o, S("name_en"), str_of(c->kinds[i].en));
        tree_i64(o, S("book"), c->kinds[i].book);
        tree_i64(o, S("messages"), c->kinds[i].messages);
        tree_i64(o, S("accepted"), c->kinds[i].accepted);
    }
}

static err show_day(
    struct ctx *ctx, const struct report_map *map, const struct report_day_row *d, struct tree *o)
{
    const struct state_word *word = state_word(d->log_state);
    struct report_counts c;

    TRY(report_count(ctx, map, d, &c));
    tree_text(o, S("day"), d->day);
    tree_text(o, S("region"), ctx->region);
    tree_text(o, S("state"), d->state);
    tree_text(o, S("log_state"), d->log_state);
    tree_text(o, S("log_state_zh"), str_of(word->zh));
    tree_text(o, S("log_state_en"), str_of(word->en));
    tree_text(o, S("log_reply"), d->reply);
    tree_i64(o, S("entries"), c.entries);
    tree_i64(o, S("messages"), c.messages);
    tree_i64(o, S("faulty"), c.faulty);
    tree_i64(o, S("ready"), c.ready);
    tree_i64(o, S("sent"), c.sent);
    tree_i64(o, S("accepted"), c.accepted);
    tree_i64(o, S("rejected"), c.rejected);
    tree_bool(o, S("reconciles"), report_reconciles(&c));
    tree_i64_or_null(o, S("reported_ms"), d->reported_ms);
    show_counts(&c, tree_list(o, S("counts")));
    return OK;
}

err report_days(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct report_days_in *wanted = in;
    struct tree *list = tree_list(out, S("days"));
    struct report_day_row d = {0};
    struct report_map map;
    struct db_rows rows;
    struct db_row row;

    TRY(report_map_read(ctx->arena, &map));
    TRY(db_list(ctx, SQL_report_days, &rows, text(ctx->region),
        text(wanted->before.len > 0 ? wanted->before : LAST_DAY), i64(DAYS_PAGE + 1)));
    for (size_t i = 0; i < DAYS_PAGE && db_next(&rows, &row); i++) {
        report_take_day(&row, &d);
        TRY(show_day(ctx, &map, &d, tree_object(list, S(""))));
    }
    tree_text_or_null(out, S("next"), rows.count > DAYS_PAGE ? d.day : (str){0});
    return OK;
}

/* ---- messages ---- */

static err read_findings(struct ctx *ctx, const struct report_line *l, struct tree **ret)
{
    str fault;

    return tree_parse(ctx->arena, l->findings, ret, &fault) == OK ? OK : E_FAULT;
}

static int64_t count_findings(const struct tree *findings, const char *severity)
{
    int64_t count = 0;

    for (const struct tree *t = findings->first; t != NULL; t = t->next)
        count += str_is(tree_get_text(t, S("severity")), severity);
    return count;
}

static void show_line(const struct report_line *l, const struct tree *findings, struct tree *o)
{
    const struct state_word *word = state_word(l->state);

    tree_i64(o, S("entry"), l->entry);
    tree_text(o, S("biz_id"), l->biz_id);
    tree_text(o, S("rec_type"), l->rec_type);
    tree_text(o, S("kind"), l->kind);
    tree_text(o, S("state"), l->state);
    tree_text(o, S("state_zh"), str_of(word->zh));
    tree_text(o, S("state_en"), str_of(word->en));
    tree_i64(o, S("tries"), l->tries);
    tree_i64(o, S("stops"), count_findings(findings, "stop"));
    tree_i64(o, S("informs"), count_findings(findings, "inform"));
    tree_text(o, S("reply"), l->reply);
    tree_i64(o, S("made_ms"), l->made_ms);
    tree_i64_or_null(o, S("done_ms"), l->done_ms);
}

static err show_lines(struct ctx *ctx, const struct report_day_in *wanted, struct tree *out)
{
    struct tree *list = tree_list(out, S("lines")), *findings;
    struct report_line l = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_report_messages, &rows, text(ctx->region), text(wanted->day),
        i64(wanted->after), i64(REPORT_PAGE + 1)));
    for (size_t i = 0; i < REPORT_PAGE && db_next(&rows, &row); i++) {
        report_take_line(&row, &l);
        TRY(read_findings(ctx, &l, &findings));
        show_line(&l, findings, tree_object(list, S("")));
    }
    tree_i64(out, S("next"), rows.count > REPORT_PAGE ? l.entry : 0);
    return OK;
}

err report_day_show(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct report_day_in *wanted = in;
    struct report_day_row d;
    struct report_map map;
    struct db_row row;

    TRY(report_map_read(ctx->arena, &map));
    TRY(db_get(ctx, SQL_report_day_get, &row, text(ctx->region), text(wanted->day)));
    report_take_day(&row, &d);
    TRY(show_day(ctx, &map, &d, out));
    tree_text(out, S("log"), d.log);
    return show_lines(ctx, wanted, out);
}

err report_message_show(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct report_entry_in *wanted = in;
    struct tree *findings;
    struct report_line l;
    struct db_row row;

    TRY(db_get(ctx, SQL_report_message_get, &row, text(ctx->region), i64(wanted->number)));
    report_take_line(&row, &l);
    if (!str_eq(l.day, wanted->day))
        return E_MISSING;
    TRY(read_findings(ctx, &l, &findings));
    show_line(&l, findings, out);
    tree_text(out, S("content"), l.content);
    tree_copy(out, S("findings"), findings);
    return OK;
}
