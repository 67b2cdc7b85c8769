/* The rules as GET /rules shows them. */
#pragma once

#include "base/output.h"
#include "rule/rule.h"

#define RULE_SCOPE_OUT(F, O)                                                                       \
    F(text, right, "权利，空为任何", "rights; empty: any")                                         \
    F(text, effect, "登记类型，空为任何", "effects; empty: any")                                   \
    F(text, sort, "种类，空为任何", "sorts; empty: any")                                           \
    F(text, basis, "登记依据，空为任何", "basis; empty: any")                                      \
    F(text, scene, "一件事，空为任何", "scenes; empty: any")                                       \
    F(text, cause, "登记原因，空为任何", "causes; empty: any")
#define RULE_ROW_OUT(F, O)                                                                         \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("stop reason inform exempt"), severity, "轻重", "how much it weighs")                  \
    F(text, severity_zh, "轻重（名称）", "the same in words, Chinese")                             \
    F(text, severity_en, "轻重（英文）", "the same in words, English")                             \
    F(text, exemptions, "例外情形", "exemptions")                                                  \
    F(text, moments, "时点", "moments at which it runs")                                           \
    F(date, valid_from, "生效日期", "in force from")                                               \
    F(date_or_empty, valid_to, "失效日期（含当日）", "last day in force")                          \
    F(words("acceptance record"), valid_by, "以哪一天为准", "whose day decides")                   \
    F(boolean, active, "是否启用", "used by this city")                                            \
    F(words("coming in_force past"), state, "状态", "whether it is in force on that day")          \
    F(list(rule_scope_out), applies, "适用事项，任一即可", "matters, any of which will do")        \
    F(list(rule_scope_out), unless, "不适用事项", "matters that are left out")                     \
    F(text, atom, "条件", "condition")                                                             \
    F(text, atom_zh, "条件（名称）", "condition in words, Chinese")                                \
    F(text, atom_en, "条件（英文）", "condition in words, English")                                \
    F(map, with, "参数", "parameters")                                                             \
    F(text, zh, "说明", "what it says, Chinese")                                                   \
    F(text, en, "说明（英文）", "what it says, English")                                           \
    F(text, law, "依据", "law")                                                                    \
    F(text, remedy_zh, "补救", "what to do, Chinese")                                              \
    F(text, remedy_en, "补救（英文）", "what to do, English")                                      \
    F(i64, cases, "用例数", "how many cases prove it")                                             \
    F(text, keeps, "所守的登记簿不变量，没有为空",                                                 \
        "invariant of the book that it keeps; empty: none")                                        \
    F(text, file, "文件", "file")                                                                  \
    F(i64, line, "行", "line")
#define RULE_BOOK_OUT(F, O)                                                                        \
    F(date, date, "日期", "date")                                                                  \
    F(list(rule_row_out), rules, "核验规则", "rules")
OUTPUT(rule_scope_out)
OUTPUT(rule_row_out)
OUTPUT(rule_book_out)

/* Every rule, with its state on `date` (YYYY-MM-DD), into {rules}. */
void rule_show_book(const struct rule_book *book, str date, struct tree *out);
/* docs/rules.md's generated half: the conditions with their parameters, and all rules. */
str rule_manual(struct arena *a, const struct rule_book *book);
