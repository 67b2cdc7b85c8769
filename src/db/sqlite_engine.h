/* The embedded store's own parts: a connection with its prepared statements, the writer's queue and
 * its checkpoints. Private to sqlite*.c. */
#pragma once

#include "db/db_engine.h"

#include <semaphore.h>
#include <sqlite3.h>

enum sqlite_control {
    SQLITE_BEGIN_WRITE,
    SQLITE_BEGIN_READ,
    SQLITE_COMMIT,
    SQLITE_ROLLBACK_ALL,
    SQLITE_MARK,
    SQLITE_MARK_KEEP,
    SQLITE_MARK_UNDO,
    SQLITE_CONTROL_COUNT
};

/* at[n - 1] is SQLite's own number of $n: it counts by first appearance. */
struct sqlite_statement {
    sqlite3_stmt *stmt;
    const char *name;
    bool reads;
    unsigned char count;
    unsigned char at[DB_PARAMETERS_MAX];
};

struct sqlite_conn {
    struct db_conn base;
    sqlite3 *handle;
    bool writes;
    struct sqlite_statement *statements;
    sqlite3_stmt *active; /* the one being stepped: reset when a use case is broken off */
    sqlite3_stmt *control[SQLITE_CONTROL_COUNT];
};

/* A writer's caller, asleep until its transaction is durable or refused. */
struct sqlite_wait {
    struct db_job *job;
    err result;
    sem_t done;
    struct sqlite_wait *next;
};

struct sqlite_db {
    struct db base;
    char *path;
    char *lock_path;
    int lock_fd; /* whoever writes or checkpoints holds it: one process at a time */
    sqlite3_vfs *test_vfs;
    struct sqlite_conn writer;
    struct sqlite_conn *readers;
    size_t reader_count;
    pthread_t thread;
    bool thread_runs;
    pthread_mutex_t lock; /* of what follows, up to closing */
    pthread_cond_t work;
    struct sqlite_wait *first, *last;
    bool closing;
    int wal_pages;       /* in the log after the last commit; the writer's thread alone */
    int wal_pages_moved; /* of them already in the database file */
};

err sqlite_conn_prepare(struct sqlite_conn *conn);
/* Begins, commits and so on: SQLITE_OK or the engine's fault. */
int sqlite_control(struct sqlite_conn *conn, enum sqlite_control control);
/* Ends whatever statement a use case left open. */
void sqlite_settle(struct sqlite_conn *conn);
/* What a fault of SQLite means to us; keeps the engine's sentence unless it is an ordinary one. */
err sqlite_err(struct sqlite_conn *conn, int rc, const char *name);
err sqlite_ask(struct db_conn *conn, const struct db_ask *ask, struct db_answer *ret);
err sqlite_once(struct sqlite_conn *conn, const struct db_once *once, struct db_rows *ret);

/* sqlite_write.c */
err sqlite_write_start(struct sqlite_db *s);
void sqlite_write_stop(struct sqlite_db *s);
err sqlite_write(struct db *db, struct db_job *job);
/* Holds off writers of other processes; E_BUSY after ten seconds. */
err sqlite_lock(struct sqlite_db *s);
void sqlite_unlock(struct sqlite_db *s);
/* Moves the log into the database file; `empty` also cuts it to nothing where no reader is in the
 * way. A failed sync stops the store. */
err sqlite_checkpoint(struct sqlite_db *s, bool empty);

/* sqlite_fault.c: file access that can be made to fail, in test builds; else NULL. */
sqlite3_vfs *sqlite_fault_vfs(struct db *db);
void sqlite_fault_vfs_free(sqlite3_vfs *vfs);
/* How commits are synced: FULL. A test build takes YICHUANG_TEST_SYNCHRONOUS=NORMAL, so that the
 * power-loss test can show that it would notice. */
const char *sqlite_synchronous(void);
