/* Starting and stopping the HTTP server. libmicrohttpd's network threads read requests and send
 * replies (epoll, one queue of connections each); a pool of workers answers. */
#include "http/server.h"

#include "base/when.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

size_t http_worker_count(const struct http_options *options)
{
    return options->workers + options->network_threads;
}

uint16_t http_port(const struct http *h)
{
    return h->port;
}

static const char *options_fault(const struct http_options *o)
{
    if (!o->handler)
        return "no handler";
    if (o->workers == 0 || o->network_threads == 0)
        return "at least one worker and one network thread are needed";
    if (o->connections_max < o->network_threads)
        return "fewer connections than network threads";
    if (o->idle_seconds == 0)
        return "connections need an idle time-out";
    if (o->body_max > (size_t)1 << 30)
        return "bodies of more than 1 GiB are not held in memory";
    return NULL;
}

static bool address_of(
    const char *text, uint16_t port, struct sockaddr_storage *ret, socklen_t *ret_len)
{
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_port = htons(port)};

    memset(ret, 0, sizeof(*ret));
    if (text && inet_pton(AF_INET, text, &four.sin_addr) == 1) {
        memcpy(ret, &four, sizeof(four));
        *ret_len = sizeof(four);
        return true;
    }
    if (text && inet_pton(AF_INET6, text, &six.sin6_addr) == 1) {
        memcpy(ret, &six, sizeof(six));
        *ret_len = sizeof(six);
        return true;
    }
    return false;
}

static uint16_t port_of(int fd)
{
    struct sockaddr_storage bound;
    struct sockaddr_in four;
    socklen_t len = sizeof(bound);

    if (getsockname(fd, (struct sockaddr *)&bound, &len) != 0)
        return 0;
    memcpy(&four, &bound, sizeof(four)); /* the port stands at the same place in both families */
    return ntohs(four.sin_port);
}

/* Sets h->listen_fd and h->port; false with errno set. */
static bool listen_on(struct http *h)
{
    struct sockaddr_storage address;
    socklen_t len;
    int yes = 1;

    if (!address_of(h->options.address, h->options.port, &address, &len)) {
        errno = EADDRNOTAVAIL;
        return false;
    }
    h->listen_fd = socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (h->listen_fd < 0)
        return false;
    if (setsockopt(h->listen_fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
        bind(h->listen_fd, (struct sockaddr *)&address, len) != 0 ||
        listen(h->listen_fd, 1024) != 0)
        return false;
    h->port = port_of(h->listen_fd);
    return true;
}

/* Paths and queries are decoded in target.c, strictly; libmicrohttpd shall leave them alone. */
static size_t keep_as_sent(void *arg, struct MHD_Connection *connection, char *text)
{
    (void)arg;
    (void)connection;
    return strlen(text);
}

/* libmicrohttpd has no log of its own: only app/ logs. */
static bool daemon_start(struct http *h)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
    size_t threads = h->options.network_threads;
    size_t pool = threads > 1 ? threads : 0;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, h->listen_fd, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)HTTP_CONNECTION_BYTES, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, (intptr_t)h->options.connections_max, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t)h->options.idle_seconds, NULL},
        {MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)pool, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
    };

    h->daemon = MHD_start_daemon(flags, 0, NULL, NULL, visit_step, h, MHD_OPTION_URI_LOG_CALLBACK,
        visit_open, h, MHD_OPTION_NOTIFY_COMPLETED, visit_close, h, MHD_OPTION_NOTIFY_CONNECTION,
        guest_notice, &h->guests, MHD_OPTION_UNESCAPE_CALLBACK, keep_as_sent, NULL,
        MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    return h->daemon != NULL;
}

static struct http *http_new(const struct http_options *options)
{
    struct http *h = calloc(1, sizeof(*h));
    size_t count = http_worker_count(options);

    if (!h)
        return NULL;
    h->options = *options;
    h->listen_fd = -1;
    h->slots = calloc(count, sizeof(*h->slots));
    h->pool.room = options->workers * HTTP_QUEUE_PER_WORKER;
    h->pool.ring = calloc(h->pool.room, sizeof(struct visit *));
    pthread_mutex_init(&h->pool.lock, NULL);
    pthread_cond_init(&h->pool.work, NULL);
    pthread_mutex_init(&h->guests.lock, NULL);
    h->guests.headers_us = options->idle_seconds * INT64_C(1000000) + GUEST_HEADERS_US;
    live_init(&h->live, (options->connections_max + 1) / 2);
    h->has_key = pthread_key_create(&h->network_slot, NULL) == 0;
    for (size_t i = 0; h->slots && i < count; i++)
        h->slots[i] = (struct slot){
            .http = h,
            .arena = arena_new(options->arena_max),
            .index = i,
        };
    return h;
}

static void http_free(struct http *h)
{
    for (size_t i = 0; h->slots && i < http_worker_count(&h->options); i++)
        arena_free(h->slots[i].arena);
    if (h->has_key)
        pthread_key_delete(h->network_slot);
    live_done(&h->live);
    pthread_mutex_destroy(&h->guests.lock);
    pthread_cond_destroy(&h->pool.work);
    pthread_mutex_destroy(&h->pool.lock);
    if (h->listen_fd >= 0)
        close(h->listen_fd);
    free(h->pool.ring);
    free(h->slots);
    free(h);
}

err http_start(
    struct arena *a, const struct http_options *options, struct http **ret, str *ret_fault)
{
    const char *fault = options_fault(options);
    struct http *h;

    if (fault) {
        *ret_fault = str_of(fault);
        return E_INVALID;
    }
    h = http_new(options);
    if (!h) {
        *ret_fault = S("out of memory");
        return E_FAULT;
    }
    if (!h->slots || !h->pool.ring || !h->has_key || !listen_on(h)) {
        *ret_fault = arena_printf(a, "cannot listen on \"%s\" port %u: %s",
            options->address ? options->address : "", (unsigned)options->port, strerror(errno));
        http_free(h);
        return E_FAULT;
    }
    if (!tick_start(h) || !pool_start(h) || !daemon_start(h)) {
        *ret_fault = arena_printf(a, "cannot start the server: %s", strerror(errno));
        http_stop(h);
        return E_FAULT;
    }
    *ret = h;
    return OK;
}

static void wait_for_visits(struct http *h)
{
    int64_t end_us = when_monotonic_us() + HTTP_STOP_WAIT_US;

    while (atomic_load(&h->visits) > 0 && when_monotonic_us() < end_us)
        usleep(2000);
}

void http_stop(struct http *h)
{
    atomic_store(&h->stopping, true);
    if (h->daemon)
        (void)MHD_quiesce_daemon(h->daemon); /* the same descriptor, closed in http_free */
    tick_stop(h);
    live_stop(&h->live);
    if (h->daemon)
        wait_for_visits(h);
    pool_stop(h);
    if (h->daemon)
        MHD_stop_daemon(h->daemon);
    http_free(h);
}

void http_publish(struct http *h, str channel, str id, str event, str data)
{
    size_t len = 0;
    char *text = live_print(id, event, data, &len);

    if (!text)
        return;
    live_publish(&h->live, channel, (str){text, len});
    free(text);
}
