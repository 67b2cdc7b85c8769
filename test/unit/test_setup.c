/* The first run: what a new city must be like, how wrong codes are slowed; and that the words of
 * all invariants are known. */
#include "app/setup.h"
#include "base/file.h"
#include "base/when.h"
#include "test.h"

#define FILE_BYTES_MAX ((size_t)1 << 20)

static struct setup_region_in region(const char *code, const char *name)
{
    return (struct setup_region_in){.region = str_of(code),
        .name_zh = S("某区"),
        .name_en = S("Some"),
        .province_short = S("宁"),
        .certificate_name = str_of(name),
        .authority_zh = S("某局"),
        .authority_code = S("640100")};
}

/* A city that nothing is wrong with, of two regions. */
struct city_in {
    struct setup_region_in regions[2];
    struct setup_office_in office;
    struct setup_person_in admin, security, auditor;
    struct setup_in in;
};

static struct city_in *good_city(void)
{
    struct city_in *c = ARENA_NEW(test_arena, struct city_in);

    c->regions[0] = region("640104", "银川市");
    c->regions[1] = region("640105", "银川市西夏区");
    c->office =
        (struct setup_office_in){.office = S("hall"), .region = S("640105"), .kind = S("hall")};
    c->admin =
        (struct setup_person_in){S("chief"), S("甲"), S("640101190503040014"), S("Long-Enough-1")};
    c->auditor =
        (struct setup_person_in){S("eyes"), S("乙"), S("640101190503040022"), S("Long-Enough-2")};
    c->security =
        (struct setup_person_in){S("guard"), S("丙"), S("640101190503040030"), S("Long-Enough-3")};
    c->in.regions = (struct input_list){c->regions, 2};
    c->in.office = (struct input_list){&c->office, 1};
    c->in.admin = (struct input_list){&c->admin, 1};
    c->in.security = (struct input_list){&c->security, 1};
    c->in.auditor = (struct input_list){&c->auditor, 1};
    return c;
}

static str said(const struct city_in *c)
{
    struct ctx ctx = {.arena = test_arena, .now_ms = when_now_ms()};
    str all = S("");

    setup_check(&ctx, &c->in);
    for (const struct finding *f = ctx.why_first; f; f = f->next)
        all = arena_join(
            test_arena, all, arena_printf(test_arena, "%s %.*s;", f->rule->id, STR(f->field)));
    return all;
}

TEST(a_good_city)
{
    CHECK_STR(said(good_city()), S(""));
}

TEST(regions)
{
    struct city_in *c = good_city();

    c->regions[1] = region("640104", "银川市");
    c->office.region = S("640104");
    CHECK_STR(said(c), S("SETUP_REGION_TWICE regions[1].region;"
                         "SETUP_NAME_TWICE regions[1].certificate_name;"));
    c->regions[1] = region("64010x", "西夏");
    CHECK_STR(said(c), S("SETUP_REGION_FORM regions[1].region;"));
    c->regions[1] = region("640199", "西夏");
    CHECK_STR(said(c), S("SETUP_REGION_UNKNOWN regions[1].region;"));
    c->office.region = S("640105");
    CHECK_STR(
        said(c), S("SETUP_REGION_UNKNOWN regions[1].region;SETUP_OFFICE_REGION office.region;"));
}

TEST(three_people)
{
    struct city_in *c = good_city();

    c->auditor = c->admin;
    CHECK_STR(
        said(c), S("SETUP_PERSONS_SAME auditor.login;SETUP_PERSONS_SAME auditor.document_number;"));
    c->auditor.login = S("eyes");
    CHECK_STR(said(c), S("SETUP_PERSONS_SAME auditor.document_number;"));
    c->security.document_number = c->admin.document_number;
    CHECK_STR(said(c), S("SETUP_PERSONS_SAME security.document_number;"
                         "SETUP_PERSONS_SAME auditor.document_number;"));
    c = good_city();
    c->auditor.document_number = c->security.document_number;
    CHECK_STR(said(c), S("SETUP_PERSONS_SAME auditor.document_number;"));
    c->auditor.document_number = S("640101190503040023");
    CHECK_STR(said(c), S("STAFF_DOCUMENT_WRONG auditor.document_number;"));
}

TEST(wrong_codes_are_slowed)
{
    CHECK_I64(setup_pause_ms(0), 0);
    CHECK_I64(setup_pause_ms(2), 0);
    CHECK_I64(setup_pause_ms(3), WHEN_SECOND_MS);
    CHECK_I64(setup_pause_ms(4), 2 * WHEN_SECOND_MS);
    CHECK_I64(setup_pause_ms(10), 128 * WHEN_SECOND_MS);
    CHECK_I64(setup_pause_ms(13), 15 * WHEN_MINUTE_MS);
    CHECK_I64(setup_pause_ms(INT64_MAX), 15 * WHEN_MINUTE_MS);
}

static const char *const invariants[] = {
#define INVARIANT(id, zh, en) id " " en,
#include "app/invariants.def"
#undef INVARIANT
};

/* What filing_recorded.c says of an invariant that a rule keeps. */
static const char *const kept_by_rules[] = {
#define KEEPS(id) id " no rule of its day speaks against an entry",
#include "rule/rule.def"
#undef KEEPS
};

static bool is_invariant(str text)
{
    for (size_t k = 0; k < COUNT(invariants); k++)
        if (str_is(text, invariants[k]))
            return true;
    return false;
}

TEST(invariants_that_rules_keep_have_their_words)
{
    for (size_t i = 0; i < COUNT(kept_by_rules); i++)
        CHECK(is_invariant(str_of(kept_by_rules[i])));
}

/* What the checks of these files say when something is broken. */
TEST(every_invariant_has_its_words)
{
    static const char *const files[] = {"src/registry/registry_verify.c",
        "src/registry/registry_fold.c", "src/filing/filing_verify.c", "src/filing/filing_fold.c",
        "src/filing/filing_recorded.c", "src/filing/filing_journal.c",
        "src/cadastre/cadastre_lineage.c", "src/report/report_store.c", "src/cert/cert_verify.c",
        "src/money/money_verify.c", "src/credit/credit_rules.c", "src/credit/credit_verify.c",
        "src/hall/hall_fold.c", "src/hall/hall_journal.c", "src/hall/hall_verify.c",
        "src/rating/rating_verify.c", "src/access/access_verify.c", "src/app/verify.c"};
    int64_t found = (int64_t)COUNT(kept_by_rules);

    for (size_t i = 0; i < COUNT(files); i++) {
        str rest, text;

        CHECK(file_read(test_arena, files[i], FILE_BYTES_MAX, &rest) == OK);
        while (rest.len > 0) {
            bool known;

            str_cut(&rest, '"');
            text = str_cut(&rest, '"');
            if (text.len < 4 || text.at[0] != 'I' || text.at[1] < '1' || text.at[1] > '9')
                continue;
            known = is_invariant(text);
            if (!known)
                printf("# %s: %.*s\n", files[i], STR(text));
            CHECK(known);
            found++;
        }
    }
    CHECK(found >= (int64_t)COUNT(invariants));
}

TESTS(T(a_good_city), T(regions), T(three_people), T(wrong_codes_are_slowed),
    T(invariants_that_rules_keep_have_their_words), T(every_invariant_has_its_words))
