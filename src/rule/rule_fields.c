/* Maps of a rules file into structs, by tables of fields. */
#include "rule/rule_fields.h"

#include "base/buf.h"
#include "base/when.h"

#include <string.h>

#define NAME_MAX_BYTES 40
#define TEXT_MAX_CHARACTERS 500
#define LIST_MAX_BYTES 2048

/* One value on its way from the file into a struct. */
struct value {
    struct scene_reading *r;
    const struct rule_key *key;
    const struct scene_node *node;
    char *base; /* the struct that holds it */
};

static void blame(const struct value *v, enum rule_fault_id id, str with_b)
{
    rule_blame(v->r, id, v->node->key_line, str_of(v->key->name), with_b);
}

static bool is_word(const struct value *v)
{
    if (v->node->kind == SCENE_NODE_WORD && str_trim(v->node->text).len > 0)
        return true;
    if (v->node->kind == SCENE_NODE_WORD)
        blame(v, RULE_TEXT_EMPTY, (str){0});
    else if (v->node->kind != SCENE_NODE_BAD)
        blame(v, RULE_WANT_WORD, (str){0});
    return false;
}

static bool is_name(str s, char first, char last, char also)
{
    if (s.len == 0 || s.len > NAME_MAX_BYTES || s.at[0] < first || s.at[0] > last)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];

        if ((c < first || c > last) && !char_is_digit(c) && c != '_' && c != also)
            return false;
    }
    return true;
}

static str read_one_word(const struct value *v)
{
    str words = str_of(v->key->words);

    if (!is_word(v))
        return (str){0};
    if (words.len == 0 ? is_name(v->node->text, 'a', 'z', '-') : str_has_word(words, v->node->text))
        return v->node->text;
    if (words.len == 0)
        blame(v, RULE_WANT_NAME, (str){0});
    else
        blame(v, RULE_WANT_ONE_OF, rule_words_list(v->r->arena, words));
    return (str){0};
}

static str read_words(const struct value *v)
{
    str list = {0};

    if (v->node->kind != SCENE_NODE_LIST)
        return read_one_word(v);
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next) {
        struct value item = *v;
        str word;

        item.node = n;
        word = read_one_word(&item);
        list = list.len == 0 ? word : arena_printf(v->r->arena, "%.*s %.*s", STR(list), STR(word));
    }
    if (v->node->first == NULL)
        blame(v, RULE_TEXT_EMPTY, (str){0});
    return list;
}

static str read_text(const struct value *v)
{
    str s = str_trim(v->node->text);

    if (!is_word(v))
        return S("");
    if (str_utf8_length(s) > TEXT_MAX_CHARACTERS)
        blame(v, RULE_TEXT_LONG, (str){0});
    return arena_str(v->r->arena, s);
}

static str read_id(const struct value *v)
{
    if (!is_word(v))
        return S("");
    if (!is_name(v->node->text, 'A', 'Z', '_'))
        rule_blame(v->r, RULE_WANT_ID, v->node->key_line, v->node->text, (str){0});
    return arena_str(v->r->arena, v->node->text);
}

static str read_date(const struct value *v)
{
    struct when_date date;

    if (!is_word(v) || when_parse_date(v->node->text, &date))
        return v->node->text;
    blame(v, RULE_WANT_DATE, (str){0});
    return (str){0};
}

static bool read_boolean(const struct value *v)
{
    if (is_word(v) && !str_has_word(S("true false"), v->node->text))
        blame(v, RULE_WANT_BOOLEAN, (str){0});
    return str_is(v->node->text, "true");
}

static int64_t read_number(const struct value *v)
{
    int64_t n = 0;

    if (is_word(v) && (!str_to_i64(v->node->text, &n) || n < 1))
        blame(v, RULE_WANT_NUMBER, (str){0});
    return n;
}

static bool is_kind(const struct value *v, enum scene_node_kind kind)
{
    if (v->node->kind == kind)
        return true;
    if (v->node->kind != SCENE_NODE_BAD)
        blame(v, kind == SCENE_NODE_LIST ? RULE_WANT_LIST : RULE_WANT_MAP, (str){0});
    return false;
}

