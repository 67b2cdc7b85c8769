/* The graph of a scene: that every step can be reached and leads somewhere, that nothing waits for
 * itself, and that what the law puts before something else stands before it. Sets of steps are
 * 64-bit words: bit i is the i-th step. */
#include "registry/right.h"
#include "scene/scene_internal.h"

static const struct {
    const char *later, *earlier;
} orders[] = {
#define AFTER(later, earlier) {later, earlier},
#include "scene/scene.def"
#undef AFTER
};

static const struct {
    const char *assess, *share;
} facts[] = {
#define FACTS(assess, share) {assess, share},
#include "scene/scene.def"
#undef FACTS
};

struct graph {
    struct scene_reading *r;
    struct scene *s;
    uint64_t before[SCENE_STEPS_MAX]; /* all that must be done before the step, near and far */
};

static uint64_t bit(size_t i)
{
    return UINT64_C(1) << i;
}

/* The index of the step, or steps_count. */
static size_t index_of(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->steps_count; i++)
        if (str_eq(s->steps[i].id, id))
            return i;
    return s->steps_count;
}

static void blame_step(
    const struct graph *g, enum scene_fault_id id, const struct scene_step *step, str with_b)
{
    scene_blame(g->r, id, step->node->line, step->id, with_b);
}

static void blame_key(const struct graph *g, enum scene_fault_id id, const struct scene_step *step,
    const char *key, str with_b)
{
    scene_blame(g->r, id, scene_line_of(step->node, key), step->id, with_b);
}

/* ---- one step by itself ---- */

static bool role_may(const struct scene_step *step, const struct scene_role *role)
{
    if (str_is(step->kind, "review"))
        return role->department[0] != '\0';
    return str_has_word(S("clerk manager"), str_of(role->id));
}

static str roles_for(struct arena *a, const struct scene_step *step)
{
    str list = {0};

    for (const struct scene_role *role = scene_role_rows; role->id != NULL; role++)
        if (role_may(step, role))
            list =
                list.len == 0 ? str_of(role->id) : arena_printf(a, "%.*s, %s", STR(list), role->id);
    return list;
}

static void check_who(const struct graph *g, const struct scene_step *step)
{
    const struct scene_kind *kind = scene_kind_find(step->kind);
    const struct scene_role *role = scene_role_find(step->role);
    bool given = scene_node_get(step->node, S("role")) != NULL;

    if (!kind->human) {
        if (given)
            blame_key(g, SCENE_STEP_ROLE_MACHINE, step, "role", (str){0});
        return;
    }
    if (!given)
        blame_step(g, SCENE_STEP_ROLE_MISSING, step, roles_for(g->r->arena, step));
    if (role != NULL && !role_may(step, role))
        blame_key(g, SCENE_STEP_ROLE_WRONG, step, "role", roles_for(g->r->arena, step));
    if (scene_node_get(step->node, S("clock_minutes")) == NULL)
        blame_step(g, SCENE_STEP_CLOCK_MISSING, step, (str){0});
}

const struct scene_link *scene_link_find(const struct scene_step *step)
{
    for (const struct scene_link *link = scene_links; link->kind != NULL; link++)
        if (str_is(step->kind, link->kind) && str_is(step->department, link->department) &&
            str_is(step->share, link->share))
            return link;
    return NULL;
}

/* "police/identity, court/holds": what a kind of step may be linked with; empty for no link. */
static str links_for(struct arena *a, str kind)
{
    str list = {0};

    for (const struct scene_link *link = scene_links; link->kind != NULL; link++)
        if (str_is(kind, link->kind))
            list = arena_printf(a, "%.*s%s%s%s%s", STR(list), list.len > 0 ? ", " : "",
                link->department, link->share[0] != '\0' ? "/" : "", link->share);
    return list;
}

static void check_link(const struct graph *g, const struct scene_step *step)
{
    const struct scene_node *department = scene_node_get(step->node, S("department"));
    const struct scene_node *share = scene_node_get(step->node, S("share"));
    str links = links_for(g->r->arena, step->kind);

    if (step->essential && !str_is(step->kind, "share"))
        blame_key(g, SCENE_STEP_ESSENTIAL, step, "essential", (str){0});
    if (links.len == 0) {
        if (department != NULL || share != NULL)
            blame_key(g, SCENE_STEP_LINK_NONE, step, department != NULL ? "department" : "share",
                (str){0});
        return;
    }
    if (department == NULL)
        blame_step(g, SCENE_STEP_LINK_MISSING, step, links);
    else if (step->department.len > 0 && scene_link_find(step) == NULL)
        blame_key(g, SCENE_STEP_LINK_WRONG, step, "department", links);
}

