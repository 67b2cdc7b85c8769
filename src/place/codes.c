/* Codes by name: the table is short and built in, so it is read where it stands. */
#include "place/codes.h"

#include "base/csv.h"
#include "base/embed.h"
#include "base/when.h"
#include "place/place.h"

#define INPUT_HERE struct code_table_in
INPUT_TABLE(code_table_in, CODE_TABLE_IN)
#undef INPUT_HERE

OUTPUT_TABLE(code_out, CODE_OUT)
OUTPUT_TABLE(code_head_out, CODE_HEAD_OUT)
OUTPUT_TABLE(code_list_out, CODE_LIST_OUT)
OUTPUT_TABLE(code_table_out, CODE_TABLE_OUT)

/* Columns of data/codes.csv. */
enum {
    CODE_TABLE_COLUMN,
    CODE_COLUMN,
    ZH_COLUMN,
    EN_COLUMN,
    FROM_COLUMN,
    TO_COLUMN,
    MARK_COLUMN,
    COLUMNS
};

struct code_head {
    const char *id, *zh, *en, *source;
};
static const struct code_head code_heads[] = {
#define CODE_TABLE(id, zh, en, source) {id, zh, en, source},
#include "place/place.def"
#undef CODE_TABLE
};

/* A row is valid up to the day before `valid_to`. */
static bool is_past(const str *row, str date)
{
    return row[TO_COLUMN].len > 0 && str_cmp(date, row[TO_COLUMN]) >= 0;
}

static bool is_coming(const str *row, str date)
{
    return str_cmp(row[FROM_COLUMN], date) > 0;
}

/* The row of a code that is valid on `date`; NULL when there is none. */
static const str *find_row(struct arena *a, str table, str code, str date)
{
    struct csv csv;
    size_t count;
    str content, *row;

    if (!embed_find("data/codes.csv", &content))
        return NULL;
    csv_init(&csv, content);
    while (csv_next(&csv, a, &row, &count))
        if (count >= COLUMNS && str_eq(row[CODE_TABLE_COLUMN], table) &&
            str_eq(row[CODE_COLUMN], code) && !is_coming(row, date) && !is_past(row, date))
            return row;
    return NULL;
}

str code_name(struct arena *a, const char *table, str code, str date, bool english)
{
    const str *row = find_row(a, str_of(table), code, date);

    return row != NULL ? row[english ? EN_COLUMN : ZH_COLUMN] : code;
}

bool code_is_known(struct arena *a, str table, str code, str date)
{
    struct arena_mark mark = arena_mark(a);
    bool known = find_row(a, table, code, date) != NULL;

    arena_rewind(a, mark);
    return known;
}

bool code_has_table(str table)
{
    for (size_t i = 0; i < COUNT(code_heads); i++)
        if (str_is(table, code_heads[i].id))
            return true;
    return false;
}

static str source_of(str mark)
{
    return str_is(mark, "V") ? S("systems") : str_is(mark, "U") ? S("one_system") : S("own");
}

static void show_code(const str *row, str date, struct tree *o)
{
    tree_text(o, S("code"), row[CODE_COLUMN]);
    tree_text(o, S("name_zh"), row[ZH_COLUMN]);
    tree_text(o, S("name_en"), row[EN_COLUMN]);
    tree_text(o, S("valid_from"), row[FROM_COLUMN]);
    tree_text_or_null(o, S("valid_to"), row[TO_COLUMN]);
    tree_text(o, S("state"),
        is_coming(row, date) ? S("coming")
        : is_past(row, date) ? S("past")
                             : S("in_force"));
    tree_text(o, S("source"), source_of(row[MARK_COLUMN]));
}

/* The rows of a table, added to `list` unless that is NULL. */
static int64_t read_codes(struct ctx *ctx, const char *table, struct tree *list)
{
    str date = when_print_date(ctx->arena, when_date_of(ctx->now_ms)), content, *row;
    int64_t found = 0;
    struct csv csv;
    size_t count;

    if (!embed_find("data/codes.csv", &content))
        return 0;
    csv_init(&csv, content);
    while (csv_next(&csv, ctx->arena, &row, &count)) {
        if (count < COLUMNS || !str_is(row[CODE_TABLE_COLUMN], table))
            continue;
        found++;
        if (list != NULL)
            show_code(row, date, tree_object(list, S("")));
    }
    return found;
}

static void show_head(struct ctx *ctx, const struct code_head *h, struct tree *o)
{
    tree_text(o, S("table"), str_of(h->id));
    tree_text(o, S("name_zh"), str_of(h->zh));
    tree_text(o, S("name_en"), str_of(h->en));
    tree_text(o, S("source"), str_of(h->source));
    tree_i64(o, S("count"), read_codes(ctx, h->id, NULL));
}

err code_list(struct ctx *ctx, const void *in, struct tree *out)
{
    struct tree *list = tree_list(out, S("tables"));

    (void)in;
    for (size_t i = 0; i < COUNT(code_heads); i++)
        show_head(ctx, &code_heads[i], tree_object(list, S("")));
    return OK;
}

err code_table(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct code_table_in *wanted = in;

    for (size_t i = 0; i < COUNT(code_heads); i++) {
        if (!str_is(wanted->table, code_heads[i].id))
            continue;
        show_head(ctx, &code_heads[i], out);
        (void)read_codes(ctx, code_heads[i].id, tree_list(out, S("codes")));
        return OK;
    }
    return E_MISSING;
}
