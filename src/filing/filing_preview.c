/* The register before and after the entry of a filing: before 登簿 by the plan that 登簿 will carry
 * out, afterwards from the entries themselves. */
#include "filing/filing_page.h"
#include "filing/filing_store.h"

OUTPUT_TABLE(filing_preview_side_out, FILING_PREVIEW_SIDE_OUT)
OUTPUT_TABLE(filing_preview_out, FILING_PREVIEW_OUT)

struct preview {
    struct registry_page before, after;
    bool recorded, possible;
    int64_t entry;
    str earlier;
};

/* What its entries did. */
static err look_back(struct ctx *ctx, const struct filing_run *run,
    const struct registry_entry *entries, size_t count, struct preview *ret)
{
    ret->recorded = ret->possible = true;
    ret->entry = entries[0].number;
    TRY(registry_page_at(ctx, run->f.unit, ret->entry - 1, &ret->before));
    return registry_page_at(ctx, run->f.unit, entries[count - 1].number, &ret->after);
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
    if (!filing_plan_page(ctx, run, &ret->before, &ret->after))
        return OK;
    ret->possible = why_refuse(ctx) == OK;
    return OK;
}

static err show_side(struct ctx *ctx, const struct registry_page *page, struct tree *o)
{
    registry_show_particulars(&page->unit, tree_object(o, S("unit")));
    return registry_show_rights(ctx, page, tree_list(o, S("rights")));
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
