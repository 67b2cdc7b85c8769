/* A scene as JSON: everything that its file says, the graph as it is drawn, and the guide
 * (办事指南) as it is read. Keys ending in _zh and _en are what a person sees. */
#include "base/buf.h"
#include "registry/right.h"
#include "scene/scene_internal.h"

#define SENTENCE_MAX_BYTES 4096

static const struct {
    const char *zh, *en;
} guide_rows[] = {
#define GUIDE(id, zh, en) {zh, en},
#include "scene/scene.def"
#undef GUIDE
};
enum guide_id {
#define GUIDE(id, zh, en) GUIDE_##id,
#include "scene/scene.def"
#undef GUIDE
};

static void show_zh_en(struct tree *o, const char *key, str zh, str en)
{
    tree_text(o, arena_printf(o->arena, "%s_zh", key), zh);
    tree_text(o, arena_printf(o->arena, "%s_en", key), en);
}

static void show_text(struct tree *o, const char *key, const struct scene_text *t)
{
    show_zh_en(o, key, t->zh, t->en);
}

static void show_word(struct tree *o, const char *key, const struct scene_word *w)
{
    if (w != NULL)
        show_zh_en(o, key, str_of(w->zh), str_of(w->en));
}

/* Blank-separated words as a list of {id, name}. */
static void show_words(struct tree *o, str key, str words, const struct scene_word *table)
{
    struct tree *list = tree_list(o, key);

    while (words.len > 0) {
        str id = str_cut(&words, ' ');
        struct tree *item = tree_object(list, S(""));

        tree_text(item, S("id"), id);
        show_word(item, "name", scene_word_find(table, id));
    }
}

static void show_when(struct tree *o, str ask, str is)
{
    struct tree *when;

    if (ask.len == 0) {
        tree_null(o, S("when"));
        return;
    }
    when = tree_object(o, S("when"));
    tree_text(when, S("ask"), ask);
    tree_text(when, S("is"), is);
}

static void show_time_and_place(const struct scene *s, struct tree *object)
{
    struct tree *o = tree_object(object, S("time"));

    tree_i64(o, S("promise_minutes"), s->promise_minutes);
    tree_i64(o, S("statutory_days"), s->statutory_days);
    tree_text(o, S("valid_from"), s->valid_from);
    tree_text_or_null(o, S("valid_to"), s->valid_to);
    o = tree_object(object, S("place"));
    show_words(o, S("channels"), s->channels, scene_channels);
    show_words(o, S("offices"), s->offices, scene_offices);
}

static void show_people(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->people_count; i++) {
        const struct scene_people *p = &s->people[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("id"), p->id);
        show_text(o, "name", &p->text);
        tree_text(o, S("side"), p->side);
        show_word(o, "side", scene_word_find(scene_sides, p->side));
        tree_i64(o, S("min"), p->min);
        tree_i64_or_null(o, S("max"), p->max);
        show_words(o, S("kinds"), p->kinds, scene_persons);
        tree_bool(o, S("holds"), p->holds);
        tree_bool(o, S("shares"), p->shares);
        tree_bool(o, S("absent"), p->absent);
    }
}

/* By its sort, its kind, or the family that stands for its kinds; empty: none of these. */
static struct scene_text right_text(const struct scene_act *act)
{
    const struct registry_sort *sort = registry_sort_find(act->right_kind, act->sort);
    const struct registry_kind *kind = registry_kind_find(act->right_kind);
    const struct registry_family_row *family = registry_family_find(act->right_kind);

    if (sort != NULL)
        return (struct scene_text){str_of(sort->zh), str_of(sort->en)};
    if (kind != NULL)
        return (struct scene_text){str_of(kind->zh), str_of(kind->en)};
    if (family != NULL)
        return (struct scene_text){str_of(family->zh), str_of(family->en)};
    return (struct scene_text){{0}, {0}};
}

/* 抵押权首次登记, by the event's row and the names of kind and sort. */
static void show_act_name(const struct scene_act *act, struct tree *o)
{
    const struct scene_event *event = scene_act_event(act);
    struct scene_text right = right_text(act);

    if (event == NULL || right.zh.len == 0)
        return;
    show_zh_en(o, "name", scene_fill(o->arena, event->zh, right.zh, (str){0}),
        scene_fill(o->arena, event->en, right.en, (str){0}));
}

static void show_act(const struct scene_act *act, struct tree *o)
{
    tree_i64(o, S("register_type"), act->register_type);
    tree_text(o, S("right"), act->right_kind);
    tree_text(o, S("effect"), act->effect);
    tree_text(o, S("sort"), act->sort);
    tree_text_or_null(o, S("certificate"), act->certificate);
    show_act_name(act, o);
}

