/* The hall's rules, without store or clock. */
#include "hall/hall_rules.h"

#include <stdlib.h>

struct priority_row {
    const char *id;
    char letter;
};
static const struct priority_row priorities[] = {
#define PRIORITY(id, letter, zh, en) {id, letter},
#include "hall/hall.def"
#undef PRIORITY
};

static const char *const matters[] = {
#define MATTER(id, zh, en) id,
#include "hall/hall.def"
#undef MATTER
};

/* ---- slots ---- */

size_t hall_slots_of(const struct calendar *c, struct when_date day, int64_t slot_minutes,
    struct calendar_span ret[HALL_SLOTS_MAX])
{
    struct calendar_span spans[CALENDAR_SPANS_MAX];
    size_t spans_count = slot_minutes > 0 ? calendar_spans_of(c, day, spans) : 0, count = 0;
    int64_t length_ms = slot_minutes * WHEN_MINUTE_MS;

    for (size_t i = 0; i < spans_count; i++)
        for (int64_t at = spans[i].begin_ms;
             at + length_ms <= spans[i].end_ms && count < HALL_SLOTS_MAX; at += length_ms)
            ret[count++] = (struct calendar_span){at, at + length_ms};
    return count;
}

int64_t hall_clock_minutes(str text)
{
    int64_t hour, minute;

    if (text.len != 5 || text.at[2] != ':' || str_has(text, '-') ||
        !str_to_i64(str_slice(text, 0, 2), &hour) || !str_to_i64(str_slice(text, 3, 2), &minute))
        return -1;
    return minute < 60 && hour * 60 + minute <= 24 * 60 ? hour * 60 + minute : -1;
}

static bool is_on(str first, str past, struct when_date day)
{
    struct when_date from, to;
    int64_t at = when_days_from_date(day);

    if (!when_parse_date(first, &from) || at < when_days_from_date(from))
        return false;
    return past.len == 0 || (when_parse_date(past, &to) && at < when_days_from_date(to));
}

static bool covers(const struct hall_capacity *c, str matter, int64_t begins_ms)
{
    struct when_date day = when_date_of(begins_ms);
    int64_t minute = (begins_ms - when_start_of_day_ms(day)) / WHEN_MINUTE_MS;

    return str_eq(c->matter, matter) && c->made_ms <= begins_ms &&
           is_on(c->valid_from, c->valid_to, day) && hall_clock_minutes(c->begins) <= minute &&
           minute < hall_clock_minutes(c->ends);
}

int64_t hall_capacity_at(
    const struct hall_capacity *said, size_t count, str matter, int64_t begins_ms)
{
    for (size_t i = count; i > 0; i--)
        if (covers(&said[i - 1], matter, begins_ms))
            return said[i - 1].capacity;
    return 0;
}

int64_t hall_days_between(int64_t from_ms, int64_t to_ms)
{
    return when_days_from_date(when_date_of(to_ms)) - when_days_from_date(when_date_of(from_ms));
}

bool hall_matter_is_known(str matter)
{
    for (size_t i = 0; i < COUNT(matters); i++)
        if (str_is(matter, matters[i]))
            return true;
    return false;
}

bool hall_phone_is_valid(str phone)
{
    if (phone.len != 11 || phone.at[0] != '1')
        return false;
    for (size_t i = 0; i < phone.len; i++)
        if (phone.at[i] < '0' || phone.at[i] > '9')
            return false;
    return true;
}

int64_t hall_suspended_until(const struct hall_params *p, const int64_t *missed_ms, size_t count)
{
    int64_t until_ms = 0;
    size_t first = 0; /* that still counts */

    for (size_t i = 0; i < count; i++) {
        while (missed_ms[i] - missed_ms[first] > p->missed_days * WHEN_DAY_MS)
            first++;
        if ((int64_t)(i - first + 1) < p->missed_max)
            continue;
        until_ms = missed_ms[i] + p->suspended_days * WHEN_DAY_MS;
        first = i + 1;
    }
    return until_ms;
}

