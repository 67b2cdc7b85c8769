/* Seals of rows that are written once: HMAC-SHA-256 under city.audit_key over region, book,
 * subject, number and everything that the row says. */
#pragma once

#include "base/ctx.h"

/* A row as it is sealed. Texts may be empty; numbers of a row are given as decimal texts. */
struct audit_row {
    str region;
    const char *book; /* journal staff kin standing hall rating query access tally alert */
    str subject;
    int64_t number;
    const str *says;
    size_t says_count;
};

/* Seals the row, in the transaction that writes it; a seal that is there stays as it is. */
MUST_CHECK err audit_seal(struct ctx *ctx, const struct audit_row *row);
/* The seal itself, for a row that keeps its own. */
str audit_mac(const struct ctx *ctx, const struct audit_row *row);
/* Whether `mac` is the row's seal. */
bool audit_holds(const struct ctx *ctx, const struct audit_row *row, str mac);
