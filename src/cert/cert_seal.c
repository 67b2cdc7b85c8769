/* Sealing and checking: the signature's place in the file is found by the file's own
 * cross-reference table; the signature itself is cert_cms.c's. */
#include "cert/cert_seal_internal.h"

#include "base/buf.h"
#include "base/when.h"

#include <string.h>

#define PDF_MAX ((size_t)64 << 20)
#define NUMBER_WIDTH 10

/* ---- reading the printed file ---- */

struct pdf {
    str bytes;
    int64_t size, root, info, startxref; /* of the trailer */
};

/* The last place of `word`. */
static bool find_last(str s, str word, size_t *ret)
{
    bool found = false;
    size_t at, from = 0;

    while (str_find(str_slice(s, from, s.len), word, &at)) {
        *ret = from + at;
        from += at + 1;
        found = true;
    }
    return found;
}

/* The integer that follows `key` in a dictionary's text. */
static bool number_after(str s, str key, int64_t *ret)
{
    size_t at, len = 0;

    if (!str_find(s, key, &at))
        return false;
    s = str_trim(str_slice(s, at + key.len, s.len));
    while (len < s.len && s.at[len] >= '0' && s.at[len] <= '9')
        len++;
    return str_to_i64(str_slice(s, 0, len), ret);
}

static bool read_trailer(str bytes, struct pdf *ret)
{
    size_t trailer, startxref;
    str tail;

    *ret = (struct pdf){.bytes = bytes};
    if (!str_starts(bytes, S("%PDF-")) || !find_last(bytes, S("trailer"), &trailer) ||
        !find_last(bytes, S("startxref"), &startxref))
        return false;
    tail = str_slice(bytes, trailer, bytes.len);
    if (str_find(tail, S("/Prev"), &trailer))
        return false; /* updated since it was printed: it has a seal already */
    return number_after(tail, S("/Size"), &ret->size) &&
           number_after(tail, S("/Root"), &ret->root) &&
           number_after(tail, S("/Info"), &ret->info) &&
           number_after(str_slice(bytes, startxref, bytes.len), S("startxref"), &ret->startxref);
}

/* The dictionary of an object: what stands between "N 0 obj" and "endobj", without the outer << >>.
 */
static bool object_inside(const struct pdf *p, struct arena *a, int64_t number, str *ret)
{
    str head = arena_printf(a, "\n%lld 0 obj", (long long)number);
    size_t at, end;
    str body;

    if (!str_find(p->bytes, head, &at))
        return false;
    body = str_slice(p->bytes, at + head.len, p->bytes.len);
    if (!str_find(body, S("endobj"), &end))
        return false;
    body = str_trim(str_slice(body, 0, end));
    if (!str_starts(body, S("<<")) || !str_ends(body, S(">>")))
        return false;
    *ret = str_trim(str_slice(body, 2, body.len - 4));
    return true;
}

/* The first page: catalogue, page tree, first child. */
static bool first_page(const struct pdf *p, struct arena *a, int64_t *ret)
{
    int64_t pages;
    str catalogue, tree;
    size_t at;

    if (!object_inside(p, a, p->root, &catalogue) ||
        !number_after(catalogue, S("/Pages"), &pages) || !object_inside(p, a, pages, &tree) ||
        !str_find(tree, S("/Kids"), &at))
        return false;
    return number_after(str_slice(tree, at, tree.len), S("["), ret);
}

/* ---- writing the update ---- */

struct update {
    struct buf out;
    struct arena *arena;
    size_t from; /* where the update begins in the file */
    int64_t numbers[4];
    size_t offsets[4];
    size_t count;
    size_t hole_hex;          /* characters kept free for the signature */
    size_t range_at, hole_at; /* places in `out` */
};

static void begin_object(struct update *u, int64_t number)
{
    u->numbers[u->count] = number;
    u->offsets[u->count++] = u->from + u->out.len;
    buf_printf(&u->out, "%lld 0 obj\n", (long long)number);
}

