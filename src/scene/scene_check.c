/* What the parts of a scene must be to each other, apart from its graph (scene_graph.c). Pure: a
 * scene in, faults out. */
#include "registry/right.h"
#include "scene/scene_internal.h"

#define WORKING_DAY_MINUTES                                                                        \
    420 /* seven hours, as offices are open unless a city says otherwise                           \
         */

static const struct {
    const char *by, *ask, *kind;
    bool required;
} reads[] = {
#define READS(by, ask, kind, required) {by, ask, kind, required},
#include "scene/scene.def"
#undef READS
};

static int64_t line_in(const struct scene *s, const char *part, const char *key)
{
    const struct scene_node *node = scene_node_get(s->node, str_of(part));

    return node != NULL ? scene_line_of(node, key) : s->node->line;
}

static void check_time(struct scene_reading *r, const struct scene *s)
{
    int64_t lawful_minutes = s->statutory_days * WORKING_DAY_MINUTES;

    if (s->valid_to.len > 0 && str_cmp(s->valid_to, s->valid_from) < 0)
        scene_blame(
            r, SCENE_DATES_ORDER, line_in(s, "time", "valid_to"), s->valid_from, s->valid_to);
    if (s->statutory_days > 0 && s->promise_minutes > lawful_minutes)
        scene_blame(r, SCENE_PROMISE_LONG, line_in(s, "time", "promise_minutes"),
            scene_number(r->arena, s->promise_minutes), scene_number(r->arena, lawful_minutes));
}

static void check_place(struct scene_reading *r, const struct scene *s)
{
    if (str_has_word(s->offices, S("any")) && !str_is(s->offices, "any"))
        scene_blame(r, SCENE_OFFICES_ANY, line_in(s, "place", "offices"), (str){0}, (str){0});
}

static str event_text(struct arena *a, const struct scene_event *e)
{
    return arena_printf(a, "%lld %s %s %s", (long long)e->register_type, e->right, e->effect,
        e->document ? "certificate/proof" : "none");
}

static str events_list(struct arena *a)
{
    str list = {0};

    for (const struct scene_event *e = scene_events; e->right != NULL; e++)
        list = list.len == 0 ? event_text(a, e)
                             : arena_printf(a, "%.*s; %.*s", STR(list), STR(event_text(a, e)));
    return list;
}

/* Whether the event gives "certificate", "proof" or "none" for this right; for some kind of it,
 * where a family is named. */
static bool gives_document(const struct scene_event *e, str right, str document)
{
    if (!e->document)
        return str_is(document, "none");
    for (const struct registry_kind *k = registry_kinds; k->id != NULL; k++)
        if (registry_kind_is(str_of(k->id), right) && str_is(document, k->document))
            return true;
    return false;
}

/* A family is known only where there is a right that the entry goes on with or ends. */
static bool may_name(const struct scene_act *act)
{
    const struct registry_effect *effect = registry_effect_find(act->effect);

    return registry_family_find(act->right_kind) == NULL || (effect != NULL && effect->ends);
}

const struct scene_event *scene_act_event(const struct scene_act *act)
{
    str certificate = act->certificate.len > 0 ? act->certificate : S("none");

    if (!may_name(act))
        return NULL;
    for (const struct scene_event *e = scene_events; e->right != NULL; e++)
        if (e->register_type == act->register_type &&
            registry_kind_is(act->right_kind, str_of(e->right)) && str_is(act->effect, e->effect) &&
            gives_document(e, act->right_kind, certificate))
            return e;
    return NULL;
}

const struct scene_event *scene_event_of(const struct scene *s)
{
    return s->acts_count > 0 ? scene_act_event(scene_main_act(s)) : NULL;
}

static str sorts_list(struct arena *a, str kind)
{
    str list = {0};

    for (const struct registry_sort *o = registry_sorts; o->kind != NULL; o++)
        if (str_is(kind, o->kind))
            list = arena_printf(a, "%.*s%s%s", STR(list), list.len > 0 ? ", " : "", o->id);
    return list;
}

