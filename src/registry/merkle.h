/* The Merkle tree of RFC 6962 §2.1 over SHA-256, with proofs (RFC 9162 §2.1.3, §2.1.4
 * verification). Pure: hashes in, hashes out; where nodes are kept is the caller's affair. */
#pragma once

#include "base/crypto.h"

#define MERKLE_HASH_BYTES 32
#define MERKLE_PROOF_MAX 64

struct merkle_hash {
    uint8_t at[MERKLE_HASH_BYTES];
};

struct merkle_proof {
    struct merkle_hash hash[MERKLE_PROOF_MAX];
    size_t count;
};

/* False unless `bytes` are exactly one hash long: what comes from outside passes through here. */
bool merkle_hash_of(str bytes, struct merkle_hash *ret);
struct merkle_hash merkle_leaf(str data); /* SHA-256(0x00 || data) */
struct merkle_hash merkle_node(const struct merkle_hash *left, const struct merkle_hash *right);
struct merkle_hash merkle_empty_root(void); /* SHA-256("") */

/* A complete subtree: `level` 0 is a leaf; it covers leaves index<<level .. (index+1<<level)-1. */
typedef err merkle_fetch(void *from, int level, int64_t index, struct merkle_hash *ret);
typedef err merkle_store(void *to, int level, int64_t index, const struct merkle_hash *hash);

/* Appends leaf number `size` to a tree of that size: stores the leaf and each complete subtree it
 * finishes, fetching only the left siblings that it needs. */
MUST_CHECK err merkle_append(int64_t size, const struct merkle_hash *leaf, merkle_fetch *fetch,
    merkle_store *store, void *nodes);
MUST_CHECK err merkle_root(int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_hash *ret);
/* Proof that leaf `index` is in the tree of `size` leaves: E_MISSING when index >= size. */
MUST_CHECK err merkle_prove_inclusion(
    int64_t index, int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_proof *ret);
/* Proof that the tree of `old_size` is a prefix of the tree of `size`. */
MUST_CHECK err merkle_prove_consistency(
    int64_t old_size, int64_t size, merkle_fetch *fetch, void *nodes, struct merkle_proof *ret);
bool merkle_inclusion_holds(int64_t index, int64_t size, const struct merkle_hash *leaf,
    const struct merkle_proof *proof, const struct merkle_hash *root);
bool merkle_consistency_holds(int64_t old_size, int64_t size, const struct merkle_hash *old_root,
    const struct merkle_hash *root, const struct merkle_proof *proof);
