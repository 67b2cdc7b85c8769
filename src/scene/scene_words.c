/* The words of scene.def as tables, and the sentences made from them. */
#include "base/buf.h"
#include "scene/scene_internal.h"

#define WORD(id, zh, en) {id, zh, en},
#define WORDS_END                                                                                  \
    {                                                                                              \
        NULL, NULL, NULL                                                                           \
    }

const struct scene_word scene_topics[] = {
#define TOPIC WORD
#include "scene/scene.def"
#undef TOPIC
    WORDS_END};
const struct scene_word scene_channels[] = {
#define CHANNEL WORD
#include "scene/scene.def"
#undef CHANNEL
    WORDS_END};
const struct scene_word scene_offices[] = {
#define OFFICE WORD
#include "scene/scene.def"
#undef OFFICE
    WORDS_END};
const struct scene_word scene_sides[] = {
#define SIDE WORD
#include "scene/scene.def"
#undef SIDE
    WORDS_END};
const struct scene_word scene_persons[] = {
#define PERSON WORD
#include "scene/scene.def"
#undef PERSON
    WORDS_END};
const struct scene_word scene_ask_kinds[] = {
#define ASK WORD
#include "scene/scene.def"
#undef ASK
    WORDS_END};
const struct scene_word scene_assessments[] = {
#define ASSESS WORD
#include "scene/scene.def"
#undef ASSESS
    WORDS_END};
const struct scene_word scene_receivers[] = {
#define RECEIVER WORD
#include "scene/scene.def"
#undef RECEIVER
    WORDS_END};
const struct scene_word scene_step_kinds[] = {
#define KIND(id, human, may_when, may_end, zh, en) {id, zh, en},
#include "scene/scene.def"
#undef KIND
    WORDS_END};
const struct scene_word scene_roles[] = {
#define ROLE(id, department, zh, en) {id, zh, en},
#include "scene/scene.def"
#undef ROLE
    WORDS_END};

const struct scene_word scene_departments[] = {
#define DEPARTMENT WORD
#include "scene/scene.def"
#undef DEPARTMENT
    WORDS_END};
const struct scene_word scene_keys[] = {
#define KEY WORD
#include "scene/scene.def"
#undef KEY
    WORDS_END};
const struct scene_word scene_bases[] = {
#define BASIS WORD
#include "scene/scene.def"
#undef BASIS
    WORDS_END};
const struct scene_word scene_divisions[] = {
#define DIVIDES WORD
#include "scene/scene.def"
#undef DIVIDES
    WORDS_END};
const struct scene_word scene_bases_of[] = {
#define BASE WORD
#include "scene/scene.def"
#undef BASE
    WORDS_END};
const struct scene_word scene_pages[] = {
#define PAGE WORD
#include "scene/scene.def"
#undef PAGE
    WORDS_END};
const struct scene_word scene_sides_rows[] = {
#define SIDES WORD
#include "scene/scene.def"
#undef SIDES
    WORDS_END};

const struct scene_kind scene_kinds[] = {
#define KIND(id, human, may_when, may_end, zh, en) {id, human, may_when, may_end, zh, en},
#include "scene/scene.def"
#undef KIND
    {0}};
const struct scene_role scene_role_rows[] = {
#define ROLE(id, department, zh, en) {id, department, zh, en},
#include "scene/scene.def"
#undef ROLE
    {0}};
const struct scene_link scene_links[] = {
#define LINK(kind, department, share, zh, en) {kind, department, share, zh, en},
#include "scene/scene.def"
#undef LINK
    {0}};
const struct scene_event scene_events[] = {
#define EVENT(type, right, effect, document, giver, taker, zh, en)                                 \
    {type, right, effect, document, giver, taker, zh, en},
#include "scene/scene.def"
#undef EVENT
    {0}};

const struct scene_offer scene_offers[] = {
#define SOURCE(department, share, param, zh, en) {department, share, param, zh, en},
#include "scene/scene.def"
#undef SOURCE
    {0}};
const struct scene_given scene_givens[] = {
#define GIVES(department, share, member, kind) {department, share, member, kind},
#include "scene/scene.def"
#undef GIVES
    {0}};

#define SENTENCE_MAX_BYTES 8192

static struct scene_text text_of(const char *zh, const char *en)
{
    return (struct scene_text){str_of(zh), str_of(en)};
}

struct scene_text scene_department_text(str department)
{
    const struct scene_word *w = scene_word_find(scene_departments, department);

    return w != NULL ? text_of(w->zh, w->en) : text_of(NULL, NULL);
}

struct scene_text scene_share_text(str department, str share)
{
    for (const struct scene_link *l = scene_links; l->kind != NULL; l++)
        if (str_is(department, l->department) && str_is(share, l->share))
            return text_of(l->zh, l->en);
    for (const struct scene_offer *o = scene_offers; o->department != NULL; o++)
        if (str_is(department, o->department) && str_is(share, o->share))
            return text_of(o->zh, o->en);
    return text_of(NULL, NULL);
}

const struct scene_word *scene_word_find(const struct scene_word *words, str id)
{
    for (; words->id != NULL; words++)
        if (str_is(id, words->id))
            return words;
    return NULL;
}

const struct scene_kind *scene_kind_find(str id)
{
    for (const struct scene_kind *k = scene_kinds; k->id != NULL; k++)
        if (str_is(id, k->id))
            return k;
    return NULL;
}

const struct scene_role *scene_role_find(str id)
{
    for (const struct scene_role *role = scene_role_rows; role->id != NULL; role++)
        if (str_is(id, role->id))
            return role;
    return NULL;
}

str scene_words_list(struct arena *a, const struct scene_word *words)
{
    struct buf b;

    buf_init(&b, a, SENTENCE_MAX_BYTES);
    for (const struct scene_word *w = words; w->id != NULL; w++) {
        if (w != words)
            buf_add(&b, S(", "));
        buf_add_z(&b, w->id);
    }
    return buf_str(&b);
}

str scene_number(struct arena *a, int64_t n)
{
    return arena_printf(a, "%lld", (long long)n);
}

str scene_fill(struct arena *a, const char *template, str with_a, str with_b)
{
    str rest = str_of(template);
    struct buf b;

    buf_init(&b, a, SENTENCE_MAX_BYTES);
    while (rest.len > 0) {
        bool is_a = str_starts(rest, S("{a}")), is_b = str_starts(rest, S("{b}"));

        if (is_a || is_b)
            buf_add(&b, is_a ? with_a : with_b);
        else
            buf_add_char(&b, rest.at[0]);
        rest = str_slice(rest, is_a || is_b ? 3 : 1, rest.len);
    }
    return buf_str(&b);
}
