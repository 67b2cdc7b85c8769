/* One SQL text, two engines. Nobody outside this folder sees sqlite3.h or libpq-fe.h.
 *
 * All statements stand in *.sql files beside their domain as "-- name: what it does" blocks;
 * tools/sql.awk turns them into the enum sql (SQL_filing_save, ...) and its texts. They are all
 * prepared when a connection opens, so a misspelt column stops the program at start.
 *
 * A use case runs inside db_write or db_read and never begins or ends a transaction itself. After
 * any fault the transaction is over. */
#pragma once

#include "base/ctx.h"
#include "sql.h" /* generated: enum sql, SQL_COUNT */

struct embed_file;

struct db;

enum db_type { DB_NULL, DB_I64, DB_TEXT, DB_BYTES };

struct db_value {
    enum db_type type;
    int64_t number;
    str text;
};

static inline struct db_value i64(int64_t number)
{
    return (struct db_value){DB_I64, number, {0}};
}
static inline struct db_value text(str s)
{
    return (struct db_value){DB_TEXT, 0, s};
}
static inline struct db_value bytes(str s)
{
    return (struct db_value){DB_BYTES, 0, s};
}
static inline struct db_value none(void)
{
    return (struct db_value){DB_NULL, 0, {0}};
}

/* A result row; the take_ functions read its columns from left to right. NULL reads as 0 or the
 * empty str; take_is_null looks at the next column without taking it. */
struct db_row {
    const struct db_value *value;
    size_t count, at;
};
struct db_rows {
    struct db_value *value;
    size_t columns, count, at;
};
int64_t take_i64(struct db_row *row);
str take_text(struct db_row *row);
str take_bytes(struct db_row *row);
bool take_is_null(const struct db_row *row);
/* The next row of a list; false at the end. */
bool db_next(struct db_rows *rows, struct db_row *ret);

#define DB_VALUES(...)                                                                             \
    (const struct db_value[]){__VA_ARGS__},                                                        \
        sizeof((const struct db_value[]){__VA_ARGS__}) / sizeof(struct db_value)

/* Runs a statement that changes rows and whose result nobody waits for. On PostgreSQL it is sent
 * down the pipeline and a fault may surface only at the next statement with a result or at commit;
 * either way the transaction then fails as a whole. */
#define db_put(ctx, sql, ...) db_put_values((ctx), (sql), DB_VALUES(__VA_ARGS__))
/* As db_put, but waits and demands that exactly one row changed: E_CONFLICT otherwise. */
#define db_change_one(ctx, sql, ...) db_change_one_values((ctx), (sql), DB_VALUES(__VA_ARGS__))
/* The number of rows changed. */
#define db_change(ctx, sql, ret, ...) db_change_values((ctx), (sql), (ret), DB_VALUES(__VA_ARGS__))
/* The only row (E_MISSING when there is none). */
#define db_get(ctx, sql, ret, ...) db_get_values((ctx), (sql), (ret), DB_VALUES(__VA_ARGS__))
/* The first row or none: *ret_found says. */
#define db_find(ctx, sql, ret, ret_found, ...)                                                     \
    db_find_values((ctx), (sql), (ret), (ret_found), DB_VALUES(__VA_ARGS__))
/* All rows, in the request's arena. */
#define db_list(ctx, sql, ret, ...) db_list_values((ctx), (sql), (ret), DB_VALUES(__VA_ARGS__))

MUST_CHECK err db_put_values(
    struct ctx *ctx, enum sql sql, const struct db_value *values, size_t count);
MUST_CHECK err db_change_one_values(
    struct ctx *ctx, enum sql sql, const struct db_value *values, size_t count);
MUST_CHECK err db_change_values(
    struct ctx *ctx, enum sql sql, int64_t *ret, const struct db_value *values, size_t count);
MUST_CHECK err db_get_values(
    struct ctx *ctx, enum sql sql, struct db_row *ret, const struct db_value *values, size_t count);
MUST_CHECK err db_find_values(struct ctx *ctx, enum sql sql, struct db_row *ret, bool *ret_found,
    const struct db_value *values, size_t count);
MUST_CHECK err db_list_values(struct ctx *ctx, enum sql sql, struct db_rows *ret,
    const struct db_value *values, size_t count);

