/* Identifiers: the program's own, and the check digits of GB 11643, GB 32100, GB 11714 and
 * GB/T 36904. Numbers here belong to nobody, or to a public body, or stand in the standard. */
#include "base/ids.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/when.h"
#include "test.h"

#include <stdlib.h>

static int64_t today_ms(void)
{
    return when_start_of_day_ms((struct when_date){2026, 11, 23});
}

TEST(ids_are_sorted_by_time)
{
    int64_t now_ms = today_ms();
    str before = id_make(test_arena, now_ms);

    CHECK_I64((int64_t)before.len, 16);
    for (int i = 1; i < 1000; i++) {
        str next = id_make(test_arena, now_ms + i);

        CHECK(id_is_valid(next));
        CHECK(str_cmp(before, next) < 0);
        before = next;
    }
    CHECK(str_starts(id_make(test_arena, INT64_C(1577836800000)), S("00000000")));
    CHECK(str_starts(id_make(test_arena, INT64_C(1577836800000) + 33), S("00000011")));
    CHECK(str_starts(id_make(test_arena, INT64_C(1577836800000) + 0xFFFFFFFFFF), S("ZZZZZZZZ")));
}

TEST(an_id_stands_between_the_moments_around_its_own)
{
    int64_t now_ms = today_ms();
    str id = id_in_region(test_arena, S("640104"), now_ms);

    CHECK(str_cmp(id_first_at(test_arena, S("640104"), now_ms), id) <= 0);
    CHECK(str_cmp(id, id_first_at(test_arena, S("640104"), now_ms + 1)) < 0);
    CHECK(id_in_region_is_valid(id_first_at(test_arena, S("640104"), now_ms)));
}

static int compare_ids(const void *a, const void *b)
{
    return str_cmp(*(const str *)a, *(const str *)b);
}

TEST(ids_of_one_moment_differ)
{
    size_t count = 100000;
    str *ids = ARENA_MANY(test_arena, count, str);

    for (size_t i = 0; i < count; i++)
        ids[i] = id_make(test_arena, today_ms());
    qsort(ids, count, sizeof(*ids), compare_ids);
    for (size_t i = 1; i < count; i++)
        CHECK(!str_eq(ids[i - 1], ids[i]));
}

TEST(form_of_ids)
{
    str id = id_in_region(test_arena, S("640104"), today_ms());

    CHECK(id_in_region_is_valid(id));
    CHECK(str_starts(id, S("640104")));
    CHECK(!id_is_valid(id));
    CHECK(id_is_valid(S("0123456789ABCDEF")) && id_is_valid(S("GHJKMNPQRSTVWXYZ")));
    CHECK(!id_is_valid(S("0123456789ABCDE")) && !id_is_valid(S("0123456789ABCDEFG")));
    CHECK(!id_is_valid(S("0123456789ABCDEI")) && !id_is_valid(S("0123456789ABCDEU")));
    CHECK(!id_is_valid(S("0123456789abcdef")) && !id_is_valid(S("012345678\0ABCDEF")));
    CHECK(!id_in_region_is_valid(S("0123456789ABCDEF")));
    CHECK(!id_in_region_is_valid(S("0401040123456789ABCDEF")));
    CHECK(!id_in_region_is_valid(S("64010A0123456789ABCDEF")));
    CHECK(!id_in_region_is_valid(S("")) && !id_is_valid(S("")));
}

TEST(random_bytes_are_spread)
{
    unsigned char bytes[4096];
    int seen[256] = {0}, kinds = 0;
    str hex = id_random_hex(test_arena, 16);

    CHECK_I64((int64_t)hex.len, 32);
    for (size_t i = 0; i < hex.len; i++)
        CHECK(strchr("0123456789abcdef", hex.at[i]) != NULL);
    CHECK(!str_eq(hex, id_random_hex(test_arena, 16)));
    CHECK_I64((int64_t)id_random_hex(test_arena, 0).len, 0);
    for (size_t len = 1; len < 4096; len += 511) { /* out of the stock, and past it */
        memset(bytes, 0, sizeof(bytes));
        id_random_bytes(bytes, len);
        for (size_t i = len; i < sizeof(bytes); i++)
            CHECK(bytes[i] == 0);
    }
    id_random_bytes(bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++)
        kinds += seen[bytes[i]]++ == 0;
    CHECK(kinds > 240);
}

