/* The store when things go wrong: opening, migrations, failed syncs, full disks, lost connections
 * and answers, kill -9, and what its own check finds. */
#include "db_box.h"

#include "base/file.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#ifdef YICHUANG_TEST

/* Opening */

static str fault_of(const struct db_options *options)
{
    struct db *db = NULL;
    str fault = S("");

    CHECK(db_open(test_arena, options, &db, &fault) != OK);
    CHECK(db == NULL);
    return fault;
}

static bool says(str text, const char *word)
{
    size_t at;
    bool found = str_find(text, str_of(word), &at);

    if (!found)
        printf("# \"%.*s\" does not say \"%s\"\n", STR(text), word);
    return found;
}

static void bad_statements_are_named(bool pg)
{
    struct db_options options = options_of(pg);
    static const struct sql_text wrong[] = {{"fine", "SELECT id FROM box WHERE id = $1"},
        {"misspelt", "SELECT nmae FROM box"}, {"fine_too", "SELECT n FROM box"},
        {"gone", "SELECT id FROM nowhere"}, {"gap", "SELECT id FROM box WHERE id = $2"}};

    empty_all(pg);
    options.statements = wrong;
    options.statement_count = COUNT(wrong);

    str fault = fault_of(&options);

    CHECK(says(fault, "misspelt") && says(fault, "nmae") && says(fault, "gone"));
    CHECK(says(fault, "gap"));
    CHECK(!str_find(fault, S("fine"), &(size_t){0}));
    close_all(NULL, pg);
}

static err list_first(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    return db_list_values(ctx, (enum sql)0, &w->rows, NULL, 0);
}

static void other_types_are_refused(bool pg)
{
    struct db_options options = options_of(pg);
    static const struct sql_text wrong[] = {{"half", "SELECT n * 0.5 FROM box"}};
    struct ctx ctx = ctx_of(test_arena);
    struct db *db = open_new(pg);
    struct want w = {0};

    CHECK_I64(write_one(db, 1), OK);
    db_close(db);
    options.statements = wrong;
    options.statement_count = 1;
    if (pg) {
        CHECK(says(fault_of(&options), "half: column 1 is numeric"));
        close_all(NULL, pg);
        return;
    }
    db = open_with(&options);
    CHECK_I64(db_read(db, &ctx, list_first, &w), E_FAULT);
    CHECK(says(db_fault_text(db, test_arena), "half: column 1"));
    close_all(db, pg);
}

static err too_few(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    return db_get(ctx, BOX_ADD, &w->row, i64(1));
}

static void value_counts_are_checked(bool pg)
{
    struct db *db = open_new(pg);
    struct ctx ctx = ctx_of(test_arena);
    struct want w = {0};

    CHECK_I64(db_write(db, &ctx, too_few, &w), E_FAULT);
    CHECK(says(db_fault_text(db, test_arena), "box_add: takes 4 values, not 1"));
    close_all(db, pg);
}

TEST(bad_addresses_are_refused)
{
    struct db_options options = options_of(false);

    options.url = "mysql://localhost/x";
    CHECK(says(fault_of(&options), "sqlite:"));
    options.url = "sqlite:/proc/nowhere/x.db";
    CHECK(says(fault_of(&options), "/proc/nowhere"));
    options.url = "postgres://nobody@127.0.0.1:1/x";
    CHECK(says(fault_of(&options), "connect"));
}

TEST(files_are_private)
{
    struct db *db = open_new(false);
    struct stat s = {0};

    CHECK_I64(stat(sqlite_path(), &s), 0);
    CHECK_I64(s.st_mode & 0777, 0600);
    CHECK_I64(write_one(db, 1), OK);
    db_close(db);
    CHECK_I64(
        stat(arena_printf(test_arena, "%s-wal", sqlite_path()).at, &s) == 0 ? s.st_size : 0, 0);
    close_all(NULL, false);
}

/* Migrations */

static const char schema_bad[] = "CREATE TABLE extra (id BIGINT PRIMARY KEY);\n"
                                 "INSERT INTO nowhere (id) VALUES (1);\n";
static const char schema_good[] = "CREATE TABLE extra (id BIGINT PRIMARY KEY);\n";

static struct embed_file file_of(const char *path, const char *content)
{
    return (struct embed_file){path, (const unsigned char *)content, strlen(content)};
}

static void changed_migrations_are_refused(bool pg)
{
    struct db_options options = options_of(pg);
    struct embed_file other[COUNT(files)];

    close_all(NULL, pg);
    db_close(open_again(pg));
    db_close(open_again(pg)); /* a second start changes nothing */
    memcpy(other, files, sizeof(files));
    other[2] = file_of("schema/0002_late.sql", "CREATE TABLE late (id BIGINT PRIMARY KEY);");
    options.files = other;
    CHECK(says(fault_of(&options), "Migration 0002_late has changed"));
    memcpy(other, files, sizeof(files));
    other[2] = file_of(NULL, ""); /* a program that knows only the first */
    CHECK(says(fault_of(&options), "newer program (0002_late)"));
    db_close(open_again(pg));
    close_all(NULL, pg);
}

