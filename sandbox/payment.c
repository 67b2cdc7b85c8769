/* Paying at the stand-in gateway: the order is paid once, and its callback goes out until it is
 * answered. */
#include "payment.h"

#include "base/when.h"
#include "effect.h"

enum payment_word {
#define WORD(name, zh, en) WORD_##name,
#include "payment.def"
#undef WORD
    WORD_COUNT
};

static const struct {
    const char *zh, *en;
} payment_words[WORD_COUNT] = {
#define WORD(name, zh, en) {zh, en},
#include "payment.def"
#undef WORD
};

/* ---- the page ---- */

static void payment_add_escaped(struct buf *out, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        switch (text.at[i]) {
        case '<':
            buf_add_z(out, "&lt;");
            break;
        case '&':
            buf_add_z(out, "&amp;");
            break;
        case '"':
            buf_add_z(out, "&quot;");
            break;
        default:
            buf_add_char(out, text.at[i]);
        }
    }
}

static void payment_add_word(struct buf *out, const char *element, enum payment_word word)
{
    buf_printf(out, "<%s>%s<br><span lang=\"en\">%s</span></%s>", element, payment_words[word].zh,
        payment_words[word].en, element);
}

static void payment_add_row(struct buf *out, enum payment_word word, str value)
{
    payment_add_word(out, "dt", word);
    buf_add_z(out, "<dd>");
    payment_add_escaped(out, value);
    buf_add_z(out, "</dd>");
}

static str payment_page(struct arena *a, const struct store_order *order)
{
    struct buf out;

    buf_init(&out, a, (size_t)1 << 20);
    buf_printf(&out,
        "<!doctype html><html lang=\"zh\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title></head><body>",
        payment_words[WORD_title].zh);
    payment_add_word(&out, "h1", WORD_title);
    payment_add_word(&out, "p", WORD_pretend);
    buf_add_z(&out, "<dl>");
    payment_add_row(&out, WORD_order, order->order);
    payment_add_row(&out, WORD_subject, order->subject);
    payment_add_row(&out, WORD_amount,
        arena_printf(a, "%lld.%02lld", (long long)(order->amount_fen / 100),
            (long long)(order->amount_fen % 100)));
    buf_add_z(&out, "</dl>");
    if (order->paid_ms > 0) {
        payment_add_word(&out, "p", WORD_paid);
    } else {
        buf_add_z(&out, "<form method=\"post\">");
        payment_add_word(&out, "button", WORD_pay);
        buf_add_z(&out, "</form>");
    }
    buf_add_z(&out, "</body></html>\n");
    return buf_str(&out);
}

/* ---- paying ---- */

static void payment_call_back(
    struct sandbox *s, const struct store_order *order, struct arena *a, enum fault fault)
{
    struct callback_row row = {
        .department = DEPARTMENT_payment,
        .url = order->callback_url,
        .body = effect_paid_body(a, order),
        .order = order->order,
        .fault = fault,
    };

    /* When too many wait, this one is sent after the next start: the order is not yet "called". */
    (void)callbacks_add(s->callbacks, &row);
}

struct payment_turn {
    struct door *door;
    bool pays;
    int status;
};

static str payment_order_of_path(const struct door *d)
{
    str rest = d->rest;
    str order = str_cut(&rest, '/');

    return str_is(rest, "pay") ? order : (str){0};
}

static void payment_show(struct door *d, const struct store_order *order)
{
    tree_text(d->out, S("order"), order->order);
    tree_text(d->out, S("gateway_number"), order->gateway_number);
    tree_i64(d->out, S("amount_fen"), order->amount_fen);
    tree_text(d->out, S("state"), order->paid_ms > 0 ? S("paid") : S("open"));
    if (order->paid_ms == 0)
        return;
    tree_text(d->out, S("trade_number"), order->trade_number);
    tree_i64(d->out, S("paid_ms"), order->paid_ms);
    tree_bool(d->out, S("called"), order->called);
}

/* Inside store_run. Paying what is paid changes nothing and answers the same. */
static err payment_turn(void *arg)
{
    struct payment_turn *t = arg;
    struct door *d = t->door;
    struct sandbox *s = d->sandbox;
    struct store_order *order = store_order_find(&s->store, payment_order_of_path(d));

    t->status = 404;
    if (order == NULL)
        return OK;
    if (t->pays && order->paid_ms == 0) {
        TRY(effect_pay(&s->store, d->request->arena, order, when_now_ms()));
        payment_call_back(s, order, d->request->arena,
            fault_take(&s->faults, DEPARTMENT_payment, FAULT_FITS_CALLBACK));
    }
    t->status = 200;
    payment_show(d, order);
    if (str_find(http_header(d->request, S("accept")), S("text/html"), &(size_t){0}))
        d->page = payment_page(d->request->arena, order);
    return OK;
}

static int payment_door(struct door *d, bool pays)
{
    struct payment_turn turn = {.door = d, .pays = pays};
    err fault = store_run(&d->sandbox->store, d->request->arena, payment_turn, &turn);

    if (fault != OK)
        return door_no(d, err_status(fault), str_of(err_text_en(fault)));
    return turn.status == 200 ? 200 : door_no(d, turn.status, S("there is no such order"));
}

int payment_door_show(struct door *d)
{
    return payment_door(d, false);
}

int payment_door_pay(struct door *d)
{
    return payment_door(d, true);
}

/* ---- after a restart ---- */

struct payment_resuming {
    struct sandbox *sandbox;
    struct arena *arena;
};

static err payment_resume_all(void *arg)
{
    struct payment_resuming *r = arg;
    const struct store_order *order = r->sandbox->store.orders_first;

    for (; order != NULL; order = order->next) {
        if (order->paid_ms > 0 && !order->called)
            payment_call_back(r->sandbox, order, r->arena, FAULT_none);
    }
    return OK;
}

err payment_resume(struct sandbox *s, struct arena *a)
{
    struct payment_resuming resuming = {s, a};

    return store_run(&s->store, a, payment_resume_all, &resuming);
}
