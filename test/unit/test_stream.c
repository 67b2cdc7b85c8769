/* Files piece by piece: other encodings, bytes that are no character, sizes beyond one piece. */
#include "base/file.h"
#include "base/stream.h"

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/yichuang-stream-XXXXXX";

/* All of the file, `step` bytes of each piece used at a time; the pieces' count in *ret_pieces. */
static str read_all(const char *path, const char *encoding, int *ret_pieces)
{
    struct stream *s = NULL;
    str all = S(""), piece;
    size_t used = 0;
    bool end = false;

    *ret_pieces = 0;
    CHECK(stream_open(path, encoding, &s) == OK);
    while (s != NULL && !end && *ret_pieces < 100) {
        if (stream_next(s, used, &piece, &end) != OK)
            break;
        used = end ? piece.len : piece.len - piece.len / 3; /* the rest comes again */
        all = arena_join(test_arena, all, str_slice(piece, 0, used));
        ++*ret_pieces;
    }
    CHECK(end);
    stream_close(s, NULL);
    return all;
}

static const char *kept(str content)
{
    static char path[100];

    if (strstr(folder, "XXXXXX") != NULL)
        CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/text", folder);
    CHECK(file_write(test_arena, path, content) == OK);
    return path;
}

TEST(other_encodings_become_utf8)
{
    int pieces;

    CHECK_STR(read_all(kept(S("\xD2\xF8\xB4\xA8,1\n")), "GB18030", &pieces), S("银川,1\n"));
    CHECK_STR(read_all(kept(S("银川\n")), "UTF-8", &pieces), S("银川\n"));
    CHECK_STR(read_all(kept(S("")), "UTF-8", &pieces), S(""));
}

TEST(bytes_that_are_no_character_are_replaced)
{
    int pieces;

    CHECK_STR(read_all(kept(S("a\xFF"
                              "b\n")),
                  "UTF-8", &pieces),
        S("a\xEF\xBF\xBD"
          "b\n"));
    CHECK_STR(read_all(kept(S("a\xE9\x93")), "UTF-8", &pieces),
        S("a\xEF\xBF\xBD\xEF\xBF\xBD")); /* cut in two by the end */
}

TEST(large_files_come_in_pieces)
{
    size_t count = 600000;
    char *at = arena_take(test_arena, count * 3 + 1);
    int pieces;
    str all;

    for (size_t i = 0; i < count; i++)
        memcpy(at + i * 3, "川", 3);
    all = (str){at, count * 3};
    all =
        arena_join(test_arena, arena_join(test_arena, all, all), arena_join(test_arena, all, all));
    CHECK(str_eq(read_all(kept(all), "UTF-8", &pieces), all));
    CHECK(pieces > 1);
}

TEST(what_cannot_be_read_is_said)
{
    struct stream *s;
    str piece;
    bool end;
    char path[120];

    CHECK(stream_open("/nowhere/text", "UTF-8", &s) == E_MISSING);
    CHECK(stream_open(kept(S("x")), "EBCDIC-OF-NOBODY", &s) == E_INVALID);
    snprintf(path, sizeof(path), "%s/text.xz", folder);
    CHECK(file_write(test_arena, path, S("this was never packed")) == OK);
    CHECK(stream_open(path, "UTF-8", &s) == OK);
    CHECK(stream_next(s, 0, &piece, &end) == E_INVALID);
    stream_close(s, NULL);
    unlink(path);
    unlink(kept(S("")));
    rmdir(folder);
}

TESTS(T(other_encodings_become_utf8), T(bytes_that_are_no_character_are_replaced),
    T(large_files_come_in_pieces), T(what_cannot_be_read_is_said))