static void add_signature(struct update *u, int64_t number, int64_t issued_ms)
{
    struct when_date d = when_date_of(issued_ms);
    int64_t minutes = (issued_ms - when_start_of_day_ms(d)) / WHEN_MINUTE_MS;

    begin_object(u, number);
    buf_add_z(&u->out, "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n"
                       "/ByteRange ");
    u->range_at = u->out.len;
    buf_printf(&u->out, "[%*d %*d %*d %*d]\n/Contents <", NUMBER_WIDTH, 0, NUMBER_WIDTH, 0,
        NUMBER_WIDTH, 0, NUMBER_WIDTH, 0);
    u->hole_at = u->out.len;
    for (size_t i = 0; i < u->hole_hex; i++)
        buf_add_char(&u->out, '0');
    buf_printf(&u->out, ">\n/M (D:%04d%02d%02d%02d%02d00+08'00') >>\nendobj\n", d.year, d.month,
        d.day, (int)(minutes / 60), (int)(minutes % 60));
}

static void add_field(
    struct update *u, int64_t number, int64_t signature, int64_t page, struct cert_box box)
{
    begin_object(u, number);
    buf_printf(&u->out,
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /V %lld 0 R /F 132 /P %lld 0 R\n"
        "/Rect [%d %d %d %d] >>\nendobj\n",
        (long long)signature, (long long)page, box.x, box.y, box.x + box.width, box.y + box.height);
}

static void add_changed(struct update *u, int64_t number, str inside, const char *addition)
{
    begin_object(u, number);
    buf_printf(&u->out, "<< %.*s\n%s >>\nendobj\n", STR(inside), addition);
}

static void add_table(struct update *u, const struct pdf *p)
{
    size_t table = u->from + u->out.len;

    buf_add_z(&u->out, "xref\n");
    for (size_t i = 0; i < u->count; i++)
        buf_printf(&u->out, "%lld 1\n%010zu 00000 n \n", (long long)u->numbers[i], u->offsets[i]);
    buf_printf(&u->out,
        "trailer\n<< /Size %lld /Root %lld 0 R /Info %lld 0 R /Prev %lld >>\nstartxref\n%zu\n"
        "%%%%EOF\n",
        (long long)p->size + 2, (long long)p->root, (long long)p->info, (long long)p->startxref,
        table);
}

/* When it is sealed, and where on the first page; an empty box is nowhere. */
struct sealing {
    int64_t issued_ms;
    struct cert_box box;
};

static bool write_update(
    const struct pdf *p, struct arena *a, const struct sealing *sealing, struct update *u)
{
    int64_t signature = p->size, field = p->size + 1, page;
    str catalogue, page_inside;

    if (!first_page(p, a, &page) || !object_inside(p, a, p->root, &catalogue) ||
        !object_inside(p, a, page, &page_inside))
        return false;
    u->arena = a;
    u->from = p->bytes.len;
    buf_init(&u->out, a, PDF_MAX);
    add_signature(u, signature, sealing->issued_ms);
    add_field(u, field, signature, page, sealing->box);
    add_changed(u, page, page_inside, arena_printf(a, "/Annots [%lld 0 R]", (long long)field).at);
    add_changed(u, p->root, catalogue,
        arena_printf(
            a, "/Version /1.7 /AcroForm << /Fields [%lld 0 R] /SigFlags 3 >>", (long long)field)
            .at);
    add_table(u, p);
    return !buf_full(&u->out);
}

/* ---- the signature ---- */

static err seal(
    const struct cert_sealer *s, struct arena *a, str pdf, const struct sealing *sealing, str *ret)
{
    struct update u = {.hole_hex = 2 * cert_cms_room(s, a)};
    uint8_t digest[CRYPTO_SHA256_BYTES];
    struct pdf p;
    size_t hole, after, end;
    str cms, range;
    char *whole;

    if (!read_trailer(pdf, &p) || !write_update(&p, a, sealing, &u))
        return E_INVALID;
    end = pdf.len + u.out.len;
    whole = arena_take(a, end);
    memcpy(whole, pdf.at, pdf.len);
    memcpy(whole + pdf.len, u.out.at, u.out.len);
    hole = pdf.len + u.hole_at - 1; /* the brackets belong to the hole */
    after = hole + u.hole_hex + 2;
    range = arena_printf(a, "[%*d %*zu %*zu %*zu]", NUMBER_WIDTH, 0, NUMBER_WIDTH, hole,
        NUMBER_WIDTH, after, NUMBER_WIDTH, end - after);
    memcpy(whole + pdf.len + u.range_at, range.at, range.len);
    crypto_sha256_two((str){whole, hole}, (str){whole + after, end - after}, digest);
    TRY(cert_cms_sign(s, a, digest, &cms));
    cms = crypto_hex(a, cms);
    memcpy(whole + hole + 1, cms.at, cms.len);
    *ret = (str){whole, end};
    return OK;
}

