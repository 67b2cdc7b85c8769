/* The pages of a letter. It is laid out twice by the same functions: first without ink, to count
 * the pages, then drawn. */
#include "cert/cert_letter.h"
#include "cert/cert_paper.h"

#define WORD(name, text) static const char name[] = text;
#include "cert/cert_letter.def"
#undef WORD

#define PAGE_WIDTH 210.0
#define PAGE_HEIGHT 297.0
#define LEFT 28.0
#define WIDTH (PAGE_WIDTH - 2 * LEFT)
#define TOP 30.0
#define BOTTOM 262.0
#define RECEIPT_Y 265.0
#define FOOT_Y 279.0
#define HEAD_Y 24.0
#define HEAD_RULE_Y 41.0
#define TITLE_Y 50.0
#define NUMBER_Y 66.0
#define BODY_Y 75.0
#define LABEL_WIDTH 32.0
#define CELL_PAD 1.7
#define ITEM_INDENT 9.0
#define PART_GAP 2.4
#define SEAL_RADIUS 20.0
#define SIGN_HEIGHT 46.0
#define SIGN_WIDTH 76.0
#define QR_SIZE 31.0

static const struct cert_ink black = {0.08, 0.08, 0.09};
static const struct cert_ink red = {0.76, 0.09, 0.10};
static const struct cert_style text_style = {4.4, 1.65, PANGO_ALIGN_LEFT, {0.08, 0.08, 0.09}};
static const struct cert_style cell_style = {4.0, 1.4, PANGO_ALIGN_LEFT, {0.08, 0.08, 0.09}};
static const struct cert_style small_style = {3.2, 1.3, PANGO_ALIGN_CENTER, {0.3, 0.3, 0.32}};

struct writing {
    struct cert_sheet sheet;
    const struct cert_letter *letter;
    double y; /* where the next part begins */
    int page, pages;
    bool inked; /* false while pages are counted */
};

static void put_line(
    struct writing *w, str text, const struct cert_style *style, const struct cert_area *area)
{
    struct cert_pen *pen = &w->sheet.pen;

    if (w->inked && text.len > 0 && !cert_text_fit(pen, text, style, 0.5, area))
        pen->fault = pen->fault == OK ? E_INVALID : pen->fault;
}

static void rule(struct writing *w, struct cert_ink ink, double y, double thick)
{
    cairo_t *cr = w->sheet.pen.cr;

    if (!w->inked)
        return;
    cert_ink_set(cr, ink);
    cairo_set_line_width(cr, thick);
    cairo_move_to(cr, LEFT, y);
    cairo_rel_line_to(cr, WIDTH, 0);
    cairo_stroke(cr);
}

static void upright(struct writing *w, double x, double from, double to)
{
    cairo_t *cr = w->sheet.pen.cr;

    if (!w->inked)
        return;
    cert_ink_set(cr, black);
    cairo_set_line_width(cr, 0.2);
    cairo_move_to(cr, x, from);
    cairo_line_to(cr, x, to);
    cairo_stroke(cr);
}

/* ---- pages ---- */

static void end_page(struct writing *w)
{
    const struct cert_area area = {LEFT, FOOT_Y, WIDTH, 6};

    put_line(
        w, arena_printf(w->sheet.pen.arena, LETTER_PAGE, w->page, w->pages), &small_style, &area);
    if (w->inked)
        cairo_show_page(w->sheet.pen.cr);
}

static void turn_page(struct writing *w)
{
    end_page(w);
    w->page++;
    w->y = TOP;
}

static void need(struct writing *w, double height)
{
    if (w->y + height > BOTTOM)
        turn_page(w);
}

/* ---- parts ---- */

static void put_cut(struct writing *w, str text, const struct cert_style *style, double y)
{
    double letters = (double)str_utf8_length(text);
    double step = style->size * (letters < 12 ? 1.35 : 1.08);
    double width = letters * step < WIDTH ? letters * step : WIDTH;
    const struct cert_area area = {LEFT + (WIDTH - width) / 2, y, width, style->size * 1.4};

    if (w->inked)
        cert_text_cut(&w->sheet.pen, text, style, &area);
}

static void put_head(struct writing *w)
{
    const struct cert_style head = {9.0, 1.2, PANGO_ALIGN_CENTER, red};
    const struct cert_style title = {7.0, 1.2, PANGO_ALIGN_CENTER, black};
    const struct cert_style number = {3.7, 1.3, PANGO_ALIGN_RIGHT, black};
    const struct cert_area area = {LEFT, NUMBER_Y, WIDTH, 6};

    put_cut(w, w->letter->head, &head, HEAD_Y);
    rule(w, red, HEAD_RULE_Y, 0.7);
    rule(w, red, HEAD_RULE_Y + 1.2, 0.2);
    put_cut(w, w->letter->title, &title, TITLE_Y);
    put_line(w, w->letter->number, &number, &area);
    w->y = BODY_Y;
}

static void put_field(struct writing *w, const struct cert_letter_part *part, bool first)
{
    struct cert_pen *pen = &w->sheet.pen;
    double inner = WIDTH - LABEL_WIDTH - 2 * CELL_PAD;
    double height = cert_text_lay(pen, part->text, &cell_style, inner) + 2 * CELL_PAD;
    struct cert_area label = {LEFT + CELL_PAD, 0, LABEL_WIDTH - 2 * CELL_PAD, height};
    struct cert_area value = {LEFT + LABEL_WIDTH + CELL_PAD, 0, inner, height};
    double top = w->y;

    need(w, height);
    label.y = value.y = w->y;
    if (first || w->y < top)
        rule(w, black, w->y, first ? 0.4 : 0.2);
    if (w->inked)
        cert_text_spread(pen, part->label, &cell_style, &label);
    put_line(w, part->text, &cell_style, &value);
    for (int i = 0; i < 3; i++)
        upright(w, i == 1 ? LEFT + LABEL_WIDTH : LEFT + i / 2.0 * WIDTH, w->y, w->y + height);
    w->y += height;
    rule(w, black, w->y, 0.2);
}

