/* Checking a whole book, for this folder alone: what was found so far, and the parts of the check.
 */
#pragma once

#include "registry/registry_store.h"

#define VERIFY_BREACHES_MAX 1000
#define VERIFY_PAGE 500

struct verify {
    struct ctx *ctx;
    struct registry_breach *first, *last;
    int64_t count;
};

void verify_breach(struct verify *v, const char *invariant, str detail);
/* I2 over every right that ever was. */
MUST_CHECK err verify_shares(struct verify *v);
/* I15, I17: the rights are the fold of the entries, unit by unit. */
MUST_CHECK err verify_fold(struct verify *v);
