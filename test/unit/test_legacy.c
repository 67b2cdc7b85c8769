/* Import of a legacy register: what a mapping may say, and how records are graded. */
#include "base/when.h"
#include "legacy/legacy.h"

#include "test.h"

#define REGION "640104"
#define CODE "640104001001GB00001F00010001"

static const char head[] = "mapping: m\n"
                           "title_zh: 一\n"
                           "title_en: One\n"
                           "files:\n"
                           "  - {name: units, key: code}\n"
                           "tables:\n"
                           "  usage: {home: \"10\"}\n"
                           "unit:\n"
                           "  code: code\n"
                           "  location: place\n"
                           "  usage: {column: use, table: usage}\n"
                           "  area_cm2: {column: area, scale: 10000}\n"
                           "  floor: floor\n"
                           "rights:\n"
                           "  - kind: ownership\n"
                           "    begins_on: {column: day, date: D.M.Y, missing: \"\"}\n"
                           "    holders:\n"
                           "      - name: name\n"
                           "        document_kind: {constant: id}\n"
                           "        document_number: number\n"
                           "        share: share\n";

static str replaced(const char *find, const char *with)
{
    str text = S(""), all = str_of(head);
    size_t at;

    if (!str_find(all, str_of(find), &at))
        return text;
    text = arena_join(test_arena, str_slice(all, 0, at), str_of(with));
    return arena_join(test_arena, text, str_slice(all, at + strlen(find), SIZE_MAX));
}

struct broken {
    const char *find, *with, *id;
    int64_t line;
};

/* Each slip is said once, with its line, and nothing besides. */
static const struct broken slips[] = {
    {"title_en: One\n", "", "KEY_MISSING", 1},
    {"mapping: m\n", "mapping: m\nowner: me\n", "KEY_UNKNOWN", 2},
    {"key: code}", "key: code, encoding: latin-1}", "CHOICE", 5},
    {"key: code}", "key: code, separator: ab}", "SEPARATOR", 5},
    {"key: code}", "key: code, decimal: x}", "DECIMAL", 5},
    {"table: usage", "table: uses", "TABLE_UNKNOWN", 11},
    {"scale: 10000", "scale: -1", "NUMBER", 12},
    {"scale: 10000", "constant: x", "SOURCE_NOT_ONE", 12},
    {"scale: 10000", "within: middle", "CHOICE", 12},
    {"D.M.Y", "D.M", "DATE_FORM", 16},
    {"kind: ownership", "kind: lordship", "CHOICE", 15},
    {"    begins_on:", "    file: other\n    begins_on:", "FILE_UNKNOWN", 16},
    {"{constant: id}", "{made: id, constant: x}", "MADE_WITHOUT", 19},
    {"mapping: m\n", "mapping: m\nmade_region: {code: \"640104\", name_zh: a, name_en: b}\n",
        "REGION", 2},
    {"location: place", "location: []", "EMPTY", 10},
    {"kind: ownership", "kind: easement", "NO_OWNERSHIP", 15},
    {"key: code}", "key: code}\n  - {name: units, key: code}", "FILE_TWICE", 6},
    {"key: code}", "key: code}\n  - {name: more, key: [a, b]}", "KEYS_DIFFER", 6},
};

TEST(each_slip_of_a_mapping_is_said_with_its_line)
{
    for (size_t i = 0; i < COUNT(slips); i++) {
        const struct broken *b = &slips[i];
        struct scene_fault *faults = NULL;
        struct legacy_mapping m;
        bool found = false;

        CHECK(legacy_mapping_parse(
                  test_arena, S("m.yaml"), replaced(b->find, b->with), &m, &faults) == E_INVALID);
        for (const struct scene_fault *f = faults; f != NULL; f = f->next) {
            found |= f->line == b->line && strcmp(f->id, b->id) == 0;
            if (strcmp(f->id, "NO_OWNERSHIP") != 0 && strcmp(f->id, b->id) != 0)
                printf("# %s: %s besides, line %d\n", b->id, f->id, (int)f->line);
            CHECK(f->reason.len > 0 && f->reason_zh.len > 0);
        }
        if (!found)
            printf("# %s is not said of line %d\n", b->id, (int)b->line);
        CHECK(found);
    }
}

