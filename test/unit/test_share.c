/* Shares are exact: three thirds are one, and no order of adding, no odd denominator and no number
 * of holders changes that. */
#include "test.h"

#include "party/share.h"

static struct share parsed(const char *text)
{
    struct share s = {0, 0};

    CHECK(share_parse(str_of(text), &s));
    return s;
}

static bool is_one(const char *list)
{
    struct share shares[100];
    str rest = str_of(list);
    size_t count = 0;

    while (rest.len > 0)
        CHECK(share_parse(str_cut(&rest, ' '), &shares[count++]));
    return share_sums_to_one(shares, count);
}

TEST(what_is_a_share)
{
    static const char *const good[] = {
        "1/2", "1/1", "2/4", "25/100", "1000000000/1000000000", "1/1000000000", "007/010"};
    static const char *const bad[] = {"", "1", "1/", "/2", "0/2", "1/0", "0/0", "3/2", "-1/2",
        "1/-2", "-1/-2", "1/2/3", " 1/2", "1/2 ", "1 /2", "0.5", "50%", "1/1000000001", "½",
        "99999999999999999999/99999999999999999999", "1//2", "+1/2", "１/２"};
    struct share s;

    for (size_t i = 0; i < COUNT(good); i++)
        CHECK(share_parse(str_of(good[i]), &s));
    for (size_t i = 0; i < COUNT(bad); i++)
        if (share_parse(str_of(bad[i]), &s)) {
            printf("# taken: %s\n", bad[i]);
            CHECK(false);
        }
}

TEST(shares_are_kept_in_lowest_terms)
{
    CHECK_STR(share_print(test_arena, parsed("25/100")), S("1/4"));
    CHECK_STR(share_print(test_arena, parsed("6/6")), S("1/1"));
    CHECK_STR(share_print(test_arena, parsed("999999999/1000000000")), S("999999999/1000000000"));
    CHECK_STR(share_print(test_arena, (struct share){0, 0}), S(""));
}

TEST(thirds_are_one)
{
    CHECK(is_one("1/3 1/3 1/3"));
    CHECK(is_one("1/1"));
    CHECK(is_one("1/2 1/3 1/6"));
    CHECK(!is_one("33/100 33/100 33/100"));
    CHECK(!is_one("333333333/1000000000 333333333/1000000000 333333333/1000000000"));
    CHECK(!is_one("1/2 1/2 1/1000000000"));
    CHECK(!is_one("1/3 1/3"));
    CHECK(!share_sums_to_one(NULL, 0));
    CHECK(!share_sums_to_one((struct share[]){{0, 0}}, 1));
    CHECK(!share_sums_to_one((struct share[]){{1, 2}, {0, 0}, {1, 2}}, 3));
    CHECK(!share_sums_to_one((struct share[]){{3, 2}, {-1, 2}}, 2));
}

/* `pairs` times a/(pairs*p) and (p-a)/(pairs*p), each pair another p and together 1/pairs: first
 * all the firsts, so that the common denominator grows far beyond any machine word, then the
 * seconds. */
static bool pairs_are_one(int64_t pairs, int64_t extra)
{
    static const int64_t near = 99999989;
    struct share shares[256];

    for (int64_t i = 0; i < pairs; i++) {
        int64_t p = near * 10 / pairs - 2 * i, a = p / 3 + i;

        shares[i] = (struct share){a, pairs * p};
        shares[pairs + i] = (struct share){p - a, pairs * p};
    }
    shares[0].num += extra;
    return share_sums_to_one(shares, (size_t)(2 * pairs));
}

TEST(sums_that_no_machine_word_holds)
{
    for (int64_t pairs = 2; pairs <= 40; pairs++) {
        CHECK(pairs_are_one(pairs, 0));
        CHECK(!pairs_are_one(pairs, 1));
        CHECK(!pairs_are_one(pairs, -1));
    }
    CHECK(!pairs_are_one(120, 0)); /* beyond what is held: refused, not guessed */
}

