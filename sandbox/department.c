/* The names of the departments, from departments.def. */
#include "department.h"

struct department_row {
    const char *name, *zh, *en;
};

static const struct department_row department_rows[DEPARTMENT_COUNT] = {
#define DEPARTMENT(name, zh, en) {#name, zh, en},
#include "departments.def"
#undef DEPARTMENT
};

str department_name(enum department d)
{
    return str_of(department_rows[d].name);
}

str department_title_zh(enum department d)
{
    return str_of(department_rows[d].zh);
}

str department_title_en(enum department d)
{
    return str_of(department_rows[d].en);
}

bool department_find(str name, enum department *ret)
{
    for (enum department d = 0; d < DEPARTMENT_COUNT; d++) {
        if (str_eq(name, department_name(d))) {
            *ret = d;
            return true;
        }
    }
    return false;
}
