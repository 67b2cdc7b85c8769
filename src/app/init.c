/* yichuang init: the store, the keys and, with --demo, the city that data/demo_*.csv describe. */
#include "app/app.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/ids.h"
#include "registry/registry.h"
#include "staff/staff.h"

#include <stdio.h>

#define DEMO_PASSWORD "yichuang-demo"

struct cells {
    str *at;
    size_t count;
};

typedef err row_use(struct ctx *ctx, const struct cells *row);

static str cell(const struct cells *row, size_t i)
{
    return i < row->count ? str_trim(row->at[i]) : (str){0};
}

static err add_region(struct ctx *ctx, const struct cells *row)
{
    struct place_region r = {.region = cell(row, 0),
        .name_zh = cell(row, 1),
        .name_en = cell(row, 2),
        .province_short = cell(row, 3),
        .certificate_name = cell(row, 4),
        .authority_zh = cell(row, 5),
        .authority_code = cell(row, 6)};

    TRY(place_region_add(ctx, &r));
    return registry_book_open(ctx, r.region);
}

static err add_office(struct ctx *ctx, const struct cells *row)
{
    struct place_office o = {.id = cell(row, 0),
        .region = cell(row, 1),
        .kind = cell(row, 2),
        .name_zh = cell(row, 3),
        .name_en = cell(row, 4)};

    if (!str_to_i64(cell(row, 5), &o.windows))
        return E_INVALID;
    return place_office_add(ctx, &o);
}

static err add_staff(struct ctx *ctx, const struct cells *row)
{
    struct staff s = {.id = cell(row, 0),
        .login = cell(row, 0),
        .name = cell(row, 1),
        .roles = cell(row, 2),
        .office = cell(row, 3),
        .document_number = cell(row, 4)};

    return staff_add(ctx, &s, S(DEMO_PASSWORD));
}

static err each_row(struct ctx *ctx, const char *path, row_use *use)
{
    struct cells row;
    struct csv csv;
    str content;

    if (!embed_find(path, &content))
        return E_MISSING;
    csv_init(&csv, content);
    if (!csv_next(&csv, ctx->arena, &row.at, &row.count))
        return E_INVALID;
    while (csv_next(&csv, ctx->arena, &row.at, &row.count))
        if (row.count > 1)
            TRY(use(ctx, &row));
    return OK;
}

static err fill_city(struct ctx *ctx, void *arg)
{
    (void)arg;
    TRY(each_row(ctx, "data/demo_regions.csv", add_region));
    TRY(each_row(ctx, "data/demo_offices.csv", add_office));
    return each_row(ctx, "data/demo_staff.csv", add_staff);
}

err city_fill_demo(struct app *app, struct arena *a)
{
    struct ctx ctx;

    app_ctx(app, a, S("000000"), &ctx);
    return db_write(app->db, &ctx, fill_city, NULL);
}

int verb_init(const struct options *o)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct app *app = NULL;
    str fault = {0};
    int code = 0;

    if (app_open(a, o, &app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    if (o->demo && city_fill_demo(app, a) != OK) {
        fprintf(stderr, "yichuang: the demo city could not be written\n");
        code = 1;
    }
    if (code == 0)
        fprintf(stderr, "yichuang: the store %s is ready\n", o->store);
    app_close(app);
    arena_free(a);
    return code;
}
