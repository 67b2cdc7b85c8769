/* Regions and offices (办理点): reference data, read at start and after each change. */
#include "db/db.h"
#include "place/place.h"

const struct place_region *place_region_find(const struct city *city, str region)
{
    for (size_t i = 0; i < city->regions_count; i++)
        if (str_eq(city->regions[i].region, region))
            return &city->regions[i];
    return NULL;
}

const struct place_office *place_office_find(const struct city *city, str id)
{
    for (size_t i = 0; i < city->offices_count; i++)
        if (str_eq(city->offices[i].id, id))
            return &city->offices[i];
    return NULL;
}

static err load_regions(struct ctx *ctx, struct city *ret)
{
    struct db_rows rows;
    struct db_row row;
    struct place_region *all;

    TRY(db_list_values(ctx, SQL_place_regions, &rows, NULL, 0));
    all = ARENA_MANY(ctx->arena, rows.count + 1, struct place_region);
    for (struct place_region *r = all; db_next(&rows, &row); r++) {
        r->region = take_text(&row);
        r->name_zh = take_text(&row);
        r->name_en = take_text(&row);
        r->province_short = take_text(&row);
        r->certificate_name = take_text(&row);
        r->authority_zh = take_text(&row);
        r->authority_code = take_text(&row);
    }
    ret->regions = all;
    ret->regions_count = rows.count;
    return OK;
}

static void take_office(struct db_row *row, struct place_office *ret)
{
    ret->id = take_text(row);
    ret->region = take_text(row);
    ret->kind = take_text(row);
    ret->name_zh = take_text(row);
    ret->name_en = take_text(row);
    ret->windows = take_i64(row);
    ret->version = take_i64(row);
}

static err load_offices(struct ctx *ctx, struct city *ret)
{
    struct db_rows rows;
    struct db_row row;
    struct place_office *all;

    TRY(db_list_values(ctx, SQL_place_offices, &rows, NULL, 0));
    all = ARENA_MANY(ctx->arena, rows.count + 1, struct place_office);
    for (struct place_office *o = all; db_next(&rows, &row); o++)
        take_office(&row, o);
    ret->offices = all;
    ret->offices_count = rows.count;
    return OK;
}

err place_load(struct ctx *ctx, struct city *ret)
{
    TRY(load_regions(ctx, ret));
    return load_offices(ctx, ret);
}

err place_region_add(struct ctx *ctx, const struct place_region *r)
{
    return db_put(ctx, SQL_place_region_add, text(r->region), text(r->name_zh), text(r->name_en),
        text(r->province_short), text(r->certificate_name), text(r->authority_zh),
        text(r->authority_code));
}

err place_office_add(struct ctx *ctx, const struct place_office *o)
{
    return db_put(ctx, SQL_place_office_add, text(o->id), text(o->region), text(o->kind),
        text(o->name_zh), text(o->name_en), i64(o->windows));
}

err place_office_get(struct ctx *ctx, str id, struct place_office *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_place_office_get, &row, text(id)));
    take_office(&row, ret);
    return OK;
}

err place_office_save(struct ctx *ctx, const struct place_office *o)
{
    return db_change_one(ctx, SQL_place_office_save, text(o->id), i64(o->version), text(o->kind),
        text(o->name_zh), text(o->name_en), i64(o->windows));
}
