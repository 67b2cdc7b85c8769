/* Certificates on paper: what is printed can be read, found and scanned, nothing overflows, and the
 * seal breaks when a single character changes. Independent programs (poppler, zbar) look at the
 * files where they are installed. */
#include "base/file.h"
#include "base/when.h"
#include "cert/cert_face.h"
#include "cert/cert_seal.h"
#include "cert/cert_token.h"

#include "test.h"

#include <stdlib.h>
#include <unistd.h>

#define FONT "Noto Serif CJK SC"
#define PANEL_POINTS 420.95
#define MARGIN_POINTS 48.0
#define BYTES_MAX (120 << 10)
#define MUTATIONS 10000

static const struct cert_face_holder two[] = {
    {{"张建国", 9}, {"身份证 640104********0017", 29}, {"", 0}},
    {{"李秀英", 9}, {"身份证 640104********002X", 29}, {"", 0}}};

static struct cert_face certificate(void)
{
    return (struct cert_face){.kind = CERT_FACE_CERTIFICATE,
        .number = S("宁（2026）银川市不动产权第0000123号"),
        .licence = S("1.2.156.3005.2.11100000MB03271699001.640100.260000123.001.4"),
        .print_number = S("640104 26 Q 0000123"),
        .holders = two,
        .holders_count = COUNT(two),
        .common = S("共同共有"),
        .location = S("银川市兴庆区解放西街街道北京东路128号凤凰花园小区3号楼2单元1001室"),
        .unit = S("640104 001002 GB00003 F00010001"),
        .right = S("国有建设用地使用权 / 房屋所有权"),
        .nature = S("出让 / 商品房"),
        .usage = S("城镇住宅用地 / 住宅"),
        .area = S("房屋建筑面积 118.46 平方米"),
        .term = S("2010年03月18日起\n2080年03月17日止"),
        .other = S("房屋结构：钢筋混凝土结构\n总层数：18　所在层：10"),
        .notes = S("业务编号：202611230001"),
        .authority = S("银川市自然资源局"),
        .issued = S("2026年11月23日"),
        .issued_ms = INT64_C(1795400000000),
        .qr = S("YC1.abc.def.ghi"),
        .token = S("YC1.abc.def.ghi"),
        .seal_arc = S("银川市自然资源局"),
        .seal_foot = S("不动产登记专用章")};
}

static struct cert_face proof(void)
{
    struct cert_face f = certificate();

    f.kind = CERT_FACE_PROOF;
    f.number = S("宁（2026）银川市不动产证明第0000456号");
    f.matter = S("抵押权");
    f.obligor = S("张建国、李秀英");
    return f;
}

static struct cert_printer *printer_open(void)
{
    struct cert_printer *p = NULL;
    err fault = cert_printer_open(test_arena, FONT, &p);

    if (fault == E_MISSING)
        printf("# no font " FONT ": printing is not tested\n");
    CHECK(fault == OK || fault == E_MISSING);
    return fault == OK ? p : NULL;
}

static str print(struct cert_printer *p, const struct cert_face *face)
{
    str pdf = {0};

    CHECK(cert_pdf_render(p, test_arena, face, &pdf) == OK);
    CHECK(str_starts(pdf, S("%PDF-1.4")));
    return pdf;
}

static int64_t count_of(str s, const char *word)
{
    int64_t count = 0;
    size_t at;

    while (str_find(s, str_of(word), &at)) {
        s = str_slice(s, at + 1, s.len);
        count++;
    }
    return count;
}

/* ---- files for other programs ---- */

static const char *folder(void)
{
    char *name = (char *)(uintptr_t)arena_z(test_arena, S("/tmp/test-cert-XXXXXX"));

    CHECK(mkdtemp(name) != NULL);
    return name;
}

static const char *file_in(const char *dir, const char *name)
{
    return arena_printf(test_arena, "%s/%s", dir, name).at;
}

static void folder_remove(const char *dir)
{
    CHECK(system(arena_printf(test_arena, "rm -rf '%s'", dir).at) == 0);
}

