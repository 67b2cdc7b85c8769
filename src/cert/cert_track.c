/* Certificates for citizens: a list without names, and who may have the paper. */
#include "cert/cert_check.h"
#include "db/db.h"
#include "filing/filing_track.h"

OUTPUT_TABLE(cert_track_out, CERT_TRACK_OUT)

#define DIGITS_SHOWN 3

/* The serial number is the last run of digits. */
str cert_mask_number(struct arena *a, str number)
{
    size_t end = number.len, from;
    str masked;

    while (end > 0 && (number.at[end - 1] < '0' || number.at[end - 1] > '9'))
        end--;
    for (from = end; from > 0 && number.at[from - 1] >= '0' && number.at[from - 1] <= '9'; from--)
        continue;
    masked = str_slice(number, 0, from);
    for (size_t i = from; i + DIGITS_SHOWN < end; i++)
        masked = arena_join(a, masked, S("*"));
    if (end - from > DIGITS_SHOWN)
        from = end - DIGITS_SHOWN;
    return arena_join(a, masked, str_slice(number, from, number.len));
}

err cert_track(struct ctx *ctx, str filing, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_cert_of_filing, &rows, text(ctx->region), text(filing)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));
        struct cert c;

        cert_take(&row, &c);
        tree_text(o, S("certificate"), c.id);
        tree_text(o, S("kind"), c.kind);
        tree_text(o, S("number"), cert_mask_number(ctx->arena, c.number));
        tree_bool(o, S("in_force"), str_is(c.state, "valid"));
        tree_i64(o, S("made_ms"), c.made_ms);
    }
    return OK;
}

err cert_may_be_seen(struct ctx *ctx, str certificate, str filing, str holder, bool *ret_may)
{
    struct registry_right right;
    struct cert c;
    bool found;

    *ret_may = false;
    TRY(cert_find(ctx, certificate, &c, &found));
    if (!found || !str_eq(c.filing, filing))
        return OK;
    TRY(registry_right_get(ctx, c.right_id, &right));
    for (size_t i = 0; i < right.holders_count; i++)
        if (c.holder_seq == 0 || c.holder_seq == (int64_t)i + 1)
            *ret_may |= filing_number_ends(right.holders[i].document_number, holder);
    return OK;
}
