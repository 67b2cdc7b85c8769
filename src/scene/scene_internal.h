/* What the files of this folder share: the words of scene.def and its faults. */
#pragma once

#include "scene/scene_file.h"

#define SCENE_STEPS_MAX 64 /* a set of steps is one 64-bit word */

/* A row of scene.def with its words. */
struct scene_word {
    const char *id;
    const char *zh, *en;
};

struct scene_kind {
    const char *id;
    bool human, may_when, may_end;
    const char *zh, *en;
};

struct scene_role {
    const char *id, *department, *zh, *en;
};

struct scene_link {
    const char *kind, *department, *share, *zh, *en;
};

/* What the registry can do with a kind of right, or with each kind of a family, and who applies. */
struct scene_event {
    int64_t register_type;
    const char *right, *effect;
    bool document;       /* what proves the right is made out */
    bool giver, taker;   /* who must take part when both sides apply */
    const char *zh, *en; /* {a} stands for the right */
};

/* A source of a draft, and what it is asked by. */
struct scene_offer {
    const char *department, *share, *param, *zh, *en;
};

/* A member that a source can give, and what it may fill. */
struct scene_given {
    const char *department, *share, *member, *kind;
};

/* Each ends with a row whose id is NULL. */
extern const struct scene_word scene_topics[], scene_channels[], scene_offices[], scene_sides[],
    scene_persons[], scene_ask_kinds[], scene_assessments[], scene_receivers[], scene_step_kinds[],
    scene_roles[], scene_departments[], scene_keys[], scene_bases[], scene_sides_rows[],
    scene_bases_of[], scene_divisions[], scene_pages[];
extern const struct scene_kind scene_kinds[];
extern const struct scene_role scene_role_rows[];
extern const struct scene_link scene_links[];
extern const struct scene_event scene_events[];
extern const struct scene_offer scene_offers[];
extern const struct scene_given scene_givens[];

const struct scene_word *scene_word_find(const struct scene_word *words, str id);
const struct scene_kind *scene_kind_find(str id);
const struct scene_role *scene_role_find(str id);
const struct scene_link *scene_link_find(const struct scene_step *step);
/* The answers that a `when` may wait for: of a choice its ids, of a boolean true and false. */
str scene_answers_of(const struct scene_ask *ask);
/* The registration that an act asks for; NULL when the registry knows none such. */
const struct scene_event *scene_act_event(const struct scene_act *act);
/* The same of the scene's event. */
const struct scene_event *scene_event_of(const struct scene *s);
/* "window, online, bank" */
str scene_words_list(struct arena *a, const struct scene_word *words);
str scene_number(struct arena *a, int64_t n);
/* `template` with {a} and {b} replaced. */
str scene_fill(struct arena *a, const char *template, str with_a, str with_b);

enum scene_fault_id {
#define FAULT(name, zh, en) SCENE_##name,
#include "scene/scene.def"
#undef FAULT
    SCENE_FAULTS_COUNT
};

/* Notes a fault; `a` and `b` fill the sentence. */
void scene_blame(
    struct scene_reading *r, enum scene_fault_id id, int64_t line, str with_a, str with_b);
/* Nodes to a scene, by the field tables: keys, types, words. */
void scene_read(struct scene_reading *r, const struct scene_node *root, struct scene *ret);
/* The entries in their order: those that come first, the event, the rest. */
void scene_put_acts(struct arena *a, struct scene *s);
/* What the parts of a scene must be to each other. Orders the steps topologically. */
void scene_check(struct scene_reading *r, struct scene *s);
void scene_show_sources(const struct scene *s, struct tree *list);
void scene_check_sources(struct scene_reading *r, const struct scene *s);
void scene_check_steps(struct scene_reading *r, struct scene *s);
