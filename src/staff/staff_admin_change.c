/* What was changed about officers and offices, by whom: rows that nobody changes, and reading them
 * newest first across the city's regions. */
#include "audit/audit.h"
#include "base/ids.h"
#include "db/db.h"
#include "place/city.h"
#include "staff/staff_admin.h"

#include <stdlib.h>

#define INPUT_HERE struct staff_changes_in
INPUT_TABLE(staff_changes_in, STAFF_CHANGES_IN)
#undef INPUT_HERE

OUTPUT_TABLE(staff_change_out, STAFF_CHANGE_OUT)
OUTPUT_TABLE(staff_changes_out, STAFF_CHANGES_OUT)

/* After every id that there can be. */
#define NEWEST S("~")

struct change_word {
    const char *id, *zh, *en;
};
static const struct change_word change_kinds[STAFF_CHANGE_KINDS] = {
#define CHANGE(name, id, zh, en) {id, zh, en},
#include "staff/staff_admin.def"
#undef CHANGE
};

struct change_row {
    str region, id, actor, actor_name, kind, subject, subject_name, before, after;
    int64_t made_ms;
};

struct change_rows {
    struct change_row *at;
    size_t count;
};

static str content_of(const struct tree *t)
{
    return t != NULL ? tree_to_json(t) : (str){0};
}

#define BOOK "staff"
#define CHANGE_SAYS 8
#define CHANGE_PAGE 500

/* A change as it is sealed: actor and what follows it in the row. */
static err seal_change(struct ctx *ctx, str region, str id, const str says[CHANGE_SAYS])
{
    return audit_seal(ctx, &(struct audit_row){region, BOOK, id, 0, says, CHANGE_SAYS});
}

err staff_change_add(struct ctx *ctx, const struct staff_change *c)
{
    bool first_run = ctx->who.staff.len == 0;
    str id = id_make(ctx->arena, ctx->now_ms);
    str says[CHANGE_SAYS] = {first_run ? S("setup") : ctx->who.staff,
        first_run ? c->subject_name : ctx->who.name, str_of(change_kinds[c->kind].id), c->subject,
        c->subject_name, content_of(c->before), content_of(c->after),
        arena_printf(ctx->arena, "%lld", (long long)ctx->now_ms)};

    TRY(db_put(ctx, SQL_staff_change_add, text(ctx->region), text(id), text(says[0]), text(says[1]),
        text(says[2]), text(says[3]), text(says[4]), text(says[5]), text(says[6]),
        i64(ctx->now_ms)));
    return seal_change(ctx, ctx->region, id, says);
}

/* ---- as they were written ---- */

struct sealed_change {
    str region, id, mac;
    str says[CHANGE_SAYS];
};

static void take_sealed(struct ctx *ctx, struct db_row *row, struct sealed_change *ret)
{
    ret->region = take_text(row);
    ret->id = take_text(row);
    for (size_t i = 0; i < CHANGE_SAYS - 1; i++)
        ret->says[i] = take_text(row);
    ret->says[CHANGE_SAYS - 1] = arena_printf(ctx->arena, "%lld", (long long)take_i64(row));
    ret->mac = take_bytes(row);
}

err staff_changes_seal(struct ctx *ctx, void *arg)
{
    bool *ret_more = arg;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_staff_check_unsealed, &rows, i64(CHANGE_PAGE)));
    *ret_more = rows.count == CHANGE_PAGE;
    while (db_next(&rows, &row)) {
        struct sealed_change c;

        take_sealed(ctx, &row, &c);
        TRY(seal_change(ctx, c.region, c.id, c.says));
    }
    return OK;
}

err staff_verify_changes(struct ctx *ctx, struct tree *list)
{
    struct sealed_change c = {.id = S("")};
    struct db_rows rows;
    struct db_row row;

    do {
        TRY(db_list(ctx, SQL_staff_check_changes, &rows, text(c.id), i64(CHANGE_PAGE)));
        while (db_next(&rows, &row)) {
            take_sealed(ctx, &row, &c);
            if (!audit_holds(
                    ctx, &(struct audit_row){c.region, BOOK, c.id, 0, c.says, CHANGE_SAYS}, c.mac))
                tree_text(list, S(""), c.id);
        }
    } while (rows.count == CHANGE_PAGE);
    TRY(db_list(ctx, SQL_staff_check_gone, &rows, text(S(BOOK))));
    while (db_next(&rows, &row))
        tree_text(list, S(""), take_text(&row));
    return OK;
}

static err read_region(
    struct ctx *ctx, const struct staff_changes_in *wanted, str region, struct change_rows *all)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_staff_changes, &rows, text(region),
        text(wanted->before.len > 0 ? wanted->before : NEWEST), text(wanted->subject),
        i64(STAFF_PAGE + 1)));
    while (db_next(&rows, &row)) {
        struct change_row *r = &all->at[all->count++];

        r->region = take_text(&row);
        r->id = take_text(&row);
        r->actor = take_text(&row);
        r->actor_name = take_text(&row);
        r->kind = take_text(&row);
        r->subject = take_text(&row);
        r->subject_name = take_text(&row);
        r->before = take_text(&row);
        r->after = take_text(&row);
        r->made_ms = take_i64(&row);
    }
    return OK;
}

static int newest_first(const void *a, const void *b)
{
    const struct change_row *x = a, *y = b;

    return str_cmp(y->id, x->id);
}

static err show_content(struct tree *o, str key, str json)
{
    struct tree *content;
    str fault;

    if (json.len == 0) {
        tree_null(o, key);
        return OK;
    }
    if (tree_parse(o->arena, json, &content, &fault) != OK)
        return E_FAULT;
    tree_copy(o, key, content);
    return OK;
}

static void show_kind(struct tree *o, str kind)
{
    str zh = kind, en = kind;

    for (size_t i = 0; i < COUNT(change_kinds); i++)
        if (str_is(kind, change_kinds[i].id)) {
            zh = str_of(change_kinds[i].zh);
            en = str_of(change_kinds[i].en);
        }
    tree_text(o, S("kind"), kind);
    tree_text(o, S("kind_zh"), zh);
    tree_text(o, S("kind_en"), en);
}

static err show_change(const struct change_row *r, struct tree *o)
{
    tree_text(o, S("change"), r->id);
    tree_text(o, S("region"), r->region);
    show_kind(o, r->kind);
    tree_text(o, S("actor"), r->actor);
    tree_text(o, S("actor_name"), r->actor_name);
    tree_text(o, S("subject"), r->subject);
    tree_text(o, S("subject_name"), r->subject_name);
    TRY(show_content(o, S("before"), r->before));
    TRY(show_content(o, S("after"), r->after));
    tree_i64(o, S("made_ms"), r->made_ms);
    return OK;
}

err staff_changes(struct ctx *ctx, const void *in, struct tree *out)
{
    size_t regions = ctx->city->regions_count;
    struct change_rows all = {
        .at = ARENA_MANY(ctx->arena, regions * (STAFF_PAGE + 1) + 1, struct change_row)};
    struct tree *list = tree_list(out, S("changes"));
    size_t count;

    for (size_t i = 0; i < regions; i++)
        TRY(read_region(ctx, in, ctx->city->regions[i].region, &all));
    qsort(all.at, all.count, sizeof(all.at[0]), newest_first);
    count = all.count > STAFF_PAGE ? STAFF_PAGE : all.count;
    for (size_t i = 0; i < count; i++)
        TRY(show_change(&all.at[i], tree_object(list, S(""))));
    tree_text_or_null(out, S("next"), all.count > count ? all.at[count - 1].id : (str){0});
    return OK;
}
