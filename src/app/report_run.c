/* A day reported from beginning to end; and by itself each night. */
#include "app/report_run.h"

#include "base/log.h"
#include "base/when.h"
#include "report/report.h"

#define FIRST_LOOK_SECONDS 5 /* a start is for those who wait */
#define LOOK_SECONDS 2
#define AFTER_FAULT_SECONDS 60

err report_whole_day(struct app *app, struct ctx *ctx, str day)
{
    struct report_map map;
    struct report_work work = {.map = &map, .day = day, .more = true};

    TRY(report_map_read(ctx->arena, &map));
    while (work.more) {
        struct arena_mark mark = arena_mark(ctx->arena);
        err e = app_write(app, ctx, report_part, &work);

        if (e != OK)
            return e;
        why_clear(ctx);
        work.from = work.next;
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

/* ---- the night ---- */

struct report_job {
    struct app *app;
    struct arena *arena;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    int64_t at_minutes;
    bool stop;
};

/* A region whose days are brought up to date. */
struct night {
    struct report_job *job;
    str region;
};

/* What is left of the days before: some of their messages were faulty, or came back. */
struct late {
    str since, last_closed;
    str *days;
    size_t count;
};

static err read_late(struct ctx *ctx, void *arg)
{
    struct late *late = arg;

    TRY(report_last_closed(ctx, &late->last_closed));
    return report_unsettled(ctx, late->since, &late->days, &late->count);
}

static err report_and_log(struct app *app, struct ctx *ctx, str day)
{
    err e = report_whole_day(app, ctx, day);

    log_line(e == OK ? LOG_INFO : LOG_ERROR, "report region=%.*s day=%.*s err=%s", STR(ctx->region),
        STR(day), err_name(e));
    return e;
}

/* One new day at most a round, so that an end of the process never waits for many. With it, once a
 * night, what is left of the days before is tried again. */
static err report_region(void *arg)
{
    struct night *n = arg;
    struct app *app = n->job->app;
    struct late late;
    struct when_date due;
    struct ctx ctx;

    app_ctx(app, n->job->arena, n->region, &ctx);
    ctx.who = (struct who){.department = S("report")};
    late.since = when_print_date(ctx.arena,
        when_date_from_days(when_days_from_date(when_date_of(ctx.now_ms)) - REPORT_LATE_DAYS));
    TRY(db_read(app->db, &ctx, read_late, &late));
    if (!report_next_due(ctx.now_ms, n->job->at_minutes, late.last_closed, &due))
        return OK;
    for (size_t i = 0; i < late.count; i++)
        TRY(report_and_log(app, &ctx, late.days[i]));
    return report_and_log(app, &ctx, when_print_date(ctx.arena, due));
}

static bool report_regions(struct report_job *job)
{
    const struct city *city = app_city(job->app);
    bool good = true;

    for (size_t i = 0; i < city->regions_count; i++) {
        struct night n = {job, city->regions[i].region};

        good = arena_try(job->arena, report_region, &n) == OK && good;
        arena_reset(job->arena);
    }
    return good;
}

/* Waits under the lock; woken early when the process ends. */
static void wait_seconds(struct report_job *job, int64_t seconds)
{
    int64_t until_us = when_monotonic_us() + seconds * 1000000;
    struct timespec until = {until_us / 1000000, until_us % 1000000 * 1000};

    while (!job->stop && when_monotonic_us() < until_us)
        (void)pthread_cond_timedwait(&job->woken, &job->lock, &until);
}

static void *work(void *arg)
{
    struct report_job *job = arg;
    int64_t seconds = FIRST_LOOK_SECONDS;

    pthread_mutex_lock(&job->lock);
    for (wait_seconds(job, seconds); !job->stop; wait_seconds(job, seconds)) {
        pthread_mutex_unlock(&job->lock);
        seconds = report_regions(job) ? LOOK_SECONDS : AFTER_FAULT_SECONDS;
        pthread_mutex_lock(&job->lock);
    }
    pthread_mutex_unlock(&job->lock);
    return NULL;
}

err report_job_start(struct app *app, str *ret_fault)
{
    struct report_job *job = ARENA_NEW(app->arena, struct report_job);
    pthread_condattr_t attributes;

    if (app->options->report_at[0] == 0)
        return OK;
    if (!report_parse_minutes(str_of(app->options->report_at), &job->at_minutes)) {
        *ret_fault = arena_printf(app->arena, "--report-at '%s' is no time of the day like 00:30",
            app->options->report_at);
        return E_INVALID;
    }
    job->app = app;
    job->arena = arena_new(APP_ARENA_MAX);
    pthread_mutex_init(&job->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&job->woken, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&job->thread, NULL, work, job) != 0)
        return E_FAULT;
    app->report_job = job;
    return OK;
}

void report_job_stop(struct app *app)
{
    struct report_job *job = app->report_job;

    if (job == NULL)
        return;
    pthread_mutex_lock(&job->lock);
    job->stop = true;
    pthread_cond_signal(&job->woken);
    pthread_mutex_unlock(&job->lock);
    pthread_join(job->thread, NULL);
    pthread_cond_destroy(&job->woken);
    pthread_mutex_destroy(&job->lock);
    arena_free(job->arena);
    app->report_job = NULL;
}
