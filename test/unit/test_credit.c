/* Standings: what each change of one must be like (I23), terms in months, and which grounds hold.
 */
#include "base/when.h"
#include "credit/credit_rules.h"
#include "test.h"

#define DAY WHEN_DAY_MS

/* A standing that A proposed at day 10, to be heard until day 15. */
static struct credit_standing proposed(void)
{
    return (struct credit_standing){.id = S("s"),
        .list = S("black"),
        .kind = S("organisation"),
        .name = S("甲"),
        .document_kind = S("uscc"),
        .document_number = S("1"),
        .phone = S("2"),
        .ground = S("false-papers"),
        .reason = S("why"),
        .evidence = S("hash"),
        .months = 12,
        .state = S("proposed"),
        .proposed_by = S("a"),
        .proposed_ms = 10 * DAY,
        .heard_until_ms = 15 * DAY,
        .version = 1};
}

/* The same after B listed it on day 16. */
static struct credit_standing listed(void)
{
    struct credit_standing s = proposed();

    s.state = S("listed");
    s.decided_by = S("b");
    s.decided_ms = s.begins_ms = 16 * DAY;
    s.ends_ms = 300 * DAY;
    s.appeal_until_ms = 26 * DAY;
    s.version = 2;
    return s;
}

/* The same after `who` took in an appeal or a wish for repair on day 20. */
static struct credit_standing asked(const char *state, const char *who)
{
    struct credit_standing s = listed();

    s.state = str_of(state);
    s.asked_by = str_of(who);
    s.asked_ms = 20 * DAY;
    s.version = 3;
    return s;
}

static struct credit_standing gone(struct credit_standing s, const char *cause, int64_t day)
{
    s.state = S("left");
    s.left_cause = str_of(cause);
    s.left_ms = day * DAY;
    s.version++;
    return s;
}

static struct credit_change change(enum credit_action action, const char *actor, int64_t day)
{
    struct credit_change c = {.action = action,
        .actor = str_of(actor),
        .reason = S("because"),
        .evidence = S("hash"),
        .made_ms = day * DAY};

    if (credit_actions[action].notice != NULL) {
        c.notice = S("{}");
        c.message = S("m");
    }
    return c;
}

/* The word of the invariant that is broken; "" when none is. */
static str breach(
    const struct credit_standing *before, struct credit_change c, struct credit_standing after)
{
    static const struct {
        const char *words, *name;
    } names[] = {{"I23 a standing changes only as its states allow", "states"},
        {"I23 a change of a standing has two officers", "officers"},
        {"I23 a change of a standing has its reason, evidence and notice", "grounds"},
        {"I23 a standing holds from its decision to its end", "term"},
        {"I23 who has left a list is bound by nothing", "left"}};
    const char *found = credit_breach(before, &c, &after);

    for (size_t i = 0; i < COUNT(names); i++)
        if (found != NULL && strcmp(found, names[i].words) == 0)
            return str_of(names[i].name);
    return found == NULL ? S("") : str_of(found);
}

TEST(each_way_that_is_allowed)
{
    struct credit_standing p = proposed(), l = listed(), a = asked("appealed", "c"),
                           r = asked("repairing", "a"), back = a;

    back.state = S("listed");
    back.appealed = 1;
    back.version = 4;
    CHECK_STR(breach(NULL, change(CREDIT_PROPOSE, "a", 10), p), S(""));
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 16), l), S(""));
    CHECK_STR(breach(&l, change(CREDIT_APPEAL, "c", 20), a), S(""));
    CHECK_STR(breach(&a, change(CREDIT_KEEP, "d", 21), back), S(""));
    CHECK_STR(breach(&a, change(CREDIT_REVERSE, "d", 21), gone(a, "appeal", 21)), S(""));
    CHECK_STR(breach(&l, change(CREDIT_REPAIR, "a", 20), r), S(""));
    CHECK_STR(breach(&r, change(CREDIT_GRANT, "b", 21), gone(r, "repair", 21)), S(""));
    CHECK_STR(breach(&l, change(CREDIT_LAPSE, "self", 300), gone(l, "term", 300)), S(""));
    CHECK_STR(breach(&a, change(CREDIT_LAPSE, "self", 300), gone(a, "term", 300)), S(""));
}

