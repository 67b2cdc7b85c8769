/* Nodes into a scene, by tables of fields: which keys there are, of what form, where they go. A new
 * key of a scene file is a new row here. */
#include "base/buf.h"
#include "base/when.h"
#include "scene/scene_internal.h"

#include <stddef.h>
#include <string.h>

#define ID_MAX_BYTES 40
#define LIST_MAX_BYTES 2048
#define AMOUNT_MAX INT64_C(1000000000000000)

enum field_kind {
    FIELD_ID,      /* str */
    FIELD_TEXT,    /* str, max characters */
    FIELD_I64,     /* int64_t, min to max */
    FIELD_BOOLEAN, /* bool */
    FIELD_DATE,    /* str */
    FIELD_WORD,    /* str, one of words */
    FIELD_WORDS,   /* str, blank-separated, some of words */
    FIELD_IDS,     /* str * and size_t, at most max */
    FIELD_MAP,     /* what `of` says, in the same struct from offset on */
    FIELD_ITEMS,   /* array and size_t of what `of` says, min to max */
};

struct field {
    const char *key;
    enum field_kind kind;
    bool required;
    int64_t min, max;
    size_t offset, count_offset;
    const struct scene_word *words;
    const struct shape *of;
};

/* A map of the file. An item of a list begins with its id and knows its node. */
struct shape {
    size_t fields_count;
    const struct field *fields;
    size_t size, node_offset;
};

#define SHAPE(rows) COUNT(rows), rows, 0, 0
#define ITEM(rows, type) COUNT(rows), rows, sizeof(type), offsetof(type, node)
#define AT(type, member) .offset = offsetof(type, member)
#define MANY(type, member)                                                                         \
    .offset = offsetof(type, member), .count_offset = offsetof(type, member##_count)

static const struct field short_fields[] = {
    {"zh", FIELD_TEXT, true, 1, 100, AT(struct scene_text, zh)},
    {"en", FIELD_TEXT, true, 1, 200, AT(struct scene_text, en)},
};
static const struct shape short_text = {SHAPE(short_fields)};
static const struct field long_fields[] = {
    {"zh", FIELD_TEXT, true, 1, 500, AT(struct scene_text, zh)},
    {"en", FIELD_TEXT, true, 1, 1000, AT(struct scene_text, en)},
};
static const struct shape long_text = {SHAPE(long_fields)};

static const struct field time_fields[] = {
    {"promise_minutes", FIELD_I64, true, 1, 14400, AT(struct scene, promise_minutes)},
    {"statutory_days", FIELD_I64, true, 1, 30, AT(struct scene, statutory_days)},
    {"valid_from", FIELD_DATE, true, 0, 0, AT(struct scene, valid_from)},
    {"valid_to", FIELD_DATE, false, 0, 0, AT(struct scene, valid_to)},
};
static const struct shape time_shape = {SHAPE(time_fields)};

static const struct field place_fields[] = {
    {"channels", FIELD_WORDS, true, 1, 9, AT(struct scene, channels), .words = scene_channels},
    {"offices", FIELD_WORDS, true, 1, 9, AT(struct scene, offices), .words = scene_offices},
};
static const struct shape place_shape = {SHAPE(place_fields)};

static const struct field act_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_act, id)},
    {"register_type", FIELD_I64, true, 100, 900, AT(struct scene_act, register_type)},
    {"right", FIELD_ID, true, 0, 0, AT(struct scene_act, right_kind)},
    {"effect", FIELD_ID, true, 0, 0, AT(struct scene_act, effect)},
    {"sort", FIELD_ID, false, 0, 0, AT(struct scene_act, sort)},
    {"certificate", FIELD_ID, true, 0, 0, AT(struct scene_act, certificate)},
    {"takers", FIELD_IDS, false, 1, 9, MANY(struct scene_act, takers)},
    {"givers", FIELD_IDS, false, 1, 9, MANY(struct scene_act, givers)},
    {"assess", FIELD_WORD, false, 0, 0, AT(struct scene_act, assess), .words = scene_assessments},
    {"from", FIELD_WORD, false, 0, 0, AT(struct scene_act, from), .words = scene_bases_of},
    {"keeps_place", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_act, keeps_place)},
    {"on", FIELD_WORD, false, 0, 0, AT(struct scene_act, on), .words = scene_pages},
    {"becomes", FIELD_ID, false, 0, 0, AT(struct scene_act, becomes)},
    {"first", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_act, first)},
    {"optional", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_act, optional)},
};
static const struct shape act_shape = {ITEM(act_fields, struct scene_act)};

