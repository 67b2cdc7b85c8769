/* What has to happen from time to time without anybody asking: streams are kept alive, and
 * connections that only pretend to be slow are cut. One thread, woken early only to end. */
#include "base/when.h"
#include "http/server.h"

static struct timespec timespec_of(int64_t us)
{
    return (struct timespec){.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
}

/* Waits until then; false when the server stops. */
static bool tick_wait(struct tick *t, int64_t until_us)
{
    struct timespec until = timespec_of(until_us);
    bool stopping;

    pthread_mutex_lock(&t->lock);
    while (!t->stopping && when_monotonic_us() < until_us)
        pthread_cond_timedwait(&t->stop, &t->lock, &until);
    stopping = t->stopping;
    pthread_mutex_unlock(&t->lock);
    return !stopping;
}

static void *tick_run(void *arg)
{
    struct http *h = arg;
    int64_t beat_us = when_monotonic_us() + LIVE_BEAT_US;

    while (tick_wait(&h->tick, when_monotonic_us() + TICK_US)) {
        guests_cut(&h->guests, when_monotonic_us());
        if (when_monotonic_us() < beat_us)
            continue;
        live_beat(&h->live);
        beat_us += LIVE_BEAT_US;
    }
    return NULL;
}

bool tick_start(struct http *h)
{
    pthread_condattr_t monotonic;

    pthread_mutex_init(&h->tick.lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&h->tick.stop, &monotonic);
    pthread_condattr_destroy(&monotonic);
    h->tick.started = pthread_create(&h->tick.thread, NULL, tick_run, h) == 0;
    return h->tick.started;
}

void tick_stop(struct http *h)
{
    pthread_mutex_lock(&h->tick.lock);
    h->tick.stopping = true;
    pthread_cond_signal(&h->tick.stop);
    pthread_mutex_unlock(&h->tick.lock);
    if (h->tick.started)
        pthread_join(h->tick.thread, NULL);
    pthread_cond_destroy(&h->tick.stop);
    pthread_mutex_destroy(&h->tick.lock);
}
