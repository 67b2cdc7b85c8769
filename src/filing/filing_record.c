/* The record step: 登簿, the one indivisible moment. Rules are checked on the locked page, the
 * entry is made, and everything after it follows from the same transaction. */
#include "filing/filing_divide.h"

static void check_takers(struct ctx *ctx, const struct filing_run *run, const struct scene_act *act)
{
    size_t count;
    struct registry_holder *h = filing_takers(ctx, run, act, &count);

    if (count > 0)
        registry_check_shares(ctx, filing_holding(h, count), h, count, S("parties"));
}

void filing_check_takers(struct ctx *ctx, const struct filing_run *run)
{
    for (size_t i = 0; i < run->scene->acts_count; i++)
        check_takers(ctx, run, run->scene->acts[i]);
}

/* Parties of the roles that have a mark. */
static struct registry_holder *marked(struct ctx *ctx, const struct filing_run *run,
    bool (*has)(const struct scene_people *p), size_t *ret_count, bool *ret_wanted)
{
    struct registry_holder *h =
        ARENA_MANY(ctx->arena, run->parties_count + 1, struct registry_holder);

    *ret_count = 0;
    *ret_wanted = false;
    for (size_t i = 0; i < run->scene->people_count; i++) {
        const struct scene_people *p = &run->scene->people[i];

        if (!has(p))
            continue;
        *ret_wanted = *ret_wanted || p->min > 0;
        for (size_t k = 0; k < run->parties_count; k++)
            if (str_eq(run->parties[k].role, p->id))
                h[(*ret_count)++] = (struct registry_holder){.name = run->parties[k].name,
                    .document_kind = run->parties[k].document_kind,
                    .document_number = run->parties[k].document_number};
    }
    return h;
}

static bool holds(const struct scene_people *p)
{
    return p->holds;
}

static bool owns(const struct scene_people *p)
{
    return p->owns;
}

static bool is_among(const struct scene_people *p)
{
    return p->among;
}

/* They are exactly the holders of the right, where the scene has anybody of that mark. */
static void check_holding(struct ctx *ctx, const struct filing_run *run,
    const struct registry_right *right, bool (*has)(const struct scene_people *p))
{
    bool wanted;
    size_t count;
    struct registry_holder *h = marked(ctx, run, has, &count, &wanted);

    if (right != NULL && (wanted || count > 0))
        registry_check_holders(ctx, right, h, count, S("parties"));
}

static void check_act_givers(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, const struct registry_right *target)
{
    struct registry_holder *h =
        ARENA_MANY(ctx->arena, run->parties_count + 1, struct registry_holder);
    size_t count = 0;

    for (size_t i = 0; i < run->parties_count; i++)
        if (filing_gives(act, &run->parties[i]))
            h[count++] = (struct registry_holder){.name = run->parties[i].name,
                .document_kind = run->parties[i].document_kind,
                .document_number = run->parties[i].document_number};
    if (target != NULL)
        registry_check_holders(ctx, target, h, count, S("parties"));
    else if (count > 0 || !act->optional)
        why_add(ctx, &RIGHT_NOT_LIVE, S("target"), count > 0 ? h[0].name : run->f.target);
}

/* An act that comes to no entry finds nothing to end. */
static void check_idle_givers(struct ctx *ctx, const struct filing_run *run, const bool *met)
{
    for (size_t i = 0; i < run->scene->acts_count; i++)
        if (run->scene->acts[i]->givers_count > 0 && !met[i])
            check_act_givers(ctx, run, run->scene->acts[i], NULL);
}

void filing_check_givers(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    struct filing_walk *walk = filing_walk_begin(ctx, run, page);
    bool *met = ARENA_MANY(ctx->arena, run->scene->acts_count + 1, bool);
    const struct registry_right *last = NULL;
    struct filing_plan *plan;

    for (size_t i = 0; i < run->scene->acts_count; i++)
        met[i] = false;
    while ((plan = filing_walk_next(ctx, walk)) != NULL) {
        met[walk->act] = true;
        if (plan->act->givers_count > 0 && (plan->old == NULL || plan->old != last))
            check_act_givers(ctx, run, plan->act, plan->old);
        last = plan->old; /* of two entries about one right it is said once */
        (void)filing_walk_plan(ctx->arena, plan);
    }
    check_idle_givers(ctx, run, met);
}

/* A court executes against one who is on record, not against anybody else's property (查封规定 2).
 */
static void check_among(
    struct ctx *ctx, const struct filing_run *run, const struct registry_right *title)
{
    bool wanted;
    size_t count;
    struct registry_holder *h = marked(ctx, run, is_among, &count, &wanted);

    for (size_t i = 0; i < count; i++)
        if (!registry_is_held_by(title, h[i].document_number))
            why_add(ctx, &SEIZURE_NOT_OWNER, S("parties"),
                title != NULL ? arena_printf(ctx->arena, "%lld", (long long)title->entry_made)
                              : h[i].name);
}

