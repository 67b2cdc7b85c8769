/* One-time codes against the vectors of RFC 6238 (appendix B, SHA-1) and RFC 4226 (appendix D), the
 * base 32 of RFC 4648, HMAC-SHA-1 of RFC 2202, and secrets sealed for the store. */
#include "base/totp.h"

#include "base/crypto.h"
#include "test.h"

static const str secret = {"12345678901234567890", 20};

TEST(hmac_sha1)
{
    uint8_t hash[CRYPTO_SHA1_BYTES];

    crypto_hmac_sha1(S("Jefe"), S("what do ya want for nothing?"), hash);
    CHECK_STR(crypto_hex(test_arena, (str){(const char *)hash, sizeof(hash)}),
        S("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"));
    crypto_hmac_sha1((str){0}, (str){0}, hash);
    CHECK_STR(crypto_hex(test_arena, (str){(const char *)hash, sizeof(hash)}),
        S("fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"));
}

TEST(codes_by_counter)
{
    static const int64_t wanted[] = {
        755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};

    for (size_t i = 0; i < COUNT(wanted); i++)
        CHECK_I64(totp_code(secret, (int64_t)i, 6), wanted[i]);
}

TEST(codes_by_time)
{
    static const struct {
        int64_t second, code;
    } rows[] = {{59, 94287082}, {1111111109, 7081804}, {1111111111, 14050471},
        {1234567890, 89005924}, {2000000000, 69279037}, {20000000000, 65353130}};

    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_I64(totp_code(secret, totp_step_of(rows[i].second * 1000), 8), rows[i].code);
    CHECK_I64(totp_step_of(59999), 1);
    CHECK_I64(totp_step_of(60000), 2);
}

/* 1111111111 s is step 37037037; its code there is 050471, before it 081804. */
TEST(one_step_of_drift_and_no_more)
{
    int64_t now_ms = INT64_C(1111111111000), step = 0;

    CHECK(totp_check(secret, S("050471"), now_ms, 0, &step));
    CHECK_I64(step, 37037037);
    CHECK(totp_check(secret, S("081804"), now_ms, 0, &step));
    CHECK_I64(step, 37037036);
    CHECK(totp_check(secret, S("050471"), now_ms - TOTP_STEP_MS, 0, &step));
    CHECK(totp_check(secret, S("050471"), now_ms + TOTP_STEP_MS, 0, &step));
    CHECK(!totp_check(secret, S("050471"), now_ms - 2 * TOTP_STEP_MS, 0, &step));
    CHECK(!totp_check(secret, S("050471"), now_ms + 2 * TOTP_STEP_MS, 0, &step));
    CHECK(!totp_check(S("another secret"), S("050471"), now_ms, 0, &step));
}

TEST(a_code_is_good_once)
{
    int64_t now_ms = INT64_C(1111111111000), step = 0;

    CHECK(totp_check(secret, S("050471"), now_ms, 37037036, &step));
    CHECK(!totp_check(secret, S("050471"), now_ms, 37037037, &step));
    CHECK(!totp_check(secret, S("081804"), now_ms, 37037036, &step));
}

TEST(only_six_digits_are_a_code)
{
    int64_t now_ms = INT64_C(1111111111000), step = 0;

    CHECK(!totp_check(secret, S(""), now_ms, 0, &step));
    CHECK(!totp_check(secret, S("50471"), now_ms, 0, &step));
    CHECK(!totp_check(secret, S("0050471"), now_ms, 0, &step));
    CHECK(!totp_check(secret, S("-50471"), now_ms, 0, &step));
    CHECK(!totp_check(secret, S(" 50471"), now_ms, 0, &step));
    CHECK(!totp_check(secret, S("05047x"), now_ms, 0, &step));
}

TEST(base32)
{
    CHECK_STR(crypto_base32(test_arena, S("")), S(""));
    CHECK_STR(crypto_base32(test_arena, S("f")), S("MY"));
    CHECK_STR(crypto_base32(test_arena, S("fo")), S("MZXQ"));
    CHECK_STR(crypto_base32(test_arena, S("foo")), S("MZXW6"));
    CHECK_STR(crypto_base32(test_arena, S("foob")), S("MZXW6YQ"));
    CHECK_STR(crypto_base32(test_arena, S("fooba")), S("MZXW6YTB"));
    CHECK_STR(crypto_base32(test_arena, S("foobar")), S("MZXW6YTBOI"));
    CHECK_STR(crypto_base32(test_arena, secret), S("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
}

TEST(a_sealed_secret_is_opened_only_whole_and_in_its_place)
{
    uint8_t key[CRYPTO_SEAL_KEY_BYTES] = {1}, other[CRYPTO_SEAL_KEY_BYTES] = {2};
    str sealed = crypto_seal(test_arena, key, S("clerk-1"), secret), plain;

    CHECK_I64((int64_t)sealed.len, 12 + 20 + 16);
    CHECK(!str_eq(sealed, crypto_seal(test_arena, key, S("clerk-1"), secret)));
    CHECK(crypto_unseal(test_arena, key, S("clerk-1"), sealed, &plain));
    CHECK_STR(plain, secret);
    CHECK(!crypto_unseal(test_arena, other, S("clerk-1"), sealed, &plain));
    CHECK(!crypto_unseal(test_arena, key, S("clerk-2"), sealed, &plain));
    for (size_t i = 0; i < sealed.len; i++) {
        char *bad = (char *)(uintptr_t)arena_str(test_arena, sealed).at;

        bad[i] = (char)(bad[i] ^ 1);
        CHECK(!crypto_unseal(test_arena, key, S("clerk-1"), (str){bad, sealed.len}, &plain));
        CHECK(!crypto_unseal(test_arena, key, S("clerk-1"), str_slice(sealed, 0, i), &plain));
    }
}

TESTS(T(hmac_sha1), T(codes_by_counter), T(codes_by_time), T(one_step_of_drift_and_no_more),
    T(a_code_is_good_once), T(only_six_digits_are_a_code), T(base32),
    T(a_sealed_secret_is_opened_only_whole_and_in_its_place))
