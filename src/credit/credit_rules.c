/* What a standing is and may become: states, grounds, terms, and what I23 wants of each change. */
#include "credit/credit_rules.h"

#include "base/when.h"

#define RULE RULE_DEFINE
#include "credit/credit.def"
#undef RULE

#define SELF "self" /* nobody: a day has come */

const struct credit_action_row credit_actions[CREDIT_ACTIONS] = {
#define ACTION(name, id, from, to, notice, zh, en) {id, from, to, notice, zh, en},
#include "credit/credit.def"
#undef ACTION
};

static const struct credit_ground grounds_there_are[] = {
#define GROUND(id, list, parties, founded, zh, en, source)                                         \
    {id, list, parties, founded, zh, en, source},
#include "credit/credit.def"
#undef GROUND
    {NULL, NULL, NULL, false, NULL, NULL, NULL}};

const struct credit_ground *credit_ground_next(const struct credit_ground *g)
{
    g = g == NULL ? grounds_there_are : g + 1;
    return g->id != NULL ? g : NULL;
}

const struct credit_ground *credit_ground_find(str id)
{
    const struct credit_ground *g = NULL;

    while ((g = credit_ground_next(g)) != NULL)
        if (str_is(id, g->id))
            return g;
    return NULL;
}

bool credit_ground_holds(const struct credit_ground *g, str grounds)
{
    return g->founded || str_has_word(grounds, str_of(g->id));
}

bool credit_grounds_exist(str grounds)
{
    while (grounds.len > 0) {
        str id = str_cut(&grounds, ' ');

        if (id.len > 0 && credit_ground_find(id) == NULL)
            return false;
    }
    return true;
}

enum credit_action credit_action_find(str id)
{
    int i = 0;

    while (i < CREDIT_ACTIONS && !str_is(id, credit_actions[i].id))
        i++;
    return (enum credit_action)i;
}

bool credit_may(enum credit_action action, str state)
{
    str from = str_of(credit_actions[action].from);

    return state.len == 0 ? from.len == 0 : str_has_word(from, state);
}

bool credit_in_force(const struct credit_standing *s, int64_t now_ms)
{
    return str_has_word(S("listed appealed repairing"), s->state) && s->begins_ms <= now_ms &&
           now_ms < s->ends_ms;
}

int64_t credit_months_after(int64_t ms, int64_t months)
{
    struct when_date d = when_date_of(ms);
    int64_t month = d.month - 1 + months;

    d.year += (int)(month / 12);
    d.month = (int)(month % 12) + 1;
    while (!when_date_is_valid(d))
        d.day--; /* 民法典 202: the last day of a shorter month */
    return when_start_of_day_ms(d);
}

int64_t credit_term_end(int64_t ms, int64_t months)
{
    return credit_months_after(ms, months) + WHEN_DAY_MS;
}

/* ---- a standing as the journal keeps it ---- */

struct tree *credit_content(struct arena *a, const struct credit_standing *s)
{
    struct tree *o = tree_new(a, TREE_OBJECT);

#define PUT_TEXT(name) tree_text(o, S(#name), s->name);
#define PUT_NUMBER(name) tree_i64(o, S(#name), s->name);
    CREDIT_ROW(PUT_TEXT, PUT_NUMBER)
    return o;
}

void credit_from_content(const struct tree *content, struct credit_standing *ret)
{
#define GET_TEXT(name) ret->name = tree_get_text(content, S(#name));
#define GET_NUMBER(name) ret->name = tree_get_i64(content, S(#name), 0);
    CREDIT_ROW(GET_TEXT, GET_NUMBER)
}

/* ---- what I23 wants ---- */

/* Whom it is about, why, and who proposed it: nobody changes that later. */
static bool is_same_matter(const struct credit_standing *a, const struct credit_standing *b)
{
    return str_eq(a->id, b->id) && str_eq(a->list, b->list) && str_eq(a->kind, b->kind) &&
           str_eq(a->name, b->name) && str_eq(a->document_kind, b->document_kind) &&
           str_eq(a->document_number, b->document_number) && str_eq(a->ground, b->ground) &&
           str_eq(a->reason, b->reason) && str_eq(a->evidence, b->evidence) &&
           a->months == b->months && str_eq(a->proposed_by, b->proposed_by) &&
           a->proposed_ms == b->proposed_ms;
}