static bool has_ordered(const struct filing_run *run, const struct registry_right *seizure)
{
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(filing_side(run, &run->parties[i]), "authority") &&
            registry_is_held_by(seizure, run->parties[i].document_number))
            return true;
    return false;
}

/* The title that counts for who may dispose of the unit. */
static const struct registry_right *title_of(const struct registry_page *page)
{
    if (page->ownership != NULL || page->base == NULL)
        return page->ownership;
    return page->base->ownership;
}

/* The term of a seizure, and that whoever renews or releases one has made it. */
static void check_order(struct ctx *ctx, const struct filing_run *run, const struct scene_act *act,
    const struct registry_right *target)
{
    const struct registry_kind *kind = registry_kind_find(act->right_kind);

    if (kind == NULL || !kind->blocks)
        return;
    if (registry_effect_find(act->effect)->makes)
        registry_check_term(ctx, filing_answer(run, "term_end"), S("answers.term_end"));
    if (target != NULL && !has_ordered(run, target))
        why_add(ctx, &ORDER_NOT_ITS, S("parties"), target->holders[0].name);
}

/* The rank that the mortgage is to have instead of its own (民法典 409). */
static void check_rank(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, const struct registry_right *target)
{
    str wanted = filing_answer(run, "rank");

    if (wanted.len > 0 && target != NULL)
        registry_check_rank(
            ctx, page, target, filing_answer_i64(run, "rank", 0), S("answers.rank"));
}

/* The right that the filing is about, which it names unless it is the title. */
static const struct registry_right *check_target(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, const struct registry_page *page)
{
    const struct registry_right *target = filing_act_target(run, act, page);

    if (target == NULL && !registry_is_title(act->right_kind))
        why_add(ctx, &RIGHT_NOT_LIVE, S("target"), run->f.target);
    return target;
}

/* What was secured for somebody becomes nobody else's (民法典 221). */
static void check_converted(struct ctx *ctx, const struct filing_run *run,
    const struct scene_act *act, const struct registry_right *target)
{
    size_t count;
    struct registry_holder *h = filing_takers(ctx, run, act, &count);

    if (target != NULL)
        registry_check_holders(ctx, target, h, count, S("parties"));
}

void filing_check_parties(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    const struct scene_act *act = scene_main_act(run->scene);
    const struct registry_effect *effect = registry_effect_find(act->effect);
    const struct registry_right *title = title_of(page), *concerned = title;
    struct registry_page after;

    if (effect->ends)
        concerned = check_target(ctx, run, act, page);
    check_order(ctx, run, act, effect->ends ? concerned : NULL);
    check_rank(ctx, run, page, effect->ends ? concerned : NULL);
    if (str_is(act->effect, "convert"))
        check_converted(ctx, run, act, concerned);
    check_holding(ctx, run, str_is(act->effect, "convert") ? title : concerned, holds);
    check_holding(ctx, run, title, owns);
    check_among(ctx, run, title);
    filing_check_givers(ctx, run, page);
    filing_check_takers(ctx, run);
    if (!filing_divides(run) && why_refuse(ctx) == OK && !filing_plan_page(ctx, run, page, &after))
        why_add(ctx, &ENTRY_IMPOSSIBLE, S("unit"), page->unit.code);
}

/* It may have been split or merged since acceptance. */
static err check_dominant(struct ctx *ctx, const struct filing_run *run)
{
    str dominant = filing_answer(run, "dominant_unit");
    struct registry_page page;
    err e = dominant.len > 0 ? registry_page_get(ctx, dominant, &page) : E_MISSING;

    if (e == OK && str_is(page.unit.state, "closed"))
        why_add(ctx, &DOMINANT_CLOSED, S("answers.dominant_unit"), dominant);
    return e == E_MISSING ? OK : e;
}

err filing_check_registry(struct ctx *ctx, const struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment)
{
    TRY(filing_check_rules(ctx, run, page, moment));
    TRY(filing_check_names(ctx, run));
    filing_check_parties(ctx, run, page);
    TRY(check_dominant(ctx, run));
    return filing_check_division(ctx, run, moment);
}

static err find_earlier_on(struct ctx *ctx, const struct filing_run *run, str unit, str *ret)
{
    TRY(filing_first_on(ctx, unit, ret));
    if (str_eq(*ret, run->f.id))
        *ret = (str){0};
    return OK;
}

err filing_find_earlier(struct ctx *ctx, const struct filing_run *run, str *ret)
{
    size_t count;
    str *units; /* mostly its own alone */

    *ret = (str){0};
    TRY(filing_units(ctx, run, &units, &count));
    for (size_t i = 0; i < count && ret->len == 0; i++)
        TRY(find_earlier_on(ctx, run, units[i], ret));
    return OK;
}

/* The filing was accepted by the right's last day, and its holder is one of those who take. */
static bool claims(const struct filing_run *run, const struct registry_right *right)
{
    struct when_date last;
    int64_t days;

    if (!when_parse_date(right->lapses_on, &last))
        return false;
    days = when_days_from_date(when_date_of(run->f.accepted_ms));
    for (size_t i = 0; i < run->parties_count && days <= when_days_from_date(last); i++)
        for (size_t k = 0; k < right->holders_count; k++)
            if (str_is(filing_side(run, &run->parties[i]), "taker") &&
                str_eq(run->parties[i].document_number, right->holders[k].document_number))
                return true;
    return false;
}

