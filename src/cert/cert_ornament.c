/* What is drawn on a certificate besides words: guilloche, the round seal, the QR code. Curves are
 * recorded once in the printer and stand once in each file, however often they are seen. */
#include "cert/cert_paper.h"

#include <math.h>
#include <qrencode.h>

#define TURN (2 * M_PI)
#define BAND_LENGTH 12.0
#define BAND_HEIGHT 5.0
#define BAND_INSET 8.0 /* from the panel's edge to the border's middle */
#define PETAL_STEPS 64
#define PETAL_LOBES 8
#define ROSETTE_TURNS 8 /* petals drawn, each turned a little further */
#define KNOT_LEAVES 12
#define QR_QUIET 4       /* modules of quiet zone (ISO/IEC 18004) */
#define QR_SHORT 300     /* characters up to which error correction of level M leaves large dots */
#define SEAL_SWEEP 4.0   /* radians of the ring that its text may take */
#define SEAL_LETTER 0.56 /* radians between two letters, at most */
#define SEAL_THICKNESS 0.86 /* of its ink: what is under it stays legible */

static const struct cert_look looks[] = {
    [CERT_FACE_CERTIFICATE] = {{0.996, 0.988, 0.970}, {0.925, 0.800, 0.755}, {0.545, 0.180, 0.140}},
    [CERT_FACE_PROOF] = {{0.976, 0.992, 0.988}, {0.735, 0.850, 0.850}, {0.090, 0.330, 0.360}},
};
static const struct cert_ink seal_red = {0.82, 0.09, 0.08};

const struct cert_look *cert_look_of(enum cert_face_kind kind)
{
    return &looks[kind];
}

void cert_ink_set(cairo_t *cr, struct cert_ink ink)
{
    cairo_set_source_rgb(cr, ink.red, ink.green, ink.blue);
}

static cairo_surface_t *recording(double width, double height, cairo_t **ret_cr)
{
    cairo_rectangle_t extents = {-width / 2, -height / 2, width, height};
    cairo_surface_t *s = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &extents);

    *ret_cr = cairo_create(s);
    return s;
}

/* Bezier arcs through samples of a sine: the slope at each sample is exact. */
static void wave(cairo_t *cr, double amplitude, double phase)
{
    const double step = BAND_LENGTH / 12, k = TURN / BAND_LENGTH;

    for (double x = -BAND_LENGTH / 2; x < BAND_LENGTH / 2 - step / 2; x += step) {
        double a = k * x + phase, b = k * (x + step) + phase;

        if (x == -BAND_LENGTH / 2)
            cairo_move_to(cr, x, amplitude * sin(a));
        cairo_curve_to(cr, x + step / 3, amplitude * (sin(a) + k * step / 3 * cos(a)),
            x + 2 * step / 3, amplitude * (sin(b) - k * step / 3 * cos(b)), x + step,
            amplitude * sin(b));
    }
}

static cairo_surface_t *band_record(const struct cert_look *look)
{
    cairo_t *cr;
    cairo_surface_t *s = recording(BAND_LENGTH, BAND_HEIGHT, &cr);

    cert_ink_set(cr, look->tint);
    cairo_set_line_width(cr, 0.16);
    for (int i = 0; i < 8; i++)
        wave(cr, 0.45 + 0.22 * i, i % 2 == 0 ? 0 : M_PI);
    cairo_stroke(cr);
    cert_ink_set(cr, look->line);
    cairo_set_line_width(cr, 0.12);
    wave(cr, 2.05, 0);
    wave(cr, 2.05, M_PI);
    cairo_stroke(cr);
    cairo_destroy(cr);
    return s;
}

/* r = 0.62 + 0.30 cos 8t + 0.08 cos 16t, as arcs between exact tangents. */
static void petal_point(double t, struct cert_area *ret)
{
    double r = 0.62 + 0.30 * cos(PETAL_LOBES * t) + 0.08 * cos(2 * PETAL_LOBES * t);
    double slope =
        -0.30 * PETAL_LOBES * sin(PETAL_LOBES * t) - 0.16 * PETAL_LOBES * sin(2 * PETAL_LOBES * t);

    ret->x = r * cos(t);
    ret->y = r * sin(t);
    ret->width = slope * cos(t) - r * sin(t);
    ret->height = slope * sin(t) + r * cos(t);
}

