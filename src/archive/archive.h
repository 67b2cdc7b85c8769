/* 归档查询: somebody applies at the window for what the register says, in a capacity that opens a
 * scope (不动产登记暂行条例 26-28, 实施细则 97-102). What is answered is kept as it was said, with
 * a number, a code by which anybody verifies it, and the access row of who read it (I20); a refusal
 * is kept with its ground. */
#pragma once

#include "base/input.h"
#include "registry/registry.h"

#define RULE RULE_DECLARE
#include "archive/archive.def"
#undef RULE

#define ARCHIVE_PERSON_IN(F, O, L)                                                                 \
    F(text, kind, 1, 20, "类型（person 或 organisation）", "person or organisation")               \
    F(text, name, 1, 100, "姓名或名称", "name")                                                    \
    F(text, document_kind, 1, 20, "证件种类", "kind of document")                                  \
    F(text, document_number, 1, 40, "证件号码", "document number")
#define ARCHIVE_PRESENT_IN(F, O, L)                                                                \
    F(text, name, 1, 100, "姓名", "name")                                                          \
    F(text, document_number, 1, 40, "身份证或者工作证号码", "number of identity or service card")
#define ARCHIVE_APPLY_IN(F, O, L)                                                                  \
    F(text, kind, 1, 10, "查询种类（record houses）", "record or houses")                          \
    O(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(text, capacity, 1, 20, "查询身份", "capacity")                                               \
    L(archive_person_in, party, 1, INPUT_ONE, "查询人", "applicant")                               \
    L(archive_present_in, present, 0, 5, "到场人员", "who has come")                               \
    L(archive_person_in, principal, 0, INPUT_ONE, "被查询人或所代表的权利人",                      \
        "whom the query is about, or for whom one comes")                                          \
    O(text, identity, 64, 64, "身份证明材料的哈希", "hash of the identity paper")                  \
    O(text, proof, 64, 64, "身份、利害关系证明或公函的哈希", "hash of what proves the capacity")   \
    O(text, letter, 1, 100, "公函或受理通知文号", "number of the letter")                          \
    F(text, purpose, 1, 200, "查询目的", "purpose")                                                \
    O(text, asks, 0, 200, "查询内容（空格分隔，默认为可查询的全部）",                              \
        "what is asked for, between blanks; unless said all that the capacity opens")              \
    O(text, ground, 0, 20, "不予查询的理由", "ground of a refusal")                                \
    O(text, words, 0, 500, "不予查询的情况", "what was found, of a refusal")
#define ARCHIVE_ONE_IN(F, O, L) F(id, query, 0, 0, "查询编号", "query")
#define ARCHIVE_LIST_IN(F, O, L)                                                                   \
    O(text, region, 0, 6, "行政区代码，默认为本人所在区", "region; the officer's own unless said") \
    O(text, document_number, 0, 40, "查询人证件号码", "document number of an applicant")           \
    O(text, before, 0, 22, "早于此条", "older than this one")
#define ARCHIVE_CODE_IN(F, O, L) F(text, code, 1, 100, "核验码", "code")
INPUT(archive_person_in, ARCHIVE_PERSON_IN)
INPUT(archive_present_in, ARCHIVE_PRESENT_IN)
INPUT(archive_apply_in, ARCHIVE_APPLY_IN)
INPUT(archive_one_in, ARCHIVE_ONE_IN)
INPUT(archive_list_in, ARCHIVE_LIST_IN)
INPUT(archive_code_in, ARCHIVE_CODE_IN)

/* POST /queries: applied for and answered on the spot, or refused. */
MUST_CHECK err archive_apply(struct ctx *ctx, const void *in, struct tree *out);
/* GET /queries/terms: capacities with their scopes, and the grounds of refusal. */
MUST_CHECK err archive_terms(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err archive_list(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err archive_show(struct ctx *ctx, const void *in, struct tree *out);
/* POST /verify/query: what a proof said in short, and whether the register has changed since. */
MUST_CHECK err archive_check_code(struct ctx *ctx, const void *in, struct tree *out);

struct cert_letter;
/* What is handed out for a query, as a letter; it is laid out from what was kept. */
MUST_CHECK err archive_letter(struct ctx *ctx, str query, struct cert_letter *ret);

/* I20 over all queries of a region. */
MUST_CHECK err archive_verify(struct ctx *ctx, struct registry_breach **ret);
