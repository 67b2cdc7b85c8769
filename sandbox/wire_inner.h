/* What wire.c, wire_send.c and wire_pace.c share; nobody else includes this. */
#pragma once

#include "watch.h"
#include "wire.h"
#include "wire_read.h"

#include <pthread.h>

#define WIRE_CONNECTIONS_MAX 4096
#define WIRE_ACCEPT_BACKLOG 512
#define WIRE_FILLERS_MAX 8
#define WIRE_TIMEOUT_SECONDS 10 /* to read a request that has begun, and to send */
#define WIRE_DEPARTMENT_BODY_MAX ((size_t)1 << 20)
#define WIRE_DOORS_BODY_MAX ((size_t)64 << 20)
#define WIRE_ARENA_BYTES_MAX ((size_t)3 << 30)

struct wire_conn {
    int fd; /* -1: free */
    size_t listener;
    bool busy; /* a worker or the pace has it; otherwise it waits in epoll */
    size_t next_free;
};

struct wire_listener {
    int fd;
    enum wire_door door;
    int fillers[WIRE_FILLERS_MAX]; /* our own connections that keep the accept queue full */
    size_t filler_count;
};

struct wire_pace;

struct wire {
    struct wire_options options;
    uint16_t port;
    int epoll, wake; /* wake: an eventfd that ends the workers */
    pthread_t workers[WIRE_WORKERS];
    size_t worker_count;
    struct wire_pace *pace;
    pthread_mutex_t lock; /* of what follows */
    struct wire_listener listeners[WIRE_LISTENERS];
    struct wire_conn conns[WIRE_CONNECTIONS_MAX];
    size_t first_free;
    struct watch watch;
};

/* Gives a connection back: it waits for its next request, or is closed. */
void wire_release(struct wire *w, size_t conn, bool keep);
/* Closes with a reset (RST) instead of an orderly end. */
void wire_release_reset(struct wire *w, size_t conn);

/* ---- wire_send.c ---- */

/* The whole message: status line, headers, body. `claimed` is what Content-Length says. */
str wire_print(struct arena *a, const struct http_reply *reply, size_t claimed, bool keep);
bool wire_send_all(int fd, str bytes);
/* Sends the answer as its fault says and gives the connection back or to the pace. True when it may
 * be read from again at once by the same worker. */
bool wire_send_answer(
    struct wire *w, size_t conn, struct arena *a, const struct wire_answer *answer, bool keep);

/* ---- wire_pace.c ---- */

enum wire_pace_kind { WIRE_PACE_LATER, WIRE_PACE_DRIP, WIRE_PACE_HANG };

struct wire_pace_row {
    enum wire_pace_kind kind;
    size_t conn;
    int64_t delay_ms; /* of WIRE_PACE_LATER */
    str bytes;        /* copied */
    enum fault fault; /* to count when it has happened */
    bool keep;
};

MUST_CHECK err wire_pace_start(struct wire *w, struct arena *a, struct wire_pace **ret);
void wire_pace_add(struct wire_pace *p, const struct wire_pace_row *row);
/* Ends the thread; what it holds is closed. */
void wire_pace_stop(struct wire_pace *p);
