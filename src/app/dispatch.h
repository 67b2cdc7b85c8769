/* A request on its way, for dispatch.c and guard.c alone. */
#pragma once

#include "access/access.h"
#include "app/app.h"
#include "base/ids.h"

#define RULE RULE_DECLARE
#include "app/app.def"
#undef RULE

struct call {
    struct app *app;
    struct http_request *request;
    struct http_reply *reply;
    const struct route *route;
    struct ctx ctx;
    struct tree *params; /* path, query and body in one object */
    void *in;
    struct access_read read; /* of a route that READS */
    str key, fingerprint;    /* of the idempotency row; empty when the route has none */
    int status;
    str body;
};

/* Session, role, CSRF token or signature, as the route's access says; fills c->ctx.who. */
MUST_CHECK err guard_check(struct call *c, bool unsafe);
