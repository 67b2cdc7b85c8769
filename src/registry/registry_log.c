/* The region's log: one leaf an entry, nodes kept as rows. */
#include "registry/registry_log.h"
#include "registry/registry_store.h"

#include <string.h>

static err fetch(void *from, int level, int64_t index, struct merkle_hash *ret)
{
    struct ctx *ctx = from;
    struct db_row row;
    str hash;

    TRY(db_get(ctx, SQL_registry_node_get, &row, text(ctx->region), i64(level), i64(index)));
    hash = take_bytes(&row);
    if (hash.len != MERKLE_HASH_BYTES)
        return E_FAULT;
    memcpy(ret->at, hash.at, MERKLE_HASH_BYTES);
    return OK;
}

/* Where the nodes of an append come from and go to. */
struct nodes {
    struct ctx *ctx;
    struct registry_batch *batch; /* or NULL */
};

static err fetch_newest(void *from, int level, int64_t index, struct merkle_hash *ret)
{
    struct nodes *n = from;

    if (n->batch == NULL || n->batch->position[level] != index)
        return fetch(n->ctx, level, index, ret);
    *ret = n->batch->last[level];
    return OK;
}

static err keep(void *to, int level, int64_t index, const struct merkle_hash *hash)
{
    struct nodes *n = to;
    struct ctx *ctx = n->ctx;
    str copy = arena_str(ctx->arena, (str){(const char *)hash->at, MERKLE_HASH_BYTES});

    if (n->batch != NULL && index % 2 == 0) { /* one on the right is never asked for again */
        n->batch->last[level] = *hash;
        n->batch->position[level] = index;
    }
    return db_put(
        ctx, SQL_registry_node_add, text(ctx->region), i64(level), i64(index), bytes(copy));
}

err registry_log_append(struct ctx *ctx, struct registry_batch *batch, int64_t number, str digest)
{
    struct merkle_hash leaf = merkle_leaf(digest);
    struct nodes nodes = {ctx, batch};

    return merkle_append(number - 1, &leaf, fetch_newest, keep, &nodes);
}

err registry_log_frontier(struct ctx *ctx, struct registry_batch *batch)
{
    for (int level = 0; level < MERKLE_PROOF_MAX; level++)
        batch->position[level] = -1;
    for (int level = 0; level < MERKLE_PROOF_MAX - 1 && batch->size >> level > 0; level++) {
        int64_t index = (batch->size >> level) - 1;

        if (index % 2 != 0)
            continue; /* its subtree is whole, and stands a level higher */
        TRY(fetch(ctx, level, index, &batch->last[level]));
        batch->position[level] = index;
    }
    return OK;
}

err registry_book_open(struct ctx *ctx, str region)
{
    return db_put(ctx, SQL_registry_book_open, text(region));
}

err registry_size(struct ctx *ctx, int64_t *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_registry_book_size, &row, text(ctx->region)));
    *ret = take_i64(&row);
    return OK;
}

err registry_root(struct ctx *ctx, int64_t size, struct merkle_hash *ret)
{
    return merkle_root(size, fetch, ctx, ret);
}

err registry_prove(struct ctx *ctx, int64_t number, int64_t size, struct merkle_proof *ret)
{
    return merkle_prove_inclusion(number - 1, size, fetch, ctx, ret);
}

err registry_prove_growth(struct ctx *ctx, int64_t old_size, int64_t size, struct merkle_proof *ret)
{
    return merkle_prove_consistency(old_size, size, fetch, ctx, ret);
}
