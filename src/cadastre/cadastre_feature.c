/* What parcels and buildings of a file have in common: properties, shapes, and the checks of them.
 */
#include "cadastre/cadastre_feature.h"

#include "base/decimal.h"

#define PROPERTY_MAX 400 /* bytes that are kept of a property */
#define NEIGHBOURS_MAX 500
#define CM2_PLACES 4 /* cm2 within a square metre */

/* Not within a character. */
static str cut_text(str s)
{
    size_t len = s.len < PROPERTY_MAX ? s.len : PROPERTY_MAX;

    while (len < s.len && len > 0 && ((unsigned char)s.at[len] & 0xC0) == 0x80)
        len--;
    return str_trim(str_slice(s, 0, len));
}

str cadastre_property(struct ctx *ctx, const struct cadastre_feature *f, str name)
{
    const struct tree *t = name.len > 0 ? tree_get(f->properties, name) : NULL;
    struct buf b;

    if (t == NULL || t->kind == TREE_NULL || t->kind == TREE_LIST || t->kind == TREE_OBJECT)
        return (str){0};
    if (t->kind == TREE_TEXT)
        return cut_text(t->text);
    buf_init(&b, ctx->arena, 64);
    tree_print(t, &b);
    return buf_str(&b);
}

int64_t cadastre_stated_area(struct ctx *ctx, const struct cadastre_feature *f)
{
    str name = f->batch->mapping->area_m2, given = cadastre_property(ctx, f, name);
    int64_t area;

    if (given.len == 0)
        return 0;
    if (decimal_read(given, CM2_PLACES, &area) && area >= 0)
        return area;
    why_add(ctx, &AREA_FORM, name, given);
    return 0;
}

int64_t cadastre_common_with(const struct shape *s, const struct shape *other)
{
    int64_t common;

    plane_common(s, &other, 1, &common);
    return common;
}

static str m2(struct arena *a, int64_t cm2)
{
    return decimal_print(a, cm2, CM2_PLACES);
}

/* Areas that cannot be told are not reported: the shape that is to blame is, as invalid. */
static err check_neighbours(struct ctx *ctx, const struct cadastre_feature *f)
{
    struct cadastre_nears near = {.max = NEIGHBOURS_MAX};
    struct shape_box box = shape_box_of(&f->shape);
    const struct shape **shapes;
    int64_t *common;

    TRY(cadastre_shapes_near(ctx, f->batch->layer.at, &box, &near));
    shapes = ARENA_MANY(ctx->arena, near.count + 1, const struct shape *);
    common = ARENA_MANY(ctx->arena, near.count + 1, int64_t);
    for (size_t i = 0; i < near.count; i++)
        shapes[i] = &near.at[i].shape;
    if (near.count > 0)
        plane_common(&f->shape, shapes, near.count, common);
    for (size_t i = 0; i < near.count; i++)
        if (!str_eq(near.at[i].code, f->code) && common[i] > f->batch->limits.overlap_cm2)
            why_add(ctx, &SHAPE_OVERLAPS, S("geometry"),
                arena_printf(ctx->arena, "%.*s %.*s m²", STR(near.at[i].code),
                    STR(m2(ctx->arena, common[i]))));
    return OK;
}

static void check_valid(struct ctx *ctx, const struct cadastre_feature *f)
{
    const struct plane_measure *m = &f->measure;

    if (m->valid)
        return;
    why_add(ctx, &SHAPE_INVALID, S("geometry"),
        arena_printf(ctx->arena, "%s %.*s,%.*s", m->fault,
            STR(decimal_print(ctx->arena, m->at.x, SHAPE_PLACES)),
            STR(decimal_print(ctx->arena, m->at.y, SHAPE_PLACES))));
}

err cadastre_check_shape(struct ctx *ctx, const struct cadastre_feature *f, int64_t stated_cm2)
{
    if (f->shape.count == 0)
        return OK;
    check_valid(ctx, f);
    if (stated_cm2 > 0 && f->measure.area_cm2 >= 0 &&
        !cadastre_areas_agree(&f->batch->limits, stated_cm2, f->measure.area_cm2))
        why_add(ctx, &AREA_DIFFERS, f->batch->mapping->area_m2,
            arena_printf(ctx->arena, "%.*s / %.*s m²", STR(m2(ctx->arena, stated_cm2)),
                STR(m2(ctx->arena, f->measure.area_cm2))));
    return check_neighbours(ctx, f);
}

err cadastre_keep_shape(struct ctx *ctx, const struct cadastre_feature *f, bool *ret_same)
{
    struct cadastre_near kept;
    bool found;

    *ret_same = f->shape.count == 0;
    if (*ret_same)
        return OK;
    TRY(cadastre_shape_get(ctx, f->batch->layer.at, f->code, &kept, &found));
    *ret_same =
        found && str_eq(shape_write(ctx->arena, &kept.shape), shape_write(ctx->arena, &f->shape));
    if (*ret_same)
        return OK;
    return cadastre_shape_put(ctx, f->batch->layer.at, f->code, &f->shape, f->measure.area_cm2);
}
