/* Listeners, the table of connections, and the workers. All workers wait in one epoll; each event
 * is one-shot, so whoever gets it owns the connection until it gives it back. */
#include "wire_inner.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define WIRE_NO_CONN SIZE_MAX
#define WIRE_FILL_MS 20 /* on the loopback a connection comes about at once or not at all */
#define WIRE_LINGER_US 500000
#define WIRE_LINGER_BYTES ((size_t)4 << 20)
#define WIRE_PORT_TRIES 200
#define WIRE_PORT_FREE_FROM 20000
#define WIRE_PORT_FREE_STEP 61

/* What an epoll event is about: a listener, a connection, or the end. */
#define WIRE_EVENT_WAKE UINT64_MAX
#define WIRE_EVENT_LISTENER (UINT64_C(1) << 32)

/* ---- connections ---- */

static void wire_arm(struct wire *w, int fd, uint64_t what, int operation)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT};

    event.data.u64 = what;
    /* It can only fail for want of kernel memory; the connection then stays silent and times out.
     */
    (void)epoll_ctl(w->epoll, operation, fd, &event);
}

/* The lock is held. */
static void wire_drop(struct wire *w, size_t conn)
{
    close(w->conns[conn].fd);
    w->conns[conn].fd = -1;
    w->conns[conn].busy = false;
    w->conns[conn].next_free = w->first_free;
    w->first_free = conn;
}

void wire_release(struct wire *w, size_t conn, bool keep)
{
    struct wire_conn *c = &w->conns[conn];

    pthread_mutex_lock(&w->lock);
    if (!keep || w->listeners[c->listener].door != WIRE_DOOR_OPEN) {
        wire_drop(w, conn);
    } else {
        c->busy = false;
        wire_arm(w, c->fd, conn, EPOLL_CTL_MOD);
    }
    pthread_mutex_unlock(&w->lock);
}

void wire_release_reset(struct wire *w, size_t conn)
{
    struct linger now = {.l_onoff = 1, .l_linger = 0};

    /* Without it the end would be orderly, and nothing counts that as a reset. */
    (void)setsockopt(w->conns[conn].fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    wire_release(w, conn, false);
}

static void wire_set_up(int fd)
{
    struct timeval limit = {.tv_sec = WIRE_TIMEOUT_SECONDS};
    int on = 1;

    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

/* The lock is held. A connection beyond the limit is closed at once. */
static void wire_add(struct wire *w, int fd, size_t listener, uint16_t peer_port)
{
    size_t conn = w->first_free;

    if (listener != WIRE_DOORS)
        watch_accepted(&w->watch, (enum department)(listener - 1), peer_port);
    if (conn == WIRE_NO_CONN) {
        close(fd);
        return;
    }
    wire_set_up(fd);
    w->first_free = w->conns[conn].next_free;
    w->conns[conn] = (struct wire_conn){.fd = fd, .listener = listener};
    wire_arm(w, fd, conn, EPOLL_CTL_ADD);
}

/* Accepts all that wait. A door that is not open is not armed again until it opens. */
static void wire_accept(struct wire *w, size_t listener)
{
    struct wire_listener *l = &w->listeners[listener];

    pthread_mutex_lock(&w->lock);
    while (l->door == WIRE_DOOR_OPEN) {
        struct sockaddr_in peer;
        socklen_t len = sizeof(peer);
        int fd = accept4(l->fd, (struct sockaddr *)&peer, &len, SOCK_CLOEXEC);

        if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
            continue;
        if (fd < 0)
            break;
        wire_add(w, fd, listener, ntohs(peer.sin_port));
    }
    if (l->door == WIRE_DOOR_OPEN)
        wire_arm(w, l->fd, WIRE_EVENT_LISTENER | listener, EPOLL_CTL_MOD);
    pthread_mutex_unlock(&w->lock);
}

/* ---- doors ---- */

/* The lock is held. A connection of our own that stays in the accept queue; false when the queue
 * has no room for it. Its end is no news to the watch. */
static bool wire_add_filler(struct wire *w, struct wire_listener *l, enum department d)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    struct pollfd connected = {fd, POLLOUT, 0};

    assert(fd >= 0);
    address.sin_port = htons((uint16_t)(w->port + 1 + (int)d));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)connect(fd, (struct sockaddr *)&address, sizeof(address));
    if (getsockname(fd, (struct sockaddr *)&address, &len) == 0)
        watch_accepted(&w->watch, d, ntohs(address.sin_port));
    if (poll(&connected, 1, WIRE_FILL_MS) == 1) {
        l->fillers[l->filler_count++] = fd;
        return true;
    }
    close(fd);
    return false;
}

/* The lock is held. With a full accept queue, which nobody empties, the kernel drops every SYN: the
 * other side waits in vain. */
static void wire_deafen(struct wire *w, struct wire_listener *l, enum department d)
{
    int failed = listen(l->fd, 0);

    assert(failed == 0);
    while (l->filler_count < WIRE_FILLERS_MAX && wire_add_filler(w, l, d))
        continue;
}

