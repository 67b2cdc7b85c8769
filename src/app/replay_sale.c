/* One sale over HTTP, as the clerk, the three reviewers and the payer do it. Every POST carries a
 * key made from the row, so that a run that was cut off, or is run twice, makes nothing twice. */
#include "app/replay.h"
#include "base/when.h"

#include <time.h>

#define CALL_TIMEOUT_MS 30000
#define REPLY_MAX ((size_t)8 << 20)
#define SALE_TIMEOUT_US INT64_C(60000000)
#define AWAY_TRIES_MAX 8 /* some six seconds in all */
#define WAIT_FIRST_MS 4
#define WAIT_MAX_MS 500
#define WAIT_SHARE 2 /* a look comes when half as long again has passed */

static void pause_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

/* ---- one call ---- */

struct ask {
    enum replay_role role;
    const char *method;
    str path, body, key;
};

static err call(struct replay_client *c, const struct ask *q, int *ret_status, struct tree **ret)
{
    struct http_call h = {.method = str_of(q->method),
        .url = arena_join(c->arena, c->url, q->path),
        .body = q->body,
        .timeout_ms = CALL_TIMEOUT_MS,
        .reply_max = REPLY_MAX};
    str fault;

    http_call_header(&h, S("cookie"), c->officers[q->role].cookie);
    http_call_header(&h, S("x-csrf-token"), c->officers[q->role].csrf);
    http_call_header(&h, S("accept-language"), S("en"));
    http_call_header(&h, S("x-purpose"), S("application"));
    if (q->key.len > 0)
        http_call_header(&h, S("idempotency-key"), q->key);
    if (q->body.len > 0)
        http_call_header(&h, S("content-type"), S("application/json"));
    http_client_run(c->http, c->arena, &h, 1);
    if (!h.answered)
        return E_UNKNOWN;
    *ret_status = h.status;
    return tree_parse(c->arena, h.reply_body, ret, &fault);
}

/* A reason, or what stands in its place, in one line. */
static str reason_of(struct replay_client *c, const struct tree *reply)
{
    const struct tree *findings = tree_get(reply, S("findings"));
    str reason = tree_get_text(reply, S("title"));

    for (const struct tree *f = findings != NULL ? findings->first : NULL; f != NULL; f = f->next)
        reason = arena_printf(c->arena, "%.*s; %.*s %.*s", STR(reason),
            STR(tree_get_text(f, S("rule"))), STR(tree_get_text(f, S("detail"))));
    return reason;
}

static int64_t away_pause_ms(int tries)
{
    return (int64_t)50 << (tries < 5 ? tries : 5);
}

/* Repeats while the service is busy or away for a moment: the key makes that safe. */
static err post(struct replay_client *c, const struct ask *q, struct tree **ret, str *ret_reason)
{
    for (int i = 0; i < AWAY_TRIES_MAX; i++) {
        int status = 0;
        err e = call(c, q, &status, ret);

        if (e == OK && status < 300)
            return OK;
        if (e == OK && status == 409)
            return E_CONFLICT;
        if (e == OK && status != 503) {
            *ret_reason = reason_of(c, *ret);
            return status == 422 ? E_REFUSED : E_FAULT;
        }
        pause_ms(away_pause_ms(i));
    }
    *ret_reason = S("the service does not answer");
    return E_UNKNOWN;
}

static str key_of(struct replay_client *c, const char *what, const struct replay_sale *s)
{
    return arena_printf(c->arena, "replay-%s-%.*s", what,
        STR(str_slice(crypto_sha256_hex(
                          c->arena, arena_printf(c->arena, "%.*s/%.*s", STR(c->seed), STR(s->key))),
            0, 32)));
}

/* ---- bodies ---- */

static void write_party(struct tree *list, const char *role, const struct party_made *p)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("role"), str_of(role));
    tree_text(o, S("kind"), S("person"));
    tree_text(o, S("name"), p->name);
    tree_text(o, S("document_kind"), S("id"));
    tree_text(o, S("document_number"), p->document_number);
    tree_text(o, S("phone"), p->phone);
}

