/* The tables of fees and taxes, read into rules; a wrong cell is refused with its line. */
#include "base/csv.h"
#include "money/money_internal.h"

enum column {
    COLUMN_ID,
    COLUMN_KIND,
    COLUMN_PAYER,
    COLUMN_WHEN,
    COLUMN_FROM,
    COLUMN_TO,
    COLUMN_ACTIVE,
    COLUMN_CONFIRMED,
    COLUMN_LAW,
    COLUMN_ZH,
    COLUMN_EN,
    COLUMN_SHARED, /* how many both tables have */
    COLUMN_BASE = COLUMN_SHARED,
    COLUMN_RATE,
    COLUMN_MATTER = COLUMN_SHARED,
    COLUMN_FEE,
    COLUMN_INCLUDED,
    COLUMNS
};

/* One table being read. */
struct table {
    struct arena *arena;
    const char *name;
    const char *columns[COLUMNS]; /* NULL where the table has none */
    int at[COLUMNS];              /* where the column stands */
    size_t width;
    bool fees;
};

#define SHARED_COLUMNS                                                                             \
    "id", "kind", "payer", "when", "from", "to", "active", "confirmed", "law", "reason_zh",        \
        "reason_en"

static const char *const fee_columns[COLUMNS] = {SHARED_COLUMNS, "matter", "fee", "included"};
static const char *const tax_columns[COLUMNS] = {SHARED_COLUMNS, "base", "rate", NULL};
static const char *const base_names[] = {"price_before_tax", "net_price", "gain", "vat"};
static const char *const order_names[] = {"=", "!=", "<", "<=", ">", ">="};

static err fault_at(const struct table *t, int64_t line, const char *what, str *ret_fault)
{
    *ret_fault = arena_printf(t->arena, "%s, line %lld: %s", t->name, (long long)line, what);
    return E_INVALID;
}

static bool find_name(str name, const char *const *names, size_t count, size_t *ret)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, names[i])) {
            *ret = i;
            return true;
        }
    return false;
}

static bool find_kind(str name, enum money_kind *ret)
{
    for (size_t i = 0; i < MONEY_KINDS; i++)
        if (str_is(name, money_kinds[i].name)) {
            *ret = (enum money_kind)i;
            return true;
        }
    return false;
}

static bool find_fact(str name, enum money_fact *ret)
{
    for (size_t i = 0; i < MONEY_FACTS; i++)
        if (str_is(name, money_facts[i].name)) {
            *ret = (enum money_fact)i;
            return true;
        }
    return false;
}

/* "1.5" with 4 places is 15000: digits, at most `places` behind the point. */
static bool read_decimal(str s, size_t places, int64_t *ret)
{
    str behind = s, before = str_cut(&behind, '.');
    int64_t value, part = 0;

    if (before.len == 0 || before.len > 9 || behind.len > places || str_has(s, '-'))
        return false;
    if (before.len < s.len && behind.len == 0)
        return false;
    if (!str_to_i64(before, &value) || (behind.len > 0 && !str_to_i64(behind, &part)))
        return false;
    for (size_t i = 0; i < places; i++)
        value *= 10;
    for (size_t i = behind.len; i < places; i++)
        part *= 10;
    *ret = value + part;
    return true;
}

static bool is_order_char(char c)
{
    return c == '=' || c == '!' || c == '<' || c == '>';
}

static bool read_term(str text, struct money_term *ret)
{
    size_t from = 0, to, order;

    while (from < text.len && !is_order_char(text.at[from]))
        from++;
    to = from;
    while (to < text.len && is_order_char(text.at[to]))
        to++;
    if (!find_name(str_slice(text, from, to - from), order_names, COUNT(order_names), &order))
        return false;
    ret->order = (enum money_order)order;
    return find_fact(str_slice(text, 0, from), &ret->fact) &&
           str_to_i64(str_slice(text, to, text.len), &ret->value);
}

static const char *read_when(str when, struct money_rule *r)
{
    while (when.len > 0) {
        str term = str_cut(&when, ' ');

        if (term.len == 0)
            continue;
        if (r->terms_count == MONEY_TERMS_MAX)
            return "too many conditions";
        if (!read_term(term, &r->terms[r->terms_count++]))
            return "a condition is not of the form fact<=number, with a fact that is known";
    }
    return NULL;
}

static bool read_day(str text, int64_t if_empty, int64_t *ret)
{
    struct when_date date;

    *ret = if_empty;
    if (text.len == 0)
        return true;
    if (!when_parse_date(text, &date))
        return false;
    *ret = when_days_from_date(date);
    return true;
}

static bool read_flag(str cell, bool *ret)
{
    *ret = str_is(cell, "1");
    return *ret || str_is(cell, "0");
}

static const char *read_validity(const str *cells, struct money_rule *r)
{
    if (cells[COLUMN_FROM].len == 0 || !read_day(cells[COLUMN_FROM], 0, &r->first_day))
        return "from is not a date like 2024-12-01";
    if (!read_day(cells[COLUMN_TO], INT64_MAX, &r->last_day))
        return "to is neither empty nor a date like 2024-12-01";
    if (r->last_day < r->first_day)
        return "to is before from";
    if (!read_flag(cells[COLUMN_ACTIVE], &r->active))
        return "active is 1 or 0";
    if (!read_flag(cells[COLUMN_CONFIRMED], &r->confirmed))
        return "confirmed is 1 or 0";
    return NULL;
}

