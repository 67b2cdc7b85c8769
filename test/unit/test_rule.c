/* Rules as data: each way in which a file can be wrong is said with its line in both languages; the
 * built-in rules come out as their cases say; the same subject gets the same findings at every
 * moment, by the law of the right day. */
#include "base/embed.h"
#include "rule/rule_log.h"
#include "test.h"

static const char sample[] =
    "rules:\n"
    "  - id: SAMPLE_RULE\n"
    "    law: 民法典 406\n"
    "    severity: exempt\n"
    "    exemptions: consent\n"
    "    moments: [draft, acceptance, review, record]\n"
    "    valid_from: 2021-01-01\n"
    "    valid_to: 2026-12-31\n"
    "    valid_by: record\n"
    "    applies: [{right: ownership, effect: [transfer, change]}]\n"
    "    unless: [{basis: order}]\n"
    "    atom: mortgaged\n"
    "    with: {restricted: no, before: 2030-01-01}\n"
    "    field: unit\n"
    "    says: {zh: 有抵押, en: It is mortgaged}\n"
    "    remedy: {zh: 请核对, en: Check it}\n"
    "    cases:\n"
    "      - {right: ownership, effect: transfer, rights: [{kind: mortgage, holder: 银行, made_on: "
    "2021-05-06}], finds: true, detail: 银行}\n"
    "      - {right: ownership, effect: transfer, rights: [], finds: false}\n";

static str replaced(const char *find, const char *with)
{
    str s = str_of(sample), what = str_of(find);
    size_t at = 0;

    CHECK(str_find(s, what, &at));
    return arena_printf(test_arena, "%.*s%s%.*s", (int)at, s.at, with, (int)(s.len - at - what.len),
        s.at + at + what.len);
}

static int64_t line_with(str yaml, const char *on)
{
    int64_t line = 1;
    size_t at = 0;

    if (on[0] == 0)
        return 0;
    CHECK(str_find(yaml, str_of(on), &at));
    for (size_t i = 0; i < at; i++)
        line += yaml.at[i] == '\n';
    return line;
}

/* `find` is replaced by `with`; then the fault `id` stands on the line that holds `on`, its
 * sentence holds `says`, and there are exactly `count` faults. */
struct broken {
    const char *find, *with, *on, *id, *says;
    int64_t count;
};

