/* A parcel, a building with its table of units, and what lies in a window of the map. */
#include "cadastre/cadastre_table.h"
#include "staff/staff.h"

#define INPUT_HERE struct cadastre_building_in
INPUT_TABLE(cadastre_building_in, CADASTRE_BUILDING_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_parcel_in
INPUT_TABLE(cadastre_parcel_in, CADASTRE_PARCEL_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_map_in
INPUT_TABLE(cadastre_map_in, CADASTRE_MAP_IN)
#undef INPUT_HERE

#define BUILDINGS_MAX 10000
#define MAP_MAX 1500                    /* shapes of a layer in one answer */
#define FIRST_LOOK (SHAPE_DEGREE / 500) /* about 200 m around the first parcel */
#define WHO_REGISTERS "clerk reviewer-registry manager auditor"

/* ---- shapes ---- */

static err show_shape(
    struct ctx *ctx, const char *layer, str code, struct tree *o, int64_t *ret_measured)
{
    struct cadastre_near near;
    bool found;

    TRY(cadastre_shape_get(ctx, layer, code, &near, &found));
    *ret_measured = found ? near.measured_cm2 : 0;
    if (found)
        shape_show(&near.shape, tree_object(o, S("geometry")));
    else
        tree_null(o, S("geometry"));
    return OK;
}

static void show_building(const struct cadastre_building *b, struct tree *o)
{
    tree_text(o, S("building"), b->code);
    tree_text(o, S("parcel"), b->parcel);
    tree_text(o, S("name"), b->name);
    tree_text(o, S("location"), b->location);
    tree_text(o, S("structure"), b->structure);
    tree_i64(o, S("floors_above"), b->floors_above);
    tree_i64(o, S("floors_below"), b->floors_below);
    tree_text(o, S("finished_on"), b->finished_on);
    tree_i64(o, S("area_cm2"), b->area_cm2);
}

/* ---- a building ---- */

static err read_floors(struct ctx *ctx, str building, struct cadastre_table *t)
{
    struct cadastre_floor *floors;
    struct cadastre_unit *units;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cadastre_floors, &rows, text(ctx->region), text(building)));
    floors = ARENA_MANY(ctx->arena, rows.count + 1, struct cadastre_floor);
    while (db_next(&rows, &row)) {
        floors[t->floors_count].floor = take_i64(&row);
        floors[t->floors_count++].name = take_text(&row);
    }
    TRY(db_list(ctx, SQL_cadastre_units, &rows, text(ctx->region), text(building)));
    units = ARENA_MANY(ctx->arena, rows.count + 1, struct cadastre_unit);
    while (db_next(&rows, &row))
        cadastre_take_unit(&row, &units[t->units_count++]);
    t->floors = floors;
    t->units = units;
    return OK;
}

static err show_table(
    struct ctx *ctx, const struct cadastre_building *b, enum cadastre_sight sight, struct tree *out)
{
    struct cadastre_table t = {.sight = sight};
    struct registry_page *pages;
    struct tree *table, *counts;

    TRY(read_floors(ctx, b->code, &t));
    TRY(registry_pages_between(ctx, arena_join(ctx->arena, b->code, S("0000")),
        arena_join(ctx->arena, b->code, S("A")), &pages, &t.pages_count));
    t.pages = pages;
    table = tree_list(out, S("table"));
    counts = tree_list(out, S("counts"));
    cadastre_table_show(&t, table, counts);
    return OK;
}

static err show_page(struct ctx *ctx, str code, enum cadastre_sight sight, struct tree *out)
{
    struct cadastre_building b;
    int64_t measured;
    bool found;

    TRY(cadastre_building_find(ctx, code, &b, &found));
    if (!found)
        return E_MISSING;
    show_building(&b, out);
    TRY(show_shape(ctx, "building", code, out, &measured));
    tree_i64_or_null(out, S("measured_cm2"), measured);
    TRY(show_table(ctx, &b, sight, out));
    return cadastre_findings_of(ctx, "building", code, b.import, tree_list(out, S("findings")));
}

err cadastre_building_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_building_in *in = arg;

    return show_page(ctx, in->building, SIGHT_NOBODY, out);
}

err cadastre_building_officer(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_building_in *in = arg;
    bool registers = staff_has_role(&ctx->who, WHO_REGISTERS);

    return show_page(ctx, in->building, registers ? SIGHT_FULL : SIGHT_MASKED, out);
}

