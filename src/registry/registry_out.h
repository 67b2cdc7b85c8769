/* What the registry's routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"
#include "registry/right.h"

#define REGISTRY_IMPORT_OUT(F, O)                                                                  \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, right, "权利编号", "right")                                                            \
    F(i64, entry, "登簿序号", "entry number")                                                      \
    F(boolean, made, "是否新登（否：簿上已有）", "made now; false when it was there")
#define REGISTRY_SEIZE_OUT(F, O)                                                                   \
    F(i64, entry, "登簿序号", "entry number")                                                      \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, right, "查封权利编号", "id of the seizure")                                            \
    F(i64, rank, "轮候顺位（0 为生效）", "place in line; 0 is in effect")                          \
    F(boolean, effective, "是否生效", "in effect")
#define REGISTRY_RELEASE_OUT(F, O)                                                                 \
    F(i64, entry, "登簿序号", "entry number")                                                      \
    F(text, unit, "不动产单元号", "unit code")

#define REGISTRY_UNIT_OUT(F, O)                                                                    \
    F(text, code, "不动产单元号", "unit code")                                                     \
    F(text, spaced, "分段的单元号", "unit code as it is written")                                  \
    F(words("live closed"), state, "状态", "state")                                                \
    F(text, location, "坐落", "location")                                                          \
    F(text, usage, "用途代码", "usage code")                                                       \
    F(text, structure, "结构代码", "structure code")                                               \
    F(text, floor, "所在层", "floor")                                                              \
    F(i64, floors, "总层数", "floors of the building")                                             \
    F(i64, area_cm2, "建筑面积（平方厘米）", "floor area in square centimetres")                   \
    F(text, land_kind, "权利性质代码", "nature of the land right")                                 \
    F(text, land_until, "土地使用期限至", "land right ends on")                                    \
    F(i64, entry_made, "登簿序号", "entry that made it")
#define REGISTRY_HOLDER_OUT(F, O)                                                                  \
    F(text, name, "姓名或名称", "name")                                                            \
    F(words("id uscc passport hk-macau other"), document_kind, "证件种类", "kind of document")     \
    F(text, document_number, "证件号码", "document number")                                        \
    F(text, share, "份额", "share, a fraction")
#define REGISTRY_RIGHT_OUT(F, O)                                                                   \
    F(text, id, "权利编号", "right")                                                               \
    F(words(registry_kind_words), kind, "权利种类", "kind")                                        \
    F(text, sort, "种类之下的类别", "sort within the kind; empty when it has none")                \
    F(words("live history ended"), state, "状态", "state")                                         \
    F(words("sole joint shares"), holding, "共有方式", "how it is held")                           \
    F(i64, rank, "顺位", "rank")                                                                   \
    F(money, amount_fen, "金额：被担保债权数额或价款", "secured debt or price, in fen")            \
    F(date_or_empty, begins_on, "起始日期", "begins on")                                           \
    F(date_or_empty, ends_on, "终止日期", "ends on")                                               \
    F(boolean, no_transfer, "是否禁止或限制转让抵押不动产", "agreement against transfer")          \
    F(boolean, maximum, "是否最高额抵押", "maximum-amount mortgage")                               \
    F(text, cause, "登记原因", "cause")                                                            \
    F(date_or_empty, lapses_on, "依法失效前的最后一日", "last day on which it stands by law")      \
    F(text, terms, "约定或记载的内容", "what is agreed or said besides")                           \
    F(text, dominant, "需役地不动产单元号", "unit that an easement serves")                        \
    F(text, previous, "所替代的权利编号", "right that it replaced")                                \
    F(i64, entry_made, "登簿序号", "entry that made it")                                           \
    F(i64, entry_ended, "终止的登簿序号", "entry that ended it; 0 while live")                     \
    F(list(registry_holder_out), holders, "权利人", "holders")
#define REGISTRY_PAGE_OUT(F, O)                                                                    \
    F(object(registry_unit_out), unit, "不动产单元", "unit")                                       \
    F(list(registry_right_out), rights, "权利", "rights")                                          \
    O(list(registry_serving_out), serving, "为本不动产设立的地役权（现在）",                       \
        "easements that serve it now")                                                             \
    O(ms, as_of_ms, "所问的时刻", "the moment asked for")
#define REGISTRY_SERVING_OUT(F, O)                                                                 \
    F(text, unit, "供役地不动产单元号", "unit that bears it")                                      \
    F(object(registry_right_out), right, "地役权", "the easement")

#define REGISTRY_PROOF_OUT(F, O)                                                                   \
    F(i64, number, "登簿序号", "entry number")                                                     \
    F(text, digest, "记载摘要", "digest of the entry, hex")                                        \
    F(texts, proof, "包含证明", "inclusion proof: hashes, hex")                                    \
    F(i64, size, "日志大小", "size of the log")                                                    \
    F(text, root, "根哈希", "root hash, hex")
#define REGISTRY_GROWTH_OUT(F, O)                                                                  \
    F(texts, proof, "一致性证明", "consistency proof: hashes, hex")                                \
    F(i64, size, "日志大小", "size of the log")                                                    \
    F(text, root, "根哈希", "root hash, hex")

#define REGISTRY_COSIGN_OUT(F, O)                                                                  \
    F(i64, size, "日志大小", "size of the log that was cosigned")                                  \
    F(texts, witnesses, "已收会签的见证方", "witnesses whose cosignatures were taken")

OUTPUT(registry_import_out)
OUTPUT(registry_seize_out)
OUTPUT(registry_release_out)
OUTPUT(registry_unit_out)
OUTPUT(registry_holder_out)
OUTPUT(registry_right_out)
OUTPUT(registry_serving_out)
OUTPUT(registry_page_out)
OUTPUT(registry_proof_out)
OUTPUT(registry_growth_out)
OUTPUT(registry_cosign_out)
