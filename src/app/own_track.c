/* What a citizen reaches without signing in: tracking, and papers with names for whoever also knows
 * the end of a party's document number. */
#include "app/dispatch.h"
#include "app/track.h"
#include "money/money.h"

#define INPUT_HERE struct track_bill_in
INPUT_TABLE(track_bill_in, TRACK_BILL_IN)
#undef INPUT_HERE
#define INPUT_HERE struct track_notice_in
INPUT_TABLE(track_notice_in, TRACK_NOTICE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct track_certificate_in
INPUT_TABLE(track_certificate_in, TRACK_CERTIFICATE_IN)
#undef INPUT_HERE
OUTPUT_TABLE(track_paying_out, TRACK_PAYING_OUT)
OUTPUT_TABLE(track_out, TRACK_OUT)

/* ---- tracking ---- */

/* The open order of the filing's bill; nothing is due where there is none. */
static err show_paying(struct ctx *ctx, str filing, struct tree *o)
{
    struct money_bill_in in = {.filing = filing};
    struct tree *bill = tree_new(ctx->arena, TREE_OBJECT);
    const struct tree *orders, *open = NULL;
    err e = money_bill_show(ctx, &in, bill);

    if (e != OK && e != E_MISSING)
        return e;
    orders = e == OK ? tree_get(bill, S("orders")) : NULL;
    for (const struct tree *t = orders != NULL ? orders->first : NULL; t != NULL; t = t->next)
        if (str_is(tree_get_text(t, S("state")), "open"))
            open = t;
    tree_bool(o, S("due"), open != NULL);
    tree_i64(o, S("amount_fen"), tree_get_i64(open, S("amount_fen"), 0));
    tree_text(o, S("order"), tree_get_text(open, S("order")));
    tree_text(o, S("pay_url"), tree_get_text(open, S("pay_url")));
    return OK;
}

static err follow_check(struct ctx *ctx, void *arg)
{
    return filing_follow(ctx, arg);
}

static err follow_failed(struct ctx *ctx, void *arg)
{
    return filing_follow_failed(ctx, arg);
}

/* Lets nobody in whose number and code do not fit together, and counts who tried. */
static err follow(struct app *app, struct ctx *ctx, const struct filing_track_in *in)
{
    struct filing_follower f = {.filing = in->filing, .code = in->code};

    TRY(db_read(app->db, ctx, follow_check, &f));
    if (f.known)
        return OK;
    if (f.locked) {
        why_add(ctx, &TRACK_LOCKED, S("filing"), (str){0});
        return E_LIMIT;
    }
    TRY(db_write(app->db, ctx, follow_failed, &f));
    return E_MISSING;
}

struct tracking {
    const struct filing_track_in *in;
    struct tree *out;
};

static err track_read(struct ctx *ctx, void *arg)
{
    struct tracking *t = arg;

    TRY(filing_track(ctx, t->in, t->out));
    TRY(cert_track(ctx, t->in->filing, tree_list(t->out, S("certificates"))));
    return show_paying(ctx, t->in->filing, tree_object(t->out, S("paying")));
}

err own_track(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    struct tracking t = {.in = in, .out = out};

    (void)reply;
    TRY(follow(app, ctx, t.in));
    return db_read(app->db, ctx, track_read, &t);
}

err own_follow(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct filing_track_in *wanted = in;

    (void)out;
    TRY(follow(app, ctx, wanted));
    reply->live = arena_join(ctx->arena, S("filing:"), wanted->filing);
    return OK;
}

/* ---- papers with names ---- */

struct visit {
    struct filing_visitor visitor;
    str certificate; /* when one is asked for */
};

static err visit_check(struct ctx *ctx, void *arg)
{
    struct visit *v = arg;
    bool may = true;

    TRY(filing_visit(ctx, &v->visitor));
    if (!v->visitor.known || v->certificate.len == 0)
        return OK;
    TRY(cert_may_be_seen(ctx, v->certificate, v->visitor.filing, v->visitor.holder, &may));
    return may ? OK : filing_visit_failed(ctx, &v->visitor);
}

static err visit(struct app *app, struct ctx *ctx, struct visit *v)
{
    TRY(app_write(app, ctx, visit_check, v));
    if (v->visitor.known)
        return OK;
    if (!v->visitor.locked)
        return E_MISSING;
    why_add(ctx, &TRACK_LOCKED, S("filing"), (str){0});
    return E_LIMIT;
}

err track_visit(struct app *app, struct ctx *ctx, struct filing_visitor *visitor)
{
    struct visit v = {.visitor = *visitor};

    return visit(app, ctx, &v);
}

err own_track_notice(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_notice_in *wanted = in;
    struct visit v = {.visitor = {wanted->filing, wanted->code, wanted->holder, false, false}};

    (void)out;
    TRY(visit(app, ctx, &v));
    TRY(printing_notice(app, ctx, wanted->filing, wanted->notice, &reply->body));
    reply->type = S("application/pdf");
    return OK;
}

err own_track_certificate(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_certificate_in *wanted = in;
    struct visit v = {.visitor = {wanted->filing, wanted->code, wanted->holder, false, false},
        .certificate = wanted->certificate};

    (void)out;
    TRY(visit(app, ctx, &v));
    TRY(printing_pdf(app, ctx, wanted->certificate, &reply->body));
    reply->type = S("application/pdf");
    return OK;
}

struct bill_reading {
    struct money_bill_in in;
    struct tree *out;
};

static err read_bill(struct ctx *ctx, void *arg)
{
    struct bill_reading *b = arg;

    return money_bill_show(ctx, &b->in, b->out);
}

err own_track_bill(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct track_bill_in *wanted = in;
    struct visit v = {.visitor = {wanted->filing, wanted->code, wanted->holder, false, false}};
    struct bill_reading b = {.in = {.filing = wanted->filing}, .out = out};

    (void)reply;
    TRY(visit(app, ctx, &v));
    return db_read(app->db, ctx, read_bill, &b);
}
