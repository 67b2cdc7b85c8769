/* What a citizen sees of a filing without signing in. With its number and follow code: where it is,
 * who has it, since when, what comes next and when it will be done; no names. Papers with names
 * need one thing more that only a party knows: the end of a party's document number. */
#pragma once

#include "base/output.h"
#include "filing/filing.h"
#include "filing/filing_out.h"

#define FILING_HOLDER_CHARACTERS 6 /* of a document number, from its end */
#define FILING_TRIES_MAX 5         /* closes the papers */
/* Closes the tracking as well. More than the others, so that whoever mistypes the document number
 * still follows the filing; a code of eight characters is far beyond so many guesses. */
#define FILING_FOLLOW_TRIES_MAX 20
#define FILING_TRIES_MS (15 * INT64_C(60000))

/* What is under way. Who has it is told as a department, a role or a pool, never as a person. */
#define FILING_NOW_OUT(F, O)                                                                       \
    F(text, step, "环节（待补正时为空）", "step; empty while it is to be put right")               \
    F(text, name_zh, "环节名称", "name, Chinese")                                                  \
    F(text, name_en, "环节英文名称", "name, English")                                              \
    F(words("running stuck"), state, "状态", "state")                                              \
    F(words("department role pool applicant payer service"), who, "在谁手中", "who has it")        \
    F(text, who_zh, "在谁手中（名称）", "who has it, Chinese")                                     \
    F(text, who_en, "在谁手中（英文）", "who has it, English")                                     \
    F(ms, since_ms, "自何时起", "since when")                                                      \
    F(ms, due_ms, "应办结时间，没有时限为 0", "due at; 0 when it has no clock")
#define FILING_NEXT_OUT(F, O)                                                                      \
    F(text, step, "环节", "step")                                                                  \
    F(text, name_zh, "环节名称", "name, Chinese")                                                  \
    F(text, name_en, "环节英文名称", "name, English")
/* What 补正 asks for. The value concerned is told only where it is no person's name. */
#define FILING_ASKED_OUT(F, O)                                                                     \
    F(text, rule, "规则编号或理由代码", "rule, or reason code")                                    \
    F(text, field, "所指字段", "field concerned")                                                  \
    F(text, detail, "所涉内容", "value concerned")                                                 \
    F(text, text_zh, "说明", "what it says, Chinese")                                              \
    F(text, text_en, "说明（英文）", "what it says, English")                                      \
    F(text, law, "依据", "law or standard")                                                        \
    F(text, remedy_zh, "补救办法", "what to do, Chinese")                                          \
    F(text, remedy_en, "补救办法（英文）", "what to do, English")
#define FILING_HANDED_OUT(F, O)                                                                    \
    F(text, notice, "通知书编号", "notice")                                                        \
    F(text, kind, "种类", "kind")                                                                  \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(ms, made_ms, "制发时间", "made at")
#define FILING_RATING_OUT(F, O)                                                                    \
    F(boolean, open, "可以评价", "may be rated")                                                   \
    F(text, url, "评价页面", "page for the rating; empty before")
#define FILING_TRACK_OUT(F, O)                                                                     \
    FILING_HEAD_OUT(F, O)                                                                          \
    F(list(filing_step_track_out), steps, "环节", "steps")                                         \
    F(list(filing_now_out), now, "正在办理", "under way")                                          \
    F(list(filing_next_out), next, "接下来", "what comes next")                                    \
    F(ms, promised_ms, "承诺办结时间", "promised for")                                             \
    F(boolean, held, "是否暂停", "a hold stands, which a manager lifts")                           \
    F(list(filing_asked_out), asked, "需要补正", "what is to be put right")                        \
    F(list(filing_handed_out), notices, "通知书", "notices")                                       \
    F(object(filing_rating_out), rating, "评价", "rating")
OUTPUT(filing_now_out)
OUTPUT(filing_next_out)
OUTPUT(filing_asked_out)
OUTPUT(filing_handed_out)
OUTPUT(filing_rating_out)

/* Who comes with the number and the follow code alone, and what became of it. */
struct filing_follower {
    str filing, code;
    bool known;  /* the code is the filing's */
    bool locked; /* too many wrong tries of late; nothing was looked at */
};
/* Only looks, so that following costs no write. A wrong code and an unknown number are alike: not
 * known. */
MUST_CHECK err filing_follow(struct ctx *ctx, struct filing_follower *f);
/* Counts a wrong code, in a transaction of its own, together with the wrong tries at papers.
 * Guesses that were all looked at before the first was counted pass together: no more than there
 * are workers. */
MUST_CHECK err filing_follow_failed(struct ctx *ctx, const struct filing_follower *f);

/* Who comes for papers with names, and what became of it. */
struct filing_visitor {
    str filing, code, holder; /* holder: the last six characters of the document number */
    bool known;               /* code and holder are right */
    bool locked;              /* too many wrong tries of late; nothing was looked at */
};
/* Runs in a transaction that must be committed whatever it finds, for it counts wrong tries. A
 * visitor who is known but may not have what was asked for is counted with filing_visit_failed.
 * E_MISSING when there is no such filing. */
MUST_CHECK err filing_visit(struct ctx *ctx, struct filing_visitor *v);
MUST_CHECK err filing_visit_failed(struct ctx *ctx, struct filing_visitor *v);
/* True when `holder` is the end of that number; a small x is a large one. */
bool filing_number_ends(str document_number, str holder);