static str contract_of(struct arena *a, const struct replay_sale *s)
{
    return arena_printf(a, "HT%.*s", STR(str_slice(crypto_sha256_hex(a, s->key), 0, 16)));
}

/* "高 26" and "低楼层 (共3层)" say how many floors the building has. */
static int64_t floors_of(str floor)
{
    int64_t floors = 0;

    for (size_t i = 0; i < floor.len && floors < 20; i++)
        if (char_is_digit(floor.at[i]))
            floors = floors * 10 + (floor.at[i] - '0');
    return floors;
}

static str unit_body(struct replay_client *c, const struct replay_sale *s)
{
    struct party_made seller = party_make_person(c->arena, c->seed, s->key, "seller");
    struct tree *o = tree_new(c->arena, TREE_OBJECT);

    tree_text(o, S("unit"), s->unit);
    tree_text(o, S("location"),
        arena_printf(c->arena, "%.*s %.*s", STR(s->place), STR(str_slice(s->unit, 19, 9))));
    tree_text(o, S("usage"), S("11"));
    tree_text(o, S("floor"), str_slice(s->floor, 0, 30));
    tree_i64(o, S("floors"), floors_of(s->floor));
    tree_i64(o, S("area_cm2"), s->area_cm2);
    tree_text(o, S("land_kind"), S("102"));
    tree_text(o, S("holding"), S("sole"));
    write_party(tree_list(o, S("holders")), "holder", &seller);
    return tree_to_json(o);
}

static bool by_post(const struct replay_sale *s)
{
    return s->line % 4 == 0;
}

static str filing_body(struct replay_client *c, const struct replay_sale *s)
{
    struct party_made seller = party_make_person(c->arena, c->seed, s->key, "seller");
    struct party_made buyer = party_make_person(c->arena, c->seed, s->key, "buyer");
    struct tree *o = tree_new(c->arena, TREE_OBJECT), *list, *answers, *paper;

    tree_text(o, S("scene"), S("resale-transfer"));
    tree_text(o, S("unit"), s->unit);
    tree_bool(o, S("accept"), true);
    list = tree_list(o, S("parties"));
    write_party(list, "seller", &seller);
    write_party(list, "buyer", &buyer);
    answers = tree_object(o, S("answers"));
    tree_text(answers, S("contract_number"), contract_of(c->arena, s));
    tree_i64(answers, S("price_fen"), s->price_fen);
    tree_bool(answers, S("residential"), true);
    tree_i64(answers, S("certificates"), 1);
    tree_text(answers, S("delivery"), by_post(s) ? S("post") : S("window"));
    tree_text(answers, S("recipient_phone"), buyer.phone);
    if (by_post(s))
        tree_text(
            answers, S("postal_address"), arena_printf(c->arena, "%.*s（邮寄）", STR(s->place)));
    list = tree_list(o, S("papers"));
    for (size_t i = 0; i < 2; i++) {
        paper = tree_object(list, S(""));
        tree_text(paper, S("paper"), i == 0 ? S("request-form") : S("title-certificate"));
        tree_text(paper, S("hash"), c->paper);
    }
    return tree_to_json(o);
}

/* ---- waiting and deciding ---- */

static const struct tree *find_in(const struct tree *list, str member, str value)
{
    for (const struct tree *t = list != NULL ? list->first : NULL; t != NULL; t = t->next)
        if (str_eq(tree_get_text(t, member), value))
            return t;
    return NULL;
}

/* Repeats while the service is away for a moment: it may be starting again. */
static err get(struct replay_client *c, const struct ask *q, struct tree **ret)
{
    for (int i = 0; i < AWAY_TRIES_MAX; i++) {
        int status = 0;
        err e = call(c, q, &status, ret);

        if (e == OK && status == 200)
            return OK;
        if (e == OK && status != 503)
            return E_FAULT;
        pause_ms(away_pause_ms(i));
    }
    return E_UNKNOWN;
}

