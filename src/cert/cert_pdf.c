/* The pages of a certificate or proof: a spread of two panels (the sentence with seal and QR code;
 * the table), then notes and plan where there are any, two panels a page. */
#include "cert/cert_paper.h"

#include "base/buf.h"

#include <math.h>
#include <string.h>

#define WORD(name, text) static const char name[] = text;
#include "cert/cert_face.def"
#undef WORD

#define PANEL_WIDTH 148.5
#define PANEL_HEIGHT 210.0
#define INNER_LEFT 17.0
#define INNER_WIDTH (PANEL_WIDTH - 2 * INNER_LEFT)
#define SEAL_X 104.0
#define SEAL_Y 148.0
#define SEAL_RADIUS 20.0
#define QR_X 17.5
#define QR_Y 121.0
#define QR_SIDE 50.0
#define TABLE_TOP 36.0
#define TABLE_HEIGHT 156.0
#define LABEL_WIDTH 27.0
#define CELL_PAD_X 2.6
#define CELL_PAD_Y 1.0
#define LETTER 3.9       /* 11 points */
#define LETTER_LEAST 2.3 /* 6.5 points: smaller is not legible in print */
#define NOTES_TOP 34.0
#define NOTES_HEIGHT 158.0
#define ROWS_MAX 12
#define PLAN_PIXELS_MAX INT64_C(40000000)

static const struct cert_ink black = {0.08, 0.08, 0.09};

struct row {
    const char *label;
    str value;
    double height; /* share of the table's height */
    str brief; /* stands in the cell when the value goes to the notes; empty for a mere pointer */
};

/* One rendering. The arena may jump out of it; the plan is released by the owner. */
struct job {
    struct cert_sheet sheet;
    const struct cert_face *face;
    cairo_surface_t *plan;
    str notes; /* what cells could not hold, then the face's notes */
};

static struct cert_ink line_ink(const struct job *j)
{
    return cert_look_of(j->face->kind)->line;
}

struct cert_box cert_face_seal_box(enum cert_face_kind kind)
{
    const double k = CERT_POINTS_OF_MM;

    (void)kind; /* both forms have it in the same place */
    return (struct cert_box){(int)lround((SEAL_X - SEAL_RADIUS) * k),
        (int)lround((PANEL_HEIGHT - SEAL_Y - SEAL_RADIUS) * k), (int)lround(2 * SEAL_RADIUS * k),
        (int)lround(2 * SEAL_RADIUS * k)};
}

static void put_spread(struct job *j, const char *word, double size, const struct cert_area *area)
{
    const struct cert_style style = {size, 1.25, PANGO_ALIGN_LEFT, line_ink(j)};

    cert_text_spread(&j->sheet.pen, str_of(word), &style, area);
}

static void put_cut(struct job *j, const char *word, double size, const struct cert_area *area)
{
    const struct cert_style style = {size, 1.25, PANGO_ALIGN_LEFT, line_ink(j)};

    cert_text_cut(&j->sheet.pen, str_of(word), &style, area);
}

static void put_line(
    struct job *j, str text, const struct cert_style *style, const struct cert_area *area)
{
    if (text.len > 0 && !cert_text_fit(&j->sheet.pen, text, style, 0.5, area))
        j->sheet.pen.fault = j->sheet.pen.fault == OK ? E_INVALID : j->sheet.pen.fault;
}

/* The first panel */

static void put_title(struct job *j, double x)
{
    bool proof = j->face->kind == CERT_FACE_PROOF;
    struct cert_area state = {x + PANEL_WIDTH / 2 - 27, 21, 54, 10};
    struct cert_area title = {x + PANEL_WIDTH / 2 - 43, 33, 86, 14};
    cairo_t *cr = j->sheet.pen.cr;

    put_cut(j, CERT_WORD_STATE, 5.0, &state);
    put_cut(j, proof ? CERT_WORD_PROOF : CERT_WORD_CERTIFICATE, 10.5, &title);
    cert_ink_set(cr, line_ink(j));
    for (int i = 0; i < 2; i++) {
        cairo_set_line_width(cr, i == 0 ? 0.4 : 0.15);
        cairo_move_to(cr, x + PANEL_WIDTH / 2 - 43, 51 + 0.8 * i);
        cairo_rel_line_to(cr, 86, 0);
        cairo_stroke(cr);
    }
}

