/* The table of step kinds; ends with a NULL name. */
#pragma once

#include "filing/filing.h"

extern const struct step_kind step_kinds[];
