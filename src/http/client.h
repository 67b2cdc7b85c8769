/* The HTTP client (libcurl): several calls at once, hard time limits, no redirects, http and https
 * only, replies of limited size. */
#pragma once

#include "http/http.h"

struct http_call {
    /* asked */
    str method, url, body;
    struct http_pair headers[HTTP_REPLY_HEADERS_MAX];
    size_t header_count;
    int64_t timeout_ms;
    size_t reply_max; /* bytes; more fails the call */
    void *owner;      /* the caller's own */
    /* answered */
    bool answered; /* a whole reply arrived; otherwise `fault` says why not */
    str fault;     /* "connection refused", "timed out after 3000 ms", ... */
    bool refused;  /* certain that the other side did not get the request */
    int status;
    str reply_body;
    struct http_pair reply_headers[HTTP_REPLY_HEADERS_MAX]; /* names in lower case */
    size_t reply_header_count;
    int64_t elapsed_us;
};

struct http_client; /* one thread at a time; keeps connections open between runs */

MUST_CHECK err http_client_open(size_t connections_max, struct http_client **ret);
void http_client_close(struct http_client *c);
void http_call_header(struct http_call *call, str name, str value);
str http_call_reply_header(const struct http_call *call, str name);
/* Runs all calls to their end, at the same time; replies are in the arena. Never fails as a whole:
 * each call says what became of it. */
void http_client_run(struct http_client *c, struct arena *a, struct http_call *calls, size_t count);
