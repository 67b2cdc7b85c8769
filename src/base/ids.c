/* Identifiers: the program's own, and those whose form and check digits a standard defines. The
 * check digits are pure functions of the text; whether the thing exists is for others to ask. */
#include "base/ids.h"

#include "base/buf.h"
#include "base/when.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define ID_CHARS 16
#define REGION_DIGITS 6
#define ID_EPOCH_MS INT64_C(1577836800000) /* 2020-01-01T00:00Z */
#define ID_TIME_MASK INT64_C(0xFFFFFFFFFF) /* 40 bits: until 2054 */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static void system_random(void *at, size_t len)
{
    char *next = at;

    while (len > 0) {
        ssize_t n = getrandom(next, len, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            abort(); /* without randomness nothing that follows would be safe */
        next += n;
        len -= (size_t)n;
    }
}

/* A thread's stock of random bytes, because a system call for each identifier costs more than all
 * the rest of it. Per thread, so that no lock is needed; the program never forks without exec, so
 * no two processes share a stock. What has been given out is wiped. */
struct random_stock {
    unsigned char bytes[512];
    size_t left;
};

static _Thread_local struct random_stock stock;

void id_random_bytes(void *at, size_t len)
{
    if (len > sizeof(stock.bytes)) {
        system_random(at, len);
        return;
    }
    if (stock.left < len) {
        system_random(stock.bytes, sizeof(stock.bytes));
        stock.left = sizeof(stock.bytes);
    }
    stock.left -= len;
    memcpy(at, stock.bytes + stock.left, len);
    explicit_bzero(stock.bytes + stock.left, len);
}

/* Eight characters for 40 bits. */
static void print_40_bits(uint64_t bits, char *at)
{
    for (int i = 7; i >= 0; i--) {
        at[i] = crockford[bits & 31];
        bits >>= 5;
    }
}

str id_make(struct arena *a, int64_t now_ms)
{
    return id_in_region(a, S(""), now_ms);
}

str id_in_region(struct arena *a, str region, int64_t now_ms)
{
    char text[ID_CHARS];
    uint64_t random = 0;

    id_random_bytes(&random, 5);
    print_40_bits((uint64_t)((now_ms - ID_EPOCH_MS) & ID_TIME_MASK), text);
    print_40_bits(random, text + 8);
    return arena_join(a, region, (str){text, ID_CHARS});
}

str id_first_at(struct arena *a, str region, int64_t ms)
{
    char text[ID_CHARS];

    print_40_bits((uint64_t)((ms - ID_EPOCH_MS) & ID_TIME_MASK), text);
    print_40_bits(0, text + 8);
    return arena_join(a, region, (str){text, ID_CHARS});
}

bool id_is_valid(str s)
{
    if (s.len != ID_CHARS)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] == '\0' || !strchr(crockford, s.at[i]))
            return false;
    return true;
}

bool id_in_region_is_valid(str s)
{
    return s.len == REGION_DIGITS + ID_CHARS &&
           id_region_is_valid(str_slice(s, 0, REGION_DIGITS)) &&
           id_is_valid(str_slice(s, REGION_DIGITS, ID_CHARS));
}

str id_random_hex(struct arena *a, size_t bytes)
{
    static const char digits[] = "0123456789abcdef";
    char *at = arena_take_many(a, bytes + 1, 2);

    for (size_t i = 0; i < bytes; i++) {
        unsigned char byte;

        id_random_bytes(&byte, 1);
        at[2 * i] = digits[byte >> 4];
        at[2 * i + 1] = digits[byte & 15];
    }
    return (str){at, 2 * bytes};
}

static bool are_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!char_is_digit(s.at[i]))
            return false;
    return true;
}

bool id_region_is_valid(str s)
{
    return s.len == REGION_DIGITS && s.at[0] != '0' && are_digits(s);
}

/* The county in which a number was first given out. 81 to 83 are the residence permits of people
 * from Hong Kong, Macau and Taiwan, which name no county. */
static bool is_home_region(str s)
{
    const str provinces = S("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
                            "50 51 52 53 54 61 62 63 64 65 71 81 82 83");
    str province = str_slice(s, 0, 2);

    if (!id_region_is_valid(s) || !str_has_word(provinces, province))
        return false;
    return province.at[0] == '8' || !str_ends(s, S("0000"));
}

