/* Units, rights and entries as rows. */
#include "registry/registry_store.h"

void registry_take_unit(struct db_row *row, struct registry_unit *ret)
{
    ret->code = take_text(row);
    ret->location = take_text(row);
    ret->usage = take_text(row);
    ret->structure = take_text(row);
    ret->floor = take_text(row);
    ret->floors = take_i64(row);
    ret->area_cm2 = take_i64(row);
    ret->land_kind = take_text(row);
    ret->land_until = take_text(row);
    ret->state = take_text(row);
    ret->entry_made = take_i64(row);
    ret->version = take_i64(row);
}

static void take_right(struct db_row *row, struct registry_right *ret)
{
    ret->id = take_text(row);
    ret->kind = take_text(row);
    ret->state = take_text(row);
    ret->holding = take_text(row);
    ret->rank = take_i64(row);
    ret->amount_fen = take_i64(row);
    ret->begins_on = take_text(row);
    ret->ends_on = take_text(row);
    ret->no_transfer = take_i64(row) != 0;
    ret->maximum = take_i64(row) != 0;
    ret->cause = take_text(row);
    ret->previous = take_text(row);
    ret->entry_made = take_i64(row);
    ret->entry_ended = take_i64(row);
    ret->version = take_i64(row);
    ret->unit = take_text(row);
    ret->sort = take_text(row);
    ret->lapses_on = take_text(row);
    ret->terms = take_text(row);
    ret->dominant = take_text(row);
    ret->since_entry = take_i64(row);
}

static void take_holder(struct db_row *row, struct registry_holder *ret)
{
    ret->party = take_text(row);
    ret->name = take_text(row);
    ret->document_kind = take_text(row);
    ret->document_number = take_text(row);
    ret->share.num = take_i64(row);
    ret->share.den = take_i64(row);
}

err registry_take_rights(
    struct ctx *ctx, struct db_rows *rows, struct registry_right **ret, size_t *ret_count)
{
    struct registry_right *rights = ARENA_MANY(ctx->arena, rows->count + 1, struct registry_right);
    struct registry_holder *holders =
        ARENA_MANY(ctx->arena, rows->count + 1, struct registry_holder);
    struct registry_right *right = NULL;
    struct db_row row;
    size_t count = 0;

    for (; db_next(rows, &row); holders++) {
        struct registry_right r = {0};

        take_right(&row, &r);
        take_holder(&row, holders);
        if (right == NULL || !str_eq(right->id, r.id)) {
            right = &rights[count++];
            *right = r;
            right->holders = holders;
        }
        right->holders_count++;
    }
    *ret = rights;
    *ret_count = count;
    return OK;
}

void registry_take_entry(struct db_row *row, struct registry_entry *ret)
{
    ret->number = take_i64(row);
    ret->unit = take_text(row);
    ret->filing = take_text(row);
    ret->register_type = take_i64(row);
    ret->right_kind = take_text(row);
    ret->effect = take_text(row);
    ret->content = take_text(row);
    ret->salt = take_bytes(row);
    ret->digest = take_bytes(row);
    ret->recorder = take_text(row);
    ret->made_ms = take_i64(row);
    ret->position = take_i64(row);
}

static err load_page(struct ctx *ctx, struct db_row *unit, struct registry_page *ret)
{
    struct db_rows rows;

    *ret = (struct registry_page){0};
    registry_take_unit(unit, &ret->unit);
    TRY(db_list(ctx, SQL_registry_rights_live, &rows, text(ctx->region), text(ret->unit.code)));
    TRY(registry_take_rights(ctx, &rows, &ret->rights, &ret->rights_count));
    registry_page_settle(ret);
    return OK;
}

err registry_lock(struct ctx *ctx, str unit, struct registry_page *ret)
{
    return registry_batch_lock(ctx, NULL, unit, ret);
}

err registry_lock_rows(struct ctx *ctx, const str *units, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct db_row row;
        err e = db_get(ctx, SQL_registry_unit_lock, &row, text(ctx->region), text(units[i]));

        if (e != OK && e != E_MISSING)
            return e;
    }
    return OK;
}

err registry_batch_lock(
    struct ctx *ctx, struct registry_batch *batch, str unit, struct registry_page *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_registry_unit_lock, &row, text(ctx->region), text(unit)));
    TRY(load_page(ctx, &row, ret));
    return registry_lapse(ctx, batch, ret);
}

err registry_page_get(struct ctx *ctx, str unit, struct registry_page *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_registry_unit_get, &row, text(ctx->region), text(unit)));
    return load_page(ctx, &row, ret);
}

err registry_location(struct ctx *ctx, str unit, str *ret)
{
    struct registry_unit u;
    struct db_row row;
    bool found;

    *ret = (str){0};
    TRY(db_find(ctx, SQL_registry_unit_get, &row, &found, text(ctx->region), text(unit)));
    if (!found)
        return OK;
    registry_take_unit(&row, &u);
    *ret = u.location;
    return OK;
}

bool registry_is_held_by(const struct registry_right *right, str document_number)
{
    for (size_t i = 0; right != NULL && i < right->holders_count; i++)
        if (str_eq(right->holders[i].document_number, document_number))
            return true;
    return false;
}

