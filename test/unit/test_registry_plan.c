/* What an entry will do to a page, worked out before it is made: what ends, what moves up, what
 * begins, and what no plan may do. */
#include "registry/registry.h"
#include "test.h"

enum { OWNER, FIRST, SECOND, THIRD, RIGHTS };

struct desk {
    struct registry_right rights[RIGHTS + 1];
    struct registry_holder holder;
    struct registry_page page;
    struct registry_right made;
};

static struct registry_right right_of(
    struct desk *d, const char *id, const char *kind, int64_t rank)
{
    return (struct registry_right){.id = str_of(id),
        .kind = str_of(kind),
        .state = S("live"),
        .holding = S("sole"),
        .rank = rank,
        .holders = &d->holder,
        .holders_count = 1};
}

/* An ownership with three mortgages. */
static void set_up(struct desk *d)
{
    *d = (struct desk){.holder = {.name = S("张示范")}};
    d->rights[OWNER] = right_of(d, "o", "ownership", 0);
    d->rights[FIRST] = right_of(d, "a", "mortgage", 1);
    d->rights[SECOND] = right_of(d, "b", "mortgage", 2);
    d->rights[THIRD] = right_of(d, "c", "mortgage", 3);
    for (int i = 0; i < RIGHTS; i++)
        d->rights[i].since_entry = i + 1;
    d->page = (struct registry_page){.unit = {.code = S("u")},
        .ownership = &d->rights[OWNER],
        .rights = d->rights,
        .rights_count = RIGHTS,
        .mortgages = 3};
    d->made = right_of(d, "", "ownership", 9);
}

static void seize(struct desk *d)
{
    d->rights[RIGHTS] = right_of(d, "s", "seizure", 0);
    d->page.rights_count = RIGHTS + 1;
    d->page.seizure = &d->rights[RIGHTS];
    d->page.seizures = 1;
}

static bool plan(struct desk *d, const struct registry_change *c, struct registry_page *ret)
{
    struct registry_plan p;

    if (!registry_plan_make(test_arena, &d->page, c, &p))
        return false;
    registry_plan_page(test_arena, &p, ret);
    return true;
}

TEST(a_transfer_replaces_the_ownership)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    c = (struct registry_change){.make = &d.made, .end = d.page.ownership};
    CHECK(plan(&d, &c, &after));
    CHECK_I64((int64_t)after.rights_count, RIGHTS);
    CHECK(after.ownership != NULL && after.ownership->id.len == 0);
    CHECK_STR(d.made.previous, S("o"));
    CHECK(registry_page_right(&after, S("o")) == NULL);
    CHECK_I64(after.mortgages, 3);
    CHECK_I64((int64_t)d.page.rights_count, RIGHTS); /* the page itself stays as it was */
    CHECK_STR(d.page.ownership->id, S("o"));
}

TEST(a_mortgage_stands_behind_the_others)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    d.made.kind = S("mortgage");
    c = (struct registry_change){.make = &d.made};
    CHECK(plan(&d, &c, &after));
    CHECK_I64(d.made.rank, 4);
    CHECK_STR(after.rights[RIGHTS].kind, S("mortgage"));
    CHECK_I64(after.rights[RIGHTS].rank, 4);
}

TEST(whoever_stands_behind_moves_up)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    c = (struct registry_change){.end = &d.rights[SECOND], .end_state = S("ended")};
    CHECK(plan(&d, &c, &after));
    CHECK_I64((int64_t)after.rights_count, RIGHTS - 1);
    CHECK_I64(registry_page_right(&after, S("a"))->rank, 1);
    CHECK_I64(registry_page_right(&after, S("c"))->rank, 2);
    CHECK_I64(d.rights[THIRD].rank, 3);
    CHECK_I64(after.ownership->rank, 0);
}

TEST(a_seizure_comes_first_and_forbids_the_rest)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    seize(&d);
    c = (struct registry_change){.make = &d.made, .end = d.page.ownership};
    CHECK(!plan(&d, &c, &after)); /* I5 */
    d.made.kind = S("mortgage");
    c = (struct registry_change){.make = &d.made};
    CHECK(!plan(&d, &c, &after)); /* I5 */
    d.made.kind = S("seizure");
    CHECK(plan(&d, &c, &after)); /* it waits in line */
    CHECK_I64(d.made.rank, 1);
    CHECK_STR(after.rights[0].id, S("s"));
    CHECK_STR(after.seizure->id, S("s"));
    c = (struct registry_change){.end = d.page.seizure, .end_state = S("ended")};
    CHECK(plan(&d, &c, &after));
    CHECK(after.seizure == NULL);
}

TEST(what_no_plan_may_do)
{
    struct registry_page after;
    struct registry_change c = {0};
    struct desk d;

    set_up(&d);
    CHECK(!plan(&d, &c, &after)); /* nothing at all */
    c.make = &d.made;
    CHECK(!plan(&d, &c, &after)); /* I4: a second ownership beside the live one */
    c.end = &d.rights[FIRST];
    CHECK(!plan(&d, &c, &after)); /* I4: it would replace something else */
    c.end = &d.made;
    c.make = NULL;
    CHECK(!plan(&d, &c, &after)); /* ends what is not on the page */
    c = (struct registry_change){.make = &d.made, .end = d.page.ownership};
    d.made.holders_count = 0;
    CHECK(!plan(&d, &c, &after)); /* I2: nobody holds it */
    d.made.holders_count = 1;
    d.made.holding = S("joint");
    CHECK(!plan(&d, &c, &after)); /* I2: jointly, alone */
}

