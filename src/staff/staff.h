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
    bool disabled;
    int64_t failures, locked_until_ms;
};

#define STAFF_LOGIN_IN(F, O, L)                                                                    \
    F(text, login, 1, 40, "账号", "name")                                                          \
    F(text, password, 1, 200, "口令", "password")
INPUT(staff_login_in, STAFF_LOGIN_IN)

INPUT(staff_none_in, INPUT_NOTHING)

MUST_CHECK err staff_add(struct ctx *ctx, const struct staff *s, str password);
/* The officer's own identity number; empty when it is not known. */
MUST_CHECK err staff_document_number(struct ctx *ctx, str id, str *ret);

/* Signing in is four steps, because hashing a password takes longer than a transaction may:
 * find (read), may_enter (no transaction; collects the reason), then failed or open (write). */
MUST_CHECK err staff_find_login(struct ctx *ctx, str login, struct staff *ret, bool *ret_found);
bool staff_may_enter(struct ctx *ctx, const struct staff *s, str password);
MUST_CHECK err staff_login_failed(struct ctx *ctx, const struct staff *s);
/* *ret_token is the cookie's value; it is kept only as its hash. */
MUST_CHECK err staff_session_open(
    struct ctx *ctx, const struct staff *s, str *ret_token, struct tree *out);
/* DELETE /sessions/current. */
MUST_CHECK err staff_logout(struct ctx *ctx, const void *in, struct tree *out);
/* GET /sessions/current: who am I. */
MUST_CHECK err staff_whoami(struct ctx *ctx, const void *in, struct tree *out);

/* Resolves a session token; E_LOGIN when it is unknown or over. *ret_csrf belongs to the arena. */
MUST_CHECK err staff_session_find(struct ctx *ctx, str token, struct who *ret, str *ret_csrf);
bool staff_has_role(
    const struct who *who, const char *roles); /* any of the blank-separated roles */
