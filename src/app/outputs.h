/* What the routes answer that app/ answers itself: tables of base/output.h. */
#pragma once

#include "base/ctx.h"
#include "scene/scene_out.h"

/* Every refusal and failure: RFC 9457, with every reason at once. What may be left out is missing
 * where the server itself answers, before or instead of the application; that alone has a code. */
#define PROBLEM_OUT(F, O)                                                                          \
    F(text, type, "错误类型（URI）", "type, a URI")                                                \
    F(text, title, "说明", "what went wrong, for people")                                          \
    F(i64, status, "HTTP 状态码", "HTTP status")                                                   \
    F(list(finding_out), findings, "全部原因", "every reason")                                     \
    O(text, instance, "请求路径", "path that was asked")                                           \
    O(text, request, "请求编号", "id of the request, as the log has it")                           \
    O(text, code, "错误代码", "fault")                                                             \
    O(text, title_en, "英文说明", "what went wrong, English")                                      \
    O(text, detail, "详情", "what was wrong with the request")                                     \
    O(text, detail_en, "英文详情", "the same, English")

#define PAPER_PUT_OUT(F, O)                                                                        \
    F(text, hash, "文件哈希", "hash of the file")                                                  \
    F(words("application/pdf image/png image/jpeg"), type, "文件类型", "media type")               \
    F(i64, size, "字节数", "bytes")
#define LOG_KEY_OUT(F, O)                                                                          \
    F(text, origin, "日志名称", "origin of the log")                                               \
    F(text, vkey, "检查点公钥（note 格式）", "key of checkpoints, as a note verifier key")         \
    F(text, public_key, "Ed25519 公钥（base64）", "Ed25519 public key, base64")                    \
    F(text, sm2_vkey, "国密检查点公钥（note 格式）",                                               \
        "SM2 key of checkpoint.sm2, as a note verifier key")
#define HEALTH_OUT(F, O)                                                                           \
    F(text, name, "程序", "program")                                                               \
    F(text, version, "版本", "version")                                                            \
    F(words("sqlite postgres"), engine, "存储引擎", "engine of the store")                         \
    F(words("open full stopped"), store, "存储状态", "state of the store")                         \
    F(ms, now_ms, "服务时间", "the service's clock")                                               \
    F(ms, started_ms, "启动时间", "started")                                                       \
    F(ms, uptime_ms, "已运行", "how long it runs")                                                 \
    F(i64, schema_version, "存储结构版本", "number of the store's last migration")                 \
    F(boolean, writable, "是否可写", "writing goes on; false: reading only")                       \
    F(boolean, setup_needed, "是否待启用", "the city has yet to be set up")
#define DEPARTMENT_OUT(F, O)                                                                       \
    F(text, department, "部门", "department")                                                      \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(text, url, "地址", "address")                                                                \
    F(words("closed open trying"), state, "发送状态", "whether we send to it")                     \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(ms_or_null, open_until_ms, "暂停至", "nothing is sent before")                               \
    F(i64, waiting, "待办条数", "messages that wait")                                              \
    F(ms_or_null, oldest_ms, "最早一条的时间", "oldest of them")                                   \
    F(boolean, breaker_open, "是否已熔断", "nothing is sent for now")                              \
    F(i64, failures, "连续失败次数", "failures in a row")                                          \
    F(i64, sent, "已发送", "sent")                                                                 \
    F(i64, answered, "已答复", "answered")                                                         \
    F(text, fault, "最近的故障", "last fault")
#define BACKLOG_OUT(F, O)                                                                          \
    F(text, department, "部门", "department")                                                      \
    F(i64, due, "待发送条数", "messages that wait")                                                \
    F(ms, oldest_ms, "最早一条的时间", "oldest of them")                                           \
    F(text, fault, "最近的故障", "last fault")
#define DEPARTMENTS_OUT(F, O)                                                                      \
    F(list(department_out), departments, "部门", "departments")                                    \
    F(list(backlog_out), backlog, "积压", "backlog")
#define PROBE_OUT(F, O)                                                                            \
    F(text, department, "部门", "department")                                                      \
    F(boolean, answered, "是否有应答", "something answered at its address")                        \
    F(i64_or_null, status, "HTTP 状态码", "HTTP status of what answered")                          \
    F(i64, elapsed_ms, "用时（毫秒）", "how long it took")                                         \
    F(text, fault, "故障", "why nothing answered")                                                 \
    F(i64, hurried, "立即重发条数", "messages that are sent at once")
#define SCENE_FAULT_OUT(F, O)                                                                      \
    F(i64, line, "行", "line; 0 for the whole file")                                               \
    F(text, id, "问题编号", "id of the fault")                                                     \
    F(text, reason_zh, "原因", "reason, Chinese")                                                  \
    F(text, reason_en, "原因（英文）", "reason, English")
#define SCENE_CHECK_OUT(F, O)                                                                      \
    F(boolean, clean, "是否通过", "nothing is wrong")                                              \
    F(list(scene_fault_out), faults, "问题", "faults, in line order")                              \
    F(words_or_null("new same changed"), installed, "与已安装版本相比",                            \
        "beside what is installed under this name and version; null with faults")                  \
    F(object_or_null(scene_out), scene, "一件事", "the scene; null with faults")
#define RATE_CONDITION_OUT(F, O)                                                                   \
    F(text, fact, "事实", "fact")                                                                  \
    F(text, name_zh, "事实名称", "fact in Chinese")                                                \
    F(text, name_en, "事实英文名称", "fact in English")                                            \
    F(text, test, "条件", "what it must be, e.g. <24")
