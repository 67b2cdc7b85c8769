/* What the scene routes answer: tables of base/output.h. */
#pragma once

#include "base/ctx.h"

#define SCENE_NAME_OUT(F, O)                                                                       \
    F(text, id, "代码", "word")                                                                    \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")
#define SCENE_WHEN_OUT(F, O)                                                                       \
    F(text, ask, "问题", "ask")                                                                    \
    F(text, is, "答案为", "has this answer")
#define SCENE_TIME_OUT(F, O)                                                                       \
    F(i64, promise_minutes, "承诺工作时间（分钟）", "promise, in working minutes")                 \
    F(i64, statutory_days, "法定工作日", "days that the law allows")                               \
    F(date, valid_from, "启用日期", "in force from")                                               \
    F(date_or_null, valid_to, "停用日期", "in force until")
#define SCENE_PLACE_OUT(F, O)                                                                      \
    F(list(scene_name_out), channels, "办理渠道", "channels")                                      \
    F(list(scene_name_out), offices, "办理点", "kinds of offices")
#define SCENE_PEOPLE_OUT(F, O)                                                                     \
    F(text, id, "身份", "role")                                                                    \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(words(scene_side_words), side, "在本业务中的一方", "side")                                   \
    F(text, side_zh, "一方名称", "name of the side, Chinese")                                      \
    F(text, side_en, "一方英文名称", "name of the side, English")                                  \
    F(i64, min, "最少人数", "at least")                                                            \
    F(i64_or_null, max, "最多人数", "at most; null for any number")                                \
    F(list(scene_name_out), kinds, "类型", "kinds of parties")                                     \
    F(boolean, holds, "是否登记簿上的权利人", "must be the holder in the registry")                \
    F(boolean, shares, "是否填写份额", "gives shares")                                             \
    F(boolean, absent, "列名而不参加申请", "named, but takes no part")
#define SCENE_ACT_OUT(F, O)                                                                        \
    F(i64, register_type, "登记类型代码", "register type (DJLX)")                                  \
    F(text, right, "权利种类", "right")                                                            \
    F(text, effect, "登记效果", "effect")                                                          \
    F(text, sort, "类别", "sort within the kind")                                                  \
    F(text_or_null, certificate, "证照种类", "certificate made")                                   \
    F(text, name_zh, "登记名称", "name, Chinese")                                                  \
    F(text, name_en, "登记英文名称", "name, English")
#define SCENE_EVENT_OUT(F, O)                                                                      \
    F(i64, register_type, "登记类型代码", "register type (DJLX)")                                  \
    F(text, right, "权利种类", "right")                                                            \
    F(text, effect, "登记效果", "effect")                                                          \
    F(text, sort, "类别", "sort within the kind")                                                  \
    F(text_or_null, certificate, "证照种类", "certificate made")                                   \
    F(text, basis, "依据方式", "on application, by order, or by the registry itself")              \
    F(text, basis_zh, "依据方式中文名称", "the same in Chinese")                                   \
    F(text, basis_en, "依据方式英文名称", "the same in English")                                   \
    F(text, sides, "申请方", "both sides or one")                                                  \
    F(boolean, new_unit, "不动产单元随之入簿", "the unit comes into the book with it")             \
    F(text, divides, "分割 split、合并 merge", "split or merge; empty for neither")                \
    F(text_or_null, target, "申请须写明的权利种类，可能不止一种",                                  \
        "kinds of right, one of which a filing names")                                             \
    F(text, name_zh, "登记名称", "name, Chinese")                                                  \
    F(text, name_en, "登记英文名称", "name, English")                                              \
    F(list(scene_act_out), entries, "登簿的各项登记，按先后", "the entries made, in order")
#define SCENE_LINK_OUT(F, O)                                                                       \
    F(words(scene_assess_words), assess, "核税计费方式", "assessment")                             \
    F(boolean, one_officer, "是否一人受理审核", "one officer may accept and review")
#define SCENE_CHOICE_OUT(F, O)                                                                     \
    F(text, id, "选项", "choice")                                                                  \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")
