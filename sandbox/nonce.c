/* Two generations: when the newer is older than a whole window (it reaches to both sides of now),
 * the elder one is forgotten. */
#include "nonce.h"

#include "http/signature.h"

#define NONCE_BYTES_MAX ((size_t)512 << 20)

void nonces_init(struct nonces *n)
{
    *n = (struct nonces){0};
    pthread_mutex_init(&n->lock, NULL);
    for (size_t i = 0; i < COUNT(n->arenas); i++) {
        n->arenas[i] = arena_new(NONCE_BYTES_MAX);
        map_init(&n->seen[i], n->arenas[i]);
    }
}

void nonces_done(struct nonces *n)
{
    for (size_t i = 0; i < COUNT(n->arenas); i++)
        arena_free(n->arenas[i]);
    pthread_mutex_destroy(&n->lock);
}

static void nonces_turn(struct nonces *n, int64_t now_ms)
{
    if (now_ms - n->turned_ms < 2 * SIGNATURE_WINDOW_MS)
        return;
    n->now = 1 - n->now;
    n->turned_ms = now_ms;
    arena_reset(n->arenas[n->now]);
    map_init(&n->seen[n->now], n->arenas[n->now]);
}

struct nonce_turn {
    struct nonces *nonces;
    str key;
    bool is_new;
};

static err nonce_put(void *arg)
{
    struct nonce_turn *t = arg;
    struct nonces *n = t->nonces;
    str key;

    if (map_get(&n->seen[0], t->key) != NULL || map_get(&n->seen[1], t->key) != NULL)
        return OK;
    key = arena_str(n->arenas[n->now], t->key);
    map_put(&n->seen[n->now], key, n);
    t->is_new = true;
    return OK;
}

bool nonce_is_new(struct nonces *n, enum department d, str nonce, int64_t now_ms)
{
    char text[160];
    str name = department_name(d);
    struct nonce_turn turn = {.nonces = n};
    err fault;

    if (name.len + 1 + nonce.len > sizeof(text))
        return false;
    turn.key = (str){text, 0};
    for (size_t i = 0; i < name.len; i++)
        text[turn.key.len++] = name.at[i];
    text[turn.key.len++] = '/';
    for (size_t i = 0; i < nonce.len; i++)
        text[turn.key.len++] = nonce.at[i];
    pthread_mutex_lock(&n->lock);
    nonces_turn(n, now_ms);
    fault = arena_try(n->arenas[n->now], nonce_put, &turn);
    pthread_mutex_unlock(&n->lock);
    return fault == OK && turn.is_new;
}
