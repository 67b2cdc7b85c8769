/* The token of a certificate's QR code: it passes when true, says which promise is broken when not,
 * and none of ten thousand changed ones passes. */
#include "cert/cert_token.h"

#include "test.h"

#define LEAVES 37 /* no power of two, so paths have gaps */
#define MUTATIONS 10000

static const struct cert_claims_holder holders[] = {
    {{"张*国", 7}, {"0017", 4}}, {{"李*英", 7}, {"002X", 4}}};

static str bytes_of(const uint8_t *at, size_t len)
{
    return (str){(const char *)at, len};
}

static str leaf_data(int64_t index, uint8_t digest[CRYPTO_SHA256_BYTES])
{
    crypto_sha256(arena_printf(test_arena, "entry %lld", (long long)index), digest);
    return arena_str(test_arena, bytes_of(digest, CRYPTO_SHA256_BYTES));
}

/* A tree kept as nodes[level][index]. */
struct nodes {
    struct merkle_hash at[8][64];
};

static err node_fetch(void *from, int level, int64_t index, struct merkle_hash *ret)
{
    *ret = ((struct nodes *)from)->at[level][index];
    return OK;
}

static err node_store(void *to, int level, int64_t index, const struct merkle_hash *hash)
{
    ((struct nodes *)to)->at[level][index] = *hash;
    return OK;
}

struct made {
    struct crypto_key key;
    struct cert_claims claims;
    struct cert_token_proof proof;
    struct cert_token_trust trust;
    str token;
};

static struct made make(int64_t index)
{
    struct nodes *nodes = ARENA_NEW(test_arena, struct nodes);
    struct made m = {0};
    uint8_t digest[CRYPTO_SHA256_BYTES];

    for (int64_t i = 0; i < LEAVES; i++) {
        struct merkle_hash leaf = merkle_leaf(leaf_data(i, digest));

        CHECK(merkle_append(i, &leaf, node_fetch, node_store, nodes) == OK);
    }
    crypto_key_from_seed((const uint8_t *)"0123456789abcdef0123456789abcdef", &m.key);
    memcpy(m.trust.public_key, m.key.public_key, sizeof m.trust.public_key);
    m.trust.origin = S("yichuang.example/640104");
    m.proof.size = LEAVES;
    CHECK(merkle_root(LEAVES, node_fetch, nodes, &m.proof.root) == OK);
    CHECK(merkle_prove_inclusion(index, LEAVES, node_fetch, nodes, &m.proof.path) == OK);
    m.claims = (struct cert_claims){.origin = m.trust.origin,
        .kind = S("certificate"),
        .number = S("宁（2026）银川市不动产权第0000123号"),
        .unit = S("640104001002GB00003F00010001"),
        .holders = holders,
        .holders_count = COUNT(holders),
        .right = S("国有建设用地使用权/房屋所有权"),
        .share = S("共同共有"),
        .entry = index + 1,
        .digest = crypto_hex(test_arena, leaf_data(index, digest)),
        .issued_ms = INT64_C(1779000000000),
        .licence = S("1.2.156.3005.2.11100000MB03271699001.640100.000000001.001.4")};
    CHECK(cert_token_make(test_arena, &m.claims, &m.proof, &m.key, &m.token) == OK);
    return m;
}

static bool passes(const struct made *m, str token)
{
    struct cert_token_result r;

    return cert_token_check(test_arena, token, &m->trust, &r);
}

TEST(a_true_token_passes)
{
    for (int64_t index = 0; index < LEAVES; index++) {
        struct made m = make(index);
        struct cert_token_result r;

        CHECK(cert_token_check(test_arena, m.token, &m.trust, &r));
        CHECK(r.form && r.signature && r.origin && r.inclusion && r.checkpoint);
        CHECK_I64(r.index, index);
        CHECK_I64(r.size, LEAVES);
        CHECK_STR(r.claims.number, m.claims.number);
        CHECK_STR(r.claims.digest, m.claims.digest);
        CHECK_I64(r.claims.issued_ms, m.claims.issued_ms);
        CHECK_I64((int64_t)r.claims.holders_count, 2);
        CHECK_STR(r.claims.holders[1].last4, S("002X"));
    }
}

