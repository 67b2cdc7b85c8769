/* Certificates as rows, and what outsiders may learn of them. */
#include "base/when.h"
#include "cert/cert.h"
#include "db/db.h"

#define INPUT_HERE struct cert_in
INPUT_TABLE(cert_in, CERT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cert_of_in
INPUT_TABLE(cert_of_in, CERT_OF_IN)
#undef INPUT_HERE
#define INPUT_HERE struct cert_number_in
INPUT_TABLE(cert_number_in, CERT_NUMBER_IN)
#undef INPUT_HERE

void cert_take(struct db_row *row, struct cert *c)
{
    c->id = take_text(row);
    c->number = take_text(row);
    c->kind = take_text(row);
    c->filing = take_text(row);
    c->right_id = take_text(row);
    c->holder_seq = take_i64(row);
    c->unit = take_text(row);
    c->entry = take_i64(row);
    c->licence = take_text(row);
    c->print_number = take_text(row);
    c->state = take_text(row);
    c->void_reason = take_text(row);
    c->void_entry = take_i64(row);
    c->made_ms = take_i64(row);
    c->issued_ms = take_i64(row);
    c->pdf = take_text(row);
    c->token = take_text(row);
}

static err get_cert(struct ctx *ctx, str id, struct cert *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_cert_get, &row, text(ctx->region), text(id)));
    cert_take(&row, ret);
    return OK;
}

err cert_find(struct ctx *ctx, str id, struct cert *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_cert_get, &row, ret_found, text(ctx->region), text(id)));
    if (*ret_found)
        cert_take(&row, ret);
    return OK;
}

err cert_find_number(struct ctx *ctx, str number, struct cert *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_cert_by_number, &row, ret_found, text(ctx->region), text(number)));
    if (*ret_found)
        cert_take(&row, ret);
    return OK;
}

err cert_all_of_right(struct ctx *ctx, str right_id, struct cert **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    struct cert *c;

    TRY(db_list(ctx, SQL_cert_all_of_right, &rows, text(ctx->region), text(right_id)));
    *ret_count = rows.count;
    *ret = c = ARENA_MANY(ctx->arena, rows.count + 1, struct cert);
    while (db_next(&rows, &row))
        cert_take(&row, c++);
    return OK;
}

err cert_printed(struct ctx *ctx, str id, str pdf, str token)
{
    return db_put(ctx, SQL_cert_printed, text(ctx->region), text(id), text(pdf), text(token));
}

err cert_read(struct ctx *ctx, str id, struct cert_reading *ret)
{
    TRY(get_cert(ctx, id, &ret->cert));
    TRY(registry_page_get(ctx, ret->cert.unit, &ret->page));
    TRY(registry_right_get(ctx, ret->cert.right_id, &ret->right));
    TRY(registry_entry_get(ctx, ret->cert.entry, &ret->entry));
    TRY(registry_size(ctx, &ret->size));
    TRY(registry_root(ctx, ret->size, &ret->root));
    return registry_prove(ctx, ret->cert.entry, ret->size, &ret->proof);
}

void cert_show_state(struct ctx *ctx, const struct cert *c, struct tree *out)
{
    tree_text(out, S("certificate"), c->id);
    tree_text(out, S("number"), c->number);
    tree_text(out, S("kind"), c->kind);
    tree_text(out, S("unit"), c->unit);
    tree_text(out, S("state"), c->state);
    tree_text(out, S("void_reason"), c->void_reason);
    tree_i64(out, S("entry"), c->entry);
    tree_i64(out, S("void_entry"), c->void_entry);
    tree_i64(out, S("made_ms"), c->made_ms);
    tree_i64(out, S("as_of_ms"), ctx->now_ms);
}

err cert_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_of_in *in = arg;
    struct tree *list = tree_list(out, S("certificates"));
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cert_of_filing, &rows, text(ctx->region), text(in->filing)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        struct cert c;

        cert_take(&row, &c);
        cert_show_state(ctx, &c, o);
        tree_text(o, S("licence"), c.licence);
        tree_text(o, S("print_number"), c.print_number);
        tree_i64(o, S("issued_ms"), c.issued_ms);
        tree_text(o, S("right"), c.right_id);
    }
    return OK;
}
