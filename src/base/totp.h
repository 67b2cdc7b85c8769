/* One-time codes by time: RFC 6238 over RFC 4226, with SHA-1, as every authenticator has them.
 * Pure: the moment is given. */
#pragma once

#include "base/base.h"

#define TOTP_STEP_MS INT64_C(30000)
#define TOTP_DIGITS 6
#define TOTP_SECRET_BYTES 20 /* RFC 4226 4 R6: as long as the hash */

/* The step in which a moment lies. */
int64_t totp_step_of(int64_t now_ms);
/* The code of a step as a number of at most `digits` (1 to 9) digits. */
int64_t totp_code(str secret, int64_t step, int digits);
/* True when `code` (six digits as text) is that of the step at `now_ms`, or of the one before or
 * after it, for clocks that differ, and lies after `used_step`: a code is good once. *ret_step is
 * its step. */
bool totp_check(str secret, str code, int64_t now_ms, int64_t used_step, int64_t *ret_step);
