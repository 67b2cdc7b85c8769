/* The recorder of old replies. The one that is kept is renewed every minute, so that its time stamp
 * is within the signature's window and only its binding to another request gives it away. */
#include "replay.h"

#include "base/when.h"

#include <assert.h>

#define REPLAY_BYTES_MAX 65536

void replays_init(struct replays *r)
{
    *r = (struct replays){0};
    pthread_mutex_init(&r->lock, NULL);
}

void replays_done(struct replays *r)
{
    for (size_t i = 0; i < REPLAY_KINDS; i++) {
        if (r->kept[i].arena != NULL)
            arena_free(r->kept[i].arena);
    }
    pthread_mutex_destroy(&r->lock);
}

static size_t replay_size(const struct http_reply *reply)
{
    size_t size = reply->type.len + reply->body.len + 1024;

    for (size_t i = 0; i < reply->header_count; i++)
        size += reply->headers[i].name.len + reply->headers[i].value.len + 64;
    return size;
}

static struct http_reply replay_copy(struct arena *a, const struct http_reply *reply)
{
    struct http_reply copy = {.status = reply->status, .header_count = reply->header_count};

    copy.type = arena_str(a, reply->type);
    copy.body = arena_str(a, reply->body);
    for (size_t i = 0; i < reply->header_count; i++) {
        copy.headers[i].name = arena_str(a, reply->headers[i].name);
        copy.headers[i].value = arena_str(a, reply->headers[i].value);
    }
    return copy;
}

void replay_keep(
    struct replays *r, size_t kind, str message_id, const struct http_reply *reply, int64_t now_ms)
{
    struct replay *kept = &r->kept[kind];

    assert(kind < REPLAY_KINDS);
    if (replay_size(reply) + message_id.len > REPLAY_BYTES_MAX / 2)
        return;
    pthread_mutex_lock(&r->lock);
    if (kept->arena == NULL || now_ms - kept->kept_ms >= WHEN_MINUTE_MS) {
        if (kept->arena == NULL)
            kept->arena = arena_new(REPLAY_BYTES_MAX);
        arena_reset(kept->arena);
        kept->reply = replay_copy(kept->arena, reply);
        kept->message_id = arena_str(kept->arena, message_id);
        kept->kept_ms = now_ms;
    }
    pthread_mutex_unlock(&r->lock);
}

struct replay_turn {
    const struct replay *kept;
    struct arena *arena;
    struct http_reply *ret;
};

static err replay_take(void *arg)
{
    struct replay_turn *t = arg;

    *t->ret = replay_copy(t->arena, &t->kept->reply);
    return OK;
}

bool replay_find(
    struct replays *r, size_t kind, str message_id, struct arena *a, struct http_reply *ret)
{
    struct replay_turn turn = {&r->kept[kind], a, ret};
    bool found = false;

    assert(kind < REPLAY_KINDS);
    pthread_mutex_lock(&r->lock);
    if (turn.kept->arena != NULL && !str_eq(turn.kept->message_id, message_id))
        found = arena_try(a, replay_take, &turn) == OK;
    pthread_mutex_unlock(&r->lock);
    return found;
}
