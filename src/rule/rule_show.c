/* The rules, the conditions and the parameters as people read them: GET /rules and the manual. */
#include "base/buf.h"
#include "rule/rule_internal.h"
#include "rule/rule_out.h"

#define MANUAL_MAX_BYTES ((size_t)1 << 20)

OUTPUT_TABLE(rule_scope_out, RULE_SCOPE_OUT)
OUTPUT_TABLE(rule_row_out, RULE_ROW_OUT)
OUTPUT_TABLE(rule_book_out, RULE_BOOK_OUT)

static const char *state_on(const struct rule_row *row, str date)
{
    if (str_cmp(date, row->valid_from) < 0)
        return "coming";
    return row->valid_to.len > 0 && str_cmp(row->valid_to, date) < 0 ? "past" : "in_force";
}

static void show_scopes(const struct rule_scope *scopes, size_t count, struct tree *list)
{
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("right"), scopes[i].right);
        tree_text(o, S("effect"), scopes[i].effect);
        tree_text(o, S("sort"), scopes[i].sort);
        tree_text(o, S("basis"), scopes[i].basis);
        tree_text(o, S("scene"), scopes[i].scene);
        tree_text(o, S("cause"), scopes[i].cause);
    }
}

static const struct rule_word *weight_of(const struct rule_row *row)
{
    const struct rule_word *w = rule_weights;

    while (!str_is(row->severity, w->id))
        w++; /* the file was read by the same table */
    return w;
}

static void show_words(const struct rule_row *row, struct tree *o)
{
    tree_text(o, S("zh"), str_of(row->rule.text_zh));
    tree_text(o, S("en"), str_of(row->rule.text_en));
    tree_text(o, S("law"), str_of(row->rule.law));
    tree_text(o, S("remedy_zh"), str_of(row->rule.remedy_zh));
    tree_text(o, S("remedy_en"), str_of(row->rule.remedy_en));
}

/* Where the file lies on this machine is nobody's business. */
static str name_of_file(str path)
{
    size_t from = path.len;

    while (from > 0 && path.at[from - 1] != '/')
        from--;
    return str_slice(path, from, path.len);
}

static void show_row(const struct rule_row *row, str date, struct tree *o)
{
    struct tree *with;

    tree_text(o, S("rule"), str_of(row->rule.id));
    tree_text(o, S("severity"), row->severity);
    tree_text(o, S("severity_zh"), str_of(weight_of(row)->zh));
    tree_text(o, S("severity_en"), str_of(weight_of(row)->en));
    tree_text(o, S("exemptions"), row->exemptions);
    tree_text(o, S("moments"), row->moments);
    tree_text(o, S("valid_from"), row->valid_from);
    tree_text(o, S("valid_to"), row->valid_to);
    tree_text(o, S("valid_by"), row->valid_by);
    tree_text(o, S("keeps"), row->keeps);
    tree_bool(o, S("active"), row->active);
    tree_text(o, S("state"), str_of(state_on(row, date)));
    show_scopes(row->applies, row->applies_count, tree_list(o, S("applies")));
    show_scopes(row->unless, row->unless_count, tree_list(o, S("unless")));
    tree_text(o, S("atom"), str_of(row->atom->id));
    tree_text(o, S("atom_zh"), str_of(row->atom->zh));
    tree_text(o, S("atom_en"), str_of(row->atom->en));
    with = tree_object(o, S("with"));
    for (size_t i = 0; i < row->params_count; i++)
        tree_text(with, row->params[i].name, row->params[i].value);
    show_words(row, o);
    tree_i64(o, S("cases"), (int64_t)row->cases_count);
    tree_text(o, S("file"), name_of_file(row->file));
    tree_i64(o, S("line"), row->line);
}

void rule_show_book(const struct rule_book *book, str date, struct tree *out)
{
    struct tree *list = tree_list(out, S("rules"));

    for (size_t i = 0; i < book->count; i++)
        show_row(book->rows[i], date, tree_object(list, S("")));
}

static void print_params(struct buf *b, const char *atom)
{
    for (const struct rule_param_row *p = rule_params; p->atom != NULL; p++)
        if (str_is(str_of(p->atom), atom))
            buf_printf(b, "`%s`: %s%s%s%s (%s / %s)<br>", p->name, p->values,
                p->fallback[0] != 0 ? " [" : "", p->fallback, p->fallback[0] != 0 ? "]" : "", p->zh,
                p->en);
}

static void print_atoms(struct buf *b)
{
    buf_printf(b, "| atom | 条件 | condition | with |\n|---|---|---|---|\n");
    for (const struct rule_atom *a = rule_atoms; a->id != NULL; a++) {
        buf_printf(b, "| `%s` | %s | %s | ", a->id, a->zh, a->en);
        print_params(b, a->id);
        buf_printf(b, " |\n");
    }
    buf_printf(b, "\n| exemption | 例外 | exemption |\n|---|---|---|\n");
    for (const struct rule_exemption *e = rule_exemptions; e->id != NULL; e++)
        buf_printf(b, "| `%s` | %s | %s |\n", e->id, e->zh, e->en);
}

static void print_scope(struct buf *b, const struct rule_scope *s)
{
    const str parts[] = {s->right, s->effect, s->sort, s->basis, s->scene, s->cause};
    bool any = false;

    for (size_t i = 0; i < COUNT(parts); i++) {
        if (parts[i].len > 0)
            buf_printf(b, "%s%.*s", any ? " · " : "", STR(parts[i]));
        any = any || parts[i].len > 0;
    }
    buf_printf(b, "%s<br>", any ? "" : "任何 / any");
}

static void print_row(struct buf *b, const struct rule_row *row)
{
    buf_printf(b, "| %s | %.*s | %.*s–%.*s%s | ", row->rule.id, STR(row->severity),
        STR(row->valid_from), STR(row->valid_to), row->active ? "" : " (off)");
    for (size_t i = 0; i < row->applies_count; i++)
        print_scope(b, &row->applies[i]);
    buf_printf(b, " | %s", row->atom->id);
    for (size_t i = 0; i < row->params_count; i++)
        buf_printf(b, " %.*s=%.*s", STR(row->params[i].name), STR(row->params[i].value));
    buf_printf(b, " | %s | %s | %s |\n", row->rule.text_zh, row->rule.text_en, row->rule.law);
}

str rule_manual(struct arena *a, const struct rule_book *book)
{
    struct buf b;

    buf_init(&b, a, MANUAL_MAX_BYTES);
    buf_printf(&b, "# Rules as they stand\n\nGenerated from the tables by `yichuang docs "
                   "rules-list`; do not edit. How to write one: [rules.md](rules.md).\n\n## "
                   "条件 · Conditions\n\n");
    print_atoms(&b);
    buf_printf(&b, "\n## 规则 · Rules\n\n| rule | weight | valid | matters | condition | 说明 | "
                   "what it says | law |\n|---|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < book->count; i++)
        print_row(&b, book->rows[i]);
    return buf_str(&b);
}
