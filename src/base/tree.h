/* A JSON value in an arena: what a reply is built of and what a request is parsed into. Objects
 * keep the order in which members were added, so printing is deterministic and may be hashed. */
#pragma once

#include "base/arena.h"
#include "base/buf.h"

enum tree_kind { TREE_NULL, TREE_BOOL, TREE_I64, TREE_REAL, TREE_TEXT, TREE_LIST, TREE_OBJECT };

struct tree {
    struct arena *arena;
    enum tree_kind kind;
    str key;        /* name within the parent object; empty in a list */
    str text;       /* TREE_TEXT; of a TREE_REAL that we made, its digits */
    int64_t number; /* TREE_I64 and TREE_BOOL */
    double real;    /* TREE_REAL: only ever read from outside, never a rule's input */
    struct tree *first, *last, *next;
    size_t count;
};

/* Building. A NULL parent is never allowed; key is ignored when the parent is a list. Keys and
 * texts are kept as they are given, not copied: they must live as long as the tree. */
struct tree *tree_new(struct arena *a, enum tree_kind kind);
struct tree *tree_object(struct tree *parent, str key);
struct tree *tree_list(struct tree *parent, str key);
void tree_text(struct tree *parent, str key, str value);
void tree_i64(struct tree *parent, str key, int64_t value);
void tree_bool(struct tree *parent, str key, bool value);
void tree_null(struct tree *parent, str key);
/* Text when not empty, null when empty. */
void tree_text_or_null(struct tree *parent, str key, str value);
void tree_i64_or_null(struct tree *parent, str key, int64_t value); /* null when 0 or less */
/* The number units / 10^places, printed exactly (base/decimal.h). */
void tree_decimal(struct tree *parent, str key, int64_t units, int places);
/* Appends a copy of `value` (deep) under `key`. */
void tree_copy(struct tree *parent, str key, const struct tree *value);
/* A deep copy that stands alone. */
void tree_copy_into(struct arena *a, const struct tree *value, struct tree **ret);

/* Reading. Missing or of another kind: NULL, the empty str, the fallback. */
const struct tree *tree_get(const struct tree *object, str key);
str tree_get_text(const struct tree *object, str key);
int64_t tree_get_i64(const struct tree *object, str key, int64_t fallback);
bool tree_get_bool(const struct tree *object, str key, bool fallback);
/* A number as whole units of 10^-places; false when it is none or does not fit. */
bool tree_to_decimal(const struct tree *t, int places, int64_t *ret);

/* Printing: compact JSON, UTF-8 as it is, control characters escaped. */
void tree_print(const struct tree *t, struct buf *out);
/* The same for people: a line a member, two blanks a level, and a newline at the end. */
void tree_print_lines(const struct tree *t, struct buf *out);
str tree_to_json(const struct tree *t); /* in the tree's own arena */

/* Parses JSON: strict UTF-8, no duplicate keys, depth at most 32, nothing after the value. On
 * E_INVALID *ret_fault is a sentence with the line and column. E_TOO_LARGE when it does not fit
 * into the arena. */
MUST_CHECK err tree_parse(struct arena *a, str json, struct tree **ret, str *ret_fault);
