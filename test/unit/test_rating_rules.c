/* What may be said in a rating, and what may be published of it. */
#include "test.h"

#include "base/when.h"
#include "rating/rating_rules.h"

static struct ctx fresh(void)
{
    int64_t now_ms = 0;

    CHECK(when_parse(S("2026-03-31T23:59:59+08:00"), &now_ms));
    return (struct ctx){.arena = test_arena, .now_ms = now_ms};
}

static size_t faults(const struct ctx *ctx)
{
    size_t count = 0;

    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        count++;
    return count;
}

static size_t given(int64_t level, const char *reasons, const char *channel, const char *contact)
{
    struct ctx ctx = fresh();

    rating_check_given(&ctx, &(struct rating_given){.level = level,
                                 .reasons = str_of(reasons),
                                 .channel = str_of(channel),
                                 .contact = str_of(contact)});
    return faults(&ctx);
}

TEST(reasons_go_with_the_level)
{
    CHECK_I64((int64_t)given(1, "slow waiting", "web", ""), 0);
    CHECK_I64((int64_t)given(5, "efficient", "web", ""), 0);
    CHECK_I64((int64_t)given(3, "", "web", ""), 0);
    CHECK_I64((int64_t)given(5, "slow", "web", ""), 1);
    CHECK_I64((int64_t)given(2, "guide efficient", "web", ""), 2);
    CHECK_I64((int64_t)given(2, "slow slow", "web", ""), 1);
    CHECK_I64((int64_t)given(2, "slow  waiting", "web", ""), 1);
    CHECK_I64((int64_t)given(2, "", "", ""), 1);
}

TEST(a_phone_goes_with_a_bad_rating)
{
    CHECK_I64((int64_t)given(2, "", "sms", "13900000001"), 0);
    CHECK_I64((int64_t)given(3, "", "sms", "13900000001"), 1);
    CHECK_I64((int64_t)given(1, "", "sms", "123456"), 1);
    CHECK_I64((int64_t)given(1, "", "sms", "1390000000a"), 1);
}

static size_t published(const char *words)
{
    str names[] = {S("张示范"), S("示范受理一"), S("")};
    struct ctx ctx = fresh();

    rating_check_published(&ctx, str_of(words), names, COUNT(names));
    return faults(&ctx);
}

TEST(nobody_is_named_in_public)
{
    CHECK_I64((int64_t)published("等候时间长：2026年3月已增开2个窗口"), 0);
    CHECK_I64((int64_t)published("张示范反映"), 1);
    CHECK_I64((int64_t)published("由示范受理一答复张示范"), 2);
    CHECK_I64((int64_t)published("编号12345"), 0);
    CHECK_I64((int64_t)published("电话139000"), 1);
}

static size_t month(const char *words)
{
    struct ctx ctx = fresh();

    rating_check_month(&ctx, str_of(words));
    return faults(&ctx);
}

TEST(a_month_is_shown_when_it_is_over)
{
    CHECK_I64((int64_t)month("2026-02"), 0);
    CHECK_I64((int64_t)month("2025-12"), 0);
    CHECK_I64((int64_t)month("2026-03"), 1);
    CHECK_I64((int64_t)month("2027-01"), 1);
    CHECK_I64((int64_t)month("2026-00"), 1);
    CHECK_I64((int64_t)month("2026/02"), 1);
    CHECK_I64((int64_t)month("02-2026"), 1);
}

TESTS(T(reasons_go_with_the_level), T(a_phone_goes_with_a_bad_rating), T(nobody_is_named_in_public),
    T(a_month_is_shown_when_it_is_over))
