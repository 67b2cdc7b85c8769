/* yichuang verify: every invariant over a whole store; and verify-certificate: a paper, offline. */
#include "access/access.h"
#include "app/admin.h"
#include "app/server.h"
#include "archive/archive.h"
#include "base/file.h"
#include "base/log.h"
#include "base/when.h"
#include "cadastre/cadastre.h"
#include "cert/cert.h"
#include "cert/cert_seal.h"
#include "cert/cert_token.h"
#include "credit/credit.h"
#include "db/db.h"
#include "filing/filing.h"
#include "hall/hall.h"
#include "money/money.h"
#include "rating/rating.h"
#include "registry/registry.h"
#include "report/report.h"
#include "staff/staff_admin.h"
#include "staff/staff_kin.h"

#include <stdio.h>
#include <string.h>

#define FILE_MAX ((size_t)32 << 20)
#define PEOPLE "I19 the three administrators and the officers are different people"
#define ROLES "I19 roles in force were asked for by one and granted by another, as recorded"
#define TAKEN "I19 nobody has a role by a password that another made"
#define STRAYS "I3 every row is of a region of this city"
#define ENGINE "I15 the engine finds its files and references whole"
#define CHANGES "I19 the record of changes is as it was written"
#define KIN "I19 declarations of kin are as they were written"

struct region_check {
    struct tree *list;
    struct tree *regions;
    int64_t breaches;
};

static void show_one(struct region_check *c, str region, str invariant, str detail)
{
    struct tree *o = tree_object(c->list, S(""));

    tree_text(o, S("region"), arena_str(o->arena, region));
    tree_text(o, S("invariant"), invariant);
    tree_text(o, S("detail"), arena_str(o->arena, detail));
    c->breaches++;
}

static void show_breaches(
    struct region_check *c, str region, const struct registry_breach *breaches)
{
    for (const struct registry_breach *b = breaches; b != NULL; b = b->next)
        show_one(c, region, arena_str(c->list->arena, b->invariant), b->detail);
}

static err show_head(struct ctx *ctx, struct region_check *c)
{
    struct tree *o = tree_object(c->regions, S(""));
    struct merkle_hash root = merkle_empty_root();
    int64_t size;

    err e = registry_size(ctx, &size);

    if (e == E_MISSING)
        size = 0; /* what the book and its tree lack is said by the check of the registry */
    else if (e == OK && size > 0)
        e = registry_root(ctx, size, &root);
    if (e != OK && e != E_MISSING)
        return e;
    tree_text(o, S("region"), arena_str(o->arena, ctx->region));
    tree_i64(o, S("entries"), size);
    tree_text(o, S("root"), crypto_hex(o->arena, (str){(const char *)root.at, MERKLE_HASH_BYTES}));
    return OK;
}

static err check_region(struct ctx *ctx, void *arg)
{
    static const struct {
        const char *name; /* in the log */
        err (*check)(struct ctx *ctx, struct registry_breach **ret);
    } parts[] = {{"registry", registry_verify}, {"cadastre", cadastre_verify},
        {"filing", filing_verify}, {"fold", filing_verify_fold}, {"journal", filing_verify_journal},
        {"cert", cert_verify}, {"money", money_verify}, {"report", report_verify},
        {"hall", hall_verify}, {"rating", rating_verify}, {"access", access_verify},
        {"archive", archive_verify}};
    struct region_check *c = arg;

    TRY(show_head(ctx, c));
    for (size_t i = 0; i < COUNT(parts); i++) {
        int64_t begun_us = when_monotonic_us();
        struct registry_breach *breaches = NULL;

        TRY(parts[i].check(ctx, &breaches));
        log_line(LOG_DEBUG, "verify region=%.*s part=%s ms=%lld", STR(ctx->region), parts[i].name,
            (long long)((when_monotonic_us() - begun_us) / 1000));
        show_breaches(c, ctx->region, breaches);
    }
    return OK;
}

/* Rows of a region that this city does not have would be checked by nobody. */
static err check_strays(struct ctx *ctx, void *arg)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list_values(ctx, SQL_app_check_strays, &rows, NULL, 0));
    while (db_next(&rows, &row))
        show_one(arg, take_text(&row), S(STRAYS), S("-"));
    return OK;
}

static void show_engine(struct region_check *c, const struct tree *engine)
{
    const struct tree *faults = tree_get(engine, S("faults"));

    if (faults == NULL || faults->first == NULL)
        show_one(c, (str){0}, S(ENGINE), S("its check could not be finished"));
    for (const struct tree *t = faults != NULL ? faults->first : NULL; t != NULL; t = t->next)
        show_one(c, (str){0}, S(ENGINE), t->text);
}

