/* Decimal numbers as whole units: "1.25" with two places is 125. Exact, both ways. */
#pragma once

#include "base/arena.h"

#define DECIMAL_PLACES_MAX 15

/* Reads digits with an optional sign and fraction ("-106.25"); what stands behind `places` is
 * rounded half away from zero. False when it is no such text, or does not fit. */
bool decimal_read(str s, int places, int64_t *ret);
/* With as few digits as still say it: 1250 with three places is "1.25". */
str decimal_print(struct arena *a, int64_t units, int places);
