/* A year of the calendar as people read it: what is not as usual, by which notice, and whether the
 * year is announced or only assumed. */
#include "calendar/calendar_internal.h"

#define INPUT_HERE struct calendar_year_in
INPUT_TABLE(calendar_year_in, CALENDAR_YEAR_IN)
#undef INPUT_HERE

OUTPUT_TABLE(calendar_day_out, CALENDAR_DAY_OUT)
OUTPUT_TABLE(calendar_span_out, CALENDAR_SPAN_OUT)
OUTPUT_TABLE(calendar_year_out, CALENDAR_YEAR_OUT)

static str clock_text(struct arena *a, int64_t ms)
{
    return arena_printf(
        a, "%02d:%02d", (int)(ms / WHEN_HOUR_MS), (int)(ms % WHEN_HOUR_MS / WHEN_MINUTE_MS));
}

static void show_day(const struct calendar_day *d, bool valid, struct tree *list)
{
    struct when_date date = when_date_from_days(d->day);
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("date"), when_print_date(o->arena, date));
    tree_i64(o, S("weekday"), when_weekday(date));
    tree_bool(o, S("off"), d->off);
    tree_text(o, S("name_zh"), d->name_zh);
    tree_text(o, S("name_en"), d->name_en);
    tree_text(o, S("source"), d->notice);
    tree_bool(o, S("valid"), valid);
}

static void show_days(
    const struct calendar_day *days, size_t count, int64_t year, struct tree *list, bool valid)
{
    for (size_t i = 0; i < count; i++)
        if (when_date_from_days(days[i].day).year == year)
            show_day(&days[i], valid, list);
}

static int64_t count_working_days(const struct calendar *c, int64_t year)
{
    int64_t first = when_days_from_date((struct when_date){(int)year, 1, 1});
    int64_t next = when_days_from_date((struct when_date){(int)year + 1, 1, 1});
    int64_t count = 0;

    for (int64_t day = first; day < next; day++)
        count += calendar_works(c, day);
    return count;
}

void calendar_show(const struct calendar *c, int64_t year, struct tree *out)
{
    struct tree *list;

    tree_i64(out, S("year"), year);
    tree_bool(out, S("announced"), year >= c->first_year && year <= c->last_year);
    tree_i64(out, S("first_year"), c->first_year);
    tree_i64(out, S("last_year"), c->last_year);
    tree_i64(out, S("working_days"), count_working_days(c, year));
    list = tree_list(out, S("hours"));
    for (size_t i = 0; i < c->spans_count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("begins"), clock_text(o->arena, c->spans[i].begin_ms));
        tree_text(o, S("ends"), clock_text(o->arena, c->spans[i].end_ms));
    }
    list = tree_list(out, S("days"));
    show_days(c->days, c->count, year, list, true);
    show_days(c->past, c->past_count, year, list, false);
}