static void failed_migrations_leave_nothing(bool pg)
{
    struct db_options options = options_of(pg);
    struct embed_file more[COUNT(files) + 1];

    close_all(NULL, pg);
    memcpy(more, files, 3 * sizeof(files[0]));
    more[3] = file_of("schema/0003_extra.sql", schema_bad);
    memcpy(more + 4, files + 3, 3 * sizeof(files[0]));
    options.files = more;

    str fault = fault_of(&options);

    CHECK(says(fault, "Migration 0003_extra") && says(fault, "nowhere"));
    more[3] = file_of("schema/0003_extra.sql", schema_good); /* the table is not there already */
    db_close(open_with(&options));
    if (pg)
        pg_do("DROP TABLE extra");
    close_all(NULL, pg);
}

/* Faults of the disk */

TEST(failed_sync_stops_writing)
{
    struct db *db = open_new(false);

    CHECK_I64(write_one(db, 1), OK);
    db_test_fail_next(db, DB_TEST_SYNC_FAILS);
    CHECK_I64(write_one(db, 2), E_UNKNOWN); /* it may be found in the log at the next start */
    CHECK_I64(db_state_of(db), DB_STOPPED);
    CHECK_I64(write_one(db, 3), E_STOPPED);
    CHECK_I64(write_one(db, 4), E_STOPPED);
    CHECK_I64(count_of(db), 1);
    db_close(db);
    db = open_again(false);
    CHECK_I64(db_state_of(db), DB_OPEN);

    int64_t count = count_of(db);

    CHECK(count == 1 || count == 2);
    CHECK_I64(write_one(db, 5), OK);
    CHECK_I64(count_of(db), count + 1);
    close_all(db, false);
}

TEST(failed_checkpoint_stops_writing)
{
    struct db *db = open_new(false);

    CHECK_I64(write_one(db, 1), OK);
    db_test_fail_next(db, DB_TEST_SYNC_FAILS);
    for (int i = 0; i < 40 && db_state_of(db) == DB_OPEN; i++)
        usleep(100000);
    CHECK_I64(db_state_of(db), DB_STOPPED);
    CHECK_I64(write_one(db, 2), E_STOPPED);
    db_close(db);
    db = open_again(false);
    CHECK_I64(count_of(db), 1);
    CHECK_I64(write_one(db, 2), OK);
    close_all(db, false);
}

static void full_disk_heals(bool pg)
{
    struct db *db = open_new(pg);

    CHECK_I64(write_one(db, 1), OK);
    db_test_fail_next(db, DB_TEST_DISK_FULL);
    CHECK_I64(write_one(db, 2), E_FULL);
    CHECK_I64(db_state_of(db), DB_FULL);
    CHECK_I64(count_of(db), 1);
    CHECK_I64(db_state_of(db), DB_FULL);
    CHECK_I64(write_one(db, 2), OK);
    CHECK_I64(db_state_of(db), DB_OPEN);
    CHECK_I64(count_of(db), 2);
    close_all(db, pg);
}

static void lost_answer_is_unknown(bool pg)
{
    struct db *db = open_new(pg);

    db_test_fail_next(db, DB_TEST_COMMIT_LOST);
    CHECK_I64(write_one(db, 1), E_UNKNOWN);
    CHECK_I64(count_of(db), 1);
    CHECK_I64(write_one(db, 1), E_CONFLICT);
    close_all(db, pg);
}

/* Faults of the connection */

static void lost_commit_is_unknown(bool pg)
{
    struct db *db;

    if (!pg)
        return;
    db = open_new(pg);
    CHECK_I64(write_one(db, 1), OK);
    db_test_fail_next(db, DB_TEST_COMMIT_CUT);
    CHECK_I64(write_one(db, 2), E_UNKNOWN);
    CHECK_I64(count_of(db), 1);
    CHECK_I64(write_one(db, 2), OK);
    close_all(db, pg);
}

static void serialization_is_run_again(bool pg)
{
    struct db *db;
    struct want w = {.id = 1, .name = S("x")};
    struct ctx ctx = ctx_of(test_arena);

    if (!pg)
        return;
    db = open_new(pg);
    db_test_fail_next(db, DB_TEST_SERIALIZE);
    CHECK_I64(db_write(db, &ctx, add_one, &w), OK);
    CHECK_I64(w.runs, 2);
    close_all(db, pg);
}

