/* Opening and closing the process: store, keys, scenes, calendar, rules, places, departments. */
#include "app/app.h"

#include "app/steps.h"
#include "base/embed.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/when.h"
#include "calendar/calendar.h"
#include "credit/credit.h"
#include "hall/hall.h"
#include "money/money_rules.h"
#include "rule/rule.h"
#include "scene/scene.h"

#include <stdlib.h>

#define STANDING_NUMBER_MAX 120
#define RATING_DAYS_MAX 250
#define RULES_MAX_BYTES ((size_t)1 << 20)

static int64_t option_number(const char *text)
{
    int64_t n = 0;

    return str_to_i64(str_of(text), &n) ? n : 0;
}

static const char *path_in(struct app *app, const char *name)
{
    return arena_printf(app->arena, "%s/%s", app->options->dir, name).at;
}

/* A key is made once, at first start, and never replaced. */
static err open_key(struct app *app, const char *name, struct crypto_key *ret, str *ret_fault)
{
    const char *secret = path_in(app, arena_printf(app->arena, "%s.key", name).at);
    const char *open = path_in(app, arena_printf(app->arena, "%s.pub", name).at);

    if (!file_exists(secret)) {
        struct crypto_key made;

        crypto_key_make(&made);
        if (crypto_key_save(&made, secret) != OK) {
            *ret_fault = arena_printf(app->arena, "cannot write '%s'", secret);
            return E_FAULT;
        }
    }
    if (crypto_key_load(secret, ret) != OK) {
        *ret_fault = arena_printf(app->arena, "cannot read the key '%s'", secret);
        return E_FAULT;
    }
    if (!file_exists(open) && crypto_public_save(ret, open) != OK) {
        *ret_fault = arena_printf(app->arena, "cannot write '%s'", open);
        return E_FAULT;
    }
    return OK;
}

/* The national seal's key may lie in a module, which alone can make it; as a file it is made here.
 */
static err open_sm2_key(struct app *app, str *ret_fault)
{
    const char *given = app->options->sm2_key;
    const char *path = given[0] != 0 ? given : path_in(app, "log-sm2.key");

    if (given[0] == 0 && !file_exists(path)) {
        err e = crypto_sm2_make(path, path_in(app, "log-sm2.pub"));

        if (e != OK && e != E_CONFLICT) {
            *ret_fault = arena_printf(app->arena, "cannot write '%s'", path);
            return E_FAULT;
        }
    }
    if (crypto_sm2_open(app->arena, path, &app->sm2_key) != OK) {
        *ret_fault = arena_printf(app->arena, "cannot open the SM2 key '%s'", path);
        return E_FAULT;
    }
    return OK;
}

/* Like the others it is made once; without it every second factor must be enrolled anew. */
static err open_secrets_key(struct app *app, str *ret_fault)
{
    const char *path = path_in(app, "secrets.key");
    str text, key = {0};

    if (!file_exists(path)) {
        err e = file_create(path, id_random_hex(app->arena, CRYPTO_SEAL_KEY_BYTES));

        if (e != OK && e != E_CONFLICT) {
            *ret_fault = arena_printf(app->arena, "cannot write '%s'", path);
            return E_FAULT;
        }
    }
    if (file_read(app->arena, path, 2 * CRYPTO_SEAL_KEY_BYTES + 1, &text) != OK ||
        !crypto_hex_decode(app->arena, str_trim(text), &key) || key.len != CRYPTO_SEAL_KEY_BYTES) {
        *ret_fault = arena_printf(app->arena, "cannot read the key '%s'", path);
        return E_FAULT;
    }
    for (size_t i = 0; i < key.len; i++)
        app->secrets_key[i] = (uint8_t)key.at[i];
    crypto_hmac_sha256(key, S("yichuang: rows that are written once"), app->city.audit_key);
    return OK;
}

static err read_second_factor(struct app *app, str *ret_fault)
{
    str wanted = str_of(app->options->second_factor);

    app->city.second_factor_required = str_is(wanted, "required");
    if (app->city.second_factor_required || str_is(wanted, "optional"))
        return OK;
    *ret_fault = S("--second-factor is required or optional");
    return E_INVALID;
}

static err open_keys(struct app *app, str *ret_fault)
{
    if (file_make_dir(app->arena, app->options->dir) != OK) {
        *ret_fault = arena_printf(app->arena, "cannot make the folder '%s'", app->options->dir);
        return E_FAULT;
    }
    TRY(open_key(app, "service", &app->service_key, ret_fault));
    TRY(open_key(app, "log", &app->log_key, ret_fault));
    TRY(open_sm2_key(app, ret_fault));
    TRY(open_secrets_key(app, ret_fault));
    app->papers.dir = path_in(app, "papers");
    return OK;
}

