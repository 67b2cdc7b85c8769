/* POST /locks: a lock knows the unit, and only certificates know of which unit they are. */
#include "app/app.h"
#include "cert/cert.h"
#include "rule/rule_lock.h"
#include "rule/rule_log.h"

err lock_add(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_lock_add_in *in = arg;
    struct cert cert;
    bool found;

    if (in->certificate.len > 0) {
        TRY(cert_find_number(ctx, in->certificate, &cert, &found));
        if (!found || !str_is(cert.state, "valid") || !str_eq(cert.unit, in->unit))
            why_add(ctx, &LOCK_CERTIFICATE, S("certificate"), in->certificate);
    }
    return rule_lock_add(ctx, in, out);
}
