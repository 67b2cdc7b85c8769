/* 消息: the outbox and the inbox. A message is one effect owed to the outside, written in the
 * transaction that owes it, delivered at least once by app/outbox.c and applied once by whoever
 * receives it, because its id never changes. Department "self" is work of our own that follows a
 * commit (another filing on the unit may go on, a live page is told). */
#pragma once

#include "base/ctx.h"

struct message {
    str region, id;
    str department; /* housing, payment, ...; self */
    str path;       /* below the department's address */
    str filing, step;
    str body; /* JSON without message_id, region and sent_ms: those are added on sending */
    str state;
    int64_t tries, next_ms, made_ms;
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

/* Takes an incoming message: *ret_new is false when this id came from this source before. */
MUST_CHECK err message_receive(struct ctx *ctx, str source, str id, bool *ret_new);
