/* What the routes of reporting answer. */
#pragma once

#include "base/ctx.h"

#define REPORT_COUNT_OUT(F, O)                                                                     \
    F(text, kind, "种类", "kind")                                                                  \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(i64, book, "登记簿记载数", "entries in the book")                                            \
    F(i64, messages, "报文数", "messages made")                                                    \
    F(i64, accepted, "已接收", "of them accepted")
#define REPORT_DAY_HEAD_OUT(F, O)                                                                  \
    F(date, day, "日期", "day")                                                                    \
    F(text, region, "行政区代码", "region")                                                        \
    F(words("open closed"), state, "是否已结", "whether the day was over when it was reported")    \
    F(words("none ready sent accepted rejected"), log_state, "日志状态", "state of the log")       \
    F(text, log_state_zh, "日志状态中文名称", "state of the log in Chinese")                       \
    F(text, log_state_en, "日志状态英文名称", "state of the log in English")                       \
    F(text, log_reply, "日志回执", "what was answered to the log")                                 \
    F(i64, entries, "登记簿记载数", "entries of the day in the book")                              \
    F(i64, messages, "报文数", "messages made")                                                    \
    F(i64, faulty, "自检未通过", "found faulty by ourselves")                                      \
    F(i64, ready, "待接通", "made, with nobody to send them to")                                   \
    F(i64, sent, "已发出", "sent, not answered yet")                                               \
    F(i64, accepted, "已接收", "accepted")                                                         \
    F(i64, rejected, "被退回", "rejected")                                                         \
    F(boolean, reconciles, "日志、报文与登记簿相符", "log, messages and book agree, kind by kind") \
    F(ms_or_null, reported_ms, "最近汇交时间", "reported last")                                    \
    F(list(report_count_out), counts, "分类计数", "counts by kind")
#define REPORT_LINE_OUT(F, O)                                                                      \
    F(i64, entry, "登簿序号", "entry number")                                                      \
    F(text, biz_id, "业务报文编号", "message id")                                                  \
    F(text, rec_type, "业务编码", "kind of message")                                               \
    F(text, kind, "种类", "kind")                                                                  \
    F(words("faulty ready sent accepted rejected"), state, "状态", "state")                        \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(i64, tries, "生成次数", "how often it was made")                                             \
    F(i64, stops, "不可通过的问题数", "findings that stop it")                                     \
    F(i64, informs, "提示数", "findings that only tell")                                           \
    F(text, reply, "回执", "what was answered")                                                    \
    F(ms, made_ms, "生成时间", "made")                                                             \
    F(ms_or_null, done_ms, "回执时间", "answered")
#define REPORT_DAYS_OUT(F, O)                                                                      \
    F(list(report_day_head_out), days, "日期", "days, newest first")                               \
    F(text_or_null, next, "更早的从此日之前", "ask for what is before this; null at the end")
#define REPORT_DAY_OUT(F, O)                                                                       \
    REPORT_DAY_HEAD_OUT(F, O)                                                                      \
    F(text, log, "登簿日志（XML）", "the day's log, XML; empty until the day is over")             \
    F(list(report_line_out), lines, "报文", "messages in order of the entries")                    \
    F(i64, next, "下一页从此序号以后；0 为已完", "ask for what is after this; 0 at the end")
#define REPORT_MESSAGE_OUT(F, O)                                                                   \
    REPORT_LINE_OUT(F, O)                                                                          \
    F(text, content, "报文（XML）", "the message, XML")                                            \
    F(list(finding_out), findings, "自检结果", "what we found ourselves")
#define REPORT_ITEM_OUT(F, O)                                                                      \
    F(text, name, "项", "element")                                                                 \
    F(text, name_zh, "中文名称", "name in Chinese; empty when unknown")                            \
    F(text, name_en, "英文名称", "name in English; empty when unknown")                            \
    F(text, value, "值", "value")
#define REPORT_TABLE_OUT(F, O)                                                                     \
    F(text, table, "表", "table")                                                                  \
    F(text, name_zh, "中文名称", "name in Chinese; empty when unknown")                            \
    F(text, name_en, "英文名称", "name in English; empty when unknown")                            \
    F(i64, records, "记录数", "records")
#define REPORT_READ_OUT(F, O)                                                                      \
    F(list(report_item_out), head, "报文头", "the head")                                           \
    F(list(report_table_out), tables, "各表", "tables")                                            \
    F(i64, records, "记录总数", "records in all")                                                  \
    F(boolean, round_trip, "写出再读是否相同", "whether it is the same when written and read")     \
    F(boolean, clean, "是否没有不可通过的问题", "whether nothing in it would stop it")             \
    F(list(finding_out), findings, "问题和提示", "what is odd about it")
OUTPUT(report_count_out)
OUTPUT(report_day_head_out)
OUTPUT(report_line_out)
OUTPUT(report_days_out)
OUTPUT(report_day_out)
OUTPUT(report_message_out)
OUTPUT(report_item_out)
OUTPUT(report_table_out)
OUTPUT(report_read_out)
