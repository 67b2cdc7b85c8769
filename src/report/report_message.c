/* Messages in memory, and printing them. */
#include "report/report_message.h"

#define PRINT_MAX ((size_t)16 << 20)

#define RULE RULE_DEFINE
#include "report/report.def"
#undef RULE

struct report_message *report_message_new(struct arena *a)
{
    struct report_message *m = ARENA_NEW(a, struct report_message);

    m->arena = a;
    m->head.table = S("Head");
    return m;
}

void report_pair_add(struct report_message *m, struct report_row *row, str name, str value)
{
    struct report_pair *p = ARENA_NEW(m->arena, struct report_pair);

    p->name = name;
    p->value = value;
    if (row->last != NULL)
        row->last->next = p;
    else
        row->first = p;
    row->last = p;
    row->count++;
}

struct report_row *report_row_add(struct report_message *m, str table)
{
    struct report_row *row = ARENA_NEW(m->arena, struct report_row);

    row->table = table;
    if (m->last != NULL)
        m->last->next = row;
    else
        m->first = row;
    m->last = row;
    m->count++;
    return row;
}

str report_pair_get(const struct report_row *row, str name)
{
    for (const struct report_pair *p = row->first; p != NULL; p = p->next)
        if (str_eq(p->name, name))
            return p->value;
    return (str){0};
}

static bool rows_equal(const struct report_row *a, const struct report_row *b)
{
    const struct report_pair *x = a->first, *y = b->first;

    if (!str_eq(a->table, b->table) || a->count != b->count)
        return false;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (!str_eq(x->name, y->name) || !str_eq(x->value, y->value))
            return false;
    return x == y;
}

bool report_message_equal(const struct report_message *a, const struct report_message *b)
{
    const struct report_row *x = a->first, *y = b->first;

    if (a->count != b->count || !rows_equal(&a->head, &b->head))
        return false;
    for (; x != NULL && y != NULL; x = x->next, y = y->next)
        if (!rows_equal(x, y))
            return false;
    return x == y;
}

/* ---- printing ---- */

/* Within attributes white space other than a blank is written by number, or a reader would make it
 * a blank. */
static void print_escaped(struct buf *out, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if (c == '&')
            buf_add_z(out, "&amp;");
        else if (c == '<')
            buf_add_z(out, "&lt;");
        else if (c == '>')
            buf_add_z(out, "&gt;");
        else if (c == '"')
            buf_add_z(out, "&quot;");
        else if (c == '\t' || c == '\n' || c == '\r')
            buf_printf(out, "&#%d;", c);
        else
            buf_add_char(out, (unsigned char)c < 0x20 || c == 0x7f ? ' ' : c);
    }
}

static void print_head(struct buf *out, const struct report_message *m)
{
    buf_add_z(out, "  <Head>\n");
    for (const struct report_pair *p = m->head.first; p != NULL; p = p->next) {
        buf_printf(out, "    <%.*s>", STR(p->name));
        print_escaped(out, p->value);
        buf_printf(out, "</%.*s>\n", STR(p->name));
    }
    buf_add_z(out, "  </Head>\n");
}

static void print_row(struct buf *out, const struct report_row *row)
{
    buf_printf(out, "    <%.*s", STR(row->table));
    for (const struct report_pair *p = row->first; p != NULL; p = p->next) {
        buf_printf(out, " %.*s=\"", STR(p->name));
        print_escaped(out, p->value);
        buf_add_char(out, '"');
    }
    buf_add_z(out, "/>\n");
}

str report_message_print(const struct report_message *m)
{
    struct buf out;

    buf_init(&out, m->arena, PRINT_MAX);
    buf_add_z(&out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Message>\n");
    print_head(&out, m);
    buf_add_z(&out, "  <Data>\n");
    for (const struct report_row *row = m->first; row != NULL; row = row->next)
        print_row(&out, row);
    buf_add_z(&out, "  </Data>\n</Message>\n");
    return buf_str(&out);
}
