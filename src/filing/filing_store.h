/* Rows of filings, for this folder alone. */
#pragma once

#include "base/ids.h"
#include "base/when.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "filing/filing.h"
#include "message/message.h"
#include "place/city.h"
#include "rule/rule_log.h"
#include "staff/staff.h"

struct filing_task {
    str id, filing, step, role, state, officer, decision, reason;
    int64_t opened_ms, due_ms, done_ms, version;
};

MUST_CHECK err filing_store_parties(
    struct ctx *ctx, str filing, const struct filing_party *parties, size_t count);
MUST_CHECK err filing_store_answers(
    struct ctx *ctx, str filing, const struct filing_answer *answers, size_t count);
MUST_CHECK err filing_take_facts(
    struct ctx *ctx, str filing, struct filing_fact **ret, size_t *ret_count);
MUST_CHECK err filing_put_step(
    struct ctx *ctx, const struct filing_run *run, const struct filing_step *step);
/* The task of a step was approved by ctx->who. */
MUST_CHECK err filing_step_approve(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step);
/* E_REFUSED with STATE_WRONG unless the filing is in one of the blank-separated states. */
MUST_CHECK err filing_require_state(
    struct ctx *ctx, const struct filing_run *run, const char *states);
/* Ends a filing: tasks cancelled, messages to come are the money's and the others' affair. */
MUST_CHECK err filing_end(struct ctx *ctx, struct filing_run *run, const char *state, str reason);

/* Form of a draft: parties against the scene's people, answers against its asks. */
MUST_CHECK err filing_read_parties(struct ctx *ctx, const struct scene *scene,
    const struct input_list *parties, struct filing_party **ret, size_t *ret_count);
MUST_CHECK err filing_read_answers(struct ctx *ctx, const struct scene *scene,
    const struct tree *answers, struct filing_answer **ret, size_t *ret_count);
/* What acceptance asks beyond form: nothing missing, and the rules. `page` is NULL when the book
 * has no such unit, which is a finding like the others. */
MUST_CHECK err filing_check_acceptance(struct ctx *ctx, struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment);
/* Nobody decides on a filing of one's own or of kin on file; the findings stand under `field`. */
MUST_CHECK err filing_check_officer(
    struct ctx *ctx, const struct filing_run *run, const char *field);
/* What review asks: facts against the application, the book's rules once more. A fact that has not
 * come yet is a finding only for a step that needs it; for all when `review` is NULL. */
MUST_CHECK err filing_check_review(
    struct ctx *ctx, struct filing_run *run, const struct scene_step *review);
/* The city's rules (src/rule) on this filing and the page; NULL when the book has no such unit. The
 * same for a dry run, acceptance, review and 登簿: only the moment differs. */
MUST_CHECK err filing_check_rules(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment);
/* The same of a right on another's page, which follows what the filing does to its own: as of a
 * change of that right. */
MUST_CHECK err filing_check_rules_beside(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, const struct registry_right *right, enum rule_moment moment);
/* 权利人书面同意: of a mortgagee, of who gave notice. */
#define CONSENT_PAPER "holder-consent"
/* Whether a paper was handed in, or comes with a dry run. */
MUST_CHECK err filing_has_paper(
    struct ctx *ctx, const struct filing_run *run, str paper, bool *ret);
/* Whether the parties are those whom the book names, and may hold as they ask. */
void filing_check_parties(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page);
/* What of that needs no page: whether the takers may hold as they ask. */
void filing_check_takers(struct ctx *ctx, const struct filing_run *run);
/* Both: all that the book says of this filing. */
MUST_CHECK err filing_check_registry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment);
/* The page of the filing's unit. Where the scene brings the unit with it and the book has none yet,
 * an empty page with what the answers say of it. *ret_known is false when there is neither. */
MUST_CHECK err filing_page(struct ctx *ctx, const struct filing_run *run, bool lock,
    struct registry_page *ret, bool *ret_known);