err cert_seal_pdf(
    const struct cert_sealer *s, struct arena *a, str pdf, const struct cert_face *face, str *ret)
{
    const struct sealing sealing = {face->issued_ms, cert_face_seal_box(face->kind)};

    return seal(s, a, pdf, &sealing, ret);
}

err cert_seal_letter(
    const struct cert_sealer *s, struct arena *a, str pdf, int64_t issued_ms, str *ret)
{
    const struct sealing sealing = {issued_ms, {0, 0, 0, 0}};

    return seal(s, a, pdf, &sealing, ret);
}

/* ---- checking ---- */

struct range {
    int64_t at[4];
};

static bool read_range(str pdf, struct range *ret)
{
    size_t at;
    str rest;

    if (!find_last(pdf, S("/ByteRange"), &at))
        return false;
    rest = str_slice(pdf, at, pdf.len);
    if (str_cut(&rest, '[').len == 0)
        return false;
    rest = str_cut(&rest, ']');
    for (size_t i = 0; i < 4; i++) {
        rest = str_trim(rest);
        if (!str_to_i64(str_cut(&rest, ' '), &ret->at[i]) || ret->at[i] < 0)
            return false;
    }
    return true;
}

static bool covers_all(str pdf, const struct range *r)
{
    size_t hole = (size_t)r->at[1], after = (size_t)r->at[2];

    return r->at[0] == 0 && hole + 2 <= after && after < pdf.len &&
           after + (size_t)r->at[3] == pdf.len && pdf.at[hole] == '<' && pdf.at[after - 1] == '>' &&
           str_ends(str_slice(pdf, 0, hole), S("/Contents "));
}

/* The moment that the seal names: /M (D:20261123093000+08'00'), 0 when it names none. */
static int64_t moment_of(str after)
{
    struct when_date d;
    int64_t part[3];
    size_t at;

    if (!str_find(after, S("/M (D:"), &at))
        return 0;
    after = str_slice(after, at + S("/M (D:").len, 14);
    if (!str_to_i64(str_slice(after, 0, 4), &part[0]) ||
        !str_to_i64(str_slice(after, 4, 2), &part[1]) ||
        !str_to_i64(str_slice(after, 6, 2), &part[2]))
        return 0;
    d = (struct when_date){(int)part[0], (int)part[1], (int)part[2]};
    return when_date_is_valid(d) ? when_start_of_day_ms(d) : 0;
}

/* One check; OpenSSL's objects are released by its owner. */
struct check {
    struct arena *arena;
    str before, hole, after; /* of the file; the hole without its brackets */
    const char *ca_path;
    struct cert_cms cms;
    struct cert_seal_result *ret;
};

static err check_cms(void *arg)
{
    struct check *c = arg;
    uint8_t digest[CRYPTO_SHA256_BYTES];
    str bytes;

    if (!crypto_hex_decode(c->arena, c->hole, &bytes) ||
        !str_eq(crypto_hex(c->arena, bytes), c->hole) || !cert_cms_read(c->arena, bytes, &c->cms))
        return E_INVALID;
    c->ret->whole = true;
    crypto_sha256_two(c->before, c->after, digest);
    c->ret->intact =
        memcmp(digest, c->cms.digest, sizeof digest) == 0 && cert_cms_holds(c->arena, &c->cms);
    c->ret->trusted = cert_cms_is_trusted(&c->cms, c->ca_path, moment_of(c->after));
    return OK;
}

bool cert_seal_check(struct arena *a, str pdf, const char *ca_path, struct cert_seal_result *ret)
{
    struct check c = {.arena = a, .ca_path = ca_path, .ret = ret};
    struct range r;
    size_t hole, after;
    err fault;

    *ret = (struct cert_seal_result){0};
    ret->found = read_range(pdf, &r);
    if (!ret->found || !covers_all(pdf, &r))
        return false;
    hole = (size_t)r.at[1];
    after = (size_t)r.at[2];
    c.before = str_slice(pdf, 0, hole);
    c.hole = str_slice(pdf, hole + 1, after - hole - 2);
    c.after = str_slice(pdf, after, pdf.len);
    fault = arena_try(a, check_cms, &c);
    cert_cms_close(&c.cms);
    return fault == OK && ret->intact && ret->trusted;
}
