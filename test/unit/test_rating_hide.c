/* Groups of ratings that are shown, against whoever adds and subtracts all that is shown: of
 * made-up months every set of fewer than five ratings is tried, by elimination over another prime
 * than the program's. */
#include "test.h"

#include "rating/rating_hide.h"

#define P INT64_C(2147483647)
#define CELLS_MAX 14
#define ROWS_MAX 64

static uint64_t seed;

static size_t below(size_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(seed >> 33) % n;
}

/* ---- a month ---- */

struct made {
    struct rating_cell cell[CELLS_MAX];
    struct rating_cells cells;
};

static void add_cell(struct made *m, struct rating_cell c)
{
    for (size_t by = 0; by < RATING_BYS; by++)
        if (m->cells.groups[by] <= c.group[by])
            m->cells.groups[by] = c.group[by] + 1;
    m->cell[m->cells.count++] = c;
    m->cells.at = m->cell;
}

/* Few cells, mostly small: where sums and differences tell most. */
static void draw_month(struct made *m)
{
    size_t cells = 2 + below(CELLS_MAX - 2), officers = 1 + below(5), scenes = 1 + below(4);
    size_t channels = 1 + below(3), offices = 1 + below(3);

    *m = (struct made){.cells = {.count = 0}};
    for (size_t i = 0; i < cells; i++) {
        size_t officer = below(officers);

        add_cell(
            m, (struct rating_cell){{officer % offices, officer, below(scenes), below(channels)},
                   below(3) == 0 ? 5 + (int64_t)below(9) : 1 + (int64_t)below(4)});
    }
}

/* ---- what is shown, set by set ---- */

struct rows {
    int64_t at[ROWS_MAX][CELLS_MAX];
    size_t count;
};

static int64_t size_of(const struct made *m, const int64_t *row)
{
    int64_t n = 0;

    for (size_t i = 0; i < m->cells.count; i++)
        n += row[i] * m->cell[i].n;
    return n;
}

/* A set that is shown has five ratings or more; one of none is not there. */
static void keep(const struct made *m, struct rows *r)
{
    int64_t n = size_of(m, r->at[r->count]);

    CHECK(n == 0 || n >= RATING_LEAST);
    r->count += n > 0;
}

/* Each group by itself or, for `rest`, all that are hidden together. */
static void list_view(const struct made *m, const struct rating_shown *s, size_t by, struct rows *r)
{
    for (size_t group = 0; group <= m->cells.groups[by]; group++) {
        bool rest = group == m->cells.groups[by];

        if (!rest && !s->group[by][group])
            continue;
        for (size_t i = 0; i < m->cells.count; i++) {
            size_t of = m->cell[i].group[by];

            r->at[r->count][i] = rest ? !s->group[by][of] : of == group;
        }
        keep(m, r);
    }
}

/* What is left of each office that is shown, and of all others. */
static void list_office_rests(const struct made *m, const struct rating_shown *s, struct rows *r)
{
    size_t offices = m->cells.groups[RATING_BY_OFFICE];

    for (size_t office = 0; office <= offices; office++) {
        for (size_t i = 0; i < m->cells.count; i++) {
            size_t own = m->cell[i].group[RATING_BY_OFFICE];
            size_t as = s->group[RATING_BY_OFFICE][own] ? own : offices;

            r->at[r->count][i] =
                as == office && !s->group[RATING_BY_OFFICER][m->cell[i].group[RATING_BY_OFFICER]];
        }
        keep(m, r);
    }
}

static void list_officers(const struct made *m, const struct rating_shown *s, struct rows *r)
{
    for (size_t officer = 0; officer < m->cells.groups[RATING_BY_OFFICER]; officer++) {
        if (!s->group[RATING_BY_OFFICER][officer])
            continue;
        for (size_t i = 0; i < m->cells.count; i++)
            r->at[r->count][i] = m->cell[i].group[RATING_BY_OFFICER] == officer;
        keep(m, r);
    }
}

static void list_shown(const struct made *m, const struct rating_shown *s, struct rows *r)
{
    *r = (struct rows){.count = 0};
    if (!s->whole)
        return;
    for (size_t i = 0; i < m->cells.count; i++)
        r->at[0][i] = 1;
    keep(m, r);
    list_view(m, s, RATING_BY_OFFICE, r);
    list_officers(m, s, r);
    list_office_rests(m, s, r);
    list_view(m, s, RATING_BY_SCENE, r);
    list_view(m, s, RATING_BY_CHANNEL, r);
}

/* ---- sums and differences ---- */

static int64_t power(int64_t x, int64_t n)
{
    int64_t result = 1;

    for (; n > 0; n /= 2, x = x * x % P)
        result = n % 2 ? result * x % P : result;
    return result;
}

static void subtract(int64_t *row, const int64_t *other, int64_t much)
{
    for (size_t i = 0; i < CELLS_MAX; i++)
        row[i] = ((row[i] - other[i] * much) % P + P) % P;
}

/* Gauss and Jordan; the pivot of each row that is left is the only one in its column. */
static void eliminate(struct rows *r, size_t *pivot)
{
    size_t done = 0;

    for (size_t column = 0; column < CELLS_MAX; column++) {
        size_t from = done;
        int64_t scale;

        while (from < r->count && r->at[from][column] == 0)
            from++;
        if (from == r->count)
            continue;
        for (size_t i = 0; i < CELLS_MAX; i++) {
            int64_t kept = r->at[from][i];

            r->at[from][i] = r->at[done][i];
            r->at[done][i] = kept;
        }
        scale = power(r->at[done][column], P - 2);
        for (size_t i = 0; i < CELLS_MAX; i++)
            r->at[done][i] = r->at[done][i] * scale % P;
        for (size_t k = 0; k < r->count; k++)
            if (k != done)
                subtract(r->at[k], r->at[done], r->at[k][column]);
        pivot[done++] = column;
    }
    r->count = done;
}

