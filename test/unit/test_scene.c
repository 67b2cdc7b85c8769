/* Scenes: each way in which a file can be wrong is said with its line and a reason, all of them at
 * once and nothing besides. */
#include "scene_sample.h"

/* `find` is replaced by `with`; then the fault `id` stands on the line that holds `on` (or, when
 * `on` is empty, on none), its sentence holds `says`, and there are exactly `count` faults: one
 * unless a single slip has more than one consequence. */
struct broken {
    const char *find, *with, *on, *id, *says;
    int64_t count;
};

static const struct broken shapes[] = {
    {"version: 1\n", "version: 1\nowner: me\n", "owner: me", "KEY_UNKNOWN", "“owner”", 1},
    {"    kinds: [person]\n", "    kinds: [person]\n    colour: red\n", "colour: red",
        "KEY_UNKNOWN", "people.seller.colour", 1},
    {"is: window}\n  - id: deliver", "is: window, not: x}\n  - id: deliver", "not: x",
        "KEY_UNKNOWN", "ask, is", 1},
    {"version: 1\n", "", "", "KEY_MISSING", "“version”", 1},
    {"    kind: money\n", "", "- id: price_fen", "KEY_MISSING", "asks.price_fen.kind", 1},
    {"name: {zh: 样例, en: Sample}", "name: {zh: 样例}", "name: {zh: 样例}", "KEY_MISSING",
        "name.en", 1},
    {"version: 1", "version: one", "version: one", "WANT_NUMBER", "1–9999", 1},
    {"version: 1", "version: \"1\"", "version: \"1\"", "WANT_NUMBER", "without quotes", 1},
    {"version: 1", "version: 0", "version: 0", "WANT_NUMBER", "“version”", 1},
    {"version: 1", "version: 99999999999999999999", "version: 9", "WANT_NUMBER", "“version”", 1},
    {"one_officer: false", "one_officer: yes", "one_officer: yes", "WANT_BOOLEAN",
        "link.one_officer", 1},
    {"version: 1\n", "version: 1\nowner:\n  name: me\n", "owner:", "KEY_UNKNOWN", "“owner”", 1},
    {"one_officer: false", "one_officer: \"false\"", "one_officer:", "WANT_BOOLEAN", "quotes", 1},
    {"one_officer: false", "one_officer: [false]", "one_officer: [", "WANT_WORD", "single value",
        1},
    {"2021-01-01", "2021-02-29", "2021-02-29", "WANT_DATE", "time.valid_from", 1},
    {"2021-01-01", "\n    - 2021", "valid_from:", "WANT_WORD", "time.valid_from", 1},
    {"name: {zh: 样例, en: Sample}", "name: Sample", "name: Sample", "WANT_MAP", "“name”", 1},
    {"channels: [window, online]", "channels: window", "channels: window", "WANT_LIST",
        "place.channels", 1},
    {"channels: [window, online]", "channels: []", "channels: []", "LIST_EMPTY", "channels", 1},
    {"channels: [window, online]", "channels: [window, fax]", "fax", "WANT_ONE_OF",
        "window, online, bank", 1},
    {"channels: [window, online]", "channels: [window, window]", "channels:", "LIST_TWICE",
        "“window”", 1},
    {"en: Buyer}", "en: }", "en: }", "TEXT_EMPTY", "people.buyer.name.en", 1},
    {"is: post}", "is: a2345678901234567890123456789012345678901}", "is: a2", "TEXT_LONG", "40", 1},
    {"[window, online]", "[window, online, a, b, c, d, e, f, g, h]", "channels:", "LIST_LONG", "9",
        1},
    {"scene: sample", "scene: Sample!", "Sample!", "WANT_ID", "lower-case", 1},
    {"scene: sample", "scene: a2345678901234567890123456789012345678901", "scene:", "WANT_ID", "40",
        1},
    {"side: taker", "side: victim", "side: victim", "WANT_ONE_OF", "giver, taker, authority", 1},
    {"kind: money", "kind: number", "kind: number", "WANT_ONE_OF", "asks.price_fen.kind", 1},
    {"- id: buyer", "- id: seller", "- id: seller\n    name: {zh: 买方", "ID_TWICE", "“seller”", 1},
    {"{id: post, name", "{id: window, name: {zh: 又, en: W}}\n      - {id: post, name",
        "{id: window, name: {zh: 又", "ID_TWICE", "window", 1},
    {"kind: check\n", "kind: inspect\n", "kind: inspect", "WANT_ONE_OF", "steps.check.kind", 1},
    {"role: reviewer-registry", "role: emperor", "role: emperor", "WANT_ONE_OF", "clerk", 1},
    {"version: 1\n", "version: 1\nversion: 2\n", "version: 2", "YAML_KEY_TWICE", "line 2", 1},
    {"en: Seller}", "en: Seller, zh: 又}", "en: Seller, zh", "YAML_KEY_TWICE", "“zh”", 1},
    {"zh: 样例", "zh: &a 样例", "&a", "YAML_ANCHOR", "“a”", 1},
    {"zh: 样例", "zh: !!str 样例", "!!str", "YAML_TAG", "tag:yaml.org,2002:str", 1},
    {"place:\n", "[a, b]: 1\nplace:\n", "[a, b]: 1", "YAML_KEY_ODD", "single word", 1},
    {"{zh: 说明, en: About}", "{zh: 说明, en: [[[[[[[[1]]]]]]]]}", "[[[", "YAML_DEEP", "8", 1},
    {"place:\n", "place: {\n", "offices:", "YAML_WRONG", "expected", 1},
    {"  statutory_days: 30\n", "\tstatutory_days: 30\n", "\tstatutory_days", "YAML_WRONG", "(", 1},
    {"说明", "说\x07明", "about:", "YAML_WRONG", "control characters", 1},
};

