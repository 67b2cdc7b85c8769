/* yichuang witness: looks at the log of a region from outside. It keeps a copy, cosigns what grew
 * out of what it had seen, and raises an alarm, with the evidence, at what did not: only it can
 * tell that a whole store was put back to an old copy, or written anew. */
#include "app/witness.h"
#include "base/file.h"
#include "base/when.h"
#include "registry/note.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define CALL_MS 20000
#define REPLY_MAX ((size_t)4 << 20)
#define NOTE_MAX ((size_t)64 << 10)
#define ARENA_MAX ((size_t)256 << 20)

static err failed(struct witness *w, err e, str fault)
{
    w->fault = fault;
    return e;
}

/* ---- asking the log ---- */

static err ask(struct witness *w, str method, str path, str body, struct http_call *ret)
{
    *ret = (struct http_call){.method = method,
        .url = arena_printf(w->arena, "%.*s/log/%.*s/%.*s", STR(w->url), STR(w->region), STR(path)),
        .body = body,
        .timeout_ms = CALL_MS,
        .reply_max = REPLY_MAX};
    if (body.len > 0)
        http_call_header(ret, S("content-type"), S("application/json"));
    http_client_run(w->http, w->arena, ret, 1);
    if (!ret->answered)
        return failed(
            w, E_FAULT, arena_printf(w->arena, "%.*s: %.*s", STR(ret->url), STR(ret->fault)));
    if (ret->status != 200)
        return failed(
            w, E_FAULT, arena_printf(w->arena, "%.*s: answered %d", STR(ret->url), ret->status));
    return OK;
}

static err get(struct witness *w, str path, str *ret)
{
    struct http_call call;

    TRY(ask(w, S("GET"), path, (str){0}, &call));
    *ret = call.reply_body;
    return OK;
}

/* ---- whose log it is ---- */

static err take_log_key(struct witness *w, str vkey)
{
    struct note_key key;
    str public_key;

    if (!note_vkey_read(w->arena, vkey, S(NOTE_ED25519), &key, &public_key) ||
        public_key.len != CRYPTO_ED25519_PUBLIC_BYTES)
        return failed(w, E_INVALID, arena_join(w->arena, S("this is no key of a log: "), vkey));
    w->log_name = key.name;
    memcpy(w->log_key, public_key.at, public_key.len);
    return OK;
}

/* The key is the one that was given; without one, the one that the log shows at the first look,
 * which is then held fast. */
static err open_log_key(struct witness *w, str given)
{
    const char *path = arena_printf(w->arena, "%.*s/log.vkey", STR(w->dir)).at;
    struct tree *reply;
    str vkey, json, fault;

    if (file_exists(path)) {
        TRY(file_read(w->arena, path, NOTE_MAX, &vkey));
        if (given.len > 0 && !str_eq(str_trim(vkey), given))
            return failed(w, E_INVALID,
                arena_printf(w->arena, "the key held in %s is not the one given", path));
        return take_log_key(w, str_trim(vkey));
    }
    vkey = given;
    if (vkey.len == 0) {
        TRY(get(w, S("key"), &json));
        if (tree_parse(w->arena, json, &reply, &fault) != OK)
            return failed(w, E_INVALID, arena_join(w->arena, S("the log's key: "), fault));
        vkey = tree_get_text(reply, S("vkey"));
        fprintf(stderr,
            "yichuang: first look; compare this key with the one that is published: "
            "%.*s\n",
            STR(vkey));
    }
    TRY(take_log_key(w, vkey));
    return file_create(path, arena_join(w->arena, vkey, S("\n")));
}

/* ---- its own key and what it saw before ---- */

static err open_own_key(struct witness *w, const char *dir)
{
    const char *path = arena_printf(w->arena, "%s/witness.key", dir).at;
    const char *open = arena_printf(w->arena, "%s/witness.vkey", dir).at;

    TRY(file_make_dir(w->arena, w->dir.at));
    if (!file_exists(path)) {
        crypto_key_make(&w->key);
        TRY(crypto_key_save(&w->key, path));
    }
    TRY(crypto_key_load(path, &w->key));
    if (!w->key.has_secret)
        return E_INVALID;
    return file_write(w->arena, open,
        arena_join(w->arena, cosignature_vkey(w->arena, w->name, w->key.public_key), S("\n")));
}

