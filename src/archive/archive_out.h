/* What routes of queries answer: tables of base/output.h. */
#pragma once

#include "registry/registry_view.h"

#define ARCHIVE_EXISTENCE_OUT(F, O)                                                                \
    F(boolean, shared, "是否共有", "held by more than one")                                        \
    F(boolean, mortgaged, "有无抵押权登记", "mortgaged")                                           \
    F(boolean, seized, "有无查封登记", "seized")                                                   \
    F(boolean, advance, "有无预告登记", "under advance notice")                                    \
    F(boolean, objection, "有无异议登记", "under objection")
#define ARCHIVE_HISTORY_OUT(F, O)                                                                  \
    F(i64, entry, "登簿序号", "number of the entry")                                               \
    F(words(registry_kind_words), kind, "权利种类", "kind of right")                               \
    F(words(registry_effect_words), effect, "登记类型", "what it did")                             \
    F(ms, made_ms, "登簿时间", "when")
#define ARCHIVE_FILE_OUT(F, O)                                                                     \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, paper, "材料", "paper")                                                                \
    F(text, hash, "材料的哈希", "hash of the paper")                                               \
    F(text, name, "材料名称", "its name")
#define ARCHIVE_HOUSE_OUT(F, O)                                                                    \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(text, right, "权利编号", "right")                                                            \
    F(words(registry_kind_words), kind, "权利种类", "kind of right")                               \
    F(words("sole joint shares"), holding, "共有方式", "how it is held")                           \
    F(i64, area_cm2, "建筑面积（平方厘米）", "floor area in square centimetres")                   \
    F(i64, entry, "登簿序号", "number of its entry")                                               \
    F(text, share, "份额", "share, a fraction")
#define ARCHIVE_REGION_OUT(F, O)                                                                   \
    F(text, region, "行政区代码", "region")                                                        \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(i64, entry, "截至登簿序号", "as its entry of this number left the register")
#define ARCHIVE_RESULT_OUT(F, O)                                                                   \
    F(text, scope, "查询内容（空格分隔）", "what was opened, between blanks")                      \
    O(object(registry_unit_view_out), natural, "自然状况", "natural status")                       \
    O(object(archive_existence_out), existence, "有无", "whether there are")                       \
    O(list(registry_view_out), rights, "权利", "rights")                                           \
    O(list(registry_view_out), restrictions, "限制", "restrictions")                               \
    O(list(archive_history_out), history, "登记历史", "history of entries")                        \
    O(list(archive_file_out), file, "原始资料", "papers of the original file")                     \
    O(list(archive_house_out), houses, "名下房屋", "homes")                                        \
    O(list(archive_region_out), regions, "查询范围", "area searched")
#define ARCHIVE_QUERY_OUT(F, O)                                                                    \
    F(text, query, "查询编号", "query")                                                            \
    F(text, number, "编号", "its number, as printed")                                              \
    F(words("record houses"), kind, "查询种类", "kind")                                            \
    F(words("granted refused"), outcome, "结果", "outcome")                                        \
    F(text, title_zh, "出具的文书", "what is handed out, Chinese")                                 \
    F(text, title_en, "出具的文书（英文）", "what is handed out, English")                         \
    F(text, unit, "不动产单元号，名下房屋查询为空", "unit; empty for homes")                       \
    F(text, capacity, "查询身份", "capacity")                                                      \
    F(text, capacity_zh, "查询身份中文名称", "capacity in Chinese")                                \
    F(text, capacity_en, "查询身份英文名称", "capacity in English")                                \
    F(text, name, "查询人", "applicant")                                                           \
    F(text, document_masked, "查询人证件号码（掩码）", "applicant's document number, masked")      \
    F(text, principal, "被查询人或所代表的权利人，没有为空",                                       \
        "whom it is about, or for whom the applicant came; empty when nobody")                     \
    F(text, letter, "文号，没有为空", "number of the letter; empty when there is none")            \
    F(text, purpose, "查询目的", "purpose")                                                        \
    F(text, ground, "不予查询的理由，准予为空", "ground of the refusal; empty when granted")       \
    F(text, ground_zh, "理由中文", "ground in Chinese")                                            \
    F(text, ground_en, "理由英文", "ground in English")                                            \
    F(text, words, "不予查询的情况", "what was found, of a refusal")                               \
    F(text, code, "核验码，不予查询为空", "code to verify it; empty when refused")                 \
    F(i64, as_of_entry, "截至登簿序号", "as the entry of this number left the register")           \
    F(text, officer, "经办人", "officer")                                                          \
    F(ms, made_ms, "查询时间", "when")                                                             \
    O(object(archive_result_out), result, "查询结果", "what was answered")
