/* Rows of staff, for this folder alone. */
#pragma once

#include "db/db.h"
#include "staff/staff_admin.h"

void staff_take(struct db_row *row, struct staff *ret);

/* The columns of staff_card_get and staff_cards. */
void staff_card_take(struct db_row *row, struct staff_card *ret);
/* A password that somebody else made stands alone before the account: it may have no role. */
bool staff_card_is_open(const struct staff_card *card);
/* True when the officer is the one who acts, by this or another account of the same person. */
MUST_CHECK err staff_is_own(struct ctx *ctx, const struct staff_card *card, bool *ret);
/* Roles of the same person's other accounts: those in force, and what is asked for them. */
struct staff_others {
    str roles, asked;
};
MUST_CHECK err staff_others_get(
    struct ctx *ctx, str document_number, str id, struct staff_others *ret);
/* Writes a change of an officer down; `before` is NULL when there was none. */
MUST_CHECK err staff_card_note(struct ctx *ctx, enum staff_change_kind kind,
    const struct staff_card *before, const struct staff_card *after);
