/* The ground of everything: faults, strings, arenas, growing bytes, findings, whole files, the log
 * and what is built in. */
#include "base/base.h"

#include "base/buf.h"
#include "base/ctx.h"
#include "base/embed.h"
#include "base/file.h"
#include "base/log.h"
#include "test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

TEST(each_fault_has_status_and_words)
{
    CHECK_I64(err_status(OK), 200);
    CHECK_I64(err_status(E_CONFLICT), 409);
    CHECK_I64(err_status(E_FULL), 507);
    CHECK_STR(str_of(err_name(E_CONFLICT)), S("E_CONFLICT"));
    CHECK_STR(str_of(err_text_zh(E_LOGIN)), S("请先登录"));
    CHECK_STR(str_of(err_text_en(E_LOGIN)), S("Sign in first"));
    for (int e = OK; e <= E_FULL; e++) {
        CHECK(err_status((err)e) >= 200 && err_status((err)e) < 600);
        CHECK(strlen(err_text_zh((err)e)) > 0 && strlen(err_text_en((err)e)) > 0);
    }
}

TEST(strings_compare)
{
    CHECK(str_eq(S("abc"), S("abc")));
    CHECK(!str_eq(S("abc"), S("abd")));
    CHECK(!str_eq(S("abc"), S("ab")));
    CHECK(str_eq((str){NULL, 0}, S("")));
    CHECK(str_is(S("abc"), "abc"));
    CHECK(!str_is(S("abc"), "abcd"));
    CHECK(str_is((str){0}, NULL));
    CHECK(str_cmp(S("a"), S("b")) < 0);
    CHECK(str_cmp(S("b"), S("a")) > 0);
    CHECK(str_cmp(S("ab"), S("a")) > 0);
    CHECK(str_cmp(S(""), S("a")) < 0);
    CHECK_I64(str_cmp(S("ab"), S("ab")), 0);
    CHECK(str_cmp(S("\xE4\xB8\x80"), S("z")) > 0); /* as unsigned bytes, as the stores do */
    CHECK(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")));
    CHECK(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
    CHECK(str_starts(S(""), S("")) && str_ends(S("x"), S("")));
    CHECK(str_eq_secret(S("s3cret"), S("s3cret")));
    CHECK(!str_eq_secret(S("s3cret"), S("s3creT")));
    CHECK(!str_eq_secret(S("s3cret"), S("s3cre")));
    CHECK(str_eq_secret(S(""), S("")));
}

TEST(strings_are_searched_and_cut)
{
    size_t at = 99;
    str rest = S("a,,b");

    CHECK(str_has(S("abc"), 'c') && !str_has(S("abc"), 'd') && !str_has(S(""), 'a'));
    CHECK(str_find(S("hallway"), S("way"), &at) && at == 4);
    CHECK(str_find(S("x"), S(""), &at) && at == 0);
    CHECK(!str_find(S("ha"), S("hall"), &at));
    CHECK_STR(str_trim(S(" \t a b\r\n")), S("a b"));
    CHECK_STR(str_trim(S(" \n ")), S(""));
    CHECK_STR(str_slice(S("abcdef"), 2, 3), S("cde"));
    CHECK_STR(str_slice(S("abc"), 1, SIZE_MAX), S("bc"));
    CHECK_STR(str_slice(S("abc"), 4, 1), S(""));
    CHECK_STR(str_cut(&rest, ','), S("a"));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK_STR(str_cut(&rest, ','), S("b"));
    CHECK_STR(rest, S(""));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK(str_has_word(S("clerk manager"), S("manager")));
    CHECK(!str_has_word(S("clerk manager"), S("man")));
    CHECK(!str_has_word(S("clerk  manager"), S("")));
    CHECK(!str_has_word(S(""), S("clerk")));
    CHECK(str_is_among((const str[]){S("a"), S("b")}, 2, S("b")));
    CHECK(!str_is_among((const str[]){S("a"), S("b")}, 1, S("b")));
    CHECK(!str_is_among(NULL, 0, S("b")));
    CHECK(str_all_eq((const str[]){S("a"), S("b")}, 2, (const str[]){S("a"), S("b")}, 2));
    CHECK(!str_all_eq((const str[]){S("a"), S("b")}, 2, (const str[]){S("b"), S("a")}, 2));
    CHECK(!str_all_eq((const str[]){S("a"), S("b")}, 2, (const str[]){S("a")}, 1));
    CHECK(str_all_eq(NULL, 0, NULL, 0));
}

TEST(numbers_are_read_whole)
{
    int64_t n = 77;

    CHECK(str_to_i64(S("0"), &n) && n == 0);
    CHECK(str_to_i64(S("-0042"), &n) && n == -42);
    CHECK(str_to_i64(S("9223372036854775807"), &n) && n == INT64_MAX);
    CHECK(str_to_i64(S("-9223372036854775808"), &n) && n == INT64_MIN);
    n = 77;
    CHECK(!str_to_i64(S("9223372036854775808"), &n));
    CHECK(!str_to_i64(S("-9223372036854775809"), &n));
    CHECK(!str_to_i64(S("99999999999999999999"), &n));
    CHECK(!str_to_i64(S(""), &n) && !str_to_i64(S("-"), &n) && !str_to_i64(S("+1"), &n));
    CHECK(!str_to_i64(S("1 "), &n) && !str_to_i64(S("1.0"), &n) && !str_to_i64(S("--1"), &n));
    CHECK_I64(n, 77);
}

TEST(utf8_is_checked)
{
    CHECK(str_is_utf8(S("")) && str_is_utf8(S("plain")));
    CHECK(str_is_utf8(S("不动产 \xF0\xA0\xAE\xB7"))); /* U+20BB7, beyond the basic plane */
    CHECK(str_is_utf8(S("\xF4\x8F\xBF\xBF")));
    CHECK(!str_is_utf8(S("a\0b")));
    CHECK(!str_is_utf8(S("\xC0\x80")) && !str_is_utf8(S("\xC1\xBF")));
    CHECK(!str_is_utf8(S("\xE0\x80\x80")) && !str_is_utf8(S("\xF0\x80\x80\x80")));
    CHECK(!str_is_utf8(S("\xED\xA0\x80")));     /* a surrogate */
    CHECK(!str_is_utf8(S("\xF4\x90\x80\x80"))); /* beyond U+10FFFF */
    CHECK(!str_is_utf8(S("\xF5\x80\x80\x80")) && !str_is_utf8(S("\x80")));
    CHECK(!str_is_utf8(S("\xE4\xB8")) && !str_is_utf8(S("\xE4\xB8g")));
    CHECK_I64((int64_t)str_utf8_length(S("不动产a")), 4);
    CHECK_I64((int64_t)str_utf8_length(S("\xF0\xA0\xAE\xB7")), 1);
}

TEST(arena_gives_aligned_zeroed_memory)
{
    struct arena *a = arena_new((size_t)1 << 20);
    unsigned char *before = arena_take(a, 100);

    memset(before, 0xAA, 100);
    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *at = arena_take(a, size);

        CHECK((uintptr_t)at % 16 == 0);
        CHECK(at[0] == 0 && at[size - 1] == 0);
        memset(at, 0xAA, size);
    }
    arena_reset(a);
    CHECK_I64((int64_t)arena_used(a), 0);
    CHECK(*(unsigned char *)arena_take(a, 100) == 0);
    arena_free(a);
    arena_free(NULL);
}

TEST(arena_makes_strings)
{
    str s = arena_str(test_arena, S("abc"));

    CHECK_STR(s, S("abc"));
    CHECK(s.at[s.len] == '\0');
    CHECK(strcmp(arena_z(test_arena, str_slice(S("abcdef"), 1, 2)), "bc") == 0);
    CHECK_STR(arena_join(test_arena, S("a"), (str){0}), S("a"));
    CHECK_STR(arena_join(test_arena, S("登"), S("簿")), S("登簿"));
    CHECK_STR(arena_printf(test_arena, "%d-%s", 7, "x"), S("7-x"));

    str lengthy = arena_printf(test_arena, "%0*d", 1000, 5);

    CHECK_I64((int64_t)lengthy.len, 1000);
    CHECK(lengthy.at[999] == '5' && lengthy.at[1000] == '\0');
    /* around the size of the small buffer inside */
    for (int width = 250; width < 260; width++)
        CHECK_I64((int64_t)arena_printf(test_arena, "%*d", width, 5).len, width);
}

TEST(arena_rewinds_over_blocks)
{
    struct arena *a = arena_new((size_t)4 << 20);
    char *kept = arena_take(a, 10);
    struct arena_mark mark = arena_mark(a);
    size_t used = arena_used(a);

    memcpy(kept, "kept", 5);
    for (int i = 0; i < 20; i++)
        memset(arena_take(a, 100000), 1, 100000);
    arena_rewind(a, mark);
    CHECK_I64((int64_t)arena_used(a), (int64_t)used);
    CHECK(strcmp(kept, "kept") == 0);
    for (int round = 0; round < 100; round++) {
        memset(arena_take(a, (size_t)1 << 20), 1, (size_t)1 << 20);
        arena_rewind(a, mark);
    }
    arena_free(a);
}

struct hunger {
    struct arena *arena;
    size_t size;
    int taken;
    err inner;
};

static err take_forever(void *arg)
{
    struct hunger *h = arg;

    while (h->taken < 1000000) {
        arena_take(h->arena, h->size);
        h->taken++;
    }
    return OK;
}

static err take_twice(void *arg)
{
    struct hunger *h = arg;

    h->inner = arena_try(h->arena, take_forever, h);
    return take_forever(arg);
}

static err be_denied(void *arg)
{
    (void)arg;
    return E_DENIED;
}

static err take_product(void *arg)
{
    struct hunger *h = arg;

    arena_take_many(h->arena, SIZE_MAX / 2, 3);
    return OK;
}

TEST(arena_ceiling_is_caught)
{
    struct arena *a = arena_new((size_t)1 << 20);
    struct hunger h = {.arena = a, .size = 1000};

    CHECK(arena_try(a, take_forever, &h) == E_TOO_LARGE);
    CHECK(h.taken > 1000 && h.taken <= 1048);
    /* The answer that says so can still be built. */
    arena_take(a, 32000);
    arena_reset(a);
    h.inner = OK;
    CHECK(arena_try(a, take_twice, &h) == E_TOO_LARGE);
    CHECK(h.inner == E_TOO_LARGE);
    CHECK(arena_try(a, be_denied, NULL) == E_DENIED);
    arena_reset(a);
    CHECK(arena_try(a, take_product, &h) == E_TOO_LARGE);
    arena_reset(a);
    h.size = (size_t)1 << 20;
    h.taken = 0;
    CHECK(arena_try(a, take_forever, &h) == E_TOO_LARGE);
    CHECK_I64(h.taken, 1); /* a piece as large as the ceiling fits exactly once */
    h.size = SIZE_MAX;
    CHECK(arena_try(a, take_forever, &h) == E_TOO_LARGE);
    arena_free(a);
}

TEST(buf_grows)
{
    struct buf b;

    buf_init(&b, test_arena, 1 << 20);
    CHECK_STR(buf_str(&b), S(""));
    buf_add(&b, (str){0});
    buf_add_z(&b, "n=");
    buf_add_i64(&b, INT64_MIN);
    buf_add_char(&b, ' ');
    buf_add_i64(&b, 0);
    buf_printf(&b, " %s", "文");
    CHECK_STR(buf_str(&b), S("n=-9223372036854775808 0 文"));
    for (int i = 0; i < 10000; i++)
        buf_printf(&b, "%d,", i);
    CHECK(!buf_full(&b));
    CHECK(str_ends(buf_str(&b), S(",9998,9999,")));
    CHECK_I64((int64_t)buf_str(&b).len, 28 + 10 * 2 + 90 * 3 + 900 * 4 + 9000 * 5);
}

TEST(buf_full_is_sticky)
{
    struct buf b;

    buf_init(&b, test_arena, 5);
    buf_add(&b, S("abc"));
    buf_add(&b, S("def")); /* left out whole */
    CHECK(buf_full(&b));
    buf_add_char(&b, 'x');
    buf_printf(&b, "%d", 1);
    CHECK_STR(buf_str(&b), S("abc"));
    buf_init(&b, test_arena, 5);
    buf_add(&b, S("abcde"));
    CHECK(!buf_full(&b));
    CHECK_STR(buf_str(&b), S("abcde"));
    buf_init(&b, test_arena, 0);
    buf_add(&b, S(""));
    CHECK(!buf_full(&b));
    buf_add_char(&b, 'x');
    CHECK(buf_full(&b));
}

static const struct rule stop_rule = {
    "STOPS", SEVERITY_STOP, "不行", "No", "民法典 209", "改", "Mend"};
static const struct rule info_rule = {"TELLS", SEVERITY_INFORM, "告知", "Note", NULL, "", ""};

TEST(findings_are_collected_in_order)
{
    struct ctx ctx = {.arena = test_arena, .english = true};
    struct tree *list = tree_new(test_arena, TREE_LIST);

    CHECK(why_refuse(&ctx) == OK);
    why_add(&ctx, &info_rule, S("unit"), S(""));
    CHECK(why_refuse(&ctx) == OK);
    why_add(&ctx, &stop_rule, S("parties[0].share"), S("3/2"));
    CHECK(why_refuse(&ctx) == E_REFUSED);
    CHECK(why_has(&ctx, &stop_rule) && why_has(&ctx, &info_rule));
    why_show(&ctx, list);
    CHECK_STR(tree_to_json(list),
        S("[{\"rule\":\"TELLS\",\"severity\":\"inform\",\"field\":\"unit\",\"detail\":\"\","
          "\"text\":\"Note\",\"law\":\"\",\"remedy\":\"\"},"
          "{\"rule\":\"STOPS\",\"severity\":\"stop\",\"field\":\"parties[0].share\","
          "\"detail\":\"3/2\",\"text\":\"No\",\"law\":\"民法典 209\",\"remedy\":\"Mend\"}]"));
    why_clear(&ctx);
    CHECK(!why_has(&ctx, &stop_rule));
    CHECK(why_refuse(&ctx) == OK);
    ctx.english = false;
    why_add(&ctx, &stop_rule, S("x"), S(""));
    list = tree_new(test_arena, TREE_LIST);
    why_show(&ctx, list);
    CHECK_STR(tree_get_text(list->first, S("text")), S("不行"));
    CHECK_STR(tree_get_text(list->first, S("remedy")), S("改"));
}

/* A new folder for this test, in the system's place for such. */
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

static const char *in_folder(const char *folder, const char *name)
{
    return arena_printf(test_arena, "%s/%s", folder, name).at;
}

TEST(files_are_whole_or_absent)
{
    const char *folder = scratch_folder();
    const char *path = in_folder(folder, "a.txt");
    struct stat status;
    str content;

    CHECK(file_read(test_arena, path, 100, &content) == E_MISSING);
    CHECK(!file_exists(path));
    CHECK(file_write(test_arena, path, S("first")) == OK);
    CHECK(file_write(test_arena, path, S("sec\0nd")) == OK);
    CHECK(file_read(test_arena, path, 6, &content) == OK);
    CHECK_STR(content, S("sec\0nd"));
    CHECK(content.at[content.len] == '\0');
    CHECK(file_read(test_arena, path, 5, &content) == E_TOO_LARGE);
    CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0600);
    CHECK(file_create(path, S("third")) == E_CONFLICT);
    CHECK(file_read(test_arena, path, 100, &content) == OK);
    CHECK_STR(content, S("sec\0nd"));
    CHECK(file_write(test_arena, path, S("")) == OK);
    CHECK(file_read(test_arena, path, 0, &content) == OK);
    CHECK_I64((int64_t)content.len, 0);
    CHECK(file_read(test_arena, folder, 100, &content) == E_INVALID);
    CHECK(file_write(test_arena, in_folder(folder, "no/a.txt"), S("x")) == E_MISSING);
    CHECK(unlink(path) == 0);
    CHECK(rmdir(folder) == 0); /* nothing was left beside */
}

