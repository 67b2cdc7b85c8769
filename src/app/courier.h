/* One signed call to a department and its signed reply: what the outbox and the questions of a
 * draft have in common. A department that fails too often is left alone for a while (breaker); both
 * respect it, and both are counted. */
#pragma once

#include "app/app.h"

#define COURIER_TIMEOUT_MS 3000
#define COURIER_REPLY_MAX ((size_t)1 << 20)
#define COURIER_BREAKER_FAILURES 5
#define COURIER_BREAKER_MS 5000

/* NULL when this city knows no such department. */
struct department *courier_department(struct app *app, str name);
/* False while the breaker is open, and for NULL. */
bool courier_may_send(struct app *app, const struct department *d, int64_t now_ms);
/* What is sent: JSON to a path below the department's address, under a message id. */
struct courier_letter {
    str department, path, id, body;
    struct http_call *call;
    struct tree *answer; /* set by courier_check */
};
/* Makes letter->call a signed POST that nobody has sent yet; the department must be known. */
void courier_prepare(
    struct app *app, struct arena *a, const struct courier_letter *letter, int64_t now_ms);
/* What is wrong with the reply; empty when it can be believed, and then letter->answer is its
 * object. Status 202 promises a later answer: that is for the caller to see. */
str courier_check(struct app *app, struct arena *a, struct courier_letter *letter);
/* Counts what became of a call; an empty fault closes the breaker. */
void courier_note(struct app *app, str department, str fault);
