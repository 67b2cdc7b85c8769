/* The pay step: an order at the gateway, its callback, receipts, and the way back. */
#include "base/ids.h"
#include "db/db.h"
#include "message/message.h"
#include "money/money.h"
#include "place/city.h"

#define INPUT_HERE struct money_callback_in
INPUT_TABLE(money_callback_in, MONEY_CALLBACK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct money_bill_in
INPUT_TABLE(money_bill_in, MONEY_BILL_IN)
#undef INPUT_HERE

struct money_order {
    str id, bill, filing, state, pay_url, trade_number, refund;
    int64_t amount_fen, made_ms, paid_ms, refunded_ms;
};

static void take_order(struct db_row *row, struct money_order *o)
{
    o->id = take_text(row);
    o->bill = take_text(row);
    o->filing = take_text(row);
    o->state = take_text(row);
    o->amount_fen = take_i64(row);
    o->pay_url = take_text(row);
    o->trade_number = take_text(row);
    o->made_ms = take_i64(row);
    o->paid_ms = take_i64(row);
    o->refunded_ms = take_i64(row);
    o->refund = take_text(row);
}

static err open_order(struct ctx *ctx, const struct filing_run *run, const struct filing_step *step,
    str bill, int64_t amount_fen)
{
    str id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    struct message m = {.department = S("payment"),
        .path = S("/orders"),
        .filing = run->f.id,
        .step = step->step->id};

    TRY(db_put(ctx, SQL_money_order_add, text(ctx->region), text(id), text(bill), text(run->f.id),
        i64(amount_fen), i64(ctx->now_ms)));
    tree_text(body, S("order"), id);
    tree_text(body, S("bill"), bill);
    tree_i64(body, S("amount_fen"), amount_fen);
    tree_text(body, S("subject"), run->scene->name.zh);
    m.body = tree_to_json(body);
    return message_put(ctx, &m, NULL);
}

err money_pay_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct db_row row;
    int64_t total_fen;
    bool found;
    str bill;

    TRY(db_find(ctx, SQL_money_bill_of, &row, &found, text(ctx->region), text(run->f.id)));
    if (!found)
        return E_FAULT; /* scenes put pay behind assess */
    bill = take_text(&row);
    (void)take_text(&row);
    total_fen = take_i64(&row);
    ret->outcome = total_fen == 0 ? STEP_DONE : STEP_RUNNING;
    ret->text = total_fen == 0 ? S("free") : (str){0};
    return total_fen == 0 ? OK : open_order(ctx, run, step, bill, total_fen);
}

err money_pay_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret)
{
    (void)run;
    ret->outcome = STEP_RUNNING; /* open at the gateway; the callback says when it is paid */
    ret->text = step->outcome;
    return db_put(ctx, SQL_money_order_url, text(ctx->region),
        text(tree_get_text(answer, S("order"))), text(tree_get_text(answer, S("pay_url"))));
}

static err add_receipt(struct ctx *ctx, const struct money_order *o, str kind)
{
    return db_put(ctx, SQL_money_receipt_add, text(ctx->region),
        text(id_in_region(ctx->arena, ctx->region, ctx->now_ms)), text(o->id), text(kind),
        i64(o->amount_fen), i64(ctx->now_ms));
}

static err start_refund(struct ctx *ctx, const struct money_order *o)
{
    str refund = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    struct message m = {.department = S("payment"), .path = S("/refunds"), .filing = o->filing};
    int64_t changed;

    TRY(db_change(
        ctx, SQL_money_order_refunding, &changed, text(ctx->region), text(o->id), text(refund)));
    if (changed == 0)
        return OK; /* under way already */
    tree_text(body, S("refund"), refund);
    tree_text(body, S("order"), o->id);
    tree_i64(body, S("amount_fen"), o->amount_fen);
    m.body = tree_to_json(body);
    return message_put(ctx, &m, NULL);
}

/* The filing goes on where it waited for the money; where it has ended, or another bill has taken
 * this one's place, the money goes back. */
static err after_payment(struct ctx *ctx, struct filing_run *run, const struct money_order *o)
{
    if (!filing_is_live(&run->f) || str_is(o->state, "closed"))
        return start_refund(ctx, o);
    TRY(db_put(ctx, SQL_money_bill_state, text(ctx->region), text(o->bill), text(S("paid"))));
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        struct filing_step *s = &run->steps[i];

        if (str_is(s->step->kind, "pay") && str_is(s->state, "running"))
            TRY(filing_step_set(ctx, run, s, STEP_DONE, o->id));
    }
    return filing_finish(ctx, run);
}

static err book(struct ctx *ctx, const struct money_callback_in *in, struct filing_run *run,
    const struct money_order *o)
{
    if (in->amount_fen != o->amount_fen) {
        why_add(ctx, &PAYMENT_AMOUNT, S("amount_fen"), o->id);
        return E_REFUSED;
    }
    if (!str_is(o->state, "open") && !str_is(o->state, "closed"))
        return OK; /* booked before, by a callback with another message id */
    TRY(db_put(ctx, SQL_money_order_paid, text(ctx->region), text(o->id), text(S("paid")),
        text(in->trade_number), i64(in->paid_ms)));
    TRY(add_receipt(ctx, o, S("paid")));
    return after_payment(ctx, run, o);
}

