/* What a scope opens: of a unit's page, or of the homes in a name. It is written down as it is
 * answered, and never worked out again. */
#include "archive/archive_store.h"

#include "filing/filing.h"
#include "place/city.h"
#include "registry/registry_view.h"

#define HOUSES_MAX 500 /* a longer list is no proof for a window */

static bool opens(str scope, const char *id)
{
    return str_has_word(scope, str_of(id));
}

static bool has_kind(const struct registry_page *page, const char *kind)
{
    for (size_t i = 0; i < page->rights_count; i++)
        if (str_is(page->rights[i].kind, kind))
            return true;
    return false;
}

static void show_existence(const struct registry_page *page, struct tree *o)
{
    tree_bool(o, S("shared"), page->ownership != NULL && page->ownership->holders_count > 1);
#define RESTRICTION(kind, flag, zh) tree_bool(o, S(flag), has_kind(page, kind));
#include "archive/archive.def"
#undef RESTRICTION
}

/* The rights that restrict, or all others. */
static err show_rights(
    struct ctx *ctx, const struct registry_page *page, bool restricting, struct tree *list)
{
    struct registry_page part = {.unit = page->unit};

    part.rights = ARENA_MANY(ctx->arena, page->rights_count + 1, struct registry_right);
    for (size_t i = 0; i < page->rights_count; i++)
        if ((archive_restriction_flag(page->rights[i].kind) != NULL) == restricting)
            part.rights[part.rights_count++] = page->rights[i];
    return registry_show_rights(ctx, &part, list);
}

static void show_history(const struct registry_entry *entries, size_t count, struct tree *list)
{
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_i64(o, S("entry"), entries[i].number);
        tree_text(o, S("kind"), entries[i].right_kind);
        tree_text(o, S("effect"), entries[i].effect);
        tree_i64(o, S("made_ms"), entries[i].made_ms);
    }
}

static err show_papers(struct ctx *ctx, str filing, struct tree *list)
{
    struct filing_handed *papers;
    size_t count;

    TRY(filing_handed_in(ctx, filing, &papers, &count));
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("filing"), filing);
        tree_text(o, S("paper"), papers[i].paper);
        tree_text(o, S("hash"), papers[i].hash);
        tree_text(o, S("name"), papers[i].name);
    }
    return OK;
}

/* The papers of each filing that led to an entry; a filing with several is looked at once. */
static err show_file(
    struct ctx *ctx, const struct registry_entry *entries, size_t count, struct tree *list)
{
    for (size_t i = 0; i < count; i++) {
        bool seen = entries[i].filing.len == 0;

        for (size_t j = 0; j < i && !seen; j++)
            seen = str_eq(entries[j].filing, entries[i].filing);
        if (!seen)
            TRY(show_papers(ctx, entries[i].filing, list));
    }
    return OK;
}

static err look_back(struct ctx *ctx, str unit, str scope, struct tree *o)
{
    struct registry_entry *entries;
    size_t count;

    if (!opens(scope, "history") && !opens(scope, "file"))
        return OK;
    TRY(registry_entries_of_unit(ctx, unit, &entries, &count));
    if (opens(scope, "history"))
        show_history(entries, count, tree_list(o, S("history")));
    return opens(scope, "file") ? show_file(ctx, entries, count, tree_list(o, S("file"))) : OK;
}

err archive_look(struct ctx *ctx, const struct registry_page *page, str scope, struct tree *o)
{
    tree_text(o, S("scope"), scope);
    if (opens(scope, "natural"))
        registry_show_particulars(&page->unit, tree_object(o, S("natural")));
    if (opens(scope, "existence"))
        show_existence(page, tree_object(o, S("existence")));
    if (opens(scope, "holders"))
        TRY(show_rights(ctx, page, false, tree_list(o, S("rights"))));
    if (opens(scope, "restrictions"))
        TRY(show_rights(ctx, page, true, tree_list(o, S("restrictions"))));
    return look_back(ctx, page->unit.code, scope, o);
}

/* ---- homes ---- */

static void show_region(const struct place_region *region, int64_t entry, struct tree *o)
{
    tree_text(o, S("region"), region->region);
    tree_text(o, S("name_zh"), region->name_zh);
    tree_text(o, S("name_en"), region->name_en);
    tree_i64(o, S("entry"), entry);
}

static void show_home(const struct registry_home *h, struct tree *o)
{
    tree_text(o, S("unit"), h->unit);
    tree_text(o, S("location"), h->location);
    tree_text(o, S("right"), h->right);
    tree_text(o, S("kind"), h->kind);
    tree_text(o, S("holding"), h->holding);
    tree_i64(o, S("area_cm2"), h->area_cm2);
    tree_i64(o, S("entry"), h->entry);
    tree_text(o, S("share"), share_print(o->arena, h->share));
}

struct looking {
    const struct archive_person *person;
    struct tree *houses, *regions;
    str other;
};

static err look_region(struct ctx *ctx, const struct place_region *region, struct looking *l)
{
    struct registry_holder holder = {
        .document_kind = l->person->document_kind, .document_number = l->person->document_number};
    struct registry_homes found;
    str home = ctx->region;
    err e;

    ctx->region = region->region;
    e = registry_homes(ctx, &holder, HOUSES_MAX, &found);
    ctx->region = home;
    if (e != OK)
        return e;
    show_region(region, found.size, tree_object(l->regions, S("")));
    for (size_t i = 0; i < found.count; i++) {
        show_home(&found.homes[i], tree_object(l->houses, S("")));
        if (!str_eq(found.homes[i].name, l->person->name))
            l->other = found.homes[i].name;
    }
    return OK;
}

err archive_look_houses(
    struct ctx *ctx, const struct archive_person *person, struct tree *o, str *ret_other)
{
    struct looking l = {.person = person};

    tree_text(o, S("scope"), S("houses"));
    l.houses = tree_list(o, S("houses"));
    l.regions = tree_list(o, S("regions"));
    for (size_t i = 0; i < ctx->city->regions_count; i++)
        TRY(look_region(ctx, &ctx->city->regions[i], &l));
    *ret_other = l.other;
    return OK;
}
