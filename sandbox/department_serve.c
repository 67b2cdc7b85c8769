/* A department at its address: the signature is checked, the message acted on once, the answer
 * signed and, when so ordered, spoiled. */
#include "sandbox.h"

#include "base/when.h"
#include "effect.h"
#include "http/signature.h"
#include "question.h"
#include "spoil.h"

#include <assert.h>

#define MESSAGE_ID_BYTES_MAX 100

struct route {
    const char *departments; /* blank-separated */
    const char *path;
    question_answer *question; /* one of the two */
    effect_decide *effect;
};

static const struct route routes[] = {
    {"housing", "/query/contract", question_contract, NULL},
    {"police", "/query/identity", question_identity, NULL},
    {"police", "/query/household", question_household, NULL},
    {"police", "/query/death", question_death, NULL},
    {"civil", "/query/marriage", question_marriage, NULL},
    {"tax", "/query/record", question_tax_record, NULL},
    {"planning", "/query/permit", question_permit, NULL},
    {"finance", "/query/licence", question_licence, NULL},
    {"court", "/query/holds", question_holds, NULL},
    {"payment", "/orders", NULL, effect_order},
    {"payment", "/refunds", NULL, effect_refund},
    {"payment", "/statement", NULL, effect_statement},
    {"sms", "/messages", NULL, effect_sms},
    {"post", "/orders", NULL, effect_post},
    {"water power heating", "/transfers", NULL, effect_transfer},
    {"tax", "/declarations", NULL, effect_declaration},
    {"tax housing", "/results", NULL, effect_result},
    {"report", "/messages", NULL, effect_report},
    {"report", "/logs", NULL, effect_report_log},
};

/* A message while it is being answered. */
struct message {
    struct sandbox *sandbox;
    struct arena *arena;
    enum department department;
    const struct route *route;
    struct http_request *request;
    struct tree *body;
    str id;
    int64_t now_ms;
    enum fault fault;
    int status; /* of the answer */
    str answer; /* JSON */
};

/* ---- is it well formed and from the service ---- */

static const struct route *route_find(enum department d, str path)
{
    for (size_t i = 0; i < COUNT(routes); i++) {
        if (str_is(path, routes[i].path) &&
            str_has_word(str_of(routes[i].departments), department_name(d)))
            return &routes[i];
    }
    return NULL;
}

static int message_no(struct message *m, int status, str error)
{
    struct tree *answer = tree_new(m->arena, TREE_OBJECT);

    tree_text(answer, S("error"), error);
    m->status = status;
    m->answer = tree_to_json(answer);
    return status;
}

/* 0, or the status with which the message is refused. */
static int message_check_signature(struct message *m)
{
    struct sandbox *s = m->sandbox;
    uint8_t service[CRYPTO_ED25519_PUBLIC_BYTES];
    struct signature_result result;
    str base_url = arena_printf(m->arena, "http://127.0.0.1:%d", s->port + 1 + (int)m->department);

    if (!keys_service(&s->keys, service))
        return message_no(m, 503, S("the service's public key is not there yet"));
    result = signature_check_request(m->arena, m->request, base_url, service, m->now_ms);
    if (!result.valid)
        return message_no(m, 401, result.reason);
    if (!nonce_is_new(&s->nonces, m->department, result.nonce, m->now_ms))
        return message_no(m, 401, S("this signature was used before"));
    return 0;
}

static int message_check(struct message *m)
{
    str fault;

    m->route = route_find(m->department, m->request->path);
    if (m->route == NULL)
        return message_no(m, 404, S("this department has no such path"));
    if (!str_is(m->request->method, "POST"))
        return message_no(m, 405, S("messages are POSTed"));
    if (message_check_signature(m) != 0)
        return m->status;
    if (tree_parse(m->arena, m->request->body, &m->body, &fault) != OK)
        return message_no(m, 400, fault);
    m->id = tree_get_text(m->body, S("message_id"));
    if (m->id.len == 0 || m->id.len > MESSAGE_ID_BYTES_MAX)
        return message_no(m, 400, S("message_id is wanted"));
    if (m->route->question != NULL && tree_get(m->body, S("params")) == NULL)
        return message_no(m, 400, S("params are wanted"));
    return 0;
}

/* ---- acting on it, once ---- */

static struct asking message_asking(const struct message *m)
{
    return (struct asking){
        .store = &m->sandbox->store,
        .arena = m->arena,
        .department = m->department,
        .request = m->body,
        .params = tree_get(m->body, S("params")),
        .now_ms = m->now_ms,
        .doors_url = m->sandbox->public_url,
    };
}

