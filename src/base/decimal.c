/* Decimal numbers as whole units: digits are moved, nothing is calculated in binary fractions. */
#include "base/decimal.h"

/* value * 10 + digit, unless that is too large. */
static bool push(int64_t *value, char digit)
{
    return !__builtin_mul_overflow(*value, INT64_C(10), value) &&
           !__builtin_add_overflow(*value, (int64_t)(digit - '0'), value);
}

static bool read_fraction(str digits, int places, int64_t *value)
{
    for (size_t i = 0; i < digits.len; i++)
        if (!char_is_digit(digits.at[i]))
            return false;
    for (int i = 0; i < places; i++)
        if (!push(value, (size_t)i < digits.len ? digits.at[i] : '0'))
            return false;
    if (digits.len > (size_t)places && digits.at[places] >= '5')
        return !__builtin_add_overflow(*value, INT64_C(1), value);
    return true;
}

bool decimal_read(str s, int places, int64_t *ret)
{
    bool negative = s.len > 0 && s.at[0] == '-', has_dot = str_has(s, '.');
    str rest = str_slice(s, negative, s.len), whole = str_cut(&rest, '.');
    int64_t value = 0;

    if (places < 0 || places > DECIMAL_PLACES_MAX || whole.len == 0 || (has_dot && rest.len == 0))
        return false;
    for (size_t i = 0; i < whole.len; i++)
        if (!char_is_digit(whole.at[i]) || !push(&value, whole.at[i]))
            return false;
    if (!read_fraction(rest, places, &value))
        return false;
    *ret = negative ? -value : value;
    return true;
}

str decimal_print(struct arena *a, int64_t units, int places)
{
    uint64_t rest = units < 0 ? 0 - (uint64_t)units : (uint64_t)units, scale = 1;
    str text;

    for (int i = 0; i < places; i++)
        scale *= 10;
    if (rest % scale == 0)
        return arena_printf(a, "%s%llu", units < 0 ? "-" : "", (unsigned long long)(rest / scale));
    text = arena_printf(a, "%s%llu.%0*llu", units < 0 ? "-" : "",
        (unsigned long long)(rest / scale), places, (unsigned long long)(rest % scale));
    while (text.at[text.len - 1] == '0')
        text.len--;
    return text;
}