static const struct broken meanings[] = {
    {"  valid_from: 2021-01-01\n", "  valid_from: 2021-01-01\n  valid_to: 2020-12-31\n", "valid_to",
        "DATES_ORDER", "2020-12-31", 1},
    {"promise_minutes: 20\n  statutory_days: 30", "promise_minutes: 500\n  statutory_days: 1",
        "promise_minutes: 500", "PROMISE_LONG", "420", 1},
    {"promise_minutes: 20", "promise_minutes: 19", "promise_minutes: 19", "PROMISE_SHORT",
        "takes 20 minutes, more than the 19", 1},
    {"offices: [any]", "offices: [hall, any]", "offices:", "OFFICES_ANY", "any", 1},
    {"register_type: 200", "register_type: 300", "event:", "EVENT_UNKNOWN",
        "300 ownership transfer certificate", 1},
    {"register_type: 200\n  right: ownership\n  effect: transfer",
        "register_type: 100\n  right: title\n  effect: create", "event:", "EVENT_UNKNOWN",
        "100 title create certificate", 1},
    {"register_type: 200\n  right: ownership\n  effect: transfer",
        "register_type: 300\n  right: title\n  effect: change\n  divides: split",
        "divides:", "EVENT_DIVIDES", "", 2},
    {"    holds: true\n", "", "people:", "PEOPLE_NO_GIVER", "holds: true", 1},
    {"    min: 1\n    holds: true\n", "    min: 0\n    holds: true\n", "people:", "PEOPLE_NO_GIVER",
        "min of at least 1", 1},
    {"    min: 1\n    max: 9\n", "    min: 0\n", "people:", "PEOPLE_NO_TAKER", "taker", 1},
    {"effect: transfer\n", "effect: transfer\n  sort: maximum\n", "sort: maximum", "EVENT_SORT",
        "“ownership”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 100\n"
        "      right: mortgage\n      effect: create\n      certificate: certificate\n",
        "- id: more", "EVENT_UNKNOWN", "100 mortgage create certificate", 6},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 100\n"
        "      right: residence\n      effect: create\n      certificate: proof\n"
        "      takers: [seller]\n",
        "takers: [seller]", "ACT_TAKERS", "“seller”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 400\n"
        "      right: mortgage\n      effect: cancel\n      certificate: none\n"
        "      givers: [buyer]\n",
        "givers: [buyer]", "ACT_GIVERS", "“buyer”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 100\n"
        "      right: residence\n      effect: create\n      certificate: proof\n"
        "      givers: [seller]\n",
        "givers: [seller]", "ACT_ENDS_NOTHING", "“more”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 100\n"
        "      right: residence\n      effect: create\n      certificate: proof\n"
        "      from: parcel\n",
        "from: parcel", "ACT_FROM", "“more”", 2},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 300\n"
        "      right: mortgage\n      effect: change\n      certificate: proof\n"
        "      givers: [seller]\n      from: parcel\n",
        "asks:", "ASK_NEEDED", "“more-stays”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 200\n"
        "      right: mortgage\n      effect: transfer\n      certificate: proof\n"
        "      givers: [seller]\n      on: servient\n",
        "on: servient", "ACT_ON", "“more”", 1},
    {"certificate: certificate\n",
        "certificate: certificate\n  also:\n    - id: more\n      register_type: 300\n"
        "      right: mortgage\n      effect: change\n      certificate: proof\n"
        "      becomes: presale\n",
        "becomes: presale", "EVENT_SORT", "“mortgage”", 1},
    {"certificate: certificate\n", "certificate: certificate\n  closes: true\n", "closes: true",
        "EVENT_CLOSES", "cancellation", 1},
    {"certificate: certificate\n", "certificate: certificate\n  divides: merge\n", "divides: merge",
        "EVENT_DIVIDES", "change of a title", 3},
    {"    kind: text\n", "    kind: parts\n", "kind: parts", "ASK_DIVIDES", "parents and parts", 3},
    {"certificate: certificate\n", "certificate: certificate\n  base: parcel\n", "base: parcel",
        "EVENT_BASE", "advance notice", 1},
    {"certificate: certificate\n", "certificate: certificate\n  basis: order\n",
        "people:", "PEOPLE_NO_AUTHORITY", "basis: order", 1},
    {"    holds: true\n", "    holds: true\n    both_sides: true\n", "both_sides: true",
        "PEOPLE_BOTH", "“seller”", 1},
    {"    shares: true\n", "    shares: true\n    absent: true\n", "absent: true", "PEOPLE_ABSENT",
        "“buyer”", 1},
    {"    kind: check\n", "    kind: check\n    days: 5\n", "- id: check", "STEP_DAYS", "“check”",
        1},
    {"    shares: true\n", "    holds: true\n", "holds: true\nevent", "PEOPLE_HOLDS", "buyer", 1},
    {"    holds: true\n", "    holds: true\n    shares: true\n", "shares: true\n  - id",
        "PEOPLE_SHARES", "seller", 1},
    {"    min: 1\n    max: 9\n", "    min: 9\n    max: 2\n", "min: 9", "MIN_OVER_MAX", "buyer", 1},
    {"    min: 1\n    max: 60\n", "    max: 60\n", "max: 60", "ASK_BOUNDS", "contract_number", 1},
    {"    min: 1\n    max: 60\n", "    min: 61\n    max: 60\n", "min: 61", "MIN_OVER_MAX",
        "contract_number", 1},
    {"kind: boolean\n", "kind: boolean\n    min: 1\n    max: 2\n", "min: 1\n    max: 2",
        "ASK_BOUNDS", "residential", 1},
    {"kind: money\n", "kind: money\n    choices: [{id: a, name: {zh: 甲, en: A}}]\n", "choices: [",
        "ASK_CHOICES", "price_fen", 1},
    {"  - id: price_fen\n", "  - id: price\n", "asks:", "ASK_NEEDED", "price_fen", 1},
    {"kind: money", "kind: i64", "kind: i64", "ASK_KIND", "money", 1},
    {"en: Home}\n    kind: boolean\n    required: true",
        "en: Home}\n    kind: boolean\n    required: false", "- id: residential", "ASK_NEEDED",
        "residential", 1},
    {"en: Phone}\n    kind: text\n    required: true\n    when: {ask: delivery, is: post}",
        "en: Phone}\n    kind: text\n    required: true\n    when: {ask: delivery, is: window}",
        "- id: recipient_phone", "ASK_NEEDED", "recipient_phone", 1},
    {"en: Home}\n    kind: boolean\n    required: true",
        "en: Home}\n    kind: boolean\n    required: true\n  - id: early\n"
        "    name: {zh: 早, en: Early}\n    kind: text\n    required: false\n"
        "    when: {ask: delivery, is: post}",
        "when: {ask: delivery, is: post}\n  - id: delivery", "WHEN_ASK", "“delivery”", 1},
    {"is: window}\n  - id: deliver",
        "is: window}\n  - id: archive\n"
        "    name: {zh: 水, en: Water}\n    kind: handover\n    department: water\n"
        "    needs: [record]\n    when: {ask: delivery, is: pigeon}\n  - id: deliver",
        "is: pigeon", "WHEN_IS", "window post", 1},
    {"kind: choice\n    required: true", "kind: choice\n    required: false",
        "when: {ask: delivery, is: window}", "WHEN_OPEN", "“delivery”", 2},
    {"    needs: [assess]\n", "    needs: [assess]\n    when: {ask: delivery, is: post}\n",
        "when: {ask: delivery, is: post}\n  - id: certify", "WHEN_FORBIDDEN", "“pay”", 1},
    {"share: share-contract", "share: share-moon", "share-moon", "PAPER_SHARE", "sale-contract", 1},
    {"share: share-contract", "share: review", "share: review", "PAPER_SHARE", "“review”", 1},
    {"    essential: true\n    needs: [accept]\n",
        "    essential: true\n    needs: [accept]\n    when: {ask: residential, is: true}\n",
        "share: share-contract", "PAPER_SHARE_WHEN", "share-contract", 1},
};

