/* The embedded engine (SQLite): opening, the readers, and the check. One thread writes
 * (sqlite_write.c); readers have connections of their own and see what is committed. Every
 * connection leaves checkpoints to the writer. */
#include "db/sqlite_engine.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SQLITE_VERSION_MIN 3038000
#define SQLITE_BUSY_WAIT_MS 10000

static struct sqlite_db *of(struct db *db)
{
    return (struct sqlite_db *)db;
}

static struct db *sqlite_make(const struct db_options *options)
{
    struct sqlite_db *s = calloc(1, sizeof(*s));

    if (!s)
        return NULL;
    /* Counting every piece of memory costs a lock each; refused once SQLite is in use, no harm. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    s->lock_fd = -1;
    s->path = strdup(options->url + strlen("sqlite:"));
    if (!s->path || asprintf(&s->lock_path, "%s-lock", s->path) < 0) {
        free(s->path);
        free(s);
        return NULL;
    }
    return &s->base;
}

/* The database, its log and its lock are for the owner alone; SQLite gives the log the mode of the
 * database. */
static err make_files(struct sqlite_db *s)
{
    const char *slash = strrchr(s->path, '/');

    if (slash && slash > s->path) {
        struct arena *a = arena_new((size_t)64 << 10);
        err fault = file_make_dir(a, arena_z(a, (str){s->path, (size_t)(slash - s->path)}));

        arena_free(a);
        if (fault != OK) {
            db_fault_say(&s->base, "%s: its folder cannot be made", s->path);
            return fault;
        }
    }
    s->lock_fd = open(s->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    int fd = open(s->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    if (fd < 0 || s->lock_fd < 0) {
        db_fault_say(&s->base, "%s: %s", s->path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return E_FAULT;
    }
    close(fd);
    return OK;
}

static err pragma(struct sqlite_conn *conn, const char *text)
{
    int rc = sqlite3_exec(conn->handle, text, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : sqlite_err(conn, rc, text);
}

/* The page cache is bounded; mapped files are off, because a read fault there would be a signal. */
static err conn_set(struct sqlite_conn *conn)
{
    sqlite3 *handle = conn->handle;

    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, SQLITE_BUSY_WAIT_MS);
    sqlite3_wal_autocheckpoint(handle, 0);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    TRY(pragma(conn, "PRAGMA journal_mode = WAL"));
    TRY(pragma(conn, sqlite_synchronous()));
    TRY(pragma(conn, "PRAGMA foreign_keys = ON"));
    TRY(pragma(conn, "PRAGMA temp_store = MEMORY"));
    TRY(pragma(conn, "PRAGMA mmap_size = 0"));
    TRY(pragma(conn, "PRAGMA cell_size_check = ON"));
    TRY(pragma(conn, "PRAGMA secure_delete = FAST"));
    if (conn->writes)
        return pragma(conn, "PRAGMA cache_size = -65536");
    TRY(pragma(conn, "PRAGMA cache_size = -16384"));
    return pragma(conn, "PRAGMA query_only = ON");
}

/* Some file systems cannot share memory between processes; then the log would quietly be off. */
static err prove_wal(struct sqlite_conn *conn)
{
    sqlite3_stmt *stmt = NULL;
    bool wal = false;

    if (sqlite3_prepare_v2(conn->handle, "PRAGMA journal_mode", -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        wal = str_is(str_of((const char *)sqlite3_column_text(stmt, 0)), "wal");
    sqlite3_finalize(stmt);
    if (wal)
        return OK;
    db_fault_say(conn->base.db, "The store's file system does not allow a write-ahead log.");
    return E_FAULT;
}

static err sqlite_conn_open(struct sqlite_db *s, struct sqlite_conn *conn, bool writes)
{
    const char *vfs = s->test_vfs ? s->test_vfs->zName : NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

    conn->base.db = &s->base;
    conn->writes = writes;

    int rc = sqlite3_open_v2(s->path, &conn->handle, flags, vfs);

    if (rc != SQLITE_OK)
        return sqlite_err(conn, rc, s->path);
    TRY(conn_set(conn));
    return prove_wal(conn);
}

static void sqlite_conn_close(struct sqlite_conn *conn)
{
    for (size_t i = 0; i < SQLITE_CONTROL_COUNT; i++)
        sqlite3_finalize(conn->control[i]);
    for (size_t i = 0; conn->statements && i < conn->base.db->statement_count; i++)
        sqlite3_finalize(conn->statements[i].stmt);
    free(conn->statements);
    sqlite3_close(conn->handle);
    *conn = (struct sqlite_conn){0};
}

/* The log of a run that ended hard may have been read from memory the disk never got. Emptying it
 * into the database file, with its own sync, makes durable what is about to be served. A full disk
 * must not keep the program from reading: it starts, and writing heals when there is room. */
static err sqlite_start(struct db *db)
{
    struct sqlite_db *s = of(db);

    if (sqlite3_libversion_number() < SQLITE_VERSION_MIN || !sqlite3_threadsafe()) {
        db_fault_say(db, "SQLite %s is too old, or made for one thread.", sqlite3_libversion());
        return E_FAULT;
    }
    s->test_vfs = sqlite_fault_vfs(db);
    TRY(make_files(s));
    TRY(sqlite_lock(s));

    err fault = sqlite_conn_open(s, &s->writer, true);

    if (fault == OK)
        fault = sqlite_checkpoint(s, true);
    sqlite_unlock(s);
    return fault == E_FULL ? OK : fault;
}

static err sqlite_migrate_lock(struct db *db)
{
    return sqlite_lock(of(db));
}

static void sqlite_migrate_unlock(struct db *db)
{
    sqlite_unlock(of(db));
}

static err sqlite_script(struct db *db, const char *text)
{
    struct sqlite_conn *conn = &of(db)->writer;
    int rc = sqlite3_exec(conn->handle, text, NULL, NULL, NULL);

    return rc == SQLITE_OK ? OK : sqlite_err(conn, rc, "schema");
}

static err sqlite_once_at_start(struct db *db, const struct db_once *once, struct db_rows *ret)
{
    return sqlite_once(&of(db)->writer, once, ret);
}

static err sqlite_serve(struct db *db)
{
    struct sqlite_db *s = of(db);

    TRY(sqlite_conn_prepare(&s->writer));
    s->readers = calloc(db->connections, sizeof(struct sqlite_conn));
    if (!s->readers)
        return E_FAULT;
    for (; s->reader_count < db->connections; s->reader_count++) {
        struct sqlite_conn *reader = &s->readers[s->reader_count];
        err fault = sqlite_conn_open(s, reader, false);

        if (fault == OK)
            fault = sqlite_conn_prepare(reader);
        if (fault != OK) {
            sqlite_conn_close(reader);
            return fault;
        }
        db_pool_give(&db->pool, &reader->base);
    }
    return sqlite_write_start(s);
}

static void sqlite_stop(struct db *db)
{
    struct sqlite_db *s = of(db);

    sqlite_write_stop(s);
    for (size_t i = 0; i < s->reader_count; i++)
        db_pool_take(&db->pool);
    for (size_t i = 0; i < s->reader_count; i++)
        sqlite_conn_close(&s->readers[i]);
    free(s->readers);
    if (s->writer.handle)
        sqlite_conn_close(&s->writer);
    sqlite_fault_vfs_free(s->test_vfs);
    if (s->lock_fd >= 0)
        close(s->lock_fd);
    free(s->lock_path);
    free(s->path);
}

static err read_on(struct sqlite_conn *conn, struct db_job *job)
{
    int rc = sqlite_control(conn, SQLITE_BEGIN_READ);

    if (rc != SQLITE_OK)
        return sqlite_err(conn, rc, "begin");
    db_trace_begin(&conn->base, "begin read");

    err result = db_job_run(job, &conn->base);

    sqlite_settle(conn);
    db_trace_end(&conn->base, result == OK ? "commit" : "rollback");
    sqlite_control(conn, SQLITE_COMMIT);
    if (!sqlite3_get_autocommit(conn->handle))
        sqlite_control(conn, SQLITE_ROLLBACK_ALL);
    return result;
}

static err sqlite_read(struct db *db, struct db_job *job)
{
    struct db_conn *conn = db_pool_take(&db->pool);
    err result = read_on((struct sqlite_conn *)conn, job);

    db_pool_give(&db->pool, conn);
    return result;
}

/* The first hundred sentences; integrity_check says "ok" when there are none. */
static err check_integrity(struct sqlite_conn *conn, struct arena *a, struct tree *faults)
{
    struct db_once once = {"PRAGMA integrity_check(100)", NULL, 0, a};
    struct db_rows rows;
    struct db_row row;

    TRY(sqlite_once(conn, &once, &rows));
    while (db_next(&rows, &row)) {
        str sentence = take_text(&row);

        if (!str_is(sentence, "ok"))
            tree_text(faults, S(""), sentence);
    }
    return OK;
}

static err check_references(struct sqlite_conn *conn, struct arena *a, struct tree *faults)
{
    static const char text[] = "SELECT \"table\", COALESCE(rowid, 0), parent"
                               "  FROM pragma_foreign_key_check LIMIT 100";
    struct db_once once = {text, NULL, 0, a};
    struct db_rows rows;
    struct db_row row;

    TRY(sqlite_once(conn, &once, &rows));
    while (db_next(&rows, &row)) {
        str table = take_text(&row);
        int64_t number = take_i64(&row);
        str parent = take_text(&row);

        tree_text(faults, S(""),
            arena_printf(a, "%.*s: row %lld names no row of %.*s", STR(table), (long long)number,
                STR(parent)));
    }
    return OK;
}

struct check {
    struct sqlite_conn *conn;
    struct arena *arena;
    struct tree *faults;
};

static err check_run(void *arg)
{
    struct check *c = arg;

    TRY(check_integrity(c->conn, c->arena, c->faults));
    return check_references(c->conn, c->arena, c->faults);
}

static err sqlite_check(struct db *db, struct arena *a, struct tree *out)
{
    tree_text(out, S("check"), S("integrity_check, foreign_key_check"));

    struct check c = {NULL, a, tree_list(out, S("faults"))};

    c.conn = (struct sqlite_conn *)db_pool_take(&db->pool);

    err fault = arena_try(a, check_run, &c);

    sqlite_settle(c.conn);
    db_pool_give(&db->pool, &c.conn->base);
    if (fault != OK)
        tree_text(c.faults, S(""), db_fault_text(db, a));
    return fault == OK && c.faults->count > 0 ? E_FAULT : fault;
}

const struct db_engine db_sqlite = {
    .name = "sqlite",
    .schema_path = "schema/engine/sqlite.sql",
    .make = sqlite_make,
    .start = sqlite_start,
    .lock = sqlite_migrate_lock,
    .unlock = sqlite_migrate_unlock,
    .script = sqlite_script,
    .once = sqlite_once_at_start,
    .rewrite = migrate_to_sqlite,
    .serve = sqlite_serve,
    .stop = sqlite_stop,
    .write = sqlite_write,
    .read = sqlite_read,
    .ask = sqlite_ask,
    .check = sqlite_check,
};
