/* What the departments know and what they did, in memory and, line by line, in DIR/facts.jsonl, so
 * that a killed sandbox starts again with the same facts, orders and effects. */
#pragma once

#include "base/tree.h"
#include "department.h"
#include "map.h"

#include <pthread.h>

/* A message that was acted on. The same id gets the same answer and does nothing more. */
struct store_message {
    str path;   /* "/orders" */
    str answer; /* JSON */
};

/* An order at the payment gateway (缴款订单). */
struct store_order {
    str order, subject, callback_url, gateway_number;
    int64_t amount_fen, refunded_fen;
    int64_t paid_ms; /* 0: open */
    str trade_number, paid_message_id;
    bool called; /* the service has answered the callback */
    struct store_order *next;
};

/* A refund (退款), by its number. */
struct store_refund {
    str order, trade_number;
    int64_t amount_fen;
};

/* A line of a list that only grows: statements, text messages, postal orders. */
struct store_line {
    int64_t at_ms;
    str json;
    struct store_line *next;
};

struct store_list {
    struct store_line *first, *last;
    int64_t count;
};

/* Messages with a valid signature; how many different ids; how many were acted on. */
struct store_counts {
    int64_t arrived, distinct, acted;
};

struct store {
    pthread_mutex_t lock;
    struct arena *arena; /* everything below; only inside store_run */
    int journal;         /* descriptor of facts.jsonl */
    struct map facts;    /* "department/share/key": struct store_line */
    struct map messages; /* "department/id": struct store_message */
    struct map orders;   /* struct store_order */
    struct map refunds;  /* struct store_refund */
    struct store_order *orders_first, *orders_last;
    struct store_list statement, sms, post;
    struct store_counts questions[DEPARTMENT_COUNT], effects[DEPARTMENT_COUNT];
    int64_t rejected[DEPARTMENT_COUNT]; /* without a valid signature */
};

/* Opens DIR/facts.jsonl and reads it back. A last line cut short by a kill is dropped. *ret_fault
 * is a sentence. */
MUST_CHECK err store_open(
    struct store *s, struct arena *scratch, const char *path, size_t bytes_max, str *ret_fault);
void store_close(struct store *s);

/* Runs `run(arg)` alone: nobody else reads or changes the store meanwhile. Passing the ceiling of
 * the store's or of the caller's arena gives E_TOO_LARGE. */
MUST_CHECK err store_run(struct store *s, struct arena *a, err (*run)(void *arg), void *arg);

/* The rest only inside store_run. */

/* The fact as a tree in `a`, or NULL when the department does not know. */
struct tree *store_fact(
    const struct store *s, struct arena *a, enum department d, str share, str key);
/* True when exactly this answer is known already. `fact` has department, share, key and answer. */
bool store_fact_is(const struct store *s, struct arena *a, const struct tree *fact);
/* Appends lines ('\n' at the end of each) to the journal: E_FULL, E_FAULT. Nothing may be applied
 * that is not written. */
MUST_CHECK err store_write(struct store *s, str lines);
/* Makes happen what a journal line says. Lines of an unknown kind do nothing. */
void store_apply(struct store *s, const struct tree *line);
const struct store_message *store_message_find(
    const struct store *s, struct arena *a, enum department d, str message_id);
void store_message_keep(
    struct store *s, enum department d, str message_id, struct store_message message);
struct store_order *store_order_find(const struct store *s, str order);
void store_list_add(struct store *s, struct store_list *list, int64_t at_ms, str json);