/* The signature in the token is the one of the published checkpoint. */
TEST(the_checkpoint_is_the_published_one)
{
    struct made m = make(5);
    struct checkpoint c = {m.trust.origin, m.proof.size, m.proof.root}, opened;
    str note = checkpoint_sign(test_arena, &c, m.trust.origin, &m.key);
    str third = m.token, bytes, fault, wanted, blob;
    uint8_t id[4 + CRYPTO_ED25519_SIGNATURE_BYTES];

    str_cut(&third, '.');
    str_cut(&third, '.');
    str_cut(&third, '.');
    CHECK(crypto_base64url_decode(test_arena, third, &bytes));
    CHECK(
        checkpoint_open(test_arena, note,
            &(struct checkpoint_signer){m.trust.origin, m.key.public_key}, &opened, &fault) == OK);
    wanted = str_trim(note);
    while (str_has(wanted, ' '))
        str_cut(&wanted, ' ');
    CHECK(crypto_base64_decode(test_arena, wanted, &blob));
    CHECK_I64((int64_t)blob.len, (int64_t)sizeof id);
    CHECK_STR(str_slice(bytes, 48, 64), str_slice(blob, 4, 64));
}

TEST(each_broken_promise_is_named)
{
    struct made m = make(9);
    struct cert_token_result r;
    struct cert_token_trust other = m.trust;

    other.origin = S("yichuang.example/640106");
    CHECK(!cert_token_check(test_arena, m.token, &other, &r));
    CHECK(r.form && r.signature && !r.origin && r.inclusion && r.checkpoint);
    other = m.trust;
    other.public_key[3] ^= 1;
    CHECK(!cert_token_check(test_arena, m.token, &other, &r));
    CHECK(r.form && !r.signature && r.origin && r.inclusion && !r.checkpoint);
    CHECK(!cert_token_check(test_arena, S("YC1.e30.AA.AA"), &m.trust, &r));
    CHECK(!r.form && !r.signature && !r.inclusion && !r.checkpoint);
}

/* Claims of one certificate under the signature or the proof of another. */
TEST(parts_of_two_tokens_do_not_mix)
{
    struct made x = make(3), y = make(30);
    str part[2][4];

    for (int i = 0; i < 2; i++) {
        str rest = i == 0 ? x.token : y.token;

        for (int p = 0; p < 4; p++)
            part[i][p] = str_cut(&rest, '.');
    }
    for (int mix = 0; mix < 8; mix++) {
        str token = arena_printf(test_arena, "YC1.%.*s.%.*s.%.*s", STR(part[mix & 1][1]),
            STR(part[mix >> 1 & 1][2]), STR(part[mix >> 2 & 1][3]));

        CHECK(passes(&x, token) == (mix == 0 || mix == 7));
    }
    CHECK(!passes(&x, arena_printf(test_arena, "YC1.%.*s.%.*s.%.*s", STR(part[0][2]),
                          STR(part[0][1]), STR(part[0][3]))));
}

TEST(what_would_not_pass_is_not_made)
{
    struct made m = make(7);
    struct cert_claims c = m.claims;
    str token;

    c.entry = 9;
    CHECK(cert_token_make(test_arena, &c, &m.proof, &m.key, &token) == E_INVALID);
    c = m.claims;
    c.digest = S("abcd");
    CHECK(cert_token_make(test_arena, &c, &m.proof, &m.key, &token) == E_INVALID);
    c = m.claims;
    c.entry = 0;
    CHECK(cert_token_make(test_arena, &c, &m.proof, &m.key, &token) == E_INVALID);
    c = m.claims;
    c.right = arena_printf(test_arena, "%03000d", 1);
    CHECK(cert_token_make(test_arena, &c, &m.proof, &m.key, &token) == E_TOO_LARGE);
}

