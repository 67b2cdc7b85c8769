/* The conditions that a rule may name (ATOM of rule.def): pure, a subject in, what was found out.
 * A kind of right that the book does not know is never on a page, and so never found. */
#include "base/ids.h"
#include "rule/rule_internal.h"

static void found(struct rule_run *run, str field, str detail)
{
    struct rule_found *f = ARENA_NEW(run->arena, struct rule_found);

    *f = (struct rule_found){field, detail, NULL};
    if (run->last != NULL)
        run->last->next = f;
    else
        run->first = f;
    run->last = f;
}

static bool asks(const struct rule_run *run, const char *name, const char *value)
{
    return str_is(rule_param_value(run->row, name), value);
}

/* The page of the unit or of its parcel, as the parameter `on` says; NULL when the book has none.
 */
static const struct rule_page *page_on(const struct rule_run *run)
{
    const struct rule_page *p = asks(run, "on", "land") ? &run->subject->land : &run->subject->at;

    return p->page != NULL ? p : NULL;
}

static struct rule_mark mark_of(const struct rule_page *p, size_t i)
{
    return p->marks != NULL ? p->marks[i] : (struct rule_mark){0};
}

static str first_holder(const struct registry_right *r)
{
    return r->holders_count > 0 ? r->holders[0].name : r->cause;
}

static void look_unit_closed(struct rule_run *run)
{
    const struct registry_page *page = run->subject->at.page;

    if (page != NULL && !str_is(page->unit.state, "live"))
        found(run, S("unit"), page->unit.code);
}

static const struct registry_right *find_title(
    const struct rule_run *run, const struct registry_page *page)
{
    str kinds = rule_param_value(run->row, "right");

    for (size_t i = 0; page != NULL && i < page->rights_count; i++)
        if (rule_names_right(kinds, page->rights[i].kind))
            return &page->rights[i];
    return NULL;
}

/* A unit that is not in the book is said by UNIT_UNKNOWN alone. A home that is not built yet has no
 * title of its own: that of its parcel counts. */
static void look_title_absent(struct rule_run *run)
{
    const struct registry_page *page = run->subject->at.page;
    bool land = asks(run, "on", "land");

    if (page == NULL || run->subject->title_comes || find_title(run, page) != NULL ||
        (land && find_title(run, run->subject->land.page) != NULL))
        return;
    found(run, S("unit"),
        land ? str_slice(run->subject->unit, 0, RULE_LAND_CHARACTERS) : page->unit.code);
}

static void look_title_present(struct rule_run *run)
{
    const struct registry_right *title = find_title(run, run->subject->at.page);

    if (title != NULL)
        found(run, S("unit"), first_holder(title));
}

/* A seizure of the authority whose order is carried out. */
static bool is_own(const struct rule_subject *s, const struct registry_right *seizure)
{
    return s->order_court.len > 0 && registry_is_held_by(seizure, s->order_court);
}

/* Only the effective seizure forbids; those in line (轮候) become effective one by one. To the
 * court that has made the effective one, others' behind it are what is in its way: the next of them
 * is effective as soon as its own has ended. */
static bool stands_against(
    const struct rule_subject *s, const struct registry_page *page, const struct registry_right *r)
{
    bool foreign = false;

    if (page->seizure == NULL || !is_own(s, page->seizure))
        return r->rank == 0;
    for (size_t i = 0; i < page->rights_count; i++)
        foreign =
            foreign || (str_is(page->rights[i].kind, "seizure") && !is_own(s, &page->rights[i]));
    return foreign ? !is_own(s, r) : r->rank == 0;
}

static void look_seized(struct rule_run *run)
{
    const struct rule_page *p = page_on(run);

    for (size_t i = 0; p != NULL && i < p->page->rights_count; i++) {
        const struct registry_right *r = &p->page->rights[i];
        bool pre = str_is(r->sort, "pre-seizure");

        if (str_is(r->kind, "seizure") && stands_against(run->subject, p->page, r) &&
            !asks(run, "sort", pre ? "seizure" : "pre-seizure"))
            found(run, S("unit"), r->cause);
    }
}

