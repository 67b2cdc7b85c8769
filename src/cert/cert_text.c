/* Text on a certificate: pango breaks and places it, the printer's small font draws it. A character
 * that no font has is a fault: a certificate never shows an empty box in a name. */
#include "cert/cert_paper.h"

#include <string.h>

#define RUN_GLYPHS_MAX 1024 /* a longer run, which no line of the form holds, is drawn by pango */
#define LINE_OF_SIZE 1.437  /* natural line height of the Noto CJK fonts over their size */
#define SHRINK 0.95
/* Height of a Chinese letter's middle over its base line, of its size. */
#define LETTER_MIDDLE 0.38

/* One run as cairo wants it. */
struct run {
    cairo_glyph_t glyphs[RUN_GLYPHS_MAX];
    cairo_text_cluster_t clusters[RUN_GLYPHS_MAX];
    hb_codepoint_t whole[RUN_GLYPHS_MAX];
    int glyph_count, cluster_count;
};

struct spot {
    double x, y;
};

static double of_pango(int units)
{
    return (double)units / PANGO_SCALE;
}

double cert_text_lay(struct cert_pen *pen, str text, const struct cert_style *style, double width)
{
    struct cert_printer *p = pen->printer;
    PangoRectangle extents;

    pango_font_description_set_absolute_size(p->description, style->size * PANGO_SCALE);
    pango_layout_set_font_description(p->layout, p->description);
    pango_layout_set_width(p->layout, width > 0 ? (int)(width * PANGO_SCALE) : -1);
    pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(p->layout, style->align);
    pango_layout_set_line_spacing(p->layout, (float)(style->leading / LINE_OF_SIZE));
    pango_layout_set_text(p->layout, text.len == 0 ? "" : text.at, (int)text.len);
    pango_layout_get_extents(p->layout, NULL, &extents);
    if (pango_layout_get_unknown_glyphs_count(p->layout) > 0)
        pen->fault = pen->fault == OK ? E_INVALID : pen->fault;
    return of_pango(extents.height);
}

/* Bytes of the cluster that begins at glyph i, and how many glyphs it has. */
static void cluster_of(const PangoGlyphItem *item, int i, int *ret_bytes, int *ret_glyphs)
{
    const PangoGlyphString *g = item->glyphs;
    int next = i + 1;

    while (next < g->num_glyphs && g->log_clusters[next] == g->log_clusters[i])
        next++;
    *ret_glyphs = next - i;
    *ret_bytes =
        (next < g->num_glyphs ? g->log_clusters[next] : item->item->length) - g->log_clusters[i];
}

static void run_read(const PangoGlyphItem *item, struct spot at, struct run *r)
{
    const PangoGlyphString *g = item->glyphs;
    int glyphs = 0, bytes = 0;

    r->glyph_count = r->cluster_count = 0;
    for (int i = 0; i < g->num_glyphs; i++) {
        const PangoGlyphInfo *info = &g->glyphs[i];

        if (glyphs == 0) {
            cluster_of(item, i, &bytes, &glyphs);
            r->clusters[r->cluster_count++] = (cairo_text_cluster_t){bytes, 0};
        }
        glyphs--;
        if (info->glyph != PANGO_GLYPH_EMPTY) {
            r->whole[r->glyph_count] = info->glyph;
            r->glyphs[r->glyph_count++] = (cairo_glyph_t){0,
                at.x + of_pango(info->geometry.x_offset), at.y + of_pango(info->geometry.y_offset)};
            r->clusters[r->cluster_count - 1].num_glyphs++;
        }
        at.x += of_pango(info->geometry.width);
    }
}

/* The small font draws what comes from the printer's family, left to right. */
static bool run_is_ours(struct cert_pen *pen, const PangoGlyphItem *item)
{
    const PangoAnalysis *analysis = &item->item->analysis;

    return hb_font_get_face(pango_font_get_hb_font(analysis->font)) == pen->printer->whole &&
           analysis->level % 2 == 0 && item->glyphs->num_glyphs <= RUN_GLYPHS_MAX;
}

/* Sets the cairo font and the small font's numbers of the glyphs. */
static bool run_prepare(struct cert_pen *pen, const struct cert_style *style, struct run *r)
{
    struct cert_printer *p = pen->printer;

    if (!cert_font_need(p, r->whole, (size_t)r->glyph_count)) {
        pen->fault = E_FAULT;
        return false;
    }
    for (int i = 0; i < r->glyph_count; i++)
        r->glyphs[i].index = hb_map_get(p->small_of, r->whole[i]);
    cairo_set_font_size(pen->cr, style->size);
    return true;
}

static void run_put(struct cert_pen *pen, const struct cert_style *style,
    const PangoGlyphItem *item, struct spot at)
{
    const char *text = pango_layout_get_text(pen->printer->layout);
    struct run r;

    if (!run_is_ours(pen, item)) {
        cairo_move_to(pen->cr, at.x, at.y);
        pango_cairo_show_glyph_item(pen->cr, text, (PangoGlyphItem *)(uintptr_t)item);
        return;
    }
    run_read(item, at, &r);
    if (!run_prepare(pen, style, &r))
        return;
    cairo_set_font_face(pen->cr, pen->printer->small);
    cairo_show_text_glyphs(pen->cr, text + item->item->offset, item->item->length, r.glyphs,
        r.glyph_count, r.clusters, r.cluster_count, 0);
}

static void run_path(struct cert_pen *pen, const struct cert_style *style,
    const PangoGlyphItem *item, struct spot at)
{
    struct run r;

    if (!run_is_ours(pen, item))
        return; /* an outline only ever decorates: the seal's letters */
    run_read(item, at, &r);
    if (!run_prepare(pen, style, &r))
        return;
    cairo_set_font_face(pen->cr, pen->printer->fat);
    cairo_glyph_path(pen->cr, r.glyphs, r.glyph_count);
}

