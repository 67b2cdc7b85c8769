/* JSON values in an arena. Parsing is jansson's work within its strictest settings; its value is
 * copied over at once, so that nothing of it outlives the call. */
#include "base/tree.h"

#include "base/decimal.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>

#define TREE_DEPTH_MAX 32

struct tree *tree_new(struct arena *a, enum tree_kind kind)
{
    struct tree *t = ARENA_NEW(a, struct tree);

    t->arena = a;
    t->kind = kind;
    return t;
}

static struct tree *tree_add(struct tree *parent, str key, enum tree_kind kind)
{
    assert(parent->kind == TREE_OBJECT || parent->kind == TREE_LIST);

    struct tree *t = tree_new(parent->arena, kind);

    if (parent->kind == TREE_OBJECT)
        t->key = key;
    if (parent->last)
        parent->last->next = t;
    else
        parent->first = t;
    parent->last = t;
    parent->count++;
    return t;
}

struct tree *tree_object(struct tree *parent, str key)
{
    return tree_add(parent, key, TREE_OBJECT);
}

struct tree *tree_list(struct tree *parent, str key)
{
    return tree_add(parent, key, TREE_LIST);
}

void tree_text(struct tree *parent, str key, str value)
{
    tree_add(parent, key, TREE_TEXT)->text = value;
}

void tree_i64(struct tree *parent, str key, int64_t value)
{
    tree_add(parent, key, TREE_I64)->number = value;
}

void tree_bool(struct tree *parent, str key, bool value)
{
    tree_add(parent, key, TREE_BOOL)->number = value;
}

void tree_null(struct tree *parent, str key)
{
    tree_add(parent, key, TREE_NULL);
}

void tree_text_or_null(struct tree *parent, str key, str value)
{
    if (value.len == 0)
        tree_null(parent, key);
    else
        tree_text(parent, key, value);
}

void tree_i64_or_null(struct tree *parent, str key, int64_t value)
{
    if (value > 0)
        tree_i64(parent, key, value);
    else
        tree_null(parent, key);
}

void tree_decimal(struct tree *parent, str key, int64_t units, int places)
{
    tree_add(parent, key, TREE_REAL)->text = decimal_print(parent->arena, units, places);
}

/* Members carry their key with them; a list's elements have none. */
static void copy_content(struct tree *to, const struct tree *from)
{
    to->text = arena_str(to->arena, from->text);
    to->number = from->number;
    to->real = from->real;
    for (const struct tree *t = from->first; t; t = t->next)
        copy_content(tree_add(to, arena_str(to->arena, t->key), t->kind), t);
}

void tree_copy(struct tree *parent, str key, const struct tree *value)
{
    copy_content(tree_add(parent, key, value->kind), value);
}

void tree_copy_into(struct arena *a, const struct tree *value, struct tree **ret)
{
    struct tree *t = tree_new(a, value->kind);

    copy_content(t, value);
    *ret = t;
}

const struct tree *tree_get(const struct tree *object, str key)
{
    if (!object || object->kind != TREE_OBJECT)
        return NULL;
    for (const struct tree *t = object->first; t; t = t->next)
        if (str_eq(t->key, key))
            return t;
    return NULL;
}

str tree_get_text(const struct tree *object, str key)
{
    const struct tree *t = tree_get(object, key);

    return t && t->kind == TREE_TEXT ? t->text : S("");
}

int64_t tree_get_i64(const struct tree *object, str key, int64_t fallback)
{
    const struct tree *t = tree_get(object, key);

    return t && t->kind == TREE_I64 ? t->number : fallback;
}

bool tree_get_bool(const struct tree *object, str key, bool fallback)
{
    const struct tree *t = tree_get(object, key);

    return t && t->kind == TREE_BOOL ? t->number != 0 : fallback;
}

bool tree_to_decimal(const struct tree *t, int places, int64_t *ret)
{
    if (t == NULL || (t->kind != TREE_I64 && t->kind != TREE_REAL))
        return false;
    if (t->kind == TREE_I64)
        return decimal_read(arena_printf(t->arena, "%lld", (long long)t->number), places, ret);
    return decimal_read(
        t->text.len > 0 ? t->text : arena_printf(t->arena, "%.*f", places, t->real), places, ret);
}

static bool needs_escape(char c)
{
    return (unsigned char)c < ' ' || c == '"' || c == '\\';
}

