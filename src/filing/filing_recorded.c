/* What was recorded, checked again over the whole store: who applied, against the scene's people
 * and the holders on record just before the entry; and that no rule which keeps an invariant of the
 * book spoke against it on that page and day. */
#include "filing/filing_divide.h"

#define SIDES "I12 an entry rests on the application of everybody whom it needs"
#define HOLDERS "I11 those who dispose are all the holders on record"
#define RULES "no rule of its day speaks against an entry"

static int64_t count_role(const struct filing_run *run, str role)
{
    int64_t n = 0;

    for (size_t i = 0; i < run->parties_count; i++)
        n += str_eq(run->parties[i].role, role);
    return n;
}

/* 不动产登记暂行条例 14: both sides, or the one whose application is enough, as the scene says. */
static bool sides_applied(const struct filing_run *run)
{
    int64_t known = 0;

    for (size_t i = 0; i < run->scene->people_count; i++) {
        const struct scene_people *p = &run->scene->people[i];
        int64_t n = count_role(run, p->id);

        if (n < p->min || (p->max > 0 && n > p->max))
            return false;
        known += n;
    }
    return known == (int64_t)run->parties_count;
}

static bool is_holder(const struct registry_right *right, const struct filing_party *p)
{
    for (size_t i = 0; i < right->holders_count; i++) {
        const struct registry_holder *h = &right->holders[i];

        if (str_eq(h->document_kind, p->document_kind) &&
            str_eq(h->document_number, p->document_number) && str_eq(h->name, p->name))
            return true;
    }
    return false;
}

/* Parties of the roles that the scene asks to hold the right, or to own the unit: exactly its
 * holders, which is more than the two thirds of shares of 民法典 301. */
static bool are_holders(
    const struct filing_run *run, const struct registry_right *right, bool of_title)
{
    bool wanted = false;
    size_t count = 0;

    for (size_t i = 0; i < run->scene->people_count; i++) {
        const struct scene_people *people = &run->scene->people[i];

        if (!(of_title ? people->owns : people->holds))
            continue;
        wanted = wanted || people->min > 0;
        for (size_t k = 0; k < run->parties_count; k++) {
            if (!str_eq(run->parties[k].role, people->id))
                continue;
            if (right != NULL && !is_holder(right, &run->parties[k]))
                return false;
            count++;
        }
    }
    return right == NULL || (!wanted && count == 0) || count == right->holders_count;
}

/* The title that counted: the unit's own, or, before it has one, that of the land under it. */
static err title_before(struct ctx *ctx, const struct filing_run *run, int64_t number,
    const struct registry_page *page, const struct registry_right **ret)
{
    struct registry_page *base = ARENA_NEW(ctx->arena, struct registry_page);
    err e;

    *ret = page->ownership;
    if (*ret == NULL && page->base != NULL)
        *ret = page->base->ownership;
    if (*ret != NULL || run->scene->base.len == 0)
        return OK;
    e = registry_page_at(ctx, filing_land_of(ctx->arena, run->f.unit), number, base);
    if (e == OK)
        *ret = base->ownership;
    return e == E_FAULT ? OK : e; /* what cannot be read is said by the fold */
}

/* So are those whose right another act of the same filing ends. */
static bool givers_applied(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    bool all;

    why_clear(ctx);
    filing_check_givers(ctx, run, page);
    all = why_refuse(ctx) == OK;
    why_clear(ctx);
    return all;
}

/* 合并: the holders of each unit that closed. */
static err others_applied(struct ctx *ctx, const struct filing_run *run, int64_t number, bool *ret)
{
    size_t count;
    str *codes = filing_parents(ctx, run, &count);

    for (size_t i = 0; *ret && i < count; i++) {
        struct registry_page page = {0};
        err e = str_eq(codes[i], run->f.unit) ? E_FAULT
                                              : registry_page_at(ctx, codes[i], number, &page);

        if (e == E_FAULT)
            continue; /* asked already; or said by the fold */
        TRY(e);
        *ret = page.ownership != NULL && are_holders(run, page.ownership, false);
    }
    return OK;
}

/* Units on whose pages the filing has entries, besides those that closed and opened, each once. */
static err units_beside(struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count)
{
    struct registry_entry *entries;
    size_t parents_count, parts_count, count;
    str *parents = filing_parents(ctx, run, &parents_count);
    const struct filing_part_in *parts = filing_parts(ctx, run, &parts_count);

    TRY(registry_entries_of_filing(ctx, run->f.id, &entries, &count));
    *ret = ARENA_MANY(ctx->arena, count + 1, str);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++) {
        bool known = str_is_among(parents, parents_count, entries[i].unit) ||
                     str_is_among(*ret, *ret_count, entries[i].unit);

        for (size_t k = 0; k < parts_count; k++)
            known = known || str_eq(parts[k].unit, entries[i].unit);
        if (!known)
            (*ret)[(*ret_count)++] = entries[i].unit;
    }
    return OK;
}

/* 分割、合并: those of each easement that others bore for a unit that closed. */
static err easements_applied(
    struct ctx *ctx, const struct filing_run *run, int64_t number, bool *ret)
{
    size_t parents_count, count;
    str *parents = filing_parents(ctx, run, &parents_count), *codes;