TEST(folders_are_made_with_their_parents)
{
    const char *folder = scratch_folder();
    const char *deep = in_folder(folder, "a/b//c/");
    struct stat status;

    CHECK(file_make_dir(test_arena, deep) == OK);
    CHECK(file_make_dir(test_arena, deep) == OK);
    CHECK(stat(deep, &status) == 0 && (status.st_mode & 07777) == 0700);
    CHECK(file_create(in_folder(folder, "f"), S("")) == OK);
    CHECK(file_make_dir(test_arena, in_folder(folder, "f")) == E_CONFLICT);
    CHECK(file_make_dir(test_arena, "") == E_INVALID);
    CHECK(unlink(in_folder(folder, "f")) == 0);
    CHECK(rmdir(in_folder(folder, "a/b/c")) == 0 && rmdir(in_folder(folder, "a/b")) == 0);
    CHECK(rmdir(in_folder(folder, "a")) == 0 && rmdir(folder) == 0);
}

/* What `log_line` writes, caught in a file in place of the standard error. */
static str caught_log(enum log_level least, enum log_level level, const char *text)
{
    const char *folder = scratch_folder();
    const char *path = in_folder(folder, "log");
    int kept = dup(STDERR_FILENO);
    str content = S("");

    CHECK(file_create(path, S("")) == OK);
    CHECK(freopen(path, "w", stderr) != NULL);
    log_set_level(least);
    log_line(level, "%s", text);
    log_set_level(LOG_INFO);
    dup2(kept, STDERR_FILENO);
    close(kept);
    CHECK(file_read(test_arena, path, 10000, &content) == OK);
    unlink(path);
    rmdir(folder);
    return content;
}

