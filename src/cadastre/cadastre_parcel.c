/* A feature that is a parcel (宗地). */
#include "cadastre/cadastre_feature.h"

#include <stdlib.h>

#define NUMBER_LEN 5
#define NUMBER_MAX 99999

/* The next number of the sub-zone; numbers of closed parcels are never given again. */
static err next_code(struct ctx *ctx, struct cadastre_feature *f)
{
    str prefix = arena_join(ctx->arena, ctx->region, f->batch->mapping->assign);
    int64_t number = 0;
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_cadastre_parcel_last, &row, &found, text(ctx->region),
        text(arena_join(ctx->arena, prefix, S("00000"))),
        text(arena_join(ctx->arena, prefix, S("A")))));
    if (found && !str_to_i64(str_slice(take_text(&row), prefix.len, NUMBER_LEN), &number))
        return E_FAULT;
    if (number >= NUMBER_MAX)
        why_add(ctx, &PARCEL_FULL, S("assign"), f->batch->mapping->assign);
    f->code = arena_printf(ctx->arena, "%.*s%05lld", STR(prefix), (long long)number + 1);
    return OK;
}

static err code_of_source(struct ctx *ctx, struct cadastre_feature *f)
{
    struct db_row row;
    bool found = false;

    if (f->source.len > 0)
        TRY(db_find(
            ctx, SQL_cadastre_parcel_of_source, &row, &found, text(ctx->region), text(f->source)));
    if (!found)
        return next_code(ctx, f);
    f->code = take_text(&row);
    return OK;
}

static err find_code(struct ctx *ctx, struct cadastre_feature *f)
{
    const struct cadastre_mapping_in *m = f->batch->mapping;

    if (m->code.len == 0)
        return code_of_source(ctx, f);
    f->code = cadastre_property(ctx, f, m->code);
    if (!cadastre_parcel_code_is_valid(f->code) || !str_starts(f->code, ctx->region))
        why_add(ctx, &PARCEL_CODE, m->code, f->code);
    return OK;
}

static bool same_parcel(const struct cadastre_parcel *a, const struct cadastre_parcel *b)
{
    return str_eq(a->source, b->source) && str_eq(a->location, b->location) &&
           str_eq(a->usage, b->usage) && str_eq(a->land_kind, b->land_kind) &&
           a->area_cm2 == b->area_cm2;
}

err cadastre_take_as_parcel(struct ctx *ctx, struct cadastre_feature *f)
{
    const struct cadastre_mapping_in *m = f->batch->mapping;
    struct cadastre_parcel kept = {0}, p = {.source = f->source,
                                           .import = f->batch->id,
                                           .location = cadastre_property(ctx, f, m->location),
                                           .usage = cadastre_property(ctx, f, m->usage),
                                           .land_kind = cadastre_property(ctx, f, m->land_kind)};
    bool found, same_shape;

    TRY(find_code(ctx, f));
    if (why_refuse(ctx) != OK)
        return OK;
    p.code = f->code;
    p.area_cm2 = cadastre_stated_area(ctx, f);
    TRY(cadastre_parcel_find(ctx, f->code, &kept, &found));
    if (found && str_is(kept.state, "closed"))
        why_add(ctx, &CODE_CLOSED, m->code, f->code);
    if (found && str_eq(kept.import, f->batch->id))
        why_add(ctx, &CODE_TWICE, m->code, f->code);
    if (why_refuse(ctx) != OK)
        return OK;
    TRY(cadastre_check_shape(ctx, f, p.area_cm2));
    TRY(cadastre_parcel_put(ctx, &p));
    TRY(cadastre_keep_shape(ctx, f, &same_shape));
    f->is_new = !found;
    f->is_same = found && same_shape && same_parcel(&kept, &p);
    return OK;
}
