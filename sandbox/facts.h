/* Putting in what the departments know: PUT /facts. */
#pragma once

#include "store.h"

/* {"facts":[{"department","share","key","answer":{...}}]}. All of them are looked at before any is
 * taken; *ret_fault is a sentence that names the first bad one. */
bool facts_check(const struct tree *body, struct arena *a, str *ret_fault);
/* Writes and applies those that differ from what is known. E_TOO_LARGE, E_FULL, E_FAULT: some may
 * have been taken; putting them in again does no harm. */
MUST_CHECK err facts_put(
    struct store *s, struct arena *a, const struct tree *body, int64_t *ret_changed);
