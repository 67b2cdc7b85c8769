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

/* Hashing for nobody takes as long as for somebody: who works here cannot be found out by a clock.
 */
static void spend_time(struct ctx *ctx, str password)
{
    (void)crypto_password_hash(ctx->arena, password);
}

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
    if (s->id.len == 0 || s->disabled)
        spend_time(ctx, password);
    else if (crypto_password_is(s->password_hash, password))
        return true;
    why_add(ctx, &LOGIN_WRONG, S("login"), (str){0});
    return false;
}

err staff_login_failed(struct ctx *ctx, const struct staff *s)
{
    return db_put(ctx, SQL_staff_failed, text(s->id), i64(STAFF_FAILURES_MAX),
        i64(ctx->now_ms + STAFF_LOCK_MS));
}

/* Somebody else may have tried to get in between our look and now: five wrong tries lock, however
 * many are made at once. */
static err require_unlocked(struct ctx *ctx, const struct staff *s)
{
    int64_t changed;

    TRY(db_change(ctx, SQL_staff_entered, &changed, text(s->id), i64(ctx->now_ms)));
    if (changed == 1)
        return OK;
    why_add(ctx, &LOGIN_LOCKED, S("login"), (str){0});
    return E_LOGIN;
}

/* What a page needs to know of its officer, at sign-in and after it was loaded again. */
static void show_session(struct ctx *ctx, const struct who *who, struct tree *out)
{
    const struct place_office *office = place_office_find(ctx->city, who->office);
    str code = str_slice(who->session, 0, 6);
    const struct place_region *region = place_region_find(ctx->city, code);

    tree_text(out, S("csrf"), who->csrf);
    tree_text(out, S("staff"), who->staff);
    tree_text(out, S("name"), who->name);
    tree_text(out, S("roles"), who->roles);
    tree_text(out, S("office"), who->office);
    tree_text(out, S("office_name_zh"), office != NULL ? office->name_zh : (str){0});
    tree_text(out, S("office_name_en"), office != NULL ? office->name_en : (str){0});
    tree_text(out, S("region"), code);
    tree_text(out, S("region_name_zh"), region != NULL ? region->name_zh : (str){0});
    tree_text(out, S("region_name_en"), region != NULL ? region->name_en : (str){0});
    tree_text(out, S("second_factor"), who->second_factor ? S("active") : S("none"));
    tree_bool(out, S("second_factor_required"), ctx->city->second_factor_required);
    tree_bool(out, S("one_time"), who->one_time);
}

err staff_session_open(struct ctx *ctx, const struct staff *s, str *ret_token, struct tree *out)
{
    const struct place_office *office = place_office_find(ctx->city, s->office);
    str region = office != NULL ? office->region : ctx->region;
    struct who who = {.staff = s->id,
        .name = s->name,
        .roles = s->roles,
        .office = s->office,
        .one_time = s->one_time,
        .session = arena_join(ctx->arena, region, id_random_hex(ctx->arena, 32)),
        .csrf = id_random_hex(ctx->arena, 16),
        .second_factor = s->factor.len > 0};

    TRY(require_unlocked(ctx, s));
    TRY(db_put(ctx, SQL_staff_session_sweep, text(region), i64(ctx->now_ms)));
    TRY(db_put(ctx, SQL_staff_session_add, text(region),
        text(crypto_sha256_hex(ctx->arena, who.session)), text(s->id), text(who.csrf),
        i64(ctx->now_ms), i64(ctx->now_ms + STAFF_SESSION_MS)));
    show_session(ctx, &who, out);
    *ret_token = who.session;
    return OK;
}

err staff_sessions_end(struct ctx *ctx, str staff, str keep_token)
{
    str keep = keep_token.len > 0 ? crypto_sha256_hex(ctx->arena, keep_token) : (str){0};

    for (size_t i = 0; i < ctx->city->regions_count; i++)
        TRY(db_put(ctx, SQL_staff_sessions_end, text(ctx->city->regions[i].region), text(staff),
            text(keep)));
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
    show_session(ctx, &ctx->who, out);
    return OK;
}

err staff_session_find(struct ctx *ctx, str token, struct who *ret)
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
    ret->second_factor = take_text(&row).len > 0;
    ret->csrf = take_text(&row);
    ret->one_time = take_i64(&row) != 0;
    return OK;
}
