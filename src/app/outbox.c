/* Sending what is owed: messages are taken under a lease, sent all at once, and each answer is applied in
 * a transaction. A department that fails is left alone for a while (breaker) and tried again with
 * growing pauses; nothing is ever given up. */
#include "app/outbox.h"

#include "base/ids.h"
#include "base/log.h"
#include "base/when.h"

#define OUTBOX_BATCH 64
#define OUTBOX_TIMEOUT_MS 3000
#define OUTBOX_LEASE_MS (4 * OUTBOX_TIMEOUT_MS)
#define OUTBOX_IDLE_MS 200
#define OUTBOX_REPLY_MAX ((size_t)1 << 20)
#define OUTBOX_PROMISE_MS (60 * INT64_C(1000)) /* asked again if a promised answer has not come */
#define BREAKER_FAILURES 5
#define BREAKER_PAUSE_MS 5000
#define BACKOFF_FIRST_MS 500
#define BACKOFF_MAX_MS 60000

struct outbox {
    struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t woken;
    bool stop, wake;
    struct http_client *client;
    struct arena *arena;
};

struct department *outbox_department(struct app *app, str name)
{
    for (size_t i = 0; i < app->departments_count; i++)
        if (str_eq(app->departments[i].d.name, name))
            return &app->departments[i];
    return NULL;
}

/* ---- taking ---- */

static err take(struct ctx *ctx, void *arg)
{
    struct batch *b = arg;

    return message_take(
        ctx, OUTBOX_BATCH, ctx->now_ms + OUTBOX_LEASE_MS, &b->messages, &b->count);
}

static err look(struct ctx *ctx, void *arg)
{
    return message_is_due(ctx, arg);
}

static bool may_send(struct outbox *o, const struct department *d, int64_t now_ms)
{
    bool may;

    pthread_mutex_lock(&o->app->departments_lock);
    may = d != NULL && d->open_until_ms <= now_ms;
    pthread_mutex_unlock(&o->app->departments_lock);
    return may;
}

/* ---- sending ---- */

/* The stored body with what every message carries in front. */
static str whole_body(struct outbox *o, const struct message *m, int64_t now_ms)
{
    bool question = str_starts(m->path, S("/query/"));
    str callback = str_is(m->department, "payment")
                       ? S("/exchange/payments")
                       : arena_join(o->arena, S("/exchange/answers?region="), m->region);
    str rest = str_slice(m->body, 1, m->body.len);

    return arena_printf(o->arena,
        "{\"message_id\":\"%.*s\",\"region\":\"%.*s\",\"%s\":%lld,\"callback_url\":\"%.*s%.*s\"%s%.*s",
        STR(m->id), STR(m->region), question ? "asked_ms" : "sent_ms", (long long)now_ms,
        STR(o->app->city.public_url), STR(callback), str_is(rest, "}") ? "" : ",", STR(rest));
}

static void prepare(struct outbox *o, struct batch *b, size_t i, int64_t now_ms)
{
    const struct message *m = &b->messages[i];
    const struct department *d = outbox_department(o->app, m->department);
    struct http_call *call = &b->calls[b->calls_count];

    if (str_is(m->department, "self") || !may_send(o, d, now_ms))
        return;
    *call = (struct http_call){.method = S("POST"),
        .url = arena_join(o->arena, d->d.url, m->path),
        .body = whole_body(o, m, now_ms),
        .timeout_ms = OUTBOX_TIMEOUT_MS,
        .reply_max = OUTBOX_REPLY_MAX,
        .owner = &b->results[i]};
    http_call_header(call, S("content-type"), S("application/json"));
    signature_sign_call(o->arena, call,
        &(struct signature_signer){&o->app->service_key, S("yichuang"), now_ms});
    b->results[i].call = call;
    b->calls_count++;
}

/* ---- reading answers ---- */

