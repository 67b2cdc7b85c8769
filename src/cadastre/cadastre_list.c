/* The imports, and what their checks found. */
#include "cadastre/cadastre_store.h"

#define INPUT_HERE struct cadastre_imports_in
INPUT_TABLE(cadastre_imports_in, CADASTRE_IMPORTS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_findings_in
INPUT_TABLE(cadastre_findings_in, CADASTRE_FINDINGS_IN)
#undef INPUT_HERE

#define IMPORTS_MAX 100
#define FINDINGS_MAX 200

static const struct rule *const rules[] = {
#define RULE(name, severity, zh, en, law, remedy_zh, remedy_en) &name,
#include "cadastre/cadastre.def"
#undef RULE
};

/* Findings stay when a rule has been renamed: then they have its id and no words. */
static const struct rule *rule_of(str id)
{
    static const struct rule none = {"", SEVERITY_REASON, "", "", "", "", ""};

    for (size_t i = 0; i < COUNT(rules); i++)
        if (str_is(id, rules[i]->id))
            return rules[i];
    return &none;
}

static str severity_of(const struct rule *r)
{
    return r->severity == SEVERITY_STOP     ? S("stop")
           : r->severity == SEVERITY_REASON ? S("reason")
                                            : S("inform");
}

/* With its rule's words. */
static void show_finding(const struct cadastre_finding *f, struct tree *o)
{
    const struct rule *r = rule_of(f->rule);

    tree_i64(o, S("position"), f->position);
    tree_text(o, S("layer"), f->layer);
    tree_text(o, S("code"), f->code);
    tree_text(o, S("source"), f->source);
    tree_bool(o, S("taken"), f->taken);
    tree_text(o, S("rule"), f->rule);
    tree_text(o, S("severity"), severity_of(r));
    tree_text(o, S("field"), f->field);
    tree_text(o, S("detail"), f->detail);
    tree_text(o, S("text_zh"), str_of(r->text_zh));
    tree_text(o, S("text_en"), str_of(r->text_en));
    tree_text(o, S("law"), str_of(r->law));
    tree_text(o, S("remedy_zh"), str_of(r->remedy_zh));
    tree_text(o, S("remedy_en"), str_of(r->remedy_en));
}

err cadastre_findings_of(
    struct ctx *ctx, const char *layer, str code, str import, struct tree *list)
{
    struct cadastre_finding f;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cadastre_finding_of_code, &rows, text(ctx->region), text(str_of(layer)),
        text(code), text(import)));
    while (db_next(&rows, &row)) {
        cadastre_take_finding(&row, &f);
        show_finding(&f, tree_object(list, S("")));
    }
    return OK;
}

static void show_import(struct db_row *row, struct tree *o)
{
    tree_text(o, S("import"), take_text(row));
    tree_text(o, S("layer"), take_text(row));
    tree_text(o, S("name"), take_text(row));
    tree_text(o, S("staff"), take_text(row));
    tree_i64(o, S("read"), take_i64(row));
    tree_i64(o, S("added"), take_i64(row));
    tree_i64(o, S("changed"), take_i64(row));
    tree_i64(o, S("same"), take_i64(row));
    tree_i64(o, S("refused"), take_i64(row));
    tree_i64(o, S("reported"), take_i64(row));
    tree_i64(o, S("made_ms"), take_i64(row));
}

err cadastre_imports(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_imports_in *in = arg;
    struct tree *list = tree_list(out, S("imports"));
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cadastre_imports, &rows, text(in->region), text(S("")), i64(IMPORTS_MAX)));
    while (db_next(&rows, &row))
        show_import(&row, tree_object(list, S("")));
    return OK;
}

static err show_counts(struct ctx *ctx, str import, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cadastre_finding_counts, &rows, text(ctx->region), text(import)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        str id = take_text(&row);

        tree_text(o, S("rule"), id);
        tree_text(o, S("text_zh"), str_of(rule_of(id)->text_zh));
        tree_text(o, S("text_en"), str_of(rule_of(id)->text_en));
        tree_i64(o, S("count"), take_i64(&row));
    }
    return OK;
}

/* A page ends with a whole feature, so that the next one begins with another. */
static void show_findings(struct db_rows *rows, struct tree *out)
{
    struct tree *list = tree_list(out, S("findings"));
    bool more = rows->count > FINDINGS_MAX;
    struct cadastre_finding f;
    int64_t last = 0;
    struct db_row row;

    while (db_next(rows, &row)) {
        cadastre_take_finding(&row, &f);
        if (list->count >= FINDINGS_MAX && f.position != last)
            break;
        last = f.position;
        show_finding(&f, tree_object(list, S("")));
    }
    tree_i64_or_null(out, S("next"), more ? last : 0);
}

err cadastre_findings(struct ctx *ctx, const void *arg, struct tree *out)
{
    /* One feature has fewer findings than this. */
    const int64_t limit = FINDINGS_MAX + 600;
    const struct cadastre_findings_in *in = arg;
    struct db_rows rows;
    struct db_row row;

    TRY(db_get(ctx, SQL_cadastre_import_get, &row, text(ctx->region), text(in->import)));
    show_import(&row, tree_object(out, S("import")));
    TRY(show_counts(ctx, in->import, tree_list(out, S("rules"))));
    if (in->rule.len > 0)
        TRY(db_list(ctx, SQL_cadastre_finding_of_rule, &rows, text(ctx->region), text(in->import),
            text(in->rule), i64(in->after), i64(limit)));
    else
        TRY(db_list(ctx, SQL_cadastre_finding_list, &rows, text(ctx->region), text(in->import),
            i64(in->after), i64(limit)));
    show_findings(&rows, out);
    return OK;
}
