/* Server-sent events on real sockets: who gets what, in which form, how a slow reader is cut off,
 * and that streams end when the server stops. */
#include "base/when.h"
#include "http/server.h"
#include "http_rig.h"

#include <errno.h>

static int subscribe(struct rig *rig, const char *channel)
{
    int fd = wire_open(http_port(rig->http));

    wire_send(
        fd, arena_printf(test_arena, "GET /live?channel=%s HTTP/1.1\r\nHost: t\r\n\r\n", channel));
    return fd;
}

static str greeting(int fd)
{
    return wire_read(fd, ": connected\n\n");
}

static void publish(struct rig *rig, const char *channel, const char *id, const char *text)
{
    http_publish(rig->http, str_of(channel), str_of(id), S("call"), str_of(text));
}

TEST(says_hello_and_delivers)
{
    struct rig rig;
    int hall, other;
    str got;

    rig_start(&rig);
    hall = subscribe(&rig, "hall-1");
    other = subscribe(&rig, "hall-2");
    got = greeting(hall);
    CHECK(str_starts(got, S("HTTP/1.1 200 ")));
    CHECK(has(got, "Content-Type: text/event-stream; charset=utf-8\r\n"));
    CHECK(has(got, "X-Accel-Buffering: no\r\n"));
    CHECK(has(got, "\n: connected\n\n"));
    CHECK(has(greeting(other), ": connected"));

    for (int i = 0; i < 200; i++) {
        const char *text = arena_z(test_arena, arena_printf(test_arena, "A%03d", i));

        publish(&rig, "hall-1", text, text);
        got = wire_read(hall, "\n\n");
        CHECK(has(got, arena_z(test_arena, arena_printf(test_arena,
                                               "id: %s\nevent: call\ndata: %s\n\n", text, text))));
    }
    publish(&rig, "hall-2", "", "last");
    got = wire_read(other, "\n\n");
    CHECK(has(got, "\nevent: call\ndata: last\n\n"));
    CHECK(!has(got, "id:"));
    CHECK(!has(got, "A000"));
    close(hall);
    close(other);
    rig_stop(&rig);
}

TEST(keeps_what_came_while_the_reader_was_away)
{
    struct rig rig;
    int fd;
    str got;

    rig_start(&rig);
    fd = subscribe(&rig, "c");
    CHECK(has(greeting(fd), ": connected"));
    for (int i = 0; i < 40; i++)
        publish(&rig, "c", "", i == 39 ? "end" : "middle");
    got = wire_read(fd, "data: end\n\n");
    CHECK_I64((int64_t)times(got, "data: middle\n\n"), 39);
    close(fd);
    rig_stop(&rig);
}

static str printed(str id, str event, str text)
{
    size_t len = 0;
    char *at = live_print(id, event, text, &len);
    str copy = arena_str(test_arena, (str){at, len});

    free(at);
    return copy;
}

TEST(prints_events)
{
    CHECK_STR(printed(S("7"), S("call"), S("x")), S("id: 7\nevent: call\ndata: x\n\n"));
    CHECK_STR(printed(S(""), S(""), S("")), S("data: \n\n"));
    CHECK_STR(
        printed(S(""), S(""), S("a\nb\r\nc\rd")), S("data: a\ndata: b\ndata: c\ndata: d\n\n"));
    CHECK_STR(printed(S(""), S(""), S("a\n\nb")), S("data: a\ndata: \ndata: b\n\n"));
    /* Nobody can put a field of his own into the stream. */
    CHECK_STR(
        printed(S("1\ndata: forged"), S("x\revent: y"), S("t")), S("id: 1\nevent: x\ndata: t\n\n"));
}

/* True when the other side ends the stream before the patience does. */
static bool reads_to_end(int fd, size_t *ret_len)
{
    char part[4096];
    ssize_t n;

    *ret_len = 0;
    while ((n = recv(fd, part, sizeof(part), 0)) > 0)
        *ret_len += (size_t)n;
    return n == 0 || errno == ECONNRESET;
}

TEST(cuts_off_whoever_reads_too_slowly)
{
    struct rig rig;
    char *filler = arena_take(test_arena, 8001);
    int slow, fast;
    size_t len;

    memset(filler, 'f', 8000);
    rig_start(&rig);
    slow = subscribe(&rig, "c");
    fast = subscribe(&rig, "c");
    CHECK(has(greeting(slow), ": connected"));
    CHECK(has(greeting(fast), ": connected"));
    for (int i = 0; i < 600; i++) {
        publish(&rig, "c", "", filler);
        if (!has(wire_read(fast, "\n\n"), "\n\n"))
            break;
        arena_reset(test_arena);
        filler = arena_take(test_arena, 8001);
        memset(filler, 'f', 8000);
    }
    CHECK(reads_to_end(slow, &len));
    CHECK(len < (size_t)400 * 8000); /* what the two kernels hold, not all 600 */
    publish(&rig, "c", "", "still here");
    CHECK(has(wire_read(fast, "still here"), "still here"));
    close(slow);
    close(fast);
    rig_stop(&rig);
}

