/* The store, on both engines: the same statements, schema and expectations. Prints what it measured
 * as comments. */
#include "db_box.h"

/* Tests: each takes the engine */

static void check_values(struct db *db, int64_t n, str name)
{
    struct want w = {.id = n, .name = name, .n = n < 0 ? 0 : n};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(db_write(db, &ctx, add_one, &w), OK);
    CHECK_I64(db_read(db, &ctx, get_one, &w), OK);
    CHECK(w.row.count == 3);
    CHECK_I64(take_i64(&w.row), w.n);
    CHECK_STR(take_text(&w.row), name);
    CHECK_STR(take_bytes(&w.row), S("\0\xff\x01"));
    CHECK(ctx.statements == 2);
    CHECK(ctx.conn == NULL);
}

static void values_are_exact(bool pg)
{
    struct db *db = open_new(pg);

    check_values(db, 1, S("一窗 Ω"));
    check_values(db, INT64_MAX, S(""));
    check_values(db, INT64_MIN, (str){NULL, 0});
    check_values(db, -1, S("quote ' \" \\ $1 ; --"));
    close_all(db, pg);
}

static err nulls(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    TRY(db_get(ctx, BOX_NULLS, &row, i64(w->id)));
    CHECK(take_is_null(&row));
    CHECK_STR(take_text(&row), S(""));
    CHECK(take_is_null(&row));
    CHECK(take_bytes(&row).len == 0);
    CHECK(take_is_null(&row));
    CHECK_I64(take_i64(&row), 0);
    TRY(db_find(ctx, BOX_GET, &row, &w->found, i64(w->id + 1)));
    return db_get(ctx, BOX_GET, &row, i64(w->id + 1));
}

static void nulls_and_missing(bool pg)
{
    struct db *db = open_new(pg);
    struct want w = {.id = 5, .found = true};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(write_one(db, 5), OK);
    CHECK_I64(db_read(db, &ctx, nulls, &w), E_MISSING);
    CHECK(!w.found);
    close_all(db, pg);
}

static err many(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;
    struct db_rows rows;
    int64_t expected = 0;

    for (int64_t i = 0; i < w->n; i++)
        TRY(db_put(
            ctx, BOX_ADD, i64(i), text(id_random_hex(ctx->arena, 40)), bytes(S("")), i64(i)));
    TRY(db_list_values(ctx, BOX_LIST, &rows, NULL, 0));
    CHECK_I64((int64_t)rows.count, w->n);
    while (db_next(&rows, &row)) {
        CHECK_I64(take_i64(&row), expected++);
        CHECK(take_text(&row).len == 80);
    }
    CHECK(!db_next(&rows, &row));
    return OK;
}

/* More statements than fit on their way at once, and rows that outgrow every first guess. */
static void long_lists(bool pg)
{
    struct db *db = open_new(pg);
    struct want w = {.n = 1500};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(db_write(db, &ctx, many, &w), OK);
    CHECK_I64(count_of(db), 1500);
    close_all(db, pg);
}

static err change(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    TRY(db_get(ctx, BOX_SWAPPED, &row, i64(1), text(S("new"))));
    CHECK_STR(take_text(&row), S("new"));
    TRY(db_change(ctx, BOX_COUNT_TWO, &w->n, i64(1)));
    TRY(db_change_one(ctx, BOX_COUNT_UP, i64(1)));
    TRY(db_change(ctx, BOX_SWAPPED, &w->count, i64(1), text(S("newer"))));
    w->inner = db_change_one(ctx, BOX_COUNT_UP, i64(99));
    CHECK_I64(db_change_one(ctx, BOX_COUNT_TWO, i64(1)), E_CONFLICT);
    return OK;
}

static void changes_are_counted(bool pg)
{
    struct db *db = open_new(pg);
    struct want w = {0}, after = {.id = 1};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(write_one(db, 1), OK);
    CHECK_I64(write_one(db, 2), OK);
    CHECK_I64(db_write(db, &ctx, change, &w), OK);
    CHECK_I64(w.n, 2);
    CHECK_I64(w.count, 1);
    CHECK_I64(w.inner, E_CONFLICT);
    CHECK_I64(db_read(db, &ctx, get_one, &after), OK);
    CHECK_I64(take_i64(&after.row), 4);
    CHECK_STR(take_text(&after.row), S("newer"));
    close_all(db, pg);
}

