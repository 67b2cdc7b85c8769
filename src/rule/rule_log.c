/* The log of what rules found, and the pool drawn from it. */
#include "rule/rule_log.h"

#include "base/crypto.h"
#include "base/ids.h"
#include "db/db.h"
#include "place/city.h"
#include "rule/rule_internal.h"

#define RULE RULE_DEFINE
#include "rule/rule.def"
#undef RULE
#define INPUT_HERE struct rule_hits_in
INPUT_TABLE(rule_hits_in, RULE_HITS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rule_samples_in
INPUT_TABLE(rule_samples_in, RULE_SAMPLES_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rule_mark_in
INPUT_TABLE(rule_mark_in, RULE_MARK_IN)
#undef INPUT_HERE
OUTPUT_TABLE(rule_hit_out, RULE_HIT_OUT)
OUTPUT_TABLE(rule_hits_out, RULE_HITS_OUT)

#define SAMPLES_LIMIT 50
#define PERCENT 100

bool rule_reason_get(const struct tree *reasons, str rule, struct rule_reason *ret)
{
    const struct tree *given = reasons != NULL ? tree_get(reasons, rule) : NULL;

    *ret = (struct rule_reason){0};
    if (given == NULL)
        return false;
    if (given->kind == TREE_TEXT)
        *ret = (struct rule_reason){S("other"), str_trim(given->text)};
    else if (given->kind == TREE_OBJECT)
        *ret = (struct rule_reason){
            tree_get_text(given, S("code")), str_trim(tree_get_text(given, S("words")))};
    return ret->code.len > 0 && ret->words.len > 0;
}

bool rule_is_drawn(struct arena *a, str seed, str key, int64_t percent)
{
    uint8_t hash[CRYPTO_SHA256_BYTES];
    uint32_t number = 0;

    crypto_sha256(arena_printf(a, "%.*s/%.*s", STR(seed), STR(key)), hash);
    for (size_t i = 0; i < sizeof(number); i++)
        number = number << 8 | hash[i];
    return (int64_t)((uint64_t)number * PERCENT >> 32) < percent;
}

static const char *outcome_of(const struct finding *f, bool has_reason, bool before)
{
    if (f->rule->severity == SEVERITY_INFORM || (f->rule->severity == SEVERITY_REASON && before))
        return "shown";
    return f->rule->severity == SEVERITY_REASON && has_reason ? "passed" : "stopped";
}

/* What was passed is drawn where it was passed; the rest only of what came into the book, once. */
static bool draws(
    struct ctx *ctx, str filing, const struct finding *f, enum rule_moment moment, bool passed)
{
    str key = arena_printf(ctx->arena, "%.*s/%s", STR(filing), f->rule->id);

    if (passed || moment != RULE_RECORD || f->rule->severity != SEVERITY_INFORM)
        return passed;
    return rule_is_drawn(ctx->arena, ctx->city->sample_seed, key, ctx->city->sample_percent);
}

err rule_log(struct ctx *ctx, str filing, enum rule_moment moment, const struct tree *reasons)
{
    int64_t seq = 0;

    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next) {
        str id = str_of(f->rule->id);
        struct rule_reason reason;
        bool has = rule_reason_get(reasons, id, &reason);
        bool before = reasons != NULL && tree_get_bool(reasons, id, false);
        const char *outcome = outcome_of(f, has, before);
        bool passed = str_is(str_of(outcome), "passed");

        if (rule_row_of(ctx->city->rules, f->rule) == NULL)
            continue;
        TRY(db_put(ctx, SQL_rule_hit_add, text(ctx->region),
            text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)), text(filing), i64(seq++),
            text(id), text(str_of(rule_moments[moment].id)), text(str_of(outcome)), text(f->field),
            text(f->detail), text(ctx->who.staff), text(passed ? reason.code : (str){0}),
            text(passed ? reason.words : (str){0}), i64(ctx->now_ms),
            text(draws(ctx, filing, f, moment, passed) ? S("open") : (str){0})));
    }
    return OK;
}

static void show_hit(struct db_row *row, struct tree *o)
{
    tree_text(o, S("hit"), take_text(row));
    tree_text(o, S("filing"), take_text(row));
    tree_text(o, S("rule"), take_text(row));
    tree_text(o, S("moment"), take_text(row));
    tree_text(o, S("outcome"), take_text(row));
    tree_text(o, S("field"), take_text(row));
    tree_text(o, S("detail"), take_text(row));
    tree_text(o, S("officer"), take_text(row));
    tree_text(o, S("code"), take_text(row));
    tree_text(o, S("reason"), take_text(row));
    tree_i64(o, S("made_ms"), take_i64(row));
    tree_text(o, S("sample"), take_text(row));
    tree_text(o, S("examined_by"), take_text(row));
    tree_i64(o, S("examined_ms"), take_i64(row));
    tree_text(o, S("remark"), take_text(row));
}

static void show_hits(struct db_rows *rows, struct tree *out)
{
    struct tree *list = tree_list(out, S("hits"));
    struct db_row row;

    while (db_next(rows, &row))
        show_hit(&row, tree_object(list, S("")));
}

err rule_hits(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_hits_in *in = arg;
    struct db_rows rows;

    TRY(db_list(ctx, SQL_rule_hits_of, &rows, text(ctx->region), text(in->filing)));
    show_hits(&rows, out);
    return OK;
}

err rule_samples(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_samples_in *in = arg;
    struct db_rows rows;

    TRY(db_list(ctx, SQL_rule_samples, &rows, text(ctx->region),
        text(in->state.len > 0 ? in->state : S("open")), text(in->after),
        i64(in->limit > 0 ? in->limit : SAMPLES_LIMIT)));
    show_hits(&rows, out);
    return OK;
}

static void check_mark(struct ctx *ctx, const struct rule_mark_in *in, const struct tree *hit)
{
    if (!str_has_word(S("in-order fault"), in->mark))
        why_add(ctx, &SAMPLE_MARK, S("mark"), in->mark);
    if (str_is(in->mark, "fault") && str_trim(in->words).len == 0)
        why_add(ctx, &SAMPLE_WORDS, S("words"), (str){0});
    if (!str_is(tree_get_text(hit, S("sample")), "open"))
        why_add(ctx, &SAMPLE_CLOSED, S("hit"), tree_get_text(hit, S("sample")));
    if (str_eq(tree_get_text(hit, S("officer")), ctx->who.staff))
        why_add(ctx, &SAMPLE_OWN, S("hit"), ctx->who.staff);
}

err rule_sample_mark(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_mark_in *in = arg;
    struct tree *hit = tree_new(ctx->arena, TREE_OBJECT);
    struct db_row row;

    TRY(db_get(ctx, SQL_rule_hit_get, &row, text(ctx->region), text(in->hit)));
    show_hit(&row, hit);
    check_mark(ctx, in, hit);
    TRY(why_refuse(ctx));
    TRY(db_change_one(ctx, SQL_rule_sample_mark, text(ctx->region), text(in->hit), text(in->mark),
        text(ctx->who.staff), i64(ctx->now_ms), text(str_trim(in->words))));
    TRY(db_get(ctx, SQL_rule_hit_get, &row, text(ctx->region), text(in->hit)));
    show_hit(&row, out);
    return OK;
}
