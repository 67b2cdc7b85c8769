/* Floors and units of a building as they were surveyed (户室). */
#include "cadastre/cadastre_store.h"

#define INPUT_HERE struct cadastre_unit_in
INPUT_TABLE(cadastre_unit_in, CADASTRE_UNIT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_floor_in
INPUT_TABLE(cadastre_floor_in, CADASTRE_FLOOR_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_floors_in
INPUT_TABLE(cadastre_floors_in, CADASTRE_FLOORS_IN)
#undef INPUT_HERE

/* A number of floors that the file did not state limits nothing. */
static bool floor_exists(const struct cadastre_building *b, int64_t floor)
{
    if (floor == 0)
        return false;
    if (b->floors_above == 0 && b->floors_below == 0)
        return true;
    return floor <= b->floors_above && floor >= -b->floors_below;
}

static bool named_before(const struct cadastre_floors_in *in, size_t floor, size_t unit)
{
    const struct cadastre_floor_in *floors = in->floors.items;
    const struct cadastre_unit_in *mine = floors[floor].units.items;

    for (size_t i = 0; i <= floor; i++) {
        const struct cadastre_unit_in *u = floors[i].units.items;

        for (size_t j = 0; j < (i == floor ? unit : floors[i].units.count); j++)
            if (str_eq(u[j].unit, mine[unit].unit))
                return true;
    }
    return false;
}

static err check_unit(
    struct ctx *ctx, const struct cadastre_floors_in *in, size_t floor, size_t unit)
{
    const struct cadastre_floor_in *floors = in->floors.items;
    const struct cadastre_unit_in *u =
        &((const struct cadastre_unit_in *)floors[floor].units.items)[unit];
    str field = arena_printf(ctx->arena, "floors[%zu].units[%zu].unit", floor, unit);
    struct cadastre_unit kept = {0};
    struct db_row row;
    bool found;

    if (!str_starts(u->unit, in->building))
        why_add(ctx, &UNIT_ELSEWHERE, field, u->unit);
    if (named_before(in, floor, unit))
        why_add(ctx, &UNIT_TWICE, field, u->unit);
    if (u->inside_cm2 + u->shared_cm2 > 0 && u->inside_cm2 + u->shared_cm2 != u->area_cm2)
        why_add(ctx, &UNIT_PARTS, field, u->unit);
    TRY(db_find(ctx, SQL_cadastre_unit_get, &row, &found, text(ctx->region), text(u->unit)));
    if (found)
        cadastre_take_unit(&row, &kept);
    if (str_is(kept.state, "closed"))
        why_add(ctx, &CODE_CLOSED, field, u->unit);
    return OK;
}

static err check_floors(
    struct ctx *ctx, const struct cadastre_floors_in *in, const struct cadastre_building *b)
{
    const struct cadastre_floor_in *floors = in->floors.items;

    for (size_t i = 0; i < in->floors.count; i++) {
        str field = arena_printf(ctx->arena, "floors[%zu].floor", i);
        str number = arena_printf(ctx->arena, "%lld", (long long)floors[i].floor);

        if (!floor_exists(b, floors[i].floor))
            why_add(ctx, &FLOOR_NONE, field, number);
        for (size_t j = 0; j < i; j++)
            if (floors[j].floor == floors[i].floor)
                why_add(ctx, &FLOOR_TWICE, field, number);
        for (size_t j = 0; j < floors[i].units.count; j++)
            TRY(check_unit(ctx, in, i, j));
    }
    return why_refuse(ctx);
}

static err put_floor(struct ctx *ctx, str building, const struct cadastre_floor_in *f)
{
    const struct cadastre_unit_in *u = f->units.items;

    TRY(db_put(ctx, SQL_cadastre_floor_put, text(ctx->region), text(building), i64(f->floor),
        text(f->name)));
    for (size_t i = 0; i < f->units.count; i++)
        TRY(db_put(ctx, SQL_cadastre_unit_put, text(ctx->region), text(u[i].unit), text(building),
            i64(f->floor), i64((int64_t)i + 1), text(u[i].room), text(u[i].usage),
            text(u[i].layout), text(u[i].permit), i64(u[i].area_cm2), i64(u[i].inside_cm2),
            i64(u[i].shared_cm2), i64(ctx->now_ms)));
    return OK;
}

err cadastre_floors_save(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_floors_in *in = arg;
    const struct cadastre_floor_in *floors = in->floors.items;
    struct cadastre_building b;
    int64_t units = 0;
    bool found;

    TRY(cadastre_building_find(ctx, in->building, &b, &found));
    if (!found) {
        why_add(ctx, &BUILDING_UNKNOWN, S("building"), in->building);
        return E_REFUSED;
    }
    TRY(check_floors(ctx, in, &b));
    for (size_t i = 0; i < in->floors.count; i++) {
        TRY(put_floor(ctx, in->building, &floors[i]));
        units += (int64_t)floors[i].units.count;
    }
    tree_text(out, S("building"), in->building);
    tree_i64(out, S("floors"), (int64_t)in->floors.count);
    tree_i64(out, S("units"), units);
    return OK;
}
