/* The whole book checked: invariants by query, every entry's digest and leaf, the root of the tree,
 * and the rights as the fold of the entries. */
#include "registry/registry_verify.h"
#include "registry/sm3_tree.h"

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

void registry_breach_add(struct ctx *ctx, str invariant, str detail, struct registry_breach **list)
{
    struct registry_breach *b = ARENA_NEW(ctx->arena, struct registry_breach);

    b->invariant = arena_str(ctx->arena, invariant);
    b->detail = arena_str(ctx->arena, detail);
    b->next = *list;
    *list = b;
}

err registry_check_all(struct ctx *ctx, const struct registry_check *checks, size_t count,
    struct registry_breach **list)
{
    for (size_t i = 0; i < count; i++) {
        struct db_rows rows;
        struct db_row row;

        TRY(db_list(ctx, (enum sql)checks[i].sql, &rows, text(ctx->region)));
        while (db_next(&rows, &row))
            registry_breach_add(ctx, str_of(checks[i].invariant), take_text(&row), list);
    }
    return OK;
}

#define BROKEN_PAGES_MAX 4

void registry_place_keep(struct registry_place *place, str subject, int64_t number)
{
    size_t len = subject.len < sizeof(place->kept) ? subject.len : sizeof(place->kept);

    for (size_t i = 0; i < len; i++)
        place->kept[i] = subject.at[i];
    place->subject = (str){place->kept, len};
    place->number = number;
}

err registry_check_pages(struct ctx *ctx, registry_check_page *check, void *arg, size_t page,
    struct registry_breach **list)
{
    struct registry_place place = {.subject = S("")};
    size_t count, broken = 0;

    do {
        struct arena_mark mark = arena_mark(ctx->arena);
        struct registry_breach *before = *list;

        TRY(check(ctx, arg, &place, &count, list));
        if (*list == before)
            arena_rewind(ctx->arena, mark);
        else if (++broken == BROKEN_PAGES_MAX)
            return OK;
    } while (count == page);
    return OK;
}

static const struct registry_check registry_checks[] = {
    {SQL_registry_check_foreign, "I1 a unit stands in the book of its region"},
    {SQL_registry_check_closed, "I1 nothing lives in a closed unit"},
    {SQL_registry_check_order, "I9 ranks follow the order of entry"},
    {SQL_registry_check_holderless, "I2 a right has holders"},
    {SQL_registry_check_holder_order, "I2 holders are numbered without gaps"},
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

/* The tree hashed with SM3, made again beside the other. */
struct sm3_check {
    struct sm3_tree made, kept;
    bool broken;
};

static err sm3_begin(struct verify *v, struct sm3_check *c)
{
    err e = registry_sm3_kept(v->ctx, &c->kept);

    c->made = (struct sm3_tree){.size = 0};
    c->broken = e == E_FAULT;
    return c->broken ? OK : e;
}

static void sm3_add(struct sm3_check *c, str digest)
{
    struct merkle_hash made, kept;

    sm3_tree_add(&c->made, digest);
    if (c->made.size != c->kept.size)
        return;
    made = sm3_tree_root(&c->made);
    kept = sm3_tree_root(&c->kept);
    c->broken = c->broken || memcmp(&made, &kept, sizeof(made)) != 0;
}

static void sm3_end(struct verify *v, struct sm3_check *c)
{
    if (c->broken || c->kept.size > c->made.size)
        verify_breach(v, "I17 the log hashed with SM3 has the same entries",
            arena_printf(v->ctx->arena, "%lld", (long long)c->kept.size));
}

/* -1 when the book is gone, which is no length that a log has. */
static err book_size(struct verify *v, int64_t *ret)
{
    err e = registry_size(v->ctx, ret);

    if (e == E_MISSING)
        *ret = -1;
    return e == E_MISSING ? OK : e;
}

/* Nodes that are too many stand where no subtree is: every one that is due has been compared. */
static err check_count(struct verify *v, int64_t size)
{
    struct db_row row;
    int64_t kept, due = 0;

    for (int64_t rest = size; rest > 0; rest /= 2)
        due += rest;
    TRY(db_get(v->ctx, SQL_registry_check_nodes, &row, text(v->ctx->region)));
    kept = take_i64(&row);
    if (kept != due)
        verify_breach(v, "I17 a node of the log is the hash of what is under it",
            arena_printf(v->ctx->arena, "%lld nodes, not %lld", (long long)kept, (long long)due));
    return OK;
}

static err check_entries(struct verify *v)
{
    struct sm3_check sm3;
    struct frontier tree = {.size = 0};
    struct merkle_hash made, kept;
    int64_t size;
    size_t count;

    TRY(book_size(v, &size));
    TRY(sm3_begin(v, &sm3));
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
            sm3_add(&sm3, e.digest);
        }
        if (v->count == before)
            arena_rewind(v->ctx->arena, mark);
    } while (count == VERIFY_PAGE && v->count < VERIFY_BREACHES_MAX);
    sm3_end(v, &sm3);
    TRY(check_count(v, tree.size));
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

static void check_cosignature(struct verify *v, int64_t size, str witness, str root)
{
    struct merkle_hash now;
    int64_t book = 0;

    if (registry_size(v->ctx, &book) == OK && size <= book &&
        registry_root(v->ctx, size, &now) == OK &&
        str_eq(root, (str){(const char *)now.at, MERKLE_HASH_BYTES}))
        return;
    verify_breach(v, "I17 what a witness cosigned is in the log",
        arena_printf(v->ctx->arena, "%.*s %lld", STR(witness), (long long)size));
}

/* root(size n) never changes once published. Who rewrote the whole store rewrote these rows too, or
 * took them out: then the witness's own copy says it. */
static err check_cosignatures(struct verify *v)
{
    int64_t size = -1;
    str witness = {0};
    size_t count;

    do {
        struct db_rows rows;
        struct db_row row;

        TRY(db_list(v->ctx, SQL_registry_check_cosignatures, &rows, text(v->ctx->region), i64(size),
            text(witness), i64(VERIFY_PAGE)));
        count = rows.count;
        while (db_next(&rows, &row)) {
            size = take_i64(&row);
            witness = take_text(&row);
            check_cosignature(v, size, witness, take_bytes(&row));
        }
    } while (count == VERIFY_PAGE && v->count < VERIFY_BREACHES_MAX);
    return OK;
}

err registry_verify(struct ctx *ctx, struct registry_breach **ret)
{
    struct verify v = {.ctx = ctx};

    TRY(verify_shares(&v));
    TRY(check_entries(&v));
    TRY(check_cosignatures(&v));
    TRY(verify_fold(&v));
    *ret = v.first;
    return registry_check_all(ctx, registry_checks, COUNT(registry_checks), ret);
}