static const struct scene_people *find_people(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->people_count; i++)
        if (str_eq(s->people[i].id, id))
            return &s->people[i];
    return NULL;
}

static const struct scene_ask *find_ask(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->asks_count; i++)
        if (str_eq(s->asks[i].id, id))
            return &s->asks[i];
    return NULL;
}

/* An answer that the program reads. */
struct need {
    str ask, kind;
    bool required;                 /* it cannot do without */
    const struct scene_step *step; /* that reads it, or NULL */
};

/* It is of this kind and, where it cannot be done without, always given. */
static void check_need(struct scene_reading *r, const struct scene *s, const struct need *need)
{
    const struct scene_ask *ask = find_ask(s, need->ask);
    const struct scene_step *step = need->step;
    bool always;

    if (ask == NULL && need->required)
        scene_blame(r, SCENE_ASK_NEEDED, scene_line_of(s->node, "asks"), need->ask, need->kind);
    if (ask == NULL)
        return;
    if (ask->kind.len > 0 && !str_eq(ask->kind, need->kind))
        scene_blame(r, SCENE_ASK_KIND, scene_line_of(ask->node, "kind"), need->ask, need->kind);
    always = ask->when_is.len == 0 || (step != NULL && str_eq(ask->when_ask, step->when_ask) &&
                                          str_eq(ask->when_is, step->when_is));
    if (need->required && (!ask->required || !always))
        scene_blame(r, SCENE_ASK_NEEDED, ask->node->line, need->ask, need->kind);
}

/* Who takes by the act, or gives, is people of that side. */
static void check_roles(
    struct scene_reading *r, const struct scene *s, const struct scene_act *act, bool give)
{
    const str *roles = give ? act->givers : act->takers;
    size_t count = give ? act->givers_count : act->takers_count;
    int64_t line = scene_line_of(act->node, give ? "givers" : "takers");

    for (size_t i = 0; i < count; i++) {
        const struct scene_people *p = find_people(s, roles[i]);

        if (p == NULL || (p->side.len > 0 && !str_is(p->side, give ? "giver" : "taker")))
            scene_blame(r, give ? SCENE_ACT_GIVERS : SCENE_ACT_TAKERS, line, act->id, roles[i]);
    }
}

static bool is_one_burden(str right)
{
    return registry_kind_find(right) != NULL && registry_kind_is(right, S("burden"));
}

/* A burden of the land goes over to what stands on it; an easement goes with what it serves. */
static void check_act_pages(struct scene_reading *r, const struct scene *s,
    const struct scene_act *act, const struct registry_effect *effect)
{
    bool goes_on = effect != NULL && effect->ends && effect->makes && act->givers_count > 0;
    str stays = arena_printf(r->arena, "%.*s-stays", STR(act->id));

    if (act->becomes.len > 0 && registry_sort_find(act->right_kind, act->becomes) == NULL)
        scene_blame(r, SCENE_EVENT_SORT, scene_line_of(act->node, "becomes"), act->right_kind,
            sorts_list(r->arena, act->right_kind));
    if (act->from.len > 0 && !(goes_on && effect->keeps && is_one_burden(act->right_kind) &&
                                 act->on.len == 0 && !act->first && !act->optional))
        scene_blame(r, SCENE_ACT_FROM, scene_line_of(act->node, "from"), act->id, (str){0});
    if (act->on.len > 0 && !(goes_on && str_is(act->right_kind, "easement") && !act->first))
        scene_blame(r, SCENE_ACT_ON, scene_line_of(act->node, "on"), act->id, (str){0});
    if (act->from.len > 0)
        check_need(r, s, &(struct need){stays, S("boolean"), true, NULL});
}