/* An answered question is kept in memory only: after a restart the same facts answer again. */
static err message_act_question(struct message *m)
{
    struct asking q = message_asking(m);
    struct tree *out = tree_new(m->arena, TREE_OBJECT);
    struct tree *answer = tree_new(m->arena, TREE_OBJECT);
    bool found = m->route->question(&q, answer);
    struct store_counts *counts = &q.store->questions[m->department];

    tree_text(out, S("message_id"), m->id);
    tree_text(out, S("share"), str_slice(m->request->path, sizeof("/query/") - 1, SIZE_MAX));
    tree_bool(out, S("found"), found);
    tree_copy(out, S("answer"), answer);
    tree_i64(out, S("answered_ms"), m->now_ms);
    m->status = 200;
    m->answer = tree_to_json(out);
    store_message_keep(
        q.store, m->department, m->id, (struct store_message){m->request->path, m->answer});
    counts->distinct++;
    counts->acted++;
    return OK;
}

/* The journal's line is what makes the effect happen, now and after a restart. */
static err message_write_effect(struct message *m, const struct tree *answer)
{
    struct store *store = &m->sandbox->store;
    struct tree *line = tree_new(m->arena, TREE_OBJECT);

    tree_text(line, S("kind"), S("message"));
    tree_text(line, S("department"), department_name(m->department));
    tree_text(line, S("path"), m->request->path);
    tree_text(line, S("message_id"), m->id);
    tree_i64(line, S("at_ms"), m->now_ms);
    tree_copy(line, S("request"), m->body);
    tree_copy(line, S("answer"), answer);
    TRY(store_write(store, arena_join(m->arena, tree_to_json(line), S("\n"))));
    store_apply(store, line);
    return OK;
}

static err message_act_effect(struct message *m)
{
    struct asking q = message_asking(m);
    struct tree *answer = tree_new(m->arena, TREE_OBJECT);

    tree_text(answer, S("message_id"), m->id);
    m->status = m->route->effect(&q, answer);
    if (m->status == 200)
        TRY(message_write_effect(m, answer));
    m->answer = tree_to_json(answer);
    return OK;
}

/* Inside store_run: an id that is known gets the answer that it got, and nothing more happens. */
static err message_act(void *arg)
{
    struct message *m = arg;
    struct store *store = &m->sandbox->store;
    const struct store_message *known = store_message_find(store, m->arena, m->department, m->id);
    bool is_question = m->route->question != NULL;
    struct store_counts *counts =
        is_question ? &store->questions[m->department] : &store->effects[m->department];

    counts->arrived++;
    if (known == NULL)
        return is_question ? message_act_question(m) : message_act_effect(m);
    if (!str_eq(known->path, m->request->path)) {
        message_no(m, 409, S("this message_id was used for something else"));
        return OK;
    }
    m->status = 200;
    m->answer = known->answer;
    return OK;
}

static err message_count_rejected(void *arg)
{
    struct message *m = arg;

    m->sandbox->store.rejected[m->department]++;
    return OK;
}

/* ---- misbehaving ---- */

static unsigned message_fits(const struct message *m)
{
    unsigned fits = FAULT_FITS_REPLY;

    if (m->route->question != NULL && tree_get_text(m->body, S("callback_url")).len > 0)
        fits |= FAULT_FITS_PROMISE;
    if (m->route->effect != NULL && m->department != DEPARTMENT_payment)
        fits |= FAULT_FITS_EFFECT;
    return fits;
}

/* A gateway in front of the department answers, unsigned; the department knows nothing of it. */
static void message_answer_gateway(const struct message *m, struct wire_answer *answer)
{
    answer->fault = m->fault;
    answer->reply.status = m->fault == FAULT_status_500 ? 500 : 429;
    answer->reply.type = S("application/json");
    answer->reply.body = m->fault == FAULT_status_500 ? S("{\"error\":\"internal error\"}")
                                                      : S("{\"error\":\"too many requests\"}");
    if (m->fault == FAULT_status_429)
        http_reply_header(&answer->reply, S("Retry-After"), S("1"));
}

/* Sends the answer to the callback address as well, or instead. */
static void message_promise(struct message *m, struct wire_answer *answer)
{
    struct callback_row row = {
        .department = m->department,
        .url = tree_get_text(m->body, S("callback_url")),
        .body = m->answer,
        .fault = m->fault,
    };
    struct tree *promise = tree_new(m->arena, TREE_OBJECT);

    if (!callbacks_add(m->sandbox->callbacks, &row))
        return;
    if (m->fault == FAULT_duplicate)
        return;
    tree_text(promise, S("message_id"), m->id);
    answer->reply.status = 202;
    answer->reply.body = tree_to_json(promise);
}

