/* The Merkle tree of RFC 6962: appending, roots and proofs over nodes that the caller keeps, and
 * the checks of RFC 9162 that need no node at all. A range of leaves is cut into complete subtrees
 * from its right end, so each stored node is fetched once. */
#include "registry/merkle.h"

#include <string.h>

struct merkle_nodes {
    merkle_fetch *fetch;
    void *from;
};

/* Where a walk from the root down stands: leaves begin .. end-1 lie below it. */
struct merkle_walk {
    int64_t begin, end;
};

static const char leaf_prefix = 0x00;
static const char node_prefix = 0x01;

bool merkle_hash_of(str bytes, struct merkle_hash *ret)
{
    if (bytes.len != MERKLE_HASH_BYTES)
        return false;
    memcpy(ret->at, bytes.at, MERKLE_HASH_BYTES);
    return true;
}

struct merkle_hash merkle_leaf(str data)
{
    struct merkle_hash hash;

    crypto_sha256_two((str){&leaf_prefix, 1}, data, hash.at);
    return hash;
}

struct merkle_hash merkle_node(const struct merkle_hash *left, const struct merkle_hash *right)
{
    char both[1 + 2 * MERKLE_HASH_BYTES];
    struct merkle_hash hash;

    both[0] = node_prefix;
    memcpy(both + 1, left->at, MERKLE_HASH_BYTES);
    memcpy(both + 1 + MERKLE_HASH_BYTES, right->at, MERKLE_HASH_BYTES);
    crypto_sha256((str){both, sizeof(both)}, hash.at);
    return hash;
}

struct merkle_hash merkle_empty_root(void)
{
    struct merkle_hash hash;

    crypto_sha256(S(""), hash.at);
    return hash;
}

static bool same_hash(const struct merkle_hash *a, const struct merkle_hash *b)
{
    return memcmp(a->at, b->at, MERKLE_HASH_BYTES) == 0;
}

err merkle_append(int64_t size, const struct merkle_hash *leaf, merkle_fetch *fetch,
    merkle_store *store, void *nodes)
{
    struct merkle_hash hash = *leaf;
    int64_t index = size;
    int level = 0;

    if (size < 0 || size == INT64_MAX)
        return E_INVALID;
    TRY(store(nodes, level, index, &hash));
    for (; index % 2 == 1; index /= 2) {
        struct merkle_hash left;

        TRY(fetch(nodes, level, index - 1, &left));
        hash = merkle_node(&left, &hash);
        level++;
        TRY(store(nodes, level, index / 2, &hash));
    }
    return OK;
}

/* The hash over leaves begin .. end-1. `begin` must be where a subtree may begin, as it is in every
 * walk from the root: a multiple of the largest power of two not above end - begin. */
static err range_hash(
    const struct merkle_nodes *nodes, int64_t begin, int64_t end, struct merkle_hash *ret)
{
    struct merkle_hash hash = merkle_empty_root(), part;
    bool any = false;

    for (int level = 0; begin < end; level++) {
        if (((end - begin) >> level) % 2 == 0)
            continue;
        end -= INT64_C(1) << level;
        TRY(nodes->fetch(nodes->from, level, end >> level, &part));
        hash = any ? merkle_node(&part, &hash) : part;
        any = true;
    }
    *ret = hash;
    return OK;
}

err merkle_root(int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_hash *ret)
{
    struct merkle_nodes from = {fetch, nodes};

    return size < 0 ? E_INVALID : range_hash(&from, 0, size, ret);
}

/* Largest power of two below n, for n > 1. */
static int64_t split_of(int64_t n)
{
    return INT64_C(1) << (63 - __builtin_clzll((uint64_t)n - 1));
}

/* One level down, towards the left or the right half; the other half's hash joins the proof. */
static err descend(const struct merkle_nodes *nodes, struct merkle_walk *walk, bool left,
    struct merkle_proof *proof)
{
    int64_t middle = walk->begin + split_of(walk->end - walk->begin);
    struct merkle_hash *sibling = &proof->hash[proof->count];

    if (left)
        TRY(range_hash(nodes, middle, walk->end, sibling));
    else
        TRY(range_hash(nodes, walk->begin, middle, sibling));
    proof->count++;
    if (left)
        walk->end = middle;
    else
        walk->begin = middle;
    return OK;
}

/* Proofs are made from the root down and given from the leaf up. */
static void turn_round(struct merkle_proof *proof)
{
    for (size_t i = 0; i < proof->count / 2; i++) {
        struct merkle_hash kept = proof->hash[i];

        proof->hash[i] = proof->hash[proof->count - 1 - i];
        proof->hash[proof->count - 1 - i] = kept;
    }
}

