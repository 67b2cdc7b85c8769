/* Parcels, buildings, units and shapes as rows. */
#include "cadastre/cadastre_store.h"

static void take_parcel(struct db_row *row, struct cadastre_parcel *ret)
{
    ret->code = take_text(row);
    ret->source = take_text(row);
    ret->import = take_text(row);
    ret->location = take_text(row);
    ret->usage = take_text(row);
    ret->land_kind = take_text(row);
    ret->state = take_text(row);
    ret->area_cm2 = take_i64(row);
    ret->version = take_i64(row);
}

void cadastre_take_building(struct db_row *row, struct cadastre_building *ret)
{
    ret->code = take_text(row);
    ret->parcel = take_text(row);
    ret->source = take_text(row);
    ret->import = take_text(row);
    ret->name = take_text(row);
    ret->location = take_text(row);
    ret->structure = take_text(row);
    ret->finished_on = take_text(row);
    ret->state = take_text(row);
    ret->floors_above = take_i64(row);
    ret->floors_below = take_i64(row);
    ret->area_cm2 = take_i64(row);
    ret->version = take_i64(row);
}

void cadastre_take_unit(struct db_row *row, struct cadastre_unit *ret)
{
    ret->code = take_text(row);
    ret->floor = take_i64(row);
    ret->seq = take_i64(row);
    ret->room = take_text(row);
    ret->usage = take_text(row);
    ret->layout = take_text(row);
    ret->permit = take_text(row);
    ret->area_cm2 = take_i64(row);
    ret->inside_cm2 = take_i64(row);
    ret->shared_cm2 = take_i64(row);
    ret->state = take_text(row);
}

void cadastre_take_finding(struct db_row *row, struct cadastre_finding *ret)
{
    ret->position = take_i64(row);
    ret->layer = take_text(row);
    ret->code = take_text(row);
    ret->source = take_text(row);
    ret->rule = take_text(row);
    ret->field = take_text(row);
    ret->detail = take_text(row);
    ret->taken = take_i64(row) != 0;
}

err cadastre_parcel_find(struct ctx *ctx, str code, struct cadastre_parcel *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_cadastre_parcel_get, &row, ret_found, text(ctx->region), text(code)));
    if (*ret_found)
        take_parcel(&row, ret);
    return OK;
}

err cadastre_building_find(
    struct ctx *ctx, str code, struct cadastre_building *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_cadastre_building_get, &row, ret_found, text(ctx->region), text(code)));
    if (*ret_found)
        cadastre_take_building(&row, ret);
    return OK;
}

err cadastre_parcel_put(struct ctx *ctx, const struct cadastre_parcel *p)
{
    return db_put(ctx, SQL_cadastre_parcel_put, text(ctx->region), text(p->code), text(p->source),
        text(p->import), text(p->location), text(p->usage), text(p->land_kind), i64(p->area_cm2),
        i64(ctx->now_ms));
}

err cadastre_building_put(struct ctx *ctx, const struct cadastre_building *b)
{
    return db_put(ctx, SQL_cadastre_building_put, text(ctx->region), text(b->code), text(b->parcel),
        text(b->source), text(b->import), text(b->name), text(b->location), text(b->structure),
        i64(b->floors_above), i64(b->floors_below), text(b->finished_on), i64(b->area_cm2),
        i64(ctx->now_ms));
}

err cadastre_shape_get(
    struct ctx *ctx, const char *layer, str code, struct cadastre_near *ret, bool *ret_found)
{
    struct db_row row;

    *ret = (struct cadastre_near){.code = code};
    TRY(db_find(ctx, SQL_cadastre_shape_get, &row, ret_found, text(ctx->region),
        text(str_of(layer)), text(code)));
    if (!*ret_found)
        return OK;
    *ret_found = shape_parse(ctx->arena, take_text(&row), &ret->shape);
    ret->measured_cm2 = take_i64(&row);
    return OK;
}

err cadastre_shape_put(
    struct ctx *ctx, const char *layer, str code, const struct shape *s, int64_t measured_cm2)
{
    struct shape_box b = shape_box_of(s);
    struct shape_cell c = shape_cell_of(&b);

    return db_put(ctx, SQL_cadastre_shape_put, text(ctx->region), text(str_of(layer)), text(code),
        text(shape_write(ctx->arena, s)), i64(b.west), i64(b.south), i64(b.east), i64(b.north),
        i64(measured_cm2), i64(c.level), i64(c.row), i64(c.column));
}

static err near_of_level(struct ctx *ctx, const char *layer, const struct shape_box *b,
    int64_t level, struct cadastre_nears *ret)
{
    struct shape_cell first, last;
    struct db_rows rows;
    struct db_row row;

    shape_cells_around(b, level, &first, &last);
    TRY(db_list(ctx, SQL_cadastre_shape_near, &rows, text(ctx->region), text(str_of(layer)),
        i64(level), i64(first.row), i64(last.row), i64(first.column), i64(last.column),
        i64(b->east), i64(b->west), i64(b->north), i64(b->south),
        i64((int64_t)(ret->max - ret->count) + 1)));
    while (db_next(&rows, &row)) {
        struct cadastre_near *n = &ret->at[ret->count];

        if (ret->count == ret->max) {
            ret->more = true;
            return OK;
        }
        n->code = take_text(&row);
        if (!shape_parse(ctx->arena, take_text(&row), &n->shape))
            continue;
        n->measured_cm2 = take_i64(&row);
        n->label = take_text(&row);
        ret->count++;
    }
    return OK;
}

/* Large shapes first, so that a window that holds too much shows at least those. */
err cadastre_shapes_near(
    struct ctx *ctx, const char *layer, const struct shape_box *box, struct cadastre_nears *ret)
{
    ret->at = ARENA_MANY(ctx->arena, ret->max + 1, struct cadastre_near);
    ret->count = 0;
    ret->more = false;
    for (int64_t level = SHAPE_LEVELS - 1; level >= 0 && !ret->more; level--)
        TRY(near_of_level(ctx, layer, box, level, ret));
    return OK;
}
