/* Server-sent events (WHATWG HTML section 9.2). Each stream has a bounded queue of references to
 * events; its connection sleeps while the queue is empty. Whoever reads too slowly is cut off and
 * comes back with Last-Event-ID, so a publisher never waits.
 *
 * Order of locks: live.lock, then those inside libmicrohttpd. */
#include "http/server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Shared by the streams that still have to send it. */
struct event {
    size_t refs;
    size_t len;
    char bytes[];
};

struct stream {
    struct live *live;
    struct MHD_Connection *connection;
    struct stream *next;
    size_t bucket;
    struct event *ring[LIVE_EVENTS_MAX];
    size_t first, count;
    size_t sent;  /* of the first event */
    size_t bytes; /* not yet sent, over all events */
    bool asleep;  /* the connection is suspended */
    bool cut;     /* too slow */
    size_t channel_len;
    char channel[];
};

static size_t bucket_of(str channel)
{
    uint32_t hash = UINT32_C(2166136261); /* FNV-1a */

    for (size_t i = 0; i < channel.len; i++)
        hash = (hash ^ (unsigned char)channel.at[i]) * UINT32_C(16777619);
    return hash % LIVE_BUCKETS;
}

static struct event *event_new(str bytes)
{
    struct event *e = malloc(sizeof(*e) + bytes.len);

    if (!e)
        return NULL;
    e->refs = 1;
    e->len = bytes.len;
    memcpy(e->bytes, bytes.at, bytes.len);
    return e;
}

static void event_drop(struct event *e)
{
    if (e && --e->refs == 0)
        free(e);
}

static void stream_wake(struct stream *s)
{
    if (!s->asleep)
        return;
    s->asleep = false;
    MHD_resume_connection(s->connection);
}

static void stream_shift(struct stream *s)
{
    s->bytes -= s->ring[s->first]->len - s->sent;
    event_drop(s->ring[s->first]);
    s->first = (s->first + 1) % LIVE_EVENTS_MAX;
    s->count--;
    s->sent = 0;
}

static void stream_clear(struct stream *s)
{
    while (s->count > 0)
        stream_shift(s);
}

static void stream_add(struct stream *s, struct event *e)
{
    if (s->cut)
        return;
    if (s->count == LIVE_EVENTS_MAX || s->bytes + e->len > LIVE_BYTES_MAX) {
        stream_clear(s);
        s->cut = true;
    } else {
        s->ring[(s->first + s->count++) % LIVE_EVENTS_MAX] = e;
        s->bytes += e->len;
        e->refs++;
    }
    stream_wake(s);
}

/* Moves what fits into `at`. */
static size_t stream_take(struct stream *s, char *at, size_t room)
{
    size_t len = 0;

    while (s->count > 0 && len < room) {
        struct event *e = s->ring[s->first];
        size_t piece = e->len - s->sent;

        piece = piece < room - len ? piece : room - len;
        memcpy(at + len, e->bytes + s->sent, piece);
        len += piece;
        s->sent += piece;
        s->bytes -= piece;
        if (s->sent == e->len)
            stream_shift(s);
    }
    return len;
}

/* libmicrohttpd asks for more to send. */
static ssize_t stream_read(void *arg, uint64_t position, char *at, size_t room)
{
    struct stream *s = arg;
    ssize_t len;

    (void)position;
    pthread_mutex_lock(&s->live->lock);
    len = (ssize_t)stream_take(s, at, room);
    if (len == 0 && s->cut) {
        len = MHD_CONTENT_READER_END_WITH_ERROR;
    } else if (len == 0 && s->live->stopping) {
        len = MHD_CONTENT_READER_END_OF_STREAM;
    } else if (len == 0) {
        s->asleep = true;
        MHD_suspend_connection(s->connection);
    }
    pthread_mutex_unlock(&s->live->lock);
    return len;
}

/* libmicrohttpd is done with the stream. */
static void stream_free(void *arg)
{
    struct stream *s = arg;
    struct live *l = s->live;
    struct stream **at;

    pthread_mutex_lock(&l->lock);
    at = &l->buckets[s->bucket];
    while (*at && *at != s)
        at = &(*at)->next;
    if (*at) {
        *at = s->next;
        l->count--;
    }
    stream_clear(s);
    pthread_mutex_unlock(&l->lock);
    free(s);
}

static struct stream *stream_new(struct live *l, struct visit *v, str channel)
{
    struct stream *s = calloc(1, sizeof(*s) + channel.len);

    if (!s)
        return NULL;
    s->live = l;
    s->connection = v->connection;
    s->bucket = bucket_of(channel);
    s->channel_len = channel.len;
    memcpy(s->channel, channel.at, channel.len);
    return s;
}

/* Registers the stream, with a comment to send so that the reader knows that it is connected. */
static bool live_join(struct live *l, struct stream *s)
{
    struct event *hello = event_new(S(": connected\n\n"));
    bool fits;

    pthread_mutex_lock(&l->lock);
    fits = hello && !l->stopping && l->count < l->count_max;
    if (fits) {
        stream_add(s, hello);
        s->next = l->buckets[s->bucket];
        l->buckets[s->bucket] = s;
        l->count++;
    }
    event_drop(hello);
    pthread_mutex_unlock(&l->lock);
    return fits;
}

/* Without this the kernel would hold megabytes of stale events for each slow reader. */
static void limit_kernel_queue(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int bytes = (int)LIVE_BYTES_MAX;

    if (info)
        (void)setsockopt(info->connect_fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

struct MHD_Response *live_open(struct live *l, struct visit *v, str channel)
{
    struct stream *s = stream_new(l, v, channel);
    struct MHD_Response *response;

    if (!s)
        return NULL;
    if (!live_join(l, s)) {
        free(s);
        return NULL;
    }
    limit_kernel_queue(v->connection);
    response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, stream_read, s, stream_free);
    if (!response)
        stream_free(s);
    return response;
}

void live_publish(struct live *l, str channel, str event)
{
    size_t bucket = bucket_of(channel);
    struct event *e = event_new(event);

    if (!e)
        return;
    pthread_mutex_lock(&l->lock);
    for (struct stream *s = l->buckets[bucket]; s; s = s->next)
        if (str_eq((str){s->channel, s->channel_len}, channel))
            stream_add(s, e);
    event_drop(e);
    pthread_mutex_unlock(&l->lock);
}

void live_beat(struct live *l)
{
    struct event *e = event_new(S(":\n\n"));

    if (!e)
        return;
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < LIVE_BUCKETS; i++)
        for (struct stream *s = l->buckets[i]; s; s = s->next)
            if (s->count == 0)
                stream_add(s, e);
    event_drop(e);
    pthread_mutex_unlock(&l->lock);
}

void live_init(struct live *l, size_t count_max)
{
    pthread_mutex_init(&l->lock, NULL);
    l->count_max = count_max;
}

void live_stop(struct live *l)
{
    pthread_mutex_lock(&l->lock);
    l->stopping = true;
    for (size_t i = 0; i < LIVE_BUCKETS; i++)
        for (struct stream *s = l->buckets[i]; s; s = s->next)
            stream_wake(s);
    pthread_mutex_unlock(&l->lock);
}

void live_done(struct live *l)
{
    pthread_mutex_destroy(&l->lock);
}
