/* 亲属申报: declared, entered, ended, looked at; and whether all of it is as it was written. */
#include "staff/staff_kin.h"

#include "audit/audit.h"
#include "base/ids.h"
#include "db/db.h"
#include "staff/staff_admin.h"

#define RULE RULE_DEFINE
#include "staff/staff_kin.def"
#undef RULE

#define INPUT_HERE struct staff_kin_own_in
INPUT_TABLE(staff_kin_own_in, STAFF_KIN_OWN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_kin_add_in
INPUT_TABLE(staff_kin_add_in, STAFF_KIN_ADD_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_kin_of_in
INPUT_TABLE(staff_kin_of_in, STAFF_KIN_OF_IN)
#undef INPUT_HERE
#define INPUT_HERE struct staff_kin_end_in
INPUT_TABLE(staff_kin_end_in, STAFF_KIN_END_IN)
#undef INPUT_HERE

OUTPUT_TABLE(staff_kin_out, STAFF_KIN_OUT)
OUTPUT_TABLE(staff_kin_list_out, STAFF_KIN_LIST_OUT)

#define BOOK "kin"
#define DECLARED 0 /* number of a declaration's seal */
#define ENDED 1    /* and of its end's */
#define KIN_PAGE 500

struct kin {
    str id, staff, relation, name, document_kind, document_number, made_by, ended_by, ended_reason;
    int64_t made_ms, ended_ms;
};

static const struct {
    const char *id, *zh, *en;
} relations[] = {
#define KIN(id, zh, en) {id, zh, en},
#include "staff/staff_kin.def"
#undef KIN
};

static size_t relation_find(str id)
{
    size_t i = 0;

    while (i < COUNT(relations) && !str_is(id, relations[i].id))
        i++;
    return i;
}

/* ---- rows and seals ---- */

static void take_kin(struct db_row *row, struct kin *ret)
{
    ret->id = take_text(row);
    ret->staff = take_text(row);
    ret->relation = take_text(row);
    ret->name = take_text(row);
    ret->document_kind = take_text(row);
    ret->document_number = take_text(row);
    ret->made_by = take_text(row);
    ret->made_ms = take_i64(row);
    ret->ended_by = take_text(row);
    ret->ended_ms = take_i64(row);
    ret->ended_reason = take_text(row);
}

static str decimal(struct ctx *ctx, int64_t number)
{
    return arena_printf(ctx->arena, "%lld", (long long)number);
}

/* What is sealed: the declaration, or its end. Officers belong to no region. */
static struct audit_row sealed_row(struct ctx *ctx, const struct kin *k, int64_t number)
{
    str *says = ARENA_MANY(ctx->arena, 7, str);
    struct audit_row row = {(str){0}, BOOK, k->id, number, says, number == ENDED ? 3 : 7};

    if (number == ENDED) {
        says[0] = k->ended_by;
        says[1] = decimal(ctx, k->ended_ms);
        says[2] = k->ended_reason;
        return row;
    }
    says[0] = k->staff;
    says[1] = k->relation;
    says[2] = k->name;
    says[3] = k->document_kind;
    says[4] = k->document_number;
    says[5] = k->made_by;
    says[6] = decimal(ctx, k->made_ms);
    return row;
}

static err seal_kin(struct ctx *ctx, const struct kin *k, int64_t number)
{
    struct audit_row row = sealed_row(ctx, k, number);

    return audit_seal(ctx, &row);
}

static bool is_as_written(struct ctx *ctx, const struct kin *k, str declared, str ended)
{
    struct audit_row declaration = sealed_row(ctx, k, DECLARED), end = sealed_row(ctx, k, ENDED);

    if (!audit_holds(ctx, &declaration, declared))
        return false;
    if (k->ended_ms == 0)
        return ended.len == 0 && k->ended_by.len == 0 && k->ended_reason.len == 0;
    return audit_holds(ctx, &end, ended);
}

err staff_verify_kin(struct ctx *ctx, struct tree *list)
{
    struct kin k = {.id = S("")};
    struct db_rows rows;
    struct db_row row;

    do {
        TRY(db_list(ctx, SQL_staff_check_kin, &rows, text(k.id), i64(KIN_PAGE)));
        while (db_next(&rows, &row)) {
            str declared, ended;

            take_kin(&row, &k);
            declared = take_bytes(&row);
            ended = take_bytes(&row);
            if (!is_as_written(ctx, &k, declared, ended))
                tree_text(list, S(""), k.id);
        }
    } while (rows.count == KIN_PAGE);
    TRY(db_list(ctx, SQL_staff_check_kin_gone, &rows, text(S(BOOK))));
    while (db_next(&rows, &row))
        tree_text(list, S(""), take_text(&row));
    return OK;
}

/* ---- looking ---- */

static err take_numbers(struct ctx *ctx, str staff, str **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_staff_kin_numbers, &rows, text(staff)));
    *ret = ARENA_MANY(ctx->arena, rows.count + 1, str);
    *ret_count = 0;
    while (db_next(&rows, &row))
        (*ret)[(*ret_count)++] = take_text(&row);
    return OK;
}

