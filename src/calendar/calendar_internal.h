/* What the calendar is made of, for this folder alone. */
#pragma once

#include "calendar/calendar.h"

struct calendar_day {
    int64_t day;  /* since 1970-01-01 */
    int64_t year; /* the year whose notice names it */
    str name_zh, name_en, notice;
    bool off;
};

struct calendar {
    struct calendar_day *days; /* in order */
    size_t count;
    struct calendar_day *past; /* rows that a later notice took back, as the table has them */
    size_t past_count;
    int64_t first_year, last_year; /* each between has its notice */
    struct calendar_span spans[CALENDAR_SPANS_MAX];
    size_t spans_count;
};

/* Whether that day, counted since 1970-01-01, is worked. */
bool calendar_works(const struct calendar *c, int64_t day);
