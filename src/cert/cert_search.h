/* GET /registry/search: which property a certificate, a unit code or an owner's document stands
 * for. Exact matches only; names and document numbers are masked. */
#pragma once

#include "base/input.h"
#include "base/output.h"

#define CERT_SEARCH_IN(F, O, L)                                                                    \
    O(text, number, 0, 80, "不动产权证书号或登记证明号", "certificate or proof number")            \
    O(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    O(text, document, 0, 40, "权利人证件号码", "document number of an owner")
INPUT(cert_search_in, CERT_SEARCH_IN)

#define CERT_SEARCH_OWNER_OUT(F, O)                                                                \
    F(text, name, "姓名或名称（部分隐去）", "name, masked")                                        \
    F(text, document_number, "证件号码（部分隐去）", "document number, masked")                    \
    F(text, share, "份额", "share, a fraction")
#define CERT_SEARCH_CERT_OUT(F, O)                                                                 \
    F(text, certificate, "证照编号", "certificate")                                                \
    F(text, number, "证书或证明号", "number")                                                      \
    F(words("certificate proof"), kind, "种类", "kind")                                            \
    F(words("valid void"), state, "状态", "state")                                                 \
    F(text, right, "权利编号", "right")                                                            \
    F(words(registry_kind_words), right_kind, "权利种类", "kind of right")
#define CERT_SEARCH_UNIT_OUT(F, O)                                                                 \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(boolean, seized, "是否查封", "seized")                                                       \
    F(i64, mortgages, "抵押权数", "mortgages")                                                     \
    F(list(cert_search_owner_out), owners, "所有权人", "owners")                                   \
    F(list(cert_search_cert_out), certificates, "证照", "certificates")
#define CERT_SEARCH_OUT(F, O) F(list(cert_search_unit_out), units, "不动产", "units")
OUTPUT(cert_search_owner_out)
OUTPUT(cert_search_cert_out)
OUTPUT(cert_search_unit_out)
OUTPUT(cert_search_out)

/* GET /filings: filing_list, whose `q` may also be a certificate's number. */
err cert_filing_list(struct ctx *ctx, const void *in, struct tree *out);
err cert_search(struct ctx *ctx, const void *in, struct tree *out);
