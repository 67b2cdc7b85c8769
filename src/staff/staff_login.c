/* Signing in: a password checked against Argon2id, five tries, then a pause; a session whose token
 * is kept only as its hash. */
#include "base/crypto.h"
#include "base/ids.h"
#include "place/city.h"
#include "staff/staff_store.h"

#define INPUT_HERE struct staff_login_in
INPUT_TABLE(staff_login_in, STAFF_LOGIN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_none_in
INPUT_TABLE(staff_none_in, INPUT_NOTHING)
#undef INPUT_HERE

err staff_find_login(struct ctx *ctx, str login, struct staff *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_staff_by_login, &row, ret_found, text(login)));
    if (*ret_found)
        staff_take(&row, ret);
    return OK;
}

bool staff_may_enter(struct ctx *ctx, const struct staff *s, str password)
{
    if (s->locked_until_ms > ctx->now_ms) {
        why_add(ctx, &LOGIN_LOCKED, S("login"), (str){0});
        return false;
    }
    if (s->disabled || !crypto_password_is(s->password_hash, password)) {
        why_add(ctx, &LOGIN_WRONG, S("login"), (str){0});
        return false;
    }
    return true;
}

err staff_login_failed(struct ctx *ctx, const struct staff *s)
{
    int64_t failures = s->failures + 1;
    bool locked = failures >= STAFF_FAILURES_MAX;

    return db_put(ctx, SQL_staff_failed, text(s->id), i64(locked ? 0 : failures),
        i64(locked ? ctx->now_ms + STAFF_LOCK_MS : s->locked_until_ms));
}

err staff_session_open(struct ctx *ctx, const struct staff *s, str *ret_token, struct tree *out)
{
    const struct place_office *office = place_office_find(ctx->city, s->office);
    str region = office != NULL ? office->region : ctx->region;
    str token = arena_join(ctx->arena, region, id_random_hex(ctx->arena, 32));
    str csrf = id_random_hex(ctx->arena, 16);

    if (s->failures > 0)
        TRY(db_put(ctx, SQL_staff_failed, text(s->id), i64(0), i64(0)));
    TRY(db_put(ctx, SQL_staff_session_sweep, text(region), i64(ctx->now_ms)));
    TRY(db_put(ctx, SQL_staff_session_add, text(region), text(crypto_sha256_hex(ctx->arena, token)),
        text(s->id), text(csrf), i64(ctx->now_ms), i64(ctx->now_ms + STAFF_SESSION_MS)));
    tree_text(out, S("csrf"), csrf);
    tree_text(out, S("staff"), s->id);
    tree_text(out, S("name"), s->name);
    tree_text(out, S("roles"), s->roles);
    tree_text(out, S("office"), s->office);
    *ret_token = token;
    return OK;
}

err staff_logout(struct ctx *ctx, const void *in, struct tree *out)
{
    (void)in;
    tree_bool(out, S("ended"), true);
    return db_put(ctx, SQL_staff_session_end, text(str_slice(ctx->who.session, 0, 6)),
        text(crypto_sha256_hex(ctx->arena, ctx->who.session)));
}

err staff_whoami(struct ctx *ctx, const void *in, struct tree *out)
{
    (void)in;
    tree_text(out, S("staff"), ctx->who.staff);
    tree_text(out, S("name"), ctx->who.name);
    tree_text(out, S("roles"), ctx->who.roles);
    tree_text(out, S("office"), ctx->who.office);
    return OK;
}

err staff_session_find(struct ctx *ctx, str token, struct who *ret, str *ret_csrf)
{
    struct db_row row;
    bool found;

    if (token.len < 6)
        return E_LOGIN;
    TRY(db_find(ctx, SQL_staff_session_find, &row, &found, text(str_slice(token, 0, 6)),
        text(crypto_sha256_hex(ctx->arena, token)), i64(ctx->now_ms)));
    if (!found)
        return E_LOGIN;
    *ret = (struct who){.session = token};
    ret->staff = take_text(&row);
    ret->name = take_text(&row);
    ret->roles = take_text(&row);
    ret->office = take_text(&row);
    *ret_csrf = take_text(&row);
    return OK;
}
