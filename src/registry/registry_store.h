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
/* Appends the leaf of entry `number` to the region's tree. */
MUST_CHECK err registry_log_append(struct ctx *ctx, int64_t number, str digest);
/* The right as it stands in an entry's content, and back. */
void registry_write_right(const struct registry_right *right, struct tree *object);
void registry_write_unit(const struct registry_unit *unit, struct tree *object);
void registry_read_unit(const struct tree *object, struct registry_unit *ret);
void registry_read_right(struct arena *a, const struct tree *object, struct registry_right *ret);
