/* A record's lines to units with their rights and holders, and what is to be said of them. Pure. */
#include "base/ids.h"
#include "legacy/legacy_internal.h"

#define RULE RULE_DEFINE
#include "legacy/legacy.def"
#undef RULE

#define AREA_MAX_CM2 INT64_C(1000000000000)
#define AMOUNT_MAX_FEN INT64_C(100000000000000)
#define LOCATION_CHARACTERS_MAX 200
#define OLD_ID_DIGITS 15

/* ---- parties ---- */

static void say(struct legacy_reading *r, const struct rule *rule, str field, str detail)
{
    why_add(r->ctx, rule, field, detail);
}

/* 15 digits of before 1999: the century and a check digit are put in (GB 11643-1999). */
static bool widen_old_id(struct arena *a, str *number)
{
    str first17;

    if (number->len != OLD_ID_DIGITS)
        return false;
    for (size_t i = 0; i < number->len; i++)
        if (number->at[i] < '0' || number->at[i] > '9')
            return false;
    first17 = arena_printf(a, "%.6s19%.9s", number->at, number->at + 6);
    *number = arena_printf(a, "%.*s%c", STR(first17), id_citizen_check_digit(first17));
    return true;
}

static str upper(struct arena *a, str s)
{
    char *at = arena_take(a, s.len + 1);

    for (size_t i = 0; i < s.len; i++)
        at[i] = s.at[i] >= 'a' && s.at[i] <= 'z' ? (char)(s.at[i] - 32) : s.at[i];
    return (str){at, s.len};
}

/* A number that fails its check stays with its holder, as a document of another kind. */
static void check_document(struct legacy_reading *r, struct party *p, str field)
{
    bool valid = true;

    if (p->document_number.len == 0)
        return;
    p->document_number = upper(r->ctx->arena, p->document_number);
    if (str_is(p->document_kind, "id")) {
        if (widen_old_id(r->ctx->arena, &p->document_number))
            say(r, &LEGACY_OLD_ID, field, p->document_number);
        valid = id_citizen_is_valid(p->document_number, r->ctx->now_ms);
    } else if (str_is(p->document_kind, "uscc")) {
        valid = id_uscc_is_valid(p->document_number);
    } else if (!str_has_word(S("passport hk-macau other"), p->document_kind)) {
        say(r, &PARTY_DOCUMENT_KIND, field, p->document_kind);
        return;
    }
    if (valid)
        return;
    say(r, &LEGACY_DOCUMENT, field, p->document_number);
    p->document_kind = S("other");
}

static struct party read_party(struct legacy_reading *r, const struct legacy_holder *h,
    const struct legacy_row *row, str field)
{
    struct party p = {.name = legacy_text(r, &h->name, row, field, LEGACY_NEEDED)};

    p.document_kind = legacy_text(r, &h->document_kind, row, field, LEGACY_NEEDED);
    p.document_number = legacy_text(r, &h->document_number, row, field, LEGACY_NEEDED);
    p.kind = h->kind.given                     ? legacy_text(r, &h->kind, row, field, LEGACY_NEEDED)
             : str_is(p.document_kind, "uscc") ? S("organisation")
                                               : S("person");
    if (p.kind.len > 0 && !str_is(p.kind, "person") && !str_is(p.kind, "organisation"))
        say(r, &PARTY_KIND, field, p.kind);
    check_document(r, &p, field);
    return p;
}

/* ---- rights ---- */

/* The lines of a group: of one right, or of one unit. */
struct group {
    str key;
    const struct legacy_row **rows;
    size_t count;
};

static bool has_holder(const struct legacy_right_draft *d, const struct party *p)
{
    for (size_t i = 0; i < d->right.holders_count; i++)
        if (str_eq(d->parties[i].document_number, p->document_number) &&
            str_eq(d->parties[i].document_kind, p->document_kind) &&
            str_eq(d->parties[i].name, p->name))
            return true;
    return false;
}

static void add_holder(struct legacy_reading *r, const struct legacy_holder *h,
    const struct legacy_row *row, struct legacy_right_draft *d)
{
    str field =
        arena_printf(r->ctx->arena, "%s.holders[%zu]", d->kind->right, d->right.holders_count);
    struct finding *last = r->ctx->why_last;
    struct party p = read_party(r, h, row, field);
    struct registry_holder *holder;
    str share;

    if (has_holder(d, &p)) { /* another line says the same again: nothing new, nothing to say */
        r->ctx->why_last = last;
        *(last != NULL ? &last->next : &r->ctx->why_first) = NULL;
        return;
    }
    holder = &d->right.holders[d->right.holders_count];
    d->parties[d->right.holders_count++] = p;
    *holder = (struct registry_holder){
        .name = p.name, .document_kind = p.document_kind, .document_number = p.document_number};
    share = h->share.given ? legacy_text(r, &h->share, row, field, LEGACY_QUIET) : (str){0};
    if (share.len > 0 && !share_parse(share, &holder->share))
        say(r, &PARTY_SHARE, field, share);
}

