/* Assessing: the first rule in force whose conditions hold decides each kind of tax and fee. A fact
 * that is not known never makes a rule fit or fail: an officer is asked instead. */
#include "money/money_rules.h"

#include "money/money_internal.h"

__extension__ typedef __int128 int128; /* holds any amount times any rate */

/* The lines made so far and what stopped them. */
struct bill {
    struct money_case c;
    const struct money_book *book;
    struct money_line *lines;
    size_t count;
    int64_t total_fen;
    str fault;
};

static err refuse(struct bill *b, enum money_word word)
{
    const struct money_name *w = &money_words[word];

    b->fault = arena_printf(b->c.arena, "%s / %s", w->zh, w->en);
    return E_INVALID;
}

static err refuse_kind(struct bill *b, const struct money_name *kind)
{
    const struct money_name *w = &money_words[WORD_no_rule];

    b->fault = arena_printf(b->c.arena, "%s：%s / %s: %s", kind->zh, w->zh, kind->en, w->en);
    return E_INVALID;
}

static err refuse_missing(struct bill *b, const struct money_name *kind, enum money_fact fact)
{
    const struct money_name *w = &money_words[WORD_missing], *f = &money_facts[fact];

    b->fault = arena_printf(
        b->c.arena, "%s：%s%s / %s: %s%s", kind->zh, w->zh, f->zh, kind->en, w->en, f->en);
    return E_INVALID;
}

static void know(struct money_case *c, enum money_fact fact, int64_t value)
{
    c->fact[fact] = value;
    c->known[fact] = true;
}

static bool term_holds(const struct money_term *t, int64_t value)
{
    switch (t->order) {
    case ORDER_EQUAL:
        return value == t->value;
    case ORDER_NOT:
        return value != t->value;
    case ORDER_BELOW:
        return value < t->value;
    case ORDER_UPTO:
        return value <= t->value;
    case ORDER_ABOVE:
        return value > t->value;
    case ORDER_FROM:
        return value >= t->value;
    }
    return false;
}

enum fit { FIT_NO, FIT_YES, FIT_ASK };

/* A known fact that speaks against the rule settles it, whatever else is unknown. */
static enum fit fit_of(
    const struct money_case *c, const struct money_rule *r, enum money_fact *ret_missing)
{
    enum fit fit = FIT_YES;

    for (size_t i = 0; i < r->terms_count; i++) {
        const struct money_term *t = &r->terms[i];

        if (c->known[t->fact] && !term_holds(t, c->fact[t->fact]))
            return FIT_NO;
        if (!c->known[t->fact]) {
            *ret_missing = t->fact;
            fit = FIT_ASK;
        }
    }
    return fit;
}

static bool is_in_force(
    const struct money_case *c, const struct money_rule *r, enum money_kind kind)
{
    return r->active && r->kind == kind && c->declared_day >= r->first_day &&
           c->declared_day <= r->last_day &&
           (r->matter.len == 0 || str_has_word(r->matter, c->matter));
}

/* *ret is NULL when a kind that may be absent has no rule. */
static err find_rule(struct bill *b, enum money_kind kind, const struct money_rule **ret)
{
    enum money_fact missing = FACT_residential;

    *ret = NULL;
    for (size_t i = 0; i < b->book->count; i++) {
        const struct money_rule *r = &b->book->rules[i];
        enum fit fit = is_in_force(&b->c, r, kind) ? fit_of(&b->c, r, &missing) : FIT_NO;

        if (fit == FIT_ASK)
            return refuse_missing(b, &money_kinds[kind], missing);
        if (fit == FIT_NO)
            continue;
        *ret = r;
        return OK;
    }
    return money_kinds[kind].required ? refuse_kind(b, &money_kinds[kind]) : OK;
}

/* value * times / by, rounded half up; false when it does not fit. Nothing is negative here. */
static bool scale(int64_t value, int64_t times, int64_t by, int64_t *ret)
{
    int128 twice = (int128)value * times * 2 + by, scaled = twice / ((int128)by * 2);

    if (scaled > INT64_MAX)
        return false;
    *ret = (int64_t)scaled;
    return true;
}

static bool base_of(const struct money_case *c, const struct money_rule *r, int64_t *ret)
{
    int64_t extra = c->fact[FACT_certificates] - r->included;

    switch (r->base) {
    case BASE_price_before_tax:
        return scale(c->price_fen, MONEY_PPM, MONEY_PPM + r->rate_ppm, ret);
    case BASE_net_price:
        *ret = c->net_fen;
        return true;
    case BASE_gain:
        *ret = c->fact[FACT_gain_fen];
        return true;
    case BASE_vat:
        *ret = c->fact[FACT_vat_fen];
        return true;
    case BASE_fee:
        *ret = r->fee_fen;
        return true;
    case BASE_certificates:
        return !__builtin_mul_overflow(r->fee_fen, extra > 0 ? extra : 0, ret);
    }
    return false;
}

static err add_line(struct bill *b, enum money_kind kind)
{
    struct money_line *l = &b->lines[b->count];
    const struct money_rule *r;

    TRY(find_rule(b, kind, &r));
    if (!r)
        return OK;
    if (!base_of(&b->c, r, &l->base_fen) ||
        !scale(l->base_fen, r->rate_ppm, MONEY_PPM, &l->amount_fen) ||
        __builtin_add_overflow(b->total_fen, l->amount_fen, &b->total_fen))
        return refuse(b, WORD_too_large);
    l->kind = str_of(money_kinds[kind].name);
    l->payer = r->payer;
    l->rate_ppm = r->rate_ppm;
    l->rule = r->id;
    l->law = r->law;
    l->confirmed = r->confirmed;
    l->reason_zh = money_reason(&b->c, r, l, false);
    l->reason_en = money_reason(&b->c, r, l, true);
    b->count++;
    return OK;
}