static bool recorded_within(const struct rule_run *run, str made_on)
{
    str before = rule_param_value(run->row, "before"), from = rule_param_value(run->row, "from");

    if (before.len > 0 && (made_on.len == 0 || str_cmp(made_on, before) >= 0))
        return false;
    return from.len == 0 || made_on.len == 0 || str_cmp(made_on, from) >= 0;
}

static bool takes_part(const struct rule_subject *s, const struct registry_holder *holder)
{
    for (size_t i = 0; i < s->parties_count; i++)
        if (str_eq(s->parties[i].document_number, holder->document_number))
            return true;
    return false;
}

/* Whoever applies too, agrees. */
static bool held_by_party(const struct rule_subject *s, const struct registry_right *r)
{
    for (size_t i = 0; i < r->holders_count; i++)
        if (takes_part(s, &r->holders[i]))
            return true;
    return false;
}

static bool mortgage_fits(
    const struct rule_run *run, const struct registry_right *r, struct rule_mark mark)
{
    bool construction = str_is(r->sort, "construction");

    return str_is(r->kind, "mortgage") &&
           !asks(run, "sort", construction ? "plain" : "construction") &&
           !asks(run, "restricted", r->no_transfer ? "no" : "yes") &&
           !(asks(run, "by", "other") && held_by_party(run->subject, r)) &&
           recorded_within(run, mark.made_on);
}

static void look_mortgaged(struct rule_run *run)
{
    const struct rule_page *p = page_on(run);

    if (asks(run, "on", "land-other")) {
        if (run->subject->land_mortgage.len > 0)
            found(run, S("unit"), run->subject->land_mortgage);
        return;
    }
    for (size_t i = 0; p != NULL && i < p->page->rights_count; i++)
        if (mortgage_fits(run, &p->page->rights[i], mark_of(p, i)))
            found(run, S("unit"), first_holder(&p->page->rights[i]));
}

/* Each of several mortgagees is asked. */
static void find_absent(struct rule_run *run, const struct registry_right *r, str field)
{
    for (size_t k = 0; k < r->holders_count; k++)
        if (!takes_part(run->subject, &r->holders[k]))
            found(run, field, r->holders[k].name);
}

/* 民法典 409: those before whom another mortgage is put. */
static void look_rank_worsens(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    const struct registry_page *page = s->at.page;

    for (size_t i = 0; page != NULL && i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        if (!str_is(r->kind, "mortgage") || s->rank_to == 0 || r->rank < s->rank_to ||
            r->rank >= s->rank_from)
            continue;
        find_absent(run, r, S("answers.rank"));
    }
}

/* Once the change is made, this mortgage stands behind the one that changes. */
static bool will_be_behind(const struct rule_subject *s, const struct registry_right *r)
{
    if (r->rank == s->rank_from)
        return false; /* itself */
    if (s->rank_to == 0 || s->rank_to == s->rank_from)
        return r->rank > s->rank_from;
    return s->rank_to < s->rank_from ? r->rank >= s->rank_to : r->rank > s->rank_to;
}

static bool is_longer(const struct rule_terms *from, const struct rule_terms *to)
{
    return (from->ends_on.len > 0 && str_cmp(to->ends_on, from->ends_on) > 0) ||
           (to->begins_on.len > 0 && str_cmp(to->begins_on, from->begins_on) < 0);
}

/* 实施细则 68, 72: a higher amount, and each further day on which debts come under a maximum. */
static bool surely_more(const struct rule_terms *from, const struct rule_terms *to)
{
    return to->amount_fen > from->amount_fen || (to->maximum && !from->maximum) ||
           (to->maximum && is_longer(from, to));
}

/* What an officer has to judge: a longer term of an ordinary debt, another scope. */
static bool perhaps_more(const struct rule_terms *from, const struct rule_terms *to)
{
    return (!to->maximum && is_longer(from, to)) || !str_eq(from->scope, to->scope);
}

static bool secures_mortgage(const struct registry_right *r)
{
    return str_is(r->kind, "advance") && str_has_word(S("presale-mortgage mortgage"), r->sort);
}

/* 民法典 409: nobody behind a mortgage bears what is added to it without having agreed. What only
 * has an advance notice has no rank yet: whether it is harmed is for an officer. */
