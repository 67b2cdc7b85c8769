/* 好差评: one rating per handled matter and person; bad ones are rectified by a manager who did not
 * handle the matter, answered and published. Staff never learn who rated: counts are shown of
 * months that are over, and never of fewer than five ratings. */
#pragma once

#include "base/input.h"
#include "filing/filing.h"

#define RULE RULE_DECLARE
#include "rating/rating.def"
#undef RULE

#define RATING_BAD 2        /* this level and below: 差评 */
#define RATING_LEVELS 5     /* 1 to 5 */
#define RATING_ROUNDS_MAX 2 /* so often a rater may send an answer back (追评: 2) */
#define RATING_PAGE 50

/* What a party says, once let in by filing_visit; `holder` is the end of the document number. */
struct rating_given {
    str filing, holder, document_number; /* the whole number where the end is not enough */
    str reasons, words, channel, contact;
    int64_t level;
};

/* Rates. E_REFUSED with every reason. */
MUST_CHECK err rating_rate(struct ctx *ctx, const struct rating_given *given, struct tree *out);
/* What this party has said and was answered, or whether it may rate. */
MUST_CHECK err rating_follow(struct ctx *ctx, const struct rating_given *given, struct tree *out);
/* Whether the answer will do: closes the rectification, or sends it back. */
MUST_CHECK err rating_verdict(
    struct ctx *ctx, const struct rating_given *given, bool satisfied, struct tree *out);

#define RATING_SAYS_IN(F, O, L)                                                                    \
    F(i64, level, 1, RATING_LEVELS, "等级：5 非常满意 至 1 非常不满意",                            \
        "level: 5 very satisfied to 1 very dissatisfied")                                          \
    F(text, channel, 1, 20, "渠道", "channel")                                                     \
    O(text, reasons, 0, 200, "选项（以空格分隔）", "reasons, between blanks")                      \
    O(text, words, 0, 500, "意见", "in one's own words")                                           \
    O(text, contact, 0, 15, "联系电话（差评回访用）", "phone, for the call after a bad rating")    \
    O(text, document_number, 0, 40, "完整证件号码（后六位相同时）",                                \
        "whole document number, where two end alike")
#define RATING_LIST_IN(F, O, L)                                                                    \
    O(text, state, 0, 20, "状态", "state")                                                         \
    O(text, before, 0, 22, "此编号以前的（翻页）", "older than this one, for the next page")       \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")
#define RATING_ONE_IN(F, O, L) F(id, rating, 0, 0, "评价编号", "rating")
#define RATING_FIND_IN(F, O, L)                                                                    \
    F(id, rating, 0, 0, "评价编号", "rating")                                                      \
    F(text, outcome, 1, 20, "结论（at-once by-term explain unfounded）", "outcome")                \
    F(text, call, 1, 20, "回访（reached unreachable none）", "call: reached, unreachable, none")   \
    F(text, words, 1, 500, "核实情况", "what was found")
#define RATING_REVIEW_IN(F, O, L)                                                                  \
    F(id, rating, 0, 0, "评价编号", "rating")                                                      \
    F(boolean, exclude, 0, 0, "是否排除", "whether it is excluded")                                \
    F(text, words, 1, 500, "理由", "why")
#define RATING_ANSWER_IN(F, O, L)                                                                  \
    F(id, rating, 0, 0, "评价编号", "rating")                                                      \
    F(text, answer, 1, 1000, "给评价人的答复", "answer to the rater")                              \
    F(text, published, 1, 500, "公开内容（不含姓名和号码）", "what is published, without names")
#define RATING_MONTH_IN(F, O, L)                                                                   \
    F(text, month, 7, 7, "月份，如 2026-11", "month, e.g. 2026-11")                                \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")
INPUT(rating_list_in, RATING_LIST_IN)
INPUT(rating_one_in, RATING_ONE_IN)
INPUT(rating_find_in, RATING_FIND_IN)
INPUT(rating_review_in, RATING_REVIEW_IN)
INPUT(rating_answer_in, RATING_ANSWER_IN)
INPUT(rating_month_in, RATING_MONTH_IN)

/* GET /ratings/words: levels, reasons, channels, outcomes, states. */
err rating_words(struct ctx *ctx, const void *in, struct tree *out);

/* 差评整改. GET /ratings: bad ratings but those of matters that the reader handled. */
err rating_list(struct ctx *ctx, const void *in, struct tree *out);
/* POST /ratings/{rating}/take: 派单 to oneself. */
err rating_take(struct ctx *ctx, const void *in, struct tree *out);
/* POST /ratings/{rating}/find: 核实回访. */
err rating_find(struct ctx *ctx, const void *in, struct tree *out);
/* POST /ratings/{rating}/review: 申诉复核, by somebody else. */
err rating_review(struct ctx *ctx, const void *in, struct tree *out);
/* POST /ratings/{rating}/answer: 整改完成; the rater is answered and the public told. */
err rating_answer(struct ctx *ctx, const void *in, struct tree *out);

/* Figures of a month that is over. GET /ratings/counts; /ratings/own; /ratings/statistics. */
err rating_counts(struct ctx *ctx, const void *in, struct tree *out);
err rating_own(struct ctx *ctx, const void *in, struct tree *out);
err rating_statistics(struct ctx *ctx, const void *in, struct tree *out);

/* I21 over the whole store. */
MUST_CHECK err rating_verify(struct ctx *ctx, struct registry_breach **ret);