static str check_answer(struct outbox *o, struct result *r, const struct message *m)
{
    const struct department *d = outbox_department(o->app, m->department);
    const struct http_call *call = r->call;
    struct signature_result signature;
    str fault;

    if (!call->answered)
        return call->fault;
    if (call->status != 200 && call->status != 202)
        return arena_printf(o->arena, "answered %d", call->status);
    signature = signature_check_reply(o->arena, call, d->d.public_key, when_now_ms());
    if (!signature.valid)
        return arena_join(o->arena, S("signature: "), signature.reason);
    if (tree_parse(o->arena, call->reply_body, &r->answer, &fault) != OK)
        return arena_join(o->arena, S("reply: "), fault);
    if (!str_eq(tree_get_text(r->answer, S("message_id")), m->id))
        return S("the reply is for another message");
    r->promised = call->status == 202;
    return (str){0};
}

static void note_department(struct outbox *o, const struct message *m, str fault)
{
    struct department *d = outbox_department(o->app, m->department);

    pthread_mutex_lock(&o->app->departments_lock);
    d->sent++;
    if (fault.len == 0) {
        d->failures = 0;
        d->answered++;
    } else if (++d->failures >= BREAKER_FAILURES) {
        d->open_until_ms = when_now_ms() + BREAKER_PAUSE_MS;
    }
    if (fault.len > 0) {
        size_t len = fault.len < sizeof(d->fault_text) ? fault.len : sizeof(d->fault_text) - 1;

        for (size_t i = 0; i < len; i++)
            d->fault_text[i] = fault.at[i];
        d->fault = (str){d->fault_text, len};
    }
    pthread_mutex_unlock(&o->app->departments_lock);
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

static err apply_answer(struct ctx *ctx, const struct message *m, const struct tree *answer)
{
    if (str_is(m->department, "self"))
        return apply_self(ctx, m);
    if (str_is(m->department, "payment") && str_is(m->path, "/refunds"))
        return money_refund_answered(ctx, answer);
    if (m->filing.len > 0 && m->step.len > 0)
        return filing_answered(ctx, m->filing, m->step, answer);
    return OK; /* a short message on a phone: sent is all it can be */
}

static err apply_one(struct ctx *ctx, const struct message *m, const struct result *r)
{
    if (r->call == NULL && !str_is(m->department, "self")) /* the breaker is open */
        return message_failed(ctx, m->id, ctx->now_ms + BREAKER_PAUSE_MS / 2, m->fault);
    if (r->fault.len > 0)
        return message_failed(ctx, m->id, ctx->now_ms + backoff_ms(m->tries), r->fault);
    if (r->promised)
        return message_promised(ctx, m->id, ctx->now_ms + OUTBOX_PROMISE_MS);
    TRY(apply_answer(ctx, m, r->answer));
    return message_done(ctx, m->id);
}

static err apply_all(struct ctx *ctx, void *arg)
{
    struct batch *b = arg;

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
static void apply_singly(struct outbox *o, struct ctx *ctx, struct batch *b)
{
    for (size_t i = 0; i < b->count; i++) {
        err e;

        b->from = i;
        b->to = i + 1;
        e = app_write(o->app, ctx, apply_all, b);
        if (e == OK)
            continue;
        log_line(LOG_WARN, "message=%.*s department=%.*s path=%.*s err=%s",
            STR(b->messages[i].id), STR(b->messages[i].department), STR(b->messages[i].path),
            err_name(e));
        b->fault = str_of(err_name(e));
        if (app_write(o->app, ctx, note_fault, b) != OK)
            return; /* the store is away: the lease runs out and all is tried again */
    }
}

/* All answers in one transaction where that can be. */
static void apply(struct outbox *o, struct ctx *ctx, struct batch *b)
{
    b->from = 0;
    b->to = b->count;
    if (app_write(o->app, ctx, apply_all, b) != OK)
        apply_singly(o, ctx, b);
    for (size_t i = 0; i < b->count; i++) {
        ctx->touched = b->messages[i].filing;
        app_publish(o->app, ctx);
    }
}

static size_t send_region(struct outbox *o, str region)
{
    struct batch b = {0};
    bool due = false;
    struct ctx ctx;

    app_ctx(o->app, o->arena, region, &ctx);
    ctx.who = (struct who){.department = S("outbox")};
    ctx.request_id = id_make(o->arena, ctx.now_ms);
    if (db_read(o->app->db, &ctx, look, &due) != OK || !due)
        return 0;
    if (db_write(o->app->db, &ctx, take, &b) != OK || b.count == 0)
        return 0;
    b.results = ARENA_MANY(o->arena, b.count, struct result);
    b.calls = ARENA_MANY(o->arena, b.count, struct http_call);
    for (size_t i = 0; i < b.count; i++)
        prepare(o, &b, i, ctx.now_ms);
    http_client_run(o->client, o->arena, b.calls, b.calls_count);
    ctx.now_ms = when_now_ms();
    for (size_t i = 0; i < b.count; i++) {
        if (b.results[i].call == NULL)
            continue;
        b.results[i].fault = check_answer(o, &b.results[i], &b.messages[i]);
        note_department(o, &b.messages[i], b.results[i].fault);
    }
    apply(o, &ctx, &b);
    return b.count;
}

struct round {
    struct outbox *o;
    size_t sent;
};

static err send_round(void *arg)
{
    struct round *r = arg;

    for (size_t i = 0; i < r->o->app->city.regions_count; i++)
        r->sent += send_region(r->o, r->o->app->city.regions[i].region);
    return OK;
}

static void wait_for_work(struct outbox *o)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += OUTBOX_IDLE_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&o->lock);
    while (!o->wake && !o->stop && pthread_cond_timedwait(&o->woken, &o->lock, &until) == 0)
        continue;
    o->wake = false;
    pthread_mutex_unlock(&o->lock);
}

