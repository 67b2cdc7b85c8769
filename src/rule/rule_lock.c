/* 锁定: asked for, confirmed, released, and which of them touch a unit. */
#include "rule/rule_lock.h"

#include "base/ids.h"
#include "db/db.h"
#include "rule/rule_log.h"

#define INPUT_HERE struct rule_lock_add_in
INPUT_TABLE(rule_lock_add_in, RULE_LOCK_ADD_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rule_lock_list_in
INPUT_TABLE(rule_lock_list_in, RULE_LOCK_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rule_lock_in
INPUT_TABLE(rule_lock_in, RULE_LOCK_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rule_lock_release_in
INPUT_TABLE(rule_lock_release_in, RULE_LOCK_RELEASE_IN)
#undef INPUT_HERE
OUTPUT_TABLE(rule_lock_out, RULE_LOCK_OUT)
OUTPUT_TABLE(rule_locks_out, RULE_LOCKS_OUT)

#define LAND_ALONE "W00000000" /* 无定着物 */
#define LOCKS_PAGE 50
#define NEWEST "~" /* sorts behind every id */
#define LOCK_STATES "standing proposed live releasing released"

static str land_of(str unit)
{
    return str_slice(unit, 0, RULE_LAND_CHARACTERS);
}

str rule_land_unit(struct arena *a, str unit)
{
    return arena_join(a, land_of(unit), S(LAND_ALONE));
}

/* How a lock of the parcel's, or of a unit on it, touches `unit`; NULL when it does not. */
static const char *touches(struct ctx *ctx, str what, str locked, str unit)
{
    bool certificate = str_is(what, "certificate");

    if (str_is(what, "land"))
        return "land";
    if (str_eq(locked, unit))
        return certificate ? "certificate" : "unit";
    if (str_eq(locked, rule_land_unit(ctx->arena, unit)))
        return certificate ? "land-certificate" : "land";
    return NULL;
}

err rule_locks_of(struct ctx *ctx, str unit, struct rule_lock **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    size_t count = 0;

    TRY(db_list(ctx, SQL_rule_locks_in_force, &rows, text(ctx->region), text(land_of(unit))));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, struct rule_lock);
    while (db_next(&rows, &row)) {
        str what = take_text(&row), locked = take_text(&row);
        const char *how = touches(ctx, what, locked, unit);

        if (how != NULL)
            (*ret)[count++] = (struct rule_lock){str_of(how), take_text(&row)};
    }
    *ret_count = count;
    return OK;
}

struct lock {
    str id, state, proposed_by, release_by;
};

static void show_lock(struct db_row *row, struct tree *o, struct lock *ret)
{
    tree_text(o, S("lock"), ret->id = take_text(row));
    tree_text(o, S("what"), take_text(row));
    tree_text(o, S("unit"), take_text(row));
    tree_text(o, S("land"), take_text(row));
    tree_text(o, S("certificate"), take_text(row));
    tree_text(o, S("state"), ret->state = take_text(row));
    tree_bool(o, S("in_force"), str_has_word(S("live releasing"), ret->state));
    tree_text(o, S("reason"), take_text(row));
    tree_text(o, S("proposed_by"), ret->proposed_by = take_text(row));
    tree_i64(o, S("proposed_ms"), take_i64(row));
    tree_text(o, S("confirmed_by"), take_text(row));
    tree_i64(o, S("confirmed_ms"), take_i64(row));
    tree_text(o, S("release_reason"), take_text(row));
    tree_text(o, S("release_by"), ret->release_by = take_text(row));
    tree_i64(o, S("release_ms"), take_i64(row));
    tree_text(o, S("released_by"), take_text(row));
    tree_i64(o, S("released_ms"), take_i64(row));
}

static err get_lock(struct ctx *ctx, str id, struct tree *o, struct lock *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_rule_lock_get, &row, text(ctx->region), text(id)));
    show_lock(&row, o, ret);
    return OK;
}

static err show_after(struct ctx *ctx, str id, struct tree *out)
{
    struct lock lock;

    return get_lock(ctx, id, out, &lock);
}

