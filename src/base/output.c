/* Replies by their tables: the schema that the API document shows, and the check of a reply against
 * its table. */
#include "base/output.h"

#include "base/when.h"

const struct output any_out_output = {"any_out", NULL, NULL, 0};
const struct output nothing_out_output = {
    "nothing_out", NULL, &(const struct output_field){.name = NULL}, 0};
OUTPUT_MEDIA(pdf_out, "application/pdf")
OUTPUT_MEDIA(scan_out, "application/pdf image/png image/jpeg")
OUTPUT_MEDIA(plain_out, "text/plain")
OUTPUT_MEDIA(bytes_out, "application/octet-stream")
OUTPUT_MEDIA(page_out, "text/html")
OUTPUT_MEDIA(events_out, "text/event-stream")

/* ---- schema ---- */

static void show_type(struct tree *object, const struct output_shape *s, str type)
{
    struct tree *both;

    if (!s->or_null) {
        tree_text(object, S("type"), type);
        return;
    }
    both = tree_list(object, S("type"));
    tree_text(both, S(""), type);
    tree_text(both, S(""), S("null"));
}

static void show_ref(struct tree *object, const struct output *of)
{
    tree_text(object, S("$ref"), arena_printf(object->arena, "#/components/schemas/%s", of->name));
}

static void show_number(struct tree *object, const struct output_shape *s, const char *unit)
{
    show_type(object, s, S("integer"));
    tree_text(object, S("format"), S("int64"));
    if (unit != NULL)
        tree_text(object, S("x-unit"), str_of(unit));
}

static void show_date(struct tree *object, const struct output_shape *s)
{
    show_type(object, s, S("string"));
    if (s->or_empty)
        tree_text(object, S("pattern"), S("^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"));
    else
        tree_text(object, S("format"), S("date"));
}

static void show_words(struct tree *object, const struct output_shape *s)
{
    struct tree *list;
    str rest = str_of(s->words);

    show_type(object, s, S("string"));
    list = tree_list(object, S("enum"));
    while (rest.len > 0) {
        str word = str_cut(&rest, ' ');

        if (word.len > 0)
            tree_text(list, S(""), word);
    }
    if (s->or_empty)
        tree_text(list, S(""), S(""));
    if (s->or_null)
        tree_null(list, S(""));
}

static void show_object(struct tree *object, const struct output_shape *s)
{
    struct tree *either;

    if (!s->or_null) {
        show_ref(object, s->of);
        return;
    }
    either = tree_list(object, S("anyOf"));
    show_ref(tree_object(either, S("")), s->of);
    tree_text(tree_object(either, S("")), S("type"), S("null"));
}

static void show_map(struct tree *object, const struct output_shape *s)
{
    struct tree *value;

    show_type(object, s, S("object"));
    value = tree_object(object, S("additionalProperties"));
    if (s->of != NULL)
        show_ref(value, s->of);
    else
        tree_text(value, S("type"), S("string"));
}

static void show_list(struct tree *object, const struct output_shape *s)
{
    struct tree *items;

    show_type(object, s, S("array"));
    items = tree_object(object, S("items"));
    if (s->of != NULL)
        show_ref(items, s->of);
    else
        tree_text(items, S("type"), S("string"));
}

static void show_shape(struct tree *object, const struct output_shape *s)
{
    switch (s->kind) {
    case OUTPUT_TEXT:
        show_type(object, s, S("string"));
        return;
    case OUTPUT_I64:
        show_number(object, s, NULL);
        return;
    case OUTPUT_MONEY:
        show_number(object, s, "fen");
        return;
    case OUTPUT_MS:
        show_number(object, s, "ms");
        return;
    case OUTPUT_BOOLEAN:
        show_type(object, s, S("boolean"));
        return;
    case OUTPUT_DATE:
        show_date(object, s);
        return;
    case OUTPUT_WORDS:
        show_words(object, s);
        return;
    case OUTPUT_MAP:
        show_map(object, s);
        return;
    case OUTPUT_TREE:
        return;
    case OUTPUT_TEXTS:
    case OUTPUT_LIST:
        show_list(object, s);
        return;
    case OUTPUT_OBJECT:
        show_object(object, s);
        return;
    }
}

void output_schema(const struct output *out, struct tree *object)
{
    struct tree *properties, *required;

    tree_text(object, S("type"), S("object"));
    if (out->fields == NULL)
        return;
    tree_bool(object, S("additionalProperties"), false);
    properties = tree_object(object, S("properties"));
    required = tree_list(object, S("required"));
    for (size_t i = 0; i < out->count; i++) {
        const struct output_field *f = &out->fields[i];
        struct tree *property = tree_object(properties, str_of(f->name));

        tree_text(property, S("title"), str_of(f->en));
        tree_text(property, S("description"), str_of(f->zh));
        show_shape(property, &f->shape);
        if (!f->optional)
            tree_text(required, S(""), str_of(f->name));
    }
}

