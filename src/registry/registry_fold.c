/* Each unit and its rights made again from its entries alone, and compared with the rows: whoever
 * changed a row without an entry, or an entry without its rows, is found here. */
#include "registry/registry_verify.h"

struct fold {
    struct registry_right *rights;
    size_t count;
    struct registry_unit *units;
    size_t units_count;
    size_t room; /* of both lists: an entry makes at most one of each */
};

static struct registry_right *fold_find(struct fold *f, str id)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_eq(f->rights[i].id, id))
            return &f->rights[i];
    return NULL;
}

static const struct registry_unit *fold_unit(const struct fold *f, str code)
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
           tree_get_i64(content, S("register_type"), 0) == e->register_type &&
           tree_get_i64(content, S("made_ms"), 0) == e->made_ms &&
           str_eq(tree_get_text(content, S("unit")), e->unit) &&
           str_eq(tree_get_text(content, S("filing")), e->filing) &&
           str_eq(tree_get_text(content, S("right_kind")), e->right_kind) &&
           str_eq(tree_get_text(content, S("effect")), e->effect) &&
           str_eq(tree_get_text(content, S("recorder")), e->recorder);
}

/* A right ends, and those behind it move up. False when it speaks of a right that is not there. */
static bool fold_end(struct fold *f, const struct registry_entry *e, const struct tree *content)
{
    const struct tree *ended = tree_get(content, S("ended"));
    const struct tree *ranks = tree_get(content, S("ranks"));
    struct registry_right *right = fold_find(f, tree_get_text(ended, S("id")));

    if (right == NULL || !str_is(right->state, "live"))
        return false;
    right->state = tree_get_text(ended, S("state"));
    right->entry_ended = e->number;
    for (const struct tree *r = ranks != NULL ? ranks->first : NULL; r != NULL; r = r->next) {
        right = fold_find(f, tree_get_text(r, S("id")));
        if (right == NULL)
            return false;
        right->rank = tree_get_i64(r, S("rank"), -1);
    }
    return true;
}

static bool fold_new_unit(struct fold *f, const struct registry_entry *e, const struct tree *made)
{
    struct registry_unit u;

    registry_read_unit(made, &u);
    if (!str_eq(u.code, e->unit) || fold_unit(f, u.code) != NULL)
        return false;
    u.state = S("live");
    u.entry_made = e->number;
    f->units[f->units_count++] = u;
    return true;
}

/* Applies one entry; false when its content does not parse or does not fit the entries before. */
static bool fold_entry(struct arena *a, struct fold *f, const struct registry_entry *e)
{
    const struct tree *made, *new_unit;
    struct registry_right *right;
    struct tree *content;
    bool ends;
    str fault;

    if (tree_parse(a, e->content, &content, &fault) != OK || !speaks_of_itself(e, content))
        return false;
    new_unit = tree_get(content, S("new_unit"));
    if (new_unit != NULL && !fold_new_unit(f, e, new_unit))
        return false;
    ends = tree_get(content, S("ended")) != NULL;
    if (ends && !fold_end(f, e, content))
        return false;
    made = tree_get(content, S("made"));
    if (made == NULL)
        return ends;
    right = &f->rights[f->count++];
    registry_read_right(a, made, right);
    right->unit = e->unit;
    right->entry_made = e->number;
    return true;
}

static bool holders_equal(const struct registry_right *a, const struct registry_right *b)
{
    if (a->holders_count != b->holders_count)
        return false;
    for (size_t i = 0; i < a->holders_count; i++) {
        const struct registry_holder *x = &a->holders[i], *y = &b->holders[i];

        if (!str_eq(x->party, y->party) || !str_eq(x->name, y->name) ||
            !str_eq(x->document_kind, y->document_kind) ||
            !str_eq(x->document_number, y->document_number) || x->share.num != y->share.num ||
            x->share.den != y->share.den)
            return false;
    }
    return true;
}

static bool rights_equal(const struct registry_right *a, const struct registry_right *b)
{
    return str_eq(a->unit, b->unit) && str_eq(a->kind, b->kind) && str_eq(a->state, b->state) &&
           str_eq(a->holding, b->holding) && a->rank == b->rank && a->amount_fen == b->amount_fen &&
           str_eq(a->begins_on, b->begins_on) && str_eq(a->ends_on, b->ends_on) &&
           a->no_transfer == b->no_transfer && a->maximum == b->maximum &&
           str_eq(a->cause, b->cause) && str_eq(a->previous, b->previous) &&
           a->entry_made == b->entry_made && a->entry_ended == b->entry_ended &&
           holders_equal(a, b);
}

static bool units_equal(const struct registry_unit *a, const struct registry_unit *b)
{
    return str_eq(a->location, b->location) && str_eq(a->usage, b->usage) &&
           str_eq(a->structure, b->structure) && str_eq(a->floor, b->floor) &&
           a->floors == b->floors && a->area_cm2 == b->area_cm2 &&
           str_eq(a->land_kind, b->land_kind) && str_eq(a->land_until, b->land_until) &&
           str_eq(a->state, b->state) && a->entry_made == b->entry_made;
}

