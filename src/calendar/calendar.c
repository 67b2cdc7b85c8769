/* The calendar's days and hours: reading them, and asking about one day. */
#include "calendar/calendar_internal.h"

#include "base/csv.h"

#include <stdlib.h>

#define SPAN_TEXT_LEN 11 /* 09:00-12:00 */
#define SPAN_MIDDLE 6

enum column {
    COLUMN_DATE,
    COLUMN_ZH,
    COLUMN_EN,
    COLUMN_OFF,
    COLUMN_YEAR,
    COLUMN_NOTICE,
    COLUMN_VALID
};

static const char *const column_names[] = {
    "date", "name_zh", "name_en", "off", "year", "notice", "valid"};

static err fault_at(struct arena *a, int64_t line, const char *what, str *ret_fault)
{
    *ret_fault = arena_printf(a, "holidays, line %lld: %s", (long long)line, what);
    return E_INVALID;
}

static bool is_weekend(int64_t day)
{
    return when_weekday(when_date_from_days(day)) > 5;
}

static int order_of_days(const void *a, const void *b)
{
    const struct calendar_day *x = a, *y = b;

    return (x->day > y->day) - (x->day < y->day);
}

static const struct calendar_day *find_day(const struct calendar *c, int64_t day)
{
    struct calendar_day key = {.day = day};

    if (c->count == 0)
        return NULL;
    return bsearch(&key, c->days, c->count, sizeof(key), order_of_days);
}

static bool knows_year(const struct calendar *c, int64_t year)
{
    return year >= c->first_year && year <= c->last_year;
}

static bool read_flag(str cell, bool *ret)
{
    *ret = str_is(cell, "1");
    return *ret || str_is(cell, "0");
}

/* What is wrong with a row, or NULL. */
static const char *read_row(
    const str *cells, size_t count, struct calendar_day *ret, bool *ret_valid)
{
    struct when_date date;

    if (count != COUNT(column_names))
        return "seven cells are needed";
    if (!when_parse_date(cells[COLUMN_DATE], &date))
        return "the date is not of the form 2026-02-15";
    if (!read_flag(cells[COLUMN_OFF], &ret->off))
        return "off is 1 for a day off and 0 for a day that is worked";
    if (!read_flag(cells[COLUMN_VALID], ret_valid))
        return "valid is 1 or 0";
    if (!str_to_i64(cells[COLUMN_YEAR], &ret->year))
        return "the year of the notice is not a number";
    if (ret->year < date.year - 1 || ret->year > date.year + 1)
        return "the notice is not for this year or one beside it";
    if (cells[COLUMN_ZH].len == 0 || cells[COLUMN_EN].len == 0 || cells[COLUMN_NOTICE].len == 0)
        return "the day's names and its notice are needed";
    ret->day = when_days_from_date(date);
    ret->name_zh = cells[COLUMN_ZH];
    ret->name_en = cells[COLUMN_EN];
    ret->notice = cells[COLUMN_NOTICE];
    if (!ret->off && !is_weekend(ret->day))
        return "only a Saturday or Sunday can be worked instead of another day";
    return NULL;
}

static bool is_header(const str *cells, size_t count)
{
    if (count != COUNT(column_names))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!str_is(cells[i], column_names[i]))
            return false;
    return true;
}

