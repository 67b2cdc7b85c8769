/* The log's tree of RFC 6962 with SM3 (GB/T 32905) in place of SHA-256, as its right edge: the
 * roots of its complete subtrees, enough to append entries and to know the head. Pure. */
#pragma once

#include "registry/merkle.h"

struct sm3_tree {
    int64_t size;
    struct merkle_hash at[MERKLE_PROOF_MAX]; /* by level, where `size` has a bit */
};

void sm3_tree_add(struct sm3_tree *t, str entry);
struct merkle_hash sm3_tree_root(const struct sm3_tree *t); /* of none: SM3("") */
/* The subtrees' roots, the largest first, and back: false when they are not as many as the size
 * asks for. */
str sm3_tree_print(struct arena *a, const struct sm3_tree *t);
bool sm3_tree_read(int64_t size, str bytes, struct sm3_tree *ret);
