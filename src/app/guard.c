/* Who may come in: a column of the route table, never a call that a use case must remember. */
#include "app/dispatch.h"
#include "staff/staff.h"
#include "staff/staff_admin.h"

#define COOKIE "yichuang"

static err find_session(struct ctx *ctx, void *arg)
{
    const str *token = arg;

    return staff_session_find(ctx, *token, &ctx->who);
}

static err check_session(struct call *c, bool unsafe)
{
    str token = http_cookie(c->request, S(COOKIE));

    if (token.len == 0)
        return E_LOGIN;
    TRY(db_read(c->app->db, &c->ctx, find_session, &token));
    if (!unsafe || str_eq_secret(http_header(c->request, S("x-csrf-token")), c->ctx.who.csrf))
        return OK;
    why_add(&c->ctx, &CSRF_WRONG, S("X-CSRF-Token"), (str){0});
    return E_DENIED;
}

/* Who must enrol a second factor or change a one-time password first, or has no role in force,
 * reaches only what is the officer's own: routes for "self". */
static err check_complete(struct call *c)
{
    if (c->ctx.who.one_time) {
        why_add(&c->ctx, &PASSWORD_CHANGE, S("password"), (str){0});
        return E_DENIED;
    }
    if (c->app->city.second_factor_required && !c->ctx.who.second_factor) {
        why_add(&c->ctx, &SECOND_FACTOR_ENROL, S("second_factor"), (str){0});
        return E_DENIED;
    }
    if (c->ctx.who.roles.len > 0)
        return OK;
    why_add(&c->ctx, &ROLES_WAIT, S("roles"), (str){0});
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

/* Nobody rates from a device where an officer is signed in, for a party or for oneself. */
static err check_citizen(struct call *c)
{
    str token = http_cookie(c->request, S(COOKIE));
    err e = token.len > 0 ? db_read(c->app->db, &c->ctx, find_session, &token) : E_LOGIN;

    c->ctx.who = (struct who){.staff = {0}};
    if (e == E_LOGIN)
        return OK;
    if (e != OK)
        return e;
    why_add(&c->ctx, &CITIZEN_ONLY, (str){0}, (str){0});
    return E_DENIED;
}

err guard_check(struct call *c, bool unsafe)
{
    str access = str_of(c->route->access);

    if (str_is(access, "public"))
        return OK;
    if (str_is(access, "citizen"))
        return check_citizen(c);
    if (str_is(access, "department"))
        return check_department(c, (str){0});
    if (str_starts(access, S("department:")))
        return check_department(c, str_slice(access, 11, access.len));
    TRY(check_session(c, unsafe));
    if (str_is(access, "self"))
        return OK;
    TRY(check_complete(c));
    if (str_is(access, "staff") || staff_has_role(&c->ctx.who, c->route->access))
        return OK;
    return E_DENIED;
}
