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

static void take_cert(struct db_row *row, struct cert *c)
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
    take_cert(&row, ret);
    return OK;
}

err cert_find_number(struct ctx *ctx, str number, struct cert *ret, bool *ret_found)
{
    struct db_row row;

    TRY(db_find(ctx, SQL_cert_by_number, &row, ret_found, text(ctx->region), text(number)));
    if (*ret_found)
        take_cert(&row, ret);
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

        take_cert(&row, &c);
        cert_show_state(ctx, &c, o);
        tree_text(o, S("licence"), c.licence);
        tree_text(o, S("print_number"), c.print_number);
        tree_i64(o, S("issued_ms"), c.issued_ms);
        tree_text(o, S("right"), c.right_id);
    }
    return OK;
}

err cert_verify_id(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_in *in = arg;
    struct cert c;

    TRY(get_cert(ctx, in->certificate, &c));
    cert_show_state(ctx, &c, out);
    return OK;
}

/* Half-width brackets are what a keyboard gives; numbers carry full-width ones. */
static str normal_number(struct arena *a, str number)
{
    str out = {0};

    for (size_t i = 0; i < number.len; i++) {
        str c = str_slice(number, i, 1);

        if (number.at[i] == '(')
            c = S("（");
        else if (number.at[i] == ')')
            c = S("）");
        else if (number.at[i] == ' ')
            c = (str){0};
        out = arena_join(a, out, c);
    }
    return out;
}

err cert_verify_number(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct cert_number_in *in = arg;
    struct registry_right right;
    struct cert c;
    bool found;

    TRY(cert_find_number(ctx, normal_number(ctx->arena, in->number), &c, &found));
    if (!found)
        return E_MISSING;
    TRY(registry_right_get(ctx, c.right_id, &right));
    for (size_t i = 0; i < right.holders_count; i++) {
        if (!str_eq(right.holders[i].name, in->holder))
            continue;
        cert_show_state(ctx, &c, out);
        return OK;
    }
    return E_MISSING;
}