TEST(citizen_numbers)
{
    static const char *const good[] = {"11010519491231002X", "640104190001010017",
        "640105190003151231", "640121190012319999", "640181190006070089", "640104190001010164",
        "640104190001010172", "640104190001010180"};
    static const char *const bad[] = {
        "110105194912310021",  /* check digit */
        "640104190001010018",  /* check digit */
        "640106190002290009",  /* right check digit, but 1900 had no 29 February */
        "11010519491231002x",  /* X is a capital */
        "1101051949123100",    /* the old fifteen digits and others are too short */
        "11010519491231002X ", /* blank */
        "1101051949123100２",  /* a full-width digit */
        "X10105194912310029",
        "",
    };

    for (size_t i = 0; i < COUNT(good); i++)
        CHECK(id_citizen_is_valid(str_of(good[i]), today_ms()));
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!id_citizen_is_valid(str_of(bad[i]), today_ms()));
    CHECK(id_citizen_check_digit(S("11010519491231002")) == 'X');
    CHECK(id_citizen_check_digit(S("1101051949123100")) == '\0');
    CHECK(id_citizen_check_digit(S("1101051949123100A")) == '\0');
}

/* A citizen number of these seventeen digits, with the right check digit. */
static str completed(const char *first17)
{
    return arena_printf(test_arena, "%s%c", first17, id_citizen_check_digit(str_of(first17)));
}

TEST(citizen_numbers_have_a_place_and_a_day)
{
    CHECK(id_citizen_is_valid(completed("64010420261123001"), today_ms()));
    CHECK(!id_citizen_is_valid(completed("64010420261124001"), today_ms())); /* tomorrow */
    CHECK(!id_citizen_is_valid(completed("64010420261123001"), today_ms() - 1));
    CHECK(!id_citizen_is_valid(completed("64010419001301001"), today_ms()));
    CHECK(!id_citizen_is_valid(completed("64010419000100001"), today_ms()));
    CHECK(!id_citizen_is_valid(completed("00000019000101001"), today_ms()));
    CHECK(!id_citizen_is_valid(completed("99999919000101001"), today_ms()));
    CHECK(!id_citizen_is_valid(completed("64000019000101001"), today_ms()));
    CHECK(id_citizen_is_valid(completed("81000019000101001"), today_ms())); /* Hong Kong */
}

/* Each single wrong digit, and nearly each swap of neighbours, must be noticed. */
TEST(citizen_check_digit_notices_slips)
{
    char text[19] = "640104190001010017";

    for (size_t i = 0; i < 17; i++)
        for (char c = '0'; c <= '9'; c++) {
            char was = text[i];

            text[i] = c;
            CHECK(id_citizen_is_valid((str){text, 18}, today_ms()) == (c == was));
            text[i] = was;
        }
}

TEST(credit_codes)
{
    static const char *const good[] = {
        "91640100MACX00017G", "91640100000000019E", "11640100000000019N", "11100000MB03271699"};
    static const char *const bad[] = {"91640100MACX00017H", /* last character */
        "91640100MACX00018G",                               /* organisation's check digit */
        "91640100macx00017g", "9164010OMACX00017G", "91640100MACX00017", "91640100MACX00017GG",
        "91640100MACI00017G", ""};

    for (size_t i = 0; i < COUNT(good); i++)
        CHECK(id_uscc_is_valid(str_of(good[i])));
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!id_uscc_is_valid(str_of(bad[i])));
    /* Only the inner check digit is wrong: the outer one was made for it. */
    CHECK(!id_uscc_is_valid(arena_printf(
        test_arena, "91640100MACX00018%c", id_uscc_check_digit(S("91640100MACX00018")))));
    CHECK(id_uscc_check_digit(S("91640100MACX00017")) == 'G');
    CHECK(id_uscc_check_digit(S("9164010IMACX00017")) == '\0');
    CHECK(id_org_check_digit(S("MB032716")) == '9');
    CHECK(id_org_check_digit(S("D2143569")) == 'X'); /* GB 11714's own example */
    CHECK(id_org_check_digit(S("D214356")) == '\0');
    CHECK(id_org_check_digit(S("D214356-")) == '\0');
}