const struct registry_right *registry_page_right(const struct registry_page *page, str right_id)
{
    for (size_t i = 0; i < page->rights_count; i++)
        if (str_eq(page->rights[i].id, right_id))
            return &page->rights[i];
    return NULL;
}

err registry_right_get(struct ctx *ctx, str right_id, struct registry_right *ret)
{
    struct registry_right *rights;
    struct db_rows rows;
    size_t count;

    TRY(db_list(ctx, SQL_registry_right_get, &rows, text(ctx->region), text(right_id)));
    TRY(registry_take_rights(ctx, &rows, &rights, &count));
    if (count == 0)
        return E_MISSING;
    *ret = rights[0];
    return OK;
}

err registry_store_right(struct ctx *ctx, const struct registry_right *r)
{
    TRY(db_put(ctx, SQL_registry_right_add, text(ctx->region), text(r->id), text(r->unit),
        text(r->kind), text(registry_family_of(r->kind)), text(r->sort), text(r->holding),
        i64(r->rank), i64(r->amount_fen), text(r->begins_on), text(r->ends_on), text(r->lapses_on),
        i64(r->no_transfer), i64(r->maximum), text(r->cause), text(r->terms), text(r->dominant),
        text(r->previous), i64(r->since_entry), i64(r->entry_made)));
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];

        TRY(db_put(ctx, SQL_registry_holder_add, text(ctx->region), text(r->id),
            i64((int64_t)i + 1), text(h->party), text(h->name), text(h->document_kind),
            text(h->document_number), i64(h->share.num), i64(h->share.den)));
    }
    return OK;
}

err registry_entry_get(struct ctx *ctx, int64_t number, struct registry_entry *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_registry_entry_get, &row, text(ctx->region), i64(number)));
    registry_take_entry(&row, ret);
    return OK;
}

err registry_entries_of_filing(
    struct ctx *ctx, str filing, struct registry_entry **ret, size_t *ret_count)
{
    struct registry_entry *e;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_registry_entries_of_filing, &rows, text(ctx->region), text(filing)));
    *ret = e = ARENA_MANY(ctx->arena, rows.count + 1, struct registry_entry);
    *ret_count = rows.count;
    for (; db_next(&rows, &row); e++)
        registry_take_entry(&row, e);
    return OK;
}

err registry_entry_of_filing(
    struct ctx *ctx, str filing, struct registry_entry *ret, bool *ret_found)
{
    struct registry_entry *all;
    size_t count;

    TRY(registry_entries_of_filing(ctx, filing, &all, &count));
    *ret_found = count > 0;
    if (count > 0)
        *ret = all[0];
    return OK;
}

err registry_serving(struct ctx *ctx, str unit, struct registry_right **ret, size_t *ret_count)
{
    struct db_rows rows;

    TRY(db_list(ctx, SQL_registry_rights_serving, &rows, text(ctx->region), text(unit)));
    return registry_take_rights(ctx, &rows, ret, ret_count);
}

err registry_servient(struct ctx *ctx, const str *units, size_t count, str **ret, size_t *ret_count)
{
    str *found = ARENA_MANY(ctx->arena, 1, str);
    size_t found_count = 0;

    for (size_t i = 0; i < count; i++) {
        struct registry_right *rights;
        size_t rights_count;
        str *more;

        TRY(registry_serving(ctx, units[i], &rights, &rights_count));
        more = ARENA_MANY(ctx->arena, found_count + rights_count + 1, str);
        for (size_t k = 0; k < found_count; k++)
            more[k] = found[k];
        for (size_t k = 0; k < rights_count; k++)
            if (!str_is_among(more, found_count, rights[k].unit) &&
                !str_is_among(units, count, rights[k].unit))
                more[found_count++] = rights[k].unit;
        found = more;
    }
    *ret = found;
    *ret_count = found_count;
    return OK;
}

err registry_unit_open(struct ctx *ctx, const struct registry_unit *u, bool *ret_new)
{
    int64_t added;

    TRY(db_change(ctx, SQL_registry_unit_add, &added, text(ctx->region), text(u->code),
        text(u->location), text(u->usage), text(u->structure), text(u->floor), i64(u->floors),
        i64(u->area_cm2), text(u->land_kind), text(u->land_until), i64(0)));
    *ret_new = added == 1;
    return OK;
}

/* Where codes that begin like the unit's end. */
static str end_of(struct ctx *ctx, str begin)
{
    return arena_join(ctx->arena, begin, S("~")); /* behind every character of a unit code */
}

err registry_mortgaged_near(struct ctx *ctx, str unit, size_t prefix, str *ret)
{
    str begin = str_slice(unit, 0, prefix);
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_registry_mortgaged_near, &row, &found, text(ctx->region), text(begin),
        text(end_of(ctx, begin)), text(unit)));
    *ret = found ? take_text(&row) : (str){0};
    return OK;
}

err registry_housed(struct ctx *ctx, str unit, size_t prefix, int64_t entry, str *ret)
{
    str begin = str_slice(unit, 0, prefix);
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_registry_housed, &row, &found, text(ctx->region), text(begin),
        text(end_of(ctx, begin)), i64(entry)));
    *ret = found ? take_text(&row) : (str){0};
    return OK;
}
