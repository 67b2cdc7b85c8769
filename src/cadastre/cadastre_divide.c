/* 分割合并: the parents close and the children open in one transaction, with the title, its holders
 * and shares, and the mortgages whose holders consent. */
#include "cadastre/cadastre_divide.h"

#include "base/when.h"
#include "cadastre/plane.h"
#include "registry/right.h"

#include <stdlib.h>

#define INPUT_HERE struct cadastre_parent_in
INPUT_TABLE(cadastre_parent_in, CADASTRE_PARENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_child_in
INPUT_TABLE(cadastre_child_in, CADASTRE_CHILD_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_consent_in
INPUT_TABLE(cadastre_consent_in, CADASTRE_CONSENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cadastre_divide_in
INPUT_TABLE(cadastre_divide_in, CADASTRE_DIVIDE_IN)
#undef INPUT_HERE

#define REGISTER_TYPE_CHANGE 300 /* DJLX: the same holder's split or merge is a change */

/* ---- before ---- */

static int compare_codes(const void *left, const void *right)
{
    return str_cmp(*(const str *)left, *(const str *)right);
}

/* In the order of their codes, so that two who want the same units wait for each other in a line.
 */
static err lock_parents(struct ctx *ctx, struct cadastre_division *d)
{
    const struct cadastre_parent_in *in = d->order->in->parents.items;
    size_t count = d->order->in->parents.count;
    str *codes = ARENA_MANY(ctx->arena, count, str);

    d->parents = ARENA_MANY(ctx->arena, count, struct registry_page);
    for (size_t i = 0; i < count; i++)
        codes[i] = in[i].unit;
    qsort(codes, count, sizeof(*codes), compare_codes);
    for (size_t i = 0; i < count; i++) {
        err e = registry_lock(ctx, codes[i], &d->parents[d->parents_count]);

        if (e != OK && e != E_MISSING)
            return e;
        if (e == E_MISSING)
            why_add(ctx, &UNIT_UNKNOWN, S("parents"), codes[i]);
        else
            d->parents_count++;
    }
    return OK;
}

/* A code that the registry or the survey has seen is never given again. */
static err check_unused(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;

    for (size_t i = 0; i < d->order->in->children.count; i++) {
        struct registry_page page;
        err e = registry_page_get(ctx, c[i].unit, &page);

        if (e == OK)
            why_add(
                ctx, &CHILD_KNOWN, arena_printf(ctx->arena, "children[%zu].unit", i), c[i].unit);
        else if (e != E_MISSING)
            return e;
    }
    return OK;
}

/* How much of a new parcel lies outside the old ones. */
static err check_within(struct ctx *ctx, const struct cadastre_division *d, str parcel, str field)
{
    struct cadastre_near child, parent;
    int64_t beyond;
    bool found;

    TRY(cadastre_shape_get(ctx, "parcel", parcel, &child, &found));
    if (!found)
        return OK;
    beyond = child.measured_cm2;
    for (size_t i = 0; i < d->parents_count; i++) {
        const struct shape *s = &parent.shape;
        int64_t common;

        TRY(cadastre_shape_get(ctx, "parcel",
            str_slice(d->parents[i].unit.code, 0, CADASTRE_PARCEL_LEN), &parent, &found));
        if (!found)
            return OK; /* nothing to compare with */
        plane_common(&child.shape, &s, 1, &common);
        beyond -= common > 0 ? common : 0;
    }
    if (beyond > d->limits.outside_cm2)
        why_add(ctx, &CHILD_OUTSIDE, field, arena_printf(ctx->arena, "%lld", (long long)beyond));
    return OK;
}

static err check_land(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;
    struct cadastre_parcel p;
    struct db_rows rows;
    bool found;

    for (size_t i = 0; i < d->parents_count; i++) {
        TRY(db_list(ctx, SQL_cadastre_buildings_of_parcel, &rows, text(ctx->region),
            text(str_slice(d->parents[i].unit.code, 0, CADASTRE_PARCEL_LEN)), i64(1)));
        if (rows.count > 0)
            why_add(ctx, &DIVIDE_BUILDINGS, arena_printf(ctx->arena, "parents[%zu].unit", i),
                d->parents[i].unit.code);
    }
    for (size_t i = 0; i < d->order->in->children.count; i++) {
        str parcel = str_slice(c[i].unit, 0, CADASTRE_PARCEL_LEN);
        str field = arena_printf(ctx->arena, "children[%zu].unit", i);

        TRY(cadastre_parcel_find(ctx, parcel, &p, &found));
        if (!found)
            why_add(ctx, &PARCEL_UNKNOWN, field, parcel);
        else if (str_is(p.state, "closed"))
            why_add(ctx, &CODE_CLOSED, field, parcel);
        else
            TRY(check_within(ctx, d, parcel, field));
    }
    return OK;
}

/* ---- entries ---- */

static err record(struct ctx *ctx, struct cadastre_division *d, struct registry_change *c,
    struct registry_page *page, int64_t *ret_entry)
{
    struct registry_entry entry;

    c->filing = d->order->filing;
    c->position = d->position++;
    c->register_type = REGISTER_TYPE_CHANGE;
    c->basis = S("application");
    c->recorder = d->order->recorder;
    TRY(registry_record_next(ctx, page, c, &entry, page));
    *ret_entry = entry.number;
    return OK;
}

/* What rests on the title goes first, then the title, and with it the unit closes. */
static err close_parent(struct ctx *ctx, struct cadastre_division *d, size_t i, int64_t *ret_entry)
{
    struct registry_page page = d->parents[i];
    struct registry_unit closed = page.unit;
    struct tree *o = tree_object(d->parents_out, S(""));

    closed.state = S("closed");
    for (size_t j = 0; j < d->parents[i].rights_count; j++) {
        const struct registry_right *r = &d->parents[i].rights[j];
        struct registry_change c = {
            .right_kind = r->kind, .effect = S("cancel"), .end = r, .end_state = S("ended")};

        if (!registry_is_title(r->kind))
            TRY(record(ctx, d, &c, &page, ret_entry));
    }
    TRY(record(ctx, d,
        &(struct registry_change){.right_kind = page.ownership->kind,
            .effect = S("cancel"),
            .end = page.ownership,
            .end_state = S("ended"),
            .unit_now = &closed},
        &page, ret_entry));
    tree_text(o, S("unit"), closed.code);
    tree_i64(o, S("entry"), *ret_entry);
    return OK;
}

/* A right as it begins anew in another unit. */
static struct registry_right anew(const struct registry_right *r, str cause)
{
    struct registry_right made = *r;

    made.id = made.unit = made.previous = (str){0};
    made.entry_made = made.entry_ended = made.since_entry = made.rank = 0;
    made.cause = cause;
    return made;
}

static struct registry_unit unit_of(
    const struct cadastre_division *d, const struct cadastre_child_in *c)
{
    struct registry_unit u = d->parents[0].unit;

    u.code = c->unit;
    u.location = c->location;
    u.area_cm2 = c->area_cm2;
    u.usage = c->usage.len > 0 ? c->usage : u.usage;
    u.floor = c->floor.len > 0 ? c->floor : u.floor;
    u.state = S("live");
    u.entry_made = 0;
    u.version = 1;
    return u;
}

/* 登记原因 of a child's title names what it came out of, so that the log itself tells the lineage.
 */
static str cause_of(struct ctx *ctx, const struct cadastre_division *d)
{
    struct buf b;

    buf_init(&b, ctx->arena, (size_t)1 << 12);
    buf_add(&b, d->is_split ? S("分割自") : S("合并自"));
    for (size_t i = 0; i < d->parents_count; i++) {
        buf_add_char(&b, ' ');
        buf_add(&b, d->parents[i].unit.code);
    }
    if (d->order->in->reason.len > 0) {
        buf_add(&b, S("；"));
        buf_add(&b, d->order->in->reason);
    }
    return buf_str(&b);
}

static err open_child(
    struct ctx *ctx, struct cadastre_division *d, const struct cadastre_child_in *in)
{
    const struct registry_page *from = &d->parents[0];
    struct registry_unit unit = unit_of(d, in);
    struct registry_page page = {.unit = unit};
    struct registry_right title = anew(from->ownership, cause_of(ctx, d));
    struct registry_change c = {
        .right_kind = title.kind, .effect = S("create"), .make = &title, .new_unit = &unit};
    struct tree *o = tree_object(d->children_out, S(""));
    int64_t entry, ignored;
    bool is_new;

    TRY(registry_unit_open(ctx, &unit, &is_new));
    if (!is_new)
        return E_CONFLICT;
    TRY(record(ctx, d, &c, &page, &entry));
    for (size_t i = 0; d->is_split && i < from->rights_count; i++) { /* in rank order */
        struct registry_right burden = anew(&from->rights[i], from->rights[i].cause);
        struct registry_change carry = {
            .right_kind = burden.kind, .effect = S("create"), .make = &burden};

        if (!registry_is_title(burden.kind))
            TRY(record(ctx, d, &carry, &page, &ignored));
    }
    tree_text(o, S("unit"), unit.code);
    tree_text(o, S("right"), title.id);
    tree_i64(o, S("entry"), entry);
    return OK;
}

/* ---- the survey ---- */

/* What was surveyed is closed with its unit; a house's new units take the place of the first old
 * one on its floor. */
static err follow_survey(struct ctx *ctx, const struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;
    struct cadastre_unit kept;
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_cadastre_unit_get, &row, &found, text(ctx->region),
        text(d->parents[0].unit.code)));
    if (found)
        cadastre_take_unit(&row, &kept);
    for (size_t i = 0; i < d->parents_count; i++) {
        str parcel = str_slice(d->parents[i].unit.code, 0, CADASTRE_PARCEL_LEN);

        TRY(db_put(ctx, SQL_cadastre_unit_close, text(ctx->region), text(d->parents[i].unit.code)));
        if (!cadastre_is_land(d->parents[i].unit.code))
            continue;
        TRY(db_put(ctx, SQL_cadastre_parcel_close, text(ctx->region), text(parcel)));
        TRY(db_put(ctx, SQL_cadastre_shape_close, text(ctx->region), text(parcel)));
    }
    for (size_t i = 0; found && i < d->order->in->children.count; i++)
        TRY(db_put(ctx, SQL_cadastre_unit_put, text(ctx->region), text(c[i].unit),
            text(str_slice(c[i].unit, 0, CADASTRE_BUILDING_LEN)), i64(kept.floor), i64(kept.seq),
            text(c[i].room.len > 0 ? c[i].room : kept.room), text(kept.usage), text(kept.layout),
            text(kept.permit), i64(c[i].area_cm2), i64(0), i64(0), i64(ctx->now_ms)));
    return OK;
}

static err keep_lineage(
    struct ctx *ctx, const struct cadastre_division *d, size_t parent, int64_t entry)
{
    const struct cadastre_child_in *c = d->order->in->children.items;

    for (size_t i = 0; i < d->order->in->children.count; i++)
        TRY(db_put(ctx, SQL_cadastre_lineage_add, text(ctx->region), text(c[i].unit),
            text(d->parents[parent].unit.code), text(d->order->in->kind), i64(entry),
            i64(ctx->now_ms)));
    return OK;
}

static err carry_out(struct ctx *ctx, struct cadastre_division *d)
{
    const struct cadastre_child_in *c = d->order->in->children.items;

    for (size_t i = 0; i < d->parents_count; i++) {
        int64_t entry;

        TRY(close_parent(ctx, d, i, &entry));
        TRY(keep_lineage(ctx, d, i, entry));
    }
    for (size_t i = 0; i < d->order->in->children.count; i++)
        TRY(open_child(ctx, d, &c[i]));
    return follow_survey(ctx, d);
}

static bool is_known_kind(str kind)
{
    return str_has_word(S("split merge"), kind);
}

err cadastre_divide(
    struct ctx *ctx, const struct cadastre_order *order, struct tree *out, int64_t *ret_entries)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    struct cadastre_division d = {.order = order,
        .is_split = str_is(order->in->kind, "split"),
        .position = order->position > 0 ? order->position : 1};
    int64_t first = d.position;

    if (!is_known_kind(order->in->kind))
        why_add(ctx, &DIVIDE_KIND, S("kind"), order->in->kind);
    cadastre_limits_on(ctx->arena, today, &d.limits);
    TRY(lock_parents(ctx, &d));
    TRY(why_refuse(ctx));
    cadastre_division_check(ctx, &d);
    TRY(check_unused(ctx, &d));
    if (cadastre_is_land(d.parents[0].unit.code))
        TRY(check_land(ctx, &d));
    TRY(why_refuse(ctx));
    tree_text(out, S("kind"), order->in->kind);
    d.parents_out = tree_list(out, S("parents"));
    d.children_out = tree_list(out, S("children"));
    TRY(carry_out(ctx, &d));
    tree_i64(out, S("area_before_cm2"), d.area_before);
    tree_i64(out, S("area_after_cm2"), d.area_after);
    *ret_entries = d.position - first;
    return OK;
}
