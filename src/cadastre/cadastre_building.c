/* A feature that is a building (自然幢). */
#include "cadastre/cadastre_feature.h"

#include "base/decimal.h"
#include "base/when.h"

#define NUMBER_LEN 4
#define NUMBER_MAX 9999
#define FLOORS_MAX 300
#define PARCELS_MAX 200

/* The parcel upon which most of the building stands. */
static err parcel_by_place(struct ctx *ctx, const struct cadastre_feature *f, str *ret)
{
    struct cadastre_nears near = {.max = PARCELS_MAX};
    struct shape_box box;
    int64_t best = 0;

    *ret = (str){0};
    if (f->shape.count == 0) {
        why_add(ctx, &BUILDING_NOWHERE, S("geometry"), f->source);
        return OK;
    }
    box = shape_box_of(&f->shape);
    TRY(cadastre_shapes_near(ctx, "parcel", &box, &near));
    for (size_t i = 0; i < near.count; i++) {
        int64_t common = cadastre_common_with(&f->shape, &near.at[i].shape);

        if (common <= best)
            continue;
        best = common;
        *ret = near.at[i].code;
    }
    if (ret->len == 0)
        why_add(ctx, &BUILDING_NOWHERE, S("geometry"), f->source);
    return OK;
}

static err next_code(struct ctx *ctx, struct cadastre_feature *f, str parcel)
{
    str prefix = arena_join(ctx->arena, parcel, S("F"));
    int64_t number = 0;
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_cadastre_building_last, &row, &found, text(ctx->region),
        text(arena_join(ctx->arena, prefix, S("0000"))),
        text(arena_join(ctx->arena, prefix, S("A")))));
    if (found && !str_to_i64(str_slice(take_text(&row), prefix.len, NUMBER_LEN), &number))
        return E_FAULT;
    if (number >= NUMBER_MAX)
        why_add(ctx, &BUILDING_FULL, S("parcel"), parcel);
    f->code = arena_printf(ctx->arena, "%.*s%04lld", STR(prefix), (long long)number + 1);
    return OK;
}

static err give_code(struct ctx *ctx, struct cadastre_feature *f)
{
    str name = f->batch->mapping->parcel, parcel;
    struct db_row row;
    bool found = false;

    if (f->source.len > 0)
        TRY(db_find(ctx, SQL_cadastre_building_of_source, &row, &found, text(ctx->region),
            text(f->source)));
    if (found) {
        f->code = take_text(&row);
        return OK;
    }
    parcel = cadastre_property(ctx, f, name);
    if (parcel.len == 0)
        TRY(parcel_by_place(ctx, f, &parcel));
    else if (!cadastre_parcel_code_is_valid(parcel) || !str_starts(parcel, ctx->region))
        why_add(ctx, &PARCEL_CODE, name, parcel);
    return why_refuse(ctx) == OK ? next_code(ctx, f, parcel) : OK;
}

static err find_code(struct ctx *ctx, struct cadastre_feature *f)
{
    const struct cadastre_mapping_in *m = f->batch->mapping;

    if (m->code.len == 0)
        return give_code(ctx, f);
    f->code = cadastre_property(ctx, f, m->code);
    if (!cadastre_building_code_is_valid(f->code) || !str_starts(f->code, ctx->region))
        why_add(ctx, &BUILDING_CODE, m->code, f->code);
    return OK;
}

static int64_t floors_of(struct ctx *ctx, const struct cadastre_feature *f, str name)
{
    str given = cadastre_property(ctx, f, name);
    int64_t floors = 0;

    if (given.len == 0)
        return 0;
    if (decimal_read(given, 0, &floors) && floors >= 0 && floors <= FLOORS_MAX)
        return floors;
    why_add(ctx, &COUNT_FORM, name, given);
    return 0;
}

static str date_of(struct ctx *ctx, const struct cadastre_feature *f)
{
    str name = f->batch->mapping->finished_on, given = cadastre_property(ctx, f, name);
    struct when_date date;

    if (given.len == 0 || when_parse_date(given, &date))
        return given;
    why_add(ctx, &DATE_FORM, name, given);
    return (str){0};
}

