/* What must hold of codes and areas. Pure. */
#include "base/csv.h"
#include "base/embed.h"
#include "base/ids.h"
#include "cadastre/cadastre.h"

#include <string.h>

__extension__ typedef __int128 int128; /* holds any product of two numbers of 64 bits */

#define RULE RULE_DEFINE
#include "cadastre/cadastre.def"
#undef RULE

/* Columns of data/cadastre.csv. */
enum { LIMIT_COLUMN, VALUE_COLUMN, FROM_COLUMN, TO_COLUMN, LIMIT_COLUMNS };

struct limit_row {
    const char *name;
    size_t offset;
};
static const struct limit_row limit_rows[] = {
    {"overlap_cm2", offsetof(struct cadastre_limits, overlap_cm2)},
    {"outside_cm2", offsetof(struct cadastre_limits, outside_cm2)},
    {"area_cm2", offsetof(struct cadastre_limits, area_cm2)},
    {"area_ppm", offsetof(struct cadastre_limits, area_ppm)},
    {"divide_ppm", offsetof(struct cadastre_limits, divide_ppm)},
};

static void take_limit(const str *row, struct cadastre_limits *ret)
{
    int64_t value;

    if (!str_to_i64(row[VALUE_COLUMN], &value))
        return;
    for (size_t i = 0; i < COUNT(limit_rows); i++)
        if (str_is(row[LIMIT_COLUMN], limit_rows[i].name))
            memcpy((char *)ret + limit_rows[i].offset, &value, sizeof(value));
}

/* What is named nowhere is 0: then every difference is reported. */
void cadastre_limits_on(struct arena *a, str date, struct cadastre_limits *ret)
{
    struct csv csv;
    size_t count;
    str content, *row;

    *ret = (struct cadastre_limits){0};
    if (!embed_find("data/cadastre.csv", &content))
        return;
    csv_init(&csv, content);
    while (csv_next(&csv, a, &row, &count))
        if (count >= LIMIT_COLUMNS && str_cmp(row[FROM_COLUMN], date) <= 0 &&
            (row[TO_COLUMN].len == 0 || str_cmp(date, row[TO_COLUMN]) < 0))
            take_limit(row, ret);
}

/* With what a unit on nothing, or a house's unit, would have behind it. */
static bool begins_unit_code(str code, size_t len, str rest)
{
    char unit[29];

    if (code.len != len || len + rest.len != 28)
        return false;
    memcpy(unit, code.at, len);
    memcpy(unit + len, rest.at, rest.len);
    return id_unit_code_is_valid((str){unit, 28});
}

bool cadastre_parcel_code_is_valid(str code)
{
    return begins_unit_code(code, CADASTRE_PARCEL_LEN, S("W00000000"));
}

bool cadastre_building_code_is_valid(str code)
{
    return begins_unit_code(code, CADASTRE_BUILDING_LEN, S("0001")) &&
           code.at[CADASTRE_PARCEL_LEN] == 'F';
}

bool cadastre_areas_agree(
    const struct cadastre_limits *limits, int64_t stated_cm2, int64_t measured_cm2)
{
    int64_t difference =
        stated_cm2 > measured_cm2 ? stated_cm2 - measured_cm2 : measured_cm2 - stated_cm2;
    int128 allowed = (int128)stated_cm2 * limits->area_ppm / 1000000;

    return difference <= limits->area_cm2 || difference <= allowed;
}