static void read_holders(struct legacy_reading *r, const struct legacy_right *from,
    const struct group *g, struct legacy_right_draft *d)
{
    size_t most = g->count * from->holders_count + 1;

    d->right.holders = ARENA_MANY(r->ctx->arena, most, struct registry_holder);
    d->parties = ARENA_MANY(r->ctx->arena, most, struct party);
    for (size_t i = 0; i < g->count; i++)
        for (size_t k = 0; k < from->holders_count; k++)
            if (legacy_counts(r->ctx->arena, &from->holders[k].when, g->rows[i]))
                add_holder(r, &from->holders[k], g->rows[i], d);
}

static str holding_of(struct legacy_reading *r, const struct legacy_right *from,
    const struct legacy_row *row, const struct legacy_right_draft *d)
{
    if (from->holding.given)
        return legacy_text(r, &from->holding, row, S("holding"), LEGACY_NEEDED);
    if (d->right.holders_count == 1)
        return S("sole");
    for (size_t i = 0; i < d->right.holders_count; i++)
        if (d->right.holders[i].share.den != 0)
            return S("shares");
    return S("joint");
}

/* A sole holder's share of the whole says nothing that "sole" does not. */
static void settle_shares(struct legacy_right_draft *d)
{
    struct share *s = &d->right.holders[0].share;

    if (str_is(d->right.holding, "sole") && s->den == 1 && s->num == 1)
        *s = (struct share){0, 0};
}

static bool is_yes(
    struct legacy_reading *r, const struct legacy_value *v, const struct legacy_row *row, str field)
{
    str cell = v->given ? legacy_text(r, v, row, field, LEGACY_QUIET) : (str){0};

    return str_is(cell, "yes") || str_is(cell, "1") || str_is(cell, "是");
}

/* What several lines say of one thing, they say alike, or it is said that they do not. */
static void check_alike(struct legacy_reading *r, const struct group *g,
    const struct legacy_value *const *values, str field)
{
    for (; *values != NULL; values++) {
        str first;

        if (!(*values)->given)
            continue;
        first = legacy_cells(r->ctx->arena, *values, g->rows[0]);
        for (size_t i = 1; i < g->count; i++) {
            str other = legacy_cells(r->ctx->arena, *values, g->rows[i]);

            if (str_eq(first, other))
                continue;
            say(r, &LEGACY_LINES_DIFFER, field, (*values)->columns[0]);
            break;
        }
    }
}

static void read_terms(struct legacy_reading *r, const struct legacy_right *from,
    const struct legacy_row *row, struct registry_right *right)
{
    if (from->terms.given)
        right->terms = legacy_text(r, &from->terms, row, S("terms"), LEGACY_GAP_IS);
    if (from->dominant.given)
        right->dominant = legacy_text(r, &from->dominant, row, S("dominant_unit"), LEGACY_GAP_IS);
    if (right->dominant.len > 0 && !id_unit_code_is_valid(right->dominant))
        say(r, &LEGACY_UNIT_CODE, S("dominant_unit"), right->dominant);
}

static void read_right(struct legacy_reading *r, const struct legacy_right *from,
    const struct group *g, struct legacy_right_draft *d)
{
    const struct legacy_row *row = g->rows[0];
    struct registry_right *right = &d->right;
    str name = str_of(from->kind->right);

    d->kind = from->kind;
    right->kind = name;
    read_holders(r, from, g, d);
    if (right->holders_count == 0) {
        say(r, &LEGACY_MISSING, arena_join(r->ctx->arena, name, S(".holders")), (str){0});
        return;
    }
    right->holding = holding_of(r, from, row, d);
    settle_shares(d);
    registry_check_shares(r->ctx, right->holding, right->holders, right->holders_count,
        arena_join(r->ctx->arena, name, S(".holders")));
    right->amount_fen = legacy_number(
        r, &from->amount, row, arena_join(r->ctx->arena, name, S(".amount_fen")), LEGACY_GAP_IS);
    if (right->amount_fen < 0 || right->amount_fen > AMOUNT_MAX_FEN)
        say(r, &LEGACY_NUMBER, arena_join(r->ctx->arena, name, S(".amount_fen")), (str){0});
    right->begins_on =
        legacy_date(r, &from->begins_on, row, arena_join(r->ctx->arena, name, S(".begins_on")));
    right->ends_on =
        legacy_date(r, &from->ends_on, row, arena_join(r->ctx->arena, name, S(".ends_on")));
    right->cause = from->cause.given
                       ? legacy_text(r, &from->cause, row,
                             arena_join(r->ctx->arena, name, S(".cause")), LEGACY_GAP_IS)
                       : S("存量导入");
    check_alike(r, g,
        (const struct legacy_value *const[]){&from->amount, &from->begins_on, &from->ends_on,
            &from->cause, &from->holding, &from->terms, &from->dominant, NULL},
        name);
    right->no_transfer = is_yes(r, &from->no_transfer, row, S("no_transfer"));
    right->maximum = is_yes(r, &from->maximum, row, S("maximum"));
    if (right->maximum && registry_sort_find(name, S("maximum")) != NULL)
        right->sort = S("maximum");
    read_terms(r, from, row, right);
}