TEST(beats)
{
    struct rig rig;
    int fd;

    rig_start(&rig);
    fd = subscribe(&rig, "c");
    CHECK(has(greeting(fd), ": connected"));
    for (int i = 0; i < 3; i++) {
        live_beat(&rig.http->live);
        CHECK(has(wire_read(fd, ":\n\n"), "\n:\n\n"));
    }
    close(fd);
    rig_stop(&rig);
}

TEST(ends_streams_when_the_server_stops)
{
    struct rig rig;
    int fds[20];
    int64_t began_us;

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(fds); i++) {
        fds[i] = subscribe(&rig, "c");
        CHECK(has(greeting(fds[i]), ": connected"));
    }
    began_us = when_monotonic_us();
    rig_stop(&rig);
    CHECK(when_monotonic_us() - began_us < 2000000);
    for (size_t i = 0; i < COUNT(fds); i++) {
        CHECK(str_ends(wire_read(fds[i], NULL), S("0\r\n\r\n")));
        close(fds[i]);
    }
}

static size_t open_streams(struct rig *rig)
{
    size_t count;

    pthread_mutex_lock(&rig->http->live.lock);
    count = rig->http->live.count;
    pthread_mutex_unlock(&rig->http->live.lock);
    return count;
}

TEST(forgets_streams_whose_readers_left)
{
    struct rig rig;
    int fds[20];

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(fds); i++) {
        fds[i] = subscribe(&rig, "c");
        CHECK(has(greeting(fds[i]), ": connected"));
    }
    CHECK_I64((int64_t)open_streams(&rig), COUNT(fds));
    for (size_t i = 0; i < COUNT(fds); i++)
        close(fds[i]);
    for (int i = 0; i < 200 && open_streams(&rig) > 0; i++) {
        publish(&rig, "c", "", "anybody?");
        usleep(10000);
    }
    CHECK_I64((int64_t)open_streams(&rig), 0);
    rig_stop(&rig);
}

TEST(leaves_connections_for_others)
{
    struct rig rig;
    int fds[101]; /* half of the rig's 200 connections, and one more */
    size_t refused = 0;

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(fds); i++) {
        str got;

        fds[i] = subscribe(&rig, "c");
        got = wire_read(fds[i], i < 100 ? ": connected\n\n" : "}");
        refused += str_starts(got, S("HTTP/1.1 503 ")) && has(got, "Retry-After");
    }
    CHECK_I64((int64_t)refused, 1);
    CHECK(has(wire_get(http_port(rig.http), "/echo"), " 200 "));
    for (size_t i = 0; i < COUNT(fds); i++)
        close(fds[i]);
    rig_stop(&rig);
}

struct storm {
    struct rig *rig;
    atomic_bool stop;
};

static void *storm_run(void *arg)
{
    struct storm *storm = arg;

    while (!atomic_load(&storm->stop)) {
        http_publish(storm->rig->http, S("c"), S("1"), S("x"), S("text of an event"));
        live_beat(&storm->rig->http->live);
        usleep(200);
    }
    return NULL;
}

/* Readers come and go while several threads publish: for the sanitizers. */
TEST(stands_a_storm)
{
    struct rig rig;
    struct storm storm = {.rig = &rig};
    pthread_t threads[2];

    rig_start(&rig);
    for (size_t i = 0; i < COUNT(threads); i++)
        CHECK(pthread_create(&threads[i], NULL, storm_run, &storm) == 0);
    for (int i = 0; i < 100; i++) {
        int fd = subscribe(&rig, "c");

        if (i % 3 > 0)
            CHECK(has(greeting(fd), "HTTP/1.1 200 "));
        close(fd);
    }
    atomic_store(&storm.stop, true);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    rig_stop(&rig);
}

TESTS(T(says_hello_and_delivers), T(keeps_what_came_while_the_reader_was_away), T(prints_events),
    T(cuts_off_whoever_reads_too_slowly), T(beats), T(ends_streams_when_the_server_stops),
    T(forgets_streams_whose_readers_left), T(leaves_connections_for_others), T(stands_a_storm))
