/* The log of a region for outsiders: heads, tiles, cosignatures, and the head hashed with SM3. */
#pragma once

#include "registry/checkpoint.h"
#include "registry/registry.h"
#include "registry/tile.h"

#define RULE RULE_DECLARE
#include "registry/registry_log.def"
#undef RULE

/* Size and root as they stand; the empty log has a root too. `ret->origin` is left alone. */
MUST_CHECK err registry_head(struct ctx *ctx, struct checkpoint *ret);
/* The bytes of a tile or bundle (C2SP tlog-tiles). E_MISSING when the log has no such tile yet. */
MUST_CHECK err registry_tile(struct ctx *ctx, const struct tile_name *name, str *ret);

/* A cosignature that was found good, for a checkpoint of this log. */
struct registry_cosignature {
    str witness, line;
    int64_t time_s;
};
/* Keeps it. E_REFUSED with LOG_OTHER_ROOT when the log's own root at that size is another. */
MUST_CHECK err registry_cosign(
    struct ctx *ctx, const struct checkpoint *c, const struct registry_cosignature *cosignature);
/* The cosignature lines under exactly this checkpoint, joined; empty when there is none. */
MUST_CHECK err registry_cosignatures(struct ctx *ctx, const struct checkpoint *c, str *ret_lines);
/* The largest checkpoint that a witness signed: its size and root. E_MISSING when there is none. */
MUST_CHECK err registry_cosigned_head(struct ctx *ctx, struct checkpoint *ret);

/* The head over the same entries with SM3 (GB/T 32905) in place of SHA-256, as far as they have
 * been hashed: ret->size. *ret_behind: entries have been recorded since. */
MUST_CHECK err registry_sm3_head(struct ctx *ctx, struct checkpoint *ret, bool *ret_behind);
/* Hashes on, REGISTRY_SM3_STEP entries at most, so that a long log is caught up with in steps. */
#define REGISTRY_SM3_STEP 50000
MUST_CHECK err registry_sm3_grow(struct ctx *ctx);

/* GET /log/{region}/tile/... */
#define REGISTRY_TILE_IN(F, O, L)                                                                  \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, tile, 1, 40, "瓦片名：层/序号，或 entries/序号，可带 .p/宽度",                         \
        "name of a tile: LEVEL/INDEX or entries/INDEX, with .p/WIDTH when partial")
/* POST /log/{region}/cosignatures */
#define REGISTRY_COSIGN_IN(F, O, L)                                                                \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, note, 1, 20000, "已会签的检查点（签名注记全文）",                                      \
        "the cosigned checkpoint, a signed note")
INPUT(registry_tile_in, REGISTRY_TILE_IN)
INPUT(registry_cosign_in, REGISTRY_COSIGN_IN)
