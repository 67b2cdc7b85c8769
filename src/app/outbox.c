/* Sending what is owed. Several workers do the same: take what is due in a region under a lease,
 * send it all at once, and apply the answers, those of a filing in one transaction; while one waits
 * for departments or for the disk, others go on. A department that fails is left alone for a while
 * (breaker) and tried again with growing pauses; nothing is ever given up. */
#include "app/outbox.h"

#include "base/ids.h"
#include "base/log.h"
#include "base/when.h"

#define OUTBOX_WORKERS 8
#define OUTBOX_BATCH 16        /* what two filings owe at once */
#define OUTBOX_PLACES_MAX 4096 /* the country has fewer divisions of that level */
#define OUTBOX_LEASE_MS (4 * COURIER_TIMEOUT_MS)
#define OUTBOX_LOOK_US (200 * INT64_C(1000))   /* what nobody was woken for: repeats and promises */
#define OUTBOX_PROMISE_MS (60 * INT64_C(1000)) /* asked again if a promised answer has not come */
#define BACKOFF_FIRST_MS 500
#define BACKOFF_MAX_MS 60000

/* One worker at a time takes a region's messages; sending and applying go on beside each other. */
struct place {
    str region;
    bool wanted, taking;
};

struct worker {
    struct outbox *outbox;
    struct app *app;
    pthread_t thread;
    struct http_client *client;
    struct arena *arena;
    size_t place; /* the region it works for, as a number among the places */
    str region;
    bool runs;
};

struct outbox {
    struct app *app;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool stop;
    int64_t look_us;      /* when every region is looked at, wanted or not */
    struct place *places; /* OUTBOX_PLACES_MAX of them; they only become more */
    size_t places_count;
    struct worker workers[OUTBOX_WORKERS];
};

/* ---- taking ---- */

static err take(struct ctx *ctx, void *arg)
{
    struct batch *b = arg;

    return message_take(ctx, OUTBOX_BATCH, ctx->now_ms + OUTBOX_LEASE_MS, &b->messages, &b->count);
}

static err look(struct ctx *ctx, void *arg)
{
    return message_is_due(ctx, arg);
}

/* ---- sending ---- */

/* The stored body with what every message carries in front. */
static str whole_body(struct worker *w, const struct message *m, int64_t now_ms)
{
    bool question = str_starts(m->path, S("/query/"));
    str callback = str_is(m->department, "payment")
                       ? S("/exchange/payments")
                       : arena_join(w->arena, S("/exchange/answers?region="), m->region);
    str rest = str_slice(m->body, 1, m->body.len);

    return arena_printf(w->arena,
        "{\"message_id\":\"%.*s\",\"region\":\"%.*s\",\"%s\":%lld,\"callback_url\":\"%.*s%.*s\"%s%."
        "*s",
        STR(m->id), STR(m->region), question ? "asked_ms" : "sent_ms", (long long)now_ms,
        STR(w->app->city.public_url), STR(callback), str_is(rest, "}") ? "" : ",", STR(rest));
}

static void prepare(struct worker *w, struct batch *b, size_t i, int64_t now_ms)
{
    const struct message *m = &b->messages[i];
    struct courier_letter *letter = &b->results[i].letter;

    if (str_is(m->department, "self") ||
        !courier_may_send(w->app, courier_department(w->app, m->department), now_ms))
        return;
    *letter = (struct courier_letter){.department = m->department,
        .path = m->path,
        .id = m->id,
        .body = whole_body(w, m, now_ms),
        .call = &b->calls[b->calls_count++]};
    courier_prepare(w->app, w->arena, letter, now_ms);
    b->results[i].call = letter->call;
}

/* ---- reading answers ---- */

static void read_answer(struct worker *w, struct result *r, const struct message *m)
{
    r->fault = courier_check(w->app, w->arena, &r->letter);
    r->answer = r->letter.answer;
    r->promised = r->fault.len == 0 && r->call->status == 202;
    courier_note(w->app, m->department, r->fault);
}

