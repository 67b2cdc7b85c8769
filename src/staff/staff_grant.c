/* Officers as the security administrator handles them: roles granted and taken, accounts disabled,
 * enabled, unlocked, second factors cleared; and the first security administrator of an older city.
 */
#include "staff/staff_grant.h"
#include "place/city.h"
#include "staff/staff_store.h"

#define INPUT_HERE struct staff_grant_in
INPUT_TABLE(staff_grant_in, STAFF_GRANT_IN)
#undef INPUT_HERE

#define SECURITY "security"

/* Whoever asked for the roles once was a system administrator and may be another by now. */
static err check_asker(struct ctx *ctx, const struct staff_card *card)
{
    struct staff_card asker;
    bool own;

    if (card->asked_by.len == 0)
        return OK;
    TRY(staff_card_get(ctx, card->asked_by, &asker));
    TRY(staff_is_own(ctx, &asker, &own));
    if (own)
        why_add(ctx, &STAFF_ASKED_SELF, S("roles"), (str){0});
    return OK;
}

/* What is given beyond what was there: asked for by another, for an account that is its officer's.
 */
static err check_added(struct ctx *ctx, const struct staff_card *card, str added)
{
    str rest = staff_roles_new(ctx->arena, added, card->roles_asked);

    if (added.len == 0)
        return OK;
    while (rest.len > 0)
        why_add(ctx, &STAFF_NOT_ASKED, S("roles"), str_cut(&rest, ' '));
    if (staff_card_is_open(card))
        why_add(ctx, &STAFF_NOT_TAKEN, S("staff"), (str){0});
    staff_three_check(ctx, S("roles"), added, card->document_number);
    return check_asker(ctx, card);
}

static err check_grant(struct ctx *ctx, const struct staff_card *before, str roles)
{
    struct staff_others others;

    TRY(staff_self_check(ctx, before));
    TRY(check_added(ctx, before, staff_roles_new(ctx->arena, roles, before->roles)));
    TRY(staff_others_get(ctx, before->document_number, before->id, &others));
    if (roles.len > 0)
        staff_roles_check(ctx, S("roles"), roles, before->disabled ? (str){0} : others.roles);
    return why_refuse(ctx);
}

static err set_roles(
    struct ctx *ctx, const struct staff_card *before, str roles, int64_t version, struct tree *out)
{
    struct staff_card after = *before;

    TRY(check_grant(ctx, before, roles));
    TRY(db_change_one(ctx, SQL_staff_roles_set, text(before->id), i64(version), text(roles)));
    after.roles = roles;
    after.roles_asked = roles;
    after.version = version + 1;
    if (out != NULL)
        staff_card_show(ctx, &after, out);
    return staff_card_note(ctx, STAFF_CHANGE_GRANT, before, &after);
}

err staff_grant(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_grant_in *wanted = in;
    struct staff_card before;

    TRY(staff_card_get(ctx, wanted->staff, &before));
    return set_roles(
        ctx, &before, staff_roles_sorted(ctx->arena, wanted->roles), wanted->version, out);
}

/* ---- the account ---- */

static err set_disabled(struct ctx *ctx, const struct staff_card *before, bool disabled)
{
    struct staff_card after = *before;

    after.disabled = disabled;
    after.version++;
    TRY(db_change_one(ctx, SQL_staff_disabled_set, text(before->id), i64(disabled)));
    if (disabled)
        TRY(staff_sessions_end(ctx, before->id, (str){0}));
    return staff_card_note(
        ctx, disabled ? STAFF_CHANGE_DISABLE : STAFF_CHANGE_ENABLE, before, &after);
}

static err show_again(struct ctx *ctx, str id, struct tree *out)
{
    struct staff_card card;

    TRY(staff_card_get(ctx, id, &card));
    staff_card_show(ctx, &card, out);
    return OK;
}

err staff_disable(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_one_in *wanted = in;
    struct staff_card card;

    TRY(staff_card_get(ctx, wanted->staff, &card));
    TRY(staff_self_check(ctx, &card));
    TRY(why_refuse(ctx));
    if (!card.disabled)
        TRY(set_disabled(ctx, &card, true));
    return show_again(ctx, card.id, out);
}

err staff_enable(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_one_in *wanted = in;
    struct staff_others others;
    struct staff_card card;

    TRY(staff_card_get(ctx, wanted->staff, &card));
    TRY(staff_self_check(ctx, &card));
    TRY(staff_others_get(ctx, card.document_number, card.id, &others));
    if (card.roles.len > 0)
        staff_roles_check(ctx, S("staff"), card.roles, others.roles);
    TRY(why_refuse(ctx));
    if (card.disabled)
        TRY(set_disabled(ctx, &card, false));
    return show_again(ctx, card.id, out);
}

err staff_unlock(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_one_in *wanted = in;
    struct staff_card before, after;

    TRY(staff_card_get(ctx, wanted->staff, &before));
    TRY(db_change_one(ctx, SQL_staff_card_unlock, text(before.id)));
    TRY(staff_card_get(ctx, before.id, &after));
    staff_card_show(ctx, &after, out);
    return staff_card_note(ctx, STAFF_CHANGE_UNLOCK, &before, &after);
}

err staff_factor_clear(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_one_in *wanted = in;
    struct staff_card before, after;

    TRY(staff_card_get(ctx, wanted->staff, &before));
    TRY(staff_self_check(ctx, &before));
    TRY(why_refuse(ctx));
    TRY(db_change_one(ctx, SQL_staff_factor_clear, text(before.id)));
    TRY(db_put(ctx, SQL_staff_roles_wait, text(before.id)));
    TRY(staff_sessions_end(ctx, before.id, (str){0}));
    TRY(staff_card_get(ctx, before.id, &after));
    staff_card_show(ctx, &after, out);
    return staff_card_note(ctx, STAFF_CHANGE_FACTOR_CLEAR, &before, &after);
}

/* ---- a city that has no security administrator ---- */

err staff_has_security(struct ctx *ctx, bool *ret)
{
    struct staff_card card = {0};
    struct db_rows rows;
    struct db_row row;

    *ret = false;
    do {
        TRY(db_list(ctx, SQL_staff_cards, &rows, text(card.login), i64(STAFF_PAGE)));
        while (!*ret && db_next(&rows, &row)) {
            staff_card_take(&row, &card);
            *ret = !card.disabled && str_has_word(card.roles, S(SECURITY));
        }
    } while (!*ret && rows.count == STAFF_PAGE);
    return OK;
}

err staff_appoint(struct ctx *ctx, str login)
{
    const struct place_office *office;
    struct staff_card card;
    struct staff s;
    bool found;

    TRY(staff_find_login(ctx, login, &s, &found));
    if (!found)
        return E_MISSING;
    TRY(staff_has_security(ctx, &found));
    if (found)
        why_add(ctx, &SECURITY_THERE, S("login"), (str){0});
    TRY(staff_card_get(ctx, s.id, &card));
    office = place_office_find(ctx->city, card.office);
    if (office != NULL)
        ctx->region = office->region;
    return set_roles(ctx, &card, S(SECURITY), card.version, NULL);
}
