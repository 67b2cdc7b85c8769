/* Messages that the departments send to the service of their own accord: late answers and payments.
 * A background thread sends each until it is answered 200, with growing pauses. */
#pragma once

#include "fault.h"
#include "keys.h"
#include "store.h"

struct callbacks;

struct callback_row {
    enum department department;
    str url, body;
    str order;        /* of a payment: noted in the store when the service has taken it */
    enum fault fault; /* late, duplicate, out_of_order, bad_signature, expired, replay, or none */
};

MUST_CHECK err callbacks_start(struct store *store, struct keys *keys, struct faults *faults,
    struct arena *a, struct callbacks **ret);
/* Safe from any thread; the texts are copied. False when too many wait already. */
bool callbacks_add(struct callbacks *c, const struct callback_row *row);
/* Messages that wait to be sent or to be answered 200. */
size_t callbacks_waiting(struct callbacks *c);
/* Messages given up after the last try. */
size_t callbacks_given_up(struct callbacks *c);
/* Stops the thread; what was not answered is dropped (payments are sent again after a restart). */
void callbacks_stop(struct callbacks *c);