static bool is_allowed(const struct credit_standing *before, const struct credit_change *c,
    const struct credit_standing *after)
{
    if (c->action >= CREDIT_ACTIONS || !str_is(after->state, credit_actions[c->action].to) ||
        !credit_may(c->action, before != NULL ? before->state : (str){0}))
        return false;
    return before == NULL ? after->version == 1
                          : after->version == before->version + 1 && is_same_matter(before, after);
}

static bool has_officers(const struct credit_change *c, const struct credit_standing *s)
{
    bool first = str_eq(c->actor, s->proposed_by);

    if (c->actor.len == 0 || str_is(c->actor, SELF) != (c->action == CREDIT_LAPSE))
        return false;
    switch (c->action) {
    case CREDIT_PROPOSE:
        return first;
    case CREDIT_LIST:
    case CREDIT_DROP:
        return !first && str_eq(c->actor, s->decided_by);
    case CREDIT_KEEP:
    case CREDIT_REVERSE:
        return !first && !str_eq(c->actor, s->decided_by) && !str_eq(c->actor, s->asked_by);
    case CREDIT_REFUSE:
    case CREDIT_GRANT:
        return !str_eq(c->actor, s->asked_by);
    case CREDIT_APPEAL:
    case CREDIT_REPAIR:
        return str_eq(c->actor, s->asked_by);
    case CREDIT_HEAR:
    case CREDIT_LAPSE:
    case CREDIT_ACTIONS:
        break;
    }
    return true;
}

static bool has_grounds(const struct credit_change *c, const struct credit_standing *s)
{
    bool asks =
        c->action == CREDIT_PROPOSE || c->action == CREDIT_APPEAL || c->action == CREDIT_REPAIR;
    bool tells = credit_actions[c->action].notice != NULL;

    return c->reason.len > 0 && s->reason.len > 0 && s->evidence.len > 0 &&
           credit_ground_find(s->ground) != NULL && (!asks || c->evidence.len > 0) &&
           tells == (c->notice.len > 0) && tells == (c->message.len > 0);
}

static bool was_heard(const struct credit_change *c, const struct credit_standing *s)
{
    return !str_is(s->list, "black") || s->statement.len > 0 || c->made_ms >= s->heard_until_ms;
}

static bool has_term(const struct credit_change *c, const struct credit_standing *s)
{
    bool decided = str_has_word(S("listed appealed repairing left"), s->state);

    if (!decided)
        return s->begins_ms == 0 && s->ends_ms == 0;
    if (s->decided_by.len == 0 || s->begins_ms < s->decided_ms || s->ends_ms <= s->begins_ms)
        return false;
    return c->action != CREDIT_LIST || (s->begins_ms == c->made_ms && was_heard(c, s));
}

/* Off the list with its cause, or on it without one. */
static bool has_left(const struct credit_change *c, const struct credit_standing *s)
{
    const char *cause = c->action == CREDIT_REVERSE ? "appeal"
                        : c->action == CREDIT_GRANT ? "repair"
                        : c->action == CREDIT_LAPSE ? "term"
                                                    : "";

    if (!str_is(s->left_cause, cause) || (c->action == CREDIT_LAPSE && c->made_ms < s->ends_ms))
        return false;
    return cause[0] == 0 ? s->left_ms == 0 : s->left_ms == c->made_ms;
}

const char *credit_breach(const struct credit_standing *before, const struct credit_change *change,
    const struct credit_standing *after)
{
    if (!is_allowed(before, change, after))
        return "I23 a standing changes only as its states allow";
    if (!has_officers(change, after))
        return "I23 a change of a standing has two officers";
    if (!has_grounds(change, after))
        return "I23 a change of a standing has its reason, evidence and notice";
    if (!has_term(change, after))
        return "I23 a standing holds from its decision to its end";
    if (!has_left(change, after))
        return "I23 who has left a list is bound by nothing";
    return NULL;
}
