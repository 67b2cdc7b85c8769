/* What the city's rules are asked with: the matter, the page, the application, and what else the
 * rules in force need to know. One place for every moment, so that a dry run, the clerk, the
 * reviewer and 登簿 are answered alike. */
#include "filing/filing_store.h"
#include "rule/rule_lock.h"

static str day_of(struct ctx *ctx, int64_t ms)
{
    return ms > 0 ? when_print_date(ctx->arena, when_date_of(ms)) : (str){0};
}

static bool may_be_both(const struct scene *scene, str role)
{
    for (size_t i = 0; i < scene->people_count; i++)
        if (str_eq(scene->people[i].id, role))
            return scene->people[i].both_sides;
    return false;
}

/* Those who take part, and the authority whose order is carried out. */
static void take_parties(struct ctx *ctx, const struct filing_run *run, struct rule_subject *ret)
{
    struct rule_party *parties = ARENA_MANY(ctx->arena, run->parties_count + 1, struct rule_party);

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];

        parties[i] = (struct rule_party){.side = filing_side(run, p),
            .kind = p->kind,
            .name = p->name,
            .document_number = p->document_number,
            .phone = p->phone,
            .agent = p->agent_name,
            .share = p->share,
            .both_sides = may_be_both(run->scene, p->role)};
        if (ret->order_court.len == 0 && str_is(parties[i].side, "authority"))
            ret->order_court = p->document_number;
    }
    ret->parties = parties;
    ret->parties_count = run->parties_count;
}

static bool scene_has_paper(const struct scene *scene, str id)
{
    for (size_t i = 0; i < scene->papers_count; i++)
        if (str_eq(scene->papers[i].id, id))
            return true;
    return false;
}

/* Papers that are asked for and lacking, by the language of the reader. */
static void take_lacks(
    struct ctx *ctx, const struct filing_run *run, str have, struct rule_subject *ret)
{
    struct rule_lack *lacks =
        ARENA_MANY(ctx->arena, run->scene->papers_count + 1, struct rule_lack);

    for (size_t i = 0; i < run->scene->papers_count; i++) {
        const struct scene_paper *p = &run->scene->papers[i];
        str name = ctx->english && p->text.en.len > 0 ? p->text.en : p->text.zh;

        if (p->required && p->share.len == 0 && !str_has_word(have, p->id))
            lacks[ret->lacks_count++] = (struct rule_lack){p->id, name};
    }
    ret->lacks = lacks;
}

err filing_has_paper(struct ctx *ctx, const struct filing_run *run, str paper, bool *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = str_has_word(run->handed, paper);
    TRY(db_list(ctx, SQL_filing_papers, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row))
        *ret = str_eq(take_text(&row), paper) || *ret;
    return OK;
}

