/* The rules that acceptance and review ask. The same functions answer a draft's dry run, the clerk
 * and the reviewer, so that they all see the same findings. */
#include "filing/filing_divide.h"
#include "staff/staff_kin.h"

static str label(const struct ctx *ctx, const struct scene_text *t)
{
    return ctx->english && t->en.len > 0 ? t->en : t->zh;
}

/* An answer of the wrong form is said once, not also to be missing. */
static bool is_said(const struct ctx *ctx, str field)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (str_eq(f->field, field))
            return true;
    return false;
}

static void check_answers(struct ctx *ctx, const struct filing_run *run)
{
    for (size_t i = 0; i < run->scene->asks_count; i++) {
        const struct scene_ask *ask = &run->scene->asks[i];
        str field = arena_join(ctx->arena, S("answers."), ask->id);
        bool given = is_said(ctx, field);

        for (size_t k = 0; k < run->answers_count; k++)
            given = given || str_eq(run->answers[k].ask, ask->id);
        if (!given && ask->required && filing_when_holds(run, ask->when_ask, ask->when_is))
            why_add(ctx, &ANSWER_MISSING, field, label(ctx, &ask->text));
    }
}

/* The first of the takers holds the title. */
static bool is_takers(
    struct ctx *ctx, const struct filing_run *run, const struct registry_right *title)
{
    size_t count;
    struct registry_holder *h = filing_side_holders(ctx, run, "taker", &count);

    return count > 0 && registry_is_held_by(title, h[0].document_number);
}

/* The right that a filing is about has to be named, unless it is the unit's title. */
static bool needs_target(const struct scene *scene)
{
    return registry_effect_find(scene->effect)->ends && !registry_is_title(scene->right_kind);
}

/* What an act names besides its own unit: the entry that it corrects, the unit that an easement
 * serves. */
static err check_named(struct ctx *ctx, const struct filing_run *run)
{
    int64_t wrong = filing_answer_i64(run, "wrong_entry", 0);
    str dominant = filing_answer(run, "dominant_unit");
    struct registry_entry entry;
    struct registry_page page;
    err e = OK;

    if (wrong > 0)
        e = registry_entry_get(ctx, wrong, &entry);
    if (wrong > 0 && (e == E_MISSING || (e == OK && !str_eq(entry.unit, run->f.unit))))
        why_add(ctx, &ENTRY_NOT_ITS, S("answers.wrong_entry"), filing_answer(run, "wrong_entry"));
    if (e != OK && e != E_MISSING)
        return e;
    if (dominant.len == 0)
        return OK;
    e = registry_page_get(ctx, dominant, &page);
    if (e == OK && str_is(page.unit.state, "closed"))
        return OK; /* said with what the book says */
    if (e == E_MISSING || (e == OK && !is_takers(ctx, run, page.ownership)))
        why_add(ctx, &DOMINANT_UNKNOWN, S("answers.dominant_unit"), dominant);
    return e == E_MISSING ? OK : e;
}

err filing_check_acceptance(struct ctx *ctx, struct filing_run *run,
    const struct registry_page *page, enum rule_moment moment)
{
    check_answers(ctx, run);
    TRY(filing_check_rules(ctx, run, page, moment));
    if (run->blind) {
        filing_check_takers(ctx, run);
        return OK;
    }
    TRY(check_named(ctx, run));
    TRY(filing_check_names(ctx, run));
    if (page == NULL)
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), run->f.unit);
    else if (needs_target(run->scene) && run->f.target.len == 0)
        why_add(ctx, &TARGET_MISSING, S("target"), (str){0});
    else
        filing_check_parties(ctx, run, page);
    return page != NULL ? filing_check_division(ctx, run, moment) : OK;
}

err filing_check_officer(struct ctx *ctx, const struct filing_run *run, const char *field)
{
    struct staff_ties ties;

    TRY(staff_ties_get(ctx, &ties));
    for (size_t i = 0; i < run->parties_count; i++)
        staff_ties_check(ctx, &ties, run->parties[i].document_number, run->parties[i].name, field);
    return OK;
}

/* The reason's code is one of filing/reason.def: it says of what sort the reason is, the words why
 * it holds here. */
static void check_reason_code(struct ctx *ctx, const struct rule *rule, str code)
{
    if (!filing_reason_known("passed", code))
        why_add(ctx, &REASON_UNKNOWN, arena_printf(ctx->arena, "reasons.%s.code", rule->id), code);
}

static bool any_needs_reason(const struct ctx *ctx)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (f->rule->severity == SEVERITY_REASON)
            return true;
    return false;
}

err filing_reasons_given(
    struct ctx *ctx, const struct filing_run *run, const struct tree *reasons, struct tree **ret)
{
    struct tree *all = tree_new(ctx->arena, TREE_OBJECT);
    struct db_rows rows;
    struct db_row row;

