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
    int64_t area_before, area_after;
    int64_t position; /* of the next entry among those of its filing */
    struct tree *parents_out, *children_out;
};

/* Everything that stands against it, from the pages alone: collected with why_add. Pure. */
void cadastre_division_check(struct ctx *ctx, struct cadastre_division *d);
/* Land without a house on it (W00000000): the parcel itself is the unit. */
bool cadastre_is_land(str unit);
