/* The entries that a filing makes, one for each act of its scene, worked out from the parties, the
 * answers and the page: as 登簿 makes them and as a reviewer sees them before. Nothing is written.
 */
#include "filing/filing_divide.h"

#include <stddef.h>

enum detail_form { DETAIL_TEXT, DETAIL_I64, DETAIL_BOOLEAN };

static const struct {
    size_t offset;
    enum detail_form form;
    const char *right, *ask;
} details[] = {
#define DETAIL(member, form, right, ask)                                                           \
    {offsetof(struct registry_right, member), DETAIL_##form, right, ask},
#include "filing/detail.def"
#undef DETAIL
};

/* Particulars of a unit, by the asks of the same names. */
static const struct {
    size_t offset;
    enum detail_form form;
    const char *ask;
} particulars[] = {
#define PARTICULAR(member, form) {offsetof(struct registry_unit, member), DETAIL_##form, #member},
#include "filing/particular.def"
#undef PARTICULAR
};

/* ---- who ---- */

static bool has_role(const struct scene_act *act, str role)
{
    return str_is_among(act->takers, act->takers_count, role);
}

static bool is_named_elsewhere(const struct scene *s, const struct scene_act *act, str role)
{
    for (size_t i = 0; i < s->acts_count; i++)
        if (s->acts[i] != act && has_role(s->acts[i], role))
            return true;
    return false;
}

/* Whoever orders a seizure has it; any other right goes to the takers. */
static bool takes(
    const struct filing_run *run, const struct scene_act *act, const struct filing_party *p)
{
    const struct registry_kind *kind = registry_kind_find(act->right_kind);
    str side = filing_side(run, p);

    if (kind != NULL && kind->blocks)
        return str_is(side, "authority");
    if (!str_is(side, "taker") || (act->givers_count > 0 && act->takers_count == 0 &&
                                      registry_effect_find(act->effect)->keeps))
        return false;
    return act->takers_count > 0 ? has_role(act, p->role)
                                 : !is_named_elsewhere(run->scene, act, p->role);
}

bool filing_gives(const struct scene_act *act, const struct filing_party *p)
{
    return str_is_among(act->givers, act->givers_count, p->role);
}

struct registry_holder *filing_takers(
    struct ctx *ctx, const struct filing_run *run, const struct scene_act *act, size_t *ret_count)
{
    struct registry_holder *h =
        ARENA_MANY(ctx->arena, run->parties_count + 1, struct registry_holder);
    size_t count = 0;

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];

        if (takes(run, act, p))
            h[count++] = (struct registry_holder){.name = p->name,
                .document_kind = p->document_kind,
                .document_number = p->document_number,
                .share = p->share};
    }
    *ret_count = count;
    return h;
}

/* Whether some act would have the registry know this party by the name that it has here. */
static bool is_to_be_kept(const struct filing_run *run, const struct filing_party *p)
{
    for (size_t i = 0; i < run->scene->acts_count; i++)
        if (takes(run, run->scene->acts[i], p) &&
            !registry_effect_find(run->scene->acts[i]->effect)->keeps)
            return true;
    return false;
}

err filing_check_names(struct ctx *ctx, const struct filing_run *run)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct party party = {.name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number};

        if (is_to_be_kept(run, p))
            TRY(party_check_name(ctx, &party, S("parties")));
    }
    return OK;
}

err filing_keep_takers(struct ctx *ctx, const struct filing_run *run, const struct scene_act *act,
    struct registry_right *right)
{
    bool keeps = registry_effect_find(act->effect)->keeps; /* a change of name, 实施细则 26 */
    size_t taken = 0;

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct party party = {.kind = p->kind,
            .name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number};

        if (!takes(run, act, p))
            continue;
        TRY((keeps ? party_rename : party_keep)(ctx, &party, &right->holders[taken++].party));
    }
    return OK; /* nobody: the holders stay, with the ids that they have */
}

str filing_holding(const struct registry_holder *h, size_t count)
{
    if (count == 1)
        return S("sole");
    for (size_t i = 0; i < count; i++)
        if (h[i].share.den != 0)
            return S("shares");
    return S("joint");
}

/* ---- what ends ---- */

/* An act ends a right of its own kind; 预告转正式 ends the guard that its holder had for it. */
static bool ends_kind(const struct scene_act *act, const struct registry_right *r)
{
    const struct registry_kind *kind = registry_kind_find(r->kind);

    if (str_is(act->effect, "convert"))
        return kind->family == FAMILY_GUARD && kind->bound;
    return registry_kind_is(r->kind, act->right_kind);
}

static bool has_sort(const struct scene_act *act, const struct registry_right *r)
{
    return act->sort.len == 0 || !str_eq(r->kind, act->right_kind) || str_eq(r->sort, act->sort);
}

