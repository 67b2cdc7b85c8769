/* 沿革: which units a unit came out of, and which came out of it; and the check that what was
 * closed stays closed. */
#include "cadastre/cadastre_store.h"
#include "registry/registry.h"

#define INPUT_HERE struct cadastre_lineage_in
INPUT_TABLE(cadastre_lineage_in, CADASTRE_LINEAGE_IN)
#undef INPUT_HERE

#define UNITS_MAX 1000 /* on either side; a unit with more is shown as far as that */

/* One way through the lineage, nearest first. */
struct walk {
    enum sql sql;
    bool up;
    str *units;
    size_t count;
    struct tree *names, *links;
};

static void meet(struct walk *w, str unit)
{
    for (size_t i = 0; i < w->count; i++)
        if (str_eq(w->units[i], unit))
            return;
    if (w->count >= UNITS_MAX)
        return;
    w->units[w->count++] = unit;
    tree_text(w->names, S(""), unit);
}

static err step(struct ctx *ctx, struct walk *w, str unit)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, w->sql, &rows, text(ctx->region), text(unit)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(w->links, S(""));
        str parent = take_text(&row), child = take_text(&row);

        tree_text(o, S("parent"), parent);
        tree_text(o, S("child"), child);
        tree_text(o, S("kind"), take_text(&row));
        tree_i64(o, S("entry"), take_i64(&row));
        tree_i64(o, S("made_ms"), take_i64(&row));
        meet(w, w->up ? parent : child);
    }
    return OK;
}

static err walk(struct ctx *ctx, struct walk *w, str unit)
{
    w->units = ARENA_MANY(ctx->arena, UNITS_MAX, str);
    TRY(step(ctx, w, unit));
    for (size_t i = 0; i < w->count; i++)
        TRY(step(ctx, w, w->units[i]));
    return OK;
}

err cadastre_lineage(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cadastre_lineage_in *in = arg;
    struct walk up = {.sql = SQL_cadastre_lineage_up, .up = true};
    struct walk down = {.sql = SQL_cadastre_lineage_down};
    struct registry_page page;
    err e = registry_page_get(ctx, in->unit, &page);

    if (e != OK && e != E_MISSING)
        return e;
    tree_text(out, S("unit"), in->unit);
    tree_text_or_null(out, S("state"), e == OK ? page.unit.state : (str){0});
    up.names = tree_list(out, S("ancestors"));
    down.names = tree_list(out, S("descendants"));
    up.links = down.links = tree_list(out, S("links"));
    TRY(walk(ctx, &up, in->unit));
    return walk(ctx, &down, in->unit);
}

static const struct registry_check checks[] = {
    {SQL_cadastre_check_closed, "I1 a unit that was split or merged is closed by its entry"},
    {SQL_cadastre_check_opened, "I1 what came out of a split or merge is in the registry"},
    {SQL_cadastre_check_order, "I1 a unit closes before what comes out of it opens"},
};

err cadastre_verify(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