static const char end_all[] = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                              " WHERE pid <> pg_backend_pid() AND application_name = 'yichuang'"
                              " AND datname = current_database()";

static err ended_once(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    TRY(db_put(ctx, BOX_ADD, i64(9), text(S("x")), bytes(S("")), i64(0)));
    TRY(db_get(ctx, BOX_GET, &row, i64(9)));
    if (++w->runs == 1)
        pg_do(end_all);
    return db_change_one(ctx, BOX_COUNT_UP, i64(9));
}

static void ended_backends_cost_nothing(bool pg)
{
    struct db *db;
    struct want w = {0};
    struct ctx ctx = ctx_of(test_arena);

    if (!pg)
        return;
    db = open_new(pg);
    CHECK_I64(write_one(db, 1), OK);
    pg_do(end_all);
    usleep(50000);
    CHECK_I64(write_one(db, 2), OK); /* seen before COMMIT was sent, so not even unknown */
    CHECK_I64(db_write(db, &ctx, ended_once, &w), OK);
    CHECK_I64(w.runs, 2);
    pg_do(end_all);
    CHECK_I64(count_of(db), 3);
    close_all(db, pg);
}

struct holder {
    struct db *db;
    err result;
    pthread_t thread;
    atomic_bool locked, enough;
};

static err lock_and_wait(struct ctx *ctx, void *arg)
{
    struct holder *h = arg;

    TRY(db_change_one(ctx, BOX_COUNT_UP, i64(1)));
    h->locked = true;
    while (!h->enough)
        usleep(1000);
    return OK;
}

static void *hold(void *arg)
{
    struct holder *h = arg;
    struct arena *a = arena_new((size_t)1 << 20);
    struct ctx ctx = ctx_of(a);

    h->result = db_write(h->db, &ctx, lock_and_wait, h);
    arena_free(a);
    return NULL;
}

/* A lock that is held too long is E_BUSY, not a wait without end. */
static void locks_time_out(bool pg)
{
    struct holder h = {0}, late = {.enough = true};
    struct ctx ctx = ctx_of(test_arena);

    if (!pg)
        return;
    h.db = open_new(pg);
    CHECK_I64(write_one(h.db, 1), OK);
    pthread_create(&h.thread, NULL, hold, &h);
    while (!h.locked)
        usleep(1000);
    CHECK_I64(db_write(h.db, &ctx, lock_and_wait, &late), E_BUSY);
    h.enough = true;
    pthread_join(h.thread, NULL);
    CHECK_I64(h.result, OK);
    close_all(h.db, pg);
}

/* Two programs, kill -9 */

TEST(two_programs_take_turns)
{
    struct db *one = open_new(false), *two = open_again(false);

    for (int i = 0; i < 40; i++)
        CHECK_I64(write_one(i % 2 ? one : two, i), OK);
    CHECK_I64(count_of(one), 40);
    CHECK_I64(count_of(two), 40);
    db_close(two);
    CHECK_I64(write_one(one, 41), OK);
    close_all(one, false);
}

/* Writes until it is killed, saying each number once it is durable. */
static _Noreturn void write_and_say(int to, int64_t from)
{
    struct db *db = open_again(false);

    for (int64_t i = from;; i++)
        if (write_one(db, i) != OK || write(to, &i, sizeof(i)) != sizeof(i))
            _exit(1);
}

TEST(killed_writer_loses_nothing)
{
    int64_t last = -1, got;

    db_close(open_new(false));
    for (int round = 0; round < 8; round++) {
        int ends[2];

        CHECK_I64(pipe2(ends, O_CLOEXEC), 0);
        fflush(stdout);

        pid_t child = fork();

        if (child == 0)
            write_and_say(ends[1], last + 2); /* one may be durable that was not said */
        close(ends[1]);
        for (int i = 0; i < 10 + 7 * round && read(ends[0], &got, sizeof(got)) > 0; i++)
            last = got;
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(ends[0], &got, sizeof(got)) > 0)
            last = got;
        close(ends[0]);
    }

    struct db *db = open_again(false);
    struct ctx ctx = ctx_of(test_arena);
    struct tree *out = tree_new(test_arena, TREE_OBJECT);

    CHECK(last > 100);
    CHECK(count_of(db) >= last + 1 - 8);
    CHECK_I64(db_check(db, &ctx, out), OK);
    for (int64_t i = last; i > last - 10; i--) {
        struct want w = {.id = i};

        CHECK_I64(db_read(db, &ctx, get_one, &w), OK);
    }
    close_all(db, false);
}

/* What the check finds */

static str checked(struct db *db, err expected)
{
    struct ctx ctx = ctx_of(test_arena);
    struct tree *out = tree_new(test_arena, TREE_OBJECT);

    CHECK_I64(db_check(db, &ctx, out), expected);
    CHECK_STR(tree_get_text(out, S("engine")), str_of(db_engine(db)));
    return tree_to_json(out);
}