TEST(unit_codes)
{
    CHECK(id_unit_code_is_valid(S("640104001002GB00003F00010001")));
    CHECK(id_unit_code_is_valid(S("340121261006GB00014F00220045")));
    CHECK(id_unit_code_is_valid(S("640104001002JC00003W00000000")));
    CHECK(id_unit_code_is_valid(S("640104001002ZE00003L00010001")));
    CHECK(!id_unit_code_is_valid(S("640104001002GB00003W00000001"))); /* nothing has no number */
    CHECK(!id_unit_code_is_valid(S("640104001002XB00003F00010001")));
    CHECK(!id_unit_code_is_valid(S("640104001002Gb00003F00010001")));
    CHECK(!id_unit_code_is_valid(S("640104001002GB00003H00010001")));
    CHECK(!id_unit_code_is_valid(S("640104001002GB0000AF00010001")));
    CHECK(!id_unit_code_is_valid(S("64010400100AGB00003F00010001")));
    CHECK(!id_unit_code_is_valid(S("640104001002GB00003F0001000")));
    CHECK(!id_unit_code_is_valid(S("640104 001002 GB00003 F00010001")));
    CHECK(!id_unit_code_is_valid(S("")));
    CHECK_STR(id_unit_code_spaced(test_arena, S("640104001002GB00003F00010001")),
        S("640104 001002 GB00003 F00010001"));
    CHECK_STR(id_unit_code_spaced(test_arena, S("6401")), S("6401"));
    CHECK(id_region_is_valid(S("640104")) && !id_region_is_valid(S("040104")));
    CHECK(!id_region_is_valid(S("64010")) && !id_region_is_valid(S("64010a")));
}

TEST(licence_identifiers)
{
    CHECK(id_licence_check_char(S("11100000MB03271699022340100000000016001")) == '9');
    CHECK(id_licence_check_char(S("11100000MB03271699001640100000000001001")) == '4');
    CHECK(id_licence_check_char(S("11100000MB03271699022640100000000002001")) == 'Y');
    CHECK(id_licence_check_char(S("11100000MB03271699001640100123456789001")) == 'S');
    CHECK(id_licence_check_char(S("1.2")) == '\0');
    CHECK(id_licence_check_char(S("ab")) == '\0');
}

TEST(masks_hide_the_middle)
{
    CHECK_STR(id_mask_name(test_arena, S("张三")), S("张*"));
    CHECK_STR(id_mask_name(test_arena, S("张小三")), S("张*三"));
    CHECK_STR(id_mask_name(test_arena, S("欧阳小三")), S("欧**三"));
    CHECK_STR(id_mask_name(test_arena, S("\xF0\xA0\xAE\xB7野家")), S("\xF0\xA0\xAE\xB7*家"));
    CHECK_STR(id_mask_name(test_arena, S("Ann")), S("A*n"));
    CHECK_STR(id_mask_name(test_arena, S("")), S(""));
    CHECK_STR(id_mask_document(test_arena, S("640104190001010017")), S("640104********0017"));
    CHECK_STR(id_mask_document(test_arena, S("E12345678")), S("E1*****78"));
    CHECK_STR(id_mask_document(test_arena, S("军字第1234号")), S("军字****4号"));
    CHECK_STR(id_mask_document(test_arena, S("12")), S("**"));
    CHECK_STR(id_mask_document(test_arena, S("")), S(""));
}

/* Checks the rows of a vector file (number,expect,why) of the data folder, when there is one. */
static void check_vectors(const char *name, bool (*is_valid)(str s, int64_t now_ms))
{
    const char *folder = getenv("YICHUANG_DATA");
    struct csv c;
    str text, *cells;
    size_t count, rows = 0;

    if (!folder) {
        printf("# SKIP %s: YICHUANG_DATA is not set\n", name);
        return;
    }
    CHECK(file_read(test_arena, arena_printf(test_arena, "%s/persons-orgs/%s", folder, name).at,
              1 << 20, &text) == OK);
    csv_init(&c, text);
    CHECK(csv_next(&c, test_arena, &cells, &count) && csv_column(cells, count, S("expect")) == 1);
    for (; csv_next(&c, test_arena, &cells, &count); rows++) {
        /* "policy" is lower case, which this program refuses: it is told to type a capital. */
        if (is_valid(cells[0], today_ms()) != str_is(cells[1], "valid"))
            CHECK_STR(cells[0], cells[1]);
    }
    CHECK(rows > 50);
    printf("# %s: %zu numbers\n", name, rows);
}

static bool credit_code_is_valid(str s, int64_t now_ms)
{
    (void)now_ms;
    return id_uscc_is_valid(s);
}

TEST(collected_numbers)
{
    check_vectors("id-numbers-synthetic.csv", id_citizen_is_valid);
    check_vectors("uscc.csv", credit_code_is_valid);
}

TESTS(T(ids_are_sorted_by_time), T(an_id_stands_between_the_moments_around_its_own),
    T(ids_of_one_moment_differ), T(form_of_ids), T(random_bytes_are_spread), T(citizen_numbers),
    T(citizen_numbers_have_a_place_and_a_day), T(citizen_check_digit_notices_slips),
    T(credit_codes), T(unit_codes), T(licence_identifiers), T(masks_hide_the_middle),
    T(collected_numbers))
