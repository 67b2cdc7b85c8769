/* Reads RFC 4180 text. A row is measured first and then taken, so that its cells lie in one array;
 * a cell without quotes is a slice of the text itself. */
#include "base/csv.h"

#include <string.h>

void csv_init(struct csv *c, str text)
{
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_slice(text, 3, SIZE_MAX);
    *c = (struct csv){.rest = text, .next_line = 1, .separator = ','};
}

static bool is_row_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Length of the quoted part at the start of s, with both quotes. */
static size_t quoted_length(str s)
{
    size_t i = 1;

    while (i < s.len) {
        if (s.at[i] != '"')
            i++;
        else if (i + 1 < s.len && s.at[i + 1] == '"')
            i += 2;
        else
            return i + 1;
    }
    return s.len;
}

/* Length of the cell at the start of s, up to its separator or the end of the row. */
static size_t cell_length(str s, char separator)
{
    size_t i = s.len > 0 && s.at[0] == '"' ? quoted_length(s) : 0;

    while (i < s.len && s.at[i] != separator && !is_row_end(s.at[i]))
        i++;
    return i;
}

static size_t count_cells(str s, char separator)
{
    size_t count = 1;

    for (;;) {
        size_t len = cell_length(s, separator);

        if (len >= s.len || s.at[len] != separator)
            return count;
        s = str_slice(s, len + 1, SIZE_MAX);
        count++;
    }
}

/* The value of a cell: without its quotes, doubled quotes single. What follows a closing quote is
 * kept as it stands. */
static str cell_value(struct arena *a, str cell)
{
    if (cell.len == 0 || cell.at[0] != '"')
        return cell;

    size_t quoted = quoted_length(cell);
    bool is_closed = quoted > 1 && cell.at[quoted - 1] == '"';
    str inside = str_slice(cell, 1, quoted - 1 - is_closed);
    char *at = arena_take(a, cell.len);
    size_t len = 0;

    for (size_t i = 0; i < inside.len; i++) {
        at[len++] = inside.at[i];
        i += inside.at[i] == '"';
    }
    if (cell.len > quoted)
        memcpy(at + len, cell.at + quoted, cell.len - quoted);
    return (str){at, len + cell.len - quoted};
}

static void skip_row_end(struct csv *c)
{
    if (c->rest.len == 0)
        return;

    bool is_pair = str_starts(c->rest, S("\r\n"));

    c->rest = str_slice(c->rest, is_pair ? 2 : 1, SIZE_MAX);
    c->next_line++;
}

static int64_t count_lines(str s)
{
    int64_t lines = 0;

    for (size_t i = 0; i < s.len; i++)
        lines += s.at[i] == '\n';
    return lines;
}

bool csv_next(struct csv *c, struct arena *a, str **ret_cells, size_t *ret_count)
{
    while (c->rest.len > 0 && is_row_end(c->rest.at[0]))
        skip_row_end(c);
    if (c->rest.len == 0)
        return false;

    size_t count = count_cells(c->rest, c->separator);
    str *cells = ARENA_MANY(a, count, str);

    c->line = c->next_line;
    for (size_t i = 0; i < count; i++) {
        str cell = str_slice(c->rest, 0, cell_length(c->rest, c->separator));

        cells[i] = cell_value(a, cell);
        c->next_line += count_lines(cell);
        c->rest = str_slice(c->rest, cell.len + (i + 1 < count), SIZE_MAX);
    }
    skip_row_end(c);
    *ret_cells = cells;
    *ret_count = count;
    return true;
}

size_t csv_whole(str text, char separator)
{
    size_t at = 0, whole = 0;

    while (at < text.len) {
        at += cell_length(str_slice(text, at, SIZE_MAX), separator);
        if (at == text.len)
            break; /* the cell, and its closing quote, may go on */
        if (text.at[at] == '\r' && at + 1 == text.len)
            break; /* a line feed may follow */
        if (text.at[at] == '\r' && text.at[at + 1] == '\n')
            at++;
        at++;
        if (is_row_end(text.at[at - 1]))
            whole = at;
    }
    return whole;
}

int csv_column(const str *header, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_trim(header[i]), name))
            return (int)i;
    return -1;
}
