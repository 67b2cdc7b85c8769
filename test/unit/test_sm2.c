/* SM2 signatures: the standard's own example (GB/T 32918.5, annex A.2), published vectors, key
 * files, and damage; and the log's tree hashed with SM3. */
#include "test.h"

#include "base/crypto.h"
#include "base/file.h"
#include "registry/sm3_tree.h"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>

#define TEXT_MAX ((size_t)1 << 20)

static str unhex(const char *hex)
{
    str bytes = S("");

    CHECK(crypto_hex_decode(test_arena, str_of(hex), &bytes));
    return bytes;
}

/* r || s as the DER sequence of GM/T 0009. */
static str der_of(str both)
{
    ECDSA_SIG *sig = ECDSA_SIG_new();
    const unsigned char *at = (const unsigned char *)both.at;
    unsigned char der[80], *to = der;
    int len;

    ECDSA_SIG_set0(sig, BN_bin2bn(at, 32, NULL), BN_bin2bn(at + 32, 32, NULL));
    len = i2d_ECDSA_SIG(sig, &to);
    ECDSA_SIG_free(sig);
    return arena_str(test_arena, (str){(const char *)der, (size_t)len});
}

TEST(example_of_the_standard)
{
    str point = unhex("0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                      "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    str both = unhex("f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                     "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    const uint8_t *key = (const uint8_t *)point.at;

    CHECK(crypto_sm2_verify(key, S(CRYPTO_SM2_ID), S("message digest"), der_of(both)));
    CHECK(!crypto_sm2_verify(key, S(CRYPTO_SM2_ID), S("message digesu"), der_of(both)));
    CHECK(!crypto_sm2_verify(key, S("1234567812345679"), S("message digest"), der_of(both)));
    CHECK(!crypto_sm2_verify(key, S(CRYPTO_SM2_ID), S("message digest"), both));
    CHECK(!crypto_sm2_verify(key, S(CRYPTO_SM2_ID), S("message digest"), S("")));
}

/* ---- published vectors ---- */

/* The public key of a secret one, on the standard's curve. */
static str public_of(str secret)
{
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
    EC_POINT *point = EC_POINT_new(group);
    BIGNUM *x = BN_bin2bn((const unsigned char *)secret.at, (int)secret.len, NULL);
    unsigned char at[CRYPTO_SM2_PUBLIC_BYTES];

    CHECK(EC_POINT_mul(group, point, x, NULL, NULL, NULL) == 1);
    CHECK(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, at, sizeof(at), NULL) ==
          sizeof(at));
    BN_free(x);
    EC_POINT_free(point);
    EC_GROUP_free(group);
    return arena_str(test_arena, (str){(const char *)at, sizeof(at)});
}

/* One vector; members stay from line to line. */
struct vector {
    str curve, hash, id, message, secret, signature;
};

static void take_line(struct vector *v, str name, str value)
{
    if (str_is(name, "Oid"))
        v->curve = value;
    else if (str_is(name, "Hash"))
        v->hash = value;
    else if (str_is(name, "Ident"))
        v->id = value;
    else if (str_is(name, "Msg"))
        v->message = unhex(arena_z(test_arena, value));
    else if (str_is(name, "x"))
        v->secret = unhex(arena_z(test_arena, str_slice(value, 2, value.len)));
    else if (str_is(name, "Signature"))
        v->signature = unhex(arena_z(test_arena, value));
}

static void check_vector(const struct vector *v)
{
    str key = public_of(v->secret);
    str worse = arena_str(test_arena, v->message);

    CHECK(crypto_sm2_verify((const uint8_t *)key.at, v->id, v->message, der_of(v->signature)));
    worse = arena_join(test_arena, worse, S("x"));
    CHECK(!crypto_sm2_verify((const uint8_t *)key.at, v->id, worse, der_of(v->signature)));
}

/* Those of the standard's curve with SM3; the seam knows no other curve and no other hash. */
TEST(collected_sm2_vectors)
{
    const char *root = test_data();
    struct vector v = {0};
    int checked = 0, others = 0;
    str text;

    if (!root)
        return;
    CHECK(
        file_read(test_arena, arena_printf(test_arena, "%s/crypto-vectors/sm/sm2_sig.vec", root).at,
            TEXT_MAX, &text) == OK);
    while (text.len > 0) {
        str line = str_cut(&text, '\n'), name = str_trim(str_cut(&line, '='));

        take_line(&v, name, str_trim(line));
        if (!str_is(name, "Signature"))
            continue;
        if (str_is(v.curve, "1.2.156.10197.1.301") && str_is(v.hash, "SM3")) {
            check_vector(&v);
            checked++;
        } else {
            others++;
        }
    }
    CHECK_I64(checked, 1);
    printf(
        "# sm2_sig.vec: %d checked, %d of other curves or hashes passed over\n", checked, others);
}

/* ---- keys ---- */

static const char *fresh(const char *name)
{
    char folder[] = "/tmp/yichuang-sm2-XXXXXX";

    CHECK(mkdtemp(folder) != NULL);
    return arena_printf(test_arena, "%s/%s", folder, name).at;
}

TEST(each_changed_bit_is_noticed)
{
    const char *path = fresh("key"), *open = fresh("pub");
    struct crypto_sm2 *key = NULL;
    str signature, message = S("yichuang.example/640104/sm3\n1\n");

    CHECK(crypto_sm2_make(path, open) == OK);
    CHECK(crypto_sm2_open(test_arena, path, &key) == OK);
    CHECK(crypto_sm2_sign(test_arena, key, message, &signature) == OK);
    CHECK(crypto_sm2_verify(crypto_sm2_public(key), S(CRYPTO_SM2_ID), message, signature));
    for (size_t bit = 0; bit < 8 * signature.len; bit += 7) {
        str worse = arena_str(test_arena, signature);

        ((char *)(uintptr_t)worse.at)[bit / 8] ^= (char)(1 << bit % 8);
        CHECK(!crypto_sm2_verify(crypto_sm2_public(key), S(CRYPTO_SM2_ID), message, worse));
    }
    for (size_t bit = 0; bit < 8 * message.len; bit += 5) {
        str worse = arena_str(test_arena, message);

        ((char *)(uintptr_t)worse.at)[bit / 8] ^= (char)(1 << bit % 8);
        CHECK(!crypto_sm2_verify(crypto_sm2_public(key), S(CRYPTO_SM2_ID), worse, signature));
    }
    crypto_sm2_close(key);
}

TEST(key_files)
{
    const char *path = fresh("key"), *open = fresh("pub"), *other = fresh("ed25519");
    struct crypto_sm2 *one = NULL, *two = NULL;
    struct crypto_key ed25519;

    CHECK(crypto_sm2_open(test_arena, path, &one) == E_MISSING);
    CHECK(crypto_sm2_make(path, open) == OK);
    CHECK(crypto_sm2_make(path, fresh("pub")) == E_CONFLICT); /* never overwritten */
    CHECK(crypto_sm2_open(test_arena, path, &one) == OK);
    CHECK(crypto_sm2_open(test_arena, path, &two) == OK);
    CHECK(memcmp(crypto_sm2_public(one), crypto_sm2_public(two), CRYPTO_SM2_PUBLIC_BYTES) == 0);
    crypto_sm2_close(one);
    crypto_sm2_close(two);
    crypto_key_make(&ed25519);
    CHECK(crypto_key_save(&ed25519, other) == OK);
    CHECK(crypto_sm2_open(test_arena, other, &one) == E_INVALID);
    crypto_sm2_close(NULL);
}

/* ---- the tree ---- */

static str entry_of(int number)
{
    uint8_t hash[32];

    crypto_sm3(arena_printf(test_arena, "entry %d", number), hash);
    return arena_str(test_arena, (str){(const char *)hash, sizeof(hash)});
}

/* MTH of RFC 6962 §2.1, word for word, with SM3. */
static str plain_root(int from, int to)
{
    uint8_t hash[32];
    int k = 1;

    if (to - from == 1) {
        crypto_sm3(arena_join(test_arena, (str){"\0", 1}, entry_of(from)), hash);
        return arena_str(test_arena, (str){(const char *)hash, sizeof(hash)});
    }
    while (2 * k < to - from)
        k *= 2;
    crypto_sm3(arena_join(test_arena, S("\x01"),
                   arena_join(test_arena, plain_root(from, from + k), plain_root(from + k, to))),
        hash);
    return arena_str(test_arena, (str){(const char *)hash, sizeof(hash)});
}

TEST(sm3_roots_equal_the_plain_recursion)
{
    struct sm3_tree t = {.size = 0}, back;
    struct merkle_hash root = sm3_tree_root(&t);

    CHECK_STR(crypto_hex(test_arena, (str){(const char *)root.at, 32}),
        S("1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"));
    for (int size = 1; size <= 70; size++) {
        sm3_tree_add(&t, entry_of(size - 1));
        root = sm3_tree_root(&t);
        CHECK_STR(((str){(const char *)root.at, 32}), plain_root(0, size));
        CHECK(sm3_tree_read(size, sm3_tree_print(test_arena, &t), &back));
        root = sm3_tree_root(&back);
        CHECK_STR(((str){(const char *)root.at, 32}), plain_root(0, size));
        CHECK(!sm3_tree_read(size, S("short"), &back));
    }
    CHECK(!sm3_tree_read(-1, S(""), &back));
}

TESTS(T(example_of_the_standard), T(collected_sm2_vectors), T(each_changed_bit_is_noticed),
    T(key_files), T(sm3_roots_equal_the_plain_recursion))
