/* The transparency log: roots and proofs against RFC 6962's reference tree, published vectors (when
 * YICHUANG_DATA names their directory, or they lie beside the project), and every tree up to 70
 * leaves against a plain recursion.
 */
#include "test.h"

#include "base/file.h"
#include "base/tree.h"
#include "registry/checkpoint.h"

#include <dirent.h>
#include <stdlib.h>

#define LEVELS 8
#define LEAVES 128
#define FILE_BYTES_MAX 65536
#define LOG_NAME "example.com/log/testdata"

/* A store of nodes that counts what is asked of it. */
struct shelf {
    struct merkle_hash node[LEVELS][LEAVES];
    bool has[LEVELS][LEAVES];
    int fetched;
};

static err shelf_fetch(void *from, int level, int64_t index, struct merkle_hash *ret)
{
    struct shelf *s = from;

    if (level >= LEVELS || index >= LEAVES || !s->has[level][index])
        return E_MISSING;
    s->fetched++;
    *ret = s->node[level][index];
    return OK;
}

static err shelf_store(void *to, int level, int64_t index, const struct merkle_hash *hash)
{
    struct shelf *s = to;

    if (level >= LEVELS || index >= LEAVES || s->has[level][index])
        return E_CONFLICT;
    s->node[level][index] = *hash;
    s->has[level][index] = true;
    return OK;
}

static str hex(const struct merkle_hash *h)
{
    return crypto_hex(test_arena, (str){(const char *)h->at, MERKLE_HASH_BYTES});
}

static struct shelf *shelf_of(const struct merkle_hash *leaves, int count)
{
    struct shelf *s = ARENA_NEW(test_arena, struct shelf);

    for (int i = 0; i < count; i++)
        CHECK(merkle_append(i, &leaves[i], shelf_fetch, shelf_store, s) == OK);
    return s;
}

/* MTH of RFC 6962 §2.1, word for word. */
static struct merkle_hash plain_root(const struct merkle_hash *leaves, int count)
{
    struct merkle_hash left, right;
    int k = 1;

    if (count == 0)
        return merkle_empty_root();
    if (count == 1)
        return leaves[0];
    while (k * 2 < count)
        k *= 2;
    left = plain_root(leaves, k);
    right = plain_root(leaves + k, count - k);
    return merkle_node(&left, &right);
}

static void make_leaves(struct merkle_hash *leaves, int count)
{
    for (int i = 0; i < count; i++)
        leaves[i] = merkle_leaf(arena_printf(test_arena, "entry %d", i));
}

