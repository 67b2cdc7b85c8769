/* POST /registry/divisions: whoever has applied on a unit before comes first, which the filings
 * know and the cadastre does not. */
#include "app/app.h"
#include "cadastre/cadastre.h"
#include "filing/filing.h"

err divide_units(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_divide_in *in = arg;
    const struct cadastre_parent_in *parents = in->parents.items;
    struct cadastre_order order = {.in = in, .recorder = ctx->who.staff};
    int64_t entries;

    for (size_t i = 0; i < in->parents.count; i++) {
        str filing;

        TRY(filing_first_on(ctx, parents[i].unit, &filing));
        if (filing.len > 0)
            why_add(ctx, &UNIT_AWAITED, arena_printf(ctx->arena, "parents[%zu].unit", i), filing);
    }
    TRY(why_refuse(ctx));
    return cadastre_divide(ctx, &order, out, &entries);
}