static size_t count_lines(str text)
{
    size_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

/* Every year between the first and the last must have its notice, or "known" would mean nothing. */
static const char *take_years(struct calendar *c)
{
    bool seen;

    c->first_year = INT64_MAX;
    c->last_year = INT64_MIN;
    for (size_t i = 0; i < c->count; i++) {
        int64_t year = c->days[i].year;

        c->first_year = year < c->first_year ? year : c->first_year;
        c->last_year = year > c->last_year ? year : c->last_year;
    }
    for (int64_t year = c->first_year; year < c->last_year; year++) {
        seen = false;
        for (size_t i = 0; i < c->count && !seen; i++)
            seen = c->days[i].year == year;
        if (!seen)
            return "a year between the first and the last has no notice";
    }
    return NULL;
}

static const char *take_days(struct calendar *c)
{
    if (c->count == 0)
        return "there is no day in force";
    qsort(c->days, c->count, sizeof(c->days[0]), order_of_days);
    for (size_t i = 1; i < c->count; i++)
        if (c->days[i].day == c->days[i - 1].day)
            return "a day stands twice";
    return take_years(c);
}

err calendar_parse(struct arena *a, str text, struct calendar **ret, str *ret_fault)
{
    struct calendar *c = ARENA_NEW(a, struct calendar);
    const char *wrong;
    struct csv csv;
    size_t count;
    str *cells;

    csv_init(&csv, text);
    if (!csv_next(&csv, a, &cells, &count) || !is_header(cells, count))
        return fault_at(
            a, 1, "the columns are date,name_zh,name_en,off,year,notice,valid", ret_fault);
    c->days = ARENA_MANY(a, count_lines(text), struct calendar_day);
    c->past = ARENA_MANY(a, count_lines(text), struct calendar_day);
    while (csv_next(&csv, a, &cells, &count)) {
        struct calendar_day day = {0};
        bool valid = false;

        wrong = read_row(cells, count, &day, &valid);
        if (wrong)
            return fault_at(a, csv.line, wrong, ret_fault);
        if (valid)
            c->days[c->count++] = day;
        else
            c->past[c->past_count++] = day;
    }
    wrong = take_days(c);
    if (wrong)
        return fault_at(a, csv.line, wrong, ret_fault);
    TRY(calendar_set_hours(c, S(CALENDAR_HOURS)));
    *ret = c;
    return OK;
}

static bool read_clock(str text, int64_t *ret_ms)
{
    int64_t hour, minute;

    if (text.len != 5 || text.at[2] != ':' || str_has(text, '-'))
        return false;
    if (!str_to_i64(str_slice(text, 0, 2), &hour) || !str_to_i64(str_slice(text, 3, 2), &minute))
        return false;
    *ret_ms = hour * WHEN_HOUR_MS + minute * WHEN_MINUTE_MS;
    return minute < 60 && *ret_ms <= WHEN_DAY_MS;
}

static bool read_span(str text, struct calendar_span *ret)
{
    return text.len == SPAN_TEXT_LEN && text.at[SPAN_MIDDLE - 1] == '-' &&
           read_clock(str_slice(text, 0, SPAN_MIDDLE - 1), &ret->begin_ms) &&
           read_clock(str_slice(text, SPAN_MIDDLE, text.len), &ret->end_ms) &&
           ret->begin_ms < ret->end_ms;
}

err calendar_set_hours(struct calendar *c, str hours)
{
    struct calendar_span spans[CALENDAR_SPANS_MAX];
    size_t count = 0;

    while (hours.len > 0) {
        if (count == CALENDAR_SPANS_MAX || !read_span(str_cut(&hours, ' '), &spans[count]))
            return E_INVALID;
        if (count > 0 && spans[count].begin_ms < spans[count - 1].end_ms)
            return E_INVALID;
        count++;
    }
    if (count == 0)
        return E_INVALID;
    for (size_t i = 0; i < count; i++)
        c->spans[i] = spans[i];
    c->spans_count = count;
    return OK;
}

bool calendar_works(const struct calendar *c, int64_t day)
{
    const struct calendar_day *named = find_day(c, day);

    return named ? !named->off : !is_weekend(day);
}

bool calendar_is_working_day(const struct calendar *c, struct when_date day, bool *ret_known)
{
    *ret_known = knows_year(c, day.year);
    return calendar_works(c, when_days_from_date(day));
}

size_t calendar_spans_of(
    const struct calendar *c, struct when_date day, struct calendar_span ret[CALENDAR_SPANS_MAX])
{
    int64_t midnight_ms = when_start_of_day_ms(day);

    if (!calendar_works(c, when_days_from_date(day)))
        return 0;
    for (size_t i = 0; i < c->spans_count; i++)
        ret[i] = (struct calendar_span){
            midnight_ms + c->spans[i].begin_ms, midnight_ms + c->spans[i].end_ms};
    return c->spans_count;
}

bool calendar_knows(const struct calendar *c, int64_t ms)
{
    return knows_year(c, when_date_of(ms).year);
}

str calendar_day_name(const struct calendar *c, struct when_date day, bool english)
{
    const struct calendar_day *named = find_day(c, when_days_from_date(day));

    if (!named)
        return S("");
    return english ? named->name_en : named->name_zh;
}
