/* Rows of the cadastre, for this folder alone. */
#pragma once

#include "cadastre/cadastre.h"
#include "db/db.h"

struct cadastre_unit {
    str code, room, usage, layout, permit, state;
    int64_t floor, seq, area_cm2, inside_cm2, shared_cm2;
};
struct cadastre_finding {
    int64_t position;
    str layer, code, source, rule, field, detail;
    bool taken;
};
struct cadastre_near {
    str code, label; /* label: location of a parcel, name of a building */
    struct shape shape;
    int64_t measured_cm2;
};

void cadastre_take_building(struct db_row *row, struct cadastre_building *ret);
void cadastre_take_unit(struct db_row *row, struct cadastre_unit *ret);
void cadastre_take_finding(struct db_row *row, struct cadastre_finding *ret);
MUST_CHECK err cadastre_parcel_find(
    struct ctx *ctx, str code, struct cadastre_parcel *ret, bool *ret_found);
MUST_CHECK err cadastre_building_find(
    struct ctx *ctx, str code, struct cadastre_building *ret, bool *ret_found);
MUST_CHECK err cadastre_parcel_put(struct ctx *ctx, const struct cadastre_parcel *p);
MUST_CHECK err cadastre_building_put(struct ctx *ctx, const struct cadastre_building *b);
/* The shape of a record; *ret_found false when it has none, or one that cannot be read. */
MUST_CHECK err cadastre_shape_get(
    struct ctx *ctx, const char *layer, str code, struct cadastre_near *ret, bool *ret_found);
MUST_CHECK err cadastre_shape_put(
    struct ctx *ctx, const char *layer, str code, const struct shape *s, int64_t measured_cm2);
/* Live shapes whose boxes meet the box, at most `max`; *ret_more when there are others. */
struct cadastre_nears {
    struct cadastre_near *at;
    size_t count, max;
    bool more;
};
MUST_CHECK err cadastre_shapes_near(
    struct ctx *ctx, const char *layer, const struct shape_box *box, struct cadastre_nears *ret);
/* What the file that spoke last of a record left on the list. */
MUST_CHECK err cadastre_findings_of(
    struct ctx *ctx, const char *layer, str code, str import, struct tree *list);
