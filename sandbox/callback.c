/* The sender of callbacks. Every message waits in a list of its own small arena until the service
 * has answered 200 to it, or thirty tries have failed. */
#include "callback.h"

#include "base/when.h"
#include "effect.h"
#include "http/signature.h"
#include "spoil.h"

#define CALLBACK_TRIES_MAX 30
#define CALLBACK_PAUSE_MAX_MS (60 * WHEN_SECOND_MS)
#define CALLBACK_LATE_MS WHEN_SECOND_MS
#define CALLBACK_HELD_MAX_MS (10 * WHEN_SECOND_MS)
#define CALLBACK_TIMEOUT_MS 3000
#define CALLBACK_BATCH_MAX 32
#define CALLBACK_WAITING_MAX 100000
#define CALLBACK_BYTES_MAX ((size_t)16 << 20) /* of one message, with what goes with it */
#define CALLBACK_SLACK_BYTES 256              /* of rounding up */
#define CALLBACK_REPLY_BYTES_MAX 65536
#define CALLBACK_COPIES 3 /* of a duplicate */

struct callback {
    struct arena *arena; /* holds this struct and its texts */
    struct callback_row row;
    int64_t due_ms;
    int tries, copies;
    bool held;      /* out_of_order: until the department's next callback has gone */
    bool overtaken; /* the next one has gone */
    bool overtook;  /* it was sent before one that is older */
    int64_t number; /* in the order in which they were added */
    struct callback *next, *before;
};

/* An old message of a department, kept as it was sent, for a replay. */
struct callback_old {
    struct arena *arena;
    struct http_call call;
    bool known;
};

struct callbacks {
    struct store *store;
    struct keys *keys;
    struct faults *faults;
    struct http_client *client;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct callback *first, *last;
    size_t waiting, given_up;
    int64_t number;
    bool stopping;
    struct callback_old old[DEPARTMENT_COUNT]; /* only the thread's */
};

/* ---- the list ---- */

static struct callback *callback_new(const struct callback_row *row)
{
    struct arena *a = arena_new(sizeof(struct callback) + row->url.len + row->body.len +
                                row->order.len + CALLBACK_SLACK_BYTES);
    struct callback *one = ARENA_NEW(a, struct callback);

    one->arena = a;
    one->row = *row;
    one->row.url = arena_str(a, row->url);
    one->row.body = arena_str(a, row->body);
    one->row.order = arena_str(a, row->order);
    one->due_ms = when_now_ms();
    one->copies = row->fault == FAULT_duplicate ? CALLBACK_COPIES : 1;
    if (row->fault == FAULT_late)
        one->due_ms += CALLBACK_LATE_MS;
    return one;
}

/* The lock is held. Of two that are to be out of order, the first is held and the second overtakes
 * it. */
static void callbacks_hold(struct callbacks *c, struct callback *one)
{
    if (one->row.fault != FAULT_out_of_order)
        return;
    for (const struct callback *other = c->first; other != NULL; other = other->next) {
        if (other->held && other->row.department == one->row.department)
            return;
    }
    one->held = true;
    one->due_ms += CALLBACK_HELD_MAX_MS;
}

/* The lock is held. */
static void callbacks_append(struct callbacks *c, struct callback *one)
{
    callbacks_hold(c, one);
    one->number = ++c->number;
    one->before = c->last;
    if (c->last != NULL)
        c->last->next = one;
    else
        c->first = one;
    c->last = one;
    c->waiting++;
    pthread_cond_signal(&c->changed);
}

bool callbacks_add(struct callbacks *c, const struct callback_row *row)
{
    struct callback *one;
    bool room;

    if (row->url.len + row->body.len + row->order.len > CALLBACK_BYTES_MAX / 4)
        return false;
    one = callback_new(row);
    pthread_mutex_lock(&c->lock);
    room = c->waiting < CALLBACK_WAITING_MAX && !c->stopping;
    if (room)
        callbacks_append(c, one);
    pthread_mutex_unlock(&c->lock);
    if (!room)
        arena_free(one->arena);
    return room;
}

size_t callbacks_waiting(struct callbacks *c)
{
    size_t waiting;

    pthread_mutex_lock(&c->lock);
    waiting = c->waiting;
    pthread_mutex_unlock(&c->lock);
    return waiting;
}

size_t callbacks_given_up(struct callbacks *c)
{
    size_t given_up;

    pthread_mutex_lock(&c->lock);
    given_up = c->given_up;
    pthread_mutex_unlock(&c->lock);
    return given_up;
}

