/* Applying effects from journal lines, live and when the journal is read back. */
#include "effect.h"

#include "base/ids.h"

/* One line of the gateway's statement (对账单). */
struct effect_trade {
    str order, trade_number, kind;
    int64_t amount_fen, at_ms;
};

static void effect_add_trade(struct store *s, struct arena *a, const struct effect_trade *trade)
{
    struct tree *line = tree_new(a, TREE_OBJECT);

    tree_text(line, S("order"), trade->order);
    tree_text(line, S("trade_number"), trade->trade_number);
    tree_text(line, S("kind"), trade->kind);
    tree_i64(line, S("amount_fen"), trade->amount_fen);
    tree_i64(line, S("at_ms"), trade->at_ms);
    store_list_add(s, &s->statement, trade->at_ms, tree_to_json(line));
}

static void effect_apply_order(
    struct store *s, const struct tree *request, const struct tree *answer)
{
    struct store_order *order;

    if (store_order_find(s, tree_get_text(request, S("order"))) != NULL)
        return;
    order = ARENA_NEW(s->arena, struct store_order);
    order->order = arena_str(s->arena, tree_get_text(request, S("order")));
    order->subject = arena_str(s->arena, tree_get_text(request, S("subject")));
    order->callback_url = arena_str(s->arena, tree_get_text(request, S("callback_url")));
    order->gateway_number = arena_str(s->arena, tree_get_text(answer, S("gateway_number")));
    order->amount_fen = tree_get_i64(request, S("amount_fen"), 0);
    map_put(&s->orders, order->order, order);
    if (s->orders_last != NULL)
        s->orders_last->next = order;
    else
        s->orders_first = order;
    s->orders_last = order;
}

/* A refund number pays back once, however many messages name it. */
static void effect_apply_refund(
    struct store *s, const struct tree *request, const struct tree *line)
{
    str number = tree_get_text(request, S("refund"));
    struct store_order *order = store_order_find(s, tree_get_text(request, S("order")));
    struct effect_trade trade = {.kind = S("refunded")};
    struct store_refund *refund;

    if (order == NULL || map_get(&s->refunds, number) != NULL)
        return;
    refund = ARENA_NEW(s->arena, struct store_refund);
    refund->order = order->order;
    refund->trade_number =
        arena_str(s->arena, tree_get_text(tree_get(line, S("answer")), S("trade_number")));
    refund->amount_fen = tree_get_i64(request, S("amount_fen"), 0);
    map_put(&s->refunds, arena_str(s->arena, number), refund);
    order->refunded_fen += refund->amount_fen;
    trade.order = order->order;
    trade.trade_number = refund->trade_number;
    trade.amount_fen = refund->amount_fen;
    trade.at_ms = tree_get_i64(line, S("at_ms"), 0);
    effect_add_trade(s, line->arena, &trade);
}

/* What was sent out, as GET /outgoing shows it: the request and, for post, the waybill. */
static void effect_apply_outgoing(struct store *s, struct store_list *list, const struct tree *line)
{
    const struct tree *request = tree_get(line, S("request"));
    str waybill = tree_get_text(tree_get(line, S("answer")), S("waybill"));
    int64_t at_ms = tree_get_i64(line, S("at_ms"), 0);
    struct tree *sent = tree_new(line->arena, TREE_OBJECT);

    tree_i64(sent, S("number"), list->count + 1);
    tree_i64(sent, S("at_ms"), at_ms);
    for (const struct tree *m = request->first; m != NULL; m = m->next)
        tree_copy(sent, m->key, m);
    if (waybill.len > 0)
        tree_text(sent, S("waybill"), waybill);
    store_list_add(s, list, at_ms, tree_to_json(sent));
}

void effect_apply(struct store *s, enum department d, const struct tree *line)
{
    const struct tree *request = tree_get(line, S("request"));
    const struct tree *answer = tree_get(line, S("answer"));
    str path = tree_get_text(line, S("path"));

    if (request == NULL || answer == NULL)
        return;
    if (d == DEPARTMENT_payment && str_is(path, "/orders"))
        effect_apply_order(s, request, answer);
    else if (d == DEPARTMENT_payment && str_is(path, "/refunds"))
        effect_apply_refund(s, request, line);
    else if (d == DEPARTMENT_sms)
        effect_apply_outgoing(s, &s->sms, line);
    else if (d == DEPARTMENT_post)
        effect_apply_outgoing(s, &s->post, line);
}

/* ---- paying ---- */

void effect_apply_paid(struct store *s, const struct tree *line)
{
    struct store_order *order = store_order_find(s, tree_get_text(line, S("order")));
    struct effect_trade trade = {.kind = S("paid")};

    if (order == NULL || order->paid_ms > 0)
        return;
    order->paid_ms = tree_get_i64(line, S("paid_ms"), 0);
    order->trade_number = arena_str(s->arena, tree_get_text(line, S("trade_number")));
    order->paid_message_id = arena_str(s->arena, tree_get_text(line, S("message_id")));
    trade.order = order->order;
    trade.trade_number = order->trade_number;
    trade.amount_fen = order->amount_fen;
    trade.at_ms = order->paid_ms;
    effect_add_trade(s, line->arena, &trade);
}

void effect_apply_called(struct store *s, const struct tree *line)
{
    struct store_order *order = store_order_find(s, tree_get_text(line, S("order")));

    if (order != NULL)
        order->called = true;
}

static err effect_write(struct store *s, const struct tree *line)
{
    TRY(store_write(s, arena_join(line->arena, tree_to_json(line), S("\n"))));
    store_apply(s, line);
    return OK;
}

err effect_pay(struct store *s, struct arena *a, struct store_order *order, int64_t now_ms)
{
    struct tree *line = tree_new(a, TREE_OBJECT);

    tree_text(line, S("kind"), S("paid"));
    tree_text(line, S("order"), order->order);
    tree_text(line, S("trade_number"), arena_join(a, S("T"), id_make(a, now_ms)));
    tree_text(line, S("message_id"), id_make(a, now_ms));
    tree_i64(line, S("paid_ms"), now_ms);
    return effect_write(s, line);
}

err effect_called(struct store *s, struct arena *a, str order)
{
    struct tree *line = tree_new(a, TREE_OBJECT);

    tree_text(line, S("kind"), S("called"));
    tree_text(line, S("order"), order);
    return effect_write(s, line);
}

str effect_paid_body(struct arena *a, const struct store_order *order)
{
    struct tree *body = tree_new(a, TREE_OBJECT);

    tree_text(body, S("message_id"), order->paid_message_id);
    tree_text(body, S("order"), order->order);
    tree_text(body, S("trade_number"), order->trade_number);
    tree_i64(body, S("amount_fen"), order->amount_fen);
    tree_text(body, S("state"), S("paid"));
    tree_i64(body, S("paid_ms"), order->paid_ms);
    return tree_to_json(body);
}