/* Two blanks begin the sentence, as a Chinese paragraph has it. */
static void put_sentence(struct job *j, double x)
{
    const struct cert_style style = {5.0, 1.85, PANGO_ALIGN_LEFT, black};
    const struct cert_area area = {x + INNER_LEFT + 1, 58, INNER_WIDTH - 2, 52};
    bool proof = j->face->kind == CERT_FACE_PROOF;

    put_line(j,
        arena_printf(j->sheet.pen.arena, "　　%s",
            proof ? CERT_WORD_PROOF_SENTENCE : CERT_WORD_CERTIFICATE_SENTENCE),
        &style, &area);
}

/* The seal covers the date's upper edge and nothing that would have to be read through it. */
static void put_authority(struct job *j, double x)
{
    const struct cert_style style = {4.6, 1.3, PANGO_ALIGN_CENTER, black};
    const struct cert_area word = {x + SEAL_X - 28, SEAL_Y - 37, 56, 7};
    const struct cert_area name = {x + SEAL_X - 28, SEAL_Y - 29, 56, 7};
    const struct cert_area date = {x + SEAL_X - 28, SEAL_Y + 16, 56, 8};
    const struct cert_seal_words seal = {j->face->seal_arc, j->face->seal_foot};

    put_line(j, str_of(CERT_WORD_AUTHORITY), &style, &word);
    put_line(j, j->face->authority, &style, &name);
    put_line(j, j->face->issued, &style, &date);
    cert_ornament_seal(&j->sheet.pen, &seal, x + SEAL_X, SEAL_Y, SEAL_RADIUS);
}

static void put_qr(struct job *j, double x)
{
    const struct cert_style small = {2.5, 1.3, PANGO_ALIGN_CENTER, line_ink(j)};
    const struct cert_area caption = {x + QR_X, QR_Y + QR_SIDE + 0.6, QR_SIDE, 4};
    const struct cert_area square = {x + QR_X, QR_Y, QR_SIDE, QR_SIDE};

    if (j->face->qr.len == 0)
        return;
    cert_ornament_qr(&j->sheet.pen, j->face->qr, &square);
    put_line(j, str_of(CERT_WORD_SCAN), &small, &caption);
}

static void put_foot(struct job *j, double x)
{
    const struct cert_style plain = {3.4, 1.3, PANGO_ALIGN_CENTER, line_ink(j)};
    const struct cert_style small = {2.5, 1.3, PANGO_ALIGN_CENTER, line_ink(j)};
    const struct cert_area supervisor = {x + INNER_LEFT, 178, INNER_WIDTH, 6};
    const struct cert_area number = {x + INNER_LEFT, 184, INNER_WIDTH, 5};
    const struct cert_area licence = {x + INNER_LEFT, 189, INNER_WIDTH, 4};
    struct arena *a = j->sheet.pen.arena;

    put_line(j, j->face->supervisor, &plain, &supervisor);
    if (j->face->print_number.len > 0)
        put_line(j,
            arena_printf(a, "%s  No. %.*s", CERT_WORD_PRINT_NUMBER, STR(j->face->print_number)),
            &small, &number);
    if (j->face->licence.len > 0)
        put_line(j, arena_printf(a, "%s  %.*s", CERT_WORD_LICENCE, STR(j->face->licence)), &small,
            &licence);
}

static void panel_begin(struct job *j, double x, double rosette_y)
{
    const struct cert_area panel = {x, 0, PANEL_WIDTH, PANEL_HEIGHT};

    cert_ornament_panel(&j->sheet.pen, &panel);
    cert_ornament_rosette(&j->sheet.pen, x + PANEL_WIDTH / 2, rosette_y, 52);
    cert_ornament_rosette(&j->sheet.pen, x + PANEL_WIDTH / 2, rosette_y, 22);
}

static void put_first_panel(struct job *j, double x)
{
    panel_begin(j, x, 92);
    put_title(j, x);
    put_sentence(j, x);
    put_qr(j, x);
    put_authority(j, x);
    put_foot(j, x);
}

/* The second panel */