TEST(a_right_of_use_is_a_title_as_ownership_is)
{
    static const char *const titles[] = {
        "land-use", "homestead", "collective-use", "collective-building", "sea-use", "structure"};

    for (size_t i = 0; i < COUNT(titles); i++) {
        struct scene_fault *faults = NULL;
        struct legacy_mapping m;
        str yaml = replaced("kind: ownership", arena_printf(test_arena, "kind: %s", titles[i]).at);

        CHECK(legacy_mapping_parse(test_arena, S("m.yaml"), yaml, &m, &faults) == OK);
        CHECK(faults == NULL && strcmp(m.rights[0]->kind->right, titles[i]) == 0);
    }
}

/* ---- records ---- */

static const str columns[] = {{"code", 4}, {"place", 5}, {"use", 3}, {"area", 4}, {"floor", 5},
    {"day", 3}, {"name", 4}, {"number", 6}, {"share", 5}};
#define GOOD CODE, "某路1号", "home", "88.5", "3", "2.1.2020", "王瑞", "640104190505150013", ""

struct rig {
    struct legacy_mapping m;
    struct ctx ctx;
    struct legacy_lines lines;
    struct legacy_row rows[4];
    struct legacy_draft draft;
};

static void rig_init(struct rig *r)
{
    struct scene_reading reading = {.arena = test_arena};
    struct scene_fault *faults;

    *r = (struct rig){.ctx = {.arena = test_arena, .region = S(REGION)}};
    r->ctx.now_ms = INT64_C(1767225600000); /* 2026 */
    CHECK(legacy_mapping_parse(test_arena, S("m"), str_of(head), &r->m, &faults) == OK);
    legacy_mapping_bind(&reading, &r->m, 0, columns, COUNT(columns));
    CHECK(reading.faults == NULL);
}

static void rig_add(struct rig *r, const char *const *cells)
{
    struct legacy_row *row = &r->rows[r->lines.lines++];

    row->line = r->lines.lines + 1;
    row->cells = ARENA_MANY(test_arena, COUNT(columns), str);
    row->count = COUNT(columns);
    for (size_t i = 0; i < COUNT(columns); i++)
        row->cells[i] = str_of(cells[i]);
    if (r->lines.first[0] == NULL)
        r->lines.first[0] = row;
    else
        r->lines.last[0]->next = row;
    r->lines.last[0] = row;
}

static bool says(const struct rig *r, const struct rule *rule)
{
    for (const struct finding *f = r->draft.findings; f != NULL; f = f->next)
        if (f->rule == rule)
            return true;
    return false;
}

/* The grade of one line. */
static char grade_of(struct rig *r, const char *const *cells)
{
    rig_init(r);
    rig_add(r, cells);
    legacy_draft_make(&r->ctx, &r->m, &r->lines, &r->draft);
    return legacy_grade(&r->draft, NULL);
}

TEST(a_whole_record_is_complete)
{
    struct rig r;
    const struct registry_right *right;

    CHECK(grade_of(&r, (const char *const[]){GOOD}) == 'A');
    CHECK(r.draft.units_count == 1 && r.draft.units[0].rights_count == 1);
    CHECK_STR(r.draft.units[0].unit.code, S(CODE));
    CHECK_I64(r.draft.units[0].unit.area_cm2, 885000);
    CHECK_STR(r.draft.units[0].unit.usage, S("10"));
    right = &r.draft.units[0].rights[0].right;
    CHECK_STR(right->begins_on, S("2020-01-02"));
    CHECK_STR(right->holding, S("sole"));
}

struct graded {
    size_t column;
    const char *cell;
    char grade;
    const struct rule *rule;
};

