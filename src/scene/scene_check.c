/* What the parts of a scene must be to each other, apart from its graph (scene_graph.c). Pure: a
 * scene in, faults out. */
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
    return arena_printf(
        a, "%lld %s %s %s", (long long)e->register_type, e->right, e->effect, e->certificate);
}

static str events_list(struct arena *a)
{
    str list = {0};

    for (const struct scene_event *e = scene_events; e->right != NULL; e++)
        list = list.len == 0 ? event_text(a, e)
                             : arena_printf(a, "%.*s; %.*s", STR(list), STR(event_text(a, e)));
    return list;
}

const struct scene_event *scene_event_of(const struct scene *s)
{
    str certificate = s->certificate.len > 0 ? s->certificate : S("none");

    for (const struct scene_event *e = scene_events; e->right != NULL; e++)
        if (e->register_type == s->register_type && str_is(s->right_kind, e->right) &&
            str_is(s->effect, e->effect) && str_is(certificate, e->certificate))
            return e;
    return NULL;
}

static void check_event(struct scene_reading *r, const struct scene *s)
{
    str certificate = s->certificate.len > 0 ? s->certificate : S("none");

    if (s->register_type == 0 || s->right_kind.len == 0 || s->effect.len == 0)
        return; /* said already */
    if (scene_event_of(s) != NULL)
        return;
    scene_blame(r, SCENE_EVENT_UNKNOWN, scene_line_of(s->node, "event"),
        arena_printf(r->arena, "%lld %.*s %.*s %.*s", (long long)s->register_type,
            STR(s->right_kind), STR(s->effect), STR(certificate)),
        events_list(r->arena));
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
}

/* 不动产登记暂行条例 14: whose application it is follows from what the registry does. */
static void check_people(struct scene_reading *r, const struct scene *s)
{
    bool giver = false, taker = false, known = scene_event_of(s) != NULL;

    for (size_t i = 0; i < s->people_count; i++) {
        const struct scene_people *p = &s->people[i];

        check_one_people(r, p);
        known = known && p->side.len > 0;
        giver = giver || (str_is(p->side, "giver") && p->holds && p->min > 0);
        taker = taker || (str_is(p->side, "taker") && p->min > 0);
    }
    if (s->people_count == 0 || !known)
        return; /* said already */
    if (!giver)
        scene_blame(r, SCENE_PEOPLE_NO_GIVER, scene_line_of(s->node, "people"), (str){0}, (str){0});
    if (!taker && !str_is(s->effect, "cancel"))
        scene_blame(r, SCENE_PEOPLE_NO_TAKER, scene_line_of(s->node, "people"), (str){0}, (str){0});
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

static const struct scene_ask *find_ask(const struct scene *s, const char *id)
{
    for (size_t i = 0; i < s->asks_count; i++)
        if (str_is(s->asks[i].id, id))
            return &s->asks[i];
    return NULL;
}

/* What the program reads of the answers when the scene has `by`; `step` is NULL unless a step is
 * it. */
static void check_reads(
    struct scene_reading *r, const struct scene *s, str by, const struct scene_step *step)
{
    for (size_t i = 0; i < COUNT(reads); i++) {
        const struct scene_ask *ask = find_ask(s, reads[i].ask);
        str id = str_of(reads[i].ask), kind = str_of(reads[i].kind);
        bool always;

        if (!str_is(by, reads[i].by) || (ask == NULL && !reads[i].required))
            continue;
        if (ask == NULL) {
            scene_blame(r, SCENE_ASK_NEEDED, scene_line_of(s->node, "asks"), id, kind);
            continue;
        }
        if (ask->kind.len > 0 && !str_eq(ask->kind, kind))
            scene_blame(r, SCENE_ASK_KIND, scene_line_of(ask->node, "kind"), id, kind);
        always = ask->when_is.len == 0 || (step != NULL && str_eq(ask->when_ask, step->when_ask) &&
                                              str_eq(ask->when_is, step->when_is));
        if (reads[i].required && (!ask->required || !always))
            scene_blame(r, SCENE_ASK_NEEDED, ask->node->line, id, kind);
    }
}

static void check_all_reads(struct scene_reading *r, const struct scene *s)
{
    check_reads(r, s, arena_printf(r->arena, "assess/%.*s", STR(s->assess)), NULL);
    check_reads(
        r, s, arena_printf(r->arena, "event/%.*s/%.*s", STR(s->right_kind), STR(s->effect)), NULL);
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
