/* Units and rights made again from their entries alone: to look back at a page as an entry left it,
 * and, in registry_fold.c, to compare what stands in the rows. */
#include "registry/registry_store.h"

void registry_fold_begin(struct arena *a, size_t entries, struct registry_fold *ret)
{
    /* An entry makes at most one of each. */
    *ret = (struct registry_fold){.rights = ARENA_MANY(a, entries + 1, struct registry_right),
        .units = ARENA_MANY(a, entries + 1, struct registry_unit)};
}

struct registry_right *registry_fold_right(struct registry_fold *f, str id)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_eq(f->rights[i].id, id))
            return &f->rights[i];
    return NULL;
}

struct registry_unit *registry_fold_unit(const struct registry_fold *f, str code)
{
    for (size_t i = 0; i < f->units_count; i++)
        if (str_eq(f->units[i].code, code))
            return &f->units[i];
    return NULL;
}

/* The entry's own columns repeat what its content says. */
static bool speaks_of_itself(const struct registry_entry *e, const struct tree *content)
{
    return tree_get_i64(content, S("number"), 0) == e->number &&
           tree_get_i64(content, S("position"), 1) == e->position &&
           tree_get_i64(content, S("register_type"), 0) == e->register_type &&
           tree_get_i64(content, S("made_ms"), 0) == e->made_ms &&
           str_eq(tree_get_text(content, S("unit")), e->unit) &&
           str_eq(tree_get_text(content, S("filing")), e->filing) &&
           str_eq(tree_get_text(content, S("right_kind")), e->right_kind) &&
           str_eq(tree_get_text(content, S("effect")), e->effect) &&
           str_eq(tree_get_text(content, S("recorder")), e->recorder);
}

/* A right ends. False when it speaks of one that is not there. */
static bool fold_end(
    struct registry_fold *f, const struct registry_entry *e, const struct tree *ended)
{
    struct registry_right *right = registry_fold_right(f, tree_get_text(ended, S("id")));

    if (right == NULL || !str_is(right->state, "live"))
        return false;
    right->state = tree_get_text(ended, S("state"));
    right->entry_ended = e->number;
    return true;
}

/* Others of its line move. */
static bool fold_ranks(struct registry_fold *f, const struct tree *ranks)
{
    for (const struct tree *r = ranks != NULL ? ranks->first : NULL; r != NULL; r = r->next) {
        struct registry_right *right = registry_fold_right(f, tree_get_text(r, S("id")));

        if (right == NULL)
            return false;
        right->rank = tree_get_i64(r, S("rank"), -1);
        right->since_entry = tree_get_i64(r, S("since_entry"), right->since_entry);
    }
    return true;
}

/* The unit's particulars as the entry left them. */
static bool fold_unit_now(
    struct registry_fold *f, const struct registry_entry *e, const struct tree *now)
{
    struct registry_unit *u = registry_fold_unit(f, e->unit), changed;

    if (u == NULL)
        return false;
    registry_read_unit(now, &changed);
    changed.entry_made = u->entry_made;
    changed.state = tree_get_text(now, S("state"));
    *u = changed;
    return true;
}

static bool fold_new_unit(
    struct registry_fold *f, const struct registry_entry *e, const struct tree *made)
{
    struct registry_unit u;

    registry_read_unit(made, &u);
    if (!str_eq(u.code, e->unit) || registry_fold_unit(f, u.code) != NULL)
        return false;
    u.state = S("live");
    u.entry_made = e->number;
    f->units[f->units_count++] = u;
    return true;
}

bool registry_fold_entry(struct arena *a, struct registry_fold *f, const struct registry_entry *e)
{
    const struct tree *made, *new_unit, *ended, *unit_now;
    struct registry_right *right;
    struct tree *content;
    str fault;

    if (tree_parse(a, e->content, &content, &fault) != OK || !speaks_of_itself(e, content))
        return false;
    new_unit = tree_get(content, S("new_unit"));
    if (new_unit != NULL && !fold_new_unit(f, e, new_unit))
        return false;
    unit_now = tree_get(content, S("unit_now"));
    if (unit_now != NULL && !fold_unit_now(f, e, unit_now))
        return false;
    ended = tree_get(content, S("ended"));
    if (ended != NULL && !fold_end(f, e, ended))
        return false;
    if (!fold_ranks(f, tree_get(content, S("ranks"))))
        return false;
    made = tree_get(content, S("made"));
    if (made == NULL)
        return ended != NULL;
    right = &f->rights[f->count++];
    registry_read_right(a, made, right);
    right->unit = e->unit;
    right->entry_made = e->number;
    if (right->since_entry == 0)
        right->since_entry = e->number;
    return true;
}

void registry_fold_page(
    struct arena *a, struct registry_fold *f, str unit, struct registry_page *ret)
{
    const struct registry_unit *u = registry_fold_unit(f, unit);

    *ret = (struct registry_page){.unit = {.code = unit}};
    if (u != NULL)
        ret->unit = *u;
    ret->rights = ARENA_MANY(a, f->count + 1, struct registry_right);
    for (size_t i = 0; i < f->count; i++)
        if (str_is(f->rights[i].state, "live"))
            ret->rights[ret->rights_count++] = f->rights[i];
    registry_page_settle(ret);
}

err registry_page_at(struct ctx *ctx, str unit, int64_t number, struct registry_page *ret)
{
    struct registry_fold f;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_entries_of_units, &rows, text(ctx->region), text(unit),
        text(arena_join(ctx->arena, unit, S(" ")))));
    registry_fold_begin(ctx->arena, rows.count, &f);
    while (db_next(&rows, &row)) {
        struct registry_entry e;

        registry_take_entry(&row, &e);
        if (e.number <= number && !registry_fold_entry(ctx->arena, &f, &e))
            return E_FAULT;
    }
    registry_fold_page(ctx->arena, &f, unit, ret);
    return OK;
}