static void show_staff(struct region_check *c, const struct tree *details, str invariant)
{
    for (const struct tree *t = details->first; t != NULL; t = t->next)
        show_one(c, (str){0}, invariant, t->text);
}

static err check_staff(struct ctx *ctx, void *arg)
{
    struct tree *logins = tree_new(ctx->arena, TREE_LIST);
    struct tree *not_taken = tree_new(ctx->arena, TREE_LIST);
    struct tree *record = tree_new(ctx->arena, TREE_LIST);
    struct tree *changes = tree_new(ctx->arena, TREE_LIST);
    struct tree *kin = tree_new(ctx->arena, TREE_LIST);

    TRY(staff_verify(ctx, logins, not_taken));
    show_staff(arg, logins, S(PEOPLE));
    show_staff(arg, not_taken, S(TAKEN));
    TRY(staff_verify_record(ctx, record));
    show_staff(arg, record, S(ROLES));
    TRY(staff_verify_changes(ctx, changes));
    show_staff(arg, changes, S(CHANGES));
    TRY(staff_verify_kin(ctx, kin));
    show_staff(arg, kin, S(KIN));
    return OK;
}

static err check_standings(struct ctx *ctx, void *arg)
{
    struct registry_breach *breaches = NULL;

    TRY(credit_verify(ctx, &breaches));
    show_breaches(arg, (str){0}, breaches);
    return OK;
}

err store_verify(struct app *app, struct arena *a, struct tree *out, int64_t *ret_breaches)
{
    struct region_check c = {
        .list = tree_list(out, S("breaches")), .regions = tree_list(out, S("regions"))};
    struct tree *engine;
    struct ctx ctx;
    err e;

    const struct city *city = app_city(app);

    for (size_t i = 0; i < city->regions_count; i++) {
        if (verification_is_ending(app))
            return E_STOPPED;
        app_ctx(app, a, city->regions[i].region, &ctx);
        TRY(db_read(app->db, &ctx, check_region, &c));
    }
    app_ctx(app, a, (str){0}, &ctx);
    TRY(db_read(app->db, &ctx, check_staff, &c));
    TRY(db_read(app->db, &ctx, check_standings, &c));
    TRY(db_read(app->db, &ctx, check_strays, &c));
    engine = tree_object(out, S("engine"));
    e = db_check(app->db, &ctx, engine);
    if (e == E_FAULT)
        show_engine(&c, engine);
    else if (e != OK)
        return e;
    *ret_breaches = c.breaches;
    return OK;
}

static void print_verify(const struct tree *out, int64_t breaches)
{
    const struct tree *regions = tree_get(out, S("regions"));
    const struct tree *list = tree_get(out, S("breaches"));

    for (const struct tree *t = regions->first; t != NULL; t = t->next)
        printf("%.*s  %8lld entries  root %.*s\n", STR(tree_get_text(t, S("region"))),
            (long long)tree_get_i64(t, S("entries"), 0), STR(tree_get_text(t, S("root"))));
    for (const struct tree *t = list->first; t != NULL; t = t->next)
        printf("BROKEN %.*s: %.*s: %.*s\n", STR(tree_get_text(t, S("region"))),
            STR(tree_get_text(t, S("invariant"))), STR(tree_get_text(t, S("detail"))));
    printf("%s\n", breaches == 0 ? "every invariant holds" : "the store is broken");
}

