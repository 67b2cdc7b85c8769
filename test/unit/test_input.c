/* Inputs: what a field table lets pass, what it says of all the rest, and the schema it prints. */
#include "base/input.h"

#include "test.h"

#define HOLDER_IN(F, O, L)                                                                         \
    F(text, name, 2, 4, "姓名", "name")                                                            \
    F(text, note, 0, 10, "备注", "note")                                                           \
    O(i64, order, 1, 9, "顺位", "rank")

#define ALL_IN(F, O, L)                                                                            \
    F(text, title, 1, 10, "标题", "title")                                                         \
    F(money, price_fen, 0, 1000000, "价款", "price")                                               \
    F(boolean, urgent, 0, 0, "加急", "urgent")                                                     \
    F(date, signed_on, 0, 0, "签订日期", "signed on")                                              \
    F(id, filing, 0, 0, "办件编号", "filing")                                                      \
    F(unit, unit, 0, 0, "单元号", "unit code")                                                     \
    O(tree, answers, 0, 0, "申请内容", "answers")                                                  \
    O(date, ends_on, 0, 0, "止期", "ends on")                                                      \
    L(holder_in, holders, 1, 3, "权利人", "holders")                                               \
    L(holder_in, agents, 0, 1, "代理人", "agents")

#define ONE_IN(F, O, L)                                                                            \
    L(holder_in, holder, 1, INPUT_ONE, "权利人", "holder")                                         \
    L(holder_in, agent, 0, INPUT_ONE, "代理人", "agent")

INPUT(holder_in, HOLDER_IN)
INPUT(all_in, ALL_IN)
INPUT(one_in, ONE_IN)

#define INPUT_HERE struct holder_in
INPUT_TABLE(holder_in, HOLDER_IN)
#undef INPUT_HERE
#define INPUT_HERE struct all_in
INPUT_TABLE(all_in, ALL_IN)
#undef INPUT_HERE
#define INPUT_HERE struct one_in
INPUT_TABLE(one_in, ONE_IN)
#undef INPUT_HERE

#define GOOD                                                                                       \
    "\"title\":\"过户\",\"price_fen\":850000,\"urgent\":true,\"signed_on\":\"2026-11-23\","      \
    "\"filing\":\"6401040123456789ABCDEF\",\"unit\":\"640104001002GB00003F00010001\""
#define HOLDERS ",\"holders\":[{\"name\":\"张三\"}]"

/* The faults of `json` as "RULE field detail;" each, or "OK". */
static str faults_in(const char *json, bool english, struct all_in **ret)
{
    struct ctx ctx = {.arena = test_arena, .english = english};
    struct tree *body;
    str fault = S(""), all = S("");
    void *in = NULL;

    if (tree_parse(test_arena, str_of(json), &body, &fault) != OK)
        return fault;

    err e = input_parse(&ctx, &all_in_input, body, &in);

    if (ret)
        *ret = in;
    CHECK((e == OK) == (ctx.why_first == NULL) && (e == OK) == (in != NULL));
    CHECK(e == OK || e == E_INVALID);
    for (const struct finding *f = ctx.why_first; f; f = f->next)
        all = arena_join(test_arena, all,
            arena_printf(test_arena, "%s %.*s %.*s;", f->rule->id, STR(f->field), STR(f->detail)));
    return e == OK ? S("OK") : all;
}

static str faults_with(const char *more)
{
    return faults_in(arena_printf(test_arena, "{" GOOD "%s}", more).at, true, NULL);
}

TEST(a_good_input_is_taken)
{
    struct all_in *in = NULL;

    CHECK_STR(faults_in("{" GOOD ",\"answers\":{\"a\":[1]},\"ends_on\":null,\"holders\":["
                        "{\"name\":\"张三\",\"order\":3},{\"name\":\"李四五六\",\"note\":\"x\"}]}",
                  true, &in),
        S("OK"));

    struct holder_in *holders = in->holders.items;

    CHECK_STR(in->title, S("过户"));
    CHECK_I64(in->price_fen, 850000);
    CHECK(in->urgent);
    CHECK_STR(in->signed_on, S("2026-11-23"));
    CHECK_STR(in->filing, S("6401040123456789ABCDEF"));
    CHECK_STR(in->unit, S("640104001002GB00003F00010001"));
    CHECK_STR(tree_to_json(in->answers), S("{\"a\":[1]}"));
    CHECK_I64((int64_t)in->ends_on.len, 0);
    CHECK_I64((int64_t)in->holders.count, 2);
    CHECK_STR(holders[0].name, S("张三"));
    CHECK_I64(holders[0].order, 3);
    CHECK_STR(holders[1].name, S("李四五六"));
    CHECK_STR(holders[1].note, S("x"));
    CHECK_I64(holders[1].order, 0);
    CHECK_I64((int64_t)in->agents.count, 0);
    CHECK_STR(faults_in("{" GOOD HOLDERS "}", true, &in), S("OK"));
    CHECK(in->answers == NULL);
}

