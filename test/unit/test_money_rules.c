/* 税费: worked examples to the fen, the days on which rules changed, what is refused, and what must
 * hold of every bill. */
#include "money_bill.h"

static int64_t deed_tax(int64_t area_m2, int64_t homes, const char *declared_on)
{
    struct money_sale sale = plain_sale();
    struct bill b;

    sale.area_cm2 = area_m2 * M2;
    sale.buyer_homes_before = homes;
    sale.declared_on = str_of(declared_on);
    b = assess(book(), &sale);
    CHECK(b.result == OK);
    return amount(&b, "deed_tax");
}

TEST(deed_tax_by_homes_and_area)
{
    CHECK_I64(deed_tax(120, 0, "2025-06-01"), 10000 * YUAN); /* example 1 */
    CHECK_I64(deed_tax(150, 0, "2025-06-01"), 15000 * YUAN); /* 2 */
    CHECK_I64(deed_tax(150, 1, "2025-06-01"), 20000 * YUAN); /* 3 */
    CHECK_I64(deed_tax(150, 2, "2025-06-01"), 30000 * YUAN); /* 4 */
    CHECK_I64(deed_tax(120, 0, "2024-11-15"), 15000 * YUAN); /* 5 */
    CHECK_I64(deed_tax(120, 1, "2025-06-01"), 10000 * YUAN);
    CHECK_I64(deed_tax(120, 5, "2025-06-01"), 30000 * YUAN);
}

TEST(the_area_that_counts_is_exact)
{
    struct money_sale sale = plain_sale();
    struct bill b;

    sale.area_cm2 = 140 * M2;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 10000 * YUAN);
    sale.area_cm2++;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 15000 * YUAN);
}

TEST(the_rule_is_that_of_the_day_of_declaration)
{
    CHECK_I64(deed_tax(120, 0, "2024-11-30"), 15000 * YUAN);
    CHECK_I64(deed_tax(120, 0, "2024-12-01"), 10000 * YUAN);
    CHECK_I64(deed_tax(90, 0, "2024-11-30"), 10000 * YUAN);
    CHECK_I64(deed_tax(150, 1, "2024-11-30"), 20000 * YUAN);
}

static struct money_sale short_holding(const char *acquired_on, const char *declared_on)
{
    struct money_sale sale = plain_sale();

    sale.price_fen = 1030000 * YUAN;
    sale.seller_acquired_on = str_of(acquired_on);
    sale.seller_only_home = false;
    sale.declared_on = str_of(declared_on);
    return sale;
}

TEST(vat_of_a_short_holding)
{
    struct money_sale sale = short_holding("2024-12-15", "2026-06-20"); /* 18 months: example 6 */
    struct bill b = assess(book(), &sale);

    CHECK(b.result == OK);
    CHECK_I64(amount(&b, "vat"), 30000 * YUAN);
    CHECK_I64(line_of(&b, "vat")->base_fen, 1000000 * YUAN);
    CHECK_I64(amount(&b, "city_maintenance_tax"), 2100 * YUAN);
    CHECK_I64(amount(&b, "education_surcharge"), 900 * YUAN);
    CHECK_I64(amount(&b, "local_education_surcharge"), 600 * YUAN);
    CHECK_I64(amount(&b, "deed_tax"), 10000 * YUAN);   /* of the price without VAT */
    CHECK_I64(amount(&b, "income_tax"), 10000 * YUAN); /* deemed, of the same */
    CHECK_STR(line_of(&b, "vat")->payer, S("seller"));
    CHECK_STR(line_of(&b, "deed_tax")->payer, S("buyer"));
}

/* The halved surcharges of small taxpayers are in the table and wait for the city to switch them
 * on. */
TEST(a_city_switches_a_rule_on_in_the_table)
{
    struct money_sale sale = short_holding("2024-12-15", "2026-06-20");
    str taxes = table("data/taxes.csv"), off = S(",2023-01-01,2027-12-31,0,0,");
    struct bill b;
    size_t at;

    for (int i = 0; i < 3; i++) {
        CHECK(str_find(taxes, off, &at));
        taxes = arena_printf(test_arena, "%.*s,2023-01-01,2027-12-31,1,1,%.*s",
            STR(str_slice(taxes, 0, at)), STR(str_slice(taxes, at + off.len, taxes.len)));
    }
    b = assess(book_of(table("data/fees.csv"), taxes), &sale);
    CHECK(b.result == OK);
    CHECK_I64(amount(&b, "city_maintenance_tax") + amount(&b, "education_surcharge") +
                  amount(&b, "local_education_surcharge"),
        1800 * YUAN);
}

