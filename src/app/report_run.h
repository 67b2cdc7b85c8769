/* Reporting a whole day, part by part, for the verb, the route and the night. */
#pragma once

#include "app/app.h"

/* In the region of `ctx`. What parts leave in the arena is given back after each; findings of a
 * refusal stay. */
MUST_CHECK err report_whole_day(struct app *app, struct ctx *ctx, str day);

/* The nightly job, when --report-at says when. E_INVALID when that is no time of the day. */
MUST_CHECK err report_job_start(struct app *app, str *ret_fault);
void report_job_stop(struct app *app);