TEST(reference_tree)
{
    /* The eight leaves and roots of the Certificate Transparency reference tests. */
    static const char data[] = "\x00\x10\x20\x21\x30\x31\x40\x41\x42\x43"
                               "\x50\x51\x52\x53\x54\x55\x56\x57"
                               "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f";
    static const size_t length[] = {0, 1, 1, 2, 2, 4, 8, 16};
    static const char *const root[] = {
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    struct shelf *s = ARENA_NEW(test_arena, struct shelf);
    struct merkle_hash got;
    size_t at = 0;

    got = merkle_empty_root();
    CHECK_STR(hex(&got), S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (int i = 0; i < 8; i++) {
        struct merkle_hash leaf = merkle_leaf((str){data + at, length[i]});

        at += length[i];
        CHECK(merkle_append(i, &leaf, shelf_fetch, shelf_store, s) == OK);
        CHECK(merkle_root(i + 1, shelf_fetch, s, &got) == OK);
        CHECK_STR(hex(&got), str_of(root[i]));
    }
}

TEST(roots_equal_the_plain_recursion)
{
    struct merkle_hash leaves[LEAVES], got, want;
    struct shelf *s;

    make_leaves(leaves, LEAVES);
    s = shelf_of(leaves, 70);
    for (int size = 0; size <= 70; size++) {
        want = plain_root(leaves, size);
        CHECK(merkle_root(size, shelf_fetch, s, &got) == OK);
        CHECK(memcmp(&got, &want, sizeof(got)) == 0);
    }
    CHECK(merkle_root(-1, shelf_fetch, s, &got) == E_INVALID);
    CHECK(merkle_root(71, shelf_fetch, s, &got) == E_MISSING); /* the store's fault comes through */
}

TEST(inclusion_of_every_leaf)
{
    struct merkle_hash leaves[LEAVES];
    struct shelf *s;

    make_leaves(leaves, LEAVES);
    s = shelf_of(leaves, 70);
    for (int size = 1; size <= 70; size++) {
        struct merkle_hash root = plain_root(leaves, size);

        for (int i = 0; i < size; i++) {
            struct merkle_proof p;

            CHECK(merkle_prove_inclusion(i, size, shelf_fetch, s, &p) == OK);
            CHECK(merkle_inclusion_holds(i, size, &leaves[i], &p, &root));
            CHECK(!merkle_inclusion_holds(i, size, &leaves[i + 1], &p, &root));
            CHECK(!merkle_inclusion_holds(i, size, &leaves[i], &p, &leaves[LEAVES - 1]));
            if (size > 1)
                CHECK(!merkle_inclusion_holds((i + 1) % size, size, &leaves[i], &p, &root));
        }
    }
}

TEST(consistency_of_every_pair)
{
    struct merkle_hash leaves[LEAVES];
    struct shelf *s;

    make_leaves(leaves, LEAVES);
    s = shelf_of(leaves, 40);
    for (int size = 1; size <= 40; size++) {
        struct merkle_hash root = plain_root(leaves, size);

        for (int old = 1; old <= size; old++) {
            struct merkle_hash old_root = plain_root(leaves, old);
            struct merkle_proof p;

            CHECK(merkle_prove_consistency(old, size, shelf_fetch, s, &p) == OK);
            CHECK(merkle_consistency_holds(old, size, &old_root, &root, &p));
            if (old < size) {
                CHECK(!merkle_consistency_holds(old, size, &root, &old_root, &p));
                CHECK(!merkle_consistency_holds(old, size, &leaves[LEAVES - 1], &root, &p));
                CHECK(!merkle_consistency_holds(old, size, &old_root, &leaves[LEAVES - 1], &p));
                p.hash[0].at[0] ^= 1;
                CHECK(!merkle_consistency_holds(old, size, &old_root, &root, &p));
            }
        }
    }
}

TEST(what_proofs_refuse)
{
    struct merkle_hash leaves[LEAVES], root;
    struct merkle_proof p = {.count = 0};
    struct shelf *s;

    make_leaves(leaves, LEAVES);
    s = shelf_of(leaves, 9);
    root = plain_root(leaves, 9);
    CHECK(merkle_prove_inclusion(9, 9, shelf_fetch, s, &p) == E_MISSING);
    CHECK(merkle_prove_inclusion(-1, 9, shelf_fetch, s, &p) == E_MISSING);
    CHECK(merkle_prove_inclusion(0, 0, shelf_fetch, s, &p) == E_MISSING);
    CHECK(merkle_prove_consistency(10, 9, shelf_fetch, s, &p) == E_MISSING);
    CHECK(merkle_prove_consistency(-1, 9, shelf_fetch, s, &p) == E_MISSING);
    CHECK(merkle_prove_consistency(0, 9, shelf_fetch, s, &p) == OK && p.count == 0);
    CHECK(merkle_append(-1, &root, shelf_fetch, shelf_store, s) == E_INVALID);
    CHECK(merkle_append(3, &root, shelf_fetch, shelf_store, s) == E_CONFLICT);
    CHECK(!merkle_consistency_holds(0, 9, &root, &root, &p)); /* an empty tree proves nothing */

    CHECK(merkle_prove_inclusion(4, 9, shelf_fetch, s, &p) == OK);
    CHECK(!merkle_inclusion_holds(4, 0, &leaves[4], &p, &root));
    CHECK(!merkle_inclusion_holds(-4, 9, &leaves[4], &p, &root));
    p.count--;
    CHECK(!merkle_inclusion_holds(4, 9, &leaves[4], &p, &root));
    p.count += 2;
    CHECK(!merkle_inclusion_holds(4, 9, &leaves[4], &p, &root));
    p.count = MERKLE_PROOF_MAX + 1;
    CHECK(!merkle_inclusion_holds(4, 9, &leaves[4], &p, &root));
    CHECK(!merkle_consistency_holds(4, 9, &leaves[4], &root, &p));
}

TEST(appending_fetches_only_left_siblings)
{
    struct merkle_hash leaves[LEAVES];
    struct shelf *s;

    make_leaves(leaves, LEAVES);
    s = shelf_of(leaves, 64);
    CHECK_I64(s->fetched, 63); /* as many as there are inner nodes */
    s->fetched = 0;
    CHECK(merkle_append(64, &leaves[64], shelf_fetch, shelf_store, s) == OK);
    CHECK_I64(s->fetched, 0);
}

TEST(a_hash_is_32_bytes)
{
    struct merkle_hash h;

    CHECK(merkle_hash_of(S("0123456789abcdef0123456789abcdef"), &h));
    CHECK(!merkle_hash_of(S("0123456789abcdef0123456789abcde"), &h));
    CHECK(!merkle_hash_of(S("0123456789abcdef0123456789abcdef0"), &h));
    CHECK(!merkle_hash_of(S(""), &h));
}

/* ---- checkpoints ---- */

static struct crypto_key test_key(char fill)
{
    uint8_t seed[CRYPTO_ED25519_SECRET_BYTES];
    struct crypto_key key;

    memset(seed, fill, sizeof(seed));
    crypto_key_from_seed(seed, &key);
    return key;
}

TEST(a_checkpoint_comes_back)
{
    struct crypto_key key = test_key(7), other = test_key(8);
    struct checkpoint c = {.origin = S("yichuang.example/640104"), .size = 700}, got;
    str fault = {0}, note;

    c.root = merkle_leaf(S("x"));
    note = checkpoint_sign(test_arena, &c, c.origin, &key);
    CHECK(str_starts(note, checkpoint_text(test_arena, &c)));
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){c.origin, key.public_key},
              &got, &fault) == OK);
    CHECK_STR(got.origin, c.origin);
    CHECK_I64(got.size, 700);
    CHECK(memcmp(&got.root, &c.root, sizeof(c.root)) == 0);
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){c.origin, other.public_key},
              &got, &fault) == E_INVALID);
    CHECK_STR(fault, S("the note bears no signature of this key"));
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){S("other"), key.public_key},
              &got, &fault) == E_INVALID);
}