TEST(log_lines_cannot_be_forged)
{
    str line = caught_log(LOG_INFO, LOG_WARN, "route=/x\nlevel=error who=\x1b[31m登");
    char lengthy[9000];

    CHECK(line.len > 30 && line.at[4] == '-' && line.at[10] == 'T');
    CHECK(str_ends(line, S(" level=warn route=/x?level=error who=?[31m登\n")));
    CHECK_STR(caught_log(LOG_WARN, LOG_INFO, "unseen"), S(""));
    CHECK(caught_log(LOG_DEBUG, LOG_DEBUG, "seen").len > 0);
    memset(lengthy, 'x', sizeof(lengthy));
    lengthy[sizeof(lengthy) - 1] = '\0';
    line = caught_log(LOG_INFO, LOG_INFO, lengthy);
    CHECK_I64((int64_t)line.len, 4096);
    CHECK(line.at[4095] == '\n');
}

TEST(built_in_files_are_found)
{
    size_t count = 0;
    str found = S("");

    for (const struct embed_file *f = embed_files; f->path; f++, count++) {
        CHECK(embed_find(f->path, &found));
        CHECK(found.at == (const char *)f->bytes && found.len == f->len);
    }
    CHECK(count > 0);
    CHECK(!embed_find("schema/none.sql", &found));
    CHECK(!embed_find("", &found));
}

TESTS(T(each_fault_has_status_and_words), T(strings_compare), T(strings_are_searched_and_cut),
    T(numbers_are_read_whole), T(utf8_is_checked), T(arena_gives_aligned_zeroed_memory),
    T(arena_makes_strings), T(arena_rewinds_over_blocks), T(arena_ceiling_is_caught), T(buf_grows),
    T(buf_full_is_sticky), T(findings_are_collected_in_order), T(files_are_whole_or_absent),
    T(folders_are_made_with_their_parents), T(log_lines_cannot_be_forged),
    T(built_in_files_are_found))