#define ARCHIVE_LIST_OUT(F, O)                                                                     \
    F(list(archive_query_out), queries, "查询", "queries, newest first")                           \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")

#define ARCHIVE_CAPACITY_OUT(F, O)                                                                 \
    F(text, capacity, "查询身份", "capacity")                                                      \
    F(text, kinds, "查询种类（空格分隔）", "kinds of query, between blanks")                       \
    F(text, needs, "须提交的材料（空格分隔）：proof letter officers principal",                    \
        "what is needed, between blanks: proof letter officers principal")                         \
    F(text, scope, "可查询的内容（空格分隔）", "what it opens, between blanks")                    \
    F(text, name_zh, "中文名称", "in Chinese")                                                     \
    F(text, name_en, "英文名称", "in English")                                                     \
    F(text, law, "依据", "law")
#define ARCHIVE_WORD_OUT(F, O)                                                                     \
    F(text, id, "代码", "code")                                                                    \
    F(text, name_zh, "中文名称", "in Chinese")                                                     \
    F(text, name_en, "英文名称", "in English")
#define ARCHIVE_TERMS_OUT(F, O)                                                                    \
    F(list(archive_word_out), kinds, "查询种类", "kinds")                                          \
    F(list(archive_word_out), scopes, "查询内容", "what may be learnt")                            \
    F(list(archive_capacity_out), capacities, "查询身份", "capacities")                            \
    F(list(archive_word_out), grounds, "不予查询的理由（细则 99）", "grounds of refusal")

/* What anybody learns who holds the code. */
#define ARCHIVE_CHECK_OUT(F, O)                                                                    \
    F(text, number, "编号", "its number")                                                          \
    F(words("record houses"), kind, "查询种类", "kind")                                            \
    F(text, title_zh, "文书", "what was handed out, Chinese")                                      \
    F(text, title_en, "文书（英文）", "what was handed out, English")                              \
    F(text, authority, "出具机构", "authority")                                                    \
    F(text, name_masked, "查询人（部分隐去）", "applicant, masked")                                \
    F(text, about_masked, "被查询人（部分隐去），没有为空", "whom it is about, masked; or empty")  \
    F(text, said_zh, "内容摘要", "what it said in short, Chinese")                                 \
    F(text, said_en, "内容摘要（英文）", "what it said in short, English")                         \
    F(list(archive_word_out), scope, "所载内容", "what it covers")                                 \
    F(list(archive_region_out), regions, "查询范围，登记资料查询为空", "area searched; or empty")  \
    F(i64, as_of_entry, "截至登簿序号", "as the entry of this number left the register")           \
    F(ms, made_ms, "出具时间", "when it was made")                                                 \
    F(boolean, changed_since, "登记簿此后有变动", "the register has changed since")                \
    F(ms, as_of_ms, "核验时间", "verified at")

OUTPUT(archive_existence_out)
OUTPUT(archive_history_out)
OUTPUT(archive_file_out)
OUTPUT(archive_house_out)
OUTPUT(archive_region_out)
OUTPUT(archive_result_out)
OUTPUT(archive_query_out)
OUTPUT(archive_list_out)
OUTPUT(archive_capacity_out)
OUTPUT(archive_word_out)
OUTPUT(archive_terms_out)
OUTPUT(archive_check_out)
