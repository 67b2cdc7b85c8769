/* The sources of a draft (预填): what a scene may ask before there is a filing, checked, and shown.
 */
#include "scene/scene_internal.h"

static bool offers(const struct scene_offer *o, const struct scene_source *source)
{
    return str_is(source->department, o->department) && str_is(source->share, o->share);
}

str scene_source_param(const struct scene_source *source)
{
    for (const struct scene_offer *o = scene_offers; o->department != NULL; o++)
        if (offers(o, source))
            return str_of(o->param);
    return (str){0};
}

const char *scene_gift_kind(const struct scene_source *source, const struct scene_gift *gift)
{
    for (const struct scene_given *g = scene_givens; g->department != NULL; g++)
        if (str_is(source->department, g->department) && str_is(source->share, g->share) &&
            str_is(gift->from, g->member))
            return g->kind;
    return NULL;
}

static str add_to_list(struct arena *a, str list, str item)
{
    return list.len == 0 ? item : arena_printf(a, "%.*s, %.*s", STR(list), STR(item));
}

static str offers_list(struct arena *a)
{
    str list = {0};

    for (const struct scene_offer *o = scene_offers; o->department != NULL; o++)
        list = add_to_list(a, list, arena_printf(a, "%s/%s", o->department, o->share));
    return list;
}

static str givens_list(struct arena *a, const struct scene_source *source)
{
    str list = {0};

    for (const struct scene_given *g = scene_givens; g->department != NULL; g++)
        if (str_is(source->department, g->department) && str_is(source->share, g->share))
            list = add_to_list(a, list, str_of(g->member));
    return list;
}

static const struct scene_ask *find_ask(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->asks_count; i++)
        if (str_eq(s->asks[i].id, id))
            return &s->asks[i];
    return NULL;
}

static bool is_people(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->people_count; i++)
        if (str_eq(s->people[i].id, id))
            return true;
    return false;
}

static bool may_fill(const struct scene *s, const char *kind, str to)
{
    const struct scene_ask *ask = find_ask(s, to);
    str what = str_of(kind);

    if (str_has_word(S("unit target"), what))
        return str_eq(to, what);
    if (str_is(what, "parties"))
        return is_people(s, to);
    return ask != NULL && str_eq(ask->kind, what);
}

static void check_gift(struct scene_reading *r, const struct scene *s,
    const struct scene_source *source, const struct scene_gift *gift)
{
    const char *kind = scene_gift_kind(source, gift);

    if (gift->to.len == 0 || gift->from.len == 0)
        return; /* said already */
    if (kind == NULL)
        scene_blame(r, SCENE_SOURCE_FROM, scene_line_of(gift->node, "from"), source->id,
            givens_list(r->arena, source));
    else if (!may_fill(s, kind, gift->to))
        scene_blame(r, SCENE_SOURCE_TO, scene_line_of(gift->node, "to"), gift->to, str_of(kind));
}

static void check_source(
    struct scene_reading *r, const struct scene *s, const struct scene_source *source)
{
    const struct scene_ask *ask = find_ask(s, source->by);

    if (source->by.len > 0 && scene_word_find(scene_keys, source->by) == NULL &&
        (ask == NULL || (ask->kind.len > 0 && !str_is(ask->kind, "text"))))
        scene_blame(r, SCENE_SOURCE_BY, scene_line_of(source->node, "by"), source->id, source->by);
    if (source->department.len == 0 || source->share.len == 0)
        return; /* said already */
    if (scene_source_param(source).len == 0) {
        scene_blame(r, SCENE_SOURCE_UNKNOWN, scene_line_of(source->node, "department"), source->id,
            offers_list(r->arena));
        return;
    }
    for (size_t i = 0; i < source->gives_count; i++)
        check_gift(r, s, source, &source->gives[i]);
}

void scene_check_sources(struct scene_reading *r, const struct scene *s)
{
    for (size_t i = 0; i < s->sources_count; i++)
        check_source(r, s, &s->sources[i]);
}

static void show_text(struct tree *o, const char *key, struct scene_text t)
{
    tree_text(o, arena_printf(o->arena, "%s_zh", key), t.zh);
    tree_text(o, arena_printf(o->arena, "%s_en", key), t.en);
}

/* What the page asks for first: a key of scene.def, or an ask under its own name. */
static struct scene_text key_text(const struct scene *s, str by)
{
    const struct scene_word *w = scene_word_find(scene_keys, by);
    const struct scene_ask *ask = find_ask(s, by);

    if (w != NULL)
        return (struct scene_text){str_of(w->zh), str_of(w->en)};
    return ask != NULL ? ask->text : (struct scene_text){0};
}

void scene_show_sources(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->sources_count; i++) {
        const struct scene_source *source = &s->sources[i];
        struct tree *o = tree_object(list, S("")), *gives;

        tree_text(o, S("id"), source->id);
        tree_text(o, S("by"), source->by);
        show_text(o, "by", key_text(s, source->by));
        tree_text(o, S("department"), source->department);
        show_text(o, "department", scene_department_text(source->department));
        tree_text(o, S("share"), source->share);
        show_text(o, "share", scene_share_text(source->department, source->share));
        gives = tree_list(o, S("gives"));
        for (size_t k = 0; k < source->gives_count; k++) {
            struct tree *gift = tree_object(gives, S(""));

            tree_text(gift, S("to"), source->gives[k].to);
            tree_text(gift, S("from"), source->gives[k].from);
        }
    }
}