err filing_spares(struct ctx *ctx, const struct registry_right *right, bool *ret)
{
    const struct registry_kind *kind = registry_kind_find(right->kind);
    struct db_rows rows;
    struct db_row row;

    *ret = false;
    if (kind->family != FAMILY_GUARD || !kind->bound)
        return OK;
    TRY(db_list(ctx, SQL_filing_on_unit, &rows, text(ctx->region), text(right->unit)));
    while (db_next(&rows, &row) && !*ret) {
        struct filing_run run;

        TRY(filing_load(ctx, take_text(&row), &run));
        *ret = claims(&run, right);
    }
    return OK;
}

static err check_holds(struct ctx *ctx, const struct filing_run *run)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_holds, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        str reason, detail;

        (void)take_text(&row);
        reason = take_text(&row);
        detail = take_text(&row);
        (void)take_i64(&row);
        if (take_i64(&row) == 0)
            why_add(ctx, &HOLD_RAISED, reason, detail);
    }
    return OK;
}

/* One entry of the filing; *plan->page is as it stands afterwards. */
static err make_entry(
    struct ctx *ctx, struct filing_run *run, struct filing_plan *plan, int64_t *ret_number)
{
    struct registry_entry entry;

    if (plan->change.make != NULL)
        TRY(filing_keep_takers(ctx, run, plan->act, plan->change.make));
    TRY(registry_record_next(ctx, plan->page, &plan->change, &entry, plan->page));
    if (*ret_number == 0)
        *ret_number = entry.number;
    return OK;
}

/* The entries of the filing, in the order of its scene's acts; the number of the first. */
static err make_entries(
    struct ctx *ctx, struct filing_run *run, const struct registry_page *page, int64_t *ret_number)
{
    struct filing_walk *walk = filing_walk_begin(ctx, run, page);
    struct registry_unit unit = page->unit;
    bool is_new = filing_page_is_new(page), added = true;
    struct filing_plan *plan;

    if (is_new)
        TRY(registry_unit_open(ctx, &unit, &added));
    if (!added)
        return E_CONFLICT; /* somebody else has brought it into the book this moment */
    while ((plan = filing_walk_next(ctx, walk)) != NULL) {
        plan->change.new_unit = is_new && plan->position == 1 ? &unit : NULL;
        TRY(make_entry(ctx, run, plan, ret_number));
    }
    return OK;
}

static str findings_text(struct ctx *ctx)
{
    struct tree *list = tree_new(ctx->arena, TREE_LIST);

    why_show(ctx, list);
    return tree_to_json(list);
}

/* What follows an entry in the same transaction: the state, the notice, the owners' alert, and the
 * word to those that wait behind it. */
static err after_entry(struct ctx *ctx, struct filing_run *run, int64_t number)
{
    struct message next = {.department = S("self"),
        .path = S("/next-on-unit"),
        .filing = run->f.id,
        .body = arena_printf(ctx->arena, "{\"unit\":\"%.*s\"}", STR(run->f.unit))};

    run->f.state = S("recorded");
    run->changed = true;
    TRY(filing_notice_put(
        ctx, run, NOTICE_RECORDED, (str){0}, arena_printf(ctx->arena, "%lld", (long long)number)));
    TRY(filing_alert(ctx, run, "recorded"));
    TRY(filing_tell_units(ctx, run));
    return message_put(ctx, &next, NULL);
}

err filing_record_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct registry_page page;
    int64_t number = 0;
    bool known, passed;
    str earlier;

    (void)step;
    TRY(filing_page(ctx, run, true, &page, &known));
    if (!known)
        return E_MISSING;
    TRY(filing_find_earlier(ctx, run, &earlier));
    if (earlier.len > 0 && !str_is(run->scene->basis, "order")) { /* a court does not wait */
        ret->outcome = STEP_RUNNING;                              /* waits for its turn */
        ret->text = earlier;
        return OK;
    }
    why_clear(ctx);
    TRY(check_holds(ctx, run));
    TRY(filing_check_registry(ctx, run, &page, RULE_RECORD));
    TRY(filing_log_rules(ctx, run, RULE_RECORD, &passed));
    if (why_refuse(ctx) != OK || !passed) {
        ret->outcome = STEP_STUCK; /* a registry reviewer decides: try again, or 不予登记 */
        ret->text = findings_text(ctx);
        why_clear(ctx);
        return OK;
    }
    why_clear(ctx);
    if (filing_divides(run))
        TRY(filing_record_division(ctx, run, &number));
    else
        TRY(make_entries(ctx, run, &page, &number));
    ret->outcome = STEP_DONE;
    ret->text = arena_printf(ctx->arena, "%lld", (long long)number);
    return after_entry(ctx, run, number);
}
