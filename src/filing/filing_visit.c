/* Who comes and is no officer: with number and follow code to follow a filing; with the end of a
 * party's document number too for papers with names. Wrong tries are counted under the row's lock,
 * so that many at once count as many. */
#include "filing/filing_store.h"
#include "filing/filing_track.h"

err filing_follow(struct ctx *ctx, struct filing_follower *f)
{
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_filing_tries, &row, &found, text(ctx->region), text(f->filing),
        i64(ctx->now_ms - FILING_TRIES_MS)));
    f->locked = found && take_i64(&row) >= FILING_FOLLOW_TRIES_MAX;
    f->known = false;
    if (f->locked)
        return OK;
    TRY(db_find(ctx, SQL_filing_follow_code, &row, &found, text(ctx->region), text(f->filing)));
    f->known = found && str_eq_secret(take_text(&row), f->code);
    return OK;
}

err filing_follow_failed(struct ctx *ctx, const struct filing_follower *f)
{
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_filing_follow_code, &row, &found, text(ctx->region), text(f->filing)));
    if (!found)
        return OK;
    TRY(db_get(ctx, SQL_filing_try_lock, &row, text(ctx->region), text(f->filing), i64(ctx->now_ms),
        i64(ctx->now_ms - FILING_TRIES_MS)));
    return db_put(ctx, SQL_filing_try_failed, text(ctx->region), text(f->filing), i64(ctx->now_ms));
}

/* ---- papers with names ---- */

static char upper(char c)
{
    return (char)(c >= 'a' && c <= 'z' ? c - 32 : c);
}

bool filing_number_ends(str document_number, str holder)
{
    size_t skip = document_number.len - holder.len;

    if (holder.len != FILING_HOLDER_CHARACTERS || document_number.len < holder.len)
        return false;
    for (size_t i = 0; i < holder.len; i++)
        if (upper(document_number.at[skip + i]) != upper(holder.at[i]))
            return false;
    return true;
}

static bool is_party(const struct filing_run *run, str holder)
{
    for (size_t i = 0; i < run->parties_count; i++)
        if (filing_number_ends(run->parties[i].document_number, holder))
            return true;
    return false;
}

err filing_visit(struct ctx *ctx, struct filing_visitor *v)
{
    struct filing_run run;
    struct db_row row;

    TRY(filing_load(ctx, v->filing, &run));
    TRY(db_get(ctx, SQL_filing_try_lock, &row, text(ctx->region), text(v->filing), i64(ctx->now_ms),
        i64(ctx->now_ms - FILING_TRIES_MS)));
    v->locked = take_i64(&row) >= FILING_TRIES_MAX;
    v->known = false;
    if (v->locked)
        return OK;
    if (!str_eq_secret(run.f.follow_code, v->code) || !is_party(&run, v->holder))
        return filing_visit_failed(ctx, v);
    v->known = true;
    return OK;
}

err filing_visit_failed(struct ctx *ctx, struct filing_visitor *v)
{
    v->known = false;
    return db_put(ctx, SQL_filing_try_failed, text(ctx->region), text(v->filing), i64(ctx->now_ms));
}
