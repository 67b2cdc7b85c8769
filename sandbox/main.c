/* yichuang-sandbox: stand-in departments for tests and demonstrations. Reads the command line,
 * opens what there is to open, and waits for SIGTERM. */
#include "base/file.h"
#include "base/log.h"
#include "payment.h"
#include "sandbox.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

#define MAIN_STORE_BYTES_MAX ((size_t)8 << 30)
#define MAIN_SCRATCH_BYTES_MAX ((size_t)1 << 30)
#define MAIN_PORT_DEFAULT 9100
#define MAIN_DELAY_MS_MAX 600000

typedef const char *option_text;
typedef int64_t option_number;
typedef bool option_flag;

struct options {
#define OPTION(name, kind, zh, en) option_##kind name;
#include "options.def"
#undef OPTION
};

enum option_kind { OPTION_text, OPTION_number, OPTION_flag };

struct option_row {
    const char *name;
    enum option_kind kind;
    size_t offset;
    const char *zh, *en;
};

static const struct option_row option_rows[] = {
#define OPTION(name, kind, zh, en) {#name, OPTION_##kind, offsetof(struct options, name), zh, en},
#include "options.def"
#undef OPTION
};

/* ---- the command line ---- */

/* "--service-key" names the row "service_key". */
static bool option_is(const struct option_row *row, const char *word)
{
    if (strncmp(word, "--", 2) != 0 || strlen(word + 2) != strlen(row->name))
        return false;
    for (size_t i = 0; row->name[i] != '\0'; i++) {
        if (word[2 + i] != (row->name[i] == '_' ? '-' : row->name[i]))
            return false;
    }
    return true;
}

static const struct option_row *option_find(const char *word)
{
    for (size_t i = 0; i < COUNT(option_rows); i++) {
        if (option_is(&option_rows[i], word))
            return &option_rows[i];
    }
    return NULL;
}

static bool option_set(struct options *o, const struct option_row *row, const char *value)
{
    void *at = (char *)o + row->offset;

    switch (row->kind) {
    case OPTION_flag:
        *(option_flag *)at = true;
        return true;
    case OPTION_number:
        return value != NULL && str_to_i64(str_of(value), at);
    default:
        *(option_text *)at = value;
        return value != NULL && *value != '\0';
    }
}

/* What a path can be put behind. */
static bool is_address(const char *url)
{
    str s = str_of(url);
    size_t scheme = str_starts(s, S("https://")) ? 8 : str_starts(s, S("http://")) ? 7 : s.len;

    return s.len > scheme && s.at[s.len - 1] != '/';
}

static bool options_read(struct options *o, int count, char **words)
{
    for (int i = 1; i < count; i++) {
        const struct option_row *row = option_find(words[i]);
        bool has_value = row != NULL && row->kind != OPTION_flag;

        if (row == NULL || !option_set(o, row, has_value ? words[i + 1] : NULL)) {
            fprintf(stderr, SANDBOX_NAME ": \"%s\": see --help\n", words[i]);
            return false;
        }
        i += has_value;
    }
    if (o->help || o->version)
        return true;
    if (o->public_url != NULL && !is_address(o->public_url)) {
        fprintf(stderr, SANDBOX_NAME ": --public-url: http:// or https://, a host, and no slash at "
                                     "the end\n");
        return false;
    }
    if (o->dir == NULL || o->service_key == NULL || o->port < 0 || o->port > UINT16_MAX ||
        o->delay_ms < 0 || o->delay_ms > MAIN_DELAY_MS_MAX) {
        fprintf(stderr, SANDBOX_NAME ": --dir and --service-key are wanted: see --help\n");
        return false;
    }
    return true;
}

static int main_help(void)
{
    printf(SANDBOX_NAME " " SANDBOX_VERSION "\n" SANDBOX_WARNING "\n" SANDBOX_WARNING_ZH "\n\n");
    for (size_t i = 0; i < COUNT(option_rows); i++) {
        const struct option_row *row = &option_rows[i];

        printf("  --");
        for (const char *c = row->name; *c != '\0'; c++)
            putchar(*c == '_' ? '-' : *c);
        printf("%s\n        %s\n        %s\n", row->kind == OPTION_flag ? "" : " VALUE", row->en,
            row->zh);
    }
    return 0;
}

/* ---- the server's two ways in ---- */

static void main_serve(
    void *app, size_t listener, struct http_request *request, struct wire_answer *answer)
{
    struct sandbox *s = app;

    if (listener == WIRE_DOORS)
        doors_serve(s, request, answer);
    else
        department_serve(s, (enum department)(listener - 1), request, answer);
}

static void main_turned_away(void *app, enum department d)
{
    struct sandbox *s = app;

    if (fault_fired_at_door(&s->faults, d))
        wire_door(s->wire, d, WIRE_DOOR_OPEN);
}

/* ---- start and stop ---- */

