/* The journals of an older store are sealed once: the file beside the keys, which nobody with the
 * store alone can take away, says that it was done. */
#include "app/admin.h"
#include "base/file.h"
#include "filing/filing.h"
#include "staff/staff_admin.h"

#define DONE "audit.begun"

static err seal_all(struct app *app, str region, db_run *run)
{
    struct arena *a = arena_new((size_t)64 << 20);
    bool more = true;
    err e = OK;

    while (more && e == OK) {
        struct ctx ctx;

        app_ctx(app, a, region, &ctx);
        e = db_write(app->db, &ctx, run, &more);
        arena_reset(a);
    }
    arena_free(a);
    return e;
}

err seals_begin(struct app *app)
{
    const struct city *city = app_city(app);
    const char *path = arena_printf(app->arena, "%s/" DONE, app->options->dir).at;

    if (file_exists(path))
        return OK;
    for (size_t i = 0; i < city->regions_count; i++)
        TRY(seal_all(app, city->regions[i].region, filing_journal_seal));
    TRY(seal_all(app, (str){0}, staff_changes_seal));
    return file_create(path, S("The journals are sealed from here on.\n"));
}
