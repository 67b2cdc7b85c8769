/* Each unit and its rights made again from its entries alone, and compared with the rows: whoever
 * changed a row without an entry, or an entry without its rows, is found here. */
#include "registry/registry_verify.h"

#include <string.h>

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
           str_eq(a->sort, b->sort) && str_eq(a->lapses_on, b->lapses_on) &&
           str_eq(a->terms, b->terms) && str_eq(a->dominant, b->dominant) &&
           a->since_entry == b->since_entry && a->entry_made == b->entry_made &&
           a->entry_ended == b->entry_ended && holders_equal(a, b);
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

static err fold_range(struct verify *v, const struct range *r, struct registry_fold *ret)
{
    struct registry_fold f = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(v->ctx, SQL_registry_entries_of_units, &rows, text(v->ctx->region), text(r->from),
        text(r->to)));
    registry_fold_begin(v->ctx->arena, rows.count, &f);
    while (db_next(&rows, &row)) {
        struct registry_entry e;

        registry_take_entry(&row, &e);
        if (!registry_fold_entry(v->ctx->arena, &f, &e))
            verify_breach(v, "I15 an entry can be read and fits those before it",
                arena_printf(v->ctx->arena, "%lld", (long long)e.number));
    }
    *ret = f;
    return OK;
}

static err check_rights(struct verify *v, const struct range *r, struct registry_fold *f)
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
        const struct registry_right *folded = registry_fold_right(f, rights[i].id);

        if (folded == NULL || !rights_equal(folded, &rights[i]))
            verify_breach(v, "I15 a right is the fold of its entries", rights[i].id);
    }
    return OK;
}

static err check_units(struct verify *v, const struct range *r, const struct registry_fold *f)
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
        folded = registry_fold_unit(f, u.code);
        if (folded == NULL || !units_equal(folded, &u))
            verify_breach(v, "I15 a unit is what its entries say", u.code);
    }
    return OK;
}

static err check_range(struct verify *v, const struct range *r)
{
    struct registry_fold f;

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

static void check_shares(struct verify *v, const struct registry_right *right)
{
    if (right->holders_count > 0 && !registry_shares_hold(v->ctx->arena, right))
        verify_breach(v, "I2 shares add up to one", right->id);
}

/* The rights after `after`, a page of them; *ret_last is the last one's id, empty at the end. */
static err check_share_page(struct verify *v, str after, str *ret_last)
{
    struct registry_right right = {0};
    struct registry_holder *holders;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(v->ctx, SQL_registry_check_shares, &rows, text(v->ctx->region), text(after),
        i64(VERIFY_PAGE)));
    holders = ARENA_MANY(v->ctx->arena, rows.count + 1, struct registry_holder);
    right.holders = holders;
    while (db_next(&rows, &row)) {
        str id = take_text(&row), holding = take_text(&row);
        struct registry_holder *h;

        if (!str_eq(right.id, id)) {
            check_shares(v, &right);
            right.holders_count = 0;
        }
        right.id = id;
        right.holding = holding;
        if (take_i64(&row) < 0)
            continue; /* without a holder: said by another check */
        h = &holders[right.holders_count++];
        h->share.num = take_i64(&row);
        h->share.den = take_i64(&row);
    }
    check_shares(v, &right);
    *ret_last = right.id;
    return OK;
}

err verify_shares(struct verify *v)
{
    char last[256]; /* longer than any id: a right with such a one is said by the fold */
    str after = {last, 0};

    do {
        struct arena_mark mark = arena_mark(v->ctx->arena);
        int64_t before = v->count;
        str page_last;

        TRY(check_share_page(v, after, &page_last));
        after.len = page_last.len < sizeof(last) ? page_last.len : 0;
        if (after.len > 0)
            memcpy(last, page_last.at, after.len);
        if (v->count == before)
            arena_rewind(v->ctx->arena, mark);
    } while (after.len > 0 && v->count < VERIFY_BREACHES_MAX);
    return OK;
}
