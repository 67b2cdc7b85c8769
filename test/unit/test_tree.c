/* JSON values: built, printed, parsed within limits, copied. */
#include "base/tree.h"

#include "test.h"

TEST(built_and_printed_in_order)
{
    struct tree *t = tree_new(test_arena, TREE_OBJECT);
    struct tree *list = tree_list(t, S("list"));

    tree_i64(list, S("ignored"), INT64_MIN);
    tree_i64(list, S(""), INT64_MAX);
    tree_object(list, S(""));
    tree_list(list, S(""));
    tree_bool(t, S("yes"), true);
    tree_bool(t, S("no"), false);
    tree_null(t, S("null"));
    tree_text(t, S("text"), S("不动产"));
    tree_text_or_null(t, S("empty"), S(""));
    tree_text_or_null(t, S("full"), S("x"));
    CHECK_STR(tree_to_json(t),
        S("{\"list\":[-9223372036854775808,9223372036854775807,{},[]],\"yes\":true,\"no\":false,"
          "\"null\":null,\"text\":\"不动产\",\"empty\":null,\"full\":\"x\"}"));
    CHECK_I64((int64_t)t->count, 7);
    CHECK_I64((int64_t)list->count, 4);
}

TEST(texts_are_escaped)
{
    struct tree *t = tree_new(test_arena, TREE_OBJECT);

    tree_text(t, S("a\"\\\n"), S("\r\t\b\x1f\x7f/<登>"));
    CHECK_STR(tree_to_json(t), S("{\"a\\\"\\\\\\n\":\"\\r\\t\\u0008\\u001f\x7f/<登>\"}"));
}

TEST(printing_respects_the_maximum)
{
    struct tree *t = tree_new(test_arena, TREE_LIST);
    struct buf out;

    for (int i = 0; i < 100; i++)
        tree_i64(t, S(""), i);
    buf_init(&out, test_arena, 50);
    tree_print(t, &out);
    CHECK(buf_full(&out));
    CHECK(buf_str(&out).len <= 50);
}

static struct tree *parsed(str json)
{
    struct tree *t = NULL;
    str fault = S("");

    if (tree_parse(test_arena, json, &t, &fault) != OK) {
        CHECK_STR(fault, S("no fault"));
        return tree_new(test_arena, TREE_NULL);
    }
    return t;
}

TEST(parsed_and_printed_is_the_same)
{
    static const char *const texts[] = {
        "{\"b\":1,\"a\":[true,false,null,\"x\",-5,{}],\"文\":{\"c\":[]}}",
        "[]",
        "\"only\"",
        "-9223372036854775808",
        "[1.5,-0.25,1.0,0.1,0.30000000000000004,1e+300]",
        "{\"\":\"\"}",
        "[\"\xF0\xA0\xAE\xB7\"]",
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        CHECK_STR(tree_to_json(parsed(str_of(texts[i]))), str_of(texts[i]));
    CHECK_STR(tree_to_json(parsed(S(" {\n\"a\" : \"\\u767b\\ud842\\udfb7\\/\" } "))),
        S("{\"a\":\"登\xF0\xA0\xAE\xB7/\"}"));
}

TEST(values_are_read_by_kind)
{
    struct tree *t = parsed(S("{\"n\":7,\"t\":\"x\",\"b\":true,\"r\":1.5,\"o\":{\"n\":8}}"));

    CHECK_I64(tree_get_i64(t, S("n"), -1), 7);
    CHECK_I64(tree_get_i64(t, S("t"), -1), -1);
    CHECK_I64(tree_get_i64(t, S("r"), -1), -1);
    CHECK_I64(tree_get_i64(t, S("b"), -1), -1);
    CHECK_STR(tree_get_text(t, S("t")), S("x"));
    CHECK_STR(tree_get_text(t, S("n")), S(""));
    CHECK(tree_get_bool(t, S("b"), false) && tree_get_bool(t, S("none"), true));
    CHECK_I64(tree_get_i64(tree_get(t, S("o")), S("n"), -1), 8);
    CHECK(tree_get(t, S("none")) == NULL);
    CHECK(tree_get(NULL, S("n")) == NULL);
    CHECK(tree_get(parsed(S("[1]")), S("")) == NULL);
    CHECK_I64(tree_get_i64(tree_get(t, S("none")), S("n"), -1), -1);
}

static err fault_of(str json, str *ret)
{
    struct tree *t = NULL;
    err e = tree_parse(test_arena, json, &t, ret);

    CHECK((e == OK) == (t != NULL));
    return e;
}

TEST(what_is_not_json_is_refused)
{
    static const char *const bad[] = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "nul",
        "[1] 2",
        "[1]]",
        "01",
        "+1",
        "[NaN]",
        "[Infinity]",
        ".5",
        "5.",
        "\"\n\"",
        "\"\\x\"",
        "\"\\ud842\"",
        "\"\\u0000\"",
        "{\"a\\u0000b\":1}",
        "{\"a\":1,\"b\":2,\"a\":3}",
        "\"\xC0\x80\"",
        "\"\xED\xA0\x80\"",
        "\"\xFF\"",
        "9223372036854775808",
        "1e400",
        "// c\n1",
        "\xEF\xBB\xBF{}",
    };
    str fault = S("");

    for (size_t i = 0; i < COUNT(bad); i++) {
        fault = S("");
        if (fault_of(str_of(bad[i]), &fault) != E_INVALID)
            CHECK_STR(str_of(bad[i]), S("refused"));
        CHECK(str_starts(fault, S("line ")));
    }
    CHECK(fault_of(S("\"a\0b\""), &fault) == E_INVALID);
    CHECK(fault_of(S("[1]\0"), &fault) == E_INVALID);
    CHECK(fault_of((str){0}, &fault) == E_INVALID);
    CHECK(fault_of(S("{\n  \"a\": x\n}"), &fault) == E_INVALID);
    CHECK(str_starts(fault, S("line 2, column ")));
}

