/* 查阅留痕: every answer that gives somebody a person's record leaves one row: who, when, which
 * record, by which route, why (不动产登记暂行条例 28, 个人信息保护法 51). Rows are written once,
 * numbered without gaps for each reader, and sealed; their tally is sealed too. */
#pragma once

#include "base/input.h"
#include "base/output.h"

#define RULE RULE_DECLARE
#include "access/purpose.def"
#undef RULE

struct registry_breach;

/* A purpose as it is written down. */
struct access_purpose {
    str code, reference;
};

/* One answer about to be given. */
struct access_read {
    str route;           /* "GET /filings/{filing}" */
    str record, subject; /* of record.def, and which one */
    struct access_purpose purpose;
};

/* The fields of a request that name the record, separated by blanks; NULL when there is no such
 * record. */
const char *access_record_fields(const char *record);
/* A code of purpose.def that a route may give, or "stated". */
bool access_purpose_is_of_route(const char *purpose);
/* What the reader stated, "code" or "code:reference"; every fault is collected. Pure. */
void access_purpose_read(struct ctx *ctx, str stated, struct access_purpose *ret);

/* Writes the row, in a transaction that writes: whoever cannot be written down is not answered.
 * PURPOSE_FILING when the filing that it names is not there; E_LIMIT when the reader has read
 * city.reads_per_hour times in this hour. */
MUST_CHECK err access_note(struct ctx *ctx, const struct access_read *read);
/* The reader reached the limit: one alert an hour. */
MUST_CHECK err access_alert(struct ctx *ctx);

#define ACCESS_PAGE 100

#define ACCESS_LIST_IN(F, O, L)                                                                    \
    O(text, region, 0, 6, "行政区代码，默认为本人所在区", "region; the officer's own unless said") \
    O(text, reader, 0, 60, "查阅人编号", "reader")                                                 \
    O(text, subject, 0, 100, "查阅对象：单元、办件、证照等的编号",                                 \
        "what was read: a unit's code, a filing's or a certificate's id")                          \
    O(date, day, 0, 0, "日期", "day")                                                              \
    O(text, before, 0, 16, "早于此条", "older than this one")
INPUT(access_list_in, ACCESS_LIST_IN)

#define ACCESS_PURPOSE_OUT(F, O)                                                                   \
    F(text, code, "代码", "code")                                                                  \
    F(words_or_empty("words filing"), needs, "须写明：文号或事由、办件编号；空为不须",             \
        "what it needs: words, a filing's id; empty: nothing")                                     \
    F(text, zh, "中文名称", "name in Chinese")                                                     \
    F(text, en, "英文名称", "name in English")
#define ACCESS_PURPOSES_OUT(F, O)                                                                  \
    F(list(access_purpose_out), purposes, "查阅目的", "purposes that a reader may state")
#define ACCESS_ROW_OUT(F, O)                                                                       \
    F(ms, made_ms, "时间", "when")                                                                 \
    F(text, reader, "查阅人编号", "reader")                                                        \
    F(text, reader_name, "查阅人", "the officer's name; empty for others")                         \
    F(text, office, "办理点", "office; empty for others")                                          \
    F(text, route, "接口", "route")                                                                \
    F(text, record, "对象种类", "kind of record")                                                  \
    F(text, record_zh, "对象种类中文名称", "kind in Chinese")                                      \
    F(text, record_en, "对象种类英文名称", "kind in English")                                      \
    F(text, subject, "对象", "which one; empty for a list")                                        \
    F(text, purpose, "目的代码", "purpose")                                                        \
    F(text, purpose_zh, "目的中文名称", "purpose in Chinese")                                      \
    F(text, purpose_en, "目的英文名称", "purpose in English")                                      \
    F(text, reference, "办件、文号或者事由", "filing, letter or words")                            \
    F(text, request, "请求编号", "id of the request")
#define ACCESS_ALERT_OUT(F, O)                                                                     \
    F(ms, made_ms, "时间", "when")                                                                 \
    F(text, reader, "查阅人编号", "reader")                                                        \
    F(text, reader_name, "查阅人", "the officer's name; empty for others")                         \
    F(i64, most, "每小时上限", "limit of an hour")
#define ACCESS_LIST_OUT(F, O)                                                                      \
    F(list(access_row_out), rows, "查阅记录", "what was read, newest first")                       \
    F(list(access_alert_out), alerts, "预警", "who reached the limit, newest first")               \
    F(i64, reads, "查阅次数（按人员和日期）",                                                      \
        "how often that reader read on that day, or anybody")                                      \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")
OUTPUT(access_purpose_out)
OUTPUT(access_purposes_out)
OUTPUT(access_row_out)
OUTPUT(access_alert_out)
OUTPUT(access_list_out)

/* GET /access/purposes: what a reader may state. */
err access_purposes(struct ctx *ctx, const void *in, struct tree *out);
/* GET /access: who read what. */
err access_list(struct ctx *ctx, const void *in, struct tree *out);

/* I20 over the whole store. */
MUST_CHECK err access_verify(struct ctx *ctx, struct registry_breach **ret);
