/* Starting and stopping the HTTP side of an opened app, for serve and replay. */
#pragma once

#include "app/app.h"

MUST_CHECK err server_start(struct app *app, str *ret_fault);
void server_stop(struct app *app);
void server_log_level(const struct options *o);