#define SCENE_ASK_OUT(F, O)                                                                        \
    F(text, id, "问题", "ask")                                                                     \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(text, why_zh, "为何询问", "why it is asked, Chinese")                                        \
    F(text, why_en, "为何询问（英文）", "why it is asked, English")                                \
    F(words(scene_ask_words), kind, "答案形式", "form of the answer")                              \
    F(boolean, required, "是否必填", "must be answered")                                           \
    F(i64, min, "下限", "lower bound; 0 and 0 for none")                                           \
    F(i64, max, "上限", "upper bound")                                                             \
    F(object_or_null(scene_when_out), when, "何时询问", "asked only when")                         \
    F(list(scene_choice_out), choices, "选项", "choices")
#define SCENE_PAPER_OUT(F, O)                                                                      \
    F(text, id, "材料", "paper")                                                                   \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(boolean, required, "是否必需", "must be handed in")                                          \
    F(text_or_null, share, "可由共享事项代替", "share that stands for it")                         \
    F(list(scene_name_out), receives, "接收部门", "who gets it")
#define SCENE_STEP_OUT(F, O)                                                                       \
    F(text, id, "环节", "step")                                                                    \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(words(scene_step_words), kind, "环节种类", "kind of step")                                   \
    F(text, kind_zh, "种类名称", "name of the kind, Chinese")                                      \
    F(text, kind_en, "种类英文名称", "name of the kind, English")                                  \
    F(boolean, human, "是否人工", "done by a person")                                              \
    F(words_or_null(scene_role_words), role, "岗位", "role")                                       \
    O(text, role_zh, "岗位名称", "name of the role, Chinese")                                      \
    O(text, role_en, "岗位英文名称", "name of the role, English")                                  \
    F(text_or_null, department, "部门", "department")                                              \
    O(text, department_zh, "部门名称", "department, Chinese")                                      \
    O(text, department_en, "部门英文名称", "department, English")                                  \
    F(text_or_null, share, "共享事项", "share")                                                    \
    O(text, link_zh, "共享事项名称", "name of the share, Chinese")                                 \
    O(text, link_en, "共享事项英文名称", "name of the share, English")                             \
    F(boolean, essential, "是否必须查得", "must be answered")                                      \
    F(i64, clock_minutes, "时限（工作分钟）", "clock, in working minutes")                         \
    F(i64, days, "公告期（工作日）", "days of an announcement; 0 for other steps")                 \
    F(object_or_null(scene_when_out), when, "何时办理", "only when")                               \
    F(texts, needs, "前置环节", "steps that it needs")
#define SCENE_GIFT_OUT(F, O)                                                                       \
    F(text, to, "填写的项", "field that it fills")                                                 \
    F(text, from, "答复中的项", "member of the answer")
#define SCENE_SOURCE_OUT(F, O)                                                                     \
    F(text, id, "来源", "source")                                                                  \
    F(text, by, "凭什么查询", "asked by")                                                          \
    F(text, by_zh, "凭什么查询（名称）", "asked by, Chinese")                                      \
    F(text, by_en, "凭什么查询（英文）", "asked by, English")                                      \
    F(text, department, "部门", "department")                                                      \
    F(text, department_zh, "部门名称", "department, Chinese")                                      \
    F(text, department_en, "部门英文名称", "department, English")                                  \
    F(text, share, "共享事项", "share")                                                            \
    F(text, share_zh, "共享事项名称", "share, Chinese")                                            \
    F(text, share_en, "共享事项英文名称", "share, English")                                        \
    F(list(scene_gift_out), gives, "得到什么", "what it gives")
#define SCENE_NODE_OUT(F, O)                                                                       \
    F(text, id, "环节", "step")                                                                    \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(words(scene_step_words), kind, "环节种类", "kind of step")                                   \
    F(boolean, human, "是否人工", "done by a person")                                              \
    F(i64, level, "层", "level, from 0")
#define SCENE_EDGE_OUT(F, O)                                                                       \
    F(text, from, "前置环节", "from")                                                              \
    F(text, to, "环节", "to")
#define SCENE_GRAPH_OUT(F, O)                                                                      \
    F(list(scene_node_out), nodes, "环节", "nodes")                                                \
    F(list(scene_edge_out), edges, "先后", "edges")
#define SCENE_GUIDE_PAPER_OUT(F, O)                                                                \
    F(text, name_zh, "材料", "paper, Chinese")                                                     \
    F(text, name_en, "材料（英文）", "paper, English")                                             \
    F(text, how_zh, "如何提交", "how it is given, Chinese")                                        \
    F(text, how_en, "如何提交（英文）", "how it is given, English")
