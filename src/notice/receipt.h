/* 缴款凭证、退款凭证: what was paid and why, as a letter that the payer takes home. It is no tax
 * receipt: 完税证明 and 财政票据 are made out by those departments. Pure: a receipt in, a letter
 * out. */
#pragma once

#include "cert/cert_letter.h"
#include "money/money_receipt.h"

/* All of the letter lies in the request's arena. */
void receipt_letter(struct ctx *ctx, const struct money_receipt *receipt, struct cert_letter *ret);