int verb_verify(const struct options *o)
{
    struct arena *a = arena_new((size_t)8 << 30);
    struct tree *out = tree_new(a, TREE_OBJECT);
    struct app *app = NULL;
    int64_t breaches = 0;
    str fault = {0};
    err e;

    server_log_level(o);
    if (app_open(a, o, &app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    e = store_verify(app, a, out, &breaches);
    if (e != OK)
        fprintf(stderr, "yichuang: the check could not be finished: %s\n", err_name(e));
    else if (o->print_json)
        printf("%.*s\n", STR(tree_to_json(out)));
    else
        print_verify(out, breaches);
    app_close(app);
    arena_free(a);
    return e == OK && breaches == 0 ? 0 : 1;
}

/* ---- one certificate, offline ---- */

static bool load_public(const struct options *o, struct arena *a, struct crypto_key *ret)
{
    const char *path = o->key[0] != 0 ? o->key : arena_printf(a, "%s/log.pub", o->dir).at;

    if (crypto_key_load(path, ret) == OK)
        return true;
    fprintf(stderr, "yichuang: cannot read the public key '%s'; name it with --key\n", path);
    return false;
}

static bool read_token(const struct options *o, struct arena *a, str *ret_token, str *ret_pdf)
{
    str content;

    *ret_pdf = (str){0};
    if (strncmp(o->file, CERT_TOKEN_MARK ".", strlen(CERT_TOKEN_MARK) + 1) == 0) {
        *ret_token = str_of(o->file);
        return true;
    }
    if (file_read(a, o->file, FILE_MAX, &content) != OK) {
        fprintf(stderr, "yichuang: cannot read '%s'\n", o->file);
        return false;
    }
    if (!str_starts(content, S("%PDF-"))) {
        *ret_token = str_trim(content);
        return true;
    }
    *ret_pdf = content;
    if (cert_token_from_pdf(content, ret_token))
        return true;
    fprintf(stderr, "yichuang: '%s' carries no certificate code\n", o->file);
    return false;
}

static bool check_seal(const struct options *o, struct arena *a, str pdf, struct tree *out)
{
    struct cert_seal_result seal = {0};
    const char *ca = arena_printf(a, "%s/seal-ca.pem", o->dir).at;

    if (pdf.len == 0)
        return true;
    if (!file_exists(ca)) {
        tree_text(out, S("seal"), S("not checked: no CA at hand"));
        return true;
    }
    if (!cert_seal_check(a, pdf, ca, &seal)) {
        tree_text(out, S("seal"), S("broken"));
        return false;
    }
    tree_text(out, S("seal"), S("whole"));
    return true;
}

static void show_claims(const struct cert_token_result *r, struct tree *out)
{
    struct tree *holders;

    tree_bool(out, S("signature"), r->signature);
    tree_bool(out, S("origin"), r->origin);
    tree_bool(out, S("inclusion"), r->inclusion);
    tree_bool(out, S("checkpoint"), r->checkpoint);
    tree_text(out, S("kind"), r->claims.kind);
    tree_text(out, S("number"), r->claims.number);
    tree_text(out, S("unit"), r->claims.unit);
    tree_text(out, S("right"), r->claims.right);
    tree_i64(out, S("entry"), r->claims.entry);
    tree_i64(out, S("log_size"), r->size);
    tree_i64(out, S("issued_ms"), r->claims.issued_ms);
    holders = tree_list(out, S("holders"));
    for (size_t i = 0; i < r->claims.holders_count; i++)
        tree_text(holders, S(""), r->claims.holders[i].name);
}

bool token_check(
    struct arena *a, const struct crypto_key *key, str origin, str token, struct tree *out)
{
    struct cert_token_trust trust = {.origin = origin};
    struct cert_token_result r;
    bool valid;

    memcpy(trust.public_key, key->public_key, sizeof(trust.public_key));
    (void)cert_token_check(a, token, &trust, &r);
    if (r.form) /* the region is the token's own; the origin before it is what we trust */
        trust.origin = arena_printf(a, "%.*s/%.6s", STR(origin), r.claims.unit.at);
    valid = cert_token_check(a, token, &trust, &r);
    tree_bool(out, S("valid"), valid);
    tree_bool(out, S("form"), r.form);
    if (r.form)
        show_claims(&r, out);
    return valid;
}

int verb_verify_certificate(const struct options *o)
{
    struct arena *a = arena_new((size_t)256 << 20);
    struct tree *out = tree_new(a, TREE_OBJECT);
    struct crypto_key key;
    str token, pdf;
    bool good;

    if (o->file == NULL) {
        fprintf(stderr, "yichuang: name a certificate's PDF or the text of its code\n");
        return 2;
    }
    if (!load_public(o, a, &key) || !read_token(o, a, &token, &pdf))
        return 1;
    good = token_check(a, &key, str_of(o->origin), token, out);
    good = check_seal(o, a, pdf, out) && good;
    if (o->print_json)
        printf("%.*s\n", STR(tree_to_json(out)));
    else
        for (const struct tree *t = out->first; t != NULL; t = t->next) {
            struct buf line;

            buf_init(&line, a, (size_t)1 << 16);
            tree_print(t, &line);
            printf("%-12.*s %.*s\n", STR(t->key), STR(buf_str(&line)));
        }
    printf("%s", o->print_json ? ""
                 : good        ? "VALID: this certificate was issued by the registry\n"
                               : "NOT VALID\n");
    arena_free(a);
    return good ? 0 : 1;
}