static void read_texts(const struct value *v, const char **ret)
{
    static const struct rule_key languages[] = {
        {.name = "zh", .form = FORM_STR}, {.name = "en", .form = FORM_STR}};

    if (!is_kind(v, SCENE_NODE_MAP))
        return;
    for (size_t i = 0; i < COUNT(languages); i++) {
        const struct scene_node *node = scene_node_get(v->node, str_of(languages[i].name));
        struct value text = {v->r, &languages[i], node, NULL};

        if (node != NULL)
            ret[i] = read_text(&text).at;
        else
            rule_blame(v->r, RULE_KEY_MISSING, v->node->key_line,
                arena_printf(v->r->arena, "%s.%s", v->key->name, languages[i].name), (str){0});
    }
}

static void read_items(const struct value *v)
{
    size_t *count = (size_t *)(void *)(v->base + v->key->count_offset);
    char *items;

    if (!is_kind(v, SCENE_NODE_LIST))
        return;
    items = arena_take_many(v->r->arena, v->node->count + 1, v->key->item_size);
    for (const struct scene_node *n = v->node->first; n != NULL; n = n->next)
        v->key->item(v->r, n, items + (*count)++ * v->key->item_size);
    memcpy(v->base + v->key->offset, &items, sizeof(items)); /* the member has its own type */
}

static void read_value(const struct value *v)
{
    void *into = v->base + v->key->offset;

    switch (v->key->form) {
    case FORM_ID:
        *(const char **)into = read_id(v).at;
        return;
    case FORM_TEXT:
        *(const char **)into = read_text(v).at;
        return;
    case FORM_STR:
        *(str *)into = read_text(v);
        return;
    case FORM_WORD:
        *(str *)into = read_one_word(v);
        return;
    case FORM_WORDS:
        *(str *)into = read_words(v);
        return;
    case FORM_DATE:
        *(str *)into = read_date(v);
        return;
    case FORM_BOOLEAN:
        *(bool *)into = read_boolean(v);
        return;
    case FORM_NUMBER:
        *(int64_t *)into = read_number(v);
        return;
    case FORM_TEXTS:
        read_texts(v, into);
        return;
    case FORM_ITEMS:
        read_items(v);
        return;
    case FORM_NODE:
        *(const struct scene_node **)into = v->node;
        return;
    }
}

static bool has_key(const struct rule_key *keys, size_t count, str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(name, keys[i].name))
            return true;
    return false;
}

static str keys_list(struct arena *a, const struct rule_key *keys, size_t count)
{
    struct buf b;

    buf_init(&b, a, LIST_MAX_BYTES);
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%s", i == 0 ? "" : ", ", keys[i].name);
    return buf_str(&b);
}

void rule_read_map(struct scene_reading *r, const struct scene_node *map,
    const struct rule_key *keys, size_t count, void *into)
{
    if (map->kind != SCENE_NODE_MAP) {
        if (map->kind != SCENE_NODE_BAD)
            rule_blame(r, RULE_WANT_MAP, map->line, map->key, (str){0});
        return;
    }
    for (const struct scene_node *n = map->first; n != NULL; n = n->next)
        if (!has_key(keys, count, n->key))
            rule_blame(r, RULE_KEY_UNKNOWN, n->key_line, n->key, keys_list(r->arena, keys, count));
    for (size_t i = 0; i < count; i++) {
        struct value v = {r, &keys[i], scene_node_get(map, str_of(keys[i].name)), into};

        if (v.node != NULL)
            read_value(&v);
        else if (keys[i].required)
            rule_blame(r, RULE_KEY_MISSING, map->line, str_of(keys[i].name), (str){0});
    }
}

str rule_words_list(struct arena *a, str words)
{
    str list = {0};

    while (words.len > 0) {
        str word = str_cut(&words, ' ');

        if (word.len > 0)
            list = list.len == 0 ? word : arena_printf(a, "%.*s, %.*s", STR(list), STR(word));
    }
    return list;
}
