/* The log of a region for outsiders, by C2SP's forms: checkpoint, key, tiles, and the cosignatures
 * that witnesses bring. */
#include "app/dispatch.h"
#include "base/file.h"
#include "registry/note.h"
#include "registry/registry_log.h"

#define PLAIN S("text/plain; charset=utf-8")
#define WITNESSES_FILE_MAX ((size_t)64 << 10)
#define WITNESSES_MAX 16
#define CACHE_FOR_EVER S("public, max-age=31536000, immutable")
#define CACHE_A_DAY S("public, max-age=86400")

static str origin_of(const struct app *app, const struct ctx *ctx)
{
    return arena_printf(ctx->arena, "%.*s/%.*s", STR(app->city.origin), STR(ctx->region));
}

/* ---- checkpoint ---- */

struct log_head {
    struct checkpoint c;
    str lines; /* of witnesses, under this very checkpoint */
    bool cosigned;
};

static err read_head(struct ctx *ctx, void *arg)
{
    struct log_head *h = arg;

    TRY(h->cosigned ? registry_cosigned_head(ctx, &h->c) : registry_head(ctx, &h->c));
    return registry_cosignatures(ctx, &h->c, &h->lines);
}

static err answer_head(
    struct app *app, struct ctx *ctx, struct log_head *h, struct http_reply *reply)
{
    TRY(db_read(app->db, ctx, read_head, h));
    h->c.origin = origin_of(app, ctx);
    reply->body = arena_join(
        ctx->arena, checkpoint_sign(ctx->arena, &h->c, h->c.origin, &app->log_key), h->lines);
    reply->type = PLAIN;
    return OK;
}

err own_checkpoint(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_log_in *wanted = in;
    struct log_head h = {.cosigned = false};

    (void)out;
    return str_eq(wanted->region, ctx->region) ? answer_head(app, ctx, &h, reply) : E_MISSING;
}

err own_checkpoint_cosigned(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_log_in *wanted = in;
    struct log_head h = {.cosigned = true};

    (void)out;
    return str_eq(wanted->region, ctx->region) ? answer_head(app, ctx, &h, reply) : E_MISSING;
}

/* ---- the same head by the national algorithms, and the keys ---- */

struct sm3_head {
    struct checkpoint c;
    bool behind;
};

static err read_sm3_head(struct ctx *ctx, void *arg)
{
    struct sm3_head *h = arg;

    return registry_sm3_head(ctx, &h->c, &h->behind);
}

static err hash_more(struct ctx *ctx, void *arg)
{
    (void)arg;
    return registry_sm3_grow(ctx);
}

static str sm3_origin_of(const struct app *app, const struct ctx *ctx)
{
    return arena_join(ctx->arena, origin_of(app, ctx), S("/sm3"));
}

static struct note_key sm2_key_of(const struct app *app, struct arena *a, str name)
{
    str point = {(const char *)crypto_sm2_public(app->sm2_key), CRYPTO_SM2_PUBLIC_BYTES};

    return note_key_of(a, name, S(NOTE_SM2), point);
}

/* A note like the checkpoint: its root is that of the tree hashed with SM3, its signature SM2. */
err own_checkpoint_sm2(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_log_in *wanted = in;
    struct sm3_head h = {.c = {.origin = sm3_origin_of(app, ctx)}};
    struct note_key key = sm2_key_of(app, ctx->arena, h.c.origin);
    str signature, note;

    (void)out;
    if (!str_eq(wanted->region, ctx->region))
        return E_MISSING;
    TRY(db_read(app->db, ctx, read_sm3_head, &h));
    if (h.behind) {
        TRY(db_write(app->db, ctx, hash_more, NULL));
        TRY(db_read(app->db, ctx, read_sm3_head, &h));
    }
    note = checkpoint_text(ctx->arena, &h.c);
    TRY(crypto_sm2_sign(ctx->arena, app->sm2_key, note, &signature));
    if (!crypto_sm2_verify(crypto_sm2_public(app->sm2_key), S(CRYPTO_SM2_ID), note, signature))
        return E_FAULT; /* a module that signs wrong is found before anybody relies on it */
    reply->body = arena_printf(
        ctx->arena, "%.*s\n%.*s", STR(note), STR(note_line(ctx->arena, &key, signature)));
    reply->type = PLAIN;
    return OK;
}

