/* The seam to cryptography, against the vectors of the standards (FIPS 180-4, GB/T 32905, RFC 4231,
 * RFC 8032, RFC 4648) and against damage. */
#include "base/crypto.h"

#include "base/file.h"
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static str hex_of(const uint8_t *at, size_t len)
{
    return crypto_hex(test_arena, (str){(const char *)at, len});
}

static str bytes_of(str hex)
{
    str bytes = S("");

    CHECK(crypto_hex_decode(test_arena, hex, &bytes));
    return bytes;
}

static str sm3_hex(str message)
{
    uint8_t hash[32];

    crypto_sm3(message, hash);
    return hex_of(hash, sizeof(hash));
}

TEST(sha256)
{
    uint8_t one[32], two[32];

    CHECK_STR(crypto_sha256_hex(test_arena, S("abc")),
        S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    CHECK_STR(crypto_sha256_hex(test_arena, (str){0}),
        S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    CHECK_STR(crypto_sha256_hex(
                  test_arena, S("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
        S("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    crypto_sha256(S("abc"), one);
    crypto_sha256_two(S("a"), S("bc"), two);
    CHECK(memcmp(one, two, 32) == 0);
    crypto_sha256_two((str){0}, S("abc"), two);
    CHECK(memcmp(one, two, 32) == 0);
    crypto_sha256_two(S("abc"), (str){0}, two);
    CHECK(memcmp(one, two, 32) == 0);
}

TEST(sm3)
{
    CHECK_STR(
        sm3_hex(S("abc")), S("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
    CHECK_STR(sm3_hex(S("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd")),
        S("debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"));
}

static str lower(str s)
{
    str copy = arena_str(test_arena, s);
    char *at = (char *)(uintptr_t)copy.at;

    for (size_t i = 0; i < copy.len; i++)
        if (at[i] >= 'A' && at[i] <= 'Z')
            at[i] = (char)(at[i] + 32);
    return copy;
}

TEST(collected_sm3_vectors)
{
    const char *folder = test_data();
    str text, in = S("");
    int count = 0;

    if (!folder)
        return;
    CHECK(file_read(test_arena, arena_printf(test_arena, "%s/crypto-vectors/sm/sm3.vec", folder).at,
              1 << 20, &text) == OK);
    while (text.len > 0) {
        str line = str_cut(&text, '\n');
        str name = str_trim(str_cut(&line, '='));

        if (str_is(name, "In"))
            in = bytes_of(lower(str_trim(line)));
        if (!str_is(name, "Out"))
            continue;
        CHECK_STR(sm3_hex(in), lower(str_trim(line)));
        count++;
    }
    CHECK(count > 5);
    printf("# sm3.vec: %d vectors\n", count);
}

TEST(hmac_sha256)
{
    uint8_t code[32];
    char key[131];

    crypto_hmac_sha256(S("Jefe"), S("what do ya want for nothing?"), code);
    CHECK_STR(
        hex_of(code, 32), S("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    memset(key, 0xaa, sizeof(key)); /* longer than a block: RFC 4231, case 6 */
    crypto_hmac_sha256(
        (str){key, sizeof(key)}, S("Test Using Larger Than Block-Size Key - Hash Key First"), code);
    CHECK_STR(
        hex_of(code, 32), S("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    crypto_hmac_sha256((str){0}, (str){0}, code);
    CHECK_STR(
        hex_of(code, 32), S("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

static void key_of(str seed_hex, struct crypto_key *ret)
{
    crypto_key_from_seed((const uint8_t *)bytes_of(seed_hex).at, ret);
}

TEST(ed25519_vectors)
{
    struct crypto_key key;
    uint8_t signature[64];
    str message = bytes_of(S("af82"));

    key_of(S("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"), &key);
    CHECK_STR(hex_of(key.public_key, 32),
        S("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    crypto_ed25519_sign(&key, (str){0}, signature);
    CHECK_STR(hex_of(signature, 64), S("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224"
                                       "901555fb8821590a33bacc61e39701cf9"
                                       "b46bd25bf5f0595bbe24655141438e7a100b"));
    CHECK(crypto_ed25519_verify(key.public_key, (str){0}, signature));
    key_of(S("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"), &key);
    crypto_ed25519_sign(&key, message, signature);
    CHECK_STR(hex_of(signature, 64), S("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5"
                                       "ac3ac18ff9b538d16f290ae67f760984d"
                                       "c6594a7c15e9716ed28dc027beceea1ec40a"));
}

TEST(each_changed_bit_is_noticed)
{
    struct crypto_key key, other;
    uint8_t signature[64];
    char message[] = "登簿 entry 7";
    str signed_text = {message, sizeof(message) - 1};

    crypto_key_make(&key);
    crypto_key_make(&other);
    CHECK(key.has_secret && memcmp(key.public_key, other.public_key, 32) != 0);
    crypto_ed25519_sign(&key, signed_text, signature);
    CHECK(crypto_ed25519_verify(key.public_key, signed_text, signature));
    CHECK(!crypto_ed25519_verify(other.public_key, signed_text, signature));
    CHECK(!crypto_ed25519_verify(
        key.public_key, str_slice(signed_text, 0, signed_text.len - 1), signature));
    for (size_t i = 0; i < sizeof(signature) * 8; i += 5) {
        signature[i / 8] ^= (uint8_t)(1 << i % 8);
        CHECK(!crypto_ed25519_verify(key.public_key, signed_text, signature));
        signature[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    for (size_t i = 0; i < signed_text.len; i++) {
        message[i] = (char)(message[i] ^ 1);
        CHECK(!crypto_ed25519_verify(key.public_key, signed_text, signature));
        message[i] = (char)(message[i] ^ 1);
    }
    CHECK(crypto_ed25519_verify(key.public_key, signed_text, signature));
}

static const char *scratch_folder(void)
{
    const char *under = getenv("TMPDIR");
    char *at = arena_take(test_arena, 4096);

    snprintf(at, 4096, "%s/yichuang-test-XXXXXX", under ? under : "/tmp");
    if (!mkdtemp(at)) {
        perror("mkdtemp");
        exit(1);
    }
    return at;
}

TEST(key_files)
{
    const char *folder = scratch_folder();
    const char *secret = arena_printf(test_arena, "%s/secret.pem", folder).at;
    const char *public = arena_printf(test_arena, "%s/public.pem", folder).at;
    struct crypto_key key, other, back;
    struct stat status;
    str pem;

    crypto_key_make(&key);
    crypto_key_make(&other);
    CHECK(crypto_key_load(secret, &back) == E_MISSING);
    CHECK(crypto_key_save(&key, secret) == OK);
    CHECK(crypto_key_save(&other, secret) == E_CONFLICT);
    CHECK(stat(secret, &status) == 0 && (status.st_mode & 0777) == 0600);
    CHECK(crypto_key_load(secret, &back) == OK);
    CHECK(back.has_secret && memcmp(back.secret_key, key.secret_key, 32) == 0);
    CHECK(memcmp(back.public_key, key.public_key, 32) == 0);
    CHECK(crypto_public_save(&other, public) == OK);
    CHECK(crypto_public_save(&key, public) == OK);
    CHECK(file_read(test_arena, public, 1000, &pem) == OK);
    CHECK(str_starts(pem, S("-----BEGIN PUBLIC KEY-----\n")));
    CHECK(crypto_key_load(public, &back) == OK);
    CHECK(!back.has_secret && memcmp(back.public_key, key.public_key, 32) == 0);
    CHECK(crypto_key_save(&back, arena_printf(test_arena, "%s/x", folder).at) == E_INVALID);
    CHECK(file_read(test_arena, secret, 1000, &pem) == OK);
    CHECK(str_starts(pem, S("-----BEGIN PRIVATE KEY-----\n")));
    CHECK(file_write(test_arena, public, str_slice(pem, 0, 60)) == OK);
    CHECK(crypto_key_load(public, &back) == E_INVALID);
    CHECK(file_write(test_arena, public, S("not a key")) == OK);
    CHECK(crypto_key_load(public, &back) == E_INVALID);
    CHECK(unlink(secret) == 0 && unlink(public) == 0 && rmdir(folder) == 0);
}

/* Keys of another kind must not be taken for ours, least of all X25519, which are as long. They
 * were made for this test and guard nothing. */
TEST(foreign_keys_are_refused)
{
    const char *folder = scratch_folder();
    const char *path = arena_printf(test_arena, "%s/p256.pem", folder).at;
    struct crypto_key back;
    str pem = S("-----BEGIN PUBLIC KEY-----\n"
                "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEk9xQTJ/AcEFlUjcFTmapsgFeX+ZQ\n"
                "b2+WtapNgqB0DcKMrUxLc9ZEVRszB9nk3Ow/y+cWyY16yLby5YYRPKNRPQ==\n"
                "-----END PUBLIC KEY-----\n");

    CHECK(file_write(test_arena, path, pem) == OK);
    CHECK(crypto_key_load(path, &back) == E_INVALID);
    pem = S("-----BEGIN PUBLIC KEY-----\n"
            "MCowBQYDK2VuAyEAuRhkjnJUWx5EzEKxd+F6xYvJ/8eoK6yvYzeeIPBdIw8=\n"
            "-----END PUBLIC KEY-----\n");
    CHECK(file_write(test_arena, path, pem) == OK);
    CHECK(crypto_key_load(path, &back) == E_INVALID);
    CHECK(unlink(path) == 0 && rmdir(folder) == 0);
}
TEST(passwords)
{
    str hash = crypto_password_hash(test_arena, S("正确 horse"));
    str again = crypto_password_hash(test_arena, S("正确 horse"));

    CHECK(str_starts(hash, S("$argon2id$v=19$m=65536,t=2,p=1$")));
    CHECK(!str_eq(hash, again)); /* each has its own salt */
    CHECK(crypto_password_is(hash, S("正确 horse")));
    CHECK(!crypto_password_is(hash, S("正确 horsE")));
    CHECK(!crypto_password_is(hash, S("")));
    CHECK(!crypto_password_is(S(""), S("")));
    CHECK(!crypto_password_is(S("plain"), S("plain")));
    CHECK(!crypto_password_is(arena_printf(test_arena, "%0200d", 0), S("0")));
}

TEST(base64)
{
    static const char *const rows[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    static const char *const bad[] = {
        "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z", "Zm9v Zm9v", "Zm9v\n", "Zm-_", "=", "Zg==Zg=="};
    str back = S("untouched");

    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK_STR(crypto_base64(test_arena, str_of(rows[i][0])), str_of(rows[i][1]));
        CHECK(crypto_base64_decode(test_arena, str_of(rows[i][1]), &back));
        CHECK_STR(back, str_of(rows[i][0]));
    }
    back = S("untouched");
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!crypto_base64_decode(test_arena, str_of(bad[i]), &back));
    CHECK_STR(back, S("untouched"));
    CHECK_STR(crypto_base64(test_arena, S("\xfb\xff")), S("+/8="));
    CHECK_STR(crypto_base64url(test_arena, S("\xfb\xff")), S("-_8"));
    CHECK(crypto_base64url_decode(test_arena, S("-_8"), &back));
    CHECK_STR(back, S("\xfb\xff"));
    CHECK(!crypto_base64url_decode(test_arena, S("-_8="), &back));
    CHECK(!crypto_base64url_decode(test_arena, S("+/8"), &back));
    CHECK(!crypto_base64url_decode(test_arena, S("-_9"), &back)); /* unused bits are not zero */
}

TEST(hexadecimal)
{
    str back = S("");

    CHECK_STR(crypto_hex(test_arena, S("\0\x7f\xff")), S("007fff"));
    CHECK_STR(crypto_hex(test_arena, (str){0}), S(""));
    CHECK(crypto_hex_decode(test_arena, S("007fFF"), &back));
    CHECK_STR(back, S("\0\x7f\xff"));
    CHECK(crypto_hex_decode(test_arena, S(""), &back) && back.len == 0);
    CHECK(!crypto_hex_decode(test_arena, S("0"), &back));
    CHECK(!crypto_hex_decode(test_arena, S("0g"), &back));
    CHECK(!crypto_hex_decode(test_arena, S("00 0"), &back));
}

TEST(all_lengths_come_back)
{
    char bytes[200];
    str back;

    for (size_t len = 0; len <= sizeof(bytes); len++) {
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(i * 37 + len);

        str s = {bytes, len};

        CHECK(crypto_base64_decode(test_arena, crypto_base64(test_arena, s), &back));
        CHECK(str_eq(back, s));
        CHECK(crypto_base64url_decode(test_arena, crypto_base64url(test_arena, s), &back));
        CHECK(str_eq(back, s));
        CHECK(crypto_hex_decode(test_arena, crypto_hex(test_arena, s), &back));
        CHECK(str_eq(back, s));
    }
}

TESTS(T(sha256), T(sm3), T(collected_sm3_vectors), T(hmac_sha256), T(ed25519_vectors),
    T(each_changed_bit_is_noticed), T(key_files), T(foreign_keys_are_refused), T(passwords),
    T(base64), T(hexadecimal), T(all_lengths_come_back))