static err swallow(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    TRY(db_put(ctx, BOX_ADD, i64(w->id + 1), text(S("before")), bytes(S("")), i64(0)));
    w->inner = db_change_one(ctx, BOX_ADD, i64(w->id), text(S("x")), bytes(S("")), i64(0));
    CHECK_I64(db_get(ctx, BOX_GET, &row, i64(w->id)), w->inner);
    return w->result;
}

static void faults_end_it(bool pg)
{
    struct db *db = open_new(pg);
    struct want w = {.id = 1};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(write_one(db, 1), OK);
    CHECK_I64(write_one(db, 1), E_CONFLICT); /* found at COMMIT on PostgreSQL */
    CHECK_I64(db_write(db, &ctx, swallow, &w), E_CONFLICT);
    CHECK_I64(w.inner, E_CONFLICT);
    w.result = E_REFUSED; /* a use case may say what the conflict means */
    CHECK_I64(db_write(db, &ctx, swallow, &w), E_REFUSED);
    CHECK_I64(count_of(db), 1);
    w = (struct want){.id = 7, .name = S("x"), .result = E_REFUSED};
    CHECK_I64(db_write(db, &ctx, add_one, &w), E_REFUSED);
    w = (struct want){.id = 8, .name = S("x"), .n = -1};
    CHECK_I64(db_write(db, &ctx, add_one, &w), E_FAULT); /* CHECK (n >= 0) */
    w = (struct want){.id = 8, .name = S("\xc3\x28")};
    CHECK_I64(db_write(db, &ctx, add_one, &w), E_FAULT); /* not UTF-8 */
    w = (struct want){.id = 8, .name = S("a\0b")};
    CHECK_I64(db_write(db, &ctx, add_one, &w), E_FAULT);
    w = (struct want){.id = 8, .name = S("x")};
    CHECK_I64(db_read(db, &ctx, add_one, &w), E_FAULT); /* writes while reading */
    CHECK(db_fault_text(db, test_arena).len > 0);
    CHECK_I64(count_of(db), 1);
    CHECK_I64(write_one(db, 2), OK);
    CHECK_I64(count_of(db), 2);
    CHECK_I64(db_state_of(db), DB_OPEN);
    close_all(db, pg);
}

static err part_of_nothing(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    return db_put(ctx, (enum sql)w->id, i64(1), i64(-404));
}

static err change_fixed(struct ctx *ctx, void *arg)
{
    (void)arg;
    return db_put(ctx, FIXED_CHANGE, i64(1));
}

static void constraints_hold(bool pg)
{
    struct db *db = open_new(pg);
    struct want now = {.id = PART_ADD}, late = {.id = LATE_ADD};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(db_write(db, &ctx, part_of_nothing, &now), E_FAULT);
    CHECK_I64(db_write(db, &ctx, part_of_nothing, &late), E_FAULT);
    CHECK_I64(db_write(db, &ctx, change_fixed, NULL), E_FAULT);
    CHECK(str_find(db_fault_text(db, test_arena), S("immutable"), &(size_t){0}));
    CHECK_I64(write_one(db, 1), OK);
    close_all(db, pg);
}

static err greedy(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_rows rows;

    TRY(db_put(ctx, BOX_ADD, i64(w->id), text(S("x")), bytes(S("")), i64(0)));
    for (int i = 0; i < 1000000; i++)
        TRY(db_list_values(ctx, BOX_LIST, &rows, NULL, 0));
    return OK;
}

static void ceiling_is_a_refusal(bool pg)
{
    struct db *db = open_new(pg);
    struct arena *small = arena_new((size_t)1 << 20);
    struct ctx ctx = ctx_of(small);
    struct want w = {.id = 1};

    CHECK_I64(db_write(db, &ctx, greedy, &w), E_TOO_LARGE);
    CHECK(ctx.conn == NULL);
    arena_free(small);
    CHECK_I64(count_of(db), 0);
    for (int i = 0; i < 8; i++) /* no connection was lost by it */
        CHECK_I64(write_one(db, i), OK);
    CHECK_I64(count_of(db), 8);
    close_all(db, pg);
}

