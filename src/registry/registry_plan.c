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

static bool is_in_line(const struct registry_right *r, const struct registry_kind *kind)
{
    return kind->line != LINE_NONE && str_is(r->kind, kind->id);
}

/* The rank that the new right is to have in the place of the old one: the old one's, unless the
 * entry says another (民法典 409). */
static int64_t rank_wanted(const struct registry_change *c, const struct registry_kind *kind)
{
    const struct registry_effect *effect = registry_effect_find(c->effect);
    bool may_say = effect != NULL && effect->keeps && kind->line == LINE_FIRST;

    return may_say && c->make->rank > 0 ? c->make->rank : c->end->rank;
}

static const struct registry_right *find_in_line(
    const struct registry_page *page, const struct registry_kind *kind, int64_t rank)
{
    for (size_t i = 0; i < page->rights_count; i++)
        if (is_in_line(&page->rights[i], kind) && page->rights[i].rank == rank)
            return &page->rights[i];
    return NULL;
}

/* I9: nobody stands in a place that the line does not have. */
static bool has_place(const struct registry_page *page, const struct registry_change *c)
{
    const struct registry_kind *kind =
        c->make != NULL && c->end != NULL ? registry_kind_find(c->make->kind) : NULL;

    if (kind == NULL || !is_in_line(c->end, kind))
        return true;
    return find_in_line(page, kind, rank_wanted(c, kind)) != NULL;
}

static bool holds_together(
    struct arena *a, const struct registry_page *page, const struct registry_change *c)
{
    if (c->end == NULL && c->make == NULL)
        return false;
    if (c->end != NULL && !may_end(page, c))
        return false;
    return c->make == NULL || (may_make(a, page, c) && has_place(page, c));
}

static void add_move(
    struct registry_plan *plan, const struct registry_right *r, int64_t rank, int64_t since_entry)
{
    plan->moves[plan->moves_count++] = (struct registry_move){r, rank, since_entry};
}

/* Those behind the one that ends move up, the nearest first: its rank is free. */
static void move_up(
    struct registry_plan *plan, const struct registry_right *end, const struct registry_kind *kind)
{
    for (size_t i = 0; i < plan->page->rights_count; i++) { /* a page is in rank order */
        const struct registry_right *r = &plan->page->rights[i];

        if (is_in_line(r, kind) && r->rank > end->rank)
            add_move(plan, r, r->rank - 1, r->since_entry);
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
            add_move(plan, r, r->rank + 1, r->since_entry);
    }
    return rank;
}

/* The new right in the place that is wanted for it. Places stay: whoever stands between moves by
 * one, the nearest first, into the place that has become free, and each place counts from the entry
 * from which it counted before. */
static void change_places(struct registry_plan *plan, struct registry_right *made, int64_t wanted,
    const struct registry_kind *kind)
{
    const struct registry_right *end = registry_page_right(plan->page, plan->change->end->id);
    int64_t step = wanted > end->rank ? 1 : -1, since = end->since_entry;

    for (int64_t rank = end->rank; rank != wanted; rank += step) {
        const struct registry_right *r = find_in_line(plan->page, kind, rank + step);

        add_move(plan, r, rank, since);
        since = r->since_entry;
    }
    made->rank = wanted;
    made->since_entry = since;
}

static void plan_made(struct registry_plan *plan)
{
    const struct registry_right *end = plan->change->end;
    struct registry_right *r = plan->change->make;
    const struct registry_kind *kind = registry_kind_find(r->kind);
    bool goes_on = end != NULL && is_in_line(end, kind);
    int64_t wanted = goes_on ? rank_wanted(plan->change, kind) : 0;

    r->unit = plan->page->unit.code;
    r->state = S("live");
    r->version = 1;
    r->previous = end != NULL ? end->id : (str){0};
    r->since_entry =
        end != NULL && !registry_is_title(r->kind) ? end->since_entry : plan->change->since_entry;
    r->rank = 0;
    if (r->sort.len == 0)
        r->sort = registry_sort_usual(r->kind);
    if (goes_on)
        change_places(plan, r, wanted, kind);
    else if (kind->line != LINE_NONE)
        r->rank = come_in(plan, r->since_entry, kind);
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

static void move_after(
    const struct registry_plan *plan, const struct registry_right *was, struct registry_right *r)
{
    for (size_t i = 0; i < plan->moves_count; i++) {
        if (plan->moves[i].right != was)
            continue;
        r->rank = plan->moves[i].rank;
        r->since_entry = plan->moves[i].since_entry;
    }
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
        move_after(plan, &page->rights[i], r);
    }
    if (plan->made != NULL)
        after.rights[after.rights_count++] = *plan->made;
    if (plan->change->unit_now != NULL)
        after.unit = *plan->change->unit_now;
    registry_page_settle(&after);
    *ret = after;
}
