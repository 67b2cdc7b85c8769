/* 汇交: the mapping's files, values in their national form, messages written and read, and what is
 * refused. */
#include "test.h"

#include "base/file.h"
#include "base/when.h"
#include "report/report.h"
#include "report/report_build.h"
#include "report/report_value.h"

#define FILE_BYTES_MAX ((size_t)8 << 20)
#define SAMPLES "../shared/data/bdc-message/messages/"
#define DATE S("2026-11-26")

static struct ctx a_ctx(void)
{
    int64_t now_ms = 0;

    CHECK(when_parse(S("2026-11-26T12:00:00+08:00"), &now_ms));
    return (struct ctx){.arena = test_arena, .now_ms = now_ms};
}

static str file_text(const char *path)
{
    str text = {0};

    CHECK(file_read(test_arena, path, FILE_BYTES_MAX, &text) == OK);
    return text;
}

static struct report_map a_map(void)
{
    struct report_map map = {0};

    CHECK(report_map_read(test_arena, &map) == OK);
    return map;
}

#define A_HOME S("640104001001GB00001F00010001")

static const struct report_kind *kind_on(
    const struct report_map *map, const char *right, const char *effect, str unit)
{
    struct report_what what = {str_of(right), str_of(effect), unit, DATE};

    return report_kind_find(map, &what);
}

static bool has_kind(const struct report_map *map, const char *right, const char *effect, str date)
{
    struct report_what what = {str_of(right), str_of(effect), A_HOME, date};

    return report_kind_find(map, &what) != NULL;
}

/* The findings of a rule. */
static int64_t times_found(const struct ctx *ctx, const struct rule *rule)
{
    int64_t count = 0;

    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        count += f->rule == rule;
    return count;
}

static bool is_refused(str xml, const struct rule *rule)
{
    struct ctx ctx = a_ctx();
    struct report_message *m = NULL;

    return report_message_read(&ctx, xml, &m) == E_REFUSED && why_has(&ctx, rule);
}

/* ---- values ---- */

TEST(fen_become_ten_thousands_exactly)
{
    static const struct {
        int64_t fen;
        const char *wan;
    } rows[] = {{0, "0.0"}, {1, "0.000001"}, {100, "0.0001"}, {61000000, "61.0"},
        {80000000, "80.0"}, {123456789, "123.456789"}, {2340000000, "2340.0"}, {-1, "-0.000001"},
        {INT64_MAX, "9223372036854.775807"}, {INT64_MIN, "-9223372036854.775808"}};
    int64_t back;

    for (size_t i = 0; i < COUNT(rows); i++) {
        str wan = report_wan(test_arena, rows[i].fen);

        CHECK_STR(wan, str_of(rows[i].wan));
        if (rows[i].fen < 0 || rows[i].fen == INT64_MAX)
            continue;
        CHECK(report_wan_parse(wan, &back));
        CHECK_I64(back, rows[i].fen);
    }
    CHECK(report_wan_parse(S("234.0000"), &back) && back == 234000000);
    CHECK(report_wan_parse(S("61"), &back) && back == 61000000);
    CHECK(report_wan_parse(S("1.10000000"), &back) && back == 1100000);
    CHECK(!report_wan_parse(S("0.0000001"), &back)); /* finer than a fen */
    CHECK(!report_wan_parse(S("-1"), &back));
    CHECK(!report_wan_parse(S("-0.5"), &back));
    CHECK(!report_wan_parse(S("1,000"), &back));
    CHECK(!report_wan_parse(S("1.2.3"), &back));
    CHECK(!report_wan_parse(S(""), &back));
    CHECK(!report_wan_parse(S("9223372036855"), &back));
}

static str value_of_number(int64_t number, str form)
{
    struct report_map map = a_map();
    struct tree value = {.kind = TREE_I64, .number = number};

    return report_value(test_arena, &map, &value, form);
}

