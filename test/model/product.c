/* Operations as the program's use cases. What an application would do goes through the rules that a
 * filing runs at 登簿 and the entry that it plans; first registration, seizure and release are use
 * cases of their own. */
#include "product.h"

#include "base/ids.h"
#include "base/when.h"
#include "filing/filing_store.h"
#include "registry/registry_store.h"

#include <stdio.h>
#include <string.h>

#define WHOLE_DAY_MS INT64_C(86400000)
#define ROOT_EVERY 8 /* a root is read again from as many nodes as the log is deep */
#define SCENE_DATE "2026-03-02"

struct job {
    struct product *p;
    const struct operation *op;
    int number;
    struct tree *out;
};

/* Persons, banks and courts */

str product_name(struct arena *a, int who, bool misnamed)
{
    return arena_printf(
        a, "%s%d%s", who < LAW_PEOPLE ? "示范人" : "示范单位", who, misnamed ? "误" : "");
}

str product_number(struct arena *a, int who)
{
    str first;
    char org;

    if (who < LAW_PEOPLE) {
        first = arena_printf(a, PRODUCT_REGION "1905%02d04%03d", 1 + who, 17 + who);
        return arena_printf(a, "%.*s%c", STR(first), id_citizen_check_digit(first));
    }
    first = arena_printf(a, "MA0000%02d", who);
    org = id_org_check_digit(first);
    first = arena_printf(a, "91" PRODUCT_REGION "%.*s%c", STR(first), org);
    return arena_printf(a, "%.*s%c", STR(first), id_uscc_check_digit(first));
}

static const char *kind_of(int who)
{
    return who < LAW_PEOPLE ? "person" : "organisation";
}

static const char *document_of(int who)
{
    return who < LAW_PEOPLE ? "id" : "uscc";
}

str product_address(struct arena *a, int place)
{
    return arena_printf(a, "示范路%d号", place);
}

