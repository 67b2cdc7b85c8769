/* Transactions on PostgreSQL, in pipeline mode: a statement whose result nobody waits for is only
 * sent; one whose result is wanted flushes what stands before it; COMMIT goes out with the rest. A
 * transaction that writes blindly is one round trip. */
#include "db/pg_engine.h"

#include "base/ids.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define PG_ATTEMPTS 6 /* the first and five more */
#define PG_PENDING_FULL (PG_PENDING_MAX - 8)

static struct pg_db *of(struct pg_conn *conn)
{
    return (struct pg_db *)conn->base.db;
}

static const char *name_of(struct pg_conn *conn, size_t number)
{
    size_t listed = conn->base.db->statement_count;

    return number < listed ? conn->base.db->statements[number].name
                           : pg_controls[number - listed][0];
}

/* Faults */

static bool is_one_of(const char *state, const char *words)
{
    return str_has_word(str_of(words), str_of(state));
}

/* What an SQLSTATE means. E_UNKNOWN: the connection is gone. */
static err err_of_state(struct pg_conn *conn, const char *state)
{
    if (is_one_of(state, "23505"))
        return E_CONFLICT;
    if (is_one_of(state, "40001 40P01")) {
        conn->again = true;
        return E_BUSY;
    }
    if (is_one_of(state, "53100"))
        return E_FULL;
    if (is_one_of(state, "55P03 57014") || strncmp(state, "53", 2) == 0)
        return E_BUSY;
    if (strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0 || is_one_of(state, "25P03"))
        return E_UNKNOWN;
    if (!is_one_of(state, "25006") || !conn->writes)
        return E_FAULT;
    /* A server that has become a standby: the next connection finds the one that leads. */
    conn->lost = true;
    conn->again = true;
    return E_BUSY;
}

err pg_fault_of(struct pg_conn *conn, const PGresult *result, size_t number)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    err fault = state ? err_of_state(conn, state) : E_UNKNOWN;

    if (fault == E_UNKNOWN)
        conn->lost = true;
    if (fault != E_CONFLICT)
        db_fault_say(conn->base.db, "%s: %s (%s)", name_of(conn, number),
            message ? message : "the connection broke", state ? state : "-");
    if (fault == E_FULL)
        atomic_store(&conn->base.db->state, DB_FULL);
    return fault;
}

/* Sending and reading */

static void pending_add(struct pg_conn *conn, size_t number)
{
    conn->pending[(conn->first + conn->count) % PG_PENDING_MAX] = number;
    conn->count++;
}

static err send_lost(struct pg_conn *conn, size_t number)
{
    conn->lost = true;
    db_fault_say(conn->base.db, "%s: the connection broke", name_of(conn, number));
    return E_UNKNOWN;
}

static err send_control(struct pg_conn *conn, enum pg_control control)
{
    size_t number = conn->base.db->statement_count + control;

    if (!PQsendQueryPrepared(conn->pg, pg_controls[control][0], 0, NULL, NULL, NULL, 1))
        return send_lost(conn, number);
    pending_add(conn, number);
    return OK;
}

static bool is_commit_undone(struct pg_conn *conn, size_t number, PGresult *result)
{
    return number == conn->base.db->statement_count + PG_COMMIT &&
           strcmp(PQcmdStatus(result), "COMMIT") != 0;
}

static err judge(struct pg_conn *conn, PGresult *result, size_t number)
{
    switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
        return is_commit_undone(conn, number, result) ? E_FAULT : OK;
    case PGRES_PIPELINE_ABORTED:
        return E_FAULT; /* the one before it has said why */
    default:
        return pg_fault_of(conn, result, number);
    }
}