TEST(areas_amounts_and_times_have_their_units)
{
    CHECK_STR(value_of_number(890000, S("m2")), S("89.00"));
    CHECK_STR(value_of_number(1011701, S("m2")), S("101.1701"));
    CHECK_STR(value_of_number(66666667, S("mu")), S("10.00"));
    CHECK_STR(value_of_number(1000000000, S("mu")), S("150.00"));
    CHECK_STR(value_of_number(100000000, S("ha")), S("1.0000"));
    CHECK_STR(value_of_number(8000, S("yuan")), S("80.00"));
    CHECK_STR(value_of_number(7, S("number")), S("7"));
    CHECK_STR(value_of_number(0, S("time")), S(""));
    CHECK_STR(value_of_number(INT64_C(1773536400000), S("time")), S("2026-03-15T09:00:00+08:00"));
}

TEST(words_become_codes)
{
    struct report_map map = a_map();

    CHECK_STR(report_word_code(&map, S("document"), S("id")), S("1"));
    CHECK_STR(report_word_code(&map, S("document"), S("uscc")), S("7"));
    CHECK_STR(report_word_code(&map, S("holding"), S("shares")), S("2"));
    CHECK_STR(report_word_code(&map, S("document"), S("none")), S(""));
}

TEST(numbers_and_times_are_told_from_other_text)
{
    int sign;

    CHECK(report_is_number(S("0.00"), &sign) && sign == 0);
    CHECK(report_is_number(S("-0.5"), &sign) && sign == -1);
    CHECK(report_is_number(S("101.17"), &sign) && sign == 1);
    CHECK(!report_is_number(S(""), &sign));
    CHECK(!report_is_number(S("-"), &sign));
    CHECK(!report_is_number(S("1."), &sign));
    CHECK(!report_is_number(S(".5"), &sign));
    CHECK(!report_is_number(S("1e3"), &sign));
    CHECK(report_is_time(S("2019-06-14T10:30:18")));
    CHECK(report_is_time(S("2019-06-14T10:30:18+08:00")));
    CHECK(!report_is_time(S("2019-06-31T10:30:18")));
    CHECK(!report_is_time(S("2019-06-14")));
    CHECK(!report_is_time(S("")));
}

/* ---- the mapping ---- */

TEST(every_right_and_effect_has_its_kind)
{
    static const char *const rights[] = {"ownership", "land-use", "homestead", "collective-land",
        "collective-use", "collective-building", "contract-land", "forest", "sea-use", "structure",
        "mortgage", "easement", "residence", "operation", "advance", "objection", "seizure"};
    static const char *const effects[] = {"create", "transfer", "change", "correct", "cancel",
        "replace", "convert", "lapse", "renew"};
    struct report_map map = a_map();

    for (size_t i = 0; i < COUNT(rights); i++)
        for (size_t j = 0; j < COUNT(effects); j++) {
            if (!has_kind(&map, rights[i], effects[j], DATE))
                printf("# %s %s\n", rights[i], effects[j]);
            CHECK(has_kind(&map, rights[i], effects[j], DATE));
        }
    CHECK(has_kind(&map, "seizure", "release", DATE));
    CHECK(!has_kind(&map, "ownership", "seize", DATE));
    CHECK(!has_kind(&map, "moon", "create", DATE));
    /* 居住权 is a right since the Civil Code */
    CHECK(!has_kind(&map, "residence", "create", S("2020-12-31")));
    CHECK(has_kind(&map, "residence", "create", S("2021-01-01")));
}

