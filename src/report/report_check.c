/* What is wrong with a message, before it is sent and when another's is read. */
#include "base/ids.h"
#include "place/codes.h"
#include "report/report_build.h"
#include "report/report_value.h"

#define LAND_CODE_LENGTH 19
#define USCC_LENGTH 18

/* One value under its field's rules. */
struct checking {
    struct ctx *ctx;
    const struct report_making *m;
    const struct report_row *row;
    const struct report_field *field;
    str name; /* "ZTT_GY_QLR[2]" */
    str value;
};

static void found(const struct checking *c, const struct rule *rule)
{
    const struct report_field *f = c->field;
    struct arena *a = c->ctx->arena;

    why_add(c->ctx, rule, arena_printf(a, "%.*s.%.*s", STR(c->name), STR(f->attr)),
        arena_printf(a, "%.*s / %.*s%s%.*s", STR(f->zh), STR(f->en), c->value.len > 0 ? ": " : "",
            STR(c->value)));
}

static bool has_only_digits(str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return true;
}

/* The land part of a unit code, as if nothing stood on it. */
static bool is_land_code(struct arena *a, str s)
{
    return s.len == LAND_CODE_LENGTH && id_unit_code_is_valid(arena_join(a, s, S("W00000000")));
}

static void check_document(const struct checking *c, str kind)
{
    if (str_is(kind, "1")) {
        if (!id_citizen_is_valid(c->value, c->ctx->now_ms))
            found(c, &REPORT_DOCUMENT);
    } else if (str_is(kind, "7") || str_is(kind, "8")) {
        if (c->value.len != USCC_LENGTH)
            found(c, &REPORT_DOCUMENT_ODD);
        else if (!id_uscc_is_valid(c->value))
            found(c, &REPORT_DOCUMENT);
    }
}

static void check_number(const struct checking *c, str rule)
{
    int sign = 0;

    if (!report_is_number(c->value, &sign))
        found(c, &REPORT_NUMBER);
    else if (str_is(rule, "pos") && sign <= 0)
        found(c, &REPORT_POSITIVE);
    else if (sign < 0)
        found(c, &REPORT_NEGATIVE);
}

static void check_rule(const struct checking *c, str rule)
{
    if (str_is(rule, "pos") || str_is(rule, "nonneg"))
        check_number(c, rule);
    else if (str_is(rule, "flag") && !str_is(c->value, "0") && !str_is(c->value, "1"))
        found(c, &REPORT_FLAG);
    else if (str_is(rule, "time") && !report_is_time(c->value))
        found(c, &REPORT_TIME);
    else if (str_is(rule, "digits") && !has_only_digits(c->value))
        found(c, &REPORT_DIGITS);
    else if (str_is(rule, "unit") && !id_unit_code_is_valid(c->value))
        found(c, &REPORT_UNIT);
    else if (str_is(rule, "land") && !is_land_code(c->ctx->arena, c->value))
        found(c, &REPORT_LAND);
    else if (str_is(rule, "region") && !id_region_is_valid(c->value))
        found(c, &REPORT_REGION);
    else if (str_starts(rule, S("document:")))
        check_document(c, report_pair_get(c->row, str_slice(rule, 9, rule.len)));
}

static void check_value(const struct checking *c)
{
    const struct report_field *f = c->field;
    size_t inner;

    if (f->max > 0 && str_utf8_length(c->value) > (size_t)f->max)
        found(c, &REPORT_LENGTH);
    if (str_trim(c->value).len != c->value.len || str_find(c->value, S("  "), &inner))
        found(c, &REPORT_BLANKS);
    if (f->codes.len > 0 && !code_is_known(c->ctx->arena, f->codes, c->value, c->m->date))
        found(c, &REPORT_CODE);
    for (str rules = f->rule; rules.len > 0;)
        check_rule(c, str_cut(&rules, ' '));
}

/* A certificate is asked for where a filing made the right: what came from an older book, or was
 * ordered by a court, has none. */
static void check_missing(const struct checking *c)
{
    str rule = c->field->rule;

    if (str_has_word(rule, S("need")) ||
        (str_has_word(rule, S("certified")) && tree_get_bool(c->m->facts, S("certified"), false)))
        found(c, &REPORT_EMPTY);
    else if (str_has_word(rule, S("want")) && c->m->facts != NULL)
        found(c, &REPORT_NOT_KEPT);
}