TEST(states_that_do_not_follow)
{
    struct credit_standing p = proposed(), l = listed(), other = listed(), skipped = listed();

    CHECK_STR(breach(NULL, change(CREDIT_LIST, "b", 16), l), S("states"));
    CHECK_STR(breach(&l, change(CREDIT_LIST, "b", 16), l), S("states"));
    CHECK_STR(breach(&p, change(CREDIT_GRANT, "b", 16), gone(p, "repair", 16)), S("states"));
    CHECK_STR(breach(&p, change(CREDIT_DROP, "b", 16), l), S("states"));
    other.name = S("乙");
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 16), other), S("states"));
    skipped.version = 3;
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 16), skipped), S("states"));
}

TEST(one_officer_is_not_enough)
{
    struct credit_standing p = proposed(), own = listed(), l = listed(), a = asked("appealed", "c"),
                           r = asked("repairing", "a");

    own.decided_by = S("a");
    CHECK_STR(breach(&p, change(CREDIT_LIST, "a", 16), own), S("officers"));
    CHECK_STR(breach(&p, change(CREDIT_LIST, "c", 16), l), S("officers"));
    CHECK_STR(breach(NULL, change(CREDIT_PROPOSE, "b", 10), p), S("officers"));
    for (int i = 0; i < 3; i++) { /* who proposed, who decided, who took the appeal in */
        const char *who[] = {"a", "b", "c"};

        CHECK_STR(
            breach(&a, change(CREDIT_REVERSE, who[i], 21), gone(a, "appeal", 21)), S("officers"));
    }
    CHECK_STR(breach(&r, change(CREDIT_GRANT, "a", 21), gone(r, "repair", 21)), S("officers"));
    CHECK_STR(breach(&l, change(CREDIT_LAPSE, "b", 300), gone(l, "term", 300)), S("officers"));
    CHECK_STR(breach(&r, change(CREDIT_GRANT, "self", 21), gone(r, "repair", 21)), S("officers"));
    CHECK_STR(breach(&p, change(CREDIT_HEAR, "", 11), p), S("states"));
}

TEST(reason_evidence_notice)
{
    struct credit_standing p = proposed(), l = listed();
    struct credit_change c = change(CREDIT_LIST, "b", 16);

    c.reason = S("");
    CHECK_STR(breach(&p, c, l), S("grounds"));
    c = change(CREDIT_LIST, "b", 16);
    c.notice = S("");
    CHECK_STR(breach(&p, c, l), S("grounds"));
    c = change(CREDIT_LIST, "b", 16);
    c.message = S("");
    CHECK_STR(breach(&p, c, l), S("grounds"));
    c = change(CREDIT_APPEAL, "c", 20);
    c.evidence = S("");
    CHECK_STR(breach(&l, c, asked("appealed", "c")), S("grounds"));
    p.ground = S("envy");
    CHECK_STR(breach(NULL, change(CREDIT_PROPOSE, "a", 10), p), S("grounds"));
}

TEST(hearing_and_term)
{
    struct credit_standing p = proposed(), early = listed(), never = listed(), red = listed(),
                           before = proposed();

    early.decided_ms = early.begins_ms = 14 * DAY;
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 14), early), S("term"));
    early.statement = S("said");
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 14), early), S(""));
    before.list = red.list = S("red");
    red.decided_ms = red.begins_ms = 14 * DAY;
    CHECK_STR(breach(&before, change(CREDIT_LIST, "b", 14), red), S(""));
    never.ends_ms = never.begins_ms;
    CHECK_STR(breach(&p, change(CREDIT_LIST, "b", 16), never), S("term"));
    p.ends_ms = 300 * DAY;
    CHECK_STR(breach(NULL, change(CREDIT_PROPOSE, "a", 10), p), S("term"));
}