static err get_path(struct replay_client *c, str path, struct tree **ret)
{
    struct ask q = {.role = REPLAY_CLERK, .method = "GET", .path = path};

    return get(c, &q, ret);
}

struct task_row {
    const char *step;
    enum replay_role role;
};
static const struct task_row task_rows[] = {
    {"review-housing", REPLAY_HOUSING},
    {"review-tax", REPLAY_TAX},
    {"review-registry", REPLAY_REGISTRY},
    {"issue", REPLAY_CLERK},
};

/* Decides every task that is open; *ret_any says whether there was one. */
static err decide_all(
    struct replay_client *c, const struct tree *filing, bool *ret_any, str *ret_reason)
{
    const struct tree *tasks = tree_get(filing, S("tasks"));

    *ret_any = false;
    for (const struct tree *t = tasks->first; t != NULL; t = t->next) {
        struct ask q = {.method = "POST", .body = S("{\"decision\":\"approve\"}")};
        str task = tree_get_text(t, S("task"));
        struct tree *reply;
        err e;

        if (!str_has_word(S("open claimed"), tree_get_text(t, S("state"))))
            continue;
        q.role = REPLAY_ROLES;
        for (size_t i = 0; i < COUNT(task_rows); i++)
            if (str_is(tree_get_text(t, S("step")), task_rows[i].step))
                q.role = task_rows[i].role;
        if (q.role == REPLAY_ROLES) { /* a step is stuck: a registry reviewer would look at it */
            *ret_reason = arena_printf(c->arena, "stuck at %.*s", STR(tree_get_text(t, S("step"))));
            return E_REFUSED;
        }
        q.path = arena_printf(c->arena, "/tasks/%.*s/decide", STR(task));
        q.key = arena_join(c->arena, S("decide-"), task);
        e = post(c, &q, &reply, ret_reason);
        if (e != OK && e != E_CONFLICT)
            return e;
        *ret_any = true;
    }
    return OK;
}

/* The payer: pays the order at the gateway once the gateway knows it. */
static err pay(struct replay_client *c, str filing, bool *ret_paid)
{
    struct ask q = {.role = REPLAY_CLERK,
        .method = "GET",
        .path = arena_printf(c->arena, "/filings/%.*s/bill", STR(filing))};
    struct http_call h = {
        .method = S("POST"), .timeout_ms = CALL_TIMEOUT_MS, .reply_max = REPLY_MAX};
    const struct tree *orders, *order;
    struct tree *bill;

    *ret_paid = false;
    TRY(get(c, &q, &bill));
    orders = tree_get(bill, S("orders"));
    order = orders != NULL ? find_in(orders, S("state"), S("open")) : NULL;
    if (order == NULL || tree_get_text(order, S("pay_url")).len == 0)
        return OK;
    h.url = arena_printf(
        c->arena, "%.*s/orders/%.*s/pay", STR(c->sandbox), STR(tree_get_text(order, S("order"))));
    http_client_run(c->http, c->arena, &h, 1);
    *ret_paid = h.answered && h.status == 200;
    return OK;
}

static bool any_step(const struct tree *filing, const char *kinds, const char *states)
{
    const struct tree *steps = tree_get(filing, S("steps"));

    for (const struct tree *t = steps != NULL ? steps->first : NULL; t != NULL; t = t->next)
        if (str_has_word(str_of(kinds), tree_get_text(t, S("kind"))) &&
            str_has_word(str_of(states), tree_get_text(t, S("state"))))
            return true;
    return false;
}

/* A filing on its way. */
struct drive {
    str filing;
    bool paid, acted;
};

/* What can be done now: a decision that waits for an officer, or the payment. */
static err act(struct replay_client *c, struct drive *d, const struct tree *seen, str *ret_reason)
{
    struct tree *f;

    d->acted = false;
    if (any_step(seen, "review issue", "running") || any_step(seen, "record assess", "stuck")) {
        TRY(get_path(c, arena_join(c->arena, S("/filings/"), d->filing), &f));
        TRY(decide_all(c, f, &d->acted, ret_reason));
    }
    if (!d->paid && any_step(seen, "pay", "running")) {
        TRY(pay(c, d->filing, &d->paid));
        d->acted = d->acted || d->paid;
    }
    return OK;
}

