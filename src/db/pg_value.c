/* Values to and from PostgreSQL's binary form. */
#include "db/pg_engine.h"

#include <endian.h>
#include <string.h>

void pg_bind(const struct db_value *values, size_t count, struct pg_binding *ret)
{
    for (size_t i = 0; i < count; i++) {
        const struct db_value *v = &values[i];

        ret->format[i] = 1;
        if (v->type == DB_NULL) {
            ret->at[i] = NULL;
            ret->len[i] = 0;
        } else if (v->type == DB_I64) {
            ret->number[i] = (int64_t)htobe64((uint64_t)v->number);
            ret->at[i] = (const char *)&ret->number[i];
            ret->len[i] = sizeof(int64_t);
        } else {
            ret->at[i] = v->text.at ? v->text.at : ""; /* NULL would become an SQL NULL */
            ret->len[i] = (int)v->text.len;
        }
    }
}

static enum db_type type_of(Oid oid)
{
    switch (oid) {
    case PG_INT8:
        return DB_I64;
    case PG_TEXT:
        return DB_TEXT;
    case PG_BYTEA:
        return DB_BYTES;
    default:
        return DB_NULL;
    }
}

static int64_t number_of(const char *at)
{
    uint64_t raw;

    memcpy(&raw, at, sizeof(raw));
    return (int64_t)be64toh(raw);
}

/* One column of one row; texts go behind each other into `room`, each with a NUL. */
static char *read_value(
    const PGresult *result, int row, int column, struct db_value *ret, char *room)
{
    const char *at = PQgetvalue(result, row, column);
    size_t len = (size_t)PQgetlength(result, row, column);

    *ret = none();
    if (PQgetisnull(result, row, column))
        return room;
    ret->type = type_of(PQftype(result, column));
    if (ret->type == DB_I64) {
        ret->number = number_of(at);
        return room;
    }
    memcpy(room, at, len);
    room[len] = '\0';
    ret->text = (str){room, len};
    return room + len + 1;
}

static size_t text_bytes(const PGresult *result, int rows, int columns)
{
    size_t bytes = 0;

    for (int c = 0; c < columns; c++) {
        if (PQftype(result, c) == PG_INT8)
            continue;
        for (int r = 0; r < rows; r++)
            bytes += (size_t)PQgetlength(result, r, c) + 1;
    }
    return bytes;
}

err pg_rows(
    const PGresult *result, size_t max, struct arena *a, struct db_rows *ret, int *ret_column)
{
    int columns = PQnfields(result);
    int rows = PQntuples(result);

    *ret = (struct db_rows){.columns = (size_t)columns};
    for (int c = 0; c < columns; c++) {
        *ret_column = c;
        if (type_of(PQftype(result, c)) == DB_NULL)
            return E_FAULT;
    }
    if ((size_t)rows > max)
        rows = (int)max;
    if (rows == 0 || columns == 0)
        return OK;
    ret->value = ARENA_MANY(a, (size_t)rows * (size_t)columns, struct db_value);

    char *room = arena_take(a, text_bytes(result, rows, columns));

    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            room = read_value(result, r, c, &ret->value[r * columns + c], room);
    ret->count = (size_t)rows;
    return OK;
}
