/* What the filing routes answer: tables of base/output.h. Times that have not come are 0, texts
 * that nobody gave are empty. */
#pragma once

#include "base/ctx.h"

/* The states of filing/states.def; a unit test compares. */
#define FILING_STATES "draft accepted correcting recorded closed withdrawn rejected refused"
#define FILING_STEP_STATES "waiting running stuck done skipped"
#define FILING_TASK_STATES "open claimed done cancelled"
#define FILING_FACT_STATES "asked proposed answered manual"

#define FILING_HEAD_OUT(F, O)                                                                      \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, scene, "一件事", "scene")                                                              \
    F(i64, scene_version, "一件事版本", "version of the scene")                                    \
    F(text, scene_name_zh, "一件事名称", "name of the scene, Chinese")                             \
    F(text, scene_name_en, "一件事英文名称", "name of the scene, English")                         \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(words(FILING_STATES), state, "状态", "state")                                                \
    F(ms, opened_ms, "申请时间", "opened at")                                                      \
    F(ms, accepted_ms, "受理时间", "accepted at")                                                  \
    F(ms, due_ms, "承诺办结时间", "promised for")                                                  \
    F(ms, ended_ms, "结束时间", "ended at")                                                        \
    F(text, ended_reason, "结束原因", "why it ended")                                              \
    F(i64, version, "版本", "version, rises with each change")
#define FILING_STEP_TRACK_OUT(F, O)                                                                \
    F(text, step, "环节", "step")                                                                  \
    F(words(filing_step_kinds), kind, "环节种类", "kind of step")                                  \
    F(text, name_zh, "环节名称", "name, Chinese")                                                  \
    F(text, name_en, "环节英文名称", "name, English")                                              \
    F(text, department, "部门", "department")                                                      \
    F(words_or_empty(filing_roles), role, "岗位", "role")                                          \
    F(words(FILING_STEP_STATES), state, "状态", "state")                                           \
    F(ms, started_ms, "开始时间", "started at")                                                    \
    F(ms, done_ms, "完成时间", "done at")
#define FILING_STEP_OUT(F, O)                                                                      \
    FILING_STEP_TRACK_OUT(F, O)                                                                    \
    F(text, outcome, "结果", "outcome")
#define FILING_PARTY_OUT(F, O)                                                                     \
    F(text, role, "在本业务中的身份", "role in the scene")                                         \
    F(words("person organisation"), kind, "类型", "kind")                                          \
    F(text, name, "姓名或名称", "name")                                                            \
    F(words("id uscc passport hk-macau other"), document_kind, "证件种类", "kind of document")     \
    F(text, document_number, "证件号码", "document number")                                        \
    F(text, phone, "电话", "phone")                                                                \
    F(text, share, "份额", "share, a fraction")                                                    \
    F(text, agent_name, "代理人姓名", "agent's name")                                              \
    F(text, agent_document, "代理人证件号码", "agent's document number")

/* What every change of a filing answers. */
#define FILING_OUT(F, O)                                                                           \
    FILING_HEAD_OUT(F, O)                                                                          \
    F(text, clerk, "受理人", "clerk")                                                              \
    F(text, recorder, "登簿人", "recorder")                                                        \
    F(text, office, "办理点", "office")                                                            \
    F(text, channel, "渠道", "channel")                                                            \
    F(text, target, "所涉权利编号", "right concerned")                                             \
    F(text, follow_code, "查询码", "follow code")                                                  \
    F(list(filing_party_out), parties, "当事人", "parties")                                        \
    F(map, answers, "申请内容", "answers, as texts")                                               \
    F(list(filing_step_out), steps, "环节", "steps")
#define FILING_OPEN_OUT(F, O)                                                                      \
    FILING_OUT(F, O)                                                                               \
    O(list(finding_out), findings, "核验结果（未受理时）", "findings, of a draft")

#define FILING_OVERRIDE_OUT(F, O)                                                                  \
    F(text, rule, "规则编号", "rule")                                                              \
    F(text, officer, "放行人", "officer who passed it")                                            \
    F(text, reason, "理由：代码和说明", "why: the code and the words")                             \
    F(text, code, "理由代码", "code of the reason")                                                \
    F(text, words, "说明", "the officer's own words")                                              \
    F(ms, made_ms, "时间", "when")
