/* What stands against a split or merge, from the pages and what is asked for. Pure. */
#include "cadastre/cadastre_divide.h"
#include "registry/right.h"

#define SUB_ZONE_LEN 12

bool cadastre_is_land(str unit)
{
    return unit.len == 28 && unit.at[CADASTRE_PARCEL_LEN] == 'W';
}

static const struct cadastre_child_in *children_of(const struct cadastre_division *d)
{
    return d->order->in->children.items;
}

str cadastre_division_field(
    struct ctx *ctx, const struct cadastre_division *d, const char *list, size_t i)
{
    bool child = str_is(S("children"), list);

    if (d->order->unit.len == 0)
        return arena_printf(ctx->arena, "%s[%zu].unit", list, i);
    if (child)
        return arena_printf(ctx->arena, "answers.parts[%zu].unit", i);
    return str_eq(d->parents[i].unit.code, d->order->unit) ? S("unit") : S("answers.parents");
}

str cadastre_division_list(const struct cadastre_division *d, const char *list)
{
    if (d->order->unit.len == 0)
        return str_of(list);
    return str_is(S("parents"), list) ? S("answers.parents") : S("answers.parts");
}

/* ---- the units ---- */

static void check_counts(struct ctx *ctx, const struct cadastre_division *d)
{
    size_t children = d->order->in->children.count;

    if (d->is_split ? d->parents_count != 1 || children < 2 : d->parents_count < 2 || children != 1)
        why_add(ctx, &DIVIDE_KIND, cadastre_division_list(d, "kind"), d->order->in->kind);
}

/* A house's unit stays in its building; land stays in its cadastral sub-zone. */
static bool lies_with(str child, str parent)
{
    bool land = cadastre_is_land(parent);
    size_t same = land ? SUB_ZONE_LEN : CADASTRE_BUILDING_LEN;

    return land == cadastre_is_land(child) &&
           str_eq(str_slice(child, 0, same), str_slice(parent, 0, same));
}

static void check_children(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = children_of(d);

    for (size_t i = 0; i < d->order->in->children.count; i++) {
        for (size_t j = 0; j < i; j++)
            if (str_eq(c[i].unit, c[j].unit))
                why_add(
                    ctx, &DIVIDE_TWICE, cadastre_division_field(ctx, d, "children", i), c[i].unit);
        for (size_t j = 0; j < d->parents_count; j++)
            if (!lies_with(c[i].unit, d->parents[j].unit.code)) {
                why_add(ctx, &CHILD_ELSEWHERE, cadastre_division_field(ctx, d, "children", i),
                    c[i].unit);
                break;
            }
    }
}

/* ---- the area ---- */

static void check_area(struct ctx *ctx, struct cadastre_division *d)
{
    const struct cadastre_child_in *c = children_of(d);
    int64_t apart;

    d->area_before = d->area_after = 0;
    for (size_t i = 0; i < d->parents_count; i++)
        d->area_before += d->parents[i].unit.area_cm2;
    for (size_t i = 0; i < d->order->in->children.count; i++)
        d->area_after += c[i].area_cm2;
    apart = d->area_before > d->area_after ? d->area_before - d->area_after
                                           : d->area_after - d->area_before;
    if (apart == 0 ||
        (d->order->in->reason.len > 0 && apart <= d->area_before * d->limits.divide_ppm / 1000000))
        return;
    why_add(ctx, &DIVIDE_AREA, cadastre_division_list(d, "children"),
        arena_printf(
            ctx->arena, "%lld / %lld", (long long)d->area_before, (long long)d->area_after));
}

/* ---- the rights ---- */

static bool is_consented(const struct cadastre_division *d, str right)
{
    const struct cadastre_consent_in *c = d->order->in->consents.items;

    if (d->order->consented)
        return true;
    for (size_t i = 0; i < d->order->in->consents.count; i++)
        if (str_eq(c[i].right, right))
            return true;
    return false;
}

static void check_right(
    struct ctx *ctx, const struct cadastre_division *d, const struct registry_right *r, str field)
{
    const struct registry_kind *kind = registry_kind_find(r->kind);