/* Papers are asked for until acceptance; afterwards only a consent among them matters. */
static err take_papers(struct ctx *ctx, const struct filing_run *run, struct rule_subject *ret)
{
    bool wanted = ret->moment == RULE_DRAFT || ret->moment == RULE_ACCEPTANCE;
    str have = arena_join(ctx->arena, S(" "), run->handed);
    struct db_rows rows;
    struct db_row row;

    if (!wanted && !scene_has_paper(run->scene, S(CONSENT_PAPER)))
        return OK;
    TRY(db_list(ctx, SQL_filing_papers, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        str paper = take_text(&row);

        have = arena_printf(ctx->arena, "%.*s%.*s ", STR(have), STR(paper));
    }
    ret->consent = str_has_word(have, S(CONSENT_PAPER));
    if (wanted)
        take_lacks(ctx, run, have, ret);
    return OK;
}

/* What another filing does on this unit: its event, or, where it is known by another unit, the act
 * that reaches this one. */
static struct rule_other other_of(const struct scene *scene, str id, bool reached)
{
    for (size_t i = 0; reached && i < scene->acts_count; i++)
        if (scene->acts[i]->from.len > 0 || scene->acts[i]->on.len > 0)
            return (struct rule_other){id, scene->acts[i]->right_kind, scene->acts[i]->effect};
    return (struct rule_other){id, scene->right_kind, scene->effect};
}

static err take_others(struct ctx *ctx, const struct filing_run *run, struct rule_subject *ret)
{
    struct rule_other *others = NULL;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_on_unit, &rows, text(ctx->region), text(ret->unit)));
    while (db_next(&rows, &row)) {
        str id = take_text(&row), scene = take_text(&row);
        const struct scene *other = scene_exact(ctx->city->scenes, scene, take_i64(&row));
        struct rule_other *more;
        str unit;

        (void)take_text(&row);
        (void)take_i64(&row);
        (void)take_i64(&row);
        unit = take_text(&row);

        if (str_eq(id, run->f.id) || other == NULL)
            continue;
        more = ARENA_MANY(ctx->arena, ret->others_count + 1, struct rule_other);
        for (size_t i = 0; i < ret->others_count; i++)
            more[i] = others[i];
        more[ret->others_count++] = other_of(other, id, !str_eq(unit, ret->unit));
        ret->others = others = more;
    }
    return OK;
}

/* On which day the mortgages of the page were recorded: the law of that day may still count. */
static err take_days(struct ctx *ctx, const struct registry_page *page, struct rule_mark *marks)
{
    for (size_t i = 0; i < page->rights_count; i++) {
        struct registry_entry entry;

        if (!str_is(page->rights[i].kind, "mortgage"))
            continue;
        TRY(registry_entry_get(ctx, page->rights[i].entry_made, &entry));
        marks[i].made_on = day_of(ctx, entry.made_ms);
    }
    return OK;
}

/* What rules ask of the page's rights beside their rows. */
static err take_marks(struct ctx *ctx, unsigned needs, struct rule_page *ret)
{
    struct rule_mark *marks;

    if (ret->page == NULL)
        return OK;
    marks = ARENA_MANY(ctx->arena, ret->page->rights_count + 1, struct rule_mark);
    ret->marks = marks;
    return needs & RULE_NEEDS_DATES ? take_days(ctx, ret->page, marks) : OK;
}

static err take_land(struct ctx *ctx, str unit, struct rule_page *ret)
{
    struct registry_page *page = ARENA_NEW(ctx->arena, struct registry_page);
    err e;

    if (ret->page != NULL)
        return OK; /* the scene's page came with it */
    e = registry_page_get(ctx, rule_land_unit(ctx->arena, unit), page);
    if (e == OK)
        ret->page = page;
    return e == E_MISSING ? OK : e;
}

/* What stands on the land that the filing is about. */
static err take_house(struct ctx *ctx, const struct filing_run *run, struct rule_subject *s)
{
    int64_t entry = run->recorded > 0 ? run->recorded : INT64_MAX;

    if (!str_eq(s->unit, rule_land_unit(ctx->arena, s->unit)))
        return OK;
    return registry_housed(ctx, s->unit, RULE_LAND_CHARACTERS, entry, &s->house);
}

static bool has_act_beside(const struct scene *scene)
{
    for (size_t i = 0; i < scene->acts_count; i++)
        if (scene->acts[i]->on.len > 0)
            return true;
    return false;
}

/* The units that bear an easement for this one, unless the filing has it go along itself. */
static err take_serving(struct ctx *ctx, const struct filing_run *run, struct rule_subject *s)
{
    struct registry_right *rights;
    size_t count;

    if (has_act_beside(run->scene) || run->scene->divides.len > 0)
        return OK;
    TRY(registry_serving(ctx, run->f.unit, &rights, &count));
    for (size_t i = 0; i < count; i++)
        s->serving =
            i == 0 ? rights[i].unit
                   : arena_printf(ctx->arena, "%.*s、%.*s", STR(s->serving), STR(rights[i].unit));
    return OK;
}

