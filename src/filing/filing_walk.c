/* The pages of a filing, and its entries on them one after another. Mostly that is the unit's own
 * page; an act may go on with a right of the land under the unit, which comes over to it, or with
 * the easements that other units bear for it (民法典 380), and those follow a split or merge. Pages
 * as they were given are not changed; nothing is written. */
#include "filing/filing_divide.h"

#define LAND_BYTES 19
#define LAND_ALONE "W00000000" /* GB/T 37346: land without anything fixed to it */

str filing_land_of(struct arena *a, str unit)
{
    return arena_join(a, str_slice(unit, 0, LAND_BYTES), S(LAND_ALONE));
}

static bool reaches_land(const struct scene *s)
{
    for (size_t i = 0; i < s->acts_count; i++)
        if (s->acts[i]->from.len > 0)
            return true;
    return false;
}

static bool reaches_servient(const struct scene *s)
{
    for (size_t i = 0; i < s->acts_count; i++)
        if (s->acts[i]->on.len > 0)
            return true;
    return false;
}

/* ---- the pages ---- */

/* The units that bear an easement for the filing's own, and for any other that ends with it. */
static err servient_units(
    struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count)
{
    size_t count;
    str *codes = filing_parents(ctx, run, &count);

    return registry_servient(ctx, codes, count, ret, ret_count);
}

err filing_reached(struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count)
{
    str *servient = NULL;
    size_t count = 0;

    if (reaches_servient(run->scene) || filing_divides(run))
        TRY(servient_units(ctx, run, &servient, &count));
    *ret = ARENA_MANY(ctx->arena, count + 1, str);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        (*ret)[(*ret_count)++] = servient[i];
    if (reaches_land(run->scene))
        (*ret)[(*ret_count)++] = filing_land_of(ctx->arena, run->f.unit);
    return OK;
}

/* The page of the land's own unit; without one there is nobody whose land it is. */
static err load_base(struct ctx *ctx, str unit, struct registry_page *page)
{
    struct registry_page *base = ARENA_NEW(ctx->arena, struct registry_page);
    err e = registry_page_get(ctx, filing_land_of(ctx->arena, unit), base);

    if (e == OK)
        page->base = base;
    return e == E_MISSING ? OK : e;
}

static err load_beside(struct ctx *ctx, const struct filing_run *run, struct registry_page *page)
{
    size_t count;
    str *codes;

    TRY(servient_units(ctx, run, &codes, &count));
    page->beside = ARENA_MANY(ctx->arena, count + 1, struct registry_page);
    for (size_t i = 0; i < count; i++)
        TRY(registry_page_get(ctx, codes[i], &page->beside[page->beside_count++]));
    return OK;
}

err filing_page(struct ctx *ctx, const struct filing_run *run, bool lock, struct registry_page *ret,
    bool *ret_known)
{
    bool several = filing_divides(run) || scene_reaches(run->scene) ||
                   filing_answer(run, "dominant_unit").len > 0;
    err e = lock && several ? filing_lock_units(ctx, run) : OK;

    TRY(e);
    e = lock ? registry_lock(ctx, run->f.unit, ret) : registry_page_get(ctx, run->f.unit, ret);
    *ret_known = e == OK || (e == E_MISSING && run->scene->new_unit);
    if (e == E_MISSING) {
        *ret = (struct registry_page){.unit = {.code = run->f.unit, .state = S("live")}};
        filing_take_particulars(run, &ret->unit);
        e = OK;
    }
    TRY(e);
    if (run->scene->base.len > 0 || reaches_land(run->scene))
        TRY(load_base(ctx, run->f.unit, ret));
    return reaches_servient(run->scene) ? load_beside(ctx, run, ret) : OK;
}

bool filing_page_is_new(const struct registry_page *page)
{
    return page->unit.version == 0;
}

/* ---- the entries ---- */

struct filing_walk *filing_walk_begin(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    struct filing_walk *w = ARENA_NEW(ctx->arena, struct filing_walk);

    *w = (struct filing_walk){.run = run, .own = *page, .position = 1};
    if (page->base != NULL) {
        w->land = *page->base;
        w->own.base = &w->land;
    }
    w->own.beside = ARENA_MANY(ctx->arena, page->beside_count + 1, struct registry_page);
    for (size_t i = 0; i < page->beside_count; i++)
        w->own.beside[i] = page->beside[i];
    return w;
}

