/* Officers as the system administrator handles them: the list, adding, changing, asking for roles,
 * new passwords. Each change ends in a row of staff_change in the same transaction. */
#include "base/crypto.h"
#include "base/ids.h"
#include "place/city.h"
#include "staff/staff_store.h"

#define RULE RULE_DEFINE
#include "staff/staff_admin.def"
#undef RULE

#define INPUT_HERE struct staff_list_in
INPUT_TABLE(staff_list_in, STAFF_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_new_in
INPUT_TABLE(staff_new_in, STAFF_NEW_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_save_in
INPUT_TABLE(staff_save_in, STAFF_SAVE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_one_in
INPUT_TABLE(staff_one_in, STAFF_ONE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_password_in
INPUT_TABLE(staff_password_in, STAFF_PASSWORD_IN)
#undef INPUT_HERE

OUTPUT_TABLE(staff_role_out, STAFF_ROLE_OUT)
OUTPUT_TABLE(staff_card_out, STAFF_CARD_OUT)
OUTPUT_TABLE(staff_list_out, STAFF_LIST_OUT)
OUTPUT_TABLE(staff_new_out, STAFF_NEW_OUT)
OUTPUT_TABLE(staff_password_out, STAFF_PASSWORD_OUT)

/* Crockford's base 32 in small letters. */
str staff_code_make(struct arena *a, size_t groups)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    size_t count = groups * 5 - 1;
    char *at = arena_take(a, count + 1);
    uint8_t random;

    for (size_t i = 0; i < count; i++) {
        id_random_bytes(&random, sizeof(random));
        at[i] = i % 5 == 4 ? '-' : letters[random % 32];
    }
    return (str){at, count};
}

err staff_list(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_list_in *wanted = in;
    struct tree *list = tree_list(out, S("staff"));
    struct staff_card card = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_staff_cards, &rows, text(wanted->after), i64(STAFF_PAGE + 1)));
    for (size_t i = 0; i < STAFF_PAGE && db_next(&rows, &row); i++) {
        staff_card_take(&row, &card);
        staff_card_show(ctx, &card, tree_object(list, S("")));
    }
    staff_roles_show(tree_list(out, S("roles")));
    tree_text_or_null(out, S("next"), rows.count > STAFF_PAGE ? card.login : (str){0});
    return OK;
}

static void check_office(struct ctx *ctx, str office)
{
    if (place_office_find(ctx->city, office) == NULL)
        why_add(ctx, &STAFF_OFFICE_UNKNOWN, S("office"), office);
}

/* What the system administrator may ask for. An officer's roles and what is asked for the same
 * person's other accounts go together, whether granted yet or not. */
static err check_asked(struct ctx *ctx, const struct staff_card *card, str asked, str known)
{
    struct staff_others others;

    TRY(staff_others_get(ctx, card->document_number, card->id, &others));
    staff_roles_check(ctx, S("roles"), asked,
        card->disabled
            ? (str){0}
            : arena_printf(ctx->arena, "%.*s %.*s", STR(others.roles), STR(others.asked)));
    staff_three_check(
        ctx, S("roles"), staff_roles_new(ctx->arena, asked, known), card->document_number);
    return OK;
}

err staff_new_check(struct ctx *ctx, const struct staff_new_in *in)
{
    const struct staff_card card = {.document_number = in->document_number};
    struct staff taken;
    bool found;

    staff_login_check(ctx, S("login"), in->login);
    staff_document_check(ctx, S("document_number"), in->document_number);
    check_office(ctx, in->office);
    TRY(staff_find_login(ctx, in->login, &taken, &found));
    if (found)
        why_add(ctx, &STAFF_LOGIN_TAKEN, S("login"), in->login);
    TRY(staff_self_check(ctx, &card));
    TRY(check_asked(ctx, &card, in->roles, (str){0}));
    return why_refuse(ctx);
}

err staff_card_add(
    struct ctx *ctx, const struct staff_card *card, str password_hash, enum staff_change_kind kind)
{
    TRY(db_change_one(ctx, SQL_staff_card_add, text(card->id), text(card->login), text(card->name),
        text(card->roles), text(card->roles_asked), text(card->asked_by), text(card->office),
        text(card->document_number), text(password_hash), i64(card->one_time)));
    return staff_card_note(ctx, kind, NULL, card);
}

err staff_password_set(
    struct ctx *ctx, const struct staff_card *card, str password_hash, bool one_time)
{
    struct staff_card after;

    TRY(db_change_one(
        ctx, SQL_staff_password_set, text(card->id), text(password_hash), i64(one_time)));
    TRY(db_put(ctx, SQL_staff_roles_wait, text(card->id)));
    TRY(staff_card_get(ctx, card->id, &after));
    TRY(staff_sessions_end(ctx, card->id, one_time ? (str){0} : ctx->who.session));
    return staff_card_note(
        ctx, one_time ? STAFF_CHANGE_RESET : STAFF_CHANGE_PASSWORD, card, &after);
}

/* An officer may correct the own name, but not what gives power. */
static err check_save(
    struct ctx *ctx, const struct staff_card *before, const struct staff_card *after)
{
    if (!str_eq(before->roles_asked, after->roles_asked) || !str_eq(before->office, after->office))
        TRY(staff_self_check(ctx, before));
    check_office(ctx, after->office);
    TRY(check_asked(ctx, after, after->roles_asked, before->roles));
    return why_refuse(ctx);
}

err staff_save(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_save_in *wanted = in;
    struct staff_card before, after;

    TRY(staff_card_get(ctx, wanted->staff, &before));
    after = before;
    after.name = wanted->name;
    after.roles_asked = staff_roles_sorted(ctx->arena, wanted->roles);
    after.office = wanted->office;
    if (!str_eq(before.roles_asked, after.roles_asked) || !str_eq(before.roles, after.roles_asked))
        after.asked_by = ctx->who.staff;
    TRY(check_save(ctx, &before, &after));
    TRY(db_change_one(ctx, SQL_staff_card_save, text(after.id), i64(wanted->version),
        text(after.name), text(after.roles_asked), text(after.asked_by), text(after.office)));
    after.version = wanted->version + 1;
    TRY(staff_card_note(ctx, STAFF_CHANGE_SAVE, &before, &after));
    staff_card_show(ctx, &after, out);
    return OK;
}

err staff_is_empty(struct ctx *ctx, bool *ret)
{
    struct db_row row;
    bool found;

    TRY(db_find(ctx, SQL_staff_cards, &row, &found, text(S("")), i64(1)));
    *ret = !found;
    return OK;
}