static void check_is_quiet(bool pg)
{
    struct db *db = open_new(pg);

    CHECK_I64(write_one(db, 1), OK);
    CHECK(says(checked(db, OK), "\"faults\":[]"));
    if (pg) {
        pg_do("CREATE EXTENSION IF NOT EXISTS amcheck");
        CHECK(says(checked(db, OK), "\"check\":\"amcheck\""));
        pg_do("DROP EXTENSION amcheck");
    }
    close_all(db, pg);
}

TEST(check_finds_orphans)
{
    struct db *db = open_new(false);
    sqlite3 *raw = NULL;

    CHECK_I64(sqlite3_open(sqlite_path(), &raw), SQLITE_OK);
    CHECK_I64(sqlite3_exec(raw, "INSERT INTO part VALUES (1, 404)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
    CHECK(says(checked(db, E_FAULT), "part: row 1 names no row of box"));
    close_all(db, false);
}

TEST(check_finds_damage)
{
    struct db *db = open_new(false);
    char noise[512];
    int fd;

    for (int i = 0; i < 300; i++)
        CHECK_I64(write_one(db, i), OK);
    db_close(db);
    memset(noise, 0x5a, sizeof(noise));
    fd = open(sqlite_path(), O_WRONLY | O_CLOEXEC);
    for (off_t page = 8; page < 12; page++)
        CHECK_I64(pwrite(fd, noise, sizeof(noise), page * 4096), sizeof(noise));
    close(fd);
    db = open_again(false);
    checked(db, E_FAULT);
    close_all(db, false);
}

/* The trace */

static err traced(struct ctx *ctx, void *arg)
{
    (void)arg;
    return db_put(ctx, BOX_UPSERT, i64(-12), text(S("a\tb\\c\nd")), bytes(S("\x00\xfe")));
}

static void trace_is_written(bool pg)
{
    struct db_options options = options_of(pg);
    struct want w = {.id = 1, .name = S("x"), .result = E_REFUSED};
    struct ctx ctx = ctx_of(test_arena);
    char path[64];
    str all;

    snprintf(path, sizeof(path), "/tmp/yichuang-trace-%d", (int)getpid());
    unlink(path);
    close_all(NULL, pg);
    options.trace_path = path;

    struct db *db = open_with(&options);

    CHECK_I64(db_write(db, &ctx, traced, NULL), OK);
    CHECK_I64(db_write(db, &ctx, add_one, &w), E_REFUSED);
    CHECK_I64(count_of(db), 1);
    db_close(db);
    CHECK_I64(file_read(test_arena, path, 10000, &all), OK);
    CHECK_STR(all, S("begin\nbox_upsert\ti:-12\tt:a\\tb\\\\c\\nd\tb:00fe\ncommit\n"
                     "begin\nbox_add\ti:1\tt:x\tb:00ff01\ti:0\nrollback\n"
                     "begin read\nbox_total\ncommit\n"));
    unlink(path);
    close_all(NULL, pg);
}

BOTH(bad_statements_are_named)
BOTH(other_types_are_refused)
BOTH(value_counts_are_checked)
BOTH(changed_migrations_are_refused)
BOTH(failed_migrations_leave_nothing)
BOTH(full_disk_heals)
BOTH(lost_answer_is_unknown)
BOTH(lost_commit_is_unknown)
BOTH(serialization_is_run_again)
BOTH(ended_backends_cost_nothing)
BOTH(locks_time_out)
BOTH(check_is_quiet)
BOTH(trace_is_written)

TESTS(T_BOTH(bad_statements_are_named), T_BOTH(other_types_are_refused),
    T_BOTH(value_counts_are_checked), T(bad_addresses_are_refused), T(files_are_private),
    T_BOTH(changed_migrations_are_refused), T_BOTH(failed_migrations_leave_nothing),
    T(failed_sync_stops_writing), T(failed_checkpoint_stops_writing), T_BOTH(full_disk_heals),
    T_BOTH(lost_answer_is_unknown), T_BOTH(lost_commit_is_unknown),
    T_BOTH(serialization_is_run_again), T_BOTH(ended_backends_cost_nothing), T_BOTH(locks_time_out),
    T(two_programs_take_turns), T(killed_writer_loses_nothing), T_BOTH(check_is_quiet),
    T(check_finds_orphans), T(check_finds_damage), T_BOTH(trace_is_written))

#else

int main(void)
{
    test_arena = NULL;
    (void)test_main;
    puts("1..0 # SKIP faults can be made in test builds only (MODE=debug or asan)");
    return 0;
}

#endif