#define FILING_FACT_OUT(F, O)                                                                      \
    F(text, step, "环节", "step")                                                                  \
    F(text, department, "部门", "department")                                                      \
    F(text, share, "共享事项", "share")                                                            \
    F(words(FILING_FACT_STATES), state, "状态", "state")                                           \
    F(boolean, found, "是否查得", "found")                                                         \
    F(ms, asked_ms, "请求时间", "asked at")                                                        \
    F(ms, answered_ms, "答复时间", "answered at")                                                  \
    F(text, officer, "人工核验人", "officer who read the paper")                                   \
    F(text, second_officer, "人工核验复核人", "officer who confirmed it")                          \
    F(text, reason, "转人工的理由", "why by hand")                                                 \
    F(text, paper, "扫描件哈希", "hash of the scan")                                               \
    F(text, department_zh, "部门名称", "department, Chinese")                                      \
    F(text, department_en, "部门英文名称", "department, English")                                  \
    F(text, share_zh, "共享事项名称", "share, Chinese")                                            \
    F(text, share_en, "共享事项英文名称", "share, English")                                        \
    F(words("department paper"), origin, "来源", "the department, or paper read by officers")      \
    F(text, message, "消息编号", "message that asked")                                             \
    F(text, officer_name, "人工核验人姓名", "name of the first officer")                           \
    F(text, second_officer_name, "人工核验复核人姓名", "name of the second officer")               \
    O(tree, answer, "答复内容", "what was answered")                                               \
    O(tree, later, "人工核验后部门的答复", "the department's own answer after the manual path")
#define FILING_FILED_PAPER_OUT(F, O)                                                               \
    F(text, paper, "材料", "paper")                                                                \
    F(text, hash, "文件哈希", "hash of the file")                                                  \
    F(text, name, "文件名", "file name")                                                           \
    F(words("scanned uploaded shared"), source, "来源", "source")                                  \
    F(text, officer, "收取人", "officer")                                                          \
    F(ms, made_ms, "收取时间", "taken at")
#define FILING_TASK_LINE_OUT(F, O)                                                                 \
    F(text, task, "待办编号", "task")                                                              \
    F(text, step, "环节", "step")                                                                  \
    F(words(filing_roles), role, "岗位", "role")                                                   \
    F(words(FILING_TASK_STATES), state, "状态", "state")                                           \
    F(text, officer, "办理人", "officer")                                                          \
    F(ms, opened_ms, "产生时间", "opened at")                                                      \
    F(ms, due_ms, "应办结时间", "due at")                                                          \
    F(ms, done_ms, "办结时间", "done at")                                                          \
    F(words_or_empty("approve return refuse"), decision, "决定", "decision")                       \
    F(text, reason, "理由", "why")
#define FILING_HOLD_OUT(F, O)                                                                      \
    F(text, hold, "暂停编号", "hold")                                                              \
    F(text, reason, "原因", "why")                                                                 \
    F(text, detail, "所涉内容", "what it is about")                                                \
    F(ms, raised_ms, "暂停时间", "raised at")                                                      \
    F(ms, lifted_ms, "解除时间", "lifted at")                                                      \
    F(text, lifted_by, "解除人", "lifted by")                                                      \
    F(text, lifted_reason, "解除理由", "why it was lifted")
#define FILING_EVENT_OUT(F, O)                                                                     \
    F(i64, number, "序号", "number, rising with gaps")                                             \
    F(text, kind, "事项", "what happened")                                                         \
    F(text, step, "环节", "step")                                                                  \
    F(text, actor_zh, "操作人姓名或部门", "name of the officer or department, Chinese")            \
    F(text, actor_en, "操作人姓名或部门（英文）", "name of the officer or department, English")    \
    F(text, actor, "操作人", "who did it")                                                         \
    F(ms, made_ms, "时间", "when")
#define FILING_SHOW_OUT(F, O)                                                                      \
    FILING_OUT(F, O)                                                                               \
    F(list(finding_out), findings, "核验结果", "findings, of today")                               \
    F(list(filing_override_out), overrides, "说明理由后放行的核验结果", "findings passed")         \
    F(list(filing_fact_out), facts, "共享数据", "facts")                                           \
    F(list(filing_filed_paper_out), papers, "材料", "papers")                                      \
    F(list(filing_task_line_out), tasks, "待办", "tasks")                                          \
    F(list(filing_hold_out), holds, "暂停", "holds")                                               \
    F(list(filing_event_out), events, "过程", "journal")

#define FILING_LINE_PARTY_OUT(F, O)                                                                \
    F(text, role, "在本业务中的身份", "role in the scene")                                         \
    F(text, name, "姓名或名称", "name")                                                            \
    O(text, role_zh, "身份名称", "name of the role, Chinese")                                      \
    O(text, role_en, "身份英文名称", "name of the role, English")
#define FILING_LINE_STEP_OUT(F, O)                                                                 \
    F(text, step, "环节", "step")                                                                  \
    F(text, name_zh, "环节名称", "name, Chinese")                                                  \
    F(text, name_en, "环节英文名称", "name, English")                                              \
    F(words("running stuck"), state, "状态", "state")                                              \
    F(ms, started_ms, "开始时间", "started at")
