/* The catalogue: scenes with their versions, one of them, and the loader's checks of a text that is
 * not installed. */
#include "app/admin.h"
#include "app/inputs.h"
#include "base/when.h"
#include "scene/scene.h"

#define CHECKED_FILE "scenes/check.yaml"

static str today_of(const struct ctx *ctx)
{
    return when_print_date(ctx->arena, when_date_of(ctx->now_ms));
}

/* A version that a newer one has replaced is past, though its own dates still run. */
static const struct admin_word *state_of(
    const struct scene_book *book, const struct scene *s, str today)
{
    const struct admin_word *state = admin_state(s->valid_from, s->valid_to, today);

    if (state == &admin_states[ADMIN_IN_FORCE] && scene_newest(book, s->id, today) != s)
        return &admin_states[ADMIN_PAST];
    return state;
}

/* What a draft may be begun with: the `by` of its sources, each once. */
static void show_keys(const struct scene *s, struct tree *list)
{
    for (size_t i = 0; i < s->sources_count; i++) {
        bool said = false;

        for (size_t k = 0; k < i; k++)
            said = said || str_eq(s->sources[k].by, s->sources[i].by);
        if (!said)
            tree_text(list, S(""), s->sources[i].by);
    }
}

static void show_line(const struct scene *s, const struct admin_word *state, struct tree *o)
{
    tree_text(o, S("scene"), s->id);
    tree_i64(o, S("version"), s->version);
    tree_text(o, S("name_zh"), s->name.zh);
    tree_text(o, S("name_en"), s->name.en);
    tree_text(o, S("valid_from"), s->valid_from);
    tree_text(o, S("valid_to"), s->valid_to);
    admin_word_show(o, "state", state);
    tree_text(o, S("about_zh"), s->about.zh);
    tree_text(o, S("about_en"), s->about.en);
    tree_text(o, S("topic"), s->topic);
    show_keys(s, tree_list(o, S("keys")));
    tree_i64(o, S("promise_minutes"), s->promise_minutes);
    tree_text(o, S("file"), s->file);
    tree_text(o, S("sha256"), s->sha256);
}

err own_scenes(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct scenes_in *wanted = in;
    const struct scene_book *book = app->city.scenes;
    struct tree *list = tree_list(out, S("scenes"));
    str today = today_of(ctx);

    (void)reply;
    for (size_t i = 0; i < book->count; i++) {
        const struct admin_word *state = state_of(book, book->scenes[i], today);

        if (wanted->all == 1 || state == &admin_states[ADMIN_IN_FORCE])
            show_line(book->scenes[i], state, tree_object(list, S("")));
    }
    return OK;
}

err own_scene(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct scene_name_in *wanted = in;
    const struct scene_book *book = app->city.scenes;
    const struct scene *scene = wanted->version > 0
                                    ? scene_exact(book, wanted->scene, wanted->version)
                                    : scene_newest(book, wanted->scene, today_of(ctx));

    (void)reply;
    if (scene == NULL)
        return E_MISSING;
    scene_show(scene, out);
    return OK;
}

static void show_faults(const struct scene_fault *faults, struct tree *list)
{
    for (const struct scene_fault *f = faults; f != NULL; f = f->next) {
        struct tree *o = tree_object(list, S(""));

        tree_i64(o, S("line"), f->line);
        tree_text(o, S("id"), str_of(f->id));
        tree_text(o, S("reason_zh"), f->reason_zh);
        tree_text(o, S("reason_en"), f->reason);
    }
}

static str beside_installed(const struct scene_book *book, const struct scene *s)
{
    const struct scene *installed = scene_exact(book, s->id, s->version);

    if (installed == NULL)
        return S("new");
    return str_eq(installed->sha256, s->sha256) ? S("same") : S("changed");
}

err own_scene_check(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct scene_check_in *wanted = in;
    struct scene_fault *faults = NULL;
    struct scene *scene = NULL;
    err e = scene_parse(ctx->arena, S(CHECKED_FILE), wanted->yaml, &scene, &faults);

    (void)reply;
    if (e != OK && e != E_INVALID)
        return e;
    tree_bool(out, S("clean"), e == OK);
    show_faults(faults, tree_list(out, S("faults")));
    if (e == OK) {
        tree_text(out, S("installed"), beside_installed(app->city.scenes, scene));
        scene_show(scene, tree_object(out, S("scene")));
        return OK;
    }
    tree_null(out, S("installed"));
    tree_null(out, S("scene"));
    return OK;
}
