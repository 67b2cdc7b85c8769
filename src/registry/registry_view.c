/* The register before and after an entry, for whoever decides on it: rights with their holders, and
 * what becomes of each. */
#include "registry/registry_view.h"
#include "base/ids.h"
#include "registry/registry_store.h"

OUTPUT_TABLE(registry_unit_view_out, REGISTRY_UNIT_VIEW_OUT)
OUTPUT_TABLE(registry_view_holder_out, REGISTRY_VIEW_HOLDER_OUT)
OUTPUT_TABLE(registry_view_out, REGISTRY_VIEW_OUT)
OUTPUT_TABLE(registry_change_out, REGISTRY_CHANGE_OUT)

struct change_words {
    const char *kind, *change, *zh, *en;
};

static const struct change_words changes[] = {
#define CHANGE(kind, change, zh, en) {kind, change, zh, en},
#include "registry/change.def"
#undef CHANGE
};

void registry_show_particulars(const struct registry_unit *u, struct tree *o)
{
    tree_text(o, S("location"), u->location);
    tree_text(o, S("usage"), u->usage);
    tree_text(o, S("structure"), u->structure);
    tree_text(o, S("floor"), u->floor);
    tree_i64(o, S("floors"), u->floors);
    tree_i64(o, S("area_cm2"), u->area_cm2);
    tree_text(o, S("land_kind"), u->land_kind);
    tree_text(o, S("land_until"), u->land_until);
}

void registry_show_holders(const struct registry_right *r, struct tree *list)
{
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("name"), h->name);
        tree_text(o, S("document_kind"), h->document_kind);
        tree_text(o, S("document_number"), id_mask_document(o->arena, h->document_number));
        tree_text(o, S("share"), share_print(o->arena, h->share));
    }
}

static err show_right(struct ctx *ctx, const struct registry_right *r, struct tree *o)
{
    struct registry_entry entry = {0};

    if (r->entry_made > 0)
        TRY(registry_entry_get(ctx, r->entry_made, &entry));
    tree_text(o, S("right"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("sort"), r->sort);
    tree_text(o, S("holding"), r->holding);
    registry_show_holders(r, tree_list(o, S("holders")));
    tree_i64(o, S("rank"), r->rank);
    tree_i64(o, S("amount_fen"), r->amount_fen);
    tree_text(o, S("begins_on"), r->begins_on);
    tree_text(o, S("ends_on"), r->ends_on);
    tree_bool(o, S("no_transfer"), r->no_transfer);
    tree_bool(o, S("maximum"), r->maximum);
    tree_text(o, S("cause"), r->cause);
    tree_text(o, S("lapses_on"), r->lapses_on);
    tree_text(o, S("terms"), r->terms);
    tree_text(o, S("dominant"), r->dominant);
    tree_i64(o, S("entry_made"), r->entry_made);
    tree_i64(o, S("since_ms"), entry.made_ms);
    return OK;
}

err registry_show_rights(struct ctx *ctx, const struct registry_page *page, struct tree *list)
{
    for (size_t i = 0; i < page->rights_count; i++)
        TRY(show_right(ctx, &page->rights[i], tree_object(list, S(""))));
    return OK;
}

/* `words` with the name of the right in the place of {a}. */
static str name_in(struct arena *a, const char *words, const char *name)
{
    str s = str_of(words);
    size_t at;

    if (!str_find(s, S("{a}"), &at))
        return s;
    return arena_printf(
        a, "%.*s%s%.*s", STR(str_slice(s, 0, at)), name, STR(str_slice(s, at + 3, s.len)));
}

static const struct change_words *find_words(str kind, const char *change)
{
    for (size_t i = 0; i < COUNT(changes); i++)
        if (str_is(str_of(change), changes[i].change) &&
            (str_is(kind, changes[i].kind) || str_is(registry_family_of(kind), changes[i].kind)))
            return &changes[i];
    return NULL;
}

static void show_change(const struct registry_right *r, const char *change, struct tree *list)
{
    const struct registry_kind *kind = registry_kind_find(r->kind);
    const struct change_words *words = find_words(r->kind, change);
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("right"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("change"), str_of(change));
    if (words == NULL || kind == NULL)
        return;
    tree_text(o, S("zh"), name_in(o->arena, words->zh, kind->zh));
    tree_text(o, S("en"), name_in(o->arena, words->en, kind->en));
}

void registry_show_changes(
    const struct registry_page *before, const struct registry_page *after, struct tree *list)
{
    for (size_t i = 0; i < before->rights_count; i++) {
        const struct registry_right *was = &before->rights[i];
        const struct registry_right *is = registry_page_right(after, was->id);

        show_change(was, is == NULL ? "ended" : is->rank != was->rank ? "changed" : "kept", list);
    }
    for (size_t i = 0; i < after->rights_count; i++)
        if (registry_page_right(before, after->rights[i].id) == NULL)
            show_change(&after->rights[i], "created", list);
}