/* Somebody of the application holds it; of those who give, where the act names them. */
static bool has_party(
    const struct filing_run *run, const struct scene_act *act, const struct registry_right *r)
{
    for (size_t k = 0; k < run->parties_count; k++) {
        const struct filing_party *p = &run->parties[k];

        if ((act->givers_count == 0 || filing_gives(act, p)) &&
            registry_is_held_by(r, p->document_number))
            return true;
    }
    return false;
}

const struct registry_right *filing_act_target(
    const struct filing_run *run, const struct scene_act *act, const struct registry_page *own)
{
    const struct registry_effect *effect = registry_effect_find(act->effect);
    const struct registry_page *page = act->from.len > 0 ? own->base : own;
    const struct registry_right *named =
        page != NULL ? registry_page_right(page, run->f.target) : NULL;

    if (page == NULL || effect == NULL || !effect->ends)
        return NULL;
    if (registry_is_title(act->right_kind))
        return page->ownership != NULL && ends_kind(act, page->ownership) ? page->ownership : NULL;
    if (named != NULL && ends_kind(act, named))
        return named;
    if (str_is(act->id, "event"))
        return NULL; /* what the filing is about is named, never guessed */
    for (size_t i = 0; i < page->rights_count; i++)
        if (ends_kind(act, &page->rights[i]) && has_sort(act, &page->rights[i]) &&
            has_party(run, act, &page->rights[i]))
            return &page->rights[i];
    return NULL;
}

/* ---- what begins ---- */

static bool fits(const char *right, const struct registry_right *r)
{
    return right[0] == '\0' || str_is(r->kind, right) || str_is(registry_family_of(r->kind), right);
}

static void take_answer(str value, enum detail_form form, char *into)
{
    switch (form) {
    case DETAIL_TEXT:
        *(str *)into = value;
        return;
    case DETAIL_I64:
        (void)str_to_i64(value, (int64_t *)into); /* its form was checked when it was given */
        return;
    case DETAIL_BOOLEAN:
        *(bool *)into = str_is(value, "true");
        return;
    }
}

str filing_act_answer(const struct filing_run *run, const struct scene_act *act, const char *ask)
{
    size_t id = act->id.len;

    for (size_t i = 0; i < run->answers_count; i++) {
        str own = run->answers[i].ask;

        if (own.len > id && own.at[id] == '-' && str_eq(str_slice(own, 0, id), act->id) &&
            str_is(str_slice(own, id + 1, own.len), ask))
            return run->answers[i].value;
    }
    return (str){0};
}

/* Rows of a member stand together, the first that has its answer gives it. */
static bool is_given(const bool *given, size_t row)
{
    for (size_t i = 0; i < COUNT(details); i++)
        if (given[i] && details[i].offset == details[row].offset)
            return true;
    return false;
}

/* What was answered for this act alone, and then what was answered for all. */
static void take_details(
    const struct filing_run *run, const struct scene_act *act, struct registry_right *r)
{
    bool given[COUNT(details)] = {false};

    for (size_t i = 0; i < 2 * COUNT(details); i++) {
        size_t row = i % COUNT(details);
        str value;

        if (is_given(given, row) || !fits(details[row].right, r))
            continue;
        value = i < COUNT(details) ? filing_act_answer(run, act, details[row].ask)
                                   : filing_answer(run, details[row].ask);
        if (value.len == 0)
            continue;
        take_answer(value, details[row].form, (char *)r + details[row].offset);
        given[row] = true;
    }
}

static void take_sort(const struct scene_act *act, struct registry_right *r)
{
    if (act->becomes.len > 0 || act->sort.len > 0)
        r->sort = act->becomes.len > 0 ? act->becomes : act->sort;
    if (r->sort.len == 0)
        r->sort = registry_sort_usual(r->kind);
    if (r->maximum && str_eq(r->sort, registry_sort_usual(r->kind)))
        r->sort = S("maximum");
    r->maximum = r->maximum || str_is(r->sort, "maximum");
}

void filing_act_changes(const struct filing_run *run, const struct scene_act *act,
    const struct registry_right *target, struct registry_right *ret)
{
    *ret = *target;
    take_details(run, act, ret);
    take_sort(act, ret);
}

/* When it ends by law: anew for a right that begins, or whose day is told now; an objector who has
 * sued in time has no such day any more (民法典 220). */
static void take_last_day(
    struct ctx *ctx, const struct filing_run *run, bool keeps, struct registry_right *r)
{
    str from_on = filing_answer(run, "may_apply_on");

    if (filing_answer_bool(run, "sued"))
        r->lapses_on = (str){0};
    else if (!keeps || from_on.len > 0 || str_is(run->scene->effect, "renew"))
        r->lapses_on = registry_last_day(ctx, r, from_on);
}

