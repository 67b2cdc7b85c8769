/* What an entry will do, worked out before it is made: the rights that end, move up and begin.
 * Pure, so that the reviewer's view before the entry and the entry itself cannot differ. */
#include "registry/registry_store.h"

#include <stdlib.h>

/* What must never happen, whatever the rules before said. */
static bool may_make(
    struct arena *a, const struct registry_page *page, const struct registry_change *c)
{
    const struct registry_right *r = c->make;

    if (r->holders_count == 0 || !registry_shares_hold(a, r))
        return false; /* I2 */
    if (str_is(r->kind, "seizure"))
        return page->ownership != NULL;
    if (page->seizure != NULL)
        return false; /* I5 */
    if (str_is(r->kind, "mortgage"))
        return page->ownership != NULL && c->end == NULL; /* I9 */
    return c->end == page->ownership;                     /* I4: it replaces the live one */
}

static bool holds_together(
    struct arena *a, const struct registry_page *page, const struct registry_change *c)
{
    if (c->make != NULL && !may_make(a, page, c))
        return false;
    if (c->end == NULL)
        return c->make != NULL;
    return registry_page_right(page, c->end->id) == c->end;
}

static void plan_moves(struct arena *a, struct registry_plan *plan)
{
    const struct registry_right *end = plan->change->end;

    plan->moves = ARENA_MANY(a, plan->page->rights_count + 1, struct registry_move);
    for (size_t i = 0; i < plan->page->rights_count; i++) { /* a page is in rank order */
        const struct registry_right *r = &plan->page->rights[i];

        if (str_eq(r->kind, end->kind) && r->rank > end->rank)
            plan->moves[plan->moves_count++] = (struct registry_move){r, r->rank - 1};
    }
}

static void plan_made(struct registry_plan *plan)
{
    const struct registry_page *page = plan->page;
    struct registry_right *r = plan->change->make;

    r->unit = page->unit.code;
    r->state = S("live");
    r->version = 1;
    if (str_is(r->kind, "mortgage"))
        r->rank = page->mortgages + 1;
    else if (str_is(r->kind, "seizure"))
        r->rank = page->seizures;
    else
        r->previous = plan->change->end != NULL ? plan->change->end->id : (str){0};
    plan->made = r;
}

bool registry_plan_make(struct arena *a, const struct registry_page *page,
    const struct registry_change *c, struct registry_plan *ret)
{
    *ret = (struct registry_plan){.page = page, .change = c};
    if (!holds_together(a, page, c))
        return false;
    if (c->end != NULL && !str_is(c->end->kind, "ownership"))
        plan_moves(a, ret);
    if (c->make != NULL)
        plan_made(ret);
    return true;
}

/* The order in which registry_rights_live reads a page: seizures, ownership, mortgages; by rank. */
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

        if (str_is(r->kind, "ownership"))
            page->ownership = r;
        page->mortgages += str_is(r->kind, "mortgage");
        page->seizures += str_is(r->kind, "seizure");
        if (str_is(r->kind, "seizure") && r->rank == 0)
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

    *ret = *page;
    ret->rights = ARENA_MANY(a, page->rights_count + 1, struct registry_right);
    ret->rights_count = 0;
    for (size_t i = 0; i < page->rights_count; i++) {
        struct registry_right *r;

        if (&page->rights[i] == plan->change->end)
            continue;
        r = &ret->rights[ret->rights_count++];
        *r = page->rights[i];
        r->rank = rank_after(plan, &page->rights[i]);
    }
    if (plan->made != NULL)
        ret->rights[ret->rights_count++] = *plan->made;
    registry_page_settle(ret);
}
