/* Code tables (代码表) with validity dates: data/codes.csv. */
#pragma once

#include "base/arena.h"

/* The name of a code on a date (YYYY-MM-DD); the code itself when the table has none. */
str code_name(struct arena *a, const char *table, str code, str date, bool english);
/* Whether the table has the code and it is in force on the date. */
bool code_is_known(struct arena *a, str table, str code, str date);
/* Whether there is such a table. */
bool code_has_table(str table);
