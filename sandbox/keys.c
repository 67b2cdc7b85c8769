/* Key files of the stand-in departments, and the departments file by which the service learns their
 * addresses and public keys. */
#include "keys.h"

#include "base/file.h"
#include "base/tree.h"
#include "base/when.h"

#include <string.h>

#define KEYS_LOOK_AGAIN_US 200000

static err keys_open_one(struct arena *a, const char *dir, str name, struct crypto_key *ret)
{
    const char *path = arena_z(a, arena_printf(a, "%s/%.*s.key.pem", dir, STR(name)));

    if (file_exists(path))
        return crypto_key_load(path, ret);
    crypto_key_make(ret);
    return crypto_key_save(ret, path);
}

err keys_open(struct keys *k, struct arena *a, const char *dir, const char *service_path)
{
    *k = (struct keys){.service_path = service_path};
    pthread_mutex_init(&k->lock, NULL);
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++)
        TRY(keys_open_one(a, dir, department_name(d), &k->department[d]));
    return OK;
}

void keys_done(struct keys *k)
{
    pthread_mutex_destroy(&k->lock);
}

static bool keys_same_file(const struct stat *x, const struct stat *y)
{
    return x->st_ino == y->st_ino && x->st_size == y->st_size &&
           x->st_mtim.tv_sec == y->st_mtim.tv_sec && x->st_mtim.tv_nsec == y->st_mtim.tv_nsec;
}

/* The lock is held. A file that is no key (half written, say) is looked at again next time. */
static void keys_look(struct keys *k)
{
    struct crypto_key service;
    struct stat now;

    if (stat(k->service_path, &now) != 0) {
        k->known = false;
        return;
    }
    if (k->known && keys_same_file(&now, &k->seen))
        return;
    k->known = crypto_key_load(k->service_path, &service) == OK;
    if (!k->known)
        return;
    k->seen = now;
    memcpy(k->service, service.public_key, sizeof(k->service));
}

bool keys_service(struct keys *k, uint8_t ret[CRYPTO_ED25519_PUBLIC_BYTES])
{
    int64_t now_us = when_monotonic_us();
    bool known;

    pthread_mutex_lock(&k->lock);
    if (!k->known || now_us - k->looked_us >= KEYS_LOOK_AGAIN_US) {
        keys_look(k);
        k->looked_us = now_us;
    }
    known = k->known;
    if (known)
        memcpy(ret, k->service, sizeof(k->service));
    pthread_mutex_unlock(&k->lock);
    return known;
}

err keys_write_departments(const struct keys *k, struct arena *a, const char *path, uint16_t port)
{
    struct tree *file = tree_new(a, TREE_OBJECT);
    struct tree *list = tree_list(file, S("departments"));

    for (enum department d = 0; d < DEPARTMENT_COUNT; d++) {
        struct tree *row = tree_object(list, (str){0});
        str key = {(const char *)k->department[d].public_key, CRYPTO_ED25519_PUBLIC_BYTES};

        tree_text(row, S("name"), department_name(d));
        tree_text(row, S("url"), arena_printf(a, "http://127.0.0.1:%d", port + 1 + (int)d));
        tree_text(row, S("public_key"), crypto_base64(a, key));
    }
    return file_write(a, path, arena_join(a, tree_to_json(file), S("\n")));
}