static const struct field event_fields[] = {
    {"register_type", FIELD_I64, true, 100, 900, AT(struct scene, register_type)},
    {"right", FIELD_ID, true, 0, 0, AT(struct scene, right_kind)},
    {"effect", FIELD_ID, true, 0, 0, AT(struct scene, effect)},
    {"sort", FIELD_ID, false, 0, 0, AT(struct scene, sort)},
    {"certificate", FIELD_ID, true, 0, 0, AT(struct scene, certificate)},
    {"basis", FIELD_WORD, false, 0, 0, AT(struct scene, basis), .words = scene_bases},
    {"sides", FIELD_WORD, false, 0, 0, AT(struct scene, sides), .words = scene_sides_rows},
    {"new_unit", FIELD_BOOLEAN, false, 0, 0, AT(struct scene, new_unit)},
    {"closes", FIELD_BOOLEAN, false, 0, 0, AT(struct scene, closes)},
    {"base", FIELD_WORD, false, 0, 0, AT(struct scene, base), .words = scene_bases_of},
    {"divides", FIELD_WORD, false, 0, 0, AT(struct scene, divides), .words = scene_divisions},
    {"also", FIELD_ITEMS, false, 1, 8, MANY(struct scene, also), .of = &act_shape},
};
static const struct shape event_shape = {SHAPE(event_fields)};

static const struct field link_fields[] = {
    {"assess", FIELD_WORD, true, 0, 0, AT(struct scene, assess), .words = scene_assessments},
    {"one_officer", FIELD_BOOLEAN, true, 0, 0, AT(struct scene, one_officer)},
};
static const struct shape link_shape = {SHAPE(link_fields)};

static const struct field people_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_people, id)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene_people, text), .of = &short_text},
    {"side", FIELD_WORD, true, 0, 0, AT(struct scene_people, side), .words = scene_sides},
    {"kinds", FIELD_WORDS, true, 1, 2, AT(struct scene_people, kinds), .words = scene_persons},
    {"min", FIELD_I64, true, 0, 40, AT(struct scene_people, min)},
    {"max", FIELD_I64, false, 1, 40, AT(struct scene_people, max)},
    {"holds", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, holds)},
    {"shares", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, shares)},
    {"owns", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, owns)},
    {"absent", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, absent)},
    {"among", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, among)},
    {"both_sides", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_people, both_sides)},
};
static const struct shape people_shape = {ITEM(people_fields, struct scene_people)};

static const struct field choice_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_choice, id)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene_choice, text), .of = &short_text},
};
static const struct shape choice_shape = {ITEM(choice_fields, struct scene_choice)};

static const struct field ask_when_fields[] = {
    {"ask", FIELD_ID, true, 0, 0, AT(struct scene_ask, when_ask)},
    {"is", FIELD_TEXT, true, 1, ID_MAX_BYTES, AT(struct scene_ask, when_is)},
};
static const struct shape ask_when = {SHAPE(ask_when_fields)};
static const struct field ask_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_ask, id)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene_ask, text), .of = &short_text},
    {"why", FIELD_MAP, false, 0, 0, AT(struct scene_ask, why), .of = &long_text},
    {"kind", FIELD_WORD, true, 0, 0, AT(struct scene_ask, kind), .words = scene_ask_kinds},
    {"required", FIELD_BOOLEAN, true, 0, 0, AT(struct scene_ask, required)},
    {"min", FIELD_I64, false, 0, AMOUNT_MAX, AT(struct scene_ask, min)},
    {"max", FIELD_I64, false, 1, AMOUNT_MAX, AT(struct scene_ask, max)},
    {"choices", FIELD_ITEMS, false, 1, 20, MANY(struct scene_ask, options), .of = &choice_shape},
    {"when", FIELD_MAP, false, 0, 0, .of = &ask_when},
};
static const struct shape ask_shape = {ITEM(ask_fields, struct scene_ask)};

