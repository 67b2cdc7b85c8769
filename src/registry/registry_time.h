/* Looking back: a page as it stood at a moment, what each entry did, and every right that a unit
 * ever had, all made from the entries alone (不动产登记暂行条例 8: the book keeps every change).
 * Document numbers are masked but for the page, which has its own route. */
#pragma once

#include "base/input.h"
#include "registry/registry_out.h"
#include "registry/registry_view.h"

/* GET /registry/units/{unit}/history: entries in order, and the rights they made. */
#define REGISTRY_HISTORY_ENTRY_OUT(F, O)                                                           \
    F(i64, number, "登簿序号", "entry number")                                                     \
    F(ms, made_ms, "登簿时间", "recorded at")                                                      \
    F(i64, register_type, "登记类型代码（DJLX）", "register type")                                 \
    F(text, effect, "效果", "what it did")                                                         \
    F(text, right_kind, "权利种类", "kind of right")                                               \
    F(text, filing, "办件编号，依嘱托或导入的为空", "filing; empty by order or import")            \
    F(text, recorder, "登簿人", "recorder")                                                        \
    F(list(registry_change_out), changes, "变化", "what became of each right")
#define REGISTRY_HISTORY_RIGHT_OUT(F, O)                                                           \
    F(text, right, "权利编号", "right")                                                            \
    F(text, kind, "权利种类", "kind of right")                                                     \
    F(words("live history ended"), state, "状态", "state")                                         \
    F(text, previous, "所替换的权利，首次取得为空", "right that it replaced; empty for the first") \
    F(words("sole joint shares"), holding, "共有方式", "how it is held")                           \
    F(list(registry_view_holder_out), holders, "权利人", "holders")                                \
    F(money, amount_fen, "金额（分）", "amount in fen")                                            \
    F(text, cause, "登记原因", "cause")                                                            \
    F(i64, entry_made, "登簿序号", "entry that made it")                                           \
    F(i64, entry_ended, "终止的登簿序号，现势为 0", "entry that ended it; 0 while live")
#define REGISTRY_HISTORY_OUT(F, O)                                                                 \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(list(registry_history_entry_out), entries, "登簿记载，由先到后", "entries, oldest first")    \
    F(list(registry_history_right_out), rights, "先后的全部权利", "every right there ever was")
OUTPUT(registry_history_entry_out)
OUTPUT(registry_history_right_out)
OUTPUT(registry_history_out)

/* GET /registry/units/{unit}/entries/{number}: the page before and after one entry. */
#define REGISTRY_ENTRY_SIDE_OUT(F, O)                                                              \
    F(object(registry_unit_view_out), unit, "不动产单元", "the unit")                              \
    F(list(registry_view_out), rights, "权利", "rights")
#define REGISTRY_ENTRY_OUT(F, O)                                                                   \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(object(registry_history_entry_out), entry, "登簿记载", "the entry")                          \
    F(object(registry_entry_side_out), before, "登簿前", "before the entry")                       \
    F(object(registry_entry_side_out), after, "登簿后", "after the entry")
OUTPUT(registry_entry_side_out)
OUTPUT(registry_entry_out)

#define REGISTRY_ENTRY_IN(F, O, L)                                                                 \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(i64, number, 1, INT64_MAX, "登簿序号", "entry number")
#define REGISTRY_HISTORY_IN(F, O, L) F(unit, unit, 0, 0, "不动产单元号", "unit code")
INPUT(registry_entry_in, REGISTRY_ENTRY_IN)
INPUT(registry_history_in, REGISTRY_HISTORY_IN)

MUST_CHECK err registry_history_show(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_entry_show(struct ctx *ctx, const void *in, struct tree *out);