static void print_escape(char c, struct buf *out)
{
    switch (c) {
    case '"':
        buf_add(out, S("\\\""));
        return;
    case '\\':
        buf_add(out, S("\\\\"));
        return;
    case '\n':
        buf_add(out, S("\\n"));
        return;
    case '\r':
        buf_add(out, S("\\r"));
        return;
    case '\t':
        buf_add(out, S("\\t"));
        return;
    default:
        buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

/* Stretches without anything to escape are added whole. */
static void print_text(str text, struct buf *out)
{
    size_t from = 0;

    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (!needs_escape(text.at[i]))
            continue;
        buf_add(out, str_slice(text, from, i - from));
        print_escape(text.at[i], out);
        from = i + 1;
    }
    buf_add(out, str_slice(text, from, SIZE_MAX));
    buf_add_char(out, '"');
}

/* With as few digits as still name exactly this real; the dot keeps it a real when read again. */
static void print_real(const struct tree *t, struct buf *out)
{
    str text = t->text;

    if (text.len > 0) {
        buf_add(out, text);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        text = arena_printf(t->arena, "%.*g", digits, t->real);
        if (strtod(text.at, NULL) == t->real)
            break;
    }
    buf_add(out, text);
    if (!str_has(text, '.') && !str_has(text, 'e'))
        buf_add(out, S(".0"));
}

static void print_members(const struct tree *t, struct buf *out)
{
    bool is_object = t->kind == TREE_OBJECT;

    buf_add_char(out, is_object ? '{' : '[');
    for (const struct tree *member = t->first; member; member = member->next) {
        if (member != t->first)
            buf_add_char(out, ',');
        if (is_object) {
            print_text(member->key, out);
            buf_add_char(out, ':');
        }
        tree_print(member, out);
    }
    buf_add_char(out, is_object ? '}' : ']');
}

void tree_print(const struct tree *t, struct buf *out)
{
    switch (t->kind) {
    case TREE_NULL:
        buf_add(out, S("null"));
        return;
    case TREE_BOOL:
        buf_add(out, t->number ? S("true") : S("false"));
        return;
    case TREE_I64:
        buf_add_i64(out, t->number);
        return;
    case TREE_REAL:
        print_real(t, out);
        return;
    case TREE_TEXT:
        print_text(t->text, out);
        return;
    case TREE_LIST:
    case TREE_OBJECT:
        print_members(t, out);
        return;
    }
}

static void print_line_end(struct buf *out, int depth)
{
    buf_add_char(out, '\n');
    for (int i = 0; i < depth; i++)
        buf_add(out, S("  "));
}

static void print_at_depth(const struct tree *t, struct buf *out, int depth)
{
    bool is_object = t->kind == TREE_OBJECT;

    if ((!is_object && t->kind != TREE_LIST) || t->count == 0) {
        tree_print(t, out);
        return;
    }
    buf_add_char(out, is_object ? '{' : '[');
    for (const struct tree *member = t->first; member; member = member->next) {
        if (member != t->first)
            buf_add_char(out, ',');
        print_line_end(out, depth + 1);
        if (is_object) {
            print_text(member->key, out);
            buf_add(out, S(": "));
        }
        print_at_depth(member, out, depth + 1);
    }
    print_line_end(out, depth);
    buf_add_char(out, is_object ? '}' : ']');
}

void tree_print_lines(const struct tree *t, struct buf *out)
{
    print_at_depth(t, out, 0);
    buf_add_char(out, '\n');
}

str tree_to_json(const struct tree *t)
{
    struct buf out;

    buf_init(&out, t->arena, SIZE_MAX / 2);
    tree_print(t, &out);
    return buf_str(&out);
}

static enum tree_kind kind_of(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return TREE_OBJECT;
    case JSON_ARRAY:
        return TREE_LIST;
    case JSON_STRING:
        return TREE_TEXT;
    case JSON_INTEGER:
        return TREE_I64;
    case JSON_REAL:
        return TREE_REAL;
    case JSON_TRUE:
    case JSON_FALSE:
        return TREE_BOOL;
    case JSON_NULL:
        break;
    }
    return TREE_NULL;
}

static err take_json(struct tree *to, json_t *from, int depth);

static err take_object(struct tree *to, json_t *from, int depth)
{
    const char *key;
    size_t key_len;
    json_t *value;

    json_object_keylen_foreach(from, key, key_len, value)
    {
        str name = arena_str(to->arena, (str){key, key_len});

        TRY(take_json(tree_add(to, name, kind_of(value)), value, depth + 1));
    }
    return OK;
}

static err take_list(struct tree *to, json_t *from, int depth)
{
    size_t i;
    json_t *value;

    json_array_foreach(from, i, value)
    {
        TRY(take_json(tree_add(to, S(""), kind_of(value)), value, depth + 1));
    }
    return OK;
}

/* Fills `to`, whose kind is set. E_INVALID when it is nested too deep. */
static err take_json(struct tree *to, json_t *from, int depth)
{
    bool is_nested = to->kind == TREE_OBJECT || to->kind == TREE_LIST;

    if (is_nested && depth > TREE_DEPTH_MAX)
        return E_INVALID;
    if (to->kind == TREE_OBJECT)
        return take_object(to, from, depth);
    if (to->kind == TREE_LIST)
        return take_list(to, from, depth);
    if (to->kind == TREE_TEXT)
        to->text = arena_str(to->arena, (str){json_string_value(from), json_string_length(from)});
    if (to->kind == TREE_I64)
        to->number = json_integer_value(from);
    if (to->kind == TREE_BOOL)
        to->number = json_is_true(from);
    if (to->kind == TREE_REAL)
        to->real = json_real_value(from);
    return OK;
}

struct taking {
    struct arena *arena;
    json_t *from;
    struct tree *to;
};

static err take_whole(void *arg)
{
    struct taking *t = arg;

    t->to = tree_new(t->arena, kind_of(t->from));
    return take_json(t->to, t->from, 1);
}

err tree_parse(struct arena *a, str json, struct tree **ret, str *ret_fault)
{
    json_error_t fault;
    size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY;
    struct taking t = {.arena = a};

    t.from = json_loadb(json.len > 0 ? json.at : "", json.len, flags, &fault);
    if (!t.from) {
        *ret_fault =
            arena_printf(a, "line %d, column %d: %s", fault.line, fault.column, fault.text);
        return E_INVALID;
    }

    /* Caught here, so that jansson's value is given back even when the arena is full. */
    err result = arena_try(a, take_whole, &t);

    json_decref(t.from);
    if (result == E_INVALID)
        *ret_fault = arena_printf(a, "nested deeper than %d levels", TREE_DEPTH_MAX);
    if (result == OK)
        *ret = t.to;
    return result;
}