TEST(leaving)
{
    struct credit_standing l = listed(), a = asked("appealed", "c"), late = gone(a, "appeal", 22);

    CHECK_STR(breach(&a, change(CREDIT_REVERSE, "d", 21), gone(a, "repair", 21)), S("left"));
    CHECK_STR(breach(&a, change(CREDIT_REVERSE, "d", 21), late), S("left"));
    CHECK_STR(breach(&l, change(CREDIT_LAPSE, "self", 299), gone(l, "term", 299)), S("left"));
    a.left_cause = S("term");
    CHECK_STR(breach(&l, change(CREDIT_APPEAL, "c", 20), a), S("left"));
}

TEST(in_force_from_the_decision_to_the_end)
{
    struct credit_standing p = proposed(), l = listed(), a = asked("appealed", "c"),
                           g = gone(a, "appeal", 21);

    CHECK(!credit_in_force(&p, 20 * DAY));
    CHECK(!credit_in_force(&l, 16 * DAY - 1));
    CHECK(credit_in_force(&l, 16 * DAY));
    CHECK(credit_in_force(&l, 300 * DAY - 1));
    CHECK(!credit_in_force(&l, 300 * DAY));
    CHECK(credit_in_force(&a, 20 * DAY));
    CHECK(!credit_in_force(&g, 21 * DAY));
}

static str end_of(const char *from, int64_t months)
{
    int64_t ms = 0;

    CHECK(when_parse(str_of(from), &ms));
    return when_print(test_arena, credit_term_end(ms, months));
}

TEST(terms_in_months)
{
    CHECK_STR(end_of("2026-03-02T09:00:00+08:00", 12), S("2027-03-03T00:00:00.000+08:00"));
    CHECK_STR(end_of("2026-08-31T09:00:00+08:00", 6), S("2027-03-01T00:00:00.000+08:00"));
    CHECK_STR(end_of("2027-08-31T09:00:00+08:00", 6), S("2028-03-01T00:00:00.000+08:00"));
    CHECK_STR(end_of("2026-11-30T23:59:59+08:00", 1), S("2026-12-31T00:00:00.000+08:00"));
}

TEST(grounds)
{
    const struct credit_ground *founded = credit_ground_find(S("false-papers"));
    const struct credit_ground *own = credit_ground_find(S("harassment"));
    const struct credit_ground *g = NULL;

    CHECK(founded != NULL && credit_ground_holds(founded, S("")));
    CHECK(own != NULL && !credit_ground_holds(own, S("no-show")));
    CHECK(own != NULL && credit_ground_holds(own, S("no-show harassment")));
    CHECK(credit_ground_find(S("envy")) == NULL);
    CHECK(credit_grounds_exist(S("")) && credit_grounds_exist(S("harassment no-show")));
    CHECK(!credit_grounds_exist(S("harassment envy")));
    while ((g = credit_ground_next(g)) != NULL) /* nobody but an organisation without a law */
        CHECK(g->founded || strcmp(g->parties, "organisation") == 0);
}

TEST(the_journal_gives_the_standing_back)
{
    struct credit_standing a = asked("appealed", "c"), b = {0};
    struct tree *parsed;
    str json = tree_to_json(credit_content(test_arena, &a)), fault;

    CHECK(tree_parse(test_arena, json, &parsed, &fault) == OK);
    credit_from_content(parsed, &b);
    CHECK_STR(tree_to_json(credit_content(test_arena, &b)), json);
}

TESTS(T(each_way_that_is_allowed), T(states_that_do_not_follow), T(one_officer_is_not_enough),
    T(reason_evidence_notice), T(hearing_and_term), T(leaving),
    T(in_force_from_the_decision_to_the_end), T(terms_in_months), T(grounds),
    T(the_journal_gives_the_standing_back))
