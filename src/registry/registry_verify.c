/* The whole book checked: invariants by query, every entry's digest and leaf, the root of the tree,
 * and the rights as the fold of the entries. */
#include "registry/registry_verify.h"

#include <string.h>

void verify_breach(struct verify *v, const char *invariant, str detail)
{
    struct registry_breach *b;

    if (v->count++ >= VERIFY_BREACHES_MAX)
        return;
    b = ARENA_NEW(v->ctx->arena, struct registry_breach);
    b->invariant = str_of(invariant);
    b->detail = arena_str(v->ctx->arena, detail);
    if (v->last == NULL)
        v->first = b;
    else
        v->last->next = b;
    v->last = b;
}

err registry_check_all(struct ctx *ctx, const struct registry_check *checks, size_t count,
    struct registry_breach **list)
{
    for (size_t i = 0; i < count; i++) {
        struct db_rows rows;
        struct db_row row;

        TRY(db_list(ctx, (enum sql)checks[i].sql, &rows, text(ctx->region)));
        while (db_next(&rows, &row)) {
            struct registry_breach *b = ARENA_NEW(ctx->arena, struct registry_breach);

            *b = (struct registry_breach){str_of(checks[i].invariant), take_text(&row), *list};
            *list = b;
        }
    }
    return OK;
}

static const struct registry_check registry_checks[] = {
    {SQL_registry_check_holderless, "I2 a right has holders"},
    {SQL_registry_check_entryless, "I3 a right exists only from its entry"},
    {SQL_registry_check_chain, "I4 a right names the one it replaced"},
    {SQL_registry_check_firsts, "I4 a unit has one title at a time, each naming the one before"},
    {SQL_registry_check_grounded, "I9 a burden rests on a title"},
    {SQL_registry_check_disposed, "I5 nothing is disposed of under seizure"},
    {SQL_registry_check_seizures, "I6 one effective seizure, the others in order"},
    {SQL_registry_check_ranks, "I9 mortgage ranks are 1..n"},
};

/* A node of the tree as it is kept; all zero when there is none, which no hash is. */
static struct merkle_hash kept_node(struct verify *v, int level, int64_t position)
{
    struct merkle_hash kept = {{0}};
    struct db_row row;
    bool found = false;
    str hash;

    if (db_find(v->ctx, SQL_registry_node_get, &row, &found, text(v->ctx->region), i64(level),
            i64(position)) != OK ||
        !found)
        return kept;
    hash = take_bytes(&row);
    if (hash.len == MERKLE_HASH_BYTES)
        memcpy(kept.at, hash.at, MERKLE_HASH_BYTES);
    return kept;
}

static void check_entry(struct verify *v, const struct registry_entry *e, int64_t expected)
{
    uint8_t digest[CRYPTO_SHA256_BYTES];
    struct arena *a = v->ctx->arena;

    if (e->number != expected)
        verify_breach(v, "I3 entries are numbered without gaps",
            arena_printf(a, "%lld", (long long)expected));
    crypto_sha256(arena_join(a, e->salt, e->content), digest);
    if (!str_eq(e->digest, (str){(const char *)digest, sizeof(digest)}))
        verify_breach(v, "I17 an entry is what its digest says",
            arena_printf(a, "%lld", (long long)e->number));
}

/* The tree made again from the leaves alone, kept as its complete subtrees' roots. */
struct frontier {
    struct merkle_hash at[MERKLE_PROOF_MAX];
    int64_t size;
};

static void check_node(
    struct verify *v, int level, int64_t position, const struct merkle_hash *made)
{
    struct merkle_hash kept = kept_node(v, level, position);

    if (memcmp(&kept, made, sizeof(kept)) != 0)
        verify_breach(v, "I17 a node of the log is the hash of what is under it",
            arena_printf(v->ctx->arena, "%d %lld", level, (long long)position));
}

/* Adds a leaf; it and each subtree that it completes must be what is kept. */
static void frontier_add(struct verify *v, struct frontier *f, struct merkle_hash node)
{
    int64_t n = f->size++;
    int level = 0;

    check_node(v, 0, n, &node);
    for (; (n & 1) != 0; n >>= 1) {
        node = merkle_node(&f->at[level++], &node);
        check_node(v, level, n >> 1, &node);
    }
    f->at[level] = node;
}

static struct merkle_hash frontier_root(const struct frontier *f)
{
    struct merkle_hash root = merkle_empty_root();
    bool any = false;

    for (int level = 0; level < MERKLE_PROOF_MAX - 1; level++) {
        if (((f->size >> level) & 1) == 0)
            continue;
        root = any ? merkle_node(&f->at[level], &root) : f->at[level];
        any = true;
    }
    return root;
}

static err check_entries(struct verify *v)
{
    struct frontier tree = {.size = 0};
    struct merkle_hash made, kept;
    int64_t size;
    size_t count;

    TRY(registry_size(v->ctx, &size));
    do {
        struct arena_mark mark = arena_mark(v->ctx->arena);
        int64_t before = v->count;
        struct db_rows rows;
        struct db_row row;

        TRY(db_list(v->ctx, SQL_registry_entry_page, &rows, text(v->ctx->region), i64(tree.size),
            i64(VERIFY_PAGE)));
        count = rows.count;
        while (db_next(&rows, &row)) {
            struct registry_entry e;

            registry_take_entry(&row, &e);
            check_entry(v, &e, tree.size + 1);
            frontier_add(v, &tree, merkle_leaf(e.digest));
        }
        if (v->count == before)
            arena_rewind(v->ctx->arena, mark);
    } while (count == VERIFY_PAGE && v->count < VERIFY_BREACHES_MAX);
    if (tree.size != size) {
        verify_breach(v, "I17 the log is as long as the book",
            arena_printf(v->ctx->arena, "%lld %lld", (long long)tree.size, (long long)size));
        return OK;
    }
    made = frontier_root(&tree);
    if (size > 0 &&
        (registry_root(v->ctx, size, &kept) != OK || memcmp(&made, &kept, sizeof(made)) != 0))
        verify_breach(v, "I17 the root is the hash of all leaves", v->ctx->region);
    return OK;
}

err registry_verify(struct ctx *ctx, struct registry_breach **ret)
{
    struct verify v = {.ctx = ctx};

    TRY(verify_shares(&v));
    TRY(check_entries(&v));
    TRY(verify_fold(&v));
    *ret = v.first;
    return registry_check_all(ctx, registry_checks, COUNT(registry_checks), ret);
}
