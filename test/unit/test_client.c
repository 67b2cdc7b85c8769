/* The HTTP client against a server of this program and against sockets that misbehave. */
#include "base/when.h"
#include "http/client.h"
#include "http_rig.h"

#include <pthread.h>

static struct http_call call_of(uint16_t port, const char *method, const char *target)
{
    return (struct http_call){
        .method = str_of(method),
        .url = arena_printf(test_arena, "http://127.0.0.1:%u%s", (unsigned)port, target),
        .timeout_ms = 3000,
        .reply_max = 100000,
    };
}

static struct http_client *client_open(size_t connections)
{
    struct http_client *c = NULL;

    CHECK(http_client_open(connections, &c) == OK);
    return c;
}

TEST(asks_and_reads)
{
    struct rig rig;
    struct http_client *c = client_open(2);
    struct http_call calls[3];

    rig_start(&rig);
    calls[0] = call_of(http_port(rig.http), "GET", "/echo/../a?a=1");
    calls[0].url = arena_printf(
        test_arena, "http://127.0.0.1:%u/echo/../b?a=1", (unsigned)http_port(rig.http));
    http_call_header(&calls[0], S("X-Test"), S("hello"));
    calls[1] = call_of(http_port(rig.http), "POST", "/body");
    calls[1].body = S("some\0bytes");
    calls[2] = call_of(http_port(rig.http), "HEAD", "/big?n=77");
    http_client_run(c, test_arena, calls, COUNT(calls));
    for (size_t i = 0; i < COUNT(calls); i++) {
        CHECK(calls[i].answered);
        CHECK(!calls[i].refused);
        CHECK_I64(calls[i].status, 200);
        CHECK(calls[i].elapsed_us > 0 && calls[i].elapsed_us < 3000000);
        CHECK_STR(
            http_call_reply_header(&calls[i], S("Content-Type")), S("text/plain; charset=utf-8"));
    }
    CHECK(has(calls[0].reply_body, "path=/echo/../b ")); /* what was signed is what is sent */
    CHECK(has(calls[0].reply_body, " x=hello "));
    CHECK_STR(calls[1].reply_body, S("some\0bytes"));
    CHECK_STR(calls[2].reply_body, S(""));
    CHECK_STR(http_call_reply_header(&calls[2], S("content-length")), S("77"));
    http_client_close(c);
    rig_stop(&rig);
}

TEST(runs_more_calls_than_connections)
{
    struct rig rig;
    struct http_client *c = client_open(3);
    struct http_call calls[50];
    size_t good = 0;

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(calls); i++)
        calls[i] = call_of(http_port(rig.http), "GET", i % 5 == 0 ? "/nowhere" : "/quick");
    for (int round = 0; round < 3; round++)
        http_client_run(c, test_arena, calls, COUNT(calls));
    for (size_t i = 0; i < COUNT(calls); i++)
        good += calls[i].answered && calls[i].status == (i % 5 == 0 ? 404 : 200);
    CHECK_I64((int64_t)good, COUNT(calls));
    http_client_run(c, test_arena, NULL, 0);
    http_client_close(c);
    rig_stop(&rig);
}

TEST(does_not_follow)
{
    struct rig rig;
    struct http_client *c = client_open(1);
    struct http_call call;

    rig_start(&rig);
    call = call_of(http_port(rig.http), "GET", "/moved");
    http_client_run(c, test_arena, &call, 1);
    CHECK_I64(call.status, 302);
    CHECK_STR(http_call_reply_header(&call, S("location")), S("/echo"));
    http_client_close(c);
    rig_stop(&rig);
}

static void check_not_sent(struct http_client *c, struct http_call call)
{
    http_client_run(c, test_arena, &call, 1);
    if (call.answered || !call.refused || call.fault.len == 0)
        printf("# %.*s: \"%.*s\"\n", STR(call.url), STR(call.fault));
    CHECK(!call.answered);
    CHECK(call.refused);
    CHECK(call.fault.len > 0);
}

TEST(never_sends_what_is_not_one_message)
{
    static const char *const urls[] = {"", "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://a/",
        "http://user:pw@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/\r\nX: y"};
    struct rig rig;
    struct http_client *c = client_open(1);
    struct http_call call;

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(urls); i++) {
        call = call_of(1, "GET", "/");
        call.url = str_of(urls[i]);
        check_not_sent(c, call);
    }
    call = call_of(http_port(rig.http), "GET", "/echo");
    http_call_header(&call, S("X-Test"), S("a\r\nX-More: b"));
    check_not_sent(c, call);
    call = call_of(http_port(rig.http), "GET / HTTP/1.1\r\nX:", "/echo");
    check_not_sent(c, call);
    call = call_of(http_port(rig.http), "GET", "/echo");
    call.timeout_ms = 0;
    check_not_sent(c, call);
    http_client_close(c);
    rig_stop(&rig);
}

/* A listener that never accepts; its queue is filled when `full`. */
struct deaf {
    int fd, fillers[8];
    uint16_t port;
};

static void deaf_open(struct deaf *d, bool full)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof(at);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    d->fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(d->fd, (struct sockaddr *)&at, len) == 0 && listen(d->fd, full ? 0 : 16) == 0);
    getsockname(d->fd, (struct sockaddr *)&at, &len);
    d->port = ntohs(at.sin_port);
    for (size_t i = 0; i < COUNT(d->fillers); i++) {
        d->fillers[i] = full ? socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0) : -1;
        if (full)
            (void)connect(d->fillers[i], (struct sockaddr *)&at, len);
    }
}

static void deaf_close(struct deaf *d)
{
    for (size_t i = 0; i < COUNT(d->fillers); i++)
        if (d->fillers[i] >= 0)
            close(d->fillers[i]);
    close(d->fd);
}

