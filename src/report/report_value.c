/* Values as the national message writes them. */
#include "report/report_value.h"

#include "base/when.h"

#define FEN_OF_WAN INT64_C(1000000)
#define WAN_DIGITS 6
#define VALUE_MAX 64
#define CHINA S("+08:00")

bool report_form_is_known(str form)
{
    return str_has_word(S("text number wan yuan m2 mu ha time date"), form) ||
           str_starts(form, S("word:"));
}

/* `value` / 10^digits, exactly, with at least `least` digits behind the point. */
static str decimal(struct arena *a, int64_t value, int digits, int least)
{
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value, scale = 1;
    int shown = digits;
    uint64_t part;

    for (int i = 0; i < digits; i++)
        scale *= 10;
    part = rest % scale;
    for (; shown > least && part % 10 == 0; shown--)
        part /= 10;
    if (shown == 0)
        return arena_printf(a, "%s%llu", value < 0 ? "-" : "", (unsigned long long)(rest / scale));
    return arena_printf(a, "%s%llu.%0*llu", value < 0 ? "-" : "",
        (unsigned long long)(rest / scale), shown, (unsigned long long)part);
}

str report_wan(struct arena *a, int64_t fen)
{
    return decimal(a, fen, WAN_DIGITS, 1);
}

bool report_wan_parse(str s, int64_t *ret_fen)
{
    str rest = s, whole = str_cut(&rest, '.');
    int64_t wan, part = 0, scale = FEN_OF_WAN;
    size_t len = rest.len;

    while (len > WAN_DIGITS && rest.at[len - 1] == '0')
        len--;
    if (len > WAN_DIGITS || !str_to_i64(whole, &wan) || wan < 0 || whole.at[0] == '-' ||
        wan > INT64_MAX / FEN_OF_WAN - 1)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (rest.at[i] < '0' || rest.at[i] > '9')
            return false;
        scale /= 10;
        part += (rest.at[i] - '0') * scale;
    }
    *ret_fen = wan * FEN_OF_WAN + part;
    return true;
}

/* 15 亩 are 10,000 ㎡; two digits, the half up. */
static str mu(struct arena *a, int64_t cm2)
{
    return decimal(a, (cm2 * 3 + 100000) / 200000, 2, 2);
}

static str time_of(struct arena *a, int64_t ms)
{
    str whole = when_print(a, ms); /* 2026-11-23T09:00:00.000+08:00 */

    return arena_join(a, str_slice(whole, 0, 19), CHINA);
}

static str amount(struct arena *a, int64_t value, str form)
{
    if (str_is(form, "wan"))
        return report_wan(a, value);
    if (str_is(form, "yuan"))
        return decimal(a, value, 2, 2);
    if (str_is(form, "m2"))
        return decimal(a, value, 4, 2);
    if (str_is(form, "ha"))
        return decimal(a, value, 8, 4);
    if (str_is(form, "mu"))
        return mu(a, value);
    if (str_is(form, "time"))
        return value > 0 ? time_of(a, value) : (str){0};
    return arena_printf(a, "%lld", (long long)value);
}

str report_value(struct arena *a, const struct report_map *map, const struct tree *value, str form)
{
    if (value == NULL)
        return (str){0};
    if (value->kind == TREE_I64 || value->kind == TREE_BOOL)
        return amount(a, value->number, form);
    if (value->kind != TREE_TEXT || value->text.len == 0)
        return (str){0};
    if (str_is(form, "date"))
        return arena_join(a, value->text, S("T00:00:00+08:00"));
    if (str_starts(form, S("word:")))
        return report_word_code(map, str_slice(form, 5, form.len), value->text);
    return value->text;
}

bool report_is_number(str s, int *ret_sign)
{
    bool any = false, point = false;
    size_t i = s.len > 0 && s.at[0] == '-';
    int sign = 0;

    for (; i < s.len; i++) {
        if (s.at[i] == '.' && !point && any) {
            point = true;
            continue;
        }
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        any = true;
        if (s.at[i] != '0')
            sign = s.at[0] == '-' ? -1 : 1;
    }
    *ret_sign = sign;
    return any && s.at[s.len - 1] != '.';
}

bool report_is_time(str s)
{
    char with_offset[VALUE_MAX];
    str china = CHINA;
    int64_t ms;

    if (when_parse(s, &ms))
        return true;
    if (s.len + china.len > sizeof(with_offset))
        return false;
    for (size_t i = 0; i < s.len; i++)
        with_offset[i] = s.at[i];
    for (size_t i = 0; i < china.len; i++)
        with_offset[s.len + i] = china.at[i];
    return when_parse((str){with_offset, s.len + china.len}, &ms);
}