/* What an application names besides the unit: nothing where the unit's title is meant. 预告转正式
 * ends an advance notice. */
static str target_kinds(struct arena *a, const struct scene *s)
{
    const struct registry_effect *effect = registry_effect_find(s->effect);

    if (effect == NULL || !effect->ends || registry_is_title(s->right_kind))
        return (str){0};
    return str_is(s->effect, "convert") ? S("advance") : registry_kinds_of(a, s->right_kind);
}

static void show_event_and_link(const struct scene *s, struct tree *object)
{
    struct tree *o = tree_object(object, S("event")), *acts;

    tree_i64(o, S("register_type"), s->register_type);
    tree_text(o, S("right"), s->right_kind);
    tree_text(o, S("effect"), s->effect);
    tree_text(o, S("sort"), s->sort);
    tree_text_or_null(o, S("certificate"), s->certificate);
    tree_text(o, S("basis"), s->basis);
    show_word(o, "basis", scene_word_find(scene_bases, s->basis));
    tree_text(o, S("sides"), s->sides);
    tree_bool(o, S("new_unit"), s->new_unit);
    tree_text(o, S("divides"), s->divides);
    tree_text_or_null(o, S("target"), target_kinds(o->arena, s));
    for (size_t i = 0; i < s->acts_count; i++)
        if (str_is(s->acts[i]->id, "event"))
            show_act_name(s->acts[i], o);
    acts = tree_list(o, S("entries"));
    for (size_t i = 0; i < s->acts_count; i++)
        show_act(s->acts[i], tree_object(acts, S("")));
    o = tree_object(object, S("link"));
    tree_text(o, S("assess"), s->assess);
    tree_bool(o, S("one_officer"), s->one_officer);
}

static void show_asks(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->asks_count; i++) {
        const struct scene_ask *ask = &s->asks[i];
        struct tree *o = tree_object(list, S("")), *choices;

        tree_text(o, S("id"), ask->id);
        show_text(o, "name", &ask->text);
        show_text(o, "why", &ask->why);
        tree_text(o, S("kind"), ask->kind);
        tree_bool(o, S("required"), ask->required);
        tree_i64(o, S("min"), ask->min);
        tree_i64(o, S("max"), ask->max);
        show_when(o, ask->when_ask, ask->when_is);
        choices = tree_list(o, S("choices"));
        for (size_t k = 0; k < ask->options_count; k++) {
            struct tree *choice = tree_object(choices, S(""));

            tree_text(choice, S("id"), ask->options[k].id);
            show_text(choice, "name", &ask->options[k].text);
        }
    }
}

static void show_papers(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->papers_count; i++) {
        const struct scene_paper *paper = &s->papers[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("id"), paper->id);
        show_text(o, "name", &paper->text);
        tree_bool(o, S("required"), paper->required);
        tree_text_or_null(o, S("share"), paper->share);
        show_words(o, S("receives"), paper->receives, scene_receivers);
    }
}

static void show_link(const struct scene_step *step, struct tree *o)
{
    const struct scene_link *link = scene_link_find(step);

    tree_text_or_null(o, S("department"), step->department);
    show_word(o, "department", scene_word_find(scene_departments, step->department));
    tree_text_or_null(o, S("share"), step->share);
    if (link != NULL)
        show_zh_en(o, "link", str_of(link->zh), str_of(link->en));
    tree_bool(o, S("essential"), step->essential);
}

static void show_steps(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->steps_count; i++) {
        const struct scene_step *step = &s->steps[i];
        struct tree *o = tree_object(list, S("")), *needs;

        tree_text(o, S("id"), step->id);
        show_text(o, "name", &step->text);
        tree_text(o, S("kind"), step->kind);
        show_word(o, "kind", scene_word_find(scene_step_kinds, step->kind));
        tree_bool(o, S("human"), scene_step_is_human(step));
        tree_text_or_null(o, S("role"), step->role);
        show_word(o, "role", scene_word_find(scene_roles, step->role));
        show_link(step, o);
        tree_i64(o, S("clock_minutes"), step->clock_minutes);
        tree_i64(o, S("days"), step->days);
        show_when(o, step->when_ask, step->when_is);
        needs = tree_list(o, S("needs"));
        for (size_t k = 0; k < step->needs_count; k++)
            tree_text(needs, S(""), step->needs[k]);
    }
}

/* ---- the graph ---- */

/* One more than the highest level among what the step needs. */
static int64_t level_of(const struct scene *s, const struct scene_step *step, const int64_t *levels)
{
    int64_t level = 0;

    for (size_t k = 0; k < step->needs_count; k++)
        for (size_t i = 0; i < s->steps_count; i++)
            if (str_eq(s->steps[i].id, step->needs[k]) && levels[i] >= level)
                level = levels[i] + 1;
    return level;
}

