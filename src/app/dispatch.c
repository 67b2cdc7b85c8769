/* The way of a request, in one place: route, guard, input, idempotency, transaction, reply, one log
 * line. Nothing else knows requests and transactions at once. */
#include "app/dispatch.h"
#include "app/pages.h"

#include "base/log.h"
#include "base/when.h"

#define RULE RULE_DEFINE
#include "app/app.def"
#undef RULE

static bool is_unsafe(str method)
{
    return !str_is(method, "GET") && !str_is(method, "HEAD");
}

/* ---- input ---- */

/* The reader of such a route says why: that is the door's to know, and no field of the route. */
static bool states_purpose(const struct route *route)
{
    return route->purpose != NULL && str_is(str_of(route->purpose), "stated");
}

static err read_body(struct call *c)
{
    struct tree *body;
    str fault;

    if (c->route->mode == ROUTE_FILE) {
        c->ctx.upload = c->request->body;
        c->ctx.upload_type = http_header(c->request, S("content-type"));
        return OK;
    }
    if (c->request->body.len == 0)
        return OK;
    if (tree_parse(c->ctx.arena, c->request->body, &body, &fault) != OK ||
        body->kind != TREE_OBJECT) {
        why_add(&c->ctx, &BODY_NOT_JSON, (str){0}, fault);
        return E_INVALID;
    }
    for (const struct tree *t = body->first; t != NULL; t = t->next)
        if (tree_get(c->params, t->key) == NULL)
            tree_copy(c->params, t->key, t);
    return OK;
}

static err read_input(struct call *c)
{
    for (size_t i = 0; i < c->request->query_count; i++)
        if (tree_get(c->params, c->request->query[i].name) == NULL &&
            !(states_purpose(c->route) && str_is(c->request->query[i].name, "purpose")))
            tree_text(c->params, c->request->query[i].name, c->request->query[i].value);
    TRY(read_body(c));
    return input_parse(&c->ctx, c->route->in, c->params, &c->in);
}

/* The region whose book the request works on: that of the first id, unit code or region it names;
 * otherwise the officer's own. */
static str region_of(const struct call *c)
{
    str region = {0};

    for (size_t i = 0; i < c->route->in->count && region.len == 0; i++) {
        const struct input_field *f = &c->route->in->fields[i];

        if (f->kind == INPUT_id || f->kind == INPUT_unit ||
            str_has_word(S("unit region parcel building"), str_of(f->name)))
            region = str_slice(tree_get_text(c->params, str_of(f->name)), 0, 6);
    }
    if (region.len == 0)
        region = str_slice(c->ctx.who.session, 0, 6);
    if (place_region_find(c->ctx.city, region) != NULL)
        return region;
    return c->ctx.city->regions_count > 0 ? c->ctx.city->regions[0].region : (str){0};
}

/* ---- who reads what, and why ---- */

/* The end of a document number says enough of whom was looked for. */
#define DOCUMENT_SHOWN 4

static str subject_of(const struct call *c)
{
    str fields = str_of(access_record_fields(c->route->record));

    while (fields.len > 0) {
        str field = str_cut(&fields, ' '), value = {0};
        const struct tree *given = tree_get(c->params, field);

        if (given != NULL && given->kind == TREE_TEXT)
            value = str_trim(given->text);
        if (value.len > DOCUMENT_SHOWN && str_is(field, "document"))
            return arena_join(c->ctx.arena, S("..."),
                str_slice(value, value.len - DOCUMENT_SHOWN, DOCUMENT_SHOWN));
        if (value.len > 0)
            return value;
    }
    return (str){0};
}