static int64_t vat(const char *acquired_on, const char *declared_on)
{
    struct money_sale sale = short_holding(acquired_on, declared_on);
    struct bill b;

    sale.price_fen = 1050000 * YUAN;
    b = assess(book(), &sale);
    CHECK(b.result == OK);
    return amount(&b, "vat");
}

TEST(two_years_to_the_day)
{
    CHECK_I64(vat("2024-03-10", "2025-12-31"), 50000 * YUAN); /* 5 % until 2025 */
    CHECK_I64(vat("2024-03-10", "2026-01-01"), 3058252);      /* 3 % from 2026 */
    CHECK_I64(vat("2024-03-10", "2026-03-09"), 3058252);
    CHECK_I64(vat("2024-03-10", "2026-03-10"), 0);
    CHECK_I64(vat("2024-02-29", "2026-02-27"), 3058252);
    CHECK_I64(vat("2024-02-29", "2026-02-28"), 0); /* no 29th: the month's last day, 民法典 202 */
    CHECK_I64(vat("2024-01-31", "2026-01-30"), 3058252);
    CHECK_I64(vat("2024-01-31", "2026-01-31"), 0);
    CHECK_I64(vat("2026-03-10", "2026-03-10"), 3058252);
}

TEST(income_tax)
{
    struct money_sale sale = plain_sale();
    struct bill b = assess(book(), &sale);

    CHECK_I64(amount(&b, "vat"), 0); /* example 7 */
    CHECK_I64(amount(&b, "income_tax"), 0);
    CHECK_I64(amount(&b, "city_maintenance_tax"), -1); /* no tax to take it of: no line */

    sale.price_fen = 800000 * YUAN; /* example 8 */
    sale.seller_acquired_on = S("2022-05-01");
    sale.original_price_fen = 500000 * YUAN;
    sale.proven_costs_fen = 50000 * YUAN;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 50000 * YUAN);
    CHECK_I64(line_of(&b, "income_tax")->base_fen, 250000 * YUAN);
    sale.original_price_fen = 0;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 8000 * YUAN);
    CHECK(!line_of(&b, "income_tax")->confirmed);

    sale.original_price_fen = 900000 * YUAN; /* sold at a loss */
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 0);
    CHECK_I64(line_of(&b, "income_tax")->base_fen, 0);
    CHECK_STR(line_of(&b, "income_tax")->rule, S("INCOME-NO-GAIN"));

    sale.seller_acquired_on = S("2020-06-02"); /* five years tomorrow */
    sale.original_price_fen = 500000 * YUAN;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 50000 * YUAN);
    sale.seller_acquired_on = S("2020-06-01");
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 0);
    sale.seller_only_home = false;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "income_tax"), 50000 * YUAN);
}

TEST(the_assessed_price_counts_when_it_is_higher)
{
    struct money_sale sale = plain_sale();
    struct bill b;

    sale.assessed_price_fen = 1200000 * YUAN;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 12000 * YUAN);
    sale.assessed_price_fen = 900000 * YUAN;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 10000 * YUAN);
}

/* What is charged or free is the law that was in force on the day. */
TEST(the_law_is_that_of_the_day)
{
    struct money_sale sale = short_holding("2020-12-15", "2021-08-31");
    struct bill b;

    sale.buyer_homes_before = 2;
    b = assess(book(), &sale);
    CHECK_STR(line_of(&b, "deed_tax")->law, S("契税暂行条例 3"));
    CHECK_STR(line_of(&b, "city_maintenance_tax")->law, S("城市维护建设税暂行条例 4"));
    sale.declared_on = S("2021-09-01");
    b = assess(book(), &sale);
    CHECK_STR(line_of(&b, "deed_tax")->law, S("契税法 3"));
    CHECK_STR(line_of(&b, "city_maintenance_tax")->law, S("城市维护建设税法 4"));
}