static void show_graph(const struct scene *s, struct tree *graph)
{
    struct tree *nodes = tree_list(graph, S("nodes")), *edges = tree_list(graph, S("edges"));
    int64_t levels[SCENE_STEPS_MAX] = {0};

    for (size_t i = 0; i < s->steps_count; i++) {
        const struct scene_step *step = &s->steps[i];
        struct tree *o = tree_object(nodes, S(""));

        levels[i] = level_of(s, step, levels); /* steps stand behind their needs */
        tree_text(o, S("id"), step->id);
        show_text(o, "name", &step->text);
        tree_text(o, S("kind"), step->kind);
        tree_bool(o, S("human"), scene_step_is_human(step));
        tree_i64(o, S("level"), levels[i]);
        for (size_t k = 0; k < step->needs_count; k++) {
            struct tree *edge = tree_object(edges, S(""));

            tree_text(edge, S("from"), step->needs[k]);
            tree_text(edge, S("to"), step->id);
        }
    }
}

/* ---- the guide ---- */

struct sentence {
    struct buf zh, en;
};

static void sentence_init(struct sentence *t, struct arena *a)
{
    buf_init(&t->zh, a, SENTENCE_MAX_BYTES);
    buf_init(&t->en, a, SENTENCE_MAX_BYTES);
}

static void sentence_add(struct sentence *t, str zh, str en)
{
    if (t->zh.len > 0) {
        buf_add_z(&t->zh, guide_rows[GUIDE_AND].zh);
        buf_add_z(&t->en, guide_rows[GUIDE_AND].en);
    }
    buf_add(&t->zh, zh);
    buf_add(&t->en, en);
}

static void sentence_add_words(struct sentence *t, str words, const struct scene_word *table)
{
    while (words.len > 0) {
        const struct scene_word *w = scene_word_find(table, str_cut(&words, ' '));

        if (w != NULL)
            sentence_add(t, str_of(w->zh), str_of(w->en));
    }
}

static void sentence_show(const struct sentence *t, struct tree *guide, const char *key)
{
    show_zh_en(guide, key, buf_str(&t->zh), buf_str(&t->en));
}

static void guide_who_where(const struct scene *s, struct tree *guide)
{
    struct sentence who, where, how;

    sentence_init(&who, guide->arena);
    sentence_init(&where, guide->arena);
    sentence_init(&how, guide->arena);
    for (size_t i = 0; i < s->people_count; i++)
        sentence_add(&who, s->people[i].text.zh, s->people[i].text.en);
    sentence_add_words(&where, s->offices, scene_offices);
    sentence_add_words(&how, s->channels, scene_channels);
    sentence_show(&who, guide, "who");
    sentence_show(&where, guide, "where");
    sentence_show(&how, guide, "how");
}

static void guide_papers(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->papers_count; i++) {
        const struct scene_paper *paper = &s->papers[i];
        enum guide_id id = paper->share.len > 0 ? GUIDE_PAPER_SHARED
                           : paper->required    ? GUIDE_PAPER_NEEDED
                                                : GUIDE_PAPER_IF;
        struct tree *o = tree_object(list, S(""));

        show_text(o, "name", &paper->text);
        show_zh_en(o, "how", str_of(guide_rows[id].zh), str_of(guide_rows[id].en));
    }
}

static void guide_show(const struct scene *s, struct tree *guide)
{
    str minutes = scene_number(guide->arena, s->promise_minutes);
    str days = scene_number(guide->arena, s->statutory_days);

    guide_who_where(s, guide);
    show_zh_en(guide, "when", scene_fill(guide->arena, guide_rows[GUIDE_PROMISE].zh, minutes, days),
        scene_fill(guide->arena, guide_rows[GUIDE_PROMISE].en, minutes, days));
    guide_papers(s, tree_list(guide, S("papers")));
    show_word(guide, "fees", scene_word_find(scene_assessments, s->assess));
}

void scene_show(const struct scene *s, struct tree *object)
{
    tree_text(object, S("scene"), s->id);
    tree_i64(object, S("version"), s->version);
    show_text(object, "name", &s->name);
    show_text(object, "about", &s->about);
    tree_text(object, S("topic"), s->topic);
    show_time_and_place(s, object);
    show_people(s, tree_list(object, S("people")));
    show_event_and_link(s, object);
    show_asks(s, tree_list(object, S("asks")));
    show_papers(s, tree_list(object, S("papers")));
    show_steps(s, tree_list(object, S("steps")));
    scene_show_sources(s, tree_list(object, S("prefill")));
    show_graph(s, tree_object(object, S("graph")));
    guide_show(s, tree_object(object, S("guide")));
    tree_text(object, S("sha256"), s->sha256);
}
