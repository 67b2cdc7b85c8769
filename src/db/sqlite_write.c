/* The writer of the embedded store: one thread takes all transactions that wait, runs each under a
 * savepoint, and makes them durable together with one COMMIT, which is one fsync. Nobody is
 * answered before. It alone moves the log into the database file, between batches. */
#include "db/sqlite_engine.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>

#define BATCH_MAX 128
#define PAGES_DUE 1024    /* 4 MiB of log: move it */
#define PAGES_LARGE 16384 /* 64 MiB: readers kept it from starting over; wait for them a little */
#define IDLE_MS 1000
#define READERS_WAIT_MS 200
#define BUSY_WAIT_MS 10000
#define LOCK_STEP_MS 5
#define LOCK_STEPS (BUSY_WAIT_MS / LOCK_STEP_MS)

struct batch {
    struct sqlite_wait *item[BATCH_MAX];
    size_t count;
};

err sqlite_lock(struct sqlite_db *s)
{
    const struct timespec pause = {0, LOCK_STEP_MS * 1000000L};

    for (int i = 0; i < LOCK_STEPS; i++) {
        if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0)
            return OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            break;
        nanosleep(&pause, NULL);
    }
    db_fault_say(&s->base, "%s: another process writes: %s", s->path, strerror(errno));
    return E_BUSY;
}

void sqlite_unlock(struct sqlite_db *s)
{
    flock(s->lock_fd, LOCK_UN);
}

static bool is_stopped(struct sqlite_db *s)
{
    return db_state_of(&s->base) == DB_STOPPED;
}

/* After a failed sync nobody knows what the disk holds: trying again could only seem to succeed. */
static void state_note(struct sqlite_db *s, err fault)
{
    if (is_stopped(s))
        return;
    if (fault == E_STOPPED)
        atomic_store(&s->base.state, DB_STOPPED);
    else if (fault == E_FULL)
        atomic_store(&s->base.state, DB_FULL);
}

/* Called at each commit that wrote: what the log now holds. It also proves that there is room. */
static int commit_seen(void *arg, sqlite3 *handle, const char *name, int pages)
{
    struct sqlite_db *s = arg;

    (void)handle;
    (void)name;
    if (pages < s->wal_pages)
        s->wal_pages_moved = 0;
    s->wal_pages = pages;
    if (db_state_of(&s->base) == DB_FULL)
        atomic_store(&s->base.state, DB_OPEN);
    return SQLITE_OK;
}

err sqlite_checkpoint(struct sqlite_db *s, bool empty)
{
    int mode = empty ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;

    sqlite3_busy_timeout(s->writer.handle, empty ? READERS_WAIT_MS : 0);

    int rc = sqlite3_wal_checkpoint_v2(s->writer.handle, "main", mode, NULL, NULL);

    sqlite3_busy_timeout(s->writer.handle, BUSY_WAIT_MS);
    s->wal_pages_moved = s->wal_pages;
    if (rc == SQLITE_BUSY)
        return OK; /* a reader is in the way; what could be moved has been */
    if (rc != SQLITE_OK) {
        err fault = sqlite_err(&s->writer, rc, "checkpoint");

        state_note(s, fault);
        return fault;
    }
    if (empty) {
        s->wal_pages = 0;
        s->wal_pages_moved = 0;
    }
    return OK;
}

static void checkpoint_locked(struct sqlite_db *s, bool empty)
{
    if (is_stopped(s) || sqlite_lock(s) != OK)
        return;

    /* A fault stands in the state already, and in the fault text. */
    err fault = sqlite_checkpoint(s, empty);

    (void)fault;
    sqlite_unlock(s);
}

static void checkpoint_if_due(struct sqlite_db *s)
{
    if (s->wal_pages - s->wal_pages_moved >= PAGES_DUE)
        checkpoint_locked(s, s->wal_pages >= PAGES_LARGE);
}

static err control(struct sqlite_db *s, enum sqlite_control what, const char *name)
{
    int rc = sqlite_control(&s->writer, what);

    return rc == SQLITE_OK ? OK : sqlite_err(&s->writer, rc, name);
}

/* True when the fault concerns the neighbours too: SQLite has, or had better, undone all. */
static bool ends_batch(struct sqlite_db *s)
{
    err fault = s->writer.base.fault;

    return fault == E_FULL || fault == E_STOPPED || sqlite3_get_autocommit(s->writer.handle);
}

/* One transaction of the batch, on its own savepoint. Returns only what ends the whole batch. */
static err one_run(struct sqlite_db *s, struct sqlite_wait *w)
{
    struct sqlite_conn *conn = &s->writer;

    TRY(control(s, SQLITE_MARK, "savepoint"));
    db_trace_begin(&conn->base, "begin");
    w->result = db_job_run(w->job, &conn->base);
    sqlite_settle(conn);
    db_trace_end(&conn->base, w->result == OK ? "commit" : "rollback");
    if (ends_batch(s))
        return conn->base.fault != OK ? conn->base.fault : E_FAULT;
    if (w->result != OK)
        TRY(control(s, SQLITE_MARK_UNDO, "rollback to"));
    return control(s, SQLITE_MARK_KEEP, "release");
}

