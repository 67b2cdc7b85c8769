/* The four tables that say what becomes of an entry, read and checked. */
#include "report/report_map.h"

#include "base/csv.h"
#include "base/embed.h"
#include "base/when.h"
#include "place/codes.h"
#include "report/report_value.h"

#define RULE_WORDS "need want empty certified pos nonneg flag time digits unit land region"

/* One file on its way: `take` reads a row, and says in *ret_fault what is wrong with it. */
struct file {
    struct arena *arena;
    struct report_map *map;
    const char *name;
    size_t columns, rows;
    void (*take)(struct file *f, const str *row, size_t at);
    str fault;
};

static void refuse(struct file *f, const char *what, str value)
{
    if (f->fault.len == 0)
        f->fault = arena_printf(f->arena, "%s '%.*s'", what, STR(value));
}

static void check_period(struct file *f, str from, str to)
{
    struct when_date d;

    if (!when_parse_date(from, &d))
        refuse(f, "valid_from is no date:", from);
    if (to.len > 0 && (!when_parse_date(to, &d) || str_cmp(to, from) <= 0))
        refuse(f, "valid_to is no date, or not after valid_from:", to);
}

static void take_kind(struct file *f, const str *row, size_t at)
{
    struct report_kind k = {.right = row[0],
        .effects = row[1],
        .object = row[2],
        .rec_type = row[3],
        .right_type = row[4],
        .reg_type = row[5],
        .count = row[6],
        .groups = row[7],
        .from = row[8],
        .to = row[9]};
    int64_t number;

    if (k.rec_type.len != 7 || !str_to_i64(k.rec_type, &number))
        refuse(f, "rec_type has not seven digits:", k.rec_type);
    if (!code_is_known(f->arena, S("register-type"), k.reg_type, k.from))
        refuse(f, "reg_type is no code of register-type:", k.reg_type);
    if (k.right_type.len > 0 && k.right_type.at[0] != '@' &&
        !code_is_known(f->arena, S("right-type"), k.right_type, k.from))
        refuse(f, "right_type is no code of right-type:", k.right_type);
    check_period(f, k.from, k.to);
    f->map->kinds[at] = k;
}

static void take_table(struct file *f, const str *row, size_t at)
{
    struct report_table t = {.name = row[0],
        .groups = row[1],
        .each = row[2],
        .ysdm = row[4],
        .zh = row[5],
        .en = row[6]};

    if (!str_to_i64(row[3], &t.least) || t.least < 0)
        refuse(f, "least is no number:", row[3]);
    if (t.zh.len == 0 || t.en.len == 0)
        refuse(f, "lacks a name:", t.name);
    f->map->tables[at] = t;
}

static void check_rule(struct file *f, str rules)
{
    while (rules.len > 0) {
        str word = str_cut(&rules, ' ');

        if (!str_has_word(S(RULE_WORDS), word) && !str_starts(word, S("document:")))
            refuse(f, "there is no rule", word);
    }
}

static void check_tables(struct file *f, str tables)
{
    while (tables.len > 0) {
        str word = str_cut(&tables, ' ');

        if (!str_is(word, "*") && !str_is(word, "Head") && report_table_find(f->map, word) == NULL)
            refuse(f, "there is no table", word);
    }
}

static void take_field(struct file *f, const str *row, size_t at)
{
    struct report_field *r = &f->map->fields[at];

    *r = (struct report_field){.tables = row[0],
        .attr = row[1],
        .source = row[2],
        .form = row[3],
        .rule = row[4],
        .codes = row[6],
        .from = row[7],
        .to = row[8],
        .zh = row[9],
        .en = row[10]};
    if (row[5].len > 0 && (!str_to_i64(row[5], &r->max) || r->max <= 0))
        refuse(f, "max is no number:", row[5]);
    if (r->attr.len == 0 || r->source.len == 0 || r->zh.len == 0 || r->en.len == 0)
        refuse(f, "lacks an attribute, a source or a name:", r->attr);
    if (!report_form_is_known(r->form))
        refuse(f, "there is no form", r->form);
    if (r->codes.len > 0 && !code_has_table(r->codes))
        refuse(f, "there is no code table", r->codes);
    check_rule(f, r->rule);
    check_tables(f, r->tables);
    check_period(f, r->from, r->to);
}

static void take_word(struct file *f, const str *row, size_t at)
{
    f->map->words[at] = (struct report_word){row[0], row[1], row[2]};
    if (row[0].len == 0 || row[1].len == 0 || row[2].len == 0)
        refuse(f, "lacks a word or a code:", row[1]);
}

static err read_rows(struct file *f, str content, str *ret_fault)
{
    struct csv csv;
    size_t count;
    str *row;

    csv_init(&csv, content);
    (void)csv_next(&csv, f->arena, &row, &count); /* the heads */
    for (f->rows = 0; csv_next(&csv, f->arena, &row, &count); f->rows++) {
        if (count != f->columns)
            refuse(f, "another number of columns than the heads:", row[0]);
        else
            f->take(f, row, f->rows);
        if (f->fault.len == 0)
            continue;
        *ret_fault =
            arena_printf(f->arena, "%s:%lld: %.*s", f->name, (long long)csv.line, STR(f->fault));
        return E_INVALID;
    }
    return OK;
}

