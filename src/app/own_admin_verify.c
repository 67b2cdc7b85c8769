/* The check of the whole store from the administrator's page: what `yichuang verify` runs, in a
 * thread of its own, one at a time, within a ceiling of memory; its result is kept until the next.
 */
#include "app/admin.h"
#include "app/outputs.h"
#include "base/log.h"
#include "base/when.h"

#define WORK_MAX ((size_t)1 << 30)
#define RESULT_MAX ((size_t)16 << 20)
#define DETAILS_MAX 20 /* of one invariant; the count says how many there are */

enum { VERIFICATION_NEVER, VERIFICATION_RUNNING, VERIFICATION_DONE, VERIFICATION_FAILED };

static const struct admin_word state_words[] = {
#define VERIFICATION(id, zh, en) {id, zh, en},
#include "app/admin.def"
#undef VERIFICATION
};

static const struct admin_word invariants[] = {
#define INVARIANT(id, zh, en) {id, zh, en},
#include "app/invariants.def"
#undef INVARIANT
};

struct verification {
    struct app *app;
    pthread_mutex_t lock; /* of all below but `ending` */
    pthread_t thread;
    bool to_join;
    int state;
    int64_t began_ms, ended_ms, breaches;
    err fault;
    struct arena *kept; /* of the result */
    struct tree *result;
    atomic_bool ending;
};

/* What one run works with. */
struct verify_run {
    struct app *app;
    struct arena *work, *kept;
    struct tree *found, *result;
    int64_t breaches;
};

err verification_open(struct app *app)
{
    struct verification *v = ARENA_NEW(app->arena, struct verification);

    v->app = app;
    pthread_mutex_init(&v->lock, NULL);
    app->verification = v;
    return OK;
}

bool verification_is_ending(const struct app *app)
{
    return app->verification != NULL && atomic_load(&app->verification->ending);
}

void verification_close(struct app *app)
{
    struct verification *v = app->verification;

    if (v == NULL)
        return;
    atomic_store(&v->ending, true);
    if (v->to_join)
        pthread_join(v->thread, NULL);
    if (v->kept != NULL)
        arena_free(v->kept);
    pthread_mutex_destroy(&v->lock);
    app->verification = NULL;
}

/* ---- what a run found, by invariant ---- */

static bool is_breach_of(const struct tree *breach, const struct admin_word *invariant)
{
    str said = tree_get_text(breach, S("invariant"));
    str id = str_cut(&said, ' ');

    return str_is(id, invariant->id) && str_is(said, invariant->en);
}

static void show_invariant(const struct admin_word *invariant, const struct tree *breaches,
    int64_t checked, struct tree *o)
{
    struct tree *details;
    int64_t count = 0;

    for (const struct tree *b = breaches->first; b != NULL; b = b->next)
        count += is_breach_of(b, invariant);
    tree_text(o, S("id"), str_of(invariant->id));
    tree_text(o, S("name_zh"), str_of(invariant->zh));
    tree_text(o, S("name_en"), str_of(invariant->en));
    tree_i64(o, S("checked"), checked);
    tree_i64(o, S("breaches"), count);
    details = tree_list(o, S("details"));
    for (const struct tree *b = breaches->first; b != NULL && details->count < DETAILS_MAX;
         b = b->next)
        if (is_breach_of(b, invariant))
            tree_text(details, S(""),
                arena_printf(o->arena, "%.*s %.*s", STR(tree_get_text(b, S("region"))),
                    STR(tree_get_text(b, S("detail")))));
}

static void show_regions(struct app *app, const struct tree *found, struct tree *list)
{
    for (const struct tree *t = found->first; t != NULL; t = t->next) {
        str region = tree_get_text(t, S("region"));
        const struct place_region *r = place_region_find(app_city(app), region);
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("region"), arena_str(o->arena, region));
        tree_text(o, S("name_zh"), r != NULL ? r->name_zh : (str){0});
        tree_text(o, S("name_en"), r != NULL ? r->name_en : (str){0});
        tree_i64(o, S("entries"), tree_get_i64(t, S("entries"), 0));
        tree_text(o, S("root"), arena_str(o->arena, tree_get_text(t, S("root"))));
    }
}