TEST(a_change_keeps_its_place_in_line)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    d.made.kind = S("mortgage");
    d.made.rank = 0; /* not said */
    c = (struct registry_change){.effect = S("change"),
        .make = &d.made,
        .end = &d.rights[SECOND],
        .end_state = S("history")};
    CHECK(plan(&d, &c, &after));
    CHECK_I64(d.made.rank, 2);
    CHECK_I64(d.made.since_entry, SECOND + 1);
    CHECK_STR(d.made.previous, S("b"));
    CHECK_I64(registry_page_right(&after, S("c"))->rank, 3);
    CHECK_I64(after.mortgages, 3);
}

/* What became of the three, and of the one that is made: each its rank and the entry from which its
 * place counts. */
static void check_places(
    const struct desk *d, const struct registry_page *after, int64_t rank, const char *others)
{
    str said = {0};

    for (size_t i = 0; i < after->rights_count; i++) {
        const struct registry_right *r = &after->rights[i];

        if (str_is(r->kind, "mortgage") && r->id.len > 0)
            said = arena_printf(test_arena, "%.*s%.*s%lld/%lld ", STR(said), STR(r->id),
                (long long)r->rank, (long long)r->since_entry);
    }
    CHECK_I64(d->made.rank, rank);
    CHECK_I64(d->made.since_entry, rank + 1); /* the place of that rank, as set_up has it */
    CHECK_STR(said, str_of(others));
}

TEST(a_mortgage_takes_another_place_and_the_places_stay)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    d.made.kind = S("mortgage");
    d.made.rank = 1;
    c = (struct registry_change){
        .effect = S("change"), .make = &d.made, .end = &d.rights[THIRD], .end_state = S("history")};
    CHECK(plan(&d, &c, &after));
    check_places(&d, &after, 1, "a2/3 b3/4 ");
    d.made.rank = 3;
    c.end = &d.rights[FIRST];
    CHECK(plan(&d, &c, &after));
    check_places(&d, &after, 3, "b1/2 c2/3 ");
    d.made.rank = 2;
    CHECK(plan(&d, &c, &after));
    check_places(&d, &after, 2, "b1/2 c3/4 ");
    d.made.rank = 4; /* I9: a place that the line does not have */
    CHECK(!plan(&d, &c, &after));
    d.made.rank = -1; /* no rank at all is its own */
    CHECK(plan(&d, &c, &after));
    check_places(&d, &after, 1, "b2/3 c3/4 ");
    c.effect = S("transfer"); /* who comes in its place has its rank, whatever else is said */
    d.made.rank = 3;
    CHECK(plan(&d, &c, &after));
    check_places(&d, &after, 1, "b2/3 c3/4 ");
}

TEST(an_older_claim_comes_in_before_later_ones)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    d.rights[RIGHTS] = right_of(&d, "n", "advance", 0);
    d.rights[RIGHTS].since_entry = THIRD; /* between the second and the third */
    d.page.rights_count = RIGHTS + 1;
    d.rights[SECOND].since_entry = 2;
    d.rights[THIRD].since_entry = 9;
    d.made.kind = S("mortgage");
    c = (struct registry_change){.effect = S("convert"),
        .make = &d.made,
        .end = &d.rights[RIGHTS],
        .end_state = S("history")};
    CHECK(plan(&d, &c, &after));
    CHECK_I64(d.made.rank, 3);
    CHECK_I64(registry_page_right(&after, S("c"))->rank, 4);
    CHECK(registry_page_right(&after, S("n")) == NULL);
    c.effect = S("change"); /* nothing but conversion turns a guard into a right */
    CHECK(!plan(&d, &c, &after));
    c.effect = S("convert");
    c.end = &d.rights[FIRST];
    d.made.kind = S("residence");
    CHECK(!plan(&d, &c, &after)); /* nor a right into another one */
}

TEST(what_a_seizure_lets_pass)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    seize(&d);
    c = (struct registry_change){
        .effect = S("change"), .make = &d.made, .end = d.page.ownership, .end_state = S("history")};
    CHECK(plan(&d, &c, &after)); /* no disposal: policy decides, not the plan */
    c.effect = S("transfer");
    CHECK(!plan(&d, &c, &after)); /* I5 */
    d.made.kind = S("objection");
    c = (struct registry_change){.effect = S("create"), .make = &d.made};
    CHECK(plan(&d, &c, &after));
    d.made.kind = S("residence");
    CHECK(!plan(&d, &c, &after)); /* I5 */
}

TEST(a_title_goes_last)
{
    struct registry_page after;
    struct registry_change c;
    struct desk d;

    set_up(&d);
    c = (struct registry_change){
        .effect = S("cancel"), .end = d.page.ownership, .end_state = S("ended")};
    CHECK(!plan(&d, &c, &after));
    d.page.rights_count = 1;
    CHECK(plan(&d, &c, &after));
    CHECK(after.ownership == NULL);
    d.page = after;
    d.made.kind = S("easement");
    c = (struct registry_change){.effect = S("create"), .make = &d.made};
    CHECK(!plan(&d, &c, &after)); /* I9: a burden rests on a title */
    d.made.kind = S("land-use");
    CHECK(plan(&d, &c, &after));
    d.page.unit.state = S("closed");
    CHECK(!plan(&d, &c, &after)); /* I1 */
}

TESTS(T(a_change_keeps_its_place_in_line), T(a_mortgage_takes_another_place_and_the_places_stay),
    T(an_older_claim_comes_in_before_later_ones), T(what_a_seizure_lets_pass), T(a_title_goes_last),
    T(a_transfer_replaces_the_ownership), T(a_mortgage_stands_behind_the_others),
    T(whoever_stands_behind_moves_up), T(a_seizure_comes_first_and_forbids_the_rest),
    T(what_no_plan_may_do))