static bool can_be_had(const struct rows *r, const size_t *pivot, const int64_t *set)
{
    int64_t row[CELLS_MAX];

    memcpy(row, set, sizeof(row));
    for (size_t k = 0; k < r->count; k++)
        subtract(row, r->at[k], row[pivot[k]]);
    for (size_t i = 0; i < CELLS_MAX; i++)
        if (row[i] != 0)
            return false;
    return true;
}

/* How many sets of fewer than five ratings can be had. Ratings of one cell are never told apart, so
 * such a set is made of whole cells. */
static size_t exposed(const struct made *m, struct rows *r)
{
    size_t pivot[CELLS_MAX], found = 0;

    eliminate(r, pivot);
    for (size_t bits = 1; bits < (size_t)1 << m->cells.count; bits++) {
        int64_t set[CELLS_MAX] = {0}, n;

        if (__builtin_popcountll(bits) >= RATING_LEAST)
            continue;
        for (size_t i = 0; i < m->cells.count; i++)
            set[i] = bits >> i & 1;
        n = size_of(m, set);
        found += n < RATING_LEAST && can_be_had(r, pivot, set);
    }
    return found;
}

static size_t count_shown(const struct made *m, const struct rating_shown *s)
{
    size_t count = 0;

    for (size_t by = 0; by < RATING_BYS; by++)
        for (size_t group = 0; group < m->cells.groups[by]; group++)
            count += s->group[by][group];
    return count;
}

TEST(no_set_of_fewer_than_five_can_be_had)
{
    size_t shown = 0;

    for (uint64_t number = 1; number <= 1500; number++) {
        struct rating_shown s;
        struct made m;
        struct rows r;
        size_t found;

        seed = number;
        draw_month(&m);
        rating_hide(test_arena, &m.cells, &s);
        list_shown(&m, &s, &r);
        shown += count_shown(&m, &s);
        found = exposed(&m, &r);
        if (found > 0)
            printf("# month %llu\n", (unsigned long long)number);
        CHECK_I64((int64_t)found, 0);
    }
    CHECK(shown > 1500); /* and not because nothing is shown */
}

/* ---- by hand ---- */

TEST(fewer_than_five_are_not_shown)
{
    struct made m = {.cells = {.count = 0}};
    struct rating_shown s;

    add_cell(&m, (struct rating_cell){{0, 0, 0, 0}, 4});
    rating_hide(test_arena, &m.cells, &s);
    CHECK(!s.whole && count_shown(&m, &s) == 0);
}

TEST(what_is_large_is_shown)
{
    struct made m = {.cells = {.count = 0}};
    struct rating_shown s;

    add_cell(&m, (struct rating_cell){{0, 0, 0, 0}, 9});
    add_cell(&m, (struct rating_cell){{0, 1, 1, 0}, 8});
    add_cell(&m, (struct rating_cell){{1, 2, 0, 1}, 7});
    rating_hide(test_arena, &m.cells, &s);
    CHECK(s.whole && count_shown(&m, &s) == 9);
}

/* One small office: the next one is hidden too, or the whole less the others would be it. */
TEST(a_small_group_takes_another_with_it)
{
    struct made m = {.cells = {.count = 0}};
    struct rating_shown s;

    add_cell(&m, (struct rating_cell){{0, 0, 0, 0}, 20});
    add_cell(&m, (struct rating_cell){{1, 1, 0, 0}, 6});
    add_cell(&m, (struct rating_cell){{2, 2, 0, 0}, 2});
    rating_hide(test_arena, &m.cells, &s);
    CHECK(s.group[RATING_BY_OFFICE][0]);
    CHECK(!s.group[RATING_BY_OFFICE][1] && !s.group[RATING_BY_OFFICE][2]);
    /* the officer of the office that is hidden with it is hidden for the same reason */
    CHECK(s.group[RATING_BY_OFFICER][0] && !s.group[RATING_BY_OFFICER][1]);
}

/* Two officers are hidden together; a scene that is all of one of them would give the other away.
 */
TEST(a_scene_gives_no_officer_away)
{
    struct made m = {.cells = {.count = 0}};
    struct rating_shown s;

    add_cell(&m, (struct rating_cell){{0, 0, 0, 0}, 10});
    add_cell(&m, (struct rating_cell){{0, 1, 0, 0}, 3});
    add_cell(&m, (struct rating_cell){{0, 2, 1, 0}, 7});
    rating_hide(test_arena, &m.cells, &s);
    CHECK(s.group[RATING_BY_OFFICER][0]);
    CHECK(!s.group[RATING_BY_OFFICER][1] && !s.group[RATING_BY_OFFICER][2]);
    CHECK(!s.group[RATING_BY_SCENE][0] && !s.group[RATING_BY_SCENE][1]);
}

/* The same month leads to the same groups: asking again tells nothing more. */
TEST(the_same_month_is_shown_alike)
{
    struct rating_shown once, again;
    struct made m;

    seed = 77;
    for (int i = 0; i < 50; i++) {
        draw_month(&m);
        rating_hide(test_arena, &m.cells, &once);
        rating_hide(test_arena, &m.cells, &again);
        for (size_t by = 0; by < RATING_BYS; by++)
            CHECK(memcmp(once.group[by], again.group[by], m.cells.groups[by]) == 0);
    }
}

TESTS(T(no_set_of_fewer_than_five_can_be_had), T(fewer_than_five_are_not_shown),
    T(what_is_large_is_shown), T(a_small_group_takes_another_with_it),
    T(a_scene_gives_no_officer_away), T(the_same_month_is_shown_alike))
