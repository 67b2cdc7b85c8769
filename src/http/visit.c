/* One request from its first line to the end of its reply, as libmicrohttpd drives it: the headers,
 * pieces of the body, the end of the body, and once more when a worker has answered. A reply is
 * given only after the body, because an earlier one would cost the connection. */
#include "base/when.h"
#include "http/server.h"

#include <stdlib.h>
#include <string.h>

void *visit_open(void *http, const char *target, struct MHD_Connection *connection)
{
    str as_sent = target_of(str_of(target));
    struct visit *v = calloc(1, sizeof(*v) + 2 * (as_sent.len + 1));

    if (!v)
        return NULL;
    v->http = http;
    v->connection = connection;
    v->version_at = target + strlen(target) + 1;
    v->target = (str){v->bytes, as_sent.len};
    if (as_sent.len > 0)
        memcpy(v->bytes, as_sent.at, as_sent.len);
    return v;
}

void visit_close(void *http, struct MHD_Connection *connection, void **visit,
    enum MHD_RequestTerminationCode why)
{
    struct visit *v = *visit;

    (void)http;
    (void)why;
    *visit = NULL;
    if (!v)
        return;
    if (v->response)
        MHD_destroy_response(v->response);
    if (v->counted)
        atomic_fetch_sub(&v->http->visits, 1);
    guest_is_done(&v->http->guests, connection);
    free(v->body);
    free(v);
}

static enum MHD_Result respond(struct visit *v)
{
    if (v->fault != HTTP_FINE)
        reply_make_fault(v);
    if (!v->response)
        return MHD_NO;
    if (atomic_load(&v->http->stopping))
        (void)MHD_add_response_header(v->response, "Connection", "close");
    if (!v->is_live)
        guest_is_answered(v->connection, v->reply_len);
    return MHD_queue_response(v->connection, v->status, v->response);
}

static bool header_is(struct visit *v, const char *name, const char *value)
{
    const char *got = MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND, name);

    return got && strcasecmp(got, value) == 0;
}

static bool method_is_valid(const char *method)
{
    size_t len = strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");

    return len > 0 && len <= HTTP_METHOD_LENGTH_MAX && method[len] == '\0';
}