static const struct field paper_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_paper, id)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene_paper, text), .of = &short_text},
    {"required", FIELD_BOOLEAN, true, 0, 0, AT(struct scene_paper, required)},
    {"share", FIELD_ID, false, 0, 0, AT(struct scene_paper, share)},
    {"receives", FIELD_WORDS, true, 1, 9, AT(struct scene_paper, receives),
        .words = scene_receivers},
};
static const struct shape paper_shape = {ITEM(paper_fields, struct scene_paper)};

static const struct field step_when_fields[] = {
    {"ask", FIELD_ID, true, 0, 0, AT(struct scene_step, when_ask)},
    {"is", FIELD_TEXT, true, 1, ID_MAX_BYTES, AT(struct scene_step, when_is)},
};
static const struct shape step_when = {SHAPE(step_when_fields)};
static const struct field step_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_step, id)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene_step, text), .of = &short_text},
    {"kind", FIELD_WORD, true, 0, 0, AT(struct scene_step, kind), .words = scene_step_kinds},
    {"needs", FIELD_IDS, false, 1, SCENE_STEPS_MAX, MANY(struct scene_step, needs)},
    {"role", FIELD_WORD, false, 0, 0, AT(struct scene_step, role), .words = scene_roles},
    {"department", FIELD_ID, false, 0, 0, AT(struct scene_step, department)},
    {"share", FIELD_ID, false, 0, 0, AT(struct scene_step, share)},
    {"essential", FIELD_BOOLEAN, false, 0, 0, AT(struct scene_step, essential)},
    {"clock_minutes", FIELD_I64, false, 1, 14400, AT(struct scene_step, clock_minutes)},
    {"days", FIELD_I64, false, 1, 250, AT(struct scene_step, days)},
    {"when", FIELD_MAP, false, 0, 0, .of = &step_when},
};
static const struct shape step_shape = {ITEM(step_fields, struct scene_step)};

static const struct field gift_fields[] = {
    {"to", FIELD_ID, true, 0, 0, AT(struct scene_gift, to)},
    {"from", FIELD_ID, true, 0, 0, AT(struct scene_gift, from)},
};
static const struct shape gift_shape = {ITEM(gift_fields, struct scene_gift)};
static const struct field source_fields[] = {
    {"id", FIELD_ID, true, 0, 0, AT(struct scene_source, id)},
    {"by", FIELD_ID, true, 0, 0, AT(struct scene_source, by)},
    {"department", FIELD_ID, true, 0, 0, AT(struct scene_source, department)},
    {"share", FIELD_ID, true, 0, 0, AT(struct scene_source, share)},
    {"gives", FIELD_ITEMS, true, 1, 20, MANY(struct scene_source, gives), .of = &gift_shape},
};
static const struct shape source_shape = {ITEM(source_fields, struct scene_source)};

static const struct field scene_fields[] = {
    {"scene", FIELD_ID, true, 0, 0, AT(struct scene, id)},
    {"version", FIELD_I64, true, 1, 9999, AT(struct scene, version)},
    {"name", FIELD_MAP, true, 0, 0, AT(struct scene, name), .of = &short_text},
    {"about", FIELD_MAP, true, 0, 0, AT(struct scene, about), .of = &long_text},
    {"topic", FIELD_WORD, true, 0, 0, AT(struct scene, topic), .words = scene_topics},
    {"time", FIELD_MAP, true, 0, 0, .of = &time_shape},
    {"place", FIELD_MAP, true, 0, 0, .of = &place_shape},
    {"people", FIELD_ITEMS, true, 1, 20, MANY(struct scene, people), .of = &people_shape},
    {"event", FIELD_MAP, true, 0, 0, .of = &event_shape},
    {"link", FIELD_MAP, true, 0, 0, .of = &link_shape},
    {"asks", FIELD_ITEMS, false, 1, 100, MANY(struct scene, asks), .of = &ask_shape},
    {"papers", FIELD_ITEMS, false, 1, 60, MANY(struct scene, papers), .of = &paper_shape},
    {"steps", FIELD_ITEMS, true, 1, SCENE_STEPS_MAX, MANY(struct scene, steps), .of = &step_shape},
    {"prefill", FIELD_ITEMS, false, 1, SCENE_SOURCES_MAX, MANY(struct scene, sources),
        .of = &source_shape},
};
static const struct shape scene_shape = {SHAPE(scene_fields)};

