/* The sandbox's own doors: what a test or a demonstration tells the stand-in departments, and what
 * it may ask them. A real department has nothing of the kind. Unsigned, and on the loopback only.
 */
#include "sandbox.h"

#include "base/when.h"
#include "facts.h"
#include "payment.h"

#define DOORS_LINES_MAX 10000

typedef int door_run(struct door *d);

struct door_row {
    const char *method, *path; /* a path that ends with '/' is a prefix */
    door_run *run;
};

int door_no(struct door *d, int status, str error)
{
    tree_text(d->out, S("error"), error);
    return status;
}

static int door_put_facts(struct door *d)
{
    int64_t changed = 0;
    str wrong;
    err fault;

    if (!facts_check(d->body, d->request->arena, &wrong))
        return door_no(d, 400, wrong);
    fault = facts_put(&d->sandbox->store, d->request->arena, d->body, &changed);
    if (fault != OK)
        return door_no(d, err_status(fault), str_of(err_text_en(fault)));
    tree_i64(d->out, S("facts"), (int64_t)tree_get(d->body, S("facts"))->count);
    tree_i64(d->out, S("changed"), changed);
    return 200;
}

/* ---- faults ---- */

static void door_set_fault(struct sandbox *s, enum department d, enum fault mode, int64_t times)
{
    enum wire_door how = WIRE_DOOR_OPEN;

    if (mode == FAULT_refused && times != 0)
        how = WIRE_DOOR_REFUSES;
    if (mode == FAULT_connect_hang && times != 0)
        how = WIRE_DOOR_HANGS;
    fault_set(&s->faults, d, mode, times);
    wire_door(s->wire, d, how);
}

static int door_put_fault(struct door *d)
{
    struct sandbox *s = d->sandbox;
    str name = tree_get_text(d->body, S("department"));
    int64_t times = tree_get_i64(d->body, S("times"), FAULT_UNTIL_CLEARED);
    bool all = str_is(name, "all");
    enum department department = 0;
    enum fault mode;

    if (!all && !department_find(name, &department))
        return door_no(d, 400, S("no such department"));
    if (!fault_find(tree_get_text(d->body, S("mode")), &mode))
        return door_no(d, 400, S("no such mode"));
    if (times < FAULT_UNTIL_CLEARED)
        return door_no(d, 400, S("times is -1 or how many times"));
    if (fault_fits(mode, FAULT_FITS_DOOR) && times > 0 && !wire_counts_turned_away(s->wire))
        return door_no(d, 503, S("this kernel does not tell who was turned away: use times -1"));
    for (enum department i = 0; i < DEPARTMENT_COUNT; i++) {
        if (all || i == department)
            door_set_fault(s, i, mode, times);
    }
    faults_show(&s->faults, d->out);
    return 200;
}

static int door_get_faults(struct door *d)
{
    faults_show(&d->sandbox->faults, d->out);
    tree_bool(d->out, S("counts_turned_away"), wire_counts_turned_away(d->sandbox->wire));
    return 200;
}

/* The service under test moves its clock; signatures hold only when the departments move with it.
 * In a release the clock stays where it is. */
static int door_put_clock(struct door *d)
{
    int64_t now_ms = tree_get_i64(d->body, S("now_ms"), -1);

    if (now_ms < 0)
        return door_no(d, 400, S("now_ms is the moment, or 0 for the real one"));
    when_set_test_offset_ms(0);
    if (now_ms > 0)
        when_set_test_offset_ms(now_ms - when_now_ms());
    tree_i64(d->out, S("now_ms"), when_now_ms());
    return 200;
}

/* ---- what arrived and what went out ---- */

static void door_show_counts(struct tree *out, str key, const struct store_counts *counts)
{
    struct tree *row = key.len > 0 ? tree_object(out, key) : out;

    tree_i64(row, S("arrived"), counts->arrived);
    tree_i64(row, S("distinct"), counts->distinct);
    tree_i64(row, S("acted"), counts->acted);
}

static err door_show_effects(void *arg)
{
    struct door *d = arg;
    const struct store *store = &d->sandbox->store;
    struct tree *list = tree_list(d->out, S("departments"));

    for (enum department i = 0; i < DEPARTMENT_COUNT; i++) {
        struct store_counts q = store->questions[i], e = store->effects[i];
        struct store_counts all = {
            q.arrived + e.arrived, q.distinct + e.distinct, q.acted + e.acted};
        struct tree *row = tree_object(list, (str){0});

        tree_text(row, S("department"), department_name(i));
        door_show_counts(row, (str){0}, &all);
        door_show_counts(row, S("questions"), &q);
        door_show_counts(row, S("effects"), &e);
        tree_i64(row, S("rejected"), store->rejected[i]);
    }
    return OK;
}

