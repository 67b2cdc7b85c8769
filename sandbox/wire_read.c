/* A small and strict HTTP/1.1 reader: Content-Length only, no obsolete folding, every limit checked
 * before anything is stored. */
#include "wire_read.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* ---- the head ---- */

static bool wire_is_token_char(char c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

static bool wire_is_token(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (!wire_is_token_char(s.at[i]))
            return false;
    }
    return s.len > 0;
}

/* No control characters; tabs only where asked. */
static bool wire_is_plain(str s, bool tabs)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        if (c == 0x7f || (c < 0x20 && !(tabs && c == '\t')))
            return false;
    }
    return true;
}

static int wire_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Percent-decoding; false for a broken escape or what is then not UTF-8. */
static bool wire_decode(struct arena *a, str s, bool plus_is_blank, str *ret)
{
    char *out = arena_take(a, s.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < s.len; i++) {
        int high, low;

        if (s.at[i] != '%') {
            out[len++] = plus_is_blank && s.at[i] == '+' ? ' ' : s.at[i];
            continue;
        }
        if (i + 2 >= s.len)
            return false;
        high = wire_hex(s.at[i + 1]);
        low = wire_hex(s.at[i + 2]);
        if (high < 0 || low < 0)
            return false;
        out[len++] = (char)(high * 16 + low);
        i += 2;
    }
    *ret = (str){out, len};
    return str_is_utf8(*ret);
}

static bool wire_parse_query(struct arena *a, str text, struct http_request *ret)
{
    struct http_pair *pairs = ARENA_MANY(a, WIRE_QUERY_MAX, struct http_pair);

    ret->query = pairs;
    while (text.len > 0) {
        str value = str_cut(&text, '&');
        str name = str_cut(&value, '=');

        if (ret->query_count == WIRE_QUERY_MAX)
            return false;
        if (!wire_decode(a, name, true, &pairs[ret->query_count].name) ||
            !wire_decode(a, value, true, &pairs[ret->query_count].value))
            return false;
        ret->query_count++;
    }
    return true;
}

static int wire_parse_line(struct arena *a, str line, struct http_request *ret)
{
    str rest = line;
    str path;

    ret->method = str_cut(&rest, ' ');
    ret->raw_target = str_cut(&rest, ' ');
    if (!wire_is_token(ret->method) || !str_starts(ret->raw_target, S("/")) ||
        !wire_is_plain(ret->raw_target, false))
        return 400;
    if (!str_is(rest, "HTTP/1.1") && !str_is(rest, "HTTP/1.0"))
        return 400;
    rest = ret->raw_target;
    path = str_cut(&rest, '?');
    if (!wire_decode(a, path, false, &ret->path) || !wire_parse_query(a, rest, ret))
        return 400;
    return 0;
}

