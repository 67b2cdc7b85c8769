/* What a paper says of its right besides holders and unit, by the rows of cert_other.def. */
#include "base/buf.h"
#include "base/when.h"
#include "cert/cert.h"
#include "place/codes.h"

#define OTHER_MAX_BYTES 4096

enum other_value {
    OTHER_STRUCTURE,
    OTHER_FLOORS,
    OTHER_FLOOR,
    OTHER_DEBT,
    OTHER_MAXIMUM_DEBT,
    OTHER_PRICE,
    OTHER_TERM,
    OTHER_RANK,
    OTHER_NO_TRANSFER,
    OTHER_TERMS,
    OTHER_DOMINANT,
    OTHER_SORT,
    OTHER_CAUSE,
    OTHER_LAPSES,
};

static const struct {
    const char *right;
    enum other_value value;
    const char *label;
} others[] = {
#define OTHER(right, value, label) {right, OTHER_##value, label},
#include "cert/cert_other.def"
#undef OTHER
};

static const struct {
    const char *right, *label;
} areas[] = {
#define AREA(right, label) {right, label},
#include "cert/cert_other.def"
#undef AREA
};

static str money_text(struct arena *a, bool wanted, int64_t fen)
{
    if (!wanted)
        return (str){0};
    return arena_printf(a, "%lld.%02lld元", (long long)(fen / 100), (long long)(fen % 100));
}

static str term_text(struct arena *a, const struct registry_right *r)
{
    if (r->begins_on.len == 0 && r->ends_on.len == 0)
        return (str){0};
    return arena_printf(a, "%.*s 至 %.*s", STR(r->begins_on),
        STR(r->ends_on.len > 0 ? r->ends_on : S("权利人死亡或者依法终止")));
}

static str structure_text(struct ctx *ctx, const struct registry_unit *u)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));

    return u->structure.len > 0 ? code_name(ctx->arena, "structure", u->structure, today, false)
                                : S("—");
}

static str sort_text(const struct registry_right *r)
{
    const struct registry_sort *sort = registry_sort_find(r->kind, r->sort);

    return sort != NULL ? str_of(sort->zh) : (str){0};
}

static str text_of(struct ctx *ctx, const struct cert_reading *c, enum other_value value)
{
    const struct registry_right *r = &c->right;
    const struct registry_unit *u = &c->page.unit;
    struct arena *a = ctx->arena;

    switch (value) {
    case OTHER_STRUCTURE:
        return structure_text(ctx, u);
    case OTHER_FLOORS:
        return u->floors > 0 ? arena_printf(a, "%lld", (long long)u->floors) : S("—");
    case OTHER_FLOOR:
        return u->floor.len > 0 ? u->floor : S("—");
    case OTHER_DEBT:
        return money_text(a, !r->maximum, r->amount_fen);
    case OTHER_MAXIMUM_DEBT:
        return money_text(a, r->maximum, r->amount_fen);
    case OTHER_PRICE:
        return money_text(a, r->amount_fen > 0, r->amount_fen);
    case OTHER_TERM:
        return term_text(a, r);
    case OTHER_RANK:
        return arena_printf(a, "第%lld顺位", (long long)r->rank);
    case OTHER_NO_TRANSFER:
        return r->no_transfer ? S("有") : S("无");
    case OTHER_TERMS:
        return r->terms;
    case OTHER_DOMINANT:
        return r->dominant;
    case OTHER_SORT:
        return sort_text(r);
    case OTHER_CAUSE:
        return r->cause;
    case OTHER_LAPSES:
        return r->lapses_on;
    }
    return (str){0};
}

str cert_other_text(struct ctx *ctx, const struct cert_reading *c)
{
    struct buf b;

    buf_init(&b, ctx->arena, OTHER_MAX_BYTES);
    for (size_t i = 0; i < COUNT(others); i++) {
        str value;

        if (!str_is(c->right.kind, others[i].right))
            continue;
        value = text_of(ctx, c, others[i].value);
        if (value.len > 0)
            buf_printf(&b, "%s%s：%.*s", b.len > 0 ? "\n" : "", others[i].label, STR(value));
    }
    return buf_str(&b);
}

str cert_area_text(struct ctx *ctx, const struct cert_reading *c)
{
    int64_t hundredths = (c->page.unit.area_cm2 + 50) / 100;
    const char *label = "建筑面积";

    for (size_t i = 0; i < COUNT(areas); i++)
        if (str_is(c->right.kind, areas[i].right))
            label = areas[i].label;
    return arena_printf(ctx->arena, "%s %lld.%02lld㎡", label, (long long)(hundredths / 100),
        (long long)(hundredths % 100));
}

str cert_matter_text(struct ctx *ctx, const struct registry_right *right)
{
    const struct registry_kind *kind = registry_kind_find(right->kind);
    str sort = sort_text(right);

    if (kind->family != FAMILY_GUARD || sort.len == 0)
        return str_of(kind->zh);
    return arena_printf(ctx->arena, "%s（%.*s）", kind->zh, STR(sort));
}
