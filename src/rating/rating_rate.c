/* Rating, by a party who was let in with number, code and the end of a document number; and what
 * the party hears of it afterwards. */
#include "filing/filing_track.h"
#include "rating/rating_rules.h"
#include "rating/rating_store.h"

#define RULE RULE_DEFINE
#include "rating/rating.def"
#undef RULE

OUTPUT_TABLE(rating_said_out, RATING_SAID_OUT)
OUTPUT_TABLE(rating_answered_out, RATING_ANSWERED_OUT)
OUTPUT_TABLE(rating_follow_out, RATING_FOLLOW_OUT)

#define HANDLERS_MAX ((size_t)1 << 14)

struct visit {
    struct filing_run run;
    str rater;
    struct rating said;
    bool rated;
    int64_t until_ms; /* of rating; 0 while the matter has not ended */
};

/* ---- who it is ---- */

static bool is_same(const struct filing_party *a, const struct filing_party *b)
{
    return str_eq(a->document_kind, b->document_kind) &&
           str_eq(a->document_number, b->document_number);
}

/* The party whose number ends so. Where two end alike the whole number says which; it is asked for
 * only then, so that nobody learns by it whether a number is right. */
static err find_party(struct ctx *ctx, const struct filing_run *run,
    const struct rating_given *given, const struct filing_party **ret)
{
    const struct filing_party *ends = NULL, *whole = NULL;
    bool alike = false;

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];

        if (filing_is_absent(run, p) || !filing_number_ends(p->document_number, given->holder))
            continue;
        alike = alike || (ends != NULL && !is_same(ends, p));
        ends = p;
        if (str_eq(p->document_number, given->document_number))
            whole = p;
    }
    *ret = alike ? whole : ends;
    if (*ret != NULL)
        return OK;
    if (!alike)
        return E_MISSING;
    why_add(ctx, &RATING_WHICH_PARTY, S("document_number"), (str){0});
    return E_REFUSED;
}

static err load(struct ctx *ctx, const struct rating_given *given, struct visit *ret)
{
    const struct filing_party *party;

    *ret = (struct visit){.until_ms = 0};
    TRY(filing_load(ctx, given->filing, &ret->run));
    TRY(find_party(ctx, &ret->run, given, &party));
    ret->rater = rating_rater(ctx, given->filing, party->document_kind, party->document_number);
    if (ret->run.f.ended_ms > 0)
        ret->until_ms = calendar_add_working_days(
            ctx->city->calendar, ret->run.f.ended_ms, ctx->city->rating.rate_days);
    return rating_find_of(ctx, given->filing, ret->rater, &ret->said, &ret->rated);
}

/* ---- what is shown to the party ---- */

static void show_answered(const struct rectification *r, struct tree *o)
{
    bool done = str_has_word(S("answered closed"), r->state);

    rating_show_state(r->state, o);
    tree_text(o, S("answer"), done ? r->answer : (str){0});
    tree_bool(o, S("asked"), str_is(r->state, "answered"));
    tree_i64(o, S("due_ms"), r->rectify_due_ms);
}

static err show_said(struct ctx *ctx, const struct rating *said, struct tree *out)
{
    struct rectification r;
    struct tree *o = tree_object(out, S("said"));

    tree_i64(o, S("level"), said->level);
    tree_text(o, S("reasons"), said->reasons);
    tree_text(o, S("words"), said->words);
    tree_text(o, S("channel"), said->channel);
    if (said->level > RATING_BAD) {
        tree_null(out, S("rectification"));
        return OK;
    }
    TRY(rectification_get(ctx, said->id, &r));
    show_answered(&r, tree_object(out, S("rectification")));
    return OK;
}

static err show(struct ctx *ctx, const struct visit *v, struct tree *out)
{
    bool over = v->until_ms > 0 && ctx->now_ms > v->until_ms;

    tree_text(out, S("state"),
        v->rated           ? S("rated")
        : v->until_ms == 0 ? S("early")
        : over             ? S("over")
                           : S("open"));
    tree_i64_or_null(out, S("until_ms"), v->until_ms);
    if (v->rated)
        return show_said(ctx, &v->said, out);
    tree_null(out, S("said"));
    tree_null(out, S("rectification"));
    return OK;
}

err rating_follow(struct ctx *ctx, const struct rating_given *given, struct tree *out)
{
    struct visit v;

    TRY(load(ctx, given, &v));
    return show(ctx, &v, out);
}

