/* The unit tests' own small frame: TEST(name) { CHECK(x); }, TAP on stdout. Each test program ends
 * with TESTS(run_a, run_b). A failed CHECK is printed with file and line and the test goes on. */
#pragma once

#include "base/arena.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct test_row {
    const char *name;
    void (*run)(void);
};

static int test_failures;
static struct arena *test_arena; /* reset before each test; 256 MiB */

#define TEST(name) static void name(void)

#define CHECK(x)                                                                                   \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            test_failures++;                                                                       \
            printf("# %s:%d: CHECK(%s)\n", __FILE__, __LINE__, #x);                                \
        }                                                                                          \
    } while (0)

#define CHECK_I64(got, want)                                                                       \
    do {                                                                                           \
        int64_t check_got = (got), check_want = (want);                                            \
        if (check_got != check_want) {                                                             \
            test_failures++;                                                                       \
            printf("# %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #got,                    \
                (long long)check_got, (long long)check_want);                                      \
        }                                                                                          \
    } while (0)

#define CHECK_STR(got, want)                                                                       \
    do {                                                                                           \
        str check_got = (got), check_want = (want);                                                \
        if (!str_eq(check_got, check_want)) {                                                      \
            test_failures++;                                                                       \
            printf("# %s:%d: %s is \"%.*s\", not \"%.*s\"\n", __FILE__, __LINE__, #got,            \
                STR(check_got), STR(check_want));                                                  \
        }                                                                                          \
    } while (0)

/* Where the published vectors lie: YICHUANG_DATA, or ../shared/data beside the project; NULL when
 * they are not at hand, and then a test that wants them says so and checks nothing. */
static inline const char *test_data(void)
{
    const char *root = getenv("YICHUANG_DATA");

    if (root == NULL && access("../shared/data/crypto-vectors", R_OK) == 0)
        root = "../shared/data";
    if (root == NULL)
        printf("# skipped: the vectors are not here, and YICHUANG_DATA names no other place\n");
    return root;
}

static inline int test_main(const struct test_row *rows, size_t count)
{
    int failed = 0;

    test_arena = arena_new((size_t)256 << 20);
    printf("1..%zu\n", count);
    for (size_t i = 0; i < count; i++) {
        arena_reset(test_arena);
        test_failures = 0;
        rows[i].run();
        failed += test_failures > 0;
        printf("%s %zu - %s\n", test_failures ? "not ok" : "ok", i + 1, rows[i].name);
        fflush(stdout);
    }
    arena_free(test_arena);
    return failed ? 1 : 0;
}

#define TESTS(...)                                                                                 \
    int main(void)                                                                                 \
    {                                                                                              \
        static const struct test_row rows[] = {__VA_ARGS__};                                       \
        return test_main(rows, COUNT(rows));                                                       \
    }
#define T(name)                                                                                    \
    {                                                                                              \
#name, name                                                                                \
    }