/* The answer to the oldest statement on its way; kept in conn->result when it is wanted. */
static err read_one(struct pg_conn *conn, bool keep)
{
    size_t number = conn->pending[conn->first];
    PGresult *result = PQgetResult(conn->pg);
    err fault = judge(conn, result, number);
    PGresult *rest;

    conn->first = (conn->first + 1) % PG_PENDING_MAX;
    conn->count--;
    while (PQstatus(conn->pg) == CONNECTION_OK && (rest = PQgetResult(conn->pg)))
        PQclear(rest);
    PQclear(conn->result);
    conn->result = NULL;
    if (keep && fault == OK)
        conn->result = result;
    else
        PQclear(result);
    return fault;
}

/* All answers, up to the one of the last statement sent. */
static err read_pending(struct pg_conn *conn)
{
    if (!PQsendFlushRequest(conn->pg) || PQflush(conn->pg) < 0)
        return send_lost(conn, conn->pending[conn->first]);
    while (conn->count > 0)
        TRY(read_one(conn, conn->count == 1));
    return OK;
}

/* All answers and the sync behind them; returns the first fault. */
static err read_to_sync(struct pg_conn *conn)
{
    err fault = OK;

    while (conn->count > 0 && !conn->lost) {
        err one = read_one(conn, false);

        if (fault == OK)
            fault = one;
    }
    if (conn->lost)
        return fault;

    PGresult *result = PQgetResult(conn->pg);

    if (PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
        conn->lost = true;
        if (fault == OK)
            fault = E_UNKNOWN;
    }
    PQclear(result);
    return fault;
}

/* Statements */

/* A value of the wrong type would be misread by the server, or refused with a riddle. */
static err check_values(struct pg_conn *conn, const struct db_ask *ask)
{
    static const unsigned char types[] = {
        [DB_NULL] = 0, [DB_I64] = PG_INT8, [DB_TEXT] = PG_TEXT, [DB_BYTES] = PG_BYTEA};
    const struct pg_statement *s = &of(conn)->statements[ask->sql];

    if (ask->count != s->count) {
        db_fault_say(conn->base.db, "%s: takes %d values, not %zu", name_of(conn, ask->sql),
            s->count, ask->count);
        return E_FAULT;
    }
    for (size_t i = 0; i < ask->count; i++) {
        enum db_type type = ask->values[i].type;

        if (type == DB_NULL || types[type] == s->type[i])
            continue;
        db_fault_say(
            conn->base.db, "%s: value %zu has the wrong type", name_of(conn, ask->sql), i + 1);
        return E_FAULT;
    }
    return OK;
}

static err send_ask(struct pg_conn *conn, const struct db_ask *ask)
{
    struct pg_binding binding;

    if (!conn->begun)
        TRY(send_control(conn, conn->writes ? PG_BEGIN_WRITE : PG_BEGIN_READ));
    conn->begun = true;
    pg_bind(ask->values, ask->count, &binding);
    if (!PQsendQueryPrepared(conn->pg, name_of(conn, ask->sql), (int)ask->count, binding.at,
            binding.len, binding.format, 1))
        return send_lost(conn, ask->sql);
    pending_add(conn, ask->sql);
    return OK;
}

static size_t rows_wanted(enum db_want want)
{
    if (want == DB_WANT_ALL)
        return SIZE_MAX;
    return want == DB_WANT_FIRST ? 1 : 0;
}

static err read_answer(struct pg_conn *conn, const struct db_ask *ask, struct db_answer *ret)
{
    int column = 0;

    *ret = (struct db_answer){0};
    if (!str_starts(str_of(PQcmdStatus(conn->result)), S("SELECT")) &&
        !str_to_i64(str_of(PQcmdTuples(conn->result)), &ret->changes))
        ret->changes = 0;
    if (pg_rows(conn->result, rows_wanted(ask->want), ask->arena, &ret->rows, &column) == OK)
        return OK;
    db_fault_say(conn->base.db, "%s: column %d is neither bigint, text nor bytea",
        name_of(conn, ask->sql), column + 1);
    return E_FAULT;
}

