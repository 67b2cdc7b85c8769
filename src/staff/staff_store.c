/* Officers as rows. */
#include "staff/staff_store.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "db/db.h"
#include "staff/staff.h"

#define RULE RULE_DEFINE
#include "staff/staff.def"
#undef RULE

err staff_add(struct ctx *ctx, const struct staff *s, str password)
{
    str hash = crypto_password_hash(ctx->arena, password);

    return db_put(ctx, SQL_staff_add, text(s->id), text(s->login), text(s->name), text(s->roles),
        text(s->office), text(s->document_number), text(hash));
}

void staff_take(struct db_row *row, struct staff *ret)
{
    ret->id = take_text(row);
    ret->login = take_text(row);
    ret->name = take_text(row);
    ret->roles = take_text(row);
    ret->office = take_text(row);
    ret->document_number = take_text(row);
    ret->password_hash = take_text(row);
    ret->disabled = take_i64(row) != 0;
    ret->failures = take_i64(row);
    ret->locked_until_ms = take_i64(row);
    ret->factor = take_text(row);
    ret->factor_begun = take_text(row);
    ret->factor_step = take_i64(row);
    ret->one_time = take_i64(row) != 0;
}

err staff_get(struct ctx *ctx, str id, struct staff *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_staff_get, &row, text(id)));
    staff_take(&row, ret);
    return OK;
}

err staff_document_number(struct ctx *ctx, str id, str *ret)
{
    struct staff s;

    TRY(staff_get(ctx, id, &s));
    *ret = s.document_number;
    return OK;
}

bool staff_has_role(const struct who *who, const char *roles)
{
    str rest = str_of(roles);

    while (rest.len > 0) {
        str role = str_cut(&rest, ' ');

        if (role.len > 0 && str_has_word(who->roles, role))
            return true;
    }
    return false;
}
