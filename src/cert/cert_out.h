/* What the certificate routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

/* What anybody may know of a certificate: no personal data. */
#define CERT_STATE_OUT(F, O)                                                                       \
    F(text, certificate, "证照编号", "certificate")                                                \
    F(text, number, "证书或证明号", "number")                                                      \
    F(words("certificate proof"), kind, "证书或证明", "certificate or proof")                      \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(words("valid void"), state, "状态", "state")                                                 \
    F(text, void_reason, "作废原因", "why it is void")                                             \
    F(i64, entry, "登簿序号", "entry that made it")                                                \
    F(i64, void_entry, "作废的登簿序号", "entry that made it void; 0 while valid")                 \
    F(ms, made_ms, "制证时间", "made at")                                                          \
    F(ms, as_of_ms, "查询时间", "as of")
#define CERT_LINE_OUT(F, O)                                                                        \
    CERT_STATE_OUT(F, O)                                                                           \
    F(text, licence, "电子证照标识", "identifier of the electronic licence")                       \
    F(text, print_number, "印制号", "number printed on the paper")                                 \
    F(ms, issued_ms, "发证时间", "handed out at")                                                  \
    F(text, right, "权利编号", "right")
#define CERT_LIST_OUT(F, O) F(list(cert_line_out), certificates, "证照", "certificates")

/* What a code says. */
#define CERT_CLAIMS_OUT(F, O)                                                                      \
    F(boolean, valid, "是否真实", "everything holds")                                              \
    F(boolean, form, "格式是否正确", "has the form of a code")                                     \
    F(boolean, signature, "签名是否正确", "signature holds")                                       \
    F(boolean, origin, "是否本登记机构签发", "of our log")                                         \
    F(boolean, inclusion, "是否在登记日志中", "included in the log")                               \
    F(boolean, checkpoint, "检查点签名是否正确", "signature of the checkpoint holds")              \
    F(text, kind, "证书或证明", "certificate or proof")                                            \
    F(text, number, "证书或证明号", "number")                                                      \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, right, "权利种类", "right")                                                            \
    F(i64, entry, "登簿序号", "entry number")                                                      \
    F(i64, log_size, "日志大小", "size of the log")                                                \
    F(ms, issued_ms, "签发时间", "issued at")                                                      \
    F(texts, holders, "权利人（部分隐去）", "names of the holders, masked")

OUTPUT(cert_state_out)
OUTPUT(cert_line_out)
OUTPUT(cert_list_out)
