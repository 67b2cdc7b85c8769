/* One signed call to a department and its signed reply, and the breaker that both the outbox and
 * the questions of a draft go by. */
#include "app/courier.h"

#include "base/when.h"

struct department *courier_department(struct app *app, str name)
{
    for (size_t i = 0; i < app->departments_count; i++)
        if (str_eq(app->departments[i].d.name, name))
            return &app->departments[i];
    return NULL;
}

bool courier_may_send(struct app *app, const struct department *d, int64_t now_ms)
{
    bool may;

    pthread_mutex_lock(&app->departments_lock);
    may = d != NULL && d->open_until_ms <= now_ms;
    pthread_mutex_unlock(&app->departments_lock);
    return may;
}

void courier_prepare(
    struct app *app, struct arena *a, const struct courier_letter *letter, int64_t now_ms)
{
    const struct department *d = courier_department(app, letter->department);
    struct http_call *call = letter->call;

    call->method = S("POST");
    call->url = arena_join(a, d->d.url, letter->path);
    call->body = letter->body;
    call->timeout_ms = COURIER_TIMEOUT_MS;
    call->reply_max = COURIER_REPLY_MAX;
    http_call_header(call, S("content-type"), S("application/json"));
    signature_sign_call(
        a, call, &(struct signature_signer){&app->service_key, S("yichuang"), now_ms});
}

str courier_check(struct app *app, struct arena *a, struct courier_letter *letter)
{
    const struct department *d = courier_department(app, letter->department);
    const struct http_call *call = letter->call;
    struct signature_result signature;
    str fault;

    if (!call->answered)
        return call->fault;
    if (call->status != 200 && call->status != 202)
        return arena_printf(a, "answered %d", call->status);
    signature = signature_check_reply(a, call, d->d.public_key, when_now_ms());
    if (!signature.valid)
        return arena_join(a, S("signature: "), signature.reason);
    if (tree_parse(a, call->reply_body, &letter->answer, &fault) != OK)
        return arena_join(a, S("reply: "), fault);
    if (!str_eq(tree_get_text(letter->answer, S("message_id")), letter->id))
        return S("the reply is for another message");
    return (str){0};
}

static void keep_fault(struct department *d, str fault)
{
    size_t len = fault.len < sizeof(d->fault_text) ? fault.len : sizeof(d->fault_text) - 1;

    for (size_t i = 0; i < len; i++)
        d->fault_text[i] = fault.at[i];
    d->fault = (str){d->fault_text, len};
}

void courier_note(struct app *app, str department, str fault)
{
    struct department *d = courier_department(app, department);

    pthread_mutex_lock(&app->departments_lock);
    d->sent++;
    if (fault.len == 0) {
        d->failures = 0;
        d->answered++;
    } else if (++d->failures >= COURIER_BREAKER_FAILURES) {
        d->open_until_ms = when_now_ms() + COURIER_BREAKER_MS;
    }
    if (fault.len > 0)
        keep_fault(d, fault);
    pthread_mutex_unlock(&app->departments_lock);
}
