/* Hiding groups of ratings. The sets that are shown are vectors over the cells; what sums and
 * differences of them give is the space that they span. A vector drawn at random from all that are
 * orthogonal to that space is orthogonal to a set's own vector when the set lies in the space, and
 * otherwise is not, but for a chance of one in 2^61: so a set of fewer than RATING_LEAST ratings
 * that can be had is one whose numbers in that vector add up to zero. There are at most four cells
 * in such a set; two sets of two are looked for by their sums. All is counted modulo a prime, and
 * drawn from the same seed, so that the same ratings always lead to the same figures. */
#include "rating/rating_hide.h"

#include <stdlib.h>

__extension__ typedef unsigned __int128 uint128; /* holds any product of two numbers of 64 bits */

#define PRIME ((UINT64_C(1) << 61) - 1)
#define NOBODY UINT32_MAX
/* Of more cells than this that hold fewer than RATING_LEAST, not all can be looked through in the
 * time of a request: then scenes and channels are not shown. */
#define SMALL_MAX 1500

/* ---- groups that are too small, and those that would give them away ---- */

static size_t smallest(const int64_t *n, const bool *shown, size_t count)
{
    size_t found = count;

    for (size_t i = 0; i < count; i++)
        if (shown[i] && (found == count || n[i] < n[found]))
            found = i;
    return found;
}

/* The groups that are hidden must be large enough together: they are the difference of the whole
 * and all that is shown. */
static void hide_few(const int64_t *n, bool *shown, size_t count)
{
    int64_t hidden = 0;

    for (size_t i = 0; i < count; i++) {
        shown[i] = n[i] >= RATING_LEAST;
        hidden += shown[i] ? 0 : n[i];
    }
    while (hidden > 0 && hidden < RATING_LEAST) {
        size_t next = smallest(n, shown, count);

        if (next == count)
            return;
        shown[next] = false;
        hidden += n[next];
    }
}

static int64_t *sizes_of(struct arena *a, const struct rating_cells *cells, size_t by)
{
    int64_t *n = ARENA_MANY(a, cells->groups[by] + 1, int64_t);

    for (size_t i = 0; i < cells->count; i++)
        n[cells->at[i].group[by]] += cells->at[i].n;
    return n;
}

/* An office that is shown, or all that are hidden, which are office number `groups` here. */
static size_t office_of(
    const struct rating_cells *cells, const struct rating_shown *shown, size_t cell)
{
    size_t office = cells->at[cell].group[RATING_BY_OFFICE];

    return shown->group[RATING_BY_OFFICE][office] ? office : cells->groups[RATING_BY_OFFICE];
}

static void hide_officers(
    struct arena *a, const struct rating_cells *cells, struct rating_shown *shown)
{
    size_t count = cells->groups[RATING_BY_OFFICER];
    bool *some = ARENA_MANY(a, count + 1, bool);

    for (size_t office = 0; office <= cells->groups[RATING_BY_OFFICE]; office++) {
        int64_t *n = ARENA_MANY(a, count + 1, int64_t);

        for (size_t i = 0; i < cells->count; i++)
            if (office_of(cells, shown, i) == office)
                n[cells->at[i].group[RATING_BY_OFFICER]] += cells->at[i].n;
        hide_few(n, some, count);
        for (size_t i = 0; i < count; i++)
            shown->group[RATING_BY_OFFICER][i] = shown->group[RATING_BY_OFFICER][i] || some[i];
    }
}

/* ---- what can be had from all that is shown ---- */

static uint64_t add(uint64_t x, uint64_t y)
{
    uint64_t sum = x + y;

    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t negative(uint64_t x)
{
    return x == 0 ? 0 : PRIME - x;
}

static uint64_t times(uint64_t x, uint64_t y)
{
    return (uint64_t)(((uint128)x * y) % PRIME);
}

static uint64_t inverse(uint64_t x)
{
    uint64_t result = 1;

    for (uint64_t power = PRIME - 2; power > 0; power >>= 1) {
        if (power & 1)
            result = times(result, x);
        x = times(x, x);
    }
    return result;
}

/* splitmix64 */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % PRIME;
}

/* The sets that are shown, as rows over the cells, made into steps: the pivot of each row is zero
 * in all later rows. */
struct sets {
    const struct rating_cells *cells;
    const struct rating_shown *shown;
    uint64_t **row;
    size_t *pivot;
    size_t count;
};

static void keep_row(struct sets *s, uint64_t *row)
{
    size_t width = s->cells->count, at = 0;
    uint64_t scale;

    for (size_t k = 0; k < s->count; k++) {
        uint64_t much = negative(row[s->pivot[k]]);

        for (size_t i = 0; much != 0 && i < width; i++)
            row[i] = add(row[i], times(much, s->row[k][i]));
    }
    while (at < width && row[at] == 0)
        at++;
    if (at == width)
        return;
    scale = inverse(row[at]);
    for (size_t i = at; i < width; i++)
        row[i] = times(scale, row[i]);
    s->row[s->count] = row;
    s->pivot[s->count++] = at;
}

