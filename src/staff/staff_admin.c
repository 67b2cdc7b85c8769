/* Officers as the administrator handles them: the list, adding, changing, unlocking, new passwords.
 * Each change ends in a row of staff_change in the same transaction. */
#include "staff/staff_admin.h"
#include "base/crypto.h"
#include "base/ids.h"
#include "db/db.h"
#include "place/city.h"

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

static void take_card(struct db_row *row, struct staff_card *ret)
{
    ret->id = take_text(row);
    ret->login = take_text(row);
    ret->name = take_text(row);
    ret->roles = take_text(row);
    ret->office = take_text(row);
    ret->document_number = take_text(row);
    ret->disabled = take_i64(row) != 0;
    ret->one_time = take_i64(row) != 0;
    ret->locked_until_ms = take_i64(row);
    ret->version = take_i64(row);
    ret->has_factor = take_text(row).len > 0;
}

err staff_card_get(struct ctx *ctx, str id, struct staff_card *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_staff_card_get, &row, text(id)));
    take_card(&row, ret);
    return OK;
}

void staff_card_show(struct ctx *ctx, const struct staff_card *card, struct tree *o)
{
    const struct place_office *office = place_office_find(ctx->city, card->office);
    bool locked = card->locked_until_ms > ctx->now_ms;

    tree_text(o, S("staff"), card->id);
    tree_text(o, S("login"), card->login);
    tree_text(o, S("name"), card->name);
    tree_text(o, S("roles"), card->roles);
    tree_text(o, S("office"), card->office);
    tree_text(o, S("office_zh"), office != NULL ? office->name_zh : card->office);
    tree_text(o, S("office_en"), office != NULL ? office->name_en : card->office);
    tree_text(o, S("document_masked"),
        card->document_number.len > 0 ? id_mask_document(ctx->arena, card->document_number)
                                      : (str){0});
    tree_bool(o, S("disabled"), card->disabled);
    tree_bool(o, S("locked"), locked);
    if (locked)
        tree_i64(o, S("locked_until_ms"), card->locked_until_ms);
    else
        tree_null(o, S("locked_until_ms"));
    tree_bool(o, S("one_time"), card->one_time);
    tree_text(o, S("second_factor"), card->has_factor ? S("active") : S("none"));
    tree_i64(o, S("version"), card->version);
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
        take_card(&row, &card);
        staff_card_show(ctx, &card, tree_object(list, S("")));
    }
    staff_roles_show(tree_list(out, S("roles")));
    tree_text_or_null(out, S("next"), rows.count > STAFF_PAGE ? card.login : (str){0});
    return OK;
}

/* What a change says of an officer: never the password or the whole document number. */
static struct tree *card_content(struct ctx *ctx, const struct staff_card *card)
{
    struct tree *o = tree_new(ctx->arena, TREE_OBJECT);

    tree_text(o, S("login"), card->login);
    tree_text(o, S("name"), card->name);
    tree_text(o, S("roles"), card->roles);
    tree_text(o, S("office"), card->office);
    tree_bool(o, S("disabled"), card->disabled);
    return o;
}

static err note_card(struct ctx *ctx, enum staff_change_kind kind, const struct staff_card *before,
    const struct staff_card *after)
{
    struct staff_change c = {.kind = kind,
        .subject = after->id,
        .subject_name = after->name,
        .before = before != NULL ? card_content(ctx, before) : NULL,
        .after = card_content(ctx, after)};

    return staff_change_add(ctx, &c);
}

static err person_roles(struct ctx *ctx, str document_number, str id, str *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = (str){0};
    if (document_number.len == 0)
        return OK;
    TRY(db_list(ctx, SQL_staff_person_roles, &rows, text(document_number), text(id)));
    while (db_next(&rows, &row)) {
        str roles = take_text(&row);

        *ret = arena_printf(ctx->arena, "%.*s %.*s", STR(*ret), STR(roles));
    }
    return OK;
}

static void check_office(struct ctx *ctx, str office)
{
    if (place_office_find(ctx->city, office) == NULL)
        why_add(ctx, &STAFF_OFFICE_UNKNOWN, S("office"), office);
}

err staff_new_check(struct ctx *ctx, const struct staff_new_in *in)
{
    struct staff taken;
    str others;
    bool found;

    staff_login_check(ctx, S("login"), in->login);
    staff_document_check(ctx, S("document_number"), in->document_number);
    check_office(ctx, in->office);
    TRY(staff_find_login(ctx, in->login, &taken, &found));
    if (found)
        why_add(ctx, &STAFF_LOGIN_TAKEN, S("login"), in->login);
    TRY(person_roles(ctx, in->document_number, S(""), &others));
    staff_roles_check(ctx, S("roles"), in->roles, others);
    return why_refuse(ctx);
}

