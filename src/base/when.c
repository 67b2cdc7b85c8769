/* Civil dates and moments without the C library's time functions: those depend on the machine's
 * zone, and the law's days are China's. Day numbers follow the proleptic Gregorian calendar, years
 * counted from March so that the leap day is a year's last. */
#include "base/when.h"

#include <stdatomic.h>
#include <time.h>

#define CHINA_OFFSET_MS (8 * WHEN_HOUR_MS)
#define DAYS_PER_ERA 146097 /* 400 years */
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

#ifdef YICHUANG_TEST
/* One of the two mutable variables of the whole process (the other is the log level): a test moves
 * the clock of all threads at once, and no thread has a context in which to find it. */
static atomic_llong test_offset_ms;

void when_set_test_offset_ms(int64_t offset_ms)
{
    atomic_store(&test_offset_ms, offset_ms);
}

static int64_t offset_now_ms(void)
{
    return atomic_load_explicit(&test_offset_ms, memory_order_relaxed);
}
#else
/* In a release the clock cannot be moved from within. */
void when_set_test_offset_ms(int64_t offset_ms)
{
    (void)offset_ms;
}

static int64_t offset_now_ms(void)
{
    return 0;
}
#endif

int64_t when_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * WHEN_SECOND_MS + now.tv_nsec / 1000000 + offset_now_ms();
}

int64_t when_real_ms(int64_t ms)
{
    return ms - offset_now_ms();
}

int64_t when_monotonic_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Division that rounds down, also below zero. */
static int64_t floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

bool when_date_is_valid(struct when_date d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1)
        return false;
    return d.day <= days[d.month - 1] + (d.month == 2 && is_leap(d.year));
}

int64_t when_days_from_date(struct when_date d)
{
    int64_t year = d.month > 2 ? d.year : (int64_t)d.year - 1;
    int64_t era = floor_div(year, 400);
    int64_t year_of_era = year - era * 400;
    int64_t month = d.month > 2 ? d.month - 3 : d.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + d.day - 1;

    return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - DAYS_TO_1970;
}

struct when_date when_date_from_days(int64_t days)
{
    int64_t since = days + DAYS_TO_1970;
    int64_t era = floor_div(since, DAYS_PER_ERA);
    int64_t day = since - era * DAYS_PER_ERA;
    int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
    int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    bool is_next_year = month >= 10;

    return (struct when_date){
        .year = (int)(era * 400 + year + is_next_year),
        .month = (int)(is_next_year ? month - 9 : month + 3),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };
}

struct when_date when_date_of(int64_t ms)
{
    return when_date_from_days(floor_div(ms + CHINA_OFFSET_MS, WHEN_DAY_MS));
}

int64_t when_start_of_day_ms(struct when_date d)
{
    return when_days_from_date(d) * WHEN_DAY_MS - CHINA_OFFSET_MS;
}

int when_weekday(struct when_date d)
{
    int64_t days = when_days_from_date(d) + 3; /* 1970-01-01 was a Thursday */

    return (int)(days - floor_div(days, 7) * 7) + 1;
}

/* Takes exactly `digits` digits off the front of *s. */
static bool take_number(str *s, size_t digits, int *ret)
{
    int value = 0;

    if (s->len < digits)
        return false;
    for (size_t i = 0; i < digits; i++) {
        if (!char_is_digit(s->at[i]))
            return false;
        value = value * 10 + (s->at[i] - '0');
    }
    *s = str_slice(*s, digits, SIZE_MAX);
    *ret = value;
    return true;
}

static bool take_char(str *s, char c)
{
    if (s->len == 0 || s->at[0] != c)
        return false;
    *s = str_slice(*s, 1, SIZE_MAX);
    return true;
}

static bool take_date(str *s, struct when_date *ret)
{
    struct when_date d;

    if (!take_number(s, 4, &d.year) || !take_char(s, '-') || !take_number(s, 2, &d.month) ||
        !take_char(s, '-') || !take_number(s, 2, &d.day) || !when_date_is_valid(d))
        return false;
    *ret = d;
    return true;
}

bool when_parse_date(str s, struct when_date *ret)
{
    struct when_date d;

    if (!take_date(&s, &d) || s.len > 0)
        return false;
    *ret = d;
    return true;
}

/* ".25" is 250 ms; digits beyond the third are cut off. A leap second (:60) is refused, because a
 * millisecond count has no place for it. */
static bool take_time(str *s, int64_t *ret_ms)
{
    int hour, minute, second, digit, ms = 0;

    if (!take_number(s, 2, &hour) || !take_char(s, ':') || !take_number(s, 2, &minute) ||
        !take_char(s, ':') || !take_number(s, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    if (take_char(s, '.')) {
        int scale = 100;

        if (!take_number(s, 1, &digit))
            return false;
        do {
            ms += digit * scale;
            scale /= 10;
        } while (take_number(s, 1, &digit));
    }
    *ret_ms = hour * WHEN_HOUR_MS + minute * WHEN_MINUTE_MS + second * WHEN_SECOND_MS + ms;
    return true;
}

static bool take_offset(str *s, int64_t *ret_ms)
{
    int hour, minute;

    if (take_char(s, 'Z') || take_char(s, 'z')) {
        *ret_ms = 0;
        return true;
    }

    bool is_west = take_char(s, '-');

    if (!is_west && !take_char(s, '+'))
        return false;
    if (!take_number(s, 2, &hour) || !take_char(s, ':') || !take_number(s, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;

    int64_t ms = hour * WHEN_HOUR_MS + minute * WHEN_MINUTE_MS;

    *ret_ms = is_west ? -ms : ms;
    return true;
}

bool when_parse(str s, int64_t *ret_ms)
{
    struct when_date d;
    int64_t time_ms, offset_ms;

    if (!take_date(&s, &d) || (!take_char(&s, 'T') && !take_char(&s, 't')))
        return false;
    if (!take_time(&s, &time_ms) || !take_offset(&s, &offset_ms) || s.len > 0)
        return false;
    *ret_ms = when_days_from_date(d) * WHEN_DAY_MS + time_ms - offset_ms;
    return true;
}

str when_print_date(struct arena *a, struct when_date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

str when_print(struct arena *a, int64_t ms)
{
    struct when_date d = when_date_of(ms);
    int of_day_ms = (int)(ms - when_start_of_day_ms(d));

    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03d+08:00", d.year, d.month, d.day,
        of_day_ms / 3600000, of_day_ms / 60000 % 60, of_day_ms / 1000 % 60, of_day_ms % 1000);
}

str when_print_zh(struct arena *a, int64_t ms)
{
    struct when_date d = when_date_of(ms);

    return arena_printf(a, "%d年%d月%d日", d.year, d.month, d.day);
}
