/* 预约与静默叫号: slots of a day, what one holds, suspensions, and the order of the silent queue,
 * also as properties over random queues. */
#include "test.h"

#include "base/file.h"
#include "hall/hall_rules.h"

#define FILE_BYTES_MAX (1 << 20)
#define HEADER "name,value,from,to,source\n"
#define QUEUES 300
#define QUEUE_MAX 40

static str file(const char *path)
{
    str text = {0};

    CHECK(file_read(test_arena, path, FILE_BYTES_MAX, &text) == OK);
    return text;
}

static int64_t at(const char *text)
{
    int64_t ms = 0;

    CHECK(when_parse(arena_printf(test_arena, "%.10sT%s:00+08:00", text, text + 11), &ms));
    return ms;
}

static struct hall_params params(const char *moment)
{
    struct hall_policy *policy = NULL;
    str fault = S("");

    CHECK(hall_policy_parse(test_arena, file("data/hall.csv"), &policy, &fault) == OK);
    CHECK_STR(fault, S(""));
    return hall_params_on(test_arena, policy, at(moment));
}

static struct calendar *calendar(void)
{
    struct calendar *c = NULL;
    str fault = S("");

    CHECK(calendar_parse(test_arena, file("data/holidays.csv"), &c, &fault) == OK);
    return c;
}

/* ---- the numbers ---- */

TEST(the_numbers_are_the_ones_of_the_city)
{
    struct hall_params p = params("2026-03-02 09:00");

    CHECK_I64(p.days_ahead, 15);
    CHECK_I64(p.slot_minutes, 30);
    CHECK_I64(p.missed_max, 3);
    CHECK_I64(p.calls_max, 3);
}

TEST(a_number_has_its_days)
{
    struct hall_policy *policy = NULL;
    str text = file("data/hall.csv"), fault = S("");

    text = arena_join(test_arena, text,
        S("days_ahead,7,2026-05-01,2026-06-01,试行\ndays_ahead,15,2026-06-01,,恢复\n"));
    CHECK(hall_policy_parse(test_arena, text, &policy, &fault) == OK);
    CHECK_I64(hall_params_on(test_arena, policy, at("2026-04-30 23:59")).days_ahead, 15);
    CHECK_I64(hall_params_on(test_arena, policy, at("2026-05-01 00:00")).days_ahead, 7);
    CHECK_I64(hall_params_on(test_arena, policy, at("2026-05-31 23:59")).days_ahead, 7);
    CHECK_I64(hall_params_on(test_arena, policy, at("2026-06-01 00:00")).days_ahead, 15);
}

TEST(a_wrong_table_of_numbers_names_its_line)
{
    static const struct {
        const char *text, *part;
    } tables[] = {{"name,value\n", "columns"}, {HEADER "days_ahead,15,2024-01-01\n", "line 2"},
        {HEADER "days,15,2024-01-01,,x\n", "names no number"},
        {HEADER "days_ahead,61,2024-01-01,,x\n", "out of range"},
        {HEADER "days_ahead,-1,2024-01-01,,x\n", "out of range"},
        {HEADER "days_ahead,many,2024-01-01,,x\n", "out of range"},
        {HEADER "days_ahead,15,2024-13-01,,x\n", "date"},
        {HEADER "days_ahead,15,2024-01-01,never,x\n", "date"},
        {HEADER "days_ahead,15,2024-01-01,2025-01-01,x\n", "days_ahead for good"},
        {HEADER "days_ahead,15,2024-01-01,,x\n", "slot_minutes for good"}};

    for (size_t i = 0; i < COUNT(tables); i++) {
        struct hall_policy *policy = NULL;
        str fault = S("");
        size_t where;

        CHECK(hall_policy_parse(test_arena, str_of(tables[i].text), &policy, &fault) == E_INVALID);
        CHECK(str_find(fault, str_of(tables[i].part), &where));
    }
}

/* ---- slots ---- */

TEST(a_working_day_is_cut_into_slots)
{
    struct calendar_span slots[HALL_SLOTS_MAX];
    struct calendar *c = calendar();

    CHECK_I64((int64_t)hall_slots_of(c, (struct when_date){2026, 3, 2}, 30, slots), 14);
    CHECK_I64(slots[0].begin_ms, at("2026-03-02 09:00"));
    CHECK_I64(slots[5].end_ms, at("2026-03-02 12:00"));
    CHECK_I64(slots[6].begin_ms, at("2026-03-02 13:00"));
    CHECK_I64(slots[13].end_ms, at("2026-03-02 17:00"));
    CHECK_I64((int64_t)hall_slots_of(c, (struct when_date){2026, 3, 7}, 30, slots), 0);
    CHECK_I64((int64_t)hall_slots_of(c, (struct when_date){2026, 3, 2}, 0, slots), 0);
    /* a rest that is shorter than a slot is none: 09:00-10:40-12:00 and 13:00-14:40-16:20-17:00 */
    CHECK_I64((int64_t)hall_slots_of(c, (struct when_date){2026, 3, 2}, 100, slots), 3);
    CHECK_I64(slots[1].begin_ms, at("2026-03-02 13:00"));
}

