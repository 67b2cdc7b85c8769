/* 权利目录: the kinds of right that the book can hold, their sorts, and what an entry can do. The
 * rows are right.def; whoever needs to know what a kind is like asks its row. */
#pragma once

#include "base/arena.h"

enum registry_family { FAMILY_TITLE, FAMILY_BURDEN, FAMILY_GUARD };
enum registry_line { LINE_NONE, LINE_FIRST, LINE_EFFECTIVE };

struct registry_kind {
    const char *id;
    enum registry_family family;
    enum registry_line line;
    const char *document; /* certificate, proof, none */
    bool bound, blocks, grounded;
    int64_t code; /* QLLX; 0 when none is confirmed */
    const char *zh, *en;
};

/* A family by its name. */
struct registry_family_row {
    const char *id;
    enum registry_family family;
    const char *zh, *en;
};

struct registry_sort {
    const char *kind, *id;
    int64_t code;
    const char *zh, *en;
};

struct registry_effect {
    const char *id;
    bool ends, makes;
    const char *end_state; /* history, ended */
    bool keeps, disposes;
    const char *zh, *en;
};

/* Each ends with a row whose id (or kind) is NULL. */
extern const struct registry_kind registry_kinds[];
extern const struct registry_family_row registry_families[];
extern const struct registry_sort registry_sorts[];
extern const struct registry_effect registry_effects[];
/* Their ids, blank-separated, for tables of input and output. */
extern const char registry_kind_words[], registry_effect_words[];
/* The kinds and the families: what may name rights. */
extern const char registry_right_words[];

/* NULL when there is no such row. */
const struct registry_kind *registry_kind_find(str id);
const struct registry_effect *registry_effect_find(str id);
const struct registry_sort *registry_sort_find(str kind, str id);
/* NULL when it is not the name of a family. */
const struct registry_family_row *registry_family_find(str id);
/* "title", "burden", "guard": as a right's row has it; a family is its own; empty for a word that
 * is neither. */
str registry_family_of(str kind);
bool registry_is_title(str kind);
/* Whether the kind is what the word says: the kind itself, or its family. */
bool registry_kind_is(str kind, str word);
/* The kinds that the word stands for, blank-separated: one, or those of a family. */
str registry_kinds_of(struct arena *a, str word);
/* The sort that a right of this kind has unless said; empty when the kind has no sorts. */
str registry_sort_usual(str kind);
