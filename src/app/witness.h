/* yichuang witness, for its own files alone: what one look at a log works with, and the copy that
 * it keeps. */
#pragma once

#include "app/app.h"
#include "http/client.h"
#include "registry/checkpoint.h"
#include "registry/tile.h"

/* What the command ends with; the last is the alarm. */
enum { WITNESS_GOOD = 0, WITNESS_FAILED = 1, WITNESS_FOUND = 3 };

struct witness {
    struct arena *arena; /* of one look */
    struct http_client *http;
    str url, region, name, dir; /* dir: the region's folder */
    struct crypto_key key;      /* the witness's own */
    str log_name;               /* whose checkpoints count */
    uint8_t log_key[CRYPTO_ED25519_PUBLIC_BYTES];
    str kept_note; /* the last checkpoint that was cosigned; empty before the first */
    struct checkpoint kept;
    struct tile_edge *edge; /* of the copy; of size kept.size until it grows */
    str served_note;        /* what the log says now */
    struct checkpoint served;
    str fault; /* why a look failed, or what it found */
};

/* The copy of the log in its folder: tiles and bundles by their C2SP names, checkpoint beside. */
/* Reads the copy's edge: E_MISSING when a file is gone, E_INVALID when the copy does not lead to
 * the root that was cosigned. */
MUST_CHECK err witness_copy_open(struct witness *w);
/* The bundle as it was copied, of which the new one must be a continuation; empty when there is
 * none. */
MUST_CHECK err witness_copy_bundle(struct witness *w, const struct tile_name *name, str *ret);
MUST_CHECK err witness_copy_put(struct witness *w, const struct tile_name *name, str content);
/* Adds one entry to the edge and writes the tiles that it fills. */
MUST_CHECK err witness_copy_add(struct witness *w, str entry);
/* Writes what is partial, then the checkpoint, and removes what has been outgrown. */
MUST_CHECK err witness_copy_close(struct witness *w, str cosigned_note);
/* Keeps both signed checkpoints and what was found; *ret is the file's path. */
MUST_CHECK err witness_keep_evidence(struct witness *w, str *ret);