static const struct broken graphs[] = {
    {"en: Delivery}\n", "en: Delivery}\n    when: {ask: residential, is: true}\n",
        "when: {ask: delivery, is: window}", "WHEN_OPEN", "“delivery”", 2},
    {"share: record\n", "share: record\n    when: {ask: residential, is: true}\n",
        "needs: [share-tax]", "FACT_NEEDED", "“record”", 1},
    {"    role: reviewer-registry\n    clock",
        "    role: reviewer-registry\n    essential: true\n"
        "    clock",
        "essential: true\n    clock", "STEP_ESSENTIAL", "“review”", 1},
    {"    role: clerk\n    clock_minutes: 30\n", "    clock_minutes: 30\n", "- id: accept",
        "STEP_ROLE_MISSING", "clerk, manager", 1},
    {"kind: pay\n", "kind: pay\n    role: clerk\n", "role: clerk\n    needs: [assess]",
        "STEP_ROLE_MACHINE", "“pay”", 1},
    {"role: clerk\n    clock_minutes: 30", "role: reviewer-tax\n    clock_minutes: 30",
        "role: reviewer-tax", "STEP_ROLE_WRONG", "clerk, manager", 1},
    {"    clock_minutes: 5\n", "", "- id: issue", "STEP_CLOCK_MISSING", "“issue”", 1},
    {"    department: post\n", "", "- id: deliver\n", "STEP_LINK_MISSING", "post", 1},
    {"department: housing\n", "department: police\n", "department: police", "STEP_LINK_WRONG",
        "housing/contract", 1},
    {"department: housing\n", "department: mars\n", "department: mars", "STEP_LINK_WRONG",
        "court/holds", 1},
    {"    share: contract\n", "    share: secrets\n", "department: housing", "STEP_LINK_WRONG",
        "share-contract", 1},
    {"kind: pay\n", "kind: pay\n    department: tax\n", "department: tax\n    needs: [assess]",
        "STEP_LINK_NONE", "“pay”", 1},
    {"needs: [certify]\n    when: {ask: delivery, is: post}",
        "needs: [certify, moon]\n    when: {ask: delivery, is: post}", "needs: [certify, moon]",
        "NEEDS_UNKNOWN", "“moon”", 1},
    {"needs: [certify]\n    when: {ask: delivery, is: post}",
        "needs:\n      - certify\n      - moon\n    when: {ask: delivery, is: post}", "- moon",
        "NEEDS_UNKNOWN", "“deliver”", 1},
    {"needs: [share-contract]", "needs: [share-contract, review]",
        "needs: [share-contract, review]", "NEEDS_CYCLE", "check → review → check", 1},
    {"needs: [assess]", "needs: [assess, pay]", "needs: [assess, pay]", "NEEDS_CYCLE", "pay → pay",
        1},
    {"    needs: [accept]\n  - id: check", "  - id: check", "- id: share-tax", "STEP_UNREACHED",
        "share-tax", 1},
    {"  - id: check\n",
        "  - id: extra\n    name: {zh: 户, en: Extra}\n    kind: share\n"
        "    department: civil\n    share: marriage\n    needs: [accept]\n  - id: check\n",
        "- id: extra", "STEP_DEAD_END", "“extra”", 1},
    {"    clock_minutes: 30\n", "    clock_minutes: 30\n    needs: [share-tax]\n",
        "needs: [share-tax]\n  - id: share", "NEEDS_CYCLE", "accept", 2},
    {"    clock_minutes: 30\n", "    clock_minutes: 30\n    needs: [share-tax]\n",
        "needs: [share-tax]\n  - id: share", "ACCEPT_FIRST", "“accept”", 2},
    {"  - id: certify\n",
        "  - id: pay2\n    name: {zh: 又, en: Again}\n    kind: pay\n"
        "    needs: [assess]\n  - id: certify\n",
        "- id: pay2", "STEP_SECOND", "“pay2”", 3},
    {"needs: [pay, review, check]", "needs: [review, check]", "needs: [review, check]",
        "STEP_NOT_BEFORE", "“pay”", 2},
    {"needs: [pay, review, check]", "needs: [pay, check]", "needs: [pay, check]", "STEP_NOT_BEFORE",
        "“review”", 2},
    {"needs: [share-contract]", "needs: [share-tax]", "needs: [share-tax]\n  - id: assess",
        "STEP_NOT_BEFORE", "share-contract", 3},
    {"needs: [assess]", "needs: [accept]", "needs: [accept]\n  - id: certify", "STEP_NOT_BEFORE",
        "“assess”", 2},
    {"needs: [certify]\n    when: {ask: delivery, is: window}",
        "needs: [record]\n    when: {ask: delivery, is: window}", "needs: [record]\n    when",
        "STEP_NOT_BEFORE", "“certify”", 1},
    {"role: reviewer-registry", "role: reviewer-housing", "steps:", "REVIEW_NONE",
        "reviewer-registry", 1},
    {"    needs: [check]\n", "    needs: [check]\n    when: {ask: residential, is: true}\n",
        "steps:", "REVIEW_NONE", "unconditional", 1},
    {"needs: [share-tax]", "needs: [share-contract]", "needs: [share-contract]\n  - id: review",
        "FACT_NEEDED", "“record”", 2},
    {"when: {ask: delivery, is: window}", "when: {ask: delivery, is: post}",
        "when: {ask: delivery, is: post}\n  - id: deliver", "HANDING_OPEN", "“window”", 1},
};