TEST(the_land_decides_the_kind_of_right)
{
    struct report_map map = a_map();
    const struct report_kind *k = kind_on(&map, "ownership", "transfer", A_HOME);

    CHECK_STR(k->rec_type, S("2000402"));
    CHECK_STR(report_right_type(&map, k, A_HOME), S("4"));
    CHECK_STR(report_right_type(&map, k, S("640104001001JC00001F00010001")), S("6"));
    CHECK_STR(report_right_type(&map, k, S("640104001001JB00001F00010001")), S("8"));
    CHECK_STR(report_right_type(&map, k, S("640104001001ZW00001F00010001")), S(""));
    k = kind_on(&map, "mortgage", "cancel", A_HOME);
    CHECK_STR(k->rec_type, S("9000101"));
    CHECK_STR(report_kind_of_type(&map, S("9000101"))->right, S("mortgage"));
    /* a homestead with its house is reported as a house, one without as land */
    k = kind_on(&map, "homestead", "create", S("640104001001JC00001F00010001"));
    CHECK_STR(k->rec_type, S("1000402"));
    CHECK_STR(k->right_type, S("6"));
    k = kind_on(&map, "homestead", "create", S("640104001001JC00001W00000000"));
    CHECK_STR(k->rec_type, S("1000301"));
    CHECK_STR(report_right_type(&map, k, S("640104001001JC00001W00000000")), S("5"));
    /* collective land alone; with its house; with another structure */
    k = kind_on(&map, "collective-use", "create", S("640104001001JB00001W00000000"));
    CHECK_STR(k->rec_type, S("1000301"));
    CHECK_STR(report_right_type(&map, k, S("640104001001JB00001W00000000")), S("7"));
    k = kind_on(&map, "collective-building", "transfer", S("640104001001JB00001F00010001"));
    CHECK_STR(k->rec_type, S("2000402"));
    CHECK_STR(report_right_type(&map, k, S("640104001001JB00001F00010001")), S("8"));
    k = kind_on(&map, "collective-building", "create", S("640104001001JB00001Q00000001"));
    CHECK_STR(k->rec_type, S("1001601"));
    CHECK_STR(k->right_type, S("8"));
    CHECK_STR(report_object(S("640104001001GH00001W00000000")), S("sea"));
    CHECK_STR(report_object(S("640104001001GE00001L00000001")), S("forest"));
}

static str fault_of(const struct report_sources *sources)
{
    struct report_map map;
    str fault = {0};

    return report_map_parse(test_arena, sources, &map, &fault) == E_INVALID ? fault : S("none");
}

TEST(a_faulty_mapping_names_file_line_and_reason)
{
    struct report_sources good = {
        .kinds = S("right,effects,object,rec_type,right_type,reg_type,count,groups,valid_from,"
                   "valid_to,mark\n"
                   "ownership,create,*,1000402,4,100,first,house,2015-03-01,,V\n"),
        .tables = S("table,groups,each,least,ysdm,zh,en,mark\nT,house,,1,,表,table,V\n"),
        .fields = S("tables,attr,source,form,rule,max,codes,valid_from,valid_to,zh,en,mark\n"
                    "T,A,unit.code,text,need,28,,2015-03-01,,甲,a,V\n"),
        .words = S("map,word,code,mark\nholding,sole,0,V\n")};
    struct report_sources bad = good;
    str fault;

    CHECK_STR(fault_of(&good), S("none"));
    bad.fields = S("h\nT,A,unit.code,money,need,28,,2015-03-01,,甲,a,V\n");
    CHECK_STR(fault_of(&bad), S("report_fields.csv:2: there is no form 'money'"));
    bad.fields = S("h\nT,A,unit.code,text,must,28,,2015-03-01,,甲,a,V\n");
    CHECK_STR(fault_of(&bad), S("report_fields.csv:2: there is no rule 'must'"));
    bad.fields = S("h\nU,A,unit.code,text,need,28,,2015-03-01,,甲,a,V\n");
    CHECK_STR(fault_of(&bad), S("report_fields.csv:2: there is no table 'U'"));
    bad.fields = S("h\nT,A,unit.code,text,need,28,moon,2015-03-01,,甲,a,V\n");
    CHECK_STR(fault_of(&bad), S("report_fields.csv:2: there is no code table 'moon'"));
    bad.fields = S("h\nT,A,unit.code,text,need,28,,2015-02-30,,甲,a,V\n");
    fault = fault_of(&bad);
    CHECK(str_starts(fault, S("report_fields.csv:2: valid_from")));
    bad.fields = S("h\nT,A\n");
    CHECK(str_starts(fault_of(&bad), S("report_fields.csv:2: another number of columns")));
    bad.fields = good.fields;
    bad.kinds = S("h\nownership,create,*,100040,4,100,first,house,2015-03-01,,V\n");
    CHECK(str_starts(fault_of(&bad), S("report_kinds.csv:2: rec_type")));
    bad.kinds = S("h\nownership,create,*,1000402,4,150,first,house,2015-03-01,,V\n");
    CHECK(str_starts(fault_of(&bad), S("report_kinds.csv:2: reg_type")));
}

