/* What a split or merge is asked before: its parents, and what the book and the survey have against
 * it. */
#include "cadastre/cadastre_divide.h"

#include "base/when.h"
#include "cadastre/plane.h"

#include <stdlib.h>

static int compare_codes(const void *left, const void *right)
{
    return str_cmp(*(const str *)left, *(const str *)right);
}

/* Behind those that were taken before; one that is not there is left out. */
static err take_page(
    struct ctx *ctx, str code, bool lock, struct registry_page *pages, size_t *count)
{
    struct registry_page *page = &pages[*count];
    err e = lock ? registry_lock(ctx, code, page) : registry_page_get(ctx, code, page);

    if (e != OK && e != E_MISSING)
        return e;
    *count += e == OK;
    return OK;
}

/* Those that bear an easement for the parents, in the order of their codes. */
static err find_servient(
    struct ctx *ctx, const str *parents, size_t count, str **ret, size_t *ret_count)
{
    TRY(registry_servient(ctx, parents, count, ret, ret_count));
    qsort(*ret, *ret_count, sizeof(**ret), compare_codes);
    return OK;
}

/* What bears an easement for the parents may have changed before the locks. */
static err check_same_servient(
    struct ctx *ctx, const str *parents, size_t count, const str *servient, size_t servient_count)
{
    size_t count_now;
    str *now;

    TRY(find_servient(ctx, parents, count, &now, &count_now));
    return str_all_eq(servient, servient_count, now, count_now) ? OK : E_CONFLICT;
}

/* In the order of their codes, so that two who want the same units wait for each other in a line.
 */
static err take_units(struct ctx *ctx, struct cadastre_division *d, bool lock)
{
    const struct cadastre_parent_in *in = d->order->in->parents.items;
    size_t count = d->order->in->parents.count, servient_count;
    str *codes = ARENA_MANY(ctx->arena, count + 1, str), *servient, *all;

    for (size_t i = 0; i < count; i++)
        codes[i] = in[i].unit;
    qsort(codes, count, sizeof(*codes), compare_codes);
    TRY(find_servient(ctx, codes, count, &servient, &servient_count));
    all = ARENA_MANY(ctx->arena, count + servient_count + 1, str);
    for (size_t i = 0; i < count + servient_count; i++)
        all[i] = i < count ? codes[i] : servient[i - count];
    qsort(all, count + servient_count, sizeof(*all), compare_codes);
    if (lock)
        TRY(registry_lock_rows(ctx, all, count + servient_count));
    d->parents = ARENA_MANY(ctx->arena, count + 1, struct registry_page);
    d->servient = ARENA_MANY(ctx->arena, servient_count + 1, struct registry_page);
    for (size_t i = 0; i < count; i++)
        TRY(take_page(ctx, codes[i], lock, d->parents, &d->parents_count));
    for (size_t i = 0; i < servient_count; i++)
        TRY(take_page(ctx, servient[i], lock, d->servient, &d->servient_count));
    return lock ? check_same_servient(ctx, codes, count, servient, servient_count) : OK;
}

static bool is_there(const struct cadastre_division *d, str unit)
{
    for (size_t i = 0; i < d->parents_count; i++)
        if (str_eq(d->parents[i].unit.code, unit))
            return true;
    return false;
}

/* False when a parent is not in the book: nothing else is asked then. */
static bool check_known(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_parent_in *in = d->order->in->parents.items;
    bool known = true;

    for (size_t i = 0; i < d->order->in->parents.count; i++) {
        if (is_there(d, in[i].unit))
            continue;
        why_add(ctx, &UNIT_UNKNOWN, cadastre_division_list(d, "parents"), in[i].unit);
        known = false;
    }
    return known;
}

/* A code that the registry or the survey has seen is never given again. */
static err check_unused(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;

    for (size_t i = 0; i < d->order->in->children.count; i++) {
        struct registry_page page;
        err e = registry_page_get(ctx, c[i].unit, &page);

        if (e == OK)
            why_add(ctx, &CHILD_KNOWN, cadastre_division_field(ctx, d, "children", i), c[i].unit);
        else if (e != E_MISSING)
            return e;
    }
    return OK;
}

/* How much of a new parcel lies outside the old ones. */
static err check_within(struct ctx *ctx, const struct cadastre_division *d, str parcel, str field)
{
    struct cadastre_near child, parent;
    int64_t beyond;
    bool found;

    TRY(cadastre_shape_get(ctx, "parcel", parcel, &child, &found));
    if (!found)
        return OK;
    beyond = child.measured_cm2;
    for (size_t i = 0; i < d->parents_count; i++) {
        const struct shape *s = &parent.shape;
        int64_t common;

        TRY(cadastre_shape_get(ctx, "parcel",
            str_slice(d->parents[i].unit.code, 0, CADASTRE_PARCEL_LEN), &parent, &found));
        if (!found)
            return OK; /* nothing to compare with */
        plane_common(&child.shape, &s, 1, &common);
        beyond -= common > 0 ? common : 0;
    }
    if (beyond > d->limits.outside_cm2)
        why_add(ctx, &CHILD_OUTSIDE, field, arena_printf(ctx->arena, "%lld", (long long)beyond));
    return OK;
}

static err check_land(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;
    struct cadastre_parcel p;
    struct db_rows rows;
    bool found;

    for (size_t i = 0; i < d->parents_count; i++) {
        TRY(db_list(ctx, SQL_cadastre_buildings_of_parcel, &rows, text(ctx->region),
            text(str_slice(d->parents[i].unit.code, 0, CADASTRE_PARCEL_LEN)), i64(1)));
        if (rows.count > 0)
            why_add(ctx, &DIVIDE_BUILDINGS, cadastre_division_field(ctx, d, "parents", i),
                d->parents[i].unit.code);
    }
    for (size_t i = 0; i < d->order->in->children.count; i++) {
        str parcel = str_slice(c[i].unit, 0, CADASTRE_PARCEL_LEN);
        str field = cadastre_division_field(ctx, d, "children", i);

        TRY(cadastre_parcel_find(ctx, parcel, &p, &found));
        if (!found)
            why_add(ctx, &PARCEL_UNKNOWN, field, parcel);
        else if (str_is(p.state, "closed"))
            why_add(ctx, &CODE_CLOSED, field, parcel);
        else
            TRY(check_within(ctx, d, parcel, field));
    }
    return OK;
}

err cadastre_division_begin(
    struct ctx *ctx, struct cadastre_division *d, const struct cadastre_order *order, bool lock)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));

    *d = (struct cadastre_division){.order = order,
        .is_split = str_is(order->in->kind, "split"),
        .position = order->position > 0 ? order->position : 1};
    cadastre_limits_on(ctx->arena, today, &d->limits);
    return take_units(ctx, d, lock);
}

err cadastre_division_look(struct ctx *ctx, struct cadastre_division *d)
{
    if (!check_known(ctx, d))
        return OK;
    cadastre_division_check(ctx, d);
    TRY(check_unused(ctx, d));
    return cadastre_is_land(d->parents[0].unit.code) ? check_land(ctx, d) : OK;
}