err merkle_prove_inclusion(
    int64_t index, int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_proof *ret)
{
    struct merkle_nodes from = {fetch, nodes};
    struct merkle_walk walk = {0, size};
    struct merkle_proof proof = {.count = 0};

    if (index < 0 || index >= size)
        return E_MISSING;
    while (walk.end - walk.begin > 1) {
        int64_t middle = walk.begin + split_of(walk.end - walk.begin);

        TRY(descend(&from, &walk, index < middle, &proof));
    }
    turn_round(&proof);
    *ret = proof;
    return OK;
}

err merkle_prove_consistency(
    int64_t old_size, int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_proof *ret)
{
    struct merkle_nodes from = {fetch, nodes};
    struct merkle_walk walk = {0, size};
    struct merkle_proof proof = {.count = 0};

    if (old_size < 0 || old_size > size)
        return E_MISSING;
    while (old_size > 0 && walk.end != old_size) {
        int64_t middle = walk.begin + split_of(walk.end - walk.begin);

        TRY(descend(&from, &walk, old_size <= middle, &proof));
    }
    /* The old tree's own last subtree is known to the reader only when it is the whole old tree. */
    if (old_size > 0 && walk.begin > 0) {
        TRY(range_hash(&from, walk.begin, walk.end, &proof.hash[proof.count]));
        proof.count++;
    }
    turn_round(&proof);
    *ret = proof;
    return OK;
}

/* RFC 9162 §2.1.3.2. */
bool merkle_inclusion_holds(int64_t index, int64_t size, const struct merkle_hash *leaf,
    const struct merkle_proof *proof, const struct merkle_hash *root)
{
    struct merkle_hash hash = *leaf;
    int64_t at = index, last = size - 1;

    if (index < 0 || index >= size || proof->count > MERKLE_PROOF_MAX)
        return false;
    for (size_t i = 0; i < proof->count; i++) {
        if (last == 0)
            return false;
        if (at % 2 == 1 || at == last) {
            hash = merkle_node(&proof->hash[i], &hash);
            for (; at % 2 == 0 && at != 0; last /= 2)
                at /= 2;
        } else {
            hash = merkle_node(&hash, &proof->hash[i]);
        }
        at /= 2;
        last /= 2;
    }
    return last == 0 && same_hash(&hash, root);
}

/* RFC 9162 §2.1.4.2: both roots are rebuilt from the same path, beginning at `first`. */
static bool both_roots_follow(struct merkle_walk walk, struct merkle_hash first,
    const struct merkle_proof *path, struct merkle_hash *ret_old, struct merkle_hash *ret_new)
{
    int64_t at = walk.begin, last = walk.end;
    struct merkle_hash old_hash = first, new_hash = first;

    for (size_t i = 0; i < path->count; i++) {
        if (last == 0)
            return false;
        if (at % 2 == 1 || at == last) {
            old_hash = merkle_node(&path->hash[i], &old_hash);
            new_hash = merkle_node(&path->hash[i], &new_hash);
            for (; at % 2 == 0 && at != 0; last /= 2)
                at /= 2;
        } else {
            new_hash = merkle_node(&new_hash, &path->hash[i]);
        }
        at /= 2;
        last /= 2;
    }
    *ret_old = old_hash;
    *ret_new = new_hash;
    return last == 0;
}

bool merkle_consistency_holds(int64_t old_size, int64_t size, const struct merkle_hash *old_root,
    const struct merkle_hash *root, const struct merkle_proof *proof)
{
    struct merkle_walk walk = {old_size - 1, size - 1};
    struct merkle_hash first, old_hash, new_hash;
    struct merkle_proof path = *proof;

    if (old_size <= 0 || old_size > size || proof->count > MERKLE_PROOF_MAX)
        return false;
    if (old_size == size)
        return proof->count == 0 && same_hash(old_root, root);
    if (proof->count == 0)
        return false;
    first = *old_root;
    if ((old_size & (old_size - 1)) != 0) { /* the old tree is not one complete subtree */
        first = proof->hash[0];
        path.count--;
        memmove(path.hash, path.hash + 1, path.count * sizeof(path.hash[0]));
    }
    while (walk.begin % 2 == 1) {
        walk.begin /= 2;
        walk.end /= 2;
    }
    return both_roots_follow(walk, first, &path, &old_hash, &new_hash) &&
           same_hash(&old_hash, old_root) && same_hash(&new_hash, root);
}