static bool is_one_of(str number, const str *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(numbers[i], number))
            return true;
    return false;
}

err staff_ties_get(struct ctx *ctx, struct staff_ties *ret)
{
    str *kin;

    TRY(staff_document_number(ctx, ctx->who.staff, &ret->own));
    TRY(take_numbers(ctx, ctx->who.staff, &kin, &ret->kin_count));
    ret->kin = kin;
    return OK;
}

void staff_ties_check(struct ctx *ctx, const struct staff_ties *ties, str document_number, str name,
    const char *field)
{
    if (ties->own.len > 0 && str_eq(document_number, ties->own))
        why_add(ctx, &OFFICER_IS_PARTY, str_of(field), name);
    if (is_one_of(document_number, ties->kin, ties->kin_count))
        why_add(ctx, &OFFICER_IS_KIN, str_of(field), name);
}

static void show_kin(const struct kin *k, struct tree *o)
{
    size_t relation = relation_find(k->relation);
    bool known = relation < COUNT(relations);

    tree_text(o, S("kin"), k->id);
    tree_text(o, S("staff"), k->staff);
    tree_text(o, S("relation"), k->relation);
    tree_text(o, S("relation_zh"), known ? str_of(relations[relation].zh) : k->relation);
    tree_text(o, S("relation_en"), known ? str_of(relations[relation].en) : k->relation);
    tree_text(o, S("name"), k->name);
    tree_text(o, S("document_kind"), k->document_kind);
    tree_text(o, S("document_masked"), id_mask_document(o->arena, k->document_number));
    tree_text(o, S("made_by"), k->made_by);
    tree_i64(o, S("made_ms"), k->made_ms);
    tree_text(o, S("ended_by"), k->ended_by);
    tree_i64(o, S("ended_ms"), k->ended_ms);
    tree_text(o, S("ended_reason"), k->ended_reason);
}

static err show_all(struct ctx *ctx, str staff, struct tree *out)
{
    struct tree *list = tree_list(out, S("kin"));
    struct staff_card card;
    struct db_rows rows;
    struct db_row row;

    TRY(staff_card_get(ctx, staff, &card));
    TRY(db_list(ctx, SQL_staff_kin_of, &rows, text(staff)));
    while (db_next(&rows, &row)) {
        struct kin k;

        take_kin(&row, &k);
        show_kin(&k, tree_object(list, S("")));
    }
    return OK;
}

err staff_kin_own(struct ctx *ctx, const void *in, struct tree *out)
{
    (void)in;
    return show_all(ctx, ctx->who.staff, out);
}

err staff_kin_of(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_kin_of_in *wanted = in;

    return show_all(ctx, wanted->staff, out);
}

/* ---- declaring and ending ---- */