/* What the other taxes are counted from, once the value-added tax is known. */
static void settle_price(struct bill *b)
{
    struct money_case *c = &b->c;
    int64_t vat_fen = b->lines[0].amount_fen, gain;

    c->net_fen = c->price_fen - vat_fen;
    /* All three are not negative, so that the differences fit. */
    gain = c->net_fen - c->original_fen;
    gain = gain < c->costs_fen ? 0 : gain - c->costs_fen;
    know(c, FACT_vat_fen, vat_fen);
    know(c, FACT_gain_fen, gain);
}

static int last_day_of_month(int year, int month)
{
    struct when_date first = {month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1};

    return when_date_from_days(when_days_from_date(first) - 1).day;
}

/* Whole months from one day to another: a month ends on the same day of the next, or on its last
 * day when it has no such day (民法典 202). */
static int64_t months_between(struct when_date from, struct when_date to)
{
    int64_t months = (to.year - from.year) * 12 + to.month - from.month;
    int last = last_day_of_month(to.year, to.month);
    int due = from.day > last ? last : from.day;

    return to.day < due ? months - 1 : months;
}

static err begin(struct bill *b, str matter, str declared_on, int64_t certificates)
{
    struct when_date declared;

    b->lines = ARENA_MANY(b->c.arena, MONEY_KINDS, struct money_line);
    b->c.matter = matter;
    b->c.declared = declared_on;
    if (!when_parse_date(declared_on, &declared))
        return refuse(b, WORD_declared_wrong);
    if (certificates < 1)
        return refuse(b, WORD_number_wrong);
    b->c.declared_day = when_days_from_date(declared);
    know(&b->c, FACT_certificates, certificates);
    return OK;
}

static err take_holding(struct bill *b, const struct money_sale *sale)
{
    struct when_date acquired;

    if (sale->seller_acquired_on.len == 0)
        return OK;
    if (!when_parse_date(sale->seller_acquired_on, &acquired) ||
        when_days_from_date(acquired) > b->c.declared_day)
        return refuse(b, WORD_acquired_wrong);
    b->c.since = sale->seller_acquired_on;
    know(&b->c, FACT_held_months, months_between(acquired, when_date_from_days(b->c.declared_day)));
    return OK;
}

static err take_sale(struct bill *b, const struct money_sale *s)
{
    struct money_case *c = &b->c;

    if (s->price_fen <= 0 || s->assessed_price_fen < 0 || s->original_price_fen < 0 ||
        s->proven_costs_fen < 0 || s->area_cm2 < 0)
        return refuse(b, WORD_number_wrong);
    c->assessed = s->assessed_price_fen > s->price_fen;
    c->price_fen = c->assessed ? s->assessed_price_fen : s->price_fen;
    c->original_fen = s->original_price_fen;
    c->costs_fen = s->proven_costs_fen;
    know(c, FACT_residential, s->residential);
    know(c, FACT_garage_own_certificate, s->garage_own_certificate);
    know(c, FACT_garage_without_certificate, s->garage_without_certificate);
    know(c, FACT_land_is_farm, false); /* a house is sold */
    know(c, FACT_land_is_homestead, false);
    know(c, FACT_small_enterprise, s->small_enterprise);
    know(c, FACT_buyer_is_person, !s->buyer_is_organisation);
    know(c, FACT_seller_is_person, s->seller_is_person);
    know(c, FACT_seller_only_home, s->seller_only_home);
    know(c, FACT_cost_known, s->original_price_fen > 0);
    if (s->buyer_homes_before >= 0)
        know(c, FACT_buyer_homes, s->buyer_homes_before);
    if (s->area_cm2 > 0)
        know(c, FACT_area_cm2, s->area_cm2);
    return take_holding(b, s);
}

static err assess_sale(struct bill *b, const struct money_sale *sale)
{
    TRY(begin(b, S("transfer"), sale->declared_on, sale->certificates));
    TRY(take_sale(b, sale));
    TRY(add_line(b, MONEY_vat));
    settle_price(b);
    for (enum money_kind kind = MONEY_vat + 1; kind < MONEY_KINDS; kind++)
        TRY(add_line(b, kind));
    return OK;
}

static err assess_registration(struct bill *b, const struct money_registration *r)
{
    TRY(begin(b, r->matter, r->declared_on, r->certificates));
    know(&b->c, FACT_residential, r->residential);
    know(&b->c, FACT_garage_own_certificate, r->garage_own_certificate);
    know(&b->c, FACT_garage_without_certificate, r->garage_without_certificate);
    know(&b->c, FACT_land_is_farm, r->land_is_farm);
    know(&b->c, FACT_land_is_homestead, r->land_is_homestead);
    know(&b->c, FACT_small_enterprise, r->small_enterprise);
    TRY(add_line(b, MONEY_registration_fee));
    return add_line(b, MONEY_certificate_fee);
}

static err finish(const struct bill *b, err e, struct money_lines *ret, str *ret_fault)
{
    if (e != OK) {
        *ret_fault = b->fault;
        return e;
    }
    *ret = (struct money_lines){b->lines, b->count};
    return OK;
}

err money_assess_sale(struct arena *a, const struct money_book *book, const struct money_sale *sale,
    struct money_lines *ret, str *ret_fault)
{
    struct bill b = {.c = {.arena = a}, .book = book};

    return finish(&b, assess_sale(&b, sale), ret, ret_fault);
}

err money_assess_registration(struct arena *a, const struct money_book *book,
    const struct money_registration *registration, struct money_lines *ret, str *ret_fault)
{
    struct bill b = {.c = {.arena = a}, .book = book};

    return finish(&b, assess_registration(&b, registration), ret, ret_fault);
}
