/* A draft keeps what came first: what was typed, then the first source; and it believes only the
 * members that the scene names. */
#include "exchange/exchange_prefill.h"
#include "place/city.h"
#include "scene_sample.h"

#define PREFILL                                                                                    \
    "prefill:\n"                                                                                   \
    "  - id: first\n"                                                                              \
    "    by: contract_number\n"                                                                    \
    "    department: housing\n"                                                                    \
    "    share: contract\n"                                                                        \
    "    gives:\n"                                                                                 \
    "      - {to: price_fen, from: price_fen}\n"                                                   \
    "      - {to: buyer, from: buyers}\n"                                                          \
    "  - id: second\n"                                                                             \
    "    by: contract_number\n"                                                                    \
    "    department: housing\n"                                                                    \
    "    share: contract\n"                                                                        \
    "    gives:\n"                                                                                 \
    "      - {to: price_fen, from: price_fen}\n"                                                   \
    "      - {to: buyer, from: buyers}\n"                                                          \
    "      - {to: seller, from: sellers}\n"

struct desk {
    struct ctx ctx;
    struct city city;
    struct scene_book book;
    struct scene *scenes[1];
    struct prefill p;
    struct prefill_question questions[SCENE_SOURCES_MAX];
    size_t count;
};

static struct tree *json(const char *text)
{
    struct tree *t = NULL;
    str fault;

    CHECK(tree_parse(test_arena, str_of(text), &t, &fault) == OK);
    return t;
}

static void begin(struct desk *d, const char *answers)
{
    struct exchange_prefill_in in = {.scene = S("sample"), .answers = json(answers)};
    struct scene_fault *faults;
    str yaml = arena_printf(test_arena, "%s%s", sample, PREFILL);

    *d =
        (struct desk){.ctx = {.arena = test_arena, .region = S("640104"), .now_ms = 1772413200000}};
    CHECK(parse(yaml, &d->scenes[0], &faults) == OK);
    d->book = (struct scene_book){d->scenes, 1};
    d->city.scenes = &d->book;
    d->ctx.city = &d->city;
    CHECK(exchange_prefill_begin(&d->ctx, &in, &d->p) == OK);
    d->count = exchange_prefill_questions(&d->ctx, &d->p, d->questions);
}

static str shown(const struct desk *d, const char *key)
{
    struct tree *out = tree_new(test_arena, TREE_OBJECT);

    exchange_prefill_show(&d->p, out);
    return tree_to_json(tree_get(out, str_of(key)));
}

static const char first[] =
    "{\"found\":true,\"answered_ms\":5,\"answer\":{\"price_fen\":70,\"other\":1,"
    "\"buyers\":[{\"name\":\"甲\",\"document_number\":\"640101190503040022\"}]}}";
static const char later[] =
    "{\"found\":true,\"answered_ms\":6,\"answer\":{\"price_fen\":80,"
    "\"buyers\":[{\"name\":\"乙\",\"document_number\":\"91640100MA00000155\"}],"
    "\"sellers\":[{\"name\":\"丙\",\"document_number\":\"E1\"}]}}";

TEST(the_first_source_stands)
{
    struct desk d;

    begin(&d, "{\"contract_number\":\"HT-1\"}");
    CHECK_I64((int64_t)d.count, 2);
    exchange_prefill_answered(&d.ctx, &d.p, &d.questions[0], json(first));
    exchange_prefill_answered(&d.ctx, &d.p, &d.questions[1], json(later));
    CHECK_STR(shown(&d, "answers"), S("{\"contract_number\":\"HT-1\",\"price_fen\":70}"));
    CHECK_I64((int64_t)d.p.parties_count, 2);
    CHECK_STR(d.p.parties[0].holder.name, S("甲"));
    CHECK_STR(d.p.parties[0].holder.document_kind, S("id"));
    CHECK_STR(d.p.parties[1].role, S("seller"));
    CHECK(d.p.parties[1].holder.document_kind.len == 0); /* neither form of number: not guessed */
    CHECK_I64((int64_t)d.p.origins_count, 3);
    CHECK_I64(d.p.origins[0].at_ms, 5);
    CHECK_STR(d.p.origins[2].field, S("parties[1]"));
}

TEST(what_was_typed_stands)
{
    struct desk d;

    begin(&d, "{\"contract_number\":\"HT-1\",\"price_fen\":1,\"unasked\":2}");
    exchange_prefill_answered(&d.ctx, &d.p, &d.questions[0], json(first));
    CHECK_STR(shown(&d, "answers"), S("{\"contract_number\":\"HT-1\",\"price_fen\":1}"));
}

TEST(nothing_is_asked_without_its_key_or_twice)
{
    struct desk d;

    begin(&d, "{}");
    CHECK_I64((int64_t)d.count, 0);
    begin(&d, "{\"contract_number\":\"HT-1\"}");
    CHECK_I64((int64_t)exchange_prefill_questions(&d.ctx, &d.p, d.questions), 0);
}

TEST(nothing_found_is_said)
{
    struct desk d;

    begin(&d, "{\"contract_number\":\"HT-1\"}");
    exchange_prefill_answered(
        &d.ctx, &d.p, &d.questions[0], json("{\"found\":false,\"answer\":{}}"));
    CHECK_I64((int64_t)d.p.faults_count, 1);
    CHECK_I64(d.p.faults[0].id, PREFILL_NOTHING);
    CHECK_I64((int64_t)d.p.origins_count, 0);
}

TESTS(T(the_first_source_stands), T(what_was_typed_stands),
    T(nothing_is_asked_without_its_key_or_twice), T(nothing_found_is_said))
