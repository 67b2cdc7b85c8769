/* 公告 of what is to be entered: the step kind, the public list, and who objects. */
#pragma once

#include "base/output.h"
#include "filing/filing.h"

/* The step begins: the announcement stands for the step's working days. */
err filing_announce_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);

struct filing_announcement {
    str filing, step;
};
/* Those whose days are over, for the schedule; filing_announced then ends the step of one. */
MUST_CHECK err filing_announcements_due(
    struct ctx *ctx, int64_t limit, struct filing_announcement **ret, size_t *ret_count);
MUST_CHECK err filing_announced(struct ctx *ctx, str filing, str step);

/* GET /announcements: what stands now in a region. Names, no document numbers (实施细则 18). */
#define ANNOUNCEMENT_LIST_IN(F, O, L) F(text, region, 6, 6, "行政区代码", "region")
#define ANNOUNCEMENT_OUT(F, O)                                                                     \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, matter_zh, "登记事项", "matter, Chinese")                                              \
    F(text, matter_en, "登记事项（英文）", "matter, English")                                      \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")                                                          \
    F(text, usage, "用途代码", "usage code")                                                       \
    F(i64, area_cm2, "面积（平方厘米）", "area in square centimetres")                             \
    F(texts, names, "拟登记的权利人", "who is to be recorded, or whose record is concerned")       \
    F(ms, begins_ms, "公告开始", "begins")                                                         \
    F(ms, ends_ms, "公告期满", "ends")                                                             \
    F(text, authority_zh, "受理异议的登记机构", "where to object")
#define ANNOUNCEMENT_LIST_OUT(F, O)                                                                \
    F(list(announcement_out), announcements, "公告", "announcements")
/* POST /filings/{filing}/objections: somebody objects to what is announced. */
#define ANNOUNCEMENT_OBJECT_IN(F, O, L)                                                            \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(text, name, 1, 100, "异议人姓名或名称", "who objects")                                       \
    F(text, reason, 1, 500, "异议理由", "why")
INPUT(announcement_list_in, ANNOUNCEMENT_LIST_IN)
INPUT(announcement_object_in, ANNOUNCEMENT_OBJECT_IN)
OUTPUT(announcement_out)
OUTPUT(announcement_list_out)
err announcement_list(struct ctx *ctx, const void *in, struct tree *out);
err announcement_object(struct ctx *ctx, const void *in, struct tree *out);
