/* Which groups of a month's ratings may be shown, so that nobody learns the level of fewer than
 * RATING_LEAST ratings, also not by taking figures from one another; pure.
 *
 * What is shown: the whole; offices, and all hidden ones together; officers within each office that
 * is shown, and within the hidden ones together, again with the rest in one sum; scenes and
 * channels, each with the rest in one sum. Offices and officers alone are a tree whose leaves are
 * all large enough, so whatever is added or taken away is a union of leaves. Scenes and channels
 * lie across it: what may be had by any sums and differences of everything shown is looked through,
 * and groups are hidden until no set of fewer than RATING_LEAST can be had. */
#pragma once

#include "base/arena.h"

#define RATING_LEAST 5

enum rating_by { RATING_BY_OFFICE, RATING_BY_OFFICER, RATING_BY_SCENE, RATING_BY_CHANNEL };
#define RATING_BYS 4

/* Ratings that no view tells apart. An officer who sat in two offices counts as two groups. */
struct rating_cell {
    size_t group[RATING_BYS];
    int64_t n;
};

struct rating_cells {
    const struct rating_cell *at;
    size_t count;
    size_t groups[RATING_BYS]; /* how many groups there are of each */
};

struct rating_shown {
    bool whole;
    bool *group[RATING_BYS]; /* of each group, whether it is shown by itself */
};

void rating_hide(struct arena *a, const struct rating_cells *cells, struct rating_shown *ret);
