/* A split or merge by the program's own means. */
#include "product.h"

#include "cadastre/cadastre.h"
#include "filing/filing_divide.h"

#include <stdio.h>

static void add_answer(struct filing_run *run, str ask, const struct tree *value)
{
    run->answers[run->answers_count++] = (struct filing_answer){ask, tree_to_json(value)};
}

/* Document numbers of those who take a part. */
static str takers_of(struct arena *a, const struct operation *op, int part)
{
    str list = {0};

    for (int i = 0; i < op->takers.count; i++)
        if (op->takes[i] == part)
            list = arena_printf(a, "%.*s%s%.*s", STR(list), list.len > 0 ? " " : "",
                STR(product_number(a, op->takers.at[i].who)));
    return list;
}

void product_answer_division(
    struct arena *a, struct product *p, const struct operation *op, struct filing_run *run)
{
    struct tree *parts = tree_new(a, TREE_LIST), *parents = tree_new(a, TREE_LIST);

    if (op->parts_count == 0)
        return;
    for (int i = 0; i < op->parts_count; i++) {
        struct tree *o = tree_object(parts, S(""));

        tree_text(o, S("unit"), product_unit_code(p, op->parts[i].unit));
        tree_text(o, S("location"), product_address(a, op->parts[i].place));
        tree_i64(o, S("area_cm2"), op->parts[i].area);
        tree_text(o, S("takers"), takers_of(a, op, i));
    }
    add_answer(run, S("parts"), parts);
    for (int i = 0; i < op->others_count; i++)
        tree_text(parents, S(""), product_unit_code(p, op->others[i]));
    if (op->others_count > 0)
        add_answer(run, S("parents"), parents);
    if (op->consents)
        run->handed = S(" holder-consent ");
}

/* The title has rank 0, its mortgages have 1 and more: the order of their entries. */
static const struct registry_right *ranked(const struct registry_page *page, int64_t rank)
{
    for (size_t i = 0; i < page->rights_count; i++)
        if (page->rights[i].rank == rank)
            return &page->rights[i];
    return NULL;
}

/* The right among these that was entered next after `entry`, or NULL. */
static const struct registry_right *next_entered(
    const struct registry_right *rights, size_t count, int64_t entry)
{
    const struct registry_right *next = NULL;

    for (size_t i = 0; i < count; i++)
        if (rights[i].entry_made > entry &&
            (next == NULL || rights[i].entry_made < next->entry_made))
            next = &rights[i];
    return next;
}

/* Easements of others for the parts, as they were entered. */
static err keep_easements(
    struct ctx *ctx, struct product *p, const struct filing_run *run, int64_t entry, int key)
{
    struct registry_right rights[LAW_PARTS_MAX];
    const struct registry_right *r;
    size_t parts_count, count = 0;
    const struct filing_part_in *parts = filing_parts(ctx, run, &parts_count);

    for (size_t i = 0; i < parts_count; i++) {
        struct registry_right *serving;
        size_t serving_count;

        TRY(registry_serving(ctx, parts[i].unit, &serving, &serving_count));
        for (size_t k = 0; k < serving_count && count < LAW_PARTS_MAX; k++)
            rights[count++] = serving[k];
    }
    while ((r = next_entered(rights, count, entry)) != NULL) {
        snprintf(p->ids[key], sizeof(p->ids[0]), "%.*s", STR(r->id));
        key += LAW_OPERATIONS_MAX;
        entry = r->entry_made;
    }
    return OK;
}

static err keep_ids(
    struct ctx *ctx, struct product *p, const struct filing_run *run, int number, int64_t first)
{
    size_t count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &count);
    int part = 0;

    for (size_t i = 0; i < count; i++) {
        struct registry_page page;
        const struct registry_right *r;

        TRY(registry_page_get(ctx, parts[i].unit, &page));
        for (int64_t rank = 0; (r = ranked(&page, rank)) != NULL; rank++)
            snprintf(p->ids[law_key(number, part++)], sizeof(p->ids[0]), "%.*s", STR(r->id));
    }
    return keep_easements(ctx, p, run, first, law_key(number, part));
}

err product_divide(
    struct ctx *ctx, struct product *p, const struct filing_run *run, int number, struct tree *out)
{
    int64_t first;

    TRY(filing_record_division(ctx, run, &first));
    tree_i64(out, S("entry"), first);
    return keep_ids(ctx, p, run, number, first);
}

err product_lineage(struct ctx *ctx, struct product *p, str unit, unsigned *ret)
{
    struct cadastre_lineage_in in = {.unit = unit};
    struct tree *out = tree_new(ctx->arena, TREE_OBJECT);

    *ret = 0;
    TRY(cadastre_lineage(ctx, &in, out));
    for (const struct tree *t = tree_get(out, S("ancestors"))->first; t != NULL; t = t->next)
        for (int i = 0; i < LAW_UNITS; i++)
            if (str_eq(t->text, product_unit_code(p, i)))
                *ret |= 1U << i;
    return OK;
}
