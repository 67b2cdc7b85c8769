/* Which departments the sandbox stands in for. */
#pragma once

#include "base/arena.h"

enum department {
#define DEPARTMENT(name, zh, en) DEPARTMENT_##name,
#include "departments.def"
#undef DEPARTMENT
    DEPARTMENT_COUNT
};

/* The name in the protocol; also the key id of its signature. */
str department_name(enum department d);
str department_title_zh(enum department d);
str department_title_en(enum department d);
/* False when no department has that name. */
bool department_find(str name, enum department *ret);
