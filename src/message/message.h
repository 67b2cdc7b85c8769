/* 消息: the outbox and the inbox. A message is one effect owed to the outside, written in the
 * transaction that owes it, delivered at least once by app/outbox.c and applied once by whoever
 * receives it, because its id never changes. Department "self" is work of our own that follows a
 * commit (another filing on the unit may go on, a live page is told). */
#pragma once

#include "base/input.h"
#include "base/output.h"

#define RULE RULE_DECLARE
#include "message/message.def"
#undef RULE

struct message {
    str region, id;
    str department; /* housing, payment, ...; self */
    str path;       /* below the department's address */
    str filing, step;
    str body; /* JSON without message_id, region and sent_ms: those are added on sending */
    str state;
    int64_t tries, next_ms, made_ms, done_ms;
    str fault;
};

/* Owes a message; *ret_id (may be NULL) is its id. */
MUST_CHECK err message_put(struct ctx *ctx, const struct message *m, str *ret_id);
/* True when a message of the region is due: a look without a lock, before message_take. */
MUST_CHECK err message_is_due(struct ctx *ctx, bool *ret);
/* Up to `limit` messages of the region that are due, the oldest of all; those of a filing stand
 * together. They are leased until `lease_ms`, so that no other worker takes them meanwhile. */
MUST_CHECK err message_take(
    struct ctx *ctx, int64_t limit, int64_t lease_ms, struct message **ret, size_t *ret_count);
/* Makes all that waits due now: at start, when leases of an earlier life may still run. Another
 * process's lease may be cut short; then a message is sent twice, which its id makes safe. */
MUST_CHECK err message_release(struct ctx *ctx);
MUST_CHECK err message_done(struct ctx *ctx, str id);
/* The department has promised to answer later; asked again at next_ms. */
MUST_CHECK err message_promised(struct ctx *ctx, str id, int64_t next_ms);
MUST_CHECK err message_failed(struct ctx *ctx, str id, int64_t next_ms, str fault);
/* One message; E_MISSING when there is none. */
MUST_CHECK err message_get(struct ctx *ctx, str id, struct message *ret);
/* Due messages per department, for the administrator: {department, due, oldest_ms, fault}. */
MUST_CHECK err message_backlog(struct ctx *ctx, struct tree *list);

#define MESSAGE_PAGE 100

#define MESSAGE_LIST_IN(F, O, L)                                                                   \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")                   \
    O(text, department, 0, 40, "部门", "department")                                               \
    O(text, state, 0, 10, "状态：due promised done，默认为待发", "state; what waits unless said")  \
    O(text, before, 0, 16, "早于此条", "older than this one")
#define MESSAGE_RETRY_IN(F, O, L)                                                                  \
    F(text, message, 16, 16, "消息编号", "message")                                                \
    O(text, region, 0, 6, "行政区代码", "region; the officer's own unless said")
INPUT(message_list_in, MESSAGE_LIST_IN)
INPUT(message_retry_in, MESSAGE_RETRY_IN)

#define MESSAGE_OUT(F, O)                                                                          \
    F(text, message, "消息编号", "message")                                                        \
    F(text, region, "行政区代码", "region")                                                        \
    F(text, department, "部门", "department; self for work of our own")                            \
    F(text, path, "内容", "what is sent")                                                          \
    F(text, filing, "办件编号", "filing; empty when none")                                         \
    F(text, step, "环节", "step; empty when none")                                                 \
    F(words("due promised done"), state, "状态", "state")                                          \
    F(text, state_zh, "状态中文名称", "state in Chinese")                                          \
    F(text, state_en, "状态英文名称", "state in English")                                          \
    F(i64, tries, "已试次数", "tries")                                                             \
    F(ms, made_ms, "产生时间", "made")                                                             \
    F(ms, age_ms, "已等待", "how long it has waited, or took")                                     \
    F(ms_or_null, next_ms, "下次发送时间", "next try")                                             \
    F(ms_or_null, done_ms, "完成时间", "done")                                                     \
    F(text, fault, "最近的故障", "last fault")
#define MESSAGE_LIST_OUT(F, O)                                                                     \
    F(list(message_out), messages, "消息", "messages, newest first")                               \
    F(text_or_null, next, "更早的从此条之前", "ask for what is older than this; null at the end")
OUTPUT(message_out)
OUTPUT(message_list_out)

struct db_row;
/* Takes the columns of a message's row, up to its fault. */
void message_read(struct ctx *ctx, struct db_row *row, struct message *ret);
/* GET /outbox: messages of a region, newest first. */
MUST_CHECK err message_list(struct ctx *ctx, const void *in, struct tree *out);
/* POST /outbox/{message}/retry: due now. */
MUST_CHECK err message_retry(struct ctx *ctx, const void *in, struct tree *out);
/* What the department is owed in this region is due now; *ret_count is how much. */
MUST_CHECK err message_hurry(struct ctx *ctx, str department, int64_t *ret_count);

/* Takes an incoming message: *ret_new is false when this id came from this source before. */
MUST_CHECK err message_receive(struct ctx *ctx, str source, str id, bool *ret_new);
