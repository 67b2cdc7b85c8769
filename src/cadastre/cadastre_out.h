/* What the cadastre's routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

#define CADASTRE_LAYERS "parcel building"
#define CADASTRE_STATES "seized disputed mortgaged residence easement advance available owned none"

#define CADASTRE_IMPORT_OUT(F, O)                                                                  \
    F(text, import, "导入批次", "import")                                                          \
    F(words(CADASTRE_LAYERS), layer, "图层", "layer")                                              \
    F(i64, read, "读取", "features read")                                                          \
    F(i64, added, "新增", "added")                                                                 \
    F(i64, changed, "变更", "changed")                                                             \
    F(i64, same, "未变", "as they were")                                                           \
    F(i64, refused, "未采用", "not taken")                                                         \
    F(i64, reported, "采用但有问题", "taken, with findings")
#define CADASTRE_IMPORT_ROW_OUT(F, O)                                                              \
    CADASTRE_IMPORT_OUT(F, O)                                                                      \
    F(text, name, "文件名称", "name of the file")                                                  \
    F(text, staff, "经办人", "officer; empty from the command line")                               \
    F(ms, made_ms, "时间", "when")
#define CADASTRE_IMPORTS_OUT(F, O) F(list(cadastre_import_row_out), imports, "导入批次", "imports")
#define CADASTRE_FINDING_OUT(F, O)                                                                 \
    F(i64, position, "要素序号", "number of the feature in its file")                              \
    F(words(CADASTRE_LAYERS), layer, "图层", "layer")                                              \
    F(text, code, "代码", "code; empty when it got none")                                          \
    F(text, source, "原编号", "its name in the file")                                              \
    F(boolean, taken, "是否采用", "taken all the same")                                            \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("inform reason stop"), severity, "分量", "weight")                                     \
    F(text, field, "所指字段", "field concerned")                                                  \
    F(text, detail, "所涉内容", "value concerned")                                                 \
    F(text, text_zh, "说明", "what it says, Chinese")                                              \
    F(text, text_en, "英文说明", "what it says, English")                                          \
    F(text, law, "依据", "law or standard")                                                        \
    F(text, remedy_zh, "补救办法", "what to do, Chinese")                                          \
    F(text, remedy_en, "英文补救办法", "what to do, English")
#define CADASTRE_RULE_COUNT_OUT(F, O)                                                              \
    F(text, rule, "规则编号", "rule")                                                              \
    F(text, text_zh, "说明", "what it says, Chinese")                                              \
    F(text, text_en, "英文说明", "what it says, English")                                          \
    F(i64, count, "次数", "how often")
#define CADASTRE_FINDINGS_OUT(F, O)                                                                \
    F(object(cadastre_import_row_out), import, "导入批次", "the import")                           \
    F(list(cadastre_rule_count_out), rules, "按规则计数", "how often each rule spoke")             \
    F(list(cadastre_finding_out), findings, "核验结果", "findings")                                \
    F(i64_or_null, next, "下一页从此序号之后", "pass as `after` for more; null at the end")

#define CADASTRE_FLOORS_SAVED_OUT(F, O)                                                            \
    F(text, building, "自然幢号", "building code")                                                 \
    F(i64, floors, "层数", "floors named")                                                         \
    F(i64, units, "户数", "units named")

#define CADASTRE_WORD_OUT(F, O)                                                                    \
    F(words(CADASTRE_STATES), state, "状态", "state")                                              \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")
#define CADASTRE_COUNT_OUT(F, O) CADASTRE_WORD_OUT(F, O) F(i64, count, "户数", "units")
#define CADASTRE_HOLDER_OUT(F, O)                                                                  \
    F(text, kind, "权利种类", "kind of right")                                                     \
    F(text, name, "权利人", "holder; masked for officers who do not register")                     \
    F(text, share, "份额", "share, a fraction; empty unless held in shares")
#define CADASTRE_UNIT_OUT(F, O)                                                                    \
    CADASTRE_WORD_OUT(F, O)                                                                        \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, spaced, "分段的单元号", "unit code as it is written")                                  \
    F(text, room, "室号部位", "room")                                                              \
    F(text, usage, "用途代码", "usage code")                                                       \
    F(text, layout, "户型", "layout")                                                              \
    F(text, permit, "预售许可证号", "permit under which it is offered")                            \
    F(i64, area_cm2, "建筑面积（平方厘米）", "floor area in square centimetres")                   \
    F(i64, inside_cm2, "套内面积（平方厘米）", "inside area")                                      \
    F(i64, shared_cm2, "分摊面积（平方厘米）", "shared area")                                      \
    F(texts, rights, "现势权利种类", "kinds of the live rights")                                   \
    O(list(cadastre_holder_out), holders, "权利人（仅工作人员可见）", "holders; officers only")
#define CADASTRE_FLOOR_OUT(F, O)                                                                   \
    F(i64_or_null, floor, "层号", "floor; null: registered, but not in the survey")                \
    F(text, name, "名义层", "name of the floor")                                                   \
    F(list(cadastre_unit_out), units, "户", "units, from the left")
#define CADASTRE_BUILDING_OUT(F, O)                                                                \
    F(text, building, "自然幢号", "building code")                                                 \
    F(text, parcel, "宗地代码", "parcel code")                                                     \
    F(text, name, "名称", "name")                                                                  \
    F(text, location, "坐落", "location")                                                          \
    F(text, structure, "结构代码", "structure code")                                               \
    F(i64, floors_above, "地上层数", "floors above ground")                                        \
    F(i64, floors_below, "地下层数", "floors below ground")                                        \
    F(date_or_empty, finished_on, "竣工日期", "finished on")                                       \
    F(i64, area_cm2, "所载占地面积（平方厘米）", "stated ground area; 0 when it was not")          \
    F(i64_or_null, measured_cm2, "图形面积（平方厘米）", "area of its shape; null without one")
#define CADASTRE_BUILDING_PAGE_OUT(F, O)                                                           \
    CADASTRE_BUILDING_OUT(F, O)                                                                    \
    F(list(cadastre_floor_out), table, "楼盘表：自上而下各层", "floors from the top, with units")  \
    F(list(cadastre_count_out), counts, "各状态户数", "units by state")                            \
    F(list(cadastre_finding_out), findings, "测绘核验结果", "what is on the list")                 \
    F(tree, geometry, "图形（GeoJSON）", "shape as a GeoJSON geometry, or null")
#define CADASTRE_PARCEL_OUT(F, O)                                                                  \
    F(text, parcel, "宗地代码", "parcel code")                                                     \
    F(text, source, "原编号", "its name in the file")                                              \
    F(text, location, "坐落", "location")                                                          \
    F(text, usage, "用途代码", "usage code")                                                       \
    F(text, land_kind, "权利性质代码", "nature of the land right")                                 \
    F(words("live closed"), state, "状态", "state")                                                \
    F(i64, area_cm2, "所载面积（平方厘米）", "stated area; 0 when it was not")                     \
    F(i64_or_null, measured_cm2, "图形面积（平方厘米）", "area of its shape; null without one")
#define CADASTRE_PARCEL_PAGE_OUT(F, O)                                                             \
    CADASTRE_PARCEL_OUT(F, O)                                                                      \
    F(list(cadastre_building_out), buildings, "自然幢", "buildings")                               \
    F(list(cadastre_finding_out), findings, "测绘核验结果", "what is on the list")                 \
    F(tree, geometry, "图形（GeoJSON）", "shape as a GeoJSON geometry, or null")
#define CADASTRE_FEATURE_OUT(F, O)                                                                 \
    F(words("Feature"), type, "类型", "type")                                                      \
    F(text, id, "代码", "code")                                                                    \
    F(tree, properties, "属性：layer, code, label, area_cm2",                                      \
        "properties: layer, code, label and area_cm2")                                             \
    F(tree, geometry, "图形", "geometry")
#define CADASTRE_MAP_OUT(F, O)                                                                     \
    F(words("FeatureCollection"), type, "类型", "type")                                            \
    F(tree, bbox, "范围", "the window: west, south, east, north")                                  \
    F(boolean, more, "是否还有未列出的", "there is more in the window than is shown")              \
    F(list(cadastre_feature_out), features, "要素", "features")

#define CADASTRE_CHILD_OUT(F, O)                                                                   \
    F(text, unit, "新单元号", "unit that begins")                                                  \
    F(text, right, "权利编号", "its title")                                                        \
    F(i64, entry, "登簿序号", "entry that made it")
#define CADASTRE_PARENT_OUT(F, O)                                                                  \
    F(text, unit, "原单元号", "unit that ended")                                                   \
    F(i64, entry, "登簿序号", "entry that closed it")
#define CADASTRE_EASEMENT_OUT(F, O)                                                                \
    F(text, unit, "供役地单元号", "unit that bears it")                                            \
    F(text, right, "地役权编号", "the easement")                                                   \
    F(text, dominant, "需役地单元号", "new unit that it serves")                                   \
    F(i64, entry, "登簿序号", "entry that made it")
#define CADASTRE_DIVIDE_OUT(F, O)                                                                  \
    F(words("split merge"), kind, "分割或合并", "split or merge")                                  \
    F(list(cadastre_parent_out), parents, "原单元", "units that ended")                            \
    F(list(cadastre_child_out), children, "新单元", "units that began")                            \
    F(list(cadastre_easement_out), easements, "其他单元上随之变更的地役权",                        \
        "easements of other units that followed")                                                  \
    F(i64, area_before_cm2, "原面积之和", "area before")                                           \
    F(i64, area_after_cm2, "新面积之和", "area after")
#define CADASTRE_LINK_OUT(F, O)                                                                    \
    F(text, parent, "原单元号", "unit that ended")                                                 \
    F(text, child, "新单元号", "unit that began")                                                  \
    F(words("split merge"), kind, "分割或合并", "split or merge")                                  \
    F(i64, entry, "登簿序号", "entry that closed the parent")                                      \
    F(ms, made_ms, "时间", "when")
#define CADASTRE_LINEAGE_OUT(F, O)                                                                 \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(words_or_null("live closed"), state, "状态",                                                 \
        "state; null when the registry has no such unit")                                          \
    F(texts, ancestors, "来源单元，近者在前", "units it came out of, the nearest first")           \
    F(texts, descendants, "去向单元，近者在前", "units that came out of it, the nearest first")    \
    F(list(cadastre_link_out), links, "每一次分割合并", "each step between them")

OUTPUT(cadastre_import_out)
OUTPUT(cadastre_import_row_out)
OUTPUT(cadastre_imports_out)
OUTPUT(cadastre_finding_out)
OUTPUT(cadastre_rule_count_out)
OUTPUT(cadastre_findings_out)
OUTPUT(cadastre_floors_saved_out)
OUTPUT(cadastre_word_out)
OUTPUT(cadastre_count_out)
OUTPUT(cadastre_holder_out)
OUTPUT(cadastre_unit_out)
OUTPUT(cadastre_floor_out)
OUTPUT(cadastre_building_out)
OUTPUT(cadastre_building_page_out)
OUTPUT(cadastre_parcel_out)
OUTPUT(cadastre_parcel_page_out)
OUTPUT(cadastre_feature_out)
OUTPUT(cadastre_map_out)
OUTPUT(cadastre_child_out)
OUTPUT(cadastre_parent_out)
OUTPUT(cadastre_easement_out)
OUTPUT(cadastre_divide_out)
OUTPUT(cadastre_link_out)
OUTPUT(cadastre_lineage_out)
