/* Inputs read by their field tables: every fault at once, so that whoever sent it puts everything
 * right in one go. The same tables give the JSON Schema of the API document. */
#include "base/input.h"

#include "base/ids.h"
#include "base/when.h"

#define RULE RULE_DEFINE
#include "base/input.def"
#undef RULE

/* Of a name that is not ours no more than this is repeated to the sender. */
#define UNKNOWN_BYTES_MAX 60

struct reading {
    struct ctx *ctx;
    size_t faults;
};

/* One value and where it stands. */
struct place {
    const struct input_field *field;
    const struct tree *value;
    str path;
    void *to;
};

static void read_object(
    struct reading *r, const struct input *in, const struct tree *body, str path, char *to);

static void add_fault(struct reading *r, const struct rule *rule, str path, str detail)
{
    if (r->faults++ < INPUT_FAULTS_MAX)
        why_add(r->ctx, rule, path, detail);
}

static str label_of(const struct reading *r, const struct input_field *f)
{
    return str_of(r->ctx->english ? f->en : f->zh);
}

static void fault_here(struct reading *r, const struct rule *rule, const struct place *p)
{
    add_fault(r, rule, p->path, label_of(r, p->field));
}

/* The label with what is allowed: "电话 1..20". */
static void fault_of_bounds(struct reading *r, const struct rule *rule, const struct place *p)
{
    str label = label_of(r, p->field);

    add_fault(r, rule, p->path,
        arena_printf(r->ctx->arena, "%.*s %lld..%lld", STR(label), (long long)p->field->min,
            (long long)p->field->max));
}

static str path_below(struct reading *r, str path, str name)
{
    if (path.len == 0)
        return name;
    return arena_printf(r->ctx->arena, "%.*s.%.*s", STR(path), STR(name));
}

/* Control characters have no place in a name or a number; a longer text may have lines. */
static bool has_controls(str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7F)
            return true;
    }
    return false;
}

static bool form_is_valid(enum input_kind kind, str s)
{
    struct when_date date;

    switch (kind) {
    case INPUT_date:
        return when_parse_date(s, &date);
    case INPUT_id:
        return id_in_region_is_valid(s);
    case INPUT_unit:
        return id_unit_code_is_valid(s);
    default:
        return !has_controls(s);
    }
}

static void read_text(struct reading *r, const struct place *p)
{
    str *to = p->to;

    if (p->value->kind != TREE_TEXT) {
        fault_here(r, &INPUT_TYPE, p);
        return;
    }

    int64_t length = (int64_t)str_utf8_length(p->value->text);
    bool is_bounded = p->field->kind == INPUT_text;

    *to = p->value->text;
    if (is_bounded && (length < p->field->min || length > p->field->max))
        fault_of_bounds(r, &INPUT_LENGTH, p);
    if (!form_is_valid(p->field->kind, *to))
        fault_here(r, &INPUT_FORM, p);
}

static void read_number(struct reading *r, const struct place *p)
{
    int64_t number = p->value->number;
    bool is_text_number =
        p->value->kind == TREE_TEXT && str_to_i64(str_trim(p->value->text), &number);

    if (p->value->kind != TREE_I64 && !is_text_number) {
        fault_here(r, &INPUT_TYPE, p);
        return;
    }
    *(int64_t *)p->to = number;
    if (number < p->field->min || number > p->field->max)
        fault_of_bounds(r, &INPUT_RANGE, p);
}

static void read_boolean(struct reading *r, const struct place *p)
{
    bool is_true =
        p->value->kind == TREE_BOOL ? p->value->number != 0 : str_is(p->value->text, "true");

    if (p->value->kind != TREE_BOOL && !is_true && !str_is(p->value->text, "false"))
        fault_here(r, &INPUT_TYPE, p);
    *(bool *)p->to = is_true;
}

static void read_one(struct reading *r, const struct place *p)
{
    const struct input *of = p->field->of;
    struct input_list *list = p->to;

    list->count = 1;
    list->items = arena_take(r->ctx->arena, of->size);
    read_object(r, of, p->value, p->path, list->items);
}

static void read_list(struct reading *r, const struct place *p)
{
    const struct input *of = p->field->of;
    struct input_list *list = p->to;
    int64_t count = (int64_t)p->value->count;
    size_t i = 0;

    if (p->value->kind != TREE_LIST) {
        fault_here(r, &INPUT_TYPE, p);
        return;
    }
    if (count < p->field->min)
        fault_of_bounds(r, &INPUT_TOO_FEW, p);
    /* What is too long is not read, so that the bound also bounds the work. */
    if (count > p->field->max) {
        fault_of_bounds(r, &INPUT_TOO_MANY, p);
        return;
    }
    list->count = p->value->count;
    list->items = arena_take_many(r->ctx->arena, list->count + 1, of->size);
    for (const struct tree *item = p->value->first; item; item = item->next, i++)
        read_object(r, of, item, arena_printf(r->ctx->arena, "%.*s[%zu]", STR(p->path), i),
            (char *)list->items + i * of->size);
}

