/* What the files of this folder share: the words of rule.def, cases, and the collecting of faults.
 */
#pragma once

#include "rule/rule.h"
#include "scene/scene_file.h"

struct rule_word {
    const char *id, *zh, *en;
};

/* What one run of a condition has found. */
struct rule_found {
    str field, detail;
    struct rule_found *next;
};

/* One rule on one subject. */
struct rule_run {
    struct arena *arena;
    const struct rule_row *row;
    const struct rule_subject *subject;
    struct rule_found *first, *last;
};

struct rule_atom {
    const char *id;
    void (*look)(struct rule_run *run);
    unsigned needs;
    const char *zh, *en;
};

struct rule_exemption {
    const char *id;
    bool (*holds)(const struct rule_subject *subject);
    const char *zh, *en;
};

struct rule_param_row {
    const char *atom, *name, *values, *fallback, *zh, *en;
};

/* Each ends with a row whose id (atom) is NULL. */
extern const struct rule_word rule_moments[], rule_weights[];
extern const struct rule_atom rule_atoms[];
extern const struct rule_exemption rule_exemptions[];
extern const struct rule_param_row rule_params[];

struct rule_case {
    struct rule_subject subject;
    bool finds;    /* as written */
    str says;      /* a detail that must be found; empty: any */
    bool exempted; /* found, and an exemption holds */
    int64_t line;
};

/* Whether the words name this kind of right, or its family. */
bool rule_names_right(str words, str right);
/* The value of a parameter, or its fallback. */
str rule_param_value(const struct rule_row *row, const char *name);
/* Runs the condition alone; the caller has asked rule_holds. */
void rule_look(struct rule_run *run);
bool rule_is_exempt(const struct rule_row *row, const struct rule_subject *subject);
/* "unit, certificate, land" of a blank-separated list. */
str rule_words_list(struct arena *a, str words);

enum rule_fault_id {
#define FAULT(name, zh, en) RULE_##name,
#include "rule/rule.def"
#undef FAULT
    RULE_FAULTS_COUNT
};

void rule_blame(
    struct scene_reading *r, enum rule_fault_id id, int64_t line, str with_a, str with_b);

/* Nodes to rows, by field tables. */
void rule_read(struct scene_reading *r, const struct scene_node *root, struct rule_book *ret);
/* A case's node to what the rule will look at. */
void rule_read_case(struct scene_reading *r, const struct scene_node *node, struct rule_case *ret);