/* The lock is held. Takes out and frees what is finished. */
static void callbacks_remove(struct callbacks *c, struct callback *one)
{
    if (one->before != NULL)
        one->before->next = one->next;
    else
        c->first = one->next;
    if (one->next != NULL)
        one->next->before = one->before;
    else
        c->last = one->before;
    c->waiting--;
    arena_free(one->arena);
}

/* The lock is held. What the department held back before `gone` was added may follow now. */
static void callbacks_release_held(struct callbacks *c, struct callback *gone)
{
    for (struct callback *one = c->first; one != NULL && one != gone; one = one->next) {
        if (!one->held || one->row.department != gone->row.department)
            continue;
        one->held = false;
        one->overtaken = true;
        one->due_ms = when_now_ms();
        gone->overtook = true;
    }
}

/* ---- one message ---- */

static void callback_prepare(
    struct callbacks *c, struct arena *a, const struct callback *one, struct http_call *ret)
{
    enum department d = one->row.department;
    enum fault fault = one->tries == 0 ? one->row.fault : FAULT_none;
    int64_t signed_ms = when_now_ms();

    *ret = (struct http_call){0};
    if (fault == FAULT_replay && c->old[d].known) {
        *ret = c->old[d].call;
        return;
    }
    if (fault == FAULT_expired || fault == FAULT_replay)
        signed_ms -= WHEN_HOUR_MS;
    ret->method = S("POST");
    ret->url = one->row.url;
    ret->body = one->row.body;
    ret->timeout_ms = CALLBACK_TIMEOUT_MS;
    ret->reply_max = CALLBACK_REPLY_BYTES_MAX;
    http_call_header(ret, S("Content-Type"), S("application/json"));
    signature_sign_call(
        a, ret, &(struct signature_signer){&c->keys->department[d], department_name(d), signed_ms});
    if (fault == FAULT_bad_signature)
        spoil_signature(a, ret->headers, ret->header_count);
}

/* Keeps a message that was taken, to be replayed one day. Only what is sent is kept. */
static void callback_keep_old(struct callbacks *c, enum department d, const struct http_call *call)
{
    struct callback_old *old = &c->old[d];
    struct http_call kept = {.timeout_ms = call->timeout_ms, .reply_max = call->reply_max};

    if (old->known)
        return;
    old->arena = arena_new(CALLBACK_BYTES_MAX);
    kept.method = arena_str(old->arena, call->method);
    kept.url = arena_str(old->arena, call->url);
    kept.body = arena_str(old->arena, call->body);
    for (size_t i = 0; i < call->header_count; i++)
        http_call_header(&kept, arena_str(old->arena, call->headers[i].name),
            arena_str(old->arena, call->headers[i].value));
    old->call = kept;
    old->known = true;
}

static bool callback_is_spoiled(const struct callback *one)
{
    return one->tries == 0 &&
           (one->row.fault == FAULT_bad_signature || one->row.fault == FAULT_expired ||
               one->row.fault == FAULT_replay);
}

/* ---- what became of it ---- */

struct callback_taken {
    struct store *store;
    struct arena *arena;
    str order;
};

static err callback_note_taken(void *arg)
{
    struct callback_taken *taken = arg;

    return effect_called(taken->store, taken->arena, taken->order);
}

/* True when the mode of this callback has now been seen on a connection. */
static bool callback_has_fired(const struct callback *one)
{
    switch (one->row.fault) {
    case FAULT_late:
        return one->tries == 0;
    case FAULT_duplicate:
        return one->copies == 1;
    case FAULT_out_of_order:
        return (one->overtaken && one->tries == 0) || one->overtook;
    default:
        return callback_is_spoiled(one);
    }
}

/* The lock is held. A pause of 1, 2, 4 ... seconds, at most a minute. */
static void callback_again(struct callbacks *c, struct callback *one)
{
    int64_t pause_ms = WHEN_SECOND_MS;

    for (int i = 0; i < one->tries && pause_ms < CALLBACK_PAUSE_MAX_MS; i++)
        pause_ms *= 2;
    if (pause_ms > CALLBACK_PAUSE_MAX_MS)
        pause_ms = CALLBACK_PAUSE_MAX_MS;
    one->tries++;
    one->due_ms = when_now_ms() + pause_ms;
    if (one->tries < CALLBACK_TRIES_MAX)
        return;
    c->given_up++;
    callbacks_remove(c, one);
}

