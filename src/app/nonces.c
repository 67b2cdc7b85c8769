/* Nonces that came in during the last time window. An older signature is refused by its date, so no
 * more need be remembered; after a restart a message's own id keeps it from acting twice. */
#include "app/app.h"

#include <string.h>

#define NONCES_SLOTS 524288 /* 12 MiB: some 800 callbacks a second */
#define NONCES_PROBES 64

struct nonce {
    uint8_t hash[16];
    int64_t until_ms;
};

struct nonces {
    pthread_mutex_t lock;
    struct nonce slots[NONCES_SLOTS];
};

struct nonces *nonces_new(struct arena *a)
{
    struct nonces *n = ARENA_NEW(a, struct nonces);

    pthread_mutex_init(&n->lock, NULL);
    return n;
}

bool nonces_take(struct nonces *n, str nonce, int64_t now_ms)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    struct nonce *place = NULL;
    bool fresh = true;
    size_t at;

    crypto_sha256(nonce, hash);
    at = (size_t)hash[16] | (size_t)hash[17] << 8 | (size_t)hash[18] << 16;
    pthread_mutex_lock(&n->lock);
    for (size_t i = 0; i < NONCES_PROBES && fresh; i++) {
        struct nonce *slot = &n->slots[(at + i) % NONCES_SLOTS];

        if (slot->until_ms > now_ms && memcmp(slot->hash, hash, sizeof(slot->hash)) == 0)
            fresh = false;
        else if (place == NULL && slot->until_ms <= now_ms)
            place = slot;
    }
    if (place == NULL)
        fresh = false; /* more in one window than can be remembered: let them come again later */
    if (fresh) {
        memcpy(place->hash, hash, sizeof(place->hash));
        place->until_ms = now_ms + 2 * SIGNATURE_WINDOW_MS;
    }
    pthread_mutex_unlock(&n->lock);
    return fresh;
}
