/* The inside of the HTTP server, shared by the files of this folder and their test: one visit is
 * one request from its first line to the end of its reply. */
#pragma once

#include "http/http.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

/* What the server itself answers; the table is http/http.def. */
enum http_fault {
    HTTP_FINE,
#define HTTP_FAULT(name, err, zh, en) name,
#include "http/http.def"
#undef HTTP_FAULT
};

#define HTTP_QUERY_PAIRS_MAX 128
#define HTTP_METHOD_LENGTH_MAX 16
/* Of the connection's own memory: request line, headers, and what is read ahead. */
#define HTTP_CONNECTION_BYTES ((size_t)32 << 10)
/* So much of a body that is refused is still read, so that the other side sees the answer. */
#define HTTP_DISCARD_BYTES_MAX ((size_t)4 << 20)
/* A body may come slowly, but after the grace not slower than this on average. */
#define HTTP_BODY_GRACE_US INT64_C(30000000)
#define HTTP_BODY_BYTES_PER_SECOND_MIN INT64_C(1024)
#define HTTP_QUEUE_PER_WORKER 32
#define HTTP_STOP_WAIT_US INT64_C(10000000)

enum visit_state { VISIT_NEW, VISIT_READING, VISIT_WAITING, VISIT_ANSWERED };

struct visit {
    struct http *http;
    struct MHD_Connection *connection;
    enum visit_state state;
    enum http_fault fault; /* set when the server itself refuses */
    bool quick;
    bool counted; /* in http->visits */
    const char *method;
    char *body;
    size_t body_len, body_room, received;
    int64_t began_us;
    struct MHD_Response *response; /* owned until the visit ends */
    unsigned status;
    size_t reply_len;
    bool is_live;           /* the reply has no end */
    str target;             /* path and query as sent */
    str path;               /* decoded */
    const char *version_at; /* where the version stands unless a NUL hides part of the target */
    char bytes[];           /* of target and path */
};

/* A thread that answers, with what is its own. */
struct slot {
    struct http *http;
    struct arena *arena;
    size_t index;
    pthread_t thread; /* of a worker */
};

/* Visits that wait for a worker. */
struct pool {
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct visit **ring;
    size_t room, first, count;
    bool closed;
    size_t threads;
};

#define LIVE_BUCKETS 256
#define LIVE_EVENTS_MAX 64
#define LIVE_BYTES_MAX ((size_t)64 << 10)
#define LIVE_BEAT_US INT64_C(15000000)

struct stream;

/* Open server-sent event streams, by channel. */
struct live {
    pthread_mutex_t lock;
    struct stream *buckets[LIVE_BUCKETS];
    size_t count, count_max;
    bool stopping;
};

#define GUEST_NO_LIMIT INT64_MAX
/* Beyond the idle time, for the headers of a request. */
#define GUEST_HEADERS_US INT64_C(15000000)
/* A reply may be read slowly, but not slower than this on average after the first minute. */
#define GUEST_READ_US INT64_C(60000000)
#define GUEST_BYTES_PER_SECOND_MIN INT64_C(1024)

/* An open connection. */
struct guest {
    int fd;
    _Atomic int64_t until_us; /* cut when it still keeps us waiting then */
    struct guest *next, *previous;
};

struct guests {
    pthread_mutex_t lock;
    struct guest *first;
    int64_t headers_us; /* how long a request's headers may take */
};

#define TICK_US INT64_C(1000000)

struct tick {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    pthread_t thread;
    bool started, stopping;
};

struct http {
    struct http_options options;
    struct MHD_Daemon *daemon;
    int listen_fd;
    uint16_t port;
    struct slot *slots; /* of the workers, then of the network threads */
    bool has_key;
    pthread_key_t network_slot;
    atomic_size_t network_slots_taken;
    atomic_size_t visits; /* whose headers have arrived and whose reply is not yet sent */
    atomic_bool stopping;
    struct pool pool;
    struct live live;
    struct guests guests;
    struct tick tick;
};

/* target.c: pure. */

/* Splits an absolute-form target off its authority: "http://host/a?b" is "/a?b". */
str target_of(str as_sent);
/* True when `target` begins with '/', has only the characters of RFC 3986 with whole percent
 * sequences, and no fragment. */
bool target_is_valid(str target);
/* The decoded path into `at`, which has room for the target. False when it holds NUL, is not UTF-8,
 * or hides a slash as %2F, which would be one path to a proxy and another here. */
bool target_path(str target, char *at, str *ret);
/* The decoded pairs of the query, in the arena. */
enum http_fault target_query(
    struct arena *a, str target, const struct http_pair **ret, size_t *ret_count);

/* request.c */

/* HTTP_FINE, or why the headers cannot be trusted: lengths said twice or in two ways. */
enum http_fault request_check_framing(struct MHD_Connection *connection);
/* The visit as the application sees it. */
enum http_fault request_make(struct visit *v, struct slot *slot, struct http_request *ret);

/* reply.c */

/* Makes v->response of the application's reply. HTTP_BAD_REPLY when it cannot be sent as it is. */
enum http_fault reply_make(struct visit *v, struct arena *a, const struct http_reply *reply);
/* Makes v->response of v->fault: application/problem+json (RFC 9457). */
void reply_make_fault(struct visit *v);

/* visit.c: the callbacks of libmicrohttpd. */

void *visit_open(void *http, const char *target, struct MHD_Connection *connection);
enum MHD_Result visit_step(void *http, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *upload, size_t *upload_size, void **visit);
void visit_close(void *http, struct MHD_Connection *connection, void **visit,
    enum MHD_RequestTerminationCode why);
/* Answers on this thread with this slot; makes v->response. */
void visit_run(struct visit *v, struct slot *slot);

/* pool.c */

/* Starts the workers; false when a thread cannot be had. */
bool pool_start(struct http *h);
/* Suspends the visit's connection and queues it; false, with nothing done, when the queue is full
 * or closed. */
bool pool_put(struct pool *p, struct visit *v);
/* Refuses what still waits and ends the workers after their present request. */
void pool_stop(struct http *h);

/* live.c */

/* At most `count_max` streams may be open. */
void live_init(struct live *l, size_t count_max);
/* Opens the visit's stream. NULL when too many are open or the server stops. */
struct MHD_Response *live_open(struct live *l, struct visit *v, str channel);
void live_publish(struct live *l, str channel, str event);
/* Sends a comment to every stream that has nothing else to send. */
void live_beat(struct live *l);
/* Ends every stream. */
void live_stop(struct live *l);
/* After the last stream is gone. */
void live_done(struct live *l);
/* One event as text/event-stream, allocated; the caller frees it. NULL without memory. */
char *live_print(str id, str event, str text, size_t *ret_len);

/* guest.c */

/* libmicrohttpd's notice of a connection that has come or goes. */
void guest_notice(void *guests, struct MHD_Connection *connection, void **guest,
    enum MHD_ConnectionNotificationCode what);
/* The headers of a request have arrived: we are not waiting. */
void guest_has_asked(struct MHD_Connection *connection);
/* A reply of `len` bytes is on its way: it has to be read in time. */
void guest_is_answered(struct MHD_Connection *connection, size_t len);
/* The reply has been read: the next request may come. */
void guest_is_done(struct guests *all, struct MHD_Connection *connection);
/* Cuts the connections whose time is over. */
void guests_cut(struct guests *all, int64_t now_us);

/* tick.c */

bool tick_start(struct http *h);
void tick_stop(struct http *h);
