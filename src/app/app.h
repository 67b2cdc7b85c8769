/* The process: the only code that knows HTTP, the store and the domains at once. */
#pragma once

#include "base/ctx.h"
#include "base/output.h"
#include "db/db.h"
#include "exchange/exchange.h"
#include "http/client.h"
#include "http/http.h"
#include "http/signature.h"
#include "paper/paper.h"
#include "place/city.h"

#include <pthread.h>
#include <stdatomic.h>

#define APP_ARENA_MAX ((size_t)96 << 20)
#define OPTIONS_FILES_MAX 8
#define APP_BODY_MAX ((size_t)24 << 20)

/* What `serve` and the other verbs were told. Keys, defaults and help: app/options.def. */
struct options {
#define OPTION(name, fallback, zh, en) const char *name;
#include "app/options.def"
#undef OPTION
    bool print_json, demo, help, once;
    bool check;                               /* import, rules: nothing is written or begun */
    bool json_to_file;                        /* --json takes a file here, and is in `json` */
    const char *file;                         /* the first word that is no option */
    const char *files[OPTIONS_FILES_MAX + 1]; /* all of them; ends with NULL */
};

/* A department as this process sees it: who it is and whether it answers. */
struct department {
    struct exchange_department d;
    int64_t failures;      /* in a row */
    int64_t open_until_ms; /* the breaker: nothing is sent before */
    int64_t sent, answered;
    str fault; /* of the last failure; in fault_text */
    char fault_text[200];
};

struct cert_printer;
struct city_kept;
struct verification;
struct pages;
struct cert_sealer;
struct report_job;

struct app {
    const struct options *options;
    struct arena *arena; /* lives as long as the process */
    struct city city;    /* as it was at start; ask app_city for the regions and offices of now */
    _Atomic(const struct city *) city_now;
    pthread_mutex_t city_lock;
    struct city_kept *cities;
    int64_t started_ms, started_us; /* by the wall and by the steady clock */
    int64_t schema_version;
    atomic_bool set_up; /* there are officers; it never becomes false again */
    struct verification *verification;
    struct db *db;
    struct http *http;
    struct pages *pages; /* the files of the pages */
    struct paper_store papers;
    struct crypto_key service_key;              /* signs what is sent to departments */
    struct crypto_key log_key;                  /* signs checkpoints and certificates' codes */
    struct crypto_sm2 *sm2_key;                 /* signs checkpoints for national cryptography */
    uint8_t secrets_key[CRYPTO_SEAL_KEY_BYTES]; /* seals the store's secrets */
    struct cert_sealer *sealer;
    pthread_mutex_t departments_lock;
    struct department *departments;
    size_t departments_count;
    struct outbox *outbox;
    struct schedule *schedule;
    struct report_job *report_job; /* of the night; NULL unless --report-at */
    struct nonces *nonces;         /* of departments' signatures, so that none comes in twice */
    struct printing *printing;     /* certificate printers, one a thread at a time */
};

/* Opens everything that `options` name: store, keys, scenes, calendar, rules, places, departments.
 * *ret_fault is a sentence on failure. */
MUST_CHECK err app_open(struct arena *a, const struct options *o, struct app **ret, str *ret_fault);
void app_close(struct app *app);
/* A context outside any request, for jobs and commands. */
void app_ctx(struct app *app, struct arena *a, str region, struct ctx *ret);
/* Runs `run` in a transaction and wakes the outbox after it. */
MUST_CHECK err app_write(struct app *app, struct ctx *ctx, db_run *run, void *arg);
/* The city as it is now, for one request. */
const struct city *app_city(const struct app *app);
/* Reads regions and offices anew and lets every later request see them. */
MUST_CHECK err app_city_renew(struct app *app);
void app_cities_free(struct app *app);
/* Tells live pages that a filing changed. */
void app_publish(struct app *app, const struct ctx *ctx);

/* ---- dispatch ---- */
enum route_mode {
    ROUTE_READ,  /* in a snapshot */
    ROUTE_WRITE, /* in a transaction, under an idempotency key when it is a POST of an officer */
    ROUTE_OWN,   /* makes its own transactions */
    ROUTE_FILE   /* likewise, and the body is a file */
};

struct call; /* a request on its way: app/dispatch.c */
typedef err route_use(struct ctx *ctx, const void *in, struct tree *out);
/* Routes that make their own transactions also see the HTTP side. */
typedef err route_own(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply);

struct route {
    const char *method, *path, *access;
    enum route_mode mode;
    route_use *use;
    route_own *own;
    const struct input *in;
    const struct output *out; /* what a success answers */
    int status;
    const char *zh, *en;
    const char *record;  /* whose record the answer is: access/record.def; NULL: nobody's */
    const char *purpose; /* access/purpose.def, or "stated" */
};
extern const struct route routes[];
extern const size_t routes_count;