    *ret = all;
    for (const struct tree *t = reasons != NULL ? reasons->first : NULL; t != NULL; t = t->next)
        tree_copy(all, t->key, t);
    if (!any_needs_reason(ctx))
        return OK;
    TRY(db_list(ctx, SQL_filing_overrides, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        str rule = take_text(&row);

        if (tree_get(all, rule) == NULL)
            tree_bool(all, rule, true);
    }
    return OK;
}

static err keep_reason(struct ctx *ctx, const struct filing_run *run, const struct rule *rule,
    const struct rule_reason *reason)
{
    check_reason_code(ctx, rule, reason->code);
    return db_put(ctx, SQL_filing_override_put, text(ctx->region), text(run->f.id),
        text(str_of(rule->id)), text(ctx->who.staff),
        text(filing_reason_words(ctx->arena, reason->code, reason->words)), i64(ctx->now_ms));
}

err filing_pass_reasons(struct ctx *ctx, const struct filing_run *run, enum rule_moment moment,
    const struct tree *reasons)
{
    const struct finding *last = ctx->why_last;
    struct rule_reason reason;
    bool refused = false;
    struct tree *all;

    TRY(filing_reasons_given(ctx, run, reasons, &all));
    for (const struct finding *f = ctx->why_first; f != NULL; f = f == last ? NULL : f->next) {
        str id = str_of(f->rule->id);

        if (f->rule->severity != SEVERITY_REASON || tree_get_bool(all, id, false))
            continue;
        if (rule_reason_get(all, id, &reason))
            TRY(keep_reason(ctx, run, f->rule, &reason));
        else
            refused = true;
    }
    TRY(refused ? E_REFUSED : why_refuse(ctx));
    return rule_log(ctx, run->f.id, moment, all);
}

err filing_log_rules(
    struct ctx *ctx, const struct filing_run *run, enum rule_moment moment, bool *ret_passed)
{
    struct tree *all;

    TRY(filing_reasons_given(ctx, run, NULL, &all));
    *ret_passed = true;
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (f->rule->severity == SEVERITY_REASON)
            *ret_passed = *ret_passed && tree_get_bool(all, str_of(f->rule->id), false);
    return rule_log(ctx, run->f.id, moment, all);
}

/* ---- facts against the application ---- */

static const struct tree *find_person(const struct tree *answer, str document_number)
{
    const struct tree *list = tree_get(answer, S("persons"));

    for (const struct tree *t = list != NULL ? list->first : NULL; t != NULL; t = t->next)
        if (str_eq(tree_get_text(t, S("document_number")), document_number))
            return t;
    return NULL;
}

static void check_identity(struct ctx *ctx, const struct filing_run *run, const struct tree *answer)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        const struct tree *person;

        if (!str_is(p->document_kind, "id") || filing_is_absent(run, p))
            continue;
        person = find_person(answer, p->document_number);
        if (person == NULL || !tree_get_bool(person, S("match"), false))
            why_add(ctx, &IDENTITY_MISMATCH, S("parties"), p->name);
        else if (str_is(tree_get_text(person, S("state")), "dead"))
            why_add(ctx, &PARTY_DEAD, S("parties"), p->name);
    }
}

/* Whoever is named as having died has. */
static void check_death(struct ctx *ctx, const struct filing_run *run, const struct tree *answer)
{
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        const struct tree *person;

        if (!str_is(p->document_kind, "id") || !filing_is_absent(run, p))
            continue;
        person = find_person(answer, p->document_number);
        if (tree_get_text(person, S("died_on")).len == 0)
            why_add(ctx, &DEATH_UNKNOWN, S("parties"), p->name);
    }
}

static bool names_all(const struct tree *list, const struct registry_holder *parties, size_t count)
{
    if (list == NULL || list->count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (const struct tree *t = list->first; t != NULL; t = t->next)
            found = found ||
                    (str_eq(tree_get_text(t, S("document_number")), parties[i].document_number) &&
                        str_eq(tree_get_text(t, S("name")), parties[i].name));
        if (!found)
            return false;
    }
    return true;
}