static err read_purpose(struct call *c)
{
    struct access_read *r = &c->read;
    str stated = http_query(c->request, S("purpose"));

    if (c->route->record == NULL)
        return OK;
    r->route = arena_printf(c->ctx.arena, "%s %s", c->route->method, c->route->path);
    r->record = str_of(c->route->record);
    r->subject = subject_of(c);
    if (!states_purpose(c->route)) {
        bool of_itself = str_has_word(S("filing query"), r->record);

        r->purpose =
            (struct access_purpose){str_of(c->route->purpose), of_itself ? r->subject : (str){0}};
        return OK;
    }
    if (stated.len == 0)
        stated = http_header(c->request, S("x-purpose"));
    access_purpose_read(&c->ctx, stated, &r->purpose);
    return c->ctx.why_first != NULL ? E_INVALID : OK;
}

static err write_read(struct ctx *ctx, void *arg)
{
    return access_note(ctx, arg);
}

static err write_alert(struct ctx *ctx, void *arg)
{
    (void)arg;
    return access_alert(ctx);
}

/* The answer is made, and leaves only after its row is durable: who cannot be written down is not
 * answered. */
static err note_read(struct call *c)
{
    err e;

    if (c->route->record == NULL)
        return OK;
    e = db_write(c->app->db, &c->ctx, write_read, &c->read);
    if (e == E_LIMIT)
        TRY(db_write(c->app->db, &c->ctx, write_alert, NULL));
    if (e != OK)
        c->reply->live = c->reply->type = c->reply->body = c->body = (str){0};
    return e;
}

/* ---- running ---- */

/* One row keyed by actor, route and key, in the transaction of the effect: a repeat finds it and is
 * answered with what was answered then. */
static err find_repeat(struct call *c, struct ctx *ctx, bool *ret_repeated)
{
    struct db_row row;
    int64_t added;

    *ret_repeated = false;
    if (c->key.len == 0)
        return OK;
    TRY(db_change(ctx, SQL_request_key_add, &added, text(ctx->region), text(ctx->who.staff),
        text(str_of(c->route->path)), text(c->key), text(c->fingerprint), i64(ctx->now_ms)));
    if (added == 1)
        return OK;
    TRY(db_get(ctx, SQL_request_key_get, &row, text(ctx->region), text(ctx->who.staff),
        text(str_of(c->route->path)), text(c->key)));
    if (!str_eq(take_text(&row), c->fingerprint)) {
        why_add(ctx, &KEY_REUSED, S("Idempotency-Key"), c->key);
        return E_REFUSED;
    }
    c->status = (int)take_i64(&row);
    c->body = take_text(&row);
    *ret_repeated = true;
    return OK;
}

static err keep_reply(struct call *c, struct ctx *ctx)
{
    if (c->key.len == 0)
        return OK;
    return db_put(ctx, SQL_request_key_reply, text(ctx->region), text(ctx->who.staff),
        text(str_of(c->route->path)), text(c->key), i64(c->status), text(c->body));
}

#ifdef YICHUANG_TEST
static err refuse_reply(const struct call *c, str fault)
{
    log_line(LOG_ERROR, "request=%.*s route=%s %s out=%s: %.*s", STR(c->ctx.request_id),
        c->route->method, c->route->path, c->route->out->name, STR(fault));
    return E_FAULT;
}

/* In builds for tests a reply that is not what its table says is a fault, so that every story also
 * proves the tables. */
static err check_reply(const struct call *c, const struct tree *out)
{
    str fault = {0};

    if (c->route->out->media != NULL)
        return refuse_reply(c, S("the table says that this reply is no JSON"));
    if (!output_check(out->arena, c->route->out, out, &fault))
        return refuse_reply(c, fault);
    return OK;
}

static err check_media(const struct call *c)
{
    const char *media = c->route->out->media;
    str type = c->reply->live.len > 0 ? S("text/event-stream") : c->reply->type;

    type = str_cut(&type, ';');
    if (!str_has_word(str_of(media != NULL ? media : "application/json"), type))
        return refuse_reply(c, arena_join(c->ctx.arena, S("the table does not name "), type));
    return OK;
}
#else
static err check_reply(const struct call *c, const struct tree *out)
{
    (void)c;
    (void)out;
    return OK;
}

