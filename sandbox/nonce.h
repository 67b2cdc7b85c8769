/* Nonces seen within the signature's time window, so that a request caught on the wire cannot be
 * sent again. Any thread. */
#pragma once

#include "department.h"
#include "map.h"

#include <pthread.h>

struct nonces {
    pthread_mutex_t lock;
    struct arena *arenas[2]; /* this window's and the last one's */
    struct map seen[2];
    int64_t turned_ms;
    size_t now;
};

void nonces_init(struct nonces *n);
void nonces_done(struct nonces *n);
/* True when the department has not seen the nonce within the window; it has from now on. */
bool nonce_is_new(struct nonces *n, enum department d, str nonce, int64_t now_ms);
