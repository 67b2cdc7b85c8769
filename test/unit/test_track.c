/* What citizens are shown and asked: the end of a document number, and masked certificate numbers.
 */
#include "cert/cert_check.h"
#include "filing/filing_track.h"
#include "test.h"

TEST(the_end_of_a_number)
{
    CHECK(filing_number_ends(S("640101190503040014"), S("040014")));
    CHECK(filing_number_ends(S("64010119050304001X"), S("04001x")));
    CHECK(filing_number_ends(S("64010119050304001x"), S("04001X")));
    CHECK(filing_number_ends(S("040014"), S("040014")));
    CHECK(!filing_number_ends(S("640101190503040014"), S("040015")));
    CHECK(!filing_number_ends(S("640101190503040014"), S("640101")));
}

TEST(nothing_short_will_do)
{
    CHECK(!filing_number_ends(S("640101190503040014"), S("")));
    CHECK(!filing_number_ends(S("640101190503040014"), S("4")));
    CHECK(!filing_number_ends(S("640101190503040014"), S("0040014")));
    CHECK(!filing_number_ends(S("40014"), S("040014")));
    CHECK(!filing_number_ends(S(""), S("")));
    CHECK(!filing_number_ends((str){0}, S("040014")));
}

TEST(masked_numbers)
{
    CHECK_STR(cert_mask_number(test_arena, S("宁（2026）银川市不动产权第0000123号")),
        S("宁（2026）银川市不动产权第****123号"));
    CHECK_STR(cert_mask_number(test_arena, S("第123号")), S("第123号"));
    CHECK_STR(cert_mask_number(test_arena, S("第7号")), S("第7号"));
    CHECK_STR(cert_mask_number(test_arena, S("00001")), S("**001"));
    CHECK_STR(cert_mask_number(test_arena, S("号")), S("号"));
    CHECK_STR(cert_mask_number(test_arena, S("")), S(""));
}

/* A genuine code of a certificate that the registry does not have. */
TEST(an_unknown_certificate)
{
    struct ctx ctx = {.arena = test_arena};
    struct tree *out = tree_new(test_arena, TREE_OBJECT);

    CHECK(cert_show_verdict(&ctx, NULL, tree_list(out, S("how")), out) == OK);
    CHECK_STR(tree_get_text(out, S("verdict")), S("unknown"));
    CHECK(!tree_get_bool(tree_get(out, S("how"))->first, S("ok"), true));
}

TESTS(
    T(the_end_of_a_number), T(nothing_short_will_do), T(masked_numbers), T(an_unknown_certificate))