str product_date(struct arena *a, int day)
{
    struct law_date d = law_date_of(day);

    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

str product_unit_code(struct product *p, int unit)
{
    return arena_printf(
        p->arena, PRODUCT_REGION "001001GB00001F%08lld", (long long)(p->first_unit + unit));
}

/* What an application brings */

static str share_words(struct arena *a, const struct law_party *p)
{
    return p->den == 0 ? (str){0} : arena_printf(a, "%d/%d", p->num, p->den);
}

static struct party_in *party_inputs(struct arena *a, const struct law_parties *list)
{
    struct party_in *in = ARENA_MANY(a, (size_t)list->count + 1, struct party_in);

    for (int i = 0; i < list->count; i++) {
        const struct law_party *p = &list->at[i];

        in[i] = (struct party_in){.role = S("holder"),
            .kind = str_of(kind_of(p->who)),
            .name = product_name(a, p->who, p->misnamed),
            .document_kind = str_of(document_of(p->who)),
            .document_number = product_number(a, p->who),
            .share = share_words(a, p)};
    }
    return in;
}

/* A scene with nothing but what its entry needs: for what can be recorded but has no scene of its
 * own yet, or several. */
static const struct scene *make_scene(struct arena *a, const struct law_act *act)
{
    static const char *const kinds[] = {
        "ownership", "mortgage", "residence", "easement", "advance", "objection", "seizure"};
    static const char *const effects[] = {
        "create", "transfer", "change", "correct", "convert", "renew", "cancel"};
    struct scene *s = ARENA_NEW(a, struct scene);
    struct scene_act *event = ARENA_NEW(a, struct scene_act);

    *event = (struct scene_act){.id = S("event"),
        .register_type = 100,
        .right_kind = str_of(kinds[act->kind]),
        .effect = str_of(effects[act->effect])};
    if (act->kind == LAW_ADVANCE) /* what is converted here becomes a mortgage */
        event->sort = S("mortgage");
    s->acts = ARENA_MANY(a, 1, struct scene_act *);
    s->acts[s->acts_count++] = event;
    s->right_kind = event->right_kind;
    s->effect = event->effect;
    s->closes = act->kind == LAW_OWNERSHIP && act->effect == LAW_CANCEL;
    s->people = ARENA_MANY(a, 3, struct scene_people);
    if (act->who != LAW_OF_NOBODY)
        s->people[s->people_count++] =
            (struct scene_people){.id = S("holder"), .side = S("giver"), .min = 1, .holds = true};
    if (act->who == LAW_OF_BOTH)
        s->people[s->people_count++] =
            (struct scene_people){.id = S("owner"), .side = S("other"), .min = 1, .owns = true};
    s->people[s->people_count++] = (struct scene_people){.id = S("taker"),
        .side = act->kind == LAW_SEIZURE ? S("authority") : S("taker"),
        .shares = true};
    return s;
}

const struct scene *product_scene(
    const struct app *app, enum law_action action, struct arena *a, bool *ret_own)
{
    const char *name = law_acts[action].scene;
    const struct scene *s = scene_newest(app_city(app)->scenes, str_of(name), S(SCENE_DATE));

    *ret_own = s != NULL;
    return s != NULL || name[0] == '\0' ? s : make_scene(a, &law_acts[action]);
}

/* The first role of that side in the scene; "agreeing": of another party that nobody has to be. */
static str role_of(const struct scene *scene, const char *side)
{
    bool agrees = strcmp(side, "agreeing") == 0;

    for (size_t i = 0; i < scene->people_count; i++) {
        const struct scene_people *p = &scene->people[i];

        if (str_is(p->side, agrees ? "other" : side) && !(agrees && p->owns))
            return p->id;
    }
    return S("");
}

static void add_parties(
    struct arena *a, struct filing_run *run, const struct law_parties *list, const char *side)
{
    for (int i = 0; i < list->count; i++) {
        const struct law_party *p = &list->at[i];
        struct filing_party *to = &run->parties[run->parties_count++];

        *to = (struct filing_party){.role = role_of(run->scene, side),
            .kind = str_of(kind_of(p->who)),
            .name = product_name(a, p->who, p->misnamed),
            .document_kind = str_of(document_of(p->who)),
            .document_number = product_number(a, p->who)};
        if (!share_parse(share_words(a, p), &to->share))
            to->share = (struct share){0, 0};
    }
}

static void add_answer(struct filing_run *run, str ask, str value)
{
    run->answers[run->answers_count++] = (struct filing_answer){ask, value};
}

static str target_id(struct product *p, const struct operation *op)
{
    return op->target == LAW_NOBODY ? S("640104NONE") : str_of(p->ids[op->target]);
}

static void add_number(struct arena *a, struct filing_run *run, const char *ask, int64_t n)
{
    if (n > 0)
        add_answer(run, str_of(ask), arena_printf(a, "%lld", (long long)n));
}

static void answer(struct arena *a, const struct job *j, struct filing_run *run)
{
    const struct operation *op = j->op;
    const struct law_act *act = &law_acts[op->action];

    run->answers = ARENA_MANY(a, 12, struct filing_answer);
    product_answer_division(a, j->p, op, run);
    add_number(a, run, "debt_fen", op->amount);
    add_number(
        a, run, op->action == ACT_TRANSFER_ALONG ? "event-price_fen" : "price_fen", op->amount);
    add_number(a, run, "rank", op->rank);
    if (op->place > 0)
        add_answer(run, S("location"), product_address(a, op->place));
    if (act->kind == LAW_MORTGAGE && act->effect != LAW_TRANSFER)
        add_answer(run, S("no_transfer"), op->restricts ? S("true") : S("false"));
    if (op->serves != LAW_NOBODY)
        add_answer(run, S("dominant_unit"), product_unit_code(j->p, op->serves));
    if (act->kind == LAW_ADVANCE && op->days > 0)
        add_answer(run, S("may_apply_on"), product_date(a, j->p->day + op->days));
    if (act->effect == LAW_RENEW)
        add_answer(run, S("term_end"), product_date(a, j->p->day + op->days));
    add_answer(run, S("contract_number"), arena_printf(a, "HT-%d", j->number));
}

static void make_run(struct ctx *ctx, const struct job *j, struct filing_run *run)
{
    const struct operation *op = j->op;
    struct arena *a = ctx->arena;
    bool own;

    *run = (struct filing_run){.scene = product_scene(j->p->app, op->action, a, &own),
        .f = {.unit = product_unit_code(j->p, op->unit),
            .target = target_id(j->p, op),
            .recorder = S("reviewer-registry")}};
    run->parties = ARENA_MANY(a, 4 * LAW_PARTIES_MAX, struct filing_party);
    add_parties(a, run, &op->givers, "giver");
    add_parties(a, run, &op->owners, "other");
    add_parties(a, run, &op->agreeing, "agreeing");
    add_parties(
        a, run, &op->takers, law_acts[op->action].kind == LAW_SEIZURE ? "authority" : "taker");
    answer(a, j, run);
}

/* The first right by the operation, others by their keys. */
static void keep_id(const struct job *j, int part, str id)
{
    if (part == 0)
        tree_text(j->out, S("right"), id);
    else
        snprintf(j->p->ids[law_key(j->number, part)], sizeof(j->p->ids[0]), "%.*s", STR(id));
}

/* The entries of the scene's acts, as 登簿 makes them. */
static err record_all(struct ctx *ctx, const struct job *j, const struct filing_run *run,
    const struct registry_page *page)
{
    struct filing_walk *walk = filing_walk_begin(ctx, run, page);
    struct registry_entry entry = {0};
    struct filing_plan *plan;
    int part = 0;

    while ((plan = filing_walk_next(ctx, walk)) != NULL) {
        if (plan->change.make != NULL)
            TRY(filing_keep_takers(ctx, run, plan->act, plan->change.make));
        TRY(registry_record_next(ctx, plan->page, &plan->change, &entry, plan->page));
        if (plan->change.make != NULL)
            keep_id(j, part++, plan->change.make->id);
    }
    tree_i64(j->out, S("entry"), entry.number);
    return OK;
}

static err file_and_record(struct ctx *ctx, const struct job *j)
{
    struct registry_page page;
    struct filing_run run;
    bool known;

    make_run(ctx, j, &run);
    TRY(filing_page(ctx, &run, true, &page, &known));
    if (!known) {
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), run.f.unit);
        return E_REFUSED;
    }
    TRY(filing_check_registry(ctx, &run, &page, RULE_RECORD));
    TRY(why_refuse(ctx));
    if (run.scene->divides.len > 0)
        return product_divide(ctx, j->p, &run, j->number, j->out);
    return record_all(ctx, j, &run, &page);
}

