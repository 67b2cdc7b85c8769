/* Reading somebody's message: what it holds, and what is odd about it. */
#include "report/report.h"
#include "report/report_build.h"
#include "report/report_out.h"

OUTPUT_TABLE(report_item_out, REPORT_ITEM_OUT)
OUTPUT_TABLE(report_table_out, REPORT_TABLE_OUT)
OUTPUT_TABLE(report_read_out, REPORT_READ_OUT)

static void show_head(
    const struct report_making *m, const struct report_message *msg, struct tree *list)
{
    for (const struct report_pair *p = msg->head.first; p != NULL; p = p->next) {
        const struct report_field *f = report_field_find(m->map, S("Head"), p->name, m->date);
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("name"), p->name);
        tree_text(o, S("name_zh"), f != NULL ? f->zh : (str){0});
        tree_text(o, S("name_en"), f != NULL ? f->en : (str){0});
        tree_text(o, S("value"), p->value);
    }
}

static bool is_first_of_table(const struct report_message *msg, const struct report_row *row)
{
    const struct report_row *r = msg->first;

    while (!str_eq(r->table, row->table))
        r = r->next;
    return r == row;
}

static void show_tables(
    const struct report_map *map, const struct report_message *msg, struct tree *list)
{
    for (const struct report_row *row = msg->first; row != NULL; row = row->next) {
        const struct report_table *t = report_table_find(map, row->table);
        int64_t records = 0;
        struct tree *o;

        if (!is_first_of_table(msg, row))
            continue;
        for (const struct report_row *r = row; r != NULL; r = r->next)
            records += str_eq(r->table, row->table);
        o = tree_object(list, S(""));
        tree_text(o, S("table"), row->table);
        tree_text(o, S("name_zh"), t != NULL ? t->zh : (str){0});
        tree_text(o, S("name_en"), t != NULL ? t->en : (str){0});
        tree_i64(o, S("records"), records);
    }
}

/* The day on which its codes must hold: when it was made, or today where it does not say. */
static str date_of(struct ctx *ctx, const struct report_message *msg)
{
    str date = str_slice(report_pair_get(&msg->head, S("CreateDate")), 0, 10);
    struct when_date d;

    return when_parse_date(date, &d) ? date
                                     : when_print_date(ctx->arena, when_date_of(ctx->now_ms));
}

err report_read(struct ctx *ctx, str xml, struct tree *out)
{
    struct report_message *msg, *again;
    struct report_map map;
    struct report_making m = {.map = &map};

    TRY(report_map_read(ctx->arena, &map));
    TRY(report_message_read(ctx, xml, &msg));
    TRY(report_message_read(ctx, report_message_print(msg), &again));
    m.date = date_of(ctx, msg);
    m.kind = report_kind_of_type(&map, report_pair_get(&msg->head, S("RecType")));
    report_check(ctx, &m, msg);
    show_head(&m, msg, tree_list(out, S("head")));
    show_tables(&map, msg, tree_list(out, S("tables")));
    tree_i64(out, S("records"), (int64_t)msg->count);
    tree_bool(out, S("round_trip"), report_message_equal(msg, again));
    tree_bool(out, S("clean"), why_refuse(ctx) == OK);
    why_show(ctx, tree_list(out, S("findings")));
    why_clear(ctx);
    return OK;
}
