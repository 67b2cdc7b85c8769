/* YAML as nodes that know their lines, and the collecting of faults in line order: for scene files
 * and for whatever else is written in the same careful YAML. Refused: anchors, tags, duplicate
 * keys, several documents, more than eight levels. */
#pragma once

#include "scene/scene.h"

enum scene_node_kind {
    SCENE_NODE_WORD,
    SCENE_NODE_LIST,
    SCENE_NODE_MAP,
    SCENE_NODE_BAD, /* refused already: whoever reads it says nothing more */
};

struct scene_node {
    enum scene_node_kind kind;
    str key; /* within the parent map */
    str text;
    bool plain; /* a word without quotes */
    int64_t key_line, line;
    struct scene_node *first, *last, *next;
    size_t count;
};

struct scene_reading {
    struct arena *arena;
    str file;
    struct scene_fault *faults; /* in line order */
    size_t count;
};

/* What a fault says; {a} and {b} stand for what is named. */
struct scene_sentence {
    const char *id, *zh, *en;
};
void scene_blame_as(
    struct scene_reading *r, const struct scene_sentence *s, int64_t line, str with_a, str with_b);
/* The line of `key` within a map, or of the map itself when it has no such key. */
int64_t scene_line_of(const struct scene_node *map, const char *key);
const struct scene_node *scene_node_get(const struct scene_node *map, str key);

/* YAML to nodes. *ret is NULL when nothing can be read. E_TOO_LARGE: the arena is full. */
MUST_CHECK err scene_yaml(struct scene_reading *r, str yaml, struct scene_node **ret);
/* The same for a file that is no more than 64 KiB of UTF-8 and says something; what is wrong with
 * it in this is blamed too, and *ret is NULL then. */
MUST_CHECK err scene_file_read(struct scene_reading *r, str yaml, struct scene_node **ret);
