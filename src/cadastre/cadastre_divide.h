/* A split or merge on its way; for this folder alone. */
#pragma once

#include "cadastre/cadastre_store.h"
#include "registry/registry.h"

struct cadastre_division {
    const struct cadastre_order *order;
    bool is_split;
    struct cadastre_limits limits;
    struct registry_page *parents; /* locked, in the order of their codes */
    size_t parents_count;
    struct registry_page *servient; /* that bear an easement for a parent; locked with them */
    size_t servient_count;
    int64_t area_before, area_after;
    int64_t position; /* of the next entry among those of its filing */
    int64_t first_entry;
    struct tree *parents_out, *children_out, *easements_out;
    struct registry_page *after; /* a plan: the pages as they will stand; NULL: it is carried out */
    size_t after_count;
};

/* Reads the parents that are there, with or without their locks, and the limits of today. */
MUST_CHECK err cadastre_division_begin(
    struct ctx *ctx, struct cadastre_division *d, const struct cadastre_order *order, bool lock);
/* All that stands against it, from the pages and from the survey. */
MUST_CHECK err cadastre_division_look(struct ctx *ctx, struct cadastre_division *d);
/* The entries; planned on pages of memory where there is an `after`. */
MUST_CHECK err cadastre_division_enter(struct ctx *ctx, struct cadastre_division *d);

/* Everything that stands against it, from the pages alone: collected with why_add. Pure. */
void cadastre_division_check(struct ctx *ctx, struct cadastre_division *d);
/* The parent that the right, of another's page, is an easement for; NULL when there is none. */
const struct registry_page *cadastre_division_served(
    const struct cadastre_division *d, const struct registry_right *r);
/* Land without a house on it (W00000000): the parcel itself is the unit. */
bool cadastre_is_land(str unit);
/* Where a finding on a parent or child stands: `list` is "parents" or "children". */
str cadastre_division_field(
    struct ctx *ctx, const struct cadastre_division *d, const char *list, size_t i);
/* Where one on all of them stands: "kind", "parents", "children" of the order. */
str cadastre_division_list(const struct cadastre_division *d, const char *list);