/* What has no scene */

static err do_first(struct ctx *ctx, const struct job *j)
{
    static const char *const holdings[] = {"sole", "joint", "shares"};
    struct registry_import_in in = {.unit = product_unit_code(j->p, j->op->unit),
        .location = product_address(ctx->arena, 0),
        .usage = S("11"),
        .area_cm2 = 890000,
        .holding = str_of(holdings[j->op->holding]),
        .holders = {party_inputs(ctx->arena, &j->op->takers), (size_t)j->op->takers.count}};

    return registry_import(ctx, &in, j->out);
}

static err do_seize(struct ctx *ctx, const struct job *j)
{
    const struct law_party *court = &j->op->takers.at[0];
    struct registry_seize_in in = {.unit = product_unit_code(j->p, j->op->unit),
        .court = product_name(ctx->arena, court->who, false),
        .court_code = product_number(ctx->arena, court->who),
        .document = arena_printf(ctx->arena, "执%d号", j->number),
        .ends_on = product_date(ctx->arena, j->p->day + j->op->days),
        .debtor_number = product_number(ctx->arena, j->op->debtor)};

    return registry_seize(ctx, &in, j->out);
}

static err do_release(struct ctx *ctx, const struct job *j)
{
    struct registry_release_in in = {.unit = product_unit_code(j->p, j->op->unit),
        .right = target_id(j->p, j->op),
        .document = S("解封")};

    return registry_release(ctx, &in, j->out);
}