static str holders_text(struct job *j)
{
    const struct cert_face *f = j->face;
    struct buf b;

    buf_init(&b, j->sheet.pen.arena, 64 << 10);
    for (size_t i = 0; i < f->holders_count; i++) {
        const struct cert_face_holder *h = &f->holders[i];

        buf_printf(&b, "%s%.*s", i == 0 ? "" : "\n", STR(h->name));
        if (h->document.len > 0)
            buf_printf(&b, "（%.*s）", STR(h->document));
        if (h->share.len > 0)
            buf_printf(&b, "　%.*s", STR(h->share));
    }
    return buf_str(&b);
}

/* 张建国等6人 */
static str holders_brief(struct job *j)
{
    const struct cert_face *f = j->face;

    if (f->holders_count < 2)
        return (str){0};
    return arena_printf(j->sheet.pen.arena, "%.*s%s%zu%s", STR(f->holders[0].name), CERT_WORD_AND,
        f->holders_count, CERT_WORD_PERSONS);
}

static size_t certificate_rows(struct job *j, struct row rows[ROWS_MAX])
{
    const struct cert_face *f = j->face;
    const struct row all[] = {
        {CERT_WORD_HOLDER, holders_text(j), 17, holders_brief(j)},
        {CERT_WORD_COMMON, f->common, 10, {0}},
        {CERT_WORD_LOCATION, f->location, 14, {0}},
        {CERT_WORD_UNIT, f->unit, 10, {0}},
        {CERT_WORD_RIGHT, f->right, 10, {0}},
        {CERT_WORD_NATURE, f->nature, 10, {0}},
        {CERT_WORD_USAGE, f->usage, 10, {0}},
        {CERT_WORD_AREA, f->area, 12, {0}},
        {CERT_WORD_TERM, f->term, 12, {0}},
        {CERT_WORD_OTHER, f->other, 51, {0}},
    };

    memcpy(rows, all, sizeof all);
    return COUNT(all);
}

static size_t proof_rows(struct job *j, struct row rows[ROWS_MAX])
{
    const struct cert_face *f = j->face;
    const struct row all[] = {
        {CERT_WORD_MATTER, f->matter, 14, {0}},
        {CERT_WORD_PROOF_HOLDER, holders_text(j), 18, holders_brief(j)},
        {CERT_WORD_OBLIGOR, f->obligor, 16, {0}},
        {CERT_WORD_LOCATION, f->location, 16, {0}},
        {CERT_WORD_UNIT, f->unit, 12, {0}},
        {CERT_WORD_PROOF_OTHER, f->other, 48, {0}},
        {CERT_WORD_NOTES, f->notes, 32, {0}},
    };

    memcpy(rows, all, sizeof all);
    return COUNT(all);
}

/* What does not fit goes to the notes in full; the cell says so. */
static void put_value(struct job *j, const struct row *row, const struct cert_area *cell)
{
    bool tall = cell->height > 40;
    const struct cert_style style = {
        tall ? LETTER - 0.2 : LETTER, tall ? 1.5 : 1.3, PANGO_ALIGN_LEFT, black};
    const struct cert_area inner = {cell->x + CELL_PAD_X, cell->y + CELL_PAD_Y,
        cell->width - 2 * CELL_PAD_X, cell->height - 2 * CELL_PAD_Y};
    struct arena *a = j->sheet.pen.arena;

    if (row->value.len == 0 ||
        cert_text_fit(&j->sheet.pen, row->value, &style, LETTER_LEAST, &inner))
        return;
    put_line(j, row->brief.len > 0 ? row->brief : str_of(CERT_WORD_SEE_NOTES), &style, &inner);
    j->notes = arena_printf(a, "%.*s【%s】\n%.*s\n", STR(j->notes), row->label, STR(row->value));
}

static void put_row(struct job *j, const struct row *row, const struct cert_area *area)
{
    const struct cert_area label = {area->x + 2.2, area->y, LABEL_WIDTH - 4.4, area->height};
    const struct cert_area cell = {
        area->x + LABEL_WIDTH, area->y, area->width - LABEL_WIDTH, area->height};
    cairo_t *cr = j->sheet.pen.cr;

    put_spread(j, row->label, 3.7, &label);
    put_value(j, row, &cell);
    cert_ink_set(cr, line_ink(j));
    cairo_set_line_width(cr, 0.2);
    cairo_move_to(cr, area->x, area->y + area->height);
    cairo_rel_line_to(cr, area->width, 0);
    cairo_stroke(cr);
}

