/* The city in memory. It never changes: after an office was changed or the city was set up, a new
 * one is read from the store and takes its place at once; requests that have begun go on with the
 * one that they know, so the old ones are kept until the process ends. */
#include "app/app.h"

#include "base/log.h"

#define CITY_MAX ((size_t)16 << 20)

struct city_kept {
    struct city_kept *before;
    struct app *app;
    struct arena *arena;
    struct city city;
};

const struct city *app_city(const struct app *app)
{
    const struct city *now = atomic_load_explicit(&app->city_now, memory_order_acquire);

    return now != NULL ? now : &app->city;
}

static err read_places(struct ctx *ctx, void *arg)
{
    return place_load(ctx, arg);
}

static err read_city(void *arg)
{
    struct city_kept *kept = arg;
    struct ctx ctx;

    app_ctx(kept->app, kept->arena, (str){0}, &ctx);
    return db_read(ctx.app->db, &ctx, read_places, &kept->city);
}

err app_city_renew(struct app *app)
{
    struct arena *a = arena_new(CITY_MAX);
    struct city_kept *kept = ARENA_NEW(a, struct city_kept);
    err e;

    pthread_mutex_lock(&app->city_lock);
    kept->arena = a;
    kept->city = *app_city(app);
    kept->app = app;
    e = arena_try(a, read_city, kept);
    if (e == OK) {
        kept->before = app->cities;
        app->cities = kept;
        atomic_store_explicit(&app->city_now, &kept->city, memory_order_release);
        outbox_serve_regions(app->outbox, &kept->city);
    }
    pthread_mutex_unlock(&app->city_lock);
    if (e != OK) {
        log_line(LOG_ERROR, "the city could not be read again: %s", err_name(e));
        arena_free(a);
    }
    return e;
}

void app_cities_free(struct app *app)
{
    struct city_kept *kept = app->cities;

    while (kept != NULL) {
        struct city_kept *before = kept->before;

        arena_free(kept->arena);
        kept = before;
    }
}
