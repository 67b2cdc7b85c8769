/* Which rules hold for a subject, and what they find. Pure. */
#include "rule/rule_internal.h"

const struct rule_word rule_moments[] = {
#define MOMENT(id, zh, en) {id, zh, en},
#include "rule/rule.def"
#undef MOMENT
    {NULL, NULL, NULL}};

const struct rule_word rule_weights[] = {
#define WEIGHT(id, zh, en) {id, zh, en},
#include "rule/rule.def"
#undef WEIGHT
    {NULL, NULL, NULL}};

str rule_param_value(const struct rule_row *row, const char *name)
{
    for (size_t i = 0; i < row->params_count; i++)
        if (str_is(row->params[i].name, name))
            return row->params[i].value;
    for (const struct rule_param_row *p = rule_params; p->atom != NULL; p++)
        if (str_is(str_of(p->atom), row->atom->id) && str_is(str_of(p->name), name))
            return str_of(p->fallback);
    return (str){0};
}

bool rule_names_right(str words, str right)
{
    return str_has_word(words, right) || str_has_word(words, registry_family_of(right));
}

static bool fits(str words, str value)
{
    return words.len == 0 || str_has_word(words, value);
}

static bool scope_fits(const struct rule_scope *scope, const struct rule_subject *s)
{
    return (scope->right.len == 0 || rule_names_right(scope->right, s->right)) &&
           fits(scope->effect, s->effect) && fits(scope->sort, s->sort) &&
           fits(scope->basis, s->basis) && fits(scope->scene, s->scene) &&
           fits(scope->cause, s->cause);
}

static bool any_scope_fits(
    const struct rule_scope *scopes, size_t count, const struct rule_subject *s)
{
    for (size_t i = 0; i < count; i++)
        if (scope_fits(&scopes[i], s))
            return true;
    return false;
}

/* By the day of acceptance an application is judged by the law under which it was made; by the day
 * of the record by the law under which the right changes. Before acceptance both are today. */
static bool is_in_force(const struct rule_row *row, const struct rule_subject *s)
{
    bool accepted = str_is(row->valid_by, "acceptance") && s->accepted_on.len > 0;
    str day = accepted ? s->accepted_on : s->today;

    return str_cmp(row->valid_from, day) <= 0 &&
           (row->valid_to.len == 0 || str_cmp(day, row->valid_to) <= 0);
}

bool rule_holds(const struct rule_row *row, const struct rule_subject *s)
{
    return str_has_word(row->moments, str_of(rule_moments[s->moment].id)) &&
           any_scope_fits(row->applies, row->applies_count, s) &&
           !any_scope_fits(row->unless, row->unless_count, s) && is_in_force(row, s);
}

static unsigned needs_of(const struct rule_row *row)
{
    unsigned needs = row->atom->needs;

    if (str_is(rule_param_value(row, "on"), "land") ||
        str_is(rule_param_value(row, "against"), "land"))
        needs |= RULE_NEEDS_LAND;
    if (str_is(rule_param_value(row, "on"), "land-other"))
        needs |= RULE_NEEDS_LAND_MORTGAGE;
    if (rule_param_value(row, "before").len > 0 || rule_param_value(row, "from").len > 0)
        needs |= RULE_NEEDS_DATES;
    return needs;
}

unsigned rule_needs(const struct rule_book *book, const struct rule_subject *subject)
{
    unsigned needs = 0;

    for (size_t i = 0; i < book->count; i++)
        if (book->rows[i]->active && rule_holds(book->rows[i], subject))
            needs |= needs_of(book->rows[i]);
    return needs;
}

static bool is_said(const struct ctx *ctx, const struct rule *rule, str field, str detail)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (f->rule == rule && str_eq(f->field, field) && str_eq(f->detail, detail))
            return true;
    return false;
}

static void say(struct ctx *ctx, const struct rule_run *run)
{
    const struct rule_row *row = run->row;
    const struct rule *rule = rule_is_exempt(row, run->subject) ? &row->exempted : &row->rule;

    for (const struct rule_found *f = run->first; f != NULL; f = f->next) {
        str field = row->field.len > 0 ? row->field : f->field;

        if (!is_said(ctx, rule, field, f->detail))
            why_add(ctx, rule, field, f->detail);
    }
}

void rule_check(struct ctx *ctx, const struct rule_book *book, const struct rule_subject *subject)
{
    for (size_t i = 0; i < book->count; i++) {
        const struct rule_row *row = book->rows[i];
        struct rule_run run = {.arena = ctx->arena, .row = row, .subject = subject};

        if (!row->active || !rule_holds(row, subject))
            continue;
        rule_look(&run);
        say(ctx, &run);
    }
}

const struct rule_row *rule_row_of(const struct rule_book *book, const struct rule *rule)
{
    for (size_t i = 0; i < book->count; i++)
        if (rule == &book->rows[i]->rule || rule == &book->rows[i]->exempted)
            return book->rows[i];
    return NULL;
}