static bool main_failed(const char *what, str why)
{
    fprintf(stderr, SANDBOX_NAME ": %s: %.*s\n", what, STR(why));
    return false;
}

static const char *main_path(const struct sandbox *s, const struct options *o, const char *name)
{
    return arena_z(s->arena, arena_printf(s->arena, "%s/%s", o->dir, name));
}

/* What needs no thread: keys and what was remembered. */
static bool main_open(struct sandbox *s, const struct options *o)
{
    const char *journal = main_path(s, o, "facts.jsonl");
    struct arena *scratch = arena_new(MAIN_SCRATCH_BYTES_MAX);
    str fault;
    err opened;

    opened = store_open(&s->store, scratch, journal, MAIN_STORE_BYTES_MAX, &fault);
    if (opened != OK)
        main_failed(journal, fault);
    arena_free(scratch);
    return opened == OK;
}

/* First the ports, whose numbers all threads read; then the threads. */
static bool main_start(struct sandbox *s, const struct options *o)
{
    struct wire_options wire = {
        .port = (uint16_t)o->port,
        .faults = &s->faults,
        .serve = main_serve,
        .turned_away = main_turned_away,
        .app = s,
    };

    if (wire_open(s->arena, &wire, &s->wire) != OK)
        return main_failed("--port", S("this port and those after it are not free"));
    s->port = wire_port(s->wire);
    s->public_url = o->public_url != NULL ? str_of(o->public_url)
                                          : arena_printf(s->arena, "http://127.0.0.1:%d", s->port);
    if (callbacks_start(&s->store, &s->keys, &s->faults, s->arena, &s->callbacks) != OK)
        return main_failed("callbacks", S("their thread cannot be started"));
    if (wire_start(s->wire, s->arena) != OK)
        return main_failed("server", S("its threads cannot be started"));
    if (payment_resume(s, s->arena) != OK)
        return main_failed("callbacks", S("those of the last run cannot be sent"));
    return true;
}

/* The file is written last: whoever sees it finds everybody at home. */
static bool main_announce(struct sandbox *s, const struct options *o)
{
    const char *path = main_path(s, o, "departments.json");

    if (keys_write_departments(&s->keys, s->arena, path, s->port) != OK)
        return main_failed(path, S("cannot be written"));
    fprintf(stderr, "%s\n%s\n", SANDBOX_WARNING, SANDBOX_WARNING_ZH);
    log_line(LOG_INFO, "sandbox port=%d departments=%d", s->port, DEPARTMENT_COUNT);
    if (o->json) {
        struct tree *ready = tree_new(s->arena, TREE_OBJECT);

        tree_i64(ready, S("port"), s->port);
        tree_text(ready, S("departments_file"), str_of(path));
        printf("%.*s\n", STR(tree_to_json(ready)));
        fflush(stdout);
    }
    return true;
}

static void main_stop(struct sandbox *s)
{
    if (s->wire != NULL)
        wire_close(s->wire);
    if (s->callbacks != NULL)
        callbacks_stop(s->callbacks);
}

static bool main_run(struct sandbox *s, const struct options *o, const sigset_t *ends)
{
    bool started = main_start(s, o) && main_announce(s, o);
    int ended_by;

    if (started)
        sigwait(ends, &ended_by);
    main_stop(s);
    return started;
}

static bool main_sandbox(
    struct sandbox *s, struct arena *a, const struct options *o, const sigset_t *ends)
{
    bool done = false;

    s->arena = a;
    faults_init(&s->faults);
    nonces_init(&s->nonces);
    replays_init(&s->replays);
    s->delay_ms = o->delay_ms;
    if (file_make_dir(s->arena, o->dir) != OK ||
        keys_open(&s->keys, s->arena, o->dir, o->service_key) != OK)
        main_failed(o->dir, S("keys cannot be read or made there"));
    else if (main_open(s, o))
        done = main_run(s, o, ends);
    if (s->store.arena != NULL)
        store_close(&s->store);
    keys_done(&s->keys);
    replays_done(&s->replays);
    nonces_done(&s->nonces);
    faults_done(&s->faults);
    return done;
}

int main(int count, char **words)
{
    struct options options = {.port = MAIN_PORT_DEFAULT};
    struct arena *a;
    sigset_t ends;
    bool done;

    if (!options_read(&options, count, words))
        return 2;
    if (options.help)
        return main_help();
    if (options.version)
        return printf("%s\n", SANDBOX_NAME " " SANDBOX_VERSION) < 0;

    /* Before any thread, so that all of them leave these signals to sigwait. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    signal(SIGPIPE, SIG_IGN);
    a = arena_new(MAIN_SCRATCH_BYTES_MAX);
    done = main_sandbox(ARENA_NEW(a, struct sandbox), a, &options, &ends);
    arena_free(a);
    return done ? 0 : 1;
}
