/* The entries of a split or merge, made or only planned: what a reviewer is shown before is what
 * 登簿 does. */
#include "cadastre/cadastre_divide.h"

#include "registry/right.h"

#define REGISTER_TYPE_CHANGE 300 /* DJLX: the same holder's split or merge is a change */

static err plan(struct ctx *ctx, struct registry_change *c, struct registry_page *page)
{
    struct registry_plan *p = ARENA_NEW(ctx->arena, struct registry_plan);
    struct registry_page *from = ARENA_NEW(ctx->arena, struct registry_page);

    *from = *page;
    if (!registry_plan_make(ctx->arena, from, c, p))
        return E_FAULT; /* the checks let through what the book forbids */
    registry_plan_page(ctx->arena, p, page);
    return OK;
}

static err enter(struct ctx *ctx, struct cadastre_division *d, struct registry_change *c,
    struct registry_page *page, int64_t *ret_entry)
{
    struct registry_entry entry = {0};

    c->filing = d->order->filing;
    c->position = d->position++;
    c->register_type = d->order->register_type > 0 ? d->order->register_type : REGISTER_TYPE_CHANGE;
    c->basis = S("application");
    c->recorder = d->order->recorder;
    if (d->after != NULL)
        TRY(plan(ctx, c, page));
    else
        TRY(registry_record_next(ctx, page, c, &entry, page));
    if (d->first_entry == 0)
        d->first_entry = entry.number;
    *ret_entry = entry.number;
    return OK;
}

static void show_parent(
    struct cadastre_division *d, const struct registry_page *page, int64_t entry)
{
    struct tree *o;

    if (d->after != NULL) {
        d->after[d->after_count++] = *page;
        return;
    }
    o = tree_object(d->parents_out, S(""));
    tree_text(o, S("unit"), page->unit.code);
    tree_i64(o, S("entry"), entry);
}

