/* Queries for officers: one, a list, and the terms under which one may ask. */
#include "archive/archive_out.h"
#include "archive/archive_store.h"
#include "base/ids.h"

#define INPUT_HERE struct archive_one_in
INPUT_TABLE(archive_one_in, ARCHIVE_ONE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct archive_list_in
INPUT_TABLE(archive_list_in, ARCHIVE_LIST_IN)
#undef INPUT_HERE

OUTPUT_TABLE(archive_existence_out, ARCHIVE_EXISTENCE_OUT)
OUTPUT_TABLE(archive_history_out, ARCHIVE_HISTORY_OUT)
OUTPUT_TABLE(archive_file_out, ARCHIVE_FILE_OUT)
OUTPUT_TABLE(archive_house_out, ARCHIVE_HOUSE_OUT)
OUTPUT_TABLE(archive_region_out, ARCHIVE_REGION_OUT)
OUTPUT_TABLE(archive_result_out, ARCHIVE_RESULT_OUT)
OUTPUT_TABLE(archive_query_out, ARCHIVE_QUERY_OUT)
OUTPUT_TABLE(archive_list_out, ARCHIVE_LIST_OUT)
OUTPUT_TABLE(archive_capacity_out, ARCHIVE_CAPACITY_OUT)
OUTPUT_TABLE(archive_word_out, ARCHIVE_WORD_OUT)
OUTPUT_TABLE(archive_terms_out, ARCHIVE_TERMS_OUT)

#define QUERIES_PAGE 50
#define NEWEST S("~") /* after every id that there can be */

const struct archive_word archive_titles[] = {
#define TITLE(name, zh, en) {#name, NULL, zh, en},
#include "archive/archive.def"
#undef TITLE
    {.id = NULL}};

enum archive_title archive_title_of(const struct archive_query *q, const struct tree *result)
{
    const struct tree *houses;

    if (str_is(q->outcome, "refused") || result == NULL)
        return ARCHIVE_TITLE_REFUSED;
    if (str_is(q->kind, "record"))
        return ARCHIVE_TITLE_RECORD;
    houses = tree_get(result, S("houses"));
    return houses == NULL || houses->first == NULL ? ARCHIVE_TITLE_NONE : ARCHIVE_TITLE_HOUSES;
}

static void show_title(const struct archive_query *q, const struct tree *result, struct tree *o)
{
    const struct archive_word *title = &archive_titles[archive_title_of(q, result)];

    tree_text(o, S("title_zh"), str_of(title->zh));
    tree_text(o, S("title_en"), str_of(title->en));
}

static void show_capacity(str capacity, struct tree *o)
{
    const struct archive_capacity *c = archive_capacity_find(capacity);

    tree_text(o, S("capacity"), capacity);
    tree_text(o, S("capacity_zh"), c != NULL ? str_of(c->zh) : capacity);
    tree_text(o, S("capacity_en"), c != NULL ? str_of(c->en) : capacity);
}

static void show_ground(const struct archive_query *q, struct tree *o)
{
    const struct archive_word *g = archive_word_find(archive_grounds, q->ground);

    tree_text(o, S("ground"), q->ground);
    tree_text(o, S("ground_zh"), g != NULL ? str_of(g->zh) : (str){0});
    tree_text(o, S("ground_en"), g != NULL ? str_of(g->en) : (str){0});
    tree_text(o, S("words"), q->words);
}

static void show_asked(const struct tree *asked, struct tree *o)
{
    const struct tree *asker = tree_get(asked, S("party"));
    const struct tree *principal = tree_get(asked, S("principal"));

    tree_text(o, S("name"), tree_get_text(asker, S("name")));
    tree_text(o, S("document_masked"),
        id_mask_document(o->arena, tree_get_text(asker, S("document_number"))));
    tree_text(
        o, S("principal"), principal != NULL ? tree_get_text(principal, S("name")) : (str){0});
    tree_text(o, S("letter"), tree_get_text(asked, S("letter")));
    tree_text(o, S("purpose"), tree_get_text(asked, S("purpose")));
}

err archive_show_query(struct ctx *ctx, const struct archive_query *q, bool whole, struct tree *o)
{
    const struct tree *asked, *result;

    TRY(archive_read_json(ctx, q->asked, &asked));
    TRY(archive_read_json(ctx, q->result, &result));
    if (asked == NULL || tree_get(asked, S("party")) == NULL)
        return E_FAULT;
    tree_text(o, S("query"), q->id);
    tree_text(
        o, S("number"), archive_number_text(o->arena, str_slice(q->id, 0, 6), q->year, q->number));
    tree_text(o, S("kind"), q->kind);
    tree_text(o, S("outcome"), q->outcome);
    show_title(q, result, o);
    tree_text(o, S("unit"), q->unit);
    show_capacity(q->capacity, o);
    show_asked(asked, o);
    show_ground(q, o);
    tree_text(o, S("code"), q->code);
    tree_i64(o, S("as_of_entry"), q->as_of_entry);
    tree_text(o, S("officer"), q->officer);
    tree_i64(o, S("made_ms"), q->made_ms);
    if (whole && result != NULL)
        tree_copy(o, S("result"), result);
    return OK;
}

err archive_show(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct archive_one_in *wanted = in;
    struct archive_query q;

    TRY(archive_get(ctx, wanted->query, &q));
    return archive_show_query(ctx, &q, true, out);
}

err archive_list(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct archive_list_in *wanted = in;
    struct tree *list = tree_list(out, S("queries"));
    struct archive_query q = {.id = {0}};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_archive_list, &rows, text(ctx->region),
        text(wanted->before.len > 0 ? wanted->before : NEWEST), text(wanted->document_number),
        i64(QUERIES_PAGE + 1)));
    for (size_t i = 0; i < QUERIES_PAGE && db_next(&rows, &row); i++) {
        archive_take(&row, &q);
        TRY(archive_show_query(ctx, &q, false, tree_object(list, S(""))));
    }
    tree_text_or_null(out, S("next"), rows.count > QUERIES_PAGE ? q.id : (str){0});
    return OK;
}

static void show_words(const struct archive_word *words, struct tree *list)
{
    for (; words->id != NULL; words++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("id"), str_of(words->id));
        tree_text(o, S("name_zh"), str_of(words->zh));
        tree_text(o, S("name_en"), str_of(words->en));
    }
}

err archive_terms(struct ctx *ctx, const void *in, struct tree *out)
{
    struct tree *list;

    (void)ctx;
    (void)in;
    show_words(archive_kinds, tree_list(out, S("kinds")));
    show_words(archive_scopes, tree_list(out, S("scopes")));
    list = tree_list(out, S("capacities"));
    for (const struct archive_capacity *c = archive_capacities; c->id != NULL; c++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("capacity"), str_of(c->id));
        tree_text(o, S("kinds"), str_of(c->kinds));
        tree_text(o, S("needs"), str_of(c->needs));
        tree_text(o, S("scope"), str_of(c->scope));
        tree_text(o, S("name_zh"), str_of(c->zh));
        tree_text(o, S("name_en"), str_of(c->en));
        tree_text(o, S("law"), str_of(c->law));
    }
    show_words(archive_grounds, tree_list(out, S("grounds")));
    return OK;
}
