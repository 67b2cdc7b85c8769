/* POST /registry/divisions: whoever has applied on a unit before comes first, which the filings
 * know and the cadastre does not. */
#include "app/app.h"
#include "cadastre/cadastre.h"
#include "filing/filing.h"

/* Those that bear an easement for it have pages that it changes, and lines of their own. */
static err check_servient(struct ctx *ctx, str parent, size_t index)
{
    size_t count;
    str *codes;

    TRY(registry_servient(ctx, &parent, 1, &codes, &count));
    for (size_t i = 0; i < count; i++) {
        str filing;

        TRY(filing_first_on(ctx, codes[i], &filing));
        if (filing.len > 0)
            why_add(
                ctx, &UNIT_AWAITED, arena_printf(ctx->arena, "parents[%zu].unit", index), filing);
    }
    return OK;
}

static err check_waiting(struct ctx *ctx, const struct cadastre_divide_in *in)
{
    const struct cadastre_parent_in *parents = in->parents.items;

    for (size_t i = 0; i < in->parents.count; i++) {
        str filing;

        TRY(filing_first_on(ctx, parents[i].unit, &filing));
        if (filing.len > 0)
            why_add(ctx, &UNIT_AWAITED, arena_printf(ctx->arena, "parents[%zu].unit", i), filing);
        TRY(check_servient(ctx, parents[i].unit, i));
    }
    return OK;
}

/* Asked before, so that it is said with all other reasons, and again once the units are locked: a
 * filing that was accepted meanwhile undoes everything. */
err divide_units(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct cadastre_order order = {.in = arg, .recorder = ctx->who.staff};
    int64_t first;

    TRY(check_waiting(ctx, order.in));
    TRY(cadastre_divide(ctx, &order, out, &first));
    TRY(check_waiting(ctx, order.in));
    return why_refuse(ctx);
}
