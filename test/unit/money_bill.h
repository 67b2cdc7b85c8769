/* Bills by the tables of this build, for the tests of fees and taxes. */
#pragma once

#include "test.h"

#include "base/file.h"
#include "money/money_rules.h"

#define FILE_BYTES_MAX (1 << 20)
#define YUAN INT64_C(100)
#define M2 INT64_C(10000)
__extension__ typedef __int128 int128;

struct bill {
    struct money_lines made;
    err result;
    str fault;
};

static inline str table(const char *path)
{
    str text = S("");

    CHECK(file_read(test_arena, path, FILE_BYTES_MAX, &text) == OK);
    return text;
}

static inline struct money_book *book_of(str fees, str taxes)
{
    struct money_book *book = NULL;
    str fault = S("");

    CHECK(money_book_parse(test_arena, fees, taxes, &book, &fault) == OK);
    CHECK_STR(fault, S(""));
    return book;
}

static inline struct money_book *book(void)
{
    return book_of(table("data/fees.csv"), table("data/taxes.csv"));
}

/* A home of 120 m² held for more than five years by its only owner, sold for a million to a family
 * without a home: the least that can be due. */
static inline struct money_sale plain_sale(void)
{
    return (struct money_sale){.price_fen = 1000000 * YUAN,
        .area_cm2 = 120 * M2,
        .residential = true,
        .seller_is_person = true,
        .seller_only_home = true,
        .seller_acquired_on = S("2015-03-01"),
        .certificates = 1,
        .declared_on = S("2025-06-01")};
}

static inline struct bill assess(const struct money_book *b, const struct money_sale *sale)
{
    struct bill bill = {.fault = S("")};

    bill.result = money_assess_sale(test_arena, b, sale, &bill.made, &bill.fault);
    return bill;
}

static inline struct bill assess_fee(const struct money_book *b, const char *matter,
    bool residential, int64_t certificates, const char *declared_on)
{
    struct money_registration r = {.matter = str_of(matter),
        .residential = residential,
        .certificates = certificates,
        .declared_on = str_of(declared_on)};
    struct bill bill = {.fault = S("")};

    bill.result = money_assess_registration(test_arena, b, &r, &bill.made, &bill.fault);
    return bill;
}

static inline const struct money_line *line_of(const struct bill *b, const char *kind)
{
    for (size_t i = 0; i < b->made.count; i++)
        if (str_is(b->made.at[i].kind, kind))
            return &b->made.at[i];
    return NULL;
}

/* -1 when there is no such line. */
static inline int64_t amount(const struct bill *b, const char *kind)
{
    const struct money_line *l = line_of(b, kind);

    return l ? l->amount_fen : -1;
}

static inline int64_t total(const struct bill *b)
{
    int64_t sum = 0;

    for (size_t i = 0; i < b->made.count; i++)
        sum += b->made.at[i].amount_fen;
    return sum;
}