TEST(reasons_are_sentences_with_the_numbers)
{
    struct money_sale sale = short_holding("2024-12-15", "2026-06-20");
    struct bill b;
    size_t at;

    sale.certificates = 3;
    sale.area_cm2 = 1205050;
    b = assess(book(), &sale);
    CHECK_STR(line_of(&b, "vat")->reason_zh,
        S("转让方2024-12-15取得该住房，至申报日持有1年6个月，不足2年：合同成交价1,030,000.00元，"
          "不含税1,000,000.00元，按3%征收增值税30,000.00元"));
    CHECK_STR(line_of(&b, "deed_tax")->reason_en,
        S("Buying the family's only home, 120.50 m², not above 140 m²: deed tax at 1% of the price "
          "without VAT, CNY 1,000,000.00, is CNY 10,000.00"));
    CHECK_STR(line_of(&b, "certificate_fee")->reason_en,
        S("3 certificates: the first is included, 2 more at CNY 10.00 each"));
    sale.area_cm2 = 150 * M2;
    sale.assessed_price_fen = 2000000 * YUAN;
    b = assess(book(), &sale);
    CHECK(str_find(line_of(&b, "deed_tax")->reason_zh, S("按1.5%缴契税"), &at));
    CHECK(str_find(line_of(&b, "vat")->reason_zh, S("税务机关核定的计税价格2,000,000.00元"), &at));
    CHECK(str_find(line_of(&b, "vat")->reason_en, S("the price assessed by the tax office"), &at));
    for (size_t i = 0; i < b.made.count; i++) {
        CHECK(!str_has(b.made.at[i].reason_zh, '{') && !str_has(b.made.at[i].reason_en, '{'));
        CHECK(b.made.at[i].law.len > 0 && b.made.at[i].rule.len > 0);
    }
}

static void refused(struct money_sale sale, const char *part)
{
    struct bill b = assess(book(), &sale);
    size_t at;

    CHECK(b.result == E_INVALID);
    if (!str_find(b.fault, str_of(part), &at)) {
        printf("# %.*s\n", STR(b.fault));
        CHECK(false);
    }
}

TEST(what_is_not_known_is_asked_and_not_guessed)
{
    struct money_sale sale = plain_sale();

    sale.seller_acquired_on = S("");
    refused(sale, "缺少转让方取得不动产的日期");
    sale = plain_sale();
    sale.buyer_homes_before = -1;
    refused(sale, "契税：缺少受让方家庭已有住房套数");
    sale = plain_sale();
    sale.area_cm2 = 0;
    refused(sale, "the floor area");
    sale.buyer_homes_before = 2; /* the area does not matter then */
    CHECK(assess(book(), &sale).result == OK);
    sale = plain_sale();
    sale.seller_is_person = false;
    refused(sale, "增值税：没有适用的规定");
    sale = plain_sale();
    sale.residential = false;
    refused(sale, "no rule fits");
    sale = plain_sale();
    sale.declared_on = S("2010-01-01");
    sale.seller_acquired_on = S("2009-01-01");
    refused(sale, "no rule fits");
    sale = plain_sale();
    sale.buyer_is_organisation = true;
    sale.buyer_homes_before = -1; /* nor do the homes of an organisation's family */
    CHECK(assess(book(), &sale).result == OK);
    CHECK(assess_fee(book(), "sale of a dream", true, 1, "2026-03-02").result == E_INVALID);
    CHECK(assess_fee(book(), "", true, 1, "2026-03-02").result == E_INVALID);
}

TEST(what_is_wrong_is_refused)
{
    struct money_sale sale;

#define REFUSE(change, part)                                                                       \
    do {                                                                                           \
        sale = plain_sale();                                                                       \
        change;                                                                                    \
        refused(sale, part);                                                                       \
    } while (0)
    REFUSE(sale.price_fen = 0, "a price");
    REFUSE(sale.price_fen = -1, "a price");
    REFUSE(sale.assessed_price_fen = -1, "a price");
    REFUSE(sale.original_price_fen = -1, "a price");
    REFUSE(sale.proven_costs_fen = INT64_MIN, "a price");
    REFUSE(sale.area_cm2 = -1, "a price");
    REFUSE(sale.certificates = 0, "certificates");
    REFUSE(sale.certificates = INT64_MAX, "too large");
    REFUSE(sale.declared_on = S("2025-02-29"), "declaration");
    REFUSE(sale.declared_on = S(""), "declaration");
    REFUSE(sale.seller_acquired_on = S("2025-06-02"), "acquisition");
    REFUSE(sale.seller_acquired_on = S("long ago"), "acquisition");
    /* No price overflows; the largest one is assessed exactly. */
    sale = plain_sale();
    sale.price_fen = INT64_MAX;
    CHECK(assess(book(), &sale).result == OK);
    CHECK_I64(deed_tax(120, 0, "2025-06-01"), 10000 * YUAN);
}

