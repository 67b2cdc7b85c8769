/* The rules of a file: their keys, and the condition with its parameters. */
#include "rule/rule_fields.h"

/* A rule as the file has it, before its condition is looked up. */
struct draft {
    struct rule_row row;
    str atom;
    const struct scene_node *with;
};

static void read_scope(struct scene_reading *r, const struct scene_node *node, void *into);
static void read_case(struct scene_reading *r, const struct scene_node *node, void *into);

static const char moment_words[] = ""
#define MOMENT(id, zh, en) id " "
#include "rule/rule.def"
#undef MOMENT
    ;
static const char weight_words[] = ""
#define WEIGHT(id, zh, en) id " "
#include "rule/rule.def"
#undef WEIGHT
    ;
static const char exemption_words[] = ""
#define EXEMPTION(id, function, zh, en) id " "
#include "rule/rule.def"
#undef EXEMPTION
    ;
static const char atom_words[] = ""
#define ATOM(id, function, needs, zh, en) id " "
#include "rule/rule.def"
#undef ATOM
    ;

static const char keeps_words[] = ""
#define KEEPS(id) id " "
#include "rule/rule.def"
#undef KEEPS
    ;

#define AT(member) .offset = offsetof(struct draft, member)
#define ITEMS(member, type, function)                                                              \
    .form = FORM_ITEMS, .offset = offsetof(struct draft, row.member),                              \
    .count_offset = offsetof(struct draft, row.member##_count), .item_size = sizeof(struct type),  \
    .item = function

static const struct rule_key rule_keys[] = {
    {"id", FORM_ID, true, AT(row.rule.id)},
    {"law", FORM_TEXT, true, AT(row.rule.law)},
    {"severity", FORM_WORD, true, AT(row.severity), .words = weight_words},
    {"exemptions", FORM_WORDS, false, AT(row.exemptions), .words = exemption_words},
    {"moments", FORM_WORDS, true, AT(row.moments), .words = moment_words},
    {"valid_from", FORM_DATE, true, AT(row.valid_from)},
    {"valid_to", FORM_DATE, false, AT(row.valid_to)},
    {"valid_by", FORM_WORD, true, AT(row.valid_by), .words = "acceptance record"},
    {"active", FORM_BOOLEAN, false, AT(row.active)},
    {"keeps", FORM_WORD, false, AT(row.keeps), .words = keeps_words},
    {"applies", ITEMS(applies, rule_scope, read_scope)},
    {"unless", ITEMS(unless, rule_scope, read_scope)},
    {"atom", FORM_WORD, true, AT(atom), .words = atom_words},
    {"with", FORM_NODE, false, AT(with)},
    {"field", FORM_STR, false, AT(row.field)},
    {"says", FORM_TEXTS, true, AT(row.rule.text_zh)},
    {"remedy", FORM_TEXTS, true, AT(row.rule.remedy_zh)},
    {"cases", .required = true, ITEMS(cases, rule_case, read_case)},
};

_Static_assert(
    offsetof(struct rule, text_en) == offsetof(struct rule, text_zh) + sizeof(char *) &&
        offsetof(struct rule, remedy_en) == offsetof(struct rule, remedy_zh) + sizeof(char *),
    "both languages stand side by side");

#define SCOPE(name, among)                                                                         \
    {                                                                                              \
#name, FORM_WORDS, .offset = offsetof(struct rule_scope, name), .words = among             \
    }
static const struct rule_key scope_keys[] = {SCOPE(right, registry_right_words),
    SCOPE(effect, registry_effect_words), SCOPE(sort, NULL), SCOPE(basis, NULL), SCOPE(scene, NULL),
    SCOPE(cause, NULL)};

static void read_scope(struct scene_reading *r, const struct scene_node *node, void *into)
{
    rule_read_map(r, node, scope_keys, COUNT(scope_keys), into);
}

static void read_case(struct scene_reading *r, const struct scene_node *node, void *into)
{
    rule_read_case(r, node, into);
}

static const struct rule_param_row *find_param(const char *atom, str name)
{
    for (const struct rule_param_row *p = rule_params; p->atom != NULL; p++)
        if (str_is(str_of(atom), p->atom) && str_is(name, p->name))
            return p;
    return NULL;
}

static str params_list(struct arena *a, const char *atom)
{
    str list = {0};

    for (const struct rule_param_row *p = rule_params; p->atom != NULL; p++)
        if (str_is(str_of(atom), p->atom))
            list = arena_printf(a, "%.*s%s ", STR(list), p->name);
    return rule_words_list(a, list);
}

/* One parameter is one field: of a date, of one of its words, or of any words. */
static void read_param(
    struct scene_reading *r, const struct rule_param_row *p, const struct scene_node *map, str *ret)
{
    bool date = str_is(str_of(p->values), "date"), free = str_is(str_of(p->values), "words");
    struct rule_key key = {p->name,
        date   ? FORM_DATE
        : free ? FORM_WORDS
               : FORM_WORD,
        .words = date || free ? NULL : p->values};
    struct scene_node alone = {.kind = SCENE_NODE_MAP, .line = map->line};
    struct scene_node value = *scene_node_get(map, str_of(p->name));

    value.next = NULL;
    alone.first = alone.last = &value;
    rule_read_map(r, &alone, &key, 1, ret);
}

static void read_with(struct scene_reading *r, const struct scene_node *with, struct rule_row *row)
{
    if (with->kind != SCENE_NODE_MAP) {
        rule_blame(r, RULE_WANT_MAP, with->key_line, S("with"), (str){0});
        return;
    }
    row->params = ARENA_MANY(r->arena, with->count + 1, struct rule_param);
    for (const struct scene_node *n = with->first; n != NULL; n = n->next) {
        const struct rule_param_row *p = find_param(row->atom->id, n->key);
        struct rule_param *param = &row->params[row->params_count];

        if (p == NULL) {
            rule_blame(
                r, RULE_KEY_UNKNOWN, n->key_line, n->key, params_list(r->arena, row->atom->id));
            continue;
        }
        param->name = n->key;
        read_param(r, p, with, &param->value);
        row->params_count++;
    }
}

static const struct {
    const char *atom, *param;
} required[] = {
#define REQUIRED(atom, param) {atom, param},
#include "rule/rule.def"
#undef REQUIRED
};

/* False when there is no such condition, which was said already. */
static bool read_condition(struct scene_reading *r, const struct draft *d, struct rule_row *row)
{
    for (const struct rule_atom *a = rule_atoms; a->id != NULL; a++)
        if (str_is(d->atom, a->id))
            row->atom = a;
    if (row->atom == NULL)
        return false;
    if (d->with != NULL)
        read_with(r, d->with, row);
    for (size_t i = 0; i < COUNT(required); i++)
        if (str_is(d->atom, required[i].atom) && rule_param_value(row, required[i].param).len == 0)
            rule_blame(
                r, RULE_PARAM_MISSING, row->line, str_of(row->rule.id), str_of(required[i].param));
    return true;
}

static void weigh(struct rule_row *row)
{
    row->rule.severity = str_is(row->severity, "inform")   ? SEVERITY_INFORM
                         : str_is(row->severity, "reason") ? SEVERITY_REASON
                                                           : SEVERITY_STOP;
    row->exempted = row->rule;
    row->exempted.severity = SEVERITY_INFORM;
}

static struct rule_row *read_row(struct scene_reading *r, const struct scene_node *node)
{
    struct draft *d = ARENA_NEW(r->arena, struct draft);
    struct rule_row *row = &d->row;

    row->active = true;
    row->file = r->file;
    row->line = node->line;
    rule_read_map(r, node, rule_keys, COUNT(rule_keys), d);
    if (scene_node_get(node, S("applies")) == NULL) {
        row->applies = ARENA_NEW(r->arena, struct rule_scope); /* every matter */
        row->applies_count = 1;
    }
    if (row->rule.id == NULL || !read_condition(r, d, row))
        return NULL;
    weigh(row);
    return row;
}

void rule_read(struct scene_reading *r, const struct scene_node *root, struct rule_book *ret)
{
    const struct scene_node *rules = NULL;
    static const struct rule_key keys[] = {{.name = "rules", .form = FORM_NODE, .required = true}};

    rule_read_map(r, root, keys, COUNT(keys), &rules);
    if (rules == NULL)
        return;
    if (rules->kind != SCENE_NODE_LIST || rules->count == 0) {
        rule_blame(r, RULE_RULES_NONE, rules->key_line, (str){0}, (str){0});
        return;
    }
    ret->rows = ARENA_MANY(r->arena, rules->count + 1, struct rule_row *);
    for (const struct scene_node *n = rules->first; n != NULL; n = n->next) {
        struct rule_row *row = n->kind == SCENE_NODE_MAP ? read_row(r, n) : NULL;

        if (n->kind != SCENE_NODE_MAP)
            rule_blame(r, RULE_WANT_MAP, n->line, S("rules"), (str){0});
        if (row != NULL)
            ret->rows[ret->count++] = row;
    }
}
