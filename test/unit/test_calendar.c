/* 工作日: the published years day by day, the law's way of counting, and what must always hold of
 * it. */
#include "test.h"

#include "base/csv.h"
#include "base/file.h"
#include "calendar/calendar.h"

#include <stdlib.h>

#define FILE_BYTES_MAX (1 << 20)
#define HEADER "date,name_zh,name_en,off,year,notice,valid\n"

static struct calendar *calendar(void)
{
    struct calendar *c = NULL;
    str text, fault = S("");

    CHECK(file_read(test_arena, "data/holidays.csv", FILE_BYTES_MAX, &text) == OK);
    CHECK(calendar_parse(test_arena, text, &c, &fault) == OK);
    CHECK_STR(fault, S(""));
    return c;
}

/* "2026-02-11 16:30" or "2026-02-11 16:30:05", in China. */
static int64_t at(const char *text)
{
    str s = str_of(text);
    int64_t ms = 0;

    CHECK(when_parse(
        arena_printf(test_arena, "%.*sT%s%s+08:00", 10, text, text + 11, s.len == 16 ? ":00" : ""),
        &ms));
    return ms;
}

static str shown(int64_t ms)
{
    str s = when_print(test_arena, ms);

    return arena_printf(test_arena, "%.*s %.*s", 10, s.at, 5, s.at + 11);
}

static struct when_date date(const char *text)
{
    struct when_date d = {0};

    CHECK(when_parse_date(str_of(text), &d));
    return d;
}

static bool works(const struct calendar *c, const char *text)
{
    bool known;

    return calendar_is_working_day(c, date(text), &known);
}

TEST(days_of_the_notices)
{
    struct calendar *c = calendar();

    CHECK(works(c, "2026-02-14")); /* a Saturday worked instead */
    CHECK(!works(c, "2026-02-16"));
    CHECK(!works(c, "2026-02-23"));
    CHECK(works(c, "2026-02-24"));
    CHECK(works(c, "2026-02-28"));
    CHECK(!works(c, "2026-03-01"));
    CHECK(works(c, "2024-10-12"));
    CHECK(!works(c, "2024-10-13"));
    CHECK(!works(c, "2025-10-08"));
    CHECK(works(c, "2025-10-09"));
    CHECK_STR(calendar_day_name(c, date("2026-02-16"), false), S("春节"));
    CHECK_STR(calendar_day_name(c, date("2026-02-16"), true), S("Spring Festival"));
    CHECK_STR(calendar_day_name(c, date("2026-03-16"), false), S(""));
}

static int count_year(const struct calendar *c, int year)
{
    struct when_date d = {year, 1, 1};
    int64_t day = when_days_from_date(d);
    int worked = 0;
    bool known;

    for (; (d = when_date_from_days(day)).year == year; day++) {
        worked += calendar_is_working_day(c, d, &known);
        CHECK(known);
    }
    return worked;
}

TEST(working_days_of_a_year)
{
    struct calendar *c = calendar();

    CHECK_I64(count_year(c, 2024), 251);
    CHECK_I64(count_year(c, 2025), 248);
    CHECK_I64(count_year(c, 2026), 248);
}

TEST(beyond_the_notices_nothing_is_known)
{
    struct calendar *c = calendar();
    bool known;

    CHECK(calendar_is_working_day(c, date("2027-10-01"), &known)); /* a Friday: only assumed */
    CHECK(!known);
    CHECK(!calendar_is_working_day(c, date("2027-01-02"), &known)); /* a Saturday */
    CHECK(!known);
    CHECK(calendar_is_working_day(c, date("2026-12-31"), &known) && known);
    CHECK(!calendar_is_working_day(c, date("2023-12-31"), &known) && !known);
    CHECK(calendar_knows(c, at("2026-12-31 23:59")));
    CHECK(!calendar_knows(c, at("2027-01-01 00:00")));
    CHECK(calendar_knows(c, at("2024-01-01 00:00")));
    CHECK(!calendar_knows(c, at("2023-12-31 23:59")));
    CHECK(!calendar_knows(c, calendar_add_working_days(c, at("2026-12-30 09:00"), 5)));
}