/* The leaf of the tree of offices and officers in which a cell lies: an officer who is shown, or
 * the rest of an office. */
static size_t leaf_of(const struct sets *s, size_t cell)
{
    size_t officer = s->cells->at[cell].group[RATING_BY_OFFICER];

    if (s->shown->group[RATING_BY_OFFICER][officer])
        return officer;
    return s->cells->groups[RATING_BY_OFFICER] + office_of(s->cells, s->shown, cell);
}

static void add_leaf(struct arena *a, struct sets *s, size_t leaf)
{
    uint64_t *row = ARENA_MANY(a, s->cells->count + 1, uint64_t);

    for (size_t i = 0; i < s->cells->count; i++)
        row[i] = leaf_of(s, i) == leaf;
    keep_row(s, row);
}

static void add_group(struct arena *a, struct sets *s, size_t by, size_t group)
{
    uint64_t *row = ARENA_MANY(a, s->cells->count + 1, uint64_t);

    for (size_t i = 0; i < s->cells->count; i++)
        row[i] = s->cells->at[i].group[by] == group;
    keep_row(s, row);
}

/* The whole, the rest of a view, an office: all are sums and differences of these. */
static void collect(struct arena *a, const struct rating_cells *cells,
    const struct rating_shown *shown, struct sets *ret)
{
    size_t leaves = cells->groups[RATING_BY_OFFICER] + cells->groups[RATING_BY_OFFICE] + 1;
    size_t most = leaves + cells->groups[RATING_BY_SCENE] + cells->groups[RATING_BY_CHANNEL];

    *ret = (struct sets){.cells = cells,
        .shown = shown,
        .row = ARENA_MANY(a, most, uint64_t *),
        .pivot = ARENA_MANY(a, most, size_t)};
    for (size_t leaf = 0; leaf < leaves; leaf++)
        add_leaf(a, ret, leaf);
    for (size_t by = RATING_BY_SCENE; by <= RATING_BY_CHANNEL; by++)
        for (size_t group = 0; group < cells->groups[by]; group++)
            if (shown->group[by][group])
                add_group(a, ret, by, group);
}

static uint64_t *draw_orthogonal(struct arena *a, const struct sets *s)
{
    size_t width = s->cells->count;
    uint64_t *y = ARENA_MANY(a, width + 1, uint64_t), seed = 1;

    for (size_t i = 0; i < width; i++)
        y[i] = draw(&seed);
    for (size_t k = s->count; k-- > 0;) {
        uint64_t sum = 0;

        for (size_t i = 0; i < width; i++)
            if (i != s->pivot[k])
                sum = add(sum, times(s->row[k][i], y[i]));
        y[s->pivot[k]] = negative(sum);
    }
    return y;
}

/* ---- sets of few ---- */

/* None, one or two cells that hold fewer than RATING_LEAST together. */
struct few {
    uint64_t sum;
    int64_t n;
    uint32_t cell[2];
};

static int by_sum(const void *x, const void *y)
{
    const struct few *a = x, *b = y;

    if (a->sum != b->sum)
        return a->sum < b->sum ? -1 : 1;
    if (a->cell[0] != b->cell[0])
        return a->cell[0] < b->cell[0] ? -1 : 1;
    return a->cell[1] < b->cell[1] ? -1 : a->cell[1] > b->cell[1];
}

struct fews {
    struct few *at;
    size_t count;
};

static void list_few(struct arena *a, const struct rating_cells *cells, const uint64_t *y,
    const uint32_t *small, struct fews *ret)
{
    size_t count = 0, at = 0;

    while (small[count] != NOBODY)
        count++;
    ret->at = ARENA_MANY(a, 1 + count + count * count / 2, struct few);
    ret->at[at++] = (struct few){0, 0, {NOBODY, NOBODY}};
    for (size_t i = 0; i < count; i++) {
        const struct rating_cell *x = &cells->at[small[i]];

        ret->at[at++] = (struct few){y[small[i]], x->n, {small[i], NOBODY}};
        for (size_t k = i + 1; k < count; k++) {
            int64_t n = x->n + cells->at[small[k]].n;

            if (n < RATING_LEAST)
                ret->at[at++] =
                    (struct few){add(y[small[i]], y[small[k]]), n, {small[i], small[k]}};
        }
    }
    ret->count = at;
    qsort(ret->at, at, sizeof(*ret->at), by_sum);
}

static size_t first_with(const struct fews *f, uint64_t sum)
{
    size_t low = 0, high = f->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (f->at[middle].sum < sum)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_apart(const struct few *x, const struct few *y)
{
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++)
            if (x->cell[i] != NOBODY && x->cell[i] == y->cell[k])
                return false;
    return true;
}

