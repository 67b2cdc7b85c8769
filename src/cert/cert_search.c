/* Finding a property by certificate number, unit code or owner's document, in every region's book
 * of the city: a citizen may come to any office. */
#include "cert/cert_search.h"

#include "base/ids.h"
#include "cert/cert.h"
#include "db/db.h"
#include "place/city.h"

#define INPUT_HERE struct cert_search_in
INPUT_TABLE(cert_search_in, CERT_SEARCH_IN)
#undef INPUT_HERE

OUTPUT_TABLE(cert_search_owner_out, CERT_SEARCH_OWNER_OUT)
OUTPUT_TABLE(cert_search_cert_out, CERT_SEARCH_CERT_OUT)
OUTPUT_TABLE(cert_search_unit_out, CERT_SEARCH_UNIT_OUT)
OUTPUT_TABLE(cert_search_out, CERT_SEARCH_OUT)

#define SEARCH_LIMIT 50

static void show_owners(const struct registry_right *r, struct tree *list)
{
    for (size_t i = 0; r != NULL && i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("name"), id_mask_name(o->arena, h->name));
        tree_text(o, S("document_number"), id_mask_document(o->arena, h->document_number));
        tree_text(o, S("share"), share_print(o->arena, h->share));
    }
}

static err show_certificates(struct ctx *ctx, const struct registry_right *r, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cert_of_right, &rows, text(ctx->region), text(r->id)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("certificate"), take_text(&row));
        tree_text(o, S("number"), take_text(&row));
        tree_text(o, S("kind"), take_text(&row));
        tree_text(o, S("state"), take_text(&row));
        tree_text(o, S("right"), r->id);
        tree_text(o, S("right_kind"), r->kind);
    }
    return OK;
}

/* One property; nothing when the book has no such unit. */
static err show_unit(struct ctx *ctx, str unit, struct tree *list)
{
    struct tree *o, *certificates;
    struct registry_page page;
    err e = registry_page_get(ctx, unit, &page);

    if (e == E_MISSING)
        return OK;
    TRY(e);
    o = tree_object(list, S(""));
    tree_text(o, S("unit"), unit);
    tree_text(o, S("location"), page.unit.location);
    tree_bool(o, S("seized"), page.seizure != NULL);
    tree_i64(o, S("mortgages"), page.mortgages);
    show_owners(page.ownership, tree_list(o, S("owners")));
    certificates = tree_list(o, S("certificates"));
    for (size_t i = 0; i < page.rights_count; i++)
        TRY(show_certificates(ctx, &page.rights[i], certificates));
    return OK;
}

static err search_number(struct ctx *ctx, str number, struct tree *list)
{
    struct cert c;
    bool found;

    TRY(cert_find_number(ctx, number, &c, &found));
    return found ? show_unit(ctx, c.unit, list) : OK;
}

static err search_document(struct ctx *ctx, str document, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_units_of_document, &rows, text(ctx->region), text(document),
        i64(SEARCH_LIMIT)));
    while (db_next(&rows, &row))
        TRY(show_unit(ctx, take_text(&row), list));
    return OK;
}

static err search_region(struct ctx *ctx, const struct cert_search_in *in, struct tree *list)
{
    if (in->number.len > 0)
        TRY(search_number(ctx, in->number, list));
    if (in->document.len > 0)
        TRY(search_document(ctx, in->document, list));
    return OK;
}

err cert_search(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_search_in *in = arg;
    struct tree *list = tree_list(out, S("units"));
    str home = ctx->region;

    if (in->number.len == 0 && in->unit.len == 0 && in->document.len == 0) {
        why_add(ctx, &INPUT_MISSING, S("number"), (str){0});
        return E_INVALID;
    }
    if (in->unit.len > 0)
        TRY(show_unit(ctx, in->unit, list));
    for (size_t i = 0; i < ctx->city->regions_count; i++) {
        ctx->region = ctx->city->regions[i].region;
        TRY(search_region(ctx, in, list));
    }
    ctx->region = home;
    return OK;
}

err cert_filing_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct filing_list_in in = *(const struct filing_list_in *)arg;
    struct cert c;
    bool found = false;

    for (size_t i = 0; in.q.len > 0 && i < ctx->city->regions_count && !found; i++) {
        str home = ctx->region;

        ctx->region = ctx->city->regions[i].region;
        TRY(cert_find_number(ctx, in.q, &c, &found));
        ctx->region = found ? ctx->region : home;
    }
    if (found)
        in.q = c.filing;
    return filing_list(ctx, &in, out);
}
