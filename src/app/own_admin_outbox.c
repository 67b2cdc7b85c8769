/* Departments as the administrator sees them: whether we send to each, what waits, and trying one
 * again at once. */
#include "app/admin.h"
#include "app/courier.h"
#include "app/inputs.h"
#include "message/message.h"

#define PROBE_REPLY_MAX ((size_t)1 << 20)
#define BACKLOG_MAX 64 /* departments; there are fourteen */

enum { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_TRYING };

static const struct admin_word breaker_words[] = {
#define BREAKER(id, zh, en) {id, zh, en},
#include "app/admin.def"
#undef BREAKER
};

static const struct admin_word department_words[] = {
#define DEPARTMENT(id, zh, en) {id, zh, en},
#include "scene/scene.def"
#undef DEPARTMENT
};

/* What waits for one department, over all regions. */
struct backlog {
    str department, fault;
    int64_t due, oldest_ms;
};

struct backlogs {
    struct backlog at[BACKLOG_MAX];
    size_t count;
};

static struct backlog *backlog_of(struct backlogs *b, str department)
{
    for (size_t i = 0; i < b->count; i++)
        if (str_eq(b->at[i].department, department))
            return &b->at[i];
    if (b->count == BACKLOG_MAX)
        return NULL;
    b->at[b->count].department = department;
    return &b->at[b->count++];
}

static void add_backlog(struct backlogs *b, const struct tree *row)
{
    struct backlog *sum = backlog_of(b, tree_get_text(row, S("department")));
    int64_t oldest_ms = tree_get_i64(row, S("oldest_ms"), 0);

    if (sum == NULL)
        return;
    sum->due += tree_get_i64(row, S("due"), 0);
    if (sum->oldest_ms == 0 || oldest_ms < sum->oldest_ms)
        sum->oldest_ms = oldest_ms;
    if (tree_get_text(row, S("fault")).len > 0)
        sum->fault = tree_get_text(row, S("fault"));
}

static err read_backlog(struct ctx *ctx, void *arg)
{
    struct backlogs *b = arg;
    str own = ctx->region;

    b->count = 0;
    for (size_t i = 0; i < ctx->city->regions_count; i++) {
        struct tree *list = tree_new(ctx->arena, TREE_LIST);

        ctx->region = ctx->city->regions[i].region;
        TRY(message_backlog(ctx, list));
        for (const struct tree *t = list->first; t != NULL; t = t->next)
            add_backlog(b, t);
    }
    ctx->region = own;
    return OK;
}

static void show_names(struct tree *o, str department)
{
    str zh = department, en = department;

    for (size_t i = 0; i < COUNT(department_words); i++)
        if (str_is(department, department_words[i].id)) {
            zh = str_of(department_words[i].zh);
            en = str_of(department_words[i].en);
        }
    tree_text(o, S("name_zh"), zh);
    tree_text(o, S("name_en"), en);
}

static const struct admin_word *breaker_of(const struct department *d, int64_t now_ms)
{
    if (d->open_until_ms > now_ms)
        return &breaker_words[BREAKER_OPEN];
    return &breaker_words[d->failures >= COURIER_BREAKER_FAILURES ? BREAKER_TRYING
                                                                  : BREAKER_CLOSED];
}

/* Under the lock of the departments. */
static void show_department(
    const struct ctx *ctx, const struct department *d, struct backlogs *b, struct tree *o)
{
    const struct backlog none = {0}, *waiting = backlog_of(b, d->d.name);
    bool open = d->open_until_ms > ctx->now_ms;

    waiting = waiting != NULL ? waiting : &none;
    tree_text(o, S("department"), d->d.name);
    show_names(o, d->d.name);
    tree_text(o, S("url"), d->d.url);
    admin_word_show(o, "state", breaker_of(d, ctx->now_ms));
    tree_i64_or_null(o, S("open_until_ms"), open ? d->open_until_ms : 0);
    tree_i64(o, S("waiting"), waiting->due);
    tree_i64_or_null(o, S("oldest_ms"), waiting->oldest_ms);
    tree_bool(o, S("breaker_open"), open);
    tree_i64(o, S("failures"), d->failures);
    tree_i64(o, S("sent"), d->sent);
    tree_i64(o, S("answered"), d->answered);
    tree_text(o, S("fault"), arena_str(ctx->arena, d->fault));
}