/* The one of the page that was entered next after `entry`; NULL when there is none. */
static const struct registry_right *next_beside(const struct filing_walk *w,
    const struct scene_act *act, const struct registry_page *page, int64_t entry)
{
    const struct registry_right *next = NULL;

    for (size_t i = 0; i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        if (str_eq(r->kind, act->right_kind) && str_eq(r->dominant, w->own.unit.code) &&
            r->entry_made > entry && (next == NULL || r->entry_made < next->entry_made))
            next = r;
    }
    return next;
}

/* The rights beside that an act goes on with: as they stand before its first entry, in the order of
 * the entries that made them. */
static void find_beside(struct ctx *ctx, struct filing_walk *w, const struct scene_act *act)
{
    size_t most = 0;

    for (size_t i = 0; i < w->own.beside_count; i++)
        most += w->own.beside[i].rights_count;
    w->found = ARENA_MANY(ctx->arena, most + 1, struct filing_found);
    w->found_count = 0;
    for (size_t i = 0; i < w->own.beside_count; i++) {
        struct registry_page *page = &w->own.beside[i];
        const struct registry_right *r;

        for (int64_t entry = 0; (r = next_beside(w, act, page, entry)) != NULL;
             entry = r->entry_made)
            w->found[w->found_count++] = (struct filing_found){page, r};
    }
}

static bool plan_beside(struct ctx *ctx, struct filing_walk *w, struct filing_plan *plan)
{
    if (w->part == 0)
        find_beside(ctx, w, plan->act);
    if (w->part >= w->found_count)
        return false;
    plan->page = w->found[w->part].page;
    plan->seen = plan->page;
    plan->old = w->found[w->part].right;
    filing_plan_on(ctx, w->run, plan->page, FILING_HERE, plan);
    return true;
}

/* It ends on the land's page, unless it is to stay there too, and then begins on the unit's. */
static bool plan_from_land(struct ctx *ctx, struct filing_walk *w, struct filing_plan *plan)
{
    bool stays = str_is(filing_act_answer(w->run, plan->act, "stays"), "true");

    if (w->part > (stays ? 0 : 1) || (w->part > 0 && w->left == NULL))
        return false;
    plan->old = w->part > 0 ? w->left : filing_act_target(w->run, plan->act, &w->own);
    w->left = plan->old;
    if (plan->old == NULL)
        return true; /* nothing to go on with: no plan holds */
    plan->seen = &w->land;
    if (!stays && w->part == 0) {
        plan->page = &w->land;
        filing_plan_on(ctx, w->run, plan->page, FILING_LEAVES, plan);
        return true;
    }
    filing_plan_on(ctx, w->run, plan->page, FILING_COMES_OVER, plan);
    return true;
}

/* False when the act has no entry any more. */
static bool plan_part(struct ctx *ctx, struct filing_walk *w, struct filing_plan *plan)
{
    if (plan->act->on.len > 0)
        return plan_beside(ctx, w, plan);
    if (plan->act->from.len > 0)
        return plan_from_land(ctx, w, plan);
    if (w->part > 0)
        return false;
    filing_plan_entry(ctx, w->run, plan->page, plan);
    return !filing_plan_skips(plan);
}

struct filing_plan *filing_walk_next(struct ctx *ctx, struct filing_walk *w)
{
    for (; w->act < w->run->scene->acts_count; w->act++, w->part = 0) {
        struct filing_plan *plan = ARENA_NEW(ctx->arena, struct filing_plan);

        *plan = (struct filing_plan){.act = w->run->scene->acts[w->act],
            .position = w->position,
            .page = &w->own,
            .seen = &w->own};
        if (!plan_part(ctx, w, plan))
            continue;
        w->part++;
        w->position++;
        return plan;
    }
    return NULL;
}

bool filing_walk_plan(struct arena *a, struct filing_plan *plan)
{
    const struct registry_effect *effect = registry_effect_find(plan->act->effect);
    struct registry_page from = *plan->page;
    struct registry_plan entry;

    if ((effect->ends && plan->old == NULL) || !registry_plan_make(a, &from, &plan->change, &entry))
        return false;
    registry_plan_page(a, &entry, plan->page);
    return true;
}

bool filing_plan_page(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, struct registry_page *ret)
{
    struct filing_walk *walk = filing_walk_begin(ctx, run, page);
    struct filing_plan *plan;

    while ((plan = filing_walk_next(ctx, walk)) != NULL)
        if (!filing_walk_plan(ctx->arena, plan))
            return false;
    *ret = walk->own;
    return true;
}