TEST(each_gap_and_each_fault_is_named)
{
    const struct graded rows[] = {{4, "", 'B', &LEGACY_GAP}, {5, "", 'B', &LEGACY_ASSUMED},
        {5, "31.2.2020", 'B', &LEGACY_ASSUMED}, {7, "640104050515001", 'B', &LEGACY_OLD_ID},
        {7, "640104190505150011", 'B', &LEGACY_DOCUMENT},
        {1, "某\xEF\xBF\xBD路", 'B', &LEGACY_CHARACTER_LOST},
        {0, "640104001001GB00001F0001000", 'C', &LEGACY_UNIT_CODE},
        {0, "640105001001GB00001F00010001", 'C', &UNIT_NOT_SERVED}, {1, "", 'C', &LEGACY_MISSING},
        {1, "\xff", 'C', &LEGACY_CHARACTERS}, {2, "shed", 'C', &LEGACY_CODE},
        {3, "", 'C', &LEGACY_MISSING}, {3, "88,5x", 'C', &LEGACY_NUMBER},
        {3, "0", 'C', &LEGACY_NUMBER}, {3, "99999999999999999999", 'C', &LEGACY_NUMBER},
        {6, "", 'C', &LEGACY_MISSING}, {8, "2/1", 'C', &PARTY_SHARE}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *cells[] = {GOOD};
        struct rig r;
        char grade;

        cells[rows[i].column] = rows[i].cell;
        grade = grade_of(&r, cells);
        if (grade != rows[i].grade || !says(&r, rows[i].rule))
            printf("# row %d: %c, %s\n", (int)i, grade, rows[i].rule->id);
        CHECK(grade == rows[i].grade && says(&r, rows[i].rule));
    }
}

TEST(all_reasons_are_said_at_once)
{
    const char *cells[] = {GOOD};
    struct rig r;

    cells[1] = "";
    cells[2] = "shed";
    cells[3] = "x";
    CHECK(grade_of(&r, cells) == 'C');
    CHECK(says(&r, &LEGACY_MISSING) && says(&r, &LEGACY_CODE) && says(&r, &LEGACY_NUMBER));
}

static char grade_of_two(struct rig *r, const char *share, const char *other, const char *area)
{
    const char *one[] = {GOOD}, *two[] = {GOOD};

    one[8] = share;
    two[8] = other;
    two[3] = area;
    two[6] = "李安";
    two[7] = "64010419050515003X";
    rig_init(r);
    rig_add(r, one);
    rig_add(r, two);
    legacy_draft_make(&r->ctx, &r->m, &r->lines, &r->draft);
    return legacy_grade(&r->draft, NULL);
}

TEST(lines_of_a_unit_are_its_holders)
{
    struct rig r;

    CHECK(grade_of_two(&r, "1/3", "2/3", "88.5") == 'A');
    CHECK_STR(r.draft.units[0].rights[0].right.holding, S("shares"));
    CHECK(grade_of_two(&r, "", "", "88.5") == 'A');
    CHECK_STR(r.draft.units[0].rights[0].right.holding, S("joint"));
    CHECK(grade_of_two(&r, "1/3", "1/3", "88.5") == 'C' && says(&r, &SHARES_NOT_ONE));
    CHECK(grade_of_two(&r, "1/3", "2/3", "90") == 'B' && says(&r, &LEGACY_LINES_DIFFER));
}

TEST(seen_texts_are_found_again)
{
    struct legacy_seen seen = {.arena = test_arena};

    CHECK(!legacy_seen_has(&seen, S("a")));
    for (int i = 0; i < 20000; i += 2)
        legacy_seen_add(&seen, arena_printf(test_arena, "%d", i));
    for (int i = 0; i < 20000; i++)
        CHECK(legacy_seen_has(&seen, arena_printf(test_arena, "%d", i)) == (i % 2 == 0));
}

TESTS(T(each_slip_of_a_mapping_is_said_with_its_line), T(a_right_of_use_is_a_title_as_ownership_is),
    T(a_whole_record_is_complete), T(each_gap_and_each_fault_is_named),
    T(all_reasons_are_said_at_once), T(lines_of_a_unit_are_its_holders),
    T(seen_texts_are_found_again))