    TRY(units_beside(ctx, run, &codes, &count));
    for (size_t i = 0; *ret && i < count; i++) {
        struct registry_page page = {0};
        err e = registry_page_at(ctx, codes[i], number, &page);

        if (e == E_FAULT)
            continue; /* said by the fold */
        TRY(e);
        for (size_t k = 0; k < page.rights_count; k++)
            if (str_is_among(parents, parents_count, page.rights[k].dominant))
                *ret = *ret && are_holders(run, &page.rights[k], false);
    }
    return OK;
}

static err holders_applied(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *first, const struct registry_page *page, bool *ret)
{
    const struct scene_act *act = scene_main_act(run->scene);
    const struct registry_right *title, *concerned;

    TRY(title_before(ctx, run, first->number - 1, page, &title));
    concerned = title;
    if (registry_effect_find(act->effect)->ends && !str_is(act->effect, "convert"))
        concerned = filing_act_target(run, act, page);
    *ret = are_holders(run, concerned, false) && are_holders(run, title, true) &&
           givers_applied(ctx, run, page);
    TRY(others_applied(ctx, run, first->number - 1, ret));
    return filing_divides(run) ? easements_applied(ctx, run, first->number - 1, ret) : OK;
}

/* A rule stands in the way of what was recorded: it stops, or wanted a reason that nobody gave. */
static bool stood_in_the_way(const struct rule *rule, const struct tree *passed)
{
    return rule->severity == SEVERITY_STOP ||
           (rule->severity == SEVERITY_REASON && !tree_get_bool(passed, str_of(rule->id), false));
}

/* The rules of the day of the entry, asked of the page before it. Locks, other filings and the land
 * of that day are not known any more, and rules that look at them find nothing. */
static err check_rules_of_the_day(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *first, const struct registry_page *page,
    struct registry_breach **list)
{
    struct filing_run then = *run;
    struct ctx of_the_day = *ctx;
    struct tree *passed;

    then.recorded = first->number;
    of_the_day.now_ms = first->made_ms;
    why_clear(&of_the_day);
    TRY(filing_check_rules(&of_the_day, &then, page, RULE_RECORD));
    TRY(filing_reasons_given(&of_the_day, run, NULL, &passed));
    for (const struct finding *f = of_the_day.why_first; f != NULL; f = f->next) {
        const struct rule_row *row = rule_row_of(ctx->city->rules, f->rule);

        if (row != NULL && row->keeps.len > 0 && stood_in_the_way(f->rule, passed))
            registry_breach_add(
                ctx, arena_printf(ctx->arena, "%.*s " RULES, STR(row->keeps)), run->f.id, list);
    }
    return OK;
}

/* The other pages that its entries reached, as they stood before. */
static err reached_before(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *first, struct registry_page *page)
{
    str land = filing_land_of(ctx->arena, run->f.unit);
    struct registry_page *base = ARENA_NEW(ctx->arena, struct registry_page);
    struct registry_entry *entries;
    size_t count;

    TRY(registry_entries_of_filing(ctx, run->f.id, &entries, &count));
    page->beside = ARENA_MANY(ctx->arena, count + 1, struct registry_page);
    for (size_t i = 0; i < count; i++) {
        struct registry_page *other = &page->beside[page->beside_count];
        bool known = str_eq(entries[i].unit, run->f.unit) || str_eq(entries[i].unit, land);

        for (size_t k = 0; k < page->beside_count; k++)
            known = known || str_eq(page->beside[k].unit.code, entries[i].unit);
        if (known)
            continue;
        TRY(registry_page_at(ctx, entries[i].unit, first->number - 1, other));
        page->beside_count++;
    }
    page->base = base;
    return registry_page_at(ctx, land, first->number - 1, base);
}

/* The page as it stood before the filing's first entry. What cannot be read is said by other
 * checks: that a recorded filing has its entry, and that an entry can be read. */
static err page_before(struct ctx *ctx, const struct filing_run *run, struct registry_entry *first,
    struct registry_page *page, bool *ret)
{
    err e;

    TRY(registry_entry_of_filing(ctx, run->f.id, first, ret));
    if (!*ret)
        return OK;
    e = registry_page_at(ctx, run->f.unit, first->number - 1, page);
    if (e == OK && scene_reaches(run->scene))
        e = reached_before(ctx, run, first, page);
    *ret = e == OK;
    return e == E_FAULT ? OK : e;
}

err filing_check_recorded(
    struct ctx *ctx, const struct filing_run *run, struct registry_breach **list)
{
    struct registry_page page = {0};
    struct registry_entry first;
    bool known, holders;

    if (!str_has_word(S("recorded closed"), run->f.state))
        return OK;
    if (!sides_applied(run))
        registry_breach_add(ctx, S(SIDES), run->f.id, list);
    TRY(page_before(ctx, run, &first, &page, &known));
    if (!known)
        return OK;
    TRY(holders_applied(ctx, run, &first, &page, &holders));
    if (!holders)
        registry_breach_add(ctx, S(HOLDERS), run->f.id, list);
    return check_rules_of_the_day(ctx, run, &first, &page, list);
}
