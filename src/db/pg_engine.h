/* The server store's own parts: a connection in pipeline mode and the statements still on their
 * way. Private to pg*.c. */
#pragma once

#include "db/db_engine.h"

#include <libpq-fe.h>

#define PG_PENDING_MAX 256

/* Statements of our own, prepared beside those of the list, which they follow in number. */
enum pg_control { PG_BEGIN_WRITE, PG_BEGIN_READ, PG_COMMIT, PG_ROLLBACK, PG_CONTROL_COUNT };

/* What the server has said a parameter is: 20 int8, 25 text, 17 bytea. */
enum { PG_BYTEA = 17, PG_INT8 = 20, PG_TEXT = 25 };

struct pg_statement {
    unsigned char count;
    unsigned char type[DB_PARAMETERS_MAX];
};

struct pg_gather;

#define PG_TABLES_MAX 32
/* How much a connection has sent into a table by COPY, and how much of it the planner knows of. */
struct pg_sent {
    size_t sql;
    int64_t rows, known;
};

struct pg_conn {
    struct db_conn base;
    PGconn *pg;
    PGresult *result;               /* of the statement last waited for */
    size_t pending[PG_PENDING_MAX]; /* sent, answer not read: a ring of statement numbers */
    size_t first, count;
    struct pg_gather *gather; /* rows held back, in the job's arena; NULL: none are */
    struct pg_sent sent[PG_TABLES_MAX];
    size_t sent_count;
    bool writes; /* the running transaction does */
    bool begun;  /* BEGIN has been sent */
    bool lost;   /* the connection broke: it is opened anew for the next transaction */
    bool again;  /* the fault may be gone at a second attempt */
    bool unread; /* the end of a reading transaction is still on its way back */
};

struct pg_db {
    struct db base;
    char *url;
    PGconn *start; /* while opening, and for a check */
    struct pg_statement *statements;
    struct pg_conn *conns;
    size_t conn_count;
};

extern const char *const pg_controls[PG_CONTROL_COUNT][2]; /* name, text */

/* A plain connection with our settings; NULL when there is none to be had (db_fault_text). */
PGconn *pg_connect(struct pg_db *p);
/* Opens the connection and prepares every statement. E_BUSY when the server is not there. */
err pg_conn_open(struct pg_db *p, struct pg_conn *conn);
void pg_conn_close(struct pg_conn *conn);
/* Prepares every statement once on `pg` to learn its types; names all that are wrong. */
err pg_learn(struct pg_db *p, PGconn *pg);

err pg_ask(struct db_conn *conn, const struct db_ask *ask, struct db_answer *ret);
err pg_write(struct db *db, struct db_job *job);
err pg_read(struct db *db, struct db_job *job);

/* Reads what is under way and leaves pipeline mode with the transaction begun, for what that mode
 * does not take; and back. */
err pg_pipeline_leave(struct pg_conn *conn);
err pg_pipeline_enter(struct pg_conn *conn, size_t number);
/* The fault that a result tells. */
err pg_fault_of(struct pg_conn *conn, const PGresult *result, size_t number);

/* pg_gather.c */
void pg_gather(struct db_conn *conn, struct arena *a);
/* Holds the row back if the statement is a plain INSERT: *ret_held. */
err pg_gather_put(struct pg_conn *conn, const struct db_ask *ask, bool *ret_held);
/* Sends all that is held back, in the order in which the tables were first met. */
err pg_gather_send(struct pg_conn *conn);

/* pg_value.c */
struct pg_binding {
    const char *at[DB_PARAMETERS_MAX];
    int len[DB_PARAMETERS_MAX];
    int format[DB_PARAMETERS_MAX];
    int64_t number[DB_PARAMETERS_MAX];
};
/* Everything travels in binary: an int8 as eight bytes, text and bytea as they are. */
void pg_bind(const struct db_value *values, size_t count, struct pg_binding *ret);
/* The first `max` rows; E_FAULT with *ret_column when a column is none of the three types. */
err pg_rows(
    const PGresult *result, size_t max, struct arena *a, struct db_rows *ret, int *ret_column);