/* What is not said anew stays, also of a burden or guard that only changes hands (民法典 407); the
 * price and the cause of a title are those of the new deed. */
static bool keeps_content(const struct scene_act *act, const struct registry_right *end)
{
    return registry_effect_find(act->effect)->keeps ||
           (registry_kind_is(end->kind, act->right_kind) && !registry_is_title(end->kind));
}

str filing_act_kind(const struct scene_act *act, const struct registry_right *end)
{
    bool goes_on = end != NULL && registry_kind_is(end->kind, act->right_kind);

    return goes_on ? end->kind : act->right_kind;
}

static void describe_right(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, struct filing_plan *plan)
{
    const struct registry_right *end = plan->old;
    bool keeps = end != NULL && keeps_content(act, end);
    struct registry_right *r = &plan->right;
    struct registry_holder *takers;
    size_t count;

    *r = keeps ? *end : (struct registry_right){.kind = filing_act_kind(act, end)};
    r->id = (str){0};
    r->entry_made = r->entry_ended = 0;
    takers = filing_takers(ctx, run, act, &count);
    if (count > 0 || !keeps) {
        r->holders = takers;
        r->holders_count = count;
        r->holding = filing_holding(takers, count);
    }
    take_details(run, act, r);
    take_sort(act, r);
    take_last_day(ctx, run, keeps, r);
}

/* ---- the unit ---- */

void filing_take_particulars(const struct filing_run *run, struct registry_unit *u)
{
    for (size_t i = 0; i < COUNT(particulars); i++) {
        str value = filing_answer(run, particulars[i].ask);

        if (value.len > 0)
            take_answer(value, particulars[i].form, (char *)u + particulars[i].offset);
    }
}

/* A change of the title may change what the unit is; its end may close it. */
static void plan_unit(
    const struct filing_run *run, const struct scene_act *act, struct filing_plan *plan)
{
    const struct registry_effect *effect = registry_effect_find(act->effect);
    bool main = str_is(act->id, "event");

    if (!main || !registry_is_title(act->right_kind) || effect->disposes)
        return;
    if (effect->keeps)
        filing_take_particulars(run, &plan->unit);
    else if (run->scene->closes)
        plan->unit.state = S("closed");
    else
        return;
    plan->change.unit_now = &plan->unit;
}

/* ---- the entry ---- */

static void plan_head(
    const struct filing_run *run, const struct scene_act *act, struct filing_plan *plan)
{
    bool corrects = str_is(act->effect, "correct");

    plan->change = (struct registry_change){.filing = run->f.id,
        .position = plan->position,
        .register_type = act->register_type,
        .right_kind = filing_act_kind(act, plan->old),
        .effect = act->effect,
        .basis = run->scene->basis,
        .document = filing_answer(run, "order_number"),
        .recorder = run->f.recorder.len > 0 ? run->f.recorder : run->f.clerk,
        .corrects = corrects ? filing_answer_i64(run, "wrong_entry", 0) : 0};
}

static void plan_end(struct filing_plan *plan)
{
    plan->change.end = plan->old;
    plan->change.end_state = str_of(registry_effect_find(plan->act->effect)->end_state);
}

/* A guard that becomes the right itself leaves nothing behind under its own name. */
static bool makes(const struct scene_act *act)
{
    return registry_effect_find(act->effect)->makes &&
           !(str_is(act->effect, "convert") &&
               str_is(registry_family_of(act->right_kind), "guard"));
}

static void plan_make(struct ctx *ctx, const struct filing_run *run, struct filing_plan *plan)
{
    describe_right(ctx, run, plan->act, plan);
    plan->change.make = &plan->right;
}

void filing_plan_on(struct ctx *ctx, const struct filing_run *run, const struct registry_page *page,
    enum filing_part part, struct filing_plan *ret)
{
    const struct scene_act *act = ret->act;

    ret->unit = page->unit;
    plan_head(run, act, ret);
    if (part != FILING_COMES_OVER && registry_effect_find(act->effect)->ends)
        plan_end(ret);
    if (part != FILING_LEAVES && makes(act))
        plan_make(ctx, run, ret);
    if (part == FILING_COMES_OVER && act->keeps_place)
        ret->change.since_entry = ret->old->since_entry;
    plan_unit(run, act, ret);
}

void filing_plan_entry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, struct filing_plan *ret)
{
    ret->old = filing_act_target(run, ret->act, page);
    filing_plan_on(ctx, run, page, FILING_HERE, ret);
}

bool filing_plan_skips(const struct filing_plan *plan)
{
    const struct registry_effect *effect = registry_effect_find(plan->act->effect);

    return plan->act->optional && effect->ends && plan->change.end == NULL;
}