static int door_get_effects(struct door *d)
{
    err fault = store_run(&d->sandbox->store, d->request->arena, door_show_effects, d);
    struct tree *waiting;

    if (fault != OK)
        return door_no(d, err_status(fault), str_of(err_text_en(fault)));
    waiting = tree_object(d->out, S("callbacks"));
    tree_i64(waiting, S("waiting"), (int64_t)callbacks_waiting(d->sandbox->callbacks));
    tree_i64(waiting, S("given_up"), (int64_t)callbacks_given_up(d->sandbox->callbacks));
    return 200;
}

/* ?after=N: only what came after the Nth; ?to=: only to that telephone number. */
static err door_show_outgoing(void *arg)
{
    struct door *d = arg;
    bool post = str_is(d->request->path, "/outgoing/post");
    const struct store_list *sent = post ? &d->sandbox->store.post : &d->sandbox->store.sms;
    str to = http_query(d->request, S("to"));
    struct tree *list;
    int64_t after = 0, number = 0, shown = 0;

    if (!str_to_i64(http_query(d->request, S("after")), &after))
        after = 0;
    tree_i64(d->out, S("count"), sent->count);
    list = tree_list(d->out, S("messages"));
    for (const struct store_line *line = sent->first; line != NULL; line = line->next) {
        struct tree *message;
        str fault;

        if (++number <= after || shown == DOORS_LINES_MAX)
            continue;
        TRY(tree_parse(d->request->arena, line->json, &message, &fault));
        if (to.len > 0 && !str_eq(to, tree_get_text(message, S("to"))))
            continue;
        tree_copy(list, (str){0}, message);
        shown++;
    }
    return OK;
}

static int door_get_outgoing(struct door *d)
{
    err fault = store_run(&d->sandbox->store, d->request->arena, door_show_outgoing, d);

    return fault == OK ? 200 : door_no(d, err_status(fault), str_of(err_text_en(fault)));
}

static int door_get_health(struct door *d)
{
    struct tree *list;

    tree_text(d->out, S("name"), S(SANDBOX_NAME));
    tree_text(d->out, S("version"), S(SANDBOX_VERSION));
    tree_text(d->out, S("warning"), S(SANDBOX_WARNING));
    tree_text(d->out, S("warning_zh"), S(SANDBOX_WARNING_ZH));
    list = tree_list(d->out, S("stands_in_for"));
    for (enum department i = 0; i < DEPARTMENT_COUNT; i++) {
        struct tree *row = tree_object(list, (str){0});

        tree_text(row, S("name"), department_name(i));
        tree_text(row, S("title_zh"), department_title_zh(i));
        tree_text(row, S("title_en"), department_title_en(i));
        tree_i64(row, S("port"), d->sandbox->port + 1 + (int64_t)i);
    }
    return 200;
}

/* ---- the table ---- */

static const struct door_row door_rows[] = {
    {"PUT", "/facts", door_put_facts},
    {"PUT", "/clock", door_put_clock},
    {"PUT", "/faults", door_put_fault},
    {"GET", "/faults", door_get_faults},
    {"GET", "/effects", door_get_effects},
    {"GET", "/outgoing/sms", door_get_outgoing},
    {"GET", "/outgoing/post", door_get_outgoing},
    {"GET", "/health", door_get_health},
    {"GET", "/orders/", payment_door_show},
    {"POST", "/orders/", payment_door_pay},
};

static bool door_matches(const struct door_row *row, struct door *d)
{
    str path = str_of(row->path);

    d->rest = str_slice(d->request->path, path.len, SIZE_MAX);
    return str_ends(path, S("/")) ? str_starts(d->request->path, path)
                                  : str_eq(d->request->path, path);
}

static int door_call(struct door *d, const struct door_row *row)
{
    str fault;

    if (str_is(d->request->method, "PUT") &&
        tree_parse(d->request->arena, d->request->body, &d->body, &fault) != OK)
        return door_no(d, 400, fault);
    return row->run(d);
}

static int door_find_and_call(struct door *d)
{
    int status = 404;

    for (size_t i = 0; i < COUNT(door_rows); i++) {
        if (!door_matches(&door_rows[i], d))
            continue;
        if (str_is(d->request->method, door_rows[i].method))
            return door_call(d, &door_rows[i]);
        status = 405;
    }
    return door_no(d, status, status == 404 ? S("there is no such door") : S("not this method"));
}

void doors_serve(struct sandbox *s, struct http_request *r, struct wire_answer *answer)
{
    struct door d = {.sandbox = s, .request = r, .out = tree_new(r->arena, TREE_OBJECT)};

    answer->reply.status = door_find_and_call(&d);
    if (d.page.len > 0) {
        answer->reply.type = S("text/html; charset=utf-8");
        answer->reply.body = d.page;
        return;
    }
    answer->reply.type = S("application/json");
    answer->reply.body = tree_to_json(d.out);
}
