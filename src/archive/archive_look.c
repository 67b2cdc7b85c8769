/* What a scope opens: of a unit's page, or of the homes in a name. It is written down as it is
 * answered, and never worked out again. */
#include "archive/archive_store.h"

#include "base/ids.h"
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

static err show_history(struct ctx *ctx, str unit, int64_t as_of_entry, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_archive_history, &rows, text(ctx->region), text(unit), i64(as_of_entry)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_i64(o, S("entry"), take_i64(&row));
        tree_text(o, S("kind"), take_text(&row));
        tree_text(o, S("effect"), take_text(&row));
        tree_i64(o, S("made_ms"), take_i64(&row));
    }
    return OK;
}

static err show_file(struct ctx *ctx, str unit, int64_t as_of_entry, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_archive_file, &rows, text(ctx->region), text(unit), i64(as_of_entry)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("filing"), take_text(&row));
        tree_text(o, S("paper"), take_text(&row));
        tree_text(o, S("hash"), take_text(&row));
        tree_text(o, S("name"), take_text(&row));
    }
    return OK;
}

err archive_look(struct ctx *ctx, const struct registry_page *page, str scope, int64_t as_of_entry,
    struct tree *o)
{
    str unit = page->unit.code;

    tree_text(o, S("scope"), scope);
    if (opens(scope, "natural"))
        registry_show_particulars(&page->unit, tree_object(o, S("natural")));
    if (opens(scope, "existence"))
        show_existence(page, tree_object(o, S("existence")));
    if (opens(scope, "holders"))
        TRY(show_rights(ctx, page, false, tree_list(o, S("rights"))));
    if (opens(scope, "restrictions"))
        TRY(show_rights(ctx, page, true, tree_list(o, S("restrictions"))));
    if (opens(scope, "history"))
        TRY(show_history(ctx, unit, as_of_entry, tree_list(o, S("history"))));
    if (opens(scope, "file"))
        TRY(show_file(ctx, unit, as_of_entry, tree_list(o, S("file"))));
    return OK;
}

/* ---- homes ---- */

static void show_region(const struct place_region *region, int64_t entry, struct tree *o)
{
    tree_text(o, S("region"), region->region);
    tree_text(o, S("name_zh"), region->name_zh);
    tree_text(o, S("name_en"), region->name_en);
    tree_i64(o, S("entry"), entry);
}

/* One row behind its first column; the name under which it is held is handed back. */
static str show_house(struct db_row *row, struct tree *o)
{
    struct share share;
    int64_t area;
    str name;

    tree_text(o, S("unit"), take_text(row));
    tree_text(o, S("location"), take_text(row));
    tree_text(o, S("right"), take_text(row));
    tree_text(o, S("kind"), take_text(row));
    tree_text(o, S("holding"), take_text(row));
    name = take_text(row);
    tree_i64(o, S("area_cm2"), str_to_i64(take_text(row), &area) ? area : 0);
    tree_i64(o, S("entry"), take_i64(row));
    share.num = take_i64(row);
    share.den = take_i64(row);
    tree_text(o, S("share"), share_print(o->arena, share));
    return name;
}

struct looking {
    const struct archive_person *person;
    struct tree *houses, *regions;
    str other;
};

static err look_region(struct ctx *ctx, const struct place_region *region, struct looking *l)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_archive_houses, &rows, text(region->region),
        text(l->person->document_number), text(l->person->document_kind), i64(HOUSES_MAX + 2)));
    if (rows.count > HOUSES_MAX + 1)
        return E_TOO_LARGE;
    while (db_next(&rows, &row)) {
        struct tree *head = tree_new(ctx->arena, TREE_OBJECT);
        bool house = take_i64(&row) == 1;
        str name = show_house(&row, house ? tree_object(l->houses, S("")) : head);

        if (!house)
            show_region(region, tree_get_i64(head, S("entry"), 0), tree_object(l->regions, S("")));
        else if (!str_eq(name, l->person->name))
            l->other = name;
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