static const struct broken all_broken[] = {
    {"rules:\n", "laws:\n", "laws:", "KEY_UNKNOWN", "rules", 2},
    {"severity: exempt", "weight: exempt", "weight:", "KEY_UNKNOWN", "severity", 2},
    {"    law: 民法典 406\n", "", "- id: SAMPLE", "KEY_MISSING", "“law”", 1},
    {"id: SAMPLE_RULE", "id: sample-rule", "id: sample", "WANT_ID", "capital letters", 1},
    {"severity: exempt", "severity: heavy", "severity:", "WANT_ONE_OF",
        "stop, reason, inform, exempt", 1},
    {"exemptions: consent", "exemptions: [consent, mercy]", "exemptions:", "WANT_ONE_OF",
        "same-court", 1},
    {"[draft, acceptance, review, record]", "[draft, later]", "moments:", "WANT_ONE_OF",
        "acceptance", 1},
    {"[draft, acceptance, review, record]", "[]", "moments:", "TEXT_EMPTY", "moments", 1},
    {"valid_from: 2021-01-01", "valid_from: 2021-02-29", "valid_from:", "WANT_DATE", "2021-01-01",
        1},
    {"valid_to: 2026-12-31", "valid_to: 2020-12-31", "- id:", "DATES_ORDER", "SAMPLE_RULE", 2},
    {"valid_by: record", "valid_by: moon", "valid_by:", "WANT_ONE_OF", "acceptance, record", 1},
    {"atom: mortgaged", "atom: haunted", "atom:", "WANT_ONE_OF", "mortgaged", 1},
    {"restricted: no", "restricted: maybe", "with:", "WANT_ONE_OF", "any, yes, no", 1},
    {"restricted: no", "colour: red", "with:", "KEY_UNKNOWN", "restricted", 1},
    {"before: 2030-01-01", "before: soon", "with:", "WANT_DATE", "before", 1},
    {"with: {restricted: no, before: 2030-01-01}", "with: no", "with:", "WANT_MAP", "with", 1},
    {"atom: mortgaged\n    with: {restricted: no, before: 2030-01-01}", "atom: locked",
        "- id:", "PARAM_MISSING", "“what”", 1},
    {"severity: exempt", "severity: stop", "- id:", "EXEMPTIONS_ODD", "SAMPLE_RULE", 1},
    {"    exemptions: consent\n", "", "- id:", "EXEMPTIONS_ODD", "SAMPLE_RULE", 1},
    {"says: {zh: 有抵押, en: It is mortgaged}", "says: {zh: 有抵押}", "says:", "KEY_MISSING",
        "says.en", 1},
    {"says: {zh: 有抵押, en: It is mortgaged}", "says: It is", "says:", "WANT_MAP", "says", 1},
    {"[{basis: order}]", "order", "unless:", "WANT_LIST", "unless", 1},
    {"[{basis: order}]", "[{colour: red}]", "unless:", "KEY_UNKNOWN", "basis", 1},
    {"[{basis: order}]", "[{right: owner}]", "unless:", "WANT_ONE_OF", "ownership", 1},
    {"[{basis: order}]", "[{effect: sell}]", "unless:", "WANT_ONE_OF", "transfer", 1},
    {"[{basis: order}]", "[{basis: Order!}]", "unless:", "WANT_NAME", "basis", 1},
    {"field: unit", "field: [unit]", "field:", "WANT_WORD", "field", 1},
    {"    field: unit\n", "    active: perhaps\n", "active:", "WANT_BOOLEAN", "active", 1},
    {"rights: [], finds: false", "rights: [], rank_to: first, finds: false", "rank_to",
        "WANT_NUMBER", "rank_to", 1},
    {"rights: [], finds: false", "rights: [], finds: true", "rights: []", "CASE_WRONG", "nothing",
        2},
    {"detail: 银行", "detail: 别家", "made_on", "CASE_WRONG", "银行", 1},
    {"effect: transfer, rights: [], finds: false",
        "effect: transfer, consent: true, rights: [{kind: "
        "mortgage, holder: 银行, made_on: 2021-05-06}], finds: true",
        "consent: true", "CASE_WRONG", "exempted", 2},
    {"      - {right: ownership, effect: transfer, rights: [], finds: false}\n", "",
        "- id:", "CASES_ONE_SIDED", "SAMPLE_RULE", 1},
    {"rights: [], finds: false", "rights: [{sort: x}], finds: false", "rights: [{sort",
        "KEY_MISSING", "kind", 1},
    {"law: 民法典 406", "law: &a 民法典 406", "law:", "YAML_ANCHOR", "“a”", 1},
    {"    law: 民法典 406\n", "    law: 民法典 406\n    law: x\n", "law: x", "YAML_KEY_TWICE",
        "law", 1},
};

static const struct scene_fault *find_fault(const struct scene_fault *f, const char *id)
{
    while (f != NULL && strcmp(f->id, id) != 0)
        f = f->next;
    return f;
}

static void check_broken(const struct broken *b)
{
    struct rule_book book = {0};
    struct scene_fault *faults = NULL;
    str yaml = replaced(b->find, b->with);
    const struct scene_fault *f;
    int64_t count = 0;
    size_t at;

    CHECK(rule_book_add(test_arena, &book, S("own.yaml"), yaml, &faults) == E_INVALID);
    CHECK(book.count == 0);
    for (const struct scene_fault *each = faults; each != NULL; each = each->next)
        count++;
    f = find_fault(faults, b->id);
    CHECK(f != NULL);
    if (f == NULL || count != b->count)
        printf("# with \"%s\":\n# %.*s", b->with, STR(scene_faults_text(test_arena, faults)));
    CHECK_I64(count, b->count);
    if (f == NULL)
        return;
    CHECK_I64(f->line, line_with(yaml, b->on));
    CHECK(str_find(f->reason, str_of(b->says), &at));
    CHECK(f->reason_zh.len > 0);
}

TEST(every_fault_is_said)
{
    for (size_t i = 0; i < COUNT(all_broken); i++)
        check_broken(&all_broken[i]);
}

static struct rule_book read_sample(void)
{
    struct rule_book book = {0};
    struct scene_fault *faults = NULL;

    CHECK(rule_book_add(test_arena, &book, S("own.yaml"), str_of(sample), &faults) == OK);
    CHECK(book.count == 1 && book.cases_count == 2);
    return book;
}

TEST(periods_of_one_rule_do_not_overlap)
{
    struct rule_book book = read_sample();
    struct scene_fault *faults = NULL;
    str later = replaced("valid_from: 2021-01-01\n    valid_to: 2026-12-31",
        "valid_from: 2027-01-01\n    valid_to: 2027-12-31");

    CHECK(rule_book_add(test_arena, &book, S("same.yaml"), str_of(sample), &faults) == E_INVALID);
    CHECK(find_fault(faults, "PERIODS_OVERLAP") != NULL);
    CHECK(book.count == 1);
    /* The cases' day lies before the later period, so only they may complain. */
    CHECK(rule_book_add(test_arena, &book, S("later.yaml"), later, &faults) == E_INVALID);
    CHECK(find_fault(faults, "PERIODS_OVERLAP") == NULL);
    CHECK(find_fault(faults, "CASE_WRONG") != NULL);
}