/* Writes down that the service has taken the payment. When that fails, the callback is only sent
 * once more after a restart. */
static void callback_note(struct callbacks *c, struct arena *a, const struct callback *one)
{
    struct callback_taken note = {c->store, a, one->row.order};
    err fault = OK;

    if (one->row.order.len > 0 && one->copies == 1)
        fault = store_run(c->store, a, callback_note_taken, &note);
    (void)fault;
}

static void callback_settle(
    struct callbacks *c, struct arena *a, struct callback *one, const struct http_call *call)
{
    bool taken = call->answered && call->status == 200 && !callback_is_spoiled(one);

    if (taken)
        callback_note(c, a, one);
    if (taken)
        callback_keep_old(c, one->row.department, call);
    pthread_mutex_lock(&c->lock);
    one->overtook = false;
    if (call->answered)
        callbacks_release_held(c, one);
    if (call->answered && callback_has_fired(one))
        fault_fired(c->faults, one->row.department, one->row.fault);
    if (!taken)
        callback_again(c, one);
    else if (--one->copies == 0)
        callbacks_remove(c, one);
    pthread_mutex_unlock(&c->lock);
}

/* ---- the thread ---- */

/* The lock is held. Takes up to `max` that are due; *ret_next_ms is when the next one will be. */
static size_t callbacks_due(
    struct callbacks *c, struct callback **batch, size_t max, int64_t *ret_next_ms)
{
    int64_t now_ms = when_now_ms();
    size_t count = 0;

    *ret_next_ms = now_ms + WHEN_HOUR_MS;
    for (struct callback *one = c->first; one != NULL && count < max; one = one->next) {
        if (one->due_ms <= now_ms) {
            one->held = false;
            batch[count++] = one;
        } else if (one->due_ms < *ret_next_ms) {
            *ret_next_ms = one->due_ms;
        }
    }
    return count;
}

/* Waits until something is due; 0 when the thread has to end. */
static size_t callbacks_wait(struct callbacks *c, struct callback **batch)
{
    size_t count = 0;

    pthread_mutex_lock(&c->lock);
    while (!c->stopping) {
        int64_t next_ms;
        struct timespec until;

        count = callbacks_due(c, batch, CALLBACK_BATCH_MAX, &next_ms);
        if (count > 0)
            break;
        next_ms = when_real_ms(next_ms);
        until.tv_sec = (time_t)(next_ms / WHEN_SECOND_MS);
        until.tv_nsec = (long)(next_ms % WHEN_SECOND_MS) * 1000000;
        pthread_cond_timedwait(&c->changed, &c->lock, &until);
    }
    if (c->stopping)
        count = 0;
    pthread_mutex_unlock(&c->lock);
    return count;
}

static void *callbacks_thread(void *arg)
{
    struct callbacks *c = arg;
    struct arena *a = arena_new((size_t)256 << 20);
    struct callback *batch[CALLBACK_BATCH_MAX];
    size_t count;

    while ((count = callbacks_wait(c, batch)) > 0) {
        struct http_call *calls = ARENA_MANY(a, count, struct http_call);

        for (size_t i = 0; i < count; i++)
            callback_prepare(c, a, batch[i], &calls[i]);
        http_client_run(c->client, a, calls, count);
        for (size_t i = 0; i < count; i++)
            callback_settle(c, a, batch[i], &calls[i]);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

err callbacks_start(struct store *store, struct keys *keys, struct faults *faults, struct arena *a,
    struct callbacks **ret)
{
    struct callbacks *c = ARENA_NEW(a, struct callbacks);

    c->store = store;
    c->keys = keys;
    c->faults = faults;
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->changed, NULL);
    TRY(http_client_open(CALLBACK_BATCH_MAX, &c->client));
    if (pthread_create(&c->thread, NULL, callbacks_thread, c) != 0)
        return E_FAULT;
    *ret = c;
    return OK;
}

void callbacks_stop(struct callbacks *c)
{
    pthread_mutex_lock(&c->lock);
    c->stopping = true;
    pthread_cond_signal(&c->changed);
    pthread_mutex_unlock(&c->lock);
    pthread_join(c->thread, NULL);
    while (c->first != NULL)
        callbacks_remove(c, c->first);
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++) {
        if (c->old[d].known)
            arena_free(c->old[d].arena);
    }
    http_client_close(c->client);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->lock);
}