/* What no law lays down, the city does; a number that is none would silently forbid or allow. */
static err read_standing(struct app *app, str *ret_fault)
{
    const struct options *o = app->options;
    struct city_standing *s = &app->city.standing;
    const struct {
        const char *given, *name;
        int64_t *into;
    } numbers[] = {{o->standing_hearing_days, "standing-hearing-days", &s->hearing_days},
        {o->standing_appeal_days, "standing-appeal-days", &s->appeal_days},
        {o->standing_repair_months, "standing-repair-months", &s->repair_months},
        {o->standing_red_months, "standing-red-months", &s->red_months},
        {o->standing_black_months, "standing-black-months", &s->black_months}};

    for (size_t i = 0; i < COUNT(numbers); i++)
        if (!str_to_i64(str_of(numbers[i].given), numbers[i].into) || *numbers[i].into < 1 ||
            *numbers[i].into > STANDING_NUMBER_MAX) {
            *ret_fault = arena_printf(
                app->arena, "--%s is a number from 1 to %d", numbers[i].name, STANDING_NUMBER_MAX);
            return E_INVALID;
        }
    s->grounds = str_of(o->standing_grounds);
    if (credit_grounds_exist(s->grounds))
        return OK;
    *ret_fault = S("--standing-grounds names a ground that there is not");
    return E_INVALID;
}

static err load_scenes(struct app *app, str *ret_fault)
{
    struct scene_book *book = ARENA_NEW(app->arena, struct scene_book);
    struct scene_fault *faults = NULL;
    err e = scene_book_read(app->arena, embed_files, book, &faults);

    app->city.scenes = book;
    if (e != OK)
        *ret_fault = faults != NULL ? scene_faults_text(app->arena, faults)
                                    : S("the scenes of this build cannot be read");
    return e;
}

/* The rules of this build and, beside them, the city's own. */
static err load_rules(struct app *app, str *ret_fault)
{
    struct rule_book *book = ARENA_NEW(app->arena, struct rule_book);
    struct scene_fault *faults = NULL;
    str own = str_of(app->options->rules), yaml;
    err e = rule_book_read(app->arena, embed_files, book, &faults);

    if (e == OK && own.len > 0) {
        if (file_read(app->arena, app->options->rules, RULES_MAX_BYTES, &yaml) != OK) {
            *ret_fault = arena_printf(app->arena, "cannot read the rules file '%.*s'", STR(own));
            return E_INVALID;
        }
        e = rule_book_add(app->arena, book, own, yaml, &faults);
    }
    app->city.rules = book;
    app->city.sample_percent = option_number(app->options->sample_percent);
    app->city.reads_per_hour = option_number(app->options->reads_per_hour);
    app->city.sample_seed = str_of(app->options->sample_seed);
    if (e != OK)
        *ret_fault = faults != NULL ? scene_faults_text(app->arena, faults)
                                    : S("the rules of this build cannot be read");
    return e;
}

static err read_rating_terms(struct app *app, str *ret_fault)
{
    const struct options *o = app->options;
    struct rating_terms *t = &app->city.rating;

    *t = (struct rating_terms){.rate_days = option_number(o->rating_days),
        .assign_days = option_number(o->rating_assign_days),
        .contact_days = option_number(o->rating_contact_days),
        .rectify_days = option_number(o->rating_rectify_days)};
    if (t->rate_days > 0 && t->assign_days > 0 && t->contact_days > 0 && t->rectify_days > 0 &&
        t->rate_days <= RATING_DAYS_MAX && t->assign_days <= RATING_DAYS_MAX &&
        t->contact_days <= RATING_DAYS_MAX && t->rectify_days <= RATING_DAYS_MAX)
        return OK;
    *ret_fault = S("--rating-days and the other days of ratings are 1 to 250");
    return E_INVALID;
}

static err load_tables(struct app *app, str *ret_fault)
{
    struct money_book *money;
    struct calendar *calendar;
    str holidays, fees, taxes;

    if (!embed_find("data/holidays.csv", &holidays) || !embed_find("data/fees.csv", &fees) ||
        !embed_find("data/taxes.csv", &taxes)) {
        *ret_fault = S("the rules' tables are missing from this build");
        return E_FAULT;
    }
    TRY(calendar_parse(app->arena, holidays, &calendar, ret_fault));
    TRY(money_book_parse(app->arena, fees, taxes, &money, ret_fault));
    app->city.calendar = calendar;
    app->city.money = money;
    return OK;
}

static err load_places(struct ctx *ctx, void *arg)
{
    struct app *app = arg;
    struct exchange_department *d;
    size_t count;

    TRY(place_load(ctx, &app->city));
    TRY(exchange_departments(ctx, &d, &count));
    app->departments = ARENA_MANY(app->arena, count + 1, struct department);
    app->departments_count = count;
    for (size_t i = 0; i < count; i++)
        app->departments[i].d = d[i];
    return OK;
}

