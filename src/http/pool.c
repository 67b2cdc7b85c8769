/* The workers: a fixed number of threads that answer requests which may wait for a commit, fed by a
 * bounded queue. A full queue refuses at once; waiting longer would only make everybody late. */
#include "http/server.h"

bool pool_put(struct pool *p, struct visit *v)
{
    bool fits;

    pthread_mutex_lock(&p->lock);
    fits = !p->closed && p->count < p->room;
    if (fits) {
        /* Under the lock, so that no worker can resume the connection before it is suspended. */
        MHD_suspend_connection(v->connection);
        p->ring[(p->first + p->count++) % p->room] = v;
        pthread_cond_signal(&p->work);
    }
    pthread_mutex_unlock(&p->lock);
    return fits;
}

/* The next visit; NULL when the pool is closed and nothing waits. */
static struct visit *pool_take(struct pool *p, bool *ret_refuse)
{
    struct visit *v = NULL;

    pthread_mutex_lock(&p->lock);
    while (p->count == 0 && !p->closed)
        pthread_cond_wait(&p->work, &p->lock);
    if (p->count > 0) {
        v = p->ring[p->first];
        p->first = (p->first + 1) % p->room;
        p->count--;
    }
    *ret_refuse = p->closed;
    pthread_mutex_unlock(&p->lock);
    return v;
}

static void *pool_work(void *arg)
{
    struct slot *slot = arg;
    struct visit *v;
    bool refuse;

    while ((v = pool_take(&slot->http->pool, &refuse))) {
        struct MHD_Connection *connection = v->connection;

        if (refuse)
            v->fault = HTTP_STOPPING;
        else
            visit_run(v, slot);
        v->state = VISIT_ANSWERED;
        MHD_resume_connection(connection); /* from here on the visit is the network thread's */
    }
    return NULL;
}

bool pool_start(struct http *h)
{
    for (size_t i = 0; i < h->options.workers; i++) {
        if (pthread_create(&h->slots[i].thread, NULL, pool_work, &h->slots[i]) != 0)
            return false;
        h->pool.threads++;
    }
    return true;
}

void pool_stop(struct http *h)
{
    pthread_mutex_lock(&h->pool.lock);
    h->pool.closed = true;
    pthread_cond_broadcast(&h->pool.work);
    pthread_mutex_unlock(&h->pool.lock);
    for (size_t i = 0; i < h->pool.threads; i++)
        pthread_join(h->slots[i].thread, NULL);
    h->pool.threads = 0;
}