static err snapshot(struct ctx *ctx, void *arg)
{
    struct db *db = arg;
    struct want first = {0}, second = {0};

    TRY(total(ctx, &first));
    CHECK_I64(write_one(db, 77), OK); /* another transaction, committed meanwhile */
    TRY(total(ctx, &second));
    CHECK_I64(first.count, second.count);
    return OK;
}

static void reading_is_a_snapshot(bool pg)
{
    struct db *db = open_new(pg);
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(db_read(db, &ctx, snapshot, db), OK);
    CHECK_I64(count_of(db), 1);
    close_all(db, pg);
}

/* Many at once */

#define THREADS 16
#define ROUNDS 150

struct crowd {
    struct db *db;
    int number;
    int committed, conflicts, others;
};

static err twelve(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    w->runs++;
    for (int64_t i = 0; i < 8; i++)
        TRY(db_put(ctx, BOX_ADD, i64(w->id * 8 + i), text(S("a name of some length")),
            bytes(S("0123456789abcdef0123456789abcdef")), i64(1)));
    TRY(db_get(ctx, BOX_GET, &row, i64(w->id * 8)));
    TRY(db_put(ctx, BOX_COUNT_UP, i64(w->id * 8 + 1)));
    TRY(db_put(ctx, PART_ADD, i64(w->id), i64(w->id * 8)));
    return db_change_one(ctx, BOX_COUNT_UP, i64(w->id * 8));
}

