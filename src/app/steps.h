/* The table of step kinds; ends with a NULL name. */
#pragma once

#include "filing/filing.h"

extern const struct step_kind step_kinds[];
/* What the domains do in the transaction of every entry. */
extern const struct registry_hooks entry_hooks;
extern const struct rule_hooks rule_hooks;
