/* The server engine (PostgreSQL): connections, prepared statements, what opening and checking need.
 * Transactions are in pg_run.c. */
#include "db/pg_engine.h"

#include <stdlib.h>
#include <string.h>

#define PG_VERSION_MIN 150000

const char *const pg_controls[PG_CONTROL_COUNT][2] = {
    [PG_BEGIN_WRITE] = {"begin write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"},
    [PG_BEGIN_READ] = {"begin read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
    [PG_COMMIT] = {"commit", "COMMIT"},
    [PG_ROLLBACK] = {"rollback", "ROLLBACK"},
};

/* A commit waits for the disk, and for the standby where there is one: a stricter setting of the
 * server's own is kept. A lock is not waited for longer than a person would; jit costs more than it
 * gains on short statements. */
static const char settings[] =
    "SELECT set_config('statement_timeout', '15s', false), set_config('lock_timeout', '5s', false),"
    " set_config('idle_in_transaction_session_timeout', '60s', false),"
    " set_config('jit', 'off', false), set_config('client_min_messages', 'warning', false),"
    " set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)";

static struct pg_db *of(struct db *db)
{
    return (struct pg_db *)db;
}

static struct db *pg_make(const struct db_options *options)
{
    struct pg_db *p = calloc(1, sizeof(*p));

    if (!p)
        return NULL;
    p->url = strdup(options->url);
    if (p->url)
        return &p->base;
    free(p);
    return NULL;
}

/* The engine's sentence without the line end, the place in the text and the values. */
static str message_of(const char *message)
{
    str all = str_of(message);
    size_t end;

    return str_find(all, S("\n"), &end) ? str_slice(all, 0, end) : all;
}

static void say(struct db *db, const char *name, const char *message)
{
    str sentence = message_of(message);

    db_fault_say(db, "%s: %.*s", name, STR(sentence));
}

/* Warnings of the server go nowhere: what matters comes back as a fault. */
static void no_notice(void *arg, const PGresult *result)
{
    (void)arg;
    (void)result;
}

PGconn *pg_connect(struct pg_db *p)
{
    const char *names[] = {"connect_timeout", "application_name", "client_encoding",
        "tcp_user_timeout", "dbname", NULL};
    const char *values[] = {"5", "yichuang", "UTF8", "30000", p->url, NULL};
    PGconn *pg = PQconnectdbParams(names, values, 1);

    if (PQstatus(pg) != CONNECTION_OK) {
        say(&p->base, "connect", PQerrorMessage(pg));
        PQfinish(pg);
        return NULL;
    }
    PQsetNoticeReceiver(pg, no_notice, NULL);

    PGresult *result = PQexec(pg, settings);
    bool fine = PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    if (fine)
        return pg;
    say(&p->base, "settings", PQerrorMessage(pg));
    PQfinish(pg);
    return NULL;
}

/* Opening */

static err pg_script(struct db *db, const char *text)
{
    PGresult *result = PQexec(of(db)->start, text);
    bool fine =
        PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;

    PQclear(result);
    if (fine)
        return OK;
    say(db, "schema", PQerrorMessage(of(db)->start));
    return E_FAULT;
}

static PGresult *once_send(struct pg_db *p, const struct db_once *once)
{
    static const Oid oids[] = {[DB_I64] = PG_INT8, [DB_TEXT] = PG_TEXT, [DB_BYTES] = PG_BYTEA};
    struct pg_binding binding;
    Oid types[DB_PARAMETERS_MAX];

    for (size_t i = 0; i < once->count; i++)
        types[i] = oids[once->values[i].type];
    pg_bind(once->values, once->count, &binding);
    return PQexecParams(
        p->start, once->text, (int)once->count, types, binding.at, binding.len, binding.format, 1);
}

static err pg_once(struct db *db, const struct db_once *once, struct db_rows *ret)
{
    struct pg_db *p = of(db);
    PGresult *result = once_send(p, once);
    int column;
    bool fine =
        PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
    err fault = fine ? pg_rows(result, SIZE_MAX, once->arena, ret, &column) : E_FAULT;

    PQclear(result);
    if (fault != OK)
        say(db, "schema", PQerrorMessage(p->start));
    return fault;
}

/* Order of texts and their encoding must be those of the embedded store. */
static err prove_database(struct pg_db *p)
{
    PGresult *result =
        PQexec(p->start, "SELECT current_setting('server_encoding'), datcollate FROM pg_database"
                         " WHERE datname = current_database()");
    bool fine = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1;
    str encoding = str_of(fine ? PQgetvalue(result, 0, 0) : "");
    str collation = str_of(fine ? PQgetvalue(result, 0, 1) : "");

    fine = str_is(encoding, "UTF8") && str_has_word(S("C POSIX C.UTF-8 C.utf8 C.UTF8"), collation);
    if (!fine)
        db_fault_say(&p->base,
            "The database must be made with encoding UTF8 and locale C, not %.*s and %.*s.",
            STR(encoding), STR(collation));
    PQclear(result);
    return fine ? OK : E_FAULT;
}

static err pg_start(struct db *db)
{
    struct pg_db *p = of(db);

    p->start = pg_connect(p);
    if (!p->start)
        return E_BUSY;
    if (PQserverVersion(p->start) < PG_VERSION_MIN) {
        db_fault_say(db, "PostgreSQL %d is too old: at least 15.", PQserverVersion(p->start));
        return E_FAULT;
    }
    TRY(prove_database(p));
    return pg_script(db, "SET statement_timeout = 0"); /* a migration may take its time */
}

/* The number is "yichuang" as eight bytes: nobody else's. lock_timeout ends the wait. */
static err pg_lock(struct db *db)
{
    return pg_script(db, "SELECT pg_advisory_lock(8748633051440967271)") == OK ? OK : E_BUSY;
}

static void pg_unlock(struct db *db)
{
    err fault = pg_script(db, "SELECT pg_advisory_unlock(8748633051440967271)");

    (void)fault; /* the lock ends with the connection at the latest */
}

static str as_it_is(struct arena *a, str schema)
{
    return arena_str(a, schema);
}

static err pg_serve(struct db *db)
{
    struct pg_db *p = of(db);

    p->statements = calloc(db->statement_count + 1, sizeof(struct pg_statement));
    p->conns = calloc(db->connections, sizeof(struct pg_conn));
    if (!p->statements || !p->conns)
        return E_FAULT;
    TRY(pg_learn(p, p->start));
    PQfinish(p->start);
    p->start = NULL;
    for (; p->conn_count < db->connections; p->conn_count++) {
        p->conns[p->conn_count].base.db = db;
        db_pool_give(&db->pool, &p->conns[p->conn_count].base);
    }
    return OK;
}

static void pg_stop(struct db *db)
{
    struct pg_db *p = of(db);

    for (size_t i = 0; i < p->conn_count; i++)
        db_pool_take(&db->pool);
    for (size_t i = 0; i < p->conn_count; i++)
        pg_conn_close(&p->conns[i]);
    if (p->start)
        PQfinish(p->start);
    free(p->conns);
    free(p->statements);
    free(p->url);
}

/* Checking */

/* Each index against its table, then each table's pages; the first fault of an index is an error.
 */
static const char check_indexes[] =
    "SELECT count(bt_index_check(c.oid, true)::text) FROM pg_index i"
    " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am m ON m.oid = c.relam"
    " WHERE m.amname = 'btree' AND c.relpersistence = 'p' AND i.indisready AND i.indisvalid"
    " AND c.relnamespace = current_schema()::regnamespace";
static const char check_tables[] =
    "SELECT c.relname::text || ' block ' || v.blkno || ': ' || v.msg FROM pg_class c"
    " CROSS JOIN LATERAL verify_heapam(c.oid) v"
    " WHERE c.relkind = 'r' AND c.relpersistence = 'p'"
    " AND c.relnamespace = current_schema()::regnamespace LIMIT 100";
static const char has_amcheck[] =
    "SELECT extversion::text FROM pg_extension WHERE extname = 'amcheck'";

/* Runs one of the above; what it says of faults is added to the list. */
static err check_step(PGconn *pg, const char *text, struct tree *faults, int *ret_rows)
{
    PGresult *result = PQexec(pg, text);
    bool fine = PQresultStatus(result) == PGRES_TUPLES_OK;

    *ret_rows = PQntuples(result);
    if (!fine)
        tree_text(faults, S(""), message_of(PQerrorMessage(pg)));
    for (int i = 0; fine && text == check_tables && i < *ret_rows; i++)
        tree_text(faults, S(""), str_of(PQgetvalue(result, i, 0)));
    PQclear(result);
    return fine ? OK : E_FAULT;
}

struct check {
    PGconn *pg;
    struct tree *out, *faults;
};

static err check_all(void *arg)
{
    struct check *c = arg;
    int rows;

    TRY(check_step(c->pg, "SELECT set_config('statement_timeout', '0', false)", c->faults, &rows));
    TRY(check_step(c->pg, has_amcheck, c->faults, &rows));
    tree_text(c->out, S("check"), rows > 0 ? S("amcheck") : S("connection"));
    if (rows == 0)
        return OK;
    TRY(check_step(c->pg, check_indexes, c->faults, &rows));
    return check_step(c->pg, check_tables, c->faults, &rows);
}

static err pg_check(struct db *db, struct arena *a, struct tree *out)
{
    struct check c = {NULL, out, tree_list(out, S("faults"))};

    c.pg = pg_connect(of(db));
    if (!c.pg)
        return E_BUSY;

    err fault = arena_try(a, check_all, &c);

    PQfinish(c.pg);
    return fault == OK && c.faults->count > 0 ? E_FAULT : fault;
}

const struct db_engine db_postgres = {
    .name = "postgres",
    .schema_path = "schema/engine/pg.sql",
    .make = pg_make,
    .start = pg_start,
    .lock = pg_lock,
    .unlock = pg_unlock,
    .script = pg_script,
    .once = pg_once,
    .rewrite = as_it_is,
    .serve = pg_serve,
    .stop = pg_stop,
    .write = pg_write,
    .read = pg_read,
    .ask = pg_ask,
    .gather = pg_gather,
    .check = pg_check,
};
