/* A hash map from text to a pointer, in an arena; it grows and never shrinks. One thread at a time.
 */
#pragma once

#include "base/arena.h"

struct map_slot {
    uint64_t hash;
    str key;
    void *value; /* NULL: the slot is free */
};

struct map {
    struct arena *arena;
    struct map_slot *slots;
    size_t room; /* a power of two */
    size_t count;
};

void map_init(struct map *m, struct arena *a);
/* NULL when there is none. */
void *map_get(const struct map *m, str key);
/* Adds or replaces. A new key is kept as it is and must live as long as the map; `value` must not
 * be NULL. */
void map_put(struct map *m, str key, void *value);