static void check_contract(struct ctx *ctx, const struct filing_run *run, const struct tree *answer)
{
    size_t givers_count, takers_count;
    struct registry_holder *givers = filing_side_holders(ctx, run, "giver", &givers_count);
    struct registry_holder *takers = filing_side_holders(ctx, run, "taker", &takers_count);

    if (tree_get_bool(answer, S("cancelled"), false))
        why_add(ctx, &CONTRACT_CANCELLED, S("answers.contract_number"),
            filing_answer(run, "contract_number"));
    if (!str_eq(tree_get_text(answer, S("unit")), run->f.unit))
        why_add(ctx, &CONTRACT_DIFFERS, S("unit"), tree_get_text(answer, S("unit")));
    if (tree_get_i64(answer, S("price_fen"), -1) != filing_answer_i64(run, "price_fen", 0))
        why_add(ctx, &CONTRACT_DIFFERS, S("answers.price_fen"),
            arena_printf(ctx->arena, "%lld", (long long)tree_get_i64(answer, S("price_fen"), -1)));
    if (!names_all(tree_get(answer, S("sellers")), givers, givers_count))
        why_add(ctx, &CONTRACT_DIFFERS, S("parties"), S("sellers"));
    if (!names_all(tree_get(answer, S("buyers")), takers, takers_count))
        why_add(ctx, &CONTRACT_DIFFERS, S("parties"), S("buyers"));
}

static void check_court(struct ctx *ctx, const struct filing_run *run, const struct tree *answer)
{
    const struct tree *holds = tree_get(answer, S("holds"));

    (void)run;
    for (const struct tree *t = holds != NULL ? holds->first : NULL; t != NULL; t = t->next)
        why_add(ctx, &COURT_HOLD, S("unit"), tree_get_text(t, S("document")));
}

static void check_licence(struct ctx *ctx, const struct filing_run *run, const struct tree *answer)
{
    (void)run;
    if (!tree_get_bool(answer, S("valid"), false))
        why_add(ctx, &LICENCE_INVALID, S("parties"), tree_get_text(answer, S("name")));
}

/* Which rule reads which share; shares that only money reads are not here. */
static const struct {
    const char *share;
    void (*check)(struct ctx *ctx, const struct filing_run *run, const struct tree *answer);
} fact_rules[] = {
    {"identity", check_identity},
    {"death", check_death},
    {"contract", check_contract},
    {"holds", check_court},
    {"licence", check_licence},
};

/* True when `step` can only begin after `wanted`. */
static bool comes_after(
    struct filing_run *run, const struct scene_step *step, const struct scene_step *wanted)
{
    for (size_t i = 0; i < step->needs_count; i++) {
        const struct filing_step *need = filing_step_find(run, step->needs[i]);

        if (need->step == wanted || comes_after(run, need->step, wanted))
            return true;
    }
    return false;
}

struct facts {
    struct filing_fact *at;
    size_t count;
};

static const struct filing_fact *fact_of_step(const struct facts *facts, str step)
{
    for (size_t i = 0; i < facts->count; i++)
        if (str_eq(facts->at[i].step, step))
            return &facts->at[i];
    return NULL;
}

static err check_fact(
    struct ctx *ctx, struct filing_run *run, const struct filing_step *s, const struct facts *facts)
{
    const struct filing_fact *fact = fact_of_step(facts, s->step->id);
    struct tree *answer;
    str fault;

    if (fact == NULL || str_is(fact->state, "asked") || str_is(fact->state, "proposed")) {
        if (s->step->essential)
            why_add(ctx, &FACT_MISSING, s->step->id, s->step->text.zh);
        return OK;
    }
    if (!fact->found) {
        if (s->step->essential)
            why_add(ctx, &FACT_NOTHING, s->step->id, s->step->text.zh);
        return OK;
    }
    TRY(tree_parse(ctx->arena, fact->answer, &answer, &fault));
    for (size_t i = 0; i < COUNT(fact_rules); i++)
        if (str_is(s->step->share, fact_rules[i].share))
            fact_rules[i].check(ctx, run, answer);
    return OK;
}

err filing_check_review(struct ctx *ctx, struct filing_run *run, const struct scene_step *review)
{
    struct registry_page page;
    struct facts facts;
    bool known;

    TRY(filing_take_facts(ctx, run->f.id, &facts.at, &facts.count));
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        struct filing_step *s = &run->steps[i];

        if (str_is(s->step->kind, "share") && !str_is(s->state, "skipped") &&
            (str_is(s->state, "done") || review == NULL || comes_after(run, review, s->step)))
            TRY(check_fact(ctx, run, s, &facts));
    }
    TRY(check_named(ctx, run));
    TRY(filing_page(ctx, run, false, &page, &known));
    if (known)
        return filing_check_registry(ctx, run, &page, RULE_REVIEW);
    why_add(ctx, &UNIT_UNKNOWN, S("unit"), run->f.unit);
    return OK;
}

/* The check step never blocks: it writes its findings where the reviewer reads them. */
err filing_check_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct tree *list = tree_new(ctx->arena, TREE_LIST);
    bool passed;

    why_clear(ctx);
    TRY(filing_check_review(ctx, run, step->step));
    TRY(filing_log_rules(ctx, run, RULE_REVIEW, &passed));
    why_show(ctx, list);
    why_clear(ctx);
    ret->outcome = STEP_DONE;
    ret->text = tree_to_json(list);
    return OK;
}
