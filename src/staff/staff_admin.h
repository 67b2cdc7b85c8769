/* 人员管理: adding officers, changing them, and what is written down of it. Every change is a row
 * of staff_change in the same transaction (GB/T 22239 8.1.4.3). Passwords that the service makes
 * are one-time: whoever signs in with one may only change it. */
#pragma once

#include "base/input.h"
#include "base/output.h"
#include "staff/staff.h"

#define RULE RULE_DECLARE
#include "staff/staff_admin.def"
#undef RULE

#define STAFF_LOGIN_MAX 40
#define STAFF_PASSWORD_MIN 10
#define STAFF_PAGE 200

enum staff_change_kind {
#define CHANGE(name, id, zh, en) STAFF_CHANGE_##name,
#include "staff/staff_admin.def"
#undef CHANGE
    STAFF_CHANGE_KINDS
};

#define STAFF_LIST_IN(F, O, L) O(text, after, 0, 40, "从此账号之后", "after this login")
#define STAFF_NEW_IN(F, O, L)                                                                      \
    F(text, login, 2, 40, "账号", "login")                                                         \
    F(text, name, 1, 50, "姓名", "name")                                                           \
    F(text, roles, 0, 200, "提请的角色（空格分隔）", "roles asked for, between blanks")            \
    F(text, office, 1, 40, "办理点", "office")                                                     \
    O(text, document_number, 0, 18, "公民身份号码（用于回避）",                                    \
        "citizen ID, so that nobody "                                                              \
        "handles an own matter")
#define STAFF_SAVE_IN(F, O, L)                                                                     \
    F(text, staff, 1, 40, "人员", "officer")                                                       \
    F(text, name, 1, 50, "姓名", "name")                                                           \
    F(text, roles, 0, 200, "提请的角色（空格分隔）", "roles asked for, between blanks")            \
    F(text, office, 1, 40, "办理点", "office")                                                     \
    F(i64, version, 1, INT64_MAX, "版本", "version that was read")
#define STAFF_ONE_IN(F, O, L) F(text, staff, 1, 40, "人员", "officer")
#define STAFF_PASSWORD_IN(F, O, L)                                                                 \
    F(text, old, 1, 200, "原口令", "old password")                                                 \
    F(text, new, 1, 200, "新口令", "new password")
#define STAFF_CHANGES_IN(F, O, L)                                                                  \
    O(text, subject, 0, 40, "人员或办理点", "officer or office")                                   \
    O(text, before, 0, 16, "早于此条", "older than this one")
INPUT(staff_list_in, STAFF_LIST_IN)
INPUT(staff_new_in, STAFF_NEW_IN)
INPUT(staff_save_in, STAFF_SAVE_IN)
INPUT(staff_one_in, STAFF_ONE_IN)
INPUT(staff_password_in, STAFF_PASSWORD_IN)
INPUT(staff_changes_in, STAFF_CHANGES_IN)

#define STAFF_ROLE_OUT(F, O)                                                                       \
    F(text, role, "角色", "role")                                                                  \
    F(text, name_zh, "中文名称", "name in Chinese")                                                \
    F(text, name_en, "英文名称", "name in English")                                                \
    F(texts, apart, "不得兼任", "roles that the same person may not hold")
#define STAFF_CARD_OUT(F, O)                                                                       \
    F(text, staff, "人员编号", "id of the officer")                                                \
    F(text, login, "账号", "login")                                                                \
    F(text, name, "姓名", "name")                                                                  \
    F(text, roles, "已授予的角色（空格分隔）", "roles in force, between blanks")                   \
    F(text, roles_asked, "提请的角色（空格分隔），与已授予的不同即待授予",                         \
        "roles asked for; another than those in force wait for the security administrator")        \
    F(text, office, "办理点", "office")                                                            \
    F(text, office_zh, "办理点中文名称", "office in Chinese")                                      \
    F(text, office_en, "办理点英文名称", "office in English")                                      \
    F(text, document_masked, "身份号码（掩码）", "citizen ID, masked; may be empty")               \
    F(boolean, disabled, "是否停用", "disabled")                                                   \
    F(boolean, locked, "是否锁定", "locked after wrong tries")                                     \
    F(ms_or_null, locked_until_ms, "锁定至", "locked until")                                       \
    F(boolean, one_time, "是否一次性口令", "has a one-time password")                              \
    F(words("none active"), second_factor, "第二因素", "second factor")                            \
    F(i64, version, "版本", "version")
#define STAFF_LIST_OUT(F, O)                                                                       \
    F(list(staff_card_out), staff, "人员", "officers, by login")                                   \
    F(list(staff_role_out), roles, "角色", "roles that there are")                                 \
    F(text_or_null, next, "下一页从此账号之后",                                                    \
        "ask for what comes after this login; null at the end")
#define STAFF_NEW_OUT(F, O)                                                                        \
    F(object(staff_card_out), staff, "人员", "officer")                                            \
    F(text, password, "一次性口令（只显示一次）", "one-time password, shown this once")