static void check_fields(struct checking *c)
{
    const struct report_map *map = c->m->map;

    for (size_t i = 0; i < map->fields_count; i++) {
        c->field = &map->fields[i];
        if (!report_field_is_of(c->field, c->row->table) ||
            report_field_find(map, c->row->table, c->field->attr, c->m->date) != c->field)
            continue;
        c->value = report_pair_get(c->row, c->field->attr);
        if (c->value.len > 0)
            check_value(c);
        else
            check_missing(c);
    }
}

static void check_unmapped(const struct checking *c)
{
    for (const struct report_pair *p = c->row->first; p != NULL; p = p->next) {
        if (report_field_find(c->m->map, c->row->table, p->name, c->m->date) != NULL)
            continue;
        why_add(c->ctx, &REPORT_NOT_MAPPED,
            arena_printf(c->ctx->arena, "%.*s.%.*s", STR(c->name), STR(p->name)), p->value);
    }
}

static void check_row(
    struct ctx *ctx, const struct report_making *m, const struct report_row *row, str name)
{
    struct checking c = {.ctx = ctx, .m = m, .row = row, .name = name};

    check_fields(&c);
    check_unmapped(&c);
}

static bool is_same(const struct report_row *x, const struct report_row *y)
{
    const struct report_pair *a = x->first, *b = y->first;

    if (!str_eq(x->table, y->table) || x->count != y->count)
        return false;
    for (; a != NULL && b != NULL; a = a->next, b = b->next)
        if (!str_eq(a->name, b->name) || !str_eq(a->value, b->value))
            return false;
    return true;
}

static size_t number_of(const struct report_message *msg, const struct report_row *row)
{
    size_t number = 1;

    for (const struct report_row *r = msg->first; r != row; r = r->next)
        number += str_eq(r->table, row->table);
    return number;
}

static void check_twice(
    struct ctx *ctx, const struct report_message *msg, const struct report_row *row, str name)
{
    for (const struct report_row *r = msg->first; r != row; r = r->next) {
        if (!is_same(r, row))
            continue;
        why_add(ctx, &REPORT_TWICE, name,
            arena_printf(ctx->arena, "%.*s[%zu]", STR(r->table), number_of(msg, r)));
        return;
    }
}

/* AreaCode(6) + yymmdd(6) + sequence(6). */
static void check_numbering(struct ctx *ctx, const struct report_message *msg)
{
    str id = report_pair_get(&msg->head, S("BizMsgID"));
    str region = report_pair_get(&msg->head, S("AreaCode"));

    if (id.len != 18 || !has_only_digits(id) || !str_starts(id, region))
        why_add(ctx, &REPORT_NUMBERING, S("Head.BizMsgID"), id);
}

static void check_least(
    struct ctx *ctx, const struct report_making *m, const struct report_message *msg)
{
    for (size_t i = 0; m->kind != NULL && i < m->map->tables_count; i++) {
        const struct report_table *t = &m->map->tables[i];
        int64_t count = 0;

        for (const struct report_row *r = msg->first; r != NULL; r = r->next)
            count += str_eq(r->table, t->name);
        if (count < t->least && report_table_is_of(t, m->kind->groups))
            why_add(ctx, &REPORT_TABLE, t->name,
                arena_printf(ctx->arena, "%.*s / %.*s", STR(t->zh), STR(t->en)));
    }
}

void report_check(struct ctx *ctx, const struct report_making *m, const struct report_message *msg)
{
    check_row(ctx, m, &msg->head, S("Head"));
    check_numbering(ctx, msg);
    for (const struct report_row *row = msg->first; row != NULL; row = row->next) {
        str name = arena_printf(ctx->arena, "%.*s[%zu]", STR(row->table), number_of(msg, row));

        if (report_table_find(m->map, row->table) == NULL)
            why_add(ctx, &REPORT_NOT_MAPPED, name, row->table);
        else
            check_row(ctx, m, row, name);
        check_twice(ctx, msg, row, name);
    }
    check_least(ctx, m, msg);
}