_Static_assert(offsetof(struct scene_people, id) == 0 && offsetof(struct scene_ask, id) == 0 &&
                   offsetof(struct scene_paper, id) == 0 && offsetof(struct scene_step, id) == 0 &&
                   offsetof(struct scene_choice, id) == 0 && offsetof(struct scene_gift, to) == 0 &&
                   offsetof(struct scene_source, id) == 0 && offsetof(struct scene_act, id) == 0,
    "items begin with their id");

/* One value on its way from the file into a struct. */
struct value {
    struct scene_reading *r;
    const struct field *field;
    const struct scene_node *node;
    str path; /* steps.pay.role */
    char *into;
};

static void blame(const struct value *v, enum scene_fault_id id, str with_b)
{
    scene_blame(v->r, id, v->node->key_line, v->path, with_b);
}

static bool is_of_kind(const struct value *v, enum scene_node_kind kind)
{
    static const enum scene_fault_id faults[] = {[SCENE_NODE_WORD] = SCENE_WANT_WORD,
        [SCENE_NODE_LIST] = SCENE_WANT_LIST,
        [SCENE_NODE_MAP] = SCENE_WANT_MAP};

    if (v->node->kind == kind)
        return true;
    if (v->node->kind != SCENE_NODE_BAD)
        blame(v, faults[kind], (str){0});
    return false;
}

static bool is_id(str s)
{
    if (s.len > ID_MAX_BYTES || s.len == 0 || s.at[0] < 'a' || s.at[0] > 'z')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_')
            return false;
    }
    return true;
}

static str read_id(const struct value *v)
{
    if (!is_of_kind(v, SCENE_NODE_WORD))
        return (str){0};
    if (v->node->text.len == 0)
        blame(v, SCENE_TEXT_EMPTY, (str){0});
    else if (!is_id(v->node->text))
        blame(v, SCENE_WANT_ID, v->node->text);
    else
        return v->node->text;
    return (str){0};
}

static str read_text(const struct value *v)
{
    str s = str_trim(v->node->text);

    if (!is_of_kind(v, SCENE_NODE_WORD))
        return (str){0};
    if (s.len == 0)
        blame(v, SCENE_TEXT_EMPTY, (str){0});
    else if ((int64_t)str_utf8_length(s) > v->field->max)
        blame(v, SCENE_TEXT_LONG, scene_number(v->r->arena, v->field->max));
    else
        return s;
    return (str){0};
}

static int64_t read_i64(const struct value *v)
{
    int64_t n;

    if (!is_of_kind(v, SCENE_NODE_WORD))
        return 0;
    if (v->node->plain && str_to_i64(v->node->text, &n) && n >= v->field->min && n <= v->field->max)
        return n;
    blame(v, SCENE_WANT_NUMBER,
        arena_printf(v->r->arena, "%lld–%lld", (long long)v->field->min, (long long)v->field->max));
    return 0;
}

static bool read_boolean(const struct value *v)
{
    bool is_true = str_is(v->node->text, "true");

    if (!is_of_kind(v, SCENE_NODE_WORD))
        return false;
    if (!v->node->plain || (!is_true && !str_is(v->node->text, "false")))
        blame(v, SCENE_WANT_BOOLEAN, (str){0});
    return is_true;
}

