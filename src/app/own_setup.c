/* The first run of a city: the one-time code on standard error, and the page's one request that
 * makes regions, books, the first office, the three administrators together. Also health,
 * which says whether that is still to be done. */
#include "app/admin.h"
#include "app/setup.h"
#include "base/ids.h"
#include "base/log.h"
#include "base/when.h"
#include "registry/registry.h"
#include "staff/staff_grant.h"

#include <stdio.h>

#define CODE_GROUPS 5 /* 100 bits: its hash needs no salt and no slowness */

/* ---- the code ---- */

struct setup_state {
    bool needed, has_security;
    str hash;
    int64_t tries, wait_until_ms;
};

static err find_needed(struct ctx *ctx, void *arg)
{
    struct setup_state *s = arg;

    TRY(staff_is_empty(ctx, &s->needed));
    return s->needed ? OK : staff_has_security(ctx, &s->has_security);
}

static err put_code(struct ctx *ctx, void *arg)
{
    struct setup_state *s = arg;

    TRY(staff_is_empty(ctx, &s->needed));
    if (!s->needed)
        return OK;
    return db_put(ctx, SQL_setup_code_put, text(s->hash), i64(ctx->now_ms));
}

err setup_begin(struct app *app)
{
    str code = staff_code_make(app->arena, CODE_GROUPS);
    struct setup_state s = {.hash = crypto_sha256_hex(app->arena, code)};
    struct ctx ctx;

    app_ctx(app, app->arena, (str){0}, &ctx);
    TRY(db_read(app->db, &ctx, find_needed, &s));
    if (s.needed)
        TRY(db_write(app->db, &ctx, put_code, &s));
    atomic_store(&app->set_up, !s.needed);
    if (s.needed)
        fprintf(stderr,
            "yichuang: 本市尚未启用，启用码 / this city is not set up yet; setup code: %.*s\n",
            STR(code));
    else if (!s.has_security)
        fprintf(stderr, "yichuang: 本市没有安全管理员，无人能授予角色；见 yichuang staff appoint / "
                        "no security administrator, so nobody grants roles: yichuang staff "
                        "appoint LOGIN\n");
    return OK;
}

static err find_code(struct ctx *ctx, void *arg)
{
    struct setup_state *s = arg;
    struct db_row row;
    bool found;

    TRY(staff_is_empty(ctx, &s->needed));
    TRY(db_find_values(ctx, SQL_setup_code_get, &row, &found, NULL, 0));
    if (!found)
        return OK;
    s->hash = take_text(&row);
    s->tries = take_i64(&row);
    s->wait_until_ms = take_i64(&row);
    return OK;
}

/* Asked of the store only until there are officers; they never become none again. */
static err is_needed(struct app *app, struct ctx *ctx, bool *ret)
{
    struct setup_state s = {0};

    *ret = false;
    if (atomic_load(&app->set_up))
        return OK;
    TRY(db_read(app->db, ctx, find_needed, &s));
    atomic_store(&app->set_up, !s.needed);
    *ret = s.needed;
    return OK;
}

err own_setup_needed(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    bool needed;

    (void)in;
    (void)reply;
    TRY(is_needed(app, ctx, &needed));
    tree_bool(out, S("needed"), needed);
    return OK;
}

/* ---- making the city ---- */

struct setup {
    const struct setup_in *in;
    struct setup_state state;
    str hashes[SETUP_PERSONS];
};

static err count_wrong(struct ctx *ctx, void *arg)
{
    const struct setup *s = arg;
    int64_t tries = s->state.tries + 1;

    return db_put(ctx, SQL_setup_code_wrong, i64(tries), i64(ctx->now_ms + setup_pause_ms(tries)));
}

static err check_code(struct app *app, struct ctx *ctx, struct setup *s)
{
    str given = crypto_sha256_hex(ctx->arena, str_trim(s->in->code));

    TRY(db_read(app->db, ctx, find_code, &s->state));
    if (!s->state.needed || s->state.hash.len == 0) {
        why_add(ctx, &SETUP_DONE, (str){0}, (str){0});
        return E_CONFLICT;
    }
    if (s->state.wait_until_ms > ctx->now_ms) {
        why_add(ctx, &SETUP_WAIT, S("code"), (str){0});
        return E_LIMIT;
    }
    if (str_eq_secret(given, s->state.hash))
        return OK;
    TRY(db_write(app->db, ctx, count_wrong, s));
    why_add(ctx, &SETUP_CODE_WRONG, S("code"), (str){0});
    return E_REFUSED;
}

