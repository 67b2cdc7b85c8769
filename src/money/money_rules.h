/* 税费规则: what is due for a sale or another registration, by dated rules that are data
 * (data/fees.csv, data/taxes.csv). Pure: facts in; amounts, each with its reason, out. Money is in
 * fen, never a fraction; each amount is rounded half up once. The tax office's own answer, where it
 * differs, prevails. */
#pragma once

#include "base/arena.h"

struct money_book;

/* 存量房买卖. Dates are YYYY-MM-DD. */
struct money_sale {
    int64_t price_fen;          /* of the contract, with value-added tax */
    int64_t assessed_price_fen; /* 核定计税价格: counts when it is higher; 0 when there is none */
    int64_t area_cm2;
    bool residential;
    bool garage_own_certificate;
    bool garage_without_certificate;
    bool small_enterprise;      /* the buyer: relief from the registration fee */
    bool buyer_is_organisation; /* no relief for homes */
    int64_t buyer_homes_before; /* homes of buyer, spouse and minor children; below 0: not known */
    bool seller_is_person;
    bool seller_only_home;      /* of the seller's family, in the province */
    str seller_acquired_on;     /* empty when not known */
    int64_t original_price_fen; /* 0 when not proven */
    int64_t proven_costs_fen;   /* 合理费用 */
    int64_t certificates;       /* how many are issued: 1 and up */
    str declared_on;            /* 申报日: decides which rules are in force */
};

/* Any other matter: the registration fee alone. */
struct money_registration {
    str matter; /* as in the column `matter` of data/fees.csv: mortgage, objection, replace ... */
    bool residential;
    bool garage_own_certificate;
    bool garage_without_certificate;
    bool land_is_homestead; /* the title of the unit is 宅基地使用权 */
    bool land_is_farm;      /* the title of the unit is 承包经营权 or 林权 */
    bool small_enterprise;
    int64_t certificates;
    str declared_on;
};

/* One amount. amount_fen is base_fen * rate_ppm / 1 000 000, rounded half up; an exemption is a
 * line with amount 0 and its reason. */
struct money_line {
    str kind;  /* vat deed_tax income_tax registration_fee ...: money_word.def */
    str payer; /* buyer seller holder mortgagee */
    int64_t base_fen;
    int64_t rate_ppm;
    int64_t amount_fen;
    str rule; /* id of the row */
    str reason_zh, reason_en;
    str law;
    bool confirmed; /* false: the row is a city's own figure or not yet confirmed by it */
};

/* Reads both tables; what they say lives in the arena. E_INVALID with the table, line and reason.
 */
MUST_CHECK err money_book_parse(
    struct arena *a, str fees, str taxes, struct money_book **ret, str *ret_fault);

struct money_lines {
    struct money_line *at;
    size_t count;
};

/* The lines of a sale: seller's taxes, deed tax, fees; their sum fits int64. E_INVALID with a
 * sentence in both languages when a fact is missing or wrong or no rule fits: a person decides
 * then. */
MUST_CHECK err money_assess_sale(struct arena *a, const struct money_book *book,
    const struct money_sale *sale, struct money_lines *ret, str *ret_fault);
MUST_CHECK err money_assess_registration(struct arena *a, const struct money_book *book,
    const struct money_registration *registration, struct money_lines *ret, str *ret_fault);