static void put_table(struct job *j, double x)
{
    struct row rows[ROWS_MAX];
    bool proof = j->face->kind == CERT_FACE_PROOF;
    size_t count = proof ? proof_rows(j, rows) : certificate_rows(j, rows);
    struct cert_area area = {x + INNER_LEFT, TABLE_TOP, INNER_WIDTH, 0};
    cairo_t *cr = j->sheet.pen.cr;

    for (size_t i = 0; i < count; i++) {
        area.height = rows[i].height;
        put_row(j, &rows[i], &area);
        area.y += area.height;
    }
    cert_ink_set(cr, line_ink(j));
    cairo_set_line_width(cr, 0.2);
    cairo_move_to(cr, area.x + LABEL_WIDTH, TABLE_TOP);
    cairo_rel_line_to(cr, 0, TABLE_HEIGHT);
    cairo_stroke(cr);
    cairo_set_line_width(cr, 0.5);
    cairo_rectangle(cr, area.x, TABLE_TOP, INNER_WIDTH, TABLE_HEIGHT);
    cairo_stroke(cr);
}

static void put_second_panel(struct job *j, double x)
{
    const struct cert_style style = {5.4, 1.3, PANGO_ALIGN_CENTER, black};
    const struct cert_area number = {x + INNER_LEFT, 20, INNER_WIDTH, 12};

    panel_begin(j, x, PANEL_HEIGHT / 2);
    put_line(j, j->face->number, &style, &number);
    put_table(j, x);
}

/* Notes and plan */

static void put_heading(struct job *j, const char *word, double x)
{
    double width = 13.0 * (double)str_utf8_length(str_of(word));
    const struct cert_area area = {x + (PANEL_WIDTH - width) / 2, 17, width, 12};
    const struct cert_style small = {2.6, 1.3, PANGO_ALIGN_CENTER, line_ink(j)};
    const struct cert_area number = {x + INNER_LEFT, 28, INNER_WIDTH, 5};
    cairo_t *cr = j->sheet.pen.cr;

    put_cut(j, word, 6.4, &area);
    put_line(j, j->face->number, &small, &number);
    cert_ink_set(cr, line_ink(j));
    cairo_set_line_width(cr, 0.5);
    cairo_rectangle(cr, x + INNER_LEFT, NOTES_TOP, INNER_WIDTH, NOTES_HEIGHT);
    cairo_stroke(cr);
}

static const struct cert_style notes_style = {3.7, 1.6, PANGO_ALIGN_LEFT, {0.08, 0.08, 0.09}};

static void notes_lay(struct job *j)
{
    cert_text_lay(&j->sheet.pen, j->notes, &notes_style, INNER_WIDTH - 8);
}

static int notes_fit(struct job *j, int from)
{
    notes_lay(j);
    return cert_text_lines_fit(&j->sheet.pen, from, NOTES_HEIGHT - 8);
}

static int notes_count(struct job *j)
{
    notes_lay(j);
    return j->notes.len == 0 ? 0 : cert_text_line_count(&j->sheet.pen);
}

/* Draws the lines that fit; returns the first of the next panel. */
static int put_notes(struct job *j, double x, int from)
{
    struct cert_lines lines = {from, notes_fit(j, from)};

    panel_begin(j, x, PANEL_HEIGHT / 2);
    put_heading(j, CERT_WORD_NOTES, x);
    notes_lay(j);
    cert_text_put_lines(&j->sheet.pen, &notes_style, lines, x + INNER_LEFT + 4, NOTES_TOP + 4);
    return lines.to;
}

static void put_plan(struct job *j, double x)
{
    double width = cairo_image_surface_get_width(j->plan);
    double height = cairo_image_surface_get_height(j->plan);
    double across = (INNER_WIDTH - 6) / width, down = (NOTES_HEIGHT - 6) / height;
    double scale = across < down ? across : down;
    cairo_t *cr = j->sheet.pen.cr;

    panel_begin(j, x, PANEL_HEIGHT / 2);
    put_heading(j, CERT_WORD_PLAN, x);
    cairo_save(cr);
    cairo_translate(
        cr, x + (PANEL_WIDTH - width * scale) / 2, NOTES_TOP + (NOTES_HEIGHT - height * scale) / 2);
    cairo_scale(cr, scale, scale);
    cairo_set_source_surface(cr, j->plan, 0, 0);
    cairo_paint(cr);
    cairo_restore(cr);
}

