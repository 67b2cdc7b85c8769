/* What the routes of ratings answer. */
#pragma once

#include "base/ctx.h"

#define RATING_STATES "open taken rectifying doubted answered closed excluded"

#define RATING_LEVEL_OUT(F, O)                                                                     \
    F(i64, level, "等级", "level")                                                                 \
    F(boolean, bad, "是否差评", "a bad one")                                                       \
    F(text, zh, "中文名称", "name, Chinese")                                                       \
    F(text, en, "英文名称", "name, English")
#define RATING_TAG_OUT(F, O)                                                                       \
    F(text, reason, "选项", "reason")                                                              \
    F(text, code, "国家代码，没有为空", "national code; empty when there is none")                 \
    F(text, levels, "适用等级", "levels that it goes with, between blanks")                        \
    F(text, zh, "中文名称", "name, Chinese")                                                       \
    F(text, en, "英文名称", "name, English")
#define RATING_WORD_OUT(F, O)                                                                      \
    F(text, id, "代码", "id")                                                                      \
    F(text, code, "国家代码，没有为空", "national code; empty when there is none")                 \
    F(text, zh, "中文名称", "name, Chinese")                                                       \
    F(text, en, "英文名称", "name, English")
#define RATING_WORDS_OUT(F, O)                                                                     \
    F(list(rating_level_out), levels, "等级", "levels, best first")                                \
    F(list(rating_tag_out), reasons, "选项", "ready-made reasons")                                 \
    F(list(rating_word_out), channels, "渠道", "channels")                                         \
    F(list(rating_word_out), outcomes, "核实结论", "outcomes")                                     \
    F(list(rating_word_out), states, "整改状态", "states of a rectification")

#define RATING_SAID_OUT(F, O)                                                                      \
    F(i64, level, "等级", "level")                                                                 \
    F(text, reasons, "选项", "reasons, between blanks")                                            \
    F(text, words, "意见", "in one's own words")                                                   \
    F(text, channel, "渠道", "channel")
#define RATING_ANSWERED_OUT(F, O)                                                                  \
    F(words(RATING_STATES), state, "整改状态", "state of the rectification")                       \
    F(text, state_zh, "状态中文名称", "state, Chinese")                                            \
    F(text, state_en, "状态英文名称", "state, English")                                            \
    F(text, answer, "答复", "the answer; empty before")                                            \
    F(boolean, asked, "是否待评价人确认", "the rater is asked whether it will do")                 \
    F(ms, due_ms, "应办结时间", "due at")
#define RATING_FOLLOW_OUT(F, O)                                                                    \
    F(words("early open over rated"), state, "可否评价：未结束、可评、已过期、已评",               \
        "early: not ended; open: may rate; over: too late; rated")                                 \
    F(ms_or_null, until_ms, "评价截止时间", "until when it may be rated")                          \
    F(object_or_null(rating_said_out), said, "本人的评价", "what this party said")                 \
    F(object_or_null(rating_answered_out), rectification, "差评处理", "what became of a bad one")

#define RATING_CASE_OUT(F, O)                                                                      \
    F(text, rating, "评价编号", "rating")                                                          \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, scene, "一件事", "scene")                                                              \
    F(text, office, "办理点", "office")                                                            \
    F(i64, level, "等级", "level")                                                                 \
    F(text, reasons, "选项", "reasons, between blanks")                                            \
    F(text, words, "意见", "in the rater's words")                                                 \
    F(text, channel, "渠道", "channel")                                                            \
    F(text, contact, "联系电话（仅处理人可见）", "phone; only for who has taken it")               \
    F(boolean, contact_left, "是否留有电话", "a phone was left")                                   \
    F(words(RATING_STATES), state, "状态", "state")                                                \
    F(text, state_zh, "状态中文名称", "state, Chinese")                                            \
    F(text, state_en, "状态英文名称", "state, English")                                            \
    F(words("none yellow red"), lamp, "时限：正常、将到期、超期",                                  \
        "clock: in time, due within a working day, overdue")                                       \
    F(ms, due_ms, "当前时限", "due at, of what is to be done now; 0 when nothing is")              \
    F(text, taken_by, "处理人", "who has taken it")                                                \
    F(text, outcome, "核实结论", "outcome; empty before")                                          \
    F(text, doubted_by, "提出排除的人", "who doubts it")                                           \
    F(text, reviewed_by, "复核人", "who reviewed that")                                            \
    F(text, answer, "答复", "answer to the rater")                                                 \
    F(text, published, "公开内容", "what is published")                                            \
    F(i64, rounds, "评价人不认可次数", "how often the rater was not satisfied")                    \
    F(i64, version, "版本", "version, rises with each change")