/* The lock is held. A listener that was shut down keeps its port and refuses until it listens
 * again. */
static void wire_open_door(struct wire *w, struct wire_listener *l, size_t listener)
{
    int failed;

    while (l->filler_count > 0)
        close(l->fillers[--l->filler_count]);
    failed = listen(l->fd, WIRE_ACCEPT_BACKLOG);
    assert(failed == 0);
    l->door = WIRE_DOOR_OPEN;
    wire_arm(w, l->fd, WIRE_EVENT_LISTENER | listener, EPOLL_CTL_MOD);
}

void wire_door(struct wire *w, enum department d, enum wire_door how)
{
    size_t listener = (size_t)d + 1;
    struct wire_listener *l = &w->listeners[listener];

    pthread_mutex_lock(&w->lock);
    if (l->door != how && l->door != WIRE_DOOR_OPEN)
        wire_open_door(w, l, listener);
    if (l->door != how && how == WIRE_DOOR_HANGS)
        wire_deafen(w, l, d);
    if (l->door != how && how == WIRE_DOOR_REFUSES)
        shutdown(l->fd, SHUT_RDWR);
    l->door = how;
    /* Their workers find an end of the stream and close; a busy one is closed after its answer. */
    for (size_t i = 0; i < WIRE_CONNECTIONS_MAX && how != WIRE_DOOR_OPEN; i++) {
        if (w->conns[i].fd >= 0 && !w->conns[i].busy && w->conns[i].listener == listener)
            shutdown(w->conns[i].fd, SHUT_RDWR);
    }
    pthread_mutex_unlock(&w->lock);
}

/* ---- workers ---- */

struct wire_turn {
    struct wire *wire;
    struct arena *arena;
    struct wire_input *input;
    size_t conn;
    bool again; /* more may be read at once */
    bool given_back;
};

/* Refuses what is not a request that this server takes, and reads on for a moment: closing with
 * unread bytes would reset the connection, and the refusal would be lost with it. */
static void wire_refuse(struct wire_turn *t, int status)
{
    struct http_reply reply = {.status = status, .type = S("application/json")};
    struct timeval moment = {.tv_usec = WIRE_LINGER_US};
    int fd = t->wire->conns[t->conn].fd;
    size_t left = WIRE_LINGER_BYTES;
    ssize_t got = 1;

    reply.body = S("{\"error\":\"not a request that this server takes\"}");
    (void)wire_send_all(fd, wire_print(t->arena, &reply, reply.body.len, false));
    shutdown(fd, SHUT_WR);
    (void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &moment, sizeof(moment));
    while (left > sizeof(t->input->at) && got > 0) {
        got = recv(fd, t->input->at, sizeof(t->input->at), 0);
        left -= sizeof(t->input->at);
    }
}

/* One request and its answer. */
static err wire_turn(void *arg)
{
    struct wire_turn *t = arg;
    struct wire *w = t->wire;
    struct wire_conn *c = &w->conns[t->conn];
    size_t max = c->listener == WIRE_DOORS ? WIRE_DOORS_BODY_MAX : WIRE_DEPARTMENT_BODY_MAX;
    struct wire_answer answer = {0};
    struct wire_request request;

    if (!wire_read(c->fd, t->arena, t->input, max, &request))
        return OK;
    if (request.refuse != 0) {
        wire_refuse(t, request.refuse);
        return OK;
    }
    w->options.serve(w->options.app, c->listener, &request.http, &answer);
    t->again = wire_send_answer(w, t->conn, t->arena, &answer, request.keep);
    t->given_back = !t->again;
    wire_read_done(t->input, &request);
    return OK;
}