static void page_begin(struct job *j, int panels)
{
    cert_sheet_size(&j->sheet, panels * PANEL_WIDTH, PANEL_HEIGHT);
}

/* One or two panels a page; never an empty one. */
static void put_more_pages(struct job *j)
{
    int count = notes_count(j), from = 0;
    bool plan = j->plan != NULL;

    while (from < count || plan) {
        bool two = from < count && (plan || notes_fit(j, from) < count);

        page_begin(j, two ? 2 : 1);
        for (int i = 0; i < (two ? 2 : 1); i++) {
            if (from < count) {
                from = put_notes(j, i * PANEL_WIDTH, from);
            } else {
                put_plan(j, i * PANEL_WIDTH);
                plan = false;
            }
        }
        cairo_show_page(j->sheet.pen.cr);
    }
}

static void put_fold(struct job *j)
{
    const double dash[] = {1.2, 1.2};
    cairo_t *cr = j->sheet.pen.cr;

    cairo_save(cr);
    cert_ink_set(cr, cert_look_of(j->face->kind)->tint);
    cairo_set_line_width(cr, 0.15);
    cairo_set_dash(cr, dash, COUNT(dash), 0);
    cairo_move_to(cr, PANEL_WIDTH, 0);
    cairo_rel_line_to(cr, 0, PANEL_HEIGHT);
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void put_metadata(struct job *j)
{
    const struct cert_face *f = j->face;
    const char *title = f->kind == CERT_FACE_PROOF ? CERT_WORD_PROOF : CERT_WORD_CERTIFICATE;
    struct cert_description d = {.title = str_of(title),
        .subject = f->number,
        .author = f->authority,
        .keywords = f->token,
        .made_ms = f->issued_ms};

    cert_sheet_describe(&j->sheet, &d);
}

static err draw(void *arg)
{
    struct job *j = arg;

    put_metadata(j);
    page_begin(j, 2);
    put_first_panel(j, 0);
    put_second_panel(j, PANEL_WIDTH);
    put_fold(j);
    cairo_show_page(j->sheet.pen.cr);
    if (j->face->kind == CERT_FACE_CERTIFICATE)
        j->notes = arena_join(j->sheet.pen.arena, j->notes, j->face->notes);
    put_more_pages(j);
    return j->sheet.pen.fault;
}

/* The file */

static cairo_status_t give_bytes(void *closure, unsigned char *to, unsigned len)
{
    str *rest = closure;

    if (rest->len < len)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, rest->at, len);
    *rest = str_slice(*rest, len, rest->len - len);
    return CAIRO_STATUS_SUCCESS;
}

static int64_t take_u32(str s, size_t at)
{
    int64_t value = 0;

    for (size_t i = at; i < at + 4; i++)
        value = value << 8 | (uint8_t)s.at[i];
    return value;
}

/* An image that claims more pixels than a plan has is not even opened. */
static bool plan_is_sane(str png)
{
    if (png.len < 24 || !str_starts(png, S("\x89PNG\r\n\x1a\n")))
        return false;

    int64_t width = take_u32(png, 16), height = take_u32(png, 20);

    return width > 0 && height > 0 && width <= PLAN_PIXELS_MAX && height <= PLAN_PIXELS_MAX &&
           width * height <= PLAN_PIXELS_MAX;
}

static err plan_open(struct job *j)
{
    str rest = j->face->plan_png;

    if (rest.len == 0)
        return OK;
    if (!plan_is_sane(rest))
        return E_INVALID;
    j->plan = cairo_image_surface_create_from_png_stream(give_bytes, &rest);
    return cairo_surface_status(j->plan) == CAIRO_STATUS_SUCCESS ? OK : E_INVALID;
}

err cert_pdf_render(
    struct cert_printer *p, struct arena *a, const struct cert_face *face, str *ret_pdf)
{
    struct job j = {.sheet.pen = {.printer = p, .arena = a, .kind = face->kind}, .face = face};
    err fault = plan_open(&j);

    if (fault == OK)
        fault = cert_sheet_draw(&j.sheet, draw, &j);
    cairo_surface_destroy(j.plan); /* NULL is taken */
    if (fault == OK)
        *ret_pdf = j.sheet.pdf;
    return fault;
}
