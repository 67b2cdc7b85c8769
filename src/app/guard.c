/* Who may come in: a column of the route table, never a call that a use case must remember. */
#include "app/dispatch.h"
#include "staff/staff.h"

#define COOKIE "yichuang"

struct session_search {
    str token, csrf;
};

static err find_session(struct ctx *ctx, void *arg)
{
    struct session_search *s = arg;

    return staff_session_find(ctx, s->token, &ctx->who, &s->csrf);
}

static err check_session(struct call *c, bool unsafe)
{
    struct session_search s = {.token = http_cookie(c->request, S(COOKIE))};

    if (s.token.len == 0)
        return E_LOGIN;
    TRY(db_read(c->app->db, &c->ctx, find_session, &s));
    if (!unsafe || str_eq_secret(http_header(c->request, S("x-csrf-token")), s.csrf))
        return OK;
    why_add(&c->ctx, &CSRF_WRONG, S("X-CSRF-Token"), (str){0});
    return E_DENIED;
}

static err check_department(struct call *c, str wanted)
{
    str key_id = signature_key_id(c->ctx.arena, c->request);
    struct signature_result result = {0};

    for (size_t i = 0; i < c->app->departments_count; i++) {
        const struct exchange_department *d = &c->app->departments[i].d;

        if (key_id.len == 0 || !str_eq(d->name, key_id))
            continue;
        result = signature_check_request(
            c->ctx.arena, c->request, c->app->city.public_url, d->public_key, c->ctx.now_ms);
        if (!result.valid)
            break;
        if (!nonces_take(c->app->nonces, result.nonce, c->ctx.now_ms)) {
            result.reason = S("the nonce came before");
            break;
        }
        if (wanted.len > 0 && !str_eq(wanted, d->name))
            return E_DENIED;
        c->ctx.who = (struct who){.department = d->name};
        return OK;
    }
    why_add(&c->ctx, &SIGNATURE_WRONG, S("Signature"), result.reason);
    return E_LOGIN;
}

err guard_check(struct call *c, bool unsafe)
{
    str access = str_of(c->route->access);

    if (str_is(access, "public"))
        return OK;
    if (str_is(access, "department"))
        return check_department(c, (str){0});
    if (str_starts(access, S("department:")))
        return check_department(c, str_slice(access, 11, access.len));
    TRY(check_session(c, unsafe));
    if (str_is(access, "staff") || staff_has_role(&c->ctx.who, c->route->access))
        return OK;
    return E_DENIED;
}