TEST(knows_what_was_not_received)
{
    struct http_client *c = client_open(3);
    struct deaf closed, full, silent;
    struct http_call calls[3];
    int64_t began_us = when_monotonic_us();

    deaf_open(&closed, false);
    deaf_open(&full, true);
    deaf_open(&silent, false);
    deaf_close(&closed);
    calls[0] = call_of(closed.port, "POST", "/");
    calls[1] = call_of(full.port, "POST", "/");
    calls[2] = call_of(silent.port, "POST", "/");
    calls[2].timeout_ms = 400;
    http_client_run(c, test_arena, calls, COUNT(calls));
    CHECK(!calls[0].answered && calls[0].refused);
    CHECK_STR(calls[0].fault, S("connection refused"));
    CHECK(!calls[1].answered && calls[1].refused); /* gave up connecting after a second */
    CHECK(has(calls[1].fault, "timed out after "));
    CHECK(calls[1].elapsed_us > 900000 && calls[1].elapsed_us < 2000000);
    CHECK(!calls[2].answered && !calls[2].refused); /* it may have been read */
    CHECK(has(calls[2].fault, "timed out after "));
    CHECK(calls[2].elapsed_us > 350000 && calls[2].elapsed_us < 900000);
    CHECK(when_monotonic_us() - began_us < 2500000);
    deaf_close(&full);
    deaf_close(&silent);
    http_client_close(c);
}

/* Accepts one connection and answers each request with the next text of `says`, then closes. */
struct script {
    struct deaf ear;
    const char *const *says;
    size_t count;
    size_t connections;
    str heard;
};

static void *script_run(void *arg)
{
    struct script *s = arg;
    static char heard[8192];
    int fd = accept(s->ear.fd, NULL, NULL);

    s->connections++;
    for (size_t i = 0; i < s->count; i++) {
        ssize_t n = recv(fd, heard, sizeof(heard), 0);

        if (n <= 0)
            break;
        s->heard = (str){heard, (size_t)n};
        wire_send(fd, str_of(s->says[i]));
    }
    shutdown(fd, SHUT_WR);
    usleep(50000);
    close(fd);
    return NULL;
}

static struct http_call script_ask(struct script *s, size_t times_asked)
{
    struct http_client *c = client_open(1);
    struct http_call call = {.method = S("GET")};
    pthread_t thread;

    deaf_open(&s->ear, false);
    CHECK(pthread_create(&thread, NULL, script_run, s) == 0);
    for (size_t i = 0; i < times_asked; i++) {
        call = call_of(s->ear.port, "POST", "/x");
        call.body = S("{}");
        call.reply_max = 10;
        call.timeout_ms = 800;
        http_client_run(c, test_arena, &call, 1);
    }
    pthread_join(thread, NULL);
    deaf_close(&s->ear);
    http_client_close(c);
    return call;
}

TEST(uses_a_connection_again)
{
    static const char *const says[] = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\nX: y\r\n\r\nTWO"};
    struct script s = {.says = says, .count = COUNT(says)};
    struct http_call call = script_ask(&s, 2);

    CHECK(call.answered);
    CHECK_STR(call.reply_body, S("TWO"));
    CHECK_I64((int64_t)call.reply_header_count, 2);
    CHECK_I64((int64_t)s.connections, 1);
    CHECK(!has(s.heard, "Expect:"));
    CHECK(!has(s.heard, "Content-Type:"));
    CHECK(has(s.heard, "\r\n\r\n{}"));
}

static void check_bad_reply(const char *reply, const char *fault)
{
    struct script s = {.says = &reply, .count = 1};
    struct http_call call = script_ask(&s, 1);

    if (call.answered || !has(call.fault, fault))
        printf("# \"%s\": %.*s\n", reply, STR(call.fault));
    CHECK(!call.answered);
    CHECK(!call.refused);
    CHECK(has(call.fault, fault));
    CHECK_I64(call.status, 0);
}

TEST(says_why_a_reply_is_none)
{
    check_bad_reply("", "without a reply");
    check_bad_reply("hello\r\n\r\n", "not HTTP");
    check_bad_reply("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", "broke off");
    check_bad_reply("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "broke off");
    check_bad_reply("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890", "larger than 10");
    check_bad_reply("HTTP/1.1 200 OK\r\n\r\n01234567890", "larger than 10");
}

struct crammed {
    struct http_client *client;
    struct arena *arena;
    struct http_call *call;
};

static err run_crammed(void *arg)
{
    struct crammed *crammed = arg;

    http_client_run(crammed->client, crammed->arena, crammed->call, 1);
    return OK;
}

TEST(survives_a_full_arena)
{
    struct rig rig;
    struct http_client *c = client_open(1);
    struct arena *small = arena_new(20000);
    struct http_call call;
    struct crammed crammed = {c, small, &call};

    rig_start(&rig);
    for (int i = 0; i < 3; i++) {
        call = call_of(http_port(rig.http), "GET", "/big?n=90000");
        CHECK(arena_try(small, run_crammed, &crammed) == E_TOO_LARGE);
        arena_reset(small);
        call = call_of(http_port(rig.http), "GET", "/big?n=1000");
        CHECK(arena_try(small, run_crammed, &crammed) == OK);
        CHECK(call.answered && call.reply_body.len == 1000);
        arena_reset(small);
    }
    arena_free(small);
    http_client_close(c);
    rig_stop(&rig);
}

TESTS(T(asks_and_reads), T(runs_more_calls_than_connections), T(does_not_follow),
    T(never_sends_what_is_not_one_message), T(knows_what_was_not_received),
    T(uses_a_connection_again), T(says_why_a_reply_is_none), T(survives_a_full_arena))