/* Pipeline mode takes no COPY. */
err pg_pipeline_leave(struct pg_conn *conn)
{
    if (!conn->begun)
        TRY(send_control(conn, PG_BEGIN_WRITE));
    conn->begun = true;
    if (!PQpipelineSync(conn->pg))
        return send_lost(conn, conn->base.db->statement_count + PG_BEGIN_WRITE);
    TRY(read_to_sync(conn));
    return PQexitPipelineMode(conn->pg) ? OK : E_FAULT;
}

err pg_pipeline_enter(struct pg_conn *conn, size_t number)
{
    return PQenterPipelineMode(conn->pg) ? OK : send_lost(conn, number);
}

static err hold_back(struct pg_conn *conn, const struct db_ask *ask, bool *ret_held)
{
    *ret_held = false;
    if (conn->gather == NULL)
        return OK;
    if (ask->want == DB_WANT_NOTHING)
        TRY(pg_gather_put(conn, ask, ret_held));
    return *ret_held ? OK : pg_gather_send(conn);
}

static err ask_and_wait(struct pg_conn *conn, const struct db_ask *ask, struct db_answer *ret)
{
    bool held;

    TRY(check_values(conn, ask));
    TRY(hold_back(conn, ask, &held));
    if (held)
        return OK;
    TRY(send_ask(conn, ask));
    if (ask->want == DB_WANT_NOTHING && conn->count < PG_PENDING_FULL)
        return OK;
    TRY(read_pending(conn));
    return read_answer(conn, ask, ret);
}

err pg_ask(struct db_conn *base, const struct db_ask *ask, struct db_answer *ret)
{
    struct pg_conn *conn = (struct pg_conn *)base;
    err fault = ask_and_wait(conn, ask, ret);

    if (fault != E_UNKNOWN)
        return fault;
    conn->again = true; /* COMMIT was not sent: nothing can have changed */
    return E_BUSY;
}

/* Transactions */

/* Leaves the connection without a transaction, or closes it. The first ROLLBACK may only be skipped
 * over, where an earlier fault has stopped the pipeline. */
static void roll_back(struct pg_conn *conn)
{
    for (int i = 0; i < 2 && !conn->lost && conn->begun; i++) {
        if (send_control(conn, PG_ROLLBACK) != OK || !PQpipelineSync(conn->pg))
            break;

        err fault = read_to_sync(conn);

        (void)fault; /* what matters is the state that we are left in */
        conn->begun = conn->lost || PQtransactionStatus(conn->pg) != PQTRANS_IDLE;
    }
    if (conn->begun || conn->lost)
        pg_conn_close(conn);
}

static err test_before_commit(struct pg_conn *conn)
{
    struct db *db = conn->base.db;

    if (db_test_takes(db, DB_TEST_SERIALIZE)) {
        conn->again = true;
        return E_BUSY;
    }
    if (db_test_takes(db, DB_TEST_DISK_FULL)) {
        atomic_store(&db->state, DB_FULL);
        return E_FULL;
    }
    if (db_test_takes(db, DB_TEST_COMMIT_CUT))
        shutdown(PQsocket(conn->pg), SHUT_RDWR);
    return OK;
}

static err commit_wait(struct pg_conn *conn)
{
    TRY(test_before_commit(conn));
    TRY(send_control(conn, PG_COMMIT));
    if (!PQpipelineSync(conn->pg))
        return send_lost(conn, conn->base.db->statement_count + PG_COMMIT);
    TRY(read_to_sync(conn));
    conn->begun = PQtransactionStatus(conn->pg) != PQTRANS_IDLE;
    if (!db_test_takes(conn->base.db, DB_TEST_COMMIT_LOST))
        return OK;
    conn->lost = true;
    return E_UNKNOWN;
}

/* OK: durable. E_UNKNOWN: COMMIT was sent, the connection broke before its answer. */
static err commit(struct pg_conn *conn)
{
    if (!conn->begun)
        return OK;

    err fault = commit_wait(conn);

    if (fault != OK || conn->begun || conn->lost)
        roll_back(conn);
    if (fault == OK && db_state_of(conn->base.db) == DB_FULL)
        atomic_store(&conn->base.db->state, DB_OPEN);
    return fault;
}

