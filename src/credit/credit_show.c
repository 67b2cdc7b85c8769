/* Standings for whoever looks: officers all of them, the public organisations in force, rules the
 * parties of one filing. */
#include "base/ids.h"
#include "credit/credit_notice.h"
#include "credit/credit_out.h"
#include "credit/credit_store.h"
#include "place/city.h"

#define INPUT_HERE struct credit_list_in
INPUT_TABLE(credit_list_in, CREDIT_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct credit_public_in
INPUT_TABLE(credit_public_in, CREDIT_PUBLIC_IN)
#undef INPUT_HERE
#define INPUT_HERE struct credit_one_in
INPUT_TABLE(credit_one_in, CREDIT_ONE_IN)
#undef INPUT_HERE

OUTPUT_TABLE(credit_effect_out, CREDIT_EFFECT_OUT)
OUTPUT_TABLE(credit_event_out, CREDIT_EVENT_OUT)
OUTPUT_TABLE(credit_card_out, CREDIT_CARD_OUT)
OUTPUT_TABLE(credit_show_out, CREDIT_SHOW_OUT)
OUTPUT_TABLE(credit_list_out, CREDIT_LIST_OUT)
OUTPUT_TABLE(credit_public_row_out, CREDIT_PUBLIC_ROW_OUT)
OUTPUT_TABLE(credit_public_out, CREDIT_PUBLIC_OUT)
OUTPUT_TABLE(credit_ground_out, CREDIT_GROUND_OUT)
OUTPUT_TABLE(credit_grounds_out, CREDIT_GROUNDS_OUT)

#define STANDINGS_PAGE 100
#define PUBLIC_MAX 1000
#define NEWEST S("~") /* after every id that there can be */

static void show_ground(const struct credit_standing *s, struct tree *o)
{
    const struct credit_ground *g = credit_ground_find(s->ground);

    tree_text(o, S("ground_zh"), g != NULL ? str_of(g->zh) : s->ground);
    tree_text(o, S("ground_en"), g != NULL ? str_of(g->en) : s->ground);
}

static void show_card(struct ctx *ctx, const struct credit_standing *s, struct tree *o)
{
    tree_text(o, S("standing"), s->id);
    tree_text(o, S("list"), s->list);
    tree_text(o, S("state"), s->state);
    tree_bool(o, S("in_force"), credit_in_force(s, ctx->now_ms));
    tree_text(o, S("kind"), s->kind);
    tree_text(o, S("name"), s->name);
    tree_text(o, S("document_kind"), s->document_kind);
    tree_text(o, S("document_masked"), id_mask_document(o->arena, s->document_number));
    tree_text(o, S("ground"), s->ground);
    show_ground(s, o);
    tree_text(o, S("reason"), s->reason);
    tree_text(o, S("evidence"), s->evidence);
    tree_i64(o, S("months"), s->months);
    tree_text(o, S("proposed_by"), s->proposed_by);
    tree_i64(o, S("proposed_ms"), s->proposed_ms);
    tree_i64(o, S("heard_until_ms"), s->heard_until_ms);
    tree_text(o, S("statement"), s->statement);
    tree_text(o, S("decided_by"), s->decided_by);
    tree_i64(o, S("decided_ms"), s->decided_ms);
    tree_i64(o, S("begins_ms"), s->begins_ms);
    tree_i64(o, S("ends_ms"), s->ends_ms);
    tree_i64(o, S("appeal_until_ms"), s->appeal_until_ms);
    tree_text(o, S("left_cause"), s->left_cause);
    tree_i64(o, S("left_ms"), s->left_ms);
    tree_i64(o, S("version"), s->version);
}

static err show_event(const struct credit_event *e, struct tree *o)
{
    bool known = e->change.action < CREDIT_ACTIONS;
    struct tree *notice;
    str fault;

    tree_i64(o, S("number"), e->number);
    tree_text(o, S("action"), e->action);
    tree_text(o, S("zh"), known ? str_of(credit_actions[e->change.action].zh) : e->action);
    tree_text(o, S("en"), known ? str_of(credit_actions[e->change.action].en) : e->action);
    tree_text(o, S("actor"), e->change.actor);
    tree_text(o, S("reason"), e->change.reason);
    tree_text(o, S("evidence"), e->change.evidence);
    if (e->change.notice.len == 0) {
        tree_null(o, S("notice"));
    } else {
        if (tree_parse(o->arena, e->change.notice, &notice, &fault) != OK)
            return E_FAULT;
        tree_copy(o, S("notice"), notice);
    }
    tree_i64(o, S("made_ms"), e->change.made_ms);
    return OK;
}

err credit_show_whole(struct ctx *ctx, const struct credit_standing *s, struct tree *out)
{
    struct credit_event *events;
    struct tree *list;
    size_t count;

    show_card(ctx, s, tree_object(out, S("standing")));
    TRY(credit_events(ctx, s->id, &events, &count));
    list = tree_list(out, S("events"));
    for (size_t i = 0; i < count; i++)
        TRY(show_event(&events[i], tree_object(list, S(""))));
    credit_show_effects(s->list, tree_list(out, S("effects")));
    return OK;
}

err credit_show(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_one_in *wanted = in;
    struct credit_standing s;

    TRY(credit_get(ctx, wanted->standing, &s));
    return credit_show_whole(ctx, &s, out);
}

err credit_list(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_list_in *wanted = in;
    struct tree *list = tree_list(out, S("standings"));
    struct credit_standing s = {0};
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_credit_standings, &rows,
        text(wanted->before.len > 0 ? wanted->before : NEWEST), text(wanted->list),
        text(wanted->state), text(wanted->document_number), i64(STANDINGS_PAGE + 1)));
    for (size_t i = 0; i < STANDINGS_PAGE && db_next(&rows, &row); i++) {
        credit_take(&row, &s);
        show_card(ctx, &s, tree_object(list, S("")));
    }
    tree_text_or_null(out, S("next"), rows.count > STANDINGS_PAGE ? s.id : (str){0});
    return OK;
}

