/* 预填: a draft made of what departments and the registry know already, so that nobody types it.
 * What is asked of whom, and by which answer, stands in the scene's file (`prefill`). Nothing is
 * written. app/own_prefill.c carries the questions to the departments. */
#pragma once

#include "base/output.h"
#include "filing/filing.h"
#include "filing/filing_out.h"

#define PREFILL_VALUES_MAX 64
#define PREFILL_PARTIES_MAX 80
#define PREFILL_CHOICES_MAX 50

struct prefill_value {
    str key;  /* unit, target, certificate_number, document_number or an ask */
    str kind; /* unit, target or an ask's kind */
    str text;
    int64_t number;
};

struct prefill_party {
    str role;
    struct registry_holder holder;
};

struct prefill_origin {
    str field; /* unit, target, answers.price_fen, parties[0] */
    const struct scene_source *source;
    str reference; /* what it was found by: contract, certificate or entry */
    int64_t at_ms; /* when the source said so; of the registry, when it was recorded */
};

enum prefill_fault_id {
#define FAULT(id, zh, en) PREFILL_##id,
#include "exchange/prefill.def"
#undef FAULT
    PREFILL_FAULTS
};

struct prefill_fault {
    const struct scene_source *source;
    enum prefill_fault_id id;
};

struct prefill_choice {
    str unit, location;
};

/* What a certificate stands for. */
struct prefill_certificate {
    str unit, right;
    bool found, valid;
};
/* Certificates are another domain's: the caller says how one is found by its number. */
typedef err prefill_find_certificate(struct ctx *ctx, str number, struct prefill_certificate *ret);

/* Plain values and counts: a snapshot that is read again begins where it began. */
struct prefill {
    const struct scene *scene;
    prefill_find_certificate *find_certificate;
    str region; /* where the property lies, as far as known */
    bool asked[SCENE_SOURCES_MAX];
    struct prefill_value values[PREFILL_VALUES_MAX];
    size_t values_count;
    struct prefill_party parties[PREFILL_PARTIES_MAX];
    size_t parties_count;
    struct prefill_origin origins[PREFILL_VALUES_MAX + PREFILL_PARTIES_MAX];
    size_t origins_count;
    struct prefill_fault faults[SCENE_SOURCES_MAX];
    size_t faults_count;
    struct prefill_choice choices[PREFILL_CHOICES_MAX];
    size_t choices_count;
};

/* A question on its way to a department. */
struct prefill_question {
    const struct scene_source *source;
    str department, path, id, body;
};

#define EXCHANGE_PREFILL_IN(F, O, L)                                                               \
    F(text, scene, 1, 40, "一件事", "scene")                                                       \
    O(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    O(text, certificate_number, 0, 80, "不动产权证书号或登记证明号",                               \
        "certificate or proof number")                                                             \
    O(text, document_number, 0, 40, "权利人证件号码", "document number of the holder")             \
    O(tree, answers, 0, 0, "已知的申请内容", "answers that are known")
INPUT(exchange_prefill_in, EXCHANGE_PREFILL_IN)

#define EXCHANGE_PREFILL_PARTY_OUT(F, O)                                                           \
    F(text, role, "在本业务中的身份", "role in the scene")                                         \
    F(words_or_empty("person organisation"), kind, "类型", "kind, empty when not known")           \
    F(text, name, "姓名或名称", "name")                                                            \
    F(text, document_kind, "证件种类", "kind of document, empty when not known")                   \
    F(text, document_number, "证件号码", "document number")                                        \
    F(text, share, "份额", "share, a fraction")
#define EXCHANGE_PREFILL_ORIGIN_OUT(F, O)                                                          \
    F(text, field, "填写的项", "field")                                                            \
    F(text, source, "部门", "department, or registry")                                             \
    F(text, source_zh, "部门名称", "department, Chinese")                                          \
    F(text, source_en, "部门英文名称", "department, English")                                      \
    F(text, share, "共享事项", "share")                                                            \
    F(text, share_zh, "共享事项名称", "share, Chinese")                                            \
    F(text, share_en, "共享事项英文名称", "share, English")                                        \
    F(ms, at_ms, "取得时间；登记簿为登簿时间", "answered at; of the registry, recorded at")        \
    F(text, reference, "凭据", "contract, certificate or entry")
#define EXCHANGE_PREFILL_FAULT_OUT(F, O)                                                           \
    F(text, department, "部门", "department, or registry")                                         \
    F(text, department_zh, "部门名称", "department, Chinese")                                      \
    F(text, department_en, "部门英文名称", "department, English")                                  \
    F(text, share, "共享事项", "share")                                                            \
    F(text, fault, "代码", "code")                                                                 \
    F(text, zh, "说明", "in words, Chinese")                                                       \
    F(text, en, "说明（英文）", "in words, English")
#define EXCHANGE_PREFILL_CHOICE_OUT(F, O)                                                          \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, location, "坐落", "location")
#define EXCHANGE_PREFILL_OUT(F, O)                                                                 \
    F(text, scene, "一件事", "scene")                                                              \
    F(i64, scene_version, "一件事版本", "version of the scene")                                    \
    F(text, unit, "不动产单元号", "unit code, empty when not known")                               \
    F(text, target, "所涉权利编号", "right concerned, empty when not known")                       \
    F(tree, answers, "申请内容", "answers")                                                        \
    F(list(exchange_prefill_party_out), parties, "当事人", "parties")                              \
    F(list(exchange_prefill_origin_out), origins, "各项的来源", "where each field came from")      \
    F(list(exchange_prefill_fault_out), faults, "没有取得的", "what could not be had")             \
    F(list(exchange_prefill_choice_out), choices, "可选的不动产", "properties to choose from")
OUTPUT(exchange_prefill_party_out)
OUTPUT(exchange_prefill_origin_out)
OUTPUT(exchange_prefill_fault_out)
OUTPUT(exchange_prefill_choice_out)
OUTPUT(exchange_prefill_out)

/* E_REFUSED when there is no such scene today. The caller sets find_certificate afterwards. */
MUST_CHECK err exchange_prefill_begin(
    struct ctx *ctx, const struct exchange_prefill_in *in, struct prefill *ret);
/* Asks the registry whatever can be asked by now, until nothing more follows; in a snapshot. */
MUST_CHECK err exchange_prefill_read(struct ctx *ctx, struct prefill *p);
/* The questions to departments that can be asked by now, each once; *ret has room for all. */
size_t exchange_prefill_questions(struct ctx *ctx, struct prefill *p, struct prefill_question *ret);
/* A department's believed answer. */
void exchange_prefill_answered(struct ctx *ctx, struct prefill *p,
    const struct prefill_question *question, const struct tree *reply);
void exchange_prefill_fault(
    struct prefill *p, const struct scene_source *source, enum prefill_fault_id id);
void exchange_prefill_show(const struct prefill *p, struct tree *out);
