/* The HTTP server on real sockets: what it serves, what it refuses, what happens when it is full,
 * and how it stops. */
#include "base/when.h"
#include "http/server.h"
#include "http_rig.h"

#include <errno.h>
#include <poll.h>

TEST(serves_what_was_asked)
{
    struct rig rig;
    str got;

    rig_start(&rig);
    got = wire_ask(http_port(rig.http),
        S("GET /echo/%E4%B8%80%E7%AA%97?a=1%202&b=x+y&a=second&empty=&bare HTTP/1.1\r\nHost: t\r\n"
          "X-Test:  some value \r\nCookie: t=1; s=abc; u=2\r\nConnection: close\r\n\r\n"));
    CHECK(str_starts(got, S("HTTP/1.1 200 ")));
    CHECK(has(got, "Content-Type: text/plain; charset=utf-8\r\n"));
    CHECK(has(got, "method=GET path=/echo/一窗 "));
    CHECK(has(got, " target=/echo/%E4%B8%80%E7%AA%97?a=1%202&b=x+y&a=second&empty=&bare "));
    CHECK(has(got, " a=1 2 b=x y x=some value cookie=abc body=0 peer=127.0.0.1 queries=5"));
    got = wire_ask(http_port(rig.http),
        S("GET http://t/echo?a=7 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    CHECK(has(got, "path=/echo target=/echo?a=7 a=7 "));
    got = wire_get(http_port(rig.http), "/nowhere");
    CHECK(str_starts(got, S("HTTP/1.1 404 ")));
    rig_stop(&rig);
}

TEST(keeps_the_connection)
{
    struct rig rig;
    int fd;

    rig_start(&rig);
    fd = wire_open(http_port(rig.http));
    for (int i = 0; i < 50; i++) {
        bool quick = i % 2 == 0;
        str got;

        CHECK(wire_send(fd, quick ? S("GET /quick HTTP/1.1\r\nHost: t\r\n\r\n")
                                  : S("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n"
                                      "\r\nZ")));
        got = wire_read(fd, quick ? "\r\n\r\n" : "\r\n\r\nZ");
        CHECK(str_starts(got, S("HTTP/1.1 200 ")));
        CHECK(!has(got, "Connection: close"));
    }
    close(fd);
    rig_stop(&rig);
}

TEST(answers_pipelined_requests_in_order)
{
    struct rig rig;
    str got;
    size_t first, second, third;

    rig_start(&rig);
    got = wire_ask(http_port(rig.http),
        S("GET /echo/1 HTTP/1.1\r\nHost: t\r\n\r\n"
          "POST /echo/2 HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
          "GET /echo/3 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    CHECK(str_find(got, S("path=/echo/1 "), &first));
    CHECK(str_find(got, S("path=/echo/2 "), &second));
    CHECK(str_find(got, S("path=/echo/3 "), &third));
    CHECK(first < second && second < third);
    CHECK(has(got, " body=5 "));
    rig_stop(&rig);
}

static void check_refused(struct rig *rig, const char *target)
{
    str got = wire_get(http_port(rig->http), target);

    if (!str_starts(got, S("HTTP/1.1 400 ")))
        printf("# %s was not refused\n", target);
    CHECK(str_starts(got, S("HTTP/1.1 400 ")));
    CHECK(has(got, "Content-Type: application/problem+json\r\n"));
    CHECK(has(got, "\"code\":\"E_INVALID\""));
}

TEST(refuses_targets_that_may_be_read_in_two_ways)
{
    static const char *const targets[] = {"/a%", "/a%4", "/a%zz", "/a%00b", "/a%2Fb", "/a%2fb",
        "/%C0%AF", "/%ED%A0%80", "/%FF", "/echo?a=%", "/echo?a=%00", "/echo?%FF=1", "/a#b", "/a\"b",
        "/a\\b", "/a\tb", "/a\x7f", "/一窗", "*", "echo", "ftp://t/echo"};
    struct rig rig;
    str many = S("/echo?");

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(targets); i++)
        check_refused(&rig, targets[i]);
    for (int i = 0; i < 129; i++)
        many = arena_join(test_arena, many, S("a=1&"));
    check_refused(&rig, arena_z(test_arena, many));
    CHECK(str_starts(wire_ask(http_port(rig.http), S("GET /echo\0/x HTTP/1.1\r\nHost: t\r\n\r\n")),
        S("HTTP/1.1 400 ")));
    CHECK(str_starts(wire_ask(http_port(rig.http), S("GET /echo?a\0 HTTP/1.1\r\nHost: t\r\n\r\n")),
        S("HTTP/1.1 400 ")));
    CHECK(str_starts(wire_get(http_port(rig.http), "/echo?a=%2F&b=%25"), S("HTTP/1.1 200 ")));
    rig_stop(&rig);
}

TEST(refuses_requests_with_two_meanings)
{
    static const char *const heads[] = {
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\n",
        "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n"
        "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: -5\r\n\r\nhello",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: +5\r\n\r\nhello",
        "POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5, 5\r\n\r\nhello",
        "POST /body HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: gzip\r\n\r\nhello",
        "GET /echo HTTP/1.1\r\nHost: t\r\nHost: u\r\n\r\n",
        "GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n",
        "get /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n",
    };
    struct rig rig;

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(heads); i++) {
        str got = wire_ask(http_port(rig.http), str_of(heads[i]));

        if (!str_starts(got, S("HTTP/1.1 400 ")))
            printf("# row %zu: %.*s\n", i, STR(got));
        CHECK(str_starts(got, S("HTTP/1.1 400 ")));
        CHECK(!has(got, " 200 OK"));
    }
    rig_stop(&rig);
}

static str post(const char *target, size_t len, const char *more)
{
    char *body = arena_take(test_arena, len + 1);

    memset(body, 'b', len);
    return arena_printf(test_arena,
        "POST %s HTTP/1.1\r\nHost: t\r\nContent-Length: %zu\r\n%s\r\n%s", target, len, more, body);
}

TEST(limits_bodies)
{
    struct rig rig;
    str got;
    int fd;

    rig_start(&rig);
    got = wire_ask(http_port(rig.http), post("/echo", RIG_BODY_MAX, "Connection: close\r\n"));
    CHECK(has(got, " body=20000 "));

    /* One byte more is refused, and the connection is still good. */
    fd = wire_open(http_port(rig.http));
    CHECK(wire_send(fd, post("/echo", RIG_BODY_MAX + 1, "")));
    got = wire_read(fd, "}");
    CHECK(str_starts(got, S("HTTP/1.1 413 ")));
    CHECK(has(got, "application/problem+json"));
    CHECK(wire_send(fd, S("GET /echo HTTP/1.1\r\nHost: t\r\n\r\n")));
    CHECK(str_starts(wire_read(fd, "queries=0"), S("HTTP/1.1 200 ")));
    close(fd);

    /* Who asks first is told before sending. */
    fd = wire_open(http_port(rig.http));
    CHECK(wire_send(fd, S("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 20001\r\n"
                          "Expect: 100-continue\r\n\r\n")));
    CHECK(str_starts(wire_read(fd, "}"), S("HTTP/1.1 413 ")));
    close(fd);
    rig_stop(&rig);
}

TEST(limits_bodies_of_unknown_length)
{
    struct rig rig;
    str got;
    str body = S("");
    str chunk = arena_join(test_arena, S("1000\r\n"), (str){arena_take(test_arena, 4096), 4096});

    rig_start(&rig);
    for (int i = 0; i < 8; i++) /* 32 KiB */
        body = arena_join(test_arena, body, arena_join(test_arena, chunk, S("\r\n")));
    got = wire_ask(
        http_port(rig.http), arena_join(test_arena,
                                 S("POST /echo HTTP/1.1\r\nHost: t\r\nConnection: close\r\n"
                                   "Transfer-Encoding: chunked\r\n\r\n"),
                                 arena_join(test_arena, body, S("0\r\n\r\n"))));
    CHECK(str_starts(got, S("HTTP/1.1 413 ")));
    rig_stop(&rig);
}

TEST(continues_when_asked)
{
    struct rig rig;
    int fd;

    rig_start(&rig);
    fd = wire_open(http_port(rig.http));
    CHECK(wire_send(fd, S("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n"
                          "Expect: 100-continue\r\n\r\n")));
    CHECK(str_starts(wire_read(fd, "\r\n\r\n"), S("HTTP/1.1 100 ")));
    CHECK(wire_send(fd, S("hello")));
    CHECK(str_ends(wire_read(fd, "hello"), S("\r\n\r\nhello")));
    close(fd);
    rig_stop(&rig);
}

TEST(limits_headers)
{
    struct rig rig;
    char *filler = arena_take(test_arena, 70001);
    str got;

    rig_start(&rig);
    memset(filler, 'h', 70000);
    got = wire_ask(http_port(rig.http),
        arena_printf(test_arena, "GET /echo HTTP/1.1\r\nHost: t\r\nX-Test: %s\r\n\r\n", filler));
    CHECK(!has(got, " 200 "));
    got = wire_get(http_port(rig.http), "/echo");
    CHECK(has(got, " 200 "));
    rig_stop(&rig);
}

TEST(answers_head_without_body)
{
    struct rig rig;
    str got;

    rig_start(&rig);
    got = wire_ask(http_port(rig.http),
        S("HEAD /big?n=1234 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    CHECK(str_starts(got, S("HTTP/1.1 200 ")));
    CHECK(has(got, "Content-Length: 1234\r\n"));
    CHECK(str_ends(got, S("\r\n\r\n")));
    got = wire_ask(http_port(rig.http),
        S("HEAD /live?channel=x HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"));
    CHECK(has(got, "Content-Type: text/event-stream"));
    CHECK(str_ends(got, S("\r\n\r\n")));
    rig_stop(&rig);
}

TEST(survives_a_full_arena)
{
    struct rig rig;

    rig_start(&rig);
    for (int i = 0; i < 6; i++) {
        str got = wire_get(http_port(rig.http), "/eat");

        CHECK(str_starts(got, S("HTTP/1.1 500 ")));
        CHECK(has(got, "application/problem+json"));
        got = wire_ask(http_port(rig.http), post("/eat", 3, "Connection: close\r\n"));
        CHECK(str_starts(got, S("HTTP/1.1 413 ")));
        got = wire_get(http_port(rig.http), "/big?n=500000");
        CHECK(str_starts(got, S("HTTP/1.1 200 ")));
        CHECK(has(got, "Content-Length: 500000\r\n"));
    }
    rig_stop(&rig);
}

TEST(never_sends_a_header_that_breaks_the_line)
{
    struct rig rig;
    str got;

    rig_start(&rig);
    got = wire_get(http_port(rig.http), "/split");
    CHECK(str_starts(got, S("HTTP/1.1 500 ")));
    CHECK(!has(got, "Set-Cookie"));
    got = wire_get(http_port(rig.http), "/no-status");
    CHECK(str_starts(got, S("HTTP/1.1 500 ")));
    rig_stop(&rig);
}

/* Opens `count` connections whose requests hold the workers; true when all workers are busy. */
static bool hold(struct rig *rig, int *fds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fds[i] = wire_open(http_port(rig->http));
        wire_send(fds[i], S("POST /hold HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n"));
    }
    for (int i = 0; i < 1000 && atomic_load(&rig->slow_now) < RIG_WORKERS; i++)
        usleep(2000);
    return atomic_load(&rig->slow_now) == RIG_WORKERS;
}

/* Waits until `wanted` of the connections have an answer to read. */
static bool are_answered(const int *fds, size_t count, int wanted)
{
    struct pollfd *polled = ARENA_MANY(test_arena, count, struct pollfd);

    for (size_t i = 0; i < count; i++)
        polled[i] = (struct pollfd){fds[i], POLLIN, 0};
    for (int i = 0; i < 1000; i++) {
        if (poll(polled, count, 0) >= wanted)
            return true;
        usleep(10000);
    }
    return false;
}

TEST(refuses_at_once_when_the_queue_is_full)
{
    enum { COUNT_QUEUED = RIG_WORKERS * 32, COUNT_BUSY = 20 };
    int fds[RIG_WORKERS + COUNT_QUEUED + COUNT_BUSY];
    struct rig rig;
    size_t busy = 0, served = 0;

    rig_start(&rig);
    CHECK(hold(&rig, fds, RIG_WORKERS)); /* the queue is empty when the others come */
    CHECK(hold(&rig, fds + RIG_WORKERS, COUNT(fds) - RIG_WORKERS));
    CHECK(has(wire_get(http_port(rig.http), "/quick"), " 200 ")); /* not held up by them */
    CHECK(are_answered(fds, COUNT(fds), COUNT_BUSY));
    atomic_store(&rig.release, true);
    for (size_t i = 0; i < COUNT(fds); i++) {
        str got = wire_read(fds[i], "\r\n\r\n");

        served += str_starts(got, S("HTTP/1.1 200 "));
        busy += str_starts(got, S("HTTP/1.1 503 ")) && has(got, "Retry-After: ");
        close(fds[i]);
    }
    CHECK_I64((int64_t)served, RIG_WORKERS + COUNT_QUEUED);
    CHECK_I64((int64_t)busy, COUNT_BUSY);
    rig_stop(&rig);
}

TEST(quick_requests_run_on_slots_of_their_own)
{
    struct rig rig;
    struct http_options options = rig_options(&rig);
    bool seen[RIG_WORKERS + RIG_NETWORK_THREADS] = {false};

    CHECK_I64((int64_t)http_worker_count(&options), RIG_WORKERS + RIG_NETWORK_THREADS);
    rig_start(&rig);
    for (int i = 0; i < 60; i++) {
        const char *target = i % 2 ? "/quick" : "/who";
        str got = wire_get(http_port(rig.http), target);
        int64_t worker = got.len > 0 ? got.at[got.len - 1] - '0' : -1;

        CHECK(worker >= 0 && worker < RIG_WORKERS + RIG_NETWORK_THREADS);
        CHECK((i % 2 == 1) == (worker >= RIG_WORKERS));
        if (worker >= 0 && worker < RIG_WORKERS + RIG_NETWORK_THREADS)
            seen[worker] = true;
    }
    CHECK(seen[0] || seen[1]);
    CHECK(seen[2] || seen[3]);
    rig_stop(&rig);
}

static void *stop_rig(void *arg)
{
    rig_stop(arg);
    return NULL;
}

TEST(stops_after_the_requests_under_way)
{
    struct rig rig;
    pthread_t stopper;
    int fds[RIG_WORKERS + 3];
    int idle;
    uint16_t port;

    rig_start(&rig);
    port = http_port(rig.http);
    idle = wire_open(port);
    CHECK(hold(&rig, fds, COUNT(fds)));
    usleep(100000); /* the others are in the queue by now */
    CHECK(pthread_create(&stopper, NULL, stop_rig, &rig) == 0);
    usleep(200000);
    CHECK(!has(wire_get(port, "/echo"), " 200 ")); /* accepts no more */
    atomic_store(&rig.release, true);
    for (size_t i = 0; i < COUNT(fds); i++) {
        CHECK(str_starts(wire_read(fds[i], "\r\n\r\n"), S("HTTP/1.1 200 ")));
        close(fds[i]);
    }
    pthread_join(stopper, NULL);
    CHECK(wire_read(idle, NULL).len == 0);
    close(idle);
    CHECK(wire_open(port) < 0);
}

TEST(says_why_it_cannot_start)
{
    struct rig rig;
    struct http_options options = rig_options(&rig);
    struct http *second = NULL;
    str fault = S("");

    rig_start(&rig);
    options.port = http_port(rig.http);
    CHECK(http_start(test_arena, &options, &second, &fault) == E_FAULT);
    CHECK(has(fault, "in use"));
    CHECK(second == NULL);
    options.address = "not an address";
    CHECK(http_start(test_arena, &options, &second, &fault) == E_FAULT);
    options.workers = 0;
    CHECK(http_start(test_arena, &options, &second, &fault) == E_INVALID);
    rig_stop(&rig);
}

TEST(forgets_clients_that_go_away)
{
    struct rig rig;
    int fds[8];
    bool served = false;

    rig_start(&rig);
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < COUNT(fds); i++) {
            fds[i] = wire_open(http_port(rig.http));
            wire_send(fds[i], i % 2
                                  ? S("POST /body HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\n")
                                  : S("GET /big?n=300000 HTTP/1.1\r\nHost: t\r\n\r\n"));
        }
        for (size_t i = 0; i < COUNT(fds); i++)
            close(fds[i]);
    }
    for (int i = 0; i < 100 && !served; i++) {
        served = has(wire_get(http_port(rig.http), "/echo"), " 200 ");
        usleep(20000);
    }
    CHECK(served); /* the queue drains, whoever may read it */
    rig_stop(&rig);
}

/* Sends `request`, waits a moment, lets `later_us` pass for the server's patience, and says whether
 * the connection was cut. */
static bool is_cut(struct rig *rig, str request, int64_t later_us)
{
    int fd = wire_open(http_port(rig->http));
    struct timeval short_patience = {.tv_usec = 300000};
    char part[4096];
    ssize_t n;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &short_patience, sizeof(short_patience));
    wire_send(fd, request);
    usleep(150000);
    guests_cut(&rig->http->guests, when_monotonic_us() + later_us);
    while ((n = recv(fd, part, sizeof(part), 0)) > 0) {
    }
    close(fd);
    return n == 0 || errno == ECONNRESET;
}

