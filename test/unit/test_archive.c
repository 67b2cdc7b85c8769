/* Who may learn what of the register: capacities and their scopes, holders, codes. */
#include "archive/archive_rules.h"
#include "base/ids.h"
#include "test.h"

static str scope_of(struct arena *a, const char *capacity, const char *kind, const char *asks)
{
    str beyond;

    return archive_scope_of(
        a, archive_capacity_find(str_of(capacity)), str_of(kind), str_of(asks), &beyond);
}

static str beyond_of(struct arena *a, const char *capacity, const char *kind, const char *asks)
{
    str beyond;

    (void)archive_scope_of(
        a, archive_capacity_find(str_of(capacity)), str_of(kind), str_of(asks), &beyond);
    return beyond;
}

TEST(capacities_open_no_more_than_theirs)
{
    CHECK_STR(scope_of(test_arena, "holder", "record", ""),
        str_of("natural existence holders restrictions history file"));
    CHECK_STR(scope_of(test_arena, "interested", "record", ""),
        S("natural existence holders restrictions"));
    CHECK_STR(scope_of(test_arena, "claimant", "record", ""), str_of("natural existence"));
    CHECK_STR(scope_of(test_arena, "lawyer", "record", ""), str_of("natural existence"));
    CHECK_STR(scope_of(test_arena, "organ", "houses", ""), str_of("houses"));
    CHECK_STR(scope_of(test_arena, "self", "houses", ""), str_of("houses"));
    CHECK_STR(scope_of(test_arena, "self", "record", ""), str_of(""));
}

TEST(what_is_asked_for_narrows)
{
    CHECK_STR(
        scope_of(test_arena, "holder", "record", "history natural"), str_of("natural history"));
    CHECK_STR(beyond_of(test_arena, "holder", "record", "history natural"), str_of(""));
    CHECK_STR(scope_of(test_arena, "claimant", "record", "natural  holders"), str_of("natural"));
    CHECK_STR(beyond_of(test_arena, "claimant", "record", "natural  holders"), str_of("holders"));
    CHECK_STR(beyond_of(test_arena, "organ", "record", "houses"), str_of("houses"));
    CHECK_STR(beyond_of(test_arena, "holder", "record", "everything"), str_of("everything"));
}

/* Every capacity is for a kind of query that there is and opens scopes that there are; nobody but
 * the person in question and a state organ looks for homes by name; and whoever comes for a holder
 * brings a paper. */
TEST(the_table_is_whole)
{
    for (const struct archive_capacity *c = archive_capacities; c->id != NULL; c++) {
        str kinds = str_of(c->kinds), scope = str_of(c->scope);

        while (kinds.len > 0) {
            str kind = str_cut(&kinds, ' '), beyond;

            CHECK(archive_word_find(archive_kinds, kind) != NULL);
            CHECK(archive_scope_of(test_arena, c, kind, (str){0}, &beyond).len > 0);
        }
        while (scope.len > 0)
            CHECK(archive_word_find(archive_scopes, str_cut(&scope, ' ')) != NULL);
        CHECK(str_has_word(str_of(c->kinds), S("houses")) ==
              (str_is(str_of(c->id), "self") || str_is(str_of(c->id), "organ")));
        if (str_is(str_of(c->stands), "principal"))
            CHECK(str_has_word(str_of(c->needs), S("principal")) &&
                  str_has_word(str_of(c->needs), S("proof")));
        if (str_has_word(str_of(c->scope), S("holders")) && c->stands[0] == 0)
            CHECK(str_has_word(str_of(c->needs), S("proof")));
    }
    CHECK(archive_capacity_find(S("neighbour")) == NULL);
    CHECK(archive_word_find(archive_grounds, S("purpose")) != NULL);
    CHECK(archive_word_find(archive_grounds, S("")) == NULL);
}

/* 细则 99 does not list data that are not there: the letter names no article for it. */
TEST(a_refusal_names_the_law_that_it_has)
{
    for (const struct archive_word *g = archive_grounds; g->id != NULL; g++)
        CHECK((g->kind == NULL) == str_is(S("no-data"), g->id));
    CHECK_STR(str_of(archive_word_find(archive_grounds, S("purpose"))->kind),
        S("《不动产登记暂行条例实施细则》第九十九条"));
}

TEST(holders_are_known_by_name_and_document)
{
    struct registry_holder owner = {
        .name = S("张示范"), .document_kind = S("id"), .document_number = S("1")};
    struct registry_holder bank = {
        .name = S("示范银行"), .document_kind = S("uscc"), .document_number = S("2")};
    struct registry_holder court = {
        .name = S("兴庆区人民法院"), .document_kind = S("uscc"), .document_number = S("3")};
    struct registry_right rights[] = {
        {.kind = S("ownership"), .holders = &owner, .holders_count = 1},
        {.kind = S("mortgage"), .holders = &bank, .holders_count = 1},
        {.kind = S("seizure"), .holders = &court, .holders_count = 1}};
    struct registry_page page = {.rights = rights, .rights_count = COUNT(rights)};

#define IS(name, kind, number)                                                                     \
    archive_is_holder(&page, &(struct archive_person){S(""), S(name), S(kind), S(number)})
    CHECK(IS("张示范", "id", "1"));
    CHECK(IS("示范银行", "uscc", "2"));
    CHECK(!IS("兴庆区人民法院", "uscc", "3"));
    CHECK(!IS("张示范", "id", "2"));
    CHECK(!IS("张示范", "passport", "1"));
    CHECK(!IS("张示", "id", "1"));
    CHECK(!IS("", "", ""));
#undef IS
    CHECK(archive_restriction_flag(S("ownership")) == NULL);
    CHECK(str_is(str_of(archive_restriction_flag(S("seizure"))), "seized"));
}

TEST(codes_are_read_as_people_write_them)
{
    str code =
            archive_code_of(test_arena, S("640104"), id_random_hex(test_arena, ARCHIVE_CODE_BYTES)),
        spaced = archive_code_spaced(test_arena, code), read;

    CHECK(code.len == 40);
    CHECK(!str_eq(code,
        archive_code_of(test_arena, S("640104"), id_random_hex(test_arena, ARCHIVE_CODE_BYTES))));
    CHECK(archive_code_read(test_arena, code, &read) && str_eq(read, code));
    CHECK(archive_code_read(test_arena, spaced, &read) && str_eq(read, code));
    CHECK(archive_code_read(test_arena, S("yq640104-0123456789ABCDEF-0123456789abcdef"), &read) &&
          str_is(read, "YQ6401040123456789abcdef0123456789abcdef"));
    CHECK(!archive_code_read(test_arena, S(""), &read));
    CHECK(!archive_code_read(test_arena, str_slice(code, 0, 39), &read));
    CHECK(!archive_code_read(test_arena, arena_join(test_arena, code, S("0")), &read));
    CHECK(!archive_code_read(test_arena, S("XX6401040123456789abcdef0123456789abcdef"), &read));
    CHECK(!archive_code_read(test_arena, S("YQ6401040123456789abcdef0123456789abcdeg"), &read));
    CHECK_STR(archive_number_text(test_arena, S("640104"), 2026, 12),
        str_of("查640104〔2026〕0000012号"));
}

TESTS(T(capacities_open_no_more_than_theirs), T(what_is_asked_for_narrows), T(the_table_is_whole),
    T(a_refusal_names_the_law_that_it_has), T(holders_are_known_by_name_and_document),
    T(codes_are_read_as_people_write_them))
