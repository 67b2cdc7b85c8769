/* Exact fractions. One fraction fits 64 bits; the sum of many is kept as two wide whole numbers, so
 * that whatever denominators meet, and in whatever order, nothing overflows. */
#include "party/share.h"

#include <string.h>

#define WIDE_LIMBS 64 /* 2048 bits: more than sixty holders with unlike denominators */

__extension__ typedef __int128 int128; /* holds any product of two numbers of 64 bits */

/* A whole number, least limb first. */
struct wide {
    uint32_t limb[WIDE_LIMBS];
};

/* num / den, not in lowest terms. */
struct wide_share {
    struct wide num, den;
};

static const struct share consent_least = {2, 3}; /* 民法典 301 */

static int128 greatest_divisor(int128 a, int128 b)
{
    while (b != 0) {
        int128 rest = a % b;

        a = b;
        b = rest;
    }
    return a;
}

static bool is_fraction(struct share s)
{
    return s.num > 0 && s.den > 0;
}

bool share_parse(str s, struct share *ret)
{
    struct share read;
    int64_t divisor;
    str num = s, den;

    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] != '/' && (s.at[i] < '0' || s.at[i] > '9'))
            return false;
    den = num;
    num = str_cut(&den, '/');
    if (!str_to_i64(num, &read.num) || !str_to_i64(den, &read.den))
        return false;
    if (!is_fraction(read) || read.num > read.den || read.den > SHARE_DEN_MAX)
        return false;
    divisor = (int64_t)greatest_divisor(read.num, read.den);
    *ret = (struct share){read.num / divisor, read.den / divisor};
    return true;
}

str share_print(struct arena *a, struct share s)
{
    if (s.den == 0)
        return S("");
    return arena_printf(a, "%lld/%lld", (long long)s.num, (long long)s.den);
}

bool share_add(struct share a, struct share b, struct share *ret)
{
    int128 num, den, divisor;

    if (a.den <= 0 || b.den <= 0 || a.num < 0 || b.num < 0)
        return false;
    divisor = greatest_divisor(a.den, b.den);
    den = (int128)a.den * (b.den / divisor);
    num = (int128)a.num * (b.den / divisor);
    if (__builtin_add_overflow(num, (int128)b.num * (a.den / divisor), &num))
        return false;
    divisor = greatest_divisor(num, den);
    num /= divisor;
    den /= divisor;
    if (num > INT64_MAX || den > INT64_MAX)
        return false;
    *ret = (struct share){(int64_t)num, (int64_t)den};
    return true;
}

int share_compare(struct share a, struct share b)
{
    int128 left = (int128)a.num * b.den, right = (int128)b.num * a.den;

    return (left > right) - (left < right);
}

/* False when the product does not fit; so with the sum below. */
static bool wide_multiply(struct wide *w, uint32_t by)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint64_t)w->limb[i] * by;
        w->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

static bool wide_add(struct wide *w, const struct wide *other)
{
    uint64_t carry = 0;

    for (size_t i = 0; i < WIDE_LIMBS; i++) {
        carry += (uint64_t)w->limb[i] + other->limb[i];
        w->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

/* Divides and returns the rest. */
static uint32_t wide_divide(struct wide *w, uint32_t by)
{
    uint64_t rest = 0;

    for (size_t i = WIDE_LIMBS; i-- > 0;) {
        rest = rest << 32 | w->limb[i];
        w->limb[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

static int wide_compare(const struct wide *a, const struct wide *b)
{
    for (size_t i = WIDE_LIMBS; i-- > 0;)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] > b->limb[i] ? 1 : -1;
    return 0;
}

/* sum + s over the least common denominator of the two. */
static bool wide_share_add(struct wide_share *sum, struct share s)
{
    struct wide added = sum->den;
    uint32_t rest, divisor, stretch;

    if (!is_fraction(s) || s.num > s.den || s.den > SHARE_DEN_MAX)
        return false;
    rest = wide_divide(&added, (uint32_t)s.den);
    divisor = (uint32_t)greatest_divisor(s.den, rest);
    stretch = (uint32_t)s.den / divisor;
    added = sum->den;
    (void)wide_divide(&added, divisor);
    return wide_multiply(&added, (uint32_t)s.num) && wide_multiply(&sum->num, stretch) &&
           wide_multiply(&sum->den, stretch) && wide_add(&sum->num, &added);
}

/* Compares the sum of those chosen (of all when `chosen` is NULL) with `with`: -1, 0, 1. False when
 * a chosen one is no fraction, or there are more unlike denominators than the sum can hold. */
static bool compare_sum(
    const struct share *shares, const bool *chosen, size_t count, struct share with, int *ret)
{
    struct wide_share sum = {.num = {{0}}, .den = {{1}}};

    for (size_t i = 0; i < count; i++)
        if ((!chosen || chosen[i]) && !wide_share_add(&sum, shares[i]))
            return false;
    if (!wide_multiply(&sum.num, (uint32_t)with.den) ||
        !wide_multiply(&sum.den, (uint32_t)with.num))
        return false;
    *ret = wide_compare(&sum.num, &sum.den);
    return true;
}

bool share_sums_to_one(const struct share *shares, size_t count)
{
    int order;

    return compare_sum(shares, NULL, count, (struct share){1, 1}, &order) && order == 0;
}

static bool all_agree(const bool *agrees, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!agrees[i])
            return false;
    return count > 0;
}

bool share_consent_is_enough(const struct share *shares, const bool *agrees, size_t count)
{
    int order;

    return all_agree(agrees, count) ||
           (compare_sum(shares, agrees, count, consent_least, &order) && order >= 0);
}