TEST(slots_of_any_length_lie_within_the_hours_and_do_not_overlap)
{
    struct calendar *c = calendar();

    for (int64_t length = 1; length <= 300; length++) {
        struct calendar_span slots[HALL_SLOTS_MAX], hours[CALENDAR_SPANS_MAX];
        size_t count = hall_slots_of(c, (struct when_date){2026, 3, 3}, length, slots);
        size_t spans = calendar_spans_of(c, (struct when_date){2026, 3, 3}, hours);

        for (size_t i = 0; i < count; i++) {
            bool within = false;

            for (size_t k = 0; k < spans; k++)
                within = within || (slots[i].begin_ms >= hours[k].begin_ms &&
                                       slots[i].end_ms <= hours[k].end_ms);
            CHECK(within);
            CHECK_I64(slots[i].end_ms - slots[i].begin_ms, length * WHEN_MINUTE_MS);
            CHECK(i == 0 || slots[i].begin_ms >= slots[i - 1].end_ms);
        }
    }
}

TEST(what_was_said_last_counts_on_its_days_and_at_its_times)
{
    const struct hall_capacity said[] = {{.matter = S("registration"),
                                             .begins = S("09:00"),
                                             .ends = S("17:00"),
                                             .capacity = 5,
                                             .valid_from = S("2026-03-02"),
                                             .made_ms = at("2026-03-01 08:00")},
        {.matter = S("registration"),
            .begins = S("13:00"),
            .ends = S("15:00"),
            .capacity = 2,
            .valid_from = S("2026-03-03"),
            .valid_to = S("2026-03-05"),
            .made_ms = at("2026-03-01 08:01")},
        {.matter = S("query"),
            .begins = S("00:00"),
            .ends = S("24:00"),
            .capacity = 9,
            .valid_from = S("2026-03-02"),
            .made_ms = at("2026-03-03 09:10")}};
    const struct {
        const char *matter, *moment;
        int64_t capacity;
    } asked[] = {{"registration", "2026-03-01 09:00", 0}, {"registration", "2026-03-02 08:30", 0},
        {"registration", "2026-03-02 09:00", 5}, {"registration", "2026-03-02 13:00", 5},
        {"registration", "2026-03-03 12:59", 5}, {"registration", "2026-03-03 13:00", 2},
        {"registration", "2026-03-04 14:30", 2}, {"registration", "2026-03-04 15:00", 5},
        {"registration", "2026-03-05 13:00", 5}, {"registration", "2026-03-04 17:00", 0},
        /* nothing is said of a slot after it has begun */
        {"query", "2026-03-03 09:00", 0}, {"query", "2026-03-03 09:30", 9}};

    for (size_t i = 0; i < COUNT(asked); i++)
        CHECK_I64(hall_capacity_at(said, COUNT(said), str_of(asked[i].matter), at(asked[i].moment)),
            asked[i].capacity);
}

TEST(days_ahead_are_natural_days)
{
    CHECK_I64(hall_days_between(at("2026-03-02 23:59"), at("2026-03-17 00:00")), 15);
    CHECK_I64(hall_days_between(at("2026-03-02 00:00"), at("2026-03-17 23:59")), 15);
    CHECK_I64(hall_days_between(at("2026-03-02 23:59"), at("2026-03-18 00:00")), 16);
    CHECK_I64(hall_days_between(at("2026-03-02 09:00"), at("2026-03-02 17:00")), 0);
}

TEST(times_of_a_day_have_one_form)
{
    CHECK_I64(hall_clock_minutes(S("09:05")), 545);
    CHECK_I64(hall_clock_minutes(S("24:00")), 1440);
    CHECK_I64(hall_clock_minutes(S("24:01")), -1);
    CHECK_I64(hall_clock_minutes(S("09:60")), -1);
    CHECK_I64(hall_clock_minutes(S("9:05")), -1);
    CHECK_I64(hall_clock_minutes(S("-9:05")), -1);
    CHECK_I64(hall_clock_minutes(S("09.05")), -1);
    CHECK(hall_phone_is_valid(S("13900000001")));
    CHECK(!hall_phone_is_valid(S("23900000001")) && !hall_phone_is_valid(S("1390000000")) &&
          !hall_phone_is_valid(S("1390000000x")));
}