/* Department and path, for the old replies that are kept. */
static size_t message_kind(const struct message *m)
{
    static_assert(DEPARTMENT_COUNT * COUNT(routes) <= REPLAY_KINDS, "too few kinds of replies");
    return (size_t)m->department * COUNT(routes) + (size_t)(m->route - routes);
}

static struct signature_signer message_signer(const struct message *m, int64_t signed_ms)
{
    return (struct signature_signer){
        &m->sandbox->keys.department[m->department], department_name(m->department), signed_ms};
}

/* Signed for another request, as if it had been recorded then: the first message of its kind has no
 * elder brother whose reply could be sent again. */
static void message_sign_for_another(const struct message *m, struct http_reply *reply)
{
    struct http_pair signature = {S("signature"), S("sig1=:b2xk:")};
    struct http_request old = *m->request;
    struct signature_signer signer = message_signer(m, m->now_ms - WHEN_MINUTE_MS);

    old.headers = &signature;
    old.header_count = 1;
    signature_sign_reply(m->arena, &old, reply, &signer);
}

static void message_replay(const struct message *m, struct http_reply *reply)
{
    if (!replay_find(&m->sandbox->replays, message_kind(m), m->id, m->arena, reply))
        message_sign_for_another(m, reply);
}

static void message_sign(const struct message *m, struct http_reply *reply)
{
    int64_t signed_ms = m->fault == FAULT_expired ? m->now_ms - WHEN_HOUR_MS : m->now_ms;
    struct signature_signer signer = message_signer(m, signed_ms);

    signature_sign_reply(m->arena, m->request, reply, &signer);
    if (m->fault == FAULT_bad_signature)
        spoil_signature(m->arena, reply->headers, reply->header_count);
}

/* Every second cut message has a length that fits and a good signature: only its JSON is cut. */
static void message_truncate(const struct message *m, struct wire_answer *answer)
{
    int64_t times = fault_asked(&m->sandbox->faults, m->department, FAULT_truncated);

    if (times % 2 == 1)
        return;
    answer->reply.body = spoil_half(answer->reply.body);
    answer->goes_whole = true;
}

/* What can be spoiled before the message is signed. */
static void message_spoil(const struct message *m, struct wire_answer *answer)
{
    answer->fault = m->fault;
    if (m->fault == FAULT_wrong_type)
        spoil_type(&answer->reply);
    if (m->fault == FAULT_truncated)
        message_truncate(m, answer);
    if (m->fault == FAULT_late)
        answer->delay_ms += WHEN_SECOND_MS;
}

/* True when the fault shows itself in a callback rather than in the reply. */
static bool message_is_promised(const struct message *m)
{
    return fault_fits(m->fault, FAULT_FITS_PROMISE) && (message_fits(m) & FAULT_FITS_PROMISE) != 0;
}

/* ---- the whole way ---- */

static void message_answer(struct message *m, struct wire_answer *answer)
{
    err fault = store_run(&m->sandbox->store, m->arena, message_act, m);

    if (fault != OK)
        message_no(m, err_status(fault), str_of(err_text_en(fault)));
    answer->reply.status = m->status;
    answer->reply.body = m->answer;
    if (!message_is_promised(m))
        message_spoil(m, answer);
    else if (m->status == 200)
        message_promise(m, answer);
    if (m->fault == FAULT_replay) {
        message_replay(m, &answer->reply);
        return;
    }
    message_sign(m, &answer->reply);
    if (m->fault == FAULT_none && m->status == 200)
        replay_keep(&m->sandbox->replays, message_kind(m), m->id, &answer->reply, m->now_ms);
}

void department_serve(
    struct sandbox *s, enum department d, struct http_request *r, struct wire_answer *answer)
{
    struct message m = {
        .sandbox = s,
        .arena = r->arena,
        .department = d,
        .request = r,
        .now_ms = when_now_ms(),
    };

    answer->delay_ms = s->delay_ms;
    answer->reply.type = S("application/json");
    if (message_check(&m) != 0) {
        err fault =
            m.status == 401 ? store_run(&s->store, m.arena, message_count_rejected, &m) : OK;

        (void)fault; /* Counting cannot fail: it takes no memory. */
        answer->reply.status = m.status;
        answer->reply.body = m.answer;
        message_sign(&m, &answer->reply);
        return;
    }
    m.fault = fault_take(&s->faults, d, message_fits(&m));
    if (m.fault == FAULT_status_500 || m.fault == FAULT_status_429)
        message_answer_gateway(&m, answer);
    else
        message_answer(&m, answer);
}
