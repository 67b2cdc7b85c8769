/* Pure rules of the hall: which slots a day has, what one holds, in which order tickets are called,
 * when missed bookings suspend. No store, no clock. */
#pragma once

#include "calendar/calendar.h"
#include "hall/hall.h"

#define HALL_SLOTS_MAX 300 /* of a day */

/* One capacity as it was said. */
struct hall_capacity {
    str id, office, matter, begins, ends, valid_from, valid_to, reason, officer;
    int64_t capacity, made_ms;
};

struct hall_ticket {
    str id, office, matter, day, priority, channel, booking, document_kind, document_number, name,
        phone, code, state, officer, filing;
    int64_t number, slot_ms, at_window, wanted_window, moved_ms, calls, absences, after_calls, told,
        taken_ms, called_ms, serving_ms, ended_ms, version;
};

/* How an office has called today. */
struct hall_calls {
    int64_t called, streak;
};

/* Slots of a working day, in order; 0 on a day off. A rest of the hours that is shorter than a slot
 * is none. At most HALL_SLOTS_MAX. */
size_t hall_slots_of(const struct calendar *c, struct when_date day, int64_t slot_minutes,
    struct calendar_span ret[HALL_SLOTS_MAX]);
/* How many may book the slot that begins then: what was said last, before it began, of a time that
 * covers it; 0 when nothing was. */
int64_t hall_capacity_at(
    const struct hall_capacity *said, size_t count, str matter, int64_t begins_ms);
/* Minutes since midnight of a text like 09:00; -1 when it is none. 24:00 is the end of a day. */
int64_t hall_clock_minutes(str text);
/* Natural days from the day of a moment to that of another. */
int64_t hall_days_between(int64_t from_ms, int64_t to_ms);
/* Until when somebody is suspended who missed bookings at these moments, in order; 0 when never. A
 * suspension begins with the missed booking that is one too many, and what led to it counts no more
 * for the next. */
int64_t hall_suspended_until(const struct hall_params *p, const int64_t *missed_ms, size_t count);
/* Below 0 when x is called before y: 绿色通道, then booked by slot and check-in, then by number. */
int hall_ticket_order(const struct hall_ticket *x, const struct hall_ticket *y);
/* Sorts who waits into the order in which any window would call them. */
void hall_sort(struct hall_ticket *waiting, size_t count);
/* Who is called next to that window, of those that wait; -1 when nobody is. First whoever was
 * passed on to it, as they came; then the first in order that waits out no pass; each
 * fair_every-th call is of one who walked in, if one has waited fair_minutes. When all wait out a
 * pass, the one whose pass ends first. */
int64_t hall_choose(const struct hall_params *p, const struct hall_ticket *waiting, size_t count,
    struct hall_calls calls, const struct hall_asking *asking);
/* The office's calls after one more. */
struct hall_calls hall_calls_after(struct hall_calls calls, const struct hall_ticket *called);
/* Y012 */
str hall_label(struct arena *a, const struct hall_ticket *t);
bool hall_matter_is_known(str matter);
/* Eleven digits that begin with 1. */
bool hall_phone_is_valid(str phone);
