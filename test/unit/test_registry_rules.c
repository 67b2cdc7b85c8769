/* What a right's shares must be before it is recorded (I2), whatever their number and denominators;
 * and the families of rights. */
#include "registry/registry.h"
#include "test.h"

static bool hold(const char *holding, const struct share *shares, size_t count)
{
    struct registry_holder *h = ARENA_MANY(test_arena, count + 1, struct registry_holder);
    struct registry_right right = {
        .holding = str_of(holding), .holders = h, .holders_count = count};
    size_t before;
    bool holds;

    for (size_t i = 0; i < count; i++)
        h[i].share = shares[i];
    before = arena_used(test_arena);
    holds = registry_shares_hold(test_arena, &right);
    CHECK(arena_used(test_arena) == before);
    return holds;
}

TEST(holding_fits_the_number_of_holders)
{
    static const struct share none[3] = {{0, 0}, {0, 0}, {0, 0}};
    static const struct share whole[1] = {{1, 1}};

    CHECK(hold("sole", none, 1));
    CHECK(!hold("sole", none, 2));
    CHECK(!hold("sole", whole, 1));
    CHECK(hold("joint", none, 2) && hold("joint", none, 3));
    CHECK(!hold("joint", none, 1));
    CHECK(!hold("shares", none, 2));
    CHECK(!hold("shares", whole, 1));
}

TEST(shares_are_exactly_one)
{
    static const struct share thirds[3] = {{1, 3}, {1, 3}, {1, 3}};
    static const struct share less[3] = {{1, 3}, {1, 3}, {333333333, 1000000000}};
    static const struct share mixed[3] = {{1, 2}, {1, 2}, {0, 0}};

    CHECK(hold("shares", thirds, 3));
    CHECK(!hold("joint", thirds, 3));
    CHECK(!hold("shares", less, 3));
    CHECK(!hold("shares", mixed, 3));
}

/* Three pairs, each one third; on the way the sum's denominator is a product of three large
 * numbers, which no 64 bits hold. */
TEST(unlike_denominators_in_any_order)
{
    enum { P = 333333313, Q = 333333287, R = 333333271 };
    struct share s[6] = {{1, 3 * (int64_t)P}, {2, 3 * (int64_t)Q}, {4, 3 * (int64_t)R},
        {P - 1, 3 * (int64_t)P}, {Q - 2, 3 * (int64_t)Q}, {R - 4, 3 * (int64_t)R}};

    CHECK(hold("shares", s, 6));
    s[0].num++;
    CHECK(!hold("shares", s, 6));
}

TEST(a_family_stands_for_its_kinds)
{
    CHECK(registry_kind_is(S("forest"), S("title")) && registry_kind_is(S("forest"), S("forest")));
    CHECK(
        !registry_kind_is(S("forest"), S("burden")) && !registry_kind_is(S("title"), S("forest")));
    CHECK(!registry_kind_is(S("owner"), S("title")) && !registry_kind_is((str){0}, S("title")));
    CHECK(registry_is_title(S("title")) && !registry_is_title(S("mortgage")));
    CHECK_STR(
        registry_kinds_of(test_arena, S("burden")), S("mortgage easement residence operation"));
    CHECK_STR(registry_kinds_of(test_arena, S("seizure")), S("seizure"));
    CHECK_STR(registry_kinds_of(test_arena, S("nothing")), S(""));
}

TESTS(T(holding_fits_the_number_of_holders), T(shares_are_exactly_one),
    T(unlike_denominators_in_any_order), T(a_family_stands_for_its_kinds))
