/* Certificates on paper: read in one snapshot, printed, sealed, kept by hash, and given out again
 * the same ever after. */
#include "app/app.h"
#include "archive/archive.h"
#include "base/embed.h"
#include "base/file.h"
#include "base/ids.h"
#include "base/when.h"
#include "cert/cert.h"
#include "cert/cert_face.h"
#include "cert/cert_seal.h"
#include "cert/cert_token.h"
#include "notice/notice.h"
#include "notice/receipt.h"
#include "place/codes.h"

#define PRINTERS_MAX 4
#define PRINTING_FONT "Noto Serif CJK SC"
#define PDF_MAX ((size_t)8 << 20)

/* Printers are dear to open, so a few are kept and lent to one thread at a time. */
struct printing {
    struct arena *arena;
    pthread_mutex_t lock;
    pthread_cond_t back;
    struct cert_printer *free[PRINTERS_MAX];
    size_t free_count, open_count;
};

static err lend(struct printing *p, struct cert_printer **ret)
{
    err e = OK;

    pthread_mutex_lock(&p->lock);
    while (p->free_count == 0 && p->open_count == PRINTERS_MAX)
        pthread_cond_wait(&p->back, &p->lock);
    if (p->free_count > 0) {
        *ret = p->free[--p->free_count];
    } else {
        e = cert_printer_open(p->arena, PRINTING_FONT, ret);
        p->open_count += e == OK;
    }
    pthread_mutex_unlock(&p->lock);
    return e;
}

static void give_back(struct printing *p, struct cert_printer *printer)
{
    pthread_mutex_lock(&p->lock);
    p->free[p->free_count++] = printer;
    pthread_cond_signal(&p->back);
    pthread_mutex_unlock(&p->lock);
}

/* ---- the face ---- */

static str name_of(struct ctx *ctx, const char *table, str code)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));

    return code_name(ctx->arena, table, code, today, false);
}

static void fill_holders(struct ctx *ctx, const struct cert_reading *r, struct cert_face *face)
{
    struct cert_face_holder *h =
        ARENA_MANY(ctx->arena, r->right.holders_count + 1, struct cert_face_holder);
    size_t count = 0;

    for (size_t i = 0; i < r->right.holders_count; i++) {
        const struct registry_holder *holder = &r->right.holders[i];

        if (r->cert.holder_seq != 0 && r->cert.holder_seq != (int64_t)i + 1)
            continue;
        h[count].name = holder->name;
        h[count].document = arena_printf(ctx->arena, "%.*s %.*s",
            STR(name_of(ctx, "document", holder->document_kind)), STR(holder->document_number));
        h[count++].share = share_print(ctx->arena, r->right.holders[i].share);
    }
    face->holders = h;
    face->holders_count = count;
}

static str owner_names(struct ctx *ctx, const struct registry_page *page)
{
    str names = {0};

    for (size_t i = 0; page->ownership != NULL && i < page->ownership->holders_count; i++)
        names = arena_printf(ctx->arena, "%.*s%s%.*s", STR(names), i > 0 ? "、" : "",
            STR(page->ownership->holders[i].name));
    return names;
}

static void fill_face(struct ctx *ctx, const struct cert_reading *r, struct cert_face *face)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    const struct registry_unit *u = &r->page.unit;
    bool proof = str_is(r->cert.kind, "proof");

    *face = (struct cert_face){.kind = proof ? CERT_FACE_PROOF : CERT_FACE_CERTIFICATE,
        .number = r->cert.number,
        .licence = r->cert.licence,
        .print_number = r->cert.print_number,
        .common = name_of(ctx, "holding", r->right.holding),
        .location = u->location,
        .unit = id_unit_code_spaced(ctx->arena, u->code),
        .right = str_of(registry_kind_find(r->right.kind)->zh),
        .nature = name_of(ctx, "land", u->land_kind),
        .usage = name_of(ctx, "usage", u->usage),
        .area = cert_area_text(ctx, r),
        .term = u->land_until,
        .other = cert_other_text(ctx, r),
        .matter = cert_matter_text(ctx, &r->right),
        .obligor = owner_names(ctx, &r->page),
        .authority = region->authority_zh,
        .supervisor = S("中华人民共和国自然资源部监制"),
        .issued = when_print_zh(ctx->arena, r->cert.made_ms),
        .issued_ms = r->cert.made_ms,
        .seal_arc = region->authority_zh,
        .seal_foot = S("不动产登记专用章")};
    fill_holders(ctx, r, face);
}

/* ---- the token ---- */

static str last4(str number)
{
    return number.len <= 4 ? number : str_slice(number, number.len - 4, 4);
}

static err make_token(struct app *app, struct ctx *ctx, const struct cert_reading *r, str *ret)
{
    struct cert_claims_holder *h =
        ARENA_MANY(ctx->arena, r->right.holders_count + 1, struct cert_claims_holder);
    struct cert_claims claims = {
        .origin = arena_printf(ctx->arena, "%.*s/%.*s", STR(app->city.origin), STR(ctx->region)),
        .kind = r->cert.kind,
        .number = r->cert.number,
        .unit = r->cert.unit,
        .holders = h,
        .right = r->right.kind,
        .share = r->right.holding,
        .entry = r->cert.entry,
        .digest = crypto_hex(ctx->arena, r->entry.digest),
        .issued_ms = r->cert.made_ms,
        .licence = r->cert.licence};
    struct cert_token_proof proof = {.size = r->size, .root = r->root, .path = r->proof};

    for (size_t i = 0; i < r->right.holders_count && claims.holders_count < CERT_TOKEN_HOLDERS_MAX;
         i++) {
        if (r->cert.holder_seq != 0 && r->cert.holder_seq != (int64_t)i + 1)
            continue;
        h[claims.holders_count].name = id_mask_name(ctx->arena, r->right.holders[i].name);
        h[claims.holders_count++].last4 = last4(r->right.holders[i].document_number);
    }
    return cert_token_make(ctx->arena, &claims, &proof, &app->log_key, ret);
}

