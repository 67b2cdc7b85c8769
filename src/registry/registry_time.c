/* The book read backwards: a unit as it stood at a moment, and what each entry did to it. */
#include "registry/registry_time.h"
#include "base/ids.h"
#include "base/when.h"
#include "registry/registry_store.h"
#include "staff/staff.h"

OUTPUT_TABLE(registry_history_entry_out, REGISTRY_HISTORY_ENTRY_OUT)
OUTPUT_TABLE(registry_history_right_out, REGISTRY_HISTORY_RIGHT_OUT)
OUTPUT_TABLE(registry_history_out, REGISTRY_HISTORY_OUT)
OUTPUT_TABLE(registry_entry_side_out, REGISTRY_ENTRY_SIDE_OUT)
OUTPUT_TABLE(registry_entry_out, REGISTRY_ENTRY_OUT)

#define INPUT_HERE struct registry_unit_in
INPUT_TABLE(registry_unit_in, REGISTRY_UNIT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_history_in
INPUT_TABLE(registry_history_in, REGISTRY_HISTORY_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_entry_in
INPUT_TABLE(registry_entry_in, REGISTRY_ENTRY_IN)
#undef INPUT_HERE

/* ---- a page at a moment ---- */

/* The number of the last entry made by `at_ms`. The book's order is that of numbers; a clock that
 * went back does not change it, so everything before an entry that counts, counts too. */
static int64_t last_by(const struct registry_entry *entries, size_t count, int64_t at_ms)
{
    for (size_t i = count; i > 0; i--)
        if (entries[i - 1].made_ms <= at_ms)
            return entries[i - 1].number;
    return 0;
}

static err show_at(struct ctx *ctx, str unit, int64_t at_ms, struct tree *out)
{
    struct registry_entry *entries;
    struct registry_page page;
    size_t count;
    int64_t number;

    TRY(registry_entries_of_unit(ctx, unit, &entries, &count));
    number = last_by(entries, count, at_ms);
    if (number == 0)
        return E_MISSING; /* the unit was not in the book yet */
    TRY(registry_page_at(ctx, unit, number, &page));
    registry_show_page(&page, false, out);
    tree_i64(out, S("as_of_ms"), at_ms);
    return OK;
}

static err show_now(struct ctx *ctx, str unit, struct tree *out)
{
    struct registry_right *serving;
    struct registry_page page;
    size_t count;

    TRY(registry_page_get(ctx, unit, &page));
    registry_show_page(&page, false, out);
    TRY(registry_serving(ctx, unit, &serving, &count));
    registry_show_serving(serving, count, false, tree_list(out, S("serving")));
    return OK;
}

err registry_unit_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_unit_in *in = arg;
    int64_t at_ms;

    if (in->at.len == 0)
        return show_now(ctx, in->unit, out);
    if (!when_parse(in->at, &at_ms)) {
        why_add(ctx, &INPUT_FORM, S("at"), in->at);
        return E_INVALID;
    }
    return show_at(ctx, in->unit, at_ms, out);
}

/* ---- what each entry did ---- */

struct looking_back {
    struct registry_fold fold;
    struct registry_page before, after;
};

static err step(struct ctx *ctx, struct looking_back *b, const struct registry_entry *e)
{
    b->before = b->after;
    if (!registry_fold_entry(ctx->arena, &b->fold, e))
        return E_FAULT;
    registry_fold_page(ctx->arena, &b->fold, e->unit, &b->after);
    return OK;
}

static err show_recorder(struct ctx *ctx, str id, struct tree *o)
{
    struct staff s = {0};
    err e = staff_get(ctx, id, &s);

    if (e != OK && e != E_MISSING)
        return e;
    tree_text(o, S("recorder"), e == OK ? s.name : id);
    return OK;
}

static err show_entry(
    struct ctx *ctx, const struct looking_back *b, const struct registry_entry *e, struct tree *o)
{
    tree_i64(o, S("number"), e->number);
    tree_i64(o, S("made_ms"), e->made_ms);
    tree_i64(o, S("register_type"), e->register_type);
    tree_text(o, S("effect"), e->effect);
    tree_text(o, S("right_kind"), e->right_kind);
    tree_text(o, S("filing"), e->filing);
    TRY(show_recorder(ctx, e->recorder, o));
    registry_show_changes(&b->before, &b->after, tree_list(o, S("changes")));
    return OK;
}

static void show_right(const struct registry_right *r, struct tree *o)
{
    tree_text(o, S("right"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("state"), r->state);
    tree_text(o, S("previous"), r->previous);
    tree_text(o, S("holding"), r->holding);
    registry_show_holders(r, tree_list(o, S("holders")));
    tree_i64(o, S("amount_fen"), r->amount_fen);
    tree_text(o, S("cause"), r->cause);
    tree_i64(o, S("entry_made"), r->entry_made);
    tree_i64(o, S("entry_ended"), r->entry_ended);
}

err registry_history_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_history_in *in = arg;
    struct looking_back b = {0};
    struct registry_entry *entries;
    struct tree *list;
    size_t count;

    TRY(registry_entries_of_unit(ctx, in->unit, &entries, &count));
    if (count == 0)
        return E_MISSING;
    registry_fold_begin(ctx->arena, count, &b.fold);
    tree_text(out, S("unit"), in->unit);
    list = tree_list(out, S("entries"));
    for (size_t i = 0; i < count; i++) {
        TRY(step(ctx, &b, &entries[i]));
        TRY(show_entry(ctx, &b, &entries[i], tree_object(list, S(""))));
    }
    tree_text(out, S("location"), b.after.unit.location);
    list = tree_list(out, S("rights"));
    for (size_t i = 0; i < b.fold.count; i++)
        show_right(&b.fold.rights[i], tree_object(list, S("")));
    return OK;
}

static err show_side(struct ctx *ctx, const struct registry_page *page, struct tree *o)
{
    registry_show_particulars(&page->unit, tree_object(o, S("unit")));
    return registry_show_rights(ctx, page, tree_list(o, S("rights")));
}

err registry_entry_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_entry_in *in = arg;
    struct looking_back b = {0};
    struct registry_entry *entries;
    size_t count, at = 0;

    TRY(registry_entries_of_unit(ctx, in->unit, &entries, &count));
    registry_fold_begin(ctx->arena, count, &b.fold);
    while (at < count && entries[at].number <= in->number)
        TRY(step(ctx, &b, &entries[at++]));
    if (at == 0 || entries[at - 1].number != in->number)
        return E_MISSING;
    tree_text(out, S("unit"), in->unit);
    tree_text(out, S("location"), b.after.unit.location);
    TRY(show_entry(ctx, &b, &entries[at - 1], tree_object(out, S("entry"))));
    TRY(show_side(ctx, &b.before, tree_object(out, S("before"))));
    return show_side(ctx, &b.after, tree_object(out, S("after")));
}