struct range {
    str from, to; /* unit codes: from <= code < to */
};

static err next_range(struct ctx *ctx, str after, struct range *ret, bool *ret_any)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        ctx, SQL_registry_unit_codes, &rows, text(ctx->region), text(after), i64(VERIFY_PAGE)));
    *ret_any = rows.count > 0;
    ret->from = arena_join(ctx->arena, after, S(" "));
    while (db_next(&rows, &row))
        ret->to = take_text(&row);
    if (rows.count > 0)
        ret->to = arena_join(ctx->arena, ret->to, S(" "));
    return OK;
}

static err fold_range(struct verify *v, const struct range *r, struct fold *ret)
{
    struct fold f = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(v->ctx, SQL_registry_entries_of_units, &rows, text(v->ctx->region), text(r->from),
        text(r->to)));
    f.room = rows.count;
    f.rights = ARENA_MANY(v->ctx->arena, f.room + 1, struct registry_right);
    f.units = ARENA_MANY(v->ctx->arena, f.room + 1, struct registry_unit);
    while (db_next(&rows, &row)) {
        struct registry_entry e;

        registry_take_entry(&row, &e);
        if (!fold_entry(v->ctx->arena, &f, &e))
            verify_breach(v, "I15 an entry can be read and fits those before it",
                arena_printf(v->ctx->arena, "%lld", (long long)e.number));
    }
    *ret = f;
    return OK;
}

static err check_rights(struct verify *v, const struct range *r, struct fold *f)
{
    struct registry_right *rights;
    struct db_rows rows;
    size_t count;

    TRY(db_list(
        v->ctx, SQL_registry_all_rights, &rows, text(v->ctx->region), text(r->from), text(r->to)));
    TRY(registry_take_rights(v->ctx, &rows, &rights, &count));
    if (count != f->count)
        verify_breach(v, "I15 there are as many rights as the entries made", r->to);
    for (size_t i = 0; i < count; i++) {
        const struct registry_right *folded = fold_find(f, rights[i].id);

        if (folded == NULL || !rights_equal(folded, &rights[i]))
            verify_breach(v, "I15 a right is the fold of its entries", rights[i].id);
    }
    return OK;
}

static err check_units(struct verify *v, const struct range *r, const struct fold *f)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        v->ctx, SQL_registry_all_units, &rows, text(v->ctx->region), text(r->from), text(r->to)));
    if (rows.count != f->units_count)
        verify_breach(v, "I15 there are as many units as the entries made", r->to);
    while (db_next(&rows, &row)) {
        const struct registry_unit *folded;
        struct registry_unit u;

        registry_take_unit(&row, &u);
        folded = fold_unit(f, u.code);
        if (folded == NULL || !units_equal(folded, &u))
            verify_breach(v, "I15 a unit is what its entry says", u.code);
    }
    return OK;
}

static err check_range(struct verify *v, const struct range *r)
{
    struct fold f;

    TRY(fold_range(v, r, &f));
    TRY(check_rights(v, r, &f));
    return check_units(v, r, &f);
}

/* Entries of units that have no row stand behind the last one that has. */
static err check_rest(struct verify *v, str after)
{
    struct range r = {.from = after, .to = S("~")};

    return check_range(v, &r);
}

err verify_fold(struct verify *v)
{
    struct range r = {.to = S("")};
    str after = S("");
    bool any = true;

    for (;;) {
        struct arena_mark mark = arena_mark(v->ctx->arena);
        int64_t before = v->count;

        TRY(next_range(v->ctx, after, &r, &any));
        if (!any)
            return check_rest(v, r.from);
        TRY(check_range(v, &r));
        /* The next page begins after this one's last unit, whose code outlives the rewind. */
        if (v->count == before) {
            char last[32];
            size_t len = r.to.len - 1;

            for (size_t i = 0; i < len && i < sizeof(last); i++)
                last[i] = r.to.at[i];
            arena_rewind(v->ctx->arena, mark);
            after = arena_str(v->ctx->arena, (str){last, len});
        } else {
            after = str_slice(r.to, 0, r.to.len - 1);
        }
    }
}

err verify_shares(struct verify *v)
{
    struct registry_right right = {0};
    struct registry_holder *holders;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(v->ctx, SQL_registry_check_shares, &rows, text(v->ctx->region)));
    holders = ARENA_MANY(v->ctx->arena, rows.count + 1, struct registry_holder);
    right.holders = holders;
    while (db_next(&rows, &row)) {
        str id = take_text(&row);
        str holding = take_text(&row);

        if (right.id.len > 0 && !str_eq(right.id, id)) {
            if (!registry_shares_hold(v->ctx->arena, &right))
                verify_breach(v, "I2 shares add up to one", right.id);
            right.holders_count = 0;
        }
        right.id = id;
        right.holding = holding;
        holders[right.holders_count].share.num = take_i64(&row);
        holders[right.holders_count++].share.den = take_i64(&row);
    }
    if (right.id.len > 0 && !registry_shares_hold(v->ctx->arena, &right))
        verify_breach(v, "I2 shares add up to one", right.id);
    return OK;
}
