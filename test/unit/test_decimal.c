/* Decimal numbers as whole units, and numbers of a tree read and printed exactly. */
#include "base/decimal.h"
#include "base/tree.h"
#include "test.h"

static int64_t read_of(const char *text, int places)
{
    int64_t n = -77;

    return decimal_read(str_of(text), places, &n) ? n : -77;
}

TEST(digits_are_moved_and_rounded_away_from_zero)
{
    CHECK_I64(read_of("1.25", 2), 125);
    CHECK_I64(read_of("-106.2309", 9), INT64_C(-106230900000));
    CHECK_I64(read_of("0", 9), 0);
    CHECK_I64(read_of("12", 0), 12);
    CHECK_I64(read_of("0.0000000005", 9), 1);
    CHECK_I64(read_of("-0.0000000005", 9), -1);
    CHECK_I64(read_of("0.00000000049", 9), 0);
    CHECK_I64(read_of("1.999", 2), 200);
    CHECK_I64(read_of("9223372036854775807", 0), INT64_MAX);
}

TEST(what_is_no_decimal_is_not_read)
{
    static const char *const bad[] = {
        "", "-", ".", ".5", "5.", "1.2.3", "1e5", "+1", " 1", "1 ", "1,5", "--1", "0x1"};

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK_I64(read_of(bad[i], 9), -77);
    CHECK_I64(read_of("9223372036854775808", 0), -77);
    CHECK_I64(read_of("9223372036.9", 9), -77);
    CHECK_I64(read_of("1", DECIMAL_PLACES_MAX + 1), -77);
}

TEST(what_is_printed_is_read_again)
{
    static const int64_t units[] = {0, 1, -1, 1250, -1000, INT64_C(106230900000), INT64_MAX};

    for (size_t i = 0; i < COUNT(units); i++) {
        int64_t again = 0;

        CHECK(decimal_read(decimal_print(test_arena, units[i], 3), 3, &again));
        CHECK_I64(again, units[i]);
    }
    CHECK_STR(decimal_print(test_arena, 1250, 3), S("1.25"));
    CHECK_STR(decimal_print(test_arena, -5, 3), S("-0.005"));
    CHECK_STR(decimal_print(test_arena, 2000, 3), S("2"));
}

TEST(numbers_of_a_tree_are_exact)
{
    struct tree *t, *list = tree_new(test_arena, TREE_LIST);
    int64_t n = 0;
    str fault;

    CHECK(tree_parse(test_arena, S("[106.230900001,38,\"1\",1e300,-0.5]"), &t, &fault) == OK);
    CHECK(tree_to_decimal(t->first, 9, &n));
    CHECK_I64(n, INT64_C(106230900001));
    CHECK(tree_to_decimal(t->first->next, 9, &n));
    CHECK_I64(n, INT64_C(38000000000));
    CHECK(!tree_to_decimal(t->first->next->next, 9, &n));
    CHECK(!tree_to_decimal(t->first->next->next->next, 9, &n));
    CHECK(!tree_to_decimal(NULL, 9, &n));
    tree_decimal(list, S(""), INT64_C(106230900001), 9);
    tree_decimal(list, S(""), INT64_C(-500000000), 9);
    CHECK_STR(tree_to_json(list), S("[106.230900001,-0.5]"));
}

TESTS(T(digits_are_moved_and_rounded_away_from_zero), T(what_is_no_decimal_is_not_read),
    T(what_is_printed_is_read_again), T(numbers_of_a_tree_are_exact))
