/* What the book knows of an entry. */
#include "report/report_facts.h"

#include "base/when.h"
#include "cert/cert.h"
#include "place/city.h"
#include "report/report_build.h"
#include "staff/staff.h"

#define COUNTRY_CHINA S("142") /* 国家和地区字典表 */
#define SEX_UNKNOWN S("3")

/* 业务号 of an entry: its filing, or region and number where there is none. */
static str business_of(struct arena *a, str region, const struct registry_entry *e)
{
    if (e->filing.len > 0)
        return e->filing;
    return arena_printf(a, "%.*s-%09lld", STR(region), (long long)e->number);
}

err report_officer(struct ctx *ctx, str id, str *ret)
{
    struct staff s;
    err e;

    *ret = id;
    e = staff_get(ctx, id, &s);
    if (e == OK)
        *ret = s.name;
    return e == E_MISSING ? OK : e;
}

/* ---- the unit ---- */

static void show_unit(const struct registry_unit *u, struct tree *o)
{
    struct arena *a = o->arena;

    tree_text(o, S("code"), u->code);
    tree_text(o, S("land_code"), str_slice(u->code, 0, 19));
    tree_text(o, S("land_feature"), str_slice(u->code, 12, 2));
    tree_text(o, S("object"), report_object(u->code));
    if (u->code.at[19] == 'F') {
        tree_text(o, S("building"), arena_str(a, str_slice(u->code, 0, 24)));
        tree_text(o, S("door"), str_slice(u->code, 24, 4));
    }
    tree_text(o, S("location"), u->location);
    tree_text(o, S("usage"), u->usage);
    tree_text(o, S("structure"), u->structure);
    tree_text(o, S("floor"), u->floor);
    if (u->floors > 0)
        tree_i64(o, S("floors"), u->floors);
    tree_i64(o, S("area_cm2"), u->area_cm2);
    tree_text(o, S("land_kind"), u->land_kind);
    tree_text(o, S("land_until"), u->land_until);
}

/* ---- rights and their holders ---- */

static str names_of(struct arena *a, const struct registry_right *r)
{
    str all = {0};

    for (size_t i = 0; r != NULL && i < r->holders_count; i++)
        all = arena_printf(a, "%.*s%s%.*s", STR(all), i > 0 ? "、" : "", STR(r->holders[i].name));
    return all;
}

static void show_amounts(const struct registry_right *r, struct tree *o)
{
    if (r->amount_fen <= 0)
        return;
    tree_i64(o, S("any_amount_fen"), r->amount_fen);
    if (!str_is(r->kind, "mortgage"))
        tree_i64(o, S("price_fen"), r->amount_fen);
    else
        tree_i64(o, r->maximum ? S("maximum_fen") : S("debt_fen"), r->amount_fen);
}

static void show_right(const struct report_case *c, const struct registry_right *r, struct tree *o)
{
    tree_text(o, S("id"), r->id);
    tree_text(o, S("kind"), r->kind);
    tree_text(o, S("state"), r->state);
    tree_text(o, S("holding"), r->holding);
    tree_i64(o, S("rank"), r->rank);
    tree_text(o, S("begins_on"), r->begins_on);
    tree_text(o, S("ends_on"), r->ends_on);
    tree_bool(o, S("no_transfer"), r->no_transfer);
    tree_text(o, S("cause"), r->cause.len > 0 || !c->has_filing ? r->cause : c->run.scene->name.zh);
    tree_text(o, S("holders_text"), names_of(o->arena, r));
    show_amounts(r, o);
    if (str_is(r->kind, "mortgage"))
        tree_text(o, S("mortgage_way"), r->maximum ? S("2") : S("1"));
}

/* The last digit but one of a citizen's number is odd for a man (GB 11643); the dictionary has
 * 1 男, 2 女, 3 不详. */
static str sex_of(const struct registry_holder *h)
{
    char digit;

    if (!str_is(h->document_kind, "id") || h->document_number.len != 18)
        return SEX_UNKNOWN;
    digit = h->document_number.at[16];
    return (digit - '0') % 2 == 1 ? S("1") : S("2");
}

static void show_holder(const struct registry_right *r, size_t at, struct tree *o)
{
    const struct registry_holder *h = &r->holders[at];
    bool person = !str_is(h->document_kind, "uscc");

    tree_i64(o, S("sequence"), (int64_t)at + 1);
    tree_text(o, S("name"), h->name);
    tree_text(o, S("document_kind"), h->document_kind);
    tree_text(o, S("document_number"), h->document_number);
    tree_text(o, S("kind"), person ? S("person") : S("organisation"));
    if (str_is(h->document_kind, "id") || !person)
        tree_text(o, S("country"), COUNTRY_CHINA);
    tree_text(o, S("sex"), sex_of(h));
    if (h->share.den != 0)
        tree_text(o, S("share"), share_print(o->arena, h->share));
}