static err open_kept(struct witness *w)
{
    const char *path = arena_printf(w->arena, "%.*s/checkpoint", STR(w->dir)).at;
    struct checkpoint_signer log = {w->log_name, w->log_key};
    struct checkpoint_signer own = {w->name, w->key.public_key};
    int64_t time_s;

    w->kept_note = (str){0};
    w->kept = (struct checkpoint){.root = merkle_empty_root()};
    if (file_exists(path)) {
        TRY(file_read(w->arena, path, NOTE_MAX, &w->kept_note));
        TRY(checkpoint_open(w->arena, w->kept_note, &log, &w->kept, &w->fault));
        TRY(cosignature_open(w->arena, w->kept_note, &own, &time_s, &w->fault));
    }
    if (witness_copy_open(w) != OK)
        return failed(w, E_INVALID,
            S("the witness's own copy is damaged: put it back from its backup, or begin a new one "
              "beside it"));
    return OK;
}

/* ---- comparing ---- */

static str two_heads(struct witness *w, const char *what)
{
    struct arena *a = w->arena;
    str before = {(const char *)w->kept.root.at, MERKLE_HASH_BYTES};
    str now = {(const char *)w->served.root.at, MERKLE_HASH_BYTES};

    return arena_printf(a,
        "ALARM: the log %.*s %s: cosigned before: size %lld root %.*s; now: size %lld root %.*s",
        STR(w->log_name), what, (long long)w->kept.size, STR(crypto_hex(a, before)),
        (long long)w->served.size, STR(crypto_hex(a, now)));
}

/* E_CONFLICT is the alarm throughout. */
static err alarm_now(struct witness *w, const char *what)
{
    return failed(w, E_CONFLICT, two_heads(w, what));
}

static err read_served(struct witness *w)
{
    struct checkpoint_signer log = {w->log_name, w->log_key};
    str fault;

    TRY(get(w, S("checkpoint"), &w->served_note));
    if (checkpoint_open(w->arena, w->served_note, &log, &w->served, &fault) != OK ||
        !str_eq(w->served.origin, w->log_name))
        return failed(w, E_CONFLICT,
            arena_printf(w->arena,
                "ALARM: the log %.*s shows a checkpoint that its key has not signed",
                STR(w->log_name)));
    if (w->served.size < w->kept.size)
        return alarm_now(w, "was put back to an older state");
    if (w->served.size == w->kept.size && w->kept_note.len > 0 &&
        memcmp(&w->served.root, &w->kept.root, sizeof(w->kept.root)) != 0)
        return alarm_now(w, "was written anew");
    return OK;
}

/* Whether the log itself claims, and can show, that the tree grew out of the one seen before. */
static bool shows_growth(struct witness *w)
{
    struct merkle_proof proof = {.count = 0};
    struct tree *reply;
    str json, fault, hash;

    if (get(w,
            arena_printf(w->arena, "consistency?from=%lld&to=%lld", (long long)w->kept.size,
                (long long)w->served.size),
            &json) != OK ||
        tree_parse(w->arena, json, &reply, &fault) != OK || tree_get(reply, S("proof")) == NULL)
        return false;
    for (const struct tree *t = tree_get(reply, S("proof"))->first; t != NULL; t = t->next)
        if (proof.count == MERKLE_PROOF_MAX || !crypto_hex_decode(w->arena, t->text, &hash) ||
            !merkle_hash_of(hash, &proof.hash[proof.count++]))
            return false;
    return merkle_consistency_holds(
        w->kept.size, w->served.size, &w->kept.root, &w->served.root, &proof);
}

/* Copies one bundle; the entries that were copied before must be the same. */
static err copy_bundle(struct witness *w, const struct tile_name *name)
{
    str bundle, before, rest, entry;
    int64_t at = tile_first(name);

    TRY(get(w, arena_join(w->arena, S("tile/"), tile_name_print(w->arena, name)), &bundle));
    if (witness_copy_bundle(w, name, &before) != OK)
        return failed(w, E_FAULT, S("the witness's own copy lacks a bundle of entries"));
    if (!str_starts(bundle, before))
        return alarm_now(w, "shows other entries than it showed before");
    for (rest = bundle; rest.len > 0; at++) {
        if (!tile_entry_cut(&rest, &entry))
            return alarm_now(w, "shows a bundle of entries that is cut short");
        if (at >= w->edge->size)
            TRY(witness_copy_add(w, entry));
    }
    return witness_copy_put(w, name, bundle);
}

