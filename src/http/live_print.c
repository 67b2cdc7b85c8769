/* One server-sent event as text (WHATWG HTML section 9.2.6): "id", "event", and a "data" line for
 * every line of the text. */
#include "http/server.h"

#include <stdlib.h>
#include <string.h>

/* Where the text goes; with at == NULL it is only measured. */
struct out {
    char *at;
    size_t len;
};

static void put(struct out *out, str s)
{
    if (out->at && s.len > 0)
        memcpy(out->at + out->len, s.at, s.len);
    out->len += s.len;
}

static bool is_break(char c)
{
    return c == '\n' || c == '\r' || c == '\0';
}

/* A line of its own: what follows a line break in `value` is left out, since it would start another
 * field. */
static void put_line(struct out *out, str name, str value)
{
    size_t len = 0;

    while (len < value.len && !is_break(value.at[len]))
        len++;
    put(out, name);
    put(out, S(": "));
    put(out, str_slice(value, 0, len));
    put(out, S("\n"));
}

/* CR, LF and CRLF each end a line. */
static str next_line(str *rest)
{
    str line = {rest->at, 0};
    size_t skip;

    while (line.len < rest->len && rest->at[line.len] != '\n' && rest->at[line.len] != '\r')
        line.len++;
    skip = line.len < rest->len ? 1 : 0;
    if (line.len + 1 < rest->len && rest->at[line.len] == '\r' && rest->at[line.len + 1] == '\n')
        skip = 2;
    *rest = str_slice(*rest, line.len + skip, rest->len);
    return line;
}

static void print(struct out *out, str id, str event, str text)
{
    if (id.len > 0)
        put_line(out, S("id"), id);
    if (event.len > 0)
        put_line(out, S("event"), event);
    do {
        put_line(out, S("data"), next_line(&text));
    } while (text.len > 0);
    put(out, S("\n"));
}

char *live_print(str id, str event, str text, size_t *ret_len)
{
    struct out out = {0};

    print(&out, id, event, text);
    out.at = malloc(out.len);
    if (!out.at)
        return NULL;
    *ret_len = out.len;
    out.len = 0;
    print(&out, id, event, text);
    return out.at;
}
