/* Replies as libmicrohttpd wants them. Everything is copied here, so that the arena may be reset
 * before the last byte has gone out. */
#include "http/field.h"
#include "http/server.h"

#include <stdio.h>
#include <string.h>

static bool add(struct MHD_Response *response, const char *name, const char *value)
{
    return MHD_add_response_header(response, name, value) == MHD_YES;
}

static enum MHD_ResponseMemoryMode copy_mode(size_t len)
{
    return len == 0 ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY;
}

static struct MHD_Response *response_of(str body)
{
    static char nothing[1];
    char *at;

    if (body.len == 0)
        return MHD_create_response_from_buffer(0, nothing, copy_mode(0));
    memcpy(&at, &body.at, sizeof(at)); /* copied at once; the parameter only lacks its const */
    return MHD_create_response_from_buffer(body.len, at, copy_mode(body.len));
}

/* A header line as C strings; false when it would break the line. */
static bool line_of(struct arena *a, struct http_pair pair, const char **ret_name, const char **ret)
{
    if (!field_is_name(pair.name) || !field_is_value(pair.value))
        return false;
    *ret_name = arena_z(a, pair.name);
    *ret = arena_z(a, pair.value);
    return true;
}

struct lines {
    const char *names[HTTP_REPLY_HEADERS_MAX + 2];
    const char *values[HTTP_REPLY_HEADERS_MAX + 2];
    size_t count;
};

static bool lines_add(struct arena *a, struct lines *lines, struct http_pair pair)
{
    if (!line_of(a, pair, &lines->names[lines->count], &lines->values[lines->count]))
        return false;
    lines->count++;
    return true;
}

static bool lines_of(struct arena *a, const struct http_reply *reply, struct lines *lines)
{
    bool is_live = reply->live.len > 0;
    str type = is_live ? S("text/event-stream; charset=utf-8") : reply->type;

    for (size_t i = 0; i < reply->header_count; i++)
        if (!lines_add(a, lines, reply->headers[i]))
            return false;
    if (is_live && !lines_add(a, lines, (struct http_pair){S("X-Accel-Buffering"), S("no")}))
        return false;
    return type.len == 0 || lines_add(a, lines, (struct http_pair){S("Content-Type"), type});
}

static bool may_stream(const struct visit *v, const struct http_reply *reply)
{
    return reply->live.len > 0 && strcmp(v->method, "HEAD") != 0;
}

enum http_fault reply_make(struct visit *v, struct arena *a, const struct http_reply *reply)
{
    struct lines lines = {0};

    if (reply->status < 200 || reply->status > 599 || !lines_of(a, reply, &lines))
        return HTTP_BAD_REPLY;

    /* From here on nothing is taken from the arena: a jump would lose the response. */
    v->is_live = may_stream(v, reply);
    v->reply_len = reply->body.len;
    if (v->is_live) {
        v->response = live_open(&v->http->live, v, reply->live);
        if (!v->response)
            return HTTP_STREAMS_FULL;
    } else {
        v->response = response_of(reply->body);
    }
    for (size_t i = 0; v->response && i < lines.count; i++)
        if (!add(v->response, lines.names[i], lines.values[i]))
            return HTTP_BAD_REPLY;
    v->status = (unsigned)reply->status;
    return v->response ? HTTP_FINE : HTTP_BAD_REPLY;
}

struct fault_row {
    err err;
    const char *zh, *en;
};

static const struct fault_row *fault_row(enum http_fault fault)
{
    static const struct fault_row rows[] = {
        [HTTP_FINE] = {E_FAULT, "系统故障", "Internal fault"},
#define HTTP_FAULT(name, err, zh, en) [name] = {err, zh, en},
#include "http/http.def"
#undef HTTP_FAULT
    };

    return &rows[fault];
}

void reply_make_fault(struct visit *v)
{
    const struct fault_row *row = fault_row(v->fault);
    char text[1024];
    int len = snprintf(text, sizeof(text),
        "{\"type\":\"about:blank\",\"status\":%d,\"code\":\"%s\",\"title\":\"%s\","
        "\"title_en\":\"%s\",\"detail\":\"%s\",\"detail_en\":\"%s\",\"findings\":[]}",
        err_status(row->err), err_name(row->err), err_text_zh(row->err), err_text_en(row->err),
        row->zh, row->en);

    if (v->response)
        MHD_destroy_response(v->response);
    v->is_live = false;
    v->reply_len = sizeof(text);
    v->status = (unsigned)err_status(row->err);
    v->response = response_of((str){text, len < 0 ? 0 : (size_t)len});
    if (!v->response)
        return;
    (void)add(v->response, "Content-Type", "application/problem+json");
    (void)add(v->response, "Cache-Control", "no-store");
    if (row->err == E_BUSY)
        (void)add(v->response, "Retry-After", "1");
}