TEST(every_fault_is_named_at_once)
{
    CHECK_STR(faults_in("{\"titel\":1,\"price_fen\":-1,\"urgent\":1,\"signed_on\":\"2026-02-29\","
                        "\"filing\":\"7\",\"unit\":\"640104\",\"holders\":[{\"name\":\"张\"},5,"
                        "{\"name\":\"李四\",\"order\":10,\"x\":0}]}",
                  true, NULL),
        S("INPUT_UNKNOWN titel ;INPUT_MISSING title title;"
          "INPUT_RANGE price_fen price 0..1000000;INPUT_TYPE urgent urgent;"
          "INPUT_FORM signed_on signed on;INPUT_FORM filing filing;INPUT_FORM unit unit code;"
          "INPUT_LENGTH holders[0].name name 2..4;INPUT_TYPE holders[1] ;"
          "INPUT_UNKNOWN holders[2].x ;INPUT_RANGE holders[2].order rank 1..9;"));
    CHECK_STR(faults_in("{\"holders\":{}}", false, NULL),
        S("INPUT_MISSING title 标题;INPUT_MISSING price_fen 价款;INPUT_MISSING urgent 加急;"
          "INPUT_MISSING signed_on 签订日期;INPUT_MISSING filing 办件编号;INPUT_MISSING unit "
          "单元号;"
          "INPUT_TYPE holders 权利人;"));
}

TEST(what_counts_as_left_out)
{
    /* An empty text is what a form sends for a field that was not filled in. */
    CHECK_STR(faults_with(HOLDERS ",\"ends_on\":\"\",\"answers\":null,\"agents\":null"), S("OK"));
    CHECK_STR(faults_with(",\"holders\":[{\"name\":\"\",\"note\":\"\",\"order\":\"\"}]"),
        S("INPUT_MISSING holders[0].name name;"));
    CHECK_STR(faults_with(""), S("INPUT_MISSING holders holders;"));
    CHECK_STR(faults_with(",\"holders\":null"), S("INPUT_MISSING holders holders;"));
}

TEST(lists_have_bounds)
{
    CHECK_STR(faults_with(",\"holders\":[]"), S("INPUT_TOO_FEW holders holders 1..3;"));
    CHECK_STR(faults_with(",\"holders\":[1,2,3,4]"), S("INPUT_TOO_MANY holders holders 1..3;"));
    CHECK_STR(faults_with(HOLDERS ",\"agents\":[{\"name\":\"张三\"},{\"name\":\"李四\"}]"),
        S("INPUT_TOO_MANY agents agents 0..1;"));
}

TEST(length_is_counted_in_characters)
{
    CHECK_STR(faults_with(",\"holders\":[{\"name\":\"欧阳小三\"}]"), S("OK"));
    CHECK_STR(faults_with(",\"holders\":[{\"name\":\"欧阳小三四\"}]"),
        S("INPUT_LENGTH holders[0].name name 2..4;"));
    CHECK_STR(faults_with(",\"holders\":[{\"name\":\"a\\u0007\"}]"),
        S("INPUT_FORM holders[0].name name;"));
    CHECK_STR(faults_with(",\"holders\":[{\"name\":\"张三\",\"note\":\"two\\nlines\"}]"), S("OK"));
}

static str fault_of_value(const char *name, const char *value)
{
    struct ctx ctx = {.arena = test_arena, .english = true};
    struct tree *body = NULL;
    void *in;
    str fault;
    str json = arena_printf(test_arena, "{\"%s\":%s}", name, value);

    CHECK(tree_parse(test_arena, json, &body, &fault) == OK);
    CHECK(input_parse(&ctx, &all_in_input, body, &in) == E_INVALID); /* the others are missing */
    for (const struct finding *f = ctx.why_first; f; f = f->next)
        if (str_is(f->field, name))
            return str_of(f->rule->id);
    return S("OK");
}

