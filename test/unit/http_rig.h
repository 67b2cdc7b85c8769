/* What the tests of src/http share: a server with an application of a few routes, and a plain
 * socket that says exactly what it is told to. */
#pragma once

#include "http/http.h"
#include "test.h"

#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define RIG_WORKERS 2
#define RIG_NETWORK_THREADS 2
#define RIG_BODY_MAX 20000
#define RIG_ARENA_MAX ((size_t)1 << 20)

struct rig {
    struct http *http;
    atomic_int slow_now;
    atomic_bool release; /* lets the requests to /hold go on */
};

static inline int64_t rig_number(const struct http_request *r, str name)
{
    int64_t n = 0;

    return str_to_i64(http_query(r, name), &n) ? n : 0;
}

static inline void rig_echo(struct http_request *r, struct http_reply *reply)
{
    reply->body = arena_printf(r->arena,
        "method=%.*s path=%.*s target=%.*s a=%.*s b=%.*s x=%.*s cookie=%.*s body=%zu peer=%.*s "
        "queries=%zu",
        STR(r->method), STR(r->path), STR(r->raw_target), STR(http_query(r, S("a"))),
        STR(http_query(r, S("b"))), STR(http_header(r, S("x-test"))), STR(http_cookie(r, S("s"))),
        r->body.len, STR(r->peer), r->query_count);
}

static inline void rig_hold(struct rig *rig)
{
    atomic_fetch_add(&rig->slow_now, 1);
    for (int i = 0; i < 2000 && !atomic_load(&rig->release); i++)
        usleep(5000);
    atomic_fetch_sub(&rig->slow_now, 1);
}

static inline void rig_eat(struct http_request *r)
{
    for (size_t i = 0; i < 4096; i++)
        arena_take(r->arena, RIG_ARENA_MAX / 16);
}

static inline void rig_serve(void *app, struct http_request *r, struct http_reply *reply)
{
    struct rig *rig = app;

    reply->status = 200;
    reply->type = S("text/plain; charset=utf-8");
    if (str_starts(r->path, S("/echo")))
        rig_echo(r, reply);
    else if (str_eq(r->path, S("/body")))
        reply->body = r->body;
    else if (str_eq(r->path, S("/big")))
        reply->body = (str){
            arena_take(r->arena, (size_t)rig_number(r, S("n"))), (size_t)rig_number(r, S("n"))};
    else if (str_eq(r->path, S("/hold")))
        rig_hold(rig);
    else if (str_eq(r->path, S("/eat")))
        rig_eat(r);
    else if (str_eq(r->path, S("/split")))
        http_reply_header(reply, S("X-Name"), S("a\r\nSet-Cookie: s=1"));
    else if (str_eq(r->path, S("/no-status")))
        reply->status = 0;
    else if (str_eq(r->path, S("/moved"))) {
        reply->status = 302;
        http_reply_header(reply, S("Location"), S("/echo"));
    } else if (str_eq(r->path, S("/live")))
        reply->live = http_query(r, S("channel"));
    else if (str_starts(r->path, S("/who")) || str_starts(r->path, S("/quick")))
        reply->body = arena_printf(r->arena, "%zu", r->worker);
    else
        reply->status = 404;
}

static inline bool rig_is_quick(void *app, str method, str path)
{
    (void)app;
    return !str_eq(method, S("POST")) && str_starts(path, S("/quick"));
}

static inline struct http_options rig_options(struct rig *rig)
{
    return (struct http_options){
        .address = "127.0.0.1",
        .network_threads = RIG_NETWORK_THREADS,
        .workers = RIG_WORKERS,
        .body_max = RIG_BODY_MAX,
        .arena_max = RIG_ARENA_MAX,
        .connections_max = 200,
        .idle_seconds = 5,
        .handler = rig_serve,
        .quick = rig_is_quick,
        .app = rig,
    };
}

static inline void rig_start(struct rig *rig)
{
    struct http_options options = rig_options(rig);
    str fault = S("");

    rig->http = NULL;
    atomic_init(&rig->slow_now, 0);
    atomic_init(&rig->release, false);
    if (http_start(test_arena, &options, &rig->http, &fault) != OK) {
        printf("Bail out! %.*s\n", STR(fault));
        exit(1);
    }
}

static inline void rig_stop(struct rig *rig)
{
    http_stop(rig->http);
}

/* A connection that gives up reading after five seconds. */
static inline int wire_open(uint16_t port)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct timeval patience = {.tv_sec = 5};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    if (connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static inline bool wire_send(int fd, str s)
{
    while (s.len > 0) {
        ssize_t sent = send(fd, s.at, s.len, MSG_NOSIGNAL);

        if (sent <= 0)
            return false;
        s = str_slice(s, (size_t)sent, s.len);
    }
    return true;
}

/* Reads until `until` has been seen, the other side closes, or the patience ends. */
static inline str wire_read(int fd, const char *until)
{
    size_t room = 256 << 10;
    char *at = arena_take(test_arena, room);
    size_t found;
    str got = {at, 0};

    while (got.len < room && !(until && str_find(got, str_of(until), &found))) {
        ssize_t n = recv(fd, at + got.len, room - got.len, 0);

        if (n <= 0)
            break;
        got.len += (size_t)n;
    }
    return got;
}

/* Sends the bytes on a connection of their own and reads until the end. */
static inline str wire_ask(uint16_t port, str request)
{
    int fd = wire_open(port);
    str got = S("");

    if (fd < 0)
        return got;
    if (wire_send(fd, request))
        got = wire_read(fd, NULL);
    close(fd);
    return got;
}

static inline bool has(str s, const char *needle)
{
    size_t at;

    return str_find(s, str_of(needle), &at);
}

static inline size_t times(str s, const char *needle)
{
    size_t count = 0;
    size_t at;

    while (str_find(s, str_of(needle), &at)) {
        count++;
        s = str_slice(s, at + 1, s.len);
    }
    return count;
}

/* GET of the target with "Connection: close". */
static inline str wire_get(uint16_t port, const char *target)
{
    return wire_ask(port, arena_printf(test_arena,
                              "GET %s HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n", target));
}
