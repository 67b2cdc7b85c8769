/* Names and values of header fields (RFC 9110 section 5). Private to this folder. */
#pragma once

#include "base/arena.h"

/* A token: what a name or a method may be. */
bool field_is_name(str s);
/* Nothing that would end the line or hide in it: no control characters, no NUL. */
bool field_is_value(str s);
/* Names are the same in any case. */
bool field_same_name(str a, str b);
/* A copy in lower case (ASCII). */
str field_lower(struct arena *a, str s);
