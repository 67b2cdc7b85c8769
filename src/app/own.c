/* Routes that make their own transactions: signing in, files, live pages, the log, the catalogue.
 */
#include "app/dispatch.h"
#include "app/inputs.h"
#include "base/when.h"
#include "cert/cert.h"
#include "message/message.h"
#include "registry/registry.h"
#include "scene/scene.h"
#include "staff/staff.h"

/* ---- signing in: find, check the password outside any transaction, then write ---- */

struct login {
    const struct staff_login_in *in;
    struct staff staff;
    bool found, entered;
    str token;
    struct tree *out;
};

static err login_find(struct ctx *ctx, void *arg)
{
    struct login *l = arg;

    return staff_find_login(ctx, l->in->login, &l->staff, &l->found);
}

static err login_finish(struct ctx *ctx, void *arg)
{
    struct login *l = arg;

    if (l->entered)
        return staff_session_open(ctx, &l->staff, &l->token, l->out);
    return staff_login_failed(ctx, &l->staff);
}

err own_login(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct login l = {.in = in, .out = out};

    TRY(db_read(app->db, ctx, login_find, &l));
    if (!l.found) {
        why_add(ctx, &LOGIN_WRONG, S("login"), (str){0});
        return E_LOGIN;
    }
    l.entered = staff_may_enter(ctx, &l.staff, l.in->password);
    if (!l.entered && why_has(ctx, &LOGIN_LOCKED))
        return E_LOGIN;
    TRY(app_write(app, ctx, login_finish, &l));
    if (!l.entered) {
        why_clear(ctx);
        why_add(ctx, &LOGIN_WRONG, S("login"), (str){0});
        return E_LOGIN;
    }
    http_reply_header(reply, S("Set-Cookie"),
        arena_printf(ctx->arena, "yichuang=%.*s; Path=/; HttpOnly; SameSite=Strict%s", STR(l.token),
            str_starts(app->city.public_url, S("https:")) ? "; Secure" : ""));
    return OK;
}

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

struct following {
    const void *in;
    struct tree *out;
};

static err follow_check(struct ctx *ctx, void *arg)
{
    struct following *f = arg;

    return filing_track(ctx, f->in, f->out);
}

err own_follow(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct following f = {in, out};

    TRY(db_read(app->db, ctx, follow_check, &f));
    reply->live =
        arena_join(ctx->arena, S("filing:"), ((const struct filing_track_in *)in)->filing);
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

/* ---- the log ---- */

struct log_head {
    struct checkpoint c;
};

static err read_head(struct ctx *ctx, void *arg)
{
    struct log_head *h = arg;

    TRY(registry_size(ctx, &h->c.size));
    if (h->c.size == 0) {
        h->c.root = merkle_empty_root();
        return OK;
    }
    return registry_root(ctx, h->c.size, &h->c.root);
}

err own_checkpoint(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct log_head h = {0};

    (void)in;
    (void)out;
    TRY(db_read(app->db, ctx, read_head, &h));
    h.c.origin = arena_printf(ctx->arena, "%.*s/%.*s", STR(app->city.origin), STR(ctx->region));
    reply->body = checkpoint_sign(ctx->arena, &h.c, h.c.origin, &app->log_key);
    reply->type = S("text/plain; charset=utf-8");
    return OK;
}

err own_keys(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    str origin = arena_printf(ctx->arena, "%.*s/%.*s", STR(app->city.origin), STR(ctx->region));
    str raw = {(const char *)app->log_key.public_key, CRYPTO_ED25519_PUBLIC_BYTES};

    (void)in;
    (void)reply;
    tree_text(out, S("origin"), origin);
    tree_text(out, S("vkey"), checkpoint_vkey(ctx->arena, origin, app->log_key.public_key));
    tree_text(out, S("public_key"), crypto_base64(ctx->arena, raw));
    return OK;
}

/* ---- what this service is and can do ---- */

err own_health(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    static const char *const states[] = {
        [DB_OPEN] = "open", [DB_FULL] = "full", [DB_STOPPED] = "stopped"};

    (void)in;
    (void)reply;
    tree_text(out, S("name"), S("yichuang"));
    tree_text(out, S("version"), S(YICHUANG_VERSION));
    tree_text(out, S("engine"), str_of(db_engine(app->db)));
    tree_text(out, S("store"), str_of(states[db_state_of(app->db)]));
    tree_i64(out, S("now_ms"), ctx->now_ms);
    return OK;
}

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

err own_scenes(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct scene_book *book = app->city.scenes;
    struct tree *list = tree_list(out, S("scenes"));

    (void)in;
    (void)ctx;
    (void)reply;
    for (size_t i = 0; i < book->count; i++) {
        const struct scene *s = book->scenes[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("scene"), s->id);
        tree_i64(o, S("version"), s->version);
        tree_text(o, S("name_zh"), s->name.zh);
        tree_text(o, S("name_en"), s->name.en);
        tree_text(o, S("valid_from"), s->valid_from);
        tree_text(o, S("valid_to"), s->valid_to);
    }
    return OK;
}

err own_scene(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct scene_name_in *wanted = in;
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    const struct scene *scene = scene_newest(app->city.scenes, wanted->scene, today);

    (void)reply;
    if (scene == NULL)
        return E_MISSING;
    scene_show(scene, out);
    return OK;
}

static err read_backlog(struct ctx *ctx, void *arg)
{
    return message_backlog(ctx, arg);
}

err own_departments(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct tree *list = tree_list(out, S("departments"));

    (void)in;
    (void)reply;
    pthread_mutex_lock(&app->departments_lock);
    for (size_t i = 0; i < app->departments_count; i++) {
        const struct department *d = &app->departments[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("department"), d->d.name);
        tree_text(o, S("url"), d->d.url);
        tree_bool(o, S("breaker_open"), d->open_until_ms > ctx->now_ms);
        tree_i64(o, S("failures"), d->failures);
        tree_i64(o, S("sent"), d->sent);
        tree_i64(o, S("answered"), d->answered);
        tree_text(o, S("fault"), arena_str(ctx->arena, d->fault));
    }
    pthread_mutex_unlock(&app->departments_lock);
    return db_read(app->db, ctx, read_backlog, tree_list(out, S("backlog")));
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
