/* What a party is told of a change of its standing, for this folder alone. */
#pragma once

#include "credit/credit_rules.h"

/* Makes the notice of the change, if there is one, and owes the message that carries it. */
MUST_CHECK err credit_tell(
    struct ctx *ctx, const struct credit_standing *s, struct credit_change *change);
/* {list, list_zh, list_en}; false when there is no such list. */
bool credit_show_list(str list, struct tree *o);
/* The effects of a list, both languages, as a list of {effect, zh, en}. */
void credit_show_effects(str list, struct tree *o);