/* What a program writes; "" and a note when it is not installed. */
static str output_of(const char *program, const char *arguments)
{
    const char *found = arena_printf(test_arena, "command -v %s >/dev/null", program).at;
    const char *line = arena_printf(test_arena, "%s %s 2>/dev/null", program, arguments).at;
    size_t room = 4 << 20;
    char *at = arena_take(test_arena, room);
    size_t len;
    FILE *f;

    if (system(found) != 0) {
        printf("# %s is not installed: not looked at with it\n", program);
        return (str){0};
    }
    f = popen(line, "r");
    CHECK(f != NULL);
    len = fread(at, 1, room, f);
    pclose(f);
    return (str){at, len};
}

/* ---- the print ---- */

TEST(a_certificate_is_small_whole_and_always_the_same)
{
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    str first, second;

    if (p == NULL)
        return;
    first = print(p, &f);
    second = print(p, &f);
    CHECK(str_eq(first, second));
    CHECK_I64(count_of(first, "/FontFile3"), 1);
    CHECK(count_of(first, "/ToUnicode") == 1);
    CHECK(first.len < BYTES_MAX);
    CHECK(count_of(first, "/Count 2") == 1);
    f.notes = (str){0};
    CHECK(count_of(print(p, &f), "/Count 1") == 1);
    cert_printer_close(p);
}

TEST(a_proof_keeps_to_one_page)
{
    struct cert_face f = proof();
    struct cert_printer *p = printer_open();

    if (p == NULL)
        return;
    CHECK(count_of(print(p, &f), "/Count 1") == 1);
    cert_printer_close(p);
}

/* What is read back from the file is what was to be printed. */
TEST(the_words_are_in_the_file)
{
    const char *dir = folder(), *path = file_in(dir, "c.pdf");
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    const str words[] = {f.number, f.unit, S("张建国"), S("640104********002X"), S("出让 / 商品房"),
        S("不动产单元号"), S("根据《中华人民共和国民法典》"), f.issued, f.licence};
    str text, fonts;
    size_t at;

    if (p == NULL)
        return;
    CHECK(file_write(test_arena, path, print(p, &f)) == OK);
    text = output_of("pdftotext", arena_printf(test_arena, "-raw '%s' -", path).at);
    for (size_t i = 0; text.len > 0 && i < COUNT(words); i++)
        if (!str_find(text, words[i], &at))
            CHECK_STR(text, words[i]);
    fonts = output_of("pdffonts", arena_printf(test_arena, "'%s'", path).at);
    CHECK(fonts.len == 0 ||
          str_find(fonts, S("CID Type 0C       Identity-H       yes yes yes"), &at));
    folder_remove(dir);
    cert_printer_close(p);
}

static str repeat(const char *word, int times)
{
    size_t len = str_of(word).len;
    char *at = arena_take(test_arena, len * (size_t)times + 1);

    for (int i = 0; i < times; i++)
        memcpy(at + len * (size_t)i, word, len);
    return (str){at, len * (size_t)times};
}

/* The value of name="..." as whole points. */
static int points_of(str word, const char *name)
{
    size_t at;

    if (!str_find(word, str_of(name), &at))
        return -1;
    return atoi(word.at + at + str_of(name).len);
}

/* Every word stands between the margins of its panel. */
static void check_margins(str boxes)
{
    int outside = 0, words = 0;
    size_t at;

    while (str_find(boxes, S("<word "), &at)) {
        boxes = str_slice(boxes, at + 6, boxes.len);

        int left = points_of(boxes, "xMin=\""), right = points_of(boxes, "xMax=\"");
        int bottom = points_of(boxes, "yMax=\"");
        double edge = left < PANEL_POINTS - 20 ? 0 : PANEL_POINTS;

        words++;
        outside += left < edge + MARGIN_POINTS - 1 || bottom > 560 ||
                   right > edge + PANEL_POINTS - MARGIN_POINTS + 1;
    }
    CHECK(words > 100);
    CHECK_I64(outside, 0);
}