/* Rows in groups of the same `each`, in the order of their first rows; all in one without it. */
static size_t group_rows(struct arena *a, const struct legacy_value *each,
    const struct legacy_row **rows, size_t count, struct group *ret)
{
    size_t groups = 0;

    for (size_t i = 0; i < count; i++) {
        str key = each->given ? legacy_cells(a, each, rows[i]) : (str){0};
        size_t g = 0;

        while (g < groups && !str_eq(ret[g].key, key))
            g++;
        if (g == groups)
            ret[groups++] = (struct group){key, ARENA_MANY(a, count, const struct legacy_row *), 0};
        ret[g].rows[ret[g].count++] = rows[i];
    }
    return groups;
}

/* The rights of one kind, from the unit's own lines or from a joined file. */
static void read_kind(struct legacy_reading *r, const struct legacy_right *from,
    const struct group *unit, struct legacy_unit_draft *d)
{
    struct arena *a = r->ctx->arena;
    size_t room = unit->count + 1, count = 0, groups_count;
    const struct legacy_row **rows;
    struct group *groups;

    for (const struct legacy_row *row = r->lines->first[from->file]; row != NULL; row = row->next)
        room++;
    rows = ARENA_MANY(a, room, const struct legacy_row *);
    if (from->file == 0)
        for (size_t i = 0; i < unit->count; i++)
            rows[count++] = unit->rows[i];
    else
        for (const struct legacy_row *row = r->lines->first[from->file]; row != NULL;
             row = row->next)
            rows[count++] = row;
    for (size_t i = room = 0; i < count; i++)
        if (legacy_counts(a, &from->when, rows[i]))
            rows[room++] = rows[i];
    groups = ARENA_MANY(a, room + 1, struct group);
    groups_count = group_rows(a, &from->each, rows, room, groups);
    for (size_t i = 0; i < groups_count; i++) {
        struct legacy_right_draft *rights =
            ARENA_MANY(a, d->rights_count + 1, struct legacy_right_draft);

        for (size_t k = 0; k < d->rights_count; k++)
            rights[k] = d->rights[k];
        d->rights = rights;
        read_right(r, from, &groups[i], &rights[d->rights_count++]);
    }
}

/* ---- units ---- */

static void check_unit(struct legacy_reading *r, const struct registry_unit *u)
{
    if (u->code.len > 0 && !id_unit_code_is_valid(u->code))
        say(r, &LEGACY_UNIT_CODE, S("unit"), u->code);
    else if (u->code.len > 0 && !str_starts(u->code, r->ctx->region))
        say(r, &UNIT_NOT_SERVED, S("unit"), u->code);
    if (u->area_cm2 < 0 || u->area_cm2 > AREA_MAX_CM2)
        say(r, &LEGACY_NUMBER, S("area_cm2"), (str){0});
    if (u->floors < 0 || u->floors > 300)
        say(r, &LEGACY_NUMBER, S("floors"), (str){0});
    if (str_utf8_length(u->location) > LOCATION_CHARACTERS_MAX)
        say(r, &LEGACY_NUMBER, S("location"), (str){0});
}

static void read_unit(struct legacy_reading *r, const struct group *g, struct registry_unit *u)
{
    const struct legacy_mapping *m = r->m;
    const struct legacy_row *row = g->rows[0];

    u->code = legacy_text(r, &m->code, row, S("unit"), LEGACY_NEEDED);
    u->location = legacy_text(r, &m->location, row, S("location"), LEGACY_NEEDED);
    u->usage = legacy_text(r, &m->usage, row, S("usage"), LEGACY_NEEDED);
    if (m->structure.given)
        u->structure = legacy_text(r, &m->structure, row, S("structure"), LEGACY_GAP_IS);
    if (m->floor.given)
        u->floor = legacy_text(r, &m->floor, row, S("floor"), LEGACY_GAP_IS);
    u->floors = legacy_number(r, &m->floors, row, S("floors"), LEGACY_GAP_IS);
    u->area_cm2 = legacy_number(r, &m->area, row, S("area_cm2"), LEGACY_NEEDED);
    if (m->land_kind.given)
        u->land_kind = legacy_text(r, &m->land_kind, row, S("land_kind"), LEGACY_GAP_IS);
    u->land_until = legacy_date(r, &m->land_until, row, S("land_until"));
    u->state = S("live");
    check_alike(r, g,
        (const struct legacy_value *const[]){&m->location, &m->usage, &m->structure, &m->floor,
            &m->floors, &m->area, &m->land_kind, &m->land_until, NULL},
        S("unit"));
    check_unit(r, u);
    if (u->area_cm2 == 0 && !why_has(r->ctx, &LEGACY_NUMBER) && !why_has(r->ctx, &LEGACY_MISSING))
        say(r, &LEGACY_NUMBER, S("area_cm2"), S("0"));
}

