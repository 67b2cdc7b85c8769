/* A file of YAML as nodes that know their lines, and faults in line order: what scenes are read
 * from, and other folders' files that an official writes. */
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

/* Reads a file. *ret is NULL when nothing can be read of it; then, and whenever the file has what
 * an official would not expect (anchors, tags, duplicate keys, several documents, more than
 * 64 KiB), *ret_faults says it. E_TOO_LARGE when the arena cannot hold it. */
MUST_CHECK err scene_file_read(
    struct arena *a, str file, str yaml, struct scene_node **ret, struct scene_fault **ret_faults);
const struct scene_node *scene_node_get(const struct scene_node *map, str key);
/* The line of `key` within a map, or of the map itself when it has no such key. */
int64_t scene_line_of(const struct scene_node *map, const char *key);
/* Puts a fault into the list, in line order. Its reasons are templates, zero-terminated, in which
 * {a} and {b} stand for what is named. */
void scene_fault_put(struct arena *a, struct scene_fault **list, const struct scene_fault *fault,
    str with_a, str with_b);
