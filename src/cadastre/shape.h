/* Shapes of parcels and buildings: polygons with holes, in whole 1e-9 degrees (a tenth of a
 * millimetre), longitude first. Coordinates are taken as they come: in China they are CGCS2000,
 * elsewhere WGS 84, which differ by centimetres and are named by the file's owner. Text in and out
 * is the geometry object of GeoJSON (RFC 7946 3.1). Pure. */
#pragma once

#include "base/ctx.h"

#define RULE RULE_DECLARE
#include "cadastre/cadastre.def"
#undef RULE

#define SHAPE_PLACES 9                       /* decimal places of a degree that are kept */
#define SHAPE_DEGREE INT64_C(1000000000)     /* one degree */
#define SHAPE_POSITIONS_MAX ((size_t)200000) /* of one shape */
#define SHAPE_RINGS_MAX ((size_t)4000)
#define SHAPE_LEVELS 12

struct shape_point {
    int64_t x, y; /* longitude, latitude */
};

/* Closed: its last point is its first. A ring that is no hole begins a new polygon; holes of that
 * polygon follow it. */
struct shape_ring {
    struct shape_point *at;
    size_t count;
    bool hole;
};

struct shape {
    struct shape_ring *rings;
    size_t count;
};

struct shape_box {
    int64_t west, south, east, north;
};

/* Where a shape stands in the index: level 0 has cells of 65536 units, each next level cells four
 * times as wide. */
struct shape_cell {
    int64_t level, row, column;
};

/* Reads a geometry object: Polygon or MultiPolygon. Collects what is wrong with why_add under
 * `field`. What can be mended is, and is said: an open ring is closed, a ring that turns the wrong
 * way is turned (RFC 7946 3.1.6). False when nothing can be made of it. */
bool shape_read(struct ctx *ctx, const struct tree *geometry, str field, struct shape *ret);
/* As a geometry object: a Polygon, or a MultiPolygon when there are several. */
void shape_show(const struct shape *s, struct tree *geometry);
/* As it is kept: differences of whole units; and back. False when the text is no such thing. */
str shape_write(struct arena *a, const struct shape *s);
bool shape_parse(struct arena *a, str text, struct shape *ret);
struct shape_box shape_box_of(const struct shape *s);
struct shape_cell shape_cell_of(const struct shape_box *box);
/* "west,south,east,north" in degrees (RFC 7946 5); false unless it is a box on the earth whose
 * corners are in this order. */
bool shape_box_read(str text, struct shape_box *ret);
/* Rows and columns of a level in which shapes that touch the box may stand. */
void shape_cells_around(const struct shape_box *box, int64_t level, struct shape_cell *ret_first,
    struct shape_cell *ret_last);
