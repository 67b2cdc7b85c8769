/* Parties as rows: one per document and region. */
#include "base/ids.h"
#include "db/db.h"
#include "party/party.h"

static err find(struct ctx *ctx, const struct party *p, bool *ret_found, str *ret_id)
{
    struct db_row row;
    str name;

    TRY(db_find(ctx, SQL_party_by_document, &row, ret_found, text(ctx->region),
        text(p->document_kind), text(p->document_number)));
    if (!*ret_found)
        return OK;
    *ret_id = take_text(&row);
    name = take_text(&row);
    if (str_eq(name, p->name))
        return OK;
    why_add(ctx, &PARTY_NAME_DIFFERS, S("name"), p->name);
    return E_REFUSED;
}

err party_keep(struct ctx *ctx, const struct party *p, str *ret_id)
{
    str id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    int64_t added;
    bool found;

    TRY(find(ctx, p, &found, ret_id));
    if (found)
        return OK;
    TRY(db_change(ctx, SQL_party_add, &added, text(ctx->region), text(id), text(p->kind),
        text(p->name), text(p->document_kind), text(p->document_number), i64(ctx->now_ms)));
    if (added == 1) {
        *ret_id = id;
        return OK;
    }
    TRY(find(ctx, p, &found, ret_id));
    return found ? OK : E_BUSY;
}

err party_check_name(struct ctx *ctx, const struct party *p, str field)
{
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_party_by_document, &row, &found, text(ctx->region), text(p->document_kind),
        text(p->document_number)));
    if (!found)
        return OK;
    (void)take_text(&row);
    if (!str_eq(take_text(&row), p->name))
        why_add(ctx, &PARTY_NAME_DIFFERS, field, p->name);
    return OK;
}

err party_rename(struct ctx *ctx, const struct party *p, str *ret_id)
{
    TRY(db_put(ctx, SQL_party_rename, text(ctx->region), text(p->document_kind),
        text(p->document_number), text(p->name)));
    return party_keep(ctx, p, ret_id);
}
