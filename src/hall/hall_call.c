/* 静默叫号: a window calls the next, calls again, serves, passes over, passes on and finishes.
 * Every change locks the office's desk first, so that a ticket is one window's however many ask at
 * once. */
#include "filing/filing.h"
#include "hall/hall_store.h"

static err check_window(struct ctx *ctx, int64_t window)
{
    const struct place_office *o = place_office_find(ctx->city, ctx->who.office);

    if (o == NULL || window < 1 || window > o->windows)
        why_add(ctx, &HALL_WINDOW_UNKNOWN, S("window"),
            arena_printf(ctx->arena, "%lld", (long long)window));
    return why_refuse(ctx);
}

static str number_text(struct ctx *ctx, int64_t number)
{
    return arena_printf(ctx->arena, "%lld", (long long)number);
}

/* ---- calling the next ---- */

static err check_free(struct ctx *ctx, const struct hall_ticket *live, size_t count, int64_t window)
{
    for (size_t i = 0; i < count; i++)
        if (live[i].at_window == window && str_has_word(S("called serving"), live[i].state))
            why_add(ctx, &HALL_WINDOW_BUSY, S("window"), hall_label(ctx->arena, &live[i]));
    return why_refuse(ctx);
}

/* Whoever has just come near hears it, once. */
static err tell_near(struct ctx *ctx, struct hall_ticket *waiting, size_t count)
{
    struct hall_params p = hall_params_now(ctx);

    for (size_t i = 0; i < count && (int64_t)i <= p.tell_ahead; i++) {
        struct hall_ticket *t = &waiting[i];

        if (t->told != 0)
            continue;
        t->told = 1;
        TRY(hall_ticket_change(ctx, t, "told", (str){0}));
        TRY(hall_tell_ticket(ctx, t, "told", (int64_t)i));
    }
    return OK;
}

static err call(struct ctx *ctx, struct hall_desk *desk, struct hall_ticket *t, int64_t window)
{
    t->at_window = window;
    t->wanted_window = 0;
    t->officer = ctx->who.staff;
    t->calls = 1;
    t->called_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, t, "called", number_text(ctx, window)));
    desk->calls = hall_calls_after(desk->calls, t);
    TRY(hall_desk_save(ctx, desk));
    return hall_tell_ticket(ctx, t, "called", window);
}

err hall_call(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_call_in *in = arg;
    struct hall_params p = hall_params_now(ctx);
    struct hall_asking asking = {in->window, ctx->now_ms};
    struct hall_ticket *live, called;
    struct hall_desk desk;
    size_t count, waiting;
    int64_t chosen;

    TRY(check_window(ctx, in->window));
    TRY(hall_desk_lock(ctx, ctx->who.office, &desk));
    TRY(hall_tickets_live(ctx, ctx->who.office, &live, &count));
    TRY(check_free(ctx, live, count, in->window));
    waiting = hall_waiting(live, count);
    chosen = hall_choose(&p, live, waiting, desk.calls, &asking);
    if (chosen < 0) {
        tree_null(out, S("ticket"));
        tree_i64(out, S("waiting"), (int64_t)waiting);
        return OK;
    }
    called = live[chosen];
    for (size_t i = (size_t)chosen; i + 1 < waiting; i++)
        live[i] = live[i + 1];
    TRY(call(ctx, &desk, &called, in->window));
    TRY(tell_near(ctx, live, waiting - 1));
    hall_ticket_print(ctx, &called, tree_object(out, S("ticket")));
    tree_i64(out, S("waiting"), (int64_t)waiting - 1);
    return OK;
}

/* ---- with a ticket ---- */

/* Locked, of this office and in a state that allows `kind`. */
static err lock(struct ctx *ctx, str id, const char *kind, struct hall_ticket *ret)
{
    struct hall_desk desk;

    TRY(hall_ticket_lock(ctx, id, ret, &desk));
    if (!str_eq(ret->office, ctx->who.office))
        why_add(ctx, &HALL_OFFICE_OTHER, S("ticket"), ret->office);
    hall_ticket_may(ctx, ret, kind);
    return OK;
}

