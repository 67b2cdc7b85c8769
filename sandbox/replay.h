/* Signed replies of the past, one for each kind of message, to be sent again where they do not
 * belong. Any thread. */
#pragma once

#include "http/http.h"

#include <pthread.h>

#define REPLAY_KINDS 512

struct replay {
    struct arena *arena; /* NULL: none yet */
    struct http_reply reply;
    str message_id;
    int64_t kept_ms;
};

struct replays {
    pthread_mutex_t lock;
    struct replay kept[REPLAY_KINDS];
};

void replays_init(struct replays *r);
void replays_done(struct replays *r);
/* Keeps a copy of a good reply, unless the one of this kind is still young. */
void replay_keep(
    struct replays *r, size_t kind, str message_id, const struct http_reply *reply, int64_t now_ms);
/* A copy of the old reply; false when there is none, or it answered this very message. */
bool replay_find(
    struct replays *r, size_t kind, str message_id, struct arena *a, struct http_reply *ret);
