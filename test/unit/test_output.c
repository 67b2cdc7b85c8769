/* Replies as tables: what the check says, what the schema says, and that the API document of all
 * routes hangs together. */
#include "test.h"

#include "app/app.h"
#include "app/outputs.h"
#include "filing/filing_out.h"

#define INNER_OUT(F, O)                                                                            \
    F(text, name, "名称", "name")                                                                  \
    O(ms_or_null, due_ms, "时限", "due")
#define SAMPLE_OUT(F, O)                                                                           \
    F(text, title, "标题", "title")                                                                \
    F(i64, count, "数量", "count")                                                                 \
    F(money, amount_fen, "金额", "amount")                                                         \
    F(boolean, good, "是否", "good")                                                               \
    F(date, day, "日期", "day")                                                                    \
    F(date_or_empty, until, "至", "until")                                                         \
    F(words("open done"), state, "状态", "state")                                                  \
    F(words_or_empty("yes no"), decision, "决定", "decision")                                      \
    F(text_or_null, remark, "备注", "remark")                                                      \
    F(texts, names, "姓名", "names")                                                               \
    F(map, answers, "答案", "answers")                                                             \
    F(map_of(inner_out), byname, "按名", "by name")                                                \
    F(list(inner_out), rows, "行", "rows")                                                         \
    F(object(inner_out), one, "一", "one")                                                         \
    F(object_or_null(inner_out), none, "无", "none")                                               \
    O(tree, rest, "其余", "rest")

OUTPUT_TABLE(inner_out, INNER_OUT)
OUTPUT_TABLE(sample_out, SAMPLE_OUT)

static const char sample[] =
    "{\"title\":\"一\",\"count\":2,\"amount_fen\":0,\"good\":true,\"day\":\"2026-03-02\","
    "\"until\":\"\",\"state\":\"open\",\"decision\":\"\",\"remark\":null,\"names\":[\"a\"],"
    "\"answers\":{\"x\":\"1\"},\"byname\":{\"p\":{\"name\":\"q\"}},"
    "\"rows\":[{\"name\":\"r\"},{\"name\":\"s\",\"due_ms\":null}],"
    "\"one\":{\"name\":\"t\",\"due_ms\":7},\"none\":null}";

static struct tree *parse(const char *json)
{
    struct tree *t = NULL;
    str fault;

    CHECK(tree_parse(test_arena, str_of(json), &t, &fault) == OK);
    return t;
}

/* The sample with `from` replaced by `to`. */
static struct tree *sample_with(const char *from, const char *to)
{
    const char *at = strstr(sample, from);

    CHECK(at != NULL);
    if (at == NULL)
        return parse(sample);
    return parse(
        arena_printf(test_arena, "%.*s%s%s", (int)(at - sample), sample, to, at + strlen(from)).at);
}

static str fault_with(const char *from, const char *to)
{
    str fault = {0};

    if (output_check(test_arena, &sample_out_output, sample_with(from, to), &fault))
        return S("none");
    return fault;
}

TEST(a_good_reply_passes)
{
    str fault = {0};

    CHECK(output_check(test_arena, &sample_out_output, parse(sample), &fault));
    CHECK_STR(fault_with("\"none\":null}", "\"none\":null,\"rest\":[1,{\"a\":2}]}"), S("none"));
    CHECK_STR(fault_with("\"until\":\"\"", "\"until\":\"2027-01-31\""), S("none"));
    CHECK_STR(fault_with("\"none\":null", "\"none\":{\"name\":\"u\"}"), S("none"));
}

TEST(a_difference_is_named_by_its_path)
{
    CHECK_STR(fault_with("\"title\":\"一\",", ""), S("title is missing"));
    CHECK_STR(fault_with("\"title\":\"一\"", "\"title\":\"一\",\"more\":1"),
        S("more is not in the table"));
    CHECK_STR(fault_with("{\"name\":\"s\",", "{"), S("rows[1].name is missing"));
    CHECK_STR(fault_with("{\"name\":\"r\"}", "{\"name\":3}"), S("rows[0].name is no text"));
    CHECK_STR(fault_with("{\"name\":\"q\"}", "{\"name\":\"q\",\"x\":1}"),
        S("byname.p.x is not in the table"));
    CHECK_STR(fault_with("\"due_ms\":7", "\"due_ms\":\"7\""), S("one.due_ms is no integer"));
}

