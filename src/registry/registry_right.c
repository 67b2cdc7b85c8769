/* The catalogue of rights as tables. */
#include "registry/right.h"

#include <stddef.h>

const struct registry_kind registry_kinds[] = {
#define RIGHT(id, family, line, document, bound, blocks, grounded, code, zh, en)                   \
    {id, FAMILY_##family, LINE_##line, document, bound, blocks, grounded, code, zh, en},
#include "registry/right.def"
#undef RIGHT
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

str registry_family_of(str kind)
{
    static const char *const families[] = {
        [FAMILY_TITLE] = "title", [FAMILY_BURDEN] = "burden", [FAMILY_GUARD] = "guard"};
    const struct registry_kind *k = registry_kind_find(kind);

    return k != NULL ? str_of(families[k->family]) : (str){0};
}

bool registry_is_title(str kind)
{
    const struct registry_kind *k = registry_kind_find(kind);

    return k != NULL && k->family == FAMILY_TITLE;
}

str registry_sort_usual(str kind)
{
    for (const struct registry_sort *s = registry_sorts; s->kind != NULL; s++)
        if (str_is(kind, s->kind))
            return str_of(s->id);
    return (str){0};
}