TEST(adding_and_comparing)
{
    struct share s;

    CHECK(share_add(parsed("1/3"), parsed("1/6"), &s) && s.num == 1 && s.den == 2);
    CHECK(share_add((struct share){0, 1}, parsed("1/3"), &s) && s.num == 1 && s.den == 3);
    CHECK(share_add(parsed("2/3"), parsed("2/3"), &s) && s.num == 4 && s.den == 3);
    CHECK(!share_add((struct share){0, 0}, parsed("1/3"), &s));
    CHECK(!share_add(parsed("1/3"), (struct share){1, -3}, &s));
    CHECK(!share_add((struct share){1, INT64_MAX}, (struct share){1, INT64_MAX - 1}, &s));
    CHECK(!share_add((struct share){INT64_MAX, 1}, (struct share){1, 1}, &s));
    CHECK(share_compare(parsed("1/3"), parsed("33/100")) > 0);
    CHECK(share_compare(parsed("2/4"), parsed("1/2")) == 0);
    CHECK(share_compare(parsed("1/3"), parsed("1/2")) < 0);
    CHECK(share_compare((struct share){INT64_MAX, INT64_MAX - 1}, (struct share){1, 1}) > 0);
}

TEST(two_thirds_consent)
{
    struct share thirds[3] = {{1, 3}, {1, 3}, {1, 3}};
    struct share near[3] = {
        {333333333, 1000000000}, {333333333, 1000000000}, {333333334, 1000000000}};
    struct share joint[2] = {{0, 0}, {0, 0}};

    CHECK(share_consent_is_enough(thirds, (bool[]){true, true, false}, 3));
    CHECK(!share_consent_is_enough(thirds, (bool[]){true, false, false}, 3));
    CHECK(!share_consent_is_enough(near, (bool[]){true, true, false}, 3));
    CHECK(share_consent_is_enough(near, (bool[]){false, true, true}, 3));
    CHECK(share_consent_is_enough(joint, (bool[]){true, true}, 2));
    CHECK(!share_consent_is_enough(joint, (bool[]){true, false}, 2));
    CHECK(!share_consent_is_enough(joint, (bool[]){false, false}, 2));
    CHECK(!share_consent_is_enough(thirds, NULL, 0));
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static int64_t divisor_of(int64_t a, int64_t b)
{
    return b == 0 ? a : divisor_of(b, a % b);
}

/* A whole of `whole` parts is cut at random; the cuts sum to one however they are ordered, and one
 * part more or less is noticed. */
TEST(random_cuts_sum_to_one)
{
    uint64_t seed = 20261123;

    for (int round = 0; round < 2000; round++) {
        int64_t whole = 60 + (int64_t)(next(&seed) % 999999000), left = whole;
        struct share shares[12];
        size_t count = 0;

        while (left > 0 && count < 11) {
            int64_t part = 1 + (int64_t)(next(&seed) % (uint64_t)left), d;

            d = divisor_of(part, whole);
            shares[count++] = (struct share){part / d, whole / d};
            left -= part;
        }
        if (left > 0)
            shares[count++] =
                (struct share){left / divisor_of(left, whole), whole / divisor_of(left, whole)};
        for (size_t i = count - 1; i > 0; i--) {
            size_t j = next(&seed) % (i + 1);
            struct share kept = shares[i];

            shares[i] = shares[j];
            shares[j] = kept;
        }
        CHECK(share_sums_to_one(shares, count));
        CHECK(!share_sums_to_one(shares, count - 1));
        shares[0].den = shares[0].den == SHARE_DEN_MAX ? shares[0].den - 1 : shares[0].den + 1;
        CHECK(!share_sums_to_one(shares, count));
    }
}

TESTS(T(what_is_a_share), T(shares_are_kept_in_lowest_terms), T(thirds_are_one),
    T(sums_that_no_machine_word_holds), T(adding_and_comparing), T(two_thirds_consent),
    T(random_cuts_sum_to_one))
