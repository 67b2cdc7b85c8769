/* What the program knows in tables: every rule that may become a finding, for GET /rules/findings
 * and docs/errors.md; and GET /words. */
#pragma once

#include "base/ctx.h"
#include "base/output.h"

struct catalogue_rule {
    const char *domain; /* the folder whose rule it is; "door" is the way in */
    struct rule rule;
};

extern const struct catalogue_rule catalogue_rules[];
extern const size_t catalogue_rules_count;

#define RULE_OUT(F, O)                                                                             \
    F(text, rule, "规则编号", "rule")                                                              \
    F(text, domain, "领域", "domain")                                                              \
    F(words("inform reason stop"), severity, "轻重", "how much it weighs")                         \
    F(text, zh, "说明", "what it says, Chinese")                                                   \
    F(text, en, "说明（英文）", "what it says, English")                                           \
    F(text, law, "依据", "law")                                                                    \
    F(text, remedy_zh, "补救", "what to do, Chinese")                                              \
    F(text, remedy_en, "补救（英文）", "what to do, English")
#define RULES_OUT(F, O) F(list(rule_out), rules, "规则", "rules")
#define WORD_OUT(F, O)                                                                             \
    F(text, of, "类别", "of what")                                                                 \
    F(text, id, "代码", "code")                                                                    \
    F(text, zh, "名称", "Chinese")                                                                 \
    F(text, en, "英文名称", "English")
#define WORDS_OUT(F, O) F(list(word_out), words, "名称", "words")
OUTPUT(rule_out)
OUTPUT(rules_out)
OUTPUT(word_out)
OUTPUT(words_out)
