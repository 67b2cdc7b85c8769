/* A receipt as a letter: who, for what, each amount with its reason, the sum, when it came in. */
#include "notice/receipt.h"

#include "base/when.h"
#include "notice/letter.h"
#include "place/city.h"

#define WORD(name, text) static const char name[] = text;
#include "notice/receipt.def"
#undef WORD

#define FIXED_PARTS 8 /* all that are no lines */

static void add_field(
    struct cert_letter *l, struct cert_letter_part *parts, const char *label, str text)
{
    if (text.len > 0)
        parts[l->parts_count++] = (struct cert_letter_part){CERT_LETTER_FIELD, str_of(label), text};
}

static str parties_text(struct arena *a, const struct filing_run *run)
{
    str joined = {0};

    for (size_t i = 0; i < run->parties_count; i++)
        joined = arena_printf(
            a, "%.*s%s%.*s", STR(joined), i > 0 ? "、" : "", STR(run->parties[i].name));
    return joined;
}

static void add_lines(struct arena *a, const struct money_receipt *r, struct cert_letter *l,
    struct cert_letter_part *parts)
{
    for (size_t i = 0; i < r->lines_count; i++) {
        const struct money_receipt_line *line = &r->lines[i];
        str amount = money_print(a, line->amount_fen);

        add_field(l, parts, arena_z(a, line->name),
            arena_printf(a, RECEIPT_LINE, STR(amount), STR(line->reason), STR(line->law)));
    }
}

void receipt_letter(struct ctx *ctx, const struct money_receipt *r, struct cert_letter *ret)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    str authority = region != NULL ? region->authority_zh : (str){0};
    bool paid = str_is(r->kind, "paid");
    str total = money_print(ctx->arena, r->amount_fen);
    struct arena *a = ctx->arena;
    struct cert_letter_part *parts =
        ARENA_MANY(a, FIXED_PARTS + r->lines_count, struct cert_letter_part);
    struct cert_letter l = {.head = authority,
        .title = str_of(paid ? RECEIPT_PAID : RECEIPT_REFUNDED),
        .number = arena_printf(a, RECEIPT_NUMBER, STR(r->id)),
        .parts = parts,
        .authority = authority,
        .issued = when_print_zh(a, r->made_ms),
        .issued_ms = r->made_ms,
        .seal_arc = authority,
        .seal_foot = str_of(RECEIPT_SEAL)};

    add_field(&l, parts, RECEIPT_PARTIES, parties_text(a, &r->run));
    add_field(&l, parts, RECEIPT_MATTER, r->run.scene->name.zh);
    add_field(&l, parts, RECEIPT_LOCATION, r->location);
    add_field(&l, parts, RECEIPT_FILING, r->run.f.id);
    add_lines(a, r, &l, parts);
    add_field(&l, parts, RECEIPT_TOTAL, arena_printf(a, RECEIPT_SUM, STR(total)));
    add_field(&l, parts, RECEIPT_TRADE, r->trade_number);
    add_field(&l, parts, RECEIPT_MADE, letter_moment(a, r->made_ms));
    parts[l.parts_count++] = (struct cert_letter_part){
        CERT_LETTER_TEXT, S(""), str_of(paid ? RECEIPT_TEXT_PAID : RECEIPT_TEXT_REFUNDED)};
    *ret = l;
}
