/* What is handed out for a query, as a letter: laid out from what was kept, so that asking again
 * says the same. */
#include "archive/archive_store.h"

#include "base/buf.h"
#include "base/decimal.h"
#include "base/ids.h"
#include "base/when.h"
#include "cert/cert_letter.h"
#include "notice/letter.h"
#include "place/city.h"
#include "place/codes.h"

#define WORD(name, text) static const char name[] = text;
#include "archive/archive_letter.def"
#undef WORD

#define PERIOD(name, number, law) enum { PERIOD_##name = number };
#include "notice/notice.def"
#undef PERIOD

#define TEXT_MAX ((size_t)256 << 10)
#define PARTS_FIXED 40

struct writer {
    struct ctx *ctx;
    struct arena *arena;
    const struct archive_query *q;
    const struct tree *asked, *result;
    struct cert_letter_part *parts;
    size_t parts_count;
};

static void add(struct writer *w, enum cert_letter_kind kind, str label, str text)
{
    if (text.len > 0)
        w->parts[w->parts_count++] = (struct cert_letter_part){kind, label, text};
}

static void field(struct writer *w, const char *label, str text)
{
    add(w, CERT_LETTER_FIELD, str_of(label), text);
}

static void paragraph(struct writer *w, str text)
{
    add(w, CERT_LETTER_TEXT, S(""), text);
}

static str name_of(const struct writer *w, const char *table, str code)
{
    return code_name(
        w->arena, table, code, when_print_date(w->arena, when_date_of(w->q->made_ms)), false);
}

static str area_text(struct arena *a, int64_t cm2)
{
    return decimal_print(a, cm2 / 100, 2);
}

static str person_text(const struct writer *w, const struct tree *p)
{
    str kind, number;

    if (p == NULL)
        return (str){0};
    kind = name_of(w, "document", tree_get_text(p, S("document_kind")));
    number = tree_get_text(p, S("document_number"));
    return arena_printf(w->arena, QUERY_PERSON, STR(tree_get_text(p, S("name"))), STR(kind),
        STR(id_mask_document(w->arena, number)));
}

static void add_to_list(struct buf *b, str s)
{
    if (b->len > 0)
        buf_add_z(b, "、");
    buf_add(b, s);
}

/* ---- who asks, for what ---- */

static str present_text(const struct writer *w)
{
    const struct tree *list = tree_get(w->asked, S("present"));
    struct buf b;

    buf_init(&b, w->arena, TEXT_MAX);
    for (const struct tree *p = list != NULL ? list->first : NULL; p != NULL; p = p->next)
        add_to_list(&b, tree_get_text(p, S("name")));
    return buf_str(&b);
}

static void write_asked(struct writer *w)
{
    const struct archive_capacity *c = archive_capacity_find(w->q->capacity);
    const struct tree *principal = tree_get(w->asked, S("principal"));

    field(w, QUERY_BY, person_text(w, tree_get(w->asked, S("party"))));
    field(w, QUERY_HERE, present_text(w));
    field(w, QUERY_IN, c != NULL ? str_of(c->zh) : w->q->capacity);
    field(w, QUERY_FOR,
        person_text(w,
            principal == NULL && w->q->unit.len == 0 ? tree_get(w->asked, S("party")) : principal));
    field(w, QUERY_LETTER_NUMBER, tree_get_text(w->asked, S("letter")));
    field(w, QUERY_PURPOSE, tree_get_text(w->asked, S("purpose")));
    field(w, QUERY_MADE, letter_moment(w->arena, w->q->made_ms));
    field(w, QUERY_UNIT_CODE, id_unit_code_spaced(w->arena, w->q->unit));
}

/* ---- a unit ---- */

static void write_natural(struct writer *w)
{
    const struct tree *n = tree_get(w->result, S("natural"));
    str usage, area, floor;
    int64_t floors;
    struct buf b;

    if (n == NULL)
        return;
    field(w, QUERY_LOCATION, tree_get_text(n, S("location")));
    buf_init(&b, w->arena, TEXT_MAX);
    usage = name_of(w, "usage", tree_get_text(n, S("usage")));
    area = area_text(w->arena, tree_get_i64(n, S("area_cm2"), 0));
    floor = tree_get_text(n, S("floor"));
    floors = tree_get_i64(n, S("floors"), 0);
    buf_printf(&b, QUERY_USAGE, STR(usage));
    buf_printf(&b, QUERY_AREA_M2, STR(area));
    if (floor.len > 0)
        buf_printf(&b, QUERY_FLOOR, STR(floor));
    if (floors > 0)
        buf_printf(&b, QUERY_FLOORS, (long long)floors);
    field(w, QUERY_STATUS, buf_str(&b));
}