TEST(cuts_whoever_only_pretends_to_be_slow)
{
    int64_t headers_us = (5 + 15) * INT64_C(1000000); /* the rig's idle time and the grace */
    struct rig rig;
    str done = S("GET /echo HTTP/1.1\r\nHost: t\r\n\r\n");
    str half = S("GET /echo HTTP/1.1\r\nHost: t\r\nX-Te");
    str held = S("POST /hold HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n");
    str live = S("GET /live?channel=c HTTP/1.1\r\nHost: t\r\n\r\n");
    str big = S("GET /big?n=900000 HTTP/1.1\r\nHost: t\r\n\r\n");

    rig_start(&rig);
    CHECK(!is_cut(&rig, S(""), headers_us - 1000000));
    CHECK(is_cut(&rig, S(""), headers_us));
    CHECK(!is_cut(&rig, half, headers_us - 1000000));
    CHECK(is_cut(&rig, half, headers_us));
    CHECK(is_cut(&rig, arena_join(test_arena, done, half), headers_us));
    CHECK(!is_cut(&rig, held, headers_us * 100)); /* it is we who take our time */
    CHECK(!is_cut(&rig, live, headers_us * 100));
    CHECK(!is_cut(&rig, big, 0));
    atomic_store(&rig.release, true);
    rig_stop(&rig);
}