static int64_t backoff_ms(int64_t tries)
{
    int64_t pause = tries > 16 ? BACKOFF_MAX_MS : (int64_t)BACKOFF_FIRST_MS << tries;
    uint16_t jitter;

    if (pause > BACKOFF_MAX_MS)
        pause = BACKOFF_MAX_MS;
    id_random_bytes(&jitter, sizeof(jitter));
    return pause / 2 + pause * jitter / (2 * 65536);
}

/* ---- applying ---- */

static err apply_self(struct ctx *ctx, const struct message *m)
{
    struct tree *body;
    str fault;

    TRY(tree_parse(ctx->arena, m->body, &body, &fault));
    if (str_is(m->path, "/ended"))
        TRY(money_filing_ended(ctx, m->filing));
    return filing_next_on_unit(ctx, tree_get_text(body, S("unit")));
}

static bool is_refund(const struct message *m)
{
    return str_is(m->department, "payment") && str_is(m->path, "/refunds");
}

static bool was_answered(const struct result *r)
{
    return r->call != NULL && r->fault.len == 0 && !r->promised;
}

/* The answers that steps of the filing wait for, in one go: it is loaded and locked once. */
static err apply_to_steps(struct ctx *ctx, const struct batch *b)
{
    struct filing_reply *replies = ARENA_MANY(ctx->arena, b->to - b->from, struct filing_reply);
    size_t count = 0;

    for (size_t i = b->from; i < b->to; i++) {
        const struct message *m = &b->messages[i];

        if (was_answered(&b->results[i]) && m->filing.len > 0 && m->step.len > 0 && !is_refund(m))
            replies[count++] = (struct filing_reply){m->step, b->results[i].answer};
    }
    return count == 0 ? OK : filing_answered(ctx, b->messages[b->from].filing, replies, count);
}

/* The rest, and what became of the message. That a short message was sent is all it can be. */
static err apply_one(struct ctx *ctx, const struct message *m, const struct result *r)
{
    if (r->call == NULL && !str_is(m->department, "self")) /* the breaker is open */
        return message_failed(ctx, m->id, ctx->now_ms + COURIER_BREAKER_MS / 2, m->fault);
    if (r->fault.len > 0)
        return message_failed(ctx, m->id, ctx->now_ms + backoff_ms(m->tries), r->fault);
    if (r->promised)
        return message_promised(ctx, m->id, ctx->now_ms + OUTBOX_PROMISE_MS);
    if (str_is(m->department, "self"))
        TRY(apply_self(ctx, m));
    else if (is_refund(m))
        TRY(money_refund_answered(ctx, r->answer));
    else if (str_is(m->department, "report"))
        TRY(report_answered(ctx, m->id, r->answer));
    return message_done(ctx, m->id);
}

static err apply_all(struct ctx *ctx, void *arg)
{
    struct batch *b = arg;

    TRY(apply_to_steps(ctx, b));
    for (size_t i = b->from; i < b->to; i++)
        TRY(apply_one(ctx, &b->messages[i], &b->results[i]));
    return OK;
}

static err note_fault(struct ctx *ctx, void *arg)
{
    const struct batch *b = arg;
    const struct message *m = &b->messages[b->from];

    return message_failed(ctx, m->id, ctx->now_ms + backoff_ms(m->tries), b->fault);
}

/* Each in its own transaction, so that one that cannot be applied holds nobody up; it is noted and
 * tried again. */
static void apply_singly(struct worker *w, struct ctx *ctx, struct batch *b)
{
    for (size_t i = b->from, end = b->to; i < end; i++) {
        err e;

        b->from = i;
        b->to = i + 1;
        e = app_write(w->app, ctx, apply_all, b);
        if (e == OK)
            continue;
        log_line(LOG_WARN, "message=%.*s department=%.*s path=%.*s err=%s", STR(b->messages[i].id),
            STR(b->messages[i].department), STR(b->messages[i].path), err_name(e));
        b->fault = str_of(err_name(e));
        if (app_write(w->app, ctx, note_fault, b) != OK)
            return; /* the store is away: the lease runs out and all is tried again */
    }
}

