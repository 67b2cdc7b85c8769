/* The printer's fonts. Drawing with a font of 65,535 glyphs makes cairo read 26 MB and embed all of
 * its subroutines for every file (38 ms, 500 kB). The printer therefore cuts a small font out of
 * the whole one, without subroutines, and draws with that (3 ms, 40 kB); it holds the everyday
 * characters from the start and grows when a rarer one is needed. */
#include "cert/cert_paper.h"

#include <cairo-ft.h>
#include <hb-subset.h>
#include <iconv.h>
#include <string.h>

#define GB2312_FIRST_ROW 0xa1
#define GB2312_LAST_ROW 0xd7 /* level 1: signs, Latin, and the 3,755 everyday characters */
#define GB2312_COLUMNS 94
#define LANGUAGE "zh-CN"

static const cairo_user_data_key_t small_key;

/* cairo keeps a face in its caches beyond its last use here: only when it lets go may the FreeType
 * face, its library and its bytes be released. */
static void small_release(void *closure)
{
    FT_Face face = closure;
    FT_Library library = face->glyph->library;
    hb_blob_t *blob = face->generic.data;

    FT_Done_Face(face);
    FT_Done_FreeType(library);
    hb_blob_destroy(blob);
}

static bool face_open(hb_blob_t *blob, FT_Library library, FT_Face *ret)
{
    unsigned len;
    const char *bytes = hb_blob_get_data(blob, &len);

    return FT_New_Memory_Face(library, (const FT_Byte *)bytes, (FT_Long)len, 0, ret) == 0;
}

/* Each cairo face owns a FreeType face over the same bytes. */
static cairo_font_face_t *small_open(hb_face_t *cut, unsigned synthesize)
{
    hb_blob_t *blob = hb_face_reference_blob(cut);
    cairo_font_face_t *small;
    FT_Library library;
    FT_Face face;

    if (FT_Init_FreeType(&library) != 0) {
        hb_blob_destroy(blob);
        return NULL;
    }
    if (!face_open(blob, library, &face)) {
        FT_Done_FreeType(library);
        hb_blob_destroy(blob);
        return NULL;
    }
    face->generic.data = blob;
    small = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
    cairo_ft_font_face_set_synthesize(small, synthesize);
    if (cairo_font_face_set_user_data(small, &small_key, face, small_release) ==
        CAIRO_STATUS_SUCCESS)
        return small;
    cairo_font_face_destroy(small);
    small_release(face);
    return NULL;
}

/* What drawing needs no table of: substitution, positions, and vertical writing. */
static hb_subset_input_t *subset_input(const hb_set_t *glyphs)
{
    static const hb_tag_t dropped[] = {HB_TAG('G', 'S', 'U', 'B'), HB_TAG('G', 'P', 'O', 'S'),
        HB_TAG('G', 'D', 'E', 'F'), HB_TAG('B', 'A', 'S', 'E'), HB_TAG('V', 'O', 'R', 'G'),
        HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x')};
    hb_subset_input_t *in = hb_subset_input_create_or_fail();

    if (in == NULL)
        return NULL;
    hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_DESUBROUTINIZE | HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_union(hb_subset_input_glyph_set(in), glyphs);
    for (size_t i = 0; i < COUNT(dropped); i++)
        hb_set_add(hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG), dropped[i]);
    return in;
}

static void small_close(struct cert_printer *p)
{
    cairo_font_face_destroy(p->small); /* NULL is taken */
    cairo_font_face_destroy(p->fat);
    hb_map_destroy(p->small_of);
    p->small = p->fat = NULL;
    p->small_of = NULL;
}

static bool small_cut(struct cert_printer *p, hb_subset_plan_t *plan)
{
    hb_face_t *cut = hb_subset_plan_execute_or_fail(plan);

    if (cut == NULL)
        return false;
    small_close(p);
    p->small = small_open(cut, 0);
    p->fat = small_open(cut, CAIRO_FT_SYNTHESIZE_BOLD);
    p->small_of = hb_map_copy(hb_subset_plan_old_to_new_glyph_mapping(plan));
    hb_face_destroy(cut);
    return p->small != NULL && p->fat != NULL;
}

static bool small_make(struct cert_printer *p)
{
    hb_subset_input_t *in = subset_input(p->glyphs);
    hb_subset_plan_t *plan = in == NULL ? NULL : hb_subset_plan_create_or_fail(p->whole, in);
    bool made = plan != NULL && small_cut(p, plan);

    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(in);
    return made;
}

bool cert_font_need(struct cert_printer *p, const hb_codepoint_t *glyphs, size_t count)
{
    bool grown = p->small == NULL;

    for (size_t i = 0; i < count; i++) {
        if (hb_set_has(p->glyphs, glyphs[i]))
            continue;
        hb_set_add(p->glyphs, glyphs[i]);
        grown = true;
    }
    return !grown || small_make(p);
}