#define RATE_OUT(F, O)                                                                             \
    F(text, rule, "规则编号", "rule")                                                              \
    F(words("tax fee"), group, "税或费", "tax or fee")                                             \
    F(text, kind, "税费种类", "kind")                                                              \
    F(text, kind_zh, "种类中文名称", "kind in Chinese")                                            \
    F(text, kind_en, "种类英文名称", "kind in English")                                            \
    F(text, payer, "缴纳人", "who pays")                                                           \
    F(list(rate_condition_out), conditions, "适用条件", "when it applies")                         \
    F(texts, matters, "适用登记（费）", "matters of a fee")                                        \
    F(text_or_null, base, "计税依据", "what a rate is taken of")                                   \
    F(text_or_null, rate, "税率", "rate")                                                          \
    F(text_or_null, fee, "费额（元）", "fee in yuan")                                              \
    F(date, valid_from, "生效日期", "in force from")                                               \
    F(date_or_null, valid_to, "失效日期（含当日）", "last day in force")                           \
    F(words("coming in_force past"), state, "状态", "whether it is in force on that day")          \
    F(boolean, active, "是否启用", "used by this city")                                            \
    F(boolean, confirmed, "是否经本市确认", "confirmed by this city")                              \
    F(text, law, "依据", "law")                                                                    \
    F(text, reason_zh, "说明", "reason, Chinese; with {places} for the figures of a case")         \
    F(text, reason_en, "英文说明", "reason, English")
#define RATE_LINE_OUT(F, O)                                                                        \
    F(text, kind, "税费种类", "kind")                                                              \
    F(text, kind_zh, "种类中文名称", "kind in Chinese")                                            \
    F(text, kind_en, "种类英文名称", "kind in English")                                            \
    F(text, payer, "缴纳人", "who pays")                                                           \
    F(money, base_fen, "计税依据（分）", "base")                                                   \
    F(i64, rate_ppm, "税率（百万分之一）", "rate in parts per million")                            \
    F(money, amount_fen, "金额（分）", "amount")                                                   \
    F(text, rule, "规则编号", "rule")                                                              \
    F(text, reason_zh, "说明", "reason, Chinese")                                                  \
    F(text, reason_en, "英文说明", "reason, English")                                              \
    F(text, law, "依据", "law")                                                                    \
    F(boolean, confirmed, "是否经本市确认", "confirmed by this city")
#define RATE_EXAMPLE_OUT(F, O)                                                                     \
    F(text, example, "算例编号", "example")                                                        \
    F(text, name_zh, "算例", "example, Chinese")                                                   \
    F(text, name_en, "英文算例", "example, English")                                               \
    F(list(rate_line_out), lines, "逐项", "line by line")                                          \
    F(money, total_fen, "合计（分）", "sum")                                                       \
    F(text, fault, "不能计算的原因", "why it cannot be worked out on that day")
#define RATES_OUT(F, O)                                                                            \
    F(date, date, "日期", "date")                                                                  \
    F(list(rate_out), rules, "税费规则", "rules")                                                  \
    F(list(rate_example_out), examples, "算例", "worked examples by the rules of that day")
#define VERIFICATION_INVARIANT_OUT(F, O)                                                           \
    F(text, id, "不变式编号", "id of the invariant, e.g. I13")                                     \
    F(text, name_zh, "内容", "what must hold, Chinese")                                            \
    F(text, name_en, "英文内容", "what must hold, English")                                        \
    F(i64, checked, "已核查行政区数", "in how many regions it was checked")                        \
    F(i64, breaches, "违反次数", "how often it is broken")                                         \
    F(texts, details, "违反之处", "where; the first ones")
#define VERIFICATION_REGION_OUT(F, O)                                                              \
    F(text, region, "行政区代码", "region")                                                        \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(i64, entries, "登记簿记载数", "entries of its book")                                         \
    F(text, root, "登记日志根哈希", "root of its log")
#define VERIFICATION_OUT(F, O)                                                                     \
    F(words("never running done failed"), state, "状态", "how far it is")                          \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(ms_or_null, began_ms, "开始时间", "began")                                                   \
    F(ms_or_null, ended_ms, "结束时间", "ended")                                                   \
    F(text, fault, "未能完成的原因", "why it could not be finished")                               \
    F(i64, breaches, "违反总数", "breaches in all")                                                \
    F(list(verification_invariant_out), invariants, "不变式", "what was checked")                  \
    F(list(verification_region_out), regions, "行政区", "regions")
#define SETUP_NEEDED_OUT(F, O) F(boolean, needed, "是否待启用", "the city has yet to be set up")
#define SETUP_OUT(F, O)                                                                            \
    F(texts, regions, "行政区", "regions whose books are open")                                    \
    F(text, office, "办理点", "first office")                                                      \
    F(text, admin, "系统管理员账号", "login of the system administrator")                          \
    F(text, security, "安全管理员账号", "login of the security administrator")                     \
    F(text, auditor, "审计员账号", "login of the auditor")
#define TEST_CLOCK_OUT(F, O) F(ms, was_ms, "拨动前的时间", "the moment before")

OUTPUT(problem)
OUTPUT(paper_put_out)
OUTPUT(log_key_out)
OUTPUT(health_out)
OUTPUT(department_out)
OUTPUT(backlog_out)
OUTPUT(departments_out)
OUTPUT(probe_out)
OUTPUT(scene_fault_out)
OUTPUT(scene_check_out)
OUTPUT(rate_condition_out)
OUTPUT(rate_out)
OUTPUT(rate_line_out)
OUTPUT(rate_example_out)
OUTPUT(rates_out)
OUTPUT(verification_invariant_out)
OUTPUT(verification_region_out)
OUTPUT(verification_out)
OUTPUT(setup_needed_out)
OUTPUT(setup_out)
OUTPUT(test_clock_out)
