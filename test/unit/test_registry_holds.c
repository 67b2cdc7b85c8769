/* What must be true of a page before an entry may leave it so: each breach by its own cause. */
#include "registry/registry_store.h"
#include "test.h"

#define RIGHTS_MAX 6

struct desk {
    struct registry_right rights[RIGHTS_MAX];
    struct registry_holder holders[2];
    struct registry_page page;
};

static struct registry_right *add(
    struct desk *d, const char *id, const char *kind, int64_t rank, int64_t since)
{
    struct registry_right *r = &d->rights[d->page.rights_count++];

    *r = (struct registry_right){.id = str_of(id),
        .kind = str_of(kind),
        .state = S("live"),
        .holding = S("sole"),
        .rank = rank,
        .since_entry = since,
        .holders = d->holders,
        .holders_count = 1};
    return r;
}

/* An ownership with two mortgages and two seizures, the later of which waits. */
static void set_up(struct desk *d)
{
    *d = (struct desk){.holders = {{.name = S("张示范")}, {.name = S("李示范")}}};
    d->page.unit.state = S("live");
    d->page.rights = d->rights;
    add(d, "o", "ownership", 0, 1);
    add(d, "a", "mortgage", 1, 2);
    add(d, "b", "mortgage", 2, 3);
    add(d, "s", "seizure", 0, 4);
    add(d, "t", "seizure", 1, 5);
}

static struct registry_right *right(struct desk *d, const char *id)
{
    for (size_t i = 0; i < d->page.rights_count; i++)
        if (str_is(d->rights[i].id, id))
            return &d->rights[i];
    return NULL;
}

static str breach(struct desk *d)
{
    registry_page_settle(&d->page);
    return str_of(registry_page_breach(test_arena, &d->page));
}

TEST(a_lawful_page)
{
    struct desk d;

    set_up(&d);
    CHECK_STR(breach(&d), S(""));
}

TEST(a_closed_unit_holds_nothing)
{
    struct desk d;

    set_up(&d);
    d.page.unit.state = S("closed");
    CHECK_STR(breach(&d), S("I1"));
    d.page.rights_count = 0;
    CHECK_STR(breach(&d), S(""));
}

TEST(a_kind_that_nobody_knows)
{
    struct desk d;

    set_up(&d);
    right(&d, "b")->kind = S("lordship");
    CHECK_STR(breach(&d), S("I1"));
}

TEST(holders_and_their_shares)
{
    struct desk d;

    set_up(&d);
    right(&d, "o")->holders_count = 0;
    CHECK_STR(breach(&d), S("I2"));
    right(&d, "o")->holders_count = 2;
    CHECK_STR(breach(&d), S("I2")); /* solely, by two */
    right(&d, "o")->holding = S("joint");
    CHECK_STR(breach(&d), S(""));
    right(&d, "o")->holding = S("shares");
    d.holders[0].share = (struct share){1, 2};
    d.holders[1].share = (struct share){1, 3};
    right(&d, "o")->holders = (struct registry_holder[]){d.holders[0], d.holders[1]};
    d.holders[0].share = d.holders[1].share = (struct share){0, 0};
    CHECK_STR(breach(&d), S("I2")); /* five sixths */
    right(&d, "o")->holders[1].share = (struct share){1, 2};
    CHECK_STR(breach(&d), S(""));
}

TEST(two_titles)
{
    struct desk d;

    set_up(&d);
    add(&d, "p", "land-use", 0, 6);
    CHECK_STR(breach(&d), S("I4"));
}

TEST(seizures_in_line)
{
    struct desk d;

    set_up(&d);
    right(&d, "s")->rank = 2;
    CHECK_STR(breach(&d), S("I6")); /* one waits, none is in effect */
    right(&d, "s")->rank = right(&d, "t")->rank = 0;
    CHECK_STR(breach(&d), S("I6")); /* two are */
    right(&d, "s")->rank = 1;
    CHECK_STR(breach(&d), S("I6")); /* the later one is in effect before the earlier */
}

TEST(mortgages_in_line_on_a_title)
{
    struct desk d;

    set_up(&d);
    right(&d, "b")->rank = 3;
    CHECK_STR(breach(&d), S("I9"));
    right(&d, "b")->rank = 1;
    CHECK_STR(breach(&d), S("I9"));
    set_up(&d);
    right(&d, "o")->kind = S("advance");
    CHECK_STR(breach(&d), S("I9")); /* on nobody's title */
    set_up(&d);
    right(&d, "b")->since_entry = 0; /* it is being made */
    CHECK_STR(breach(&d), S(""));
}

TESTS(T(a_lawful_page), T(a_closed_unit_holds_nothing), T(a_kind_that_nobody_knows),
    T(holders_and_their_shares), T(two_titles), T(seizures_in_line),
    T(mortgages_in_line_on_a_title))
