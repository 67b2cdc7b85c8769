/* The features of a GeoJSON text one by one, by brackets and quotes alone, so that a file of any
 * size needs the memory of its largest feature. What stands in a feature is for the parser. */
#include "cadastre/cadastre.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Bytes of a quoted text that begins at s; 0 when it does not end. */
static size_t quoted_len(str s)
{
    for (size_t i = 1; i < s.len; i++) {
        if (s.at[i] == '\\')
            i++;
        else if (s.at[i] == '"')
            return i + 1;
    }
    return 0;
}

/* Bytes of the bracketed value at s; 0 when it does not end. */
static size_t value_len(str s)
{
    size_t depth = 0;

    for (size_t i = 0; i < s.len; i++) {
        size_t quoted = s.at[i] == '"' ? quoted_len(str_slice(s, i, s.len)) : 0;

        if (s.at[i] == '"' && quoted == 0)
            return 0;
        if (quoted > 0)
            i += quoted - 1;
        depth += s.at[i] == '{' || s.at[i] == '[';
        if ((s.at[i] == '}' || s.at[i] == ']') && (depth == 0 || --depth == 0))
            return i + 1;
    }
    return 0;
}

/* The bytes from s to the list behind the member `features` of the outermost object; len when there
 * is none. */
static size_t find_features(str s)
{
    size_t depth = 0;

    for (size_t i = 0; i < s.len; i++) {
        str here = str_slice(s, i, s.len), rest;
        size_t quoted = here.at[0] == '"' ? quoted_len(here) : 0;

        depth += here.at[0] == '{' || here.at[0] == '[';
        depth -= depth > 0 && (here.at[0] == '}' || here.at[0] == ']');
        if (quoted == 0)
            continue;
        rest = str_trim(str_slice(here, quoted, here.len));
        if (depth == 1 && str_eq(str_slice(here, 0, quoted), S("\"features\"")) &&
            str_starts(rest, S(":"))) {
            rest = str_trim(str_slice(rest, 1, rest.len));
            return str_starts(rest, S("[")) ? (size_t)(rest.at - s.at) + 1 : s.len;
        }
        i += quoted - 1;
    }
    return s.len;
}

void cadastre_reader_begin(struct cadastre_reader *r, str text)
{
    size_t from = find_features(text);

    r->failed = from >= text.len;
    r->rest = str_slice(text, from, text.len);
}

bool cadastre_reader_next(struct cadastre_reader *r, str *ret)
{
    size_t at = 0, len;

    if (r->failed)
        return false;
    while (at < r->rest.len && (is_blank(r->rest.at[at]) || r->rest.at[at] == ','))
        at++;
    r->rest = str_slice(r->rest, at, r->rest.len);
    if (str_starts(r->rest, S("]")))
        return false;
    len = str_starts(r->rest, S("{")) ? value_len(r->rest) : 0;
    r->failed = len == 0;
    *ret = str_slice(r->rest, 0, len);
    r->rest = str_slice(r->rest, len, r->rest.len);
    return !r->failed;
}