static void read_value(struct reading *r, const struct place *p)
{
    switch (p->field->kind) {
    case INPUT_text:
    case INPUT_date:
    case INPUT_id:
    case INPUT_unit:
        read_text(r, p);
        return;
    case INPUT_i64:
    case INPUT_money:
        read_number(r, p);
        return;
    case INPUT_boolean:
        read_boolean(r, p);
        return;
    case INPUT_tree:
        tree_copy_into(r->ctx->arena, p->value, p->to);
        return;
    case INPUT_list:
        if (p->field->max == INPUT_ONE)
            read_one(r, p);
        else
            read_list(r, p);
        return;
    }
}

static bool is_required(const struct input_field *f)
{
    return !f->optional && !(f->kind == INPUT_text && f->min == 0);
}

/* A form sends an empty text for what was not filled in. */
static bool is_left_out(const struct tree *value)
{
    return !value || value->kind == TREE_NULL || (value->kind == TREE_TEXT && value->text.len == 0);
}

static bool has_field(const struct input *in, str name)
{
    for (size_t i = 0; i < in->count; i++)
        if (str_is(name, in->fields[i].name))
            return true;
    return false;
}

/* The beginning of a name that the sender made up, cut between characters. */
static str clip(str name)
{
    size_t len = name.len;

    if (len <= UNKNOWN_BYTES_MAX)
        return name;
    len = UNKNOWN_BYTES_MAX;
    while (len > 0 && ((unsigned char)name.at[len] & 0xC0) == 0x80)
        len--;
    return str_slice(name, 0, len);
}

static void check_unknown(
    struct reading *r, const struct input *in, const struct tree *body, str path)
{
    for (const struct tree *t = body->first; t && r->faults < INPUT_FAULTS_MAX; t = t->next)
        if (!has_field(in, t->key))
            add_fault(r, &INPUT_UNKNOWN, path_below(r, path, clip(t->key)), S(""));
}

static void read_object(
    struct reading *r, const struct input *in, const struct tree *body, str path, char *to)
{
    if (body->kind != TREE_OBJECT) {
        add_fault(r, &INPUT_TYPE, path, S(""));
        return;
    }
    check_unknown(r, in, body, path);
    for (size_t i = 0; i < in->count; i++) {
        const struct input_field *f = &in->fields[i];
        str name = str_of(f->name);
        struct place p = {f, tree_get(body, name), path_below(r, path, name), to + f->offset};

        if (!is_left_out(p.value))
            read_value(r, &p);
        else if (is_required(f))
            fault_here(r, &INPUT_MISSING, &p);
    }
}

err input_parse(struct ctx *ctx, const struct input *in, const struct tree *body, void **ret)
{
    struct reading r = {.ctx = ctx};
    void *to = arena_take(ctx->arena, in->size);

    if (!body)
        body = tree_new(ctx->arena, TREE_OBJECT);
    read_object(&r, in, body, S(""), to);
    if (r.faults > 0)
        return E_INVALID;
    *ret = to;
    return OK;
}

static void show_pattern(struct tree *object, const char *pattern)
{
    tree_text(object, S("type"), S("string"));
    tree_text(object, S("pattern"), str_of(pattern));
}

static void show_bounds(struct tree *object, const struct input_field *f)
{
    bool is_text = f->kind == INPUT_text;
    bool is_list = f->kind == INPUT_list;

    tree_i64(object, is_text ? S("minLength") : is_list ? S("minItems") : S("minimum"), f->min);
    tree_i64(object, is_text ? S("maxLength") : is_list ? S("maxItems") : S("maximum"), f->max);
}

static void show_field(const struct input_field *f, struct tree *object)
{
    tree_text(object, S("title"), str_of(f->en));
    tree_text(object, S("description"), str_of(f->zh));
    switch (f->kind) {
    case INPUT_text:
        tree_text(object, S("type"), S("string"));
        show_bounds(object, f);
        return;
    case INPUT_date:
        tree_text(object, S("type"), S("string"));
        tree_text(object, S("format"), S("date"));
        return;
    case INPUT_id:
        show_pattern(object, "^[1-9][0-9]{5}[0-9A-HJKMNP-TV-Z]{16}$");
        return;
    case INPUT_unit:
        show_pattern(object, "^[0-9]{12}[GJZ][A-Z][0-9]{5}(W0{8}|[FLQ][0-9]{8})$");
        return;
    case INPUT_i64:
    case INPUT_money:
        tree_text(object, S("type"), S("integer"));
        tree_text(object, S("format"), S("int64"));
        show_bounds(object, f);
        return;
    case INPUT_boolean:
        tree_text(object, S("type"), S("boolean"));
        return;
    case INPUT_tree:
        return;
    case INPUT_list:
        if (f->max == INPUT_ONE) {
            input_schema(f->of, object);
            return;
        }
        tree_text(object, S("type"), S("array"));
        show_bounds(object, f);
        input_schema(f->of, tree_object(object, S("items")));
        return;
    }
}

void input_schema(const struct input *in, struct tree *object)
{
    tree_text(object, S("type"), S("object"));
    tree_bool(object, S("additionalProperties"), false);

    struct tree *properties = tree_object(object, S("properties"));
    struct tree *required = tree_list(object, S("required"));

    for (size_t i = 0; i < in->count; i++) {
        str name = str_of(in->fields[i].name);

        show_field(&in->fields[i], tree_object(properties, name));
        if (is_required(&in->fields[i]))
            tree_text(required, S(""), name);
    }
}
