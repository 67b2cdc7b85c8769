/* Scheduled law: what ends or goes on because a day has come, though nobody asks. When a day begins
 * every unit with a right that has lapsed is locked, and locking enters the lapse; through the day
 * it is looked at again now and then, for what was spared for a while or came late. An announcement
 * whose time is over lets its filing go on; a booking to which nobody came is missed. */
#include "app/app.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/when.h"
#include "credit/credit.h"
#include "filing/filing_announce.h"
#include "hall/hall.h"

#define SCHEDULE_LOOK_US (INT64_C(1000) * 1000)
#define SCHEDULE_AGAIN_US (INT64_C(60) * 1000 * 1000)
#define SCHEDULE_BATCH 200

struct schedule {
    struct app *app;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool stop, runs;
    pthread_t thread;
    struct arena *arena;
    int64_t day;      /* that was looked at last, since 1970 */
    bool day_is_new;  /* or it is time to look at it once more */
    int64_t again_us; /* when the same day is looked at once more */
};

/* One look at one region: what is due, and which of it is at hand. */
struct sweep {
    str *ids; /* what is due, by name; of announcements the filings */
    size_t count, at;
    struct filing_announcement *announcements;
};

static err look_lapsed(struct ctx *ctx, void *arg)
{
    struct sweep *s = arg;

    return registry_lapses(ctx, SCHEDULE_BATCH, &s->ids, &s->count);
}

static err enter_lapse(struct ctx *ctx, void *arg)
{
    const struct sweep *s = arg;
    struct registry_page page;

    return registry_lock(ctx, s->ids[s->at], &page);
}

static err look_announced(struct ctx *ctx, void *arg)
{
    struct sweep *s = arg;

    TRY(filing_announcements_due(ctx, SCHEDULE_BATCH, &s->announcements, &s->count));
    s->ids = ARENA_MANY(ctx->arena, s->count + 1, str);
    for (size_t i = 0; i < s->count; i++)
        s->ids[i] = s->announcements[i].filing;
    return OK;
}

static err end_announced(struct ctx *ctx, void *arg)
{
    const struct sweep *s = arg;

    return filing_announced(ctx, s->announcements[s->at].filing, s->announcements[s->at].step);
}

static err look_standings(struct ctx *ctx, void *arg)
{
    struct sweep *s = arg;

    return credit_due(ctx, SCHEDULE_BATCH, &s->ids, &s->count);
}

static err lapse_standing(struct ctx *ctx, void *arg)
{
    const struct sweep *s = arg;

    return credit_lapse(ctx, s->ids[s->at]);
}

static err look_hall(struct ctx *ctx, void *arg)
{
    struct sweep *s = arg;

    return hall_due(ctx, SCHEDULE_BATCH, &s->ids, &s->count);
}

static err end_hall(struct ctx *ctx, void *arg)
{
    const struct sweep *s = arg;

    return hall_end_due(ctx, s->ids[s->at]);
}

/* What can be due: how it is found, and what is done about each. */
struct due {
    const char *what;
    err (*look)(struct ctx *ctx, void *sweep);
    err (*end)(struct ctx *ctx, void *sweep);
};
static const struct due announcements = {"announcement", look_announced, end_announced};
static const struct due lapses = {"lapse", look_lapsed, enter_lapse};
static const struct due hall = {"hall", look_hall, end_hall}; /* bookings missed, days over */
/* A standing has ceased to hold at its moment already; the party is told now. */
static const struct due standings = {"standing", look_standings, lapse_standing};

static void sweep(struct schedule *sch, str region, const struct due *due)
{
    struct sweep s = {0};
    struct ctx ctx;

    app_ctx(sch->app, sch->arena, region, &ctx);
    ctx.who = (struct who){.department = S("self")};
    ctx.request_id = id_make(sch->arena, ctx.now_ms);
    if (db_read(sch->app->db, &ctx, due->look, &s) != OK)
        return; /* the store is away: the next look finds the same */
    for (; s.at < s.count; s.at++) {
        err e = app_write(sch->app, &ctx, due->end, &s);

        if (e != OK)
            log_line(LOG_WARN, "%s=%.*s err=%s", due->what, STR(s.ids[s.at]), err_name(e));
        app_publish(sch->app, &ctx);
    }
}

static err sweep_all(void *arg)
{
    struct schedule *sch = arg;
    const struct city *city = app_city(sch->app);

    if (city->regions_count > 0) /* of the whole city, told by the first region's outbox */
        sweep(sch, city->regions[0].region, &standings);
    for (size_t i = 0; i < city->regions_count; i++) {
        sweep(sch, city->regions[i].region, &announcements);
        sweep(sch, city->regions[i].region, &hall);
        if (sch->day_is_new)
            sweep(sch, city->regions[i].region, &lapses);
    }
    return OK;
}

static void look_once(struct schedule *sch)
{
    int64_t day = when_days_from_date(when_date_of(when_now_ms()));

    sch->day_is_new = day != sch->day || when_monotonic_us() >= sch->again_us;
    if (sch->day_is_new) {
        sch->day = day;
        sch->again_us = when_monotonic_us() + SCHEDULE_AGAIN_US;
    }
    if (arena_try(sch->arena, sweep_all, sch) != OK)
        log_line(LOG_ERROR, "the sweep of a day passed its memory ceiling");
    arena_reset(sch->arena);
}

/* False when the process ends. */
static bool wait_for_next(struct schedule *sch)
{
    int64_t until_us = when_monotonic_us() + SCHEDULE_LOOK_US;
    struct timespec t = {until_us / 1000000, until_us % 1000000 * 1000};
    bool stop;

    pthread_mutex_lock(&sch->lock);
    if (!sch->stop)
        (void)pthread_cond_timedwait(&sch->woken, &sch->lock, &t);
    stop = sch->stop;
    pthread_mutex_unlock(&sch->lock);
    return !stop;
}

static void *work(void *arg)
{
    struct schedule *sch = arg;

    do
        look_once(sch);
    while (wait_for_next(sch));
    return NULL;
}

err schedule_start(struct app *app, struct schedule **ret)
{
    struct schedule *sch = ARENA_NEW(app->arena, struct schedule);
    pthread_condattr_t attributes;

    *sch = (struct schedule){.app = app, .arena = arena_new(APP_ARENA_MAX), .day = -1};
    pthread_mutex_init(&sch->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&sch->woken, &attributes);
    pthread_condattr_destroy(&attributes);
    *ret = sch;
    sch->runs = pthread_create(&sch->thread, NULL, work, sch) == 0;
    return sch->runs ? OK : E_FAULT;
}

void schedule_stop(struct schedule *sch)
{
    if (sch == NULL)
        return;
    pthread_mutex_lock(&sch->lock);
    sch->stop = true;
    pthread_cond_broadcast(&sch->woken);
    pthread_mutex_unlock(&sch->lock);
    if (sch->runs)
        pthread_join(sch->thread, NULL);
    pthread_cond_destroy(&sch->woken);
    pthread_mutex_destroy(&sch->lock);
    arena_free(sch->arena);
}