static str wire_lower(struct arena *a, str s)
{
    char *out = arena_take(a, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        out[i] = s.at[i] >= 'A' && s.at[i] <= 'Z' ? (char)(s.at[i] - 'A' + 'a') : s.at[i];
    return (str){out, s.len};
}

/* The line without its end; bare line feeds are taken as ends, too. */
static str wire_next_line(str *rest)
{
    str line = str_cut(rest, '\n');

    if (str_ends(line, S("\r")))
        line.len--;
    return line;
}

/* Parses a head (request line and headers, up to and including the empty line). Returns 0 or the
 * status with which to refuse. */
static int wire_parse_head(struct arena *a, str head, struct http_request *ret)
{
    struct http_pair *headers = ARENA_MANY(a, WIRE_HEADERS_MAX, struct http_pair);
    str line = wire_next_line(&head);
    int refuse;

    *ret = (struct http_request){.arena = a, .headers = headers};
    refuse = wire_parse_line(a, line, ret);
    if (refuse != 0)
        return refuse;
    for (line = wire_next_line(&head); line.len > 0; line = wire_next_line(&head)) {
        str name = str_cut(&line, ':');

        if (!wire_is_token(name) || !wire_is_plain(line, true))
            return 400;
        if (ret->header_count == WIRE_HEADERS_MAX)
            return 431;
        headers[ret->header_count].name = wire_lower(a, name);
        headers[ret->header_count].value = str_trim(line);
        ret->header_count++;
    }
    return 0;
}

/* ---- the body ---- */

static size_t wire_count(const struct http_request *r, const char *name)
{
    size_t count = 0;

    for (size_t i = 0; i < r->header_count; i++)
        count += str_is(r->headers[i].name, name);
    return count;
}

/* 0, or the status with which to refuse: a body whose length is not said, said twice, or too long.
 */
static int wire_body_length(const struct http_request *r, size_t body_max, size_t *ret)
{
    str text = http_header(r, S("content-length"));
    int64_t length = 0;

    *ret = 0;
    if (wire_count(r, "transfer-encoding") > 0)
        return 411;
    if (wire_count(r, "content-length") == 0)
        return 0;
    if (wire_count(r, "content-length") > 1 || !str_to_i64(text, &length) || length < 0)
        return 400;
    if ((uint64_t)length > body_max)
        return 413;
    *ret = (size_t)length;
    return 0;
}

static bool wire_receive(int fd, char *at, size_t room, size_t *ret)
{
    ssize_t got;

    do
        got = recv(fd, at, room, 0);
    while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    *ret = (size_t)got;
    return true;
}

static bool wire_receive_all(int fd, char *at, size_t len)
{
    while (len > 0) {
        size_t got;

        if (!wire_receive(fd, at, len, &got))
            return false;
        at += got;
        len -= got;
    }
    return true;
}

/* Reads until the empty line is there; *ret_len is the length of the head with it. */
static bool wire_read_head(int fd, struct wire_input *in, size_t *ret_len)
{
    size_t from = 0;

    for (;;) {
        const char *end = memmem(in->at + from, in->len - from, "\r\n\r\n", 4);
        size_t got;

        if (end != NULL) {
            *ret_len = (size_t)(end - in->at) + 4;
            return true;
        }
        from = in->len > 3 ? in->len - 3 : 0;
        if (in->len == sizeof(in->at)) {
            *ret_len = 0; /* no end within the limit */
            return true;
        }
        if (!wire_receive(fd, in->at + in->len, sizeof(in->at) - in->len, &got))
            return false;
        in->len += got;
    }
}

/* The body stays in the input when it fits there whole, and goes to the arena otherwise. `begun` is
 * what has come of it so far. */
static bool wire_read_body(int fd, struct arena *a, str begun, size_t length, str *ret)
{
    char *body;

    if (begun.len >= length) {
        *ret = (str){begun.at, length};
        return true;
    }
    body = arena_take(a, length);
    memcpy(body, begun.at, begun.len);
    *ret = (str){body, length};
    return wire_receive_all(fd, body + begun.len, length - begun.len);
}

bool wire_read(
    int fd, struct arena *a, struct wire_input *in, size_t body_max, struct wire_request *ret)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    size_t head, length;

    *ret = (struct wire_request){.used = in->len};
    if (!wire_read_head(fd, in, &head))
        return false;
    ret->refuse = head == 0 ? 431 : wire_parse_head(a, (str){in->at, head}, &ret->http);
    if (ret->refuse == 0)
        ret->refuse = wire_body_length(&ret->http, body_max, &length);
    if (ret->refuse != 0)
        return true;
    if (str_is(http_header(&ret->http, S("expect")), "100-continue") &&
        send(fd, go_on, sizeof(go_on) - 1, MSG_NOSIGNAL) < 0)
        return false;
    if (!wire_read_body(fd, a, (str){in->at + head, in->len - head}, length, &ret->http.body))
        return false;
    ret->used = head + length < in->len ? head + length : in->len;
    ret->keep = !str_is(http_header(&ret->http, S("connection")), "close");
    return true;
}

void wire_read_done(struct wire_input *in, const struct wire_request *r)
{
    in->len -= r->used;
    memmove(in->at, in->at + r->used, in->len);
}