static size_t titles(const struct legacy_unit_draft *d)
{
    size_t count = 0;

    for (size_t i = 0; i < d->rights_count; i++)
        count += registry_is_title(d->rights[i].right.kind);
    return count;
}

static void read_units(struct legacy_reading *r, struct legacy_draft *d)
{
    struct arena *a = r->ctx->arena;
    size_t count = 0, groups_count;
    const struct legacy_row **rows;
    struct group *groups;

    for (const struct legacy_row *row = r->lines->first[0]; row != NULL; row = row->next)
        count++;
    rows = ARENA_MANY(a, count + 1, const struct legacy_row *);
    groups = ARENA_MANY(a, count + 1, struct group);
    count = 0;
    for (const struct legacy_row *row = r->lines->first[0]; row != NULL; row = row->next)
        rows[count++] = row;
    groups_count = group_rows(a, &r->m->each, rows, count, groups);
    d->units = ARENA_MANY(a, groups_count + 1, struct legacy_unit_draft);
    for (size_t i = 0; i < groups_count; i++) {
        struct legacy_unit_draft *u = &d->units[d->units_count++];

        read_unit(r, &groups[i], &u->unit);
        for (size_t k = 0; k < r->m->rights_count; k++)
            read_kind(r, r->m->rights[k], &groups[i], u);
        if (titles(u) == 0)
            say(r, &LEGACY_NO_RIGHT, S("ownership"), u->unit.code);
        if (titles(u) > 1)
            say(r, &LEGACY_OWNED_TWICE, S("ownership"), u->unit.code);
    }
}

size_t legacy_parties(struct arena *a, const struct legacy_draft *d, const struct party ***ret)
{
    const struct party **all;
    size_t count = 0;

    for (size_t u = 0; u < d->units_count; u++)
        for (size_t i = 0; i < d->units[u].rights_count; i++)
            count += d->units[u].rights[i].right.holders_count;
    all = ARENA_MANY(a, count + 1, const struct party *);
    count = 0;
    for (size_t u = 0; u < d->units_count; u++)
        for (size_t i = 0; i < d->units[u].rights_count; i++)
            for (size_t k = 0; k < d->units[u].rights[i].right.holders_count; k++)
                all[count++] = &d->units[u].rights[i].parties[k];
    *ret = all;
    return count;
}

/* One document, one name, within a record; the book sees to all others. */
static void check_names(struct legacy_reading *r, const struct legacy_draft *d)
{
    const struct party **all;
    size_t count = legacy_parties(r->ctx->arena, d, &all);

    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(all[k]->document_number, all[i]->document_number) &&
                str_eq(all[k]->document_kind, all[i]->document_kind) &&
                !str_eq(all[k]->name, all[i]->name)) {
                say(r, &PARTY_NAME_DIFFERS, S("name"), all[i]->name);
                break;
            }
}

/* A unit comes once in a record. */
static void check_codes(struct legacy_reading *r, const struct legacy_draft *d)
{
    for (size_t i = 1; i < d->units_count; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(d->units[i].unit.code, d->units[k].unit.code) &&
                d->units[i].unit.code.len > 0) {
                say(r, &LEGACY_UNIT_AGAIN, S("unit"), d->units[i].unit.code);
                break;
            }
}

void legacy_draft_make(struct ctx *ctx, const struct legacy_mapping *m,
    const struct legacy_lines *lines, struct legacy_draft *ret)
{
    struct legacy_reading r = {.ctx = ctx, .m = m, .lines = lines};

    *ret = (struct legacy_draft){.lines = lines};
    why_clear(ctx);
    if (lines->broken != NULL) {
        say(&r, lines->broken, S("line"), (str){0});
    } else {
        read_units(&r, ret);
        check_names(&r, ret);
        check_codes(&r, ret);
    }
    ret->refused = why_refuse(ctx) != OK;
    ret->findings = ctx->why_first;
    why_clear(ctx);
}

char legacy_grade(const struct legacy_draft *d, const struct finding *more)
{
    if (d->refused || more != NULL)
        return 'C';
    for (const struct finding *f = d->findings; f != NULL; f = f->next)
        if (f->rule->severity == SEVERITY_REASON)
            return 'B';
    return 'A';
}
