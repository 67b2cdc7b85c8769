/* I19 over all officers: the three administrators and those who do the work are different people,
 * nobody has a role by a password that another made, and every role in force was asked for by one
 * and granted by another, as the record of changes says. */
#include "staff/staff_record.h"
#include "staff/staff_store.h"

#include <stdlib.h>

#define RECORD_PAGE 500

/* Accounts of one person are looked at together; a disabled one gives no power. */
static err check_person(struct ctx *ctx, const struct staff_card *card, struct tree *list)
{
    struct staff_others others;

    TRY(staff_others_get(ctx, card->document_number, card->id, &others));
    why_clear(ctx);
    staff_roles_check(ctx, S("roles"), card->roles, others.roles);
    if (why_has(ctx, &STAFF_ROLES_APART))
        tree_text(list, S(""), card->login);
    why_clear(ctx);
    return OK;
}

/* Every account, in the order of the logins. */
static err each_card(struct ctx *ctx,
    err (*take)(struct ctx *ctx, const struct staff_card *card, void *arg), void *arg)
{
    struct staff_card card = {0};
    struct db_rows rows;
    struct db_row row;

    do {
        TRY(db_list(ctx, SQL_staff_cards, &rows, text(card.login), i64(STAFF_PAGE)));
        while (db_next(&rows, &row)) {
            staff_card_take(&row, &card);
            TRY(take(ctx, &card, arg));
        }
    } while (rows.count == STAFF_PAGE);
    return OK;
}

struct found {
    struct tree *apart, *not_taken;
};

static err check_card(struct ctx *ctx, const struct staff_card *card, void *arg)
{
    const struct found *found = arg;

    if (card->disabled)
        return OK;
    TRY(check_person(ctx, card, found->apart));
    if (card->roles.len > 0 && staff_card_is_open(card))
        tree_text(found->not_taken, S(""), card->login);
    return OK;
}

err staff_verify(struct ctx *ctx, struct tree *apart, struct tree *not_taken)
{
    struct found found = {apart, not_taken};

    return each_card(ctx, check_card, &found);
}

/* ---- the record ---- */

struct account {
    str id, login, roles;
    bool disabled;
    struct staff_record record;
};

struct accounts {
    struct account *at;
    size_t count, room;
};

static err add_account(struct ctx *ctx, const struct staff_card *card, void *arg)
{
    struct accounts *all = arg;

    if (all->count == all->room) {
        struct account *more = ARENA_MANY(ctx->arena, 2 * all->room + STAFF_PAGE, struct account);

        for (size_t i = 0; i < all->count; i++)
            more[i] = all->at[i];
        all->at = more;
        all->room = 2 * all->room + STAFF_PAGE;
    }
    all->at[all->count++] = (struct account){
        .id = card->id, .login = card->login, .roles = card->roles, .disabled = card->disabled};
    return OK;
}

static int by_id(const void *a, const void *b)
{
    const struct account *x = a, *y = b;

    return str_cmp(x->id, y->id);
}

static err read_accounts(struct ctx *ctx, struct accounts *all)
{
    TRY(each_card(ctx, add_account, all));
    if (all->count > 0)
        qsort(all->at, all->count, sizeof(all->at[0]), by_id);
    return OK;
}

/* A change that cannot be read is said by its seal. */
static void take_change(struct ctx *ctx, const struct accounts *all, struct db_row *row)
{
    str actor = take_text(row), kind = take_text(row), subject = take_text(row),
        after = take_text(row), fault;
    const struct account key = {.id = subject};
    struct account *found =
        all->count > 0 ? bsearch(&key, all->at, all->count, sizeof(key), by_id) : NULL;
    struct tree *content;

    if (found != NULL && tree_parse(ctx->arena, after, &content, &fault) == OK)
        staff_record_take(ctx->arena, &found->record, kind, actor, content);
}

static err take_changes(struct ctx *ctx, const struct accounts *all)
{
    str last = S("");
    struct db_rows rows;
    struct db_row row;

    do {
        TRY(db_list(ctx, SQL_staff_check_record, &rows, text(last), i64(RECORD_PAGE)));
        while (db_next(&rows, &row)) {
            last = take_text(&row);
            take_change(ctx, all, &row);
        }
    } while (rows.count == RECORD_PAGE);
    return OK;
}

err staff_verify_record(struct ctx *ctx, struct tree *list)
{
    struct accounts all = {0};

    TRY(read_accounts(ctx, &all));
    TRY(take_changes(ctx, &all));
    for (size_t i = 0; i < all.count; i++)
        if (!staff_record_holds(ctx->arena, &all.at[i].record, all.at[i].roles, all.at[i].disabled))
            tree_text(list, S(""), all.at[i].login);
    return OK;
}
