/* The part of the store that both engines share: opening, values and rows, what a use case calls,
 * and how a transaction is run. The engines stand behind struct db_engine. */
#include "db/db_engine.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* Rows */

static const struct db_value *take(struct db_row *row, enum db_type type)
{
    assert(row->at < row->count);

    const struct db_value *v = &row->value[row->at++];

    assert(v->type == type || v->type == DB_NULL);
    return v;
}

int64_t take_i64(struct db_row *row)
{
    return take(row, DB_I64)->number;
}

str take_text(struct db_row *row)
{
    return take(row, DB_TEXT)->text;
}

str take_bytes(struct db_row *row)
{
    return take(row, DB_BYTES)->text;
}

bool take_is_null(const struct db_row *row)
{
    assert(row->at < row->count);
    return row->value[row->at].type == DB_NULL;
}

bool db_next(struct db_rows *rows, struct db_row *ret)
{
    if (rows->at == rows->count)
        return false;
    *ret = (struct db_row){rows->value + rows->at * rows->columns, rows->columns, 0};
    rows->at++;
    return true;
}

/* Statements */

/* PostgreSQL takes no other text; the embedded store would take anything, and must not. */
static bool values_are_sound(const struct db_ask *ask)
{
    for (size_t i = 0; i < ask->count; i++)
        if (ask->values[i].type == DB_TEXT && !str_is_utf8(ask->values[i].text))
            return false;
    return true;
}

static err ask_for(struct ctx *ctx, const struct db_ask *ask, struct db_answer *ret)
{
    struct db_conn *conn = ctx->conn;

    assert(conn); /* inside db_write or db_read only */
    assert(ask->sql < conn->db->statement_count && ask->count <= DB_PARAMETERS_MAX);
    if (conn->fault != OK)
        return conn->fault;
    ctx->statements++;
    db_trace_ask(conn, ask);
    if (!values_are_sound(ask)) {
        db_fault_say(conn->db, "%s: a text is not UTF-8", conn->db->statements[ask->sql].name);
        conn->fault = E_FAULT;
        return E_FAULT;
    }
    conn->fault = conn->db->engine->ask(conn, ask, ret);
    return conn->fault;
}

err db_put_values(struct ctx *ctx, enum sql sql, const struct db_value *values, size_t count)
{
    struct db_ask ask = {(size_t)sql, values, count, DB_WANT_NOTHING, ctx->arena};
    struct db_answer answer;

    return ask_for(ctx, &ask, &answer);
}

err db_change_values(
    struct ctx *ctx, enum sql sql, int64_t *ret, const struct db_value *values, size_t count)
{
    struct db_ask ask = {(size_t)sql, values, count, DB_WANT_CHANGES, ctx->arena};
    struct db_answer answer;

    TRY(ask_for(ctx, &ask, &answer));
    *ret = answer.changes;
    return OK;
}

err db_change_one_values(struct ctx *ctx, enum sql sql, const struct db_value *values, size_t count)
{
    int64_t changes;

    TRY(db_change_values(ctx, sql, &changes, values, count));
    return changes == 1 ? OK : E_CONFLICT;
}

err db_find_values(struct ctx *ctx, enum sql sql, struct db_row *ret, bool *ret_found,
    const struct db_value *values, size_t count)
{
    struct db_ask ask = {(size_t)sql, values, count, DB_WANT_FIRST, ctx->arena};
    struct db_answer answer;

    TRY(ask_for(ctx, &ask, &answer));
    *ret = (struct db_row){0};
    *ret_found = db_next(&answer.rows, ret);
    return OK;
}

err db_get_values(
    struct ctx *ctx, enum sql sql, struct db_row *ret, const struct db_value *values, size_t count)
{
    struct db_row row;
    bool found;

    TRY(db_find_values(ctx, sql, &row, &found, values, count));
    if (!found)
        return E_MISSING;
    *ret = row;
    return OK;
}

err db_list_values(
    struct ctx *ctx, enum sql sql, struct db_rows *ret, const struct db_value *values, size_t count)
{
    struct db_ask ask = {(size_t)sql, values, count, DB_WANT_ALL, ctx->arena};
    struct db_answer answer;

    TRY(ask_for(ctx, &ask, &answer));
    *ret = answer.rows;
    return OK;
}

err db_gather(struct ctx *ctx)
{
    assert(ctx->conn);
    if (ctx->conn->fault == OK && ctx->conn->db->engine->gather)
        ctx->conn->db->engine->gather(ctx->conn, ctx->arena);
    return ctx->conn->fault;
}

/* Transactions */

static err job_call(void *arg)
{
    struct db_job *job = arg;

    return job->run(job->ctx, job->arg);
}

err db_job_run(struct db_job *job, struct db_conn *conn)
{
    conn->fault = OK;
    job->ctx->conn = conn;

    err result = arena_try(job->ctx->arena, job_call, job);

    job->ctx->conn = NULL;
    return result == OK ? conn->fault : result;
}

void db_job_rewind(struct db_job *job)
{
    arena_rewind(job->ctx->arena, job->mark);
    job->ctx->why_first = job->why_first;
    job->ctx->why_last = job->why_last;
    if (job->why_last)
        job->why_last->next = NULL;
}

static struct db_job job_of(struct db *db, struct ctx *ctx, db_run *run, void *arg)
{
    assert(!ctx->conn); /* one transaction at a time: it has one owner */
    return (struct db_job){
        db, ctx, run, arg, arena_mark(ctx->arena), ctx->why_first, ctx->why_last};
}