static str nested(char open, char close, size_t depth)
{
    char *at = arena_take(test_arena, 2 * depth);

    memset(at, open, depth);
    memset(at + depth, close, depth);
    return (str){at, 2 * depth};
}

TEST(depth_has_a_limit)
{
    str fault = S("");

    CHECK(fault_of(nested('[', ']', 32), &fault) == OK);
    CHECK(fault_of(nested('[', ']', 33), &fault) == E_INVALID);
    CHECK_STR(fault, S("nested deeper than 32 levels"));
    CHECK(fault_of(nested('[', ']', 2000), &fault) == E_INVALID);
    CHECK(fault_of(nested('[', ']', 1000000), &fault) == E_INVALID);
}

TEST(a_full_arena_is_a_fault_not_a_leak)
{
    struct arena *small = arena_new(20000);
    struct tree *t = NULL;
    struct buf json;
    str fault;

    buf_init(&json, test_arena, 100000);
    buf_add_char(&json, '[');
    for (int i = 0; i < 5000; i++)
        buf_add(&json, S("\"x\","));
    buf_add(&json, S("1]"));
    CHECK(tree_parse(small, buf_str(&json), &t, &fault) == E_TOO_LARGE);
    CHECK(t == NULL);
    arena_free(small);
}

TEST(copies_stand_alone)
{
    struct arena *other = arena_new((size_t)1 << 20);
    struct tree *to = tree_new(test_arena, TREE_OBJECT), *whole = NULL, *from = NULL;
    str json = S("{\"a\":[1,\"two\",{\"b\":null,\"r\":0.5}],\"c\":true}"), fault;

    CHECK(tree_parse(other, json, &from, &fault) == OK);
    tree_copy(to, S("copy"), from);
    tree_copy_into(test_arena, from, &whole);
    memset((char *)(uintptr_t)from->first->key.at, '?', 1);
    arena_free(other); /* nothing of the copies may lie in it */
    CHECK_STR(tree_to_json(whole), json);
    CHECK_STR(tree_to_json(tree_get(to, S("copy"))), json);
    CHECK_I64((int64_t)to->count, 1);
}

TEST(lines_for_people)
{
    struct tree *t = NULL;
    struct buf out;
    str fault;

    CHECK(
        tree_parse(test_arena, S("{\"a\":[1,{\"b\":\"c\"}],\"d\":[],\"e\":{}}"), &t, &fault) == OK);
    buf_init(&out, test_arena, 1000);
    tree_print_lines(t, &out);
    CHECK_STR(buf_str(&out), S("{\n  \"a\": [\n    1,\n    {\n      \"b\": \"c\"\n    }\n  ],\n"
                               "  \"d\": [],\n  \"e\": {}\n}\n"));
}

TESTS(T(lines_for_people), T(built_and_printed_in_order), T(texts_are_escaped),
    T(printing_respects_the_maximum), T(parsed_and_printed_is_the_same), T(values_are_read_by_kind),
    T(what_is_not_json_is_refused), T(depth_has_a_limit), T(a_full_arena_is_a_fault_not_a_leak),
    T(copies_stand_alone))
