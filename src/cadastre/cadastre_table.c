/* 楼盘表: the floors of a building, the units on each, and what each is by the registry's live
 * rights, the gravest first. */
#include "cadastre/cadastre_table.h"

#include "base/ids.h"

static const struct cadastre_state states[] = {
#define UNIT_STATE(id, right, zh, en) {id, right, zh, en},
#include "cadastre/cadastre.def"
#undef UNIT_STATE
};

/* A kind of right that stands for no state of its own is a title: ownership, a right to use land.
 */
static bool is_title(str kind)
{
    for (size_t i = 0; i < COUNT(states); i++)
        if (str_is(kind, states[i].right))
            return false;
    return true;
}

static const struct registry_right *title_of(const struct registry_page *page)
{
    for (size_t i = 0; page != NULL && i < page->rights_count; i++)
        if (is_title(page->rights[i].kind))
            return &page->rights[i];
    return NULL;
}

static bool has_right(const struct registry_page *page, const char *kind)
{
    for (size_t i = 0; page != NULL && i < page->rights_count; i++)
        if (str_is(page->rights[i].kind, kind))
            return true;
    return false;
}

const struct cadastre_state *cadastre_state_of(const struct registry_page *page, bool offered)
{
    const struct registry_right *title = title_of(page);
    const struct cadastre_state *s = states;

    for (; s < &states[COUNT(states) - 1]; s++) {
        if (s->right[0] != 0 && has_right(page, s->right))
            break;
        /* Offered until it has been sold once: its title replaces none. */
        if (str_is(str_of(s->id), "available") && offered &&
            (title == NULL || title->previous.len == 0))
            break;
        if (str_is(str_of(s->id), "owned") && title != NULL)
            break;
    }
    return s;
}

static const struct registry_page *page_of(const struct cadastre_table *t, str unit)
{
    size_t low = 0, high = t->pages_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (str_cmp(t->pages[middle].unit.code, unit) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->pages_count && str_eq(t->pages[low].unit.code, unit) ? &t->pages[low] : NULL;
}

static void show_word(const struct cadastre_state *s, struct tree *o)
{
    tree_text(o, S("state"), str_of(s->id));
    tree_text(o, S("state_zh"), str_of(s->zh));
    tree_text(o, S("state_en"), str_of(s->en));
}

static void show_holders(
    const struct registry_page *page, enum cadastre_sight sight, struct tree *list)
{
    struct arena *a = list->arena;

    for (size_t i = 0; page != NULL && i < page->rights_count; i++) {
        const struct registry_right *r = &page->rights[i];

        for (size_t j = 0; j < r->holders_count; j++) {
            const struct registry_holder *h = &r->holders[j];
            struct tree *o = tree_object(list, S(""));

            tree_text(o, S("kind"), r->kind);
            tree_text(o, S("name"), sight == SIGHT_FULL ? h->name : id_mask_name(a, h->name));
            tree_text(o, S("share"), share_print(a, h->share));
        }
    }
}

static void show_unit(struct cadastre_table *t, const struct cadastre_unit *u, struct tree *o)
{
    const struct registry_page *page = page_of(t, u->code);
    const struct cadastre_state *s = cadastre_state_of(page, u->permit.len > 0);
    struct tree *kinds;

    t->count[s - states]++;
    show_word(s, o);
    tree_text(o, S("unit"), u->code);
    tree_text(o, S("spaced"), id_unit_code_spaced(o->arena, u->code));
    tree_text(o, S("room"), u->room);
    tree_text(o, S("usage"), u->usage);
    tree_text(o, S("layout"), u->layout);
    tree_text(o, S("permit"), u->permit);
    tree_i64(o, S("area_cm2"), u->area_cm2);
    tree_i64(o, S("inside_cm2"), u->inside_cm2);
    tree_i64(o, S("shared_cm2"), u->shared_cm2);
    kinds = tree_list(o, S("rights"));
    for (size_t i = 0; page != NULL && i < page->rights_count; i++)
        if (i == 0 || !str_eq(page->rights[i].kind, page->rights[i - 1].kind))
            tree_text(kinds, S(""), page->rights[i].kind);
    if (t->sight != SIGHT_NOBODY)
        show_holders(page, t->sight, tree_list(o, S("holders")));
}

static bool is_surveyed(const struct cadastre_table *t, str unit)
{
    for (size_t i = 0; i < t->units_count; i++)
        if (str_eq(t->units[i].code, unit))
            return true;
    return false;
}

/* Registered without having been surveyed here: they stand in a row of their own. */
static void show_others(struct cadastre_table *t, struct tree *table)
{
    struct tree *list = NULL;

    for (size_t i = 0; i < t->pages_count; i++) {
        const struct registry_unit *r = &t->pages[i].unit;
        struct cadastre_unit u = {
            .code = r->code, .room = r->floor, .usage = r->usage, .area_cm2 = r->area_cm2};

        if (is_surveyed(t, r->code) || !str_is(r->state, "live"))
            continue;
        if (list == NULL) {
            struct tree *floor = tree_object(table, S(""));

            tree_null(floor, S("floor"));
            tree_text(floor, S("name"), (str){0});
            list = tree_list(floor, S("units"));
        }
        show_unit(t, &u, tree_object(list, S("")));
    }
}

void cadastre_table_show(struct cadastre_table *t, struct tree *table, struct tree *counts)
{
    for (size_t i = 0; i < t->floors_count; i++) {
        struct tree *floor = tree_object(table, S("")), *list;

        tree_i64(floor, S("floor"), t->floors[i].floor);
        tree_text(floor, S("name"), t->floors[i].name);
        list = tree_list(floor, S("units"));
        for (size_t j = 0; j < t->units_count; j++)
            if (t->units[j].floor == t->floors[i].floor && str_is(t->units[j].state, "live"))
                show_unit(t, &t->units[j], tree_object(list, S("")));
    }
    show_others(t, table);
    for (size_t i = 0; i < COUNT(states); i++) {
        struct tree *o = tree_object(counts, S(""));

        show_word(&states[i], o);
        tree_i64(o, S("count"), t->count[i]);
    }
}