/* The order names its filing, which is locked first, like everywhere. */
static err lock_order(struct ctx *ctx, str id, struct filing_run *run, struct money_order *ret)
{
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_money_order_filing, &row, &found, text(ctx->region), text(id)));
    if (!found) {
        why_add(ctx, &PAYMENT_UNKNOWN, S("order"), id);
        return E_REFUSED;
    }
    TRY(filing_lock(ctx, take_text(&row), run));
    TRY(db_get(ctx, SQL_money_order_lock, &row, text(ctx->region), text(id)));
    take_order(&row, ret);
    return OK;
}

err money_callback(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct money_callback_in *in = arg;
    struct filing_run run;
    struct money_order o;
    bool is_new;

    TRY(message_receive(ctx, S("payment"), in->message_id, &is_new));
    tree_bool(out, S("noted"), true);
    if (!is_new || !str_is(in->state, "paid"))
        return OK;
    TRY(lock_order(ctx, in->order, &run, &o));
    return book(ctx, in, &run, &o);
}

err money_settle(struct ctx *ctx, str filing)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_put(ctx, SQL_money_bill_void, text(ctx->region), text(filing)));
    TRY(db_list(ctx, SQL_money_order_of, &rows, text(ctx->region), text(filing)));
    while (db_next(&rows, &row)) {
        struct money_order o;

        take_order(&row, &o);
        if (str_is(o.state, "paid"))
            TRY(start_refund(ctx, &o));
        else
            TRY(db_put(ctx, SQL_money_order_close, text(ctx->region), text(o.id)));
    }
    return OK;
}

err money_filing_ended(struct ctx *ctx, str filing)
{
    struct filing_run run;

    TRY(filing_lock(ctx, filing, &run));
    return money_settle(ctx, filing);
}

err money_refund_answered(struct ctx *ctx, const struct tree *answer)
{
    struct filing_run run;
    struct money_order o;

    TRY(lock_order(ctx, tree_get_text(answer, S("order")), &run, &o));
    if (!str_is(o.state, "refunding"))
        return OK;
    TRY(db_put(ctx, SQL_money_order_refunded, text(ctx->region), text(o.id), i64(ctx->now_ms)));
    return add_receipt(ctx, &o, S("refunded"));
}

static const struct {
    const char *of, *id, *zh, *en;
} line_words[] = {
#define KIND(name, required, zh, en) {"kind", #name, zh, en},
#define PAYER(name, zh, en) {"payer", #name, zh, en},
#include "money/money_word.def"
};

/* A code and its words in both languages. */
static void show_word(struct tree *o, const char *of, str id)
{
    tree_text(o, str_of(of), id);
    for (size_t i = 0; i < COUNT(line_words); i++) {
        if (!str_is(str_of(of), line_words[i].of) || !str_is(id, line_words[i].id))
            continue;
        tree_text(o, arena_printf(o->arena, "%s_zh", of), str_of(line_words[i].zh));
        tree_text(o, arena_printf(o->arena, "%s_en", of), str_of(line_words[i].en));
    }
}

static err show_lines(struct ctx *ctx, str bill, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_money_lines, &rows, text(ctx->region), text(bill)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        show_word(o, "kind", take_text(&row));
        show_word(o, "payer", take_text(&row));
        tree_i64(o, S("base_fen"), take_i64(&row));
        tree_i64(o, S("rate_ppm"), take_i64(&row));
        tree_i64(o, S("amount_fen"), take_i64(&row));
        tree_text(o, S("rule"), take_text(&row));
        tree_text(o, S("reason_zh"), take_text(&row));
        tree_text(o, S("reason_en"), take_text(&row));
        tree_text(o, S("law"), take_text(&row));
    }
    return OK;
}

static err show_orders(struct ctx *ctx, str filing, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_money_order_of, &rows, text(ctx->region), text(filing)));
    while (db_next(&rows, &row)) {
        struct tree *t = tree_object(list, S(""));
        struct money_order o;

        take_order(&row, &o);
        tree_text(t, S("order"), o.id);
        tree_text(t, S("state"), o.state);
        tree_i64(t, S("amount_fen"), o.amount_fen);
        tree_text(t, S("pay_url"), o.pay_url);
        tree_text(t, S("trade_number"), o.trade_number);
        tree_i64(t, S("paid_ms"), o.paid_ms);
        tree_i64(t, S("refunded_ms"), o.refunded_ms);
    }
    return OK;
}

err money_bill_show(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct money_bill_in *in = arg;
    struct tree *receipts;
    struct db_rows rows;
    struct db_row row;
    str bill;

    TRY(db_get(ctx, SQL_money_bill_of, &row, text(ctx->region), text(in->filing)));
    bill = take_text(&row);
    tree_text(out, S("bill"), bill);
    tree_text(out, S("filing"), in->filing);
    tree_text(out, S("state"), take_text(&row));
    tree_i64(out, S("total_fen"), take_i64(&row));
    tree_text(out, S("declared_on"), take_text(&row));
    TRY(show_lines(ctx, bill, tree_list(out, S("lines"))));
    TRY(show_orders(ctx, in->filing, tree_list(out, S("orders"))));
    receipts = tree_list(out, S("receipts"));
    TRY(db_list(ctx, SQL_money_receipts_of, &rows, text(ctx->region), text(in->filing)));
    while (db_next(&rows, &row)) {
        struct tree *t = tree_object(receipts, S(""));

        tree_text(t, S("receipt"), take_text(&row));
        tree_text(t, S("kind"), take_text(&row));
        tree_i64(t, S("amount_fen"), take_i64(&row));
        tree_i64(t, S("made_ms"), take_i64(&row));
    }
    return OK;
}
