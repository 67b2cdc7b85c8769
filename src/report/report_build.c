/* Writing what is known of an entry into the tables of its kind. */
#include "report/report_build.h"

#include "report/report_value.h"

/* "row.name" is looked up in the record's own element, "table.ysdm" in the table; anything else in
 * the whole. */
struct source {
    const struct tree *facts, *row;
    const struct report_table *table;
};

static const struct tree *look_up(const struct source *s, str path)
{
    const struct tree *at = s->facts;

    if (str_starts(path, S("row."))) {
        at = s->row;
        path = str_slice(path, 4, path.len);
    }
    while (at != NULL && path.len > 0)
        at = tree_get(at, str_cut(&path, '.'));
    return at;
}

static str value_of(struct arena *a, const struct report_making *m, const struct source *s,
    const struct report_field *f)
{
    if (f->source.at[0] == '=')
        return str_slice(f->source, 1, f->source.len);
    if (str_is(f->source, "table.ysdm"))
        return s->table->ysdm;
    return report_value(a, m->map, look_up(s, f->source), f->form);
}

/* An attribute without a value is left out; an element of the head stands empty. */
static void write_row(struct report_message *msg, const struct report_making *m,
    const struct source *s, struct report_row *row)
{
    for (size_t i = 0; i < m->map->fields_count; i++) {
        const struct report_field *f = &m->map->fields[i];
        str value;

        if (!report_field_is_of(f, row->table) ||
            report_field_find(m->map, row->table, f->attr, m->date) != f)
            continue;
        value = value_of(msg->arena, m, s, f);
        if (value.len > 0 || s->table == NULL)
            report_pair_add(msg, row, f->attr, value);
    }
}

static void write_table(
    struct report_message *msg, const struct report_making *m, const struct report_table *t)
{
    struct source s = {.facts = m->facts, .table = t};
    const struct tree *list;

    if (t->each.len == 0) {
        write_row(msg, m, &s, report_row_add(msg, t->name));
        return;
    }
    list = tree_get(m->facts, t->each);
    for (s.row = list != NULL ? list->first : NULL; s.row != NULL; s.row = s.row->next)
        write_row(msg, m, &s, report_row_add(msg, t->name));
}

struct report_message *report_build(struct arena *a, const struct report_making *making)
{
    struct report_message *msg = report_message_new(a);
    struct source head = {.facts = making->facts};

    write_row(msg, making, &head, &msg->head);
    for (size_t i = 0; i < making->map->tables_count; i++)
        if (report_table_is_of(&making->map->tables[i], making->kind->groups))
            write_table(msg, making, &making->map->tables[i]);
    return msg;
}

str report_right_type(const struct report_map *map, const struct report_kind *kind, str unit)
{
    str name = str_slice(kind->right_type, 1, kind->right_type.len), code;

    if (kind->right_type.len == 0 || kind->right_type.at[0] != '@')
        return kind->right_type;
    code = report_word_code(map, name, str_slice(unit, 12, 2));
    return code.len > 0 ? code : report_word_code(map, name, report_object(unit));
}
