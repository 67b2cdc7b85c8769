/* Code tables (代码表) with validity dates: data/codes.csv. */
#pragma once

#include "base/arena.h"

/* The name of a code on a date (YYYY-MM-DD); the code itself when the table has none. */
str code_name(struct arena *a, const char *table, str code, str date, bool english);
