/* An officer's account as a card: its row, how it is shown and written down, and which accounts are
 * one person's. */
#include "base/ids.h"
#include "place/city.h"
#include "staff/staff_store.h"

void staff_card_take(struct db_row *row, struct staff_card *ret)
{
    ret->id = take_text(row);
    ret->login = take_text(row);
    ret->name = take_text(row);
    ret->roles = take_text(row);
    ret->roles_asked = take_text(row);
    ret->asked_by = take_text(row);
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
    staff_card_take(&row, ret);
    return OK;
}

bool staff_card_is_open(const struct staff_card *card)
{
    return card->one_time && !card->has_factor;
}

void staff_card_show(struct ctx *ctx, const struct staff_card *card, struct tree *o)
{
    const struct place_office *office = place_office_find(ctx->city, card->office);
    bool locked = card->locked_until_ms > ctx->now_ms;

    tree_text(o, S("staff"), card->id);
    tree_text(o, S("login"), card->login);
    tree_text(o, S("name"), card->name);
    tree_text(o, S("roles"), card->roles);
    tree_text(o, S("roles_asked"), card->roles_asked);
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

/* What a change says of an officer: never the password or the whole document number. */
static struct tree *card_content(struct ctx *ctx, const struct staff_card *card)
{
    struct tree *o = tree_new(ctx->arena, TREE_OBJECT);

    tree_text(o, S("login"), card->login);
    tree_text(o, S("name"), card->name);
    tree_text(o, S("roles"), card->roles);
    tree_text(o, S("roles_asked"), card->roles_asked);
    tree_text(o, S("office"), card->office);
    tree_bool(o, S("disabled"), card->disabled);
    tree_i64(o, S("version"), card->version);
    return o;
}

err staff_card_note(struct ctx *ctx, enum staff_change_kind kind, const struct staff_card *before,
    const struct staff_card *after)
{
    struct staff_change c = {.kind = kind,
        .subject = after->id,
        .subject_name = after->name,
        .before = before != NULL ? card_content(ctx, before) : NULL,
        .after = card_content(ctx, after)};

    return staff_change_add(ctx, &c);
}

/* ---- one person ---- */

static void add_words(struct ctx *ctx, str *words, str more)
{
    *words = arena_printf(ctx->arena, "%.*s %.*s", STR(*words), STR(more));
}

err staff_others_get(struct ctx *ctx, str document_number, str id, struct staff_others *ret)
{
    struct db_rows rows;
    struct db_row row;

    *ret = (struct staff_others){.roles = {0}};
    if (document_number.len == 0)
        return OK;
    TRY(db_list(ctx, SQL_staff_person_roles, &rows, text(document_number), text(id)));
    while (db_next(&rows, &row)) {
        add_words(ctx, &ret->roles, take_text(&row));
        add_words(ctx, &ret->asked, take_text(&row));
    }
    return OK;
}

err staff_is_own(struct ctx *ctx, const struct staff_card *card, bool *ret)
{
    struct staff_card own;

    *ret = str_eq(card->id, ctx->who.staff);
    if (*ret || ctx->who.staff.len == 0 || card->document_number.len == 0)
        return OK;
    TRY(staff_card_get(ctx, ctx->who.staff, &own));
    *ret = str_eq(card->document_number, own.document_number);
    return OK;
}

err staff_self_check(struct ctx *ctx, const struct staff_card *card)
{
    bool own;

    TRY(staff_is_own(ctx, card, &own));
    if (own)
        why_add(ctx, &STAFF_SELF, S("staff"), (str){0});
    return OK;
}
