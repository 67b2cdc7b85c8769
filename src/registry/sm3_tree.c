/* A tree of SM3 hashes that grows at its right edge. */
#include "registry/sm3_tree.h"

#include <string.h>

#define LEVEL_MAX 62

static struct merkle_hash sm3_of(char prefix, str first, str second)
{
    char both[1 + 2 * MERKLE_HASH_BYTES];
    struct merkle_hash hash;

    both[0] = prefix;
    memcpy(both + 1, first.at, first.len);
    memcpy(both + 1 + first.len, second.at, second.len);
    crypto_sm3((str){both, 1 + first.len + second.len}, hash.at);
    return hash;
}

static str str_of_hash(const struct merkle_hash *hash)
{
    return (str){(const char *)hash->at, MERKLE_HASH_BYTES};
}

static struct merkle_hash node_of(const struct merkle_hash *left, const struct merkle_hash *right)
{
    return sm3_of(0x01, str_of_hash(left), str_of_hash(right));
}

/* An entry of this log is a digest: 32 bytes. */
void sm3_tree_add(struct sm3_tree *t, str entry)
{
    struct merkle_hash node = sm3_of(0x00, str_slice(entry, 0, MERKLE_HASH_BYTES), S(""));
    int64_t n = t->size++;
    int level = 0;

    for (; (n & 1) != 0; n >>= 1)
        node = node_of(&t->at[level++], &node);
    t->at[level] = node;
}

struct merkle_hash sm3_tree_root(const struct sm3_tree *t)
{
    struct merkle_hash root;
    bool any = false;

    crypto_sm3(S(""), root.at);
    for (int level = 0; level <= LEVEL_MAX; level++) {
        if (((t->size >> level) & 1) == 0)
            continue;
        root = any ? node_of(&t->at[level], &root) : t->at[level];
        any = true;
    }
    return root;
}

str sm3_tree_print(struct arena *a, const struct sm3_tree *t)
{
    str bytes = S("");

    for (int level = LEVEL_MAX; level >= 0; level--)
        if (((t->size >> level) & 1) != 0)
            bytes = arena_join(a, bytes, str_of_hash(&t->at[level]));
    return bytes;
}

bool sm3_tree_read(int64_t size, str bytes, struct sm3_tree *ret)
{
    *ret = (struct sm3_tree){.size = size};
    if (size < 0 || bytes.len != (size_t)__builtin_popcountll((uint64_t)size) * MERKLE_HASH_BYTES)
        return false;
    for (int level = LEVEL_MAX; level >= 0; level--) {
        if (((size >> level) & 1) == 0)
            continue;
        memcpy(ret->at[level].at, bytes.at, MERKLE_HASH_BYTES);
        bytes = str_slice(bytes, MERKLE_HASH_BYTES, bytes.len);
    }
    return true;
}