/* ---- messages ---- */

static struct report_message *a_message(void)
{
    struct report_message *m = report_message_new(test_arena);
    struct report_row *row;

    report_pair_add(m, &m->head, S("BizMsgID"), S("640104261126000001"));
    report_pair_add(m, &m->head, S("AreaCode"), S("640104"));
    report_pair_add(m, &m->head, S("PreCertID"), S(""));
    row = report_row_add(m, S("ZTT_GY_QLR"));
    report_pair_add(m, row, S("QLRMC"), S("<甲> & \"乙\" '丙'\t丁\n戊\r己]]>"));
    report_pair_add(m, row, S("ZJH"), S("  两  空格  "));
    (void)report_row_add(m, S("DJT_DJ_SLSQ"));
    return m;
}

TEST(what_is_written_is_read_as_it_was)
{
    struct ctx ctx = a_ctx();
    struct report_message *m = a_message(), *again = NULL;

    CHECK(report_message_read(&ctx, report_message_print(m), &again) == OK);
    CHECK(again != NULL && report_message_equal(m, again));
    m->first->first->value = S("另一个");
    CHECK(!report_message_equal(m, again));
}

TEST(what_xml_cannot_carry_becomes_a_blank)
{
    struct ctx ctx = a_ctx();
    struct report_message *m = a_message(), *again = NULL;

    m->first->first->value = S("a\x01"
                               "b\x1f");
    CHECK(report_message_read(&ctx, report_message_print(m), &again) == OK);
    CHECK_STR(report_pair_get(again->first, S("QLRMC")), S("a b "));
}

#define WHOLE(head, rows) S("<Message><Head>" head "</Head><Data>" rows "</Data></Message>")