static int64_t half_up(int64_t base, int64_t ppm)
{
    int128 twice = (int128)base * ppm * 2 + 1000000;

    return (int64_t)(twice / 2000000);
}

TEST(rounding_is_half_up)
{
    struct money_sale sale = plain_sale();
    struct bill b;

    sale.price_fen = 49; /* 1 % is 0.49 fen */
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 0);
    sale.price_fen = 50;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 1);
    sale.price_fen = 149;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 1);
    sale.price_fen = 150;
    b = assess(book(), &sale);
    CHECK_I64(amount(&b, "deed_tax"), 2);
}

static uint64_t next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

static struct money_sale some_sale(uint64_t *seed)
{
    static const char *const days[] = {
        "2019-07-01", "2024-11-30", "2024-12-01", "2025-12-31", "2026-01-01", "2026-06-20"};
    static const char *const since[] = {"2010-01-01", "2014-06-20", "2018-01-31", "2019-06-30"};

    return (struct money_sale){.price_fen = 1 + (int64_t)(next(seed) % 1000000000),
        .assessed_price_fen = next(seed) % 3 ? 0 : (int64_t)(next(seed) % 1000000000),
        .area_cm2 = 1 + (int64_t)(next(seed) % 3000000),
        .residential = true,
        .buyer_homes_before = (int64_t)(next(seed) % 4),
        .buyer_is_organisation = next(seed) % 8 == 0,
        .seller_is_person = true,
        .seller_only_home = next(seed) % 2,
        .seller_acquired_on = str_of(since[next(seed) % COUNT(since)]),
        .original_price_fen = next(seed) % 2 ? 0 : (int64_t)(next(seed) % 1000000000),
        .proven_costs_fen = (int64_t)(next(seed) % 10000000),
        .certificates = 1 + (int64_t)(next(seed) % 5),
        .small_enterprise = next(seed) % 8 == 0,
        .declared_on = str_of(days[next(seed) % COUNT(days)])};
}

/* No amount is negative, each is its base times its rate, and a higher price never costs less. */
TEST(every_bill_adds_up)
{
    const struct money_book *k = book();
    uint64_t seed = 640104;

    for (int round = 0; round < 2000; round++) {
        struct money_sale sale = some_sale(&seed), dearer = sale;
        struct arena_mark mark = arena_mark(test_arena);
        struct bill b = assess(k, &sale), more;

        CHECK(b.result == OK && b.made.count >= 4);
        for (size_t i = 0; i < b.made.count; i++) {
            const struct money_line *l = &b.made.at[i];

            CHECK(l->amount_fen >= 0 && l->base_fen >= 0 && l->rate_ppm >= 0);
            CHECK_I64(l->amount_fen, half_up(l->base_fen, l->rate_ppm));
            for (size_t j = 0; j < i; j++)
                CHECK(!str_eq(l->kind, b.made.at[j].kind));
        }
        dearer.price_fen += 1 + (int64_t)(next(&seed) % 1000);
        more = assess(k, &dearer);
        CHECK(total(&more) >= total(&b));
        for (size_t i = 0; i < b.made.count && more.made.count == b.made.count; i++)
            CHECK(more.made.at[i].amount_fen >= b.made.at[i].amount_fen);
        arena_rewind(test_arena, mark);
    }
}

TESTS(T(deed_tax_by_homes_and_area), T(the_area_that_counts_is_exact),
    T(the_rule_is_that_of_the_day_of_declaration), T(vat_of_a_short_holding),
    T(a_city_switches_a_rule_on_in_the_table), T(two_years_to_the_day), T(income_tax),
    T(the_assessed_price_counts_when_it_is_higher), T(the_law_is_that_of_the_day),
    T(reasons_are_sentences_with_the_numbers), T(what_is_not_known_is_asked_and_not_guessed),
    T(what_is_wrong_is_refused), T(rounding_is_half_up), T(every_bill_adds_up))
