/* yichuang serve: the service until a signal ends it. */
#include "app/admin.h"
#include "app/pages.h"
#include "app/report_run.h"
#include "app/server.h"
#include "base/log.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define IDLE_SECONDS 60
#define CONNECTIONS_MAX 20000

static bool split_listen(
    struct arena *a, const char *listen, const char **ret_address, uint16_t *ret_port)
{
    str rest = str_of(listen);
    str address = str_cut(&rest, ':');
    int64_t port;

    if (!str_to_i64(rest, &port) || port < 0 || port > 65535 || address.len == 0)
        return false;
    *ret_address = arena_z(a, address);
    *ret_port = (uint16_t)port;
    return true;
}

static size_t number_of(const char *text, size_t fallback)
{
    int64_t n;

    return str_to_i64(str_of(text), &n) && n > 0 && n <= 512 ? (size_t)n : fallback;
}

static err start(struct app *app, str *ret_fault)
{
    const struct options *o = app->options;
    struct http_options http = {.network_threads = number_of(o->network, 2),
        .workers = number_of(o->workers, 32),
        .body_max = APP_BODY_MAX,
        .arena_max = APP_ARENA_MAX,
        .connections_max = CONNECTIONS_MAX,
        .idle_seconds = IDLE_SECONDS,
        .handler = app_handle,
        .quick = app_is_quick,
        .app = app};

    if (!split_listen(app->arena, o->listen, &http.address, &http.port)) {
        *ret_fault = arena_printf(app->arena, "'%s' is not ADDRESS:PORT", o->listen);
        return E_INVALID;
    }
    if (seals_begin(app) != OK) {
        *ret_fault = S("the journals that were kept before there were seals cannot be sealed");
        return E_FAULT;
    }
    if (setup_begin(app) != OK || verification_open(app) != OK) {
        *ret_fault = S("the store cannot be asked whether the city is set up");
        return E_FAULT;
    }
    app->pages = pages_new(app->arena);
    TRY(http_start(app->arena, &http, &app->http, ret_fault));
    if (o->public_url[0] == 0)
        app->city.public_url =
            arena_printf(app->arena, "http://%s:%u", http.address, http_port(app->http));
    TRY(outbox_start(app, &app->outbox));
    TRY(schedule_start(app, &app->schedule));
    return report_job_start(app, ret_fault);
}

static void stop(struct app *app)
{
    struct http *http = app->http;

    report_job_stop(app);
    schedule_stop(app->schedule);
    app->schedule = NULL;
    outbox_stop(app->outbox);
    app->outbox = NULL;
    app->http = NULL;
    if (http != NULL)
        http_stop(http);
    verification_close(app);
}

void server_log_level(const struct options *o)
{
    static const struct {
        const char *name;
        enum log_level level;
    } levels[] = {
        {"error", LOG_ERROR}, {"warn", LOG_WARN}, {"info", LOG_INFO}, {"debug", LOG_DEBUG}};

    for (size_t i = 0; i < COUNT(levels); i++)
        if (strcmp(o->log, levels[i].name) == 0)
            log_set_level(levels[i].level);
}

/* Signals are taken by sigwait in this thread alone; the others never see them. */
static void block_signals(sigset_t *ret)
{
    sigemptyset(ret);
    sigaddset(ret, SIGINT);
    sigaddset(ret, SIGTERM);
    pthread_sigmask(SIG_BLOCK, ret, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int verb_serve(const struct options *o)
{
    struct arena *a = arena_new((size_t)1 << 30);
    struct app *app = NULL;
    str fault = {0};
    sigset_t signals;
    int which;

    server_log_level(o);
    block_signals(&signals);
    if (app_open(a, o, &app, &fault) != OK || start(app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    log_line(LOG_INFO,
        "yichuang " YICHUANG_VERSION " serves %.*s store=%s regions=%zu "
        "departments=%zu",
        STR(app->city.public_url), db_engine(app->db), app->city.regions_count,
        app->departments_count);
    printf("{\"url\":\"%.*s\"}\n", STR(app->city.public_url));
    fflush(stdout);
    sigwait(&signals, &which);
    log_line(LOG_INFO, "ending on signal %d", which);
    stop(app);
    app_close(app);
    arena_free(a);
    return 0;
}
