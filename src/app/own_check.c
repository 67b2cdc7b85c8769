/* POST /check: a citizen's dry run, by the rules that the clerk and the reviewer meet. */
#include "app/app.h"
#include "app/check.h"
#include "cert/cert.h"

#define INPUT_HERE struct citizen_check_in
INPUT_TABLE(citizen_check_in, CITIZEN_CHECK_IN)
#undef INPUT_HERE
OUTPUT_TABLE(citizen_check_out, CITIZEN_CHECK_OUT)

static bool is_party(const struct citizen_check_in *in, const struct registry_holder *holder)
{
    const struct party_in *parties = in->parties.items;

    for (size_t i = 0; i < in->parties.count; i++)
        if (str_eq(parties[i].document_number, holder->document_number) &&
            str_eq(str_trim(parties[i].name), holder->name))
            return true;
    return false;
}

/* The right that the certificate proves, when it is in force, of this unit, and one of its holders
 * applies; else empty. What was wrong is not said. */
static err find_own_right(struct ctx *ctx, const struct citizen_check_in *in, str *ret)
{
    struct registry_right right;
    struct cert cert;
    bool found;

    *ret = (str){0};
    if (in->certificate.len == 0)
        return OK;
    TRY(cert_find_number(ctx, in->certificate, &cert, &found));
    if (!found || !str_is(cert.state, "valid") || !str_eq(cert.unit, in->unit))
        return OK;
    TRY(registry_right_get(ctx, cert.right_id, &right));
    for (size_t i = 0; i < right.holders_count; i++)
        if (is_party(in, &right.holders[i]))
            *ret = right.id;
    return OK;
}

err citizen_check(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct citizen_check_in *in = arg;
    struct filing_open_in open = {.scene = in->scene,
        .unit = in->unit,
        .channel = S("online"),
        .answers = in->answers,
        .parties = in->parties};

    TRY(find_own_right(ctx, in, &open.target));
    return filing_try_citizen(ctx, &open, in->papers, out);
}
