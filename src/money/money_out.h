/* What the money routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

#define MONEY_NOTED_OUT(F, O) F(boolean, noted, "已收到", "noted; a repeat is noted too")

#define MONEY_LINE_OUT(F, O)                                                                       \
    F(words(money_line_kinds), kind, "税费种类", "kind")                                           \
    F(text, kind_zh, "税费种类名称", "kind in words, Chinese")                                     \
    F(text, kind_en, "税费种类英文名称", "kind in words, English")                                 \
    F(text, payer_zh, "缴纳人名称", "who pays, Chinese")                                           \
    F(text, payer_en, "缴纳人英文名称", "who pays, English")                                       \
    F(words("buyer seller holder mortgagee"), payer, "缴纳人", "who pays")                         \
    F(money, base_fen, "计税（费）依据", "base, in fen")                                           \
    F(i64, rate_ppm, "税（费）率（百万分之）", "rate, parts per million")                          \
    F(money, amount_fen, "金额", "amount, in fen")                                                 \
    F(text, rule, "规定编号", "rule")                                                              \
    F(text, reason_zh, "理由", "why, Chinese")                                                     \
    F(text, reason_en, "英文理由", "why, English")                                                 \
    F(text, law, "依据", "law")
#define MONEY_ORDER_OUT(F, O)                                                                      \
    F(text, order, "订单", "order")                                                                \
    F(words("open paid closed refunding refunded"), state, "状态", "state")                        \
    F(money, amount_fen, "金额", "amount, in fen")                                                 \
    F(text, pay_url, "缴费地址", "where to pay")                                                   \
    F(text, trade_number, "交易号", "the gateway's number")                                        \
    F(ms, paid_ms, "缴费时间", "paid at")                                                          \
    F(ms, refunded_ms, "退款时间", "paid back at")
#define MONEY_RECEIPT_OUT(F, O)                                                                    \
    F(text, receipt, "票据编号", "receipt")                                                        \
    F(words("paid refunded"), kind, "种类", "kind")                                                \
    F(money, amount_fen, "金额", "amount, in fen")                                                 \
    F(ms, made_ms, "开具时间", "made at")
#define MONEY_BILL_OUT(F, O)                                                                       \
    F(text, bill, "税费单编号", "bill")                                                            \
    F(text, filing, "办件编号", "filing")                                                          \
    F(words("open paid void"), state, "状态", "state")                                             \
    F(money, total_fen, "合计", "total, in fen")                                                   \
    F(date, declared_on, "申报日期", "day of declaration")                                         \
    F(list(money_line_out), lines, "明细", "lines")                                                \
    F(list(money_order_out), orders, "订单", "orders")                                             \
    F(list(money_receipt_out), receipts, "票据", "receipts")

#define MONEY_DIFFERENCE_OUT(F, O)                                                                 \
    F(text, order, "订单", "order")                                                                \
    F(text, kind, "种类", "kind")                                                                  \
    F(text, difference, "差异", "what differs")
#define MONEY_RECONCILE_OUT(F, O)                                                                  \
    F(i64, matched, "相符笔数", "matched")                                                         \
    F(list(money_difference_out), differences, "差异", "differences")

OUTPUT(money_noted_out)
OUTPUT(money_line_out)
OUTPUT(money_order_out)
OUTPUT(money_receipt_out)
OUTPUT(money_bill_out)
OUTPUT(money_difference_out)
OUTPUT(money_reconcile_out)
