/* Rows of reporting, for this folder alone. */
#pragma once

#include "db/db.h"
#include "report/report.h"

struct report_day_row {
    str day, state, log, log_state, outbox, reply;
    int64_t from_ms, to_ms, last_sequence, reported_ms;
};

struct report_line {
    str day, biz_id, rec_type, kind, state, content, findings, reply;
    int64_t entry, tries, made_ms, done_ms;
};

/* What an entry of the day has by now; `state` is empty when it was never reported. */
struct report_entry {
    int64_t number, tries;
    str state, biz_id;
};

void report_take_day(struct db_row *row, struct report_day_row *ret);
void report_take_line(struct db_row *row, struct report_line *ret);
/* Begins the day where it is new, and holds its row until the commit. */
MUST_CHECK err report_day_lock(struct ctx *ctx, str day, struct report_day_row *ret);
MUST_CHECK err report_entries(struct ctx *ctx, const struct report_day_row *day,
    struct report_entry **ret, size_t *ret_count);

/* Counts of a day by kind; the last row of kinds is `other`. */
struct report_kind_count {
    const char *kind, *log_name, *zh, *en;
    int64_t book, messages, accepted;
};
struct report_counts {
    struct report_kind_count *kinds;
    size_t count;
    int64_t entries, messages, faulty, ready, sent, accepted, rejected;
};
MUST_CHECK err report_count(struct ctx *ctx, const struct report_map *map,
    const struct report_day_row *day, struct report_counts *ret);
bool report_reconciles(const struct report_counts *c);
/* Owes a message to the department `report`; *ret_outbox is empty when there is none. */
MUST_CHECK err report_owe(
    struct ctx *ctx, const char *path, const struct tree *body, str *ret_outbox);
/* Closes the day when it is over, with its log. */
MUST_CHECK err report_close(
    struct ctx *ctx, const struct report_map *map, const struct report_day_row *day);