static void check_days(const struct graph *g, const struct scene_step *step)
{
    bool given = scene_node_get(step->node, S("days")) != NULL;

    if (given != str_is(step->kind, "announce"))
        blame_step(g, SCENE_STEP_DAYS, step, (str){0});
}

static void check_needs(const struct graph *g, const struct scene_step *step)
{
    const struct scene_node *needs = scene_node_get(step->node, S("needs"));

    if (needs == NULL) {
        if (!str_is(step->kind, "accept"))
            blame_step(g, SCENE_STEP_UNREACHED, step, (str){0});
        return;
    }
    if (str_is(step->kind, "accept"))
        blame_key(g, SCENE_ACCEPT_FIRST, step, "needs", (str){0});
    for (const struct scene_node *n = needs->first; n != NULL; n = n->next)
        if (n->text.len > 0 && index_of(g->s, n->text) == g->s->steps_count)
            scene_blame(g->r, SCENE_NEEDS_UNKNOWN, n->line, step->id, n->text);
}

static bool is_needed(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->steps_count; i++)
        for (size_t k = 0; k < s->steps[i].needs_count; k++)
            if (str_eq(s->steps[i].needs[k], id))
                return true;
    return false;
}

static void check_step(const struct graph *g, const struct scene_step *step)
{
    const struct scene_kind *kind = scene_kind_find(step->kind);

    check_needs(g, step);
    if (kind == NULL)
        return; /* said already */
    check_who(g, step);
    check_link(g, step);
    check_days(g, step);
    if (!kind->may_end && step->id.len > 0 && !is_needed(g->s, step->id))
        blame_step(g, SCENE_STEP_DEAD_END, step, (str){0});
}

/* ---- which steps there are ---- */

static size_t count_kind(const struct graph *g, const char *kind)
{
    size_t count = 0;

    for (size_t i = 0; i < g->s->steps_count; i++) {
        const struct scene_step *step = &g->s->steps[i];

        if (str_is(step->kind, kind) && ++count > 1)
            scene_blame(g->r, SCENE_STEP_SECOND, step->node->line, str_of(kind), step->id);
    }
    return count;
}

/* A step whose kind or role was refused may be the very one that seems to be missing. */
static bool all_known(const struct graph *g)
{
    for (size_t i = 0; i < g->s->steps_count; i++) {
        const struct scene_step *step = &g->s->steps[i];

        if (step->kind.len == 0 ||
            (step->role.len == 0 && scene_node_get(step->node, S("role")) != NULL))
            return false;
    }
    return true;
}

static void check_present(const struct graph *g, const char *kind, bool wanted)
{
    if (count_kind(g, kind) == 0 && wanted && all_known(g))
        scene_blame(
            g->r, SCENE_STEP_NONE, scene_line_of(g->s->node, "steps"), str_of(kind), (str){0});
}

static void check_unwanted(const struct graph *g, str kinds, const char *because)
{
    for (size_t i = 0; i < g->s->steps_count; i++)
        if (str_has_word(kinds, g->s->steps[i].kind))
            blame_step(g, SCENE_STEP_UNWANTED, &g->s->steps[i], str_of(because));
}

static void check_census(const struct graph *g)
{
    const struct scene *s = g->s;
    bool assessed = s->assess.len > 0 && !str_is(s->assess, "none");
    bool certified = false;

    for (size_t i = 0; i < s->acts_count; i++)
        certified =
            certified || (scene_act_event(s->acts[i]) != NULL && s->acts[i]->certificate.len > 0);
    check_present(g, "accept", true);
    check_present(g, "check", true);
    check_present(g, "record", true);
    check_present(g, "assess", assessed);
    check_present(g, "pay", assessed);
    check_present(g, "certify", certified);
    if (str_is(s->assess, "none"))
        check_unwanted(g, S("assess pay"), "assess: none");
    if (scene_event_of(s) != NULL && !certified)
        check_unwanted(g, S("certify issue deliver"), "certificate: none");
}

/* ---- the order ---- */

static bool needs_all_in(const struct scene *s, const struct scene_step *step, uint64_t placed)
{
    for (size_t i = 0; i < step->needs_count; i++) {
        size_t need = index_of(s, step->needs[i]);

        if (need < s->steps_count && (placed & bit(need)) == 0)
            return false;
    }
    return true;
}

