/* Between db.c and the two engines. Private to this folder. An engine's store and connection begin
 * with struct db and struct db_conn. */
#pragma once

#include "base/embed.h"
#include "db/db.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

#define DB_PARAMETERS_MAX 64
#define DB_CONNECTIONS_DEFAULT 4
#define DB_FAULT_BYTES 2048

/* What is wanted of a statement. */
enum db_want { DB_WANT_NOTHING, DB_WANT_CHANGES, DB_WANT_FIRST, DB_WANT_ALL };

struct db_ask {
    size_t sql;
    const struct db_value *values;
    size_t count;
    enum db_want want;
    struct arena *arena; /* where rows go */
};

struct db_answer {
    struct db_rows rows;
    int64_t changes;
};

/* One statement outside the list: migrations and checks. */
struct db_once {
    const char *text;
    const struct db_value *values;
    size_t count;
    struct arena *arena;
};

struct db_conn {
    struct db *db;
    err fault; /* the first of this transaction: whatever follows gets it again */
    struct db_conn *next_free;
    FILE *trace; /* lines of the running transaction */
    char *trace_text;
    size_t trace_len;
};

/* A transaction that somebody waits for. */
struct db_job {
    struct db *db;
    struct ctx *ctx;
    db_run *run;
    void *arg;
    struct arena_mark mark; /* as it was before the first attempt */
    struct finding *why_first, *why_last;
};

struct db_engine {
    const char *name;
    const char *schema_path;                              /* what is applied at each start */
    struct db *(*make)(const struct db_options *options); /* with calloc */
    /* Up to migration: one connection, for start, lock, script and once alone. */
    err (*start)(struct db *db);
    err (*lock)(struct db *db);
    void (*unlock)(struct db *db);
    err (*script)(struct db *db, const char *text); /* any number of statements */
    err (*once)(struct db *db, const struct db_once *once, struct db_rows *ret);
    str (*rewrite)(struct arena *a, str schema);
    /* From then on. */
    err (*serve)(struct db *db);
    void (*stop)(struct db *db); /* lets what has begun end; frees all but db itself */
    err (*write)(struct db *db, struct db_job *job);
    err (*read)(struct db *db, struct db_job *job);
    err (*ask)(struct db_conn *conn, const struct db_ask *ask, struct db_answer *ret);
    void (*gather)(struct db_conn *conn, struct arena *a); /* NULL: nothing to be gained */
    err (*check)(struct db *db, struct arena *a, struct tree *out);
};

extern const struct db_engine db_sqlite;
extern const struct db_engine db_postgres;

/* Connections that wait for work, the one used last on top. */
struct db_pool {
    pthread_mutex_t lock;
    pthread_cond_t given;
    struct db_conn *first;
};

struct db {
    const struct db_engine *engine;
    const struct sql_text *statements;
    size_t statement_count;
    const struct embed_file *files;
    size_t connections;
    struct db_pool pool;
    atomic_int state;      /* enum db_state */
    atomic_int test_fault; /* enum db_test_fault; stays 0 in a release */
    FILE *trace;
    pthread_mutex_t fault_lock;
    char fault[DB_FAULT_BYTES];
};

/* Waits until a connection is free. */
struct db_conn *db_pool_take(struct db_pool *pool);
void db_pool_give(struct db_pool *pool, struct db_conn *conn);

/* Runs the use case on a connection that has begun; OK only if no statement failed unseen. */
err db_job_run(struct db_job *job, struct db_conn *conn);
/* Forgets what an attempt left in the arena and among the findings. */
void db_job_rewind(struct db_job *job);

/* Keeps a sentence for db_fault_text; `more` adds it behind those before. */
void db_fault_say(struct db *db, const char *format, ...) __attribute__((format(printf, 2, 3)));
void db_fault_more(struct db *db, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* True when the test asked for this fault and has not had it; asking uses it up. */
bool db_test_takes(struct db *db, enum db_test_fault fault);

/* db_trace.c; they do nothing unless the store is traced. */
void db_trace_begin(struct db_conn *conn, const char *what);
void db_trace_ask(struct db_conn *conn, const struct db_ask *ask);
void db_trace_end(struct db_conn *conn, const char *what);

/* migrate.c: brings the schema to what the program knows. */
err db_migrate(struct db *db, struct arena *a);
/* migrate_text.c: the schema in SQLite's words. */
str migrate_to_sqlite(struct arena *a, str schema);
