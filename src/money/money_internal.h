/* What the rules of money are made of, for this folder alone. */
#pragma once

#include "base/buf.h"
#include "base/when.h"
#include "money/money_rules.h"

#define MONEY_PPM INT64_C(1000000)
#define MONEY_TERMS_MAX 8

enum money_kind {
#define KIND(name, required, zh, en) MONEY_##name,
#include "money/money_word.def"
    MONEY_KINDS
};

enum money_fact {
#define FACT(name, zh, en) FACT_##name,
#include "money/money_word.def"
    MONEY_FACTS
};

enum money_word {
#define WORD(name, zh, en) WORD_##name,
#include "money/money_word.def"
    MONEY_WORDS
};

struct money_name {
    const char *name, *zh, *en;
    bool required; /* kinds only */
};

extern const struct money_name money_kinds[MONEY_KINDS];
extern const struct money_name money_facts[MONEY_FACTS];
extern const struct money_name money_words[MONEY_WORDS];

enum money_order { ORDER_EQUAL, ORDER_NOT, ORDER_BELOW, ORDER_UPTO, ORDER_ABOVE, ORDER_FROM };

/* held_months<24 */
struct money_term {
    enum money_fact fact;
    enum money_order order;
    int64_t value;
};

/* What a rate is taken of: the word of the column `base`. */
enum money_base {
    BASE_price_before_tax, /* price / (1 + this rate) */
    BASE_net_price,        /* price less value-added tax */
    BASE_gain,             /* net price less original price and proven costs, at least 0 */
    BASE_vat,
    BASE_fee,         /* fees.csv: once */
    BASE_certificates /* fees.csv: each certificate beyond those included */
};

struct money_rule {
    str id, payer, matter, law;
    str reason_zh, reason_en; /* with {placeholders} */
    enum money_kind kind;
    enum money_base base;
    struct money_term terms[MONEY_TERMS_MAX];
    size_t terms_count;
    int64_t rate_ppm;
    int64_t fee_fen;
    int64_t included;            /* certificates that the fee includes */
    int64_t first_day, last_day; /* in force, both counted */
    bool active, confirmed;
};

struct money_book {
    struct money_rule *rules; /* read from the top: the first that fits decides */
    size_t count;
};

/* One assessment under way. */
struct money_case {
    struct arena *arena;
    str matter;
    int64_t declared_day;
    int64_t fact[MONEY_FACTS];
    bool known[MONEY_FACTS];
    int64_t price_fen, net_fen, original_fen, costs_fen; /* sale only */
    bool assessed;
    str since, declared;
};

/* The template with its {placeholders} filled in for this line. */
str money_reason(const struct money_case *c, const struct money_rule *r, const struct money_line *l,
    bool english);
/* False when the template has a placeholder that does not exist, or an open brace. */
bool money_reason_is_valid(str reason);
/* 123456789: 1,234,567.89 */
void money_add(struct buf *out, int64_t fen);
