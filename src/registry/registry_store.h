/* Rows of the registry, for this folder alone. */
#pragma once

#include "db/db.h"
#include "registry/registry.h"

void registry_take_unit(struct db_row *row, struct registry_unit *ret);
/* Rights with their holders from joined rows, in row order. */
MUST_CHECK err registry_take_rights(
    struct ctx *ctx, struct db_rows *rows, struct registry_right **ret, size_t *ret_count);
void registry_take_entry(struct db_row *row, struct registry_entry *ret);
MUST_CHECK err registry_store_right(struct ctx *ctx, const struct registry_right *right);
/* Puts a page's rights into their order and finds the ownership and the effective seizure. */
void registry_page_settle(struct registry_page *page);
/* Enters what has lapsed on a locked page; *page is then as it stands afterwards. `batch` as for
 * registry_batch_record. */
MUST_CHECK err registry_lapse(
    struct ctx *ctx, struct registry_batch *batch, struct registry_page *page);
/* Appends the leaf of entry `number` to the region's tree. `batch` is NULL for an entry of its own;
 * otherwise it knows the newest nodes. */
MUST_CHECK err registry_log_append(
    struct ctx *ctx, struct registry_batch *batch, int64_t number, str digest);
/* Fetches every node that appending to a log of the batch's size will ever ask for. */
MUST_CHECK err registry_log_frontier(struct ctx *ctx, struct registry_batch *batch);
/* The invariant that a page breaks ("I6"), or NULL. Pure. */
const char *registry_page_breach(struct arena *a, const struct registry_page *page);
struct sm3_tree;
/* The SM3 tree as far as it is kept. E_FAULT when what is kept is no tree. */
MUST_CHECK err registry_sm3_kept(struct ctx *ctx, struct sm3_tree *ret);
/* The right as it stands in an entry's content, and back. */
void registry_write_right(const struct registry_right *right, struct tree *object);
void registry_write_unit(const struct registry_unit *unit, struct tree *object);
void registry_read_unit(const struct tree *object, struct registry_unit *ret);
void registry_read_right(struct arena *a, const struct tree *object, struct registry_right *ret);

/* Units and rights made again from their entries. */
struct registry_fold {
    struct registry_right *rights;
    size_t count;
    struct registry_unit *units;
    size_t units_count;
};
void registry_fold_begin(struct arena *a, size_t entries, struct registry_fold *ret);
/* Applies one entry; false when its content does not parse or does not fit the entries before. */
bool registry_fold_entry(
    struct arena *a, struct registry_fold *f, const struct registry_entry *entry);
/* The unit's page as the entries folded so far leave it; the fold may go on. */
void registry_fold_page(
    struct arena *a, struct registry_fold *f, str unit, struct registry_page *ret);
struct registry_right *registry_fold_right(struct registry_fold *f, str id); /* or NULL */
struct registry_unit *registry_fold_unit(const struct registry_fold *f, str code);