#define SCENE_GUIDE_OUT(F, O)                                                                      \
    F(text, who_zh, "谁来办", "who, Chinese")                                                      \
    F(text, who_en, "谁来办（英文）", "who, English")                                              \
    F(text, where_zh, "在哪办", "where, Chinese")                                                  \
    F(text, where_en, "在哪办（英文）", "where, English")                                          \
    F(text, how_zh, "怎么办", "how, Chinese")                                                      \
    F(text, how_en, "怎么办（英文）", "how, English")                                              \
    F(text, when_zh, "多久办结", "how long, Chinese")                                              \
    F(text, when_en, "多久办结（英文）", "how long, English")                                      \
    F(list(scene_guide_paper_out), papers, "材料", "papers")                                       \
    F(text, fees_zh, "费用", "fees, Chinese")                                                      \
    F(text, fees_en, "费用（英文）", "fees, English")
#define SCENE_OUT(F, O)                                                                            \
    F(text, scene, "一件事", "scene")                                                              \
    F(i64, version, "版本", "version")                                                             \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(text, about_zh, "说明", "about, Chinese")                                                    \
    F(text, about_en, "英文说明", "about, English")                                                \
    F(words(scene_topic_words), topic, "主题", "heading under which people look for it")           \
    F(object(scene_time_out), time, "时间", "time")                                                \
    F(object(scene_place_out), place, "地点", "place")                                             \
    F(list(scene_people_out), people, "人物", "people")                                            \
    F(object(scene_event_out), event, "事件", "event")                                             \
    F(object(scene_link_out), link, "联系", "link")                                                \
    F(list(scene_ask_out), asks, "申请内容", "asks")                                               \
    F(list(scene_paper_out), papers, "材料", "papers")                                             \
    F(list(scene_step_out), steps, "环节", "steps")                                                \
    F(list(scene_source_out), prefill, "预填", "what is asked before")                             \
    F(object(scene_graph_out), graph, "流程图", "graph")                                           \
    F(object(scene_guide_out), guide, "办事指南", "guide")                                         \
    F(text, sha256, "文件摘要", "digest of its file")

#define SCENE_LINE_OUT(F, O)                                                                       \
    F(text, scene, "一件事", "scene")                                                              \
    F(i64, version, "版本", "version")                                                             \
    F(text, name_zh, "名称", "name, Chinese")                                                      \
    F(text, name_en, "英文名称", "name, English")                                                  \
    F(date, valid_from, "启用日期", "in force from")                                               \
    F(date_or_empty, valid_to, "停用日期", "in force until")                                       \
    F(words("coming in_force past"), state, "状态", "whether filings begin with it today")         \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(text, about_zh, "说明", "about, Chinese")                                                    \
    F(text, about_en, "英文说明", "about, English")                                                \
    F(words(scene_topic_words), topic, "主题", "heading under which people look for it")           \
    F(texts, keys, "可由此预填", "what a draft may be begun with")                                 \
    F(i64, promise_minutes, "承诺工作时间（分钟）", "promise, in working minutes")                 \
    F(text, file, "文件", "its file")                                                              \
    F(text, sha256, "文件摘要", "digest of its file")
#define SCENE_LIST_OUT(F, O) F(list(scene_line_out), scenes, "一件事", "scenes")

OUTPUT(scene_name_out)
OUTPUT(scene_when_out)
OUTPUT(scene_time_out)
OUTPUT(scene_place_out)
OUTPUT(scene_people_out)
OUTPUT(scene_act_out)
OUTPUT(scene_event_out)
OUTPUT(scene_link_out)
OUTPUT(scene_choice_out)
OUTPUT(scene_ask_out)
OUTPUT(scene_paper_out)
OUTPUT(scene_step_out)
OUTPUT(scene_gift_out)
OUTPUT(scene_source_out)
OUTPUT(scene_node_out)
OUTPUT(scene_edge_out)
OUTPUT(scene_graph_out)
OUTPUT(scene_guide_paper_out)
OUTPUT(scene_guide_out)
OUTPUT(scene_out)
OUTPUT(scene_line_out)
OUTPUT(scene_list_out)