TEST(every_built_in_case_comes_out)
{
    struct scene_fault *faults = NULL;
    struct rule_book book;
    err e = rule_book_read(test_arena, embed_files, &book, &faults);

    if (e != OK)
        printf("# %.*s", STR(scene_faults_text(test_arena, faults)));
    CHECK(e == OK);
    CHECK(book.count >= 29);
    CHECK(book.cases_count >= 100);
}

/* A sale of a home with everything against it. */
struct sale {
    struct registry_right rights[5];
    struct registry_holder holders[5];
    struct registry_page page;
    struct rule_lock lock;
    struct rule_party parties[2];
};

static struct rule_subject sale_of(struct sale *s)
{
    static const char *const kinds[] = {"ownership", "seizure", "mortgage", "objection", "advance"};

    *s = (struct sale){.lock = {S("unit"), S("权属待查")}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        s->holders[i] =
            (struct registry_holder){.name = str_of(kinds[i]), .document_number = str_of(kinds[i])};
        s->rights[i] = (struct registry_right){.kind = str_of(kinds[i]),
            .cause = str_of(kinds[i]),
            .holders = &s->holders[i],
            .holders_count = 1};
    }
    s->page = (struct registry_page){
        .unit = {.code = S("640104001001GB00001F00010001"), .state = S("live")},
        .ownership = &s->rights[0],
        .seizure = &s->rights[1],
        .rights = s->rights,
        .rights_count = COUNT(kinds)};
    s->parties[0] =
        (struct rule_party){.side = S("giver"), .name = S("甲"), .document_number = S("1")};
    s->parties[1] =
        (struct rule_party){.side = S("taker"), .name = S("甲"), .document_number = S("1")};
    return (struct rule_subject){.right = S("ownership"),
        .effect = S("transfer"),
        .today = S("2026-03-02"),
        .region = S("640104"),
        .unit = s->page.unit.code,
        .at = {.page = &s->page},
        .parties = s->parties,
        .parties_count = 2,
        .locks = &s->lock,
        .locks_count = 1};
}

static str findings_at(
    const struct rule_book *book, struct rule_subject *s, enum rule_moment moment)
{
    struct ctx ctx = {.arena = test_arena};
    str all = {0};

    s->moment = moment;
    rule_check(&ctx, book, s);
    for (const struct finding *f = ctx.why_first; f != NULL; f = f->next)
        all = arena_printf(test_arena, "%.*s%s/%d/%.*s/%.*s ", STR(all), f->rule->id,
            (int)f->rule->severity, STR(f->field), STR(f->detail));
    return all;
}

TEST(the_same_at_every_moment)
{
    struct scene_fault *faults;
    struct rule_book book;
    struct sale sale;
    struct rule_subject s = sale_of(&sale);
    str draft;
    size_t at;

    CHECK(rule_book_read(test_arena, embed_files, &book, &faults) == OK);
    draft = findings_at(&book, &s, RULE_DRAFT);
    CHECK(str_find(draft, S("UNIT_SEIZED/2/unit/seizure "), &at));
    CHECK(str_find(draft, S("UNIT_MORTGAGED/0/unit/mortgage "), &at));
    CHECK(str_find(draft, S("OBJECTION_LIVE/1/unit/objection "), &at));
    CHECK(str_find(draft, S("ADVANCE_LIVE/2/unit/advance "), &at));
    CHECK(str_find(draft, S("UNIT_LOCKED/2/unit/权属待查 "), &at));
    CHECK(str_find(draft, S("PARTY_BOTH_SIDES/2/parties/甲 "), &at));
    CHECK_STR(findings_at(&book, &s, RULE_ACCEPTANCE), draft);
    CHECK_STR(findings_at(&book, &s, RULE_REVIEW), draft);
    CHECK_STR(findings_at(&book, &s, RULE_RECORD), draft);
}

TEST(an_exemption_informs)
{
    struct scene_fault *faults;
    struct rule_book book;
    struct sale sale;
    struct rule_subject s = sale_of(&sale);
    size_t at;

    CHECK(rule_book_read(test_arena, embed_files, &book, &faults) == OK);
    s.order_court = S("seizure");
    CHECK(str_find(findings_at(&book, &s, RULE_RECORD), S("UNIT_SEIZED/0/"), &at));
    s.order_court = S("another court");
    CHECK(str_find(findings_at(&book, &s, RULE_RECORD), S("UNIT_SEIZED/2/"), &at));
}