static size_t lines_of(str content)
{
    size_t lines = 1;

    for (size_t i = 0; i < content.len; i++)
        lines += content.at[i] == '\n';
    return lines;
}

err report_map_parse(
    struct arena *a, const struct report_sources *sources, struct report_map *ret, str *ret_fault)
{
    struct file words = {a, ret, "report_words.csv", 4, 0, take_word, {0}};
    struct file tables = {a, ret, "report_tables.csv", 8, 0, take_table, {0}};
    struct file fields = {a, ret, "report_fields.csv", 12, 0, take_field, {0}};
    struct file kinds = {a, ret, "report_kinds.csv", 11, 0, take_kind, {0}};

    *ret = (struct report_map){.kinds = ARENA_MANY(a, lines_of(sources->kinds), struct report_kind),
        .tables = ARENA_MANY(a, lines_of(sources->tables), struct report_table),
        .fields = ARENA_MANY(a, lines_of(sources->fields), struct report_field),
        .words = ARENA_MANY(a, lines_of(sources->words), struct report_word)};
    TRY(read_rows(&words, sources->words, ret_fault));
    ret->words_count = words.rows;
    TRY(read_rows(&tables, sources->tables, ret_fault));
    ret->tables_count = tables.rows;
    TRY(read_rows(&fields, sources->fields, ret_fault));
    ret->fields_count = fields.rows;
    TRY(read_rows(&kinds, sources->kinds, ret_fault));
    ret->kinds_count = kinds.rows;
    return OK;
}

err report_map_read(struct arena *a, struct report_map *ret)
{
    struct report_sources sources;
    str fault = {0};

    if (!embed_find("data/report_kinds.csv", &sources.kinds) ||
        !embed_find("data/report_tables.csv", &sources.tables) ||
        !embed_find("data/report_fields.csv", &sources.fields) ||
        !embed_find("data/report_words.csv", &sources.words))
        return E_FAULT;
    return report_map_parse(a, &sources, ret, &fault) == OK ? OK : E_FAULT;
}

static bool is_in_force(str from, str to, str date)
{
    return str_cmp(from, date) <= 0 && (to.len == 0 || str_cmp(date, to) < 0);
}

str report_object(str unit)
{
    char land = unit.len == 28 ? unit.at[13] : ' ', thing = unit.len == 28 ? unit.at[19] : ' ';

    if (thing == 'F')
        return S("house");
    if (thing == 'L')
        return S("forest");
    if (land == 'H' || land == 'G')
        return S("sea");
    return thing == 'W' ? S("land") : S("other");
}

const struct report_kind *report_kind_find(
    const struct report_map *map, const struct report_what *what)
{
    str object = report_object(what->unit);

    for (size_t i = 0; i < map->kinds_count; i++) {
        const struct report_kind *k = &map->kinds[i];

        if (str_eq(k->right, what->right) && is_in_force(k->from, k->to, what->date) &&
            (str_is(k->object, "*") || str_eq(k->object, object)) &&
            (str_is(k->effects, "*") || str_has_word(k->effects, what->effect)))
            return k;
    }
    return NULL;
}

const struct report_kind *report_kind_of_type(const struct report_map *map, str rec_type)
{
    for (size_t i = 0; i < map->kinds_count; i++)
        if (str_eq(map->kinds[i].rec_type, rec_type))
            return &map->kinds[i];
    return NULL;
}

const struct report_table *report_table_find(const struct report_map *map, str name)
{
    for (size_t i = 0; i < map->tables_count; i++)
        if (str_eq(map->tables[i].name, name))
            return &map->tables[i];
    return NULL;
}

bool report_table_is_of(const struct report_table *t, str groups)
{
    if (str_is(t->groups, "*"))
        return true;
    while (groups.len > 0)
        if (str_has_word(t->groups, str_cut(&groups, ' ')))
            return true;
    return false;
}

bool report_field_is_of(const struct report_field *f, str table)
{
    return str_has_word(f->tables, table) || (str_is(f->tables, "*") && !str_is(table, "Head"));
}

const struct report_field *report_field_find(
    const struct report_map *map, str table, str attr, str date)
{
    const struct report_field *general = NULL;

    for (size_t i = 0; i < map->fields_count; i++) {
        const struct report_field *f = &map->fields[i];

        if (!str_eq(f->attr, attr) || !report_field_is_of(f, table) ||
            !is_in_force(f->from, f->to, date))
            continue;
        if (!str_is(f->tables, "*"))
            return f;
        general = f;
    }
    return general;
}

str report_word_code(const struct report_map *map, str of, str word)
{
    for (size_t i = 0; i < map->words_count; i++)
        if (str_eq(map->words[i].map, of) && str_eq(map->words[i].word, word))
            return map->words[i].code;
    return (str){0};
}
