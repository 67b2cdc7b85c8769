/* What a rating and what is published of it must be; pure. */
#pragma once

#include "rating/rating.h"

/* Reasons go with the level, the channel is known, a phone is left with a bad rating only. Collects
 * all that is wrong. */
void rating_check_given(struct ctx *ctx, const struct rating_given *given);
/* Nothing that is published names a party or an officer, or holds a long number. `names` are
 * `count` names that must not be there. */
void rating_check_published(struct ctx *ctx, str published, const str *names, size_t count);
bool rating_outcome_is_known(str outcome);
/* A month that is over at `now_ms`, like 2026-11; RATING_MONTH otherwise. */
void rating_check_month(struct ctx *ctx, str month);