static void petal_path(cairo_t *cr)
{
    const double step = TURN / PETAL_STEPS;
    struct cert_area a, b;

    petal_point(0, &a);
    cairo_move_to(cr, a.x, a.y);
    for (int i = 1; i <= PETAL_STEPS; i++) {
        petal_point(i * step, &b);
        cairo_curve_to(cr, a.x + a.width * step / 3, a.y + a.height * step / 3,
            b.x - b.width * step / 3, b.y - b.height * step / 3, b.x, b.y);
        a = b;
    }
    cairo_close_path(cr);
}

static cairo_surface_t *petal_record(const struct cert_look *look)
{
    cairo_t *cr;
    cairo_surface_t *s = recording(2.1, 2.1, &cr);

    cert_ink_set(cr, look->tint);
    cairo_set_line_width(cr, 0.0042);
    petal_path(cr);
    cairo_stroke(cr);
    cairo_destroy(cr);
    return s;
}

/* The corner where two bands meet: a rose of one line in a ring. */
static cairo_surface_t *knot_record(const struct cert_look *look)
{
    cairo_t *cr;
    cairo_surface_t *s = recording(BAND_HEIGHT + 2, BAND_HEIGHT + 2, &cr);

    cert_ink_set(cr, look->paper);
    cairo_rectangle(cr, -3.2, -3.2, 6.4, 6.4);
    cairo_fill_preserve(cr);
    cert_ink_set(cr, look->line);
    cairo_set_line_width(cr, 0.25);
    cairo_stroke(cr);
    for (int i = 0; i <= KNOT_LEAVES; i++) {
        double t = i * TURN / KNOT_LEAVES, half = TURN / KNOT_LEAVES / 2;

        if (i == 0)
            cairo_move_to(cr, 1.0, 0);
        else
            cairo_curve_to(cr, 3.4 * cos(t - 2 * half), 3.4 * sin(t - 2 * half), 3.4 * cos(t),
                3.4 * sin(t), cos(t), sin(t));
    }
    cairo_close_path(cr);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 2.75, 0, TURN);
    cairo_set_line_width(cr, 0.15);
    cairo_stroke(cr);
    cairo_destroy(cr);
    return s;
}

bool cert_patterns_open(struct cert_printer *p)
{
    bool good = true;

    for (size_t i = 0; i < COUNT(p->patterns); i++) {
        struct cert_patterns *patterns = &p->patterns[i];

        patterns->band = band_record(&looks[i]);
        patterns->petal = petal_record(&looks[i]);
        patterns->knot = knot_record(&looks[i]);
        good = good && cairo_surface_status(patterns->band) == CAIRO_STATUS_SUCCESS &&
               cairo_surface_status(patterns->petal) == CAIRO_STATUS_SUCCESS &&
               cairo_surface_status(patterns->knot) == CAIRO_STATUS_SUCCESS;
    }
    return good;
}

void cert_patterns_close(struct cert_printer *p)
{
    for (size_t i = 0; i < COUNT(p->patterns); i++) {
        cairo_surface_destroy(p->patterns[i].band);
        cairo_surface_destroy(p->patterns[i].petal);
        cairo_surface_destroy(p->patterns[i].knot);
        p->patterns[i] = (struct cert_patterns){0};
    }
}

static void paint_here(cairo_t *cr, cairo_surface_t *pattern)
{
    cairo_set_source_surface(cr, pattern, 0, 0);
    cairo_paint(cr);
}

/* A band of whole lengths from one corner to the next, in the direction of `angle`: the file holds
 * one length, as a pattern that repeats. */
