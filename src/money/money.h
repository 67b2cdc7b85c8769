/* 税费: bills, payments, receipts and refunds, in fen. One payment belongs to one bill of one
 * filing; callbacks may come late, twice or out of order and are booked once. */
#pragma once

#include "filing/filing.h"

#define RULE RULE_DECLARE
#include "money/money.def"
#undef RULE

/* Step kinds: assess and pay. */
err money_assess_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err money_pay_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
/* The gateway has opened the order, or says that it is refunded. */
err money_pay_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret);

/* What was asked of this filing so far is asked no more: its bills are void, open orders are
 * closed, and what was paid is paid back. */
MUST_CHECK err money_settle(struct ctx *ctx, str filing);
/* A filing has ended without an entry: its bill is void, what was paid is paid back, what is paid
 * later is paid back then. */
MUST_CHECK err money_filing_ended(struct ctx *ctx, str filing);

/* POST /exchange/payments: the gateway's signed callback. */
#define MONEY_CALLBACK_IN(F, O, L)                                                                 \
    F(text, message_id, 1, 60, "消息编号", "message")                                              \
    F(id, order, 0, 0, "订单", "order")                                                            \
    F(text, trade_number, 1, 60, "交易号", "trade number")                                         \
    F(money, amount_fen, 0, INT64_MAX, "金额（分）", "amount in fen")                              \
    F(text, state, 1, 20, "状态", "state")                                                         \
    F(i64, paid_ms, 0, INT64_MAX, "支付时间", "paid at")
INPUT(money_callback_in, MONEY_CALLBACK_IN)
#define MONEY_BILL_IN(F, O, L) F(id, filing, 0, 0, "办件编号", "filing")
INPUT(money_bill_in, MONEY_BILL_IN)
#define MONEY_RECONCILE_IN(F, O, L)                                                                \
    O(i64, from_ms, 0, INT64_MAX, "起", "from")                                                    \
    O(i64, to_ms, 0, INT64_MAX, "止", "to")                                                        \
    F(tree, lines, 0, 0, "对账单", "the gateway's statement")
INPUT(money_reconcile_in, MONEY_RECONCILE_IN)

err money_callback(struct ctx *ctx, const void *in, struct tree *out);
err money_bill_show(struct ctx *ctx, const void *in, struct tree *out);
/* POST /money/reconciliation: the gateway's statement against our book: matched, missing here,
 * missing there, different. */
err money_reconcile(struct ctx *ctx, const void *in, struct tree *out);
/* A refund message was answered. */
MUST_CHECK err money_refund_answered(struct ctx *ctx, const struct tree *answer);
/* I16 over the whole store. */
MUST_CHECK err money_verify(struct ctx *ctx, struct registry_breach **ret);
