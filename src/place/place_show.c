/* The city's regions and offices as everybody reads them, and what an office must be like. */
#include "place/place.h"

#define RULE RULE_DEFINE
#include "place/place.def"
#undef RULE

#define INPUT_HERE struct place_office_new_in
INPUT_TABLE(place_office_new_in, PLACE_OFFICE_NEW_IN)
#undef INPUT_HERE
#define INPUT_HERE struct place_office_save_in
INPUT_TABLE(place_office_save_in, PLACE_OFFICE_SAVE_IN)
#undef INPUT_HERE

OUTPUT_TABLE(place_word_out, PLACE_WORD_OUT)
OUTPUT_TABLE(place_office_out, PLACE_OFFICE_OUT)
OUTPUT_TABLE(place_region_out, PLACE_REGION_OUT)
OUTPUT_TABLE(place_list_out, PLACE_LIST_OUT)

struct office_kind {
    const char *id, *zh, *en;
};
static const struct office_kind office_kinds[] = {
#define OFFICE_KIND(id, zh, en) {id, zh, en},
#include "place/place.def"
#undef OFFICE_KIND
};

static const struct office_kind *find_kind(str id)
{
    for (size_t i = 0; i < COUNT(office_kinds); i++)
        if (str_is(id, office_kinds[i].id))
            return &office_kinds[i];
    return NULL;
}

void place_office_show(const struct place_office *o, struct tree *out)
{
    const struct office_kind *kind = find_kind(o->kind);

    tree_text(out, S("office"), o->id);
    tree_text(out, S("region"), o->region);
    tree_text(out, S("kind"), o->kind);
    tree_text(out, S("kind_zh"), kind != NULL ? str_of(kind->zh) : o->kind);
    tree_text(out, S("kind_en"), kind != NULL ? str_of(kind->en) : o->kind);
    tree_text(out, S("name_zh"), o->name_zh);
    tree_text(out, S("name_en"), o->name_en);
    tree_i64(out, S("windows"), o->windows);
    tree_i64(out, S("version"), o->version);
}

err place_list(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct city *city = ctx->city;
    struct tree *regions = tree_list(out, S("regions")), *kinds = tree_list(out, S("kinds"));

    (void)in;
    for (size_t i = 0; i < city->regions_count; i++) {
        const struct place_region *r = &city->regions[i];
        struct tree *o = tree_object(regions, S("")), *offices;

        tree_text(o, S("region"), r->region);
        tree_text(o, S("name_zh"), r->name_zh);
        tree_text(o, S("name_en"), r->name_en);
        tree_text(o, S("authority_zh"), r->authority_zh);
        tree_text(o, S("certificate_name"), r->certificate_name);
        offices = tree_list(o, S("offices"));
        for (size_t k = 0; k < city->offices_count; k++)
            if (str_eq(city->offices[k].region, r->region))
                place_office_show(&city->offices[k], tree_object(offices, S("")));
    }
    for (size_t i = 0; i < COUNT(office_kinds); i++) {
        struct tree *o = tree_object(kinds, S(""));

        tree_text(o, S("id"), str_of(office_kinds[i].id));
        tree_text(o, S("name_zh"), str_of(office_kinds[i].zh));
        tree_text(o, S("name_en"), str_of(office_kinds[i].en));
    }
    return OK;
}

static bool id_has_form(str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.at[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return id.len > 0;
}

void place_office_check(struct ctx *ctx, const struct place_office *o)
{
    if (!id_has_form(o->id))
        why_add(ctx, &OFFICE_ID_FORM, S("office"), o->id);
    if (find_kind(o->kind) == NULL)
        why_add(ctx, &OFFICE_KIND_UNKNOWN, S("kind"), o->kind);
}

void place_office_region_check(struct ctx *ctx, const struct place_office *o)
{
    if (place_region_find(ctx->city, o->region) == NULL)
        why_add(ctx, &OFFICE_REGION_UNKNOWN, S("region"), o->region);
}