static err keep_result(void *arg)
{
    struct verify_run *run = arg;
    const struct tree *breaches = tree_get(run->found, S("breaches"));
    const struct tree *regions = tree_get(run->found, S("regions"));
    struct tree *list;

    run->result = tree_new(run->kept, TREE_OBJECT);
    list = tree_list(run->result, S("invariants"));
    for (size_t i = 0; i < COUNT(invariants); i++)
        show_invariant(&invariants[i], breaches, (int64_t)regions->count, tree_object(list, S("")));
    show_regions(run->app, regions, tree_list(run->result, S("regions")));
    return OK;
}

/* ---- the thread ---- */

static err verify_store(void *arg)
{
    struct verify_run *run = arg;

    run->found = tree_new(run->work, TREE_OBJECT);
    return store_verify(run->app, run->work, run->found, &run->breaches);
}

static void end_run(struct verification *v, struct verify_run *run, err e)
{
    struct arena *former;

    pthread_mutex_lock(&v->lock);
    former = v->kept;
    v->kept = run->kept;
    v->result = e == OK ? run->result : NULL;
    v->breaches = run->breaches;
    v->fault = e;
    v->state = e == OK ? VERIFICATION_DONE : VERIFICATION_FAILED;
    v->ended_ms = when_now_ms();
    pthread_mutex_unlock(&v->lock);
    if (former != NULL)
        arena_free(former);
    log_line(run->breaches > 0 || e != OK ? LOG_ERROR : LOG_INFO,
        "verification ended err=%s breaches=%lld", err_name(e), (long long)run->breaches);
}

static void *verify_in_thread(void *arg)
{
    struct verification *v = arg;
    struct verify_run run = {
        .app = v->app, .work = arena_new(WORK_MAX), .kept = arena_new(RESULT_MAX)};
    err e = arena_try(run.work, verify_store, &run);

    if (e == OK)
        e = arena_try(run.kept, keep_result, &run);
    end_run(v, &run, e);
    arena_free(run.work);
    return NULL;
}

/* Under the lock. */
static err start_run(struct verification *v, int64_t now_ms)
{
    if (v->to_join)
        pthread_join(v->thread, NULL); /* its run has ended: the state says so */
    v->state = VERIFICATION_RUNNING;
    v->began_ms = now_ms;
    v->ended_ms = 0;
    v->to_join = pthread_create(&v->thread, NULL, verify_in_thread, v) == 0;
    if (!v->to_join)
        v->state = VERIFICATION_FAILED;
    return v->to_join ? OK : E_BUSY;
}

/* ---- the routes ---- */

/* Under the lock. While one runs, the result of the one before stays. */
static void show_state(const struct verification *v, struct tree *out)
{
    bool failed = v->state == VERIFICATION_FAILED;

    admin_word_show(out, "state", &state_words[v->state]);
    tree_i64_or_null(out, S("began_ms"), v->began_ms);
    tree_i64_or_null(out, S("ended_ms"), v->ended_ms);
    tree_text(out, S("fault"), failed ? str_of(err_name(v->fault)) : (str){0});
    tree_i64(out, S("breaches"), v->breaches);
    if (v->result == NULL) {
        tree_list(out, S("invariants"));
        tree_list(out, S("regions"));
        return;
    }
    tree_copy(out, S("invariants"), tree_get(v->result, S("invariants")));
    tree_copy(out, S("regions"), tree_get(v->result, S("regions")));
}

err own_verification(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct verification *v = app->verification;

    (void)ctx;
    (void)in;
    (void)reply;
    pthread_mutex_lock(&v->lock);
    show_state(v, out);
    pthread_mutex_unlock(&v->lock);
    return OK;
}

err own_verify_start(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct verification *v = app->verification;
    err e = E_CONFLICT;

    (void)in;
    (void)reply;
    pthread_mutex_lock(&v->lock);
    if (v->state == VERIFICATION_RUNNING)
        why_add(ctx, &VERIFICATION_RUNS, (str){0}, (str){0});
    else
        e = start_run(v, ctx->now_ms);
    if (e == OK)
        show_state(v, out);
    pthread_mutex_unlock(&v->lock);
    return e;
}
