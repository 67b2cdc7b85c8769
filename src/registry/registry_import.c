/* First registration by import (首次登记): a unit and its ownership come into the book together. */
#include "base/ids.h"
#include "place/city.h"
#include "registry/registry_store.h"

#define INPUT_HERE struct registry_import_in
INPUT_TABLE(registry_import_in, REGISTRY_IMPORT_IN)
#undef INPUT_HERE

#define REGISTRY_TYPE_FIRST 100

static err read_holders(
    struct ctx *ctx, const struct registry_import_in *in, struct registry_right *right)
{
    const struct party_in *p = in->holders.items;
    struct registry_holder *h = ARENA_MANY(ctx->arena, in->holders.count, struct registry_holder);

    for (size_t i = 0; i < in->holders.count; i++) {
        party_check(ctx, &p[i], arena_printf(ctx->arena, "holders[%zu]", i));
        h[i] = (struct registry_holder){.name = p[i].name,
            .document_kind = p[i].document_kind,
            .document_number = p[i].document_number};
        if (p[i].share.len > 0 && !share_parse(p[i].share, &h[i].share))
            h[i].share = (struct share){0, 0};
    }
    registry_check_shares(ctx, in->holding, h, in->holders.count, S("holders"));
    right->holders = h;
    right->holders_count = in->holders.count;
    return why_refuse(ctx);
}

static err keep_holders(
    struct ctx *ctx, const struct registry_import_in *in, struct registry_right *right)
{
    const struct party_in *p = in->holders.items;

    for (size_t i = 0; i < right->holders_count; i++) {
        struct party party = {.kind = p[i].kind,
            .name = p[i].name,
            .document_kind = p[i].document_kind,
            .document_number = p[i].document_number};

        TRY(party_keep(ctx, &party, &right->holders[i].party));
    }
    return OK;
}

static struct registry_unit unit_of(const struct registry_import_in *in)
{
    return (struct registry_unit){.code = in->unit,
        .location = in->location,
        .usage = in->usage,
        .structure = in->structure,
        .floor = in->floor,
        .floors = in->floors,
        .area_cm2 = in->area_cm2,
        .land_kind = in->land_kind,
        .land_until = in->land_until,
        .state = S("live")};
}

/* The same unit again: as it stands when the owners are the same, refused otherwise. */
static err answer_known(struct ctx *ctx, const struct registry_import_in *in,
    const struct registry_right *right, struct tree *out)
{
    struct registry_page page;

    TRY(registry_page_get(ctx, in->unit, &page));
    if (page.ownership == NULL || page.unit.area_cm2 != in->area_cm2) {
        why_add(ctx, &UNIT_DIFFERS, S("unit"), in->unit);
        return E_REFUSED;
    }
    registry_check_holders(ctx, page.ownership, right->holders, right->holders_count, S("holders"));
    if (why_refuse(ctx) != OK) {
        why_clear(ctx);
        why_add(ctx, &UNIT_DIFFERS, S("unit"), in->unit);
        return E_REFUSED;
    }
    tree_text(out, S("unit"), in->unit);
    tree_text(out, S("right"), page.ownership->id);
    tree_i64(out, S("entry"), page.unit.entry_made);
    tree_bool(out, S("made"), false);
    return OK;
}

err registry_import(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_import_in *in = arg;
    struct registry_right right = {.kind = S("ownership"), .holding = in->holding};
    struct registry_change change = {.register_type = REGISTRY_TYPE_FIRST,
        .right_kind = S("ownership"),
        .effect = S("create"),
        .recorder = ctx->who.staff,
        .make = &right};
    struct registry_unit unit = unit_of(in);
    struct registry_page page = {.unit = unit};
    struct registry_entry entry;
    bool added;

    if (place_region_find(ctx->city, str_slice(in->unit, 0, 6)) == NULL)
        why_add(ctx, &UNIT_NOT_SERVED, S("unit"), in->unit);
    TRY(read_holders(ctx, in, &right));
    right.cause = in->cause.len > 0 ? in->cause : S("首次登记");
    TRY(registry_unit_open(ctx, &unit, &added));
    if (!added)
        return answer_known(ctx, in, &right, out);
    TRY(keep_holders(ctx, in, &right));
    change.new_unit = &unit;
    TRY(registry_record(ctx, &page, &change, &entry));
    tree_text(out, S("unit"), in->unit);
    tree_text(out, S("right"), right.id);
    tree_i64(out, S("entry"), entry.number);
    tree_bool(out, S("made"), true);
    return OK;
}