/* The holder's own certificate where each has one, otherwise the one for all. */
static const struct tree *certificate_of(const struct tree *certificates, size_t at)
{
    const struct tree *t = certificates->first;

    for (; t != NULL; t = t->next)
        if (tree_get_i64(t, S("holder"), 0) == (int64_t)at + 1)
            return t;
    t = certificates->first;
    return t != NULL && tree_get_i64(t, S("holder"), 0) == 0 ? t : NULL;
}

static str phone_of(const struct report_case *c, str document_number)
{
    for (size_t i = 0; c->has_filing && i < c->run.parties_count; i++)
        if (str_eq(c->run.parties[i].document_number, document_number))
            return c->run.parties[i].phone;
    return (str){0};
}

static void show_holders(const struct report_case *c)
{
    const struct tree *certificates = tree_get(c->facts, S("certificates"));
    struct tree *list = tree_list(c->facts, S("holders"));

    for (size_t i = 0; i < c->right.holders_count; i++) {
        const struct tree *certificate = certificate_of(certificates, i);
        struct tree *o = tree_object(list, S(""));

        show_holder(&c->right, i, o);
        tree_text(o, S("phone"), phone_of(c, c->right.holders[i].document_number));
        tree_i64(o, S("holds"),
            certificate != NULL && (i == 0 || tree_get_i64(certificate, S("holder"), 0) > 0));
        if (certificate == NULL)
            continue;
        tree_text(o, S("certificate"), tree_get_text(certificate, S("number")));
        tree_text(o, S("print_number"), tree_get_text(certificate, S("print_number")));
    }
}

static void show_owner(const struct report_case *c)
{
    const struct registry_right *owner = c->page.ownership;
    struct tree *o = tree_object(c->facts, S("owner"));

    tree_text(c->facts, S("owners_text"), names_of(c->facts->arena, owner));
    if (owner == NULL || owner->holders_count == 0)
        return;
    tree_text(o, S("document_kind"), owner->holders[0].document_kind);
    tree_text(o, S("document_number"), owner->holders[0].document_number);
}

/* ---- the entry ---- */

/* The entry by which a right came into the book; this one when it made the right. */
static err made_by(struct ctx *ctx, const struct report_case *c, const struct registry_right *r,
    struct registry_entry *ret)
{
    if (r->entry_made == c->entry.number) {
        *ret = c->entry;
        return OK;
    }
    return registry_entry_get(ctx, r->entry_made, ret);
}

static err show_before(struct ctx *ctx, struct report_case *c)
{
    struct tree *o = tree_object(c->facts, S("before"));
    struct registry_entry entry;
    struct cert *certs;
    size_t count;

    if (!c->has_ended)
        return OK;
    TRY(made_by(ctx, c, &c->ended, &entry));
    tree_text(o, S("unit"), c->ended.unit);
    tree_text(o, S("business"), business_of(ctx->arena, ctx->region, &entry));
    TRY(cert_all_of_right(ctx, c->ended.id, &certs, &count));
    if (count > 0)
        tree_text(o, S("certificate"), certs[0].number);
    return OK;
}

static err show_entry(struct ctx *ctx, struct report_case *c)
{
    struct tree *o = tree_object(c->facts, S("entry"));
    str recorder;

    TRY(report_officer(ctx, c->entry.recorder, &recorder));
    tree_i64(o, S("number"), c->entry.number);
    tree_text(o, S("business"), business_of(ctx->arena, ctx->region, &c->entry));
    tree_i64(o, S("made_ms"), c->entry.made_ms);
    tree_text(o, S("recorder"), recorder);
    if (c->has_made || !c->has_ended)
        return OK;
    o = tree_object(c->facts, S("ending"));
    tree_text(o, S("business"), business_of(ctx->arena, ctx->region, &c->entry));
    tree_i64(o, S("at_ms"), c->entry.made_ms);
    tree_text(o, S("recorder"), recorder);
    tree_text(o, S("cause"), c->has_filing ? c->run.scene->name.zh : S("依嘱托或者依职权"));
    return OK;
}

/* What the entry that made the right says of it in words, in the members that it has. */
static void show_words(const struct report_case *c, const struct tree *made, struct tree *o)
{
    str sort = tree_get_text(made, S("sort")), terms = tree_get_text(made, S("terms"));
    bool waits = c->right.rank > 0;

    tree_text(o, S("sort"), sort);
    tree_text(o, S("terms"), terms);
    tree_text(o, S("terms_or_cause"), terms.len > 0 ? terms : c->right.cause);
    tree_text(o, S("dominant"), tree_get_text(made, S("dominant")));
    tree_text(
        o, S("mortgaged"), str_is(sort, "construction") ? sort : report_object(c->page.unit.code));
    tree_text(o, S("seizure_way"),
        str_is(sort, "pre-seizure") ? (waits ? S("pre-seizure-waiting") : sort)
        : waits                     ? S("waiting")
                                    : S("effective"));
}

