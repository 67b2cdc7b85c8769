/* The request target: which bytes may stand in it, its path and its query decoded. Stricter than
 * browsers need, so that a proxy, a signature and this program read the same address. */
#include "http/server.h"

#include <string.h>

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool is_percent_pair(str s, size_t at)
{
    return s.len - at > 2 && hex_value(s.at[at + 1]) >= 0 && hex_value(s.at[at + 2]) >= 0;
}

str target_of(str as_sent)
{
    size_t from = 0;

    if (str_starts(as_sent, S("http://")))
        from = 7;
    else if (str_starts(as_sent, S("https://")))
        from = 8;
    if (from == 0)
        return as_sent;
    while (from < as_sent.len && as_sent.at[from] != '/' && as_sent.at[from] != '?')
        from++;
    return str_slice(as_sent, from, as_sent.len - from);
}

bool target_is_valid(str target)
{
    if (target.len == 0 || target.at[0] != '/')
        return false;
    for (size_t i = 0; i < target.len; i++) {
        char c = target.at[i];

        if (c <= ' ' || c > '~' || strchr("\"<>\\^`{|}#", c))
            return false;
        if (c == '%' && !is_percent_pair(target, i))
            return false;
    }
    return true;
}

/* Decodes into `at` and returns the length, never more than that of `s`. */
static size_t decode(str s, bool plus_is_blank, char *at)
{
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if (c == '%' && is_percent_pair(s, i)) {
            c = (char)(hex_value(s.at[i + 1]) * 16 + hex_value(s.at[i + 2]));
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        at[len++] = c;
    }
    return len;
}

static bool hides_slash(str path)
{
    for (size_t i = 0; i + 2 < path.len; i++)
        if (path.at[i] == '%' && path.at[i + 1] == '2' && (path.at[i + 2] | 0x20) == 'f')
            return true;
    return false;
}

bool target_path(str target, char *at, str *ret)
{
    str path = str_cut(&target, '?');
    str decoded = {at, 0};

    if (hides_slash(path))
        return false;
    decoded.len = decode(path, false, at);
    if (!str_is_utf8(decoded))
        return false;
    *ret = decoded;
    return true;
}

static bool decode_text(struct arena *a, str s, str *ret)
{
    char *at = arena_take(a, s.len + 1);
    str decoded = {at, decode(s, true, at)};

    if (!str_is_utf8(decoded))
        return false;
    *ret = decoded;
    return true;
}

enum http_fault target_query(
    struct arena *a, str target, const struct http_pair **ret, size_t *ret_count)
{
    struct http_pair *pairs;
    size_t count = 0;

    str_cut(&target, '?');
    pairs = target.len == 0 ? NULL : ARENA_MANY(a, HTTP_QUERY_PAIRS_MAX, struct http_pair);
    while (target.len > 0) {
        str value = str_cut(&target, '&');
        str name = str_cut(&value, '=');

        if (name.len == 0 && value.len == 0)
            continue;
        if (count == HTTP_QUERY_PAIRS_MAX)
            return HTTP_TOO_MANY_PAIRS;
        if (!decode_text(a, name, &pairs[count].name) ||
            !decode_text(a, value, &pairs[count].value))
            return HTTP_BAD_TARGET;
        count++;
    }
    *ret = pairs;
    *ret_count = count;
    return HTTP_FINE;
}