TEST(every_changed_byte_is_noticed)
{
    struct crypto_key key = test_key(7);
    struct checkpoint c = {.origin = S("yichuang.example/640104"), .size = 12}, got;
    str note, fault;
    char *at;

    note = checkpoint_sign(test_arena, &c, c.origin, &key);
    at = (char *)(uintptr_t)arena_z(test_arena, note);
    for (size_t i = 0; i < note.len; i++) {
        at[i] ^= 1;
        CHECK(
            checkpoint_open(test_arena, (str){at, note.len},
                &(struct checkpoint_signer){c.origin, key.public_key}, &got, &fault) == E_INVALID);
        at[i] ^= 1;
        CHECK(
            checkpoint_open(test_arena, (str){at, i},
                &(struct checkpoint_signer){c.origin, key.public_key}, &got, &fault) == E_INVALID ||
            i == note.len - 1); /* only the last newline may be missing... */
    }
    CHECK(checkpoint_open(test_arena, (str){at, note.len - 1},
              &(struct checkpoint_signer){c.origin, key.public_key}, &got,
              &fault) == E_INVALID); /* ...and it may not */
}

/* Signs any text at all, as a note. */
static str sign_text(str text, const struct crypto_key *key)
{
    struct checkpoint c = {.origin = S("log"), .size = 1};
    str whole = checkpoint_sign(test_arena, &c, S("log"), key), prefix, bytes;
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES];
    size_t at;

    CHECK(str_find(whole, S("log "), &at));
    CHECK(crypto_base64_decode(test_arena, str_slice(whole, at + 4, whole.len - at - 5), &bytes));
    prefix = str_slice(bytes, 0, 4);
    crypto_ed25519_sign(key, text, signature);
    return arena_printf(test_arena, "%.*s\n\xE2\x80\x94 log %.*s\n", STR(text),
        STR(crypto_base64(test_arena,
            arena_join(test_arena, prefix, (str){(char *)signature, sizeof(signature)}))));
}

TEST(what_a_signed_checkpoint_may_not_say)
{
    static const char root[] = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    static const struct {
        const char *text;
        bool good;
    } rows[] = {{"log\n5\n%s\n", true}, {"log\n0\n%s\n", true}, {"log\n5\n%s\nmore\n", true},
        {"\n5\n%s\n", false}, {"log\n05\n%s\n", false}, {"log\n-5\n%s\n", false},
        {"log\n+5\n%s\n", false}, {"log\n\n%s\n", false}, {"log\n5x\n%s\n", false},
        {"log\n9223372036854775807\n%s\n", true}, {"log\n9223372036854775808\n%s\n", false},
        {"log\n5\nA%s\n", false}, {"log\n5\nAAAA\n", false}, {"log\n5\n", false},
        {"log\n5\n%s\n\nmore\n", false}};
    struct crypto_key key = test_key(9);
    struct checkpoint got;
    str fault;

    for (size_t i = 0; i < COUNT(rows); i++) {
        str text = str_of(rows[i].text), before, note;
        size_t at;
        bool good;

        if (str_find(text, S("%s"), &at)) {
            before = arena_join(test_arena, str_slice(text, 0, at), str_of(root));
            text = arena_join(test_arena, before, str_slice(text, at + 2, text.len));
        }
        note = sign_text(text, &key);
        good = checkpoint_open(test_arena, note,
                   &(struct checkpoint_signer){S("log"), key.public_key}, &got, &fault) == OK;
        if (good != rows[i].good)
            printf("# %s\n", rows[i].text);
        CHECK(good == rows[i].good);
    }
}