/* A need of the step that is not placed yet; there is one. */
static size_t open_need(const struct scene *s, size_t step, uint64_t placed)
{
    for (size_t i = 0; i < s->steps[step].needs_count; i++) {
        size_t need = index_of(s, s->steps[step].needs[i]);

        if (need < s->steps_count && (placed & bit(need)) == 0)
            return need;
    }
    return step;
}

/* The steps of the cycle that `at` is part of. */
static uint64_t cycle_of(const struct scene *s, size_t at, uint64_t placed)
{
    uint64_t cycle = 0;

    for (; (cycle & bit(at)) == 0; at = open_need(s, at, placed))
        cycle |= bit(at);
    return cycle;
}

/* From a step that cannot be placed, its open needs lead into a cycle; returns the cycle's steps.
 */
static uint64_t blame_cycle(const struct graph *g, size_t from, uint64_t placed)
{
    uint64_t seen = 0, cycle, left;
    size_t at = from;
    str way;

    for (; (seen & bit(at)) == 0; at = open_need(g->s, at, placed))
        seen |= bit(at);
    cycle = cycle_of(g->s, at, placed);
    at = (size_t)__builtin_ctzll(cycle); /* tell it from its first step in the file */
    way = g->s->steps[at].id;
    left = cycle;
    for (size_t i = at; left != 0; left &= ~bit(i)) {
        i = open_need(g->s, i, placed);
        way = arena_printf(g->r->arena, "%.*s → %.*s", STR(way), STR(g->s->steps[i].id));
    }
    scene_blame(
        g->r, SCENE_NEEDS_CYCLE, scene_line_of(g->s->steps[at].node, "needs"), way, (str){0});
    return cycle;
}

static size_t first_open(const struct scene *s, uint64_t placed, bool ready)
{
    for (size_t i = 0; i < s->steps_count; i++)
        if ((placed & bit(i)) == 0 && (!ready || needs_all_in(s, &s->steps[i], placed)))
            return i;
    return s->steps_count;
}

/* Puts the steps so that each stands behind its needs, otherwise in the order of the file. False
 * when there is no such order. */
static bool put_in_order(struct graph *g)
{
    struct scene *s = g->s;
    struct scene_step *ordered = ARENA_MANY(g->r->arena, s->steps_count, struct scene_step);
    uint64_t placed = 0;
    size_t count = 0;

    for (size_t open = first_open(s, placed, false); open < s->steps_count;
         open = first_open(s, placed, false)) {
        size_t next = first_open(s, placed, true);

        if (next == s->steps_count) {
            placed |= blame_cycle(g, open, placed);
            continue;
        }
        placed |= bit(next);
        ordered[count++] = s->steps[next];
    }
    if (count == s->steps_count)
        s->steps = ordered;
    return count == s->steps_count;
}

static void find_before(struct graph *g)
{
    for (size_t i = 0; i < g->s->steps_count; i++) {
        const struct scene_step *step = &g->s->steps[i];

        for (size_t k = 0; k < step->needs_count; k++) {
            size_t need = index_of(g->s, step->needs[k]);

            if (need < i)
                g->before[i] |= bit(need) | g->before[need];
        }
    }
}

/* The sorts of steps that AFTER rows speak of. */
static bool is_of_sort(const struct scene_step *step, const char *sort)
{
    if (str_eq(S("essential"), str_of(sort)))
        return str_is(step->kind, "share") && step->essential;
    if (str_eq(S("registry"), str_of(sort)))
        return str_is(step->kind, "review") && str_is(step->role, "reviewer-registry");
    return str_is(step->kind, sort);
}

static void check_order(const struct graph *g, const char *later, const char *earlier)
{
    const struct scene *s = g->s;

    for (size_t i = 0; i < s->steps_count; i++)
        for (size_t k = 0; k < s->steps_count; k++)
            if (is_of_sort(&s->steps[i], later) && is_of_sort(&s->steps[k], earlier) &&
                (g->before[i] & bit(k)) == 0)
                blame_key(g, SCENE_STEP_NOT_BEFORE, &s->steps[i], "needs", s->steps[k].id);
}

static bool comes_after_share(const struct graph *g, size_t step, const char *share)
{
    for (size_t i = 0; i < g->s->steps_count; i++) {
        const struct scene_step *earlier = &g->s->steps[i];

        if ((g->before[step] & bit(i)) != 0 && earlier->when_ask.len == 0 &&
            str_is(earlier->kind, "share") && str_is(earlier->share, share))
            return true;
    }
    return false;
}