/* The longer nothing could be done, the longer until the next look. */
static int64_t look_pause_ms(int64_t idle_us)
{
    int64_t pause = idle_us / 1000 / WAIT_SHARE;

    if (pause > WAIT_MAX_MS)
        return WAIT_MAX_MS;
    return pause < WAIT_FIRST_MS ? WAIT_FIRST_MS : pause;
}

/* Until the filing is closed: decide what is open, pay what is owed, else wait a little longer.
 * What it waits on is the applicant's own tracking page. */
static err drive(struct replay_client *c, const struct tree *opened, str *ret_reason)
{
    struct drive d = {.filing = tree_get_text(opened, S("filing"))};
    str track = arena_printf(c->arena, "/track/%.*s?code=%.*s", STR(d.filing),
        STR(tree_get_text(opened, S("follow_code"))));
    int64_t began_us = when_monotonic_us(), acted_us = began_us;

    while (when_monotonic_us() - began_us < SALE_TIMEOUT_US) {
        struct arena_mark mark = arena_mark(c->arena);
        struct tree *seen;
        str state;

        TRY(get_path(c, track, &seen));
        state = tree_get_text(seen, S("state"));
        if (str_is(state, "closed"))
            return OK;
        if (str_has_word(S("refused withdrawn rejected"), state)) {
            *ret_reason = arena_str(c->arena, tree_get_text(seen, S("ended_reason")));
            return E_REFUSED;
        }
        TRY(act(c, &d, seen, ret_reason));
        arena_rewind(c->arena, mark);
        if (d.acted)
            acted_us = when_monotonic_us();
        pause_ms(look_pause_ms(when_monotonic_us() - acted_us));
        if (when_monotonic_us() - began_us > SALE_TIMEOUT_US / 2)
            d.paid = false; /* perhaps the callback was lost with a restart: to pay again is safe */
    }
    *ret_reason = S("not finished in time");
    return E_UNKNOWN;
}

static err run_sale(
    struct replay_client *c, const struct replay_sale *s, enum replay_outcome *ret, str *ret_reason)
{
    struct ask unit = {.role = REPLAY_ADMIN, .method = "POST", .path = S("/registry/units")};
    struct ask open = {.role = REPLAY_CLERK, .method = "POST", .path = S("/filings")};
    struct tree *reply;
    err e;

    unit.body = unit_body(c, s);
    unit.key = key_of(c, "unit", s);
    e = post(c, &unit, &reply, ret_reason);
    if (e == OK) {
        open.body = filing_body(c, s);
        open.key = key_of(c, "sale", s);
        e = post(c, &open, &reply, ret_reason);
    }
    if (e == OK)
        e = drive(c, reply, ret_reason);
    if (e == E_REFUSED || e == E_CONFLICT) {
        *ret = REPLAY_REFUSED;
        return OK;
    }
    *ret = REPLAY_RECORDED;
    return e;
}

err replay_sale_run(
    struct replay_client *c, const struct replay_sale *s, enum replay_outcome *ret, str *ret_reason)
{
    *ret_reason = (str){0};
    return run_sale(c, s, ret, ret_reason);
}

/* ---- opening a client ---- */

/* The service may be starting again; signing in and keeping a file may be repeated. */
static void run_patiently(struct replay_client *c, struct http_call *h)
{
    const struct http_call first = *h;

    for (int i = 0; i < AWAY_TRIES_MAX; i++) {
        *h = first;
        http_client_run(c->http, c->arena, h, 1);
        if (h->answered && h->status != 503)
            return;
        pause_ms(away_pause_ms(i));
    }
}

