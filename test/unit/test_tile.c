/* Tiles of the log: their names, the tree that grows by its right edge, the published log's tiles;
 * notes' keys and witnesses' cosignatures. */
#include "test.h"

#include "base/file.h"
#include "registry/checkpoint.h"
#include "registry/note.h"
#include "registry/tile.h"

#define FILE_BYTES_MAX 65536

TEST(names_come_back)
{
    static const struct {
        const char *text;
        struct tile_name name;
    } rows[] = {
        {"0/000", {false, 0, 0, 256}},
        {"0/000.p/1", {false, 0, 0, 1}},
        {"63/255.p/255", {false, 63, 255, 255}},
        {"1/x001/x234/067", {false, 1, 1234067, 256}},
        {"entries/x001/234.p/17", {true, 0, 1234, 17}},
        {"entries/x999/x999/x999/x999/999", {true, 0, 999999999999999, 256}},
        {"2/x100/000", {false, 2, 100000, 256}},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct tile_name got;

        CHECK(tile_name_read(str_of(rows[i].text), &got));
        CHECK(got.entries == rows[i].name.entries);
        CHECK_I64(got.level, rows[i].name.level);
        CHECK_I64(got.index, rows[i].name.index);
        CHECK_I64(got.width, rows[i].name.width);
        CHECK_STR(tile_name_print(test_arena, &got), str_of(rows[i].text));
    }
}

TEST(other_spellings_are_no_names)
{
    static const char *const wrong[] = {"", "0", "0/", "0/0", "0/00", "0/0000", "00/000", "64/000",
        "-1/000", "+1/000", "a/000", "0/abc", "0/-01", "0/x000/000", "0/001/234", "0/x001/x234",
        "0/x1/000", "0/000/", "0/000.p", "0/000.p/", "0/000.p/0", "0/000.p/256", "0/000.p/01",
        "0/000.p/1/", "0/000.p/1/2", "0/x001.p/000", "entries", "entries/", "entries/0",
        "Entries/000", "data/000", "0//000", "/0/000", "0/x001/x002/x003/x004/x005/006",
        "0/000.q/1", "0/ 00", "0/x001/000.p/-1"};
    struct tile_name name;

    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (tile_name_read(str_of(wrong[i]), &name))
            printf("# '%s'\n", wrong[i]);
        CHECK(!tile_name_read(str_of(wrong[i]), &name));
    }
}

TEST(bundles_are_cut_as_they_were_printed)
{
    str bundle = arena_join(test_arena, tile_entry_print(test_arena, S("one")),
        arena_join(test_arena, tile_entry_print(test_arena, S("")),
            tile_entry_print(test_arena, (str){arena_take(test_arena, 300), 300})));
    str rest = bundle, entry;

    CHECK(tile_entry_cut(&rest, &entry));
    CHECK_STR(entry, S("one"));
    CHECK(tile_entry_cut(&rest, &entry));
    CHECK_I64((int64_t)entry.len, 0);
    CHECK(tile_entry_cut(&rest, &entry));
    CHECK_I64((int64_t)entry.len, 300);
    CHECK_I64((int64_t)rest.len, 0);
    CHECK(!tile_entry_cut(&rest, &entry));
    rest = str_slice(bundle, 0, 4);
    CHECK(!tile_entry_cut(&rest, &entry));
    rest = str_slice(bundle, 0, 1);
    CHECK(!tile_entry_cut(&rest, &entry));
}

/* ---- the edge ---- */

static struct merkle_hash leaf_of(int64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof(text), "leaf %lld", (long long)number);

    return merkle_leaf((str){text, (size_t)len});
}

static struct merkle_hash plain_root(int64_t from, int64_t to)
{
    struct merkle_hash left, right;
    int64_t k = 1;

    if (to - from == 1)
        return leaf_of(from);
    while (2 * k < to - from)
        k *= 2;
    left = plain_root(from, from + k);
    right = plain_root(from + k, to);
    return merkle_node(&left, &right);
}

static bool is_looked_at(int64_t size)
{
    return size <= 300 || (size >= 65534 && size <= 65538) || size % 9973 == 0 || size == 70000;
}

/* The example of C2SP tlog-tiles: 70,000 leaves are 273 full tiles and a partial one of width 112,
 * one full tile and a partial one of width 17 above, and one of width 1 above that. */
TEST(a_tree_of_70000_leaves)
{
    struct tile_edge *edge = ARENA_NEW(test_arena, struct tile_edge);
    struct tile_full full[TILE_LEVELS];
    int64_t filled[TILE_LEVELS] = {0};
    struct tile_name name;
    struct merkle_hash root, want;
    size_t count;

    while (edge->size < 70000) {
        struct merkle_hash leaf = leaf_of(edge->size);

        CHECK(tile_edge_add(edge, &leaf, full, &count) == OK);
        for (size_t i = 0; i < count; i++)
            CHECK_I64(full[i].index, filled[full[i].level]++);
        if (!is_looked_at(edge->size))
            continue;
        want = plain_root(0, edge->size);
        CHECK(tile_edge_root(edge, &root) == OK);
        CHECK(memcmp(&root, &want, sizeof(root)) == 0);
    }
    CHECK_I64(filled[0], 273);
    CHECK_I64(filled[1], 1);
    CHECK_I64(filled[2], 0);
    CHECK(tile_edge_partial(edge, 0, &name) && name.width == 112 && name.index == 273);
    CHECK(tile_edge_partial(edge, 1, &name) && name.width == 17 && name.index == 1);
    CHECK(tile_edge_partial(edge, 2, &name) && name.width == 1 && name.index == 0);
    CHECK(!tile_edge_partial(edge, 3, &name));
}