/* A stream of numbers with a fixed seed, so that a failure can be repeated (SplitMix64). */
static uint64_t next_number(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static str mutate(str token, uint64_t *state)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";
    str copy = arena_str(test_arena, token);
    char *at = (char *)(uintptr_t)copy.at;
    size_t where = next_number(state) % token.len, other = next_number(state) % token.len;
    char held;

    switch (next_number(state) % 6) {
    case 0:
        at[where] = (char)(at[where] ^ 1 << next_number(state) % 8);
        return copy;
    case 1:
        at[where] = alphabet[next_number(state) % (sizeof alphabet - 1)];
        return copy;
    case 2:
        return str_slice(copy, 0, where);
    case 3:
        held = at[where];
        at[where] = at[other];
        at[other] = held;
        return copy;
    case 4:
        return arena_join(test_arena, str_slice(copy, 0, where),
            arena_join(test_arena, str_slice(copy, other, 1 + where % 5),
                str_slice(copy, where, SIZE_MAX)));
    default:
        return arena_join(test_arena, str_slice(copy, 0, where),
            str_slice(copy, where + 1 + other % 60, SIZE_MAX));
    }
}

TEST(ten_thousand_changed_tokens_are_refused)
{
    struct made m = make(20);
    struct arena_mark mark = arena_mark(test_arena);
    uint64_t state = 20261123;
    int changed = 0, passed = 0;

    while (changed < MUTATIONS) {
        str token = mutate(m.token, &state);

        if (!str_eq(token, m.token)) {
            changed++;
            passed += passes(&m, token);
        }
        arena_rewind(test_arena, mark);
    }
    CHECK_I64(passed, 0);
    CHECK(passes(&m, m.token));
}

/* Every single bit, and every length. */
TEST(each_bit_and_each_length_counts)
{
    struct made m = make(36);
    struct arena_mark mark = arena_mark(test_arena);
    int passed = 0;

    for (size_t i = 0; i < m.token.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            str copy = arena_str(test_arena, m.token);

            ((char *)(uintptr_t)copy.at)[i] ^= (char)(1 << bit);
            passed += passes(&m, copy);
            arena_rewind(test_arena, mark);
        }
        passed += passes(&m, str_slice(m.token, 0, i));
        arena_rewind(test_arena, mark);
    }
    CHECK_I64(passed, 0);
}

/* A log of a million leaves: its paths have twenty hashes, and a camera still reads the code. */
TEST(a_city_of_a_million_fits)
{
    struct made m = make(0);
    uint8_t digest[CRYPTO_SHA256_BYTES];
    struct merkle_hash hash = merkle_leaf(leaf_data(0, digest));
    str token;

    m.proof.size = 1 << 20;
    m.proof.path.count = 20;
    for (size_t i = 0; i < 20; i++) {
        crypto_sha256(arena_printf(test_arena, "right %zu", i), m.proof.path.hash[i].at);
        hash = merkle_node(&hash, &m.proof.path.hash[i]);
    }
    m.proof.root = hash;
    CHECK(cert_token_make(test_arena, &m.claims, &m.proof, &m.key, &token) == OK);
    CHECK(passes(&m, token));
    printf("# token of 2^20 leaves: %zu characters; of %d: %zu\n", token.len, LEAVES, m.token.len);
    CHECK(token.len < 1732); /* version 30, level L: 137 modules a side */
}

TEST(a_file_gives_its_token_back)
{
    struct made m = make(1);
    str token, pdf;

    pdf = arena_printf(test_arena, "%%PDF-1.4\n<< /Keywords (%.*s)\n /Title (x) >>", STR(m.token));
    CHECK(cert_token_from_pdf(pdf, &token));
    CHECK_STR(token, m.token);
    CHECK(cert_token_from_pdf(arena_join(test_arena, pdf, pdf), &token));
    CHECK(!cert_token_from_pdf(
        arena_join(test_arena, pdf, S("<< /Keywords (YC1.other.token.here) >>")), &token));
    CHECK(!cert_token_from_pdf(S("%PDF-1.4 /Keywords (plain words)"), &token));
    CHECK(!cert_token_from_pdf(S("/Keywords"), &token));
    CHECK(!cert_token_from_pdf(S(""), &token));
}

TESTS(T(a_true_token_passes), T(the_checkpoint_is_the_published_one),
    T(each_broken_promise_is_named), T(parts_of_two_tokens_do_not_mix),
    T(what_would_not_pass_is_not_made), T(ten_thousand_changed_tokens_are_refused),
    T(each_bit_and_each_length_counts), T(a_city_of_a_million_fits), T(a_file_gives_its_token_back))
