/* The HTTP server: bytes in, bytes out, within limits. Behind it libmicrohttpd; nobody outside this
 * folder sees it. TLS and HTTP/2 belong to the proxy in front (deploy/). */
#pragma once

#include "base/arena.h"

struct http_pair {
    str name, value;
};

struct http_request {
    struct arena *arena;           /* the worker's; reset after the reply was handed over */
    size_t worker;                 /* 0 .. workers-1: index of the caller's own per-worker state */
    str method;                    /* "GET" */
    str path;                      /* as sent, percent-decoded, no query; always begins with '/' */
    str raw_target;                /* path and query exactly as sent, for signatures */
    const struct http_pair *query; /* decoded */
    size_t query_count;
    const struct http_pair *headers; /* names in lower case */
    size_t header_count;
    str body;
    str peer; /* address of the caller */
};

str http_query(const struct http_request *r, str name);  /* empty when absent */
str http_header(const struct http_request *r, str name); /* name in lower case */
/* Value of a cookie, or empty. */
str http_cookie(const struct http_request *r, str name);

#define HTTP_REPLY_HEADERS_MAX 24

struct http_reply {
    int status;
    str type; /* Content-Type */
    str body; /* copied by the server before the arena is reset */
    struct http_pair headers[HTTP_REPLY_HEADERS_MAX];
    size_t header_count;
    str live; /* not empty: answer with text/event-stream and send what is published to this channel
               */
};

void http_reply_header(struct http_reply *reply, str name, str value);

/* Called on a worker thread (or, when http_options.quick says so, on a network thread with a worker
 * slot of its own). Fills *reply. */
typedef void http_handler(void *app, struct http_request *request, struct http_reply *reply);
/* True when the request may be answered on the network thread: it is short and does not wait for a
 * commit. Looked at before the body has arrived; only asked for GET and HEAD. */
typedef bool http_is_quick(void *app, str method, str path);

struct http_options {
    const char *address; /* "127.0.0.1" */
    uint16_t port;       /* 0: any free one */
    size_t network_threads;
    size_t workers;   /* threads that may wait for a commit; each has its own arena */
    size_t body_max;  /* bytes; more is 413 */
    size_t arena_max; /* ceiling of a worker's arena */
    size_t connections_max;
    unsigned idle_seconds;
    http_handler *handler;
    http_is_quick *quick; /* may be NULL */
    void *app;
};

struct http;

/* Starts serving. *ret_fault gets a sentence on failure. Worker indexes run from 0 to
 * http_worker_count - 1 (workers plus network threads). */
MUST_CHECK err http_start(
    struct arena *a, const struct http_options *options, struct http **ret, str *ret_fault);
uint16_t http_port(const struct http *h);
size_t http_worker_count(const struct http_options *options);
/* Stops accepting, lets requests under way finish (at most ten seconds), frees everything. */
void http_stop(struct http *h);

/* Sends one server-sent event ("id:", "event:", "data:") to every open reply of `channel`. A slow
 * reader is cut off rather than waited for; it reconnects with Last-Event-ID and re-reads. Comments
 * keep idle streams alive every 15 s. */
void http_publish(struct http *h, str channel, str id, str event, str data);
