/* Certificates in the transaction of the entry: those of the right that it ends become void,
 * whoever made it, and the certify step mints the numbers of the new ones. */
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

/* A right that an entry made, and what proves it. */
struct minting {
    const struct registry_entry *entry;
    str kind, right; /* certificate or proof; the right's id */
    size_t holders;
};

static err mint(
    struct ctx *ctx, const struct filing_run *run, const struct minting *m, int64_t holder_seq)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    bool proof = str_is(m->kind, "proof");
    int year = when_date_of(ctx->now_ms).year;
    int64_t n;

    if (region == NULL)
        return E_FAULT;
    TRY(next_number(ctx, year, m->kind, &n));
    return db_put(ctx, SQL_cert_add, text(ctx->region),
        text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)),
        text(number_text(ctx, region, proof, year, n)), text(m->kind), text(run->f.id),
        text(m->right), i64(holder_seq), text(m->entry->unit), i64(m->entry->number),
        text(licence_text(ctx, region, proof, year, n)),
        text(arena_printf(ctx->arena, "%.*s%02d%s%07lld", STR(ctx->region), year % 100,
            proof ? "Z" : "Q", (long long)n)),
        i64(ctx->now_ms));
}

/* 分别持证: one for each holder when as many were asked for as there are holders; otherwise one for
 * all (细则 21). */
static int64_t certificates_of(const struct filing_run *run, const struct minting *m)
{
    int64_t asked = filing_answer_i64(run, "certificates", 1);

    return m->holders > 1 && str_is(m->kind, "certificate") && asked == (int64_t)m->holders ? asked
                                                                                            : 1;
}

err cert_entered(
    struct ctx *ctx, const struct registry_change *change, const struct registry_entry *entry)
{
    if (change->end == NULL)
        return OK;
    return db_put(ctx, SQL_cert_void, text(ctx->region), text(change->end->id),
        text(change->effect), i64(entry->number));
}

/* What the scene gives for an entry: certificate, proof, or nothing. */
static str document_of(const struct scene *scene, const struct registry_entry *entry)
{
    str own = str_of(registry_kind_find(entry->right_kind)->document);

    /* 分割、合并: the title of a new unit, and what goes over to it, each by its own kind */
    if (scene->divides.len > 0)
        return own;
    for (size_t i = 0; i < scene->acts_count; i++)
        if (registry_kind_is(entry->right_kind, scene->acts[i]->right_kind) &&
            str_eq(scene->acts[i]->effect, entry->effect))
            return scene->acts[i]->certificate.len > 0 ? own : (str){0};
    return (str){0};
}

static err certify_entry(
    struct ctx *ctx, const struct filing_run *run, const struct registry_entry *entry)
{
    struct minting m = {.entry = entry, .kind = document_of(run->scene, entry)};
    const struct tree *made;
    struct tree *content;
    int64_t count;
    str fault;

    TRY(tree_parse(ctx->arena, entry->content, &content, &fault));
    made = tree_get(content, S("made"));
    if (made == NULL || m.kind.len == 0)
        return OK;
    m.right = tree_get_text(made, S("id"));
    m.holders = tree_get(made, S("holders"))->count;
    count = certificates_of(run, &m);
    for (int64_t i = 1; i <= count; i++)
        TRY(mint(ctx, run, &m, count == 1 ? 0 : i));
    return OK;
}

err cert_certify_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct registry_entry *entries;
    size_t count;

    (void)step;
    ret->outcome = STEP_DONE;
    ret->text = (str){0};
    TRY(registry_entries_of_filing(ctx, run->f.id, &entries, &count));
    if (count == 0)
        return E_FAULT; /* scenes put certify behind record */
    for (size_t i = 0; i < count; i++)
        TRY(certify_entry(ctx, run, &entries[i]));
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