TEST(each_kind_is_checked)
{
    CHECK_STR(fault_with("\"count\":2", "\"count\":true"), S("count is no integer"));
    CHECK_STR(fault_with("\"amount_fen\":0", "\"amount_fen\":1.5"), S("amount_fen is no integer"));
    CHECK_STR(fault_with("\"good\":true", "\"good\":1"), S("good is no boolean"));
    CHECK_STR(fault_with("2026-03-02", "2026-02-30"), S("day is no date"));
    CHECK_STR(fault_with("2026-03-02", ""), S("day is no date"));
    CHECK_STR(fault_with("\"open\"", "\"opened\""), S("state is none of its words: \"opened\""));
    CHECK_STR(fault_with("\"open\"", "\"\""), S("state is none of its words: \"\""));
    CHECK_STR(fault_with("\"title\":\"一\"", "\"title\":null"), S("title is no text"));
    CHECK_STR(fault_with("[\"a\"]", "[\"a\",2]"), S("names[1] is no text"));
    CHECK_STR(fault_with("[\"a\"]", "{}"), S("names is no list"));
    CHECK_STR(fault_with("{\"x\":\"1\"}", "{\"x\":1}"), S("answers.x is no text"));
    CHECK_STR(fault_with("{\"x\":\"1\"}", "[]"), S("answers is no object"));
    CHECK_STR(fault_with("{\"name\":\"t\",\"due_ms\":7}", "null"), S("one is no object"));
}

TEST(a_member_twice_is_found)
{
    struct tree *t = tree_new(test_arena, TREE_OBJECT);
    str fault = {0};

    tree_text(t, S("name"), S("a"));
    tree_text(t, S("name"), S("b"));
    CHECK(!output_check(test_arena, &inner_out_output, t, &fault));
    CHECK_STR(fault, S("name is there twice"));
}

TEST(replies_without_members)
{
    str fault = {0};

    CHECK(output_check(test_arena, &nothing_out_output, parse("{}"), &fault));
    CHECK(!output_check(test_arena, &nothing_out_output, parse("{\"a\":1}"), &fault));
    CHECK(output_check(test_arena, &any_out_output, parse("{\"a\":1}"), &fault));
    CHECK(!output_check(test_arena, &any_out_output, parse("[]"), &fault));
    CHECK_STR(fault, S("the reply is no object"));
}

/* The text of what stands at a path of members. */
static str at(const struct tree *t, const char *path)
{
    str rest = str_of(path);

    while (rest.len > 0)
        t = tree_get(t, str_cut(&rest, '.'));
    return t != NULL ? tree_to_json(t) : (str){0};
}

TEST(the_schema_says_what_the_table_says)
{
    struct tree *s = tree_new(test_arena, TREE_OBJECT);

    output_schema(&sample_out_output, s);
    CHECK_STR(at(s, "additionalProperties"), S("false"));
    CHECK_STR(at(s, "properties.title"),
        S("{\"title\":\"title\",\"description\":\"标题\",\"type\":\"string\"}"));
    CHECK_STR(at(s, "properties.remark.type"), S("[\"string\",\"null\"]"));
    CHECK_STR(at(s, "properties.amount_fen.x-unit"), S("\"fen\""));
    CHECK_STR(at(s, "properties.state.enum"), S("[\"open\",\"done\"]"));
    CHECK_STR(at(s, "properties.decision.enum"), S("[\"yes\",\"no\",\"\"]"));
    CHECK_STR(at(s, "properties.rows.items"), S("{\"$ref\":\"#/components/schemas/inner_out\"}"));
    CHECK_STR(at(s, "properties.none.anyOf"),
        S("[{\"$ref\":\"#/components/schemas/inner_out\"},{\"type\":\"null\"}]"));
    CHECK_STR(at(s, "properties.answers.additionalProperties"), S("{\"type\":\"string\"}"));
    CHECK(strstr(at(s, "required").at, "\"none\"") != NULL);
    CHECK(strstr(at(s, "required").at, "\"rest\"") == NULL);
}

/* ---- the API document ---- */

static void check_refs(const struct tree *doc, const struct tree *t)
{
    if (str_is(t->key, "$ref")) {
        const struct tree *to = doc;
        str rest = str_slice(t->text, 2, SIZE_MAX);

        CHECK(str_starts(t->text, S("#/")));
        while (rest.len > 0)
            to = tree_get(to, str_cut(&rest, '/'));
        if (to == NULL)
            printf("# %.*s leads nowhere\n", STR(t->text));
        CHECK(to != NULL);
    }
    for (const struct tree *below = t->first; below != NULL; below = below->next)
        check_refs(doc, below);
}

TEST(every_reference_of_the_document_leads_somewhere)
{
    struct tree *doc = parse(openapi_document(test_arena).at);

    CHECK(doc != NULL);
    if (doc != NULL)
        check_refs(doc, doc);
}

static bool is_identifier(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= '0' && s.at[i] <= '9' && i > 0) ||
                s.at[i] == '_'))
            return false;
    return s.len > 0;
}

TEST(operations_have_names_of_their_own)
{
    struct tree *doc = parse(openapi_document(test_arena).at);
    struct tree *seen = tree_new(test_arena, TREE_OBJECT);

    for (const struct tree *path = tree_get(doc, S("paths"))->first; path; path = path->next) {
        for (const struct tree *o = path->first; o != NULL; o = o->next) {
            str id = tree_get_text(o, S("operationId"));

            CHECK(is_identifier(id));
            CHECK(tree_get(seen, id) == NULL);
            tree_bool(seen, id, true);
        }
    }
    CHECK(tree_get(seen, S("get_filings_filing_notices_notice_pdf")) != NULL);
}

