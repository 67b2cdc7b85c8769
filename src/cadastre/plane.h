/* What GEOS works out of shapes: whether they are valid, how large they are, how much of one lies
 * upon another. Shapes are laid out on a plane that keeps areas: the cylindrical equal-area
 * projection of the ellipsoid CGCS2000 (a = 6378137 m, f = 1/298.257222101), true to scale where
 * the shape lies; so an area is that of the ellipsoid, not of a strip of Gauss-Krüger, which
 * differs by up to 0.05 % at the edge of a strip. The only file that knows GEOS. */
#pragma once

#include "cadastre/shape.h"

struct plane_measure {
    int64_t area_cm2; /* -1 when GEOS could make nothing of the shape */
    bool valid;
    char fault[80];        /* what GEOS says when it is not, e.g. "Self-intersection" */
    struct shape_point at; /* where; {0, 0} when GEOS does not say */
};

void plane_measure(const struct shape *s, struct plane_measure *ret);
/* Areas that `s` has in common with each of `others`, in cm2; -1 where it cannot be told. What is
 * not valid is first made so. */
void plane_common(
    const struct shape *s, const struct shape *const *others, size_t count, int64_t *ret_cm2);
