/* Tracking as the app puts it together: the filing's part, its certificates, and what is to be
 * paid. Inputs and outputs of the citizen's routes. */
#pragma once

#include "base/input.h"
#include "cert/cert_check.h"
#include "filing/filing_track.h"
#include "rating/rating.h"

#define TRACK_PAYING_OUT(F, O)                                                                     \
    F(boolean, due, "待缴费", "to be paid now")                                                    \
    F(money, amount_fen, "应缴金额", "amount to be paid")                                          \
    F(text, order, "订单", "order")                                                                \
    F(text, pay_url, "缴费地址（可作二维码）", "where to pay; may be shown as a QR code")
#define TRACK_OUT(F, O)                                                                            \
    FILING_TRACK_OUT(F, O)                                                                         \
    F(list(cert_track_out), certificates, "证照", "certificates")                                  \
    F(object(track_paying_out), paying, "缴费", "what is to be paid")
OUTPUT(track_paying_out)
OUTPUT(track_out)

#define TRACK_VISIT_IN(F, O, L)                                                                    \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, code, 1, 20, "查询码", "follow code")                                                  \
    F(text, holder, 6, 6, "任一当事人证件号码后六位", "last six characters of a party's number")
#define TRACK_BILL_IN(F, O, L) TRACK_VISIT_IN(F, O, L)
#define TRACK_NOTICE_IN(F, O, L)                                                                   \
    TRACK_VISIT_IN(F, O, L)                                                                        \
    F(id, notice, 0, 0, "通知书编号", "notice")
#define TRACK_CERTIFICATE_IN(F, O, L)                                                              \
    TRACK_VISIT_IN(F, O, L)                                                                        \
    F(id, certificate, 0, 0, "证照编号", "certificate")
INPUT(track_bill_in, TRACK_BILL_IN)
INPUT(track_notice_in, TRACK_NOTICE_IN)
INPUT(track_certificate_in, TRACK_CERTIFICATE_IN)

/* Ratings. */
#define TRACK_RATING_IN(F, O, L)                                                                   \
    TRACK_VISIT_IN(F, O, L)                                                                        \
    O(text, document_number, 0, 40, "完整证件号码（后六位相同时）",                                \
        "whole document number, where two end alike")
#define TRACK_RATE_IN(F, O, L)                                                                     \
    TRACK_VISIT_IN(F, O, L)                                                                        \
    RATING_SAYS_IN(F, O, L)
#define TRACK_VERDICT_IN(F, O, L)                                                                  \
    TRACK_RATING_IN(F, O, L)                                                                       \
    F(boolean, satisfied, 0, 0, "是否认可答复", "whether the answer will do")
INPUT(track_rating_in, TRACK_RATING_IN)
INPUT(track_rate_in, TRACK_RATE_IN)
INPUT(track_verdict_in, TRACK_VERDICT_IN)

/* Lets nobody in whose number, code and document do not fit together; what was wrong is not said.
 */
MUST_CHECK err track_visit(struct app *app, struct ctx *ctx, struct filing_visitor *v);