static err sign_in(
    struct replay_client *c, struct arena *keep, const char *login, struct replay_officer *ret)
{
    struct http_call h = {.method = S("POST"),
        .url = arena_join(c->arena, c->url, S("/sessions")),
        .body = arena_printf(c->arena, "{\"login\":\"%s\",\"password\":\"yichuang-demo\"}", login),
        .timeout_ms = CALL_TIMEOUT_MS,
        .reply_max = REPLY_MAX};
    str cookie, fault;
    struct tree *reply;

    http_call_header(&h, S("content-type"), S("application/json"));
    run_patiently(c, &h);
    if (!h.answered || h.status != 201)
        return E_LOGIN;
    TRY(tree_parse(c->arena, h.reply_body, &reply, &fault));
    cookie = http_call_reply_header(&h, S("set-cookie"));
    ret->cookie = arena_str(keep, str_cut(&cookie, ';'));
    ret->csrf = arena_str(keep, tree_get_text(reply, S("csrf")));
    return OK;
}

/* The signed application form, as the scanner would give it: the smallest picture that is one. */
static err upload_form(struct replay_client *c, struct arena *keep, const char *region)
{
    static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x8\x6\0\0\0"
                                  "\x1f\x15\xc4\x89\0\0\0\rIDATx\x9c"
                                  "c\xf8\xff\xff?\0\5\xfe\2\xfe\xa7\x9a\xa0\xa0\0\0\0\0IEND\xae"
                                  "B`\x82";
    struct http_call h = {.method = S("POST"),
        .url = arena_printf(c->arena, "%.*s/papers?region=%s", STR(c->url), region),
        .body = {picture, sizeof(picture) - 1},
        .timeout_ms = CALL_TIMEOUT_MS,
        .reply_max = REPLY_MAX};
    struct tree *reply;
    str fault;

    http_call_header(&h, S("cookie"), c->officers[REPLAY_CLERK].cookie);
    http_call_header(&h, S("x-csrf-token"), c->officers[REPLAY_CLERK].csrf);
    http_call_header(&h, S("content-type"), S("image/png"));
    run_patiently(c, &h);
    if (!h.answered || h.status != 201)
        return E_FAULT;
    TRY(tree_parse(c->arena, h.reply_body, &reply, &fault));
    c->paper = arena_str(keep, tree_get_text(reply, S("hash")));
    return OK;
}

err replay_client_open(struct replay_client *c, struct arena *keep, str *ret_fault)
{
    static const char *const logins[REPLAY_ROLES] = {[REPLAY_ADMIN] = "admin",
        [REPLAY_CLERK] = "clerk-1",
        [REPLAY_HOUSING] = "reviewer-housing",
        [REPLAY_TAX] = "reviewer-tax",
        [REPLAY_REGISTRY] = "reviewer-registry"};

    for (size_t i = 0; i < REPLAY_ROLES; i++) {
        if (sign_in(c, keep, logins[i], &c->officers[i]) == OK)
            continue;
        *ret_fault = arena_printf(keep, "cannot sign in as %s", logins[i]);
        return E_LOGIN;
    }
    for (size_t i = 0; replay_regions[i] != NULL; i++) {
        if (upload_form(c, keep, replay_regions[i]) == OK)
            continue;
        *ret_fault = S("cannot upload the application form");
        return E_FAULT;
    }
    return OK;
}

/* ---- what the departments know ---- */

static struct tree *add_fact(struct tree *facts, const char *department, const char *share, str key)
{
    struct tree *o = tree_object(facts, S(""));

    tree_text(o, S("department"), str_of(department));
    tree_text(o, S("share"), str_of(share));
    tree_text(o, S("key"), key);
    return tree_object(o, S("answer"));
}

static void write_name(struct tree *list, const struct party_made *p)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("name"), p->name);
    tree_text(o, S("document_number"), p->document_number);
}

static void write_person(struct tree *facts, const struct party_made *p)
{
    struct tree *answer = add_fact(facts, "police", "identity", p->document_number);

    tree_text(answer, S("document_number"), p->document_number);
    tree_text(answer, S("name"), p->name);
    tree_text(answer, S("state"), S("alive"));
}

