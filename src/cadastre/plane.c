/* GEOS, and the projection on which it works. Nothing is taken from an arena while GEOS holds
 * memory: an arena that is full leaves by a long jump, and what GEOS holds would be lost. */
#include "cadastre/plane.h"

#include <geos_c.h>
#include <math.h>
#include <string.h>

#define AXIS 6378137.0 /* m, CGCS2000 */
#define FLATTENING (1 / 298.257222101)
#define RADIANS (3.14159265358979323846 / 180 / (double)SHAPE_DEGREE)
#define CM2 10000.0 /* in a square metre */

struct plane {
    GEOSContextHandle_t geos;
    struct shape_point origin;
    double e, e2, scale, y0;
};

/* q of the authalic latitude (Snyder, Map Projections, 3-12). */
static double authalic_q(const struct plane *p, double sine)
{
    double es = p->e * sine;

    return (1 - p->e2) * (sine / (1 - es * es) - log((1 - es) / (1 + es)) / (2 * p->e));
}

static void plane_open(struct plane *p, const struct shape *s)
{
    double latitude = (double)s->rings[0].at[0].y * RADIANS, sine = sin(latitude);

    p->geos = GEOS_init_r();
    p->origin = s->rings[0].at[0];
    p->e2 = FLATTENING * (2 - FLATTENING);
    p->e = sqrt(p->e2);
    /* Near a pole the scale would vanish, but nobody owns land there. */
    p->scale = fmax(cos(latitude), 0.01) / sqrt(1 - p->e2 * sine * sine);
    p->y0 = authalic_q(p, sine);
}

static void plane_close(struct plane *p)
{
    GEOS_finish_r(p->geos);
}

static void project(const struct plane *p, const struct shape_point *at, double *x, double *y)
{
    *x = AXIS * p->scale * (double)(at->x - p->origin.x) * RADIANS;
    *y = AXIS * (authalic_q(p, sin((double)at->y * RADIANS)) - p->y0) / (2 * p->scale);
}

/* ---- shapes as geometries ---- */

static GEOSGeometry *make_ring(const struct plane *p, const struct shape_ring *ring)
{
    GEOSCoordSequence *points = GEOSCoordSeq_create_r(p->geos, (unsigned)ring->count, 2);

    for (size_t i = 0; points != NULL && i < ring->count; i++) {
        double x, y;

        project(p, &ring->at[i], &x, &y);
        GEOSCoordSeq_setXY_r(p->geos, points, (unsigned)i, x, y);
    }
    return points != NULL ? GEOSGeom_createLinearRing_r(p->geos, points) : NULL;
}

/* GEOS takes over whatever it is given, also when it fails. */
static GEOSGeometry *make_polygon(const struct plane *p, const struct shape_ring *ring, size_t left)
{
    GEOSGeometry *holes[SHAPE_RINGS_MAX], *outer = make_ring(p, ring);
    unsigned count = 0;

    for (size_t i = 1; i < left && ring[i].hole && count < SHAPE_RINGS_MAX; i++) {
        holes[count] = make_ring(p, &ring[i]);
        if (holes[count] != NULL)
            count++;
    }
    return outer != NULL ? GEOSGeom_createPolygon_r(p->geos, outer, holes, count) : NULL;
}

static GEOSGeometry *make_shape(const struct plane *p, const struct shape *s)
{
    GEOSGeometry *polygons[SHAPE_RINGS_MAX];
    unsigned count = 0;

    for (size_t i = 0; i < s->count && count < SHAPE_RINGS_MAX; i++) {
        if (s->rings[i].hole)
            continue;
        polygons[count] = make_polygon(p, &s->rings[i], s->count - i);
        if (polygons[count] != NULL)
            count++;
    }
    if (count == 1)
        return polygons[0];
    return GEOSGeom_createCollection_r(p->geos, GEOS_MULTIPOLYGON, polygons, count);
}

static void destroy(const struct plane *p, GEOSGeometry *g)
{
    if (g != NULL)
        GEOSGeom_destroy_r(p->geos, g);
}