TEST(working_days_are_counted_by_the_civil_code)
{
    static const struct {
        const char *from;
        int64_t n;
        const char *due;
    } rows[] = {{"2026-02-11 10:00", 5, "2026-02-25 17:00"},
        {"2026-09-18 16:59", 1, "2026-09-20 17:00"}, {"2026-02-11 00:00", 1, "2026-02-12 17:00"},
        {"2026-02-11 23:59", 1, "2026-02-12 17:00"}, {"2026-02-13 09:00", 1, "2026-02-14 17:00"},
        {"2026-02-14 09:00", 1, "2026-02-24 17:00"}, {"2026-02-18 09:00", 1, "2026-02-24 17:00"},
        {"2026-02-11 10:00", 0, "2026-02-11 17:00"}, {"2026-02-15 10:00", 0, "2026-02-24 17:00"},
        {"2026-02-11 10:00", -3, "2026-02-11 17:00"}, {"2025-12-31 10:00", 1, "2026-01-04 17:00"},
        {"2024-02-28 10:00", 1, "2024-02-29 17:00"}, {"2026-03-02 09:00", 30, "2026-04-14 17:00"}};
    struct calendar *c = calendar();

    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(
            shown(calendar_add_working_days(c, at(rows[i].from), rows[i].n)), str_of(rows[i].due));
}

TEST(natural_days_end_on_a_working_day)
{
    static const struct {
        const char *from;
        int64_t n;
        const char *due;
    } rows[] = {{"2026-03-02 10:00", 15, "2026-03-17 17:00"},
        {"2026-01-31 10:00", 15, "2026-02-24 17:00"}, /* the last day, 02-15, is 春节 */
        {"2026-01-30 10:00", 15, "2026-02-14 17:00"}, /* a Saturday that is worked */
        {"2026-07-03 10:00", 90, "2026-10-08 17:00"}, /* 10-01 is 国庆节 */
        {"2026-03-06 10:00", 15, "2026-03-23 17:00"}, /* a Saturday */
        {"2026-03-02 23:59", 90, "2026-06-01 17:00"}, {"2026-03-02 10:00", 0, "2026-03-02 17:00"}};
    struct calendar *c = calendar();

    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(
            shown(calendar_add_natural_days(c, at(rows[i].from), rows[i].n)), str_of(rows[i].due));
}

TEST(minutes_run_only_in_working_hours)
{
    static const struct {
        const char *from;
        int64_t n;
        const char *due;
    } rows[] = {{"2026-03-02 09:00", 10, "2026-03-02 09:10"},
        {"2026-03-02 08:00", 10, "2026-03-02 09:10"}, {"2026-03-02 11:55", 10, "2026-03-02 13:05"},
        {"2026-03-02 12:30", 10, "2026-03-02 13:10"}, {"2026-03-02 16:55", 5, "2026-03-02 17:00"},
        {"2026-03-02 16:55", 6, "2026-03-03 09:01"}, {"2026-03-02 17:00", 1, "2026-03-03 09:01"},
        {"2026-03-02 20:00", 1, "2026-03-03 09:01"}, {"2026-02-14 16:50", 20, "2026-02-24 09:10"},
        {"2026-02-17 10:00", 20, "2026-02-24 09:20"}, {"2026-03-02 09:00", 420, "2026-03-02 17:00"},
        {"2026-03-02 09:00", 421, "2026-03-03 09:01"}, {"2026-03-02 12:30", 0, "2026-03-02 12:30"},
        {"2026-03-02 12:30", -5, "2026-03-02 12:30"}};
    struct calendar *c = calendar();

    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_STR(shown(calendar_add_working_minutes(c, at(rows[i].from), rows[i].n)),
            str_of(rows[i].due));
    CHECK_I64(
        calendar_add_working_minutes(c, at("2026-03-02 11:59:30"), 1), at("2026-03-02 13:00:30"));
}

TEST(minutes_between)
{
    struct calendar *c = calendar();

    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 09:00"), at("2026-03-02 17:00")), 420);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 00:00"), at("2026-03-03 00:00")), 420);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 11:30"), at("2026-03-02 13:30")), 60);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-02-14 16:00"), at("2026-02-24 10:00")), 120);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 10:00"), at("2026-03-02 10:00")), 0);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 10:00"), at("2026-03-02 09:30")), 0);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 10:00"), at("2026-03-02 10:00:59")), 0);
}