/* ---- the silent queue ---- */

static size_t rank_of(str priority)
{
    for (size_t i = 0; i < COUNT(priorities); i++)
        if (str_is(priority, priorities[i].id))
            return i;
    return COUNT(priorities);
}

static int compare(int64_t x, int64_t y)
{
    return x < y ? -1 : x > y;
}

int hall_ticket_order(const struct hall_ticket *x, const struct hall_ticket *y)
{
    int order = compare((int64_t)rank_of(x->priority), (int64_t)rank_of(y->priority));

    if (order == 0 && str_is(x->priority, "booked")) {
        order = compare(x->slot_ms, y->slot_ms);
        order = order != 0 ? order : compare(x->taken_ms, y->taken_ms);
    }
    return order != 0 ? order : compare(x->number, y->number);
}

static int by_order(const void *x, const void *y)
{
    return hall_ticket_order(x, y);
}

void hall_sort(struct hall_ticket *waiting, size_t count)
{
    qsort(waiting, count, sizeof(*waiting), by_order);
}

typedef int hall_compare(const struct hall_ticket *x, const struct hall_ticket *y);
typedef bool hall_takes(const struct hall_ticket *t, int64_t number);

static bool is_for_window(const struct hall_ticket *t, int64_t window)
{
    return t->wanted_window == window;
}

static bool is_free(const struct hall_ticket *t, int64_t called)
{
    return t->wanted_window == 0 && t->after_calls <= called;
}

static bool walked_in(const struct hall_ticket *t, int64_t called)
{
    return is_free(t, called) && str_is(t->priority, "walk-in");
}

static bool waits_out(const struct hall_ticket *t, int64_t called)
{
    return t->wanted_window == 0 && t->after_calls > called;
}

static int by_move(const struct hall_ticket *x, const struct hall_ticket *y)
{
    int order = compare(x->moved_ms, y->moved_ms);

    return order != 0 ? order : compare(x->number, y->number);
}

static int by_pass(const struct hall_ticket *x, const struct hall_ticket *y)
{
    int order = compare(x->after_calls, y->after_calls);

    return order != 0 ? order : hall_ticket_order(x, y);
}

struct hall_line {
    const struct hall_ticket *waiting;
    size_t count;
};

/* The first in `order` of those that `takes` takes; -1 when it takes none. */
static int64_t first_of(
    const struct hall_line *line, hall_takes *takes, int64_t number, hall_compare *order)
{
    int64_t found = -1;

    for (size_t i = 0; i < line->count; i++)
        if (takes(&line->waiting[i], number) &&
            (found < 0 || order(&line->waiting[i], &line->waiting[found]) < 0))
            found = (int64_t)i;
    return found;
}

int64_t hall_choose(const struct hall_params *p, const struct hall_ticket *waiting, size_t count,
    struct hall_calls calls, const struct hall_asking *asking)
{
    struct hall_line line = {waiting, count};
    int64_t found = first_of(&line, is_for_window, asking->window, by_move), walker;

    if (found >= 0)
        return found;
    found = first_of(&line, is_free, calls.called, hall_ticket_order);
    if (found < 0)
        return first_of(&line, waits_out, calls.called, by_pass);
    if (p->fair_every == 0 || calls.streak + 1 < p->fair_every)
        return found;
    walker = first_of(&line, walked_in, calls.called, hall_ticket_order);
    if (walker >= 0 && asking->now_ms - waiting[walker].taken_ms > p->fair_minutes * WHEN_MINUTE_MS)
        return walker;
    return found;
}

struct hall_calls hall_calls_after(struct hall_calls calls, const struct hall_ticket *called)
{
    calls.called++;
    calls.streak = str_is(called->priority, "walk-in") ? 0 : calls.streak + 1;
    return calls;
}

str hall_label(struct arena *a, const struct hall_ticket *t)
{
    size_t rank = rank_of(t->priority);

    return arena_printf(a, "%c%03lld", rank < COUNT(priorities) ? priorities[rank].letter : '?',
        (long long)t->number);
}