/* The answers for one filing, which stand together, in one transaction where that can be. */
static void apply(struct worker *w, struct ctx *ctx, struct batch *b)
{
    for (size_t i = 0; i < b->count; i = b->to) {
        str filing = b->messages[i].filing;
        size_t end = i + 1;

        while (end < b->count && str_eq(b->messages[end].filing, filing))
            end++;
        b->from = i;
        b->to = end;
        if (app_write(w->app, ctx, apply_all, b) != OK)
            apply_singly(w, ctx, b);
        b->to = end;
        ctx->touched = filing;
        app_publish(w->app, ctx);
    }
}

/* ---- a worker's round ---- */

/* The region's messages may be taken by the next worker, which is woken if there is more. */
static void give_place(struct worker *w, bool more)
{
    struct outbox *o = w->outbox;
    struct place *p = &o->places[w->place];

    pthread_mutex_lock(&o->lock);
    p->taking = false;
    p->wanted = p->wanted || more;
    if (p->wanted)
        pthread_cond_signal(&o->woken);
    pthread_mutex_unlock(&o->lock);
}

/* Looks without a lock first: most who are woken find nothing. */
static err take_due(struct worker *w, struct ctx *ctx, struct batch *b)
{
    bool due = false;
    err e = db_read(w->app->db, ctx, look, &due);

    if (e == OK && due)
        e = db_write(w->app->db, ctx, take, b);
    give_place(w, e == OK && b->count == OUTBOX_BATCH);
    return e;
}

static void send_all(struct worker *w, struct ctx *ctx, struct batch *b)
{
    b->results = ARENA_MANY(w->arena, b->count, struct result);
    b->calls = ARENA_MANY(w->arena, b->count, struct http_call);
    for (size_t i = 0; i < b->count; i++)
        prepare(w, b, i, ctx->now_ms);
    http_client_run(w->client, w->arena, b->calls, b->calls_count);
    ctx->now_ms = when_now_ms();
    for (size_t i = 0; i < b->count; i++) {
        if (b->results[i].call != NULL)
            read_answer(w, &b->results[i], &b->messages[i]);
    }
}

static err send_region(void *arg)
{
    struct worker *w = arg;
    int64_t began_us = when_monotonic_us(), sent_us, answered_us;
    struct batch b = {0};
    struct ctx ctx;

    app_ctx(w->app, w->arena, w->region, &ctx);
    ctx.who = (struct who){.department = S("outbox")};
    ctx.request_id = id_make(w->arena, ctx.now_ms);
    if (take_due(w, &ctx, &b) != OK || b.count == 0)
        return OK;
    sent_us = when_monotonic_us();
    send_all(w, &ctx, &b);
    answered_us = when_monotonic_us();
    apply(w, &ctx, &b);
    log_line(LOG_DEBUG,
        "request=%.*s outbox messages=%zu take_us=%lld send_us=%lld apply_us=%lld "
        "sql=%llu",
        STR(ctx.request_id), b.count, (long long)(sent_us - began_us),
        (long long)(answered_us - sent_us), (long long)(when_monotonic_us() - answered_us),
        (unsigned long long)ctx.statements);
    return OK;
}

/* ---- the workers ---- */

static bool find_place(struct outbox *o, size_t *ret)
{
    for (size_t i = 0; i < o->places_count; i++) {
        if (!o->places[i].wanted || o->places[i].taking)
            continue;
        *ret = i;
        return true;
    }
    return false;
}

static void want_all(struct outbox *o)
{
    for (size_t i = 0; i < o->places_count; i++)
        o->places[i].wanted = true;
    o->look_us = when_monotonic_us() + OUTBOX_LOOK_US;
}

static void wait_until(struct outbox *o, int64_t us)
{
    struct timespec t = {us / 1000000, us % 1000000 * 1000};

    (void)pthread_cond_timedwait(&o->woken, &o->lock, &t);
}

