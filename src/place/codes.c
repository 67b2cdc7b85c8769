/* Codes by name: the table is short and built in, so it is read where it stands. */
#include "place/codes.h"

#include "base/csv.h"
#include "base/embed.h"

str code_name(struct arena *a, const char *table, str code, str date, bool english)
{
    struct csv csv;
    size_t count;
    str content, *row;

    if (!embed_find("data/codes.csv", &content))
        return code;
    csv_init(&csv, content);
    while (csv_next(&csv, a, &row, &count)) {
        if (count < 6 || !str_is(row[0], table) || !str_eq(row[1], code))
            continue;
        if (str_cmp(row[4], date) <= 0 && (row[5].len == 0 || str_cmp(date, row[5]) < 0))
            return row[english ? 3 : 2];
    }
    return code;
}
