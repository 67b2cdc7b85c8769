/* What the store's tests share: statements and a schema of their own, and both engines. PostgreSQL
 * when YICHUANG_TEST_PG holds the address of an empty database, which is emptied again. */
#pragma once

#include "test.h"

#include "base/embed.h"
#include "base/ids.h"
#include "base/when.h"
#include "db/db.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

/* A test for both engines: name(false) is SQLite, name(true) PostgreSQL. */
#define BOTH(name)                                                                                 \
    TEST(name##_sqlite)                                                                            \
    {                                                                                              \
        name(false);                                                                               \
    }                                                                                              \
    TEST(name##_postgres)                                                                          \
    {                                                                                              \
        if (pg_url())                                                                              \
            name(true);                                                                            \
        else                                                                                       \
            printf("# skipped: YICHUANG_TEST_PG is not set\n");                                    \
    }
#define T_BOTH(name) T(name##_sqlite), T(name##_postgres)

/* Own statements and schema */

#define BOX_ADD ((enum sql)0)
#define BOX_GET ((enum sql)1)
#define BOX_LIST ((enum sql)2)
#define BOX_SWAPPED ((enum sql)3)
#define BOX_COUNT_UP ((enum sql)4)
#define BOX_COUNT_TWO ((enum sql)5)
#define BOX_TOTAL ((enum sql)6)
#define BOX_UPSERT ((enum sql)7)
#define BOX_NULLS ((enum sql)8)
#define PART_ADD ((enum sql)9)
#define LATE_ADD ((enum sql)10)
#define FIXED_CHANGE ((enum sql)11)

static const struct sql_text statements[] = {
    [BOX_ADD] = {"box_add", "INSERT INTO box (id, name, raw, n) VALUES ($1, $2, $3, $4)"},
    [BOX_GET] = {"box_get", "SELECT n, name, raw FROM box WHERE id = $1"},
    [BOX_LIST] = {"box_list", "SELECT id, name FROM box ORDER BY id"},
    /* $2 appears first: SQLite's own numbers differ from the written ones. */
    [BOX_SWAPPED] = {"box_swapped", "UPDATE box SET name = $2 WHERE id = $1 RETURNING name, n"},
    [BOX_COUNT_UP] = {"box_count_up", "UPDATE box SET n = n + 1 WHERE id = $1"},
    [BOX_COUNT_TWO] = {"box_count_two", "UPDATE box SET n = n + 1 WHERE id >= $1"},
    [BOX_TOTAL] = {"box_total", "SELECT CAST(COALESCE(sum(n), 0) AS BIGINT), count(*) FROM box"},
    [BOX_UPSERT] = {"box_upsert",
        "INSERT INTO box (id, name, raw, n) VALUES ($1, $2, $3, 1) ON CONFLICT (id)"
        " DO UPDATE SET n = box.n + 1 RETURNING n"},
    [BOX_NULLS] = {"box_nulls", "SELECT maybe, maybe_raw, maybe_n FROM box WHERE id = $1"},
    [PART_ADD] = {"part_add", "INSERT INTO part (id, box) VALUES ($1, $2)"},
    [LATE_ADD] = {"late_add", "INSERT INTO late (id, box) VALUES ($1, $2)"},
    [FIXED_CHANGE] = {"fixed_change", "UPDATE fixed SET id = id + 1 WHERE id = $1"},
};

static const char schema_one[] =
    "-- BIGINT in a comment; CREATE TABLE here too\n"
    "CREATE TABLE box (\n    id BIGINT PRIMARY KEY,\n    name TEXT NOT NULL DEFAULT 'BIGINT;',\n"
    "    raw BYTEA NOT NULL,\n    n BIGINT NOT NULL CHECK (n >= 0),\n    maybe TEXT,\n"
    "    maybe_raw BYTEA,\n    maybe_n BIGINT\n);\n"
    "CREATE TABLE part (\n    id BIGINT PRIMARY KEY,\n    box BIGINT NOT NULL REFERENCES box (id)\n"
    ");\nCREATE INDEX part_box ON part (box);\n";
static const char schema_two[] =
    "CREATE TABLE late (\n    id BIGINT PRIMARY KEY,\n    box BIGINT NOT NULL REFERENCES box (id)\n"
    "        DEFERRABLE INITIALLY DEFERRED\n);\n"
    "CREATE TABLE fixed (id BIGINT PRIMARY KEY);\nINSERT INTO fixed (id) VALUES (1);\n";
static const char engine_sqlite[] =
    "CREATE TRIGGER IF NOT EXISTS fixed_no_update BEFORE UPDATE ON fixed\n"
    "BEGIN SELECT RAISE(ABORT, 'fixed is immutable'); END;\n";
static const char engine_pg[] =
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$\n"
    "BEGIN RAISE EXCEPTION '% is immutable', TG_TABLE_NAME; END $$;\n"
    "CREATE OR REPLACE TRIGGER fixed_no_update BEFORE UPDATE ON fixed FOR EACH ROW\n"
    "EXECUTE FUNCTION refuse_change();\n";

#define FILE_OF(path, text)                                                                        \
    {                                                                                              \
        path, (const unsigned char *)text, sizeof(text) - 1                                        \
    }
static const struct embed_file files[] = {FILE_OF("data/other.csv", "x"),
    FILE_OF("schema/0001_box.sql", schema_one), FILE_OF("schema/0002_late.sql", schema_two),
    FILE_OF("schema/engine/pg.sql", engine_pg), FILE_OF("schema/engine/sqlite.sql", engine_sqlite),
    {NULL, NULL, 0}};

/* Both engines */

/* Its own for each process, since several may run at once. */
static inline const char *sqlite_url(void)
{
    static char url[64];

    if (!url[0]) /* a child goes on with its parent's */
        snprintf(url, sizeof(url), "sqlite:/tmp/yichuang-test-%d/box.db", (int)getpid());
    return url;
}

static inline const char *sqlite_path(void)
{
    return sqlite_url() + strlen("sqlite:");
}

static inline const char *pg_url(void)
{
    return getenv("YICHUANG_TEST_PG");
}

static inline void pg_do(const char *sql)
{
    PGconn *pg = PQconnectdb(pg_url());
    PGresult *result;

    PQclear(PQexec(pg, "SET client_min_messages = warning"));
    result = PQexec(pg, sql);

    ExecStatusType status = PQresultStatus(result);

    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        printf("# %s", PQerrorMessage(pg));
        test_failures++;
    }
    PQclear(result);
    PQfinish(pg);
}

static inline void empty_all(bool pg)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    char path[160];

    if (pg) {
        pg_do("DROP TABLE IF EXISTS schema_migration, part, late, fixed, box CASCADE");
        pg_do("DROP FUNCTION IF EXISTS refuse_change() CASCADE");
        return;
    }
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(path, sizeof(path), "%s%s", sqlite_path(), ends[i]);
        unlink(path);
    }
}

