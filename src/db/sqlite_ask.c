/* SQLite statements: values bound, rows copied into the request's arena, faults translated. */
#include "db/sqlite_engine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static err io_err(struct sqlite_conn *conn, int rc)
{
    int cause = sqlite3_system_errno(conn->handle);

    if (rc == SQLITE_IOERR_NOMEM)
        return E_FAULT;
    if ((cause == ENOSPC || cause == EDQUOT) && rc != SQLITE_IOERR_FSYNC &&
        rc != SQLITE_IOERR_DIR_FSYNC)
        return E_FULL;
    return E_STOPPED;
}

static err err_of(struct sqlite_conn *conn, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY ? E_CONFLICT
                                                                                    : E_FAULT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return E_BUSY;
    case SQLITE_FULL:
        return E_FULL;
    case SQLITE_IOERR:
        return io_err(conn, rc);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return E_STOPPED;
    default:
        return E_FAULT;
    }
}

err sqlite_err(struct sqlite_conn *conn, int rc, const char *name)
{
    err fault = err_of(conn, rc);

    if (fault == E_CONFLICT)
        return fault;
    db_fault_say(conn->base.db, "%s: %s (%d)", name, sqlite3_errmsg(conn->handle), rc);
    /* What a reader cannot read is its own fault: only the writer can endanger what is written. */
    return fault == E_STOPPED && !conn->writes ? E_FAULT : fault;
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct db_value *v)
{
    const char *bytes = v->text.at ? v->text.at : ""; /* NULL would become an SQL NULL */

    switch (v->type) {
    case DB_I64:
        return sqlite3_bind_int64(stmt, at, v->number);
    case DB_TEXT:
        return sqlite3_bind_text64(stmt, at, bytes, v->text.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BYTES:
        return sqlite3_bind_blob64(stmt, at, bytes, v->text.len, SQLITE_STATIC);
    case DB_NULL:
        break;
    }
    return sqlite3_bind_null(stmt, at);
}

static err bind_all(struct sqlite_conn *conn, const struct sqlite_statement *statement,
    const struct db_value *values, size_t count)
{
    if (count != statement->count) {
        db_fault_say(conn->base.db, "%s: takes %d values, not %zu", statement->name,
            statement->count, count);
        return E_FAULT;
    }
    for (size_t i = 0; i < count; i++) {
        int rc = bind_one(statement->stmt, statement->at[i], &values[i]);

        if (rc != SQLITE_OK)
            return sqlite_err(conn, rc, statement->name);
    }
    return OK;
}

static err read_column(sqlite3_stmt *stmt, int column, struct arena *a, struct db_value *ret)
{
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_NULL:
        *ret = none();
        return OK;
    case SQLITE_INTEGER:
        *ret = i64(sqlite3_column_int64(stmt, column));
        return OK;
    case SQLITE_TEXT:
        ret->type = DB_TEXT;
        ret->text.at = (const char *)sqlite3_column_text(stmt, column);
        break;
    case SQLITE_BLOB:
        ret->type = DB_BYTES;
        ret->text.at = sqlite3_column_blob(stmt, column);
        break;
    default:
        return E_FAULT;
    }
    ret->text.len = (size_t)sqlite3_column_bytes(stmt, column);
    ret->text = arena_str(a, ret->text);
    return OK;
}

/* Makes room for one row more and gives its place. */
static struct db_value *row_add(struct db_rows *rows, struct arena *a)
{
    bool full = rows->count == 0 || (rows->count >= 4 && (rows->count & (rows->count - 1)) == 0);

    if (full) {
        size_t room = rows->count < 4 ? 4 : rows->count * 2;
        struct db_value *more = ARENA_MANY(a, room * rows->columns, struct db_value);

        if (rows->count > 0)
            memcpy(more, rows->value, rows->count * rows->columns * sizeof(struct db_value));
        rows->value = more;
    }
    return rows->value + rows->count++ * rows->columns;
}

static err read_row(struct sqlite_conn *conn, const struct sqlite_statement *statement,
    struct arena *a, struct db_rows *rows)
{
    struct db_value *value = row_add(rows, a);

    for (size_t i = 0; i < rows->columns; i++) {
        if (read_column(statement->stmt, (int)i, a, &value[i]) == OK)
            continue;
        db_fault_say(conn->base.db, "%s: column %zu is neither integer, text nor blob",
            statement->name, i + 1);
        return E_FAULT;
    }
    return OK;
}

/* Steps to the end; a mere reader stops at the first row when no more are wanted. */
static err step_all(struct sqlite_conn *conn, const struct sqlite_statement *statement,
    const struct db_ask *ask, struct db_rows *rows)
{
    int rc;

    while ((rc = sqlite3_step(statement->stmt)) == SQLITE_ROW) {
        bool wanted = ask->want == DB_WANT_ALL || (ask->want == DB_WANT_FIRST && rows->count == 0);

        if (wanted)
            TRY(read_row(conn, statement, ask->arena, rows));
        if (ask->want == DB_WANT_FIRST && statement->reads)
            return OK;
    }
    return rc == SQLITE_DONE ? OK : sqlite_err(conn, rc, statement->name);
}

void sqlite_settle(struct sqlite_conn *conn)
{
    if (conn->active)
        sqlite3_reset(conn->active);
    conn->active = NULL;
}

