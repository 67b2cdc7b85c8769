/* Time is int64 milliseconds since 1970-01-01T00:00Z and is made by the program, never by the
 * database. Civil dates are China Standard Time (UTC+8, no daylight saving) unless said. */
#pragma once

#include "base/arena.h"

#define WHEN_SECOND_MS INT64_C(1000)
#define WHEN_MINUTE_MS (60 * WHEN_SECOND_MS)
#define WHEN_HOUR_MS (60 * WHEN_MINUTE_MS)
#define WHEN_DAY_MS (24 * WHEN_HOUR_MS)

struct when_date {
    int year, month, day; /* proleptic Gregorian; month and day from 1 */
};

/* The wall clock, plus an offset that only test builds can set. */
int64_t when_now_ms(void);
/* What the machine's own clock says at that moment of ours: for waiting until then. */
int64_t when_real_ms(int64_t ms);
int64_t when_monotonic_us(void); /* for durations */
void when_set_test_offset_ms(int64_t offset_ms);

bool when_date_is_valid(struct when_date d);
int64_t when_days_from_date(struct when_date d); /* days since 1970-01-01 */
struct when_date when_date_from_days(int64_t days);
struct when_date when_date_of(int64_t ms);        /* the civil date in China at that moment */
int64_t when_start_of_day_ms(struct when_date d); /* midnight in China */
int when_weekday(struct when_date d);             /* 1 Monday .. 7 Sunday */

/* "2026-11-23" and back; `when_parse_date` takes exactly that form. */
bool when_parse_date(str s, struct when_date *ret);
str when_print_date(struct arena *a, struct when_date d);
/* RFC 3339 in +08:00, e.g. 2026-11-23T09:00:00.000+08:00. */
str when_print(struct arena *a, int64_t ms);
bool when_parse(str s, int64_t *ret_ms); /* RFC 3339 with any offset, or Z */
/* 2026年11月23日 */
str when_print_zh(struct arena *a, int64_t ms);