static bool holds_on(struct rule_row *row, const char *by, const char *accepted, const char *today)
{
    struct rule_subject s = {.moment = RULE_RECORD,
        .right = S("ownership"),
        .effect = S("transfer"),
        .accepted_on = str_of(accepted),
        .today = str_of(today)};

    row->valid_by = str_of(by);
    return rule_holds(row, &s);
}

TEST(the_day_before_and_the_day_of)
{
    struct rule_book book = read_sample();
    struct rule_row *row = book.rows[0];

    CHECK(!holds_on(row, "record", "2020-12-31", "2020-12-31"));
    CHECK(holds_on(row, "record", "2020-12-31", "2021-01-01"));
    CHECK(!holds_on(row, "acceptance", "2020-12-31", "2021-01-01"));
    CHECK(holds_on(row, "acceptance", "2021-01-01", "2021-01-02"));
    CHECK(holds_on(row, "acceptance", "2026-12-31", "2027-01-01"));
    CHECK(holds_on(row, "record", "2026-12-31", "2026-12-31"));
    CHECK(!holds_on(row, "record", "2026-12-31", "2027-01-01"));
    CHECK(!holds_on(row, "acceptance", "", "2020-12-31"));
    CHECK(holds_on(row, "acceptance", "", "2021-01-01"));
}

TEST(matters_are_any_of_these_and_none_of_those)
{
    struct rule_book book = read_sample();
    struct rule_subject s = {
        .right = S("ownership"), .effect = S("change"), .today = S("2026-03-02")};

    CHECK(rule_holds(book.rows[0], &s));
    s.basis = S("order");
    CHECK(!rule_holds(book.rows[0], &s));
    s.basis = S("application");
    s.effect = S("cancel");
    CHECK(!rule_holds(book.rows[0], &s));
    CHECK(rule_needs(&book, &s) == 0);
    s.effect = S("transfer");
    CHECK(rule_needs(&book, &s) == RULE_NEEDS_DATES);
    book.rows[0]->active = false;
    CHECK(rule_needs(&book, &s) == 0);
}

/* The draw is a function of seed and key, and takes about the share that it is told. */
TEST(the_draw_is_reproducible_and_fair)
{
    int64_t drawn = 0, other = 0;

    for (int i = 0; i < 4000; i++) {
        str key = arena_printf(test_arena, "640104%06d/UNIT_MORTGAGED", i);
        bool first = rule_is_drawn(test_arena, S("1"), key, 5);

        CHECK(first == rule_is_drawn(test_arena, S("1"), key, 5));
        CHECK(!rule_is_drawn(test_arena, S("1"), key, 0));
        CHECK(rule_is_drawn(test_arena, S("1"), key, 100));
        drawn += first;
        other += first != rule_is_drawn(test_arena, S("2"), key, 5);
    }
    CHECK(drawn > 140 && drawn < 260); /* 200 expected, four deviations of 14 */
    CHECK(other > 0);
}

TEST(a_reason_has_code_and_words)
{
    struct rule_reason reason;
    struct tree *reasons;
    str fault;

    CHECK(tree_parse(test_arena,
              S("{\"A\":{\"code\":\"agreed\",\"words\":\" 已同意 "
                "\"},\"B\":\"电话同意\",\"C\":{\"code\":"
                "\"agreed\"},\"D\":{\"words\":\"x\"},\"E\":7,\"F\":\" \"}"),
              &reasons, &fault) == OK);
    CHECK(rule_reason_get(reasons, S("A"), &reason));
    CHECK_STR(reason.code, S("agreed"));
    CHECK_STR(reason.words, S("已同意"));
    CHECK(rule_reason_get(reasons, S("B"), &reason));
    CHECK_STR(reason.code, S("other"));
    CHECK(!rule_reason_get(reasons, S("C"), &reason));
    CHECK(!rule_reason_get(reasons, S("D"), &reason));
    CHECK(!rule_reason_get(reasons, S("E"), &reason));
    CHECK(!rule_reason_get(reasons, S("F"), &reason));
    CHECK(!rule_reason_get(reasons, S("G"), &reason));
    CHECK(!rule_reason_get(NULL, S("A"), &reason));
}

TESTS(T(every_fault_is_said), T(periods_of_one_rule_do_not_overlap),
    T(every_built_in_case_comes_out), T(the_same_at_every_moment), T(an_exemption_informs),
    T(the_day_before_and_the_day_of), T(matters_are_any_of_these_and_none_of_those),
    T(the_draw_is_reproducible_and_fair), T(a_reason_has_code_and_words))
