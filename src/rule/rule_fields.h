/* Tables of fields: which keys a map of a rules file has, of what form, where they go. */
#pragma once

#include "rule/rule_internal.h"

#include <stddef.h>

enum rule_form {
    FORM_ID,      /* const char *, capitals */
    FORM_WORD,    /* str, one of words, or any lower-case word when there are none */
    FORM_WORDS,   /* str, blank-separated: one word or a list of them */
    FORM_TEXT,    /* const char * */
    FORM_STR,     /* str */
    FORM_DATE,    /* str */
    FORM_BOOLEAN, /* bool */
    FORM_NUMBER,  /* int64_t, from 1 */
    FORM_TEXTS,   /* {zh, en} into two const char * side by side */
    FORM_ITEMS,   /* array and size_t, each read by `item` */
    FORM_NODE     /* const struct scene_node *, read later */
};

struct rule_key {
    const char *name;
    enum rule_form form;
    bool required;
    size_t offset, count_offset;
    const char *words;
    size_t item_size;
    void (*item)(struct scene_reading *r, const struct scene_node *node, void *into);
};

void rule_read_map(struct scene_reading *r, const struct scene_node *map,
    const struct rule_key *keys, size_t count, void *into);