#define STAFF_PASSWORD_OUT(F, O) F(boolean, changed, "已修改", "changed")
#define STAFF_CHANGE_OUT(F, O)                                                                     \
    F(text, change, "记录编号", "id")                                                              \
    F(text, region, "行政区", "region")                                                            \
    F(text, kind, "类别", "kind")                                                                  \
    F(text, kind_zh, "类别中文名称", "kind in Chinese")                                            \
    F(text, kind_en, "类别英文名称", "kind in English")                                            \
    F(text, actor, "操作人编号", "who did it")                                                     \
    F(text, actor_name, "操作人", "name of who did it")                                            \
    F(text, subject, "对象编号", "whom or what")                                                   \
    F(text, subject_name, "对象", "name of whom or what")                                          \
    F(tree, before, "变更前", "before; null when there was nothing")                               \
    F(tree, after, "变更后", "after")                                                              \
    F(ms, made_ms, "时间", "when")
#define STAFF_CHANGES_OUT(F, O)                                                                    \
    F(list(staff_change_out), changes, "变更记录", "changes, newest first")                        \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")
OUTPUT(staff_role_out)
OUTPUT(staff_card_out)
OUTPUT(staff_list_out)
OUTPUT(staff_new_out)
OUTPUT(staff_password_out)
OUTPUT(staff_change_out)
OUTPUT(staff_changes_out)

/* An officer as the administrator sees one. */
struct staff_card {
    str id, login, name, roles, roles_asked, asked_by, office, document_number;
    bool disabled, one_time, has_factor;
    int64_t locked_until_ms, version;
};

/* ---- rules: pure ---- */
/* The roles once each, in the order of the table; words that are no role stay at the end. */
str staff_roles_sorted(struct arena *a, str roles);
/* `roles` of one account beside `others`, those of the same person's other accounts. */
void staff_roles_check(struct ctx *ctx, str field, str roles, str others);
/* `roles` that `known` does not have. */
str staff_roles_new(struct arena *a, str roles, str known);
/* The three administrators are told apart by their document numbers. */
void staff_three_check(struct ctx *ctx, str field, str roles, str document_number);
void staff_login_check(struct ctx *ctx, str field, str login);
void staff_password_check(struct ctx *ctx, str field, str login, str password);
/* A citizen ID; nothing is said of an empty one. */
void staff_document_check(struct ctx *ctx, str field, str number);
/* The roles with their names, for forms. */
void staff_roles_show(struct tree *list);

/* ---- use cases ---- */
/* `groups` times four random characters that are hard to mix up, between hyphens: 20 bits each. */
str staff_code_make(struct arena *a, size_t groups);
/* E_MISSING when there is none. */
MUST_CHECK err staff_card_get(struct ctx *ctx, str id, struct staff_card *ret);
/* STAFF_SELF, when the officer is the one who acts, by this or another account. */
MUST_CHECK err staff_self_check(struct ctx *ctx, const struct staff_card *card);
void staff_card_show(struct ctx *ctx, const struct staff_card *card, struct tree *o);
/* Adds an officer whose password is hashed already, and writes it down. Rules are the caller's. */
MUST_CHECK err staff_card_add(
    struct ctx *ctx, const struct staff_card *card, str password_hash, enum staff_change_kind kind);
/* What is wrong with a new officer, in this transaction. */
MUST_CHECK err staff_new_check(struct ctx *ctx, const struct staff_new_in *in);
/* Gives a new password and ends all sessions of the officer but the one that asks. `one_time`: it
 * must be changed at sign-in; where no second factor stands before it, the roles wait for a grant
 * again, for whoever made the password could sign in. */
MUST_CHECK err staff_password_set(
    struct ctx *ctx, const struct staff_card *card, str password_hash, bool one_time);
/* True when there is no officer at all: the city's first run. */
MUST_CHECK err staff_is_empty(struct ctx *ctx, bool *ret);

/* Over all officers, for `verify`: the logins of those who hold roles that one person may not, and
 * of those who have a role by a password that another made. */
MUST_CHECK err staff_verify(struct ctx *ctx, struct tree *apart, struct tree *not_taken);
/* The logins of those who have more than the record of changes left them, or a role that was asked
 * for and granted by one. An officer of whom the record says nothing is older than it, or of the
 * demo city. */
MUST_CHECK err staff_verify_record(struct ctx *ctx, struct tree *list);

/* One row of what was changed, by who asks. */
struct staff_change {
    enum staff_change_kind kind;
    str subject, subject_name;
    const struct tree *before; /* NULL when there was nothing */
    const struct tree *after;
};
/* Ids of changes that are not as they were written (I19), into `list`. */
MUST_CHECK err staff_verify_changes(struct ctx *ctx, struct tree *list);
/* Seals a page of changes that were written before there were seals; arg is a bool that says
 * whether there may be more. */
MUST_CHECK err staff_changes_seal(struct ctx *ctx, void *arg);
MUST_CHECK err staff_change_add(struct ctx *ctx, const struct staff_change *c);

MUST_CHECK err staff_list(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_save(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err staff_changes(struct ctx *ctx, const void *in, struct tree *out);