static str read_date(const struct value *v)
{
    struct when_date date;

    if (!is_of_kind(v, SCENE_NODE_WORD))
        return (str){0};
    if (when_parse_date(v->node->text, &date))
        return v->node->text;
    blame(v, SCENE_WANT_DATE, (str){0});
    return (str){0};
}

static str read_word(const struct value *v)
{
    if (!is_of_kind(v, SCENE_NODE_WORD))
        return (str){0};
    if (scene_word_find(v->field->words, v->node->text) != NULL)
        return v->node->text;
    blame(v, SCENE_WANT_ONE_OF, scene_words_list(v->r->arena, v->field->words));
    return (str){0};
}

static bool list_fits(const struct value *v)
{
    if (!is_of_kind(v, SCENE_NODE_LIST))
        return false;
    if ((int64_t)v->node->count < v->field->min)
        blame(v, SCENE_LIST_EMPTY, (str){0});
    if ((int64_t)v->node->count > v->field->max)
        blame(v, SCENE_LIST_LONG, scene_number(v->r->arena, v->field->max));
    return (int64_t)v->node->count <= v->field->max;
}

/* The element as a value of its own: its line, the list's path. */
static struct value element_of(const struct value *list, const struct scene_node *node)
{
    struct value v = *list;

    v.node = node;
    return v;
}

static str read_words(const struct value *v)
{
    str list = {0};

    if (!list_fits(v))
        return list;
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next) {
        struct value item = element_of(v, n);
        str word = read_word(&item);

        if (word.len > 0 && str_has_word(list, word))
            blame(&item, SCENE_LIST_TWICE, word);
        else if (word.len > 0)
            list =
                list.len == 0 ? word : arena_printf(v->r->arena, "%.*s %.*s", STR(list), STR(word));
    }
    return list;
}

static void read_ids(const struct value *v, str **ret, size_t *ret_count)
{
    size_t count = 0;
    str *ids;

    if (!list_fits(v))
        return;
    ids = ARENA_MANY(v->r->arena, v->node->count, str);
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next) {
        struct value item = element_of(v, n);
        str id = read_id(&item);

        if (id.len > 0 && str_is_among(ids, count, id))
            blame(&item, SCENE_LIST_TWICE, id);
        else if (id.len > 0)
            ids[count++] = id;
    }
    *ret = ids;
    *ret_count = count;
}

static void read_map(const struct value *v, const struct shape *shape);

static str item_path(const struct value *list, const struct scene_node *node, size_t number)
{
    const struct scene_node *id =
        node->kind == SCENE_NODE_MAP ? scene_node_get(node, S("id")) : NULL;

    if (id != NULL && id->kind == SCENE_NODE_WORD && is_id(id->text))
        return arena_printf(list->r->arena, "%.*s.%.*s", STR(list->path), STR(id->text));
    return arena_printf(list->r->arena, "%.*s.%zu", STR(list->path), number);
}

static void refuse_twice(const struct value *item, const char *items, size_t size)
{
    str id = *(str *)item->into;

    for (const char *at = items; at < item->into; at += size)
        if (id.len > 0 && str_eq(*(const str *)at, id))
            blame(item, SCENE_ID_TWICE, id);
}

static void read_items(const struct value *v, size_t *ret_count)
{
    const struct shape *shape = v->field->of;
    size_t count = 0;
    char *items;

    if (!list_fits(v))
        return;
    items = arena_take_many(v->r->arena, v->node->count, shape->size);
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next) {
        struct value item = element_of(v, n);

        item.path = item_path(v, n, count + 1);
        item.into = items + count++ * shape->size;
        *(const struct scene_node **)(item.into + shape->node_offset) = n;
        read_map(&item, shape);
        refuse_twice(&item, items, shape->size);
    }
    memcpy(v->into, &items, sizeof(items)); /* the member has its own pointer type */
    *ret_count = count;
}