err hall_recall(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_ticket_desk_in *in = arg;
    struct hall_params p = hall_params_now(ctx);
    struct hall_ticket t;

    TRY(lock(ctx, in->ticket, "recalled", &t));
    if (t.calls >= p.calls_max)
        why_add(ctx, &HALL_CALLED_ENOUGH, S("ticket"), number_text(ctx, t.calls));
    else if (ctx->now_ms - t.called_ms < p.recall_seconds * WHEN_SECOND_MS)
        why_add(ctx, &HALL_RECALL_SOON, S("ticket"), when_print(ctx->arena, t.called_ms));
    TRY(why_refuse(ctx));
    t.calls++;
    t.called_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, &t, "recalled", (str){0}));
    TRY(hall_tell_ticket(ctx, &t, "called", t.at_window));
    hall_ticket_print(ctx, &t, out);
    return OK;
}

err hall_serve(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_ticket_desk_in *in = arg;
    struct hall_ticket t;

    TRY(lock(ctx, in->ticket, "serving", &t));
    TRY(why_refuse(ctx));
    t.serving_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, &t, "serving", (str){0}));
    hall_ticket_print(ctx, &t, out);
    return OK;
}

/* 过号: waits once more, behind the next few; the second time it is over. */
static err pass(struct ctx *ctx, const struct hall_params *p, struct hall_ticket *t)
{
    struct hall_desk desk;

    TRY(hall_desk_lock(ctx, t->office, &desk)); /* ours already; for its count */
    if (t->absences++ < p->back_times) {
        t->after_calls = desk.calls.called + p->back_after;
        TRY(hall_ticket_change(ctx, t, "passed", (str){0}));
        return hall_tell_ticket(ctx, t, "passed", p->back_after);
    }
    t->ended_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, t, "absent", (str){0}));
    return hall_tell_ticket(ctx, t, "absent", t->calls * t->absences);
}

err hall_absent(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_ticket_desk_in *in = arg;
    struct hall_params p = hall_params_now(ctx);
    struct hall_ticket t;

    TRY(lock(ctx, in->ticket, "absent", &t));
    if (t.calls < p.calls_max && str_is(t.state, "called"))
        why_add(ctx, &HALL_CALLS_FEW, S("ticket"), number_text(ctx, t.calls));
    TRY(why_refuse(ctx));
    TRY(pass(ctx, &p, &t));
    hall_ticket_print(ctx, &t, out);
    return OK;
}

/* The filing that was opened at the window: any region's, but of this office. */
static err check_filing(struct ctx *ctx, str filing, const struct hall_ticket *t)
{
    struct ctx elsewhere = *ctx;
    struct filing_run run;
    err e;

    elsewhere.region = str_slice(filing, 0, 6);
    e = filing_load(&elsewhere, filing, &run);
    if (e != OK && e != E_MISSING)
        return e;
    if (e == E_MISSING || !str_eq(run.f.office, t->office) || run.f.opened_ms < t->called_ms)
        why_add(ctx, &HALL_FILING_OTHER, S("filing"), filing);
    return OK;
}

err hall_finish(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_finish_in *in = arg;
    struct hall_ticket t;

    TRY(lock(ctx, in->ticket, "finished", &t));
    if (in->filing.len > 0)
        TRY(check_filing(ctx, in->filing, &t));
    TRY(why_refuse(ctx));
    t.filing = in->filing;
    t.ended_ms = ctx->now_ms;
    TRY(hall_ticket_change(ctx, &t, "finished", in->filing));
    hall_ticket_print(ctx, &t, out);
    return OK;
}

err hall_transfer(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct hall_transfer_in *in = arg;
    struct hall_ticket t;

    TRY(check_window(ctx, in->window));
    TRY(lock(ctx, in->ticket, "moved", &t));
    if (in->window == (str_is(t.state, "waiting") ? t.wanted_window : t.at_window))
        why_add(ctx, &HALL_WINDOW_SAME, S("window"), number_text(ctx, in->window));
    TRY(why_refuse(ctx));
    t.wanted_window = in->window;
    t.moved_ms = ctx->now_ms;
    t.after_calls = 0;
    TRY(hall_ticket_change(ctx, &t, "moved", number_text(ctx, in->window)));
    hall_ticket_print(ctx, &t, out);
    return OK;
}