#define RATING_LIST_OUT(F, O)                                                                      \
    F(list(rating_case_out), ratings, "差评", "bad ratings, newest first")                         \
    F(text_or_null, next, "下一页", "older ones are before this; null at the end")

#define RATING_GROUP_OUT(F, O)                                                                     \
    F(text, group, "组，空为其余合计", "group; empty: all others together")                        \
    F(text, name_zh, "中文名称", "name, Chinese")                                                  \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(i64, rated, "评价数", "ratings")                                                             \
    F(i64, level_5, "非常满意", "very satisfied")                                                  \
    F(i64, level_4, "满意", "satisfied")                                                           \
    F(i64, level_3, "基本满意", "mostly satisfied")                                                \
    F(i64, level_2, "不满意", "dissatisfied")                                                      \
    F(i64, level_1, "非常不满意", "very dissatisfied")                                             \
    F(i64, satisfied_per_10000, "满意率（万分之）", "satisfied of 10,000")
#define RATING_OFFICER_OUT(F, O)                                                                   \
    F(text, office, "办理点，空为其余办理点合计", "office; empty: of all other offices")           \
    RATING_GROUP_OUT(F, O)
#define RATING_COUNTS_OUT(F, O)                                                                    \
    F(text, month, "月份", "month")                                                                \
    F(i64, least, "少于此数不公布", "groups of fewer are not shown")                               \
    F(object_or_null(rating_group_out), total, "全区合计", "the region as a whole")                \
    F(list(rating_group_out), offices, "按办理点", "by office")                                    \
    F(list(rating_officer_out), officers, "按人员", "by officer, within the office")               \
    F(list(rating_group_out), scenes, "按一件事", "by scene")                                      \
    F(list(rating_group_out), channels, "按渠道", "by channel")
#define RATING_OWN_OUT(F, O)                                                                       \
    F(text, month, "月份", "month")                                                                \
    F(i64, least, "少于此数不公布", "groups of fewer are not shown")                               \
    F(list(rating_officer_out), own, "本人", "one's own, by office; empty when too few")
#define RATING_PROGRESS_OUT(F, O)                                                                  \
    F(i64, bad, "差评数", "bad ratings")                                                           \
    F(i64, pending, "整改中", "not answered yet")                                                  \
    F(i64, rectified, "已整改", "answered")                                                        \
    F(i64, excluded, "复核排除", "excluded after review")
#define RATING_STATISTICS_OUT(F, O)                                                                \
    F(text, month, "月份", "month")                                                                \
    F(i64, least, "少于此数不公布", "groups of fewer are not shown")                               \
    F(object_or_null(rating_group_out), total, "全区合计", "the region as a whole")                \
    F(list(rating_group_out), offices, "按办理点", "by office")                                    \
    F(list(rating_group_out), scenes, "按一件事", "by scene")                                      \
    F(list(rating_group_out), channels, "按渠道", "by channel")                                    \
    F(object_or_null(rating_progress_out), rectification, "差评整改", "what became of bad ones")   \
    F(texts, published, "当月公开的整改情况", "what was published in that month")
OUTPUT(rating_level_out)
OUTPUT(rating_tag_out)
OUTPUT(rating_word_out)
OUTPUT(rating_words_out)
OUTPUT(rating_said_out)
OUTPUT(rating_answered_out)
OUTPUT(rating_follow_out)
OUTPUT(rating_case_out)
OUTPUT(rating_list_out)
OUTPUT(rating_group_out)
OUTPUT(rating_officer_out)
OUTPUT(rating_counts_out)
OUTPUT(rating_own_out)
OUTPUT(rating_progress_out)
OUTPUT(rating_statistics_out)
