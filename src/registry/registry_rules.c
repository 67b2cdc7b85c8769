/* Rules of the book, pure: a page and the parties in, findings out. */
#include "registry/registry.h"

#define RULE RULE_DEFINE
#include "registry/registry.def"
#undef RULE

static const struct registry_holder *find_holder(
    const struct registry_holder *holders, size_t count, const struct registry_holder *wanted)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(holders[i].document_kind, wanted->document_kind) &&
            str_eq(holders[i].document_number, wanted->document_number))
            return &holders[i];
    return NULL;
}

void registry_check_holders(struct ctx *ctx, const struct registry_right *right,
    const struct registry_holder *givers, size_t count, str field)
{
    for (size_t i = 0; i < count; i++) {
        const struct registry_holder *on_record =
            find_holder(right->holders, right->holders_count, &givers[i]);

        if (on_record == NULL)
            why_add(ctx, &HOLDER_UNKNOWN, field, givers[i].name);
        else if (!str_eq(on_record->name, givers[i].name))
            why_add(ctx, &HOLDER_NAME_DIFFERS, field, givers[i].name);
    }
    for (size_t i = 0; i < right->holders_count; i++)
        if (find_holder(givers, count, &right->holders[i]) == NULL)
            why_add(ctx, &HOLDER_MISSING, field, right->holders[i].name);
}

void registry_check_rank(struct ctx *ctx, const struct registry_page *page,
    const struct registry_right *right, int64_t wanted, str field)
{
    if (wanted < 1 || wanted > page->mortgages || wanted == right->rank)
        why_add(ctx, &RANK_WRONG, field,
            arena_printf(
                ctx->arena, "%lld/%lld", (long long)right->rank, (long long)page->mortgages));
}

static void check_twice(
    struct ctx *ctx, const struct registry_holder *takers, size_t count, str field)
{
    for (size_t i = 1; i < count; i++)
        if (find_holder(takers, i, &takers[i]) != NULL)
            why_add(ctx, &HOLDER_TWICE, field, takers[i].name);
}

/* Exact for any list; the arena is as it was afterwards. */
static bool shares_are_one(struct arena *a, const struct registry_holder *holders, size_t count)
{
    struct arena_mark mark = arena_mark(a);
    struct share *shares = ARENA_MANY(a, count + 1, struct share);
    bool are_one;

    for (size_t i = 0; i < count; i++)
        shares[i] = holders[i].share;
    are_one = share_sums_to_one(shares, count);
    arena_rewind(a, mark);
    return are_one;
}

void registry_check_shares(
    struct ctx *ctx, str holding, const struct registry_holder *takers, size_t count, str field)
{
    bool by_shares = str_is(holding, "shares");
    bool fits = str_is(holding, "sole") ? count == 1
                                        : count >= 2 && (by_shares || str_is(holding, "joint"));

    check_twice(ctx, takers, count, field);
    if (!fits)
        why_add(ctx, &HOLDING_WRONG, field, holding);
    if (by_shares) {
        if (!shares_are_one(ctx->arena, takers, count))
            why_add(ctx, &SHARES_NOT_ONE, field, (str){0});
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (takers[i].share.den != 0)
            why_add(ctx, &SHARES_UNWANTED, field, takers[i].name);
}

bool registry_shares_hold(struct arena *a, const struct registry_right *right)
{
    bool by_shares = str_is(right->holding, "shares");

    if (str_is(right->holding, "sole") != (right->holders_count == 1))
        return false;
    for (size_t i = 0; i < right->holders_count; i++)
        if ((right->holders[i].share.den != 0) != by_shares)
            return false;
    return !by_shares || shares_are_one(a, right->holders, right->holders_count);
}