static const struct scene_fault *fault_of(const struct scene_fault *f, const char *id)
{
    while (f != NULL && !str_eq(str_of(f->id), str_of(id)))
        f = f->next;
    return f;
}

static void check_broken(const struct broken *b)
{
    str yaml = replaced(str_of(sample), b->find, b->with);
    int64_t line = line_holding(yaml, b->on);
    const struct scene_fault *f;
    struct scene_fault *faults = NULL;
    struct scene *s = NULL;
    int before = test_failures;

    CHECK(parse(yaml, &s, &faults) == E_INVALID);
    CHECK(s == NULL);
    CHECK_I64((int64_t)count_faults(faults), b->count);
    f = fault_of(faults, b->id);
    while (f != NULL && f->line != line)
        f = fault_of(f->next, b->id);
    CHECK(f != NULL);
    CHECK(f == NULL || str_eq(f->file, FILE_NAME));
    CHECK(f == NULL || contains(f->reason, b->says));
    CHECK(f == NULL || (f->reason_zh.len > 0 && !contains(f->reason_zh, "{a}")));
    if (test_failures > before)
        printf("# in \"%s\" -> \"%s\", line %lld:\n%.*s", b->find, b->with, (long long)line,
            STR(scene_faults_text(test_arena, faults)));
}

