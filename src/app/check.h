/* 群众预检: what acceptance would find, told to whoever asks without signing in. */
#pragma once

#include "base/input.h"
#include "filing/filing_page.h"

/* What the book says is told only to who knows the certificate's number and is one of its holders;
 * for all others the book is not asked, so that nobody learns about another's property. */
#define CITIZEN_CHECK_IN(F, O, L)                                                                  \
    F(text, scene, 1, 40, "一件事", "scene")                                                       \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    O(text, certificate, 0, 80, "证书或证明号（本人的不动产）",                                    \
        "certificate number, of one's own property")                                               \
    F(tree, answers, 0, 0, "申请内容", "answers")                                                  \
    O(text, papers, 0, 1000, "已备材料（编号，空格分隔）", "papers at hand, ids between blanks")   \
    L(party_in, parties, 1, 40, "当事人", "parties")
INPUT(citizen_check_in, CITIZEN_CHECK_IN)
#define CITIZEN_CHECK_OUT(F, O)                                                                    \
    F(boolean, acceptable, "能否受理（就已核验的部分）", "may be accepted, as far as was checked") \
    F(boolean, registry_asked, "是否核验了登记簿", "whether the book was asked")                   \
    F(ms, due_ms, "现在受理的承诺办结时间", "promised for, if accepted now")                       \
    F(list(finding_out), findings, "核验结果", "findings")
OUTPUT(citizen_check_out)
