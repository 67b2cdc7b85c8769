/* 工作日历: which days are worked, and periods counted as 民法典 201-203 counts them. Built from
 * data/holidays.csv; pure, no SQL, never changed after it is read. Days and hours are China's. */
#pragma once

#include "base/input.h"
#include "base/output.h"
#include "base/when.h"

struct calendar;

#define CALENDAR_SPANS_MAX 4

/* Worked hours: of the calendar from midnight in China, of a day as moments. */
struct calendar_span {
    int64_t begin_ms, end_ms;
};

/* The hours worked on a working day unless calendar_set_hours says otherwise. */
#define CALENDAR_HOURS "09:00-12:00 13:00-17:00"

/* Reads rows `date,name_zh,name_en,off,year,notice,valid`: off 1 is a day off, 0 a Saturday or
 * Sunday that is worked (调休); year is the one that the notice arranges; rows with valid 0 are
 * history. The calendar lives in the arena. E_INVALID with a sentence that names the line. */
MUST_CHECK err calendar_parse(struct arena *a, str csv, struct calendar **ret, str *ret_fault);
/* One to four spans, in order, apart: "09:00-12:00 13:00-17:00". E_INVALID otherwise, and nothing
 * is changed. */
MUST_CHECK err calendar_set_hours(struct calendar *c, str hours);

/* Whether the day is worked. *ret_known is false when no notice for its year is loaded: weekends
 * are assumed then and holidays are not, and the caller should say so. */
bool calendar_is_working_day(const struct calendar *c, struct when_date day, bool *ret_known);
/* The day at that moment lies in a year whose notice is loaded. */
bool calendar_knows(const struct calendar *c, int64_t ms);
/* The hours worked on that day, in order; how many spans: 0 on a day off. */
size_t calendar_spans_of(
    const struct calendar *c, struct when_date day, struct calendar_span ret[CALENDAR_SPANS_MAX]);
/* 春节, and so on, for a day that a notice names; the empty str for any other. */
str calendar_day_name(const struct calendar *c, struct when_date day, bool english);

/* The close of business of the n-th working day after the day of `ms`, which is not counted (民法典
 * 201, 203). n below 1 means the same day, or the next working day when it is off. */
int64_t calendar_add_working_days(const struct calendar *c, int64_t ms, int64_t n);
/* The close of business n days of any kind after the day of `ms`; a last day that is off moves to
 * the next working day (民法典 203). For 异议 (15 days) and 预告 (90 days). */
int64_t calendar_add_natural_days(const struct calendar *c, int64_t ms, int64_t n);
/* The moment at which n minutes of working time have passed since `ms`; `ms` itself when n < 1. */
int64_t calendar_add_working_minutes(const struct calendar *c, int64_t ms, int64_t n);
/* Whole minutes of working time from `from_ms` to `to_ms`; 0 when it is not later. */
int64_t calendar_working_minutes_between(const struct calendar *c, int64_t from_ms, int64_t to_ms);

#define CALENDAR_YEAR_IN(F, O, L) O(i64, year, 1900, 2999, "年份", "year; this one unless said")
INPUT(calendar_year_in, CALENDAR_YEAR_IN)

#define CALENDAR_DAY_OUT(F, O)                                                                     \
    F(date, date, "日期", "date")                                                                  \
    F(i64, weekday, "星期（1 至 7）", "1 Monday to 7 Sunday")                                      \
    F(boolean, off, "是否放假（否则为调休上班）", "a day off; otherwise a weekend day worked")     \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(text, source, "来源", "notice that says so")                                                 \
    F(boolean, valid, "是否有效", "false when a later notice took it back")
#define CALENDAR_SPAN_OUT(F, O)                                                                    \
    F(text, begins, "开始", "begins, 09:00")                                                       \
    F(text, ends, "结束", "ends")
#define CALENDAR_YEAR_OUT(F, O)                                                                    \
    F(i64, year, "年份", "year")                                                                   \
    F(boolean, announced, "是否已公布", "false: no notice yet, only weekends are assumed")         \
    F(i64, first_year, "已公布的首年", "first year that is announced")                             \
    F(i64, last_year, "已公布的末年", "last year that is announced")                               \
    F(i64, working_days, "工作日数", "working days of the year")                                   \
    F(list(calendar_span_out), hours, "工作时间", "hours of a working day")                        \
    F(list(calendar_day_out), days, "与平常不同的日子", "days that are not as usual")
OUTPUT(calendar_day_out)
OUTPUT(calendar_span_out)
OUTPUT(calendar_year_out)

/* The days of a year that are not as usual, and how sure the calendar is of it. */
void calendar_show(const struct calendar *c, int64_t year, struct tree *out);