/* What rests on the title goes first, then the title, and with it the unit closes. */
static err close_parent(struct ctx *ctx, struct cadastre_division *d, size_t i, int64_t *ret_entry)
{
    struct registry_page page = d->parents[i];
    struct registry_unit closed = page.unit;

    closed.state = S("closed");
    for (size_t j = 0; j < d->parents[i].rights_count; j++) {
        const struct registry_right *r = &d->parents[i].rights[j];
        struct registry_change c = {
            .right_kind = r->kind, .effect = S("cancel"), .end = r, .end_state = S("ended")};

        if (!registry_is_title(r->kind))
            TRY(enter(ctx, d, &c, &page, ret_entry));
    }
    TRY(enter(ctx, d,
        &(struct registry_change){.right_kind = page.ownership->kind,
            .effect = S("cancel"),
            .end = page.ownership,
            .end_state = S("ended"),
            .unit_now = &closed},
        &page, ret_entry));
    page.unit = closed;
    show_parent(d, &page, *ret_entry);
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

static void show_child(
    struct cadastre_division *d, const struct registry_page *page, str right, int64_t entry)
{
    struct tree *o;

    if (d->after != NULL) {
        d->after[d->after_count++] = *page;
        return;
    }
    o = tree_object(d->children_out, S(""));
    tree_text(o, S("unit"), page->unit.code);
    tree_text(o, S("right"), right);
    tree_i64(o, S("entry"), entry);
}

/* The holders stay or, where co-owners each take a part, it goes to who takes this one. */
static void give(const struct cadastre_division *d, size_t i, struct registry_right *r)
{
    if (d->order->titles == NULL)
        return;
    r->holders = d->order->titles[i].holders;
    r->holders_count = d->order->titles[i].holders_count;
    r->holding = d->order->titles[i].holding;
}

static struct registry_right title_of(struct ctx *ctx, const struct cadastre_division *d, size_t i)
{
    struct registry_right title = anew(d->parents[0].ownership, cause_of(ctx, d));

    give(d, i, &title);
    if (d->order->titles != NULL)
        title.amount_fen = 0; /* a price belongs to its deed */
    return title;
}

static err open_unit(
    struct ctx *ctx, const struct cadastre_division *d, const struct registry_unit *unit)
{
    bool is_new = true;

    if (d->after == NULL)
        TRY(registry_unit_open(ctx, unit, &is_new));
    return is_new ? OK : E_CONFLICT; /* somebody else has brought it into the book this moment */
}

static err open_child(struct ctx *ctx, struct cadastre_division *d, size_t index)
{
    const struct cadastre_child_in *children = d->order->in->children.items;
    const struct registry_page *from = &d->parents[0];
    struct registry_unit unit = unit_of(d, &children[index]);
    struct registry_page page = {.unit = unit};
    struct registry_right title = title_of(ctx, d, index);
    struct registry_change c = {
        .right_kind = title.kind, .effect = S("create"), .make = &title, .new_unit = &unit};
    int64_t entry, ignored;

    TRY(open_unit(ctx, d, &unit));
    TRY(enter(ctx, d, &c, &page, &entry));
    for (size_t i = 0; d->is_split && i < from->rights_count; i++) { /* in rank order */
        struct registry_right burden = anew(&from->rights[i], from->rights[i].cause);
        struct registry_change carry = {
            .right_kind = burden.kind, .effect = S("create"), .make = &burden};

        if (!registry_is_title(burden.kind))
            TRY(enter(ctx, d, &carry, &page, &ignored));
    }
    show_child(d, &page, title.id, entry);
    return OK;
}

/* ---- the easements of others ---- */

/* The easement for a parent that was entered next after `entry`, and on which page it stands; NULL
 * when there is none. */
static const struct registry_right *next_served(
    const struct cadastre_division *d, int64_t entry, size_t *ret_page)
{
    const struct registry_right *next = NULL;

    for (size_t i = 0; i < d->servient_count; i++)
        for (size_t j = 0; j < d->servient[i].rights_count; j++) {
            const struct registry_right *r = &d->servient[i].rights[j];

            if (r->entry_made <= entry || (next != NULL && r->entry_made > next->entry_made) ||
                cadastre_division_served(d, r) == NULL)
                continue;
            next = r;
            *ret_page = i;
        }
    return next;
}

static void show_easement(
    struct cadastre_division *d, const struct registry_right *r, int64_t entry)
{
    struct tree *o;

    if (d->after != NULL)
        return; /* its page is shown when all have followed */
    o = tree_object(d->easements_out, S(""));
    tree_text(o, S("unit"), r->unit);
    tree_text(o, S("right"), r->id);
    tree_text(o, S("dominant"), r->dominant);
    tree_i64(o, S("entry"), entry);
}

/* 民法典 382: it is for all that came of what it served. The right goes on for the first child, and
 * others like it begin for the rest, in its place in line. */
static err follow_easement(struct ctx *ctx, struct cadastre_division *d,
    const struct registry_right *r, struct registry_page *page)
{
    const struct cadastre_child_in *children = d->order->in->children.items;
    const char *goes_on = d->order->titles != NULL ? "transfer" : "change";
    int64_t entry;

    for (size_t i = 0; i < d->order->in->children.count; i++) {
        struct registry_right made = anew(r, r->cause);
        struct registry_change c = {.right_kind = r->kind,
            .effect = i == 0 ? str_of(goes_on) : S("create"),
            .make = &made,
            .end = i == 0 ? r : NULL,
            .since_entry = r->since_entry};

        if (i == 0)
            c.end_state = str_of(registry_effect_find(c.effect)->end_state);
        made.dominant = children[i].unit;
        give(d, i, &made);
        TRY(enter(ctx, d, &c, page, &entry));
        show_easement(d, &made, entry);
    }
    return OK;
}

static err follow_easements(struct ctx *ctx, struct cadastre_division *d)
{
    struct registry_page *pages =
        ARENA_MANY(ctx->arena, d->servient_count + 1, struct registry_page);
    const struct registry_right *r;
    int64_t entry = 0;
    size_t at = 0;

    for (size_t i = 0; i < d->servient_count; i++)
        pages[i] = d->servient[i];
    while ((r = next_served(d, entry, &at)) != NULL) {
        TRY(follow_easement(ctx, d, r, &pages[at]));
        entry = r->entry_made;
    }
    for (size_t i = 0; d->after != NULL && i < d->servient_count; i++)
        d->after[d->after_count++] = pages[i];
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

err cadastre_division_enter(struct ctx *ctx, struct cadastre_division *d)
{
    for (size_t i = 0; i < d->parents_count; i++) {
        int64_t entry;

        TRY(close_parent(ctx, d, i, &entry));
        if (d->after == NULL)
            TRY(keep_lineage(ctx, d, i, entry));
    }
    for (size_t i = 0; i < d->order->in->children.count; i++)
        TRY(open_child(ctx, d, i));
    TRY(follow_easements(ctx, d));
    return d->after == NULL ? follow_survey(ctx, d) : OK;
}
