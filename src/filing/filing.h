/* 办件: one application moving through one version of one scene. Its steps run as soon as what they
 * need is done; steps of a human are tasks in pools, with clocks. Locks are always taken in the
 * order filing, unit, book. This folder knows no step kind but its own (accept, check, review,
 * record): each domain registers the kinds that it implements in app/steps.c. */
#pragma once

#include "party/party.h"
#include "registry/registry.h"
#include "scene/scene.h"

#define RULE RULE_DECLARE
#include "filing/filing.def"
#undef RULE

struct filing {
    str id, scene, unit, state, channel, office, clerk, recorder, follow_code, target, ended_reason;
    int64_t scene_version, priority, opened_ms, accepted_ms, due_ms, paused_ms, ended_ms, version;
};

struct filing_party {
    str role, kind, name, document_kind, document_number, phone, agent_name, agent_document;
    struct share share;
};

struct filing_answer {
    str ask, value;
};

struct filing_step {
    const struct scene_step *step;
    str state; /* waiting running stuck done skipped */
    str outcome;
    int64_t started_ms, done_ms;
};

struct filing_fact {
    str step, department, share, state, answer, message, officer, second_officer, reason, paper;
    str later;
    bool found;
    int64_t asked_ms, answered_ms;
};

/* A filing loaded and locked for one transaction. */
struct filing_run {
    struct filing f;
    const struct scene *scene;
    struct filing_party *parties;
    size_t parties_count;
    struct filing_answer *answers;
    size_t answers_count;
    struct filing_step *steps; /* in scene order */
    int64_t events;            /* journal rows written in this transaction */
    bool changed;              /* f is to be saved */
    str handed;       /* papers that came with a dry run and are not kept, between blanks */
    bool blind;       /* a dry run of somebody who may not learn what the book says */
    int64_t recorded; /* its first entry, where what was recorded is checked again; else 0 */
};

enum step_outcome { STEP_DONE, STEP_RUNNING, STEP_STUCK };

/* How far a hook brought its step, and what is kept beside the step as its outcome. */
struct step_result {
    enum step_outcome outcome;
    str text;
};

