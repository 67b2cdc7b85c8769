/* All scenes of a process. A filing stays with the version with which it began, so old versions
 * remain in the book as files of their own. */
#include "scene/scene_internal.h"

#define FOLDER S("scenes/")
#define ENDING S(".yaml")

static bool is_scene_file(const struct embed_file *file)
{
    str path = str_of(file->path);

    return str_starts(path, FOLDER) && str_ends(path, ENDING);
}

static size_t count_files(const struct embed_file *files)
{
    size_t count = 0;

    for (; files->path != NULL; files++)
        count += is_scene_file(files);
    return count;
}

static void append_faults(struct scene_fault **all, struct scene_fault *faults)
{
    while (*all != NULL)
        all = &(*all)->next;
    *all = faults;
}

static void refuse_twice(
    struct arena *a, const struct scene_book *book, const struct scene *s, struct scene_fault **all)
{
    struct scene_reading r = {.arena = a, .file = s->file};

    if (scene_exact(book, s->id, s->version) == NULL)
        return;
    scene_blame(&r, SCENE_BOOK_TWICE, scene_line_of(s->node, "version"), s->id,
        scene_number(a, s->version));
    append_faults(all, r.faults);
}

err scene_book_read(struct arena *a, const struct embed_file *files, struct scene_book *ret,
    struct scene_fault **ret_faults)
{
    struct scene_book book = {.scenes = ARENA_MANY(a, count_files(files) + 1, struct scene *)};

    *ret_faults = NULL;
    for (; files->path != NULL; files++) {
        str yaml = {(const char *)files->bytes, files->len};
        struct scene_fault *faults;
        struct scene *s;
        err e;

        if (!is_scene_file(files))
            continue;
        e = scene_parse(a, str_of(files->path), yaml, &s, &faults);
        if (e != OK && e != E_INVALID)
            return e;
        append_faults(ret_faults, faults);
        if (e == E_INVALID)
            continue;
        refuse_twice(a, &book, s, ret_faults);
        book.scenes[book.count++] = s;
    }
    if (*ret_faults != NULL)
        return E_INVALID;
    *ret = book;
    return OK;
}

static bool is_valid_on(const struct scene *s, str date)
{
    return str_cmp(s->valid_from, date) <= 0 &&
           (s->valid_to.len == 0 || str_cmp(date, s->valid_to) <= 0);
}

const struct scene *scene_newest(const struct scene_book *book, str id, str date)
{
    const struct scene *newest = NULL;

    for (size_t i = 0; i < book->count; i++) {
        const struct scene *s = book->scenes[i];

        if (str_eq(s->id, id) && is_valid_on(s, date) &&
            (newest == NULL || s->version > newest->version))
            newest = s;
    }
    return newest;
}

const struct scene *scene_exact(const struct scene_book *book, str id, int64_t version)
{
    for (size_t i = 0; i < book->count; i++)
        if (str_eq(book->scenes[i]->id, id) && book->scenes[i]->version == version)
            return book->scenes[i];
    return NULL;
}

const struct scene_act *scene_main_act(const struct scene *s)
{
    for (size_t i = 0; i < s->acts_count; i++)
        if (str_is(s->acts[i]->id, "event"))
            return s->acts[i];
    return s->acts[0];
}

bool scene_reaches(const struct scene *s)
{
    for (size_t i = 0; i < s->acts_count; i++)
        if (s->acts[i]->from.len > 0 || s->acts[i]->on.len > 0)
            return true;
    return false;
}

const struct scene_step *scene_step_find(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->steps_count; i++)
        if (str_eq(s->steps[i].id, id))
            return &s->steps[i];
    return NULL;
}

bool scene_step_is_human(const struct scene_step *s)
{
    const struct scene_kind *kind = scene_kind_find(s->kind);

    return kind != NULL && kind->human;
}
