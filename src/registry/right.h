/* 权利目录: the kinds of right that the book can hold, their sorts, and what an entry can do. The
 * rows are right.def; whoever needs to know what a kind is like asks its row. */
#pragma once

#include "base/base.h"

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
extern const struct registry_sort registry_sorts[];
extern const struct registry_effect registry_effects[];
/* Their ids, blank-separated, for tables of input and output. */
extern const char registry_kind_words[], registry_effect_words[];

/* NULL when there is no such row. */
const struct registry_kind *registry_kind_find(str id);
const struct registry_effect *registry_effect_find(str id);
const struct registry_sort *registry_sort_find(str kind, str id);
/* "title", "burden", "guard": as a right's row has it; empty for an unknown kind. */
str registry_family_of(str kind);
bool registry_is_title(str kind);
/* The sort that a right of this kind has unless said; empty when the kind has no sorts. */
str registry_sort_usual(str kind);
