/* Files by hash: two folders deep, whole or not at all. */
#include "base/crypto.h"
#include "base/file.h"
#include "db/db.h"
#include "paper/paper.h"

#define RULE RULE_DEFINE
#include "paper/paper.def"
#undef RULE

static const char *path_of(struct arena *a, const struct paper_store *store, str hash)
{
    return arena_z(a, arena_printf(a, "%s/%.2s/%.*s", store->dir, hash.at, STR(hash)));
}

err paper_keep(struct arena *a, const struct paper_store *store, str content, str *ret_hash)
{
    str hash = crypto_sha256_hex(a, content);
    const char *path = path_of(a, store, hash);

    if (!file_exists(path)) {
        TRY(file_make_dir(a, arena_z(a, arena_printf(a, "%s/%.2s", store->dir, hash.at))));
        TRY(file_write(a, path, content));
    }
    *ret_hash = hash;
    return OK;
}

err paper_read(struct arena *a, const struct paper_store *store, str hash, str *ret)
{
    return file_read(a, path_of(a, store, hash), (size_t)PAPER_SIZE_MAX, ret);
}

str paper_type(str content)
{
    if (str_starts(content, S("%PDF-")))
        return S("application/pdf");
    if (str_starts(content, S("\x89PNG\r\n\x1a\n")))
        return S("image/png");
    if (str_starts(content, S("\xff\xd8\xff")))
        return S("image/jpeg");
    return (str){0};
}

err paper_note(struct ctx *ctx, str hash, str type, int64_t size)
{
    return db_put(ctx, SQL_paper_note, text(ctx->region), text(hash), text(type), i64(size),
        i64(ctx->now_ms));
}

err paper_get(struct ctx *ctx, str hash, str *ret_type, int64_t *ret_size)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_paper_get, &row, text(ctx->region), text(hash)));
    *ret_type = take_text(&row);
    *ret_size = take_i64(&row);
    return OK;
}

err paper_is_stored(struct ctx *ctx, str hash, bool *ret)
{
    struct db_row row;

    return db_find(ctx, SQL_paper_get, &row, ret, text(ctx->region), text(hash));
}