static err copy_growth(struct witness *w)
{
    struct merkle_hash root;

    while (w->edge->size < w->served.size) {
        struct arena_mark mark = arena_mark(w->arena);
        struct tile_name name = {.entries = true, .index = w->edge->size / TILE_WIDTH};
        int64_t left = w->served.size - tile_first(&name), end;

        name.width = (int)(left < TILE_WIDTH ? left : TILE_WIDTH);
        end = tile_first(&name) + name.width;
        TRY(copy_bundle(w, &name));
        if (w->edge->size != end)
            return alarm_now(w, "shows a bundle with another number of entries");
        arena_rewind(w->arena, mark);
    }
    if (w->served.size == 0)
        return OK;
    TRY(tile_edge_root(w->edge, &root));
    if (memcmp(&root, &w->served.root, sizeof(root)) == 0)
        return OK;
    return alarm_now(w, w->kept.size > 0 && !shows_growth(w)
                            ? "was written anew: its tree did not grow out of the one cosigned"
                            : "shows entries that do not lead to the root that it signed");
}

/* ---- cosigning ---- */

static str cosigned(struct witness *w)
{
    str text = checkpoint_text(w->arena, &w->served);

    return arena_join(w->arena, w->served_note,
        cosignature_line(w->arena, text, when_now_ms() / 1000, w->name, &w->key));
}

/* A log that does not take the cosignature is no alarm: it is in the witness's own folder. */
static void bring(struct witness *w, str note)
{
    struct tree *body = tree_new(w->arena, TREE_OBJECT);
    struct http_call call;

    tree_text(body, S("note"), note);
    if (ask(w, S("POST"), S("cosignatures"), tree_to_json(body), &call) != OK)
        fprintf(stderr,
            "yichuang: the log did not take the cosignature (%.*s); is %s known there?\n",
            STR(w->fault), "witness.vkey");
}

static err look(struct witness *w, const struct options *o)
{
    str note;

    TRY(open_own_key(w, o->dir));
    TRY(open_log_key(w, str_of(o->key)));
    TRY(open_kept(w));
    TRY(read_served(w));
    TRY(copy_growth(w));
    note = cosigned(w);
    TRY(witness_copy_close(w, note));
    bring(w, note);
    printf("%.*s: size %lld, root %.*s: grown from size %lld, cosigned\n", STR(w->log_name),
        (long long)w->served.size,
        STR(crypto_hex(w->arena, (str){(const char *)w->served.root.at, MERKLE_HASH_BYTES})),
        (long long)w->kept.size);
    fflush(stdout);
    return OK;
}

static int tell(struct witness *w, err e)
{
    str path = {0};

    if (e == OK)
        return WITNESS_GOOD;
    if (e != E_CONFLICT) {
        fprintf(stderr, "yichuang: this look failed: %.*s\n",
            STR(w->fault.len > 0 ? w->fault : str_of(err_text_en(e))));
        return WITNESS_FAILED;
    }
    if (witness_keep_evidence(w, &path) != OK)
        path = S("(the evidence could not be written)");
    fprintf(stderr, "yichuang: %.*s\nyichuang: evidence: %.*s\n", STR(w->fault), STR(path));
    return WITNESS_FOUND;
}

struct attempt {
    struct witness *w;
    const struct options *o;
};

static err try_look(void *arg)
{
    struct attempt *at = arg;

    return look(at->w, at->o);
}

static int look_once(struct witness *w, const struct options *o)
{
    err e;

    w->url = str_of(o->url);
    w->region = str_of(o->region);
    w->name = str_of(o->name);
    w->dir = arena_printf(w->arena, "%s/%s", o->dir, o->region);
    w->fault = (str){0};
    e = http_client_open(1, &w->http);
    if (e == OK) {
        e = arena_try(w->arena, try_look, &(struct attempt){w, o});
        http_client_close(w->http);
    }
    return tell(w, e);
}

static bool is_region(str region)
{
    int64_t number;

    return region.len == 6 && region.at[0] != '-' && str_to_i64(region, &number);
}

int verb_witness(const struct options *o)
{
    struct witness w = {.arena = arena_new(ARENA_MAX)};
    int64_t every_s;
    int code;

    if (o->url[0] == 0 || !is_region(str_of(o->region)) || !note_name_is_valid(str_of(o->name)) ||
        !str_to_i64(str_of(o->every), &every_s) || every_s < 1) {
        fprintf(stderr, "yichuang: witness wants --url http://..., --region (six digits), --dir, "
                        "and --every in seconds\n");
        arena_free(w.arena);
        return 2;
    }
    for (;;) {
        code = look_once(&w, o);
        if (o->once || code == WITNESS_FOUND)
            break;
        arena_reset(w.arena);
        nanosleep(&(struct timespec){.tv_sec = every_s}, NULL);
    }
    arena_free(w.arena);
    return code;
}