/* The page of the unit that the easement concerned serves; that of the filing itself is known. */
static err take_dominant(
    struct ctx *ctx, const struct registry_right *target, struct rule_subject *s)
{
    struct registry_page *page = ARENA_NEW(ctx->arena, struct registry_page);
    err e;

    if (s->dominant.page != NULL || target == NULL || target->dominant.len == 0)
        return OK;
    e = registry_page_get(ctx, target->dominant, page);
    if (e == OK)
        s->dominant.page = page;
    return e == E_MISSING ? OK : e;
}

/* A standing is nobody's affair but the party's and the officer's who accepts: a dry run knows
 * none, also where a city's own rule would ask for it. */
static err take_standings(struct ctx *ctx, struct rule_subject *s)
{
    struct rule_standing *standings;

    if (s->moment == RULE_DRAFT || ctx->city->rule_hooks == NULL)
        return OK;
    TRY(ctx->city->rule_hooks->standings(
        ctx, s->parties, s->parties_count, &standings, &s->standings_count));
    s->standings = standings;
    return OK;
}

/* What the rules that hold for this matter need to know, of that which may be looked up. */
static unsigned needs_of(
    const struct ctx *ctx, const struct filing_run *run, const struct rule_subject *s)
{
    if (run->blind)
        return 0;
    return rule_needs(ctx->city->rules, s) & (run->recorded > 0 ? RULE_NEEDS_HOUSE : ~0U);
}

/* Looks up what the rules that hold for this matter need, and no more. */
static err take_needs(struct ctx *ctx, const struct filing_run *run,
    const struct registry_right *target, struct rule_subject *s)
{
    unsigned needs = needs_of(ctx, run, s);
    struct rule_lock *locks;

    if (needs & RULE_NEEDS_LAND)
        TRY(take_land(ctx, s->unit, &s->land));
    if (needs & RULE_NEEDS_LAND_MORTGAGE)
        TRY(registry_mortgaged_near(ctx, s->unit, RULE_LAND_CHARACTERS, &s->land_mortgage));
    if (needs & RULE_NEEDS_HOUSE)
        TRY(take_house(ctx, run, s));
    if (needs & RULE_NEEDS_SERVING)
        TRY(take_serving(ctx, run, s));
    if (needs & RULE_NEEDS_DOMINANT)
        TRY(take_dominant(ctx, target, s));
    if (needs & RULE_NEEDS_OTHERS)
        TRY(take_others(ctx, run, s));
    if (needs & RULE_NEEDS_STANDINGS)
        TRY(take_standings(ctx, s));
    TRY(take_marks(ctx, needs, &s->at));
    TRY(take_marks(ctx, 0, &s->land));
    if (needs & RULE_NEEDS_LOCKS) {
        TRY(rule_locks_of(ctx, s->unit, &locks, &s->locks_count));
        s->locks = locks;
    }
    return OK;
}

/* The sort of the right that an act is about: its own, else that of the right which it goes on
 * with, else the usual one. */
static str sort_of(const struct scene_act *act, const struct registry_right *target)
{
    if (act->sort.len > 0)
        return act->sort;
    if (target != NULL && registry_kind_is(target->kind, act->right_kind))
        return target->sort;
    return registry_sort_usual(act->right_kind);
}

static struct rule_terms terms_of(const struct registry_right *r)
{
    return (struct rule_terms){r->amount_fen, r->begins_on, r->ends_on, r->terms, r->maximum};
}

/* The rank that the mortgage has, and the one that it is to have; what it secures, and is to. */
static void take_change(const struct filing_run *run, const struct scene_act *act,
    const struct registry_right *target, struct rule_subject *ret)
{
    bool says = target != NULL && registry_effect_find(act->effect)->makes &&
                registry_kind_is(target->kind, act->right_kind);
    struct registry_right now = {0};

    if (says)
        filing_act_changes(run, act, target, &now);
    ret->rank_from = says ? target->rank : 0;
    ret->rank_to = says ? filing_answer_i64(run, "rank", 0) : 0;
    ret->terms_from = says ? terms_of(target) : (struct rule_terms){0};
    ret->terms_to = terms_of(&now);
}

