/* The catalogue of rights as tables. */
#include "registry/right.h"

#include <stddef.h>

const struct registry_kind registry_kinds[] = {
#define RIGHT(id, family, line, document, bound, blocks, grounded, code, zh, en)                   \
    {id, FAMILY_##family, LINE_##line, document, bound, blocks, grounded, code, zh, en},
#include "registry/right.def"
#undef RIGHT
    {0}};
const struct registry_family_row registry_families[] = {
#define FAMILY(id, row, zh, en) {id, FAMILY_##row, zh, en},
#include "registry/right.def"
#undef FAMILY
    {0}};
const struct registry_sort registry_sorts[] = {
#define SORT(kind, id, code, zh, en) {kind, id, code, zh, en},
#include "registry/right.def"
#undef SORT
    {0}};
const struct registry_effect registry_effects[] = {
#define EFFECT(id, ends, makes, end_state, keeps, disposes, zh, en)                                \
    {id, ends, makes, end_state, keeps, disposes, zh, en},
#include "registry/right.def"
#undef EFFECT
    {0}};

const char registry_kind_words[] =
#define RIGHT(id, family, line, document, bound, blocks, grounded, code, zh, en) id " "
#include "registry/right.def"
#undef RIGHT
    ;
const char registry_right_words[] =
#define RIGHT(id, family, line, document, bound, blocks, grounded, code, zh, en) id " "
#define FAMILY(id, row, zh, en) id " "
#include "registry/right.def"
#undef FAMILY
#undef RIGHT
    ;
const char registry_effect_words[] =
#define EFFECT(id, ends, makes, end_state, keeps, disposes, zh, en) id " "
#include "registry/right.def"
#undef EFFECT
    ;

const struct registry_kind *registry_kind_find(str id)
{
    for (const struct registry_kind *k = registry_kinds; k->id != NULL; k++)
        if (str_is(id, k->id))
            return k;
    return NULL;
}

const struct registry_effect *registry_effect_find(str id)
{
    for (const struct registry_effect *e = registry_effects; e->id != NULL; e++)
        if (str_is(id, e->id))
            return e;
    return NULL;
}

const struct registry_sort *registry_sort_find(str kind, str id)
{
    for (const struct registry_sort *s = registry_sorts; s->kind != NULL; s++)
        if (str_is(kind, s->kind) && str_is(id, s->id))
            return s;
    return NULL;
}

const struct registry_family_row *registry_family_find(str id)
{
    for (const struct registry_family_row *f = registry_families; f->id != NULL; f++)
        if (str_is(id, f->id))
            return f;
    return NULL;
}

static str family_name(enum registry_family family)
{
    const struct registry_family_row *f = registry_families;

    while (f->family != family)
        f++; /* each has its row */
    return str_of(f->id);
}

str registry_family_of(str kind)
{
    const struct registry_kind *k = registry_kind_find(kind);

    if (k != NULL)
        return family_name(k->family);
    return registry_family_find(kind) != NULL ? kind : (str){0};
}

bool registry_is_title(str kind)
{
    return str_is(registry_family_of(kind), "title");
}

bool registry_kind_is(str kind, str word)
{
    return str_eq(kind, word) || str_eq(registry_family_of(kind), word);
}

str registry_kinds_of(struct arena *a, str word)
{
    str words = {0};

    for (const struct registry_kind *k = registry_kinds; k->id != NULL; k++)
        if (registry_kind_is(str_of(k->id), word))
            words = words.len == 0 ? str_of(k->id) : arena_printf(a, "%.*s %s", STR(words), k->id);
    return words;
}

str registry_sort_usual(str kind)
{
    for (const struct registry_sort *s = registry_sorts; s->kind != NULL; s++)
        if (str_is(kind, s->kind))
            return str_of(s->id);
    return (str){0};
}
