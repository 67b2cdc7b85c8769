/* 人员与权限: officers, their roles, and their sessions. */
#pragma once

#include "base/ctx.h"
#include "base/input.h"

#define RULE RULE_DECLARE
#include "staff/staff.def"
#undef RULE

#define STAFF_SESSION_MS (8 * INT64_C(3600000))
#define STAFF_FAILURES_MAX 5
#define STAFF_LOCK_MS (15 * INT64_C(60000))

struct staff {
    str id, login, name, roles, office, document_number, password_hash;
    bool disabled, one_time; /* one_time: the password must be changed at sign-in */
    int64_t failures, locked_until_ms;
    str factor, factor_begun; /* second factor, sealed: in force, and shown but not confirmed */
    int64_t factor_step;      /* of the code used last */
};

#define STAFF_LOGIN_IN(F, O, L)                                                                    \
    F(text, login, 1, 40, "账号", "name")                                                          \
    F(text, password, 1, 200, "口令", "password")                                                  \
    O(text, code, 0, 6, "动态验证码", "one-time code")
INPUT(staff_login_in, STAFF_LOGIN_IN)
#define STAFF_FACTOR_BEGIN_IN(F, O, L)                                                             \
    O(text, code, 0, 6, "现用验证器的动态验证码（更换时）",                                        \
        "code of the present one, to replace it")
INPUT(staff_factor_begin_in, STAFF_FACTOR_BEGIN_IN)
#define STAFF_FACTOR_CONFIRM_IN(F, O, L) F(text, code, 6, 6, "动态验证码", "one-time code")
INPUT(staff_factor_confirm_in, STAFF_FACTOR_CONFIRM_IN)

INPUT(staff_none_in, INPUT_NOTHING)

MUST_CHECK err staff_add(struct ctx *ctx, const struct staff *s, str password);
/* The officer's own identity number; empty when it is not known. */
MUST_CHECK err staff_document_number(struct ctx *ctx, str id, str *ret);

MUST_CHECK err staff_get(struct ctx *ctx, str id, struct staff *ret);

/* Signing in is four steps, because hashing a password takes longer than a transaction may:
 * find (read), may_enter (no transaction; collects the reason), then failed or open (write). An
 * officer who was not found is tried all the same, as {0}, and takes as long. */
MUST_CHECK err staff_find_login(struct ctx *ctx, str login, struct staff *ret, bool *ret_found);
bool staff_may_enter(struct ctx *ctx, const struct staff *s, str password);
/* One more wrong password or code. */
MUST_CHECK err staff_login_failed(struct ctx *ctx, const struct staff *s);
/* E_LOGIN with LOGIN_LOCKED when the account was locked meanwhile. *ret_token is the cookie's
 * value; it is kept only as its hash. */
MUST_CHECK err staff_session_open(
    struct ctx *ctx, const struct staff *s, str *ret_token, struct tree *out);
/* Ends an officer's sessions, in all regions of the city, but the one of `keep_token` (may be
 * empty). */
MUST_CHECK err staff_sessions_end(struct ctx *ctx, str staff, str keep_token);

/* ---- the second factor: one-time codes by time (RFC 6238) ---- */

/* What an officer scans, and the key under which secrets are kept. */
struct staff_factor {
    const uint8_t *key; /* CRYPTO_SEAL_KEY_BYTES of the service, never of the store */
    str secret, uri;    /* base 32; otpauth:// */
};
/* True when the code is good for the factor in force; otherwise collects SECOND_FACTOR_NEEDED (no
 * code given) or SECOND_FACTOR_WRONG. *ret_step is to be used up. */
bool staff_factor_holds(
    struct ctx *ctx, const uint8_t *key, const struct staff *s, str code, int64_t *ret_step);
/* Uses a code's step up; *ret_fresh is false when another sign-in has done so meanwhile. */
MUST_CHECK err staff_factor_use(
    struct ctx *ctx, const struct staff *s, int64_t step, bool *ret_fresh);
/* Makes a secret and keeps it, not in force yet. */
MUST_CHECK err staff_factor_begin(struct ctx *ctx, const struct staff *s, struct staff_factor *f);
/* The secret that was begun comes into force; every other session of the officer ends. E_REFUSED
 * with SECOND_FACTOR_NOT_BEGUN or SECOND_FACTOR_WRONG. */
MUST_CHECK err staff_factor_confirm(
    struct ctx *ctx, const struct staff *s, const uint8_t *key, str code);
/* DELETE /sessions/current. */
MUST_CHECK err staff_logout(struct ctx *ctx, const void *in, struct tree *out);
/* GET /sessions/current: who am I. */
MUST_CHECK err staff_whoami(struct ctx *ctx, const void *in, struct tree *out);

/* Resolves a session token; E_LOGIN when it is unknown or over. */
MUST_CHECK err staff_session_find(struct ctx *ctx, str token, struct who *ret);
bool staff_has_role(
    const struct who *who, const char *roles); /* any of the blank-separated roles */