err staff_card_add(
    struct ctx *ctx, const struct staff_card *card, str password_hash, enum staff_change_kind kind)
{
    TRY(db_change_one(ctx, SQL_staff_card_add, text(card->id), text(card->login), text(card->name),
        text(card->roles), text(card->office), text(card->document_number), text(password_hash),
        i64(card->one_time)));
    return note_card(ctx, kind, NULL, card);
}

err staff_password_set(
    struct ctx *ctx, const struct staff_card *card, str password_hash, bool one_time)
{
    TRY(db_change_one(
        ctx, SQL_staff_password_set, text(card->id), text(password_hash), i64(one_time)));
    if (one_time)
        TRY(db_put(ctx, SQL_staff_factor_clear, text(card->id)));
    TRY(staff_sessions_end(ctx, card->id, one_time ? (str){0} : ctx->who.session));
    return note_card(ctx, one_time ? STAFF_CHANGE_RESET : STAFF_CHANGE_PASSWORD, card, card);
}

/* An officer may correct the own name, but not what gives power. */
static err check_save(
    struct ctx *ctx, const struct staff_card *before, const struct staff_card *after)
{
    bool power = !str_eq(before->roles, after->roles) || before->disabled != after->disabled ||
                 !str_eq(before->office, after->office);
    str others;

    if (power && str_eq(before->id, ctx->who.staff))
        why_add(ctx, &STAFF_SELF, S("staff"), (str){0});
    check_office(ctx, after->office);
    TRY(person_roles(ctx, after->document_number, after->id, &others));
    staff_roles_check(ctx, S("roles"), after->roles, after->disabled ? (str){0} : others);
    return why_refuse(ctx);
}

static enum staff_change_kind kind_of_save(
    const struct staff_card *before, const struct staff_card *after)
{
    if (before->disabled == after->disabled)
        return STAFF_CHANGE_SAVE;
    return after->disabled ? STAFF_CHANGE_DISABLE : STAFF_CHANGE_ENABLE;
}

err staff_save(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_save_in *wanted = in;
    struct staff_card before, after;

    TRY(staff_card_get(ctx, wanted->staff, &before));
    after = before;
    after.name = wanted->name;
    after.roles = staff_roles_sorted(ctx->arena, wanted->roles);
    after.office = wanted->office;
    after.disabled = wanted->disabled;
    TRY(check_save(ctx, &before, &after));
    TRY(db_change_one(ctx, SQL_staff_card_save, text(after.id), i64(wanted->version),
        text(after.name), text(after.roles), text(after.office), i64(after.disabled)));
    if (after.disabled)
        TRY(staff_sessions_end(ctx, after.id, (str){0}));
    TRY(note_card(ctx, kind_of_save(&before, &after), &before, &after));
    after.version = wanted->version + 1;
    staff_card_show(ctx, &after, out);
    return OK;
}

err staff_unlock(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_one_in *wanted = in;
    struct staff_card card;

    TRY(staff_card_get(ctx, wanted->staff, &card));
    TRY(db_change_one(ctx, SQL_staff_card_unlock, text(card.id)));
    TRY(note_card(ctx, STAFF_CHANGE_UNLOCK, &card, &card));
    card.locked_until_ms = 0;
    staff_card_show(ctx, &card, out);
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

/* Accounts of one person are looked at together; a disabled one gives no power. */
static err check_person(struct ctx *ctx, const struct staff_card *card, struct tree *list)
{
    str others;

    if (card->disabled)
        return OK;
    TRY(person_roles(ctx, card->document_number, card->id, &others));
    why_clear(ctx);
    staff_roles_check(ctx, S("roles"), card->roles, others);
    if (why_has(ctx, &STAFF_ROLES_APART))
        tree_text(list, S(""), card->login);
    why_clear(ctx);
    return OK;
}

err staff_verify(struct ctx *ctx, struct tree *list)
{
    struct staff_card card = {0};
    struct db_rows rows;
    struct db_row row;

    do {
        TRY(db_list(ctx, SQL_staff_cards, &rows, text(card.login), i64(STAFF_PAGE)));
        while (db_next(&rows, &row)) {
            take_card(&row, &card);
            TRY(check_person(ctx, &card, list));
        }
    } while (rows.count == STAFF_PAGE);
    return OK;
}
