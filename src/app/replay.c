/* yichuang replay: starts service and sandbox (or uses running ones), puts every row of the file
 * through them with several clients at once, shows how far it is, and sums up. */
#include "app/replay.h"

#include "app/server.h"
#include "base/file.h"
#include "base/when.h"
#include "cert/cert_token.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REPLAY_ARENA_MAX ((size_t)2 << 30)
#define SALE_ARENA_MAX ((size_t)64 << 20)
#define FACTS_AT_ONCE 500
#define CLIENTS_MAX 64
#define REFUSALS_SHOWN 10

struct replay {
    const struct options *options;
    struct arena *arena;
    struct replay_file file;
    str url, sandbox;
    struct replay_client signed_in; /* the officers' sessions; its connection is closed */
    pid_t service, departments;     /* 0 when we did not start them */
    _Atomic size_t next, done, recorded, refused;
    _Atomic int64_t findings;
    _Atomic bool broken;
    int64_t *took_us; /* per row; 0 when it was not run */
    str *reasons;     /* per row; empty when recorded */
    pthread_mutex_t lock;
    int64_t began_us;
};

static void pause_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

/* ---- the two programs ---- */

/* Starts a program whose first line on stdout says that it is ready; that line goes to *ret_line.
 */
static err start_program(struct replay *r, const char *const *words, pid_t *ret_pid, str *ret_line)
{
    int ends[2];
    char line[1024];
    size_t len = 0;
    pid_t pid;

    if (pipe(ends) != 0)
        return E_FAULT;
    pid = fork();
    if (pid < 0)
        return E_FAULT;
    if (pid == 0) {
        sigset_t none;

        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execv(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    close(ends[1]);
    while (len < sizeof(line)) {
        ssize_t n = read(ends[0], line + len, 1);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || line[len] == '\n')
            break;
        len++;
    }
    *ret_pid = pid;
    *ret_line = arena_str(r->arena, (str){line, len});
    close(ends[0]);
    return len > 0 ? OK : E_FAULT;
}

static void end_program(pid_t *pid)
{
    if (*pid <= 0)
        return;
    kill(*pid, SIGTERM);
    waitpid(*pid, NULL, 0);
    *pid = 0;
}

static const char *beside_me(const struct replay *r, const char *name)
{
    char self[1024];
    ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

    if (len <= 0)
        return name;
    while (len > 0 && self[len - 1] != '/')
        len--;
    return arena_printf(r->arena, "%.*s%s", (int)len, self, name).at;
}

static const char *in_dir(const struct replay *r, const char *name)
{
    return arena_printf(r->arena, "%s/%s", r->options->dir, name).at;
}

static err read_line(struct replay *r, str line, struct tree **ret)
{
    str fault;

    return tree_parse(r->arena, line, ret, &fault);
}

static err start_sandbox(struct replay *r, const char **ret_departments)
{
    const char *words[] = {beside_me(r, "yichuang-sandbox"), "--dir", in_dir(r, "sandbox"),
        "--service-key", in_dir(r, "service.pub"), "--port", "0", "--json", NULL};
    struct tree *ready;
    str line;

    TRY(start_program(r, words, &r->departments, &line));
    TRY(read_line(r, line, &ready));
    r->sandbox = arena_printf(
        r->arena, "http://127.0.0.1:%lld", (long long)tree_get_i64(ready, S("port"), 0));
    *ret_departments = arena_z(r->arena, tree_get_text(ready, S("departments_file")));
    return OK;
}

static err start_service(struct replay *r, const char *departments)
{
    const struct options *o = r->options;
    const char *words[] = {beside_me(r, "yichuang"), "serve", "--store", o->store, "--dir", o->dir,
        "--listen", "127.0.0.1:0", "--departments", departments, "--origin", o->origin, "--workers",
        o->workers, "--network", o->network, "--second-factor", "optional", "--reads-per-hour", "0",
        "--log", o->log, o->trace[0] != 0 ? "--trace" : NULL, o->trace, NULL};
    struct tree *ready;
    str line;

    TRY(start_program(r, words, &r->service, &line));
    TRY(read_line(r, line, &ready));
    r->url = tree_get_text(ready, S("url"));
    return r->url.len > 0 ? OK : E_FAULT;
}

/* The store and the demo city must be there before the service starts. */
static err prepare_store(struct replay *r, str *ret_fault)
{
    struct arena *a = arena_new(REPLAY_ARENA_MAX);
    struct app *app = NULL;
    err e = app_open(a, r->options, &app, ret_fault);

    if (e == OK)
        e = city_fill_demo(app, a);
    if (e != OK && ret_fault->len > 0)
        *ret_fault = arena_str(r->arena, *ret_fault);
    if (app != NULL)
        app_close(app);
    arena_free(a);
    return e;
}

static err start_all(struct replay *r, str *ret_fault)
{
    const char *departments = NULL;

    if (r->options->url[0] != 0) {
        r->url = str_of(r->options->url);
        r->sandbox = str_of(r->options->sandbox);
        return OK;
    }
    TRY(prepare_store(r, ret_fault));
    if (start_sandbox(r, &departments) != OK) {
        *ret_fault = S("the sandbox departments do not start");
        return E_FAULT;
    }
    if (start_service(r, departments) != OK) {
        *ret_fault = S("the service does not start");
        return E_FAULT;
    }
    return OK;
}

/* ---- the work ---- */

static void note(struct replay *r, size_t i, err e, enum replay_outcome outcome, str reason)
{
    if (e == OK && outcome == REPLAY_RECORDED) {
        atomic_fetch_add(&r->recorded, 1);
    } else {
        pthread_mutex_lock(&r->lock);
        r->reasons[i] = reason.len > 0 ? arena_str(r->arena, reason) : str_of(err_name(e));
        pthread_mutex_unlock(&r->lock);
        if (e == OK)
            atomic_fetch_add(&r->refused, 1);
        else
            atomic_store(&r->broken, true);
    }
    atomic_fetch_add(&r->done, 1);
}

struct one_sale {
    struct replay_client *client;
    const struct replay_sale *sale;
    enum replay_outcome outcome;
    str reason;
};

static err try_sale(void *arg)
{
    struct one_sale *o = arg;

    return replay_sale_run(o->client, o->sale, &o->outcome, &o->reason);
}

static void run_rows(struct replay *r, struct replay_client *c)
{
    for (;;) {
        size_t i = atomic_fetch_add(&r->next, 1);
        struct one_sale one = {.client = c};
        int64_t began_us;
        err e;

        if (i >= r->file.count || atomic_load(&r->broken))
            return;
        one.sale = &r->file.sales[i];
        if (one.sale->refused != NULL) {
            note(r, i, OK, REPLAY_REFUSED, str_of(one.sale->refused));
            continue;
        }
        began_us = when_monotonic_us();
        e = arena_try(c->arena, try_sale, &one);
        r->took_us[i] = when_monotonic_us() - began_us;
        note(r, i, e, one.outcome, one.reason);
        arena_reset(c->arena);
    }
}

static void *client_main(void *arg)
{
    struct replay *r = arg;
    struct replay_client c = r->signed_in;

    c.arena = arena_new(SALE_ARENA_MAX);
    if (http_client_open(2, &c.http) == OK) {
        run_rows(r, &c);
        http_client_close(c.http);
    } else {
        atomic_store(&r->broken, true);
    }
    arena_free(c.arena);
    return NULL;
}

/* The officers sign in once; all clients work in their sessions. */
static err open_sessions(struct replay *r, str *ret_fault)
{
    struct replay_client *c = &r->signed_in;
    err e;

    *c = (struct replay_client){.arena = arena_new(SALE_ARENA_MAX),
        .url = r->url,
        .sandbox = r->sandbox,
        .seed = str_of(r->options->seed)};
    TRY(http_client_open(1, &c->http));
    e = replay_client_open(c, r->arena, ret_fault);
    http_client_close(c->http);
    arena_free(c->arena);
    return e;
}

static err tell_facts(struct replay *r)
{
    struct arena *a = arena_new(SALE_ARENA_MAX * 2);
    struct http_client *http;
    err e = http_client_open(1, &http);

    for (size_t i = 0; e == OK && i < r->file.count; i += FACTS_AT_ONCE) {
        size_t left = r->file.count - i;
        struct replay_file batch = {&r->file.sales[i], left < FACTS_AT_ONCE ? left : FACTS_AT_ONCE};

        e = replay_tell_facts(http, a, r->sandbox, str_of(r->options->seed), &batch);
        arena_reset(a);
    }
    http_client_close(http);
    arena_free(a);
    return e;
}

/* ---- progress ---- */

static void show_progress(struct replay *r, bool last)
{
    size_t done = atomic_load(&r->done), all = r->file.count, width = 30;
    size_t filled = all == 0 ? width : done * width / all;
    int64_t us = when_monotonic_us() - r->began_us;
    int64_t tenths = us <= 0 ? 0 : (int64_t)done * 10000000 / us;
    int64_t left_s = done == 0 ? 0 : (int64_t)(all - done) * (us / 1000) / (int64_t)done / 1000;

    fprintf(stderr, "\r[");
    for (size_t i = 0; i < width; i++)
        fputc(i < filled ? '#' : '.', stderr);
    fprintf(stderr, "] %zu/%zu  %lld.%lld filings/s  %lld s left   %s", done, all,
        (long long)(tenths / 10), (long long)(tenths % 10), (long long)left_s, last ? "\n" : "");
}

static void run_clients(struct replay *r)
{
    int64_t wanted = 0;
    pthread_t threads[CLIENTS_MAX];
    size_t count;

    if (!str_to_i64(str_of(r->options->clients), &wanted) || wanted < 1)
        wanted = 1;
    count = wanted > CLIENTS_MAX ? CLIENTS_MAX : (size_t)wanted;
    r->began_us = when_monotonic_us();
    for (size_t i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, client_main, r) != 0)
            count = i;
    while (atomic_load(&r->done) < r->file.count && !atomic_load(&r->broken)) {
        if (isatty(STDERR_FILENO) || when_monotonic_us() / 1000000 % 5 == 0)
            show_progress(r, false);
        pause_ms(isatty(STDERR_FILENO) ? 200 : 1000);
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    show_progress(r, true);
}

/* ---- summing up ---- */

static int compare_us(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return (a > b) - (a < b);
}

static int64_t percentile_ms(struct replay *r, int percent)
{
    int64_t *sorted = ARENA_MANY(r->arena, r->file.count + 1, int64_t);
    size_t count = 0;

    for (size_t i = 0; i < r->file.count; i++)
        if (r->took_us[i] > 0)
            sorted[count++] = r->took_us[i];
    qsort(sorted, count, sizeof(*sorted), compare_us);
    return count == 0 ? 0 : sorted[(count - 1) * (size_t)percent / 100] / 1000;
}

/* The whole store is checked once the service has ended: every invariant, every entry's leaf, the
 * roots. `a` keeps what *out* shows. */
static err check_store(
    struct replay *r, struct arena *a, struct tree *out, bool *ret_verified, str *ret_fault)
{
    struct tree *found = tree_new(a, TREE_OBJECT);
    struct app *app = NULL;
    int64_t breaches = 0, entries = 0;
    const struct tree *regions;
    str roots = {0};
    err e = app_open(a, r->options, &app, ret_fault);

    if (e == OK)
        e = store_verify(app, a, found, &breaches);
    if (app != NULL)
        app_close(app);
    TRY(e);
    regions = tree_get(found, S("regions"));
    for (const struct tree *t = regions->first; t != NULL; t = t->next) {
        entries += tree_get_i64(t, S("entries"), 0);
        roots = arena_join(a, roots, tree_get_text(t, S("root")));
    }
    tree_i64(out, S("entries"), entries);
    tree_i64(out, S("log_size"), entries);
    tree_text(out, S("log_root"), regions->count == 1 ? roots : crypto_sha256_hex(a, roots));
    tree_copy(out, S("logs"), regions);
    tree_copy(out, S("breaches"), tree_get(found, S("breaches")));
    *ret_verified = breaches == 0;
    return OK;
}

static void write_numbers(struct replay *r, struct tree *out)
{
    int64_t us = when_monotonic_us() - r->began_us;
    size_t recorded = atomic_load(&r->recorded);

    tree_i64(out, S("rows"), (int64_t)r->file.count);
    tree_i64(out, S("recorded"), (int64_t)recorded);
    tree_i64(out, S("refused"), (int64_t)atomic_load(&r->refused));
    tree_i64(out, S("findings"), atomic_load(&r->findings));
    tree_text(out, S("seconds"),
        arena_printf(
            out->arena, "%lld.%03lld", (long long)(us / 1000000), (long long)(us / 1000 % 1000)));
    tree_text(out, S("filings_per_second"),
        arena_printf(out->arena, "%lld.%lld", (long long)((int64_t)recorded * 1000000 / (us + 1)),
            (long long)((int64_t)recorded * 10000000 / (us + 1) % 10)));
    tree_i64(out, S("p50_ms"), percentile_ms(r, 50));
    tree_i64(out, S("p99_ms"), percentile_ms(r, 99));
}

static void write_refusals(struct replay *r, struct tree *list)
{
    for (size_t i = 0; i < r->file.count; i++) {
        struct tree *o;

        if (r->reasons[i].len == 0)
            continue;
        o = tree_object(list, S(""));
        tree_i64(o, S("line"), r->file.sales[i].line);
        tree_text(o, S("reason"), r->reasons[i]);
    }
}

static void print_value(const struct tree *t)
{
    struct buf line;

    buf_init(&line, t->arena, (size_t)1 << 12);
    tree_print(t, &line);
    printf("  %-20.*s %.*s\n", STR(t->key), STR(buf_str(&line)));
}

static void print_summary(const struct tree *out)
{
    const struct tree *refusals = tree_get(out, S("refusals"));
    size_t shown = 0;

    for (const struct tree *t = out->first; t != NULL; t = t->next)
        if (t->kind != TREE_LIST && t->kind != TREE_OBJECT)
            print_value(t);
    for (const struct tree *t = refusals->first; t != NULL && shown < REFUSALS_SHOWN;
         t = t->next, shown++)
        printf("  line %lld: %.*s\n", (long long)tree_get_i64(t, S("line"), 0),
            STR(tree_get_text(t, S("reason"))));
    if (refusals->count > shown)
        printf("  and %zu more refusals\n", refusals->count - shown);
}

static const struct replay_sale *first_recorded(const struct replay *r)
{
    for (size_t i = 0; i < r->file.count; i++)
        if (r->file.sales[i].refused == NULL && r->reasons[i].len == 0)
            return &r->file.sales[i];
    return NULL;
}

/* With the log's public key alone, as anybody could. */
static bool is_valid_offline(const struct replay *r, struct arena *a, str pdf)
{
    struct crypto_key key;
    str token;

    return crypto_key_load(in_dir(r, "log.pub"), &key) == OK && cert_token_from_pdf(pdf, &token) &&
           token_check(a, &key, str_of(r->options->origin), token, tree_new(a, TREE_OBJECT));
}

/* One certificate of the run, as a citizen would get it: kept beside the store and checked
 * offline. */
static void keep_certificate(struct replay *r, struct tree *out)
{
    const struct replay_sale *sale = first_recorded(r);
    struct replay_client c = r->signed_in;
    const char *path = in_dir(r, "certificate.pdf");
    str pdf;

    if (sale == NULL || http_client_open(1, &c.http) != OK)
        return;
    c.arena = arena_new(SALE_ARENA_MAX);
    if (replay_certificate(&c, sale, &pdf) == OK && file_write(c.arena, path, pdf) == OK) {
        tree_text(out, S("certificate"), str_of(path));
        tree_bool(out, S("certificate_valid"), is_valid_offline(r, c.arena, pdf));
    }
    http_client_close(c.http);
    arena_free(c.arena);
}

/* A table for people; with --json the same as data, beside it or instead of it. */
static void write_summary(struct replay *r, const struct tree *out)
{
    const char *path = r->options->json;
    str json = tree_to_json(out);

    if (path[0] == '-' && path[1] == 0) {
        printf("%.*s\n", STR(json));
        return;
    }
    print_summary(out);
    if (path[0] != 0 && file_write(r->arena, path, json) != OK)
        fprintf(stderr, "yichuang: cannot write '%s'\n", path);
}

static int finish(struct replay *r, struct tree *out)
{
    struct arena *a = arena_new((size_t)8 << 30);
    bool whole = !atomic_load(&r->broken), verified = false;
    str fault = {0};
    err e = OK;

    if (whole)
        keep_certificate(r, out);
    end_program(&r->service);
    end_program(&r->departments);
    if (r->options->url[0] == 0)
        e = check_store(r, a, out, &verified, &fault);
    tree_bool(out, S("verified"), verified);
    write_refusals(r, tree_list(out, S("refusals")));
    if (e != OK)
        fprintf(stderr, "yichuang: the store could not be checked: %.*s\n", STR(fault));
    write_summary(r, out);
    if (!whole)
        fprintf(stderr, "yichuang: the run was cut off; the same command goes on with it\n");
    arena_free(a);
    return whole && e == OK && (verified || r->options->url[0] != 0) ? 0 : 1;
}

int verb_replay(const struct options *o)
{
    struct replay r = {.options = o, .arena = arena_new(REPLAY_ARENA_MAX)};
    struct tree *out = tree_new(r.arena, TREE_OBJECT);
    int64_t rows_max = 0;
    str fault = {0};
    int code = 1;

    server_log_level(o);
    signal(SIGPIPE, SIG_IGN);
    pthread_mutex_init(&r.lock, NULL);
    (void)str_to_i64(str_of(o->rows), &rows_max);
    if (o->file == NULL)
        fprintf(stderr, "yichuang: name the file to replay\n");
    else if (replay_read(r.arena, o->file, rows_max, &r.file, &fault) != OK ||
             start_all(&r, &fault) != OK)
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
    else if (open_sessions(&r, &fault) != OK)
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
    else if (tell_facts(&r) != OK)
        fprintf(stderr, "yichuang: the sandbox departments do not take the facts\n");
    else {
        r.took_us = ARENA_MANY(r.arena, r.file.count + 1, int64_t);
        r.reasons = ARENA_MANY(r.arena, r.file.count + 1, str);
        run_clients(&r);
        write_numbers(&r, out);
        code = finish(&r, out);
    }
    end_program(&r.service);
    end_program(&r.departments);
    pthread_mutex_destroy(&r.lock);
    arena_free(r.arena);
    return o->file == NULL ? 2 : code;
}