TEST(signatures_of_others_are_passed_over)
{
    struct crypto_key key = test_key(7), other = test_key(8);
    struct checkpoint c = {.origin = S("log"), .size = 3}, got;
    str text = checkpoint_text(test_arena, &c), mine, theirs, note, fault;
    size_t skip = text.len + 1;

    mine = checkpoint_sign(test_arena, &c, S("log"), &key);
    theirs = checkpoint_sign(test_arena, &c, S("witness"), &other);
    note = arena_join(test_arena, theirs, str_slice(mine, skip, mine.len));
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){S("log"), key.public_key},
              &got, &fault) == OK);
    CHECK(checkpoint_open(test_arena, note,
              &(struct checkpoint_signer){S("witness"), other.public_key}, &got, &fault) == OK);
    note = arena_join(test_arena, note, S("not a signature\n"));
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){S("log"), key.public_key},
              &got, &fault) == E_INVALID);
    /* One good signature of the key does not excuse a bad one. */
    c.size = 4;
    theirs = checkpoint_sign(test_arena, &c, S("log"), &key);
    note = arena_join(test_arena, mine, str_slice(theirs, skip, theirs.len));
    CHECK(checkpoint_open(test_arena, note, &(struct checkpoint_signer){S("log"), key.public_key},
              &got, &fault) == E_INVALID);
}

/* ---- published vectors ---- */

static bool data_file(const char *path, str *ret)
{
    const char *root = test_data();

    if (!root)
        return false;
    return file_read(test_arena,
               arena_z(test_arena, arena_printf(test_arena, "%s/crypto-vectors/%s", root, path)),
               FILE_BYTES_MAX, ret) == OK;
}

static bool hash_of_text(str text, struct merkle_hash *ret)
{
    str bytes;

    return crypto_base64_decode(test_arena, text, &bytes) && merkle_hash_of(bytes, ret);
}

static bool read_proof(const struct tree *list, struct merkle_proof *ret)
{
    ret->count = 0;
    for (const struct tree *t = list ? list->first : NULL; t; t = t->next) {
        if (ret->count == MERKLE_PROOF_MAX || !hash_of_text(t->text, &ret->hash[ret->count]))
            return false;
        ret->count++;
    }
    return true;
}

static bool inclusion_passes(const struct tree *t)
{
    struct merkle_hash leaf, root;
    struct merkle_proof proof;

    return hash_of_text(tree_get_text(t, S("leafHash")), &leaf) &&
           hash_of_text(tree_get_text(t, S("root")), &root) &&
           read_proof(tree_get(t, S("proof")), &proof) &&
           merkle_inclusion_holds(tree_get_i64(t, S("leafIdx"), -1),
               tree_get_i64(t, S("treeSize"), -1), &leaf, &proof, &root);
}

static bool consistency_passes(const struct tree *t)
{
    struct merkle_hash old_root, root;
    struct merkle_proof proof;

    return hash_of_text(tree_get_text(t, S("root1")), &old_root) &&
           hash_of_text(tree_get_text(t, S("root2")), &root) &&
           read_proof(tree_get(t, S("proof")), &proof) &&
           merkle_consistency_holds(tree_get_i64(t, S("size1"), -1),
               tree_get_i64(t, S("size2"), -1), &old_root, &root, &proof);
}

/* One file passes as it says, but for roots that are no hashes at all ("don't care"), which are
 * always refused here. An index beyond 63 bits is refused by the JSON reader already. */
static void run_file(str path, bool (*passes)(const struct tree *))
{
    struct tree *t;
    str text, fault;
    bool want, got;
    size_t at;

    CHECK(data_file(arena_z(test_arena, path), &text));
    if (str_find(text, S("18446744073709551615"), &at)) {
        CHECK(tree_parse(test_arena, text, &t, &fault) == E_INVALID);
        CHECK(str_find(text, S("\"wantErr\": true"), &at));
        return;
    }
    CHECK(tree_parse(test_arena, text, &t, &fault) == OK);
    want = !tree_get_bool(t, S("wantErr"), false) &&
           !str_is(tree_get_text(t, S("root1")), "ZG9uJ3QgY2FyZSAy");
    got = passes(t);
    if (got != want)
        printf("# %.*s\n", STR(path));
    CHECK(got == want);
}