/* Serves what has arrived on a connection, and what was sent right behind it. */
static void wire_work_on(struct wire *w, size_t conn, struct arena *a, struct wire_input *input)
{
    struct wire_turn turn;

    pthread_mutex_lock(&w->lock);
    w->conns[conn].busy = true;
    pthread_mutex_unlock(&w->lock);
    input->len = 0;
    do {
        err fault;

        turn = (struct wire_turn){.wire = w, .arena = a, .input = input, .conn = conn};
        fault = arena_try(a, wire_turn, &turn);
        arena_reset(a);
        if (fault != OK && !turn.given_back)
            (void)wire_send_all(w->conns[conn].fd,
                S("HTTP/1.1 413 Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
    } while (turn.again && input->len > 0);
    if (turn.again)
        wire_release(w, conn, true);
    else if (!turn.given_back)
        wire_release(w, conn, false);
}

static void *wire_worker(void *arg)
{
    struct wire *w = arg;
    struct arena *a = arena_new(WIRE_ARENA_BYTES_MAX);
    struct arena *own = arena_new(sizeof(struct wire_input) * 4);
    struct wire_input *input = ARENA_NEW(own, struct wire_input);
    bool on = true;

    while (on) {
        struct epoll_event event;
        int got = epoll_wait(w->epoll, &event, 1, -1);

        if (got != 1)
            continue;
        if (event.data.u64 == WIRE_EVENT_WAKE)
            on = false;
        else if ((event.data.u64 & WIRE_EVENT_LISTENER) != 0)
            wire_accept(w, (size_t)(event.data.u64 & ~WIRE_EVENT_LISTENER));
        else
            wire_work_on(w, (size_t)event.data.u64, a, input);
    }
    arena_free(own);
    arena_free(a);
    return NULL;
}

/* ---- opening and closing ---- */

static int wire_bind(uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1;

    if (fd < 0)
        return -1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0 &&
        listen(fd, WIRE_ACCEPT_BACKLOG) == 0)
        return fd;
    close(fd);
    return -1;
}

static void wire_unbind(struct wire *w)
{
    for (size_t i = 0; i < WIRE_LISTENERS; i++) {
        while (w->listeners[i].filler_count > 0)
            close(w->listeners[i].fillers[--w->listeners[i].filler_count]);
        if (w->listeners[i].fd >= 0)
            close(w->listeners[i].fd);
        w->listeners[i].fd = -1;
    }
}

/* All listeners or none. */
static bool wire_bind_all(struct wire *w, uint16_t port)
{
    if (port > UINT16_MAX - WIRE_LISTENERS)
        return false;
    for (size_t i = 0; i < WIRE_LISTENERS; i++) {
        w->listeners[i].fd = wire_bind((uint16_t)(port + i));
        if (w->listeners[i].fd < 0) {
            wire_unbind(w);
            return false;
        }
    }
    w->port = port;
    return true;
}

/* A range that nobody uses, found from a place that differs from process to process. */
static bool wire_bind_any(struct wire *w)
{
    unsigned start = (unsigned)getpid();

    for (unsigned i = 0; i < WIRE_PORT_TRIES; i++) {
        unsigned port = WIRE_PORT_FREE_FROM + (start + i) % WIRE_PORT_TRIES * WIRE_PORT_FREE_STEP;

        if (wire_bind_all(w, (uint16_t)port))
            return true;
    }
    return false;
}

static void wire_init(struct wire *w, const struct wire_options *options)
{
    w->options = *options;
    w->watch.netlink = -1;
    pthread_mutex_init(&w->lock, NULL);
    w->first_free = WIRE_NO_CONN;
    for (size_t i = WIRE_CONNECTIONS_MAX; i-- > 0;) {
        w->conns[i].fd = -1;
        w->conns[i].next_free = w->first_free;
        w->first_free = i;
    }
    for (size_t i = 0; i < WIRE_LISTENERS; i++)
        w->listeners[i].fd = -1;
    w->epoll = epoll_create1(EPOLL_CLOEXEC);
    w->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

static bool wire_start_workers(struct wire *w)
{
    struct epoll_event wake = {.events = EPOLLIN};

    wake.data.u64 = WIRE_EVENT_WAKE;
    if (w->epoll < 0 || epoll_ctl(w->epoll, EPOLL_CTL_ADD, w->wake, &wake) != 0)
        return false;
    for (size_t i = 0; i < WIRE_LISTENERS; i++)
        wire_arm(w, w->listeners[i].fd, WIRE_EVENT_LISTENER | i, EPOLL_CTL_ADD);
    for (; w->worker_count < WIRE_WORKERS; w->worker_count++) {
        if (pthread_create(&w->workers[w->worker_count], NULL, wire_worker, w) != 0)
            return false;
    }
    return true;
}

err wire_open(struct arena *a, const struct wire_options *options, struct wire **ret)
{
    struct wire *w = ARENA_NEW(a, struct wire);
    bool bound;

    wire_init(w, options);
    bound = options->port == 0 ? wire_bind_any(w) : wire_bind_all(w, options->port);
    if (bound)
        watch_open(&w->watch, w->port);
    *ret = w;
    return bound ? OK : E_CONFLICT;
}

err wire_start(struct wire *w, struct arena *a)
{
    TRY(wire_pace_start(w, a, &w->pace));
    return wire_start_workers(w) ? OK : E_FAULT;
}

uint16_t wire_port(const struct wire *w)
{
    return w->port;
}

bool wire_counts_turned_away(const struct wire *w)
{
    return w->watch.netlink >= 0;
}

void wire_close(struct wire *w)
{
    uint64_t one = 1;

    while (write(w->wake, &one, sizeof(one)) < 0 && errno == EINTR)
        continue;
    for (size_t i = 0; i < w->worker_count; i++)
        pthread_join(w->workers[i], NULL);
    if (w->pace != NULL)
        wire_pace_stop(w->pace);
    for (size_t i = 0; i < WIRE_CONNECTIONS_MAX; i++) {
        if (w->conns[i].fd >= 0)
            close(w->conns[i].fd);
    }
    wire_unbind(w);
    watch_close(&w->watch);
    close(w->epoll);
    close(w->wake);
    pthread_mutex_destroy(&w->lock);
}
