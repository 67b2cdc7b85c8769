/* POST /prefill: a draft from what the registry and the departments know. Departments are asked at
 * once and answer within seconds or not at all; nothing is written but a line of the log that says
 * who asked for what. */
#include "app/app.h"
#include "app/courier.h"
#include "base/log.h"
#include "base/when.h"
#include "cert/cert.h"
#include "exchange/exchange_prefill.h"

struct round {
    struct app *app;
    struct ctx *ctx;
    struct prefill *p;
    struct prefill_question questions[SCENE_SOURCES_MAX];
    struct courier_letter letters[SCENE_SOURCES_MAX];
    struct http_call *calls;
    size_t calls_count;
};

struct snapshot {
    const struct prefill *before;
    struct prefill *p;
};

/* A snapshot that is read again begins where it began. */
static err read_registry(struct ctx *ctx, void *arg)
{
    struct snapshot *s = arg;

    *s->p = *s->before;
    return exchange_prefill_read(ctx, s->p);
}

static err find_certificate(struct ctx *ctx, str number, struct prefill_certificate *ret)
{
    struct cert c;

    TRY(cert_find_number(ctx, number, &c, &ret->found));
    if (!ret->found)
        return OK;
    ret->unit = c.unit;
    ret->right = c.right_id;
    ret->valid = str_is(c.state, "valid");
    return OK;
}

static void prepare(struct round *r, size_t i)
{
    const struct prefill_question *q = &r->questions[i];
    struct courier_letter *letter = &r->letters[i];
    const struct department *d = courier_department(r->app, q->department);

    *letter = (struct courier_letter){
        .department = q->department, .path = q->path, .id = q->id, .body = q->body};
    if (!courier_may_send(r->app, d, r->ctx->now_ms)) {
        exchange_prefill_fault(r->p, q->source, d != NULL ? PREFILL_LEFT_ALONE : PREFILL_NO_ANSWER);
        return;
    }
    letter->call = &r->calls[r->calls_count++];
    courier_prepare(r->app, r->ctx->arena, letter, when_now_ms());
}

static void take_answer(struct round *r, size_t i)
{
    struct courier_letter *letter = &r->letters[i];
    str fault;

    if (letter->call == NULL)
        return;
    fault = courier_check(r->app, r->ctx->arena, letter);
    courier_note(r->app, letter->department, fault);
    if (fault.len > 0)
        exchange_prefill_fault(r->p, r->questions[i].source, PREFILL_NO_ANSWER);
    else if (letter->call->status == 202)
        exchange_prefill_fault(r->p, r->questions[i].source, PREFILL_PROMISED);
    else
        exchange_prefill_answered(r->ctx, r->p, &r->questions[i], letter->answer);
}

/* All departments that can be asked by now, at the same time. */
static err ask_departments(struct round *r, size_t count)
{
    struct http_client *client;

    r->calls_count = 0;
    r->calls = ARENA_MANY(r->ctx->arena, count, struct http_call);
    for (size_t i = 0; i < count; i++)
        prepare(r, i);
    TRY(http_client_open(count, &client));
    http_client_run(client, r->ctx->arena, r->calls, r->calls_count);
    http_client_close(client);
    for (size_t i = 0; i < count; i++)
        take_answer(r, i);
    return OK;
}

err own_prefill(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct prefill *before = ARENA_NEW(ctx->arena, struct prefill);
    struct prefill *p = ARENA_NEW(ctx->arena, struct prefill);
    struct round *r = ARENA_NEW(ctx->arena, struct round);
    size_t count, rounds = 0;

    (void)reply;
    *r = (struct round){.app = app, .ctx = ctx, .p = p};
    TRY(exchange_prefill_begin(ctx, in, p));
    p->find_certificate = find_certificate;
    do {
        *before = *p;
        TRY(db_read(app->db, ctx, read_registry, &(struct snapshot){before, p}));
        count = exchange_prefill_questions(ctx, p, r->questions);
        if (count > 0)
            TRY(ask_departments(r, count));
    } while (count > 0 && ++rounds < SCENE_SOURCES_MAX);
    exchange_prefill_show(p, out);
    log_line(LOG_INFO, "request=%.*s prefill who=%.*s scene=%.*s origins=%zu faults=%zu",
        STR(ctx->request_id), STR(ctx->who.staff), STR(p->scene->id), p->origins_count,
        p->faults_count);
    return OK;
}
