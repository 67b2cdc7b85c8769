/* RFC 4180 text, read row by row: quotes, doubled quotes, CRLF, LF or CR, a byte-order mark. */
#pragma once

#include "base/arena.h"

struct csv {
    str rest;
    int64_t line;      /* of the row last read, from 1 */
    int64_t next_line; /* where the rest begins */
    char separator;    /* a comma, unless it is set after csv_init */
};

void csv_init(struct csv *c, str text);
/* Reads the next row into *ret_cells (arena; unquoted cells are slices of the text). Empty lines
 * are passed over. Returns false at the end. An unclosed quote ends at the end of the text. */
bool csv_next(struct csv *c, struct arena *a, str **ret_cells, size_t *ret_count);
/* Length of the text up to the end of its last whole row, for a text that goes on elsewhere: its
 * last line end outside quotes; 0 when it has none. */
size_t csv_whole(str text, char separator);
/* Index of the named column of a header row, or -1. */
int csv_column(const str *header, size_t count, str name);