static void band_put(struct cert_pen *pen, const struct cert_area *from, double angle)
{
    cairo_pattern_t *band =
        cairo_pattern_create_for_surface(pen->printer->patterns[pen->kind].band);
    double count = round(from->width / BAND_LENGTH);

    cairo_pattern_set_extend(band, CAIRO_EXTEND_REPEAT);
    cairo_save(pen->cr);
    cairo_translate(pen->cr, from->x, from->y);
    cairo_rotate(pen->cr, angle);
    cairo_scale(pen->cr, from->width / (count * BAND_LENGTH), 1);
    cairo_set_source(pen->cr, band);
    cairo_rectangle(
        pen->cr, BAND_LENGTH / 4, -BAND_HEIGHT / 2, (count - 0.5) * BAND_LENGTH, BAND_HEIGHT);
    cairo_fill(pen->cr);
    cairo_restore(pen->cr);
    cairo_pattern_destroy(band);
}

static void knot_put(struct cert_pen *pen, double x, double y)
{
    cairo_save(pen->cr);
    cairo_translate(pen->cr, x, y);
    paint_here(pen->cr, pen->printer->patterns[pen->kind].knot);
    cairo_restore(pen->cr);
}

static void frame_lines(struct cert_pen *pen, const struct cert_area *middle)
{
    const double away[] = {-3.0, 3.0, 3.7};
    const double width[] = {0.35, 0.35, 0.12};

    cert_ink_set(pen->cr, looks[pen->kind].line);
    for (size_t i = 0; i < COUNT(away); i++) {
        cairo_set_line_width(pen->cr, width[i]);
        cairo_rectangle(pen->cr, middle->x + away[i], middle->y + away[i],
            middle->width - 2 * away[i], middle->height - 2 * away[i]);
        cairo_stroke(pen->cr);
    }
}

void cert_ornament_panel(struct cert_pen *pen, const struct cert_area *panel)
{
    const struct cert_area m = {panel->x + BAND_INSET, panel->y + BAND_INSET,
        panel->width - 2 * BAND_INSET, panel->height - 2 * BAND_INSET};
    const struct cert_area across[] = {{m.x, m.y, m.width, 0}, {m.x, m.y + m.height, m.width, 0}};
    const struct cert_area down[] = {{m.x, m.y, m.height, 0}, {m.x + m.width, m.y, m.height, 0}};

    cert_ink_set(pen->cr, looks[pen->kind].paper);
    cairo_rectangle(pen->cr, panel->x, panel->y, panel->width, panel->height);
    cairo_fill(pen->cr);
    for (size_t i = 0; i < COUNT(across); i++)
        band_put(pen, &across[i], 0);
    for (size_t i = 0; i < COUNT(down); i++)
        band_put(pen, &down[i], M_PI / 2);
    frame_lines(pen, &m);
    for (int i = 0; i < 4; i++)
        knot_put(pen, m.x + (i % 2 == 0 ? 0 : m.width), m.y + (i < 2 ? 0 : m.height));
}

void cert_ornament_rosette(struct cert_pen *pen, double x, double y, double radius)
{
    cairo_surface_t *petal = pen->printer->patterns[pen->kind].petal;

    cairo_save(pen->cr);
    cairo_translate(pen->cr, x, y);
    cairo_scale(pen->cr, radius, radius);
    for (int i = 0; i < ROSETTE_TURNS; i++) {
        paint_here(pen->cr, petal);
        cairo_rotate(pen->cr, TURN / PETAL_LOBES / ROSETTE_TURNS);
    }
    cairo_restore(pen->cr);
}

static void star(cairo_t *cr, double radius)
{
    for (int i = 0; i < 5; i++)
        cairo_line_to(cr, radius * sin(i * 2 * TURN / 5), -radius * cos(i * 2 * TURN / 5));
    cairo_close_path(cr);
    cairo_fill(cr);
}

static void seal_letters(struct cert_pen *pen, str text, double size)
{
    const struct cert_style style = {size, 1, PANGO_ALIGN_LEFT, seal_red};

    cert_text_path(pen, text, &style);
    cairo_fill(pen->cr);
}

