/* Deciding effects: what a department answers, and what it refuses. Nothing here changes anything.
 */
#include "effect.h"

#include "base/crypto.h"
#include "base/ids.h"

static int effect_no(struct tree *answer, int status, str error)
{
    tree_text(answer, S("error"), error);
    return status;
}

/* A number of the department's own, e.g. "G06F3K..." for a gateway number. */
static str effect_number(const struct asking *q, const char *prefix)
{
    return arena_join(q->arena, str_of(prefix), id_make(q->arena, q->now_ms));
}

/* ---- payment gateway ---- */

static void effect_show_order(
    const struct asking *q, str order, str gateway_number, bool paid, struct tree *answer)
{
    tree_text(answer, S("order"), order);
    tree_text(answer, S("gateway_number"), gateway_number);
    tree_text(answer, S("state"), paid ? S("paid") : S("open"));
    tree_text(answer, S("pay_url"),
        arena_printf(q->arena, "%.*s/orders/%.*s/pay", STR(q->doors_url), STR(order)));
}

int effect_order(const struct asking *q, struct tree *answer)
{
    str order = tree_get_text(q->request, S("order"));
    int64_t amount_fen = tree_get_i64(q->request, S("amount_fen"), 0);
    const struct store_order *known = store_order_find(q->store, order);

    if (order.len == 0 || amount_fen <= 0)
        return effect_no(answer, 400, S("order and a positive amount_fen are wanted"));
    if (tree_get_text(q->request, S("callback_url")).len == 0)
        return effect_no(answer, 400, S("callback_url is wanted"));
    if (known != NULL && known->amount_fen != amount_fen)
        return effect_no(answer, 409, S("the order exists with another amount"));
    if (known != NULL)
        effect_show_order(q, order, known->gateway_number, known->paid_ms > 0, answer);
    else
        effect_show_order(q, order, effect_number(q, "G"), false, answer);
    return 200;
}

static void effect_show_refund(str refund, str order, str trade_number, struct tree *answer)
{
    tree_text(answer, S("refund"), refund);
    tree_text(answer, S("order"), order);
    tree_text(answer, S("trade_number"), trade_number);
    tree_text(answer, S("state"), S("refunded"));
}

/* A refund that was made before, named by another message. */
static int effect_refund_again(
    str refund, const struct store_refund *made, const struct tree *request, struct tree *answer)
{
    if (!str_eq(made->order, tree_get_text(request, S("order"))) ||
        made->amount_fen != tree_get_i64(request, S("amount_fen"), 0))
        return effect_no(answer, 409, S("the refund exists with another order or amount"));
    effect_show_refund(refund, made->order, made->trade_number, answer);
    return 200;
}

int effect_refund(const struct asking *q, struct tree *answer)
{
    str refund = tree_get_text(q->request, S("refund"));
    const struct store_refund *made = map_get(&q->store->refunds, refund);
    const struct store_order *order =
        store_order_find(q->store, tree_get_text(q->request, S("order")));
    int64_t amount_fen = tree_get_i64(q->request, S("amount_fen"), 0);

    if (refund.len == 0 || amount_fen <= 0)
        return effect_no(answer, 400, S("refund and a positive amount_fen are wanted"));
    if (made != NULL)
        return effect_refund_again(refund, made, q->request, answer);
    if (order == NULL)
        return effect_no(answer, 404, S("there is no such order"));
    if (order->paid_ms == 0)
        return effect_no(answer, 409, S("the order has not been paid"));
    if (amount_fen > order->amount_fen - order->refunded_fen)
        return effect_no(answer, 409, S("more than what is left of the payment"));
    effect_show_refund(refund, order->order, effect_number(q, "R"), answer);
    return 200;
}

/* 对账单: what was paid and refunded from from_ms up to, not including, to_ms. */
int effect_statement(const struct asking *q, struct tree *answer)
{
    int64_t from_ms = tree_get_i64(q->request, S("from_ms"), 0);
    int64_t to_ms = tree_get_i64(q->request, S("to_ms"), INT64_MAX);
    struct tree *lines = tree_list(answer, S("lines"));
    const struct store_line *line = q->store->statement.first;

    for (; line != NULL; line = line->next) {
        struct tree *parsed;
        str fault;

        if (line->at_ms < from_ms || line->at_ms >= to_ms)
            continue;
        if (tree_parse(q->arena, line->json, &parsed, &fault) == OK)
            tree_copy(lines, (str){0}, parsed);
    }
    return 200;
}

/* ---- messages and parcels ---- */

int effect_sms(const struct asking *q, struct tree *answer)
{
    if (tree_get_text(q->request, S("to")).len == 0 ||
        tree_get_text(q->request, S("text")).len == 0)
        return effect_no(answer, 400, S("to and text are wanted"));
    tree_text(answer, S("state"), S("accepted"));
    return 200;
}

int effect_post(const struct asking *q, struct tree *answer)
{
    if (tree_get_text(q->request, S("recipient")).len == 0 ||
        tree_get_text(q->request, S("address")).len == 0)
        return effect_no(answer, 400, S("recipient and address are wanted"));
    tree_text(answer, S("waybill"), effect_number(q, "EMS"));
    tree_text(answer, S("state"), S("accepted"));
    return 200;
}

/* ---- utilities and authorities ---- */

/* The account at a unit that nobody told us about: ten digits, always the same for that unit. */
static str effect_account(const struct asking *q, str unit)
{
    str name = department_name(q->department);
    str seed = arena_printf(q->arena, "%.*s %.*s", STR(name), STR(unit));
    uint8_t digest[CRYPTO_SHA256_BYTES];
    uint64_t number = 0;

    crypto_sha256(seed, digest);
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | digest[i];
    return arena_printf(q->arena, "%010llu", (unsigned long long)(number % UINT64_C(10000000000)));
}

/* 水电暖过户. A fact {"state":"none"} under share "account" says that the unit has no account. */
int effect_transfer(const struct asking *q, struct tree *answer)
{
    str unit = tree_get_text(q->request, S("unit"));
    const struct tree *fact;
    str account;

    if (unit.len == 0)
        return effect_no(answer, 400, S("unit is wanted"));
    fact = store_fact(q->store, q->arena, q->department, S("account"), unit);
    if (fact != NULL && str_is(tree_get_text(fact, S("state")), "none")) {
        tree_text(answer, S("state"), S("none"));
        return 200;
    }
    account = fact == NULL ? (str){0} : tree_get_text(fact, S("account"));
    tree_text(answer, S("account"), account.len > 0 ? account : effect_account(q, unit));
    tree_text(answer, S("state"), S("done"));
    return 200;
}

int effect_declaration(const struct asking *q, struct tree *answer)
{
    if (tree_get_text(q->request, S("unit")).len == 0 || tree_get(q->request, S("items")) == NULL)
        return effect_no(answer, 400, S("unit and items are wanted"));
    tree_text(answer, S("declaration_number"), effect_number(q, "D"));
    tree_text(answer, S("state"), S("accepted"));
    return 200;
}

int effect_result(const struct asking *q, struct tree *answer)
{
    if (tree_get_text(q->request, S("unit")).len == 0)
        return effect_no(answer, 400, S("unit is wanted"));
    tree_text(answer, S("state"), S("noted"));
    return 200;
}