/* What a domain implements for a kind of step. NULL hooks are allowed. */
struct step_kind {
    const char *name;
    /* The step's needs are met. */
    err (*start)(
        struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
    /* A department answered the message that the step sent. `answer` is the signed reply. */
    err (*answered)(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
        const struct tree *answer, struct step_result *ret);
    /* An officer approved the step's task. */
    err (*approved)(
        struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
};

/* ---- loading and moving on, for the domains above ---- */

/* Locks and loads. E_MISSING when there is no such filing. */
MUST_CHECK err filing_lock(struct ctx *ctx, str id, struct filing_run *ret);
MUST_CHECK err filing_load(struct ctx *ctx, str id, struct filing_run *ret); /* without lock */
/* Whether there is such a filing, in whatever region. */
MUST_CHECK err filing_is_known(struct ctx *ctx, str id, bool *ret);
str filing_answer(const struct filing_run *run, const char *ask); /* empty when not given */
int64_t filing_answer_i64(const struct filing_run *run, const char *ask, int64_t fallback);
bool filing_answer_bool(const struct filing_run *run, const char *ask);
struct filing_step *filing_step_find(struct filing_run *run, str step);
bool filing_step_is_over(const struct filing_step *step); /* done, or passed over */
/* The side of a party in this scene: giver, taker, authority, other. */
str filing_side(const struct filing_run *run, const struct filing_party *party);
/* Named in the filing, but takes no part in it: has died, or is overruled by a court. */
bool filing_is_absent(const struct filing_run *run, const struct filing_party *party);
/* Parties of one side as holders, in order; *ret_count of them. */
struct registry_holder *filing_side_holders(
    struct ctx *ctx, const struct filing_run *run, const char *side, size_t *ret_count);
bool filing_is_live(const struct filing *f); /* accepted or correcting: has its place in line */
/* Sets a step's state and runs whatever that makes possible. */
MUST_CHECK err filing_step_set(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    enum step_outcome outcome, str text);
MUST_CHECK err filing_advance(struct ctx *ctx, struct filing_run *run);
/* Writes what changed; the last call of every use case that locked a filing. */
MUST_CHECK err filing_finish(struct ctx *ctx, struct filing_run *run);
MUST_CHECK err filing_event(
    struct ctx *ctx, struct filing_run *run, const char *kind, str step, str detail);
/* A department's reply to the message that a step sent. */
struct filing_reply {
    str step;
    const struct tree *answer;
};
/* Replies for one filing, in order: each is resolved to its kind's hook. */
MUST_CHECK err filing_answered(
    struct ctx *ctx, str filing, const struct filing_reply *replies, size_t count);
/* Another filing on the unit has ended: whoever waits for its turn tries again. */
MUST_CHECK err filing_next_on_unit(struct ctx *ctx, str unit);

/* A hook of every unit that is locked (registry_hooks): an advance notice whose holder has applied
 * for the right itself in time does not lapse (民法典 221). */
err filing_spares(struct ctx *ctx, const struct registry_right *right, bool *ret);

/* How many certificates are asked for: of a split or merge as many for each new unit. */
int64_t filing_certificates(struct ctx *ctx, const struct filing_run *run);

/* ---- facts (共享数据) ---- */
MUST_CHECK err filing_fact_asked(
    struct ctx *ctx, const struct filing_run *run, const struct scene_step *step, str message);
MUST_CHECK err filing_fact_find(
    struct ctx *ctx, str filing, str step, struct filing_fact *ret, bool *ret_found);
MUST_CHECK err filing_fact_answered(struct ctx *ctx, str filing, str step, bool found, str answer);
/* The department's own answer after the manual path: kept beside, and a hold where it says
 * otherwise. */
MUST_CHECK err filing_fact_compared(
    struct ctx *ctx, const struct filing_fact *fact, str filing, bool found, str later);
/* The answer of the share `share` ("identity"), or NULL when there is none yet or nothing was
 * found. */
MUST_CHECK err filing_fact_of(
    struct ctx *ctx, const struct filing_run *run, const char *share, struct tree **ret);

/* ---- notices ---- */

/* A document as it was handed out, with what it speaks of. */
struct filing_notice {
    str id, kind, officer; /* kinds: filing/notice.def */
    int64_t made_ms;
    struct tree *content;
    struct filing_run run;
    str location; /* 坐落; empty when the unit is not in the book */
    str papers;   /* names of the papers that had been handed in by then */
};
/* E_MISSING when the filing has no such notice. */
MUST_CHECK err filing_notice_get(
    struct ctx *ctx, str filing, str notice, struct filing_notice *ret);

/* ---- what was handed in and decided, for the domains above ---- */

struct filing_handed {
    str paper, hash, name, source, officer; /* paper: id in the scene */
    int64_t made_ms;
};
MUST_CHECK err filing_handed_in(
    struct ctx *ctx, str filing, struct filing_handed **ret, size_t *ret_count);
/* A task that an officer has decided; in order of time. */
struct filing_decided {
    str step, officer, decision, reason;
    int64_t opened_ms, done_ms;
};
MUST_CHECK err filing_decisions(
    struct ctx *ctx, str filing, struct filing_decided **ret, size_t *ret_count);

/* ---- tasks ---- */
MUST_CHECK err filing_task_open(
    struct ctx *ctx, struct filing_run *run, const struct scene_step *step, str role);

/* ---- step kinds of this folder ---- */
err filing_check_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err filing_human_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err filing_review_approved(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err filing_record_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);

/* ---- use cases: inputs ---- */
#define FILING_OPEN_IN(F, O, L)                                                                    \
    F(text, scene, 1, 40, "一件事", "scene")                                                       \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    O(text, channel, 0, 20, "渠道", "channel")                                                     \
    O(text, target, 0, 60, "所涉权利编号", "right concerned")                                      \
    F(tree, answers, 0, 0, "申请内容", "answers")                                                  \
    O(boolean, accept, 0, 0, "同时受理", "accept at once")                                         \
    O(tree, reasons, 0, 0, "放行理由（规则编号→理由）", "reasons for passing, by rule id")         \
    L(filing_scan_in, papers, 0, 40, "材料", "papers")                                             \
    L(party_in, parties, 1, 40, "当事人", "parties")
#define FILING_SCAN_IN(F, O, L)                                                                    \
    F(text, paper, 1, 40, "材料", "paper")                                                         \
    F(text, hash, 64, 64, "文件哈希", "hash of the file")                                          \
    O(text, name, 0, 200, "文件名", "file name")                                                   \
    O(text, source, 0, 20, "来源", "source")
#define FILING_AMEND_IN(F, O, L)                                                                   \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(tree, answers, 0, 0, "申请内容", "answers")                                                  \
    L(party_in, parties, 1, 40, "当事人", "parties")
#define FILING_IN(F, O, L) F(id, filing, 0, 0, "办件编号", "filing")
#define FILING_ACCEPT_IN(F, O, L)                                                                  \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    O(tree, reasons, 0, 0, "放行理由（规则编号→理由）", "reasons for passing, by rule id")
#define FILING_REASON_IN(F, O, L)                                                                  \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    O(text, code, 0, 20, "理由代码", "reason code")                                                \
    F(text, reason, 1, 500, "理由", "reason")
#define FILING_REJECT_IN(F, O, L)                                                                  \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, code, 1, 20, "理由代码", "reason code")                                                \
    F(text, reason, 1, 500, "理由", "reason")
#define FILING_PAPER_IN(F, O, L)                                                                   \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, paper, 1, 40, "材料", "paper")                                                         \
    F(text, hash, 64, 64, "文件哈希", "hash of the file")                                          \
    O(text, name, 0, 200, "文件名", "file name")                                                   \
    O(text, source, 0, 20, "来源", "source")
#define FILING_TRACK_IN(F, O, L)                                                                   \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, code, 1, 20, "查询码", "follow code")
#define FILING_FACT_IN(F, O, L)                                                                    \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, step, 1, 40, "环节", "step")                                                           \
    F(text, paper, 64, 64, "扫描件哈希", "hash of the scan")                                       \
    O(text, code, 0, 20, "理由代码", "reason code")                                                \
    F(text, reason, 1, 500, "转人工的理由", "why by hand")                                         \
    F(boolean, found, 0, 0, "查得", "found")                                                       \
    F(tree, answer, 0, 0, "核验内容", "what the paper says")
#define FILING_CONFIRM_IN(F, O, L)                                                                 \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, step, 1, 40, "环节", "step")
#define FILING_LIFT_IN(F, O, L)                                                                    \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, hold, 1, 40, "暂停编号", "hold")                                                       \
    F(text, reason, 1, 500, "理由", "reason")
#define FILING_TASKS_IN(F, O, L)                                                                   \
    O(text, state, 0, 10, "状态（open claimed mine）", "open, claimed or mine")                    \
    O(text, role, 0, 40, "岗位", "role")                                                           \
    O(text, region, 0, 6, "行政区代码", "region")                                                  \
    O(i64, limit, 1, 200, "条数", "limit")
#define FILING_TASK_IN(F, O, L) F(id, task, 0, 0, "待办编号", "task")
#define FILING_TAKE_OVER_IN(F, O, L)                                                               \
    F(id, task, 0, 0, "待办编号", "task")                                                          \
    O(text, code, 0, 20, "理由代码", "reason code")                                                \
    O(text, reason, 0, 500, "理由", "reason")
#define FILING_DECIDE_IN(F, O, L)                                                                  \
    F(id, task, 0, 0, "待办编号", "task")                                                          \
    F(text, decision, 1, 20, "决定（approve return refuse）", "approve, return or refuse")         \
    O(text, code, 0, 20, "理由代码", "reason code")                                                \
    O(text, reason, 0, 500, "理由", "reason")                                                      \
    O(tree, reasons, 0, 0, "放行理由（规则编号→理由）", "reasons for passing, by rule id")

#define FILING_LIST_IN(F, O, L)                                                                    \
    O(text, q, 0, 80, "办件编号（可只写前几位）、不动产单元号或证号",                              \
        "filing, or its beginning; unit code; certificate number")                                 \
    O(text, scene, 0, 40, "一件事", "scene")                                                       \
    O(i64, mine, 0, 1, "1：只看本人经办的", "1: only my own")                                      \
    O(text, before, 0, 22, "此编号以前的（翻页）", "older than this one, for the next page")       \
    O(text, unit, 0, 28, "不动产单元号", "unit code")                                              \
    O(text, region, 0, 6, "行政区代码", "region")                                                  \
    O(text, state, 0, 20, "状态", "state")                                                         \
    O(i64, limit, 1, 200, "条数", "limit")
#define FILING_NOTICE_IN(F, O, L)                                                                  \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(id, notice, 0, 0, "通知书编号", "notice")
INPUT(filing_notice_in, FILING_NOTICE_IN)
INPUT(filing_list_in, FILING_LIST_IN)
INPUT(filing_scan_in, FILING_SCAN_IN)
INPUT(filing_open_in, FILING_OPEN_IN)
INPUT(filing_amend_in, FILING_AMEND_IN)
INPUT(filing_in, FILING_IN)
INPUT(filing_accept_in, FILING_ACCEPT_IN)
INPUT(filing_reason_in, FILING_REASON_IN)
INPUT(filing_reject_in, FILING_REJECT_IN)
INPUT(filing_paper_in, FILING_PAPER_IN)
INPUT(filing_track_in, FILING_TRACK_IN)
INPUT(filing_fact_in, FILING_FACT_IN)
INPUT(filing_confirm_in, FILING_CONFIRM_IN)
INPUT(filing_lift_in, FILING_LIFT_IN)
INPUT(filing_tasks_in, FILING_TASKS_IN)
INPUT(filing_task_in, FILING_TASK_IN)
INPUT(filing_take_over_in, FILING_TAKE_OVER_IN)
INPUT(filing_decide_in, FILING_DECIDE_IN)

/* ---- use cases ---- */
err filing_open(struct ctx *ctx, const void *in, struct tree *out);
err filing_amend(struct ctx *ctx, const void *in, struct tree *out);
err filing_accept(struct ctx *ctx, const void *in, struct tree *out);
err filing_reject(struct ctx *ctx, const void *in, struct tree *out);   /* 不予受理 */
err filing_withdraw(struct ctx *ctx, const void *in, struct tree *out); /* 撤回, before 登簿 */
err filing_resubmit(struct ctx *ctx, const void *in, struct tree *out); /* after 补正 */
err filing_paper_add(struct ctx *ctx, const void *in, struct tree *out);
err filing_fact_propose(struct ctx *ctx, const void *in, struct tree *out);
err filing_fact_confirm(struct ctx *ctx, const void *in, struct tree *out);
err filing_hold_lift(struct ctx *ctx, const void *in, struct tree *out);
err filing_show(struct ctx *ctx, const void *in, struct tree *out);
err filing_list(struct ctx *ctx, const void *in, struct tree *out);
/* The caller has let the visitor in: filing_follow. */
err filing_track(struct ctx *ctx, const void *in, struct tree *out);
err filing_notices(struct ctx *ctx, const void *in, struct tree *out);
err filing_tasks(struct ctx *ctx, const void *in, struct tree *out);
err filing_task_claim(struct ctx *ctx, const void *in, struct tree *out);
err filing_task_release(struct ctx *ctx, const void *in, struct tree *out);
err filing_task_take_over(struct ctx *ctx, const void *in, struct tree *out);
err filing_task_decide(struct ctx *ctx, const void *in, struct tree *out);

/* Invariants of filings over the whole store: I14, I19, the journal's fold. */
/* The first live filing on a unit; empty when none waits. */
MUST_CHECK err filing_first_on(struct ctx *ctx, str unit, str *ret);
MUST_CHECK err filing_verify(struct ctx *ctx, struct registry_breach **ret);
/* The state of each filing and of its steps is the fold of its journal. */
/* I14: every event of the journal is as it was written (audit/). */
MUST_CHECK err filing_verify_journal(struct ctx *ctx, struct registry_breach **ret);
/* Seals a page of events that were written before there were seals; arg is a bool that says whether
 * there may be more. */
MUST_CHECK err filing_journal_seal(struct ctx *ctx, void *arg);
MUST_CHECK err filing_verify_fold(struct ctx *ctx, struct registry_breach **ret);