/* Where the run under the iterator begins, on its base line. */
static struct spot spot_of(PangoLayoutIter *i, double x, double y)
{
    PangoRectangle logical;

    pango_layout_iter_get_run_extents(i, NULL, &logical);
    return (struct spot){x + of_pango(logical.x), y + of_pango(pango_layout_iter_get_baseline(i))};
}

static double line_top(PangoLayoutIter *i)
{
    int top, bottom;

    pango_layout_iter_get_line_yrange(i, &top, &bottom);
    return of_pango(top);
}

/* Neither this nor what it calls takes memory from the arena, so the iterator is always freed. */
void cert_text_put_lines(struct cert_pen *pen, const struct cert_style *style,
    struct cert_lines lines, double x, double y)
{
    PangoLayoutIter *i = pango_layout_get_iter(pen->printer->layout);
    double top = y;
    int line = 0;

    cert_ink_set(pen->cr, style->ink);
    while (line < lines.from && pango_layout_iter_next_line(i))
        line++;
    top -= line_top(i);
    while (line < lines.to) {
        const PangoGlyphItem *run = pango_layout_iter_get_run_readonly(i);

        if (run != NULL)
            run_put(pen, style, run, spot_of(i, x, top));
        else
            line++; /* each line ends with a NULL run */
        if (!pango_layout_iter_next_run(i))
            break;
    }
    pango_layout_iter_free(i);
}

/* Draws what was laid out last, its upper left corner at x, y. */
static void put_text(struct cert_pen *pen, const struct cert_style *style, double x, double y)
{
    cert_text_put_lines(pen, style, (struct cert_lines){0, cert_text_line_count(pen)}, x, y);
}

int cert_text_line_count(struct cert_pen *pen)
{
    return pango_layout_get_line_count(pen->printer->layout);
}

int cert_text_lines_fit(struct cert_pen *pen, int from, double height)
{
    PangoLayoutIter *i = pango_layout_get_iter(pen->printer->layout);
    double first = 0;
    int line = 0;

    do {
        int top, bottom;

        pango_layout_iter_get_line_yrange(i, &top, &bottom);
        if (line == from)
            first = of_pango(top);
        if (line > from && of_pango(bottom) - first > height)
            break;
        line++;
    } while (pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
    return line > from ? line : from + 1;
}

bool cert_text_fit(struct cert_pen *pen, str text, const struct cert_style *style, double least,
    const struct cert_area *area)
{
    struct cert_style s = *style;

    for (;;) {
        double height = cert_text_lay(pen, text, &s, area->width);

        if (height <= area->height) {
            put_text(pen, &s, area->x, area->y + (area->height - height) / 2);
            return true;
        }
        if (s.size <= least)
            return false;
        s.size = s.size * SHRINK > least ? s.size * SHRINK : least;
    }
}

str cert_text_next(str *s)
{
    str one = *s;
    size_t len = s->len > 0 ? 1 : 0;

    while (len < s->len && ((uint8_t)s->at[len] & 0xc0) == 0x80)
        len++;
    one.len = len;
    *s = str_slice(*s, len, s->len - len);
    return one;
}

/* Where the letters of one line go: from x, each a step on. */
static void spread_steps(
    str line, double size, const struct cert_area *area, double *ret_x, double *ret_step)
{
    double count = (double)str_utf8_length(line);
    double room = area->width - count * size;

    *ret_step = count > 1 ? size + room / (count - 1) : 0;
    *ret_x = count > 1 ? area->x : area->x + room / 2;
}

static void spread_line(
    struct cert_pen *pen, str line, const struct cert_style *style, const struct cert_area *area)
{
    double x, step;

    spread_steps(line, style->size, area, &x, &step);
    for (; line.len > 0; x += step) {
        cert_text_lay(pen, cert_text_next(&line), style, 0);
        put_text(pen, style, x, area->y);
    }
}

void cert_text_spread(
    struct cert_pen *pen, str text, const struct cert_style *style, const struct cert_area *area)
{
    double height = cert_text_lay(pen, text, style, 0);
    struct cert_area line = *area;

    line.y += (area->height - height) / 2;
    line.height = height / cert_text_line_count(pen);
    while (text.len > 0) {
        spread_line(pen, str_cut(&text, '\n'), style, &line);
        line.y += line.height;
    }
}

void cert_text_cut(
    struct cert_pen *pen, str text, const struct cert_style *style, const struct cert_area *area)
{
    double x, step;

    spread_steps(text, style->size, area, &x, &step);
    for (; text.len > 0; x += step) {
        cairo_save(pen->cr);
        cairo_translate(pen->cr, x + style->size / 2, area->y + area->height / 2);
        cert_text_path(pen, cert_text_next(&text), style);
        cairo_restore(pen->cr);
    }
    cert_ink_set(pen->cr, style->ink);
    cairo_fill(pen->cr);
}

void cert_text_path(struct cert_pen *pen, str text, const struct cert_style *style)
{
    PangoLayoutIter *i;
    PangoRectangle logical;

    cert_text_lay(pen, text, style, 0);
    i = pango_layout_get_iter(pen->printer->layout);
    pango_layout_get_extents(pen->printer->layout, NULL, &logical);
    do {
        const PangoGlyphItem *run = pango_layout_iter_get_run_readonly(i);
        struct spot at = spot_of(i, -of_pango(logical.width) / 2, 0);

        at.y = style->size * LETTER_MIDDLE;
        if (run != NULL)
            run_path(pen, style, run, at);
    } while (pango_layout_iter_next_run(i));
    pango_layout_iter_free(i);
}