err db_write(struct db *db, struct ctx *ctx, db_run *run, void *arg)
{
    struct db_job job = job_of(db, ctx, run, arg);

    return db->engine->write(db, &job);
}

err db_read(struct db *db, struct ctx *ctx, db_run *run, void *arg)
{
    struct db_job job = job_of(db, ctx, run, arg);

    return db->engine->read(db, &job);
}

/* Connections */

struct db_conn *db_pool_take(struct db_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    while (!pool->first)
        pthread_cond_wait(&pool->given, &pool->lock);

    struct db_conn *conn = pool->first;

    pool->first = conn->next_free;
    pthread_mutex_unlock(&pool->lock);
    return conn;
}

void db_pool_give(struct db_pool *pool, struct db_conn *conn)
{
    pthread_mutex_lock(&pool->lock);
    conn->next_free = pool->first;
    pool->first = conn;
    pthread_cond_signal(&pool->given);
    pthread_mutex_unlock(&pool->lock);
}

/* Faults */

static __attribute__((format(printf, 3, 0))) void fault_keep(
    struct db *db, size_t at, const char *format, va_list args)
{
    vsnprintf(db->fault + at, sizeof(db->fault) - at, format, args);
}

void db_fault_say(struct db *db, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    pthread_mutex_lock(&db->fault_lock);
    fault_keep(db, 0, format, args);
    pthread_mutex_unlock(&db->fault_lock);
    va_end(args);
}

void db_fault_more(struct db *db, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    pthread_mutex_lock(&db->fault_lock);

    size_t at = strlen(db->fault);

    if (at > 0 && at + 3 < sizeof(db->fault)) {
        memcpy(db->fault + at, "; ", 3);
        at += 2;
    }
    fault_keep(db, at, format, args);
    pthread_mutex_unlock(&db->fault_lock);
    va_end(args);
}

str db_fault_text(struct db *db, struct arena *a)
{
    char copy[DB_FAULT_BYTES];

    pthread_mutex_lock(&db->fault_lock);
    memcpy(copy, db->fault, sizeof(copy));
    pthread_mutex_unlock(&db->fault_lock);
    return arena_str(a, str_of(copy));
}

#ifdef YICHUANG_TEST
void db_test_fail_next(struct db *db, enum db_test_fault fault)
{
    atomic_store(&db->test_fault, (int)fault);
}
#endif

bool db_test_takes(struct db *db, enum db_test_fault fault)
{
#ifdef YICHUANG_TEST
    int wanted = (int)fault;

    return atomic_compare_exchange_strong(&db->test_fault, &wanted, DB_TEST_NOTHING);
#else
    (void)db;
    (void)fault;
    return false;
#endif
}

/* Opening */

static const struct db_engine *engine_of(str url)
{
    if (str_starts(url, S("sqlite:")))
        return &db_sqlite;
    if (str_starts(url, S("postgres://")) || str_starts(url, S("postgresql://")))
        return &db_postgres;
    return NULL;
}

static void db_init(struct db *db, const struct db_engine *engine, const struct db_options *options)
{
    db->engine = engine;
    db->statements = options->statements ? options->statements : sql_texts;
    db->statement_count = options->statements ? options->statement_count : SQL_COUNT;
    db->files = options->files ? options->files : embed_files;
    db->connections = options->connections ? options->connections : DB_CONNECTIONS_DEFAULT;
    pthread_mutex_init(&db->pool.lock, NULL);
    pthread_cond_init(&db->pool.given, NULL);
    pthread_mutex_init(&db->fault_lock, NULL);
}

static err trace_open(struct db *db, const char *path)
{
    if (!path)
        return OK;
    db->trace = fopen(path, "ae");
    if (db->trace)
        return OK;
    db_fault_say(db, "%s: %s", path, strerror(errno));
    return E_FAULT;
}

static err db_begin_service(struct db *db, const struct db_options *options, struct arena *a)
{
    TRY(trace_open(db, options->trace_path));
    TRY(db->engine->start(db));
    TRY(db_migrate(db, a));
    return db->engine->serve(db);
}

err db_open(struct arena *a, const struct db_options *options, struct db **ret, str *ret_fault)
{
    const struct db_engine *engine = engine_of(str_of(options->url));

    if (!engine) {
        *ret_fault = S("The store's address begins with neither sqlite: nor postgres://.");
        return E_FAULT;
    }

    struct db *db = engine->make(options);

    if (!db) {
        *ret_fault = S("There is no memory for the store.");
        return E_FAULT;
    }
    db_init(db, engine, options);

    err fault = db_begin_service(db, options, a);

    if (fault != OK) {
        *ret_fault = db_fault_text(db, a);
        db_close(db);
        return fault;
    }
    *ret = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->engine->stop(db);
    if (db->trace)
        fclose(db->trace);
    pthread_mutex_destroy(&db->fault_lock);
    pthread_cond_destroy(&db->pool.given);
    pthread_mutex_destroy(&db->pool.lock);
    free(db);
}

enum db_state db_state_of(struct db *db)
{
    return (enum db_state)atomic_load(&db->state);
}

const char *db_engine(struct db *db)
{
    return db->engine->name;
}

err db_check(struct db *db, struct ctx *ctx, struct tree *out)
{
    tree_text(out, S("engine"), str_of(db->engine->name));
    return db->engine->check(db, ctx->arena, out);
}