static void check_act(struct scene_reading *r, const struct scene *s, const struct scene_act *act)
{
    str certificate = act->certificate.len > 0 ? act->certificate : S("none");
    const struct registry_effect *effect = registry_effect_find(act->effect);
    int64_t line = act->node != NULL ? act->node->key_line : s->node->line;

    if (act->register_type == 0 || act->right_kind.len == 0 || act->effect.len == 0)
        return; /* said already */
    if (scene_act_event(act) == NULL)
        scene_blame(r, SCENE_EVENT_UNKNOWN, line,
            arena_printf(r->arena, "%lld %.*s %.*s %.*s", (long long)act->register_type,
                STR(act->right_kind), STR(act->effect), STR(certificate)),
            events_list(r->arena));
    if (act->sort.len > 0 && registry_sort_find(act->right_kind, act->sort) == NULL)
        scene_blame(r, SCENE_EVENT_SORT, scene_line_of(act->node, "sort"), act->right_kind,
            sorts_list(r->arena, act->right_kind));
    check_roles(r, s, act, false);
    check_roles(r, s, act, true);
    check_act_pages(r, s, act, effect);
    if (act->givers_count > 0 && effect != NULL && !effect->ends)
        scene_blame(
            r, SCENE_ACT_ENDS_NOTHING, scene_line_of(act->node, "givers"), act->id, (str){0});
}

static void check_event(struct scene_reading *r, const struct scene *s)
{
    const struct scene_node *event = scene_node_get(s->node, S("event"));

    for (size_t i = 0; i < s->acts_count; i++)
        check_act(r, s, s->acts[i]);
    if (s->closes && !(registry_is_title(s->right_kind) && str_is(s->effect, "cancel")))
        scene_blame(r, SCENE_EVENT_CLOSES, scene_line_of(event, "closes"), (str){0}, (str){0});
    if (s->base.len > 0 && !str_is(registry_family_of(s->right_kind), "guard"))
        scene_blame(r, SCENE_EVENT_BASE, scene_line_of(event, "base"), (str){0}, (str){0});
    if (s->new_unit && !str_has_word(S("create seize"), s->effect))
        scene_blame(r, SCENE_EVENT_NEW_UNIT, scene_line_of(event, "new_unit"), (str){0}, (str){0});
}

/* 实施细则 26: the same holders' split or merge is a change; co-owners who each take a part
 * transfer. */
static bool may_divide(const struct scene *s)
{
    bool as_change = str_is(s->effect, "change");
    bool as_transfer = str_is(s->effect, "transfer") && str_is(s->divides, "split");

    return registry_kind_find(s->right_kind) != NULL && registry_is_title(s->right_kind) &&
           (as_change || as_transfer) && s->also_count == 0 && !s->new_unit && !s->closes &&
           s->base.len == 0;
}

static void check_divides(struct scene_reading *r, const struct scene *s)
{
    const struct scene_node *event = scene_node_get(s->node, S("event"));

    if (s->divides.len > 0 && s->effect.len > 0 && !may_divide(s))
        scene_blame(r, SCENE_EVENT_DIVIDES, scene_line_of(event, "divides"), (str){0}, (str){0});
}

static void check_one_people(struct scene_reading *r, const struct scene_people *p)
{
    if (p->max > 0 && p->min > p->max)
        scene_blame(r, SCENE_MIN_OVER_MAX, scene_line_of(p->node, "min"), p->id, (str){0});
    if (p->side.len == 0)
        return;
    if (p->holds && !str_is(p->side, "giver"))
        scene_blame(r, SCENE_PEOPLE_HOLDS, scene_line_of(p->node, "holds"), p->id, (str){0});
    if (p->shares && !str_is(p->side, "taker"))
        scene_blame(r, SCENE_PEOPLE_SHARES, scene_line_of(p->node, "shares"), p->id, (str){0});
    if (p->both_sides && !str_is(p->side, "taker"))
        scene_blame(r, SCENE_PEOPLE_BOTH, scene_line_of(p->node, "both_sides"), p->id, (str){0});
    if (p->absent && !str_has_word(S("giver other"), p->side))
        scene_blame(r, SCENE_PEOPLE_ABSENT, scene_line_of(p->node, "absent"), p->id, (str){0});
}

