/* The register before and after the entry of a filing: before 登簿 by the plan that 登簿 will carry
 * out, afterwards from the entries themselves. */
#include "filing/filing_divide.h"
#include "filing/filing_page.h"

OUTPUT_TABLE(filing_preview_side_out, FILING_PREVIEW_SIDE_OUT)
OUTPUT_TABLE(filing_preview_unit_out, FILING_PREVIEW_UNIT_OUT)
OUTPUT_TABLE(filing_preview_out, FILING_PREVIEW_OUT)

struct preview {
    struct registry_page before, after;
    bool recorded, possible;
    int64_t entry;
    str earlier;
    struct cadastre_outlook
        all; /* where there are others: the filing's own unit may be among them */
};

static void add_unit(
    struct preview *p, const struct registry_page *before, const struct registry_page *after)
{
    p->all.before[p->all.count] = *before;
    p->all.after[p->all.count++] = *after;
}

static bool has_unit(const struct preview *p, str unit)
{
    for (size_t i = 0; i < p->all.count; i++)
        if (str_eq(p->all.before[i].unit.code, unit))
            return true;
    return false;
}

/* Other pages on which its entries stand, as the book tells it. */
static err look_back_at_others(
    struct ctx *ctx, const struct registry_entry *entries, size_t count, struct preview *ret)
{
    struct registry_page before, after;

    for (size_t i = 0; i < count; i++) {
        if (has_unit(ret, entries[i].unit))
            continue;
        TRY(registry_page_at(ctx, entries[i].unit, ret->entry - 1, &before));
        TRY(registry_page_at(ctx, entries[i].unit, entries[count - 1].number, &after));
        add_unit(ret, &before, &after);
    }
    return OK;
}

/* The units that closed and those that opened, then those that bear an easement for them. */
static err look_back_at_units(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *entries, size_t count, struct preview *ret)
{
    size_t parents, children;
    str *codes = filing_parents(ctx, run, &parents);
    const struct filing_part_in *parts = filing_parts(ctx, run, &children);
    int64_t last = entries[count - 1].number;
    struct registry_page before, after;

    ret->all.before = ARENA_MANY(ctx->arena, parents + children + count + 1, struct registry_page);
    ret->all.after = ARENA_MANY(ctx->arena, parents + children + count + 1, struct registry_page);
    for (size_t i = 0; i < parents; i++) {
        TRY(registry_page_at(ctx, codes[i], ret->entry - 1, &before));
        TRY(registry_page_at(ctx, codes[i], last, &after));
        add_unit(ret, &before, &after);
    }
    for (size_t i = 0; i < children; i++) {
        before = (struct registry_page){.unit = {.code = parts[i].unit}};
        TRY(registry_page_at(ctx, parts[i].unit, last, &after));
        add_unit(ret, &before, &after);
    }
    return look_back_at_others(ctx, entries, count, ret);
}

/* The other pages that it reaches, before and after. */
static void add_reached(struct ctx *ctx, struct preview *p)
{
    size_t count = p->before.beside_count;

    p->all.before = ARENA_MANY(ctx->arena, count + 2, struct registry_page);
    p->all.after = ARENA_MANY(ctx->arena, count + 2, struct registry_page);
    for (size_t i = 0; i < count; i++)
        add_unit(p, &p->before.beside[i], &p->after.beside[i]);
    if (p->before.base != NULL && p->after.base != NULL)
        add_unit(p, p->before.base, p->after.base);
}

/* All pages on which its entries stand. */
static err look_back_at_reached(
    struct ctx *ctx, const struct registry_entry *entries, size_t count, struct preview *ret)
{
    ret->all.before = ARENA_MANY(ctx->arena, count + 1, struct registry_page);
    ret->all.after = ARENA_MANY(ctx->arena, count + 1, struct registry_page);
    return look_back_at_others(ctx, entries, count, ret);
}

/* What its entries did. */
static err look_back(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *entries, size_t count, struct preview *ret)
{
    ret->recorded = ret->possible = true;
    ret->entry = entries[0].number;
    if (filing_divides(run))
        TRY(look_back_at_units(ctx, run, entries, count, ret));
    else if (scene_reaches(run->scene))
        TRY(look_back_at_reached(ctx, entries, count, ret));
    TRY(registry_page_at(ctx, run->f.unit, ret->entry - 1, &ret->before));
    return registry_page_at(ctx, run->f.unit, entries[count - 1].number, &ret->after);
}