/* Two routes with one input share one body in the document: what stands in their paths must be the
 * same. */
static bool names_in_path(const struct route *r, const char *name)
{
    return strstr(r->path, arena_printf(test_arena, "{%s}", name).at) != NULL;
}

static bool has_body(const struct route *r)
{
    return strcmp(r->method, "POST") == 0 || strcmp(r->method, "PUT") == 0;
}

static void check_same_body(const struct route *a, const struct route *b)
{
    for (size_t i = 0; i < a->in->count; i++) {
        const char *name = a->in->fields[i].name;

        if (names_in_path(a, name) == names_in_path(b, name))
            continue;
        printf(
            "# %s and %s share %s, but not %s in the path\n", a->path, b->path, a->in->name, name);
        test_failures++;
    }
}

TEST(routes_that_share_an_input_share_its_body)
{
    for (size_t i = 0; i < routes_count; i++)
        for (size_t k = 0; k < i; k++)
            if (routes[i].in == routes[k].in && has_body(&routes[i]) && has_body(&routes[k]))
                check_same_body(&routes[i], &routes[k]);
}

/* A member twice in a table would be one twice in the reply. */
static void check_names(const struct output *out)
{
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < i; k++)
            CHECK(strcmp(out->fields[i].name, out->fields[k].name) != 0);
}

static bool is_word(str s)
{
    return s.len > 0 && s.at[0] >= 'a' && s.at[0] <= 'z';
}

static void check_table(const struct output *out, int depth)
{
    check_names(out);
    CHECK(depth < 10);
    for (size_t i = 0; i < out->count && depth < 10; i++) {
        CHECK(is_word(str_of(out->fields[i].name)));
        CHECK(out->fields[i].zh[0] != 0 && out->fields[i].en[0] != 0);
        if (out->fields[i].shape.of != NULL)
            check_table(out->fields[i].shape.of, depth + 1);
    }
}

TEST(every_route_has_a_table)
{
    for (size_t i = 0; i < routes_count; i++) {
        check_table(routes[i].out, 0);
        if (routes[i].out == &any_out_output && strcmp(routes[i].path, "/openapi.json") != 0) {
            printf("# %s %s answers anything\n", routes[i].method, routes[i].path);
            test_failures++;
        }
    }
}

/* One name, one table: a second would be lost in the document. */
static void note_name(struct tree *seen, const struct output *out)
{
    const struct tree *known = tree_get(seen, str_of(out->name));

    if (known != NULL) {
        CHECK(known->number == (int64_t)(uintptr_t)out);
        return;
    }
    tree_i64(seen, str_of(out->name), (int64_t)(uintptr_t)out);
    for (size_t i = 0; i < out->count; i++)
        if (out->fields[i].shape.of != NULL)
            note_name(seen, out->fields[i].shape.of);
}

TEST(tables_have_names_of_their_own)
{
    struct tree *seen = tree_new(test_arena, TREE_OBJECT);

    note_name(seen, &problem_output);
    for (size_t i = 0; i < routes_count; i++)
        note_name(seen, routes[i].out);
}

/* ---- sets of words ---- */

static const struct {
    const char *of, *name;
} states[] = {
#define STATE(of, name, zh, en, next) {of, name},
#include "filing/states.def"
#undef STATE
};

static str states_of(const char *of)
{
    str words = {0};

    for (size_t i = 0; i < COUNT(states); i++)
        if (strcmp(states[i].of, of) == 0)
            words = arena_printf(
                test_arena, "%.*s%s%s", STR(words), words.len > 0 ? " " : "", states[i].name);
    return words;
}

TEST(states_are_those_of_the_table)
{
    CHECK_STR(states_of("filing"), S(FILING_STATES));
    CHECK_STR(states_of("step"), S(FILING_STEP_STATES));
    CHECK_STR(states_of("task"), S(FILING_TASK_STATES));
    CHECK_STR(states_of("fact"), S(FILING_FACT_STATES));
    CHECK_STR(states_of("right"), S("live history ended"));
    CHECK_STR(states_of("order"), S("open paid closed refunding refunded"));
    CHECK_STR(states_of("certificate"), S("valid void"));
}

TESTS(T(a_good_reply_passes), T(a_difference_is_named_by_its_path), T(each_kind_is_checked),
    T(a_member_twice_is_found), T(replies_without_members), T(the_schema_says_what_the_table_says),
    T(every_reference_of_the_document_leads_somewhere), T(operations_have_names_of_their_own),
    T(routes_that_share_an_input_share_its_body), T(every_route_has_a_table),
    T(tables_have_names_of_their_own), T(states_are_those_of_the_table))