/* 不动产登记暂行条例 14: whose application it is follows from what the registry does. */
static void check_people(struct scene_reading *r, const struct scene *s)
{
    const struct scene_event *event = scene_event_of(s);
    bool giver = false, taker = false, authority = false, known = event != NULL;
    bool applied = str_is(s->basis, "application"), both = str_is(s->sides, "both");
    int64_t line = scene_line_of(s->node, "people");

    for (size_t i = 0; i < s->people_count; i++) {
        const struct scene_people *p = &s->people[i];

        check_one_people(r, p);
        known = known && p->side.len > 0;
        giver = giver || (str_is(p->side, "giver") && p->holds && p->min > 0);
        taker = taker || (str_is(p->side, "taker") && p->min > 0);
        authority = authority || (str_is(p->side, "authority") && p->min > 0);
    }
    if (s->people_count == 0 || !known)
        return; /* said already */
    if (event->giver && !giver && applied && (both || !event->taker))
        scene_blame(r, SCENE_PEOPLE_NO_GIVER, line, (str){0}, (str){0});
    if (event->taker && !taker)
        scene_blame(r, SCENE_PEOPLE_NO_TAKER, line, (str){0}, (str){0});
    if (authority != str_is(s->basis, "order"))
        scene_blame(r, SCENE_PEOPLE_NO_AUTHORITY, line, (str){0}, (str){0});
}

str scene_answers_of(const struct scene_ask *ask)
{
    return str_is(ask->kind, "boolean") ? S("true false") : ask->choices;
}

/* One `when`: its ask is among the first `count`, and can answer `is`. */
static const struct scene_ask *check_when(struct scene_reading *r, const struct scene *s,
    size_t count, const struct scene_node *owner, str is)
{
    const struct scene_node *when = scene_node_get(owner, S("when"));
    const struct scene_node *ask_node = scene_node_get(when, S("ask"));
    const struct scene_ask *ask = NULL;

    if (is.len == 0)
        return NULL; /* said already */
    for (size_t i = 0; i < count; i++)
        if (str_eq(s->asks[i].id, ask_node->text))
            ask = &s->asks[i];
    if (ask == NULL || !str_has_word(S("choice boolean"), ask->kind)) {
        scene_blame(r, SCENE_WHEN_ASK, ask_node->key_line, ask_node->text, (str){0});
        return NULL;
    }
    if (!str_has_word(scene_answers_of(ask), is))
        scene_blame(r, SCENE_WHEN_IS, scene_line_of(when, "is"), is, scene_answers_of(ask));
    return ask;
}

static void check_ask(struct scene_reading *r, const struct scene *s, size_t index)
{
    const struct scene_ask *ask = &s->asks[index];
    bool has_min = scene_node_get(ask->node, S("min")) != NULL;
    bool has_max = scene_node_get(ask->node, S("max")) != NULL;
    bool has_bounds = has_min || has_max;
    bool choice = str_is(ask->kind, "choice");

    if (ask->when_ask.len > 0)
        (void)check_when(r, s, index, ask->node, ask->when_is);
    if (ask->kind.len == 0)
        return; /* said already */
    if (has_bounds && (has_min != has_max || !str_has_word(S("text i64 money"), ask->kind)))
        scene_blame(r, SCENE_ASK_BOUNDS, scene_line_of(ask->node, has_min ? "min" : "max"), ask->id,
            (str){0});
    else if (ask->max > 0 && ask->min > ask->max)
        scene_blame(r, SCENE_MIN_OVER_MAX, scene_line_of(ask->node, "min"), ask->id, (str){0});
    if (str_is(ask->kind, "units")
            ? !(s->divides.len > 0 && str_is(ask->id, "parents"))
            : str_is(ask->kind, "parts") && !(s->divides.len > 0 && str_is(ask->id, "parts")))
        scene_blame(r, SCENE_ASK_DIVIDES, scene_line_of(ask->node, "kind"), ask->id, (str){0});
    if (choice ? ask->options_count < 2 : scene_node_get(ask->node, S("choices")) != NULL)
        scene_blame(r, SCENE_ASK_CHOICES, scene_line_of(ask->node, "choices"), ask->id, (str){0});
}

