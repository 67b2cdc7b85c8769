/* Sealing rows. Each part goes in with its length, so that no two rows are hashed alike. */
#include "audit/audit.h"

#include "base/crypto.h"
#include "db/db.h"
#include "place/city.h"

#define ROW_MAX ((size_t)1 << 20)

static void add_part(struct buf *b, str part)
{
    buf_printf(b, "%zu:", part.len);
    buf_add(b, part);
}

str audit_mac(const struct ctx *ctx, const struct audit_row *row)
{
    str key = {(const char *)ctx->city->audit_key, sizeof(ctx->city->audit_key)};
    uint8_t mac[CRYPTO_SHA256_BYTES];
    struct buf b;

    buf_init(&b, ctx->arena, ROW_MAX);
    add_part(&b, row->region);
    add_part(&b, str_of(row->book));
    add_part(&b, row->subject);
    buf_printf(&b, "%lld:", (long long)row->number);
    for (size_t i = 0; i < row->says_count; i++)
        add_part(&b, row->says[i]);
    crypto_hmac_sha256(key, buf_str(&b), mac);
    return arena_str(ctx->arena, (str){(const char *)mac, sizeof(mac)});
}

err audit_seal(struct ctx *ctx, const struct audit_row *row)
{
    return db_put(ctx, SQL_audit_seal_add, text(row->region), text(str_of(row->book)),
        text(row->subject), i64(row->number), bytes(audit_mac(ctx, row)));
}

bool audit_holds(const struct ctx *ctx, const struct audit_row *row, str mac)
{
    return str_eq_secret(mac, audit_mac(ctx, row));
}
