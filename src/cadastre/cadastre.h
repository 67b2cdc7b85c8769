/* 地籍: parcels, buildings, floors and the units in them as they were surveyed, with their shapes.
 * The registry says what is registered in a unit; the cadastre says where it lies and what it is
 * part of (GB/T 37346-2019: the first 19 characters of a unit code are its parcel, the first 24 its
 * building). Checks of shapes report and never abort: what is bad is kept with its findings. */
#pragma once

#include "base/input.h"
#include "cadastre/shape.h"

#define CADASTRE_PARCEL_LEN 19
#define CADASTRE_BUILDING_LEN 24

struct cadastre_parcel {
    str code, source, import; /* import: the file that spoke of it last */
    str location, usage, land_kind, state;
    int64_t area_cm2; /* as stated; 0 when it was not */
    int64_t version;
};

struct cadastre_building {
    str code, parcel, source, import;
    str name, location, structure, finished_on, state;
    int64_t floors_above, floors_below;
    int64_t area_cm2; /* stated ground area; 0 when it was not */
    int64_t version;
};

/* Figures that the city sets: data/cadastre.csv. */
struct cadastre_limits {
    int64_t overlap_cm2, outside_cm2, area_cm2, area_ppm, divide_ppm;
};
/* As they stand on a day (YYYY-MM-DD). */
void cadastre_limits_on(struct arena *a, str date, struct cadastre_limits *ret);

bool cadastre_parcel_code_is_valid(str code);
bool cadastre_building_code_is_valid(str code);
/* Whether two areas are the same within the limits. Pure. */
bool cadastre_areas_agree(
    const struct cadastre_limits *limits, int64_t stated_cm2, int64_t measured_cm2);

/* ---- reading a file in ---- */

/* Names of the properties from which a record is taken; what is left out is not in the file. */
#define CADASTRE_MAPPING_IN(F, O, L)                                                               \
    O(text, code, 0, 60, "代码所在属性", "property that holds the code")                           \
    O(text, assign, 0, 8, "代为编号：地籍区、子区、特征码（8 位）",                                \
        "codes are given: zone, sub-zone and kind, eight characters")                              \
    O(text, source, 0, 60, "原编号所在属性", "property that names the feature in its file")        \
    O(text, location, 0, 60, "坐落所在属性", "property: location")                                 \
    O(text, usage, 0, 60, "用途所在属性", "property: usage code")                                  \
    O(text, land_kind, 0, 60, "权利性质所在属性", "property: nature of the land right")            \
    O(text, area_m2, 0, 60, "面积（平方米）所在属性", "property: area in square metres")           \
    O(text, parcel, 0, 60, "宗地代码所在属性；未填则按位置确定",                                   \
        "property: parcel of a building; by place unless said")                                    \
    O(text, name, 0, 60, "房屋名称所在属性", "property: name of a building")                       \
    O(text, structure, 0, 60, "房屋结构所在属性", "property: structure code")                      \
    O(text, floors_above, 0, 60, "地上层数所在属性", "property: floors above ground")              \
    O(text, floors_below, 0, 60, "地下层数所在属性", "property: floors below ground")              \
    O(text, finished_on, 0, 60, "竣工日期所在属性", "property: date of completion")
/* POST /cadastre/imports: a GeoJSON collection of at most some thousand features; a larger file is
 * read in by `yichuang cadastre import`. */
#define CADASTRE_IMPORT_IN(F, O, L)                                                                \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, layer, 1, 20, "图层（parcel building）", "layer: parcel or building")                  \
    O(text, name, 0, 200, "文件名称", "name of the file")                                          \
    L(cadastre_mapping_in, mapping, 1, INPUT_ONE, "属性对应关系", "where properties are")          \
    F(tree, collection, 0, 0, "GeoJSON 要素集合", "a GeoJSON FeatureCollection")
#define CADASTRE_IMPORTS_IN(F, O, L) F(text, region, 6, 6, "行政区代码", "region")
#define CADASTRE_FINDINGS_IN(F, O, L)                                                              \
    F(id, import, 0, 0, "导入批次", "import")                                                      \
    O(text, rule, 0, 40, "规则编号", "only this rule")                                             \
    O(i64, after, 0, INT64_MAX, "从此序号之后", "features after this one")
INPUT(cadastre_mapping_in, CADASTRE_MAPPING_IN)
INPUT(cadastre_import_in, CADASTRE_IMPORT_IN)
INPUT(cadastre_imports_in, CADASTRE_IMPORTS_IN)
INPUT(cadastre_findings_in, CADASTRE_FINDINGS_IN)

