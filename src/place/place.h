/* 办理点管理 and 代码表: what everybody may read of the city, and changing its offices. */
#pragma once

#include "base/input.h"
#include "base/output.h"
#include "place/city.h"

#define RULE RULE_DECLARE
#include "place/place.def"
#undef RULE

#define PLACE_OFFICE_NEW_IN(F, O, L)                                                               \
    F(text, office, 2, 40, "办理点编号", "id of the office")                                       \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, kind, 1, 20, "类别", "kind")                                                           \
    F(text, name_zh, 1, 60, "中文名称", "name in Chinese")                                         \
    F(text, name_en, 1, 100, "英文名称", "name in English")                                        \
    F(i64, windows, 0, 999, "窗口数", "windows")
#define PLACE_OFFICE_SAVE_IN(F, O, L)                                                              \
    F(text, office, 2, 40, "办理点编号", "id of the office")                                       \
    F(text, kind, 1, 20, "类别", "kind")                                                           \
    F(text, name_zh, 1, 60, "中文名称", "name in Chinese")                                         \
    F(text, name_en, 1, 100, "英文名称", "name in English")                                        \
    F(i64, windows, 0, 999, "窗口数", "windows")                                                   \
    F(i64, version, 1, INT64_MAX, "版本", "version that was read")
#define CODE_TABLE_IN(F, O, L) F(text, table, 1, 40, "代码表", "code table")
INPUT(place_office_new_in, PLACE_OFFICE_NEW_IN)
INPUT(place_office_save_in, PLACE_OFFICE_SAVE_IN)
INPUT(code_table_in, CODE_TABLE_IN)

#define PLACE_WORD_OUT(F, O)                                                                       \
    F(text, id, "代码", "id")                                                                      \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")
#define PLACE_OFFICE_OUT(F, O)                                                                     \
    F(text, office, "办理点编号", "id of the office")                                              \
    F(text, region, "行政区代码", "region")                                                        \
    F(words("hall centre community bank"), kind, "类别", "kind")                                   \
    F(text, kind_zh, "类别中文名称", "kind in Chinese")                                            \
    F(text, kind_en, "类别英文名称", "kind in English")                                            \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(i64, windows, "窗口数", "windows")                                                           \
    F(i64, version, "版本", "version")
#define PLACE_REGION_OUT(F, O)                                                                     \
    F(text, region, "行政区代码", "region")                                                        \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(text, authority_zh, "登记机构", "registration authority")                                    \
    F(text, certificate_name, "证号中的名称", "name within certificate numbers")                   \
    F(list(place_office_out), offices, "办理点", "offices")
#define PLACE_LIST_OUT(F, O)                                                                       \
    F(list(place_region_out), regions, "行政区及其办理点", "regions with their offices")           \
    F(list(place_word_out), kinds, "办理点类别", "kinds of offices")
#define CODE_OUT(F, O)                                                                             \
    F(text, code, "代码", "code")                                                                  \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(date, valid_from, "生效日期", "valid from")                                                  \
    F(date_or_null, valid_to, "失效日期（不含当日）", "first day on which it is no longer valid")  \
    F(words("coming in_force past"), state, "状态", "whether it is in force today")                \
    F(words("systems one_system own"), source, "来源：多家系统一致、一家系统待核实、本系统",       \
        "used alike by several systems, by one alone and not confirmed, or our own")
#define CODE_HEAD_OUT(F, O)                                                                        \
    F(text, table, "代码表", "code table")                                                         \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(text, source, "来源", "where it comes from")                                                 \
    F(i64, count, "行数", "rows")
#define CODE_LIST_OUT(F, O) F(list(code_head_out), tables, "代码表", "code tables")
#define CODE_TABLE_OUT(F, O) CODE_HEAD_OUT(F, O) F(list(code_out), codes, "代码", "codes")
OUTPUT(place_word_out)
OUTPUT(place_office_out)
OUTPUT(place_region_out)
OUTPUT(place_list_out)
OUTPUT(code_out)
OUTPUT(code_head_out)
OUTPUT(code_list_out)
OUTPUT(code_table_out)

/* GET /offices: regions with their offices, from the city in memory. */
MUST_CHECK err place_list(struct ctx *ctx, const void *in, struct tree *out);
void place_office_show(const struct place_office *o, struct tree *out);
/* What is wrong with an office's id and kind. */
void place_office_check(struct ctx *ctx, const struct place_office *o);
/* Whether this city serves its region. */
void place_office_region_check(struct ctx *ctx, const struct place_office *o);
/* E_MISSING when the store has no such office. */
MUST_CHECK err place_office_get(struct ctx *ctx, str id, struct place_office *ret);
/* Only the version that was read: E_CONFLICT otherwise. */
MUST_CHECK err place_office_save(struct ctx *ctx, const struct place_office *o);

/* GET /codes and GET /codes/{table}: data/codes.csv. */
MUST_CHECK err code_list(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err code_table(struct ctx *ctx, const void *in, struct tree *out);
