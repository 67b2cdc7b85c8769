/* Civil dates and moments: the calendar's corners, China's zone, RFC 3339. */
#include "base/when.h"

#include "test.h"

/* Each day of the month: one after the day before, and back to itself. Returns its last day. */
static int64_t check_month(int year, int month, int64_t before)
{
    for (int day = 1; day <= 31; day++) {
        struct when_date d = {year, month, day};

        if (!when_date_is_valid(d))
            continue;
        CHECK_I64(when_days_from_date(d), ++before);

        struct when_date back = when_date_from_days(before);

        CHECK(back.year == year && back.month == month && back.day == day);
    }
    return before;
}

TEST(dates_and_day_numbers_agree)
{
    int64_t before = when_days_from_date((struct when_date){1599, 12, 31});

    CHECK_I64(when_days_from_date((struct when_date){1970, 1, 1}), 0);
    CHECK_I64(when_days_from_date((struct when_date){1969, 12, 31}), -1);
    CHECK_I64(when_days_from_date((struct when_date){2000, 3, 1}), 11017);
    CHECK_I64(when_days_from_date((struct when_date){1, 1, 1}), -719162);
    for (int year = 1600; year < 2400; year++)
        for (int month = 1; month <= 12; month++)
            before = check_month(year, month, before);
    CHECK_I64(before, when_days_from_date((struct when_date){2399, 12, 31}));
}

TEST(leap_days_follow_the_rule)
{
    CHECK(when_date_is_valid((struct when_date){2024, 2, 29}));
    CHECK(when_date_is_valid((struct when_date){2000, 2, 29}));
    CHECK(!when_date_is_valid((struct when_date){1900, 2, 29}));
    CHECK(!when_date_is_valid((struct when_date){2026, 2, 29}));
    CHECK(!when_date_is_valid((struct when_date){2026, 4, 31}));
    CHECK(!when_date_is_valid((struct when_date){2026, 13, 1}));
    CHECK(!when_date_is_valid((struct when_date){2026, 0, 1}));
    CHECK(!when_date_is_valid((struct when_date){2026, 1, 0}));
    CHECK(!when_date_is_valid((struct when_date){0, 1, 1}));
    CHECK(!when_date_is_valid((struct when_date){10000, 1, 1}));
}

TEST(the_day_turns_at_midnight_in_china)
{
    struct when_date d = {2026, 11, 23};
    int64_t midnight_ms = when_start_of_day_ms(d);

    CHECK_STR(when_print(test_arena, midnight_ms), S("2026-11-23T00:00:00.000+08:00"));
    CHECK_I64(when_date_of(midnight_ms).day, 23);
    CHECK_I64(when_date_of(midnight_ms - 1).day, 22);
    CHECK_STR(when_print(test_arena, 0), S("1970-01-01T08:00:00.000+08:00"));
    CHECK_STR(when_print(test_arena, -28800001), S("1969-12-31T23:59:59.999+08:00"));
    CHECK_STR(when_print_date(test_arena, d), S("2026-11-23"));
    CHECK_STR(when_print_zh(test_arena, midnight_ms), S("2026年11月23日"));
    CHECK_STR(when_print_zh(test_arena, midnight_ms - 20 * WHEN_DAY_MS), S("2026年11月3日"));
}

TEST(weekdays)
{
    CHECK_I64(when_weekday((struct when_date){2026, 11, 23}), 1); /* Monday */
    CHECK_I64(when_weekday((struct when_date){2026, 11, 29}), 7);
    CHECK_I64(when_weekday((struct when_date){1970, 1, 1}), 4);
    CHECK_I64(when_weekday((struct when_date){1969, 12, 28}), 7);
    CHECK_I64(when_weekday((struct when_date){1900, 1, 1}), 1);
}

TEST(dates_are_read_exactly)
{
    struct when_date d = {1, 1, 1};

    CHECK(when_parse_date(S("2024-02-29"), &d) && d.year == 2024 && d.month == 2 && d.day == 29);
    CHECK(!when_parse_date(S("2023-02-29"), &d));
    CHECK(!when_parse_date(S("2024-2-29"), &d));
    CHECK(!when_parse_date(S("2024/02/29"), &d));
    CHECK(!when_parse_date(S("2024-02-29 "), &d));
    CHECK(!when_parse_date(S("2024-02-2"), &d));
    CHECK(!when_parse_date(S("-024-02-29"), &d));
    CHECK(!when_parse_date(S(""), &d));
    CHECK_I64(d.year, 2024); /* untouched by what failed */
}

TEST(moments_are_read)
{
    int64_t ms = 77, same_ms = 78;

    CHECK(when_parse(S("1970-01-01T00:00:00Z"), &ms) && ms == 0);
    CHECK(when_parse(S("2026-11-23T09:00:00.000+08:00"), &ms));
    CHECK(when_parse(S("2026-11-22t19:30:00-05:30"), &same_ms));
    CHECK_I64(same_ms, ms);
    CHECK(when_parse(S("2026-11-23T01:00:00z"), &same_ms) && same_ms == ms);
    CHECK(when_parse(S("1970-01-01T00:00:00.2Z"), &ms) && ms == 200);
    CHECK(when_parse(S("1970-01-01T00:00:00.0239999Z"), &ms) && ms == 23);
    CHECK(when_parse(S("1969-12-31T23:59:59.999Z"), &ms) && ms == -1);
    for (int64_t t = INT64_C(-2208988800000); t < INT64_C(4102444800000); t += 86399999777) {
        CHECK(when_parse(when_print(test_arena, t), &ms));
        CHECK_I64(ms, t);
    }
}

TEST(bad_moments_are_refused)
{
    static const char *const bad[] = {
        "",
        "2026-11-23",
        "2026-11-23T09:00:00",
        "2026-11-23 09:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T09:60:00Z",
        "2026-11-23T09:00:60Z",
        "2026-11-23T09:00:00.Z",
        "2026-11-23T09:00:00+8:00",
        "2026-11-23T09:00:00+0800",
        "2026-11-23T09:00:00+24:00",
        "2026-11-23T09:00:00+08:60",
        "2026-11-31T09:00:00Z",
        "2026-11-23T09:00Z",
        "2026-11-23T09:00:00Z ",
        "2026-11-23T-9:00:00Z",
    };
    int64_t ms = 77;

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!when_parse(str_of(bad[i]), &ms));
    CHECK_I64(ms, 77);
}

TEST(clocks_run)
{
    int64_t now_ms = when_now_ms(), now_us = when_monotonic_us();

    CHECK(now_ms > INT64_C(1577836800000)); /* after 2020 */
    CHECK(when_now_ms() - now_ms < 10000);
    CHECK(when_monotonic_us() >= now_us);
    when_set_test_offset_ms(WHEN_DAY_MS);
#ifdef YICHUANG_TEST
    CHECK(when_now_ms() - now_ms >= WHEN_DAY_MS);
#else
    CHECK(when_now_ms() - now_ms < WHEN_DAY_MS); /* a release's clock cannot be moved */
#endif
    when_set_test_offset_ms(0);
    CHECK(when_now_ms() - now_ms < 10000);
}

TESTS(T(dates_and_day_numbers_agree), T(leap_days_follow_the_rule),
    T(the_day_turns_at_midnight_in_china), T(weekdays), T(dates_are_read_exactly),
    T(moments_are_read), T(bad_moments_are_refused), T(clocks_run))
