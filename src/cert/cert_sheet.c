/* The file that a form or letter is drawn into: PDF bytes as cairo makes them. */
#include "cert/cert_paper.h"

#include "base/when.h"

#include <cairo-pdf.h>

static cairo_status_t keep_bytes(void *closure, const unsigned char *at, unsigned len)
{
    g_byte_array_append(closure, at, len);
    return CAIRO_STATUS_SUCCESS;
}

static void open_sheet(struct cert_sheet *s)
{
    s->bytes = g_byte_array_sized_new(96 << 10);
    s->surface = cairo_pdf_surface_create_for_stream(keep_bytes, s->bytes, 1, 1);
    /* 1.4 has a plain cross-reference table, which the seal's update reads. */
    cairo_pdf_surface_restrict_to_version(s->surface, CAIRO_PDF_VERSION_1_4);
    s->pen.cr = cairo_create(s->surface);
    cairo_scale(s->pen.cr, CERT_POINTS_OF_MM, CERT_POINTS_OF_MM);
}

/* The last status counts: cairo keeps the first fault of all that was drawn. */
static err close_sheet(struct cert_sheet *s, err fault)
{
    cairo_status_t status = cairo_status(s->pen.cr);

    cairo_destroy(s->pen.cr);
    cairo_surface_finish(s->surface);
    cairo_surface_destroy(s->surface);
    return fault == OK && status != CAIRO_STATUS_SUCCESS ? E_FAULT : fault;
}

static err copy_bytes(void *arg)
{
    struct cert_sheet *s = arg;

    s->pdf = arena_str(s->pen.arena, (str){(const char *)s->bytes->data, s->bytes->len});
    return OK;
}

err cert_sheet_draw(struct cert_sheet *s, err (*draw)(void *arg), void *arg)
{
    err fault;

    open_sheet(s);
    fault = close_sheet(s, arena_try(s->pen.arena, draw, arg));
    if (fault == OK)
        fault = arena_try(s->pen.arena, copy_bytes, s);
    g_byte_array_unref(s->bytes);
    return fault;
}

void cert_sheet_size(struct cert_sheet *s, double width, double height)
{
    cairo_pdf_surface_set_size(s->surface, width * CERT_POINTS_OF_MM, height * CERT_POINTS_OF_MM);
}

void cert_sheet_describe(struct cert_sheet *s, const struct cert_description *d)
{
    struct arena *a = s->pen.arena;
    const struct {
        cairo_pdf_metadata_t key;
        str text;
    } rows[] = {
        {CAIRO_PDF_METADATA_TITLE, d->title},
        {CAIRO_PDF_METADATA_SUBJECT, d->subject},
        {CAIRO_PDF_METADATA_AUTHOR, d->author},
        {CAIRO_PDF_METADATA_CREATE_DATE, when_print(a, d->made_ms)},
        {CAIRO_PDF_METADATA_KEYWORDS, d->keywords},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        if (rows[i].text.len > 0)
            cairo_pdf_surface_set_metadata(s->surface, rows[i].key, arena_z(a, rows[i].text));
}
