/* The prefill block of a scene: each way in which it can be wrong is said with its line and reason,
 * and the members that a source may give fill only what fits them. */
#include "scene_sample.h"

#define PREFILL                                                                                    \
    "prefill:\n"                                                                                   \
    "  - id: contract\n"                                                                           \
    "    by: contract_number\n"                                                                    \
    "    department: housing\n"                                                                    \
    "    share: contract\n"                                                                        \
    "    gives:\n"                                                                                 \
    "      - {to: unit, from: unit}\n"                                                             \
    "      - {to: price_fen, from: price_fen}\n"                                                   \
    "      - {to: buyer, from: buyers}\n"                                                          \
    "  - id: book\n"                                                                               \
    "    by: unit\n"                                                                               \
    "    department: registry\n"                                                                   \
    "    share: unit\n"                                                                            \
    "    gives:\n"                                                                                 \
    "      - {to: seller, from: owners}\n"

static str with_prefill(void)
{
    return arena_printf(test_arena, "%s%s", sample, PREFILL);
}

/* `find` is replaced by `with`; then the only fault is `id`, on the line that holds `on`. */
struct broken {
    const char *find, *with, *on, *id, *says;
};

static const struct broken faults[] = {
    {"share: contract\n    gives", "share: permit\n    gives",
        "department: housing\n    share: per", "SOURCE_UNKNOWN", "registry/owner"},
    {"department: registry", "department: police", "department: police", "SOURCE_UNKNOWN",
        "housing/contract"},
    {"by: unit", "by: nothing", "by: nothing", "SOURCE_BY", "“nothing”"},
    {"by: contract_number", "by: price_fen", "by: price_fen", "SOURCE_BY", "“price_fen”"},
    {"from: price_fen", "from: price", "{to: price_fen, from: price}", "SOURCE_FROM",
        "unit, price_fen, sellers, buyers"},
    {"{to: price_fen", "{to: residential", "{to: residential", "SOURCE_TO", "(money)"},
    {"{to: buyer", "{to: heir", "{to: heir", "SOURCE_TO", "“heir”"},
    {"{to: unit", "{to: target", "{to: target", "SOURCE_TO", "“target”"},
    {"{to: seller", "{to: unit", "{to: unit, from: owners", "SOURCE_TO", "(parties)"},
    {"{to: buyer, from: buyers}", "{to: unit, from: unit}", "{to: price_fen", "ID_TWICE", "unit"},
    {"- id: book", "- id: contract", "- id: contract\n    by: unit", "ID_TWICE", "contract"},
    {"    by: unit\n", "", "- id: book", "KEY_MISSING", "prefill.book.by"},
    {"    by: unit\n", "    by: unit\n    when: x\n", "when: x", "KEY_UNKNOWN", "by, department"},
};

TEST(a_right_block_is_taken)
{
    struct scene_fault *f = NULL;
    struct scene *s = NULL;

    CHECK(parse(with_prefill(), &s, &f) == OK);
    if (s == NULL)
        return;
    CHECK_I64((int64_t)s->sources_count, 2);
    CHECK_STR(s->sources[0].by, S("contract_number"));
    CHECK_I64((int64_t)s->sources[0].gives_count, 3);
    CHECK_STR(scene_source_param(&s->sources[0]), S("contract_number"));
    CHECK_STR(str_of(scene_gift_kind(&s->sources[0], &s->sources[0].gives[1])), S("money"));
    CHECK_STR(str_of(scene_gift_kind(&s->sources[1], &s->sources[1].gives[0])), S("parties"));
}

TEST(a_scene_without_one_is_right)
{
    struct scene_fault *f = NULL;
    struct scene *s = NULL;

    CHECK(parse(str_of(sample), &s, &f) == OK);
    CHECK(s != NULL && s->sources_count == 0);
}

TEST(every_fault_has_its_line)
{
    for (size_t i = 0; i < COUNT(faults); i++) {
        const struct broken *b = &faults[i];
        str yaml = replaced(with_prefill(), b->find, b->with);
        struct scene_fault *f = NULL;
        struct scene *s;

        CHECK(parse(yaml, &s, &f) == E_INVALID);
        CHECK_I64((int64_t)count_faults(f), 1);
        if (f == NULL)
            continue;
        CHECK_STR(str_of(f->id), str_of(b->id));
        CHECK(contains(f->reason, b->says));
        CHECK(f->reason_zh.len > 0);
        if (!str_is(str_of(b->id), "ID_TWICE"))
            CHECK_I64(f->line, line_holding(yaml, b->on));
    }
}

TESTS(T(a_right_block_is_taken), T(a_scene_without_one_is_right), T(every_fault_has_its_line))
