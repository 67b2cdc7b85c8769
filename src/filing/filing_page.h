/* What the window's and the reviewers' pages ask beyond the filing itself: what the registry will
 * become, what acceptance would say, and the reasons that a decision may give. */
#pragma once

#include "base/output.h"
#include "filing/filing.h"
#include "filing/filing_out.h"
#include "registry/registry_view.h"

/* GET /filings/{filing}/registry. */
#define FILING_PREVIEW_SIDE_OUT(F, O)                                                              \
    F(object(registry_unit_view_out), unit, "不动产单元", "the unit")                              \
    F(list(registry_view_out), rights, "权利", "rights")
/* Another unit that closes or opens with the filing (分割、合并). */
#define FILING_PREVIEW_UNIT_OUT(F, O)                                                              \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(object(filing_preview_side_out), before, "登簿前", "before the entry")                       \
    F(object(filing_preview_side_out), after, "登簿后", "after the entry")                         \
    F(list(registry_change_out), changes, "变化", "what becomes of each right")
#define FILING_PREVIEW_OUT(F, O)                                                                   \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(i64, size, "登记簿已有记载数", "entries of the region's book so far")                        \
    F(boolean, already_recorded, "是否已登簿", "recorded already")                                 \
    F(i64, entry, "登簿序号，未登簿为 0", "number of its entry, 0 before it")                      \
    F(boolean, possible, "能否登簿", "may be recorded as things stand")                            \
    F(text, waits_for, "排在前面的办件", "the filing before it on the unit")                       \
    F(object(filing_preview_side_out), before, "登簿前", "before the entry")                       \
    F(object(filing_preview_side_out), after, "登簿后", "after the entry")                         \
    F(list(registry_change_out), changes, "变化", "what becomes of each right")                    \
    F(list(filing_preview_unit_out), units, "分割、合并的其他单元",                                \
        "other units that it closes or opens")                                                     \
    F(list(finding_out), findings, "登记簿的核验结果", "what the registry's rules say")
OUTPUT(filing_preview_side_out)
OUTPUT(filing_preview_unit_out)
OUTPUT(filing_preview_out)
err filing_preview(struct ctx *ctx, const void *in, struct tree *out);

/* POST /filings/check, with the input of POST /filings. 422 only when the scene or the unit's
 * region is not served; everything else is a finding. */
#define FILING_CHECK_OUT(F, O)                                                                     \
    F(boolean, acceptable, "能否受理", "may be accepted as it is")                                 \
    F(ms, due_ms, "现在受理的承诺办结时间", "promised for, if accepted now")                       \
    F(list(finding_out), findings, "核验结果", "findings")
OUTPUT(filing_check_out)
err filing_try_open(struct ctx *ctx, const void *in, struct tree *out);
/* The same for a citizen: by the same rules, at the same moment. `target` is the right that the
 * caller was found to hold; when it is empty the book is not asked at all. `papers` are ids between
 * blanks. Answers {acceptable, registry_asked, due_ms, findings}; of findings that come from the
 * book nothing is told that names somebody. */
MUST_CHECK err filing_try_citizen(
    struct ctx *ctx, const struct filing_open_in *in, str papers, struct tree *out);

/* GET /reasons: the typed reasons of filing/reason.def. */
#define FILING_REASON_OUT(F, O)                                                                    \
    F(words("rejected refused returned withdrawn take-over manual passed"), of, "用于", "of what") \
    F(text, code, "理由代码", "code")                                                              \
    F(i64, number, "交换用的序号", "number in exchange with others")                               \
    F(text, zh, "理由", "what it says, Chinese")                                                   \
    F(text, en, "理由（英文）", "what it says, English")                                           \
    F(text, law, "依据", "law")
#define FILING_REASONS_OUT(F, O) F(list(filing_reason_out), reasons, "理由", "reasons")
OUTPUT(filing_reason_out)
OUTPUT(filing_reasons_out)
err filing_reasons(struct ctx *ctx, const void *in, struct tree *out);
