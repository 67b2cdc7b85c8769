/* 登记费: what is charged to the fen and what is free, by the rules of the day. */
#include "money_bill.h"

TEST(fees)
{
    const struct money_book *k = book();
    struct money_sale sale = plain_sale();
    struct bill b;

    sale.certificates = 2; /* example 9 */
    b = assess(k, &sale);
    CHECK_I64(amount(&b, "registration_fee") + amount(&b, "certificate_fee"), 90 * YUAN);
    sale.certificates = 1;
    b = assess(k, &sale);
    CHECK_I64(amount(&b, "certificate_fee"), -1);

    b = assess_fee(k, "mortgage", true, 1, "2026-03-02"); /* 10 */
    CHECK_I64(total(&b), 80 * YUAN);
    CHECK_STR(b.made.at[0].payer, S("mortgagee"));
    b = assess_fee(k, "mortgage", false, 3, "2026-03-02");
    CHECK_I64(total(&b), 570 * YUAN);
    b = assess_fee(k, "objection", false, 1, "2026-03-02"); /* 11 */
    CHECK_I64(total(&b), 275 * YUAN);
    b = assess_fee(k, "objection", true, 1, "2026-03-02");
    CHECK_I64(total(&b), 40 * YUAN);
    b = assess_fee(k, "name_change", true, 1, "2019-06-30"); /* 11a */
    CHECK_I64(total(&b), 40 * YUAN);
    b = assess_fee(k, "name_change", true, 1, "2019-07-01");
    CHECK(b.result == OK && b.made.count == 1 && total(&b) == 0 && b.made.at[0].confirmed);
    b = assess_fee(k, "replace", true, 1, "2026-03-02"); /* 11c */
    CHECK_I64(total(&b), 10 * YUAN);
    b = assess_fee(k, "cancel", true, 1, "2026-03-02"); /* 12 */
    CHECK(b.result == OK && total(&b) == 0);
    b = assess_fee(k, "first", false, 1, "2026-03-02");
    CHECK_I64(total(&b), 550 * YUAN);
}

/* 财税〔2019〕45号, from 2019-07-01; 预告登记 was free before */
TEST(what_is_free)
{
    const struct money_book *k = book();
    struct bill b;

    b = assess_fee(k, "mortgage_change", true, 1, "2019-06-30");
    CHECK_I64(total(&b), 80 * YUAN);
    for (size_t residential = 0; residential < 2; residential++) {
        b = assess_fee(k, "mortgage_change", residential == 1, 1, "2019-07-01");
        CHECK(b.result == OK && b.made.count == 1 && total(&b) == 0 && b.made.at[0].confirmed);
        CHECK_STR(b.made.at[0].payer, S("mortgagee"));
        b = assess_fee(k, "advance", residential == 1, 2, "2017-01-02");
        CHECK(b.result == OK && b.made.count == 1 && total(&b) == 0 && b.made.at[0].confirmed);
    }
    b = assess_fee(k, "residence", true, 1, "2026-03-02"); /* no text names it */
    CHECK(b.result == OK && total(&b) == 80 * YUAN && !b.made.at[0].confirmed);
}

static struct bill assess_farm(const char *matter, const char *declared_on)
{
    struct money_registration r = {.matter = str_of(matter),
        .land_is_farm = true,
        .certificates = 1,
        .declared_on = str_of(declared_on)};
    struct bill bill = {.fault = S("")};

    bill.result = money_assess_registration(test_arena, book(), &r, &bill.made, &bill.fault);
    return bill;
}

TEST(of_a_homestead_only_the_certificates_are_charged)
{
    struct money_registration r = {.matter = S("transfer"),
        .residential = true,
        .land_is_homestead = true,
        .declared_on = S("2026-03-02")};
    struct bill b;

    for (r.certificates = 1; r.certificates <= 3; r.certificates++) {
        b = (struct bill){.fault = S("")};
        b.result = money_assess_registration(test_arena, book(), &r, &b.made, &b.fault);
        CHECK(b.result == OK && total(&b) == r.certificates * 10 * YUAN);
    }
    r.certificates = 2;
    r.land_is_homestead = false;
    b.result = money_assess_registration(test_arena, book(), &r, &b.made, &b.fault);
    CHECK(b.result == OK && total(&b) == 90 * YUAN);
}

TEST(forest_and_contracted_land_is_free)
{
    static const char *const matters[] = {"first", "transfer", "easement", "objection", "mortgage"};
    struct bill b;

    for (size_t i = 0; i < COUNT(matters); i++) {
        b = assess_farm(matters[i], "2019-07-01");
        CHECK(b.result == OK && total(&b) == 0 && b.made.at[0].confirmed);
        CHECK_STR(b.made.at[0].law, S("财税〔2019〕45号"));
        b = assess_farm(matters[i], "2019-06-30");
        CHECK(b.result == OK && total(&b) > 0);
    }
    b = assess_farm("mortgage", "2026-03-02");
    CHECK_STR(b.made.at[0].payer, S("mortgagee"));
}

TEST(relief_from_fees)
{
    struct money_registration r = {.matter = S("transfer"),
        .garage_own_certificate = true,
        .certificates = 1,
        .declared_on = S("2026-03-02")};
    const struct money_book *k = book();
    struct bill b = {0};

    b.result = money_assess_registration(test_arena, k, &r, &b.made, &b.fault);
    CHECK_I64(total(&b), 80 * YUAN); /* example 11b */
    r.declared_on = S("2019-06-30");
    b.result = money_assess_registration(test_arena, k, &r, &b.made, &b.fault);
    CHECK_I64(total(&b), 550 * YUAN);
    r.declared_on = S("2026-03-02");
    r.matter = S("mortgage");
    b.result = money_assess_registration(test_arena, k, &r, &b.made, &b.fault);
    CHECK(total(&b) == 80 * YUAN && str_is(b.made.at[0].payer, "mortgagee"));
    r.matter = S("transfer");
    r.small_enterprise = true;
    b.result = money_assess_registration(test_arena, k, &r, &b.made, &b.fault);
    CHECK(b.result == OK && total(&b) == 0);
    r.small_enterprise = false;
    r.garage_own_certificate = false;
    r.garage_without_certificate = true;
    b.result = money_assess_registration(test_arena, k, &r, &b.made, &b.fault);
    CHECK(b.result == OK && total(&b) == 0);
}

TESTS(T(fees), T(what_is_free), T(of_a_homestead_only_the_certificates_are_charged),
    T(forest_and_contracted_land_is_free), T(relief_from_fees))
