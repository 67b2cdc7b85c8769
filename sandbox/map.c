/* Open addressing with linear probing, at most three quarters full. */
#include "map.h"

#include <assert.h>

#define MAP_ROOM_MIN 64

void map_init(struct map *m, struct arena *a)
{
    m->arena = a;
    m->room = MAP_ROOM_MIN;
    m->count = 0;
    m->slots = ARENA_MANY(a, m->room, struct map_slot);
}

/* FNV-1a, then mixed so that the low bits depend on all of it. */
static uint64_t map_hash(str key)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * UINT64_C(0x100000001b3);
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return hash ^ (hash >> 32);
}

/* The slot of the key, or the free slot where it belongs. */
static struct map_slot *map_slot_of(const struct map *m, str key, uint64_t hash)
{
    size_t i = (size_t)hash & (m->room - 1);

    while (m->slots[i].value != NULL) {
        if (m->slots[i].hash == hash && str_eq(m->slots[i].key, key))
            return &m->slots[i];
        i = (i + 1) & (m->room - 1);
    }
    return &m->slots[i];
}

static void map_grow(struct map *m)
{
    struct map wider = {m->arena, NULL, m->room * 2, m->count};

    wider.slots = ARENA_MANY(m->arena, wider.room, struct map_slot);
    for (size_t i = 0; i < m->room; i++) {
        if (m->slots[i].value != NULL)
            *map_slot_of(&wider, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    }
    *m = wider;
}

void *map_get(const struct map *m, str key)
{
    return map_slot_of(m, key, map_hash(key))->value;
}

void map_put(struct map *m, str key, void *value)
{
    uint64_t hash = map_hash(key);
    struct map_slot *slot;

    assert(value != NULL);
    slot = map_slot_of(m, key, hash);
    if (slot->value == NULL && (m->count + 1) * 4 > m->room * 3) {
        map_grow(m);
        slot = map_slot_of(m, key, hash);
    }
    if (slot->value == NULL) {
        m->count++;
        slot->hash = hash;
        slot->key = key;
    }
    slot->value = value;
}