static err add_regions(struct ctx *ctx, const struct setup_in *in)
{
    const struct setup_region_in *all = in->regions.items;

    for (size_t i = 0; i < in->regions.count; i++) {
        struct place_region r = {.region = all[i].region,
            .name_zh = all[i].name_zh,
            .name_en = all[i].name_en,
            .province_short = all[i].province_short,
            .certificate_name = all[i].certificate_name,
            .authority_zh = all[i].authority_zh,
            .authority_code = all[i].authority_code};

        TRY(place_region_add(ctx, &r));
        TRY(registry_book_open(ctx, r.region));
    }
    return OK;
}

static err add_office(struct ctx *ctx, const struct setup_office_in *in)
{
    struct place_office o = {.id = in->office,
        .region = in->region,
        .kind = in->kind,
        .name_zh = in->name_zh,
        .name_en = in->name_en,
        .windows = in->windows};

    return place_office_add(ctx, &o);
}

static const struct setup_person_in *person_of(const struct setup_in *in, size_t i)
{
    const struct setup_person_in *const persons[SETUP_PERSONS] = {
        in->admin.items, in->security.items, in->auditor.items};

    return persons[i];
}

static err add_person(struct ctx *ctx, const struct setup *s, size_t i)
{
    const struct setup_person_in *p = person_of(s->in, i);
    const struct setup_office_in *office = s->in->office.items;
    struct staff_card card = {.id = id_make(ctx->arena, ctx->now_ms),
        .login = p->login,
        .name = p->name,
        .roles = str_of(setup_persons[i]),
        .roles_asked = str_of(setup_persons[i]),
        .office = office->office,
        .document_number = p->document_number,
        .version = 1};

    return staff_card_add(ctx, &card, s->hashes[i], STAFF_CHANGE_SETUP);
}

/* Whoever uses the code up makes the city; a second request that came as far waits for the first
 * and then finds no code. */
static err make_city(struct ctx *ctx, void *arg)
{
    struct setup *s = arg;
    const struct setup_office_in *office = s->in->office.items;
    bool empty;

    TRY(db_change_one(ctx, SQL_setup_code_use, text(s->state.hash)));
    TRY(staff_is_empty(ctx, &empty));
    if (!empty)
        return E_CONFLICT;
    ctx->region = office->region;
    TRY(add_regions(ctx, s->in));
    TRY(add_office(ctx, office));
    for (size_t i = 0; i < SETUP_PERSONS; i++)
        TRY(add_person(ctx, s, i));
    return OK;
}

static void show_setup(const struct setup_in *in, struct tree *out)
{
    const struct setup_region_in *regions = in->regions.items;
    const struct setup_office_in *office = in->office.items;
    struct tree *list = tree_list(out, S("regions"));

    for (size_t i = 0; i < in->regions.count; i++)
        tree_text(list, S(""), regions[i].region);
    tree_text(out, S("office"), office->office);
    for (size_t i = 0; i < SETUP_PERSONS; i++)
        tree_text(out, str_of(setup_persons[i]), person_of(in, i)->login);
}

err own_setup(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct setup s = {.in = in};

    (void)reply;
    TRY(check_code(app, ctx, &s));
    setup_check(ctx, s.in);
    TRY(why_refuse(ctx));
    for (size_t i = 0; i < SETUP_PERSONS; i++)
        s.hashes[i] = crypto_password_hash(ctx->arena, person_of(s.in, i)->password);
    TRY(db_write(app->db, ctx, make_city, &s));
    atomic_store(&app->set_up, true);
    TRY(app_city_renew(app));
    log_line(LOG_INFO, "the city is set up regions=%zu", s.in->regions.count);
    show_setup(s.in, out);
    return OK;
}

/* ---- health ---- */

err own_health(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    static const char *const states[] = {
        [DB_OPEN] = "open", [DB_FULL] = "full", [DB_STOPPED] = "stopped"};
    enum db_state state = db_state_of(app->db);
    bool needed;

    (void)in;
    (void)reply;
    TRY(is_needed(app, ctx, &needed));
    tree_text(out, S("name"), S("yichuang"));
    tree_text(out, S("version"), S(YICHUANG_VERSION));
    tree_text(out, S("engine"), str_of(db_engine(app->db)));
    tree_text(out, S("store"), str_of(states[state]));
    tree_i64(out, S("now_ms"), ctx->now_ms);
    tree_i64(out, S("started_ms"), app->started_ms);
    tree_i64(out, S("uptime_ms"), (when_monotonic_us() - app->started_us) / 1000);
    tree_i64(out, S("schema_version"), app->schema_version);
    tree_bool(out, S("writable"), state == DB_OPEN);
    tree_bool(out, S("setup_needed"), needed);
    return OK;
}
