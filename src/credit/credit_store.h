/* Rows of standings and their journal, for this folder alone. */
#pragma once

#include "credit/credit_rules.h"
#include "db/db.h"

void credit_take(struct db_row *row, struct credit_standing *ret);
MUST_CHECK err credit_get(struct ctx *ctx, str id, struct credit_standing *ret);
/* Loads it for a change, and collects OFFICER_IS_PARTY, OFFICER_IS_KIN and STANDING_STATE. */
MUST_CHECK err credit_begin(
    struct ctx *ctx, str id, enum credit_action action, struct credit_standing *ret);
/* STANDING_EVIDENCE unless the paper is kept. */
MUST_CHECK err credit_check_evidence(struct ctx *ctx, str hash);
/* The standing, its journal and its notices, as they are shown to officers. */
MUST_CHECK err credit_show_whole(
    struct ctx *ctx, const struct credit_standing *s, struct tree *out);
/* Writes the standing as the change left it, the journal's row with its seal, the notice and the
 * message that carries it. `before` is NULL for the first. E_CONFLICT when somebody else was
 * quicker; E_FAULT, and nothing is written, when I23 would not hold. */
MUST_CHECK err credit_write(struct ctx *ctx, const struct credit_standing *before,
    struct credit_standing *after, struct credit_change *change);
/* The changes of a standing in order and what they left; with the macs of their seals, or without.
 */
struct credit_event {
    int64_t number;
    struct credit_change change;
    str action, region, after, mac;
};
MUST_CHECK err credit_events(
    struct ctx *ctx, str standing, struct credit_event **ret, size_t *ret_count);
MUST_CHECK err credit_sealed_events(
    struct ctx *ctx, str standing, struct credit_event **ret, size_t *ret_count);
/* Whether the event is as it was written. */
bool credit_event_holds(struct ctx *ctx, str standing, const struct credit_event *e);
