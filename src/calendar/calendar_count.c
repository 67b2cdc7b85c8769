/* Counting periods: working days, days of any kind, minutes of working time. Each walks day by day;
 * the longest period of the law is a few months. */
#include "calendar/calendar_internal.h"

/* Periods and moments are clipped to these, so that no number a caller gives makes the walk
 * endless: two hundred years, 1900 to 2999. */
#define DAYS_MAX INT64_C(73050)
#define MINUTES_MAX (DAYS_MAX * 24 * 60)
#define FIRST_DAY INT64_C(-25567)
#define LAST_DAY INT64_C(376199)

static int64_t clip(int64_t value, int64_t least, int64_t most)
{
    if (value < least)
        return least;
    return value > most ? most : value;
}

static int64_t clip_ms(int64_t ms)
{
    return clip(ms, FIRST_DAY * WHEN_DAY_MS, LAST_DAY * WHEN_DAY_MS);
}

static int64_t day_of(int64_t ms)
{
    return when_days_from_date(when_date_of(ms));
}

static int64_t start_of(int64_t day)
{
    return when_start_of_day_ms(when_date_from_days(day));
}

static int64_t close_of(const struct calendar *c, int64_t day)
{
    return start_of(day) + c->spans[c->spans_count - 1].end_ms;
}

/* The day itself when it is worked, else the next one that is. A calendar with two hundred years of
 * holidays does not exist; the bound keeps even that finite. */
static int64_t next_worked(const struct calendar *c, int64_t day)
{
    int64_t end = day + DAYS_MAX;

    while (day < end && !calendar_works(c, day))
        day++;
    return day;
}

int64_t calendar_add_working_days(const struct calendar *c, int64_t ms, int64_t n)
{
    int64_t day = day_of(clip_ms(ms));

    if (n < 1)
        return close_of(c, next_worked(c, day));
    for (n = clip(n, 1, DAYS_MAX); n > 0; n--)
        day = next_worked(c, day + 1);
    return close_of(c, day);
}

int64_t calendar_add_natural_days(const struct calendar *c, int64_t ms, int64_t n)
{
    return close_of(c, next_worked(c, day_of(clip_ms(ms)) + clip(n, 0, DAYS_MAX)));
}

/* Takes up to *left of the working time of one day from `from_ms` on; returns the moment when that
 * was used up, or where the day's working time ends. */
static int64_t use_day(const struct calendar *c, int64_t day, int64_t from_ms, int64_t *left)
{
    int64_t midnight = start_of(day), at = from_ms;

    for (size_t i = 0; i<c->spans_count && * left> 0; i++) {
        int64_t begin = midnight + c->spans[i].begin_ms, end = midnight + c->spans[i].end_ms;
        int64_t used;

        if (at >= end)
            continue;
        at = at > begin ? at : begin;
        used = end - at < *left ? end - at : *left;
        at += used;
        *left -= used;
    }
    return at;
}

int64_t calendar_add_working_minutes(const struct calendar *c, int64_t ms, int64_t n)
{
    int64_t left = clip(n, 0, MINUTES_MAX) * WHEN_MINUTE_MS, at = ms, day;

    if (left == 0)
        return ms;
    at = clip_ms(ms);
    for (day = day_of(at); left > 0 && day <= LAST_DAY + DAYS_MAX; day++)
        if (calendar_works(c, day))
            at = use_day(c, day, at, &left);
    return at;
}

int64_t calendar_working_minutes_between(const struct calendar *c, int64_t from_ms, int64_t to_ms)
{
    int64_t to = clip_ms(to_ms), from = clip_ms(from_ms), sum = 0, last = day_of(to);

    for (int64_t day = day_of(from); from < to && day <= last; day++) {
        int64_t midnight = start_of(day);

        for (size_t i = 0; i < c->spans_count && calendar_works(c, day); i++) {
            int64_t begin = midnight + c->spans[i].begin_ms, end = midnight + c->spans[i].end_ms;

            begin = begin > from ? begin : from;
            end = end < to ? end : to;
            sum += end > begin ? end - begin : 0;
        }
    }
    return sum / WHEN_MINUTE_MS;
}
