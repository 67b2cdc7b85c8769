/* Ratings by citizens, who come as they come for papers: with number, code and the end of a
 * document number. */
#include "app/app.h"
#include "app/track.h"
#include "rating/rating.h"

#define INPUT_HERE struct track_rating_in
INPUT_TABLE(track_rating_in, TRACK_RATING_IN)
#undef INPUT_HERE
#define INPUT_HERE struct track_rate_in
INPUT_TABLE(track_rate_in, TRACK_RATE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct track_verdict_in
INPUT_TABLE(track_verdict_in, TRACK_VERDICT_IN)
#undef INPUT_HERE

struct work {
    struct rating_given given;
    bool satisfied;
    struct tree *out;
};

static err follow(struct ctx *ctx, void *arg)
{
    struct work *w = arg;

    return rating_follow(ctx, &w->given, w->out);
}

/* A use case may be run again from the start, so its reply is made anew each time. */
static err rate(struct ctx *ctx, void *arg)
{
    struct work *w = arg;

    w->out = tree_new(ctx->arena, TREE_OBJECT);
    return rating_rate(ctx, &w->given, w->out);
}

static err verdict(struct ctx *ctx, void *arg)
{
    struct work *w = arg;

    w->out = tree_new(ctx->arena, TREE_OBJECT);
    return rating_verdict(ctx, &w->given, w->satisfied, w->out);
}

static void give_out(const struct work *w, struct tree *out)
{
    for (const struct tree *t = w->out->first; t != NULL; t = t->next)
        tree_copy(out, t->key, t);
}

err own_rating(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_rating_in *wanted = in;
    struct filing_visitor v = {wanted->filing, wanted->code, wanted->holder, false, false};
    struct work w = {.given = {.filing = wanted->filing,
                         .holder = wanted->holder,
                         .document_number = wanted->document_number},
        .out = out};

    (void)reply;
    TRY(track_visit(app, ctx, &v));
    return db_read(app->db, ctx, follow, &w);
}

err own_rate(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_rate_in *said = in;
    struct filing_visitor v = {said->filing, said->code, said->holder, false, false};
    struct work w = {.given = {.filing = said->filing,
                         .holder = said->holder,
                         .document_number = said->document_number,
                         .reasons = said->reasons,
                         .words = said->words,
                         .channel = said->channel,
                         .contact = said->contact,
                         .level = said->level}};

    (void)reply;
    TRY(track_visit(app, ctx, &v));
    TRY(app_write(app, ctx, rate, &w));
    give_out(&w, out);
    return OK;
}

err own_rating_verdict(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_verdict_in *said = in;
    struct filing_visitor v = {said->filing, said->code, said->holder, false, false};
    struct work w = {.given = {.filing = said->filing,
                         .holder = said->holder,
                         .document_number = said->document_number},
        .satisfied = said->satisfied};

    (void)reply;
    TRY(track_visit(app, ctx, &v));
    TRY(app_write(app, ctx, verdict, &w));
    give_out(&w, out);
    return OK;
}