static void look_secures_more(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    const struct registry_page *page = s->at.page;
    bool sure = surely_more(&s->terms_from, &s->terms_to), asked = asks(run, "what", "possible");
    bool perhaps = perhaps_more(&s->terms_from, &s->terms_to);

    for (size_t i = 0; page != NULL && s->rank_from > 0 && i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        if (str_is(r->kind, "mortgage") ? (asked ? perhaps : sure) && will_be_behind(s, r)
                                        : asked && (sure || perhaps) && secures_mortgage(r))
            find_absent(run, r, S("answers"));
    }
}

static void look_burdened(struct rule_run *run)
{
    const struct registry_page *page = run->subject->at.page;
    str kind = rule_param_value(run->row, "kind"), sorts = rule_param_value(run->row, "sort");

    for (size_t i = 0; page != NULL && i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        if (str_eq(r->kind, kind) && (sorts.len == 0 || str_has_word(sorts, r->sort)) &&
            !(asks(run, "by", "other") && held_by_party(run->subject, r)))
            found(run, S("unit"), first_holder(r));
    }
}

static void look_served(struct rule_run *run)
{
    if (run->subject->serving.len > 0)
        found(run, S("unit"), run->subject->serving);
}

static bool takes(const struct rule_subject *s, str document_number)
{
    for (size_t i = 0; i < s->parties_count; i++)
        if (str_is(s->parties[i].side, "taker") &&
            str_eq(s->parties[i].document_number, document_number))
            return true;
    return false;
}

/* Whoever takes without holding this title, or holds it without taking. */
static void match_takers(struct rule_run *run, const struct registry_right *title)
{
    const struct rule_subject *s = run->subject;

    for (size_t i = 0; i < s->parties_count; i++)
        if (str_is(s->parties[i].side, "taker") &&
            (title == NULL || !registry_is_held_by(title, s->parties[i].document_number)))
            found(run, S("parties"), s->parties[i].name);
    for (size_t i = 0; title != NULL && i < title->holders_count; i++)
        if (!takes(s, title->holders[i].document_number))
            found(run, S("parties"), title->holders[i].name);
}

/* 民法典 380: an easement goes to whoever has the unit that it serves, and to nobody else. */
static void look_taker_not_dominant(struct rule_run *run)
{
    const struct registry_page *page = run->subject->dominant.page;

    if (page != NULL) /* else another registry's: the officer looks */
        match_takers(run, page->ownership);
}

/* 民法典 356, 397: land does not go, nor is it charged, without what stands on it. */
static void look_housed(struct rule_run *run)
{
    if (run->subject->house.len > 0)
        found(run, S("unit"), run->subject->house);
}

/* 实施细则 2: a building and its land have the same holders. Land that is not on record is proven
 * by papers. */
static void look_taker_not_of_land(struct rule_run *run)
{
    const struct registry_right *title = find_title(run, run->subject->land.page);

    if (title != NULL)
        match_takers(run, title);
}

/* A title goes with everything else in the unit gone before. */
static void look_rights_remain(struct rule_run *run)
{
    const struct registry_page *page = run->subject->at.page;

    for (size_t i = 0; page != NULL && i < page->rights_count; i++) {
        const struct registry_kind *kind = registry_kind_find(page->rights[i].kind);

        if (kind != NULL && kind->family != FAMILY_TITLE)
            found(run, S("unit"), str_of(kind->zh));
    }
}

static void look_locked(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;

    for (size_t i = 0; i < s->locks_count; i++)
        if (str_eq(s->locks[i].what, rule_param_value(run->row, "what")))
            found(run, S("unit"), s->locks[i].reason);
}

static void look_in_process(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    str effects = rule_param_value(run->row, "effect"),
        rights = rule_param_value(run->row, "right");

    for (size_t i = 0; i < s->others_count; i++)
        if ((effects.len == 0 || str_has_word(effects, s->others[i].effect)) &&
            (rights.len == 0 || rule_names_right(rights, s->others[i].right)))
            found(run, S("unit"), s->others[i].filing);
}

static void look_giver_is_taker(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;

    for (size_t i = 0; i < s->parties_count; i++)
        for (size_t k = i + 1; k < s->parties_count; k++)
            if (str_eq(s->parties[i].document_number, s->parties[k].document_number) &&
                !str_eq(s->parties[i].side, s->parties[k].side) && !s->parties[i].both_sides &&
                !s->parties[k].both_sides)
                found(run, S("parties"), s->parties[i].name);
}

