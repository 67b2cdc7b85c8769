/* 信用（信易登）: the standing of a party. A party is red (trusted) or black (不良记录) after one
 * officer proposed it with ground, reason and evidence and another decided it; it is told of every
 * change, may be heard, may appeal to a third officer, and leaves by term, by repair or by appeal.
 * Whoever has left has every right back that moment, because what a standing means is asked of the
 * standings in force and kept nowhere else (I23). */
#pragma once

#include "base/input.h"
#include "base/output.h"
#include "party/party.h"
#include "registry/registry.h"
#include "rule/rule.h"

#define RULE RULE_DECLARE
#include "credit/credit.def"
#undef RULE

#define CREDIT_PARTY_IN(F, O, L)                                                                   \
    F(text, kind, 1, 20, "类型（person 或 organisation）", "person or organisation")               \
    F(text, name, 1, 100, "姓名或名称", "name")                                                    \
    F(text, document_kind, 1, 20, "证件种类", "kind of document")                                  \
    F(text, document_number, 1, 40, "证件号码", "document number")                                 \
    F(text, phone, 1, 20, "电话（送达告知）", "phone, where the party is told")
#define CREDIT_PROPOSE_IN(F, O, L)                                                                 \
    F(text, list, 1, 10, "名单（red black）", "red or black")                                      \
    L(credit_party_in, party, 1, INPUT_ONE, "当事人", "party")                                     \
    F(text, ground, 1, 40, "事由", "ground")                                                       \
    F(text, reason, 1, 1000, "理由", "reason")                                                     \
    F(text, evidence, 64, 64, "证据材料的哈希", "hash of the evidence")                            \
    F(i64, months, 1, 120, "期限（月）", "term in months")
#define CREDIT_LIST_IN(F, O, L)                                                                    \
    O(text, list, 0, 10, "名单（red black）", "red or black")                                      \
    O(text, state, 0, 20, "状态", "state")                                                         \
    O(text, document_number, 0, 40, "证件号码", "document number")                                 \
    O(text, before, 0, 16, "早于此条", "older than this one")
#define CREDIT_PUBLIC_IN(F, O, L) F(text, list, 1, 10, "名单（red black）", "red or black")
#define CREDIT_ONE_IN(F, O, L) F(text, standing, 16, 16, "记录编号", "standing")
#define CREDIT_HEAR_IN(F, O, L)                                                                    \
    F(text, standing, 16, 16, "记录编号", "standing")                                              \
    F(text, statement, 1, 2000, "陈述申辩", "what the party says")
#define CREDIT_ASK_IN(F, O, L)                                                                     \
    F(text, standing, 16, 16, "记录编号", "standing")                                              \
    F(text, reason, 1, 1000, "理由", "reason")                                                     \
    F(text, evidence, 64, 64, "申请书或证据材料的哈希", "hash of what the party handed in")
#define CREDIT_DECIDE_IN(F, O, L)                                                                  \
    F(text, standing, 16, 16, "记录编号", "standing")                                              \
    F(text, decision, 1, 20, "决定", "decision")                                                   \
    F(text, reason, 1, 1000, "理由", "reason")
INPUT(credit_party_in, CREDIT_PARTY_IN)
INPUT(credit_propose_in, CREDIT_PROPOSE_IN)
INPUT(credit_list_in, CREDIT_LIST_IN)
INPUT(credit_public_in, CREDIT_PUBLIC_IN)
INPUT(credit_one_in, CREDIT_ONE_IN)
INPUT(credit_hear_in, CREDIT_HEAR_IN)
INPUT(credit_ask_in, CREDIT_ASK_IN)
INPUT(credit_decide_in, CREDIT_DECIDE_IN)

/* POST /standings: one officer proposes; the party is told and may be heard. */
MUST_CHECK err credit_propose(struct ctx *ctx, const void *in, struct tree *out);
/* POST /standings/{standing}/statement: what the party says is taken down. */
MUST_CHECK err credit_hear(struct ctx *ctx, const void *in, struct tree *out);
/* POST /standings/{standing}/decide: another officer lists or drops. */
MUST_CHECK err credit_decide(struct ctx *ctx, const void *in, struct tree *out);
/* POST /standings/{standing}/appeal and .../repair: what the party asks for is taken in. */
MUST_CHECK err credit_appeal(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err credit_repair(struct ctx *ctx, const void *in, struct tree *out);
/* POST /standings/{standing}/resolve: an appeal by a third officer, repair by a second one. */
MUST_CHECK err credit_resolve(struct ctx *ctx, const void *in, struct tree *out);
/* GET /standings and /standings/{standing}, for officers. */
MUST_CHECK err credit_list(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err credit_show(struct ctx *ctx, const void *in, struct tree *out);
/* GET /standings/public: organisations whose standing is in force and not under appeal. */
MUST_CHECK err credit_public(struct ctx *ctx, const void *in, struct tree *out);
/* GET /standings/grounds: why one is listed here, what it means, and the city's terms. */
MUST_CHECK err credit_grounds(struct ctx *ctx, const void *in, struct tree *out);

/* A hook of rules (rule_hooks): the standings in force now of the parties of a filing. Who is on
 * the black list is not trusted meanwhile, and is again the moment that ends. */
MUST_CHECK err credit_of_parties(struct ctx *ctx, const struct rule_party *parties, size_t count,
    struct rule_standing **ret, size_t *ret_count);

/* Standings whose term is over, at most `limit`; each is then taken off by credit_lapse. */
MUST_CHECK err credit_due(struct ctx *ctx, int64_t limit, str **ret, size_t *ret_count);
MUST_CHECK err credit_lapse(struct ctx *ctx, str standing);

/* True when each of the blank-separated words is a ground of credit.def. */
bool credit_grounds_exist(str grounds);

/* I23 over all standings of the city. */
MUST_CHECK err credit_verify(struct ctx *ctx, struct registry_breach **ret);
