/* Proofs for outsiders: that an entry is in the log, and that the log only grew. */
#include "registry/registry_store.h"

static void show_hashes(struct tree *list, const struct merkle_proof *proof)
{
    for (size_t i = 0; i < proof->count; i++)
        tree_text(list, S(""),
            crypto_hex(list->arena, (str){(const char *)proof->hash[i].at, MERKLE_HASH_BYTES}));
}

static void show_root(struct tree *out, int64_t size, const struct merkle_hash *root)
{
    tree_i64(out, S("size"), size);
    tree_text(
        out, S("root"), crypto_hex(out->arena, (str){(const char *)root->at, MERKLE_HASH_BYTES}));
}

err registry_proof_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_proof_in *in = arg;
    struct registry_entry entry;
    struct merkle_proof proof;
    struct merkle_hash root;
    int64_t size;

    if (!str_eq(in->region, ctx->region))
        return E_MISSING;
    TRY(registry_entry_get(ctx, in->number, &entry));
    TRY(registry_size(ctx, &size));
    if (in->size > size)
        return E_MISSING;
    size = in->size > 0 ? in->size : size;
    TRY(registry_root(ctx, size, &root));
    TRY(registry_prove(ctx, in->number, size, &proof));
    tree_i64(out, S("number"), entry.number);
    tree_text(out, S("digest"), crypto_hex(ctx->arena, entry.digest));
    show_root(out, size, &root);
    show_hashes(tree_list(out, S("proof")), &proof);
    return OK;
}

err registry_growth_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_growth_in *in = arg;
    struct merkle_proof proof;
    struct merkle_hash root;
    int64_t size;

    TRY(registry_size(ctx, &size));
    if (!str_eq(in->region, ctx->region) || in->to > size || in->from > in->to)
        return E_MISSING;
    TRY(registry_root(ctx, in->to, &root));
    TRY(registry_prove_growth(ctx, in->from, in->to, &proof));
    show_root(out, in->to, &root);
    show_hashes(tree_list(out, S("proof")), &proof);
    return OK;
}