/* ---- the published log ---- */

static str data_file(const char *root, const char *path)
{
    str content = S("");

    CHECK(file_read(test_arena,
              arena_printf(test_arena, "%s/crypto-vectors/tlog-tiles/log/%s", root, path).at,
              FILE_BYTES_MAX, &content) == OK);
    return content;
}

TEST(published_tiles)
{
    struct tile_edge *edge = ARENA_NEW(test_arena, struct tile_edge);
    const char *root = test_data();
    struct tile_full full[TILE_LEVELS];
    size_t count;

    if (!root)
        return;
    for (int size = 1; size <= 15; size++) {
        struct tile_name name = {.entries = true, .width = size};
        str bundle, entry = S(""), tile;
        struct merkle_hash leaf;

        bundle = data_file(root,
            arena_printf(test_arena, "tile/%.*s", STR(tile_name_print(test_arena, &name))).at);
        for (int i = 0; i < size; i++)
            CHECK(tile_entry_cut(&bundle, &entry));
        CHECK_I64((int64_t)bundle.len, 0);
        leaf = merkle_leaf(entry);
        CHECK(tile_edge_add(edge, &leaf, full, &count) == OK);
        CHECK(tile_edge_partial(edge, 0, &name));
        tile = data_file(root,
            arena_printf(test_arena, "tile/%.*s", STR(tile_name_print(test_arena, &name))).at);
        CHECK_STR(tile, ((str){(const char *)edge->hash[0], (size_t)size * MERKLE_HASH_BYTES}));
    }
}

/* ---- cosignatures ---- */

static struct crypto_key test_key(uint8_t seed)
{
    uint8_t bytes[CRYPTO_ED25519_SECRET_BYTES];
    struct crypto_key key;

    memset(bytes, seed, sizeof(bytes));
    crypto_key_from_seed(bytes, &key);
    return key;
}

TEST(a_cosignature_covers_its_time_and_the_checkpoint)
{
    struct crypto_key log = test_key(1), court = test_key(2), other = test_key(3);
    struct checkpoint c = {.origin = S("log/1"), .size = 9}, read;
    struct checkpoint_signer by_log = {S("log/1"), log.public_key};
    struct checkpoint_signer by_court = {S("court"), court.public_key};
    struct checkpoint_signer by_other = {S("court"), other.public_key};
    str note = checkpoint_sign(test_arena, &c, c.origin, &log), fault = S(""), moved;
    struct note_key key;
    int64_t time_s = 0;

    CHECK(cosignature_open(test_arena, note, &by_court, &time_s, &fault) == E_INVALID);
    note = arena_join(test_arena, note,
        cosignature_line(
            test_arena, checkpoint_text(test_arena, &c), 1700000000, S("court"), &court));
    CHECK(checkpoint_open(test_arena, note, &by_log, &read, &fault) == OK);
    CHECK_I64(read.size, 9);
    CHECK(cosignature_open(test_arena, note, &by_court, &time_s, &fault) == OK);
    CHECK_I64(time_s, 1700000000);
    CHECK(cosignature_open(test_arena, note, &by_other, &time_s, &fault) == E_INVALID);
    /* a cosignature is no signature of the log, even by the same key and name */
    CHECK(checkpoint_open(test_arena, note, &by_court, &read, &fault) == E_INVALID);
    /* and it is of this checkpoint alone */
    key = note_key_of(test_arena, S("court"), S(NOTE_COSIGNATURE),
        (str){(const char *)court.public_key, CRYPTO_ED25519_PUBLIC_BYTES});
    moved = note_line_of(test_arena, note, &key);
    CHECK(moved.len > 0);
    c.size = 10;
    note = arena_join(test_arena, checkpoint_sign(test_arena, &c, c.origin, &log), moved);
    CHECK(cosignature_open(test_arena, note, &by_court, &time_s, &fault) == E_INVALID);
}

TEST(keys_of_notes_come_back)
{
    struct crypto_key key = test_key(4);
    str vkey = cosignature_vkey(test_arena, S("court.example"), key.public_key), got;
    struct note_key read;

    CHECK(note_vkey_read(test_arena, vkey, S(NOTE_COSIGNATURE), &read, &got));
    CHECK_STR(read.name, S("court.example"));
    CHECK_STR(got, ((str){(const char *)key.public_key, CRYPTO_ED25519_PUBLIC_BYTES}));
    CHECK_STR(note_vkey(test_arena, &read), vkey);
    CHECK(!note_vkey_read(test_arena, vkey, S(NOTE_ED25519), &read, &got));
    for (size_t i = 0; i < vkey.len; i++) { /* whatever is changed, the id tells */
        str worse = arena_str(test_arena, vkey);

        ((char *)(uintptr_t)worse.at)[i] ^= 1;
        CHECK(!note_vkey_read(test_arena, worse, S(NOTE_COSIGNATURE), &read, &got));
    }
    CHECK(!note_name_is_valid(S("")) && !note_name_is_valid(S("a b")) &&
          !note_name_is_valid(S("a+b")) && note_name_is_valid(S("法院.example")));
}

TESTS(T(names_come_back), T(other_spellings_are_no_names), T(bundles_are_cut_as_they_were_printed),
    T(a_tree_of_70000_leaves), T(published_tiles),
    T(a_cosignature_covers_its_time_and_the_checkpoint), T(keys_of_notes_come_back))
