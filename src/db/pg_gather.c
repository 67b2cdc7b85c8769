/* Rows of plain INSERTs that are held back and sent by COPY, which costs the server a fraction of
 * what it costs to run a statement a row. */
#include "db/pg_engine.h"

#include "base/buf.h"

#include <endian.h>
#include <string.h>

#define ROWS_BYTES_MAX ((size_t)1 << 30)
#define KNOWN_FIRST                                                                                \
    100 /* rows in a table before the planner is told of it, and then of ten times more */
#define KNOWN_TIMES 10
#define HELD_BYTES_FULL ((size_t)16 << 20) /* then they are sent, so that memory stays flat */

/* Where a column's value comes from: a parameter, or a constant of the statement. */
struct column {
    int parameter; /* from 0; -1 for a constant */
    struct db_value constant;
};

struct table {
    size_t sql;
    bool plain; /* the statement is one that COPY can stand for */
    str target; /* "party (region, id, kind)" */
    struct column columns[DB_PARAMETERS_MAX];
    size_t count;
    struct buf rows;
    int64_t rows_count;
    struct table *next;
};

struct pg_gather {
    struct arena *arena;
    struct table *first,
        *last; /* in the order in which they were met: what is referred to is first */
    size_t held;
};

void pg_gather(struct db_conn *base, struct arena *a)
{
    struct pg_conn *conn = (struct pg_conn *)base;

    if (conn->gather)
        return;
    conn->gather = ARENA_NEW(a, struct pg_gather);
    conn->gather->arena = a;
}

static bool read_column(str word, struct column *ret)
{
    int64_t n;

    ret->parameter = -1;
    if (str_starts(word, S("$"))) {
        if (!str_to_i64(str_slice(word, 1, SIZE_MAX), &n) || n < 1 || n > DB_PARAMETERS_MAX)
            return false;
        ret->parameter = (int)n - 1;
        return true;
    }
    if (str_to_i64(word, &n)) {
        ret->constant = i64(n);
        return true;
    }
    if (word.len < 2 || word.at[0] != '\'' || word.at[word.len - 1] != '\'')
        return false;
    ret->constant = text(str_slice(word, 1, word.len - 2));
    return !str_has(ret->constant.text, '\'');
}

/* "INSERT INTO t (a, b) VALUES ($1, 'x')", and nothing else. */
static bool read_statement(struct table *t, str statement)
{
    str rest = str_trim(statement), values;
    size_t at;

    if (!str_starts(rest, S("INSERT INTO ")) || !str_find(rest, S(" VALUES ("), &at))
        return false;
    t->target = str_trim(str_slice(rest, 12, at - 12));
    values = str_slice(rest, at + 9, SIZE_MAX);
    if (!str_ends(values, S(")")))
        return false;
    values.len--;
    if (str_has(values, '(') || str_has(values, ')'))
        return false;
    while (values.len > 0 && t->count < DB_PARAMETERS_MAX)
        if (!read_column(str_trim(str_cut(&values, ',')), &t->columns[t->count++]))
            return false;
    return values.len == 0;
}

static struct table *table_of(struct pg_conn *conn, size_t sql)
{
    struct pg_gather *g = conn->gather;
    struct table *t;

    for (t = g->first; t != NULL; t = t->next)
        if (t->sql == sql)
            return t;
    t = ARENA_NEW(g->arena, struct table);
    t->sql = sql;
    t->plain = read_statement(t, str_of(conn->base.db->statements[sql].text));
    buf_init(&t->rows, g->arena, ROWS_BYTES_MAX);
    if (g->last == NULL)
        g->first = t;
    else
        g->last->next = t;
    g->last = t;
    return t;
}

static void add_number(struct buf *b, uint32_t value)
{
    value = htobe32(value);
    buf_add(b, (str){(const char *)&value, sizeof(value)});
}

/* A field of the binary form: its length and its bytes, or -1. */
static void add_value(struct buf *b, const struct db_value *v)
{
    uint64_t number = htobe64((uint64_t)v->number);

    if (v->type == DB_NULL) {
        add_number(b, UINT32_MAX);
    } else if (v->type == DB_I64) {
        add_number(b, sizeof(number));
        buf_add(b, (str){(const char *)&number, sizeof(number)});
    } else {
        add_number(b, (uint32_t)v->text.len);
        buf_add(b, v->text);
    }
}