static void *crowd_write(void *arg)
{
    struct crowd *c = arg;
    struct arena *a = arena_new((size_t)8 << 20);

    for (int i = 0; i < ROUNDS; i++) {
        struct ctx ctx = ctx_of(a);
        struct want w = {.id = c->number * ROUNDS + i};

        c->committed += db_write(c->db, &ctx, twelve, &w) == OK;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void run_crowd(struct crowd *crowd, struct db *db, void *(*run)(void *))
{
    pthread_t thread[THREADS];

    for (int i = 0; i < THREADS; i++) {
        crowd[i] = (struct crowd){.db = db, .number = i};
        pthread_create(&thread[i], NULL, run, &crowd[i]);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
}

static void many_writers(bool pg)
{
    struct db_options options = options_of(pg);
    struct crowd crowd[THREADS];
    int committed = 0;

    empty_all(pg);
    options.connections = THREADS;

    struct db *db = open_with(&options);

    CHECK_I64(count_of(db), 0);

    int64_t began_us = when_monotonic_us();

    run_crowd(crowd, db, crowd_write);

    int64_t took_us = when_monotonic_us() - began_us;

    for (int i = 0; i < THREADS; i++)
        committed += crowd[i].committed;
    CHECK_I64(committed, THREADS * ROUNDS);
    CHECK_I64(count_of(db), (int64_t)THREADS * ROUNDS * 8);
    printf("# %s: %d transactions of 12 statements by %d threads: %lld a second\n", db_engine(db),
        committed, THREADS, (long long)(committed * INT64_C(1000000) / took_us));
    close_all(db, pg);
}

/* All want the same key: one wins, the others are told, and nobody else's work is lost. */
static err race(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    w->runs++;
    TRY(db_put(ctx, BOX_ADD, i64(w->id), text(S("x")), bytes(S("")), i64(0)));
    return db_put(ctx, BOX_ADD, i64(1000 + w->n), text(S("mine")), bytes(S("")), i64(0));
}

static void *crowd_race(void *arg)
{
    struct crowd *c = arg;
    struct arena *a = arena_new((size_t)8 << 20);

    for (int i = 0; i < 20; i++) {
        struct ctx ctx = ctx_of(a);
        struct want w = {.id = i, .n = i * THREADS + c->number};
        err result = db_write(c->db, &ctx, race, &w);

        c->committed += result == OK;
        c->conflicts += result == E_CONFLICT;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void one_wins(bool pg)
{
    struct db *db = open_new(pg);
    struct crowd crowd[THREADS];
    int committed = 0, conflicts = 0;

    run_crowd(crowd, db, crowd_race);
    for (int i = 0; i < THREADS; i++) {
        committed += crowd[i].committed;
        conflicts += crowd[i].conflicts;
    }
    CHECK_I64(committed, 20);
    CHECK_I64(conflicts, 20 * (THREADS - 1));
    CHECK_I64(count_of(db), 40);
    close_all(db, pg);
}

struct meeting {
    struct db *db;
    atomic_int *here; /* how many hold their first row; NULL where the writer is one */
    int64_t first;
    int runs;
    err result;
    bool twice; /* a finding of the attempt undone was left */
};

/* Two rows locked in opposite order, the second only when both hold their first: PostgreSQL ends
 * one of the two, which is then run again. */
static err cross(struct ctx *ctx, void *arg)
{
    struct meeting *m = arg;
    static const struct rule rule = {.id = "SEEN"};

    why_add(ctx, &rule, S(""), S(""));
    TRY(db_change_one(ctx, BOX_COUNT_UP, i64(m->first)));
    if (m->runs++ == 0 && m->here)
        ++*m->here;
    for (int i = 0; i < 5000 && m->here && *m->here < 2; i++)
        usleep(1000);
    return db_change_one(ctx, BOX_COUNT_UP, i64(3 - m->first));
}

static void *meet(void *arg)
{
    struct meeting *m = arg;
    struct arena *a = arena_new((size_t)8 << 20);
    struct ctx ctx = ctx_of(a);

    m->result = db_write(m->db, &ctx, cross, m);
    m->twice = ctx.why_first && ctx.why_first->next;
    arena_free(a);
    return NULL;
}

static void deadlocks_are_run_again(bool pg)
{
    struct db *db = open_new(pg);
    atomic_int here = 0;
    struct meeting one = {.db = db, .here = pg ? &here : NULL, .first = 1}, two = one;
    pthread_t thread;

    two.first = 2;
    CHECK_I64(write_one(db, 1), OK);
    CHECK_I64(write_one(db, 2), OK);
    pthread_create(&thread, NULL, meet, &one);
    meet(&two);
    pthread_join(thread, NULL);
    CHECK_I64(one.result, OK);
    CHECK_I64(two.result, OK);
    CHECK(!one.twice && !two.twice);
    CHECK_I64(one.runs + two.runs, pg ? 3 : 2);
    close_all(db, pg);
}

/* A rule that only COMMIT checks must not take the neighbours of the batch with it. */
static void *crowd_late(void *arg)
{
    struct crowd *c = arg;
    struct arena *a = arena_new((size_t)8 << 20);

    for (int i = 0; i < 20; i++) {
        struct ctx ctx = ctx_of(a);
        struct want late = {.id = LATE_ADD};
        bool bad = (i + c->number) % 5 == 0;
        err result = bad ? db_write(c->db, &ctx, part_of_nothing, &late)
                         : write_one_in(c->db, a, c->number * 100 + i);

        c->committed += !bad && result == OK;
        c->conflicts += bad && result == E_FAULT;
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

static void neighbours_are_safe(bool pg)
{
    struct db *db = open_new(pg);
    struct crowd crowd[THREADS];
    int64_t good = 0, bad = 0;

    run_crowd(crowd, db, crowd_late);
    for (int i = 0; i < THREADS; i++) {
        good += crowd[i].committed;
        bad += crowd[i].conflicts;
    }
    CHECK_I64(bad, THREADS * 4);
    CHECK_I64(good, THREADS * 16);
    CHECK_I64(count_of(db), good);
    close_all(db, pg);
}

BOTH(values_are_exact)
BOTH(nulls_and_missing)
BOTH(long_lists)
BOTH(changes_are_counted)
BOTH(faults_end_it)
BOTH(constraints_hold)
BOTH(ceiling_is_a_refusal)
BOTH(reading_is_a_snapshot)
BOTH(many_writers)
BOTH(one_wins)
BOTH(deadlocks_are_run_again)
BOTH(neighbours_are_safe)

TESTS(T_BOTH(values_are_exact), T_BOTH(nulls_and_missing), T_BOTH(long_lists),
    T_BOTH(changes_are_counted), T_BOTH(faults_end_it), T_BOTH(constraints_hold),
    T_BOTH(ceiling_is_a_refusal), T_BOTH(reading_is_a_snapshot), T_BOTH(many_writers),
    T_BOTH(one_wins), T_BOTH(deadlocks_are_run_again), T_BOTH(neighbours_are_safe))
