/* Names and bytes of tiles, and a tree that grows by its right edge alone. */
#include "registry/tile.h"

#include <string.h>

#define LEVEL_MAX 63
#define INDEX_DIGITS_MAX 15
#define ENTRY_HEAD_BYTES 2

/* ---- names ---- */

/* A number in its one spelling, from 0 to `max`. */
static bool read_number(str text, int64_t max, int64_t *ret)
{
    if (text.len == 0 || text.at[0] == '-' || (text.len > 1 && text.at[0] == '0'))
        return false;
    return str_to_i64(text, ret) && *ret <= max;
}

static bool read_three(str digits, int64_t *value)
{
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        *value = *value * 10 + (digits.at[i] - '0');
    }
    return digits.len == 3;
}

/* x001/x234/067: groups of three digits, of which the first is not all zero unless it is alone. */
static bool read_index(str *rest, bool *ret_partial, int64_t *ret)
{
    int64_t value = 0;
    int digits = 0;

    for (;;) {
        str part = str_cut(rest, '/');
        bool more = str_starts(part, S("x"));

        *ret_partial = !more && str_ends(part, S(".p"));
        if (more)
            part = str_slice(part, 1, part.len);
        else if (*ret_partial)
            part = str_slice(part, 0, part.len - 2);
        if (!read_three(part, &value) || (digits += 3) > INDEX_DIGITS_MAX)
            return false;
        if (more && value == 0)
            return false;
        if (!more)
            break;
    }
    *ret = value;
    return true;
}

bool tile_name_read(str path, struct tile_name *ret)
{
    struct tile_name name = {.width = TILE_WIDTH};
    str rest = path, level = str_cut(&rest, '/');
    int64_t number = 0;
    bool partial = false;

    if (str_ends(path, S("/")))
        return false;
    name.entries = str_is(level, "entries");
    if (!name.entries && !read_number(level, LEVEL_MAX, &number))
        return false;
    name.level = (int)number;
    if (!read_index(&rest, &partial, &name.index))
        return false;
    if (partial) {
        if (!read_number(rest, TILE_WIDTH - 1, &number) || number == 0)
            return false;
        name.width = (int)number;
        rest = (str){0};
    }
    *ret = name;
    return rest.len == 0;
}

str tile_name_print(struct arena *a, const struct tile_name *name)
{
    str text = arena_printf(a, "%03lld", (long long)(name->index % 1000));

    for (int64_t rest = name->index / 1000; rest > 0; rest /= 1000)
        text = arena_printf(a, "x%03lld/%.*s", (long long)(rest % 1000), STR(text));
    if (name->entries)
        text = arena_join(a, S("entries/"), text);
    else
        text = arena_printf(a, "%d/%.*s", name->level, STR(text));
    return name->width == TILE_WIDTH ? text : arena_printf(a, "%.*s.p/%d", STR(text), name->width);
}

int64_t tile_first(const struct tile_name *name)
{
    return name->index * TILE_WIDTH;
}

/* ---- entries ---- */

str tile_entry_print(struct arena *a, str entry)
{
    char head[ENTRY_HEAD_BYTES] = {(char)(uint8_t)(entry.len >> 8), (char)(uint8_t)entry.len};

    return arena_join(a, (str){head, sizeof(head)}, entry);
}

bool tile_entry_cut(str *bundle, str *ret)
{
    size_t len;

    if (bundle->len < ENTRY_HEAD_BYTES)
        return false;
    len = (size_t)(uint8_t)bundle->at[0] << 8 | (uint8_t)bundle->at[1];
    if (bundle->len - ENTRY_HEAD_BYTES < len)
        return false;
    *ret = str_slice(*bundle, ENTRY_HEAD_BYTES, len);
    *bundle = str_slice(*bundle, ENTRY_HEAD_BYTES + len, bundle->len);
    return true;
}

/* ---- the edge ---- */

/* How many hashes of a tile level a tree of `size` leaves has. */
static int64_t hashes_of(int64_t size, int level)
{
    return level >= TILE_LEVELS ? 0 : size >> (TILE_HEIGHT * level);
}

/* Hashes between two tile levels are made from those of the lower one. What a growing tree asks
 * for lies in the last tile, which the edge has. */
static err edge_fetch(void *from, int level, int64_t index, struct merkle_hash *ret)
{
    const struct tile_edge *edge = from;
    int above = level % TILE_HEIGHT, below = level / TILE_HEIGHT;
    struct merkle_hash made[TILE_WIDTH];
    int64_t first = index << above;
    size_t count = (size_t)1 << above;

    if (below >= TILE_LEVELS)
        return E_INVALID;
    memcpy(made, &edge->hash[below][first % TILE_WIDTH], count * sizeof(made[0]));
    for (; count > 1; count /= 2)
        for (size_t i = 0; i < count / 2; i++)
            made[i] = merkle_node(&made[2 * i], &made[2 * i + 1]);
    *ret = made[0];
    return OK;
}

static err edge_store(void *to, int level, int64_t index, const struct merkle_hash *hash)
{
    struct tile_edge *edge = to;

    if (level % TILE_HEIGHT != 0)
        return OK;
    if (level / TILE_HEIGHT >= TILE_LEVELS)
        return E_INVALID;
    edge->hash[level / TILE_HEIGHT][index % TILE_WIDTH] = *hash;
    return OK;
}

err tile_edge_add(struct tile_edge *edge, const struct merkle_hash *leaf,
    struct tile_full ret[TILE_LEVELS], size_t *ret_count)
{
    *ret_count = 0;
    TRY(merkle_append(edge->size, leaf, edge_fetch, edge_store, edge));
    edge->size++;
    for (int level = 0; level < TILE_LEVELS; level++) {
        int64_t hashes = hashes_of(edge->size, level);
        bool whole = edge->size % (INT64_C(1) << (TILE_HEIGHT * level)) == 0;

        if (!whole || hashes % TILE_WIDTH != 0)
            break;
        ret[(*ret_count)++] = (struct tile_full){level, hashes / TILE_WIDTH - 1};
    }
    return OK;
}

err tile_edge_root(struct tile_edge *edge, struct merkle_hash *ret)
{
    return merkle_root(edge->size, edge_fetch, edge, ret);
}

bool tile_edge_partial(const struct tile_edge *edge, int level, struct tile_name *ret)
{
    int64_t hashes = hashes_of(edge->size, level);

    *ret = (struct tile_name){
        .level = level, .index = hashes / TILE_WIDTH, .width = (int)(hashes % TILE_WIDTH)};
    return ret->width > 0;
}