/* Beyond its parcel: what the building covers less what it has in common with it. */
static err check_inside(struct ctx *ctx, const struct cadastre_feature *f, str parcel)
{
    struct cadastre_near ground;
    int64_t common, beyond;
    bool found;

    if (f->shape.count == 0)
        return OK;
    TRY(cadastre_shape_get(ctx, "parcel", parcel, &ground, &found));
    if (!found)
        return OK;
    common = cadastre_common_with(&f->shape, &ground.shape);
    beyond = f->measure.area_cm2 - common;
    if (common >= 0 && beyond > f->batch->limits.outside_cm2)
        why_add(ctx, &BUILDING_OUTSIDE, S("geometry"),
            arena_printf(ctx->arena, "%.*s %.*s m²", STR(parcel),
                STR(decimal_print(ctx->arena, beyond, 4))));
    return OK;
}

static bool same_building(const struct cadastre_building *a, const struct cadastre_building *b)
{
    return str_eq(a->source, b->source) && str_eq(a->name, b->name) &&
           str_eq(a->location, b->location) && str_eq(a->structure, b->structure) &&
           str_eq(a->finished_on, b->finished_on) && a->floors_above == b->floors_above &&
           a->floors_below == b->floors_below && a->area_cm2 == b->area_cm2;
}

static struct cadastre_building building_of(struct ctx *ctx, const struct cadastre_feature *f)
{
    const struct cadastre_mapping_in *m = f->batch->mapping;

    return (struct cadastre_building){.code = f->code,
        .parcel = str_slice(f->code, 0, CADASTRE_PARCEL_LEN),
        .source = f->source,
        .import = f->batch->id,
        .name = cadastre_property(ctx, f, m->name),
        .location = cadastre_property(ctx, f, m->location),
        .structure = cadastre_property(ctx, f, m->structure),
        .floors_above = floors_of(ctx, f, m->floors_above),
        .floors_below = floors_of(ctx, f, m->floors_below),
        .finished_on = date_of(ctx, f),
        .area_cm2 = cadastre_stated_area(ctx, f)};
}

/* What stands against taking it: its parcel, its code. */
static err check_place(struct ctx *ctx, const struct cadastre_feature *f,
    struct cadastre_building *ret_kept, bool *ret_found)
{
    str parcel = str_slice(f->code, 0, CADASTRE_PARCEL_LEN), field = f->batch->mapping->code;
    struct cadastre_parcel p;
    bool found;

    TRY(cadastre_parcel_find(ctx, parcel, &p, &found));
    if (!found)
        why_add(ctx, &PARCEL_UNKNOWN, field, parcel);
    TRY(cadastre_building_find(ctx, f->code, ret_kept, ret_found));
    if ((*ret_found && str_is(ret_kept->state, "closed")) || (found && str_is(p.state, "closed")))
        why_add(ctx, &CODE_CLOSED, field, f->code);
    if (*ret_found && str_eq(ret_kept->import, f->batch->id))
        why_add(ctx, &CODE_TWICE, field, f->code);
    return OK;
}

err cadastre_take_as_building(struct ctx *ctx, struct cadastre_feature *f)
{
    struct cadastre_building kept = {0}, b;
    bool found, same_shape;

    TRY(find_code(ctx, f));
    if (why_refuse(ctx) != OK)
        return OK;
    TRY(check_place(ctx, f, &kept, &found));
    if (why_refuse(ctx) != OK)
        return OK;
    b = building_of(ctx, f);
    TRY(cadastre_check_shape(ctx, f, b.area_cm2));
    TRY(check_inside(ctx, f, b.parcel));
    TRY(cadastre_building_put(ctx, &b));
    TRY(cadastre_keep_shape(ctx, f, &same_shape));
    f->is_new = !found;
    f->is_same = found && same_shape && same_building(&kept, &b);
    return OK;
}