#define FILING_LINE_OUT(F, O)                                                                      \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, scene, "一件事", "scene")                                                              \
    F(i64, scene_version, "一件事版本", "version of the scene")                                    \
    F(text, scene_name_zh, "一件事名称", "name of the scene, Chinese")                             \
    F(text, scene_name_en, "一件事英文名称", "name of the scene, English")                         \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(words(FILING_STATES), state, "状态", "state")                                                \
    F(text, state_zh, "状态名称", "state in words, Chinese")                                       \
    F(text, state_en, "状态英文名称", "state in words, English")                                   \
    F(ms, opened_ms, "申请时间", "opened at")                                                      \
    F(ms, accepted_ms, "受理时间", "accepted at")                                                  \
    F(ms, due_ms, "承诺办结时间", "promised for")                                                  \
    F(ms, ended_ms, "结束时间", "ended at")                                                        \
    F(text, clerk, "受理人", "clerk")                                                              \
    F(text, location, "坐落", "location")                                                          \
    F(list(filing_line_party_out), parties, "当事人", "parties")                                   \
    F(list(filing_line_step_out), steps, "正在办理的环节", "steps under way")
#define FILING_LIST_OUT(F, O) F(list(filing_line_out), filings, "办件", "filings")

#define FILING_PAPER_OUT(F, O)                                                                     \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, paper, "材料", "paper")                                                                \
    F(text, hash, "文件哈希", "hash of the file")

#define FILING_NOTICE_CONTENT_OUT(F, O)                                                            \
    F(text, title_zh, "标题", "title, Chinese")                                                    \
    F(text, title_en, "英文标题", "title, English")                                                \
    F(text, law, "依据", "law")                                                                    \
    F(text, authority, "登记机构", "authority")                                                    \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, scene_zh, "一件事名称", "name of the scene, Chinese")                                  \
    F(text, scene_en, "一件事英文名称", "name of the scene, English")                              \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, follow_code, "查询码", "follow code")                                                  \
    F(ms, due_ms, "承诺办结时间", "promised for")                                                  \
    F(text, code, "理由代码", "reason code")                                                       \
    F(text, reason, "理由", "why")                                                                 \
    F(texts, applicants, "申请人", "names of the parties")                                         \
    F(list(finding_out), findings, "核验结果", "findings")
#define FILING_NOTICE_OUT(F, O)                                                                    \
    F(text, notice, "通知书编号", "notice")                                                        \
    F(words(filing_notice_kinds), kind, "通知书种类", "kind")                                      \
    F(object(filing_notice_content_out), content, "内容", "what it says")                          \
    F(text, officer, "制作人", "officer")                                                          \
    F(ms, made_ms, "制作时间", "made at")
#define FILING_NOTICES_OUT(F, O) F(list(filing_notice_out), notices, "通知书", "notices")

#define FILING_TASK_OUT(F, O)                                                                      \
    F(text, task, "待办编号", "task")                                                              \
    F(text, filing, "办件编号", "filing")                                                          \
    F(text, step, "环节", "step")                                                                  \
    F(words(filing_roles), role, "岗位", "role")                                                   \
    F(words(FILING_TASK_STATES), state, "状态", "state")                                           \
    F(text, officer, "办理人", "officer")                                                          \
    F(ms, opened_ms, "产生时间", "opened at")                                                      \
    F(ms, due_ms, "应办结时间", "due at")                                                          \
    F(boolean, late, "是否逾期", "late")
#define FILING_TASK_ROW_OUT(F, O)                                                                  \
    FILING_TASK_OUT(F, O)                                                                          \
    F(text, scene, "一件事", "scene")                                                              \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(words(FILING_STATES), filing_state, "办件状态", "state of the filing")                       \
    F(text, scene_name_zh, "一件事名称", "name of the scene, Chinese")                             \
    F(text, scene_name_en, "一件事英文名称", "name of the scene, English")                         \
    F(text, step_name_zh, "环节名称", "name of the step, Chinese")                                 \
    F(text, step_name_en, "环节英文名称", "name of the step, English")                             \
    F(text, location, "坐落", "location")                                                          \
    F(text, officer_name, "办理人姓名", "officer's name")                                          \
    F(list(filing_line_party_out), parties, "当事人", "parties")
#define FILING_TASKS_OUT(F, O) F(list(filing_task_row_out), tasks, "待办", "tasks")

OUTPUT(filing_step_track_out)
OUTPUT(filing_step_out)
OUTPUT(filing_party_out)
OUTPUT(filing_out)
OUTPUT(filing_open_out)
OUTPUT(filing_override_out)
OUTPUT(filing_fact_out)
OUTPUT(filing_filed_paper_out)
OUTPUT(filing_task_line_out)
OUTPUT(filing_hold_out)
OUTPUT(filing_event_out)
OUTPUT(filing_show_out)
OUTPUT(filing_line_party_out)
OUTPUT(filing_line_step_out)
OUTPUT(filing_line_out)
OUTPUT(filing_list_out)
OUTPUT(filing_paper_out)
OUTPUT(filing_notice_content_out)
OUTPUT(filing_notice_out)
OUTPUT(filing_notices_out)
OUTPUT(filing_task_out)
OUTPUT(filing_task_row_out)
OUTPUT(filing_tasks_out)
