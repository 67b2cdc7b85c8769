/* YAML into nodes that know their lines. libyaml's events are read directly, because a fault that
 * is found later (a step that nobody leads to) must still name its line, and because anchors, tags
 * and duplicate keys have to be seen to be refused. */
#include "scene/scene_internal.h"

#include <yaml.h>

#define DEPTH_MAX 8

struct yaml_run {
    struct scene_reading *r;
    str yaml;
    yaml_parser_t parser;
    yaml_event_t event;
    bool broken; /* a fault after which nothing can be read */
    struct scene_node *root;
};

static str of_yaml(const yaml_char_t *at)
{
    return str_of((const char *)at);
}

static int64_t line_now(const struct yaml_run *run)
{
    return (int64_t)run->event.start_mark.line + 1;
}

static int64_t line_at(str s, size_t offset)
{
    int64_t line = 1;

    for (size_t i = 0; i < offset && i < s.len; i++)
        line += s.at[i] == '\n';
    return line;
}

/* A reader's fault (a control character) has an offset; all others have a mark. */
static void blame_syntax(struct yaml_run *run)
{
    const yaml_parser_t *p = &run->parser;
    int64_t line = p->error == YAML_READER_ERROR ? line_at(run->yaml, p->problem_offset)
                                                 : (int64_t)p->problem_mark.line + 1;

    scene_blame(run->r, SCENE_YAML_WRONG, line, str_of(p->problem), (str){0});
    run->broken = true;
}

static bool next_event(struct yaml_run *run)
{
    yaml_event_delete(&run->event);
    if (!run->broken && yaml_parser_parse(&run->parser, &run->event) == 0)
        blame_syntax(run);
    return !run->broken;
}

static void refuse_marks(struct yaml_run *run, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        scene_blame(run->r, SCENE_YAML_ANCHOR, line_now(run), of_yaml(anchor), (str){0});
    if (tag != NULL)
        scene_blame(run->r, SCENE_YAML_TAG, line_now(run), of_yaml(tag), (str){0});
}

static struct scene_node *new_node(struct yaml_run *run, enum scene_node_kind kind)
{
    struct scene_node *node = ARENA_NEW(run->r->arena, struct scene_node);

    node->kind = kind;
    node->line = node->key_line = line_now(run);
    return node;
}

static void append(struct scene_node *parent, struct scene_node *child)
{
    if (parent->last == NULL)
        parent->first = child;
    else
        parent->last->next = child;
    parent->last = child;
    parent->count++;
}

static struct scene_node *read_word(struct yaml_run *run)
{
    struct scene_node *node = new_node(run, SCENE_NODE_WORD);
    str value = {(const char *)run->event.data.scalar.value, run->event.data.scalar.length};

    refuse_marks(run, run->event.data.scalar.anchor, run->event.data.scalar.tag);
    node->text = arena_str(run->r->arena, value);
    node->plain = run->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return node;
}

static struct scene_node *read_value(struct yaml_run *run, int depth);

static struct scene_node *read_list(struct yaml_run *run, int depth)
{
    struct scene_node *node = new_node(run, SCENE_NODE_LIST);

    refuse_marks(run, run->event.data.sequence_start.anchor, run->event.data.sequence_start.tag);
    while (next_event(run) && run->event.type != YAML_SEQUENCE_END_EVENT)
        append(node, read_value(run, depth + 1));
    return node;
}

static void append_member(
    struct yaml_run *run, struct scene_node *map, const struct scene_node *key, int depth)
{
    const struct scene_node *before;
    struct scene_node *value;

    if (!next_event(run))
        return;
    value = read_value(run, depth + 1);
    if (key->kind != SCENE_NODE_WORD) {
        if (key->kind != SCENE_NODE_BAD)
            scene_blame(run->r, SCENE_YAML_KEY_ODD, key->line, (str){0}, (str){0});
        return;
    }
    value->key = key->text;
    value->key_line = key->line;
    before = scene_node_get(map, key->text);
    if (before == NULL)
        append(map, value);
    else
        scene_blame(run->r, SCENE_YAML_KEY_TWICE, key->line, key->text,
            arena_printf(run->r->arena, "%lld", (long long)before->key_line));
}

static struct scene_node *read_map(struct yaml_run *run, int depth)
{
    struct scene_node *node = new_node(run, SCENE_NODE_MAP);

    refuse_marks(run, run->event.data.mapping_start.anchor, run->event.data.mapping_start.tag);
    while (next_event(run) && run->event.type != YAML_MAPPING_END_EVENT)
        append_member(run, node, read_value(run, depth + 1), depth);
    return node;
}

static struct scene_node *read_value(struct yaml_run *run, int depth)
{
    if (depth > DEPTH_MAX) {
        scene_blame(run->r, SCENE_YAML_DEEP, line_now(run),
            arena_printf(run->r->arena, "%d", DEPTH_MAX), (str){0});
        run->broken = true;
        return new_node(run, SCENE_NODE_BAD);
    }
    switch (run->event.type) {
    case YAML_SCALAR_EVENT:
        return read_word(run);
    case YAML_SEQUENCE_START_EVENT:
        return read_list(run, depth);
    case YAML_MAPPING_START_EVENT:
        return read_map(run, depth);
    default: /* an alias: nothing else may stand where a value does */
        scene_blame(run->r, SCENE_YAML_ANCHOR, line_now(run), of_yaml(run->event.data.alias.anchor),
            (str){0});
        return new_node(run, SCENE_NODE_BAD);
    }
}

/* Runs under arena_try: a jump out of it leaves the parser to its owner. */
static err read_file(void *arg)
{
    struct yaml_run *run = arg;

    while (next_event(run) && run->event.type != YAML_STREAM_END_EVENT) {
        if (run->event.type == YAML_STREAM_START_EVENT ||
            run->event.type == YAML_DOCUMENT_END_EVENT)
            continue;
        if (run->event.type == YAML_DOCUMENT_START_EVENT && run->root == NULL)
            continue;
        if (run->root != NULL) {
            scene_blame(run->r, SCENE_YAML_DOCUMENTS, line_now(run), (str){0}, (str){0});
            return OK;
        }
        run->root = read_value(run, 1);
    }
    return OK;
}

err scene_yaml(struct scene_reading *r, str yaml, struct scene_node **ret)
{
    struct yaml_run run = {.r = r, .yaml = yaml};
    err e;

    if (yaml_parser_initialize(&run.parser) == 0)
        return E_FAULT;
    yaml_parser_set_encoding(&run.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&run.parser, (const unsigned char *)yaml.at, yaml.len);
    e = arena_try(r->arena, read_file, &run);
    yaml_event_delete(&run.event);
    yaml_parser_delete(&run.parser);
    TRY(e);
    /* What stands behind a syntax fault is not known, so nothing more is said of the file. */
    *ret = run.broken ? NULL : run.root;
    return OK;
}
