/* Imports and what became of their records, as rows. */
#include "db/db.h"
#include "legacy/legacy_internal.h"

err legacy_begin(struct ctx *ctx, const struct legacy_begin *b, struct legacy_import *ret)
{
    struct db_row row;

    TRY(db_put(ctx, SQL_legacy_import_add, text(ctx->region), text(b->id), text(b->mapping),
        text(b->files), i64(b->lines), text(ctx->who.staff), i64(ctx->now_ms)));
    TRY(db_get(ctx, SQL_legacy_import_get, &row, text(ctx->region), text(b->id)));
    *ret = (struct legacy_import){.id = b->id};
    ret->done = str_is(take_text(&row), "done");
    ret->lines = take_i64(&row);
    ret->totals.records = take_i64(&row);
    ret->totals.lines = take_i64(&row);
    ret->totals.complete = take_i64(&row);
    ret->totals.gaps = take_i64(&row);
    ret->totals.refused = take_i64(&row);
    ret->totals.units = take_i64(&row);
    ret->totals.entries = take_i64(&row);
    ret->version = take_i64(&row);
    return OK;
}

err legacy_outcomes(struct ctx *ctx, struct legacy_page *page)
{
    struct legacy_outcome *list;
    struct db_rows rows;
    struct db_row row;
    size_t count = 0;

    TRY(db_list(ctx, SQL_legacy_record_page, &rows, text(ctx->region), text(page->import),
        i64(page->after), i64(page->limit)));
    list = ARENA_MANY(ctx->arena, rows.count + 1, struct legacy_outcome);
    while (db_next(&rows, &row)) {
        struct legacy_outcome *o = &list[count++];

        o->number = take_i64(&row);
        o->file = take_i64(&row);
        o->line = take_i64(&row);
        o->lines = take_i64(&row);
        o->unit = take_text(&row);
        o->grade = take_text(&row);
        o->reasons = take_text(&row);
        o->entry = take_i64(&row);
        o->entries = take_i64(&row);
    }
    page->list = list;
    page->count = count;
    return OK;
}

err legacy_sums(struct ctx *ctx, str import, struct legacy_totals *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = (struct legacy_totals){0};
    TRY(db_list(ctx, SQL_legacy_record_sums, &rows, text(ctx->region), text(import)));
    while (db_next(&rows, &row)) {
        str grade = take_text(&row);
        int64_t count = take_i64(&row);

        *(str_is(grade, "A")     ? &ret->complete
            : str_is(grade, "B") ? &ret->gaps
                                 : &ret->refused) = count;
        ret->records += count;
        ret->lines += take_i64(&row);
        ret->entries += take_i64(&row);
    }
    return OK;
}
