/* Reading a GeoJSON file in: feature by feature, each taken or not, and all that was found about it
 * kept. A bad feature never stops the others. */
#include "base/ids.h"
#include "base/when.h"
#include "cadastre/cadastre_feature.h"
#include "place/city.h"

#define INPUT_HERE struct cadastre_mapping_in
INPUT_TABLE(cadastre_mapping_in, CADASTRE_MAPPING_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_import_in
INPUT_TABLE(cadastre_import_in, CADASTRE_IMPORT_IN)
#undef INPUT_HERE

#define ASSIGN_LEN 8

static const char *const layers[] = {
#define LAYER(id, zh, en) id,
#include "cadastre/cadastre.def"
#undef LAYER
};

/* The table's own text, which ends with a NUL; empty when there is no such layer. */
static str layer_of(str given)
{
    for (size_t i = 0; i < COUNT(layers); i++)
        if (str_is(given, layers[i]))
            return str_of(layers[i]);
    return (str){0};
}

/* A parcel's code stands in the file or is given; a building's may also be given by its place. */
static bool says_codes(const struct ctx *ctx, const struct cadastre_batch *b)
{
    const struct cadastre_mapping_in *m = b->mapping;
    str code;

    if (m->code.len > 0)
        return m->assign.len == 0;
    if (str_is(b->layer, "building"))
        return m->assign.len == 0;
    code = arena_printf(
        ctx->arena, "%.*s%.*s00001", STR(ctx->region), STR(str_slice(m->assign, 0, ASSIGN_LEN)));
    return cadastre_parcel_code_is_valid(code);
}

err cadastre_batch_begin(struct ctx *ctx, struct cadastre_batch *b)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms)), given = b->layer;

    if (place_region_find(ctx->city, ctx->region) == NULL)
        why_add(ctx, &REGION_UNKNOWN, S("region"), ctx->region);
    b->layer = layer_of(given);
    if (b->layer.len == 0)
        why_add(ctx, &LAYER_UNKNOWN, S("layer"), given);
    else if (!says_codes(ctx, b))
        why_add(ctx, &MAPPING_CODE, S("mapping"), b->mapping->assign);
    TRY(why_refuse(ctx));
    cadastre_limits_on(ctx->arena, today, &b->limits);
    b->counts = (struct cadastre_counts){0};
    b->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    return OK;
}

/* ---- one feature ---- */

static void read_shape(struct ctx *ctx, struct cadastre_feature *f, const struct tree *geometry)
{
    if (geometry == NULL || geometry->kind == TREE_NULL) {
        why_add(ctx, &SHAPE_MISSING, S("geometry"), (str){0});
        return;
    }
    if (shape_read(ctx, geometry, S("geometry"), &f->shape))
        plane_measure(&f->shape, &f->measure);
}

static err take(struct ctx *ctx, struct cadastre_feature *f, const struct tree *feature)
{
    const struct tree *properties = tree_get(feature, S("properties"));

    if (!str_is(tree_get_text(feature, S("type")), "Feature") || properties == NULL ||
        (properties->kind != TREE_OBJECT && properties->kind != TREE_NULL)) {
        why_add(ctx, &FEATURE_KIND, S("type"), (str){0});
        return OK;
    }
    f->properties = properties;
    f->source = cadastre_property(ctx, f, f->batch->mapping->source);
    read_shape(ctx, f, tree_get(feature, S("geometry")));
    if (str_is(f->batch->layer, "parcel"))
        return cadastre_take_as_parcel(ctx, f);
    return cadastre_take_as_building(ctx, f);
}

static err keep_findings(struct ctx *ctx, const struct cadastre_feature *f, bool taken)
{
    const struct cadastre_batch *b = f->batch;
    int64_t seq = 0;

    for (const struct finding *w = ctx->why_first; w != NULL; w = w->next)
        TRY(db_put(ctx, SQL_cadastre_finding_add, text(ctx->region), text(b->id),
            i64(b->counts.read), i64(++seq), text(b->layer), text(f->code), text(f->source),
            text(str_of(w->rule->id)), text(w->field), text(w->detail), i64(taken),
            i64(ctx->now_ms)));
    return OK;
}

static void count(struct cadastre_counts *c, const struct cadastre_feature *f, bool taken)
{
    c->refused += !taken;
    c->added += taken && f->is_new;
    c->same += taken && f->is_same;
    c->changed += taken && !f->is_new && !f->is_same;
}

err cadastre_batch_take(struct ctx *ctx, struct cadastre_batch *b, const struct tree *feature)
{
    struct cadastre_feature f = {.batch = b};
    bool taken;

    b->counts.read++;
    TRY(take(ctx, &f, feature));
    taken = why_refuse(ctx) == OK;
    b->counts.reported += taken && ctx->why_first != NULL;
    count(&b->counts, &f, taken);
    TRY(keep_findings(ctx, &f, taken));
    why_clear(ctx);
    return OK;
}

err cadastre_batch_save(struct ctx *ctx, const struct cadastre_batch *b)
{
    const struct cadastre_counts *c = &b->counts;

    return db_put(ctx, SQL_cadastre_import_put, text(ctx->region), text(b->id), text(b->layer),
        text(b->name), text(ctx->who.staff), i64(c->read), i64(c->added), i64(c->changed),
        i64(c->same), i64(c->refused), i64(c->reported), i64(ctx->now_ms));
}

/* ---- POST /cadastre/imports ---- */

static void show_counts(const struct cadastre_batch *b, struct tree *o)
{
    const struct cadastre_counts *c = &b->counts;

    tree_text(o, S("import"), b->id);
    tree_text(o, S("layer"), b->layer);
    tree_i64(o, S("read"), c->read);
    tree_i64(o, S("added"), c->added);
    tree_i64(o, S("changed"), c->changed);
    tree_i64(o, S("same"), c->same);
    tree_i64(o, S("refused"), c->refused);
    tree_i64(o, S("reported"), c->reported);
}

err cadastre_import(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_import_in *in = arg;
    const struct tree *features = tree_get(in->collection, S("features"));
    struct cadastre_batch b = {.layer = in->layer, .name = in->name, .mapping = in->mapping.items};

    if (!str_eq(in->region, ctx->region))
        why_add(ctx, &REGION_UNKNOWN, S("region"), in->region);
    if (features == NULL || features->kind != TREE_LIST)
        why_add(ctx, &COLLECTION_KIND, S("collection"), (str){0});
    TRY(cadastre_batch_begin(ctx, &b));
    for (const struct tree *t = features->first; t != NULL; t = t->next) {
        struct arena_mark mark = arena_mark(ctx->arena);

        TRY(cadastre_batch_take(ctx, &b, t));
        arena_rewind(ctx->arena, mark);
    }
    TRY(cadastre_batch_save(ctx, &b));
    show_counts(&b, out);
    return OK;
}
