/* What the administrator's routes share: rules and words of admin.def, and the check of the store
 * in the background. */
#pragma once

#include "app/app.h"

#define RULE RULE_DECLARE
#include "app/admin.def"
#undef RULE

/* Text with both names: "state" gives state, state_zh and state_en. */
struct admin_word {
    const char *id, *zh, *en;
};
/* Shows words[index] under key, key_zh and key_en. */
void admin_word_show(struct tree *o, const char *key, const struct admin_word *word);

/* Where a validity (YYYY-MM-DD, both days counted, an empty `to` for ever) stands on a date. */
const struct admin_word *admin_state(str from, str to, str date);
extern const struct admin_word admin_states[];
enum { ADMIN_COMING, ADMIN_IN_FORCE, ADMIN_PAST };

/* ---- the check of the store, one at a time, in a thread of its own ---- */
MUST_CHECK err verification_open(struct app *app);
/* Waits for a check under way to end its region. */
void verification_close(struct app *app);
/* A check under way must end: the process does. */
bool verification_is_ending(const struct app *app);

/* ---- seals ---- */
/* Journals of a store that is older than their seals are sealed once, when it is first served; a
 * file beside the keys says that it was done. */
MUST_CHECK err seals_begin(struct app *app);

/* ---- first run ---- */
/* Prints a new one-time setup code on stderr when there is no officer; its hash is kept. */
MUST_CHECK err setup_begin(struct app *app);
