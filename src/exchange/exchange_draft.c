/* What the registry itself can give to a draft: the page of a unit, the right behind a certificate,
 * the units of a holder. */
#include "exchange/exchange_draft.h"

#include "base/ids.h"

/* GB/T 33187.1 house usage: codes that begin with 1 are homes. */
#define USAGE_OF_HOMES "1"

static void write_holders(const struct registry_right *r, struct tree *list)
{
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("name"), h->name);
        tree_text(o, S("document_kind"), h->document_kind);
        tree_text(o, S("document_number"), h->document_number);
        tree_text(o, S("share"), share_print(o->arena, h->share));
    }
}

/* When entry `number` was made, and its number in words that a clerk can look up. */
static err refer_to(struct ctx *ctx, int64_t number, struct draft_answer *a)
{
    struct registry_entry entry;

    TRY(registry_entry_get(ctx, number, &entry));
    a->reference = arena_printf(ctx->arena, "%lld", (long long)number);
    a->at_ms = entry.made_ms;
    return OK;
}

static err read_unit(
    struct ctx *ctx, struct prefill *p, const struct scene_source *source, str unit)
{
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct draft_answer a = {.source = source, .content = content};
    struct registry_page page;
    err e = E_MISSING;

    if (id_unit_code_is_valid(unit))
        e = registry_page_get(ctx, unit, &page);
    if (e == E_MISSING) {
        exchange_prefill_fault(p, source, PREFILL_NOTHING);
        return OK;
    }
    TRY(e);
    TRY(refer_to(
        ctx, page.ownership != NULL ? page.ownership->entry_made : page.unit.entry_made, &a));
    tree_bool(content, S("residential"), str_starts(page.unit.usage, S(USAGE_OF_HOMES)));
    if (page.ownership != NULL)
        write_holders(page.ownership, tree_list(content, S("owners")));
    draft_take(ctx, p, &a);
    return OK;
}

static err read_certificate(
    struct ctx *ctx, struct prefill *p, const struct scene_source *source, str number)
{
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct draft_answer a = {.source = source, .content = content};
    struct prefill_certificate c = {0};
    struct registry_right right;

    TRY(p->find_certificate(ctx, number, &c));
    if (!c.found)
        return OK; /* perhaps in another region's book */
    p->region = ctx->region;
    if (!c.valid) {
        exchange_prefill_fault(p, source, PREFILL_ENDED);
        return OK;
    }
    tree_text(content, S("unit"), c.unit);
    tree_text(content, S("right"), c.right);
    TRY(registry_right_get(ctx, c.right, &right));
    TRY(refer_to(ctx, right.entry_made, &a));
    a.reference = number;
    write_holders(&right, tree_list(content, S("holders")));
    draft_take(ctx, p, &a);
    return OK;
}

static err read_owner(struct ctx *ctx, struct prefill *p, str document)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_units_of_document, &rows, text(ctx->region), text(document),
        i64(PREFILL_CHOICES_MAX)));
    while (db_next(&rows, &row)) {
        struct prefill_choice *c = &p->choices[p->choices_count];

        if (p->choices_count == PREFILL_CHOICES_MAX)
            return OK;
        c->unit = take_text(&row);
        c->location = take_text(&row);
        p->choices_count++;
    }
    return OK;
}

static err take_owner(struct ctx *ctx, struct prefill *p, const struct scene_source *source)
{
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct draft_answer a = {.source = source, .content = content, .at_ms = ctx->now_ms};

    if (draft_find(p, S("unit")) != NULL)
        return OK; /* the property is known already */
    if (p->choices_count == 0) {
        exchange_prefill_fault(p, source, PREFILL_NOTHING);
        return OK;
    }
    if (p->choices_count > 1) {
        exchange_prefill_fault(p, source, PREFILL_SEVERAL);
        return OK;
    }
    tree_text(content, S("unit"), p->choices[0].unit);
    a.reference = p->choices[0].unit;
    draft_take(ctx, p, &a);
    return OK;
}

/* Every region's book of the city is looked into: a citizen may come to any office (全市通办). */
static err look_everywhere(
    struct ctx *ctx, struct prefill *p, const struct scene_source *source, str value)
{
    bool owner = str_is(source->share, "owner");
    size_t faults = p->faults_count, origins = p->origins_count;

    for (size_t i = 0; i < ctx->city->regions_count; i++) {
        ctx->region = ctx->city->regions[i].region;
        if (owner)
            TRY(read_owner(ctx, p, value));
        else
            TRY(read_certificate(ctx, p, source, value));
    }
    if (owner)
        return take_owner(ctx, p, source);
    if (faults == p->faults_count && origins == p->origins_count)
        exchange_prefill_fault(p, source, PREFILL_NOTHING);
    return OK;
}

err draft_read(struct ctx *ctx, struct prefill *p, const struct scene_source *source, str value)
{
    str home = ctx->region;
    err e;

    if (str_is(source->share, "unit")) {
        ctx->region = str_slice(value, 0, 6);
        e = read_unit(ctx, p, source, value);
    } else {
        e = look_everywhere(ctx, p, source, value);
    }
    ctx->region = home;
    return e;
}