TEST(long_texts_shrink_or_go_on_in_the_notes)
{
    const char *dir = folder(), *path = file_in(dir, "c.pdf");
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    struct cert_face_holder many[40];
    str pdf, text;
    size_t at;

    if (p == NULL)
        return;
    for (size_t i = 0; i < COUNT(many); i++)
        many[i] = (struct cert_face_holder){
            arena_printf(test_arena, "共有人%zu", i), S("身份证 640104********0017"), S("1/40")};
    f.holders = many;
    f.holders_count = COUNT(many);
    f.location = repeat("银川市兴庆区", 30);
    f.usage = repeat("W", 400);
    f.other = repeat("房屋结构：钢筋混凝土结构。", 120);
    f.notes = arena_join(test_arena, repeat("附记甚长。", 1500), S("末"));
    pdf = print(p, &f);
    CHECK(file_write(test_arena, path, pdf) == OK);
    CHECK(count_of(pdf, "/Count 1") == 0);
    text = output_of("pdftotext", arena_printf(test_arena, "-raw '%s' -", path).at);
    if (text.len > 0) {
        CHECK(str_find(text, S("详见附记"), &at));
        CHECK(str_find(text, S("39（身份证"), &at));
        CHECK(str_find(text, S("末"), &at));
        CHECK_I64(count_of(text, "筋"), 120); /* a line may break anywhere but in a letter */
        check_margins(output_of("pdftotext", arena_printf(test_arena, "-bbox '%s' -", path).at));
    }
    folder_remove(dir);
    cert_printer_close(p);
}

/* A name is never printed as an empty box. */
TEST(a_character_without_a_glyph_is_refused)
{
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    str pdf;

    if (p == NULL)
        return;
    f.location = S("\xf4\x8f\xbf\xbd");
    CHECK(cert_pdf_render(p, test_arena, &f, &pdf) == E_INVALID);
    f.location = S("𠮷祥㙍犇骉\xf0\xa0\x82\x87"); /* rare, and outside the first plane */
    CHECK(cert_pdf_render(p, test_arena, &f, &pdf) == OK);
    cert_printer_close(p);
}

TEST(what_cannot_be_printed_is_refused_and_leaves_nothing)
{
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    struct arena *small = arena_new(24 << 10);
    str pdf;

    if (p == NULL)
        return;
    f.plan_png = S("\x89PNG\r\n\x1a\n....IHDR\xff\xff\xff\xff\xff\xff\xff\xff");
    CHECK(cert_pdf_render(p, test_arena, &f, &pdf) == E_INVALID);
    f.plan_png = S("no image");
    CHECK(cert_pdf_render(p, test_arena, &f, &pdf) == E_INVALID);
    f.plan_png = (str){0};
    f.qr = repeat("x", 3000);
    CHECK(cert_pdf_render(p, test_arena, &f, &pdf) == E_TOO_LARGE);
    f.qr = S("x");
    CHECK(cert_pdf_render(p, small, &f, &pdf) == E_TOO_LARGE);
    arena_free(small);
    print(p, &f);
    cert_printer_close(p);
    CHECK(cert_printer_open(test_arena, "No Such Font", &p) == E_MISSING);
}

/* A white image of 2 x 1 pixels. */
static const unsigned char white_png[] = {0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00,
    0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x01, 0x08,
    0x00, 0x00, 0x00, 0x00, 0xd1, 0x49, 0x20, 0x56, 0x00, 0x00, 0x00, 0x0b, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0xf8, 0xff, 0x1f, 0x00, 0x03, 0x00, 0x01, 0xff, 0xfc, 0x25, 0xdc, 0x51, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

TEST(a_plan_has_its_page)
{
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();

    if (p == NULL)
        return;
    f.plan_png = (str){(const char *)white_png, sizeof white_png};
    CHECK(count_of(print(p, &f), "/Count 2") == 1); /* beside the notes */
    f.notes = (str){0};
    CHECK(count_of(print(p, &f), "/Count 2") == 1); /* alone */
    cert_printer_close(p);
}

/* Printed at the dots of an office printer, the code is read back letter for letter. */
TEST(the_code_scans)
{
    const char *dir = folder(), *path = file_in(dir, "c.pdf");
    const int lengths[] = {40, 300, 1100, 1660};
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();

    if (p == NULL)
        return;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        char *text = (char *)(uintptr_t)repeat("A", lengths[i]).at;
        str read;

        for (int c = 0; c < lengths[i]; c++)
            text[c] = "ABCdefGHIjkl0189-_"[(c * 7 + c * c * 3) % 18];
        memcpy(text, "YC1.", 4);
        f.qr = (str){text, (size_t)lengths[i]};
        CHECK(file_write(test_arena, path, print(p, &f)) == OK);
        output_of("pdftoppm",
            arena_printf(test_arena, "-r 300 -f 1 -l 1 -gray '%s' '%s'", path, file_in(dir, "page"))
                .at);
        read = output_of(
            "zbarimg", arena_printf(test_arena, "-q --raw '%s'", file_in(dir, "page-1.pgm")).at);
        if (read.len > 0)
            CHECK_STR(str_trim(read), f.qr);
    }
    folder_remove(dir);
    cert_printer_close(p);
}