/* What the service does by itself after midnight with a unit in which something has lapsed. */
static err do_expire(struct ctx *ctx, const struct job *j)
{
    struct registry_page page;
    int64_t before, after;
    err e;

    TRY(registry_size(ctx, &before));
    e = registry_lock(ctx, product_unit_code(j->p, j->op->unit), &page);
    if (e == E_MISSING) {
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), (str){0});
        return E_REFUSED;
    }
    TRY(e);
    TRY(registry_size(ctx, &after));
    tree_i64(j->out, S("entry"), after > before ? after : 0);
    return OK;
}

static err do_it(struct ctx *ctx, const struct job *j)
{
    switch (j->op->action) {
    case ACT_FIRST:
        return do_first(ctx, j);
    case ACT_SEIZE:
        return do_seize(ctx, j);
    case ACT_RELEASE:
        return do_release(ctx, j);
    case ACT_EXPIRE:
        return do_expire(ctx, j);
    case ACT_WAIT:
        return OK;
    default:
        return file_and_record(ctx, j);
    }
}

/* Opening, carrying out, reading */

static void context(struct product *p, struct ctx *ctx)
{
    struct when_date first = {LAW_FIRST_YEAR, 1, 1};

    app_ctx(p->app, p->arena, S(PRODUCT_REGION), ctx);
    /* Noon, and a second for each operation, so that ids are in the order of what they name. */
    ctx->now_ms = when_start_of_day_ms(first) + (int64_t)p->day * WHOLE_DAY_MS + WHOLE_DAY_MS / 2 +
                  p->second * 1000;
    ctx->who.staff = S("reviewer-registry");
}

bool product_open(struct arena *a, const char *store, const char *dir, struct app **ret)
{
    static struct options options;
    str fault = {0};

    options = (struct options){
#define OPTION(name, unsaid, zh, en) .name = unsaid,
#include "app/options.def"
#undef OPTION
    };
    options.store = store;
    options.dir = dir;
    options.listen = "127.0.0.1:0";
    options.second_factor = "optional";
    options.workers = options.network = "1";
    if (app_open(a, &options, ret, &fault) != OK) {
        fprintf(stderr, "model: %.*s\n", STR(fault));
        return false;
    }
    if (place_region_find(app_city(*ret), S(PRODUCT_REGION)) == NULL &&
        (city_fill_demo(*ret, a) != OK || app_city_renew(*ret) != OK)) {
        fprintf(stderr, "model: the city could not be made\n");
        return false;
    }
    return true;
}

static err read_size(struct ctx *ctx, void *arg)
{
    struct product *p = arg;

    return registry_size(ctx, &p->base);
}

bool product_begin(struct product *p)
{
    struct ctx ctx;

    arena_reset(p->arena);
    memset(p->ids, 0, sizeof(p->ids));
    p->day = p->roots_count = 0;
    context(p, &ctx);
    return db_read(p->app->db, &ctx, read_size, p) == OK;
}

static err carry_out(struct ctx *ctx, void *arg)
{
    struct job *j = arg;

    j->out = tree_new(ctx->arena, TREE_OBJECT);
    return do_it(ctx, j);
}

static void take_reasons(const struct ctx *ctx, struct law_answer *ret)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (f->rule->severity == SEVERITY_STOP)
            law_say(ret, f->rule->id);
}

bool product_carry_out(struct product *p, const struct operation *op, int number,
    struct law_answer *ret, const char **ret_fault)
{
    struct job j = {.p = p, .op = op, .number = number};
    struct ctx ctx;
    err e;

