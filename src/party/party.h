/* 权利人/申请人: a person or organisation, known by an identity document. */
#pragma once

#include "base/input.h"
#include "party/share.h"

struct party {
    str id, kind, name, document_kind, document_number;
};

/* Document kinds (证件种类 ZJZL) that this program checks: id (身份证), uscc (统一社会信用代码);
 * others are taken as they are: passport, hk-macau, other. */
#define PARTY_IN(F, O, L)                                                                          \
    F(text, role, 1, 30, "在本业务中的身份", "role")                                               \
    F(text, kind, 1, 20, "类型（person 或 organisation）", "person or organisation")               \
    F(text, name, 1, 100, "姓名或名称", "name")                                                    \
    F(text, document_kind, 1, 20, "证件种类", "kind of document")                                  \
    F(text, document_number, 1, 40, "证件号码", "document number")                                 \
    O(text, phone, 0, 20, "电话", "phone")                                                         \
    O(text, share, 0, 40, "份额（如 1/2）", "share, e.g. 1/2")                                     \
    O(text, agent_name, 0, 100, "代理人姓名", "agent's name")                                      \
    O(text, agent_document, 0, 40, "代理人证件号码", "agent's document number")
INPUT(party_in, PARTY_IN)

#define RULE RULE_DECLARE
#include "party/party.def"
#undef RULE

/* Form of one party: kind, document and its check digits, share. Collects every fault under
 * `field`, e.g. "parties[0]". Pure. */
void party_check(struct ctx *ctx, const struct party_in *p, str field);
/* The stored party with this document; made when there is none. A different name under the same
 * document is PARTY_NAME_DIFFERS and E_REFUSED: a change of name is a registration of its own. */
MUST_CHECK err party_keep(struct ctx *ctx, const struct party *p, str *ret_id);
/* The same in that registration: from now on the document goes with this name. */
MUST_CHECK err party_rename(struct ctx *ctx, const struct party *p, str *ret_id);
