/* Inside the printing of certificates: the printer, the pen that it draws one page with, and what
 * they can draw. All lengths are millimetres, from the upper left corner of the page or panel. */
#pragma once

#include "cert/cert_face.h"

#include <cairo.h>
#include <hb.h>
#include <pango/pangocairo.h>

#define CERT_POINTS_OF_MM (72.0 / 25.4)

struct cert_ink {
    double red, green, blue;
};

/* The look of one kind of form. */
struct cert_look {
    struct cert_ink paper; /* ground */
    struct cert_ink tint;  /* guilloche */
    struct cert_ink line;  /* rules and the form's own words */
};

/* Patterns that are recorded once and drawn many times; in the file each stands once, too. */
struct cert_patterns {
    cairo_surface_t *band;  /* one length of the border */
    cairo_surface_t *petal; /* one curve of a rosette of radius 1 */
    cairo_surface_t *knot;  /* corner of the border */
};

struct cert_printer {
    struct arena *arena;
    PangoFontMap *map;
    PangoContext *context;
    PangoLayout *layout; /* the only one: it is set anew for each text */
    PangoFontDescription *description;
    PangoFont *font; /* keeps `whole` alive */
    hb_face_t *whole;
    hb_set_t *glyphs; /* of the whole font that `small` has */
    hb_map_t *small_of;
    cairo_font_face_t *small;
    cairo_font_face_t *fat; /* the same letters, emboldened: only ever drawn as outlines */
    struct cert_patterns patterns[2]; /* by enum cert_face_kind */
};

/* Drawing on one surface. `fault` is sticky: the first one counts and is returned at the end. */
struct cert_pen {
    struct cert_printer *printer;
    struct arena *arena;
    cairo_t *cr;
    enum cert_face_kind kind;
    err fault;
};

/* One PDF file. The arena may jump out of the drawing; what cairo and glib hold is released all the
 * same. */
struct cert_sheet {
    struct cert_pen pen; /* its printer, arena and kind are set by the caller */
    cairo_surface_t *surface;
    GByteArray *bytes;
    str pdf; /* the file, in the arena, once cert_sheet_draw has returned OK */
};
/* Calls draw(arg), which draws in millimetres and ends each page with cairo_show_page. */
MUST_CHECK err cert_sheet_draw(struct cert_sheet *s, err (*draw)(void *arg), void *arg);
/* Size of the next page. */
void cert_sheet_size(struct cert_sheet *s, double width, double height);
/* What the file says of itself; empty texts are left out. */
struct cert_description {
    str title, subject, author, keywords;
    int64_t made_ms;
};
void cert_sheet_describe(struct cert_sheet *s, const struct cert_description *d);

struct cert_style {
    double size;    /* of the letters */
    double leading; /* line height over size */
    PangoAlignment align;
    struct cert_ink ink;
};

struct cert_area {
    double x, y, width, height;
};

const struct cert_look *cert_look_of(enum cert_face_kind kind);
void cert_ink_set(cairo_t *cr, struct cert_ink ink);

/* Makes sure that the small font has these glyphs of the whole one. False when fonts fail. */
bool cert_font_need(struct cert_printer *p, const hb_codepoint_t *glyphs, size_t count);

/* Sets the printer's layout; returns its height. */
double cert_text_lay(struct cert_pen *pen, str text, const struct cert_style *style, double width);
/* The line after the last one that fits into `height`, from line `from`; always one at least. */
int cert_text_lines_fit(struct cert_pen *pen, int from, double height);
int cert_text_line_count(struct cert_pen *pen);
/* Draws lines from..to-1 of what was laid out last. */
struct cert_lines {
    int from, to;
};
void cert_text_put_lines(struct cert_pen *pen, const struct cert_style *style,
    struct cert_lines lines, double x, double y);
/* Lays the text into the area, in letters from style->size down to `least`, centred vertically.
 * False, and nothing drawn, when even the least are too large. */
bool cert_text_fit(struct cert_pen *pen, str text, const struct cert_style *style, double least,
    const struct cert_area *area);
/* As cert_text_spread, one line, but cut: outlines of fat letters, for titles, which a viewer must
 * show well at any size. They are no text in the file. */
void cert_text_cut(
    struct cert_pen *pen, str text, const struct cert_style *style, const struct cert_area *area);
/* Spreads the letters evenly over the area's width, centred vertically; lines apart by leading. */
void cert_text_spread(
    struct cert_pen *pen, str text, const struct cert_style *style, const struct cert_area *area);
/* Adds the outlines of a text in fat letters to the path, its centre at 0, 0. */
void cert_text_path(struct cert_pen *pen, str text, const struct cert_style *style);
/* The next code point's bytes of *s; empty at the end. */
str cert_text_next(str *s);

bool cert_patterns_open(struct cert_printer *p);
void cert_patterns_close(struct cert_printer *p);
/* Ground, border and rosettes of one panel whose left edge is at x. */
void cert_ornament_panel(struct cert_pen *pen, const struct cert_area *panel);
void cert_ornament_rosette(struct cert_pen *pen, double x, double y, double radius);
/* The round seal: a name around the ring, none when it is empty, and a line under the star. */
struct cert_seal_words {
    str arc, foot;
};
void cert_ornament_seal(
    struct cert_pen *pen, const struct cert_seal_words *words, double x, double y, double radius);
/* The QR code with its quiet zone. */
void cert_ornament_qr(struct cert_pen *pen, str text, const struct cert_area *square);