struct cadastre_counts {
    int64_t read, added, changed, same;
    int64_t refused;  /* not taken */
    int64_t reported; /* taken, with findings */
};

/* A file on its way in. `region` of the context is that of the file. */
struct cadastre_batch {
    str id, layer, name;
    const struct cadastre_mapping_in *mapping;
    struct cadastre_limits limits;
    struct cadastre_counts counts;
};
/* Opens a batch: its id, the limits of today. Collects LAYER_UNKNOWN and MAPPING_CODE; E_REFUSED.
 */
MUST_CHECK err cadastre_batch_begin(struct ctx *ctx, struct cadastre_batch *b);
/* Takes one feature, or does not: either way its findings are kept and counted, and none is left in
 * the context. */
MUST_CHECK err cadastre_batch_take(
    struct ctx *ctx, struct cadastre_batch *b, const struct tree *feature);
/* Writes what the batch has come to; may be called again after more features. */
MUST_CHECK err cadastre_batch_save(struct ctx *ctx, const struct cadastre_batch *b);

MUST_CHECK err cadastre_import(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err cadastre_imports(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err cadastre_findings(struct ctx *ctx, const void *in, struct tree *out);

/* Walks through the features of a GeoJSON text without reading it whole. */
struct cadastre_reader {
    str rest;
    bool failed; /* the text is no FeatureCollection, or ends too early */
};
void cadastre_reader_begin(struct cadastre_reader *r, str text);
/* The next feature's text; false at the end or when it failed. */
bool cadastre_reader_next(struct cadastre_reader *r, str *ret);

/* ---- the structure of a building ---- */

#define CADASTRE_UNIT_IN(F, O, L)                                                                  \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(text, room, 1, 40, "室号部位", "room")                                                       \
    O(text, usage, 0, 10, "用途代码", "usage code")                                                \
    O(text, layout, 0, 40, "户型", "layout")                                                       \
    O(text, permit, 0, 60, "预售许可证号", "permit under which it is offered")                     \
    F(i64, area_cm2, 0, 1000000000000, "建筑面积（平方厘米）", "floor area in square centimetres") \
    O(i64, inside_cm2, 0, 1000000000000, "套内面积（平方厘米）", "inside area")                    \
    O(i64, shared_cm2, 0, 1000000000000, "分摊面积（平方厘米）", "shared area")
#define CADASTRE_FLOOR_IN(F, O, L)                                                                 \
    F(i64, floor, -99, 300, "层号（地下为负）", "floor; negative below ground")                    \
    O(text, name, 0, 40, "名义层", "name of the floor")                                            \
    L(cadastre_unit_in, units, 0, 500, "户", "units, from the left")
/* PUT /buildings/{building}/floors: floors and units as surveyed; those that are there and not
 * named stay as they are. */
#define CADASTRE_FLOORS_IN(F, O, L)                                                                \
    F(text, building, 24, 24, "自然幢号", "building code")                                         \
    L(cadastre_floor_in, floors, 1, 400, "层", "floors")
#define CADASTRE_BUILDING_IN(F, O, L) F(text, building, 24, 24, "自然幢号", "building code")
#define CADASTRE_PARCEL_IN(F, O, L) F(text, parcel, 19, 19, "宗地代码", "parcel code")
/* GET /shapes: what lies in a window; around the region's first parcel unless one is given. */
#define CADASTRE_MAP_IN(F, O, L)                                                                   \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    O(text, bbox, 0, 120, "范围：西,南,东,北（度）", "window: west,south,east,north in degrees")
INPUT(cadastre_unit_in, CADASTRE_UNIT_IN)
INPUT(cadastre_floor_in, CADASTRE_FLOOR_IN)
INPUT(cadastre_floors_in, CADASTRE_FLOORS_IN)
INPUT(cadastre_building_in, CADASTRE_BUILDING_IN)
INPUT(cadastre_parcel_in, CADASTRE_PARCEL_IN)
INPUT(cadastre_map_in, CADASTRE_MAP_IN)

MUST_CHECK err cadastre_floors_save(struct ctx *ctx, const void *in, struct tree *out);
/* 楼盘表 for everybody: floors, units and the state of each, and nobody's name. */
MUST_CHECK err cadastre_building_show(struct ctx *ctx, const void *in, struct tree *out);
/* The same for officers, with holders: in full for those who register, masked for the others. */
MUST_CHECK err cadastre_building_officer(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err cadastre_parcel_show(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err cadastre_map(struct ctx *ctx, const void *in, struct tree *out);

/* ---- 分割合并 ---- */

#define CADASTRE_PARENT_IN(F, O, L) F(unit, unit, 0, 0, "原单元号", "unit that ends")
#define CADASTRE_CHILD_IN(F, O, L)                                                                 \
    F(unit, unit, 0, 0, "新单元号", "unit that begins")                                            \
    F(text, location, 1, 200, "坐落", "location")                                                  \
    F(i64, area_cm2, 1, 1000000000000, "面积（平方厘米）", "area in square centimetres")           \
    O(text, usage, 0, 10, "用途代码，默认同原单元", "usage code; the old one's unless said")       \
    O(text, floor, 0, 40, "所在层，默认同原单元", "floor; the old one's unless said")              \
    O(text, room, 0, 40, "室号部位", "room, for the table of the building")
#define CADASTRE_CONSENT_IN(F, O, L)                                                               \
    F(id, right, 0, 0, "抵押权编号", "id of the mortgage")                                         \
    F(text, letter, 1, 200, "同意书", "letter of consent: number and date")
/* POST /registry/divisions: split one unit into several, or merge several into one. */
#define CADASTRE_DIVIDE_IN(F, O, L)                                                                \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, kind, 1, 10, "split 分割，merge 合并", "split or merge")                               \
    L(cadastre_parent_in, parents, 1, 50, "原单元", "units that end")                              \
    L(cadastre_child_in, children, 1, 200, "新单元", "units that begin")                           \
    O(text, reason, 0, 200, "面积差异的理由", "reason of a difference in area")                    \
    L(cadastre_consent_in, consents, 0, 50, "抵押权人的同意", "consents of mortgagees")
#define CADASTRE_LINEAGE_IN(F, O, L) F(unit, unit, 0, 0, "不动产单元号", "unit code")
INPUT(cadastre_parent_in, CADASTRE_PARENT_IN)
INPUT(cadastre_child_in, CADASTRE_CHILD_IN)
INPUT(cadastre_consent_in, CADASTRE_CONSENT_IN)
INPUT(cadastre_divide_in, CADASTRE_DIVIDE_IN)
INPUT(cadastre_lineage_in, CADASTRE_LINEAGE_IN)

struct registry_breach;
struct registry_holder;
struct registry_page;

/* Who holds a child, where its holders are not those of the parents (分割给各共有人). */
struct cadastre_title {
    struct registry_holder *holders;
    size_t holders_count;
    str holding;
};

/* Who has it done: empty filing when it is no filing's. */
struct cadastre_order {
    const struct cadastre_divide_in *in;
    str filing;
    int64_t position;      /* of the first entry among those of its filing */
    int64_t register_type; /* DJLX; 0: a change */
    str recorder;          /* 登簿人 */
    str unit;       /* by which its filing is known: findings stand under "unit", "answers.parents",
                       "answers.parts"; empty: under the fields of `in` */
    bool consented; /* all mortgagees agree in writing */
    const struct cadastre_title *titles; /* one for each child; NULL: as the parents' */
};
/* Whatever stands against it as the book is now: collected, nothing is locked or changed. */
MUST_CHECK err cadastre_divide_check(struct ctx *ctx, const struct cadastre_order *order);
/* All units concerned before it and after it, the parents in the order of their codes, then the
 * children as given, then those that bear an easement for a parent; a child's page before is empty.
 * `possible`: the check found nothing against it; otherwise both are as they are now. */
struct cadastre_outlook {
    struct registry_page *before, *after;
    size_t count;
};
MUST_CHECK err cadastre_divide_plan(struct ctx *ctx, const struct cadastre_order *order,
    bool possible, struct cadastre_outlook *ret);
/* Closes the parents and opens the children in one transaction (条例实施细则 26; I1): locks the
 * parents, and those that bear an easement for them, in the order of their codes; the title goes
 * over with its holders and shares; a mortgage whose holder consents rests on every child
 * afterwards, in its rank; an easement that others bear for a parent is for every child (民法典
 * 382). Collects everything that stands against it: E_REFUSED, and nothing has changed. *ret_first:
 * the number of its first entry. */
MUST_CHECK err cadastre_divide(
    struct ctx *ctx, const struct cadastre_order *order, struct tree *out, int64_t *ret_first);
/* GET /units/{unit}/lineage. */
MUST_CHECK err cadastre_lineage(struct ctx *ctx, const void *in, struct tree *out);
/* I1 over a whole store: what a split or merge closed stays closed, and what it opened is there. */
MUST_CHECK err cadastre_verify(struct ctx *ctx, struct registry_breach **ret);