static const struct scene_step *find_step(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->steps_count; i++)
        if (str_eq(s->steps[i].id, id))
            return &s->steps[i];
    return NULL;
}

static void check_paper(
    struct scene_reading *r, const struct scene *s, const struct scene_paper *paper)
{
    const struct scene_step *step = find_step(s, paper->share);
    int64_t line = scene_line_of(paper->node, "share");

    if (paper->share.len == 0 || s->steps_count == 0)
        return;
    if (step == NULL || (step->kind.len > 0 && !str_is(step->kind, "share")))
        scene_blame(r, SCENE_PAPER_SHARE, line, paper->id, paper->share);
    else if (step->when_ask.len > 0)
        scene_blame(r, SCENE_PAPER_SHARE_WHEN, line, paper->id, paper->share);
}

/* What the program reads of the answers when the scene has `by`; `step` is NULL unless a step is
 * it. */
static void check_reads(
    struct scene_reading *r, const struct scene *s, str by, const struct scene_step *step)
{
    for (size_t i = 0; i < COUNT(reads); i++) {
        struct need need = {str_of(reads[i].ask), str_of(reads[i].kind), reads[i].required, step};

        if (str_is(by, reads[i].by))
            check_need(r, s, &need);
    }
}

/* By the effect, by family and effect, by kind and effect. */
static void check_act_reads(
    struct scene_reading *r, const struct scene *s, const struct scene_act *act)
{
    str family = registry_family_of(act->right_kind);

    check_reads(r, s, act->effect, NULL);
    check_reads(r, s, arena_printf(r->arena, "%.*s/%.*s", STR(family), STR(act->effect)), NULL);
    check_reads(r, s,
        arena_printf(r->arena, "event/%.*s/%.*s", STR(act->right_kind), STR(act->effect)), NULL);
}

static void check_all_reads(struct scene_reading *r, const struct scene *s)
{
    check_reads(r, s, arena_printf(r->arena, "assess/%.*s", STR(s->assess)), NULL);
    if (s->new_unit)
        check_reads(r, s, S("new_unit"), NULL);
    if (s->divides.len > 0)
        check_reads(r, s, arena_printf(r->arena, "divides/%.*s", STR(s->divides)), NULL);
    for (size_t i = 0; i < s->acts_count; i++)
        check_act_reads(r, s, s->acts[i]);
    for (size_t i = 0; i < s->steps_count; i++) {
        const struct scene_step *step = &s->steps[i];

        check_reads(
            r, s, arena_printf(r->arena, "%.*s/%.*s", STR(step->kind), STR(step->share)), step);
    }
}

static void check_step_when(
    struct scene_reading *r, const struct scene *s, const struct scene_step *step)
{
    const struct scene_kind *kind = scene_kind_find(step->kind);
    const struct scene_ask *ask;

    if (step->when_ask.len == 0)
        return;
    if (kind != NULL && !kind->may_when) {
        scene_blame(r, SCENE_WHEN_FORBIDDEN, scene_line_of(step->node, "when"), step->id, (str){0});
        return;
    }
    ask = check_when(r, s, s->asks_count, step->node, step->when_is);
    if (ask != NULL && (!ask->required || ask->when_ask.len > 0))
        scene_blame(r, SCENE_WHEN_OPEN, scene_line_of(step->node, "when"), ask->id, (str){0});
}

void scene_check(struct scene_reading *r, struct scene *s)
{
    check_time(r, s);
    check_place(r, s);
    check_event(r, s);
    check_divides(r, s);
    check_people(r, s);
    for (size_t i = 0; i < s->asks_count; i++)
        check_ask(r, s, i);
    for (size_t i = 0; i < s->papers_count; i++)
        check_paper(r, s, &s->papers[i]);
    for (size_t i = 0; i < s->steps_count; i++)
        check_step_when(r, s, &s->steps[i]);
    check_all_reads(r, s);
    scene_check_sources(r, s);
    if (s->steps_count > 0)
        scene_check_steps(r, s);
}
