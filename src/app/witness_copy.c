/* The witness's copy of a log: files that any other copy of the log can be compared with. The
 * checkpoint is written last, so that what it speaks of is there. */
#include "app/witness.h"
#include "base/file.h"
#include "base/when.h"

#include <string.h>

#define TILE_FILE_MAX ((size_t)1 << 20)

static const char *path_of(struct witness *w, const struct tile_name *name)
{
    return arena_printf(
        w->arena, "%.*s/tile/%.*s", STR(w->dir), STR(tile_name_print(w->arena, name)))
        .at;
}

static const char *path_in(struct witness *w, const char *name)
{
    return arena_printf(w->arena, "%.*s/%s", STR(w->dir), name).at;
}

err witness_copy_put(struct witness *w, const struct tile_name *name, str content)
{
    str path = str_of(path_of(w, name)), folder = path;

    while (folder.len > 0 && folder.at[folder.len - 1] != '/')
        folder.len--;
    TRY(file_make_dir(w->arena, arena_z(w->arena, folder)));
    return file_write(w->arena, path.at, content);
}

/* ---- reading ---- */

static err read_edge(struct witness *w, int level)
{
    struct tile_name name;
    str content;

    if (!tile_edge_partial(w->edge, level, &name))
        return OK;
    TRY(file_read(w->arena, path_of(w, &name), TILE_FILE_MAX, &content));
    if (content.len != (size_t)name.width * MERKLE_HASH_BYTES)
        return E_INVALID;
    memcpy(w->edge->hash[level], content.at, content.len);
    return OK;
}

err witness_copy_open(struct witness *w)
{
    struct merkle_hash root;

    w->edge = ARENA_NEW(w->arena, struct tile_edge);
    w->edge->size = w->kept.size;
    for (int level = 0; level < TILE_LEVELS; level++)
        TRY(read_edge(w, level));
    if (w->kept.size == 0)
        return OK;
    TRY(tile_edge_root(w->edge, &root));
    return memcmp(&root, &w->kept.root, sizeof(root)) == 0 ? OK : E_INVALID;
}

err witness_copy_bundle(struct witness *w, const struct tile_name *name, str *ret)
{
    struct tile_name kept = {
        .entries = true, .index = name->index, .width = (int)(w->kept.size - tile_first(name))};

    *ret = (str){0};
    if (kept.width <= 0 || w->kept.size == 0)
        return OK;
    return file_read(w->arena, path_of(w, &kept), TILE_FILE_MAX, ret);
}

/* ---- growing ---- */

static str hashes_of(const struct tile_edge *edge, const struct tile_name *name)
{
    return (str){(const char *)edge->hash[name->level], (size_t)name->width * MERKLE_HASH_BYTES};
}

err witness_copy_add(struct witness *w, str entry)
{
    struct merkle_hash leaf = merkle_leaf(entry);
    struct tile_full full[TILE_LEVELS];
    size_t count;

    TRY(tile_edge_add(w->edge, &leaf, full, &count));
    for (size_t i = 0; i < count; i++) {
        struct tile_name name = {
            .level = full[i].level, .index = full[i].index, .width = TILE_WIDTH};

        TRY(witness_copy_put(w, &name, hashes_of(w->edge, &name)));
    }
    return OK;
}

/* The partial tiles of a smaller tree that the present one does not need. */
static void remove_outgrown(struct witness *w)
{
    struct tile_edge *before = ARENA_NEW(w->arena, struct tile_edge);

    before->size = w->kept.size;
    for (int level = 0; level < TILE_LEVELS; level++) {
        struct tile_name old, now;

        (void)tile_edge_partial(w->edge, level, &now);
        if (!tile_edge_partial(before, level, &old) ||
            (old.index == now.index && old.width == now.width))
            continue;
        file_remove(path_of(w, &old));
        old.entries = true;
        if (level == 0)
            file_remove(path_of(w, &old));
    }
}

err witness_copy_close(struct witness *w, str cosigned_note)
{
    struct tile_name name;

    for (int level = 0; level < TILE_LEVELS; level++)
        if (tile_edge_partial(w->edge, level, &name))
            TRY(witness_copy_put(w, &name, hashes_of(w->edge, &name)));
    TRY(file_write(w->arena, path_in(w, "checkpoint"), cosigned_note));
    remove_outgrown(w);
    return OK;
}

/* ---- evidence ---- */

err witness_keep_evidence(struct witness *w, str *ret)
{
    str now = when_print(w->arena, when_now_ms());
    str text = arena_printf(w->arena,
        "%.*s\n%.*s\n\n==== what was cosigned before ====\n%.*s\n==== what the log says now ====\n"
        "%.*s",
        STR(now), STR(w->fault), STR(w->kept_note), STR(w->served_note));

    *ret = arena_printf(w->arena, "%.*s/evidence-%lld.txt", STR(w->dir), (long long)when_now_ms());
    return file_create(ret->at, text);
}
