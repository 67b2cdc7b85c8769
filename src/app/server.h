/* What the verbs that run a service share. */
#pragma once

#include "app/app.h"

/* Takes the log's level from --log. */
void server_log_level(const struct options *o);
