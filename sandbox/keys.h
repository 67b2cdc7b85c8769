/* The departments' keys, which the sandbox makes for itself, and the service's public key, which it
 * is given as a file and reads again when the file changes. */
#pragma once

#include "base/crypto.h"
#include "department.h"

#include <pthread.h>
#include <sys/stat.h>

struct keys {
    struct crypto_key department[DEPARTMENT_COUNT];
    const char *service_path;
    pthread_mutex_t lock; /* of what follows */
    struct stat seen;
    int64_t looked_us;
    bool known;
    uint8_t service[CRYPTO_ED25519_PUBLIC_BYTES];
};

/* Loads DIR/<name>.key.pem, or makes it with mode 0600. */
MUST_CHECK err keys_open(
    struct keys *k, struct arena *a, const char *dir, const char *service_path);
void keys_done(struct keys *k);
/* The service's public key; false while its file is not there or not a key. Looks at the file at
 * most five times a second. */
bool keys_service(struct keys *k, uint8_t ret[CRYPTO_ED25519_PUBLIC_BYTES]);
/* Writes DIR/departments.json. `port` is the port before the first department's. */
MUST_CHECK err keys_write_departments(
    const struct keys *k, struct arena *a, const char *path, uint16_t port);
