/* Which texts came before: their hashes, in a table that grows. */
#include "legacy/legacy_internal.h"

#define FIRST_ROOM ((size_t)1 << 12)

static uint64_t hash_of(str s)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
    hash = (hash ^ hash >> 31) * UINT64_C(0x9E3779B97F4A7C15);
    hash ^= hash >> 29;
    return hash != 0 ? hash : 1;
}

static size_t slot_of(const struct legacy_seen *s, uint64_t hash)
{
    size_t at = (size_t)hash & (s->room - 1);

    while (s->slots[at] != 0 && s->slots[at] != hash)
        at = (at + 1) & (s->room - 1);
    return at;
}

static void grow(struct legacy_seen *s)
{
    struct legacy_seen old = *s;

    s->room = old.room > 0 ? old.room * 2 : FIRST_ROOM;
    s->slots = ARENA_MANY(s->arena, s->room, uint64_t);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i] != 0)
            s->slots[slot_of(s, old.slots[i])] = old.slots[i];
}

bool legacy_seen_has(const struct legacy_seen *s, str text)
{
    return s->room > 0 && s->slots[slot_of(s, hash_of(text))] != 0;
}

void legacy_seen_add(struct legacy_seen *s, str text)
{
    uint64_t hash = hash_of(text);
    size_t at;

    if (s->count * 2 >= s->room)
        grow(s);
    at = slot_of(s, hash);
    s->count += s->slots[at] == 0;
    s->slots[at] = hash;
}
