/* What a standing is and may become, pure: values in, answers out. For this folder and its tests.
 */
#pragma once

#include "credit/credit.h"

/* The row, in the order of its columns: TEXT(name) and NUMBER(name). Reading, writing into the
 * journal and comparing go by this table, so that none forgets a column. */
#define CREDIT_ROW(TEXT, NUMBER)                                                                   \
    TEXT(id)                                                                                       \
    TEXT(list)                                                                                     \
    TEXT(kind)                                                                                     \
    TEXT(name)                                                                                     \
    TEXT(document_kind)                                                                            \
    TEXT(document_number)                                                                          \
    TEXT(phone)                                                                                    \
    TEXT(ground)                                                                                   \
    TEXT(reason)                                                                                   \
    TEXT(evidence)                                                                                 \
    NUMBER(months)                                                                                 \
    TEXT(state)                                                                                    \
    TEXT(proposed_by)                                                                              \
    NUMBER(proposed_ms)                                                                            \
    NUMBER(heard_until_ms)                                                                         \
    TEXT(statement)                                                                                \
    TEXT(decided_by)                                                                               \
    NUMBER(decided_ms)                                                                             \
    NUMBER(begins_ms)                                                                              \
    NUMBER(ends_ms)                                                                                \
    NUMBER(appeal_until_ms)                                                                        \
    NUMBER(appealed)                                                                               \
    TEXT(asked_by)                                                                                 \
    NUMBER(asked_ms)                                                                               \
    TEXT(left_cause)                                                                               \
    NUMBER(left_ms)                                                                                \
    NUMBER(version)

#define CREDIT_TEXT_MEMBER(name) str name;
#define CREDIT_NUMBER_MEMBER(name) int64_t name;
struct credit_standing {
    CREDIT_ROW(CREDIT_TEXT_MEMBER, CREDIT_NUMBER_MEMBER)
};

enum credit_action {
#define ACTION(name, id, from, to, notice, zh, en) CREDIT_##name,
#include "credit/credit.def"
#undef ACTION
    CREDIT_ACTIONS
};
struct credit_action_row {
    const char *id, *from, *to, *notice, *zh, *en;
};
extern const struct credit_action_row credit_actions[CREDIT_ACTIONS];

struct credit_ground {
    const char *id, *list, *parties;
    bool founded;
    const char *zh, *en, *source;
};
/* The first after NULL, then the next; NULL at the end. */
const struct credit_ground *credit_ground_next(const struct credit_ground *g);
/* NULL when there is none. */
const struct credit_ground *credit_ground_find(str id);
/* Founded, or taken up by the city (`grounds`: its words). */
bool credit_ground_holds(const struct credit_ground *g, str grounds);

/* CREDIT_ACTIONS when there is no such action. */
enum credit_action credit_action_find(str id);
bool credit_may(enum credit_action action, str state);
/* On a list at that moment: decided, not left, within its term. */
bool credit_in_force(const struct credit_standing *s, int64_t now_ms);
/* The beginning of the day n months after that of `ms`. */
int64_t credit_months_after(int64_t ms, int64_t months);
/* The end of the day n months after that of `ms` (民法典 202). */
int64_t credit_term_end(int64_t ms, int64_t months);
/* One change of the journal: what it made of the standing. */
struct credit_change {
    enum credit_action action;
    str actor, reason, evidence, notice, message;
    int64_t made_ms;
};
/* What is not as I23 wants it after the change, as the words of its invariant; NULL when all is.
 * `before` is NULL for the first. */
const char *credit_breach(const struct credit_standing *before, const struct credit_change *change,
    const struct credit_standing *after);

struct tree *credit_content(struct arena *a, const struct credit_standing *s);
void credit_from_content(const struct tree *content, struct credit_standing *ret);