static bool is_met(const struct rating_cells *cells, const uint32_t *four, size_t by, size_t group)
{
    for (size_t i = 0; i < 4; i++)
        if (four[i] != NOBODY && cells->at[four[i]].group[by] == group)
            return true;
    return false;
}

/* The smallest scene or channel that is shown; of those alone in which one of the cells lies, when
 * there are cells. */
static bool *smallest_across(struct arena *a, const struct rating_cells *cells,
    const uint32_t *four, const struct rating_shown *shown)
{
    int64_t least = INT64_MAX;
    bool *found = NULL;

    for (size_t by = RATING_BY_SCENE; by <= RATING_BY_CHANNEL; by++) {
        const int64_t *n = sizes_of(a, cells, by);

        for (size_t group = 0; group < cells->groups[by]; group++) {
            if (!shown->group[by][group] || n[group] >= least ||
                (four != NULL && !is_met(cells, four, by, group)))
                continue;
            least = n[group];
            found = &shown->group[by][group];
        }
    }
    return found;
}

static void hide_one(struct arena *a, const struct rating_cells *cells, const uint32_t *four,
    struct rating_shown *shown)
{
    bool *found = smallest_across(a, cells, four, shown);

    if (found == NULL)
        found = smallest_across(a, cells, NULL, shown);
    if (found != NULL)
        *found = false;
}

static void hide_across(const struct rating_cells *cells, struct rating_shown *shown)
{
    for (size_t by = RATING_BY_SCENE; by <= RATING_BY_CHANNEL; by++)
        for (size_t group = 0; group < cells->groups[by]; group++)
            shown->group[by][group] = false;
}

static bool any_across(const struct rating_cells *cells, const struct rating_shown *shown)
{
    for (size_t by = RATING_BY_SCENE; by <= RATING_BY_CHANNEL; by++)
        for (size_t group = 0; group < cells->groups[by]; group++)
            if (shown->group[by][group])
                return true;
    return false;
}

/* Marks the cells; true when one was marked before. */
static bool meet(bool *met, const uint32_t *four)
{
    bool again = false;

    for (size_t i = 0; i < 4; i++) {
        if (four[i] == NOBODY)
            continue;
        again = again || met[four[i]];
        met[four[i]] = true;
    }
    return again;
}

/* For each set that can be had, and that shares no cell with one before, hides one group. False
 * when there was none. */
static bool hide_exposed(struct arena *a, const struct rating_cells *cells, const struct fews *f,
    struct rating_shown *shown)
{
    bool *met = ARENA_MANY(a, cells->count + 1, bool), any = false;

    for (size_t i = 0; i < f->count; i++) {
        const struct few *x = &f->at[i];
        uint64_t wanted = negative(x->sum);

        for (size_t k = first_with(f, wanted); k < f->count && f->at[k].sum == wanted; k++) {
            const struct few *y = &f->at[k];
            uint32_t four[4] = {x->cell[0], x->cell[1], y->cell[0], y->cell[1]};

            if (x->n + y->n == 0 || x->n + y->n >= RATING_LEAST || !is_apart(x, y))
                continue;
            any = true;
            if (!meet(met, four))
                hide_one(a, cells, four, shown);
        }
    }
    return any;
}

static bool hide_once(struct arena *a, const struct rating_cells *cells, struct rating_shown *shown)
{
    uint32_t *small = ARENA_MANY(a, SMALL_MAX + 2, uint32_t);
    size_t count = 0;
    struct sets sets;
    struct fews fews;

    for (size_t i = 0; i < cells->count; i++)
        if (cells->at[i].n < RATING_LEAST && count <= SMALL_MAX)
            small[count++] = (uint32_t)i;
    small[count] = NOBODY;
    if (count > SMALL_MAX) {
        hide_across(cells, shown);
        return false;
    }
    collect(a, cells, shown, &sets);
    list_few(a, cells, draw_orthogonal(a, &sets), small, &fews);
    return hide_exposed(a, cells, &fews, shown);
}

void rating_hide(struct arena *a, const struct rating_cells *cells, struct rating_shown *ret)
{
    int64_t whole = 0;
    bool more = true;

    for (size_t i = 0; i < cells->count; i++)
        whole += cells->at[i].n;
    *ret = (struct rating_shown){.whole = whole >= RATING_LEAST};
    for (size_t by = 0; by < RATING_BYS; by++) {
        ret->group[by] = ARENA_MANY(a, cells->groups[by] + 1, bool);
        if (ret->whole && by != RATING_BY_OFFICER)
            hide_few(sizes_of(a, cells, by), ret->group[by], cells->groups[by]);
    }
    if (!ret->whole)
        return;
    hide_officers(a, cells, ret);
    while (more && any_across(cells, ret)) {
        struct arena_mark mark = arena_mark(a);

        more = hide_once(a, cells, ret);
        arena_rewind(a, mark);
    }
}
