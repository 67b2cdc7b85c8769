/* 亲属申报: whose matters an officer keeps away from beside the own ones (I19). An officer declares
 * kin, or the security administrator enters them; only that one ends a declaration, so that nobody
 * takes one back to handle a matter. Every change is a row of staff_change. The officer, the
 * security administrator and the auditor see them, nobody else; a filing only learns that somebody
 * is kin.
 */
#pragma once

#include "base/input.h"
#include "base/output.h"

#define RULE RULE_DECLARE
#include "staff/staff_kin.def"
#undef RULE

#define STAFF_KIN_FIELDS(F, O)                                                                     \
    F(text, relation, 1, 20, "关系", "relation")                                                   \
    F(text, name, 1, 100, "姓名", "name")                                                          \
    F(text, document_kind, 1, 20, "证件种类", "kind of document")                                  \
    F(text, document_number, 1, 40, "证件号码", "document number")
#define STAFF_KIN_OWN_IN(F, O, L) STAFF_KIN_FIELDS(F, O)
#define STAFF_KIN_ADD_IN(F, O, L)                                                                  \
    F(text, staff, 1, 40, "人员", "officer")                                                       \
    STAFF_KIN_FIELDS(F, O)
#define STAFF_KIN_OF_IN(F, O, L) F(text, staff, 1, 40, "人员", "officer")
#define STAFF_KIN_END_IN(F, O, L)                                                                  \
    F(text, staff, 1, 40, "人员", "officer")                                                       \
    F(text, kin, 16, 16, "申报编号", "declaration")                                                \
    F(text, reason, 1, 500, "原因", "reason")
INPUT(staff_kin_own_in, STAFF_KIN_OWN_IN)
INPUT(staff_kin_add_in, STAFF_KIN_ADD_IN)
INPUT(staff_kin_of_in, STAFF_KIN_OF_IN)
INPUT(staff_kin_end_in, STAFF_KIN_END_IN)

#define STAFF_KIN_OUT(F, O)                                                                        \
    F(text, kin, "申报编号", "declaration")                                                        \
    F(text, staff, "人员", "officer")                                                              \
    F(text, relation, "关系", "relation")                                                          \
    F(text, relation_zh, "关系中文名称", "relation in Chinese")                                    \
    F(text, relation_en, "关系英文名称", "relation in English")                                    \
    F(text, name, "姓名", "name")                                                                  \
    F(text, document_kind, "证件种类", "kind of document")                                         \
    F(text, document_masked, "证件号码（掩码）", "document number, masked")                        \
    F(text, made_by, "申报人编号", "who declared it")                                              \
    F(ms, made_ms, "申报时间", "when")                                                             \
    F(text, ended_by, "终止人编号，未终止为空", "who ended it; empty while it stands")             \
    F(ms, ended_ms, "终止时间，未终止为 0", "ended at; 0 while it stands")                         \
    F(text, ended_reason, "终止原因", "why it was ended")
#define STAFF_KIN_LIST_OUT(F, O) F(list(staff_kin_out), kin, "亲属", "kin, newest first")
OUTPUT(staff_kin_out)
OUTPUT(staff_kin_list_out)

/* Whose matters the officer who asks keeps away from (回避). */
struct staff_ties {
    str own; /* document number; empty when it is not known */
    const str *kin;
    size_t kin_count;
};
MUST_CHECK err staff_ties_get(struct ctx *ctx, struct staff_ties *ret);
/* OFFICER_IS_PARTY or OFFICER_IS_KIN under `field`, when this party is one of those. */
void staff_ties_check(struct ctx *ctx, const struct staff_ties *ties, str document_number, str name,
    const char *field);

/* GET /staff/self/kin, POST /staff/self/kin: an officer's own. */
MUST_CHECK err staff_kin_own(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_kin_declare(struct ctx *ctx, const void *in, struct tree *out);
/* The same for the security administrator; the auditor may look. */
MUST_CHECK err staff_kin_of(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_kin_add(struct ctx *ctx, const void *in, struct tree *out);
/* POST /staff/{staff}/kin/{kin}/end. */
MUST_CHECK err staff_kin_end(struct ctx *ctx, const void *in, struct tree *out);

/* Ids of declarations that are not as they were written (I19), into `list`. */
MUST_CHECK err staff_verify_kin(struct ctx *ctx, struct tree *list);
