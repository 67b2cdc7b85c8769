/* What an entry will do, worked out before it is made: the rights that end, move and begin. Pure,
 * so that the reviewer's view before the entry and the entry itself cannot differ. */
#include "registry/registry_store.h"

#include <stdlib.h>

/* I5: an act of disposal with a right that a seizure binds. */
static bool is_disposal(const struct registry_change *c, const struct registry_kind *kind)
{
    const struct registry_effect *effect = registry_effect_find(c->effect);

    return kind->bound && (effect == NULL || effect->disposes);
}

/* I4: the new right stands in the place of the old one: of its kind, or of the guard that its
 * holder had for it (预告转正式). A title replaces the live one; nothing else replaces a title. */
static bool may_replace(const struct registry_page *page, const struct registry_change *c,
    const struct registry_kind *kind)
{
    const struct registry_kind *old;

    if (kind->family == FAMILY_TITLE)
        return c->end == NULL
                   ? page->ownership == NULL
                   : page->ownership != NULL && str_eq(page->ownership->id, c->end->id) &&
                         str_is(c->end->kind, kind->id);
    if (c->end == NULL || str_is(c->end->kind, kind->id))
        return true;
    old = registry_kind_find(c->end->kind);
    return str_is(c->effect, "convert") && old->family == FAMILY_GUARD && old->bound;
}

/* What must never happen, whatever the rules before said. */
static bool may_make(
    struct arena *a, const struct registry_page *page, const struct registry_change *c)
{
    const struct registry_right *r = c->make;
    const struct registry_kind *kind = registry_kind_find(r->kind);

    if (kind == NULL || str_is(page->unit.state, "closed"))
        return false; /* I1 */
    if (r->holders_count == 0 || !registry_shares_hold(a, r))
        return false; /* I2 */
    if (page->seizure != NULL && is_disposal(c, kind))
        return false; /* I5 */
    if (kind->grounded && page->ownership == NULL)
        return false; /* I9 */
    return may_replace(page, c, kind);
}

/* A title goes only when nothing rests on it or guards it any more. */
static bool may_end(const struct registry_page *page, const struct registry_change *c)
{
    if (registry_page_right(page, c->end->id) == NULL)
        return false;
    return c->make != NULL || !registry_is_title(c->end->kind) || page->rights_count == 1;
}

static bool holds_together(
    struct arena *a, const struct registry_page *page, const struct registry_change *c)
{
    if (c->end == NULL && c->make == NULL)
        return false;
    if (c->end != NULL && !may_end(page, c))
        return false;
    return c->make == NULL || may_make(a, page, c);
}

static bool is_in_line(const struct registry_right *r, const struct registry_kind *kind)
{
    return kind->line != LINE_NONE && str_is(r->kind, kind->id);
}

/* Those behind the one that ends move up, the nearest first: its rank is free. */
static void move_up(
    struct registry_plan *plan, const struct registry_right *end, const struct registry_kind *kind)
{
    for (size_t i = 0; i < plan->page->rights_count; i++) { /* a page is in rank order */
        const struct registry_right *r = &plan->page->rights[i];

        if (is_in_line(r, kind) && r->rank > end->rank)
            plan->moves[plan->moves_count++] = (struct registry_move){r, r->rank - 1};
    }
}

/* The rank of a right that comes into the line: behind all whose place counts from an earlier
 * entry. Those behind it move back, the last first. */
static int64_t come_in(
    struct registry_plan *plan, int64_t since_entry, const struct registry_kind *kind)
{
    int64_t rank = kind->line == LINE_FIRST ? 1 : 0;

    for (size_t i = plan->page->rights_count; i > 0; i--) {
        const struct registry_right *r = &plan->page->rights[i - 1];

        if (!is_in_line(r, kind))
            continue;
        if (since_entry == 0 || r->since_entry < since_entry)
            rank++;
        else
            plan->moves[plan->moves_count++] = (struct registry_move){r, r->rank + 1};
    }
    return rank;
}

static void plan_made(struct registry_plan *plan)
{
    const struct registry_right *end = plan->change->end;
    struct registry_right *r = plan->change->make;
    const struct registry_kind *kind = registry_kind_find(r->kind);

    r->unit = plan->page->unit.code;
    r->state = S("live");
    r->version = 1;
    r->previous = end != NULL ? end->id : (str){0};
    r->since_entry = end != NULL && !registry_is_title(r->kind) ? end->since_entry : 0;
    r->rank = 0;
    if (r->sort.len == 0)
        r->sort = registry_sort_usual(r->kind);
    if (kind->line == LINE_NONE)
        return;
    r->rank =
        end != NULL && is_in_line(end, kind) ? end->rank : come_in(plan, r->since_entry, kind);
}

bool registry_plan_make(struct arena *a, const struct registry_page *page,
    const struct registry_change *c, struct registry_plan *ret)
{
    *ret = (struct registry_plan){.page = page, .change = c};
    if (!holds_together(a, page, c))
        return false;
    ret->moves = ARENA_MANY(a, page->rights_count + 1, struct registry_move);
    if (c->end != NULL && c->make == NULL)
        move_up(ret, registry_page_right(page, c->end->id), registry_kind_find(c->end->kind));
    if (c->make != NULL) {
        plan_made(ret);
        ret->made = c->make;
    }
    return true;
}

/* The order in which registry_rights_live reads a page: by kind from behind (seizures, title,
 * mortgages), then by rank. */
static int compare_rights(const void *left, const void *right)
{
    const struct registry_right *a = left, *b = right;
    int kinds = str_cmp(b->kind, a->kind);

    if (kinds != 0)
        return kinds;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return str_cmp(a->id, b->id);
}

void registry_page_settle(struct registry_page *page)
{
    page->ownership = page->seizure = NULL;
    page->mortgages = page->seizures = 0;
    qsort(page->rights, page->rights_count, sizeof(*page->rights), compare_rights);
    for (size_t i = 0; i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];
        const struct registry_kind *kind = registry_kind_find(r->kind);

        if (kind == NULL)
            continue; /* the checks of the book say so */
        if (kind->family == FAMILY_TITLE)
            page->ownership = r;
        page->mortgages += kind->line == LINE_FIRST;
        page->seizures += kind->blocks;
        if (kind->blocks && r->rank == 0)
            page->seizure = r;
    }
}

static int64_t rank_after(const struct registry_plan *plan, const struct registry_right *r)
{
    for (size_t i = 0; i < plan->moves_count; i++)
        if (plan->moves[i].right == r)
            return plan->moves[i].rank;
    return r->rank;
}

void registry_plan_page(
    struct arena *a, const struct registry_plan *plan, struct registry_page *ret)
{
    const struct registry_page *page = plan->page;
    const struct registry_right *end = plan->change->end;
    struct registry_page after = *page;

    after.rights = ARENA_MANY(a, page->rights_count + 1, struct registry_right);
    after.rights_count = 0;
    for (size_t i = 0; i < page->rights_count; i++) {
        struct registry_right *r;

        if (end != NULL && str_eq(page->rights[i].id, end->id))
            continue;
        r = &after.rights[after.rights_count++];
        *r = page->rights[i];
        r->rank = rank_after(plan, &page->rights[i]);
    }
    if (plan->made != NULL)
        after.rights[after.rights_count++] = *plan->made;
    if (plan->change->unit_now != NULL)
        after.unit = *plan->change->unit_now;
    registry_page_settle(&after);
    *ret = after;
}
