/* Reasons in words: templates of the tables filled with the numbers of one line. */
#include "money/money_internal.h"

#include "base/buf.h"

#define REASON_BYTES_MAX 4000

#define KIND(name, required, zh, en) {#name, zh, en, required},
const struct money_name money_kinds[MONEY_KINDS] = {
#include "money/money_word.def"
};

#define FACT(name, zh, en) {#name, zh, en, false},
const struct money_name money_facts[MONEY_FACTS] = {
#include "money/money_word.def"
};

#define WORD(name, zh, en) {#name, zh, en, false},
const struct money_name money_words[MONEY_WORDS] = {
#include "money/money_word.def"
};

enum place {
    PLACE_AMOUNT,
    PLACE_AREA,
    PLACE_BASE,
    PLACE_CERTIFICATES,
    PLACE_COSTS,
    PLACE_DECLARED,
    PLACE_EXTRA,
    PLACE_FEE,
    PLACE_HOMES,
    PLACE_MONTHS,
    PLACE_NET,
    PLACE_ORIGINAL,
    PLACE_PRICE,
    PLACE_PRICE_WORDS,
    PLACE_RATE,
    PLACE_SINCE,
    PLACE_YEARS,
    PLACES
};

static const char *const place_names[PLACES] = {"amount", "area", "base", "certificates", "costs",
    "declared", "extra", "fee", "homes", "months", "net", "original", "price", "price_words",
    "rate", "since", "years"};

/* What a template is filled from. */
struct fill {
    const struct money_case *c;
    const struct money_rule *r;
    const struct money_line *l;
    bool english;
};

static size_t place_of(str name)
{
    size_t i = 0;

    while (i < PLACES && !str_is(name, place_names[i]))
        i++;
    return i;
}

void money_add(struct buf *out, int64_t fen)
{
    char digits[24];
    size_t count = 0;
    int64_t yuan = fen / 100;

    do {
        digits[count++] = (char)('0' + yuan % 10);
        yuan /= 10;
    } while (yuan > 0);
    while (count-- > 0) {
        buf_add_char(out, digits[count]);
        if (count > 0 && count % 3 == 0)
            buf_add_char(out, ',');
    }
    buf_printf(out, ".%02d", (int)(fen % 100));
}

/* 15000 parts per million: 1.5% */
static void add_rate(struct buf *out, int64_t ppm)
{
    int64_t rest = ppm % 10000, unit = 1000;

    buf_add_i64(out, ppm / 10000);
    if (rest > 0)
        buf_add_char(out, '.');
    for (; rest > 0; unit /= 10) {
        buf_add_i64(out, rest / unit);
        rest %= unit;
    }
    buf_add_char(out, '%');
}

static void add_price_words(struct buf *out, const struct fill *f)
{
    const struct money_name *w =
        &money_words[f->c->assessed ? WORD_assessed_price : WORD_contract_price];

    buf_add_z(out, f->english ? w->en : w->zh);
}

static int64_t amount_of(const struct fill *f, size_t place)
{
    switch (place) {
    case PLACE_AMOUNT:
        return f->l->amount_fen;
    case PLACE_BASE:
        return f->l->base_fen;
    case PLACE_FEE:
        return f->r->fee_fen;
    case PLACE_COSTS:
        return f->c->costs_fen;
    case PLACE_NET:
        return f->c->net_fen;
    case PLACE_ORIGINAL:
        return f->c->original_fen;
    default:
        return f->c->price_fen;
    }
}

/* A number without a unit, or -1 when the place is no such number. */
static int64_t count_of(const struct fill *f, size_t place)
{
    const int64_t *fact = f->c->fact;

    switch (place) {
    case PLACE_CERTIFICATES:
        return fact[FACT_certificates];
    case PLACE_EXTRA:
        return fact[FACT_certificates] - f->r->included;
    case PLACE_HOMES:
        return fact[FACT_buyer_homes];
    case PLACE_MONTHS:
        return fact[FACT_held_months] % 12;
    case PLACE_YEARS:
        return fact[FACT_held_months] / 12;
    default:
        return -1;
    }
}

static void add_place(struct buf *out, const struct fill *f, size_t place)
{
    int64_t count = count_of(f, place), area_cm2 = f->c->fact[FACT_area_cm2];

    if (count >= 0)
        buf_add_i64(out, count);
    else if (place == PLACE_AREA)
        buf_printf(out, "%lld.%02d", (long long)(area_cm2 / 10000), (int)(area_cm2 % 10000 / 100));
    else if (place == PLACE_DECLARED)
        buf_add(out, f->c->declared);
    else if (place == PLACE_SINCE)
        buf_add(out, f->c->since);
    else if (place == PLACE_RATE)
        add_rate(out, f->l->rate_ppm);
    else if (place == PLACE_PRICE_WORDS)
        add_price_words(out, f);
    else
        money_add(out, amount_of(f, place));
}

str money_reason(const struct money_case *c, const struct money_rule *r, const struct money_line *l,
    bool english)
{
    struct fill f = {c, r, l, english};
    str rest = english ? r->reason_en : r->reason_zh;
    struct buf out;

    buf_init(&out, c->arena, REASON_BYTES_MAX);
    while (rest.len > 0) {
        bool last = !str_has(rest, '{');

        buf_add(&out, str_cut(&rest, '{'));
        if (!last)
            add_place(&out, &f, place_of(str_cut(&rest, '}')));
    }
    return buf_str(&out);
}

bool money_reason_is_valid(str reason)
{
    str rest = reason;

    while (str_has(rest, '{')) {
        if (str_has(str_cut(&rest, '{'), '}') || !str_has(rest, '}'))
            return false;
        if (place_of(str_cut(&rest, '}')) == PLACES)
            return false;
    }
    return reason.len > 0 && !str_has(rest, '}');
}
