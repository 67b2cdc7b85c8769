/* Who is connected, and since when they keep us waiting. libmicrohttpd ends a connection that is
 * silent; one that sends or reads a byte now and then (slowloris, slow read) would stay for ever.
 */
#include "http/server.h"

#include "base/when.h"

#include <stdlib.h>
#include <sys/socket.h>

static struct guest *guest_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void guest_wait(struct guest *g, int64_t until_us)
{
    if (g)
        atomic_store(&g->until_us, until_us);
}

/* The next request's headers must be complete within the idle time and a little. */
static int64_t headers_until(const struct guests *all)
{
    return when_monotonic_us() + all->headers_us;
}

static struct guest *guest_new(struct guests *all, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct guest *g = info ? calloc(1, sizeof(*g)) : NULL;

    if (!g)
        return NULL;
    g->fd = info->connect_fd;
    atomic_init(&g->until_us, headers_until(all));
    pthread_mutex_lock(&all->lock);
    g->next = all->first;
    if (g->next)
        g->next->previous = g;
    all->first = g;
    pthread_mutex_unlock(&all->lock);
    return g;
}

/* Called before the descriptor is closed, so that guests_cut never meets a number used again. */
static void guest_free(struct guests *all, struct guest *g)
{
    if (!g)
        return;
    pthread_mutex_lock(&all->lock);
    if (g->next)
        g->next->previous = g->previous;
    if (g->previous)
        g->previous->next = g->next;
    else
        all->first = g->next;
    pthread_mutex_unlock(&all->lock);
    free(g);
}

void guest_notice(void *guests, struct MHD_Connection *connection, void **guest,
    enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *guest = guest_new(guests, connection);
        return;
    }
    guest_free(guests, *guest);
    *guest = NULL;
}

void guest_has_asked(struct MHD_Connection *connection)
{
    guest_wait(guest_of(connection), GUEST_NO_LIMIT);
}

void guest_is_answered(struct MHD_Connection *connection, size_t len)
{
    int64_t seconds = (int64_t)len / GUEST_BYTES_PER_SECOND_MIN;

    guest_wait(guest_of(connection), when_monotonic_us() + GUEST_READ_US + seconds * 1000000);
}

void guest_is_done(struct guests *all, struct MHD_Connection *connection)
{
    guest_wait(guest_of(connection), headers_until(all));
}

void guests_cut(struct guests *all, int64_t now_us)
{
    pthread_mutex_lock(&all->lock);
    for (struct guest *g = all->first; g; g = g->next)
        if (atomic_load(&g->until_us) < now_us)
            (void)shutdown(g->fd, SHUT_RDWR); /* the network thread sees it and closes */
    pthread_mutex_unlock(&all->lock);
}