err own_keys(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_log_in *wanted = in;
    str origin = origin_of(app, ctx);
    str raw = {(const char *)app->log_key.public_key, CRYPTO_ED25519_PUBLIC_BYTES};
    struct note_key sm2 = sm2_key_of(app, ctx->arena, sm3_origin_of(app, ctx));

    (void)reply;
    if (!str_eq(wanted->region, ctx->region))
        return E_MISSING;
    tree_text(out, S("origin"), origin);
    tree_text(out, S("vkey"), checkpoint_vkey(ctx->arena, origin, app->log_key.public_key));
    tree_text(out, S("public_key"), crypto_base64(ctx->arena, raw));
    tree_text(out, S("sm2_vkey"), note_vkey(ctx->arena, &sm2));
    return OK;
}

/* ---- tiles ---- */

struct wanted_tile {
    struct tile_name name;
    str bytes;
};

static err read_tile(struct ctx *ctx, void *arg)
{
    struct wanted_tile *w = arg;

    return registry_tile(ctx, &w->name, &w->bytes);
}

/* What a tile once was it stays; but a partial one is of no use once the full one is there. */
err own_tile(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_tile_in *wanted = in;
    struct wanted_tile w;

    (void)out;
    if (!str_eq(wanted->region, ctx->region) || !tile_name_read(wanted->tile, &w.name))
        return E_MISSING;
    TRY(db_read(app->db, ctx, read_tile, &w));
    reply->body = w.bytes;
    reply->type = S("application/octet-stream");
    http_reply_header(
        reply, S("Cache-Control"), w.name.width == TILE_WIDTH ? CACHE_FOR_EVER : CACHE_A_DAY);
    return OK;
}

/* ---- witnesses ---- */

/* One cosigned checkpoint on its way in. */
struct brought {
    struct checkpoint c;
    str note;
    struct registry_cosignature found[WITNESSES_MAX];
    size_t count;
};

static err keep_cosignatures(struct ctx *ctx, void *arg)
{
    const struct brought *b = arg;

    for (size_t i = 0; i < b->count; i++)
        TRY(registry_cosign(ctx, &b->c, &b->found[i]));
    return OK;
}

static void look_for(struct arena *a, struct brought *b, str vkey)
{
    struct registry_cosignature *found = &b->found[b->count];
    struct checkpoint_signer witness;
    struct note_key key;
    str public_key, fault;

    if (b->count == COUNT(b->found) ||
        !note_vkey_read(a, vkey, S(NOTE_COSIGNATURE), &key, &public_key) ||
        public_key.len != CRYPTO_ED25519_PUBLIC_BYTES)
        return;
    witness = (struct checkpoint_signer){key.name, (const uint8_t *)public_key.at};
    if (cosignature_open(a, b->note, &witness, &found->time_s, &fault) != OK)
        return;
    found->witness = key.name;
    found->line = note_line_of(a, b->note, &key);
    b->count++;
}

/* The file of witnesses has a vkey a line; what begins with # is a remark. It is read each time, so
 * that a witness is added without a restart. */
static err read_witnesses(struct app *app, struct ctx *ctx, struct brought *b)
{
    const char *given = app->options->witnesses;
    const char *path =
        given[0] != 0 ? given : arena_printf(ctx->arena, "%s/witnesses", app->options->dir).at;
    str rest;

    if (file_read(ctx->arena, path, WITNESSES_FILE_MAX, &rest) != OK)
        return OK; /* nobody is known */
    while (rest.len > 0) {
        str line = str_trim(str_cut(&rest, '\n'));

        if (line.len > 0 && line.at[0] != '#')
            look_for(ctx->arena, b, line);
    }
    return OK;
}

err own_cosign(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct registry_cosign_in *wanted = in;
    str origin = origin_of(app, ctx), fault = {0};
    struct checkpoint_signer log = {origin, app->log_key.public_key};
    struct brought *b = ARENA_NEW(ctx->arena, struct brought);
    struct tree *list;

    (void)reply;
    if (!str_eq(wanted->region, ctx->region))
        return E_MISSING;
    b->note = wanted->note;
    if (checkpoint_open(ctx->arena, b->note, &log, &b->c, &fault) != OK ||
        !str_eq(b->c.origin, origin)) {
        why_add(ctx, &LOG_NOTE_WRONG, S("note"), fault);
        return E_REFUSED;
    }
    TRY(read_witnesses(app, ctx, b));
    if (b->count == 0) {
        why_add(ctx, &LOG_WITNESS_UNKNOWN, S("note"), (str){0});
        return E_REFUSED;
    }
    TRY(app_write(app, ctx, keep_cosignatures, b));
    tree_i64(out, S("size"), b->c.size);
    list = tree_list(out, S("witnesses"));
    for (size_t i = 0; i < b->count; i++)
        tree_text(list, S(""), b->found[i].witness);
    return OK;
}