/* ---- the seal ---- */

struct sealed {
    const char *dir, *ca;
    str plain, pdf;
};

static bool seal(struct sealed *s)
{
    struct cert_face f = certificate();
    struct cert_printer *p = printer_open();
    struct cert_sealer *sealer;

    if (p == NULL)
        return false;
    s->dir = folder();
    s->ca = file_in(s->dir, "seal-ca.pem");
    s->plain = print(p, &f);
    cert_printer_close(p);
    CHECK(cert_sealer_open(test_arena, s->dir, &sealer) == OK);
    CHECK(cert_seal_pdf(sealer, test_arena, s->plain, &f, &s->pdf) == OK);
    cert_sealer_close(sealer);
    return true;
}

static bool holds(str pdf, const char *ca)
{
    struct cert_seal_result r;

    return cert_seal_check(test_arena, pdf, ca, &r);
}

TEST(a_sealed_file_holds)
{
    struct cert_seal_result r;
    struct sealed s, other;
    str token;

    if (!seal(&s) || !seal(&other))
        return;
    CHECK(str_starts(s.pdf, s.plain));
    CHECK(cert_seal_check(test_arena, s.pdf, s.ca, &r));
    CHECK(r.found && r.whole && r.intact && r.trusted);
    CHECK(cert_token_from_pdf(s.pdf, &token));
    CHECK_STR(token, S("YC1.abc.def.ghi"));
    CHECK(!cert_seal_check(test_arena, s.pdf, other.ca, &r));
    CHECK(r.found && r.whole && r.intact && !r.trusted);
    CHECK(!cert_seal_check(test_arena, s.pdf, "/nonexistent", &r));
    CHECK(!cert_seal_check(test_arena, s.plain, s.ca, &r));
    CHECK(!r.found && !r.whole && !r.intact && !r.trusted);
    folder_remove(s.dir);
    folder_remove(other.dir);
}

TEST(what_is_no_print_is_not_sealed)
{
    struct cert_face f = certificate();
    struct cert_sealer *sealer;
    struct sealed s;
    str pdf;

    if (!seal(&s))
        return;
    CHECK(cert_sealer_open(test_arena, s.dir, &sealer) == OK); /* the same key again */
    CHECK(cert_seal_pdf(sealer, test_arena, S("hello"), &f, &pdf) == E_INVALID);
    CHECK(
        cert_seal_pdf(sealer, test_arena, S("%PDF-1.4\ntrailer startxref"), &f, &pdf) == E_INVALID);
    CHECK(cert_seal_pdf(sealer, test_arena, s.pdf, &f, &pdf) == E_INVALID); /* sealed already */
    CHECK(cert_seal_pdf(sealer, test_arena, s.plain, &f, &pdf) == OK);
    CHECK(holds(pdf, s.ca));
    cert_sealer_close(sealer);
    folder_remove(s.dir);
}

/* A reader of another make says the same. */
TEST(poppler_finds_the_seal_valid)
{
    struct sealed s;
    size_t at;
    str said;

    if (!seal(&s))
        return;
    CHECK(file_write(test_arena, file_in(s.dir, "c.pdf"), s.pdf) == OK);
    said = output_of("pdfsig", arena_printf(test_arena, "'%s'", file_in(s.dir, "c.pdf")).at);
    if (said.len > 0) {
        CHECK(str_find(said, S("Signature is Valid."), &at));
        CHECK(str_find(said, S("ETSI.CAdES.detached"), &at));
        CHECK(str_find(said, S("Total document signed"), &at));
    }
    folder_remove(s.dir);
}

