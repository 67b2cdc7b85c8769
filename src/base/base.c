/* Faults and strings by value. The texts of the faults come from err.def, so that the HTTP status
 * and the words cannot drift from the enumeration. */
#include "base/base.h"

#include <string.h>

struct err_row {
    int status;
    const char *name, *zh, *en;
};

static const struct err_row err_rows[] = {
#define ERR(name, status, zh, en) [name] = {status, #name, zh, en},
#include "base/err.def"
#undef ERR
};

static const struct err_row *err_row(err e)
{
    return &err_rows[(size_t)e < COUNT(err_rows) ? e : E_FAULT];
}

int err_status(err e)
{
    return err_row(e)->status;
}

const char *err_name(err e)
{
    return err_row(e)->name;
}

const char *err_text_zh(err e)
{
    return err_row(e)->zh;
}

const char *err_text_en(err e)
{
    return err_row(e)->en;
}

str str_of(const char *zero_terminated)
{
    if (!zero_terminated)
        return S("");
    return (str){zero_terminated, strlen(zero_terminated)};
}

bool char_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool str_eq(str a, str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_is(str a, const char *zero_terminated)
{
    return str_eq(a, str_of(zero_terminated));
}

int str_cmp(str a, str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);

    if (order != 0)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(str s, str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(str s, str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, suffix.len), suffix);
}

bool str_has(str s, char c)
{
    return s.len > 0 && memchr(s.at, c, s.len) != NULL;
}

bool str_find(str s, str needle, size_t *ret_at)
{
    if (needle.len == 0) {
        *ret_at = 0;
        return true;
    }
    if (s.len < needle.len)
        return false;

    const char *at = memmem(s.at, s.len, needle.at, needle.len);

    if (!at)
        return false;
    *ret_at = (size_t)(at - s.at);
    return true;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

str str_trim(str s)
{
    while (s.len > 0 && is_space(s.at[0]))
        s = (str){s.at + 1, s.len - 1};
    while (s.len > 0 && is_space(s.at[s.len - 1]))
        s.len--;
    return s;
}

str str_slice(str s, size_t from, size_t len)
{
    if (from >= s.len)
        return (str){"", 0};
    if (len > s.len - from)
        len = s.len - from;
    return (str){s.at + from, len};
}

str str_cut(str *s, char c)
{
    const char *at = s->len == 0 ? NULL : memchr(s->at, c, s->len);
    str before = *s;

    if (!at) {
        *s = (str){"", 0};
        return before;
    }
    before.len = (size_t)(at - s->at);
    *s = str_slice(*s, before.len + 1, SIZE_MAX);
    return before;
}

bool str_is_among(const str *texts, size_t count, str s)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(texts[i], s))
            return true;
    return false;
}

bool str_all_eq(const str *a, size_t a_count, const str *b, size_t b_count)
{
    bool same = a_count == b_count;

    for (size_t i = 0; same && i < a_count; i++)
        same = str_eq(a[i], b[i]);
    return same;
}

bool str_has_word(str list, str word)
{
    if (word.len == 0)
        return false;
    while (list.len > 0)
        if (str_eq(str_cut(&list, ' '), word))
            return true;
    return false;
}

bool str_to_i64(str s, int64_t *ret)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    int64_t value = 0;

    if (s.len == (negative ? 1 : 0))
        return false;
    for (size_t i = negative ? 1 : 0; i < s.len; i++) {
        int digit = s.at[i] - '0';

        if (digit < 0 || digit > 9)
            return false;
        /* Counted downwards, because the least number has no positive twin. */
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *ret = negative ? value : -value;
    return true;
}

/* Bytes that a character beginning with `first` has, or 0 when none begins so. */
static size_t utf8_bytes(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF)
        return 3;
    if (first >= 0xF0 && first <= 0xF4)
        return 4;
    return 0;
}

/* The second byte's range is narrower after four first bytes: overlong forms, surrogates, and what
 * lies beyond U+10FFFF (Unicode table 3-7). */
static bool utf8_second_is_valid(unsigned char first, unsigned char second)
{
    unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;

    return second >= least && second <= most;
}

static bool utf8_char_is_valid(const unsigned char *at, size_t bytes)
{
    if (bytes == 1)
        return at[0] != '\0';
    if (!utf8_second_is_valid(at[0], at[1]))
        return false;
    for (size_t i = 2; i < bytes; i++)
        if ((at[i] & 0xC0) != 0x80)
            return false;
    return true;
}

bool str_is_utf8(str s)
{
    const unsigned char *at = (const unsigned char *)s.at;
    size_t left = s.len;

    while (left > 0) {
        size_t bytes = utf8_bytes(*at);

        if (bytes == 0 || bytes > left || !utf8_char_is_valid(at, bytes))
            return false;
        at += bytes;
        left -= bytes;
    }
    return true;
}

size_t str_utf8_length(str s)
{
    size_t length = 0;

    for (size_t i = 0; i < s.len; i++)
        length += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return length;
}

bool str_eq_secret(str a, str b)
{
    unsigned char difference = 0;

    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        difference = (unsigned char)(difference | (a.at[i] ^ b.at[i]));
        /* Hides the value from the optimiser, which could otherwise leave at the first difference.
         */
        __asm__ volatile("" : "+r"(difference));
    }
    return difference == 0;
}
