/* The rights of each unit made again from its entries alone, and compared with the rows: whoever
 * changed a row without an entry, or an entry without its rows, is found here. */
#include "registry/registry_verify.h"

struct fold {
    struct registry_right *rights;
    size_t count, room;
};

static struct registry_right *fold_find(struct fold *f, str id)
{
    for (size_t i = 0; i < f->count; i++)
        if (str_eq(f->rights[i].id, id))
            return &f->rights[i];
    return NULL;
}

/* Applies one entry; false when its content does not parse or speaks of a right that never was. */
static bool fold_entry(struct arena *a, struct fold *f, const struct registry_entry *e)
{
    struct tree *content;
    const struct tree *made, *ended;
    struct registry_right *right;
    str fault;

    if (tree_parse(a, e->content, &content, &fault) != OK)
        return false;
    if (tree_get_i64(content, S("number"), 0) != e->number ||
        !str_eq(tree_get_text(content, S("unit")), e->unit))
        return false;
    ended = tree_get(content, S("ended"));
    if (ended != NULL) {
        const struct tree *ranks = tree_get(content, S("ranks"));

        right = fold_find(f, tree_get_text(ended, S("id")));
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
    }
    made = tree_get(content, S("made"));
    if (made == NULL)
        return ended != NULL;
    if (f->count == f->room)
        return false;
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

static err check_range(struct verify *v, const struct range *r)
{
    struct registry_right *rights;
    struct fold f = {0};
    struct db_rows rows;
    struct db_row row;
    size_t count;

    TRY(db_list(v->ctx, SQL_registry_entries_of_units, &rows, text(v->ctx->region), text(r->from),
        text(r->to)));
    f.room = rows.count;
    f.rights = ARENA_MANY(v->ctx->arena, f.room + 1, struct registry_right);
    while (db_next(&rows, &row)) {
        struct registry_entry e;

        registry_take_entry(&row, &e);
        if (!fold_entry(v->ctx->arena, &f, &e))
            verify_breach(v, "I15 an entry can be read and fits those before it",
                arena_printf(v->ctx->arena, "%lld", (long long)e.number));
    }
    TRY(db_list(
        v->ctx, SQL_registry_all_rights, &rows, text(v->ctx->region), text(r->from), text(r->to)));
    TRY(registry_take_rights(v->ctx, &rows, &rights, &count));
    if (count != f.count)
        verify_breach(v, "I15 there are as many rights as the entries made", r->to);
    for (size_t i = 0; i < count; i++) {
        const struct registry_right *folded = fold_find(&f, rights[i].id);

        if (folded == NULL || !rights_equal(folded, &rights[i]))
            verify_breach(v, "I15 a right is the fold of its entries", rights[i].id);
    }
    return OK;
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
            return OK;
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
            if (!registry_shares_hold(&right))
                verify_breach(v, "I2 shares add up to one", right.id);
            right.holders_count = 0;
        }
        right.id = id;
        right.holding = holding;
        holders[right.holders_count].share.num = take_i64(&row);
        holders[right.holders_count++].share.den = take_i64(&row);
    }
    if (right.id.len > 0 && !registry_shares_hold(&right))
        verify_breach(v, "I2 shares add up to one", right.id);
    return OK;
}