/* Whether it is a certificate of this unit the caller has found out. */
static void check_what(struct ctx *ctx, const struct rule_lock_add_in *in)
{
    if (!str_has_word(S("unit certificate land"), in->what))
        why_add(ctx, &LOCK_WHAT, S("what"), in->what);
    else if (str_is(in->what, "certificate") != (in->certificate.len > 0))
        why_add(ctx, &LOCK_CERTIFICATE, S("certificate"), in->certificate);
}

static err check_unit(struct ctx *ctx, str unit)
{
    struct registry_page page;
    err e = registry_page_get(ctx, unit, &page);

    if (e != E_MISSING)
        return e;
    why_add(ctx, &UNIT_UNKNOWN, S("unit"), unit);
    return OK;
}

err rule_lock_add(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_lock_add_in *in = arg;
    str id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);

    check_what(ctx, in);
    TRY(check_unit(ctx, in->unit));
    TRY(why_refuse(ctx));
    TRY(db_put(ctx, SQL_rule_lock_add, text(ctx->region), text(id), text(in->what), text(in->unit),
        text(land_of(in->unit)), text(in->certificate), text(str_trim(in->reason)),
        text(ctx->who.staff), i64(ctx->now_ms)));
    return show_after(ctx, id, out);
}

err rule_lock_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_lock_list_in *in = arg;
    struct tree *list = tree_list(out, S("locks"));
    str before = in->before.len > 0 ? in->before : S(NEWEST);
    struct lock lock = {0};
    struct db_rows rows;
    struct db_row row;

    if (in->state.len > 0 && !str_has_word(S(LOCK_STATES), in->state))
        why_add(ctx, &LOCK_LIST_STATE, S("state"), in->state);
    TRY(why_refuse(ctx));
    if (in->unit.len > 0)
        TRY(db_list(ctx, SQL_rule_locks_of_unit, &rows, text(ctx->region), text(in->unit),
            text(before), text(in->state), i64(LOCKS_PAGE + 1)));
    else
        TRY(db_list(ctx, SQL_rule_locks, &rows, text(ctx->region), text(before), text(in->state),
            i64(LOCKS_PAGE + 1)));
    for (size_t i = 0; i < LOCKS_PAGE && db_next(&rows, &row); i++)
        show_lock(&row, tree_object(list, S("")), &lock);
    tree_text_or_null(out, S("next"), rows.count > LOCKS_PAGE ? lock.id : (str){0});
    return OK;
}

err rule_lock_confirm(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_lock_in *in = arg;
    struct lock lock;
    bool releasing;

    TRY(get_lock(ctx, in->lock, tree_new(ctx->arena, TREE_OBJECT), &lock));
    releasing = str_is(lock.state, "releasing");
    if (!releasing && !str_is(lock.state, "proposed"))
        why_add(ctx, &LOCK_STATE, S("lock"), lock.state);
    else if (str_eq(releasing ? lock.release_by : lock.proposed_by, ctx->who.staff))
        why_add(ctx, &LOCK_NOT_SECOND, S("lock"), ctx->who.staff);
    TRY(why_refuse(ctx));
    TRY(db_change_one(ctx, releasing ? SQL_rule_lock_release : SQL_rule_lock_confirm,
        text(ctx->region), text(lock.id), text(ctx->who.staff), i64(ctx->now_ms)));
    return show_after(ctx, lock.id, out);
}

err rule_lock_release(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_lock_release_in *in = arg;
    struct lock lock;

    TRY(get_lock(ctx, in->lock, tree_new(ctx->arena, TREE_OBJECT), &lock));
    if (!str_is(lock.state, "live"))
        why_add(ctx, &LOCK_STATE, S("lock"), lock.state);
    TRY(why_refuse(ctx));
    TRY(db_change_one(ctx, SQL_rule_lock_ask_release, text(ctx->region), text(lock.id),
        text(str_trim(in->reason)), text(ctx->who.staff), i64(ctx->now_ms)));
    return show_after(ctx, lock.id, out);
}
