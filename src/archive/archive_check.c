/* 核验 of a proof by its code: what it said in short, names masked, and whether the register has
 * changed since; nothing of what has. */
#include "archive/archive_out.h"
#include "archive/archive_store.h"
#include "base/ids.h"
#include "place/city.h"

#define INPUT_HERE struct archive_code_in
INPUT_TABLE(archive_code_in, ARCHIVE_CODE_IN)
#undef INPUT_HERE
OUTPUT_TABLE(archive_check_out, ARCHIVE_CHECK_OUT)

#define SAID(name, text) static const char name[] = text;
#include "archive/archive.def"
#undef SAID

static str masked(struct arena *a, const struct tree *person)
{
    return person != NULL ? id_mask_name(a, tree_get_text(person, S("name"))) : (str){0};
}

static void show_said(const struct archive_query *q, const struct tree *result, struct tree *out)
{
    str unit = id_unit_code_spaced(out->arena, q->unit);
    const struct tree *houses = tree_get(result, S("houses"));
    size_t count = houses != NULL ? houses->count : 0;

    if (str_is(q->kind, "record")) {
        tree_text(out, S("said_zh"), arena_printf(out->arena, QUERY_SAID_RECORD, STR(unit)));
        tree_text(out, S("said_en"), arena_printf(out->arena, QUERY_SAID_RECORD_EN, STR(unit)));
    } else if (count == 0) {
        tree_text(out, S("said_zh"), str_of(QUERY_SAID_NONE));
        tree_text(out, S("said_en"), str_of(QUERY_SAID_NONE_EN));
    } else {
        tree_text(out, S("said_zh"), arena_printf(out->arena, QUERY_SAID_HOUSES, count));
        tree_text(out, S("said_en"), arena_printf(out->arena, QUERY_SAID_HOUSES_EN, count));
    }
}

static void show_scope(const struct tree *result, struct tree *out)
{
    str scope = tree_get_text(result, S("scope"));
    struct tree *list = tree_list(out, S("scope"));
    const struct tree *regions = tree_get(result, S("regions"));

    for (const struct archive_word *w = archive_scopes; w->id != NULL; w++) {
        struct tree *o;

        if (!str_has_word(scope, str_of(w->id)))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("id"), str_of(w->id));
        tree_text(o, S("name_zh"), str_of(w->zh));
        tree_text(o, S("name_en"), str_of(w->en));
    }
    if (regions != NULL)
        tree_copy(out, S("regions"), regions);
    else
        tree_list(out, S("regions"));
}

/* The homes now, by the same search; only whether they are the same. */
static err houses_changed(
    struct ctx *ctx, const struct tree *asked, const struct tree *result, bool *ret)
{
    const struct tree *p = tree_get(asked, S("principal"));
    struct archive_person person = {.kind = {0}};
    struct tree *now = tree_new(ctx->arena, TREE_OBJECT);
    str other;

    p = p != NULL ? p : tree_get(asked, S("party"));
    person.name = tree_get_text(p, S("name"));
    person.document_kind = tree_get_text(p, S("document_kind"));
    person.document_number = tree_get_text(p, S("document_number"));
    TRY(archive_look_houses(ctx, &person, now, &other));
    *ret = !str_eq(
        tree_to_json(tree_get(now, S("houses"))), tree_to_json(tree_get(result, S("houses"))));
    return OK;
}

static err has_changed(struct ctx *ctx, const struct archive_query *q, const struct tree *asked,
    const struct tree *result, bool *ret)
{
    if (str_is(q->kind, "houses"))
        return houses_changed(ctx, asked, result, ret);
    return registry_entered_since(ctx, q->unit, q->as_of_entry, ret);
}

static err find_proof(struct ctx *ctx, str typed, struct archive_query *ret)
{
    struct db_row row;
    str code;

    if (!archive_code_read(ctx->arena, typed, &code)) {
        why_add(ctx, &QUERY_CODE, S("code"), (str){0});
        return E_REFUSED;
    }
    ctx->region = str_slice(code, 2, 6);
    if (place_region_find(ctx->city, ctx->region) == NULL)
        return E_MISSING;
    TRY(db_get(ctx, SQL_archive_by_code, &row, text(ctx->region), text(code)));
    archive_take(&row, ret);
    return OK;
}

err archive_check_code(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct archive_code_in *wanted = in;
    const struct tree *asked, *result;
    const struct archive_word *title;
    struct archive_query q;
    bool changed;

    TRY(find_proof(ctx, wanted->code, &q));
    TRY(archive_read_json(ctx, q.asked, &asked));
    TRY(archive_read_json(ctx, q.result, &result));
    if (asked == NULL || result == NULL)
        return E_FAULT;
    TRY(has_changed(ctx, &q, asked, result, &changed));
    title = &archive_titles[archive_title_of(&q, result)];
    tree_text(out, S("number"), archive_number_text(ctx->arena, ctx->region, q.year, q.number));
    tree_text(out, S("kind"), q.kind);
    tree_text(out, S("title_zh"), str_of(title->zh));
    tree_text(out, S("title_en"), str_of(title->en));
    tree_text(out, S("authority"), place_region_find(ctx->city, ctx->region)->authority_zh);
    tree_text(out, S("name_masked"), masked(ctx->arena, tree_get(asked, S("party"))));
    tree_text(out, S("about_masked"), masked(ctx->arena, tree_get(asked, S("principal"))));
    show_said(&q, result, out);
    show_scope(result, out);
    tree_i64(out, S("as_of_entry"), q.as_of_entry);
    tree_i64(out, S("made_ms"), q.made_ms);
    tree_bool(out, S("changed_since"), changed);
    tree_i64(out, S("as_of_ms"), ctx->now_ms);
    return OK;
}
