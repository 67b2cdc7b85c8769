/* What the departments do when told to: orders, refunds, messages, parcels, transfers. An effect is
 * decided first, then written to the journal, then applied from the journal's own line. */
#pragma once

#include "question.h"

/* Fills `answer` and returns 200, or returns 400, 404 or 409 with `error` in the answer, in which
 * case nothing is to happen. */
typedef int effect_decide(const struct asking *q, struct tree *answer);

effect_decide effect_order, effect_refund, effect_statement, effect_sms, effect_post,
    effect_transfer, effect_declaration, effect_result, effect_report, effect_report_log;

/* Makes a journal line of kind "message" happen. */
void effect_apply(struct store *s, enum department d, const struct tree *line);
/* Kinds "paid" and "called": the payer has paid; the service has taken the callback. */
void effect_apply_paid(struct store *s, const struct tree *line);
void effect_apply_called(struct store *s, const struct tree *line);

/* The payer pays (缴款人付款). Writes and applies the line of kind "paid" for an open order. */
MUST_CHECK err effect_pay(
    struct store *s, struct arena *a, struct store_order *order, int64_t now_ms);
/* Writes and applies the line of kind "called". */
MUST_CHECK err effect_called(struct store *s, struct arena *a, str order);
/* The body of the payment's callback. */
str effect_paid_body(struct arena *a, const struct store_order *order);