char id_citizen_check_digit(str first17)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    if (first17.len != COUNT(weights) || !are_digits(first17))
        return '\0';
    for (size_t i = 0; i < COUNT(weights); i++)
        sum += (first17.at[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

static int digits_value(str s)
{
    int value = 0;

    for (size_t i = 0; i < s.len; i++)
        value = value * 10 + (s.at[i] - '0');
    return value;
}

bool id_citizen_is_valid(str s, int64_t now_ms)
{
    if (s.len != 18 || !are_digits(str_slice(s, 0, 17)) || !is_home_region(str_slice(s, 0, 6)))
        return false;
    if (s.at[17] != id_citizen_check_digit(str_slice(s, 0, 17)))
        return false;

    struct when_date born = {
        .year = digits_value(str_slice(s, 6, 4)),
        .month = digits_value(str_slice(s, 10, 2)),
        .day = digits_value(str_slice(s, 12, 2)),
    };

    return when_date_is_valid(born) && when_start_of_day_ms(born) <= now_ms;
}

/* Index of `c` in an alphabet, or -1. */
static int index_in(const char *alphabet, char c)
{
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);

    return at ? (int)(at - alphabet) : -1;
}

char id_uscc_check_digit(str first17)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY"; /* no I O S V Z */
    static const int weights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    int sum = 0;

    if (first17.len != COUNT(weights))
        return '\0';
    for (size_t i = 0; i < COUNT(weights); i++) {
        int value = index_in(alphabet, first17.at[i]);

        if (value < 0)
            return '\0';
        sum += value * weights[i];
    }
    return alphabet[(31 - sum % 31) % 31];
}

char id_org_check_digit(str first8)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    if (first8.len != COUNT(weights))
        return '\0';
    for (size_t i = 0; i < COUNT(weights); i++) {
        int value = index_in("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", first8.at[i]);

        if (value < 0)
            return '\0';
        sum += value * weights[i];
    }
    return "0X987654321"[sum % 11];
}

bool id_uscc_is_valid(str s)
{
    if (s.len != 18 || !are_digits(str_slice(s, 2, REGION_DIGITS)))
        return false;

    char org = id_org_check_digit(str_slice(s, 8, 8));
    char whole = id_uscc_check_digit(str_slice(s, 0, 17));

    return org != '\0' && s.at[16] == org && whole != '\0' && s.at[17] == whole;
}

bool id_unit_code_is_valid(str s)
{
    if (s.len != 28 || !are_digits(str_slice(s, 0, 12)) || !are_digits(str_slice(s, 14, 5)) ||
        !are_digits(str_slice(s, 20, 8)))
        return false;
    if (index_in("GJZ", s.at[12]) < 0 || s.at[13] < 'A' || s.at[13] > 'Z')
        return false;
    /* W 无定着物: land with nothing on it has no number of its own. */
    if (s.at[19] == 'W')
        return str_ends(s, S("00000000"));
    return index_in("FLQ", s.at[19]) >= 0;
}

str id_unit_code_spaced(struct arena *a, str code)
{
    if (code.len != 28)
        return arena_str(a, code);
    return arena_printf(a, "%.6s %.6s %.7s %.9s", code.at, code.at + 6, code.at + 12, code.at + 19);
}

char id_licence_check_char(str s)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int product = 36;

    for (size_t i = 0; i < s.len; i++) {
        int value = index_in(alphabet, s.at[i]);

        if (value < 0)
            return '\0';
        product = (product + value) % 36;
        product = (product == 0 ? 36 : product) * 2 % 37;
    }
    return alphabet[(37 - product) % 36];
}

/* Bytes of the first `count` characters of UTF-8 text. */
static size_t bytes_of_chars(str s, size_t count)
{
    size_t i = 0;

    while (i < s.len && count > 0) {
        i++;
        while (i < s.len && ((unsigned char)s.at[i] & 0xC0) == 0x80)
            i++;
        count--;
    }
    return i;
}

/* Keeps `first` characters in front and `last` behind; one star for each of the others. */
static str mask(struct arena *a, str s, size_t first, size_t last)
{
    size_t stars = str_utf8_length(s) - first - last;
    size_t head = bytes_of_chars(s, first);
    size_t tail = bytes_of_chars(s, first + stars);
    struct buf out;

    buf_init(&out, a, s.len);
    buf_add(&out, str_slice(s, 0, head));
    for (size_t i = 0; i < stars; i++)
        buf_add_char(&out, '*');
    buf_add(&out, str_slice(s, tail, SIZE_MAX));
    return buf_str(&out);
}

str id_mask_name(struct arena *a, str name)
{
    size_t length = str_utf8_length(name);

    return mask(a, name, length > 0, length > 2);
}

/* Of a short number less is shown, so that at least half of it stays hidden. */
str id_mask_document(struct arena *a, str number)
{
    size_t length = str_utf8_length(number);

    if (length >= 15)
        return mask(a, number, 6, 4);
    return mask(a, number, length / 4, length / 4);
}
