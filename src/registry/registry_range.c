/* Pages of all units of a range of codes: a building's units stand together. */
#include "registry/registry_store.h"

static void take_rights_of(struct registry_page *page, struct registry_right *rights, size_t count)
{
    page->rights = rights;
    page->rights_count = count;
    registry_page_settle(page);
}

err registry_pages_between(
    struct ctx *ctx, str from, str to, struct registry_page **ret, size_t *ret_count)
{
    struct registry_right *rights;
    struct db_rows units, rows;
    struct db_row row;
    size_t count, at = 0, n = 0;

    TRY(db_list(ctx, SQL_registry_all_units, &units, text(ctx->region), text(from), text(to)));
    TRY(db_list(ctx, SQL_registry_rights_between, &rows, text(ctx->region), text(from), text(to)));
    TRY(registry_take_rights(ctx, &rows, &rights, &count));
    *ret = ARENA_MANY(ctx->arena, units.count + 1, struct registry_page);
    while (db_next(&units, &row)) {
        struct registry_page *page = &(*ret)[n++];
        size_t first;

        registry_take_unit(&row, &page->unit);
        while (at < count && str_cmp(rights[at].unit, page->unit.code) < 0)
            at++;
        for (first = at; at < count && str_eq(rights[at].unit, page->unit.code);)
            at++;
        take_rights_of(page, &rights[first], at - first);
    }
    *ret_count = n;
    return OK;
}