static err run(struct sqlite_conn *conn, const struct sqlite_statement *statement,
    const struct db_ask *ask, struct db_answer *ret)
{
    *ret = (struct db_answer){.rows.columns = (size_t)sqlite3_column_count(statement->stmt)};
    TRY(bind_all(conn, statement, ask->values, ask->count));
    conn->active = statement->stmt;

    err fault = step_all(conn, statement, ask, &ret->rows);

    if (fault == OK && !statement->reads)
        ret->changes = sqlite3_changes64(conn->handle);
    sqlite_settle(conn);
    return fault;
}

err sqlite_ask(struct db_conn *base, const struct db_ask *ask, struct db_answer *ret)
{
    struct sqlite_conn *conn = (struct sqlite_conn *)base;

    return run(conn, &conn->statements[ask->sql], ask, ret);
}

static err prepare(
    struct sqlite_conn *conn, const char *text, unsigned flags, struct sqlite_statement *ret)
{
    int rc = sqlite3_prepare_v3(conn->handle, text, -1, flags, &ret->stmt, NULL);

    if (rc != SQLITE_OK || !ret->stmt)
        return sqlite_err(conn, rc, ret->name);

    int count = sqlite3_bind_parameter_count(ret->stmt);

    ret->reads = sqlite3_stmt_readonly(ret->stmt);
    ret->count = (unsigned char)count;
    for (int i = 1; i <= count && count <= DB_PARAMETERS_MAX; i++) {
        char name[16];

        snprintf(name, sizeof(name), "$%d", i);
        ret->at[i - 1] = (unsigned char)sqlite3_bind_parameter_index(ret->stmt, name);
        if (ret->at[i - 1] > 0)
            continue;
        db_fault_say(conn->base.db, "%s: $%d is used nowhere, though a later one is", ret->name, i);
        return E_FAULT;
    }
    if (count <= DB_PARAMETERS_MAX)
        return OK;
    db_fault_say(conn->base.db, "%s: more than %d parameters", ret->name, DB_PARAMETERS_MAX);
    return E_FAULT;
}

err sqlite_once(struct sqlite_conn *conn, const struct db_once *once, struct db_rows *ret)
{
    struct sqlite_statement statement = {.name = once->text};
    struct db_ask ask = {0, once->values, once->count, DB_WANT_ALL, once->arena};
    struct db_answer answer = {0};
    err fault = prepare(conn, once->text, 0, &statement);

    if (fault == OK)
        fault = run(conn, &statement, &ask, &answer);
    sqlite3_finalize(statement.stmt);
    if (fault == OK)
        *ret = answer.rows;
    return fault;
}

int sqlite_control(struct sqlite_conn *conn, enum sqlite_control control)
{
    int rc = sqlite3_step(conn->control[control]);

    if (rc == SQLITE_DONE) {
        sqlite3_reset(conn->control[control]);
        return SQLITE_OK;
    }
    return sqlite3_reset(conn->control[control]);
}

static err prepare_controls(struct sqlite_conn *conn)
{
    static const char *const texts[SQLITE_CONTROL_COUNT] = {
        [SQLITE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
        [SQLITE_BEGIN_READ] = "BEGIN",
        [SQLITE_COMMIT] = "COMMIT",
        [SQLITE_ROLLBACK_ALL] = "ROLLBACK",
        [SQLITE_MARK] = "SAVEPOINT one",
        [SQLITE_MARK_KEEP] = "RELEASE one",
        [SQLITE_MARK_UNDO] = "ROLLBACK TO one",
    };

    for (size_t i = 0; i < SQLITE_CONTROL_COUNT; i++) {
        struct sqlite_statement statement = {.name = texts[i]};

        TRY(prepare(conn, texts[i], SQLITE_PREPARE_PERSISTENT, &statement));
        conn->control[i] = statement.stmt;
    }
    return OK;
}

/* Adds a sentence behind those before, as far as there is room. */
static void keep(char faults[DB_FAULT_BYTES], const char *sentence)
{
    size_t at = strlen(faults);
    size_t len = strlen(sentence);

    if (at + len + 3 > DB_FAULT_BYTES)
        return;
    if (at > 0) {
        memcpy(faults + at, "; ", 2);
        at += 2;
    }
    memcpy(faults + at, sentence, len + 1);
}

/* Goes through the whole list, so that the start names every statement that is wrong at once. */
err sqlite_conn_prepare(struct sqlite_conn *conn)
{
    struct db *db = conn->base.db;
    char faults[DB_FAULT_BYTES] = "";
    err result = prepare_controls(conn);

    if (result != OK)
        return result;
    conn->statements = calloc(db->statement_count + 1, sizeof(struct sqlite_statement));
    if (!conn->statements)
        return E_FAULT;
    for (size_t i = 0; i < db->statement_count; i++) {
        struct sqlite_statement *statement = &conn->statements[i];

        statement->name = db->statements[i].name;
        if (prepare(conn, db->statements[i].text, SQLITE_PREPARE_PERSISTENT, statement) == OK)
            continue;
        result = E_FAULT;
        keep(faults, db->fault);
    }
    if (result != OK)
        db_fault_say(db, "%s", faults);
    return result;
}