/* ---- missed bookings ---- */

TEST(three_missed_within_thirty_days_suspend_for_thirty)
{
    const struct hall_params p = {.missed_max = 3, .missed_days = 30, .suspended_days = 30};
    const int64_t day = WHEN_DAY_MS;
    const int64_t near[] = {0, 10 * day, 30 * day}, far[] = {0, 10 * day, 30 * day + 1};
    const int64_t many[] = {0, 1 * day, 2 * day, 3 * day, 4 * day, 5 * day};

    CHECK_I64(hall_suspended_until(&p, near, 0), 0);
    CHECK_I64(hall_suspended_until(&p, near, 2), 0);
    CHECK_I64(hall_suspended_until(&p, near, 3), 60 * day);
    CHECK_I64(hall_suspended_until(&p, far, 3), 0);
    /* what led to one suspension does not count for the next */
    CHECK_I64(hall_suspended_until(&p, many, 5), 32 * day);
    CHECK_I64(hall_suspended_until(&p, many, 6), 35 * day);
}

/* ---- the silent queue ---- */

static const char *const random_priorities[] = {"green", "booked", "walk-in"};

static size_t random_queue(struct hall_ticket *queue, bool with_passes)
{
    size_t count = (size_t)(rand() % QUEUE_MAX);

    for (size_t i = 0; i < count; i++) {
        queue[i] = (struct hall_ticket){.number = (int64_t)i + 1,
            .priority = str_of(random_priorities[rand() % 3]),
            .taken_ms = (int64_t)i * WHEN_MINUTE_MS};
        if (str_is(queue[i].priority, "booked"))
            queue[i].slot_ms = (1 + rand() % 4) * 30 * WHEN_MINUTE_MS;
        if (with_passes && rand() % 8 == 0)
            queue[i].after_calls = rand() % 10;
        if (with_passes && rand() % 8 == 0) {
            queue[i].wanted_window = 1 + rand() % 3;
            queue[i].moved_ms = rand() % 5;
        }
    }
    for (size_t i = count; i > 1; i--) { /* rows come in any order */
        size_t k = (size_t)rand() % i;
        struct hall_ticket t = queue[k];

        queue[k] = queue[i - 1];
        queue[i - 1] = t;
    }
    return count;
}

/* What must come before what, said once more and otherwise: 绿色通道, then booked by slot and then
 * by check-in, then by number. */
static bool comes_before(const struct hall_ticket *x, const struct hall_ticket *y)
{
    bool x_green = str_is(x->priority, "green"), y_green = str_is(y->priority, "green");
    bool x_booked = str_is(x->priority, "booked"), y_booked = str_is(y->priority, "booked");

    if (x_green || y_green)
        return x_green && (!y_green || x->number < y->number);
    if (x_booked != y_booked)
        return x_booked;
    if (x_booked && x->slot_ms != y->slot_ms)
        return x->slot_ms < y->slot_ms;
    return x_booked && x->taken_ms != y->taken_ms ? x->taken_ms < y->taken_ms
                                                  : x->number < y->number;
}

static void take_out(struct hall_ticket *queue, size_t *count, int64_t at_place)
{
    queue[at_place] = queue[--*count];
}

TEST(everybody_is_called_once_and_in_order)
{
    const struct hall_params p = {.fair_every = 0};

    srand(22);
    for (int i = 0; i < QUEUES; i++) {
        struct hall_ticket queue[QUEUE_MAX], last = {0};
        size_t count = random_queue(queue, false), called = 0, all = count;
        struct hall_calls calls = {0};

        while (count > 0) {
            struct hall_asking asking = {1 + rand() % 3, INT64_C(1) << 40};
            int64_t next = hall_choose(&p, queue, count, calls, &asking);

            CHECK(next >= 0 && next < (int64_t)count);
            CHECK(called == 0 || comes_before(&last, &queue[next]));
            last = queue[next];
            calls = hall_calls_after(calls, &last);
            take_out(queue, &count, next);
            called++;
        }
        CHECK(called == all && calls.called == (int64_t)all);
        CHECK(hall_choose(&p, queue, 0, calls, &(struct hall_asking){1, 0}) == -1);
    }
}

/* What must be so of the choice for a window; `next` is -1 when it is nobody. */
static void check_choice(const struct hall_ticket *queue, size_t count, int64_t next,
    struct hall_calls calls, int64_t window)
{
    bool own = next >= 0 && queue[next].wanted_window == window;

