/* 材料: files kept by their hash, outside the store, written and synced before the row that names
 * them is committed. The same file again is one file. */
#pragma once

#include "base/input.h"

#define RULE RULE_DECLARE
#include "paper/paper.def"
#undef RULE

#define PAPER_SIZE_MAX ((int64_t)20 << 20)

/* Where files lie; part of the process, given once. */
struct paper_store {
    const char *dir;
};

/* Writes the file below the store's folder unless it is there; *ret_hash is its SHA-256, hex. */
MUST_CHECK err paper_keep(
    struct arena *a, const struct paper_store *store, str content, str *ret_hash);
MUST_CHECK err paper_read(struct arena *a, const struct paper_store *store, str hash, str *ret);
/* The type by content, never by name: application/pdf, image/png, image/jpeg; empty for others. */
str paper_type(str content);
/* Notes a kept file in the store. */
MUST_CHECK err paper_note(struct ctx *ctx, str hash, str type, int64_t size);
MUST_CHECK err paper_is_stored(struct ctx *ctx, str hash, bool *ret);
MUST_CHECK err paper_get(struct ctx *ctx, str hash, str *ret_type, int64_t *ret_size);