static bool makes_title(const struct scene_act *act)
{
    return registry_is_title(act->right_kind) && str_is(act->effect, "create");
}

static err check_act(struct ctx *ctx, const struct filing_run *run, const struct scene_act *act,
    const struct registry_right *target, struct rule_subject *s)
{
    s->right = filing_act_kind(act, target);
    s->effect = act->effect;
    s->sort = sort_of(act, target);
    take_change(run, act, target, s);
    TRY(take_needs(ctx, run, target, s));
    rule_check(ctx, ctx->city->rules, s);
    return OK;
}

/* The pages after the entry. Where it may not be made its own rules say so, and the rest is asked
 * as if nothing stood in its way: whoever is to take the title has it. */
static void take_plan(struct ctx *ctx, struct filing_walk *walk, struct filing_plan *plan)
{
    if (!filing_walk_plan(ctx->arena, plan) && plan->page == &walk->own && plan->act->on.len == 0 &&
        plan->change.make != NULL && registry_is_title(plan->change.make->kind))
        walk->own.ownership = plan->change.make;
}

/* An act that reaches another page is asked about there, once for each right that it goes on with;
 * an easement goes to who holds the unit after the entries before it. */
static err check_elsewhere(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, const struct registry_page *page, const struct rule_subject *whole)
{
    struct filing_walk *walk = filing_walk_begin(ctx, run, page);
    const struct registry_right *last = NULL;
    struct filing_plan *plan;

    while ((plan = filing_walk_next(ctx, walk)) != NULL) {
        struct rule_subject s = *whole;

        s.unit = plan->seen->unit.code;
        s.at.page = plan->seen;
        s.land.page = act->from.len > 0 ? plan->seen : NULL;
        s.dominant.page = act->on.len > 0 ? &walk->own : NULL;
        if (plan->act == act && plan->old != NULL && plan->old != last)
            TRY(check_act(ctx, run, act, plan->old, &s));
        last = plan->old;
        take_plan(ctx, walk, plan);
    }
    return OK;
}

/* What is asked on a page, but for the act. */
static err subject_of(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment, struct rule_subject *ret)
{
    *ret = (struct rule_subject){.moment = moment,
        .scene = run->scene->id,
        .basis = run->scene->basis,
        .cause = filing_answer(run, "cause"),
        .accepted_on = day_of(ctx, run->f.accepted_ms),
        .today = day_of(ctx, ctx->now_ms),
        .region = ctx->region,
        .unit = page != NULL ? page->unit.code : run->f.unit,
        .at = {.page = page},
        .land = {.page = page != NULL ? page->base : NULL}};
    take_parties(ctx, run, ret);
    return take_papers(ctx, run, ret);
}

err filing_check_rules_beside(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, const struct registry_right *right, enum rule_moment moment)
{
    const struct scene_act change = {.right_kind = right->kind, .effect = S("change")};
    struct rule_subject s;

    TRY(subject_of(ctx, run, page, moment, &s));
    return check_act(ctx, run, &change, right, &s);
}

err filing_check_rules(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment)
{
    struct rule_subject s;

    TRY(subject_of(ctx, run, page, moment, &s));
    for (size_t i = 0; i < run->scene->acts_count; i++) {
        const struct scene_act *act = run->scene->acts[i];
        bool elsewhere = act->from.len > 0 || act->on.len > 0;

        if (elsewhere && page != NULL)
            TRY(check_elsewhere(ctx, run, act, page, &s));
        else
            TRY(check_act(
                ctx, run, act, page != NULL ? filing_act_target(run, act, page) : NULL, &s));
        s.title_comes = s.title_comes || makes_title(act);
    }
    return OK;
}