/* Running text of one width: as many lines as fit, then the next page. */
static void put_running(struct writing *w, str text, double x, double width)
{
    struct cert_pen *pen = &w->sheet.pen;
    double height = cert_text_lay(pen, text, &text_style, width);
    int count = cert_text_line_count(pen), from = 0;
    double line = height / count;

    while (from < count) {
        struct cert_lines lines = {from, count};

        need(w, line);
        cert_text_lay(pen, text, &text_style, width); /* a turned page has laid out its foot */
        lines.to = cert_text_lines_fit(pen, from, BOTTOM - w->y);
        if (w->inked)
            cert_text_put_lines(pen, &text_style, lines, x, w->y);
        w->y += (lines.to - from) * line;
        from = lines.to;
    }
}

static void put_item(struct writing *w, const struct cert_letter_part *part)
{
    struct cert_pen *pen = &w->sheet.pen;

    need(w, 2 * text_style.size * text_style.leading);
    cert_text_lay(pen, part->label, &text_style, 0);
    if (w->inked)
        cert_text_put_lines(pen, &text_style, (struct cert_lines){0, 1}, LEFT, w->y);
    put_running(w, part->text, LEFT + ITEM_INDENT, WIDTH - ITEM_INDENT);
}

/* The seal never stands on a page alone: the last paragraph turns the page with it. */
static void put_paragraph(struct writing *w, str text, bool last)
{
    text = arena_join(w->sheet.pen.arena, S("　　"), text);
    if (last)
        need(w, cert_text_lay(&w->sheet.pen, text, &text_style, WIDTH) + SIGN_HEIGHT);
    put_running(w, text, LEFT, WIDTH);
}

static void put_part(struct writing *w, size_t i)
{
    const struct cert_letter_part *part = &w->letter->parts[i];
    bool after_field = i > 0 && w->letter->parts[i - 1].kind == CERT_LETTER_FIELD;

    if (part->kind == CERT_LETTER_FIELD) {
        put_field(w, part, !after_field);
        return;
    }
    w->y += after_field ? 2 * PART_GAP : PART_GAP / 2;
    if (part->kind == CERT_LETTER_ITEM)
        put_item(w, part);
    else
        put_paragraph(w, part->text, i + 1 == w->letter->parts_count);
}

static void put_code(struct writing *w)
{
    const struct cert_style style = {2.9, 1.3, PANGO_ALIGN_LEFT, black};
    const struct cert_area square = {LEFT, w->y + 4, QR_SIZE, QR_SIZE};
    const struct cert_area words = {LEFT, w->y + 4 + QR_SIZE, WIDTH - SIGN_WIDTH, 8};

    if (w->letter->qr.len == 0)
        return;
    if (w->inked)
        cert_ornament_qr(&w->sheet.pen, w->letter->qr, &square);
    put_line(w, w->letter->qr_text, &style, &words);
}

/* The seal covers the date's upper edge and the name's lower one, as it is set by hand. */
static void put_signature(struct writing *w)
{
    const struct cert_style style = {4.4, 1.3, PANGO_ALIGN_CENTER, black};
    const struct cert_seal_words words = {w->letter->seal_arc, w->letter->seal_foot};
    struct cert_area area = {LEFT + WIDTH - SIGN_WIDTH, 0, SIGN_WIDTH, 8};

    need(w, SIGN_HEIGHT);
    put_code(w);
    area.y = w->y + 6;
    put_line(w, w->letter->authority, &style, &area);
    area.y = w->y + 34;
    put_line(w, w->letter->issued, &style, &area);
    if (w->inked)
        cert_ornament_seal(&w->sheet.pen, &words, area.x + SIGN_WIDTH / 2, w->y + 24, SEAL_RADIUS);
    w->y += SIGN_HEIGHT;
}

static void put_receipt(struct writing *w)
{
    const struct cert_style style = {3.7, 1.3, PANGO_ALIGN_LEFT, black};
    const struct cert_area area = {LEFT, RECEIPT_Y + 2, WIDTH, 7};

    if (w->letter->receipt.len == 0)
        return;
    rule(w, black, RECEIPT_Y, 0.2);
    put_line(w, w->letter->receipt, &style, &area);
}

static void put_letter(struct writing *w, bool inked)
{
    w->inked = inked;
    w->page = 1;
    put_head(w);
    for (size_t i = 0; i < w->letter->parts_count; i++)
        put_part(w, i);
    put_signature(w);
    put_receipt(w);
    end_page(w);
    w->pages = w->page;
}

static err draw(void *arg)
{
    struct writing *w = arg;
    struct cert_description d = {.title = w->letter->title,
        .subject = w->letter->number,
        .author = w->letter->authority,
        .made_ms = w->letter->issued_ms};

    cert_sheet_describe(&w->sheet, &d);
    cert_sheet_size(&w->sheet, PAGE_WIDTH, PAGE_HEIGHT);
    put_letter(w, false);
    put_letter(w, true);
    return w->sheet.pen.fault;
}

err cert_letter_render(
    struct cert_printer *p, struct arena *a, const struct cert_letter *letter, str *ret_pdf)
{
    struct writing w = {.sheet.pen = {.printer = p, .arena = a}, .letter = letter};

    TRY(cert_sheet_draw(&w.sheet, draw, &w));
    *ret_pdf = w.sheet.pdf;
    return OK;
}