/* The assessment reads these facts: without them it would count no home and forget a tax. */
static void check_facts(const struct graph *g)
{
    for (size_t f = 0; f < COUNT(facts); f++) {
        if (!str_is(g->s->assess, facts[f].assess))
            continue;
        for (size_t i = 0; i < g->s->steps_count; i++)
            if (str_is(g->s->steps[i].kind, "assess") && !comes_after_share(g, i, facts[f].share))
                blame_key(g, SCENE_FACT_NEEDED, &g->s->steps[i], "needs", str_of(facts[f].share));
    }
}

/* A court's order that only blocks is entered at once, on its form alone (法发〔2004〕5号 3): the
 * officer who receives it answers for the entry. */
static bool is_blocking_order(const struct scene *s)
{
    for (size_t i = 0; i < s->acts_count; i++) {
        const struct registry_kind *kind = registry_kind_find(s->acts[i]->right_kind);

        if (kind == NULL || !kind->blocks)
            return false;
    }
    return str_is(s->basis, "order");
}

/* 登簿人: the officer whose review carries the entry. */
static void check_registry_review(const struct graph *g)
{
    for (size_t i = 0; i < g->s->steps_count; i++)
        if (is_of_sort(&g->s->steps[i], "registry") && g->s->steps[i].when_ask.len == 0)
            return;
    if (all_known(g) && !is_blocking_order(g->s))
        scene_blame(
            g->r, SCENE_REVIEW_NONE, scene_line_of(g->s->node, "steps"), (str){0}, (str){0});
}

/* The longest way by clocks after acceptance, from which the promise runs. */
static void check_promise(const struct graph *g)
{
    const struct scene *s = g->s;
    int64_t ends[SCENE_STEPS_MAX] = {0}, longest = 0;

    for (size_t i = 0; i < s->steps_count; i++) {
        for (size_t k = 0; k < i; k++)
            if ((g->before[i] & bit(k)) != 0 && ends[k] > ends[i])
                ends[i] = ends[k];
        if (!str_is(s->steps[i].kind, "accept"))
            ends[i] += s->steps[i].clock_minutes;
        if (ends[i] > longest)
            longest = ends[i];
    }
    if (s->promise_minutes > 0 && longest > s->promise_minutes)
        scene_blame(g->r, SCENE_PROMISE_SHORT,
            scene_line_of(scene_node_get(s->node, S("time")), "promise_minutes"),
            scene_number(g->r->arena, longest), scene_number(g->r->arena, s->promise_minutes));
}

/* ---- who hands the certificate out ---- */

static bool hands_out(const struct scene_step *step)
{
    return str_has_word(S("issue deliver"), step->kind);
}

static bool is_handed_out(const struct scene *s, str ask, str answer)
{
    for (size_t i = 0; i < s->steps_count; i++)
        if (hands_out(&s->steps[i]) && str_eq(s->steps[i].when_ask, ask) &&
            str_eq(s->steps[i].when_is, answer))
            return true;
    return false;
}

/* Where handing out depends on an answer, each answer must lead to somebody who does it. */
static void check_handing(const struct graph *g)
{
    const struct scene *s = g->s;
    const struct scene_step *first = NULL;
    str answers = {0};

    for (size_t i = 0; i < s->steps_count; i++) {
        if (hands_out(&s->steps[i]) && s->steps[i].when_ask.len == 0)
            return;
        if (hands_out(&s->steps[i]) && first == NULL)
            first = &s->steps[i];
    }
    if (first == NULL)
        return;
    for (size_t i = 0; i < s->asks_count; i++)
        if (str_eq(s->asks[i].id, first->when_ask))
            answers = scene_answers_of(&s->asks[i]);
    while (answers.len > 0) {
        str answer = str_cut(&answers, ' ');

        if (!is_handed_out(s, first->when_ask, answer))
            scene_blame(g->r, SCENE_HANDING_OPEN, scene_line_of(first->node, "when"),
                first->when_ask, answer);
    }
}

void scene_check_steps(struct scene_reading *r, struct scene *s)
{
    struct graph g = {.r = r, .s = s};

    for (size_t i = 0; i < s->steps_count; i++)
        check_step(&g, &s->steps[i]);
    check_census(&g);
    check_registry_review(&g);
    check_handing(&g);
    if (!put_in_order(&g))
        return;
    find_before(&g);
    for (size_t i = 0; i < COUNT(orders); i++)
        check_order(&g, orders[i].later, orders[i].earlier);
    check_facts(&g);
    check_promise(&g);
}