    if (kind == NULL || kind->family == FAMILY_TITLE)
        return;
    if (kind->blocks)
        why_add(ctx, &DIVIDE_SEIZED, field, r->holders[0].name);
    else if (kind->line != LINE_FIRST || !d->is_split)
        why_add(ctx, &DIVIDE_BURDENED, field, str_of(kind->zh));
    else if (!is_consented(d, r->id))
        why_add(ctx, &DIVIDE_CONSENT, field, r->id);
}

const struct registry_page *cadastre_division_served(
    const struct cadastre_division *d, const struct registry_right *r)
{
    for (size_t i = 0; r->dominant.len > 0 && i < d->parents_count; i++)
        if (str_eq(d->parents[i].unit.code, r->dominant))
            return &d->parents[i];
    return NULL;
}

static bool same_people(const struct registry_right *a, const struct registry_right *b)
{
    bool same = a->holders_count == b->holders_count;

    for (size_t i = 0; same && i < a->holders_count; i++) {
        bool found = false;

        for (size_t j = 0; j < b->holders_count; j++)
            found = found || str_eq(a->holders[i].party, b->holders[j].party);
        same = found;
    }
    return same;
}

/* 民法典 380、382: an easement goes on with what it serves, and belongs to whoever holds that. */
static void check_servient(
    struct ctx *ctx, const struct cadastre_division *d, const struct registry_page *page)
{
    bool seized = false;

    for (size_t i = 0; i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];
        const struct registry_page *parent = cadastre_division_served(d, r);
        str field;

        if (parent == NULL)
            continue;
        field = cadastre_division_field(ctx, d, "parents", (size_t)(parent - d->parents));
        if (page->seizure != NULL && !seized)
            why_add(ctx, &DIVIDE_SERVIENT_SEIZED, field, page->unit.code);
        seized = page->seizure != NULL;
        if (parent->ownership != NULL && !same_people(r, parent->ownership))
            why_add(ctx, &DIVIDE_EASEMENT, field, page->unit.code);
    }
}

static bool same_holding(const struct registry_right *a, const struct registry_right *b)
{
    if (!str_eq(a->kind, b->kind) || !str_eq(a->holding, b->holding) ||
        a->holders_count != b->holders_count)
        return false;
    for (size_t i = 0; i < a->holders_count; i++) {
        bool found = false;

        for (size_t j = 0; j < b->holders_count; j++)
            found = found || (str_eq(a->holders[i].party, b->holders[j].party) &&
                                 a->holders[i].share.num == b->holders[j].share.num &&
                                 a->holders[i].share.den == b->holders[j].share.den);
        if (!found)
            return false;
    }
    return true;
}

static void check_parent(struct ctx *ctx, const struct cadastre_division *d, size_t i)
{
    const struct registry_page *page = &d->parents[i], *first = &d->parents[0];
    str field = cadastre_division_field(ctx, d, "parents", i);

    if (i > 0 && str_eq(page->unit.code, d->parents[i - 1].unit.code))
        why_add(ctx, &DIVIDE_TWICE, field, page->unit.code);
    if (str_is(page->unit.state, "closed"))
        why_add(ctx, &DIVIDE_CLOSED, field, page->unit.code);
    else if (page->ownership == NULL)
        why_add(ctx, &DIVIDE_NO_OWNER, field, page->unit.code);
    else if (first->ownership != NULL && !same_holding(page->ownership, first->ownership))
        why_add(ctx, &DIVIDE_HOLDERS, field, page->unit.code);
    for (size_t j = 0; j < page->rights_count; j++)
        check_right(ctx, d, &page->rights[j], field);
}

void cadastre_division_check(struct ctx *ctx, struct cadastre_division *d)
{
    check_counts(ctx, d);
    for (size_t i = 0; i < d->parents_count; i++)
        check_parent(ctx, d, i);
    for (size_t i = 0; i < d->servient_count; i++)
        check_servient(ctx, d, &d->servient[i]);
    check_children(ctx, d);
    check_area(ctx, d);
}
