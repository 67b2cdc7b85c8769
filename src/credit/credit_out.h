/* What routes of standings answer: tables of base/output.h. */
#pragma once

#include "base/output.h"

#define CREDIT_EFFECT_OUT(F, O)                                                                    \
    F(text, effect, "影响", "effect")                                                              \
    F(text, zh, "中文说明", "in Chinese")                                                          \
    F(text, en, "英文说明", "in English")
#define CREDIT_EVENT_OUT(F, O)                                                                     \
    F(i64, number, "序号", "number")                                                               \
    F(text, action, "动作", "action")                                                              \
    F(text, zh, "中文名称", "in Chinese")                                                          \
    F(text, en, "英文名称", "in English")                                                          \
    F(text, actor, "经办人编号，self 为期满", "officer; self: a term was over")                    \
    F(text, reason, "理由", "reason")                                                              \
    F(text, evidence, "证据材料的哈希，可为空", "hash of the evidence; may be empty")              \
    F(tree, notice, "告知内容，未告知为 null", "what the party was told; null when nothing")       \
    F(ms, made_ms, "时间", "when")
#define CREDIT_CARD_OUT(F, O)                                                                      \
    F(text, standing, "记录编号", "standing")                                                      \
    F(words("red black"), list, "名单", "list")                                                    \
    F(words("proposed dropped listed appealed repairing left"), state, "状态", "state")            \
    F(boolean, in_force, "是否有效", "whether it is in force now")                                 \
    F(words("person organisation"), kind, "当事人类型", "kind of party")                           \
    F(text, name, "姓名或名称", "name")                                                            \
    F(text, document_kind, "证件种类", "kind of document")                                         \
    F(text, document_masked, "证件号码（掩码）", "document number, masked")                        \
    F(text, ground, "事由", "ground")                                                              \
    F(text, ground_zh, "事由中文名称", "ground in Chinese")                                        \
    F(text, ground_en, "事由英文名称", "ground in English")                                        \
    F(text, reason, "理由", "reason")                                                              \
    F(text, evidence, "证据材料的哈希", "hash of the evidence")                                    \
    F(i64, months, "期限（月）", "term in months")                                                 \
    F(text, proposed_by, "提出人", "who proposed it")                                              \
    F(ms, proposed_ms, "提出时间", "proposed at")                                                  \
    F(ms, heard_until_ms, "陈述申辩截止", "the party may be heard until")                          \
    F(text, statement, "陈述申辩", "what the party said")                                          \
    F(text, decided_by, "决定人，未决定为空", "who decided; empty before")                         \
    F(ms, decided_ms, "决定时间，未决定为 0", "decided at; 0 before")                              \
    F(ms, begins_ms, "生效时间，未列入为 0", "in force from; 0 unless listed")                     \
    F(ms, ends_ms, "到期时间，未列入为 0", "and before then; 0 unless listed")                     \
    F(ms, appeal_until_ms, "申诉截止，未列入为 0", "appeal until; 0 unless listed")                \
    F(words_or_empty("term repair appeal"), left_cause, "移出原因，未移出为空",                    \
        "why it has left; empty before")                                                           \
    F(ms, left_ms, "移出时间，未移出为 0", "left at; 0 before")                                    \
    F(i64, version, "版本", "version")
#define CREDIT_SHOW_OUT(F, O)                                                                      \
    F(object(credit_card_out), standing, "信用记录", "the standing")                               \
    F(list(credit_event_out), events, "全部变动", "every change")                                  \
    F(list(credit_effect_out), effects, "名单的影响", "what its list means")
#define CREDIT_LIST_OUT(F, O)                                                                      \
    F(list(credit_card_out), standings, "信用记录", "standings, newest first")                     \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")
#define CREDIT_PUBLIC_ROW_OUT(F, O)                                                                \
    F(text, name, "名称", "name")                                                                  \
    F(text, document_masked, "证件号码（掩码）", "document number, masked")                        \
    F(text, ground_zh, "事由中文名称", "ground in Chinese")                                        \
    F(text, ground_en, "事由英文名称", "ground in English")                                        \
    F(text, source, "依据", "where the ground comes from")                                         \
    F(ms, begins_ms, "列入时间", "listed from")                                                    \
    F(ms, ends_ms, "到期时间", "until")
#define CREDIT_PUBLIC_OUT(F, O)                                                                    \
    F(words("red black"), list, "名单", "list")                                                    \
    F(text, list_zh, "名单中文名称", "list in Chinese")                                            \
    F(text, list_en, "名单英文名称", "list in English")                                            \
    F(list(credit_public_row_out), standings, "单位", "organisations, newest first")
#define CREDIT_GROUND_OUT(F, O)                                                                    \
    F(text, ground, "事由", "ground")                                                              \
    F(words("red black"), list, "名单", "list")                                                    \
    F(text, parties, "适用的当事人类型（空格分隔）", "kinds of party, between blanks")             \
    F(boolean, in_force, "本市是否启用", "whether it is in force here")                            \
    F(text, zh, "中文名称", "in Chinese")                                                          \
    F(text, en, "英文名称", "in English")                                                          \
    F(text, source, "依据", "where it comes from")
#define CREDIT_GROUNDS_OUT(F, O)                                                                   \
    F(list(credit_ground_out), grounds, "事由", "grounds")                                         \
    F(list(credit_effect_out), red, "守信名单的影响", "what the red list means")                   \
    F(list(credit_effect_out), black, "不良记录名单的影响", "what the black list means")           \
    F(i64, hearing_days, "陈述申辩期（工作日）", "working days in which a party may be heard")     \
    F(i64, appeal_days, "申诉期（工作日）", "working days in which a party may appeal")            \
    F(i64, repair_months, "列入几个月后可申请信用修复", "months after which repair may be asked")  \
    F(i64, red_months, "守信名单最长期限（月）", "longest term of the red list in months")         \
    F(i64, black_months, "不良记录名单最长期限（月）", "longest term of the black list in months")
OUTPUT(credit_effect_out)
OUTPUT(credit_event_out)
OUTPUT(credit_card_out)
OUTPUT(credit_show_out)
OUTPUT(credit_list_out)
OUTPUT(credit_public_row_out)
OUTPUT(credit_public_out)
OUTPUT(credit_ground_out)
OUTPUT(credit_grounds_out)