static void write_existence(struct writer *w)
{
    static const struct {
        const char *flag, *zh;
    } rows[] = {
        {"shared", QUERY_SHARED},
#define RESTRICTION(kind, flag, zh) {flag, zh},
#include "archive/archive.def"
#undef RESTRICTION
    };
    const struct tree *e = tree_get(w->result, S("existence"));
    struct buf b;

    if (e == NULL)
        return;
    buf_init(&b, w->arena, TEXT_MAX);
    for (size_t i = 0; i < COUNT(rows); i++)
        buf_printf(&b, "%s%s：%s", i > 0 ? "；" : "", rows[i].zh,
            tree_get_bool(e, str_of(rows[i].flag), false) ? QUERY_YES : QUERY_NO);
    field(w, QUERY_EXISTENCE, buf_str(&b));
}

static void add_more(struct buf *b, const char *label, str text)
{
    if (text.len > 0)
        buf_printf(b, QUERY_RIGHT_MORE, label, STR(text));
}

static void write_right(struct writer *w, const struct tree *r, const char *label)
{
    const struct registry_kind *kind = registry_kind_find(tree_get_text(r, S("kind")));
    const struct tree *holders = tree_get(r, S("holders"));
    int64_t fen = tree_get_i64(r, S("amount_fen"), 0);
    struct buf names, b;

    buf_init(&names, w->arena, TEXT_MAX);
    for (const struct tree *h = holders->first; h != NULL; h = h->next)
        add_to_list(&names, person_text(w, h));
    buf_init(&b, w->arena, TEXT_MAX);
    buf_printf(&b, QUERY_RIGHT_TEXT, kind != NULL ? kind->zh : "", STR(buf_str(&names)),
        (long long)tree_get_i64(r, S("entry_made"), 0));
    add_more(&b, QUERY_AMOUNT, fen > 0 ? decimal_print(w->arena, fen, 2) : (str){0});
    add_more(&b, QUERY_ENDS, tree_get_text(r, S("ends_on")));
    add_more(&b, QUERY_TERMS, tree_get_text(r, S("terms")));
    field(w, label, buf_str(&b));
}

static void write_rights(struct writer *w, const char *member, const char *label)
{
    const struct tree *list = tree_get(w->result, str_of(member));

    for (const struct tree *r = list != NULL ? list->first : NULL; r != NULL; r = r->next)
        write_right(w, r, label);
}

static void write_history(struct writer *w)
{
    const struct tree *list = tree_get(w->result, S("history"));
    struct buf b;

    if (list == NULL)
        return;
    buf_init(&b, w->arena, TEXT_MAX);
    for (const struct tree *e = list->first; e != NULL; e = e->next) {
        const struct registry_kind *kind = registry_kind_find(tree_get_text(e, S("kind")));
        const struct registry_effect *effect = registry_effect_find(tree_get_text(e, S("effect")));
        str day = when_print_zh(w->arena, tree_get_i64(e, S("made_ms"), 0));

        if (b.len > 0)
            buf_add_z(&b, "；");
        buf_printf(&b, QUERY_HISTORY_LINE, (long long)tree_get_i64(e, S("entry"), 0), STR(day),
            kind != NULL ? kind->zh : "", effect != NULL ? effect->zh : "");
    }
    field(w, QUERY_HISTORY, buf_str(&b));
}

static void write_file(struct writer *w)
{
    const struct tree *list = tree_get(w->result, S("file"));
    str filing = {0};
    struct buf b;

    if (list == NULL)
        return;
    buf_init(&b, w->arena, TEXT_MAX);
    for (const struct tree *p = list->first; p != NULL; p = p->next) {
        bool same = str_eq(tree_get_text(p, S("filing")), filing);

        filing = tree_get_text(p, S("filing"));
        if (same) {
            add_to_list(&b, tree_get_text(p, S("name")));
            continue;
        }
        if (b.len > 0)
            buf_add_z(&b, "；");
        buf_printf(&b, QUERY_FILE_LINE, STR(filing), STR(tree_get_text(p, S("name"))));
    }
    field(w, QUERY_FILE, b.len > 0 ? buf_str(&b) : str_of(QUERY_NOTHING));
}

static void write_record(struct writer *w)
{
    write_natural(w);
    write_existence(w);
    write_rights(w, "rights", QUERY_RIGHT);
    write_rights(w, "restrictions", QUERY_RESTRICTION);
    write_history(w);
    write_file(w);
    paragraph(w, arena_printf(w->arena, QUERY_TEXT_RECORD, (long long)w->q->as_of_entry));
}

/* ---- homes ---- */