static void read_field(const struct value *v, char *base)
{
    switch (v->field->kind) {
    case FIELD_ID:
        *(str *)v->into = read_id(v);
        return;
    case FIELD_TEXT:
        *(str *)v->into = read_text(v);
        return;
    case FIELD_I64:
        *(int64_t *)v->into = read_i64(v);
        return;
    case FIELD_BOOLEAN:
        *(bool *)v->into = read_boolean(v);
        return;
    case FIELD_DATE:
        *(str *)v->into = read_date(v);
        return;
    case FIELD_WORD:
        *(str *)v->into = read_word(v);
        return;
    case FIELD_WORDS:
        *(str *)v->into = read_words(v);
        return;
    case FIELD_IDS:
        read_ids(v, (str **)v->into, (size_t *)(base + v->field->count_offset));
        return;
    case FIELD_MAP:
        read_map(v, v->field->of);
        return;
    case FIELD_ITEMS:
        read_items(v, (size_t *)(base + v->field->count_offset));
        return;
    }
}

static str join_path(struct arena *a, str path, str key)
{
    return path.len == 0 ? key : arena_printf(a, "%.*s.%.*s", STR(path), STR(key));
}

static bool has_key(const struct shape *shape, str key)
{
    for (size_t i = 0; i < shape->fields_count; i++)
        if (str_is(key, shape->fields[i].key))
            return true;
    return false;
}

static str keys_list(struct arena *a, const struct shape *shape)
{
    struct buf b;

    buf_init(&b, a, LIST_MAX_BYTES);
    for (size_t i = 0; i < shape->fields_count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : ", ", shape->fields[i].key);
    return buf_str(&b);
}

static void refuse_unknown(const struct value *v, const struct shape *shape)
{
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next)
        if (!has_key(shape, n->key))
            scene_blame(v->r, SCENE_KEY_UNKNOWN, n->key_line,
                join_path(v->r->arena, v->path, n->key), keys_list(v->r->arena, shape));
}

static void read_map(const struct value *v, const struct shape *shape)
{
    if (!is_of_kind(v, SCENE_NODE_MAP))
        return;
    refuse_unknown(v, shape);
    for (size_t i = 0; i < shape->fields_count; i++) {
        const struct field *f = &shape->fields[i];
        struct value member = {v->r, f, scene_node_get(v->node, str_of(f->key)),
            join_path(v->r->arena, v->path, str_of(f->key)), v->into + f->offset};

        if (member.node != NULL)
            read_field(&member, v->into);
        else if (f->required)
            scene_blame(v->r, SCENE_KEY_MISSING, v->path.len == 0 ? 0 : v->node->key_line,
                member.path, (str){0});
    }
}

static str join_choices(struct arena *a, const struct scene_ask *ask)
{
    struct buf b;

    buf_init(&b, a, LIST_MAX_BYTES);
    for (size_t i = 0; i < ask->options_count; i++) {
        if (i > 0)
            buf_add_char(&b, ' ');
        buf_add(&b, ask->options[i].id);
    }
    return buf_str(&b);
}

void scene_read(struct scene_reading *r, const struct scene_node *root, struct scene *ret)
{
    struct value v = {r, NULL, root, (str){0}, (char *)ret};

    if (root->kind != SCENE_NODE_MAP) {
        scene_blame(r, SCENE_WANT_MAP, root->line, r->file, (str){0});
        return;
    }
    ret->node = root;
    read_map(&v, &scene_shape);
    if (str_is(ret->certificate, "none"))
        ret->certificate = (str){0};
    if (ret->basis.len == 0)
        ret->basis = str_of(scene_bases[0].id);
    if (ret->sides.len == 0)
        ret->sides = str_of(scene_sides_rows[0].id);
    scene_put_acts(r->arena, ret);
    for (size_t i = 0; i < ret->asks_count; i++)
        ret->asks[i].choices = join_choices(r->arena, &ret->asks[i]);
    for (size_t i = 0; i < ret->steps_count; i++) {
        struct scene_step *step = &ret->steps[i];
        const struct scene_role *role = scene_role_find(step->role);

        if (str_is(step->kind, "review") && step->department.len == 0 && role != NULL)
            step->department = str_of(role->department);
    }
}
