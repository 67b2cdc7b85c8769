/* Made-up persons and organisations: nobody's number, the same for the same seed. */
#include "base/crypto.h"
#include "base/ids.h"
#include "party/party.h"

struct draw {
    uint8_t bytes[CRYPTO_SHA256_BYTES];
    size_t at;
};

static unsigned draw_below(struct draw *d, unsigned limit)
{
    unsigned value = (unsigned)d->bytes[d->at] << 8 | d->bytes[d->at + 1];

    d->at += 2;
    return value % limit;
}

struct party_made party_make_person(struct arena *a, str seed, str key, const char *role)
{
    static const char *const surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周",
        "吴", "马", "哈", "纳", "欧阳", "司马"};
    static const char *const given[] = {"建国", "淑珍", "志明", "秀英", "玉兰", "德福", "永康",
        "桂香", "文华", "世昌", "瑞", "宁", "安", "清", "朴"};
    static const char *const areas[] = {"640104", "640105", "640106", "640121", "640122"};
    struct draw d = {.at = 0}, named = {.at = 0};
    str first17, number;

    crypto_sha256(arena_printf(a, "%.*s/%.*s/%s", STR(seed), STR(key), role), d.bytes);
    first17 = arena_printf(a, "%s19%02u%02u%02u%03u", areas[draw_below(&d, COUNT(areas))],
        draw_below(&d, 10), draw_below(&d, 12) + 1, draw_below(&d, 28) + 1, draw_below(&d, 1000));
    number = arena_printf(a, "%.*s%c", STR(first17), id_citizen_check_digit(first17));
    crypto_sha256(number, named.bytes); /* one number, one name, whoever draws it */
    return (struct party_made){
        .name = arena_printf(a, "%s%s", surnames[draw_below(&named, COUNT(surnames))],
            given[draw_below(&named, COUNT(given))]),
        .document_number = number,
        .phone = arena_printf(a, "100%08u", draw_below(&named, 50000) * 1000)};
}

str party_make_credit_code(struct arena *a, str seed, str name)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    unsigned number;
    str first8, first17;

    crypto_sha256(arena_printf(a, "%.*s/%.*s", STR(seed), STR(name)), hash);
    number = (unsigned)hash[0] << 24 | (unsigned)hash[1] << 16 | (unsigned)hash[2] << 8 | hash[3];
    first8 = arena_printf(a, "%08u", number % 100000000);
    first17 = arena_printf(a, "99990000%.*s%c", STR(first8), id_org_check_digit(first8));
    return arena_printf(a, "%.*s%c", STR(first17), id_uscc_check_digit(first17));
}