static err check_media(const struct call *c)
{
    (void)c;
    return OK;
}
#endif

static err run_use(struct ctx *ctx, void *arg)
{
    struct call *c = arg;
    struct tree *out = tree_new(ctx->arena, TREE_OBJECT);
    bool repeated = false;

    c->body = (str){0};
    c->status = c->route->status;
    ctx->touched = (str){0};
    TRY(find_repeat(c, ctx, &repeated));
    if (repeated)
        return OK;
    TRY(c->route->use(ctx, c->in, out));
    TRY(check_reply(c, out));
    c->body = tree_to_json(out);
    return c->route->mode == ROUTE_WRITE ? keep_reply(c, ctx) : OK;
}

static err run_own(struct call *c)
{
    struct tree *out = tree_new(c->ctx.arena, TREE_OBJECT);

    c->status = c->route->status;
    TRY(c->route->own(c->app, &c->ctx, c->in, out, c->reply));
    if (c->reply->type.len > 0 || c->reply->live.len > 0)
        return check_media(c);
    TRY(check_reply(c, out));
    c->body = tree_to_json(out);
    return OK;
}

/* An action may be a read too (a query): whoever has read as often as one may is told to the
 * auditor though nothing was changed. */
static err run_write(struct call *c)
{
    err e = app_write(c->app, &c->ctx, run_use, c);

    if (e == E_LIMIT && why_has(&c->ctx, &READS_TOO_MANY))
        TRY(db_write(c->app->db, &c->ctx, write_alert, NULL));
    TRY(e);
    app_publish(c->app, &c->ctx);
    return OK;
}

static err run(struct call *c)
{
    switch (c->route->mode) {
    case ROUTE_READ:
        TRY(db_read(c->app->db, &c->ctx, run_use, c));
        return note_read(c);
    case ROUTE_WRITE:
        return run_write(c);
    case ROUTE_OWN:
    case ROUTE_FILE:
        TRY(run_own(c));
        return note_read(c);
    }
    return E_FAULT;
}

static err read_key(struct call *c)
{
    if (!str_is(c->request->method, "POST") || c->route->mode != ROUTE_WRITE ||
        c->ctx.who.department.len > 0)
        return OK;
    c->key = http_header(c->request, S("idempotency-key"));
    if (c->key.len == 0 || c->key.len > 200) {
        why_add(&c->ctx, &KEY_MISSING, S("Idempotency-Key"), (str){0});
        return E_INVALID;
    }
    c->fingerprint = crypto_sha256_hex(c->ctx.arena,
        arena_printf(c->ctx.arena, "%.*s\n%.*s", STR(c->request->path), STR(c->request->body)));
    return OK;
}

static err answer(struct call *c)
{
    str allowed;

    c->params = tree_new(c->ctx.arena, TREE_OBJECT);
    c->route = route_find(c->request->method, c->request->path, c->params, &allowed);
    if (c->route == NULL && allowed.len > 0)
        http_reply_header(c->reply, S("Allow"), allowed);
    if (c->route == NULL)
        return allowed.len > 0 ? E_METHOD : E_MISSING;
    TRY(guard_check(c, is_unsafe(c->request->method)));
    c->ctx.region = region_of(c);
    TRY(read_input(c));
    c->ctx.region = region_of(c);
    TRY(read_purpose(c));
    TRY(read_key(c));
    return run(c);
}

/* ---- reply ---- */

/* RFC 9457. */
static void write_problem(struct call *c, err e)
{
    struct tree *p = tree_new(c->ctx.arena, TREE_OBJECT);

    c->reply->status = err_status(e);
    c->reply->type = S("application/problem+json");
    tree_text(p, S("type"),
        arena_printf(c->ctx.arena, "%.*s/errors/%s", STR(c->app->city.public_url), err_name(e)));
    tree_text(p, S("title"), str_of(c->ctx.english ? err_text_en(e) : err_text_zh(e)));
    tree_i64(p, S("status"), err_status(e));
    tree_text(p, S("instance"), c->request->path);
    tree_text(p, S("request"), c->ctx.request_id);
    why_show(&c->ctx, tree_list(p, S("findings")));
    c->reply->body = tree_to_json(p);
    if (e == E_BUSY || e == E_LIMIT || e == E_UNKNOWN)
        http_reply_header(c->reply, S("Retry-After"), S("1"));
}

