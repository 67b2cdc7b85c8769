/* What queries ask of the book: the homes of a document with the size of the book that says so, the
 * entries of a unit, and whether there are later ones. */
#include "registry/registry_store.h"

static void take_home(struct db_row *row, struct registry_home *h)
{
    int64_t area;

    h->unit = take_text(row);
    h->location = take_text(row);
    h->right = take_text(row);
    h->kind = take_text(row);
    h->holding = take_text(row);
    h->name = take_text(row);
    h->area_cm2 = str_to_i64(take_text(row), &area) ? area : 0;
    h->entry = take_i64(row);
    h->share.num = take_i64(row);
    h->share.den = take_i64(row);
}

err registry_homes(
    struct ctx *ctx, const struct registry_holder *holder, size_t most, struct registry_homes *ret)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_homes, &rows, text(ctx->region), text(holder->document_number),
        text(holder->document_kind), i64((int64_t)most + 2)));
    if (rows.count > most + 1)
        return E_TOO_LARGE;
    *ret = (struct registry_homes){.homes = ARENA_MANY(ctx->arena, most + 1, struct registry_home)};
    while (db_next(&rows, &row)) {
        bool is_home = take_i64(&row) == 1;
        struct registry_home h;

        take_home(&row, &h);
        if (is_home)
            ret->homes[ret->count++] = h;
        else
            ret->size = h.entry;
    }
    return OK;
}

err registry_entries_of_unit(
    struct ctx *ctx, str unit, struct registry_entry **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_entries_of_units, &rows, text(ctx->region), text(unit),
        text(arena_join(ctx->arena, unit, S(" ")))));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, struct registry_entry);
    *ret_count = 0;
    while (db_next(&rows, &row))
        registry_take_entry(&row, &(*ret)[(*ret_count)++]);
    return OK;
}

err registry_entered_since(struct ctx *ctx, str unit, int64_t number, bool *ret)
{
    struct db_row row;

    return db_find(
        ctx, SQL_registry_entry_later, &row, ret, text(ctx->region), text(unit), i64(number));
}
