/* 分割合并: the parents close and the children open in one transaction, with the title, its holders
 * and shares, the mortgages whose holders consent, and what others' easements serve. */
#include "cadastre/cadastre_divide.h"

#define INPUT_HERE struct cadastre_parent_in
INPUT_TABLE(cadastre_parent_in, CADASTRE_PARENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_child_in
INPUT_TABLE(cadastre_child_in, CADASTRE_CHILD_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_consent_in
INPUT_TABLE(cadastre_consent_in, CADASTRE_CONSENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_divide_in
INPUT_TABLE(cadastre_divide_in, CADASTRE_DIVIDE_IN)
#undef INPUT_HERE

static bool is_known_kind(str kind)
{
    return str_has_word(S("split merge"), kind);
}

err cadastre_divide_check(struct ctx *ctx, const struct cadastre_order *order)
{
    struct cadastre_division d;

    TRY(cadastre_division_begin(ctx, &d, order, false));
    return cadastre_division_look(ctx, &d);
}

static size_t all_of(const struct cadastre_division *d)
{
    return d->parents_count + d->order->in->children.count + d->servient_count;
}

static void show_before(
    struct ctx *ctx, const struct cadastre_division *d, struct cadastre_outlook *ret)
{
    const struct cadastre_child_in *children = d->order->in->children.items;

    ret->before = ARENA_MANY(ctx->arena, all_of(d) + 1, struct registry_page);
    for (size_t i = 0; i < d->parents_count; i++)
        ret->before[ret->count++] = d->parents[i];
    for (size_t i = 0; i < d->order->in->children.count; i++)
        ret->before[ret->count++] = (struct registry_page){.unit = {.code = children[i].unit}};
    for (size_t i = 0; i < d->servient_count; i++)
        ret->before[ret->count++] = d->servient[i];
    ret->after = ret->before;
}

err cadastre_divide_plan(struct ctx *ctx, const struct cadastre_order *order, bool possible,
    struct cadastre_outlook *ret)
{
    struct cadastre_division d;

    *ret = (struct cadastre_outlook){0};
    TRY(cadastre_division_begin(ctx, &d, order, false));
    show_before(ctx, &d, ret);
    if (!possible)
        return OK;
    d.after = ARENA_MANY(ctx->arena, all_of(&d) + 1, struct registry_page);
    TRY(cadastre_division_enter(ctx, &d));
    ret->after = d.after;
    return OK;
}

err cadastre_divide(
    struct ctx *ctx, const struct cadastre_order *order, struct tree *out, int64_t *ret_first)
{
    struct cadastre_division d;

    if (!is_known_kind(order->in->kind))
        why_add(ctx, &DIVIDE_KIND, S("kind"), order->in->kind);
    TRY(cadastre_division_begin(ctx, &d, order, true));
    TRY(why_refuse(ctx));
    TRY(cadastre_division_look(ctx, &d));
    TRY(why_refuse(ctx));
    tree_text(out, S("kind"), order->in->kind);
    d.parents_out = tree_list(out, S("parents"));
    d.children_out = tree_list(out, S("children"));
    d.easements_out = tree_list(out, S("easements"));
    TRY(cadastre_division_enter(ctx, &d));
    tree_i64(out, S("area_before_cm2"), d.area_before);
    tree_i64(out, S("area_after_cm2"), d.area_after);
    *ret_first = d.first_entry;
    return OK;
}