/* From here to the end of the transaction, rows put by plain INSERTs (VALUES of parameters and
 * constants, nothing behind them) are held back, table by table, and go to the server together:
 * before the next statement of another kind, when they are many, and at the end. It changes no
 * meaning, only when a fault surfaces. For use cases that write thousands of rows; nothing to do on
 * SQLite. */
MUST_CHECK err db_gather(struct ctx *ctx);

/* A use case: everything it touches is in ctx and arg; it may be run again from the start, so what
 * it hands back (a reply tree, too) it makes anew each time. On SQLite it runs in the writer's
 * thread while the caller waits. */
typedef err db_run(struct ctx *ctx, void *arg);

/* Runs `run` in a read-write transaction and returns only when the commit is durable. SQLite:
 * handed to the single writer thread, under a savepoint, committed with its neighbours by one
 * fsync. PostgreSQL: on one of the connections; serialization failures, deadlocks and connections
 * lost before COMMIT are run again up to five times, with the arena rewound and the findings put
 * back as they were before each; E_BUSY after that, and on a lock that could not be had in time.
 * E_CONFLICT on a unique violation; E_FULL when the disk is full (heals by itself); E_STOPPED after
 * the first failed sync, until restart; E_UNKNOWN when nobody can say whether the COMMIT holds: the
 * connection was lost during it, or its sync failed; E_TOO_LARGE when the arena's ceiling was
 * passed; E_FAULT for all else (db_fault_text). Any fault but E_UNKNOWN means that nothing changed.
 * Must not be called inside another transaction. */
MUST_CHECK err db_write(struct db *db, struct ctx *ctx, db_run *run, void *arg);
/* The same for reading: one consistent snapshot, no lock. A statement that changes rows is
 * E_FAULT. */
MUST_CHECK err db_read(struct db *db, struct ctx *ctx, db_run *run, void *arg);

struct db_options {
    const char *url;        /* sqlite:PATH or postgres://... */
    size_t connections;     /* transactions at once (PostgreSQL), or readers at once; 0 means 4 */
    const char *trace_path; /* when set, every statement is appended there, for bench/ */
    /* A test's own statements and schema; NULL means the program's. */
    const struct sql_text *statements;
    size_t statement_count;
    const struct embed_file *files;
};

/* Opens the store, runs missing migrations, prepares every statement. *ret_fault gets a sentence on
 * failure (arena). E_FAULT; E_BUSY when the store cannot be reached or another process migrates. */
MUST_CHECK err db_open(
    struct arena *a, const struct db_options *options, struct db **ret, str *ret_fault);
/* Waits for the transactions that have begun. NULL is allowed. */
void db_close(struct db *db);

/* FULL: the last write met a full disk; the next one that succeeds clears it. STOPPED: a sync
 * failed and nothing is written until the program is started again; reading goes on. */
enum db_state { DB_OPEN, DB_FULL, DB_STOPPED };
enum db_state db_state_of(struct db *db);
const char *db_engine(struct db *db); /* "sqlite" or "postgres" */
/* What the engine said last, for the log: the statement's name and its fault, no values. */
str db_fault_text(struct db *db, struct arena *a);

/* Lets the engine examine its files: `out` gets {engine, check, faults: [...]}. SQLite:
 * integrity_check and foreign_key_check, which read everything. PostgreSQL: amcheck over every
 * table and index where that extension is installed, else only that it answers. E_FAULT when
 * anything is wrong. */
MUST_CHECK err db_check(struct db *db, struct ctx *ctx, struct tree *out);

/* What the next write transaction meets, once; only test builds can ask for it. */
enum db_test_fault {
    DB_TEST_NOTHING,
    DB_TEST_SYNC_FAILS,  /* SQLite: EIO at the next sync of any of its files */
    DB_TEST_DISK_FULL,   /* no space at the next write to a file (PostgreSQL: at COMMIT) */
    DB_TEST_COMMIT_LOST, /* committed, but the answer is lost */
    DB_TEST_COMMIT_CUT,  /* PostgreSQL: the connection breaks before the server sees COMMIT */
    DB_TEST_SERIALIZE    /* PostgreSQL: a serialization failure at COMMIT */
};
#ifdef YICHUANG_TEST
void db_test_fail_next(struct db *db, enum db_test_fault fault);
#endif