static void write_house(struct writer *w, const struct tree *h, int number)
{
    const struct registry_kind *kind = registry_kind_find(tree_get_text(h, S("kind")));
    str share = tree_get_text(h, S("share"));
    str holding = name_of(w, "holding", tree_get_text(h, S("holding")));
    str unit = id_unit_code_spaced(w->arena, tree_get_text(h, S("unit")));

    add(w, CERT_LETTER_FIELD, arena_printf(w->arena, QUERY_HOUSE, number),
        arena_printf(w->arena, QUERY_HOUSE_TEXT, STR(tree_get_text(h, S("location"))), STR(unit),
            STR(area_text(w->arena, tree_get_i64(h, S("area_cm2"), 0))),
            kind != NULL ? kind->zh : "", STR(share.len > 0 ? share : holding),
            (long long)tree_get_i64(h, S("entry"), 0)));
}

static str regions_text(const struct writer *w)
{
    const struct tree *list = tree_get(w->result, S("regions"));
    struct buf b;

    buf_init(&b, w->arena, TEXT_MAX);
    for (const struct tree *r = list != NULL ? list->first : NULL; r != NULL; r = r->next)
        add_to_list(&b, arena_printf(w->arena, QUERY_AREA_LINE, STR(tree_get_text(r, S("name_zh"))),
                            (long long)tree_get_i64(r, S("entry"), 0)));
    return buf_str(&b);
}

static void write_houses(struct writer *w)
{
    const struct tree *list = tree_get(w->result, S("houses"));
    int number = 0;

    field(w, QUERY_AREA, regions_text(w));
    for (const struct tree *h = list->first; h != NULL; h = h->next)
        write_house(w, h, ++number);
    paragraph(w, list->count == 0 ? str_of(QUERY_TEXT_NONE)
                                  : arena_printf(w->arena, QUERY_TEXT_HOUSES, list->count));
    paragraph(w, str_of(QUERY_TEXT_AREA));
}

/* ---- a refusal ---- */

static void write_refusal(struct writer *w)
{
    const struct archive_word *g = archive_word_find(archive_grounds, w->q->ground);

    paragraph(w, g != NULL && g->kind != NULL ? arena_printf(w->arena, QUERY_TEXT_REFUSED, g->kind)
                                              : str_of(QUERY_TEXT_ABSENT));
    add(w, CERT_LETTER_ITEM, S("1."),
        arena_printf(
            w->arena, QUERY_TEXT_GROUND, STR(str_of(g != NULL ? g->zh : "")), STR(w->q->words)));
    paragraph(w, arena_printf(w->arena, QUERY_TEXT_REMEDY, (int)PERIOD_review_days,
                     (int)PERIOD_lawsuit_months));
}

/* ---- the letter ---- */

static size_t parts_most(const struct writer *w)
{
    static const char *const lists[] = {"rights", "restrictions", "houses"};
    size_t most = PARTS_FIXED;

    for (size_t i = 0; i < COUNT(lists); i++) {
        const struct tree *list = w->result != NULL ? tree_get(w->result, str_of(lists[i])) : NULL;

        most += list != NULL ? list->count : 0;
    }
    return most;
}

static void write_parts(struct writer *w)
{
    w->parts = ARENA_MANY(w->arena, parts_most(w), struct cert_letter_part);
    write_asked(w);
    if (w->result == NULL) {
        write_refusal(w);
        return;
    }
    if (str_is(w->q->kind, "record"))
        write_record(w);
    else
        write_houses(w);
    paragraph(w, str_of(QUERY_TEXT_USE));
}

static err read_query(struct writer *w)
{
    TRY(archive_read_json(w->ctx, w->q->asked, &w->asked));
    TRY(archive_read_json(w->ctx, w->q->result, &w->result));
    return w->asked == NULL ? E_FAULT : OK;
}

err archive_letter(struct ctx *ctx, str query, struct cert_letter *ret)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    str authority = region != NULL ? region->authority_zh : (str){0};
    struct archive_query q;
    struct writer w = {.ctx = ctx, .arena = ctx->arena, .q = &q};
    str url = ctx->city->public_url;

    TRY(archive_get(ctx, query, &q));
    TRY(read_query(&w));
    write_parts(&w);
    *ret = (struct cert_letter){.head = authority,
        .title = str_of(archive_titles[archive_title_of(&q, w.result)].zh),
        .number = archive_number_text(ctx->arena, ctx->region, q.year, q.number),
        .parts = w.parts,
        .parts_count = w.parts_count,
        .authority = authority,
        .issued = when_print_zh(ctx->arena, q.made_ms),
        .issued_ms = q.made_ms,
        .seal_arc = authority,
        .seal_foot = str_of(QUERY_SEAL)};
    if (q.code.len > 0) {
        ret->qr = arena_printf(ctx->arena, "%.*s/check#%.*s", STR(url), STR(q.code));
        ret->qr_text = archive_code_spaced(ctx->arena, q.code);
    }
    return OK;
}