static void write_reply(struct call *c)
{
    if (c->reply->live.len > 0 || c->reply->type.len > 0) {
        if (c->reply->status == 0)
            c->reply->status = c->status;
        return;
    }
    c->reply->status = c->status;
    c->reply->type = S("application/json");
    c->reply->body = c->body;
}

/* Nothing is kept by anybody on the way, unless the route said otherwise. */
static bool says_caching(const struct http_reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (str_is(reply->headers[i].name, "Cache-Control"))
            return true;
    return false;
}

static void write_headers(struct http_reply *reply)
{
    http_reply_header(reply, S("X-Content-Type-Options"), S("nosniff"));
    if (!says_caching(reply))
        http_reply_header(reply, S("Cache-Control"), S("no-store"));
    http_reply_header(
        reply, S("Content-Security-Policy"), S("default-src 'none'; frame-ancestors 'none'"));
    http_reply_header(reply, S("Referrer-Policy"), S("no-referrer"));
}

static err answer_guarded(void *arg)
{
    return answer(arg);
}

/* A path that is a page and a route too (/staff) is the page to whoever goes there with a browser,
 * and the route to a program, which does not ask for HTML. */
static const struct page_file *wanted_page(
    const struct app *app, const struct http_request *request)
{
    const struct page_file *page = pages_find(app->pages, request->method, request->path);
    str accept = http_header(request, S("accept")), allowed;
    size_t at;

    if (page == NULL || str_find(accept, S("text/html"), &at))
        return page;
    if (route_find(request->method, request->path, tree_new(request->arena, TREE_OBJECT),
            &allowed) != NULL ||
        allowed.len > 0)
        return NULL;
    return page;
}

void app_handle(void *arg, struct http_request *request, struct http_reply *reply)
{
    struct app *app = arg;
    struct call c = {.app = app, .request = request, .reply = reply};
    const struct page_file *page = wanted_page(app, request);
    int64_t began_us = when_monotonic_us();
    err e;

    if (page != NULL) {
        pages_answer(page, request, reply);
        return;
    }
    app_ctx(app, request->arena, (str){0}, &c.ctx);
    c.ctx.request_id = id_make(request->arena, c.ctx.now_ms);
    c.ctx.english = str_starts(http_header(request, S("accept-language")), S("en"));
    e = arena_try(request->arena, answer_guarded, &c);
    if (e == OK)
        write_reply(&c);
    else
        write_problem(&c, e);
    write_headers(reply);
    log_line(e == E_FAULT || e == E_STOPPED ? LOG_ERROR : LOG_DEBUG,
        "request=%.*s who=%.*s%.*s route=%s %s err=%s status=%d us=%lld sql=%llu bytes=%zu",
        STR(c.ctx.request_id), STR(c.ctx.who.staff), STR(c.ctx.who.department),
        c.route != NULL ? c.route->method : "-", c.route != NULL ? c.route->path : "-", err_name(e),
        reply->status, (long long)(when_monotonic_us() - began_us),
        (unsigned long long)c.ctx.statements, reply->body.len);
}

/* Pages, and reads of the store that never wait for a commit, are answered where they arrive. */
bool app_is_quick(void *arg, str method, str path)
{
    const struct app *app = arg;
    str rest = str_slice(path, sizeof("/track/") - 1, path.len);

    if (str_starts(path, S("/track/")))
        return !str_has(rest, '/');
    return str_starts(path, S("/verify/")) || str_is(path, "/health") ||
           pages_find(app->pages, method, path) != NULL;
}
