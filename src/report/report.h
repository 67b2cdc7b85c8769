/* 汇交: every entry of a day written out as its national access message, checked by ourselves
 * before it is sent, and the day's log (登簿日志), also of a day without entries. Counts of log,
 * messages and book must agree. docs/report.md says what is confirmed of the national forms and
 * what is not.
 */
#pragma once

#include "base/when.h"
#include "registry/registry.h"
#include "report/report_map.h"

#define REPORT_PART 40 /* entries that one transaction reports */
#define REPORT_PAGE 100

/* Reporting a day, part by part, each in a transaction of its own; `from` 0 begins it. */
struct report_work {
    const struct report_map *map;
    str day; /* YYYY-MM-DD */
    size_t from;
    /* set by report_part: */
    size_t next; /* where the next part begins */
    bool more;   /* there is one */
};

/* A db_run; arg is a struct report_work. Makes the messages of up to REPORT_PART entries, numbers
 * them, and owes them to the department `report` where there is one. What was accepted, or is on
 * its way, stays as it is; what was faulty or rejected is made again under its number. The last
 * part closes a day that is over, with its log. E_REFUSED when the day has not come or is none. */
MUST_CHECK err report_part(struct ctx *ctx, void *arg);
/* The department's answer to the outbox message `id`: {success_flag, response_code,
 * response_info}. */
MUST_CHECK err report_answered(struct ctx *ctx, str id, const struct tree *answer);

/* A file of a day's report. */
struct report_file {
    str name; /* Biz{BizMsgID}.xml; Log{region}{yymmdd}.xml */
    str content;
    int64_t entry; /* 0: the log */
};
/* Up to REPORT_PAGE files of the messages after `after`, in order of the entries; none at the end.
 * With the first page, when the day is closed, its log. */
MUST_CHECK err report_files(
    struct ctx *ctx, str day, int64_t after, struct report_file **ret, size_t *ret_count);

/* The next day that the nightly job has to report: the one after the last that was closed, or
 * yesterday where none was; false while it is not yet `at_minutes` after the midnight that ended
 * it. Never more than REPORT_LATE_DAYS back. Pure. */
#define REPORT_LATE_DAYS 31
bool report_next_due(int64_t now_ms, int64_t at_minutes, str last_closed, struct when_date *ret);
/* The last day before today that was closed; empty when none was. */
MUST_CHECK err report_last_closed(struct ctx *ctx, str *ret);
/* Days from `since` on some of whose messages were faulty or rejected, oldest first. */
MUST_CHECK err report_unsettled(struct ctx *ctx, str since, str **ret, size_t *ret_count);
/* "00:30" as minutes; false when it is no time of the day. */
bool report_parse_minutes(str at, int64_t *ret);

#define REPORT_DAYS_IN(F, O, L)                                                                    \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")                   \
    O(text, before, 0, 10, "早于此日", "before this day")
#define REPORT_DAY_IN(F, O, L)                                                                     \
    F(date, day, 0, 0, "日期", "day")                                                              \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")                   \
    O(i64, after, 0, INT64_MAX, "此登簿序号以后的", "after this entry, for the next page")
#define REPORT_ENTRY_IN(F, O, L)                                                                   \
    F(date, day, 0, 0, "日期", "day")                                                              \
    F(i64, number, 1, INT64_MAX, "登簿序号", "entry number")                                       \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")
INPUT(report_days_in, REPORT_DAYS_IN)
INPUT(report_day_in, REPORT_DAY_IN)
INPUT(report_entry_in, REPORT_ENTRY_IN)

/* GET /reports; GET /reports/{day}; GET /reports/{day}/entries/{number}. */
MUST_CHECK err report_days(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err report_day_show(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err report_message_show(struct ctx *ctx, const void *in, struct tree *out);

/* Reads somebody's message: its head, its tables, and what is odd about it as findings. E_REFUSED
 * when it is none. */
MUST_CHECK err report_read(struct ctx *ctx, str xml, struct tree *out);

/* I18 over the whole store. */
MUST_CHECK err report_verify(struct ctx *ctx, struct registry_breach **ret);
