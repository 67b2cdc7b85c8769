/* Certificates in the transaction of the entry: those of the right that it ends become void, and
 * the certify step mints the numbers of the new ones. */
#include "base/ids.h"
#include "base/when.h"
#include "cert/cert.h"
#include "db/db.h"
#include "place/city.h"

#define RULE RULE_DEFINE
#include "cert/cert.def"
#undef RULE

#define CERT_NUMBER_MAX 9999999 /* seven digits */
/* GB/T 36904-2018: root, then the licence type: the natural-resources authority's code with 001 for
 * certificates and 022 for proofs. */
#define LICENCE_ROOT "1.2.156.3005.2"
#define LICENCE_CERTIFICATE "11100000MB03271699001"
#define LICENCE_PROOF "11100000MB03271699022"

static err next_number(struct ctx *ctx, int year, str kind, int64_t *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_cert_counter_next, &row, text(ctx->region), i64(year), text(kind)));
    *ret = take_i64(&row);
    if (*ret <= CERT_NUMBER_MAX)
        return OK;
    why_add(ctx, &CERT_NUMBERS_SPENT, S("certificate"), kind);
    return E_REFUSED;
}

/* 宁（2026）银川市不动产权第0000123号 */
static str number_text(
    struct ctx *ctx, const struct place_region *region, bool proof, int year, int64_t n)
{
    return arena_printf(ctx->arena, "%.*s（%d）%.*s%s第%07lld号", STR(region->province_short), year,
        STR(region->certificate_name), proof ? "不动产证明" : "不动产权", (long long)n);
}

static str licence_text(
    struct ctx *ctx, const struct place_region *region, bool proof, int year, int64_t n)
{
    const char *type = proof ? LICENCE_PROOF : LICENCE_CERTIFICATE;
    str serial = arena_printf(ctx->arena, "%02d%07lld", year % 100, (long long)n);
    str joined =
        arena_printf(ctx->arena, "%s%.*s%.*s001", type, STR(region->authority_code), STR(serial));

    return arena_printf(ctx->arena, LICENCE_ROOT ".%s.%.*s.%.*s.001.%c", type,
        STR(region->authority_code), STR(serial), id_licence_check_char(joined));
}

static err mint(struct ctx *ctx, const struct filing_run *run, const struct registry_entry *entry,
    str right, int64_t holder_seq)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    bool proof = str_is(run->scene->certificate, "proof");
    int year = when_date_of(ctx->now_ms).year;
    int64_t n;

    if (region == NULL)
        return E_FAULT;
    TRY(next_number(ctx, year, run->scene->certificate, &n));
    return db_put(ctx, SQL_cert_add, text(ctx->region),
        text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)),
        text(number_text(ctx, region, proof, year, n)), text(run->scene->certificate),
        text(run->f.id), text(right), i64(holder_seq), text(run->f.unit), i64(entry->number),
        text(licence_text(ctx, region, proof, year, n)),
        text(arena_printf(ctx->arena, "%.*s%02d%s%07lld", STR(ctx->region), year % 100,
            proof ? "Z" : "Q", (long long)n)),
        i64(ctx->now_ms));
}

/* 分别持证: one for each holder when as many were asked for as there are holders; otherwise one for
 * all (细则 21). */
static int64_t certificates_of(const struct filing_run *run, size_t holders)
{
    int64_t asked = filing_answer_i64(run, "certificates", 1);

    return holders > 1 && asked == (int64_t)holders ? asked : 1;
}

/* The filing's entry and what it says. */
static err read_entry(struct ctx *ctx, const struct filing_run *run, struct registry_entry *ret,
    struct tree **ret_content)
{
    bool found;
    str fault;

    TRY(registry_entry_of_filing(ctx, run->f.id, ret, &found));
    if (!found)
        return E_FAULT; /* scenes put certify behind record */
    return tree_parse(ctx->arena, ret->content, ret_content, &fault);
}

err cert_record_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct registry_entry entry;
    const struct tree *ended;
    struct tree *content;

    TRY(filing_record_start(ctx, run, step, ret));
    if (ret->outcome != STEP_DONE)
        return OK;
    TRY(read_entry(ctx, run, &entry, &content));
    ended = tree_get(content, S("ended"));
    if (ended == NULL)
        return OK;
    return db_put(ctx, SQL_cert_void, text(ctx->region), text(tree_get_text(ended, S("id"))),
        text(run->scene->effect), i64(entry.number));
}

err cert_certify_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct registry_entry entry;
    const struct tree *made;
    struct tree *content;
    int64_t count;

    (void)step;
    TRY(read_entry(ctx, run, &entry, &content));
    made = tree_get(content, S("made"));
    ret->outcome = STEP_DONE;
    ret->text = (str){0};
    if (made == NULL || run->scene->certificate.len == 0)
        return OK;
    count = certificates_of(run, tree_get(made, S("holders"))->count);
    for (int64_t i = 1; i <= count; i++)
        TRY(mint(ctx, run, &entry, tree_get_text(made, S("id")), count == 1 ? 0 : i));
    return OK;
}

err cert_issue_approved(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    (void)step;
    ret->outcome = STEP_DONE;
    ret->text = ctx->who.staff;
    return db_put(ctx, SQL_cert_issued, text(ctx->region), text(run->f.id), i64(ctx->now_ms));
}
