/* 楼盘表: floors by units with the state of each. Pure: rows in, a tree out. */
#pragma once

#include "cadastre/cadastre_store.h"
#include "registry/registry.h"

#define CADASTRE_STATES_MAX 16

/* Whose names are shown: nobody's, masked ones, all. */
enum cadastre_sight { SIGHT_NOBODY, SIGHT_MASKED, SIGHT_FULL };

struct cadastre_floor {
    int64_t floor;
    str name;
};

struct cadastre_table {
    const struct cadastre_floor *floors; /* from the top */
    size_t floors_count;
    const struct cadastre_unit *units; /* as surveyed */
    size_t units_count;
    const struct registry_page *pages; /* as registered, in the order of their codes */
    size_t pages_count;
    enum cadastre_sight sight;
    int64_t count[CADASTRE_STATES_MAX]; /* filled while showing */
};
void cadastre_table_show(struct cadastre_table *t, struct tree *table, struct tree *counts);

/* A row of UNIT_STATE. */
struct cadastre_state {
    const char *id, *right, *zh, *en;
};
/* What a unit is: `page` NULL when the registry does not have it; `offered`: under a permit. */
const struct cadastre_state *cadastre_state_of(const struct registry_page *page, bool offered);