/* The code of the land under a unit, as a unit of its own. */
str filing_land_of(struct arena *a, str unit);
bool filing_page_is_new(const struct registry_page *page);
/* What the answers say of the unit. */
void filing_take_particulars(const struct filing_run *run, struct registry_unit *ret);
/* One entry that this filing will make on a page as the entries before it leave that, as 登簿 makes
 * it and as a reviewer sees it before; `change` points into the rest, so a plan is never copied. */
struct filing_plan {
    const struct scene_act *act;      /* given */
    int64_t position;                 /* given: among the filing's entries, from 1 */
    struct registry_page *page;       /* on which it is made */
    const struct registry_page *seen; /* on which the right stands that it goes on with */
    const struct registry_right *old; /* that right; NULL where there is none */
    struct registry_change change;
    struct registry_right right;
    struct registry_unit unit;
};
/* Of what an act does to a right: all of it, or that it leaves one page and comes to another. */
enum filing_part { FILING_HERE, FILING_LEAVES, FILING_COMES_OVER };
/* Fills a plan whose act, position and `old` are given. Writes nothing. */
void filing_plan_on(struct ctx *ctx, const struct filing_run *run, const struct registry_page *page,
    enum filing_part part, struct filing_plan *ret);
/* The same of an act on the unit's own page, whose right is found there. */
void filing_plan_entry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, struct filing_plan *plan);
/* An optional act that finds nothing to end. */
bool filing_plan_skips(const struct filing_plan *plan);
/* An answer that is this act's alone: the ask has the act's id before its own ("fund-debt_fen"). */
str filing_act_answer(const struct filing_run *run, const struct scene_act *act, const char *ask);

struct filing_found {
    struct registry_page *page;
    const struct registry_right *right;
};
/* The entries of a filing in order, each on its page as those before it leave it. */
struct filing_walk {
    const struct filing_run *run;
    struct registry_page own; /* with those that the filing's acts reach: base, beside */
    struct registry_page land;
    size_t act, part; /* the next one's */
    int64_t position;
    struct filing_found *found; /* of an act on pages beside */
    size_t found_count;
    const struct registry_right *left; /* that has left the land */
};
struct filing_walk *filing_walk_begin(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page);
/* The next entry; NULL when there are no more. Whoever carries it out leaves its page as it then is
 * in *plan->page. */
struct filing_plan *filing_walk_next(struct ctx *ctx, struct filing_walk *walk);
/* Carries it out in memory; false, and nothing done, when the book would refuse it. */
bool filing_walk_plan(struct arena *a, struct filing_plan *plan);
/* The pages after all entries of the filing; false when the book would refuse one of them. */
bool filing_plan_page(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, struct registry_page *ret);
/* Other units on whose pages acts of the scene look or make entries. */
MUST_CHECK err filing_reached(
    struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count);
/* The live right that an act of the scene ends, on this page or that of the land under it; NULL
 * when there is none. */
const struct registry_right *filing_act_target(
    const struct filing_run *run, const struct scene_act *act, const struct registry_page *page);
/* The kind of the act's right: that of the right which it goes on with, where the scene names a
 * family; without one the scene's own word. */
str filing_act_kind(const struct scene_act *act, const struct registry_right *end);
/* What a right that an act goes on with is to be by the answers; its holders apart. */
void filing_act_changes(const struct filing_run *run, const struct scene_act *act,
    const struct registry_right *target, struct registry_right *ret);
/* Whether the party has a role that the act names among its givers. */
bool filing_gives(const struct scene_act *act, const struct filing_party *p);
/* The givers of each act that names any are exactly the holders of what it ends; collected. */
void filing_check_givers(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page);
/* Who takes the right that an act makes, in order; none where the holders stay. */
struct registry_holder *filing_takers(
    struct ctx *ctx, const struct filing_run *run, const struct scene_act *act, size_t *ret_count);
/* Who will hold is known to the registry by another name, or not at all under this one: collected
 * under "parties". Not asked where the entry is the change of the name. */