static err put_departments(struct ctx *ctx, void *arg)
{
    const struct tree *list = arg;

    for (const struct tree *t = list->first; t != NULL; t = t->next) {
        struct exchange_department d = {
            .name = tree_get_text(t, S("name")), .url = tree_get_text(t, S("url"))};
        str key;

        if (!crypto_base64_decode(ctx->arena, tree_get_text(t, S("public_key")), &key) ||
            key.len != sizeof(d.public_key) || d.name.len == 0 || d.url.len == 0)
            return E_INVALID;
        for (size_t i = 0; i < key.len; i++)
            d.public_key[i] = (uint8_t)key.at[i];
        TRY(exchange_department_put(ctx, &d));
    }
    return OK;
}

static err read_departments(struct app *app, struct ctx *ctx, str *ret_fault)
{
    const char *path = app->options->departments;
    const struct tree *list;
    struct tree *whole;
    str json, fault;

    if (path[0] == 0)
        return OK;
    if (file_read(app->arena, path, (size_t)1 << 20, &json) != OK ||
        tree_parse(app->arena, json, &whole, &fault) != OK) {
        *ret_fault = arena_printf(app->arena, "cannot read the departments file '%s'", path);
        return E_INVALID;
    }
    list = tree_get(whole, S("departments"));
    if (list == NULL || db_write(app->db, ctx, put_departments, (void *)(uintptr_t)list) != OK) {
        *ret_fault = arena_printf(app->arena, "'%s' is not a departments file", path);
        return E_INVALID;
    }
    return OK;
}

/* The last migration that this program knows; the store has it once it is open. */
static int64_t schema_version(void)
{
    int64_t newest = 0, number;

    for (const struct embed_file *f = embed_files; f->path != NULL; f++) {
        str name = str_of(f->path);

        if (str_starts(name, S("schema/")) && str_to_i64(str_slice(name, 7, 4), &number))
            newest = number > newest ? number : newest;
    }
    return newest;
}

static err open_store(struct app *app, str *ret_fault)
{
    const struct options *o = app->options;
    struct db_options options = {.url = o->store,
        .connections = (size_t)option_number(o->workers) + 8,
        .trace_path = o->trace[0] != 0 ? o->trace : NULL};
    struct ctx ctx;

    TRY(db_open(app->arena, &options, &app->db, ret_fault));
    app_ctx(app, app->arena, (str){0}, &ctx);
    TRY(read_departments(app, &ctx, ret_fault));
    if (db_read(app->db, &ctx, load_places, app) != OK) {
        *ret_fault = S("cannot read regions, offices and departments");
        return E_FAULT;
    }
    return OK;
}

/* The numbers of bookings and of the silent queue. */
static err load_hall(struct app *app, str *ret_fault)
{
    struct hall_policy *hall;
    str numbers;

    if (!embed_find("data/hall.csv", &numbers)) {
        *ret_fault = S("the hall's numbers are missing from this build");
        return E_FAULT;
    }
    TRY(hall_policy_parse(app->arena, numbers, &hall, ret_fault));
    app->city.hall = hall;
    return OK;
}

err app_open(struct arena *a, const struct options *o, struct app **ret, str *ret_fault)
{
    struct app *app = ARENA_NEW(a, struct app);

    app->arena = a;
    app->options = o;
    app->started_ms = when_now_ms();
    app->started_us = when_monotonic_us();
    app->schema_version = schema_version();
    app->nonces = nonces_new(a);
    app->city.kinds = step_kinds;
    app->city.hooks = &entry_hooks;
    app->city.rule_hooks = &rule_hooks;
    app->city.origin = str_of(o->origin);
    app->city.public_url =
        o->public_url[0] != 0 ? str_of(o->public_url) : arena_printf(a, "http://%s", o->listen);
    pthread_mutex_init(&app->departments_lock, NULL);
    pthread_mutex_init(&app->city_lock, NULL);
    *ret = app;
    TRY(read_second_factor(app, ret_fault));
    TRY(read_standing(app, ret_fault));
    TRY(read_rating_terms(app, ret_fault));
    TRY(open_keys(app, ret_fault));
    TRY(load_scenes(app, ret_fault));
    TRY(load_rules(app, ret_fault));
    TRY(load_tables(app, ret_fault));
    TRY(load_hall(app, ret_fault));
    TRY(open_store(app, ret_fault));
    if (printing_open(app, &app->printing) != OK) {
        *ret_fault = S("cannot prepare the certificate printer");
        return E_FAULT;
    }
    return OK;
}

void app_close(struct app *app)
{
    printing_close(app);
    if (app->db != NULL)
        db_close(app->db);
    crypto_sm2_close(app->sm2_key);
    pthread_mutex_destroy(&app->departments_lock);
    pthread_mutex_destroy(&app->city_lock);
    app_cities_free(app);
}

void app_ctx(struct app *app, struct arena *a, str region, struct ctx *ret)
{
    *ret = (struct ctx){
        .app = app, .city = app_city(app), .arena = a, .now_ms = when_now_ms(), .region = region};
}

err app_write(struct app *app, struct ctx *ctx, db_run *run, void *arg)
{
    TRY(db_write(app->db, ctx, run, arg));
    outbox_wake(app->outbox, ctx->region);
    return OK;
}