static err show_the_right(struct ctx *ctx, struct report_case *c, str certificate)
{
    struct tree *o = tree_object(c->facts, S("right")), *content;
    struct registry_entry entry;
    str recorder, fault;

    show_right(c, &c->right, o);
    TRY(made_by(ctx, c, &c->right, &entry));
    if (tree_parse(ctx->arena, entry.content, &content, &fault) != OK)
        return E_FAULT;
    show_words(c, tree_get(content, S("made")), o);
    TRY(report_officer(ctx, entry.recorder, &recorder));
    tree_text(o, S("business"), business_of(ctx->arena, ctx->region, &entry));
    tree_i64(o, S("recorded_ms"), entry.made_ms);
    tree_text(o, S("recorder"), recorder);
    tree_text(o, S("certificate"), certificate);
    return OK;
}

static void show_place(struct ctx *ctx, const struct report_case *c)
{
    const struct place_region *r = place_region_find(ctx->city, ctx->region);

    tree_text(c->facts, S("region"), ctx->region);
    tree_text(c->facts, S("authority"), r != NULL ? r->authority_zh : (str){0});
    tree_text(c->facts, S("authority_code"), r != NULL ? r->authority_code : (str){0});
    tree_i64(c->facts, S("now_ms"), ctx->now_ms);
    tree_bool(c->facts, S("certified"), c->has_filing && c->run.scene->certificate.len > 0);
}

static void show_kind(const struct report_case *c)
{
    struct tree *o = tree_object(c->facts, S("kind"));

    if (c->kind == NULL)
        return;
    tree_text(o, S("rec_type"), c->kind->rec_type);
    tree_text(o, S("reg_type"), c->kind->reg_type);
    tree_text(o, S("right_type"), report_right_type(c->map, c->kind, c->page.unit.code));
}

/* ---- reading ---- */

/* The right that the message describes: the one made, else the one ended, else (where an entry
 * touched neither) the one of that kind that stands. */
static err find_rights(struct ctx *ctx, struct report_case *c)
{
    const struct tree *made = tree_get(c->content, S("made"));
    const struct tree *ended = tree_get(c->content, S("ended"));

    c->has_made = made != NULL;
    c->has_ended = ended != NULL;
    if (c->has_ended)
        TRY(registry_right_get(ctx, tree_get_text(ended, S("id")), &c->ended));
    if (c->has_made) {
        str id = tree_get_text(made, S("id"));
        const struct registry_right *left = registry_page_right(&c->page, id);

        if (left != NULL)
            c->right = *left;
        else
            TRY(registry_right_get(ctx, id, &c->right));
        c->right.state = S("live"); /* as the entry left it */
        return OK;
    }
    c->right = c->ended;
    for (size_t i = 0; !c->has_ended && i < c->page.rights_count; i++)
        if (str_eq(c->page.rights[i].kind, c->entry.right_kind))
            c->right = c->page.rights[i];
    return c->right.id.len > 0 ? OK : E_FAULT;
}

static err read_case(struct ctx *ctx, struct report_case *c)
{
    struct tree *content;
    str fault;

    if (tree_parse(ctx->arena, c->entry.content, &content, &fault) != OK)
        return E_FAULT;
    c->content = content;
    TRY(registry_page_at(ctx, c->entry.unit, c->entry.number, &c->page));
    TRY(find_rights(ctx, c));
    c->has_filing = c->entry.filing.len > 0;
    if (c->has_filing)
        TRY(filing_load(ctx, c->entry.filing, &c->run));
    return OK;
}

str report_effect(const struct registry_entry *entry)
{
    if (!str_is(entry->effect, "create") || !registry_is_title(entry->right_kind))
        return entry->effect;
    if (entry->register_type == 300)
        return S("change");
    return entry->register_type == 200 ? S("transfer") : entry->effect;
}

err report_case_read(
    struct ctx *ctx, const struct report_map *map, int64_t number, struct report_case *ret)
{
    struct report_what what;
    str certificate;

    *ret = (struct report_case){.map = map, .facts = tree_new(ctx->arena, TREE_OBJECT)};
    TRY(registry_entry_get(ctx, number, &ret->entry));
    ret->date = when_print_date(ctx->arena, when_date_of(ret->entry.made_ms));
    what = (struct report_what){
        ret->entry.right_kind, report_effect(&ret->entry), ret->entry.unit, ret->date};
    ret->kind = report_kind_find(map, &what);
    TRY(read_case(ctx, ret));
    show_place(ctx, ret);
    show_kind(ret);
    show_unit(&ret->page.unit, tree_object(ret->facts, S("unit")));
    TRY(show_entry(ctx, ret));
    TRY(show_before(ctx, ret));
    TRY(report_facts_certificates(ctx, ret, &certificate));
    TRY(show_the_right(ctx, ret, certificate));
    show_holders(ret);
    show_owner(ret);
    return report_facts_filing(ctx, ret);
}
