/* POST /registry/divisions: whoever has applied on a unit before comes first, which the filings
 * know and the cadastre does not. */
#include "app/app.h"
#include "cadastre/cadastre.h"
#include "filing/filing.h"

static err check_line(struct ctx *ctx, str unit, str field)
{
    str filing;

    TRY(filing_first_on(ctx, unit, &filing));
    if (filing.len > 0)
        why_add(ctx, &UNIT_AWAITED, field, filing);
    return OK;
}

/* Its own line, and those of the units that bear an easement for it: their pages change too. */
static err check_parent(struct ctx *ctx, str parent, str field)
{
    size_t count;
    str *servient;

    TRY(check_line(ctx, parent, field));
    TRY(registry_servient(ctx, &parent, 1, &servient, &count));
    for (size_t i = 0; i < count; i++)
        TRY(check_line(ctx, servient[i], field));
    return OK;
}

static err check_waiting(struct ctx *ctx, const struct cadastre_divide_in *in)
{
    const struct cadastre_parent_in *parents = in->parents.items;

    for (size_t i = 0; i < in->parents.count; i++)
        TRY(check_parent(ctx, parents[i].unit, arena_printf(ctx->arena, "parents[%zu].unit", i)));
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