/* ---- rating ---- */

static void add_handler(struct buf *b, str officer)
{
    if (officer.len == 0 || str_has_word(buf_str(b), officer))
        return;
    if (buf_str(b).len > 0)
        buf_add(b, S(" "));
    buf_add(b, officer);
}

/* All who had the matter in hand: they neither see this rating nor deal with it. */
static err find_handlers(struct ctx *ctx, const struct filing *f, str *ret)
{
    struct filing_decided *decided;
    struct buf b;
    size_t count;

    buf_init(&b, ctx->arena, HANDLERS_MAX);
    add_handler(&b, f->clerk);
    add_handler(&b, f->recorder);
    TRY(filing_decisions(ctx, f->id, &decided, &count));
    for (size_t i = 0; i < count; i++)
        add_handler(&b, decided[i].officer);
    *ret = buf_str(&b);
    return OK;
}

static void check_time(struct ctx *ctx, const struct visit *v)
{
    if (v->until_ms == 0)
        why_add(ctx, &RATING_EARLY, S("filing"), (str){0});
    else if (ctx->now_ms > v->until_ms)
        why_add(ctx, &RATING_OVER, S("filing"), when_print(ctx->arena, v->until_ms));
    if (v->rated)
        why_add(ctx, &RATING_DONE, S("filing"), (str){0});
}

static err make(
    struct ctx *ctx, const struct rating_given *given, const struct visit *v, struct rating *ret)
{
    const struct filing *f = &v->run.f;

    *ret = (struct rating){.id = id_in_region(ctx->arena, ctx->region, ctx->now_ms),
        .filing = f->id,
        .rater = v->rater,
        .level = given->level,
        .reasons = given->reasons,
        .words = str_trim(given->words),
        .channel = given->channel,
        .scene = f->scene,
        .office = f->office,
        .officer = f->clerk,
        .month = rating_month_of(ctx->arena, ctx->now_ms),
        .made_ms = ctx->now_ms};
    return find_handlers(ctx, f, &ret->handlers);
}

err rating_rate(struct ctx *ctx, const struct rating_given *given, struct tree *out)
{
    struct visit v;
    bool is_new;

    TRY(load(ctx, given, &v));
    check_time(ctx, &v);
    rating_check_given(ctx, given);
    TRY(why_refuse(ctx));
    TRY(make(ctx, given, &v, &v.said));
    TRY(rating_put(ctx, &v.said, &is_new));
    if (!is_new)
        why_add(ctx, &RATING_DONE, S("filing"), (str){0});
    TRY(why_refuse(ctx));
    if (given->level <= RATING_BAD)
        TRY(rectification_open(ctx, v.said.id, given->contact));
    v.rated = true;
    return show(ctx, &v, out);
}

/* ---- the answer ---- */

static err close_it(struct ctx *ctx, struct rectification *r, bool satisfied)
{
    r->state = S("closed");
    r->contact = (str){0};
    TRY(rectification_save(ctx, r));
    return rectification_event(ctx, r, satisfied ? "satisfied" : "unsatisfied", (str){0});
}

/* It is put right once more, within a term of its own. */
static err send_back(struct ctx *ctx, struct rectification *r)
{
    r->state = S("rectifying");
    r->rectify_due_ms =
        calendar_add_working_days(ctx->city->calendar, ctx->now_ms, ctx->city->rating.rectify_days);
    TRY(rectification_save(ctx, r));
    return rectification_event(ctx, r, "unsatisfied", (str){0});
}

err rating_verdict(
    struct ctx *ctx, const struct rating_given *given, bool satisfied, struct tree *out)
{
    struct rectification r = {.state = S("")};
    struct visit v;

    TRY(load(ctx, given, &v));
    if (v.rated && v.said.level <= RATING_BAD)
        TRY(rectification_get(ctx, v.said.id, &r));
    if (!str_is(r.state, "answered"))
        why_add(ctx, &RATING_NONE, S("filing"), r.state);
    TRY(why_refuse(ctx));
    r.rounds += !satisfied;
    if (satisfied || r.rounds >= RATING_ROUNDS_MAX)
        TRY(close_it(ctx, &r, satisfied));
    else
        TRY(send_back(ctx, &r));
    return show(ctx, &v, out);
}
