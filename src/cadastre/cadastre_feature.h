/* One feature of a file, on its way to become a parcel or a building; for this folder alone. */
#pragma once

#include "cadastre/cadastre_store.h"
#include "cadastre/plane.h"

struct cadastre_feature {
    const struct cadastre_batch *batch;
    const struct tree *properties;
    str source, code;
    struct shape shape; /* no rings: it has none */
    struct plane_measure measure;
    bool is_new, is_same; /* against what was there */
};

/* A property as text; empty when the mapping names none or the feature has none. */
str cadastre_property(struct ctx *ctx, const struct cadastre_feature *f, str name);
/* The stated area in cm2; 0 when there is none, or no such number (AREA_FORM). */
int64_t cadastre_stated_area(struct ctx *ctx, const struct cadastre_feature *f);
/* Validity, area, neighbours: collects what is found. */
MUST_CHECK err cadastre_check_shape(
    struct ctx *ctx, const struct cadastre_feature *f, int64_t stated_cm2);
/* What a shape has in common with a live one. */
int64_t cadastre_common_with(const struct shape *s, const struct shape *other);
/* Take it, or collect at least one STOP. */
MUST_CHECK err cadastre_take_as_parcel(struct ctx *ctx, struct cadastre_feature *f);
MUST_CHECK err cadastre_take_as_building(struct ctx *ctx, struct cadastre_feature *f);
/* Keeps the shape when there is one; *ret_same: it was there as it is. */
MUST_CHECK err cadastre_keep_shape(
    struct ctx *ctx, const struct cadastre_feature *f, bool *ret_same);
