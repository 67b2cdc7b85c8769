/* 授权: what the security administrator decides about officers. A role is in force only when the
 * system administrator has asked for it and somebody else grants it (三员分立, GB/T 22239 8.1.5);
 * nobody has one by a password that another made. Every decision is a row of staff_change. */
#pragma once

#include "staff/staff_admin.h"

#define STAFF_GRANT_IN(F, O, L)                                                                    \
    F(text, staff, 1, 40, "人员", "officer")                                                       \
    F(text, roles, 0, 200, "授予的角色（空格分隔，空为全部收回）",                                 \
        "roles granted, between blanks; empty takes all")                                          \
    F(i64, version, 1, INT64_MAX, "版本", "version that was read")
INPUT(staff_grant_in, STAFF_GRANT_IN)

/* PUT /staff/{staff}/roles: the roles in force from now on, of those asked for or in force already.
 * What was asked for and is not granted is declined. */
MUST_CHECK err staff_grant(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_disable(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_enable(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_unlock(struct ctx *ctx, const void *in, struct tree *out);
/* A lost second factor: the officer enrols anew with a password that only the officer knows. */
MUST_CHECK err staff_factor_clear(struct ctx *ctx, const void *in, struct tree *out);

/* True when an enabled officer is security administrator. */
MUST_CHECK err staff_has_security(struct ctx *ctx, bool *ret);
/* The first security administrator of a city that has none: grants what the system administrator
 * has asked for this account, by whoever holds the host. E_MISSING when there is no such login. */
MUST_CHECK err staff_appoint(struct ctx *ctx, str login);