/* ---- printing ---- */

struct print_job {
    str certificate, hash, token;
    int64_t size;
    struct cert_reading reading;
};

static err read_job(struct ctx *ctx, void *arg)
{
    struct print_job *j = arg;

    return cert_read(ctx, j->certificate, &j->reading);
}

static err keep_job(struct ctx *ctx, void *arg)
{
    const struct print_job *j = arg;

    TRY(paper_note(ctx, j->hash, S("application/pdf"), j->size));
    return cert_printed(ctx, j->certificate, j->hash, j->token);
}

static err print(struct app *app, struct ctx *ctx, struct print_job *j, str *ret_pdf)
{
    struct cert_printer *printer;
    struct cert_face face;
    str plain;
    err e;

    TRY(make_token(app, ctx, &j->reading, &j->token));
    fill_face(ctx, &j->reading, &face);
    face.qr = face.token = j->token;
    TRY(lend(app->printing, &printer));
    e = cert_pdf_render(printer, ctx->arena, &face, &plain);
    give_back(app->printing, printer);
    TRY(e);
    return cert_seal_pdf(app->sealer, ctx->arena, plain, &face, ret_pdf);
}

err printing_pdf(struct app *app, struct ctx *ctx, str certificate, str *ret_pdf)
{
    struct print_job j = {.certificate = certificate};

    TRY(db_read(app->db, ctx, read_job, &j));
    if (j.reading.cert.pdf.len > 0)
        return paper_read(ctx->arena, &app->papers, j.reading.cert.pdf, ret_pdf);
    TRY(print(app, ctx, &j, ret_pdf));
    j.size = (int64_t)ret_pdf->len;
    TRY(paper_keep(ctx->arena, &app->papers, *ret_pdf, &j.hash));
    TRY(app_write(app, ctx, keep_job, &j));
    TRY(db_read(app->db, ctx, read_job, &j));
    /* Somebody else may have printed it meanwhile: the first print is the certificate. */
    return paper_read(ctx->arena, &app->papers, j.reading.cert.pdf, ret_pdf);
}

/* ---- notices ---- */

static err print_letter(
    struct app *app, struct ctx *ctx, const struct cert_letter *letter, str *ret_pdf)
{
    struct cert_printer *printer;
    err e;

    TRY(lend(app->printing, &printer));
    e = cert_letter_render(printer, ctx->arena, letter, ret_pdf);
    give_back(app->printing, printer);
    return e;
}

struct notice_job {
    str filing, id;
    struct filing_notice notice;
};

static err read_notice(struct ctx *ctx, void *arg)
{
    struct notice_job *j = arg;

    return filing_notice_get(ctx, j->filing, j->id, &j->notice);
}

err printing_notice(struct app *app, struct ctx *ctx, str filing, str notice, str *ret_pdf)
{
    struct notice_job j = {.filing = filing, .id = notice};
    struct cert_letter letter;

    TRY(db_read(app->db, ctx, read_notice, &j));
    notice_letter(ctx, &j.notice, &letter);
    return print_letter(app, ctx, &letter, ret_pdf);
}

err own_notice_pdf(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct filing_notice_in *wanted = in;

    (void)out;
    TRY(printing_notice(app, ctx, wanted->filing, wanted->notice, &reply->body));
    reply->type = S("application/pdf");
    return OK;
}

/* ---- receipts ---- */

struct receipt_job {
    const struct money_receipt_in *in;
    struct money_receipt receipt;
};

static err read_receipt(struct ctx *ctx, void *arg)
{
    struct receipt_job *j = arg;

    return money_receipt_get(ctx, j->in->filing, j->in->receipt, &j->receipt);
}

err own_receipt_pdf(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct receipt_job j = {.in = in};
    struct cert_letter letter;

    (void)out;
    TRY(db_read(app->db, ctx, read_receipt, &j));
    receipt_letter(ctx, &j.receipt, &letter);
    reply->type = S("application/pdf");
    return print_letter(app, ctx, &letter, &reply->body);
}

/* ---- queries ---- */

struct query_job {
    str query;
    struct cert_letter letter;
};

static err read_query(struct ctx *ctx, void *arg)
{
    struct query_job *j = arg;

    return archive_letter(ctx, j->query, &j->letter);
}

err own_query_pdf(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct archive_one_in *wanted = in;
    struct query_job j = {.query = wanted->query};
    str plain;

    (void)out;
    TRY(db_read(app->db, ctx, read_query, &j));
    TRY(print_letter(app, ctx, &j.letter, &plain));
    reply->type = S("application/pdf");
    return cert_seal_letter(app->sealer, ctx->arena, plain, j.letter.issued_ms, &reply->body);
}

/* ---- opening ---- */

err printing_open(struct app *app, struct printing **ret)
{
    struct printing *p = ARENA_NEW(app->arena, struct printing);

    p->arena = arena_new((size_t)256 << 20);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->back, NULL);
    *ret = p;
    return cert_sealer_open(app->arena, app->options->dir, &app->sealer);
}

void printing_close(struct app *app)
{
    struct printing *p = app->printing;

    cert_sealer_close(app->sealer);
    if (p == NULL)
        return;
    for (size_t i = 0; i < p->free_count; i++)
        cert_printer_close(p->free[i]);
    pthread_cond_destroy(&p->back);
    pthread_mutex_destroy(&p->lock);
    arena_free(p->arena);
}