/* A long name has narrower letters, closer together. */
static void seal_ring_text(struct cert_pen *pen, str text, double radius)
{
    double count = (double)str_utf8_length(text);
    double fair = count > 1 ? SEAL_SWEEP / (count - 1) : SEAL_LETTER;
    double between = fair < SEAL_LETTER ? fair : SEAL_LETTER;
    double narrow = 2.8 * between < 0.82 ? 2.8 * between : 0.82;

    for (double i = 0; text.len > 0; i++) {
        cairo_save(pen->cr);
        cairo_rotate(pen->cr, (i - (count - 1) / 2) * between);
        cairo_translate(pen->cr, 0, -0.765 * radius);
        cairo_scale(pen->cr, narrow, 1.1);
        seal_letters(pen, cert_text_next(&text), radius * 0.25);
        cairo_restore(pen->cr);
    }
}

static void seal_foot(struct cert_pen *pen, str text, double radius)
{
    double count = (double)str_utf8_length(text);
    double fair = count > 0 ? 1.3 * radius / count : 0;

    cairo_save(pen->cr);
    cairo_translate(pen->cr, 0, 0.53 * radius);
    cairo_scale(pen->cr, 0.95, 1.15);
    seal_letters(pen, text, fair < 0.2 * radius ? fair : 0.2 * radius);
    cairo_restore(pen->cr);
}

void cert_ornament_seal(
    struct cert_pen *pen, const struct cert_seal_words *words, double x, double y, double radius)
{
    if (words->arc.len == 0)
        return;
    cairo_save(pen->cr);
    cairo_translate(pen->cr, x, y);
    cairo_set_source_rgba(pen->cr, seal_red.red, seal_red.green, seal_red.blue, SEAL_THICKNESS);
    cairo_set_line_width(pen->cr, 0.055 * radius);
    cairo_arc(pen->cr, 0, 0, 0.97 * radius, 0, TURN);
    cairo_stroke(pen->cr);
    star(pen->cr, 0.29 * radius);
    seal_ring_text(pen, words->arc, radius);
    if (words->foot.len > 0)
        seal_foot(pen, words->foot, radius);
    cairo_restore(pen->cr);
}

/* Dark modules of a row that touch are one stroke, as thick as a module. */
static void qr_row(cairo_t *cr, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int begin = x;

        while (x < width && (row[x] & 1))
            x++;
        if (x == begin)
            continue;
        cairo_move_to(cr, begin, y + 0.5);
        cairo_line_to(cr, x, y + 0.5);
    }
}

/* Modules are whole eighths of a point and begin on one, so that coordinates are short in the file.
 */
static void qr_put(struct cert_pen *pen, const QRcode *code, const struct cert_area *square)
{
    double modules = code->width + 2 * QR_QUIET;
    double side = square->width * CERT_POINTS_OF_MM;
    double module = floor(side / modules * 8) / 8;
    double spare = side - module * modules;
    cairo_t *cr = pen->cr;

    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_rectangle(cr, square->x, square->y, square->width, square->height);
    cairo_fill(cr);
    cairo_scale(cr, 1 / CERT_POINTS_OF_MM, 1 / CERT_POINTS_OF_MM);
    cairo_translate(cr, round(square->x * CERT_POINTS_OF_MM + spare / 2) + QR_QUIET * module,
        round(square->y * CERT_POINTS_OF_MM + spare / 2) + QR_QUIET * module);
    cairo_scale(cr, module, module);
    for (int y = 0; y < code->width; y++)
        qr_row(cr, code->data + y * code->width, code->width, y);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
}

void cert_ornament_qr(struct cert_pen *pen, str text, const struct cert_area *square)
{
    const char *z = arena_z(pen->arena, text);
    QRecLevel level = text.len <= QR_SHORT ? QR_ECLEVEL_M : QR_ECLEVEL_L;
    QRcode *code = QRcode_encodeString8bit(z, 0, level);

    if (code == NULL) {
        pen->fault = pen->fault == OK ? E_TOO_LARGE : pen->fault;
        return;
    }
    cairo_save(pen->cr);
    qr_put(pen, code, square);
    cairo_restore(pen->cr);
    QRcode_free(code);
}