static const char *read_tax(const str *cells, struct money_rule *r)
{
    str rate = cells[COLUMN_RATE];
    size_t base;

    if (r->kind >= MONEY_registration_fee)
        return "this kind is a fee, not a tax";
    if (!find_name(cells[COLUMN_BASE], base_names, COUNT(base_names), &base))
        return "base is price_before_tax, net_price, gain or vat";
    r->base = (enum money_base)base;
    if ((r->kind == MONEY_vat) != (r->base == BASE_price_before_tax))
        return "price_before_tax is the base of vat, and of nothing else";
    if (!str_ends(rate, S("%")) || !read_decimal(str_slice(rate, 0, rate.len - 1), 4, &r->rate_ppm))
        return "rate is not a percentage like 1.5%";
    return r->rate_ppm > MONEY_PPM ? "rate is above 100%" : NULL;
}

static const char *read_fee(const str *cells, struct money_rule *r)
{
    r->matter = cells[COLUMN_MATTER];
    r->rate_ppm = MONEY_PPM;
    if (r->kind < MONEY_registration_fee)
        return "this kind is a tax, not a fee";
    r->base = r->kind == MONEY_certificate_fee ? BASE_certificates : BASE_fee;
    if (r->matter.len == 0)
        return "the matters are missing";
    if (!read_decimal(cells[COLUMN_FEE], 2, &r->fee_fen))
        return "fee is not an amount in yuan like 80.00";
    if (!str_to_i64(cells[COLUMN_INCLUDED], &r->included) || r->included < 0)
        return "included is not a number of certificates";
    return NULL;
}

/* What is wrong with a row whose cells stand in the order of enum column, or NULL. */
static const char *read_rule(const str *cells, bool fees, struct money_rule *r)
{
    const char *wrong;

    r->id = cells[COLUMN_ID];
    r->payer = cells[COLUMN_PAYER];
    r->law = cells[COLUMN_LAW];
    r->reason_zh = cells[COLUMN_ZH];
    r->reason_en = cells[COLUMN_EN];
    if (r->id.len == 0 || r->law.len == 0)
        return "id and law are needed";
    if (!find_kind(cells[COLUMN_KIND], &r->kind))
        return "this kind does not exist";
    if (r->payer.len == 0 || !str_has_word(S("buyer seller holder mortgagee"), r->payer))
        return "payer is buyer, seller, holder or mortgagee";
    if (!money_reason_is_valid(r->reason_zh) || !money_reason_is_valid(r->reason_en))
        return "a reason is empty or has a placeholder that does not exist";
    wrong = read_when(cells[COLUMN_WHEN], r);
    if (!wrong)
        wrong = read_validity(cells, r);
    if (wrong)
        return wrong;
    return fees ? read_fee(cells, r) : read_tax(cells, r);
}

static bool find_columns(struct table *t, const str *header, size_t count)
{
    t->width = count;
    for (size_t i = 0; i < COLUMNS; i++) {
        t->at[i] = t->columns[i] ? csv_column(header, count, str_of(t->columns[i])) : -1;
        if (t->columns[i] && t->at[i] < 0)
            return false;
    }
    return true;
}

static const char *take_row(
    const struct table *t, struct money_book *book, const str *cells, size_t count)
{
    struct money_rule *r = &book->rules[book->count];
    str ordered[COLUMNS] = {{0}};
    const char *wrong;

    if (count != t->width)
        return "the row has not as many cells as the header";
    for (size_t i = 0; i < COLUMNS; i++)
        if (t->at[i] >= 0)
            ordered[i] = str_trim(cells[t->at[i]]);
    wrong = read_rule(ordered, t->fees, r);
    for (size_t i = 0; i < book->count && !wrong; i++)
        if (str_eq(book->rules[i].id, r->id))
            wrong = "this id stands twice";
    book->count += wrong == NULL;
    return wrong;
}

static err read_table(struct table *t, str text, struct money_book *book, str *ret_fault)
{
    struct csv csv;
    size_t count;
    str *cells;

    csv_init(&csv, text);
    if (!csv_next(&csv, t->arena, &cells, &count) || !find_columns(t, cells, count))
        return fault_at(t, 1, "a column is missing", ret_fault);
    while (csv_next(&csv, t->arena, &cells, &count)) {
        const char *wrong = take_row(t, book, cells, count);

        if (wrong)
            return fault_at(t, csv.line, wrong, ret_fault);
    }
    return OK;
}

static size_t count_lines(str text)
{
    size_t lines = 1;

    for (size_t i = 0; i < text.len; i++)
        lines += text.at[i] == '\n';
    return lines;
}

err money_book_parse(struct arena *a, str fees, str taxes, struct money_book **ret, str *ret_fault)
{
    struct table fee_table = {.arena = a, .name = "fees", .fees = true};
    struct table tax_table = {.arena = a, .name = "taxes"};
    struct money_book *book = ARENA_NEW(a, struct money_book);

    for (size_t i = 0; i < COLUMNS; i++) {
        fee_table.columns[i] = fee_columns[i];
        tax_table.columns[i] = tax_columns[i];
    }
    book->rules = ARENA_MANY(a, count_lines(fees) + count_lines(taxes), struct money_rule);
    TRY(read_table(&fee_table, fees, book, ret_fault));
    TRY(read_table(&tax_table, taxes, book, ret_fault));
    *ret = book;
    return OK;
}