/* Shaped as it will be printed: the font has other digits among Latin letters than among Chinese.
 */
static void seed_codes(
    struct cert_printer *p, const uint32_t *codes, size_t count, hb_script_t script)
{
    hb_buffer_t *buffer = hb_buffer_create();
    hb_glyph_info_t *glyphs;
    unsigned glyph_count;

    hb_buffer_add_utf32(buffer, codes, (int)count, 0, (int)count);
    hb_buffer_set_language(
        buffer, hb_language_from_string(script == HB_SCRIPT_LATIN ? "en" : LANGUAGE, -1));
    hb_buffer_set_script(buffer, script);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_shape(pango_font_get_hb_font(p->font), buffer, NULL, 0);
    glyphs = hb_buffer_get_glyph_infos(buffer, &glyph_count);
    for (unsigned i = 0; i < glyph_count; i++)
        hb_set_add(p->glyphs, glyphs[i].codepoint);
    hb_buffer_destroy(buffer);
}

/* One row of GB/T 2312; columns that hold nothing are left out. */
static void seed_row(struct cert_printer *p, iconv_t table, unsigned row)
{
    uint32_t codes[GB2312_COLUMNS];
    size_t count = 0;

    for (size_t i = 0; i < GB2312_COLUMNS; i++) {
        char from[2] = {(char)row, (char)(GB2312_FIRST_ROW + i)};
        char *in = from, *out = (char *)(codes + count);
        size_t in_left = sizeof from, out_left = sizeof codes[0];

        if (iconv(table, &in, &in_left, &out, &out_left) != (size_t)-1 && out_left == 0)
            count++;
    }
    seed_codes(p, codes, count, HB_SCRIPT_HAN);
}

/* Where the system has no such table the small font begins with Latin letters and grows. */
static void seed(struct cert_printer *p)
{
    iconv_t table = iconv_open("WCHAR_T", "GB2312");
    uint32_t ascii['~' - ' ' + 1];

    for (uint32_t i = 0; i < COUNT(ascii); i++)
        ascii[i] = ' ' + i;
    seed_codes(p, ascii, COUNT(ascii), HB_SCRIPT_LATIN);
    seed_codes(p, ascii, COUNT(ascii), HB_SCRIPT_HAN);
    if (table == (iconv_t)-1)
        return;
    for (unsigned row = GB2312_FIRST_ROW; row <= GB2312_LAST_ROW; row++)
        seed_row(p, table, row);
    iconv_close(table);
}

/* fontconfig always answers with some font: it must be the one that was asked for. */
static bool is_family(PangoFont *font, const char *family)
{
    PangoFontDescription *got = pango_font_describe_with_absolute_size(font);
    bool same = str_is(str_of(pango_font_description_get_family(got)), family);

    pango_font_description_free(got);
    return same;
}

/* A printed page has no pixels: letters are neither hinted nor rounded to a grid. */
static void context_prepare(PangoContext *context)
{
    cairo_font_options_t *options = cairo_font_options_create();

    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(LANGUAGE));
}

static err open_all(struct cert_printer *p, const char *family)
{
    p->map = pango_cairo_font_map_new();
    p->context = pango_font_map_create_context(p->map);
    context_prepare(p->context);
    p->description = pango_font_description_new();
    pango_font_description_set_family(p->description, family);
    pango_font_description_set_absolute_size(p->description, 4 * PANGO_SCALE);
    p->layout = pango_layout_new(p->context);
    p->font = pango_font_map_load_font(p->map, p->context, p->description);
    if (p->font == NULL || !is_family(p->font, family))
        return E_MISSING;
    p->whole = hb_font_get_face(pango_font_get_hb_font(p->font));
    p->glyphs = hb_set_create();
    seed(p);
    return small_make(p) && cert_patterns_open(p) ? OK : E_FAULT;
}

err cert_printer_open(struct arena *a, const char *family, struct cert_printer **ret)
{
    struct cert_printer *p = ARENA_NEW(a, struct cert_printer);
    err fault;

    p->arena = a;
    fault = open_all(p, family);
    if (fault != OK) {
        cert_printer_close(p);
        return fault;
    }
    *ret = p;
    return OK;
}

void cert_printer_close(struct cert_printer *p)
{
    cert_patterns_close(p);
    small_close(p);
    hb_set_destroy(p->glyphs);
    g_clear_object(&p->font);
    g_clear_object(&p->layout);
    pango_font_description_free(p->description);
    g_clear_object(&p->context);
    g_clear_object(&p->map);
}