    arena_reset(p->arena);
    *ret = (struct law_answer){0};
    p->second = number;
    context(p, &ctx);
    e = db_write(p->app->db, &ctx, carry_out, &j);
    if (e != OK && e != E_REFUSED) {
        *ret_fault = err_name(e);
        return false;
    }
    ret->accepted = e == OK;
    if (!ret->accepted) {
        take_reasons(&ctx, ret);
        return true;
    }
    if (op->action == ACT_WAIT)
        p->day += op->days;
    ret->made_entry =
        tree_get_i64(j.out, S("entry"), 0) > 0 && tree_get_bool(j.out, S("made"), true);
    if (ret->made_entry && op->parts_count == 0)
        snprintf(
            p->ids[number], sizeof(p->ids[number]), "%.*s", STR(tree_get_text(j.out, S("right"))));
    return true;
}

struct reading {
    struct product *p;
    int unit;
    struct product_book *book;
};

static err read_unit(struct ctx *ctx, struct product *p, int unit, struct product_unit *ret)
{
    str code = product_unit_code(p, unit);
    struct db_rows rows;
    err e = registry_page_get(ctx, code, &ret->page);

    ret->was_read = true;
    ret->known = e == OK;
    if (e == E_MISSING)
        return OK;
    TRY(e);
    ret->unit = ret->page.unit;
    TRY(product_lineage(ctx, p, code, &ret->came_of));
    TRY(registry_page_at(ctx, code, INT64_MAX, &ret->past));
    TRY(db_list(ctx, SQL_registry_all_rights, &rows, text(ctx->region), text(code),
        text(arena_join(ctx->arena, code, S(" ")))));
    return registry_take_rights(ctx, &rows, &ret->rights, &ret->rights_count);
}

static err read_book(struct ctx *ctx, void *arg)
{
    struct reading *r = arg;
    struct product *p = r->p;

    *r->book = (struct product_book){0};
    TRY(registry_size(ctx, &r->book->size));
    for (int i = 0; i < LAW_UNITS; i++)
        if (r->unit == i || r->unit == LAW_NOBODY)
            TRY(read_unit(ctx, p, i, &r->book->units[i]));
    if (r->book->size % ROOT_EVERY != 0 || r->book->size == p->base ||
        (p->roots_count > 0 && r->book->size == p->sizes[p->roots_count - 1]))
        return OK;
    p->sizes[p->roots_count] = r->book->size;
    return registry_root(ctx, r->book->size, &p->roots[p->roots_count++]);
}

bool product_read(struct product *p, int unit, struct product_book *ret)
{
    struct reading r = {p, unit, ret};
    struct ctx ctx;

    context(p, &ctx);
    return db_read(p->app->db, &ctx, read_book, &r) == OK;
}

static err check_roots(struct ctx *ctx, void *arg)
{
    struct product *p = arg;

    for (int i = 0; i < p->roots_count; i++) {
        struct merkle_hash now;

        TRY(registry_root(ctx, p->sizes[i], &now));
        if (memcmp(&now, &p->roots[i], sizeof(now)) != 0)
            return E_CONFLICT;
    }
    return OK;
}

bool product_roots_hold(struct product *p)
{
    struct ctx ctx;

    context(p, &ctx);
    return db_read(p->app->db, &ctx, check_roots, p) == OK;
}

struct whole {
    struct registry_breach *first;
};

static err verify(struct ctx *ctx, void *arg)
{
    struct whole *w = arg;

    w->first = NULL;
    return registry_verify(ctx, &w->first);
}

bool product_verify(struct app *app, struct arena *a, struct registry_breach **ret)
{
    struct whole w;
    struct ctx ctx;

    app_ctx(app, a, S(PRODUCT_REGION), &ctx);
    if (db_read(app->db, &ctx, verify, &w) != OK)
        return false;
    *ret = w.first;
    return true;
}
