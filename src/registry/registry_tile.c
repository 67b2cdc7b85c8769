/* The region's log for outsiders, from its rows: tiles, cosignatures, the head hashed with SM3. */
#include "registry/registry_log.h"
#include "registry/registry_store.h"
#include "registry/sm3_tree.h"

#include <string.h>

#define RULE RULE_DEFINE
#include "registry/registry_log.def"
#undef RULE

#define INPUT_HERE struct registry_tile_in
INPUT_TABLE(registry_tile_in, REGISTRY_TILE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_cosign_in
INPUT_TABLE(registry_cosign_in, REGISTRY_COSIGN_IN)
#undef INPUT_HERE

#define ENTRY_BYTES_MAX 100
#define SM3_PAGE 5000

err registry_head(struct ctx *ctx, struct checkpoint *ret)
{
    TRY(registry_size(ctx, &ret->size));
    return registry_root(ctx, ret->size, &ret->root);
}

/* ---- tiles ---- */

static err list_tile(struct ctx *ctx, const struct tile_name *name, struct db_rows *ret)
{
    int64_t first = tile_first(name), end = first + name->width;

    if (name->entries)
        return db_list(
            ctx, SQL_registry_tile_digests, ret, text(ctx->region), i64(first), i64(end));
    return db_list(ctx, SQL_registry_tile_hashes, ret, text(ctx->region),
        i64(INT64_C(1) * TILE_HEIGHT * name->level), i64(first), i64(end));
}

err registry_tile(struct ctx *ctx, const struct tile_name *name, str *ret)
{
    struct db_rows rows;
    struct db_row row;
    struct buf out;

    if (name->level >= TILE_LEVELS)
        return E_MISSING;
    TRY(list_tile(ctx, name, &rows));
    if (rows.count != (size_t)name->width)
        return E_MISSING;
    buf_init(&out, ctx->arena, (size_t)TILE_WIDTH * ENTRY_BYTES_MAX);
    while (db_next(&rows, &row)) {
        str one = take_bytes(&row);

        if (one.len != MERKLE_HASH_BYTES)
            return E_FAULT;
        buf_add(&out, name->entries ? tile_entry_print(ctx->arena, one) : one);
    }
    *ret = buf_str(&out);
    return OK;
}

/* ---- cosignatures ---- */

err registry_cosign(
    struct ctx *ctx, const struct checkpoint *c, const struct registry_cosignature *cosignature)
{
    struct merkle_hash root;
    int64_t size;

    TRY(registry_size(ctx, &size));
    if (c->size <= size)
        TRY(registry_root(ctx, c->size, &root));
    if (c->size > size || memcmp(&root, &c->root, sizeof(root)) != 0) {
        why_add(
            ctx, &LOG_OTHER_ROOT, S("note"), arena_printf(ctx->arena, "%lld", (long long)c->size));
        return E_REFUSED;
    }
    return db_put(ctx, SQL_registry_cosignature_put, text(ctx->region), i64(c->size),
        text(cosignature->witness),
        bytes(arena_str(ctx->arena, (str){(const char *)c->root.at, MERKLE_HASH_BYTES})),
        text(cosignature->line), i64(cosignature->time_s * 1000));
}

err registry_cosignatures(struct ctx *ctx, const struct checkpoint *c, str *ret_lines)
{
    str root = {(const char *)c->root.at, MERKLE_HASH_BYTES};
    struct db_rows rows;
    struct db_row row;

    *ret_lines = (str){0};
    TRY(db_list(ctx, SQL_registry_cosignature_of, &rows, text(ctx->region), i64(c->size)));
    while (db_next(&rows, &row)) {
        str line = take_text(&row);

        if (str_eq(take_bytes(&row), root))
            *ret_lines = arena_join(ctx->arena, *ret_lines, line);
    }
    return OK;
}

err registry_cosigned_head(struct ctx *ctx, struct checkpoint *ret)
{
    struct db_row row;
    str root;

    TRY(db_get(ctx, SQL_registry_cosignature_newest, &row, text(ctx->region)));
    ret->size = take_i64(&row);
    root = take_bytes(&row);
    return merkle_hash_of(root, &ret->root) ? OK : E_FAULT;
}

/* ---- SM3 ---- */

err registry_sm3_kept(struct ctx *ctx, struct sm3_tree *ret)
{
    struct db_row row;
    bool found;
    int64_t size;
    str edge;

    *ret = (struct sm3_tree){.size = 0};
    TRY(db_find(ctx, SQL_registry_sm3_get, &row, &found, text(ctx->region)));
    if (!found)
        return OK;
    size = take_i64(&row);
    edge = take_bytes(&row);
    return sm3_tree_read(size, edge, ret) ? OK : E_FAULT;
}

static err add_entries(struct ctx *ctx, struct sm3_tree *t, int64_t end)
{
    struct arena_mark mark = arena_mark(ctx->arena);

    while (t->size < end) {
        int64_t until = end - t->size > SM3_PAGE ? t->size + SM3_PAGE : end;
        struct db_rows rows;
        struct db_row row;

        TRY(db_list(
            ctx, SQL_registry_tile_digests, &rows, text(ctx->region), i64(t->size), i64(until)));
        if (rows.count != (size_t)(until - t->size))
            return E_FAULT;
        while (db_next(&rows, &row))
            sm3_tree_add(t, take_bytes(&row));
        arena_rewind(ctx->arena, mark);
    }
    return OK;
}

err registry_sm3_head(struct ctx *ctx, struct checkpoint *ret, bool *ret_behind)
{
    struct sm3_tree t;
    int64_t size;

    TRY(registry_size(ctx, &size));
    TRY(registry_sm3_kept(ctx, &t));
    ret->size = t.size;
    ret->root = sm3_tree_root(&t);
    *ret_behind = t.size < size;
    return OK;
}

err registry_sm3_grow(struct ctx *ctx)
{
    struct sm3_tree t;
    int64_t size, end;

    TRY(registry_size(ctx, &size));
    TRY(registry_sm3_kept(ctx, &t));
    end = size - t.size > REGISTRY_SM3_STEP ? t.size + REGISTRY_SM3_STEP : size;
    if (end <= t.size)
        return OK;
    TRY(add_entries(ctx, &t, end));
    return db_put(ctx, SQL_registry_sm3_put, text(ctx->region), i64(t.size),
        bytes(sm3_tree_print(ctx->arena, &t)));
}