static void look_code_differs(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    const struct registry_page *land = s->land.page;

    if (asks(run, "against", "land")) {
        if (land != NULL && !str_is(land->unit.state, "live"))
            found(run, S("unit"), str_slice(s->unit, 0, RULE_LAND_CHARACTERS));
        return;
    }
    if (!id_unit_code_is_valid(s->unit) || !str_eq(str_slice(s->unit, 0, s->region.len), s->region))
        found(run, S("unit"), s->unit);
}

/* GB/T 37346: J, then the use of land for building on (B), above (S) or below (X) the ground. */
static void look_land_collective(struct rule_run *run)
{
    str code = str_slice(run->subject->unit, 0, RULE_LAND_CHARACTERS);
    str feature = str_slice(run->subject->unit, 12, 2);
    bool collective = str_has_word(S("JB JS JX"), feature);

    if (asks(run, "is", collective ? "yes" : "no"))
        found(run, S("unit"), code);
}

static void look_party_lacks(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    str side = rule_param_value(run->row, "side"), kind = rule_param_value(run->row, "kind");
    bool phone = asks(run, "what", "phone");

    for (size_t i = 0; i < s->parties_count; i++) {
        const struct rule_party *p = &s->parties[i];

        if ((str_is(side, "any") || str_eq(p->side, side)) &&
            (str_is(kind, "any") || str_eq(p->kind, kind)) &&
            (phone ? p->phone.len : p->agent.len) == 0)
            found(run,
                arena_printf(run->arena, "parties[%zu].%s", i, phone ? "phone" : "agent_name"),
                p->name);
    }
}

static void look_papers_missing(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;

    for (size_t i = 0; i < s->lacks_count; i++)
        found(run, arena_join(run->arena, S("papers."), s->lacks[i].paper), s->lacks[i].name);
}

static void look_standing(struct rule_run *run)
{
    const struct rule_subject *s = run->subject;
    str list = rule_param_value(run->row, "list"), side = rule_param_value(run->row, "side");

    for (size_t i = 0; i < s->standings_count; i++)
        for (size_t k = 0; k < s->parties_count && str_eq(s->standings[i].list, list); k++)
            if (str_eq(s->parties[k].document_number, s->standings[i].document_number) &&
                (str_is(side, "any") || str_eq(s->parties[k].side, side)))
                found(run, S("parties"), s->parties[k].name);
}

/* 查封规定 24: what the court that seized disposes of itself, with nobody else's seizure behind its
 * own. */
static bool exempt_same_court(const struct rule_subject *s)
{
    const struct registry_page *page = s->at.page;

    if (page == NULL || page->seizure == NULL)
        return false;
    for (size_t i = 0; i < page->rights_count; i++)
        if (str_is(page->rights[i].kind, "seizure") && !is_own(s, &page->rights[i]))
            return false;
    return true;
}

static bool exempt_consent(const struct rule_subject *s)
{
    return s->consent;
}

const struct rule_atom rule_atoms[] = {
#define ATOM(id, function, needs, zh, en) {id, look_##function, needs, zh, en},
#include "rule/rule.def"
#undef ATOM
    {NULL, NULL, 0, NULL, NULL}};

const struct rule_exemption rule_exemptions[] = {
#define EXEMPTION(id, function, zh, en) {id, exempt_##function, zh, en},
#include "rule/rule.def"
#undef EXEMPTION
    {NULL, NULL, NULL, NULL}};

const struct rule_param_row rule_params[] = {
#define PARAM(atom, name, values, fallback, zh, en) {atom, name, values, fallback, zh, en},
#include "rule/rule.def"
#undef PARAM
    {NULL, NULL, NULL, NULL, NULL, NULL}};

void rule_look(struct rule_run *run)
{
    run->row->atom->look(run);
}

bool rule_is_exempt(const struct rule_row *row, const struct rule_subject *subject)
{
    for (const struct rule_exemption *e = rule_exemptions; e->id != NULL; e++)
        if (str_has_word(row->exemptions, str_of(e->id)) && e->holds(subject))
            return true;
    return false;
}
