/* Reading one HTTP/1.1 request from a socket that blocks, within limits. */
#pragma once

#include "http/http.h"

#define WIRE_HEAD_BYTES_MAX 16384
#define WIRE_HEADERS_MAX 64
#define WIRE_QUERY_MAX 16

/* What a worker has read of a connection and not yet used. */
struct wire_input {
    char at[WIRE_HEAD_BYTES_MAX];
    size_t len;
};

struct wire_request {
    struct http_request http; /* its texts point into the input and the arena */
    size_t used;              /* bytes of the input that belong to this request */
    bool keep;                /* the connection may go on afterwards */
    int refuse;               /* 0, or the status with which to refuse: 400, 411, 413, 431, 501 */
};

/* False when the connection ended or timed out before a whole request. A request that is not
 * well formed is true with `refuse` set. `in` must not change before the request was answered. */
bool wire_read(
    int fd, struct arena *a, struct wire_input *in, size_t body_max, struct wire_request *ret);
/* Forgets the request's bytes and keeps what was read beyond them. */
void wire_read_done(struct wire_input *in, const struct wire_request *r);
