/* The second factor: enrolled by scanning a secret and giving one code, then asked at every
 * sign-in. A secret is kept sealed under a key that does not lie in the store, so a copy of the
 * store alone lets nobody in. */
#include "base/crypto.h"
#include "base/ids.h"
#include "base/totp.h"
#include "place/city.h"
#include "staff/staff_admin.h"
#include "staff/staff_store.h"

#define INPUT_HERE struct staff_factor_begin_in
INPUT_TABLE(staff_factor_begin_in, STAFF_FACTOR_BEGIN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_factor_confirm_in
INPUT_TABLE(staff_factor_confirm_in, STAFF_FACTOR_CONFIRM_IN)
#undef INPUT_HERE

/* Sealed as text, because the store's column is text. */
static str keep(struct ctx *ctx, const uint8_t *key, str staff, str secret)
{
    return crypto_base64(ctx->arena, crypto_seal(ctx->arena, key, staff, secret));
}

static bool open_kept(struct ctx *ctx, const uint8_t *key, str staff, str kept, str *ret)
{
    str sealed;

    return crypto_base64_decode(ctx->arena, kept, &sealed) &&
           crypto_unseal(ctx->arena, key, staff, sealed, ret);
}

/* A secret that cannot be opened lets nobody in: the key was lost, or the row was tampered with. */
bool staff_factor_holds(
    struct ctx *ctx, const uint8_t *key, const struct staff *s, str code, int64_t *ret_step)
{
    str secret;

    if (code.len == 0) {
        why_add(ctx, &SECOND_FACTOR_NEEDED, S("code"), (str){0});
        return false;
    }
    if (open_kept(ctx, key, s->id, s->factor, &secret) &&
        totp_check(secret, code, ctx->now_ms, s->factor_step, ret_step))
        return true;
    why_add(ctx, &SECOND_FACTOR_WRONG, S("code"), (str){0});
    return false;
}

err staff_factor_use(struct ctx *ctx, const struct staff *s, int64_t step, bool *ret_fresh)
{
    int64_t changed;

    TRY(db_change(ctx, SQL_staff_factor_use, &changed, text(s->id), i64(step)));
    *ret_fresh = changed == 1;
    return OK;
}

/* ---- enrolling ---- */

/* RFC 3986: every byte but the unreserved ones as %XX. */
static str percent(struct arena *a, str s)
{
    str out = {0};

    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                     c == '-' || c == '.' || c == '_' || c == '~';

        out = plain ? arena_join(a, out, str_slice(s, i, 1))
                    : arena_printf(a, "%.*s%%%02X", STR(out), c);
    }
    return out;
}

static str issuer_of(const struct ctx *ctx)
{
    const struct place_region *region =
        place_region_find(ctx->city, str_slice(ctx->who.session, 0, 6));

    return region != NULL ? region->name_zh : ctx->city->origin;
}

err staff_factor_begin(struct ctx *ctx, const struct staff *s, struct staff_factor *f)
{
    str issuer = percent(ctx->arena, issuer_of(ctx));
    char secret[TOTP_SECRET_BYTES];

    id_random_bytes(secret, sizeof(secret));
    f->secret = crypto_base32(ctx->arena, (str){secret, sizeof(secret)});
    f->uri = arena_printf(ctx->arena,
        "otpauth://totp/%.*s:%.*s?secret=%.*s&issuer=%.*s&algorithm=SHA1&digits=%d&period=%d",
        STR(issuer), STR(percent(ctx->arena, s->login)), STR(f->secret), STR(issuer), TOTP_DIGITS,
        (int)(TOTP_STEP_MS / 1000));
    return db_change_one(ctx, SQL_staff_factor_begin, text(s->id),
        text(keep(ctx, f->key, s->id, (str){secret, sizeof(secret)})));
}

/* An authenticator is what lets in: who put one in force, and whether in the place of another, is
 * kept (GB/T 22239 8.1.4.3). Its secret is not. */
static err note_factor(struct ctx *ctx, const struct staff *s)
{
    struct tree *before = tree_new(ctx->arena, TREE_OBJECT);
    struct tree *after = tree_new(ctx->arena, TREE_OBJECT);

    tree_text(before, S("second_factor"), s->factor.len > 0 ? S("active") : S("none"));
    tree_text(after, S("second_factor"), S("active"));
    return staff_change_add(
        ctx, &(struct staff_change){STAFF_CHANGE_FACTOR, s->id, s->name, before, after});
}

err staff_factor_confirm(struct ctx *ctx, const struct staff *s, const uint8_t *key, str code)
{
    int64_t step;
    str secret;

    if (s->factor_begun.len == 0) {
        why_add(ctx, &SECOND_FACTOR_NOT_BEGUN, S("code"), (str){0});
        return E_REFUSED;
    }
    if (!open_kept(ctx, key, s->id, s->factor_begun, &secret) ||
        !totp_check(secret, code, ctx->now_ms, 0, &step)) {
        why_add(ctx, &SECOND_FACTOR_WRONG, S("code"), (str){0});
        return E_REFUSED;
    }
    TRY(db_change_one(
        ctx, SQL_staff_factor_confirm, text(s->id), text(s->factor_begun), i64(step)));
    TRY(note_factor(ctx, s));
    return staff_sessions_end(ctx, s->id, ctx->who.session);
}
