/* What rules found, kept: who, when, why it was passed; and the sampling pool (抽查) in which a
 * manager examines what was passed and a share of the rest. */
#pragma once

#include "base/output.h"
#include "rule/rule.h"

#define RULE RULE_DECLARE
#include "rule/rule.def"
#undef RULE

/* A typed reason for passing a finding: a code of filing/reason.def, and words. */
struct rule_reason {
    str code, words;
};
/* The reason that a request gives for a rule: {"RULE": {"code", "words"}}, or words alone, whose
 * code is "other". False when there is none. */
bool rule_reason_get(const struct tree *reasons, str rule, struct rule_reason *ret);

/* Keeps every finding collected so far that comes from the city's rules. One of severity REASON
 * counts as passed when `reasons` has one for it, and as shown when that says true: it was passed
 * before. Whatever was passed is drawn for examination;
 * of what was only shown, at 登簿, a share is, by the city's rate and seed: the same seed draws the
 * same. Must run in the transaction that makes the change. */
MUST_CHECK err rule_log(
    struct ctx *ctx, str filing, enum rule_moment moment, const struct tree *reasons);
/* Whether a hit is drawn; `percent` 0 to 100. Pure. */
bool rule_is_drawn(struct arena *a, str seed, str key, int64_t percent);

#define RULE_HIT_OUT(F, O)                                                                         \
    F(text, hit, "编号", "id")                                                                     \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("draft acceptance review record"), moment, "时点", "moment")                           \
    F(words("shown passed stopped"), outcome, "结果：已提示、已放行、未通过",                      \
        "outcome: shown, passed with a reason, stopped")                                           \
    F(text, field, "所指字段", "field concerned")                                                  \
    F(text, detail, "所涉内容", "value concerned")                                                 \
    F(text, officer, "经办人，系统核验时为空", "officer; empty for the service itself")            \
    F(text, code, "放行理由代码", "code of the reason for passing")                                \
    F(text, reason, "放行理由", "why it was passed")                                               \
    F(ms, made_ms, "时间", "when")                                                                 \
    F(words_or_empty("open in-order fault"), sample, "抽查：待查、无误、有差错；空为未抽中",       \
        "examination: open, in order, fault; empty: not drawn")                                    \
    F(text, examined_by, "抽查人", "who examined it")                                              \
    F(ms, examined_ms, "抽查时间，未查为 0", "when; 0 before")                                     \
    F(text, remark, "抽查意见", "what the examiner said")
#define RULE_HITS_OUT(F, O) F(list(rule_hit_out), hits, "核验记录", "what rules found")
#define RULE_COUNT_OUT(F, O)                                                                       \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("shown passed stopped"), outcome, "结果：已提示、已放行、未通过",                      \
        "outcome: shown, passed with a reason, stopped")                                           \
    F(text, code, "放行理由代码，未放行为空", "code of the reason for passing; empty for others")  \
    F(text, officer, "放行人，未放行为空", "who passed it; empty for others")                      \
    F(i64, hits, "次数", "how often")                                                              \
    F(i64, filings, "办件数", "in how many filings")
#define RULE_COUNTS_OUT(F, O)                                                                      \
    F(date, from, "起", "from")                                                                    \
    F(date, to, "止（含当日）", "to, that day included")                                           \
    F(list(rule_count_out), counts, "统计", "counts")
OUTPUT(rule_hit_out)
OUTPUT(rule_hits_out)
OUTPUT(rule_count_out)
OUTPUT(rule_counts_out)

#define RULE_HITS_IN(F, O, L) F(id, filing, 0, 0, "办件编号", "filing")
#define RULE_SAMPLES_IN(F, O, L)                                                                   \
    O(text, state, 0, 10, "抽查状态（open in-order fault），默认 open",                            \
        "open, in-order or fault; open unless said")                                               \
    O(text, after, 0, 22, "此编号以后的（翻页）", "after this one, for the next page")             \
    O(text, region, 0, 6, "行政区代码", "region")                                                  \
    O(i64, limit, 1, 200, "条数", "limit")
#define RULE_MARK_IN(F, O, L)                                                                      \
    F(id, hit, 0, 0, "核验记录编号", "hit")                                                        \
    F(text, mark, 1, 10, "结论（in-order fault）", "in-order or fault")                            \
    O(text, words, 0, 500, "意见", "what is to be said of it")
#define RULE_COUNTS_IN(F, O, L)                                                                    \
    O(date, from, 0, 0, "起，默认为止日前三十日", "from; thirty days up to the last unless said")  \
    O(date, to, 0, 0, "止（含当日），默认为今日", "to, that day included; today unless said")      \
    O(text, region, 0, 6, "行政区代码", "region")
INPUT(rule_counts_in, RULE_COUNTS_IN)
INPUT(rule_hits_in, RULE_HITS_IN)
INPUT(rule_samples_in, RULE_SAMPLES_IN)
INPUT(rule_mark_in, RULE_MARK_IN)

/* GET /filings/{filing}/hits. */
err rule_hits(struct ctx *ctx, const void *in, struct tree *out);
/* GET /rules/counts. */
err rule_counts(struct ctx *ctx, const void *in, struct tree *out);
/* GET /rules/samples. */
err rule_samples(struct ctx *ctx, const void *in, struct tree *out);
/* POST /rules/samples/{hit}/mark. */
err rule_sample_mark(struct ctx *ctx, const void *in, struct tree *out);
