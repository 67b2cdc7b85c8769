/* 告知: the law's documents (通知书, 告知书) on paper. What a document says was kept when it was
 * handed out (filing/notice.def); here it becomes a letter, in Chinese, the language in which the
 * authority decides. Pure: a document in, a letter out. */
#pragma once

#include "cert/cert_letter.h"
#include "filing/filing.h"

/* The letter of a notice; all of it lies in the request's arena. */
void notice_letter(struct ctx *ctx, const struct filing_notice *notice, struct cert_letter *ret);
