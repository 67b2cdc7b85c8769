/* What a transaction asked, one line a statement, so that bench/ can play it again. The lines of a
 * transaction are kept back until it ends, so that those of several threads do not mingle. */
#include "db/db_engine.h"

#include <stdlib.h>
#include <string.h>

static void trace_add(FILE *f, const char *s)
{
    fwrite(s, 1, strlen(s), f);
}

void db_trace_begin(struct db_conn *conn, const char *what)
{
    if (!conn->db->trace)
        return;
    conn->trace = open_memstream(&conn->trace_text, &conn->trace_len);
    if (!conn->trace)
        return;
    trace_add(conn->trace, what);
    trace_add(conn->trace, "\n");
}

static void trace_text(FILE *f, str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if (c == '\t')
            trace_add(f, "\\t");
        else if (c == '\n')
            trace_add(f, "\\n");
        else if (c == '\\')
            trace_add(f, "\\\\");
        else
            fputc(c, f);
    }
}

static void trace_hex(FILE *f, str s)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < s.len; i++) {
        fputc(digits[(unsigned char)s.at[i] >> 4], f);
        fputc(digits[(unsigned char)s.at[i] & 15], f);
    }
}

static void trace_value(FILE *f, const struct db_value *v)
{
    char digits[32];

    switch (v->type) {
    case DB_NULL:
        trace_add(f, "\tn:");
        break;
    case DB_I64:
        snprintf(digits, sizeof(digits), "\ti:%lld", (long long)v->number);
        trace_add(f, digits);
        break;
    case DB_TEXT:
        trace_add(f, "\tt:");
        trace_text(f, v->text);
        break;
    case DB_BYTES:
        trace_add(f, "\tb:");
        trace_hex(f, v->text);
        break;
    }
}

void db_trace_ask(struct db_conn *conn, const struct db_ask *ask)
{
    if (!conn->trace)
        return;
    trace_add(conn->trace, conn->db->statements[ask->sql].name);
    for (size_t i = 0; i < ask->count; i++)
        trace_value(conn->trace, &ask->values[i]);
    fputc('\n', conn->trace);
}

void db_trace_end(struct db_conn *conn, const char *what)
{
    if (!conn->trace)
        return;
    trace_add(conn->trace, what);
    trace_add(conn->trace, "\n");
    fclose(conn->trace);
    conn->trace = NULL;
    fwrite(conn->trace_text, 1, conn->trace_len, conn->db->trace);
    free(conn->trace_text);
}