static void write_facts(struct tree *facts, str seed, const struct replay_sale *s)
{
    struct arena *a = facts->arena;
    struct party_made seller = party_make_person(a, seed, s->key, "seller");
    struct party_made buyer = party_make_person(a, seed, s->key, "buyer");
    struct tree *answer;

    write_person(facts, &seller);
    write_person(facts, &buyer);
    answer = add_fact(facts, "housing", "contract", contract_of(a, s));
    tree_text(answer, S("contract_number"), contract_of(a, s));
    tree_text(answer, S("unit"), s->unit);
    tree_i64(answer, S("price_fen"), s->price_fen);
    tree_i64(answer, S("area_cm2"), s->area_cm2);
    tree_text(answer, S("filed_on"), S("2026-01-05"));
    write_name(tree_list(answer, S("sellers")), &seller);
    write_name(tree_list(answer, S("buyers")), &buyer);
    tree_bool(answer, S("cancelled"), false);
    answer = add_fact(facts, "tax", "record", s->unit);
    tree_i64(answer, S("buyer_homes"), s->line % 3);
    tree_text(answer, S("seller_acquired_on"), s->five_years ? S("2015-03-02") : S("2023-03-02"));
    tree_bool(answer, S("seller_only_home"), s->five_years);
    tree_i64(answer, S("original_price_fen"), s->price_fen / 10 * 7);
    tree_i64(answer, S("proven_costs_fen"), 0);
    tree_i64(answer, S("assessed_price_fen"), 0);
}

err replay_tell_facts(struct http_client *http, struct arena *a, str sandbox, str seed,
    const struct replay_file *batch)
{
    struct tree *body = tree_new(a, TREE_OBJECT);
    struct tree *facts = tree_list(body, S("facts"));
    struct http_call h = {.method = S("PUT"),
        .url = arena_join(a, sandbox, S("/facts")),
        .timeout_ms = CALL_TIMEOUT_MS,
        .reply_max = REPLY_MAX};

    for (size_t i = 0; i < batch->count; i++)
        if (batch->sales[i].refused == NULL)
            write_facts(facts, seed, &batch->sales[i]);
    h.body = tree_to_json(body);
    http_call_header(&h, S("content-type"), S("application/json"));
    http_client_run(http, a, &h, 1);
    return h.answered && h.status == 200 ? OK : E_FAULT;
}

/* ---- the certificate ---- */

err replay_certificate(struct replay_client *c, const struct replay_sale *s, str *ret_pdf)
{
    struct ask q = {.role = REPLAY_CLERK, .method = "GET"};
    struct http_call h = {
        .method = S("GET"), .timeout_ms = CALL_TIMEOUT_MS, .reply_max = REPLY_MAX};
    const struct tree *list;
    struct tree *reply;
    int status = 0;

    q.path = arena_printf(c->arena, "/filings?unit=%.*s&state=closed", STR(s->unit));
    TRY(call(c, &q, &status, &reply));
    list = tree_get(reply, S("filings"));
    if (list == NULL || list->first == NULL)
        return E_MISSING;
    q.path = arena_printf(
        c->arena, "/filings/%.*s/certificates", STR(tree_get_text(list->first, S("filing"))));
    TRY(call(c, &q, &status, &reply));
    list = tree_get(reply, S("certificates"));
    if (list == NULL || list->first == NULL)
        return E_MISSING;
    h.url = arena_printf(c->arena, "%.*s/certificates/%.*s/pdf", STR(c->url),
        STR(tree_get_text(list->first, S("certificate"))));
    http_call_header(&h, S("cookie"), c->officers[REPLAY_CLERK].cookie);
    http_call_header(&h, S("x-purpose"), S("application"));
    http_client_run(c->http, c->arena, &h, 1);
    if (!h.answered || h.status != 200)
        return E_FAULT;
    *ret_pdf = h.reply_body;
    return OK;
}
