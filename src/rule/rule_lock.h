/* 锁定: a unit, one of its certificates or its parcel, locked by the registry with a reason. One
 * officer asks and another confirms, of the lock and of its release; it is in force from its
 * confirmation until its release is confirmed. */
#pragma once

#include "base/output.h"
#include "rule/rule.h"

/* The unit code of the parcel itself, without anything built on it. */
str rule_land_unit(struct arena *a, str unit);
/* The locks in force that touch the unit. */
MUST_CHECK err rule_locks_of(struct ctx *ctx, str unit, struct rule_lock **ret, size_t *ret_count);

#define RULE_LOCK_OUT(F, O)                                                                        \
    F(text, lock, "锁定编号", "lock")                                                              \
    F(words("unit certificate land"), what, "锁定什么：单元、证书、宗地",                          \
        "what: the unit, a certificate, the parcel")                                               \
    F(text, unit, "不动产单元号", "unit code")                                                     \
    F(text, land, "宗地代码", "code of the parcel")                                                \
    F(text, certificate, "证书号", "certificate number")                                           \
    F(words("proposed live releasing released"), state, "状态", "state")                           \
    F(boolean, in_force, "是否有效", "whether it is in force")                                     \
    F(text, reason, "锁定原因", "why it was locked")                                               \
    F(text, proposed_by, "经办人", "who asked for it")                                             \
    F(ms, proposed_ms, "申请时间", "asked for at")                                                 \
    F(text, confirmed_by, "复核人", "who confirmed it")                                            \
    F(ms, confirmed_ms, "生效时间，未生效为 0", "in force from; 0 before")                         \
    F(text, release_reason, "解除原因", "why it is released")                                      \
    F(text, release_by, "解除经办人", "who asked for the release")                                 \
    F(ms, release_ms, "申请解除时间", "release asked for at; 0 before")                            \
    F(text, released_by, "解除复核人", "who confirmed the release")                                \
    F(ms, released_ms, "解除时间，未解除为 0", "released at; 0 before")
#define RULE_LOCKS_OUT(F, O)                                                                       \
    F(list(rule_lock_out), locks, "锁定", "locks")                                                 \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")
OUTPUT(rule_lock_out)
OUTPUT(rule_locks_out)

#define RULE_LOCK_ADD_IN(F, O, L)                                                                  \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(text, what, 1, 20, "锁定什么（unit certificate land）", "unit, certificate or land")         \
    O(text, certificate, 0, 80, "证书号", "certificate number")                                    \
    F(text, reason, 1, 500, "原因", "reason")
#define RULE_LOCK_LIST_IN(F, O, L)                                                                 \
    O(unit, unit, 0, 0, "不动产单元号，不填为全部", "unit code; all unless said")                  \
    O(text, state, 0, 20,                                                                          \
        "状态（standing proposed live releasing released），standing 为未解除的",                  \
        "state; standing: those that are not released; all unless said")                           \
    O(text, before, 0, 22, "早于此条", "older than this one")                                      \
    O(text, region, 0, 6, "行政区代码", "region")
#define RULE_LOCK_IN(F, O, L) F(id, lock, 0, 0, "锁定编号", "lock")
#define RULE_LOCK_RELEASE_IN(F, O, L)                                                              \
    F(id, lock, 0, 0, "锁定编号", "lock")                                                          \
    F(text, reason, 1, 500, "原因", "reason")
INPUT(rule_lock_add_in, RULE_LOCK_ADD_IN)
INPUT(rule_lock_list_in, RULE_LOCK_LIST_IN)
INPUT(rule_lock_in, RULE_LOCK_IN)
INPUT(rule_lock_release_in, RULE_LOCK_RELEASE_IN)

/* POST /locks. That a certificate is one of the unit is the caller's to find out. */
err rule_lock_add(struct ctx *ctx, const void *in, struct tree *out);
/* GET /locks: those of a unit, or of the region, newest first. */
err rule_lock_list(struct ctx *ctx, const void *in, struct tree *out);
/* POST /locks/{lock}/confirm: the lock, or its release, whichever waits for a second officer. */
err rule_lock_confirm(struct ctx *ctx, const void *in, struct tree *out);
/* POST /locks/{lock}/release: asks for it. */
err rule_lock_release(struct ctx *ctx, const void *in, struct tree *out);