/* A reader's end is not waited for: the next to use the connection reads the answer. */
static err end_reading(struct pg_conn *conn)
{
    if (!conn->begun)
        return OK;
    if (conn->base.fault == OK && conn->count > 0)
        conn->base.fault = read_pending(conn); /* whoever puts while reading hears of it */
    if (conn->base.fault == OK && send_control(conn, PG_COMMIT) == OK && PQpipelineSync(conn->pg)) {
        conn->unread = true;
        return OK;
    }
    roll_back(conn);
    return conn->base.fault;
}

/* Whether the server hung up while nobody used the connection. Found now, it costs nothing; found
 * with a COMMIT under way, it would leave the outcome unknown. */
static bool is_stale(struct pg_conn *conn)
{
    struct pollfd p = {PQsocket(conn->pg), POLLIN, 0};

    if (PQstatus(conn->pg) != CONNECTION_OK)
        return true;
    if (poll(&p, 1, 0) == 0)
        return false;
    /* The first reads a farewell, the second the end behind it. */
    return !PQconsumeInput(conn->pg) || !PQconsumeInput(conn->pg);
}

/* A connection without a transaction, opened anew where need be. */
static err make_ready(struct pg_conn *conn)
{
    if (conn->unread &&
        (read_to_sync(conn) != OK || conn->lost || PQtransactionStatus(conn->pg) != PQTRANS_IDLE))
        pg_conn_close(conn);
    conn->unread = false;
    conn->begun = false;
    conn->again = false;
    if (conn->pg && !is_stale(conn))
        return OK;

    err fault = pg_conn_open(of(conn), conn);

    conn->again = fault != OK;
    return fault;
}

/* What the transaction comes to, given what its use case came to. */
static err end(struct pg_conn *conn, err result)
{
    if (conn->writes && result == OK)
        return commit(conn);
    if (conn->writes) {
        roll_back(conn);
        return result;
    }

    err fault = end_reading(conn);

    return result == OK ? fault : result;
}

static err send_gathered(struct pg_conn *conn)
{
    err fault = pg_gather_send(conn);

    if (fault != E_UNKNOWN)
        return fault;
    conn->again = true; /* as in pg_ask */
    return E_BUSY;
}

static err attempt(struct pg_conn *conn, struct db_job *job)
{
    TRY(make_ready(conn));
    db_trace_begin(&conn->base, conn->writes ? "begin" : "begin read");

    err result = db_job_run(job, &conn->base);

    if (result == OK && conn->gather)
        result = send_gathered(conn);
    conn->gather = NULL;
    PQclear(conn->result);
    conn->result = NULL;
    result = end(conn, result);
    db_trace_end(&conn->base, result == OK ? "commit" : "rollback");
    return result;
}

/* About 1, 2, 4, 8, 16 ms, so that two who met do not meet again. */
static void back_off(int attempts)
{
    uint16_t chance;

    id_random_bytes(&chance, sizeof(chance));

    long ns = (1000000L << attempts) / 2 + (1000000L << attempts) / 65536 * chance;
    struct timespec pause = {0, ns};

    nanosleep(&pause, NULL);
}

static err run_job(struct db *db, struct db_job *job, bool writes)
{
    for (int i = 0;; i++) {
        struct pg_conn *conn = (struct pg_conn *)db_pool_take(&db->pool);

        conn->writes = writes;

        err result = attempt(conn, job);
        bool again = conn->again;

        db_pool_give(&db->pool, &conn->base);
        if (!again || i + 1 == PG_ATTEMPTS)
            return result;
        db_job_rewind(job);
        back_off(i);
    }
}

err pg_write(struct db *db, struct db_job *job)
{
    return run_job(db, job, true);
}

err pg_read(struct db *db, struct db_job *job)
{
    return run_job(db, job, false);
}
