/* The tables of fees and taxes: every wrong cell is refused, with its table, line and reason. */
#include "test.h"

#include "money/money_rules.h"

#define FEE_HEADER                                                                                 \
    "id,kind,payer,matter,when,fee,included,from,to,active,confirmed,law,reason_zh,reason_en\n"
#define TAX_HEADER "id,kind,payer,when,base,rate,from,to,active,confirmed,law,reason_zh,reason_en\n"

#define GOOD_FEE "F,registration_fee,holder,first,,80.00,1,2016-12-06,,1,1,l,z,e\n"

TEST(a_wrong_table_of_taxes_names_its_line)
{
    static const struct {
        const char *row, *part;
    } taxes[] = {{"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z,e\n", ""},
        {"T,deed_tax,buyer,,net_price,1.5%,2016-05-01,2016-05-01,1,1,l,z {base},e {rate}\n", ""},
        {"T,deed,buyer,,net_price,3%,2016-05-01,,1,1,l,z,e\n", "taxes, line 2: this kind"},
        {"T,registration_fee,buyer,,net_price,3%,2016-05-01,,1,1,l,z,e\n", "is a fee"},
        {"T,deed_tax,nobody,,net_price,3%,2016-05-01,,1,1,l,z,e\n", "payer"},
        {"T,deed_tax,buyer,area>1,net_price,3%,2016-05-01,,1,1,l,z,e\n", "condition"},
        {"T,deed_tax,buyer,area_cm2,net_price,3%,2016-05-01,,1,1,l,z,e\n", "condition"},
        {"T,deed_tax,buyer,area_cm2=>1,net_price,3%,2016-05-01,,1,1,l,z,e\n", "condition"},
        {"T,deed_tax,buyer,area_cm2>1.5,net_price,3%,2016-05-01,,1,1,l,z,e\n", "condition"},
        {"T,deed_tax,buyer,,price,3%,2016-05-01,,1,1,l,z,e\n", "base is"},
        {"T,deed_tax,buyer,,price_before_tax,3%,2016-05-01,,1,1,l,z,e\n", "nothing else"},
        {"T,vat,seller,,net_price,3%,2016-05-01,,1,1,l,z,e\n", "nothing else"},
        {"T,deed_tax,buyer,,net_price,3,2016-05-01,,1,1,l,z,e\n", "percentage"},
        {"T,deed_tax,buyer,,net_price,-3%,2016-05-01,,1,1,l,z,e\n", "percentage"},
        {"T,deed_tax,buyer,,net_price,3.%,2016-05-01,,1,1,l,z,e\n", "percentage"},
        {"T,deed_tax,buyer,,net_price,0.00001%,2016-05-01,,1,1,l,z,e\n", "percentage"},
        {"T,deed_tax,buyer,,net_price,100.0001%,2016-05-01,,1,1,l,z,e\n", "above 100%"},
        {"T,deed_tax,buyer,,net_price,3%,,,1,1,l,z,e\n", "from is"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,soon,1,1,l,z,e\n", "to is neither"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,2016-04-30,1,1,l,z,e\n", "before from"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,yes,1,l,z,e\n", "active"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,,l,z,e\n", "confirmed"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,,z,e\n", "law"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,,e\n", "reason"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z {sum},e\n", "placeholder"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z {base,e\n", "placeholder"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z base},e\n", "placeholder"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z\n", "cells"},
        {"F,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z,e\n", "twice"},
        {"T,deed_tax,buyer,,net_price,3%,2016-05-01,,1,1,l,z,e\n"
         "U,deed_tax,buyer,,net_price,x,2016-05-01,,1,1,l,z,e\n",
            "taxes, line 3"}};
    struct money_book *k;
    str fault;
    size_t at;

    for (size_t i = 0; i < COUNT(taxes); i++) {
        str text = arena_join(test_arena, S(TAX_HEADER), str_of(taxes[i].row));
        err want = taxes[i].part[0] ? E_INVALID : OK;

        fault = S("");
        CHECK(money_book_parse(test_arena, S(FEE_HEADER GOOD_FEE), text, &k, &fault) == want);
        if (!str_find(fault, str_of(taxes[i].part), &at)) {
            printf("# %s# %.*s\n", taxes[i].row, STR(fault));
            CHECK(false);
        }
    }
}

TEST(a_wrong_table_of_fees_names_its_line)
{
    static const struct {
        const char *row, *part;
    } fees[] = {{"G,deed_tax,holder,first,,80.00,1,2016-12-06,,1,1,l,z,e\n", "is a tax"},
        {"G,registration_fee,holder,,,80.00,1,2016-12-06,,1,1,l,z,e\n", "matters"},
        {"G,registration_fee,holder,first,,80.005,1,2016-12-06,,1,1,l,z,e\n", "in yuan"},
        {"G,registration_fee,holder,first,,-80,1,2016-12-06,,1,1,l,z,e\n", "in yuan"},
        {"G,registration_fee,holder,first,,80,x,2016-12-06,,1,1,l,z,e\n", "included"},
        {"F,registration_fee,holder,first,,80.00,1,2016-12-06,,1,1,l,z,e\n", "fees, line 3"}};
    struct money_book *k;
    str fault;
    size_t at;

    for (size_t i = 0; i < COUNT(fees); i++) {
        str text = arena_join(test_arena, S(FEE_HEADER GOOD_FEE), str_of(fees[i].row));

        CHECK(money_book_parse(test_arena, text, S(TAX_HEADER), &k, &fault) == E_INVALID);
        CHECK(str_find(fault, str_of(fees[i].part), &at));
    }
    CHECK(money_book_parse(test_arena, S(""), S(TAX_HEADER), &k, &fault) == E_INVALID);
    CHECK(money_book_parse(test_arena, S(FEE_HEADER GOOD_FEE), S("id,kind\n"), &k, &fault) ==
          E_INVALID);
    CHECK_STR(fault, S("taxes, line 1: a column is missing"));
}

TESTS(T(a_wrong_table_of_taxes_names_its_line), T(a_wrong_table_of_fees_names_its_line))