TEST(kinds_are_kept_apart)
{
    static const char *const rows[][3] = {
        {"price_fen", "\"850000\"", "OK"}, /* a query has nothing but text */
        {"price_fen", "\"85x\"", "INPUT_TYPE"},
        {"price_fen", "8.5", "INPUT_TYPE"},
        {"price_fen", "1.0", "INPUT_TYPE"},
        {"price_fen", "true", "INPUT_TYPE"},
        {"price_fen", "[1]", "INPUT_TYPE"},
        {"price_fen", "1000000", "OK"},
        {"price_fen", "1000001", "INPUT_RANGE"},
        {"urgent", "\"false\"", "OK"},
        {"urgent", "\"yes\"", "INPUT_TYPE"},
        {"urgent", "0", "INPUT_TYPE"},
        {"urgent", "{}", "INPUT_TYPE"},
        {"title", "5", "INPUT_TYPE"},
        {"title", "[\"x\"]", "INPUT_TYPE"},
        {"signed_on", "20261123", "INPUT_TYPE"},
        {"signed_on", "\"2026-11-23T00:00:00Z\"", "INPUT_FORM"},
        {"filing", "\"6401040123456789abcdef\"", "INPUT_FORM"},
        {"holders", "\"x\"", "INPUT_TYPE"},
        {"answers", "[1,{\"any\":null}]", "OK"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        str got = fault_of_value(rows[i][0], rows[i][1]);

        if (!str_is(got, rows[i][2]))
            CHECK_STR(arena_join(test_arena, str_of(rows[i][1]), got), str_of(rows[i][2]));
    }
}

TEST(the_body_is_an_object_or_nothing)
{
    struct ctx ctx = {.arena = test_arena};
    void *in = NULL;

    CHECK(input_parse(&ctx, &all_in_input, tree_new(test_arena, TREE_LIST), &in) == E_INVALID);
    CHECK(why_has(&ctx, &INPUT_TYPE) && ctx.why_first->field.len == 0);
    why_clear(&ctx);
    CHECK(input_parse(&ctx, &all_in_input, NULL, &in) == E_INVALID);
    CHECK(why_has(&ctx, &INPUT_MISSING) && !why_has(&ctx, &INPUT_TYPE));
    CHECK(in == NULL);
}

TEST(faults_have_a_limit)
{
    struct ctx ctx = {.arena = test_arena};
    struct tree *body = tree_new(test_arena, TREE_OBJECT);
    char name[200];
    size_t count = 0;
    void *in;

    memset(name, 'x', sizeof(name));
    memcpy(name + 57, "登簿", 6); /* the sixtieth byte ends the first character */
    tree_i64(body, (str){name, sizeof(name)}, 1);
    memcpy(name + 56, "登簿x", 7);
    for (int i = 0; i < 100000; i++)
        tree_i64(body, (str){name, sizeof(name)}, i);
    CHECK(input_parse(&ctx, &all_in_input, body, &in) == E_INVALID);
    CHECK(str_is_utf8(ctx.why_first->field) && ctx.why_first->field.len <= 60);
    for (const struct finding *f = ctx.why_first; f; f = f->next)
        count++;
    CHECK_I64((int64_t)count, INPUT_FAULTS_MAX);
}

/* Reasons that stand already are no faults of this input. */
TEST(earlier_findings_do_not_count)
{
    struct ctx ctx = {.arena = test_arena};
    struct tree *body = tree_new(test_arena, TREE_OBJECT);
    void *in;

    tree_text(body, S("name"), S("张三"));
    why_add(&ctx, &INPUT_FORM, S("elsewhere"), S(""));
    CHECK(input_parse(&ctx, &holder_in_input, body, &in) == OK);
}

static str one_fault(const char *json, struct one_in **ret)
{
    struct ctx ctx = {.arena = test_arena};
    struct tree *body;
    void *in = NULL;
    str fault;

    CHECK(tree_parse(test_arena, str_of(json), &body, &fault) == OK);
    CHECK((input_parse(&ctx, &one_in_input, body, &in) == OK) == (ctx.why_first == NULL));
    *ret = in;
    return ctx.why_first == NULL ? S("")
                                 : arena_printf(test_arena, "%s %.*s", ctx.why_first->rule->id,
                                       STR(ctx.why_first->field));
}

/* One sub-input and no list: an object in JSON, one item in the struct. */
TEST(one_object)
{
    struct one_in *in;
    struct tree *schema = tree_new(test_arena, TREE_OBJECT);
    const struct tree *holder;

    CHECK_STR(one_fault("{\"holder\":{\"name\":\"张三\",\"order\":2}}", &in), S(""));
    CHECK_I64((int64_t)in->holder.count, 1);
    CHECK_STR(((struct holder_in *)in->holder.items)->name, S("张三"));
    CHECK_I64((int64_t)in->agent.count, 0);
    CHECK_STR(one_fault("{}", &in), S("INPUT_MISSING holder"));
    CHECK_STR(one_fault("{\"holder\":[{\"name\":\"张三\"}]}", &in), S("INPUT_TYPE holder"));
    CHECK_STR(one_fault("{\"holder\":{}}", &in), S("INPUT_MISSING holder.name"));
    CHECK_STR(
        one_fault("{\"holder\":{\"name\":\"张三\"},\"agent\":{\"name\":\"李四\",\"x\":1}}", &in),
        S("INPUT_UNKNOWN agent.x"));
    input_schema(&one_in_input, schema);
    holder = tree_get(tree_get(schema, S("properties")), S("holder"));
    CHECK_STR(tree_get_text(holder, S("type")), S("object"));
    CHECK(tree_get(tree_get(holder, S("properties")), S("name")) != NULL);
}

TEST(the_schema_says_the_same)
{
    struct tree *t = tree_new(test_arena, TREE_OBJECT);

    input_schema(&holder_in_input, t);
    CHECK_STR(tree_to_json(t),
        S("{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
          "\"name\":{\"title\":\"name\",\"description\":\"姓名\",\"type\":\"string\","
          "\"minLength\":2,\"maxLength\":4},"
          "\"note\":{\"title\":\"note\",\"description\":\"备注\",\"type\":\"string\","
          "\"minLength\":0,\"maxLength\":10},"
          "\"order\":{\"title\":\"rank\",\"description\":\"顺位\",\"type\":\"integer\","
          "\"format\":\"int64\",\"minimum\":1,\"maximum\":9}},\"required\":[\"name\"]}"));
    t = tree_new(test_arena, TREE_OBJECT);
    input_schema(&all_in_input, t);

    const struct tree *properties = tree_get(t, S("properties"));
    const struct tree *holders = tree_get(properties, S("holders"));

    CHECK_I64((int64_t)properties->count, 10);
    CHECK_STR(tree_to_json(tree_get(t, S("required"))),
        S("[\"title\",\"price_fen\",\"urgent\",\"signed_on\",\"filing\",\"unit\",\"holders\"]"));
    CHECK_I64(tree_get_i64(holders, S("minItems"), -1), 1);
    CHECK_I64(tree_get_i64(holders, S("maxItems"), -1), 3);
    CHECK_STR(tree_get_text(tree_get(holders, S("items")), S("type")), S("object"));
    CHECK_STR(tree_get_text(tree_get(properties, S("signed_on")), S("format")), S("date"));
    CHECK(tree_get(tree_get(properties, S("answers")), S("type")) == NULL);
}

TEST(rules_of_form_are_complete)
{
    static const struct rule *const rules[] = {&INPUT_MISSING, &INPUT_UNKNOWN, &INPUT_TYPE,
        &INPUT_RANGE, &INPUT_LENGTH, &INPUT_FORM, &INPUT_TOO_FEW, &INPUT_TOO_MANY};

    for (size_t i = 0; i < COUNT(rules); i++) {
        CHECK(str_starts(str_of(rules[i]->id), S("INPUT_")));
        CHECK(rules[i]->severity == SEVERITY_STOP);
        CHECK(strlen(rules[i]->text_zh) > 0 && strlen(rules[i]->text_en) > 0);
        CHECK(strlen(rules[i]->remedy_zh) > 0 && strlen(rules[i]->remedy_en) > 0);
    }
}

TESTS(T(one_object), T(a_good_input_is_taken), T(every_fault_is_named_at_once),
    T(what_counts_as_left_out), T(lists_have_bounds), T(length_is_counted_in_characters),
    T(kinds_are_kept_apart), T(the_body_is_an_object_or_nothing), T(faults_have_a_limit),
    T(earlier_findings_do_not_count), T(the_schema_says_the_same), T(rules_of_form_are_complete))
