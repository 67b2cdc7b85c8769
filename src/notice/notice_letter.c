/* A notice as a letter: the parts that its kind has, with its values filled in. */
#include "notice/letter.h"
#include "notice/notice.h"

#include "base/buf.h"
#include "base/ids.h"
#include "base/when.h"
#include "place/city.h"

#define WORD(name, text) static const char name[] = text;
#include "notice/notice.def"
#undef WORD

struct part_row {
    const char *kinds;
    enum cert_letter_kind form;
    const char *label, *text;
};
static const struct part_row part_rows[] = {
#define PART(kinds, form, label, text) {kinds, CERT_LETTER_##form, label, text},
#include "notice/notice.def"
#undef PART
};

struct period_row {
    const char *name;
    int number;
    const char *law;
};
static const struct period_row period_rows[] = {
#define PERIOD(name, number, law) {#name, number, law},
#include "notice/notice.def"
#undef PERIOD
};

/* Whose findings a notice may hold. A finding was kept in the words of whoever asked; the letter
 * says it in the words of the rule. */
static const struct rule *const rules[] = {
#define RULE(name, severity, zh, en, law, remedy_zh, remedy_en) &name,
#include "filing/filing.def"
#include "party/party.def"
#include "registry/registry.def"
#undef RULE
};

#define FINDINGS_MAX 64
#define TEXT_MAX ((size_t)64 << 10)

struct value {
    const char *name;
    str text;
};
#define VALUES_MAX 16

struct writer {
    struct ctx *ctx;
    const struct filing_notice *notice;
    struct value values[VALUES_MAX];
    size_t values_count;
    struct cert_letter_part *parts;
    size_t parts_count;
};

static void add_value(struct writer *w, const char *name, str text)
{
    if (w->values_count < VALUES_MAX)
        w->values[w->values_count++] = (struct value){name, text};
}

static str value_of(const struct writer *w, str name)
{
    for (size_t i = 0; i < w->values_count; i++)
        if (str_is(name, w->values[i].name))
            return w->values[i].text;
    return (str){0};
}

/* An officer's own sentence keeps no full stop of its own: the letter sets one. */
static str without_stop(str s)
{
    while (str_ends(s, S("。")) || str_ends(s, S(".")) || str_ends(s, S("；")))
        s.len -= str_ends(s, S(".")) ? 1 : S("。").len;
    return s;
}

static str names_text(struct arena *a, const struct tree *names)
{
    str joined = {0};

    for (const struct tree *t = names != NULL ? names->first : NULL; t != NULL; t = t->next)
        joined =
            arena_printf(a, "%.*s%s%.*s", STR(joined), joined.len > 0 ? "、" : "", STR(t->text));
    return joined;
}

static void collect_values(struct writer *w)
{
    const struct tree *c = w->notice->content;
    struct arena *a = w->ctx->arena;

    add_value(w, "parties", names_text(a, tree_get(c, S("applicants"))));
    add_value(w, "matter", tree_get_text(c, S("scene_zh")));
    add_value(w, "location", w->notice->location);
    add_value(w, "unit", id_unit_code_spaced(a, tree_get_text(c, S("unit"))));
    add_value(w, "filing", tree_get_text(c, S("filing")));
    add_value(w, "code", tree_get_text(c, S("follow_code")));
    add_value(w, "papers", w->notice->papers);
    add_value(w, "made", letter_moment(a, w->notice->made_ms));
    add_value(w, "due", letter_moment(a, tree_get_i64(c, S("due_ms"), 0)));
    add_value(w, "reason", without_stop(tree_get_text(c, S("reason"))));
    for (size_t i = 0; i < COUNT(period_rows); i++)
        add_value(w, period_rows[i].name, arena_printf(a, "%d", period_rows[i].number));
}

/* False when one of its values is empty: then the part is left out. */
static bool fill(const struct writer *w, str pattern, str *ret)
{
    struct buf b;

    buf_init(&b, w->ctx->arena, TEXT_MAX);
    while (pattern.len > 0) {
        str value;

        buf_add(&b, str_cut(&pattern, '{'));
        if (pattern.len == 0)
            break;
        value = value_of(w, str_cut(&pattern, '}'));
        if (value.len == 0)
            return false;
        buf_add(&b, value);
    }
    *ret = buf_str(&b);
    return true;
}

