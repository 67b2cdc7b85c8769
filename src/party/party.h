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
/* What party_keep would refuse, collected under `field`, without keeping anybody: so that it is
 * said when a filing is accepted and not first at 登簿. */
MUST_CHECK err party_check_name(struct ctx *ctx, const struct party *p, str field);
/* The same in that registration: from now on the document goes with this name. */
MUST_CHECK err party_rename(struct ctx *ctx, const struct party *p, str *ret_id);

/* Parties of many rights at once, within one transaction that nobody adds parties beside: looked up
 * together, made when they are first kept. `parties` outlive the result. */
struct party_known;
MUST_CHECK err party_known_load(
    struct ctx *ctx, const struct party *parties, size_t count, struct party_known **ret);
/* Whether its document is known under another name: PARTY_NAME_DIFFERS for the caller to say. */
bool party_known_differs(const struct party_known *k, const struct party *p);
MUST_CHECK err party_known_keep(
    struct ctx *ctx, struct party_known *k, const struct party *p, str *ret_id);

/* A made-up person: a number whose check digit is right and whose birth lies in 1900-1909, so that
 * it is nobody's; the same seed, key and role always give the same one. */
struct party_made {
    str name, document_number, phone;
};
struct party_made party_make_person(struct arena *a, str seed, str key, const char *role);
/* The same for an organisation: a credit code with right check characters, of registration
 * authority 9, kind 9 (others) and region 990000, which is given to nobody. */
str party_make_credit_code(struct arena *a, str seed, str name);
