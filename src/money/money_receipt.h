/* 缴款、退款凭证: one receipt with what it was paid for, for the paper that the payer takes home.
 */
#pragma once

#include "filing/filing.h"

struct money_receipt_line {
    str name; /* 契税 */
    int64_t amount_fen;
    str reason; /* why this much, in Chinese */
    str law;
};

struct money_receipt {
    str id, kind; /* paid refunded */
    str trade_number;
    int64_t amount_fen, made_ms;
    struct money_receipt_line *lines;
    size_t lines_count;
    struct filing_run run;
    str location; /* 坐落 */
};

#define MONEY_RECEIPT_IN(F, O, L)                                                                  \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(id, receipt, 0, 0, "票据编号", "receipt")
INPUT(money_receipt_in, MONEY_RECEIPT_IN)

/* E_MISSING when the filing has no such receipt. */
MUST_CHECK err money_receipt_get(
    struct ctx *ctx, str filing, str receipt, struct money_receipt *ret);
/* 登记收费: a fee of registration that a filing was charged, and when it was paid (0: not yet). */
struct money_fee {
    str kind, payer; /* registration_fee certificate_fee; buyer seller holder mortgagee */
    int64_t base_fen, amount_fen, counted_ms, paid_ms;
};
MUST_CHECK err money_fees(struct ctx *ctx, str filing, struct money_fee **ret, size_t *ret_count);
/* 123456789: 1,234,567.89 */
str money_print(struct arena *a, int64_t fen);