http_handler app_handle;
http_is_quick app_is_quick;
/* The route of a method and path, with its path parameters as members of `params`; NULL when there
 * is none, and then *ret_allowed names the methods that would have one, if any. */
const struct route *route_find(str method, str path, struct tree *params, str *ret_allowed);
/* The API as an OpenAPI 3.1 document, from the route and input tables. */
str openapi_document(struct arena *a);
/* docs/api.md, from the same tables. */
str openapi_manual(struct arena *a);

/* Own routes. */
route_own own_cert_file, own_track_notice, own_track_certificate, own_track_bill;
/* GET /track/{filing}: the filing's part, its certificates and what is to be paid. */
route_own own_track;
/* POST /registry/divisions: a split or merge, unless a filing waits on one of the units. */
route_use divide_units;
route_own own_login, own_factor_begin, own_factor_confirm, own_health, own_openapi, own_events,
    own_follow, own_paper_put, own_paper_get, own_cert_pdf, own_notice_pdf, own_receipt_pdf,
    own_query_pdf, own_cert_check, own_checkpoint, own_checkpoint_cosigned, own_checkpoint_sm2,
    own_tile, own_cosign, own_departments, own_scenes, own_scene, own_test_clock, own_keys,
    own_statement;

/* POST /check, POST /locks. */
route_use citizen_check, lock_add;
route_own own_prefill, own_rules, own_rule_book, own_words;

/* The administrator's, and the first run's. */
route_own own_staff_add, own_staff_reset, own_password, own_office_add, own_office_save,
    own_calendar, own_rates, own_scene_check, own_probe, own_verification, own_verify_start,
    own_setup_needed, own_setup;

/* 好差评: what a party has said, says, and thinks of the answer. */
route_own own_rating, own_rate, own_rating_verdict;

/* 汇交: reporting a day now; reading somebody's message. */
route_own own_report_run, own_message_read;

/* ---- nonces ---- */
/* Remembers the nonces of one time window; for the life of the process. */
struct nonces *nonces_new(struct arena *a);
/* False when this nonce came before. */
bool nonces_take(struct nonces *n, str nonce, int64_t now_ms);

/* ---- scheduled law ---- */
struct schedule;
/* A thread that enters what has lapsed by law (registry_lock) when a day begins. */
MUST_CHECK err schedule_start(struct app *app, struct schedule **ret);
void schedule_stop(struct schedule *schedule);

/* ---- outbox ---- */
struct outbox;
MUST_CHECK err outbox_start(struct app *app, struct outbox **ret);
void outbox_stop(struct outbox *o);
/* A transaction of the region has ended: there may be something to send. */
void outbox_wake(struct outbox *o, str region);
/* Sends for the city's regions from now on, beside those that it serves. NULL is allowed. */
void outbox_serve_regions(struct outbox *o, const struct city *city);

/* ---- certificates on paper ---- */
/* The sealed PDF of a certificate, printed now if it never was. */
MUST_CHECK err printing_pdf(struct app *app, struct ctx *ctx, str certificate, str *ret_pdf);
/* A notice as PDF. It is kept as data; its paper is drawn whenever it is asked for, and is always
 * the same. */
MUST_CHECK err printing_notice(
    struct app *app, struct ctx *ctx, str filing, str notice, str *ret_pdf);
MUST_CHECK err printing_open(struct app *app, struct printing **ret);
void printing_close(struct app *app);

/* Writes the demo city into an opened store; what is there stays. */
MUST_CHECK err city_fill_demo(struct app *app, struct arena *a);

/* ---- verbs ---- */
int verb_init(const struct options *o);
int verb_serve(const struct options *o);
int verb_replay(const struct options *o);
int verb_import(const struct options *o);
int verb_verify(const struct options *o);
int verb_verify_certificate(const struct options *o);
int verb_witness(const struct options *o);
int verb_docs(const struct options *o);
int verb_rules(const struct options *o);
int verb_report(const struct options *o);
int verb_message_read(const struct options *o);
int verb_cadastre(const struct options *o);
int verb_staff_appoint(const struct options *o);
/* Checks a code offline; shows all answers in `out`. */
bool token_check(
    struct arena *a, const struct crypto_key *key, str origin, str token, struct tree *out);
/* Checks the whole store; breaches are added to `list` as {invariant, detail}. */
MUST_CHECK err store_verify(
    struct app *app, struct arena *a, struct tree *out, int64_t *ret_breaches);
