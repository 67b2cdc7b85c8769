/* A connection's statements: learnt once when the store opens, prepared on each connection in one
 * round trip. */
#include "db/pg_engine.h"

#include <stdlib.h>
#include <string.h>

static const char *type_name(Oid oid)
{
    switch (oid) {
    case PG_INT8:
    case PG_TEXT:
    case PG_BYTEA:
        return NULL;
    case 16:
        return "boolean";
    case 21:
        return "int2";
    case 23:
        return "int4";
    case 700:
    case 701:
        return "a floating-point number";
    case 1700:
        return "numeric";
    default:
        return "of another type";
    }
}

/* Remembers the parameters' types; says which parameter or column is none of the three. */
static err learn_types(
    struct db *db, const char *name, const PGresult *result, struct pg_statement *ret)
{
    int count = PQnparams(result);

    if (count > DB_PARAMETERS_MAX) {
        db_fault_more(db, "%s: more than %d parameters", name, DB_PARAMETERS_MAX);
        return E_FAULT;
    }
    ret->count = (unsigned char)count;
    for (int i = 0; i < count; i++) {
        const char *wrong = type_name(PQparamtype(result, i));

        ret->type[i] = (unsigned char)PQparamtype(result, i);
        if (!wrong)
            continue;
        db_fault_more(db, "%s: $%d is %s, write CAST", name, i + 1, wrong);
        return E_FAULT;
    }
    for (int i = 0; i < PQnfields(result); i++) {
        const char *wrong = type_name(PQftype(result, i));

        if (!wrong)
            continue;
        db_fault_more(db, "%s: column %d is %s, write CAST(... AS BIGINT)", name, i + 1, wrong);
        return E_FAULT;
    }
    return OK;
}

static err learn_one(struct pg_db *p, PGconn *pg, size_t i)
{
    const struct sql_text *s = &p->base.statements[i];
    PGresult *result = PQprepare(pg, s->name, s->text, 0, NULL);
    err fault = PQresultStatus(result) == PGRES_COMMAND_OK ? OK : E_FAULT;

    PQclear(result);
    if (fault != OK) {
        str line = str_of(PQerrorMessage(pg));

        line = str_cut(&line, '\n');
        db_fault_more(&p->base, "%s: %.*s", s->name, STR(line));
        return fault;
    }
    result = PQdescribePrepared(pg, s->name);
    fault = PQresultStatus(result) == PGRES_COMMAND_OK
                ? learn_types(&p->base, s->name, result, &p->statements[i])
                : E_FAULT;
    PQclear(result);
    return fault;
}

err pg_learn(struct pg_db *p, PGconn *pg)
{
    err fault = OK;

    db_fault_say(&p->base, "%s", "");
    for (size_t i = 0; i < p->base.statement_count; i++)
        if (learn_one(p, pg, i) != OK)
            fault = E_FAULT;
    return fault;
}

static bool send_prepares(struct pg_db *p, PGconn *pg)
{
    bool fine = PQenterPipelineMode(pg) == 1;

    for (size_t i = 0; fine && i < PG_CONTROL_COUNT; i++)
        fine = PQsendPrepare(pg, pg_controls[i][0], pg_controls[i][1], 0, NULL) == 1;
    for (size_t i = 0; fine && i < p->base.statement_count; i++)
        fine =
            PQsendPrepare(pg, p->base.statements[i].name, p->base.statements[i].text, 0, NULL) == 1;
    return fine && PQpipelineSync(pg) == 1;
}

/* Every prepare gives one result and an end; then comes the sync's own. */
static bool read_prepares(PGconn *pg, size_t count)
{
    bool fine = true;

    for (size_t i = 0; i < count && PQstatus(pg) == CONNECTION_OK; i++) {
        PGresult *result = PQgetResult(pg);

        fine &= PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        PQclear(PQgetResult(pg));
    }

    PGresult *sync = PQgetResult(pg);

    fine &= PQresultStatus(sync) == PGRES_PIPELINE_SYNC;
    PQclear(sync);
    return fine;
}

err pg_conn_open(struct pg_db *p, struct pg_conn *conn)
{
    pg_conn_close(conn);

    PGconn *pg = pg_connect(p);

    if (!pg)
        return E_BUSY;
    conn->pg = pg;
    if (send_prepares(p, pg) && read_prepares(pg, PG_CONTROL_COUNT + p->base.statement_count))
        return OK;

    str line = str_of(PQerrorMessage(pg));

    line = str_cut(&line, '\n');
    db_fault_say(&p->base, "prepare: %.*s", STR(line));
    pg_conn_close(conn);
    return E_BUSY;
}

void pg_conn_close(struct pg_conn *conn)
{
    PQclear(conn->result);
    if (conn->pg)
        PQfinish(conn->pg);
    conn->result = NULL;
    conn->pg = NULL;
    conn->first = 0;
    conn->count = 0;
    conn->begun = false;
    conn->lost = false;
    conn->unread = false;
}