TEST(what_is_no_message_is_refused)
{
    CHECK(is_refused(S(""), &REPORT_XML_FORM));
    CHECK(is_refused(S("no xml"), &REPORT_XML_FORM));
    CHECK(is_refused(S("<Message><Head></Message>"), &REPORT_XML_FORM));
    CHECK(is_refused(
        S("<Message><Head/><Data><A B=\"1\" B=\"2\"/></Data></Message>"), &REPORT_XML_FORM));
    CHECK(is_refused(S("<Message/>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(S("<Message><Data/><Head/></Message>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(S("<Other><Head/><Data/></Other>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(S("<Message><Head/><Data/><More/></Message>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(WHOLE("<A><B/></A>", ""), &REPORT_XML_SHAPE));
    CHECK(is_refused(WHOLE("<A x=\"1\">2</A>", ""), &REPORT_XML_SHAPE));
    CHECK(is_refused(WHOLE("", "<A><B/></A>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(WHOLE("", "<A xmlns:x=\"urn:x\" x:b=\"1\"/>"), &REPORT_XML_SHAPE));
    CHECK(is_refused(S("<Message><Head/><Data/>\xff</Message>"), &REPORT_XML_ENCODING));
    CHECK(is_refused(S("<Message><Head><A>&none;</A></Head><Data/></Message>"), &REPORT_XML_FORM));
}

TEST(declarations_and_entities_are_refused)
{
    CHECK(is_refused(
        S("<!DOCTYPE Message><Message><Head/><Data/></Message>"), &REPORT_XML_DECLARATION));
    CHECK(is_refused(S("<!DOCTYPE Message [<!ENTITY a \"aaaaaaaaaa\">"
                       "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                       "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
                       "<Message><Head><ASID>&c;</ASID></Head><Data/></Message>"),
        &REPORT_XML_DECLARATION));
    CHECK(is_refused(S("<!DOCTYPE M [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                       "<Message><Head><ASID>&x;</ASID></Head><Data/></Message>"),
        &REPORT_XML_DECLARATION));
    /* an encoding in which the bytes would mean something else is not believed */
    CHECK(is_refused(
        S("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-!DOCTYPE a+AD4-"), &REPORT_XML_FORM));
}

TEST(comments_and_cdata_are_allowed)
{
    struct ctx ctx = a_ctx();
    struct report_message *m = NULL;

    CHECK(
        report_message_read(&ctx,
            S("<Message><!-- why --><Head><A>1<!-- in --><![CDATA[<2>]]></A></Head><Data><!-- x -->"
              "<T b='&#20013;&amp;'/></Data></Message>"),
            &m) == OK);
    CHECK_STR(report_pair_get(&m->head, S("A")), S("1<2>"));
    CHECK_STR(report_pair_get(m->first, S("b")), S("中&"));
}

static str repeated(const char *before, const char *what, size_t times, const char *after)
{
    struct buf out;

    buf_init(&out, test_arena, (size_t)64 << 20);
    buf_add_z(&out, before);
    for (size_t i = 0; i < times; i++)
        buf_add_z(&out, what);
    buf_add_z(&out, after);
    return buf_str(&out);
}

TEST(size_depth_and_length_have_limits)
{
    CHECK(is_refused(
        repeated("<Message><Head/><Data>", "<T a=\"0123456789\"/>", 300000, "</Data></Message>"),
        &REPORT_XML_LARGE));
    CHECK(is_refused(
        repeated("<Message><Head/><Data>", "<T/>", REPORT_ROWS_MAX + 1, "</Data></Message>"),
        &REPORT_XML_LONG));
    CHECK(is_refused(
        repeated("<Message><Head>", "<A/>", REPORT_ATTRS_MAX + 1, "</Head><Data/></Message>"),
        &REPORT_XML_LONG));
    CHECK(is_refused(repeated("", "<Message>", 100000, ""), &REPORT_XML_FORM));
}

/* ---- the check ---- */

struct one_fault {
    const char *attr, *value;
    const struct rule *rule;
};

static str a_row_with(const char *attr, const char *value)
{
    static const struct {
        const char *attr, *value;
    } rows[] = {{"YSDM", "6003000000"}, {"BDCDYH", "640104001001GB00001F00010001"}, {"SXH", "1"},
        {"QLRMC", "甲"}, {"ZJZL", "1"}, {"ZJH", "11010519491231002X"}, {"QLRLX", "1"},
        {"GYFS", "0"}, {"QXDM", "640104"}, {"SFCZR", "1"}};
    struct buf out;

    buf_init(&out, test_arena, 10000);
    buf_add_z(&out, "<Message><Head/><Data><ZTT_GY_QLR");
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_printf(&out, " %s=\"%s\"", rows[i].attr,
            strcmp(rows[i].attr, attr) == 0 ? value : rows[i].value);
    buf_add_z(&out, "/></Data></Message>");
    return buf_str(&out);
}

static int64_t times_found_in_row(const char *attr, const char *value, const struct rule *rule)
{
    struct ctx ctx = a_ctx();
    struct report_map map = a_map();
    struct report_making m = {.map = &map, .date = DATE};
    struct report_message *msg = NULL;
    int64_t found = 0;

    CHECK(report_message_read(&ctx, a_row_with(attr, value), &msg) == OK);
    report_check(&ctx, &m, msg);
    for (const struct finding *f = ctx.why_first; f != NULL; f = f->next)
        found += f->rule == rule && str_starts(f->field, S("ZTT_GY_QLR[1]"));
    return found;
}

TEST(each_fault_of_a_record_is_found_and_only_it)
{
    static const struct one_fault rows[] = {{"QLRMC", "", &REPORT_EMPTY},
        {"ZJH", "", &REPORT_EMPTY}, {"GYFS", "9", &REPORT_CODE},
        {"ZJH", "110105194912310021", &REPORT_DOCUMENT}, {"SXH", "0", &REPORT_POSITIVE},
        {"SXH", "one", &REPORT_NUMBER}, {"SFCZR", "2", &REPORT_FLAG},
        {"BDCDYH", "640104", &REPORT_UNIT},
        {"BDCDYH", "6401040010010GB00001F00010001", &REPORT_LENGTH},
        {"QXDM", "6401AA", &REPORT_REGION}, {"YSDM", "60O3", &REPORT_DIGITS},
        {"QLRMC", " 甲", &REPORT_BLANKS}};

    for (size_t i = 0; i < COUNT(rows); i++) {
        CHECK_I64(times_found_in_row("none", "", rows[i].rule), 0);
        CHECK_I64(times_found_in_row(rows[i].attr, rows[i].value, rows[i].rule), 1);
    }
}

TEST(a_message_without_its_tables_is_incomplete)
{
    struct ctx ctx = a_ctx();
    struct report_map map = a_map();
    struct report_making m = {.map = &map, .date = DATE};

    m.kind = kind_on(&map, "mortgage", "create", A_HOME);
    report_check(&ctx, &m, report_message_new(test_arena));
    CHECK_I64(times_found(&ctx, &REPORT_TABLE), 3); /* 权利人、抵押权、受理 */
    CHECK_I64(times_found(&ctx, &REPORT_NUMBERING), 1);
    CHECK(why_refuse(&ctx) == E_REFUSED);
}

TEST(a_message_is_built_by_the_mapping)
{
    struct report_map map = a_map();
    struct tree *facts = tree_new(test_arena, TREE_OBJECT), *o;
    struct report_making m = {.map = &map, .date = DATE, .facts = facts};
    struct report_message *msg;

    m.kind = kind_on(&map, "mortgage", "create", A_HOME);
    tree_text(facts, S("region"), S("640104"));
    o = tree_object(facts, S("right"));
    tree_i64(o, S("debt_fen"), 50000001);
    tree_bool(o, S("no_transfer"), true);
    tree_text(tree_object(tree_list(facts, S("holders")), S("")), S("name"), S("示范银行"));
    msg = report_build(test_arena, &m);
    CHECK_STR(report_pair_get(&msg->head, S("AreaCode")), S("640104"));
    CHECK_STR(report_pair_get(&msg->head, S("ASID")), S("AS100"));
    CHECK_STR(msg->first->table, S("ZTT_GY_QLR"));
    CHECK_STR(report_pair_get(msg->first, S("QLRMC")), S("示范银行"));
    CHECK_STR(report_pair_get(msg->first, S("YSDM")), S("6003000000"));
    CHECK_STR(msg->first->next->table, S("QLF_QL_DYAQ"));
    CHECK_STR(report_pair_get(msg->first->next, S("BDBZZQSE")), S("50.000001"));
    CHECK_STR(report_pair_get(msg->first->next, S("SFCZJZHXZ")), S("1"));
    m.date = S("2020-01-01"); /* before the Civil Code there was no such attribute */
    msg = report_build(test_arena, &m);
    CHECK_STR(report_pair_get(msg->first->next, S("SFCZJZHXZ")), S(""));
}

/* ---- the night ---- */

static bool is_due(const char *now, const char *last, const char *day)
{
    struct when_date due;
    int64_t now_ms = 0;

    CHECK(when_parse(str_of(now), &now_ms));
    return report_next_due(now_ms, 30, str_of(last), &due) &&
           str_is(when_print_date(test_arena, due), day);
}

TEST(the_night_reports_each_day_once_it_is_over)
{
    struct when_date due;
    int64_t minutes, now_ms = 0;

    CHECK(is_due("2026-11-27T00:30:00+08:00", "", "2026-11-26"));
    CHECK(is_due("2026-11-27T00:29:59+08:00", "", "2026-11-25"));
    CHECK(is_due("2026-11-27T00:30:00+08:00", "2026-11-23", "2026-11-24"));
    CHECK(is_due("2026-11-27T12:00:00+08:00", "2026-01-01", "2026-10-26"));
    CHECK(when_parse(S("2026-11-27T00:30:00+08:00"), &now_ms));
    CHECK(!report_next_due(now_ms, 30, S("2026-11-26"), &due));
    CHECK(!report_next_due(now_ms, 31, S("2026-11-25"), &due));
    CHECK(report_parse_minutes(S("00:30"), &minutes) && minutes == 30);
    CHECK(report_parse_minutes(S("23:59"), &minutes) && minutes == 1439);
    CHECK(!report_parse_minutes(S("24:00"), &minutes));
    CHECK(!report_parse_minutes(S("0:30"), &minutes));
    CHECK(!report_parse_minutes(S("00-30"), &minutes));
    CHECK(!report_parse_minutes(S("00:60"), &minutes));
}

/* ---- real ones ---- */

static int64_t count_of(const struct tree *list, const char *rule)
{
    int64_t count = 0;

    for (const struct tree *t = list->first; t != NULL; t = t->next)
        count += str_is(tree_get_text(t, S("rule")), rule);
    return count;
}

static struct tree *read_sample(const char *path)
{
    struct ctx ctx = a_ctx();
    struct tree *out = tree_new(test_arena, TREE_OBJECT);

    CHECK(report_read(&ctx, file_text(path), out) == OK);
    CHECK(tree_get_bool(out, S("round_trip"), false));
    return out;
}

TEST(a_message_of_ours_is_read_with_its_oddities)
{
    const struct tree *out = read_sample("test/flow/files/message.xml");
    const struct tree *findings = tree_get(out, S("findings"));

    CHECK(!tree_get_bool(out, S("clean"), true));
    CHECK_I64(tree_get_i64(out, S("records"), 0), 3);
    CHECK_I64(count_of(findings, "REPORT_DOCUMENT"), 1);
    CHECK_I64(count_of(findings, "REPORT_CODE"), 1);
    CHECK_I64((int64_t)findings->count, 2);
}

TEST(real_messages_are_read_written_and_read_alike)
{
    const struct tree *findings;

    if (!file_exists(SAMPLES "7000101-advance-notice-and-advance-mortgage.xml")) {
        printf("# skipped: the three real messages are not on this machine\n");
        return;
    }
    findings = tree_get(
        read_sample(SAMPLES "7000101-advance-notice-and-advance-mortgage.xml"), S("findings"));
    CHECK_I64(count_of(findings, "REPORT_TWICE"), 7);
    CHECK_I64(count_of(findings, "REPORT_BLANKS"), 8);
    CHECK_I64(count_of(findings, "REPORT_DOCUMENT_ODD"), 6);
    findings = tree_get(read_sample(SAMPLES "9000101-mortgage-cancellation.xml"), S("findings"));
    CHECK_I64(count_of(findings, "REPORT_TABLE"), 0);
    findings =
        tree_get(read_sample(SAMPLES "1000301-land-use-right-first-fragment.xml"), S("findings"));
    CHECK_I64(count_of(findings, "REPORT_TABLE"), 3);
    CHECK_I64(count_of(findings, "REPORT_UNIT"), 3);
}

TESTS(T(fen_become_ten_thousands_exactly), T(areas_amounts_and_times_have_their_units),
    T(words_become_codes), T(numbers_and_times_are_told_from_other_text),
    T(every_right_and_effect_has_its_kind), T(the_land_decides_the_kind_of_right),
    T(a_faulty_mapping_names_file_line_and_reason), T(what_is_written_is_read_as_it_was),
    T(what_xml_cannot_carry_becomes_a_blank), T(what_is_no_message_is_refused),
    T(declarations_and_entities_are_refused), T(comments_and_cdata_are_allowed),
    T(size_depth_and_length_have_limits), T(each_fault_of_a_record_is_found_and_only_it),
    T(a_message_without_its_tables_is_incomplete), T(a_message_is_built_by_the_mapping),
    T(the_night_reports_each_day_once_it_is_over), T(a_message_of_ours_is_read_with_its_oddities),
    T(real_messages_are_read_written_and_read_alike))