/* ---- a parcel ---- */

static void show_parcel(const struct cadastre_parcel *p, struct tree *o)
{
    tree_text(o, S("parcel"), p->code);
    tree_text(o, S("source"), p->source);
    tree_text(o, S("location"), p->location);
    tree_text(o, S("usage"), p->usage);
    tree_text(o, S("land_kind"), p->land_kind);
    tree_text(o, S("state"), p->state);
    tree_i64(o, S("area_cm2"), p->area_cm2);
}

static err show_buildings(struct ctx *ctx, str parcel, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cadastre_buildings_of_parcel, &rows, text(ctx->region), text(parcel),
        i64(BUILDINGS_MAX)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        struct cadastre_near near;
        struct cadastre_building b;
        bool found;

        cadastre_take_building(&row, &b);
        show_building(&b, o);
        TRY(cadastre_shape_get(ctx, "building", b.code, &near, &found));
        tree_i64_or_null(o, S("measured_cm2"), found ? near.measured_cm2 : 0);
    }
    return OK;
}

err cadastre_parcel_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_parcel_in *in = arg;
    struct cadastre_parcel p;
    int64_t measured;
    bool found;

    TRY(cadastre_parcel_find(ctx, in->parcel, &p, &found));
    if (!found)
        return E_MISSING;
    show_parcel(&p, out);
    TRY(show_shape(ctx, "parcel", p.code, out, &measured));
    tree_i64_or_null(out, S("measured_cm2"), measured);
    TRY(show_buildings(ctx, p.code, tree_list(out, S("buildings"))));
    return cadastre_findings_of(ctx, "parcel", p.code, p.import, tree_list(out, S("findings")));
}

/* ---- a window of the map ---- */

static err show_layer(struct ctx *ctx, const char *layer, const struct shape_box *box,
    struct tree *features, bool *ret_more)
{
    struct cadastre_nears near = {.max = MAP_MAX};

    TRY(cadastre_shapes_near(ctx, layer, box, &near));
    for (size_t i = 0; i < near.count; i++) {
        const struct cadastre_near *n = &near.at[i];
        struct tree *o = tree_object(features, S("")), *properties;

        tree_text(o, S("type"), S("Feature"));
        tree_text(o, S("id"), n->code);
        properties = tree_object(o, S("properties"));
        tree_text(properties, S("layer"), str_of(layer));
        tree_text(properties, S("code"), n->code);
        tree_text(properties, S("label"), n->label);
        tree_i64(properties, S("area_cm2"), n->measured_cm2);
        shape_show(&n->shape, tree_object(o, S("geometry")));
    }
    *ret_more = *ret_more || near.more;
    return OK;
}

/* Around the region's first parcel; nothing when there is none. */
static err first_look(struct ctx *ctx, struct shape_box *ret)
{
    struct db_row row;
    bool found;

    *ret = (struct shape_box){0, 0, 1, 1};
    TRY(db_find(ctx, SQL_cadastre_shape_first, &row, &found, text(ctx->region)));
    if (!found)
        return OK;
    ret->west = take_i64(&row) - FIRST_LOOK;
    ret->south = take_i64(&row) - FIRST_LOOK;
    ret->east = take_i64(&row) + FIRST_LOOK;
    ret->north = take_i64(&row) + FIRST_LOOK;
    return OK;
}

err cadastre_map(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_map_in *in = arg;
    struct tree *bbox, *features;
    struct shape_box box;
    bool more = false;

    if (in->bbox.len > 0 && !shape_box_read(in->bbox, &box)) {
        why_add(ctx, &WINDOW_FORM, S("bbox"), in->bbox);
        return E_REFUSED;
    }
    if (in->bbox.len == 0)
        TRY(first_look(ctx, &box));
    tree_text(out, S("type"), S("FeatureCollection"));
    bbox = tree_list(out, S("bbox"));
    tree_decimal(bbox, S(""), box.west, SHAPE_PLACES);
    tree_decimal(bbox, S(""), box.south, SHAPE_PLACES);
    tree_decimal(bbox, S(""), box.east, SHAPE_PLACES);
    tree_decimal(bbox, S(""), box.north, SHAPE_PLACES);
    features = tree_list(out, S("features"));
    TRY(show_layer(ctx, "parcel", &box, features, &more));
    TRY(show_layer(ctx, "building", &box, features, &more));
    tree_bool(out, S("more"), more);
    return OK;
}