/* The Content-Length as far as it is known; libmicrohttpd has seen to it that it is a number. */
static int64_t length_said(struct visit *v)
{
    const char *text =
        MHD_lookup_connection_value(v->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    int64_t length = 0;

    if (!text)
        return 0;
    return str_to_i64(str_trim(str_of(text)), &length) && length >= 0 ? length : INT64_MAX;
}

static enum http_fault look_at_target(struct visit *v)
{
    if (!method_is_valid(v->method))
        return HTTP_BAD_HEADERS;
    if (!target_is_valid(v->target) ||
        !target_path(v->target, v->bytes + v->target.len + 1, &v->path))
        return HTTP_BAD_TARGET;
    return HTTP_FINE;
}

static bool is_quick(struct visit *v)
{
    const struct http_options *o = &v->http->options;

    if (!o->quick || (strcmp(v->method, "GET") != 0 && strcmp(v->method, "HEAD") != 0))
        return false;
    return o->quick(o->app, str_of(v->method), v->path);
}

/* The headers have arrived. Answers at once only where the body must not or need not be read. */
static enum MHD_Result visit_begin(struct visit *v, const char *method, const char *version)
{
    size_t body_max = v->http->options.body_max;
    int64_t length;

    v->state = VISIT_READING;
    v->method = method;
    v->began_us = when_monotonic_us();
    v->counted = true;
    atomic_fetch_add(&v->http->visits, 1);
    guest_has_asked(v->connection);

    v->fault = request_check_framing(v->connection);
    if (version != v->version_at)
        v->fault = HTTP_BAD_TARGET;
    if (v->fault != HTTP_FINE)
        return respond(v);
    v->fault = look_at_target(v);
    length = length_said(v);
    if (length > (int64_t)body_max)
        v->fault = HTTP_BODY_TOO_LARGE;
    if (v->fault == HTTP_FINE) {
        v->quick = is_quick(v);
        return MHD_YES;
    }
    if (length > (int64_t)HTTP_DISCARD_BYTES_MAX || header_is(v, "Expect", "100-continue"))
        return respond(v);
    return MHD_YES;
}

static bool body_grow(struct visit *v, size_t need)
{
    size_t room = v->body_room == 0 ? 4096 : v->body_room;
    char *at;

    if (need <= v->body_room)
        return true;
    while (room < need)
        room *= 2;
    at = realloc(v->body, room);
    if (!at)
        return false;
    v->body = at;
    v->body_room = room;
    return true;
}

static bool body_is_too_slow(const struct visit *v)
{
    int64_t elapsed_us = when_monotonic_us() - v->began_us;

    if (elapsed_us < HTTP_BODY_GRACE_US)
        return false;
    return (int64_t)v->received < elapsed_us / 1000000 * HTTP_BODY_BYTES_PER_SECOND_MIN;
}

static void body_refuse(struct visit *v, enum http_fault fault)
{
    v->fault = fault;
    free(v->body);
    v->body = NULL;
    v->body_len = v->body_room = 0;
}

/* A piece of the body. A body that is refused is read on for a while, then the connection is cut.
 */
static enum MHD_Result visit_body(struct visit *v, const char *at, size_t *len)
{
    size_t body_max = v->http->options.body_max;

    v->received += *len;
    if (body_is_too_slow(v))
        return MHD_NO;
    if (v->fault == HTTP_FINE && v->received > body_max)
        body_refuse(v, HTTP_BODY_TOO_LARGE);
    if (v->fault != HTTP_FINE && v->received > body_max + HTTP_DISCARD_BYTES_MAX)
        return MHD_NO;
    if (v->fault == HTTP_FINE) {
        if (!body_grow(v, v->body_len + *len))
            return MHD_NO;
        memcpy(v->body + v->body_len, at, *len);
        v->body_len += *len;
    }
    *len = 0;
    return MHD_YES;
}

struct run {
    struct visit *visit;
    struct slot *slot;
};

static err run_in_arena(void *arg)
{
    struct run *run = arg;
    struct visit *v = run->visit;
    struct http_request request;
    struct http_reply reply = {0};

    v->fault = request_make(v, run->slot, &request);
    if (v->fault != HTTP_FINE)
        return OK;
    v->http->options.handler(v->http->options.app, &request, &reply);
    v->fault = reply_make(v, run->slot->arena, &reply);
    return OK;
}

void visit_run(struct visit *v, struct slot *slot)
{
    struct run run = {v, slot};

    if (arena_try(slot->arena, run_in_arena, &run) != OK)
        v->fault = v->body_len > 0 ? HTTP_NO_MEMORY : HTTP_BAD_REPLY;
    arena_reset(slot->arena);
}

/* The slot of this network thread, taken at its first quick request. */
static struct slot *network_slot(struct http *h)
{
    struct slot *slot = pthread_getspecific(h->network_slot);
    size_t taken;

    if (slot)
        return slot;
    taken = atomic_fetch_add(&h->network_slots_taken, 1);
    if (taken >= h->options.network_threads)
        return NULL;
    slot = &h->slots[h->options.workers + taken];
    return pthread_setspecific(h->network_slot, slot) == 0 ? slot : NULL;
}

/* The whole request is here. */
static enum MHD_Result visit_answer(struct visit *v)
{
    struct slot *slot = v->quick && v->fault == HTTP_FINE ? network_slot(v->http) : NULL;

    if (slot)
        visit_run(v, slot);
    if (slot || v->fault != HTTP_FINE)
        return respond(v);
    v->state = VISIT_WAITING;
    if (pool_put(&v->http->pool, v))
        return MHD_YES;
    v->fault = atomic_load(&v->http->stopping) ? HTTP_STOPPING : HTTP_BUSY;
    return respond(v);
}

enum MHD_Result visit_step(void *http, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *upload, size_t *upload_size, void **visit)
{
    struct visit *v = *visit;

    (void)http;
    (void)connection;
    (void)url;
    if (!v)
        return MHD_NO;
    if (v->state == VISIT_NEW)
        return visit_begin(v, method, version);
    if (*upload_size > 0)
        return visit_body(v, upload, upload_size);
    if (v->state == VISIT_ANSWERED)
        return respond(v);
    return visit_answer(v);
}
