/* The payer's side of the payment gateway: the page at pay_url, paying, and the callback. */
#pragma once

#include "sandbox.h"

/* GET /orders/{order}/pay: a page with one button; POST /orders/{order}/pay: it has been pressed.
 */
int payment_door_show(struct door *d);
int payment_door_pay(struct door *d);
/* Sends again the callbacks that a restart interrupted. */
MUST_CHECK err payment_resume(struct sandbox *s, struct arena *a);
