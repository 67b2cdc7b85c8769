/* Routes that make their own transactions: files and live pages. */
#include "app/dispatch.h"
#include "app/inputs.h"
#include "base/when.h"
#include "cert/cert.h"

/* ---- files ---- */

struct upload {
    str hash, type;
    int64_t size;
};

static err upload_note(struct ctx *ctx, void *arg)
{
    const struct upload *u = arg;

    return paper_note(ctx, u->hash, u->type, u->size);
}

err own_paper_put(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct upload u = {.type = paper_type(ctx->upload), .size = (int64_t)ctx->upload.len};

    (void)in;
    (void)reply;
    if (u.size == 0)
        why_add(ctx, &PAPER_EMPTY, S("body"), (str){0});
    else if (u.type.len == 0)
        why_add(ctx, &PAPER_TYPE, S("body"), ctx->upload_type);
    TRY(why_refuse(ctx));
    if (u.size > PAPER_SIZE_MAX)
        return E_TOO_LARGE;
    TRY(paper_keep(ctx->arena, &app->papers, ctx->upload, &u.hash));
    TRY(app_write(app, ctx, upload_note, &u));
    tree_text(out, S("hash"), u.hash);
    tree_text(out, S("type"), u.type);
    tree_i64(out, S("size"), u.size);
    return OK;
}

static err paper_look(struct ctx *ctx, void *arg)
{
    struct upload *u = arg;

    return paper_get(ctx, u->hash, &u->type, &u->size);
}

err own_paper_get(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct paper_hash_in *wanted = in;
    struct upload u = {.hash = wanted->hash};

    (void)out;
    TRY(db_read(app->db, ctx, paper_look, &u));
    TRY(paper_read(ctx->arena, &app->papers, u.hash, &reply->body));
    reply->type = u.type;
    return OK;
}

err own_cert_pdf(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct cert_in *wanted = in;

    (void)out;
    TRY(printing_pdf(app, ctx, wanted->certificate, &reply->body));
    reply->type = S("application/pdf");
    return OK;
}

/* ---- live pages ---- */

err own_events(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    (void)app;
    (void)in;
    (void)out;
    reply->live = arena_join(ctx->arena, S("staff:"), ctx->region);
    return OK;
}

void app_publish(struct app *app, const struct ctx *ctx)
{
    str data;

    if (ctx->touched.len == 0 || app->http == NULL)
        return;
    data = arena_printf(ctx->arena, "{\"filing\":\"%.*s\"}", STR(ctx->touched));
    http_publish(app->http, arena_join(ctx->arena, S("staff:"), ctx->region), ctx->request_id,
        S("filing"), data);
    http_publish(app->http, arena_join(ctx->arena, S("filing:"), ctx->touched), ctx->request_id,
        S("filing"), data);
}

/* ---- what this service is and can do ---- */

err own_openapi(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    (void)app;
    (void)in;
    (void)out;
    reply->body = openapi_document(ctx->arena);
    reply->type = S("application/json");
    return OK;
}

err own_test_clock(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct test_clock_in *wanted = in;

    (void)app;
    (void)reply;
    when_set_test_offset_ms(0);
    if (wanted->now_ms > 0)
        when_set_test_offset_ms(wanted->now_ms - when_now_ms());
    tree_i64(out, S("was_ms"), ctx->now_ms);
    return OK;
}