MUST_CHECK err filing_check_names(struct ctx *ctx, const struct filing_run *run);
/* They become parties of the registry, with the ids that holders are recorded by. */
MUST_CHECK err filing_keep_takers(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, struct registry_right *right);
/* 单独、共同、按份: one holds alone; several hold by shares when shares are given, jointly else. */
str filing_holding(const struct registry_holder *h, size_t count);
/* The filing of the unit that was accepted before this one and still lives, or empty. */
MUST_CHECK err filing_find_earlier(struct ctx *ctx, const struct filing_run *run, str *ret);
/* Findings that need a reason and have one are passed, and the reason is kept; one that was passed
 * before needs none. `reasons` come with the request: {"RULE": {"code", "words"}}. E_REFUSED when
 * one is missing or anything stops. What the rules found is logged. */
MUST_CHECK err filing_pass_reasons(struct ctx *ctx, const struct filing_run *run,
    enum rule_moment moment, const struct tree *reasons);
/* Logs it where nobody is asked, and says whether all that needs a reason has been passed. */
/* The reasons of a request, which may be NULL, by rule; and true for each rule found just now that
 * an officer has passed before. */
MUST_CHECK err filing_reasons_given(
    struct ctx *ctx, const struct filing_run *run, const struct tree *reasons, struct tree **ret);
MUST_CHECK err filing_log_rules(
    struct ctx *ctx, const struct filing_run *run, enum rule_moment moment, bool *ret_passed);
/* Notes that a stored file answers a paper of the scene; reasons are collected under `field`. */
MUST_CHECK err filing_take_paper(
    struct ctx *ctx, struct filing_run *run, const struct filing_scan_in *scan, str field);
/* The same without keeping it: only the reasons. */
MUST_CHECK err filing_check_paper(
    struct ctx *ctx, const struct filing_run *run, const struct filing_scan_in *scan, str field);
/* I5, I7 to I9, I11 and I12 of one filing: what was recorded, who applied for it, and what the
 * rules of that day said. A breach is put before *list. */
MUST_CHECK err filing_check_recorded(
    struct ctx *ctx, const struct filing_run *run, struct registry_breach **list);
/* True when the ask's `when` condition holds. */
bool filing_when_holds(const struct filing_run *run, str ask, str is);

bool filing_reason_known(const char *of, str code);
/* REASON_UNKNOWN unless filing/reason.def has the code for this use. */
void filing_check_code(struct ctx *ctx, const char *of, str code);
/* As the journal keeps a typed reason: "code: words", or the words alone. */
str filing_reason_words(struct arena *a, str code, str reason);
/* And back: no code where there is none of this use. */
void filing_reason_split(const char *of, str both, str *ret_code, str *ret_words);

enum filing_notice_kind {
    NOTICE_ACCEPTED,  /* 受理通知书 */
    NOTICE_CORRECT,   /* 补正告知书 */
    NOTICE_REJECTED,  /* 不予受理告知书 */
    NOTICE_REFUSED,   /* 不予登记告知书 */
    NOTICE_WITHDRAWN, /* 准予撤回 */
    NOTICE_RECORDED   /* 登簿告知 */
};
MUST_CHECK err filing_notice_put(struct ctx *ctx, const struct filing_run *run,
    enum filing_notice_kind kind, str code, str reason);
/* Tells the givers' phones (业主提醒) at acceptance and at entry. */
MUST_CHECK err filing_alert(struct ctx *ctx, const struct filing_run *run, const char *event);
/* A party's name, role and the role's words. */
void filing_show_party(const struct scene *scene, str role, str name, struct tree *list);
/* An officer's name; empty when there is none with this id. */
MUST_CHECK err filing_officer_name(struct ctx *ctx, str officer, str *ret);
void filing_show_head(const struct filing_run *run, struct tree *out);
/* `full`: with what each step led to. */
void filing_show_steps(const struct filing_run *run, bool full, struct tree *list);
void filing_show_run(struct ctx *ctx, const struct filing_run *run, struct tree *out);
