/* Levels, reasons, channels, outcomes and states in both languages, out of rating.def. */
#include "rating/rating_store.h"

OUTPUT_TABLE(rating_level_out, RATING_LEVEL_OUT)
OUTPUT_TABLE(rating_tag_out, RATING_TAG_OUT)
OUTPUT_TABLE(rating_word_out, RATING_WORD_OUT)
OUTPUT_TABLE(rating_words_out, RATING_WORDS_OUT)

struct word {
    const char *id, *code, *zh, *en;
};

static const struct {
    int64_t level;
    const char *zh, *en;
} levels[] = {
#define LEVEL(level, zh, en) {level, zh, en},
#include "rating/rating.def"
#undef LEVEL
};

static const struct {
    const char *id, *code, *levels, *zh, *en;
} tags[] = {
#define TAG(id, code, levels, zh, en) {id, code, levels, zh, en},
#include "rating/rating.def"
#undef TAG
};

static const struct word ways[] = {
#define WAY(id, pf, zh, en) {id, pf, zh, en},
#include "rating/rating.def"
#undef WAY
};

static const struct word outcomes[] = {
#define OUTCOME(id, zh, en) {id, "", zh, en},
#include "rating/rating.def"
#undef OUTCOME
};

static const struct word states[] = {
#define RATING_WORD(id, zh, en) {id, "", zh, en},
#include "rating/rating.def"
#undef RATING_WORD
};

void rating_show_state(str state, struct tree *o)
{
    tree_text(o, S("state"), state);
    for (size_t i = 0; i < COUNT(states); i++) {
        if (!str_is(state, states[i].id))
            continue;
        tree_text(o, S("state_zh"), str_of(states[i].zh));
        tree_text(o, S("state_en"), str_of(states[i].en));
    }
}

static void show_words(const struct word *words, size_t count, struct tree *list)
{
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("id"), str_of(words[i].id));
        tree_text(o, S("code"), str_of(words[i].code));
        tree_text(o, S("zh"), str_of(words[i].zh));
        tree_text(o, S("en"), str_of(words[i].en));
    }
}

static void show_tags(struct tree *list)
{
    for (size_t i = 0; i < COUNT(tags); i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("reason"), str_of(tags[i].id));
        tree_text(o, S("code"), str_of(tags[i].code));
        tree_text(o, S("levels"), str_of(tags[i].levels));
        tree_text(o, S("zh"), str_of(tags[i].zh));
        tree_text(o, S("en"), str_of(tags[i].en));
    }
}

err rating_words(struct ctx *ctx, const void *in, struct tree *out)
{
    struct tree *list = tree_list(out, S("levels"));

    (void)ctx;
    (void)in;
    for (size_t i = 0; i < COUNT(levels); i++) {
        struct tree *o = tree_object(list, S(""));

        tree_i64(o, S("level"), levels[i].level);
        tree_bool(o, S("bad"), levels[i].level <= RATING_BAD);
        tree_text(o, S("zh"), str_of(levels[i].zh));
        tree_text(o, S("en"), str_of(levels[i].en));
    }
    show_tags(tree_list(out, S("reasons")));
    show_words(ways, COUNT(ways), tree_list(out, S("channels")));
    show_words(outcomes, COUNT(outcomes), tree_list(out, S("outcomes")));
    show_words(states, COUNT(states), tree_list(out, S("states")));
    return OK;
}