static void add_part(struct writer *w, enum cert_letter_kind kind, str label, str text)
{
    w->parts[w->parts_count++] = (struct cert_letter_part){kind, label, text};
}

static const struct rule *find_rule(str id)
{
    for (size_t i = 0; i < COUNT(rules); i++)
        if (str_is(id, rules[i]->id))
            return rules[i];
    return NULL;
}

/* Tables name an article as "name number"; a letter writes 《name》第number条. */
static void add_article(struct buf *b, str article)
{
    size_t at = article.len;

    while (at > 0 && article.at[at - 1] != ' ')
        at--;
    if (at == 0 || article.at[at] < '0' || article.at[at] > '9')
        buf_printf(b, "《%.*s》", STR(article));
    else
        buf_printf(b, NOTICE_ARTICLE, STR(str_slice(article, 0, at - 1)),
            STR(str_slice(article, at, article.len - at)));
}

static str law_text(struct arena *a, str law)
{
    struct buf b;
    size_t at;

    buf_init(&b, a, TEXT_MAX);
    for (; str_find(law, S("；"), &at); buf_add_z(&b, "、")) {
        add_article(&b, str_slice(law, 0, at));
        law = str_slice(law, at + S("；").len, law.len);
    }
    add_article(&b, law);
    return buf_str(&b);
}

/* What is wrong, which law says so, and what to do. */
static str finding_text(struct arena *a, const struct tree *f)
{
    const struct rule *rule = find_rule(tree_get_text(f, S("rule")));
    str zh = rule != NULL ? str_of(rule->text_zh) : tree_get_text(f, S("text"));
    str law = rule != NULL ? str_of(rule->law) : tree_get_text(f, S("law"));
    str remedy = rule != NULL ? str_of(rule->remedy_zh) : tree_get_text(f, S("remedy"));
    str detail = tree_get_text(f, S("detail"));
    struct buf b;

    buf_init(&b, a, TEXT_MAX);
    buf_add(&b, without_stop(zh));
    if (detail.len > 0)
        buf_printf(&b, "（%.*s）", STR(detail));
    buf_add_z(&b, "。");
    if (law.len > 0)
        buf_printf(&b, NOTICE_LAW, STR(law_text(a, law)));
    if (remedy.len > 0)
        buf_printf(&b, NOTICE_REMEDY, STR(without_stop(remedy)));
    return buf_str(&b);
}

static void add_findings(struct writer *w)
{
    const struct tree *list = tree_get(w->notice->content, S("findings"));
    struct arena *a = w->ctx->arena;
    int number = 0;

    for (const struct tree *f = list != NULL ? list->first : NULL; f != NULL; f = f->next)
        if (number < FINDINGS_MAX)
            add_part(w, CERT_LETTER_ITEM, arena_printf(a, "%d.", ++number), finding_text(a, f));
}

static void add_parts(struct writer *w)
{
    w->parts = ARENA_MANY(w->ctx->arena, COUNT(part_rows) + FINDINGS_MAX, struct cert_letter_part);
    for (size_t i = 0; i < COUNT(part_rows); i++) {
        const struct part_row *row = &part_rows[i];
        str text;

        if (row->kinds[0] != 0 && !str_has_word(str_of(row->kinds), w->notice->kind))
            continue;
        if (str_is(str_of(row->text), "{findings}"))
            add_findings(w);
        else if (fill(w, str_of(row->text), &text))
            add_part(w, row->form, str_of(row->label), text);
    }
}

void notice_letter(struct ctx *ctx, const struct filing_notice *n, struct cert_letter *ret)
{
    struct writer w = {.ctx = ctx, .notice = n};
    str authority = tree_get_text(n->content, S("authority"));

    collect_values(&w);
    add_parts(&w);
    *ret = (struct cert_letter){.head = authority,
        .title = tree_get_text(n->content, S("title_zh")),
        .number = arena_printf(ctx->arena, NOTICE_NUMBER, STR(n->id)),
        .parts = w.parts,
        .parts_count = w.parts_count,
        .authority = authority,
        .issued = when_print_zh(ctx->arena, n->made_ms),
        .issued_ms = n->made_ms,
        .seal_arc = authority,
        .seal_foot = str_of(NOTICE_SEAL),
        .receipt = str_of(NOTICE_RECEIPT)};
}