static void show_backlogs(const struct backlogs *b, struct tree *list)
{
    for (size_t i = 0; i < b->count; i++) {
        struct tree *o;

        if (b->at[i].due == 0)
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("department"), b->at[i].department);
        tree_i64(o, S("due"), b->at[i].due);
        tree_i64(o, S("oldest_ms"), b->at[i].oldest_ms);
        tree_text(o, S("fault"), b->at[i].fault);
    }
}

err own_departments(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct backlogs *b = ARENA_NEW(ctx->arena, struct backlogs);
    struct tree *list = tree_list(out, S("departments"));

    (void)in;
    (void)reply;
    TRY(db_read(app->db, ctx, read_backlog, b));
    pthread_mutex_lock(&app->departments_lock);
    for (size_t i = 0; i < app->departments_count; i++)
        show_department(ctx, &app->departments[i], b, tree_object(list, S("")));
    pthread_mutex_unlock(&app->departments_lock);
    show_backlogs(b, tree_list(out, S("backlog")));
    return OK;
}

/* ---- trying a department again ---- */

struct hurry {
    str department;
    int64_t count;
};

static err hurry_region(struct ctx *ctx, void *arg)
{
    struct hurry *h = arg;

    return message_hurry(ctx, h->department, &h->count);
}

/* What waits for the department in any region is sent at once. */
static err hurry_all(struct app *app, struct ctx *ctx, str department, int64_t *ret_count)
{
    struct hurry h = {.department = department};
    str own = ctx->region;
    err e = OK;

    *ret_count = 0;
    for (size_t i = 0; i < ctx->city->regions_count && e == OK; i++) {
        ctx->region = ctx->city->regions[i].region;
        e = app_write(app, ctx, hurry_region, &h);
        *ret_count += e == OK ? h.count : 0;
    }
    ctx->region = own;
    return e;
}

static void close_breaker(struct app *app, struct department *d)
{
    pthread_mutex_lock(&app->departments_lock);
    d->failures = 0;
    d->open_until_ms = 0;
    pthread_mutex_unlock(&app->departments_lock);
}

/* Whether anything answers at its address at all; what it says is for its messages to find out. */
static err call_once(struct ctx *ctx, const struct department *d, struct http_call *call)
{
    struct http_client *client;

    *call = (struct http_call){.method = S("GET"),
        .url = arena_join(ctx->arena, d->d.url, S("/")),
        .timeout_ms = COURIER_TIMEOUT_MS,
        .reply_max = PROBE_REPLY_MAX};
    TRY(http_client_open(1, &client));
    http_client_run(client, ctx->arena, call, 1);
    http_client_close(client);
    return OK;
}

err own_probe(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct department_one_in *wanted = in;
    struct department *d = courier_department(app, wanted->department);
    struct http_call call;
    int64_t hurried;

    (void)reply;
    if (d == NULL)
        return E_MISSING;
    TRY(call_once(ctx, d, &call));
    close_breaker(app, d);
    TRY(hurry_all(app, ctx, d->d.name, &hurried));
    tree_text(out, S("department"), d->d.name);
    tree_bool(out, S("answered"), call.answered);
    if (call.answered)
        tree_i64(out, S("status"), call.status);
    else
        tree_null(out, S("status"));
    tree_i64(out, S("elapsed_ms"), call.elapsed_us / 1000);
    tree_text(out, S("fault"), call.answered ? (str){0} : call.fault);
    tree_i64(out, S("hurried"), hurried);
    return OK;
}