TEST(other_hours)
{
    static const char *const bad[] = {"", "09:00", "09:00-12:00  13:00-17:00", "12:00-09:00",
        "09:00-09:00", "09:00-12:00 11:00-17:00", "9:00-12:00", "09:60-12:00", "09:00-24:01",
        "-9:00-12:00", "09:00-12:00,13:00-17:00",
        "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00"};
    struct calendar *c = calendar();

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(calendar_set_hours(c, str_of(bad[i])) == E_INVALID);
    CHECK_STR(
        shown(calendar_add_working_days(c, at("2026-03-02 09:00"), 1)), S("2026-03-03 17:00"));
    CHECK(calendar_set_hours(c, S("08:30-12:00 14:30-18:00")) == OK);
    CHECK_STR(
        shown(calendar_add_working_days(c, at("2026-03-02 09:00"), 1)), S("2026-03-03 18:00"));
    CHECK_STR(
        shown(calendar_add_working_minutes(c, at("2026-03-02 11:50"), 20)), S("2026-03-02 14:40"));
    CHECK(calendar_set_hours(c, S("00:00-24:00")) == OK);
    CHECK_I64(
        calendar_working_minutes_between(c, at("2026-03-02 00:00"), at("2026-03-04 00:00")), 2880);
}

TEST(faults_name_the_line)
{
    static const struct {
        const char *row, *part;
    } rows[] = {{"2026-02-30,a,b,1,2026,n,1\n", "line 2"},
        {"2026-02-16,a,b,2,2026,n,1\n", "line 2"}, {"2026-02-16,a,b,1,2026,n\n", "line 2"},
        {"2026-02-16,a,b,1,x,n,1\n", "line 2"}, {"2026-02-16,a,b,1,2028,n,1\n", "line 2"},
        {"2026-02-16,a,b,1,2026,n,yes\n", "line 2"},
        {"2026-02-16,a,b,0,2026,n,1\n", "Saturday or Sunday"},
        {"2026-02-16,,b,1,2026,n,1\n", "names"},
        {"2026-02-16,a,b,1,2026,n,1\n2026-02-17,a,b,1,2026,,1\n", "line 3"},
        {"2026-02-16,a,b,1,2026,n,1\n2026-02-16,c,d,1,2026,n,1\n", "twice"},
        {"2024-02-16,a,b,1,2024,n,1\n2026-02-16,a,b,1,2026,n,1\n", "no notice"}, {"", "no day"},
        {"2026-02-16,a,b,1,2026,n,0\n", "no day"}};
    struct calendar *c;
    str fault;
    size_t where;

    for (size_t i = 0; i < COUNT(rows); i++) {
        str text = arena_join(test_arena, S(HEADER), str_of(rows[i].row));

        fault = S("");
        CHECK(calendar_parse(test_arena, text, &c, &fault) == E_INVALID);
        if (!str_find(fault, str_of(rows[i].part), &where)) {
            printf("# row %zu: %.*s\n", i, STR(fault));
            CHECK(false);
        }
    }
    CHECK(calendar_parse(test_arena, S("date,off\n"), &c, &fault) == E_INVALID);
    CHECK(calendar_parse(test_arena, S(""), &c, &fault) == E_INVALID);
    /* What a later notice takes back stays written and no longer counts. */
    CHECK(
        calendar_parse(test_arena,
            S(HEADER "2026-02-16,a,b,1,2026,n,0\n2026-02-17,a,b,1,2026,n,1\n"), &c, &fault) == OK);
    CHECK(works(c, "2026-02-16") && !works(c, "2026-02-17"));
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* A random whole minute of the years that are known. */
static int64_t some_minute(uint64_t *seed)
{
    return at("2024-01-01 00:00") + (int64_t)(next(seed) % (1000 * 24 * 60)) * WHEN_MINUTE_MS;
}

TEST(counting_always_holds)
{
    struct calendar *c = calendar();
    uint64_t seed = 201;

    for (int i = 0; i < 3000; i++) {
        int64_t t = some_minute(&seed), u = some_minute(&seed);
        int64_t n = (int64_t)(next(&seed) % 2000) + 1, m = (int64_t)(next(&seed) % 2000) + 1;
        int64_t days = n % 40 + 1, more = m % 40 + 1, due;
        bool known;

        due = calendar_add_working_minutes(c, t, n);
        CHECK(due > t);
        CHECK_I64(calendar_working_minutes_between(c, t, due), n);
        CHECK_I64(
            calendar_add_working_minutes(c, due, m), calendar_add_working_minutes(c, t, n + m));
        CHECK((t <= u) == (due <= calendar_add_working_minutes(c, u, n)) ||
              due == calendar_add_working_minutes(c, u, n));

        due = calendar_add_working_days(c, t, days);
        CHECK(calendar_is_working_day(c, when_date_of(due), &known));
        CHECK_I64(
            calendar_add_working_days(c, due, more), calendar_add_working_days(c, t, days + more));
        CHECK(due < calendar_add_working_days(c, t, days + 1));

        due = calendar_add_natural_days(c, t, days);
        CHECK(calendar_is_working_day(c, when_date_of(due), &known));
        CHECK(due >= when_start_of_day_ms(when_date_of(t)) + days * WHEN_DAY_MS);
        CHECK(due <= calendar_add_natural_days(c, t, days + 1));
        CHECK(due <= calendar_add_working_days(c, t, days));

        if (u > t)
            CHECK_I64(calendar_working_minutes_between(c, t, u) +
                          calendar_working_minutes_between(c, u, u + WHEN_DAY_MS),
                calendar_working_minutes_between(c, t, u + WHEN_DAY_MS));
    }
}

TEST(no_number_hangs_it)
{
    struct calendar *c = calendar();

    CHECK(calendar_add_working_days(c, INT64_MAX, INT64_MAX) > 0);
    CHECK(calendar_add_working_days(c, INT64_MIN, 1) < 0);
    CHECK(calendar_add_natural_days(c, INT64_MAX, INT64_MAX) > 0);
    CHECK(calendar_add_working_minutes(c, 0, INT64_MAX) > 0);
    CHECK(calendar_add_working_minutes(c, INT64_MAX, 1) > 0);
    CHECK(calendar_working_minutes_between(c, INT64_MIN, INT64_MAX) > 0);
}

/* Day by day against the published list, when it is there. */
TEST(published_days)
{
    const char *root = getenv("YICHUANG_DATA");
    struct calendar *c = calendar();
    struct csv csv;
    str text, *cells;
    size_t count;
    int compared = 0;

    if (!root) {
        printf("# skipped: YICHUANG_DATA is not set\n");
        return;
    }
    CHECK(file_read(test_arena,
              arena_z(test_arena, arena_printf(test_arena, "%s/holidays/days.csv", root)),
              FILE_BYTES_MAX, &text) == OK);
    csv_init(&csv, text);
    while (csv_next(&csv, test_arena, &cells, &count)) {
        struct when_date d;
        bool known, worked;

        if (count != 4 || !when_parse_date(cells[0], &d) || d.year < 2024)
            continue;
        worked = calendar_is_working_day(c, d, &known);
        CHECK(worked == str_is(cells[2], "0"));
        CHECK(calendar_day_name(c, d, false).len > 0);
        compared++;
    }
    CHECK_I64(compared, 108);
}

TEST(a_year_as_it_is_shown)
{
    const char *text = HEADER "2026-01-01,元旦,New Year,1,2026,notice one,1\n"
                              "2026-01-02,元旦,New Year,1,2026,notice one,0\n"
                              "2026-01-04,元旦,New Year,0,2026,notice one,1\n"
                              "2025-12-31,元旦,New Year,1,2026,notice one,1\n";
    struct tree *out = tree_new(test_arena, TREE_OBJECT);
    struct calendar *c;
    str fault = S("");

    CHECK(calendar_parse(test_arena, str_of(text), &c, &fault) == OK);
    calendar_show(c, 2026, out);
    CHECK_STR(tree_to_json(tree_get(out, S("days"))),
        S("[{\"date\":\"2026-01-01\",\"weekday\":4,\"off\":true,\"name_zh\":\"元旦\","
          "\"name_en\":\"New Year\",\"source\":\"notice one\",\"valid\":true},"
          "{\"date\":\"2026-01-04\",\"weekday\":7,\"off\":false,\"name_zh\":\"元旦\","
          "\"name_en\":\"New Year\",\"source\":\"notice one\",\"valid\":true},"
          "{\"date\":\"2026-01-02\",\"weekday\":5,\"off\":true,\"name_zh\":\"元旦\","
          "\"name_en\":\"New Year\",\"source\":\"notice one\",\"valid\":false}]"));
    CHECK(tree_get_bool(out, S("announced"), false));
    CHECK_I64(tree_get_i64(out, S("working_days"), 0), 261); /* one off, one Sunday worked */
    CHECK(works(c, "2026-01-02"));
    out = tree_new(test_arena, TREE_OBJECT);
    calendar_show(c, 2027, out);
    CHECK(!tree_get_bool(out, S("announced"), true));
}

TESTS(T(days_of_the_notices), T(working_days_of_a_year), T(beyond_the_notices_nothing_is_known),
    T(working_days_are_counted_by_the_civil_code), T(natural_days_end_on_a_working_day),
    T(minutes_run_only_in_working_hours), T(minutes_between), T(other_hours),
    T(faults_name_the_line), T(counting_always_holds), T(no_number_hangs_it), T(published_days),
    T(a_year_as_it_is_shown))