static void check_all_broken(const struct broken *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_broken(&rows[i]);
}

TEST(broken_shapes)
{
    check_all_broken(shapes, COUNT(shapes));
}

TEST(broken_meanings)
{
    check_all_broken(meanings, COUNT(meanings));
}

TEST(broken_graphs)
{
    check_all_broken(graphs, COUNT(graphs));
}

/* One edit, several consequences: each is said, and nothing else. */
TEST(certificate_gone)
{
    str yaml = replaced(str_of(sample),
        "register_type: 200\n  right: ownership\n  effect: transfer\n  certificate: certificate",
        "register_type: 400\n  right: mortgage\n  effect: cancel\n  certificate: none");
    struct scene_fault *f;
    struct scene *s;

    CHECK(parse(yaml, &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 3); /* certify, issue and deliver have nothing to do */
    for (; f != NULL; f = f->next)
        CHECK_STR(str_of(f->id), S("STEP_UNWANTED"));
}

TEST(assessment_gone)
{
    str yaml = replaced(str_of(sample), "assess: sale", "assess: none");
    struct scene_fault *f;
    struct scene *s;

    CHECK(parse(yaml, &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 2);
    CHECK_I64(fault_of(f, "STEP_UNWANTED")->line, line_holding(yaml, "- id: assess"));
    CHECK_I64(f->next->line, line_holding(yaml, "- id: pay"));
}

TEST(steps_missing)
{
    static const char *const ids[] = {"accept", "check", "record", "assess", "pay", "certify"};

    for (size_t i = 0; i < COUNT(ids); i++) {
        const char *kind = arena_z(test_arena, arena_printf(test_arena, "kind: %s\n", ids[i]));
        str yaml = replaced(str_of(sample), kind, "kind: handover\n    department: water\n");
        const struct scene_fault *none;
        struct scene_fault *f;
        struct scene *s;

        CHECK(parse(yaml, &s, &f) == E_INVALID);
        none = fault_of(f, "STEP_NONE");
        CHECK(none != NULL && contains(none->reason, ids[i]));
        CHECK(none != NULL && none->line == line_holding(yaml, "steps:"));
    }
}

TEST(all_faults_at_once)
{
    static const char *const edits[][2] = {{"version: 1", "version: x"},
        {"holds: true", "holds: maybe"}, {"kind: money", "kind: gold"},
        {"[pay, review, check]", "[pay, reviews, check]"},
        {"role: clerk\n    clock_minutes: 5", ""}, {"department: post", "departmint: post"}};
    static const char *const ids[] = {"WANT_NUMBER", "PEOPLE_NO_GIVER", "WANT_BOOLEAN",
        "WANT_ONE_OF", "NEEDS_UNKNOWN", "STEP_NOT_BEFORE", "STEP_ROLE_MISSING",
        "STEP_CLOCK_MISSING", "KEY_UNKNOWN", "STEP_LINK_MISSING"};
    str yaml = str_of(sample);
    struct scene_fault *faults;
    struct scene *s;
    int64_t line = 0;

    for (size_t i = 0; i < COUNT(edits); i++)
        yaml = replaced(yaml, edits[i][0], edits[i][1]);
    CHECK(parse(yaml, &s, &faults) == E_INVALID);
    for (size_t i = 0; i < COUNT(ids); i++)
        CHECK(fault_of(faults, ids[i]) != NULL);
    for (const struct scene_fault *f = faults; f != NULL; f = f->next) {
        CHECK(f->line >= line);
        line = f->line;
    }
}

TEST(two_cycles)
{
    str yaml =
        replaced(str_of(sample), "needs: [share-contract]", "needs: [share-contract, review]");
    const struct scene_fault *first;
    struct scene_fault *f;
    struct scene *s;

    yaml = replaced(yaml, "needs: [share-tax]", "needs: [share-tax, assess]");
    CHECK(parse(yaml, &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 2);
    first = fault_of(f, "NEEDS_CYCLE");
    CHECK(first != NULL && first->next != NULL && fault_of(first->next, "NEEDS_CYCLE") != NULL);
}

static const char *one_fault(str yaml, int64_t line)
{
    struct scene_fault *f = NULL;
    struct scene *s;

    CHECK(parse(yaml, &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 1);
    if (f == NULL)
        return "";
    CHECK_I64(f->line, line);
    return f->id;
}

TEST(files_that_are_no_scene)
{
    str big = arena_printf(test_arena, "%s%65536s", sample, "");
    str two = arena_printf(test_arena, "%s---\nscene: other\n", sample);

    CHECK_STR(str_of(one_fault(S(""), 0)), S("FILE_EMPTY"));
    CHECK_STR(str_of(one_fault(S("# nothing\n"), 0)), S("FILE_EMPTY"));
    CHECK_STR(str_of(one_fault(S("---\n"), 0)), S("FILE_EMPTY"));
    CHECK_STR(str_of(one_fault(S("just words\n"), 1)), S("WANT_MAP"));
    CHECK_STR(str_of(one_fault(S("\n- a\n"), 2)), S("WANT_MAP"));
    CHECK_STR(str_of(one_fault(S("a: \xff\n"), 0)), S("FILE_NOT_UTF8"));
    CHECK_STR(str_of(one_fault(S("a: \0\n"), 0)), S("FILE_NOT_UTF8"));
    CHECK_STR(str_of(one_fault(big, 0)), S("FILE_TOO_LARGE"));
    CHECK_STR(str_of(one_fault(two, line_holding(two, "---"))), S("YAML_DOCUMENTS"));
}

/* An alias says where it stands; what it would have meant is not guessed at. */
TEST(alias_refused)
{
    str yaml = replaced(str_of(sample), "name: {zh: 卖方, en: Seller}", "name: &n {zh: 卖, en: S}");
    struct scene_fault *f;
    struct scene *s;

    yaml = replaced(yaml, "name: {zh: 买方, en: Buyer}", "name: *n");
    CHECK(parse(yaml, &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 2);
    CHECK_STR(str_of(f->id), S("YAML_ANCHOR"));
    CHECK_STR(str_of(f->next->id), S("YAML_ANCHOR"));
    CHECK_I64(f->next->line, line_holding(yaml, "*n"));
}

TEST(faults_as_text)
{
    str yaml = replaced(str_of(sample), "version: 1", "version: 0");
    struct scene_fault *f;
    struct scene *s;
    str lines;

    yaml = replaced(yaml, "place:\n", "\"pl\\nace\": 1\nplace:\n");
    yaml = replaced(yaml, "about: {zh: 说明, en: About}\n", "");
    CHECK(parse(yaml, &s, &f) == E_INVALID);
    lines = scene_faults_text(test_arena, f);
    CHECK_STR(str_cut(&lines, '\n'),
        S("scenes/sample.yaml: 缺少“about”，请补上 / “about” is missing: add it"));
    CHECK(str_starts(str_cut(&lines, '\n'), S("scenes/sample.yaml:2: “version”")));
    CHECK(contains(str_cut(&lines, '\n'), "“pl ace”")); /* one line, whatever the key holds */
    CHECK(lines.len == 0);
}

/* A file of nothing but faults has a bounded answer. */
TEST(faults_have_a_limit)
{
    struct scene_fault *f;
    struct scene *s;
    struct buf b;

    buf_init(&b, test_arena, 60000);
    for (int i = 0; i < 5000; i++)
        buf_printf(&b, "k%d: 1\n", i);
    CHECK(parse(buf_str(&b), &s, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 500);
}

static err parse_small(void *arg)
{
    struct scene_fault *f;
    struct scene *s;

    return scene_parse(arg, FILE_NAME, str_of(sample), &s, &f);
}

TEST(small_arena)
{
    struct arena *small = arena_new((size_t)8 << 10);

    CHECK(arena_try(small, parse_small, small) == E_TOO_LARGE);
    arena_free(small);
}

TESTS(T(broken_shapes), T(broken_meanings), T(broken_graphs), T(certificate_gone),
    T(assessment_gone), T(steps_missing), T(all_faults_at_once), T(two_cycles),
    T(files_that_are_no_scene), T(alias_refused), T(faults_as_text), T(faults_have_a_limit),
    T(small_arena))