static int64_t area_of(const struct plane *p, const GEOSGeometry *g)
{
    double area;

    if (g == NULL || GEOSArea_r(p->geos, g, &area) != 1 || !isfinite(area) || area > 1e14)
        return -1;
    return llround(area * CM2);
}

/* The same geometry, or a valid one made of it in its place. */
static GEOSGeometry *make_valid(const struct plane *p, GEOSGeometry *g)
{
    GEOSGeometry *valid;

    if (g == NULL || GEOSisValid_r(p->geos, g) == 1)
        return g;
    valid = GEOSMakeValid_r(p->geos, g);
    destroy(p, g);
    return valid;
}

/* ---- what is asked ---- */

/* Where GEOS saw the fault, back on the ellipsoid: the nearest corner of the shape. */
static struct shape_point corner_near(
    const struct plane *p, const struct shape *s, const GEOSGeometry *location)
{
    struct shape_point best = {0, 0};
    double x, y, nearest = INFINITY;

    if (location == NULL || GEOSGeomGetX_r(p->geos, location, &x) != 1 ||
        GEOSGeomGetY_r(p->geos, location, &y) != 1)
        return best;
    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->rings[i].count; j++) {
            double cx, cy, far;

            project(p, &s->rings[i].at[j], &cx, &cy);
            far = hypot(cx - x, cy - y);
            if (far < nearest) {
                nearest = far;
                best = s->rings[i].at[j];
            }
        }
    return best;
}

static void keep_reason(struct plane_measure *m, str reason)
{
    reason = str_slice(reason, 0, sizeof(m->fault) - 1);
    memcpy(m->fault, reason.at, reason.len);
}

static void check_valid(
    const struct plane *p, const struct shape *s, const GEOSGeometry *g, struct plane_measure *ret)
{
    GEOSGeometry *location = NULL;
    char *reason = NULL;

    ret->valid = GEOSisValidDetail_r(p->geos, g, 0, &reason, &location) == 1;
    if (!ret->valid) {
        keep_reason(ret, str_of(reason != NULL ? reason : "cannot be read"));
        ret->at = corner_near(p, s, location);
    }
    if (reason != NULL)
        GEOSFree_r(p->geos, reason);
    destroy(p, location);
}

void plane_measure(const struct shape *s, struct plane_measure *ret)
{
    GEOSGeometry *g;
    struct plane p;

    *ret = (struct plane_measure){.area_cm2 = -1};
    plane_open(&p, s);
    g = make_shape(&p, s);
    if (g != NULL) {
        check_valid(&p, s, g, ret);
        g = make_valid(&p, g);
        ret->area_cm2 = area_of(&p, g);
    }
    destroy(&p, g);
    plane_close(&p);
}

static int64_t common_area(const struct plane *p, const GEOSPreparedGeometry *prepared,
    const GEOSGeometry *g, const struct shape *other)
{
    GEOSGeometry *o = make_valid(p, make_shape(p, other)), *common;
    int64_t area = -1;

    if (o == NULL)
        return -1;
    if (GEOSPreparedIntersects_r(p->geos, prepared, o) == 0) {
        destroy(p, o);
        return 0;
    }
    common = GEOSIntersection_r(p->geos, g, o);
    area = area_of(p, common);
    destroy(p, common);
    destroy(p, o);
    return area;
}

void plane_common(
    const struct shape *s, const struct shape *const *others, size_t count, int64_t *ret_cm2)
{
    const GEOSPreparedGeometry *prepared;
    GEOSGeometry *g;
    struct plane p;

    plane_open(&p, s);
    g = make_valid(&p, make_shape(&p, s));
    prepared = g != NULL ? GEOSPrepare_r(p.geos, g) : NULL;
    for (size_t i = 0; i < count; i++)
        ret_cm2[i] = prepared != NULL ? common_area(&p, prepared, g, others[i]) : -1;
    if (prepared != NULL)
        GEOSPreparedGeom_destroy_r(p.geos, prepared);
    destroy(&p, g);
    plane_close(&p);
}
