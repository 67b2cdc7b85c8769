/* What a reviewer is shown of a page: tables of base/output.h for registry_show_rights and
 * registry_show_changes. Document numbers are masked; times and numbers that have not come are 0.
 */
#pragma once

#include "base/output.h"
#include "registry/right.h"

#define REGISTRY_UNIT_VIEW_OUT(F, O)                                                               \
    F(text, location, "坐落", "location")                                                          \
    F(text, usage, "用途代码", "usage code")                                                       \
    F(text, structure, "结构代码", "structure code")                                               \
    F(text, floor, "所在层", "floor")                                                              \
    F(i64, floors, "总层数", "floors of the building")                                             \
    F(i64, area_cm2, "面积（平方厘米）", "area in square centimetres")                             \
    F(text, land_kind, "权利性质代码", "nature of the land right")                                 \
    F(text, land_until, "土地使用期限至", "land right ends on")
#define REGISTRY_VIEW_HOLDER_OUT(F, O)                                                             \
    F(text, name, "姓名或名称", "name")                                                            \
    F(text, document_kind, "证件种类", "kind of document")                                         \
    F(text, document_number, "证件号码（部分隐去）", "document number, masked")                    \
    F(text, share, "份额", "share, a fraction")
#define REGISTRY_VIEW_OUT(F, O)                                                                    \
    F(text, right, "权利编号，尚未登簿为空", "id of the right, empty before its entry")            \
    F(words(registry_kind_words), kind, "权利种类", "kind of right")                               \
    F(text, sort, "类别", "sort within the kind")                                                  \
    F(words("sole joint shares"), holding, "共有方式", "holding")                                  \
    F(list(registry_view_holder_out), holders, "权利人", "holders")                                \
    F(i64, rank, "顺位", "rank")                                                                   \
    F(money, amount_fen, "金额（分）", "amount in fen")                                            \
    F(date_or_empty, begins_on, "期限起", "begins on")                                             \
    F(date_or_empty, ends_on, "期限止", "ends on")                                                 \
    F(boolean, no_transfer, "是否约定禁止或限制转让", "transfer forbidden or restricted")          \
    F(boolean, maximum, "是否最高额抵押", "up to a maximum")                                       \
    F(text, cause, "登记原因", "cause")                                                            \
    F(date_or_empty, lapses_on, "依法失效前的最后一日", "last day on which it stands by law")      \
    F(text, terms, "约定或记载的内容", "what is agreed or said besides")                           \
    F(text, dominant, "需役地不动产单元号", "unit that an easement serves")                        \
    F(i64, entry_made, "登簿序号", "number of its entry")                                          \
    F(ms, since_ms, "登簿时间", "in force since")
#define REGISTRY_CHANGE_OUT(F, O)                                                                  \
    F(text, right, "权利编号，尚未登簿为空", "id of the right, empty before its entry")            \
    F(words(registry_kind_words), kind, "权利种类", "kind of right")                               \
    F(words("created ended changed kept"), change, "变化", "what becomes of it")                   \
    F(text, zh, "变化的说明", "in words, Chinese")                                                 \
    F(text, en, "变化的说明（英文）", "in words, English")
OUTPUT(registry_unit_view_out)
OUTPUT(registry_view_holder_out)
OUTPUT(registry_view_out)
OUTPUT(registry_change_out)

struct registry_unit;
/* The particulars of a unit as registry_unit_view_out; empty ones where it is not in the book. */
void registry_show_particulars(const struct registry_unit *unit, struct tree *o);
struct registry_right;
/* Holders as registry_view_holder_out: names in full, document numbers masked. */
void registry_show_holders(const struct registry_right *right, struct tree *list);
