/* 部门共享: what is asked of departments and what is owed to them, as steps of a filing. The
 * protocol is docs/exchange.md; sending is app/outbox.c's work. */
#pragma once

#include "filing/filing.h"

struct exchange_department {
    str name, url;
    uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES];
};

MUST_CHECK err exchange_department_put(struct ctx *ctx, const struct exchange_department *d);
MUST_CHECK err exchange_departments(
    struct ctx *ctx, struct exchange_department **ret, size_t *ret_count);

/* Step kinds: share; deliver and handover. */
err exchange_share_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err exchange_share_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret);
err exchange_deliver_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err exchange_handover_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err exchange_effect_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret);

/* POST /exchange/answers: a department's later answer, signed. Body: the answer object of
 * docs/exchange.md. */
#define EXCHANGE_ANSWER_IN(F, O, L)                                                                \
    F(text, message_id, 1, 40, "消息编号", "message")                                              \
    F(text, share, 1, 40, "共享事项", "share")                                                     \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(boolean, found, 0, 0, "查得", "found")                                                       \
    F(tree, answer, 0, 0, "结果", "answer")                                                        \
    O(i64, answered_ms, 0, INT64_MAX, "答复时间", "answered at")
INPUT(exchange_answer_in, EXCHANGE_ANSWER_IN)
err exchange_answer(struct ctx *ctx, const void *in, struct tree *out);
