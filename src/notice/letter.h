/* What the letters of this folder have in common. */
#pragma once

#include "base/arena.h"

/* 2026年3月2日 09:00; empty when there is no moment. */
str letter_moment(struct arena *a, int64_t ms);