static uint64_t next_number(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Three of four changes hit the update with the signature; they are changed back afterwards. */
TEST(ten_thousand_changed_files_are_refused)
{
    struct arena_mark mark;
    uint64_t state = 20261123;
    int passed = 0;
    struct sealed s;
    char *at;

    if (!seal(&s))
        return;
    at = (char *)(uintptr_t)s.pdf.at;
    mark = arena_mark(test_arena);
    for (int i = 0; i < MUTATIONS; i++) {
        size_t from = i % 4 == 0 ? 0 : s.plain.len;
        size_t where = from + next_number(&state) % (s.pdf.len - from);
        char was = at[where];

        at[where] = (char)(i % 2 == 0 ? was ^ (1 << next_number(&state) % 8)
                                      : "0123456789abcdefABCDEF<>[] "[next_number(&state) % 27]);
        passed += at[where] != was && holds(s.pdf, s.ca);
        at[where] = was;
        arena_rewind(test_arena, mark);
    }
    CHECK_I64(passed, 0);
    CHECK(holds(s.pdf, s.ca));
    folder_remove(s.dir);
}

/* Each character of the signature itself: another digit, and the same digit written large. */
TEST(each_digit_of_the_seal_counts)
{
    struct sealed s;
    struct arena_mark mark;
    int passed = 0;
    size_t begin;

    if (!seal(&s) || !str_find(s.pdf, S("/Contents <"), &begin))
        return;
    mark = arena_mark(test_arena);
    for (size_t i = begin + 11; s.pdf.at[i] != '>'; i++) {
        char *at = (char *)(uintptr_t)s.pdf.at + i, was = *at;

        *at = was == '0' ? '1' : '0';
        passed += holds(s.pdf, s.ca);
        *at = was >= 'a' ? (char)(was - 'a' + 'A') : 'F';
        passed += holds(s.pdf, s.ca);
        *at = was;
        arena_rewind(test_arena, mark);
    }
    CHECK_I64(passed, 0);
    folder_remove(s.dir);
}

/* What is cut off, added, or put behind as a further update. */
TEST(the_seal_covers_the_whole_file)
{
    struct sealed s, other;
    size_t contents;

    if (!seal(&s) || !seal(&other) || !str_find(s.pdf, S("/Contents <"), &contents))
        return;
    for (size_t cut = 1; cut < 400; cut++)
        CHECK(!holds(str_slice(s.pdf, 0, s.pdf.len - cut), s.ca));
    CHECK(!holds(s.plain, s.ca));
    CHECK(!holds(arena_join(test_arena, s.pdf, S("\n")), s.ca));
    CHECK(!holds(arena_join(test_arena, S(" "), s.pdf), s.ca));
    CHECK(!holds(arena_join(test_arena, s.pdf, str_slice(s.pdf, s.plain.len, s.pdf.len)), s.ca));
    CHECK(!holds(
        arena_join(test_arena, s.plain, str_slice(other.pdf, s.plain.len, s.pdf.len)), s.ca));
    CHECK(!holds(arena_join(test_arena, str_slice(s.pdf, 0, contents + 11),
                     str_slice(other.pdf, contents + 11, other.pdf.len)),
        s.ca));
    folder_remove(s.dir);
    folder_remove(other.dir);
}

TESTS(T(a_certificate_is_small_whole_and_always_the_same), T(a_proof_keeps_to_one_page),
    T(the_words_are_in_the_file), T(long_texts_shrink_or_go_on_in_the_notes),
    T(a_character_without_a_glyph_is_refused),
    T(what_cannot_be_printed_is_refused_and_leaves_nothing), T(a_plan_has_its_page),
    T(the_code_scans), T(a_sealed_file_holds), T(what_is_no_print_is_not_sealed),
    T(poppler_finds_the_seal_valid), T(ten_thousand_changed_files_are_refused),
    T(each_digit_of_the_seal_counts), T(the_seal_covers_the_whole_file))
