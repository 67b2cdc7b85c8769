/* 核验 of a code or of a file: first offline, as anybody with the log's key and the seal's
 * authority could, then in the registry, which alone knows whether it is still in force. */
#include "app/dispatch.h"
#include "app/inputs.h"
#include "base/file.h"
#include "cert/cert_check.h"
#include "cert/cert_seal.h"
#include "cert/cert_token.h"

#define INPUT_HERE struct cert_file_in
INPUT_TABLE(cert_file_in, CERT_FILE_IN)
#undef INPUT_HERE

#define FILE_BYTES_MAX ((size_t)20 << 20)

/* One check; `out` is the reply. */
struct check {
    struct tree *out, *how;
    struct cert cert;
    bool found;
};

static err look_up(struct ctx *ctx, void *arg)
{
    struct check *c = arg;

    return cert_find_number(ctx, tree_get_text(c->out, S("number")), &c->cert, &c->found);
}

static err show_registry(struct ctx *ctx, void *arg)
{
    struct check *c = arg;

    return cert_show_verdict(ctx, c->found ? &c->cert : NULL, c->how, c->out);
}

/* The code alone. False when it is none: a scan that went wrong says nothing of a certificate. */
static bool check_code(struct app *app, struct ctx *ctx, str token, struct check *c)
{
    bool included;

    (void)token_check(ctx->arena, &app->log_key, app_city(app)->origin, token, c->out);
    if (!tree_get_bool(c->out, S("form"), false))
        return false;
    included = tree_get_bool(c->out, S("inclusion"), false) &&
               tree_get_bool(c->out, S("checkpoint"), false);
    c->how = tree_list(c->out, S("how"));
    cert_how_add(c->how, "signature",
        tree_get_bool(c->out, S("signature"), false) && tree_get_bool(c->out, S("origin"), false));
    tree_i64(cert_how_add(c->how, "inclusion", included), S("size"),
        tree_get_i64(c->out, S("log_size"), 0));
    return true;
}

/* What is not genuine is not looked up: its number could be anybody's. */
static err finish(struct app *app, struct ctx *ctx, struct check *c, bool genuine)
{
    tree_i64(c->out, S("as_of_ms"), ctx->now_ms);
    if (!genuine) {
        tree_text(c->out, S("verdict"), S("forged"));
        return OK;
    }
    ctx->region = str_slice(tree_get_text(c->out, S("unit")), 0, 6);
    TRY(db_read(app->db, ctx, look_up, c));
    if (c->found)
        cert_show_state(ctx, &c->cert, tree_object(c->out, S("now")));
    return db_read(app->db, ctx, show_registry, c);
}

err own_cert_check(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct cert_token_in *wanted = in;
    struct check c = {.out = out};

    (void)reply;
    if (!check_code(app, ctx, wanted->token, &c)) {
        why_add(ctx, &CERT_TOKEN, S("token"), (str){0});
        return E_REFUSED;
    }
    return finish(app, ctx, &c, tree_get_bool(out, S("valid"), false));
}

/* A genuine code can be cut out of one file and put into another: only the seal binds them. Without
 * the authority's certificate nothing can be said, least of all that a file is forged. */
static err check_seal(struct app *app, struct ctx *ctx, struct check *c, bool *ret_valid)
{
    const char *authority = arena_printf(ctx->arena, "%s/seal-ca.pem", app->options->dir).at;
    struct cert_seal_result seal;

    if (!file_exists(authority))
        return E_FAULT;
    *ret_valid = cert_seal_check(ctx->arena, ctx->upload, authority, &seal);
    cert_how_add(c->how, "seal", *ret_valid);
    tree_bool(c->out, S("seal_valid"), *ret_valid);
    tree_bool(c->out, S("changed_after_seal"), seal.found && !(seal.whole && seal.intact));
    return OK;
}

err own_cert_file(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct check c = {.out = out};
    bool sealed;
    str token;

    (void)in;
    (void)reply;
    if (ctx->upload.len > FILE_BYTES_MAX)
        return E_TOO_LARGE;
    if (!str_starts(ctx->upload, S("%PDF-")) || !cert_token_from_pdf(ctx->upload, &token) ||
        !check_code(app, ctx, token, &c)) {
        why_add(ctx, &CERT_FILE, S("body"), (str){0});
        return E_REFUSED;
    }
    TRY(check_seal(app, ctx, &c, &sealed));
    return finish(app, ctx, &c, sealed && tree_get_bool(out, S("valid"), false));
}