err pg_gather_put(struct pg_conn *conn, const struct db_ask *ask, bool *ret_held)
{
    struct table *t = table_of(conn, ask->sql);
    size_t before = t->rows.len;
    uint16_t count = htobe16((uint16_t)t->count);

    *ret_held = t->plain;
    if (!t->plain)
        return OK;
    buf_add(&t->rows, (str){(const char *)&count, sizeof(count)});
    for (size_t i = 0; i < t->count; i++) {
        const struct column *c = &t->columns[i];

        add_value(&t->rows, c->parameter >= 0 ? &ask->values[c->parameter] : &c->constant);
    }
    t->rows_count++;
    if (buf_full(&t->rows))
        return E_TOO_LARGE;
    conn->gather->held += t->rows.len - before;
    return conn->gather->held < HELD_BYTES_FULL ? OK : pg_gather_send(conn);
}

static err read_end(struct pg_conn *conn, size_t number)
{
    PGresult *result;
    err fault = OK;

    while ((result = PQgetResult(conn->pg)) != NULL) {
        if (PQresultStatus(result) != PGRES_COMMAND_OK && fault == OK)
            fault = pg_fault_of(conn, result, number);
        PQclear(result);
    }
    return fault;
}

static err copy_rows(struct pg_conn *conn, struct table *t)
{
    static const char head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0"; /* flags and extension: none */
    static const char tail[] = {'\377', '\377'};
    str text =
        arena_printf(conn->gather->arena, "COPY %.*s FROM STDIN (FORMAT binary)", STR(t->target));
    PGresult *result = PQexec(conn->pg, text.at);
    bool begun = PQresultStatus(result) == PGRES_COPY_IN;
    err fault = begun ? OK : pg_fault_of(conn, result, t->sql);

    PQclear(result);
    if (!begun)
        return fault;
    if (PQputCopyData(conn->pg, head, sizeof(head)) != 1 ||
        PQputCopyData(conn->pg, t->rows.at, (int)t->rows.len) != 1 ||
        PQputCopyData(conn->pg, tail, sizeof(tail)) != 1 || PQputCopyEnd(conn->pg, NULL) != 1) {
        conn->lost = true;
        return E_UNKNOWN;
    }
    return read_end(conn, t->sql);
}

static struct pg_sent *sent_to(struct pg_conn *conn, size_t sql)
{
    for (size_t i = 0; i < conn->sent_count; i++)
        if (conn->sent[i].sql == sql)
            return &conn->sent[i];
    if (conn->sent_count == PG_TABLES_MAX)
        return NULL;
    conn->sent[conn->sent_count].sql = sql;
    return &conn->sent[conn->sent_count++];
}

/* Of a table that was empty a moment ago the planner knows nothing, and it keeps its plans: each
 * check of a foreign key would read all rows of the region instead of the one. So it is told before
 * the rows that refer to these. */
static err tell_planner(struct pg_conn *conn, struct table *t)
{
    struct pg_sent *sent = sent_to(conn, t->sql);
    str name = t->target, text;
    PGresult *result;
    err fault;

    if (sent == NULL)
        return OK;
    sent->rows += t->rows_count;
    if (sent->rows < KNOWN_FIRST || sent->rows < sent->known * KNOWN_TIMES)
        return OK;
    sent->known = sent->rows;
    name = str_cut(&name, ' ');
    text = arena_printf(conn->gather->arena, "ANALYZE %.*s", STR(name));
    result = PQexec(conn->pg, text.at);
    fault = PQresultStatus(result) == PGRES_COMMAND_OK ? OK : pg_fault_of(conn, result, t->sql);
    PQclear(result);
    return fault;
}

err pg_gather_send(struct pg_conn *conn)
{
    struct pg_gather *g = conn->gather;
    size_t number = g->first != NULL ? g->first->sql : 0;
    err fault = OK;

    if (g->held == 0)
        return OK;
    g->held = 0;
    TRY(pg_pipeline_leave(conn));
    for (struct table *t = g->first; t != NULL && fault == OK; t = t->next) {
        if (t->rows.len > 0)
            fault = copy_rows(conn, t);
        if (t->rows.len > 0 && fault == OK)
            fault = tell_planner(conn, t);
        t->rows.len = 0;
        t->rows_count = 0;
    }
    if (conn->lost)
        return E_UNKNOWN;
    TRY(pg_pipeline_enter(conn, number));
    return fault;
}