    for (size_t k = 0; k < count; k++) {
        const struct hall_ticket *t = &queue[k];
        bool could = t->wanted_window == 0 && t->after_calls <= calls.called;

        CHECK(own || t->wanted_window != window);
        CHECK(next >= 0 || t->wanted_window > 0);
        if (next < 0 || own || !could || (int64_t)k == next)
            continue;
        CHECK(queue[next].wanted_window == 0 && queue[next].after_calls <= calls.called);
        CHECK(comes_before(&queue[next], t));
    }
}

/* The same, with tickets that wait out a pass or were passed on to a window. */
TEST(nobody_is_called_before_somebody_who_could_be)
{
    const struct hall_params p = {.fair_every = 0};

    srand(23);
    for (int i = 0; i < QUEUES; i++) {
        struct hall_ticket queue[QUEUE_MAX];
        size_t count = random_queue(queue, true);
        struct hall_calls calls = {0};

        for (int64_t window = 1; count > 0; window = window % 3 + 1) {
            struct hall_asking asking = {window, 0};
            int64_t next = hall_choose(&p, queue, count, calls, &asking);

            check_choice(queue, count, next, calls, window);
            if (next < 0)
                continue; /* the next window's are left */
            calls = hall_calls_after(calls, &queue[next]);
            take_out(queue, &count, next);
        }
    }
}

TEST(who_walked_in_and_waited_long_is_every_third)
{
    const struct hall_params p = {.fair_every = 3, .fair_minutes = 30};
    struct hall_ticket queue[QUEUE_MAX];
    struct hall_calls calls = {0};
    size_t count = 0;
    char order[16] = {0};

    for (int i = 0; i < 9; i++)
        queue[count++] = (struct hall_ticket){.number = i + 1,
            .priority = i < 6 ? S("booked") : S("walk-in"),
            .taken_ms = i * WHEN_MINUTE_MS};
    for (size_t i = 0; count > 0; i++) {
        struct hall_asking asking = {1, 39 * WHEN_MINUTE_MS};
        int64_t next = hall_choose(&p, queue, count, calls, &asking);

        order[i] = str_is(queue[next].priority, "booked") ? 'b' : 'w';
        calls = hall_calls_after(calls, &queue[next]);
        take_out(queue, &count, next);
    }
    CHECK_STR(str_of(order), S("bbwbbwbbw"));
    /* nobody who has not waited long */
    queue[0] = (struct hall_ticket){.number = 1, .priority = S("booked")};
    queue[1] = (struct hall_ticket){.number = 2, .priority = S("walk-in")};
    calls.streak = 9;
    CHECK_I64(hall_choose(&p, queue, 2, calls, &(struct hall_asking){1, 30 * WHEN_MINUTE_MS}), 0);
    CHECK_I64(
        hall_choose(&p, queue, 2, calls, &(struct hall_asking){1, 30 * WHEN_MINUTE_MS + 1}), 1);
}

TEST(a_pass_is_waited_out_unless_nobody_else_is_there)
{
    const struct hall_params p = {0};
    struct hall_ticket queue[] = {{.number = 1, .priority = S("walk-in"), .after_calls = 5},
        {.number = 2, .priority = S("walk-in"), .after_calls = 4},
        {.number = 3, .priority = S("walk-in")}};
    struct hall_asking asking = {1, 0};

    CHECK_I64(hall_choose(&p, queue, 3, (struct hall_calls){.called = 3}, &asking), 2);
    CHECK_I64(hall_choose(&p, queue, 3, (struct hall_calls){.called = 4}, &asking), 1);
    CHECK_I64(hall_choose(&p, queue, 3, (struct hall_calls){.called = 5}, &asking), 0);
    CHECK_I64(hall_choose(&p, queue, 2, (struct hall_calls){.called = 0}, &asking), 1);
}

TEST(a_label_says_how_one_came)
{
    const struct hall_ticket booked = {.number = 12, .priority = S("booked")};
    const struct hall_ticket walker = {.number = 1234, .priority = S("walk-in")};

    CHECK_STR(hall_label(test_arena, &booked), S("Y012"));
    CHECK_STR(hall_label(test_arena, &walker), S("A1234"));
}

TESTS(T(the_numbers_are_the_ones_of_the_city), T(a_number_has_its_days),
    T(a_wrong_table_of_numbers_names_its_line), T(a_working_day_is_cut_into_slots),
    T(slots_of_any_length_lie_within_the_hours_and_do_not_overlap),
    T(what_was_said_last_counts_on_its_days_and_at_its_times), T(days_ahead_are_natural_days),
    T(times_of_a_day_have_one_form), T(three_missed_within_thirty_days_suspend_for_thirty),
    T(everybody_is_called_once_and_in_order), T(nobody_is_called_before_somebody_who_could_be),
    T(who_walked_in_and_waited_long_is_every_third),
    T(a_pass_is_waited_out_unless_nobody_else_is_there), T(a_label_says_how_one_came))
