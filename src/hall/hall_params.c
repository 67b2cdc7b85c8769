/* Numbers set by policy: data/hall.csv, each with its dates. */
#include "base/csv.h"
#include "base/when.h"
#include "hall/hall.h"

enum { CELL_NAME, CELL_VALUE, CELL_FROM, CELL_TO, CELL_SOURCE, CELLS };

struct param_row {
    const char *name;
    int64_t least, most;
    size_t offset;
};
static const struct param_row params[] = {
#define PARAM(name, least, most, zh, en) {#name, least, most, offsetof(struct hall_params, name)},
#include "hall/hall.def"
#undef PARAM
};

struct hall_value {
    size_t param;
    int64_t value;
    str from, to;
};

struct hall_policy {
    struct hall_value *values;
    size_t count;
};

static bool is_in_force(const struct hall_value *v, str date)
{
    return str_cmp(v->from, date) <= 0 && (v->to.len == 0 || str_cmp(date, v->to) < 0);
}

static void set(struct hall_params *p, size_t param, int64_t value)
{
    *(int64_t *)(void *)((char *)p + params[param].offset) = value;
}

/* NULL, or what is wrong with the line. */
static const char *read_value(const str *cells, size_t count, struct hall_value *ret)
{
    struct when_date date;

    if (count != CELLS)
        return "has another number of columns";
    while (ret->param < COUNT(params) && !str_is(cells[CELL_NAME], params[ret->param].name))
        ret->param++;
    if (ret->param == COUNT(params))
        return "names no number of the hall";
    if (!str_to_i64(cells[CELL_VALUE], &ret->value) || ret->value < params[ret->param].least ||
        ret->value > params[ret->param].most)
        return "has a value out of range";
    ret->from = cells[CELL_FROM];
    ret->to = cells[CELL_TO];
    if (!when_parse_date(ret->from, &date) || (ret->to.len > 0 && !when_parse_date(ret->to, &date)))
        return "has a date that is none";
    return NULL;
}

static bool goes_on(const struct hall_policy *policy, size_t param)
{
    for (size_t i = 0; i < policy->count; i++)
        if (policy->values[i].param == param && policy->values[i].to.len == 0)
            return true;
    return false;
}

err hall_policy_parse(struct arena *a, str text, struct hall_policy **ret, str *ret_fault)
{
    struct hall_policy *policy = ARENA_NEW(a, struct hall_policy);
    struct csv csv;
    size_t count;
    str *cells;

    policy->values = ARENA_MANY(a, text.len / CELLS + 1, struct hall_value);
    csv_init(&csv, text);
    if (!csv_next(&csv, a, &cells, &count) || count != CELLS || !str_is(cells[0], "name")) {
        *ret_fault = S("data/hall.csv has not the columns name,value,from,to,source");
        return E_INVALID;
    }
    while (csv_next(&csv, a, &cells, &count)) {
        const char *wrong = read_value(cells, count, &policy->values[policy->count++]);

        if (wrong == NULL)
            continue;
        *ret_fault = arena_printf(a, "line %lld of data/hall.csv %s", (long long)csv.line, wrong);
        return E_INVALID;
    }
    for (size_t i = 0; i < COUNT(params); i++)
        if (!goes_on(policy, i)) {
            *ret_fault = arena_printf(a, "data/hall.csv has no %s for good", params[i].name);
            return E_INVALID;
        }
    *ret = policy;
    return OK;
}

struct hall_params hall_params_on(struct arena *a, const struct hall_policy *policy, int64_t ms)
{
    str date = when_print_date(a, when_date_of(ms));
    struct hall_params p = {0};

    for (size_t i = 0; i < policy->count; i++)
        if (is_in_force(&policy->values[i], date))
            set(&p, policy->values[i].param, policy->values[i].value);
    return p;
}