static err batch_run_all(struct sqlite_db *s, struct batch *b, bool *ret_asked)
{
    TRY(control(s, SQLITE_BEGIN_WRITE, "begin"));
    for (size_t i = 0; i < b->count; i++)
        TRY(one_run(s, b->item[i]));
    *ret_asked = true;
    return control(s, SQLITE_COMMIT, "commit");
}

/* When the batch failed nobody's changes are kept, and refusals may rest on what never came to be.
 * Where COMMIT itself met a failed sync, the next start may still find it in the log: unknown. */
static void batch_results(struct batch *b, err fault, bool asked)
{
    for (size_t i = 0; i < b->count; i++) {
        struct sqlite_wait *w = b->item[i];

        w->result = fault == E_STOPPED && asked && w->result == OK ? E_UNKNOWN : fault;
    }
}

static err batch_try(struct sqlite_db *s, struct batch *b)
{
    bool asked = false;
    err fault = is_stopped(s) ? E_STOPPED : sqlite_lock(s);

    if (fault != OK) {
        batch_results(b, fault, asked);
        return fault;
    }
    fault = batch_run_all(s, b, &asked);
    if (!sqlite3_get_autocommit(s->writer.handle))
        sqlite_control(&s->writer, SQLITE_ROLLBACK_ALL);
    sqlite_unlock(s);
    state_note(s, fault);
    if (fault != OK)
        batch_results(b, fault, asked);
    return fault;
}

/* A rule that only COMMIT checks fails them all and names nobody: each is then run alone. */
static void batch_run(struct sqlite_db *s, struct batch *b)
{
    err fault = batch_try(s, b);

    if (fault != E_FAULT || b->count < 2)
        return;
    for (size_t i = 0; i < b->count; i++) {
        struct batch alone = {{b->item[i]}, 1};

        db_job_rewind(alone.item[0]->job);
        alone.item[0]->result = OK;
        fault = batch_try(s, &alone); /* stands in the item, too */
    }
}

static void batch_wake(struct sqlite_db *s, struct batch *b)
{
    bool lost = db_test_takes(&s->base, DB_TEST_COMMIT_LOST);

    for (size_t i = 0; i < b->count; i++) {
        if (lost && b->item[i]->result == OK)
            b->item[i]->result = E_UNKNOWN;
        sem_post(&b->item[i]->done); /* from here on the item is its caller's */
    }
}

static struct timespec idle_end(void)
{
    struct timespec end;

    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += IDLE_MS / 1000;
    return end;
}

/* Waits for work, or until the store has been idle while the log holds something (an empty batch).
 * False when the store closes and nothing waits. */
static bool batch_take(struct sqlite_db *s, struct batch *ret)
{
    struct timespec end = idle_end();
    int waited = 0;

    ret->count = 0;
    pthread_mutex_lock(&s->lock);
    while (!s->first && !s->closing && waited != ETIMEDOUT) {
        if (s->wal_pages > 0 && !is_stopped(s))
            waited = pthread_cond_timedwait(&s->work, &s->lock, &end);
        else
            pthread_cond_wait(&s->work, &s->lock);
    }
    while (s->first && ret->count < BATCH_MAX) {
        ret->item[ret->count++] = s->first;
        s->first = s->first->next;
    }

    bool more = ret->count > 0 || !s->closing;

    pthread_mutex_unlock(&s->lock);
    return more;
}

static void *writer_main(void *arg)
{
    struct sqlite_db *s = arg;
    struct batch b;

    while (batch_take(s, &b)) {
        if (b.count == 0) {
            checkpoint_locked(s, true);
            continue;
        }
        batch_run(s, &b);
        batch_wake(s, &b);
        checkpoint_if_due(s);
    }
    checkpoint_locked(s, true);
    return NULL;
}

err sqlite_write_start(struct sqlite_db *s)
{
    pthread_condattr_t attributes;

    sqlite3_wal_hook(s->writer.handle, commit_seen, s);
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&s->work, &attributes);
    pthread_condattr_destroy(&attributes);
    s->thread_runs = pthread_create(&s->thread, NULL, writer_main, s) == 0;
    if (s->thread_runs)
        return OK;
    db_fault_say(&s->base, "The writer's thread cannot be started.");
    return E_FAULT;
}

void sqlite_write_stop(struct sqlite_db *s)
{
    if (!s->thread_runs)
        return;
    pthread_mutex_lock(&s->lock);
    s->closing = true;
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->work);
    pthread_mutex_destroy(&s->lock);
}

static void enqueue(struct sqlite_db *s, struct sqlite_wait *w)
{
    pthread_mutex_lock(&s->lock);
    if (s->first)
        s->last->next = w;
    else
        s->first = w;
    s->last = w;
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
}

err sqlite_write(struct db *db, struct db_job *job)
{
    struct sqlite_db *s = (struct sqlite_db *)db;
    struct sqlite_wait w = {.job = job};

    assert(!pthread_equal(pthread_self(), s->thread)); /* it would wait for itself */
    if (is_stopped(s))
        return E_STOPPED;
    sem_init(&w.done, 0, 0);
    enqueue(s, &w);
    while (sem_wait(&w.done) != 0)
        ; /* a signal came; the writer still owns w */
    sem_destroy(&w.done);
    return w.result;
}
