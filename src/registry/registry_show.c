/* Rights and pages as trees: the full form that an entry's content holds, and the form for readers.
 */
#include "base/ids.h"
#include "registry/registry_store.h"
#include "registry/registry_view.h"

static void write_holders(const struct registry_right *r, struct tree *list)
{
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("party"), h->party);
        tree_text(o, S("name"), h->name);
        tree_text(o, S("document_kind"), h->document_kind);
        tree_text(o, S("document_number"), h->document_number);
        tree_i64(o, S("share_num"), h->share.num);
        tree_i64(o, S("share_den"), h->share.den);
    }
}

void registry_write_right(const struct registry_right *r, struct tree *o)
{
    tree_text(o, S("id"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("holding"), r->holding);
    tree_i64(o, S("rank"), r->rank);
    tree_i64(o, S("amount_fen"), r->amount_fen);
    tree_text(o, S("begins_on"), r->begins_on);
    tree_text(o, S("ends_on"), r->ends_on);
    tree_bool(o, S("no_transfer"), r->no_transfer);
    tree_bool(o, S("maximum"), r->maximum);
    tree_text(o, S("cause"), r->cause);
    tree_text(o, S("previous"), r->previous);
    tree_text(o, S("sort"), r->sort);
    tree_text(o, S("lapses_on"), r->lapses_on);
    tree_text(o, S("terms"), r->terms);
    tree_text(o, S("dominant"), r->dominant);
    tree_i64(o, S("since_entry"), r->since_entry);
    write_holders(r, tree_list(o, S("holders")));
}

/* Entries made before the catalogue of rights say no sort and no last day: they follow from what
 * they do say. */
static void read_unsaid(const struct tree *o, struct registry_right *r)
{
    const struct registry_kind *k = registry_kind_find(r->kind);

    if (tree_get(o, S("sort")) != NULL)
        return;
    r->sort = r->maximum ? S("maximum") : registry_sort_usual(r->kind);
    if (k != NULL && k->line == LINE_EFFECTIVE)
        r->lapses_on = r->ends_on;
}

void registry_read_right(struct arena *a, const struct tree *o, struct registry_right *ret)
{
    const struct tree *list = tree_get(o, S("holders"));
    size_t count = list != NULL ? list->count : 0;
    struct registry_holder *h;

    *ret = (struct registry_right){.id = tree_get_text(o, S("id")),
        .kind = tree_get_text(o, S("kind")),
        .holding = tree_get_text(o, S("holding")),
        .rank = tree_get_i64(o, S("rank"), -1),
        .amount_fen = tree_get_i64(o, S("amount_fen"), -1),
        .begins_on = tree_get_text(o, S("begins_on")),
        .ends_on = tree_get_text(o, S("ends_on")),
        .no_transfer = tree_get_bool(o, S("no_transfer"), false),
        .maximum = tree_get_bool(o, S("maximum"), false),
        .cause = tree_get_text(o, S("cause")),
        .previous = tree_get_text(o, S("previous")),
        .sort = tree_get_text(o, S("sort")),
        .lapses_on = tree_get_text(o, S("lapses_on")),
        .terms = tree_get_text(o, S("terms")),
        .dominant = tree_get_text(o, S("dominant")),
        .since_entry = tree_get_i64(o, S("since_entry"), 0),
        .state = S("live"),
        .holders_count = count};
    read_unsaid(o, ret);
    h = ret->holders = ARENA_MANY(a, count + 1, struct registry_holder);
    for (const struct tree *t = list != NULL ? list->first : NULL; t != NULL; t = t->next, h++) {
        h->party = tree_get_text(t, S("party"));
        h->name = tree_get_text(t, S("name"));
        h->document_kind = tree_get_text(t, S("document_kind"));
        h->document_number = tree_get_text(t, S("document_number"));
        h->share.num = tree_get_i64(t, S("share_num"), 0);
        h->share.den = tree_get_i64(t, S("share_den"), 0);
    }
}

void registry_write_unit(const struct registry_unit *u, struct tree *o)
{
    tree_text(o, S("code"), u->code);
    registry_show_particulars(u, o);
}

void registry_read_unit(const struct tree *o, struct registry_unit *ret)
{
    *ret = (struct registry_unit){.code = tree_get_text(o, S("code")),
        .location = tree_get_text(o, S("location")),
        .usage = tree_get_text(o, S("usage")),
        .structure = tree_get_text(o, S("structure")),
        .floor = tree_get_text(o, S("floor")),
        .floors = tree_get_i64(o, S("floors"), -1),
        .area_cm2 = tree_get_i64(o, S("area_cm2"), -1),
        .land_kind = tree_get_text(o, S("land_kind")),
        .land_until = tree_get_text(o, S("land_until"))};
}

static void show_right(const struct registry_right *r, bool masked, struct tree *o)
{
    struct tree *list;

    tree_text(o, S("id"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("state"), r->state);
    tree_text(o, S("holding"), r->holding);
    tree_i64(o, S("rank"), r->rank);
    tree_i64(o, S("amount_fen"), r->amount_fen);
    tree_text(o, S("begins_on"), r->begins_on);
    tree_text(o, S("ends_on"), r->ends_on);
    tree_bool(o, S("no_transfer"), r->no_transfer);
    tree_bool(o, S("maximum"), r->maximum);
    tree_text(o, S("cause"), r->cause);
    tree_text(o, S("sort"), r->sort);
    tree_text(o, S("lapses_on"), r->lapses_on);
    tree_text(o, S("terms"), r->terms);
    tree_text(o, S("dominant"), r->dominant);
    tree_text(o, S("previous"), r->previous);
    tree_i64(o, S("entry_made"), r->entry_made);
    tree_i64(o, S("entry_ended"), r->entry_ended);
    list = tree_list(o, S("holders"));
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];
        struct tree *t = tree_object(list, S(""));
        struct arena *a = o->arena;

        tree_text(t, S("name"), masked ? id_mask_name(a, h->name) : h->name);
        tree_text(t, S("document_kind"), h->document_kind);
        tree_text(t, S("document_number"),
            masked ? id_mask_document(a, h->document_number) : h->document_number);
        tree_text(t, S("share"), share_print(a, h->share));
    }
}

void registry_show_page(const struct registry_page *page, bool masked, struct tree *o)
{
    struct tree *unit = tree_object(o, S("unit"));
    struct tree *rights = tree_list(o, S("rights"));

    registry_write_unit(&page->unit, unit);
    tree_text(unit, S("spaced"), id_unit_code_spaced(o->arena, page->unit.code));
    tree_text(unit, S("state"), page->unit.state);
    tree_i64(unit, S("entry_made"), page->unit.entry_made);
    for (size_t i = 0; i < page->rights_count; i++)
        show_right(&page->rights[i], masked, tree_object(rights, S("")));
}

void registry_show_serving(
    const struct registry_right *rights, size_t count, bool masked, struct tree *list)
{
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("unit"), rights[i].unit);
        show_right(&rights[i], masked, tree_object(o, S("right")));
    }
}