/* ---- check ---- */

struct checking {
    struct arena *arena;
    str fault;
};

static bool check_object(
    struct checking *c, const struct output *out, const struct tree *t, str path);

static bool fault_at(struct checking *c, str path, const char *what)
{
    c->fault = arena_printf(c->arena, "%.*s %s", STR(path.len > 0 ? path : S("the reply")), what);
    return false;
}

static str path_below(struct checking *c, str path, str name)
{
    if (path.len == 0)
        return name;
    return arena_printf(c->arena, "%.*s.%.*s", STR(path), STR(name));
}

static bool check_date(str text)
{
    struct when_date date;

    return when_parse_date(text, &date);
}

static bool check_text(
    struct checking *c, const struct output_shape *s, const struct tree *t, str path)
{
    if (t->kind != TREE_TEXT)
        return fault_at(c, path, "is no text");
    if (s->or_empty && t->text.len == 0)
        return true;
    if (s->kind == OUTPUT_DATE && !check_date(t->text))
        return fault_at(c, path, "is no date");
    if (s->kind == OUTPUT_WORDS && !str_has_word(str_of(s->words), t->text))
        return fault_at(
            c, path, arena_printf(c->arena, "is none of its words: \"%.*s\"", STR(t->text)).at);
    return true;
}

/* What a list or a map holds: texts, or objects of a table. */
static bool check_element(
    struct checking *c, const struct output *of, const struct tree *t, str path)
{
    if (of != NULL)
        return check_object(c, of, t, path);
    return t->kind == TREE_TEXT || fault_at(c, path, "is no text");
}

static bool check_list(
    struct checking *c, const struct output_shape *s, const struct tree *t, str path)
{
    size_t i = 0;

    if (t->kind != TREE_LIST)
        return fault_at(c, path, "is no list");
    for (const struct tree *item = t->first; item != NULL; item = item->next, i++)
        if (!check_element(c, s->of, item, arena_printf(c->arena, "%.*s[%zu]", STR(path), i)))
            return false;
    return true;
}

static bool check_map(
    struct checking *c, const struct output_shape *s, const struct tree *t, str path)
{
    if (t->kind != TREE_OBJECT)
        return fault_at(c, path, "is no object");
    for (const struct tree *item = t->first; item != NULL; item = item->next)
        if (!check_element(c, s->of, item, path_below(c, path, item->key)))
            return false;
    return true;
}

static bool check_shape(
    struct checking *c, const struct output_shape *s, const struct tree *t, str path)
{
    if (s->or_null && t->kind == TREE_NULL)
        return true;
    switch (s->kind) {
    case OUTPUT_TEXT:
    case OUTPUT_DATE:
    case OUTPUT_WORDS:
        return check_text(c, s, t, path);
    case OUTPUT_I64:
    case OUTPUT_MONEY:
    case OUTPUT_MS:
        return t->kind == TREE_I64 || fault_at(c, path, "is no integer");
    case OUTPUT_BOOLEAN:
        return t->kind == TREE_BOOL || fault_at(c, path, "is no boolean");
    case OUTPUT_TEXTS:
    case OUTPUT_LIST:
        return check_list(c, s, t, path);
    case OUTPUT_MAP:
        return check_map(c, s, t, path);
    case OUTPUT_TREE:
        return true;
    case OUTPUT_OBJECT:
        return check_object(c, s->of, t, path);
    }
    return false;
}

static const struct output_field *find_field(const struct output *out, str name)
{
    for (size_t i = 0; i < out->count; i++)
        if (str_is(name, out->fields[i].name))
            return &out->fields[i];
    return NULL;
}

static bool check_members(
    struct checking *c, const struct output *out, const struct tree *t, str path)
{
    for (const struct tree *m = t->first; m != NULL; m = m->next) {
        const struct output_field *f = find_field(out, m->key);
        str below = path_below(c, path, m->key);

        if (f == NULL)
            return fault_at(c, below, "is not in the table");
        if (tree_get(t, m->key) != m)
            return fault_at(c, below, "is there twice");
        if (!check_shape(c, &f->shape, m, below))
            return false;
    }
    return true;
}

static bool check_object(
    struct checking *c, const struct output *out, const struct tree *t, str path)
{
    if (t->kind != TREE_OBJECT)
        return fault_at(c, path, "is no object");
    if (out->fields == NULL)
        return true;
    if (!check_members(c, out, t, path))
        return false;
    for (size_t i = 0; i < out->count; i++) {
        str name = str_of(out->fields[i].name);

        if (!out->fields[i].optional && tree_get(t, name) == NULL)
            return fault_at(c, path_below(c, path, name), "is missing");
    }
    return true;
}

bool output_check(
    struct arena *a, const struct output *out, const struct tree *reply, str *ret_fault)
{
    struct checking c = {.arena = a};

    if (check_object(&c, out, reply, (str){0}))
        return true;
    *ret_fault = c.fault;
    return false;
}
