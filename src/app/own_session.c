/* Signing in and the second factor. Passwords are hashed and codes computed outside any
 * transaction; what they lead to is written in one, which counts a wrong try or uses a code up. */
#include "app/dispatch.h"
#include "staff/staff.h"

/* ---- signing in: find, check, then write ---- */

struct login {
    const struct staff_login_in *in;
    struct staff staff;
    int64_t step; /* of the code; 0 when the officer has no second factor */
    bool found, fresh;
    str token;
    struct tree *out;
};

static err login_find(struct ctx *ctx, void *arg)
{
    struct login *l = arg;

    return staff_find_login(ctx, l->in->login, &l->staff, &l->found);
}

static err login_failed(struct ctx *ctx, void *arg)
{
    const struct staff *s = arg;

    return staff_login_failed(ctx, s);
}

/* A code that another sign-in has used meanwhile is a wrong one, and counts as such. */
static err login_finish(struct ctx *ctx, void *arg)
{
    struct login *l = arg;

    l->fresh = true;
    if (l->step > 0)
        TRY(staff_factor_use(ctx, &l->staff, l->step, &l->fresh));
    if (!l->fresh)
        return staff_login_failed(ctx, &l->staff);
    return staff_session_open(ctx, &l->staff, &l->token, l->out);
}

/* Password and code; the reason is collected. What is merely missing is no wrong try. */
static err login_check(struct app *app, struct ctx *ctx, struct login *l)
{
    bool good = staff_may_enter(ctx, &l->staff, l->in->password);

    if (good && l->staff.factor.len > 0)
        good = staff_factor_holds(ctx, app->secrets_key, &l->staff, l->in->code, &l->step);
    if (good)
        return OK;
    if (l->found && !why_has(ctx, &LOGIN_LOCKED) && !why_has(ctx, &SECOND_FACTOR_NEEDED))
        TRY(app_write(app, ctx, login_failed, &l->staff));
    return E_LOGIN;
}

err own_login(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct login l = {.in = in, .out = out};

    TRY(db_read(app->db, ctx, login_find, &l));
    TRY(login_check(app, ctx, &l));
    TRY(app_write(app, ctx, login_finish, &l));
    if (!l.fresh) {
        why_add(ctx, &SECOND_FACTOR_WRONG, S("code"), (str){0});
        return E_LOGIN;
    }
    http_reply_header(reply, S("Set-Cookie"),
        arena_printf(ctx->arena, "yichuang=%.*s; Path=/; HttpOnly; SameSite=Strict%s", STR(l.token),
            str_starts(app->city.public_url, S("https:")) ? "; Secure" : ""));
    return OK;
}

/* ---- the second factor ---- */

struct enrolment {
    struct staff staff;
    struct staff_factor factor;
    str code;
    int64_t step; /* of the present factor's code; 0 when there is none */
    bool fresh;
};

static err enrolment_find(struct ctx *ctx, void *arg)
{
    struct enrolment *e = arg;

    return staff_get(ctx, ctx->who.staff, &e->staff);
}

static err enrolment_begin(struct ctx *ctx, void *arg)
{
    struct enrolment *e = arg;

    e->fresh = true;
    if (e->step > 0)
        TRY(staff_factor_use(ctx, &e->staff, e->step, &e->fresh));
    if (!e->fresh)
        return staff_login_failed(ctx, &e->staff);
    return staff_factor_begin(ctx, &e->staff, &e->factor);
}

/* Whoever finds a session open must not be able to put another telephone in the place of the
 * officer's: a factor in force is replaced only with a code of its own. */
static err enrolment_check(struct app *app, struct ctx *ctx, struct enrolment *e)
{
    if (e->staff.factor.len == 0)
        return OK;
    if (e->staff.locked_until_ms > ctx->now_ms) {
        why_add(ctx, &LOGIN_LOCKED, S("code"), (str){0});
        return E_REFUSED;
    }
    if (staff_factor_holds(ctx, app->secrets_key, &e->staff, e->code, &e->step))
        return OK;
    if (!why_has(ctx, &SECOND_FACTOR_NEEDED))
        TRY(app_write(app, ctx, login_failed, &e->staff));
    return E_REFUSED;
}

err own_factor_begin(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct enrolment e = {.factor = {.key = app->secrets_key},
        .code = ((const struct staff_factor_begin_in *)in)->code};

    (void)reply;
    TRY(db_read(app->db, ctx, enrolment_find, &e));
    TRY(enrolment_check(app, ctx, &e));
    TRY(app_write(app, ctx, enrolment_begin, &e));
    if (!e.fresh) {
        why_add(ctx, &SECOND_FACTOR_WRONG, S("code"), (str){0});
        return E_REFUSED;
    }
    tree_text(out, S("secret"), e.factor.secret);
    tree_text(out, S("uri"), e.factor.uri);
    return OK;
}

static err enrolment_confirm(struct ctx *ctx, void *arg)
{
    struct enrolment *e = arg;

    TRY(staff_get(ctx, ctx->who.staff, &e->staff));
    return staff_factor_confirm(ctx, &e->staff, e->factor.key, e->code);
}

err own_factor_confirm(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct enrolment e = {.factor = {.key = app->secrets_key},
        .code = ((const struct staff_factor_confirm_in *)in)->code};

    (void)reply;
    TRY(app_write(app, ctx, enrolment_confirm, &e));
    tree_text(out, S("second_factor"), S("active"));
    return OK;
}
