/* Connections that are answered slowly or never: one thread holds them all, so that no worker waits
 * with them. The same thread listens to the kernel's news of connections that were turned away. */
#include "wire_inner.h"

#include "base/when.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define PACE_HOLD_MAX_US INT64_C(60000000)
#define PACE_DRIP_US INT64_C(1000000)
#define PACE_PEER_LOOK_US INT64_C(250000)
#define PACE_SLACK_BYTES 256 /* of rounding up */

struct pace_held {
    struct arena *arena; /* holds this struct and the bytes */
    struct wire_pace_row row;
    int64_t due_us, end_us;
    size_t sent;
    struct pace_held *next;
};

struct wire_pace {
    struct wire *wire;
    pthread_t thread;
    int wake;
    pthread_mutex_t lock; /* of what follows */
    struct pace_held *arriving;
    bool stopping;
    struct pace_held *first; /* only the thread's */
};

void wire_pace_add(struct wire_pace *p, const struct wire_pace_row *row)
{
    struct arena *a = arena_new(sizeof(struct pace_held) + row->bytes.len + PACE_SLACK_BYTES);
    struct pace_held *held = ARENA_NEW(a, struct pace_held);
    int64_t now_us = when_monotonic_us();
    uint64_t one = 1;

    held->arena = a;
    held->row = *row;
    held->row.bytes = arena_str(a, row->bytes);
    held->due_us = now_us + (row->kind == WIRE_PACE_LATER ? row->delay_ms * 1000 : 0);
    held->end_us = now_us + PACE_HOLD_MAX_US;
    pthread_mutex_lock(&p->lock);
    held->next = p->arriving;
    p->arriving = held;
    pthread_mutex_unlock(&p->lock);
    while (write(p->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        continue;
}

static void pace_fired(struct wire_pace *p, const struct pace_held *held)
{
    size_t listener = p->wire->conns[held->row.conn].listener;

    if (held->row.fault != FAULT_none && listener != WIRE_DOORS)
        fault_fired(p->wire->options.faults, (enum department)(listener - 1), held->row.fault);
}

static int pace_fd(const struct wire_pace *p, const struct pace_held *held)
{
    return p->wire->conns[held->row.conn].fd;
}

/* The steps return true when the connection has been given back. */

static bool pace_step_later(struct wire_pace *p, struct pace_held *held)
{
    bool sent = wire_send_all(pace_fd(p, held), held->row.bytes);

    if (sent)
        pace_fired(p, held);
    wire_release(p->wire, held->row.conn, sent && held->row.keep);
    return true;
}

static bool pace_step_drip(struct wire_pace *p, struct pace_held *held, int64_t now_us)
{
    ssize_t sent = now_us >= held->end_us ? -1
                                          : send(pace_fd(p, held), held->row.bytes.at + held->sent,
                                                1, MSG_NOSIGNAL | MSG_DONTWAIT);

    if (sent != 1) {
        wire_release(p->wire, held->row.conn, false);
        return true;
    }
    if (held->sent++ == 0)
        pace_fired(p, held);
    held->due_us = now_us + PACE_DRIP_US;
    if (held->sent < held->row.bytes.len)
        return false;
    wire_release(p->wire, held->row.conn, held->row.keep);
    return true;
}

static bool pace_step_hang(struct wire_pace *p, struct pace_held *held, int64_t now_us)
{
    char byte;
    ssize_t got = recv(pace_fd(p, held), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    bool gone = got == 0 || (got < 0 && errno != EAGAIN);

    if (held->sent++ == 0)
        pace_fired(p, held);
    held->due_us = now_us + PACE_PEER_LOOK_US;
    if (!gone && now_us < held->end_us)
        return false;
    wire_release(p->wire, held->row.conn, false);
    return true;
}

static bool pace_step(struct wire_pace *p, struct pace_held *held, int64_t now_us)
{
    switch (held->row.kind) {
    case WIRE_PACE_DRIP:
        return pace_step_drip(p, held, now_us);
    case WIRE_PACE_HANG:
        return pace_step_hang(p, held, now_us);
    default:
        return pace_step_later(p, held);
    }
}

/* Takes in what arrived; false when the thread has to end. */
static bool pace_take_arriving(struct wire_pace *p)
{
    struct pace_held *arriving;
    bool stopping;

    pthread_mutex_lock(&p->lock);
    arriving = p->arriving;
    p->arriving = NULL;
    stopping = p->stopping;
    pthread_mutex_unlock(&p->lock);
    while (arriving != NULL) {
        struct pace_held *next = arriving->next;

        arriving->next = p->first;
        p->first = arriving;
        arriving = next;
    }
    return !stopping;
}

/* Does what is due. Milliseconds until the next is, or -1. */
static int pace_do_due(struct wire_pace *p)
{
    int64_t now_us = when_monotonic_us();
    int64_t next_us = INT64_MAX;
    struct pace_held **at = &p->first;

    while (*at != NULL) {
        struct pace_held *held = *at;

        if (held->due_us <= now_us && pace_step(p, held, now_us)) {
            *at = held->next;
            arena_free(held->arena);
            continue;
        }
        if (held->due_us < next_us)
            next_us = held->due_us;
        at = &held->next;
    }
    return next_us == INT64_MAX ? -1 : (int)((next_us - now_us + 999) / 1000);
}

/* The kernel's news. */
static void pace_watch(struct wire_pace *p)
{
    int64_t counts[DEPARTMENT_COUNT];
    struct wire *w = p->wire;

    pthread_mutex_lock(&w->lock);
    watch_read(&w->watch, counts);
    pthread_mutex_unlock(&w->lock);
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++) {
        for (int64_t i = 0; i < counts[d]; i++)
            w->options.turned_away(w->options.app, d);
    }
}

static void *pace_thread(void *arg)
{
    struct wire_pace *p = arg;
    struct pollfd fds[2] = {{p->wake, POLLIN, 0}, {p->wire->watch.netlink, POLLIN, 0}};

    while (pace_take_arriving(p)) {
        uint64_t drained;

        if (poll(fds, COUNT(fds), pace_do_due(p)) < 0)
            continue;
        if (fds[0].revents != 0 && read(p->wake, &drained, sizeof(drained)) < 0)
            continue;
        if (fds[1].revents != 0)
            pace_watch(p);
    }
    return NULL;
}

err wire_pace_start(struct wire *w, struct arena *a, struct wire_pace **ret)
{
    struct wire_pace *p = ARENA_NEW(a, struct wire_pace);

    p->wire = w;
    p->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    pthread_mutex_init(&p->lock, NULL);
    if (p->wake < 0 || pthread_create(&p->thread, NULL, pace_thread, p) != 0)
        return E_FAULT;
    *ret = p;
    return OK;
}

void wire_pace_stop(struct wire_pace *p)
{
    uint64_t one = 1;

    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_mutex_unlock(&p->lock);
    while (write(p->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        continue;
    pthread_join(p->thread, NULL);
    pace_take_arriving(p);
    while (p->first != NULL) {
        struct pace_held *held = p->first;

        p->first = held->next;
        wire_release(p->wire, held->row.conn, false);
        arena_free(held->arena);
    }
    pthread_mutex_destroy(&p->lock);
    close(p->wake);
}