/* What the record of changes says of it: not the whole document number. */
static err note_kin(struct ctx *ctx, const struct staff_card *card, const struct kin *k)
{
    bool ends = k->ended_ms != 0;
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct staff_change c = {.kind = ends ? STAFF_CHANGE_KIN_END : STAFF_CHANGE_KIN,
        .subject = card->id,
        .subject_name = card->name,
        .after = content};

    tree_text(content, S("kin"), k->id);
    tree_text(content, S("relation"), k->relation);
    tree_text(content, S("name"), k->name);
    tree_text(content, S("document_masked"), id_mask_document(ctx->arena, k->document_number));
    if (ends)
        tree_text(content, S("reason"), k->ended_reason);
    return staff_change_add(ctx, &c);
}

static void check_form(struct ctx *ctx, const struct kin *k)
{
    if (relation_find(k->relation) == COUNT(relations))
        why_add(ctx, &KIN_RELATION, S("relation"), k->relation);
    if (str_is(k->document_kind, "id"))
        staff_document_check(ctx, S("document_number"), k->document_number);
    else if (!str_has_word(S("passport hk-macau other"), k->document_kind))
        why_add(ctx, &KIN_DOCUMENT_KIND, S("document_kind"), k->document_kind);
}

static err check_new(struct ctx *ctx, const struct kin *k)
{
    str *numbers;
    size_t count;

    check_form(ctx, k);
    TRY(take_numbers(ctx, k->staff, &numbers, &count));
    if (is_one_of(k->document_number, numbers, count))
        why_add(ctx, &KIN_ALREADY, S("document_number"), (str){0});
    return why_refuse(ctx);
}

static err add_kin(struct ctx *ctx, struct kin *k, struct tree *out)
{
    struct staff_card card;

    TRY(staff_card_get(ctx, k->staff, &card));
    TRY(check_new(ctx, k));
    k->id = id_make(ctx->arena, ctx->now_ms);
    k->made_by = ctx->who.staff;
    k->made_ms = ctx->now_ms;
    TRY(db_change_one(ctx, SQL_staff_kin_add, text(k->id), text(k->staff), text(k->relation),
        text(k->name), text(k->document_kind), text(k->document_number), text(k->made_by),
        i64(k->made_ms)));
    TRY(seal_kin(ctx, k, DECLARED));
    TRY(note_kin(ctx, &card, k));
    show_kin(k, out);
    return OK;
}

err staff_kin_declare(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_kin_own_in *wanted = in;
    struct kin k = {.staff = ctx->who.staff,
        .relation = wanted->relation,
        .name = str_trim(wanted->name),
        .document_kind = wanted->document_kind,
        .document_number = wanted->document_number};

    return add_kin(ctx, &k, out);
}

err staff_kin_add(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_kin_add_in *wanted = in;
    struct kin k = {.staff = wanted->staff,
        .relation = wanted->relation,
        .name = str_trim(wanted->name),
        .document_kind = wanted->document_kind,
        .document_number = wanted->document_number};

    return add_kin(ctx, &k, out);
}

err staff_kin_end(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct staff_kin_end_in *wanted = in;
    struct staff_card card;
    struct db_row row;
    struct kin k;

    TRY(staff_card_get(ctx, wanted->staff, &card));
    TRY(db_get(ctx, SQL_staff_kin_get, &row, text(wanted->staff), text(wanted->kin)));
    take_kin(&row, &k);
    TRY(staff_self_check(ctx, &card));
    if (k.ended_ms != 0)
        why_add(ctx, &KIN_ENDED, S("kin"), k.id);
    TRY(why_refuse(ctx));
    k.ended_by = ctx->who.staff;
    k.ended_ms = ctx->now_ms;
    k.ended_reason = str_trim(wanted->reason);
    TRY(db_change_one(ctx, SQL_staff_kin_end, text(k.id), text(k.ended_by), i64(k.ended_ms),
        text(k.ended_reason)));
    TRY(seal_kin(ctx, &k, ENDED));
    TRY(note_kin(ctx, &card, &k));
    show_kin(&k, out);
    return OK;
}