static void show_public(const struct credit_standing *s, struct tree *o)
{
    const struct credit_ground *g = credit_ground_find(s->ground);

    tree_text(o, S("name"), s->name);
    tree_text(o, S("document_masked"), id_mask_document(o->arena, s->document_number));
    show_ground(s, o);
    tree_text(o, S("source"), g != NULL ? str_of(g->source) : (str){0});
    tree_i64(o, S("begins_ms"), s->begins_ms);
    tree_i64(o, S("ends_ms"), s->ends_ms);
}

err credit_public(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_public_in *wanted = in;
    struct db_rows rows;
    struct db_row row;
    struct tree *list;

    if (!credit_show_list(wanted->list, out))
        why_add(ctx, &STANDING_LIST, S("list"), wanted->list);
    TRY(why_refuse(ctx));
    list = tree_list(out, S("standings"));
    TRY(db_list(ctx, SQL_credit_standings_public, &rows, text(wanted->list), i64(ctx->now_ms),
        i64(PUBLIC_MAX)));
    while (db_next(&rows, &row)) {
        struct credit_standing s;

        credit_take(&row, &s);
        show_public(&s, tree_object(list, S("")));
    }
    return OK;
}

err credit_grounds(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct city_standing *terms = &ctx->city->standing;
    struct tree *list = tree_list(out, S("grounds"));
    const struct credit_ground *g = NULL;

    (void)in;
    while ((g = credit_ground_next(g)) != NULL) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("ground"), str_of(g->id));
        tree_text(o, S("list"), str_of(g->list));
        tree_text(o, S("parties"), str_of(g->parties));
        tree_bool(o, S("in_force"), credit_ground_holds(g, terms->grounds));
        tree_text(o, S("zh"), str_of(g->zh));
        tree_text(o, S("en"), str_of(g->en));
        tree_text(o, S("source"), str_of(g->source));
    }
    credit_show_effects(S("red"), tree_list(out, S("red")));
    credit_show_effects(S("black"), tree_list(out, S("black")));
    tree_i64(out, S("hearing_days"), terms->hearing_days);
    tree_i64(out, S("appeal_days"), terms->appeal_days);
    tree_i64(out, S("repair_months"), terms->repair_months);
    tree_i64(out, S("red_months"), terms->red_months);
    tree_i64(out, S("black_months"), terms->black_months);
    return OK;
}

/* ---- for rules ---- */

static bool is_repeated(const struct rule_party *parties, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(parties[k].document_number, parties[i].document_number))
            return true;
    return false;
}

/* At most one of each list, black first. */
static err take_party(
    struct ctx *ctx, str document_number, struct rule_standing *standings, size_t *count)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_credit_in_force, &rows, text(document_number), i64(ctx->now_ms)));
    if (db_next(&rows, &row)) {
        struct rule_standing *s = &standings[(*count)++];

        s->list = take_text(&row);
        s->ground = take_text(&row);
        s->document_number = document_number;
    }
    return OK;
}

err credit_of_parties(struct ctx *ctx, const struct rule_party *parties, size_t count,
    struct rule_standing **ret, size_t *ret_count)
{
    *ret = ARENA_MANY(ctx->arena, count + 1, struct rule_standing);
    *ret_count = 0;
    for (size_t i = 0; i < count; i++)
        if (parties[i].document_number.len > 0 && !is_repeated(parties, i))
            TRY(take_party(ctx, parties[i].document_number, *ret, ret_count));
    return OK;
}