/* Waits until some region may have messages that are due; false when the process ends. */
static bool next_place(struct worker *w)
{
    struct outbox *o = w->outbox;
    bool found = false;

    pthread_mutex_lock(&o->lock);
    while (!o->stop && !(found = find_place(o, &w->place))) {
        if (when_monotonic_us() >= o->look_us)
            want_all(o);
        else
            wait_until(o, o->look_us);
    }
    if (found) {
        w->region = o->places[w->place].region;
        o->places[w->place].wanted = false;
        o->places[w->place].taking = true;
    }
    pthread_mutex_unlock(&o->lock);
    return found;
}

static void *work(void *arg)
{
    struct worker *w = arg;

    while (next_place(w)) {
        if (arena_try(w->arena, send_region, w) != OK) {
            log_line(LOG_ERROR, "outbox round passed its memory ceiling");
            give_place(w, false);
        }
        arena_reset(w->arena);
    }
    return NULL;
}

void outbox_wake(struct outbox *o, str region)
{
    if (o == NULL)
        return;
    pthread_mutex_lock(&o->lock);
    for (size_t i = 0; i < o->places_count; i++)
        if (str_eq(o->places[i].region, region))
            o->places[i].wanted = true;
    pthread_cond_signal(&o->woken);
    pthread_mutex_unlock(&o->lock);
}

static bool has_place(const struct outbox *o, str region)
{
    for (size_t i = 0; i < o->places_count; i++)
        if (str_eq(o->places[i].region, region))
            return true;
    return false;
}

/* The city's texts live as long as the process, so they are not copied. */
void outbox_serve_regions(struct outbox *o, const struct city *city)
{
    if (o == NULL)
        return;
    pthread_mutex_lock(&o->lock);
    for (size_t i = 0; i < city->regions_count && o->places_count < OUTBOX_PLACES_MAX; i++)
        if (!has_place(o, city->regions[i].region))
            o->places[o->places_count++].region = city->regions[i].region;
    pthread_mutex_unlock(&o->lock);
}

static err release(struct ctx *ctx, void *arg)
{
    (void)arg;
    return message_release(ctx);
}

/* What was taken before an end by force is sent at once, and not when its lease runs out. */
static void release_all(struct app *app)
{
    for (size_t i = 0; i < app->city.regions_count; i++) {
        struct ctx ctx;

        app_ctx(app, app->arena, app->city.regions[i].region, &ctx);
        if (db_write(app->db, &ctx, release, NULL) != OK)
            return; /* the leases run out */
    }
}

static err start_worker(struct outbox *o, struct worker *w)
{
    *w = (struct worker){.outbox = o, .app = o->app, .arena = arena_new(APP_ARENA_MAX)};
    TRY(http_client_open(OUTBOX_BATCH, &w->client));
    w->runs = pthread_create(&w->thread, NULL, work, w) == 0;
    return w->runs ? OK : E_FAULT;
}

err outbox_start(struct app *app, struct outbox **ret)
{
    struct outbox *o = ARENA_NEW(app->arena, struct outbox);
    pthread_condattr_t attributes;

    o->app = app;
    o->places = ARENA_MANY(app->arena, OUTBOX_PLACES_MAX, struct place);
    pthread_mutex_init(&o->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&o->woken, &attributes);
    pthread_condattr_destroy(&attributes);
    release_all(app);
    outbox_serve_regions(o, app_city(app));
    *ret = o;
    for (size_t i = 0; i < OUTBOX_WORKERS; i++)
        TRY(start_worker(o, &o->workers[i]));
    return OK;
}

static void stop_worker(struct worker *w)
{
    if (w->runs)
        pthread_join(w->thread, NULL);
    if (w->client != NULL)
        http_client_close(w->client);
    if (w->arena != NULL)
        arena_free(w->arena);
}

void outbox_stop(struct outbox *o)
{
    if (o == NULL)
        return;
    pthread_mutex_lock(&o->lock);
    o->stop = true;
    pthread_cond_broadcast(&o->woken);
    pthread_mutex_unlock(&o->lock);
    for (size_t i = 0; i < OUTBOX_WORKERS; i++)
        stop_worker(&o->workers[i]);
    pthread_cond_destroy(&o->woken);
    pthread_mutex_destroy(&o->lock);
}