/* The units of a split or merge, the filing's own as well. */
static err look_ahead_at_units(struct ctx *ctx, const struct filing_run *run, struct preview *ret)
{
    ret->possible = why_refuse(ctx) == OK && filing_answer(run, "parts").len > 0;
    TRY(filing_division_outlook(ctx, run, ret->possible, &ret->all));
    for (size_t i = 0; i < ret->all.count; i++)
        if (str_eq(ret->all.before[i].unit.code, run->f.unit))
            ret->after = ret->all.after[i];
    return OK;
}

/* What it would do now; nothing where the filing has ended without one. */
static err look_ahead(struct ctx *ctx, const struct filing_run *run, struct preview *ret)
{
    bool lives = filing_is_live(&run->f) || str_is(run->f.state, "draft");
    bool known;

    TRY(filing_page(ctx, run, false, &ret->before, &known));
    if (!known) {
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), run->f.unit);
        return OK;
    }
    ret->after = ret->before;
    if (!lives)
        return OK;
    TRY(filing_find_earlier(ctx, run, &ret->earlier));
    TRY(filing_check_registry(ctx, run, &ret->before, RULE_RECORD));
    if (filing_divides(run))
        return look_ahead_at_units(ctx, run, ret);
    if (!filing_plan_page(ctx, run, &ret->before, &ret->after))
        return OK;
    ret->possible = why_refuse(ctx) == OK;
    if (scene_reaches(run->scene))
        add_reached(ctx, ret);
    return OK;
}

static err show_side(struct ctx *ctx, const struct registry_page *page, struct tree *o)
{
    registry_show_particulars(&page->unit, tree_object(o, S("unit")));
    return registry_show_rights(ctx, page, tree_list(o, S("rights")));
}

static err show_units(struct ctx *ctx, const struct preview *p, struct tree *list)
{
    for (size_t i = 0; i < p->all.count; i++) {
        const struct registry_page *before = &p->all.before[i], *after = &p->all.after[i];
        struct tree *o;

        if (str_eq(before->unit.code, p->before.unit.code))
            continue;
        o = tree_object(list, S(""));
        tree_text(o, S("unit"), before->unit.code);
        TRY(show_side(ctx, before, tree_object(o, S("before"))));
        TRY(show_side(ctx, after, tree_object(o, S("after"))));
        registry_show_changes(before, after, tree_list(o, S("changes")));
    }
    return OK;
}

static err show(
    struct ctx *ctx, const struct filing_run *run, const struct preview *p, struct tree *out)
{
    int64_t size;

    TRY(registry_size(ctx, &size));
    tree_text(out, S("filing"), run->f.id);
    tree_text(out, S("unit"), run->f.unit);
    tree_text(out, S("location"), p->before.unit.location);
    tree_i64(out, S("size"), size);
    tree_bool(out, S("already_recorded"), p->recorded);
    tree_i64(out, S("entry"), p->entry);
    tree_bool(out, S("possible"), p->possible);
    tree_text(out, S("waits_for"), p->earlier);
    TRY(show_side(ctx, &p->before, tree_object(out, S("before"))));
    TRY(show_side(ctx, &p->after, tree_object(out, S("after"))));
    registry_show_changes(&p->before, &p->after, tree_list(out, S("changes")));
    TRY(show_units(ctx, p, tree_list(out, S("units"))));
    why_show(ctx, tree_list(out, S("findings")));
    why_clear(ctx);
    return OK;
}

err filing_preview(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_in *in = arg;
    struct preview p = {0};
    struct registry_entry *entries;
    struct filing_run run;
    size_t count;

    TRY(filing_load(ctx, in->filing, &run));
    TRY(registry_entries_of_filing(ctx, run.f.id, &entries, &count));
    if (count > 0)
        TRY(look_back(ctx, &run, entries, count, &p));
    else
        TRY(look_ahead(ctx, &run, &p));
    return show(ctx, &run, &p, out);
}