/* A reply that nobody reads stays open for the time that its length allows, and no longer. */
TEST(cuts_whoever_does_not_read)
{
    struct rig rig;
    int small = 4096;
    int fd;
    size_t left = 1;

    rig_start(&rig);
    fd = wire_open(http_port(rig.http));
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
    for (int i = 0; i < 8; i++)
        wire_send(fd, S("GET /big?n=900000 HTTP/1.1\r\nHost: t\r\n\r\n"));
    usleep(300000);
    guests_cut(&rig.http->guests, when_monotonic_us() + INT64_C(900000000));
    usleep(100000);
    CHECK_I64((int64_t)atomic_load(&rig.http->visits), 1); /* a minute and 900000 / 1024 seconds */
    guests_cut(&rig.http->guests, when_monotonic_us() + INT64_C(950000000));
    for (int i = 0; i < 200 && left > 0; i++) {
        usleep(10000);
        left = atomic_load(&rig.http->visits);
    }
    CHECK_I64((int64_t)left, 0);
    close(fd);
    rig_stop(&rig);
}

TESTS(T(serves_what_was_asked), T(keeps_the_connection), T(answers_pipelined_requests_in_order),
    T(refuses_targets_that_may_be_read_in_two_ways), T(refuses_requests_with_two_meanings),
    T(limits_bodies), T(limits_bodies_of_unknown_length), T(continues_when_asked),
    T(limits_headers), T(answers_head_without_body), T(survives_a_full_arena),
    T(never_sends_a_header_that_breaks_the_line), T(refuses_at_once_when_the_queue_is_full),
    T(quick_requests_run_on_slots_of_their_own), T(stops_after_the_requests_under_way),
    T(says_why_it_cannot_start), T(forgets_clients_that_go_away),
    T(cuts_whoever_only_pretends_to_be_slow), T(cuts_whoever_does_not_read))
