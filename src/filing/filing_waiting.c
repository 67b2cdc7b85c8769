/* What waits on a unit, for acts that are no filing. */
#include "filing/filing_store.h"

err filing_first_on(struct ctx *ctx, str unit, str *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = (str){0};
    TRY(db_list(ctx, SQL_filing_on_unit, &rows, text(ctx->region), text(unit)));
    if (db_next(&rows, &row))
        *ret = take_text(&row);
    return OK;
}