static bool must_stop(struct outbox *o)
{
    bool stop;

    pthread_mutex_lock(&o->lock);
    stop = o->stop;
    pthread_mutex_unlock(&o->lock);
    return stop;
}

static err release(struct ctx *ctx, void *arg)
{
    (void)arg;
    return message_release(ctx);
}

/* What was taken before an end by force is sent at once, and not when its lease runs out. */
static void release_all(struct outbox *o)
{
    for (size_t i = 0; i < o->app->city.regions_count; i++) {
        struct ctx ctx;

        app_ctx(o->app, o->arena, o->app->city.regions[i].region, &ctx);
        if (db_write(o->app->db, &ctx, release, NULL) != OK)
            return; /* the leases run out */
    }
}

static void *work(void *arg)
{
    struct outbox *o = arg;

    release_all(o);
    while (!must_stop(o)) {
        struct round r = {.o = o};

        if (arena_try(o->arena, send_round, &r) != OK)
            log_line(LOG_ERROR, "outbox round passed its memory ceiling");
        arena_reset(o->arena);
        if (r.sent == 0)
            wait_for_work(o);
    }
    return NULL;
}

void outbox_wake(struct outbox *o)
{
    if (o == NULL)
        return;
    pthread_mutex_lock(&o->lock);
    o->wake = true;
    pthread_cond_signal(&o->woken);
    pthread_mutex_unlock(&o->lock);
}

err outbox_start(struct app *app, struct outbox **ret)
{
    struct outbox *o = ARENA_NEW(app->arena, struct outbox);

    o->app = app;
    o->arena = arena_new(APP_ARENA_MAX);
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->woken, NULL);
    TRY(http_client_open(OUTBOX_BATCH, &o->client));
    if (pthread_create(&o->thread, NULL, work, o) != 0)
        return E_FAULT;
    *ret = o;
    return OK;
}

void outbox_stop(struct outbox *o)
{
    if (o == NULL)
        return;
    pthread_mutex_lock(&o->lock);
    o->stop = true;
    pthread_cond_signal(&o->woken);
    pthread_mutex_unlock(&o->lock);
    pthread_join(o->thread, NULL);
    http_client_close(o->client);
    arena_free(o->arena);
    pthread_mutex_destroy(&o->lock);
    pthread_cond_destroy(&o->woken);
}
