/* 份额: a holder's part of a right held in shares (按份共有), as an exact fraction. Never a
 * decimal: three thirds are one (民法典 298). Pure; nothing is allocated. */
#pragma once

#include "base/arena.h"

/* 0/0 is "no share": sole or joint holding. Otherwise 0 < num <= den, in lowest terms. */
struct share {
    int64_t num, den;
};

/* Greatest denominator that is read; keeps every sum of a list exact. */
#define SHARE_DEN_MAX INT64_C(1000000000)

/* Reads "1/3" (digits, a slash, digits) and reduces it: false unless 0 < num <= den <=
 * SHARE_DEN_MAX. */
bool share_parse(str s, struct share *ret);
/* "1/3"; a whole is "1/1"; no share is the empty str. */
str share_print(struct arena *a, struct share s);
/* a + b in lowest terms: false when either is no fraction or the sum does not fit. */
bool share_add(struct share a, struct share b, struct share *ret);
/* -1, 0 or 1 as a is less than, equal to or more than b. Both must be fractions. */
int share_compare(struct share a, struct share b);
/* Exact in any order: no rounding, no overflow. False also when one of them is no fraction, or when
 * more than sixty denominators near SHARE_DEN_MAX have nothing in common. */
bool share_sums_to_one(const struct share *shares, size_t count);
/* 民法典 301: what is held in shares may be disposed of by holders of two thirds of the shares or
 * more; what is held jointly, and has no shares, only by all. What the holders agreed otherwise is
 * for an officer to see. */
bool share_consent_is_enough(const struct share *shares, const bool *agrees, size_t count);