/* Leaves nothing behind; called at the end of each test. */
static inline void close_all(struct db *db, bool pg)
{
    char path[64];

    db_close(db);
    empty_all(pg);
    snprintf(path, sizeof(path), "%s", sqlite_path());
    *strrchr(path, '/') = '\0';
    rmdir(path);
}

static inline struct db_options options_of(bool pg)
{
    return (struct db_options){.url = pg ? pg_url() : sqlite_url(),
        .connections = 4,
        .statements = statements,
        .statement_count = COUNT(statements),
        .files = files};
}

static inline struct db *open_with(const struct db_options *options)
{
    struct db *db = NULL;
    str fault = S("");

    if (db_open(test_arena, options, &db, &fault) != OK)
        printf("# db_open: %.*s\n", STR(fault));
    CHECK(db != NULL);
    return db;
}

static inline struct db *open_again(bool pg)
{
    struct db_options options = options_of(pg);

    return open_with(&options);
}

static inline struct db *open_new(bool pg)
{
    empty_all(pg);
    return open_again(pg);
}

static inline struct ctx ctx_of(struct arena *a)
{
    return (struct ctx){.arena = a, .now_ms = 1};
}

/* Use cases */

struct want {
    int64_t id, n, count;
    str name;
    struct db_row row;
    struct db_rows rows;
    bool found;
    err result, inner;
    atomic_int runs;
};

static inline err add_one(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    w->runs++;
    TRY(db_put(ctx, BOX_ADD, i64(w->id), text(w->name), bytes(S("\0\xff\x01")), i64(w->n)));
    return w->result;
}

static inline err get_one(struct ctx *ctx, void *arg)
{
    struct want *w = arg;

    w->runs++;
    return db_get(ctx, BOX_GET, &w->row, i64(w->id));
}

static inline err total(struct ctx *ctx, void *arg)
{
    struct want *w = arg;
    struct db_row row;

    TRY(db_list_values(ctx, BOX_TOTAL, &w->rows, NULL, 0));
    if (!db_next(&w->rows, &row))
        return E_MISSING;
    w->n = take_i64(&row);
    w->count = take_i64(&row);
    return OK;
}

static inline int64_t count_of(struct db *db)
{
    struct want w = {0};
    struct ctx ctx = ctx_of(test_arena);

    CHECK_I64(db_read(db, &ctx, total, &w), OK);
    return w.count;
}

static inline err write_one_in(struct db *db, struct arena *a, int64_t id)
{
    struct want w = {.id = id, .name = S("x"), .n = 1};
    struct ctx ctx = ctx_of(a);

    return db_write(db, &ctx, add_one, &w);
}

static inline err write_one(struct db *db, int64_t id)
{
    return write_one_in(db, test_arena, id);
}