/* How many files of one folder were read. */
static int run_folder(str path, bool (*passes)(const struct tree *))
{
    const char *root = test_data();
    str full = arena_printf(test_arena, "%s/crypto-vectors/%.*s", root, STR(path));
    DIR *folder = opendir(arena_z(test_arena, full));
    struct dirent *entry;
    int count = 0;

    while (folder && (entry = readdir(folder)) != NULL) {
        if (!str_ends(str_of(entry->d_name), S(".json")))
            continue;
        count++;
        run_file(arena_printf(test_arena, "%.*s/%s", STR(path), entry->d_name), passes);
    }
    if (folder)
        closedir(folder);
    return count;
}

TEST(published_proofs)
{
    static const char *const below[] = {"0", "1", "2", "3", "4", "single-entry", "additional",
        "additional/0", "additional/1", "additional/2", "additional/3"};
    int inclusion = 0, consistency = 0;

    if (!test_data())
        return;
    for (size_t i = 0; i < COUNT(below); i++) {
        inclusion += run_folder(
            arena_printf(test_arena, "merkle-rfc6962/inclusion/%s", below[i]), inclusion_passes);
        consistency +=
            run_folder(arena_printf(test_arena, "merkle-rfc6962/consistency/%s", below[i]),
                consistency_passes);
    }
    CHECK_I64(inclusion, 98);
    CHECK_I64(consistency, 98);
}

/* An entry bundle: lengths of 16 bits, most significant byte first, and the entries. */
static int read_bundle(str bundle, struct merkle_hash *leaves)
{
    int count = 0;

    while (bundle.len >= 2) {
        size_t len = (size_t)(uint8_t)bundle.at[0] << 8 | (uint8_t)bundle.at[1];

        leaves[count++] = merkle_leaf(str_slice(bundle, 2, len));
        bundle = str_slice(bundle, 2 + len, bundle.len);
    }
    return count;
}

TEST(published_log)
{
    /* The log's verification key, as published with it. */
    static const char typed_key[] = "AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    struct merkle_hash leaves[LEAVES], root;
    str typed, note, fault = S(""), bundle;
    struct shelf *s = ARENA_NEW(test_arena, struct shelf);

    if (!data_file("tlog-tiles/log/tile/entries/000.p/15", &bundle))
        return;
    CHECK(crypto_base64_decode(test_arena, str_of(typed_key), &typed));
    CHECK_I64((int64_t)typed.len, 33);
    CHECK_STR(checkpoint_vkey(test_arena, S(LOG_NAME), (const uint8_t *)typed.at + 1),
        arena_printf(test_arena, LOG_NAME "+33d7b496+%s", typed_key));
    CHECK_I64(read_bundle(bundle, leaves), 15);
    for (int size = 0; size <= 15; size++) {
        str path = arena_printf(test_arena, "tlog-tiles/log/checkpoint.%d", size);
        struct checkpoint c = {0};

        if (size > 0)
            CHECK(merkle_append(size - 1, &leaves[size - 1], shelf_fetch, shelf_store, s) == OK);
        CHECK(data_file(arena_z(test_arena, path), &note));
        CHECK(checkpoint_open(test_arena, note,
                  &(struct checkpoint_signer){S(LOG_NAME), (const uint8_t *)typed.at + 1}, &c,
                  &fault) == OK);
        CHECK_STR(fault, S(""));
        CHECK_STR(c.origin, S(LOG_NAME));
        CHECK_I64(c.size, size);
        CHECK(merkle_root(size, shelf_fetch, s, &root) == OK);
        CHECK(memcmp(&root, &c.root, sizeof(root)) == 0);
    }
}

TESTS(T(reference_tree), T(roots_equal_the_plain_recursion), T(inclusion_of_every_leaf),
    T(consistency_of_every_pair), T(what_proofs_refuse), T(appending_fetches_only_left_siblings),
    T(a_hash_is_32_bytes), T(a_checkpoint_comes_back), T(every_changed_byte_is_noticed),
    T(what_a_signed_checkpoint_may_not_say), T(signatures_of_others_are_passed_over),
    T(published_proofs), T(published_log))
