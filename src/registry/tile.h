/* The log as files that anybody may copy (C2SP tlog-tiles): how a tile is named and what its bytes
 * are. A tile holds up to 256 neighbouring hashes of one level of the tree, and a level of tiles
 * stands for eight levels of the tree; a bundle holds the entries themselves. Pure. */
#pragma once

#include "registry/merkle.h"

#define TILE_HEIGHT 8
#define TILE_WIDTH 256
#define TILE_LEVELS 8 /* of which a tree with a 63-bit size has hashes */

struct tile_name {
    bool entries;  /* a bundle of entries; then level is 0 */
    int level;     /* 0 .. 63; its hashes are the tree's of level 8 * level */
    int64_t index; /* place among the tiles of the level */
    int width;     /* 1 .. 255 of a partial tile, TILE_WIDTH of a full one */
};

/* "0/x001/x234/067.p/12" or "entries/000": what follows "tile/". False unless it is the one
 * spelling of a name that may exist. */
bool tile_name_read(str path, struct tile_name *ret);
str tile_name_print(struct arena *a, const struct tile_name *name);
/* The place of the tile's first hash (or entry) among those of its level. */
int64_t tile_first(const struct tile_name *name);

/* One entry as it stands in a bundle: its length in 16 bits, big-endian, and its bytes. */
str tile_entry_print(struct arena *a, str entry);
/* Cuts the next entry off *bundle. False when it is cut short. */
bool tile_entry_cut(str *bundle, str *ret);

/* The right edge of a tree: of each tile level the hashes that are in no full tile yet. It is all
 * that is needed to append leaves, so that a copy of a log grows without being read again. */
struct tile_edge {
    int64_t size;
    struct merkle_hash hash[TILE_LEVELS][TILE_WIDTH];
};

/* A tile that adding a leaf has filled; in the edge until the next leaf comes. */
struct tile_full {
    int level;
    int64_t index;
};

/* Adds one leaf. Fills ret[0 .. *ret_count-1] (TILE_LEVELS at most) with the tiles that became
 * full; their hashes are edge->hash[level]. E_INVALID when the tree is as large as it may be. */
MUST_CHECK err tile_edge_add(struct tile_edge *edge, const struct merkle_hash *leaf,
    struct tile_full ret[TILE_LEVELS], size_t *ret_count);
/* The root of the tree whose edge this is. */
MUST_CHECK err tile_edge_root(struct tile_edge *edge, struct merkle_hash *ret);
/* Of a level, the tile that is not full: false when there is none. */
bool tile_edge_partial(const struct tile_edge *edge, int level, struct tile_name *ret);
