/* The insides of a draft, for this folder alone. */
#pragma once

#include "db/db.h"
#include "exchange/exchange_prefill.h"
#include "place/city.h"

/* What a source said, as the object whose members the scene's gifts name. */
struct draft_answer {
    const struct scene_source *source;
    const struct tree *content;
    str reference;
    int64_t at_ms;
};

/* NULL when the field has no value yet. */
const struct prefill_value *draft_find(const struct prefill *p, str key);
/* Fills what the source gives and nothing filled before. */
void draft_take(struct ctx *ctx, struct prefill *p, const struct draft_answer *a);
/* Asks the registry by `value`. */
MUST_CHECK err draft_read(
    struct ctx *ctx, struct prefill *p, const struct scene_source *source, str value);
