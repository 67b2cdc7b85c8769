/* 拟列入、听取陈述申辩、决定: one officer proposes, the party is told and may be heard, another
 * officer decides; in force from the decision on. */
#include "base/ids.h"
#include "base/when.h"
#include "calendar/calendar.h"
#include "credit/credit_store.h"
#include "paper/paper.h"
#include "place/city.h"
#include "staff/staff_kin.h"

#define INPUT_HERE struct credit_party_in
INPUT_TABLE(credit_party_in, CREDIT_PARTY_IN)
#undef INPUT_HERE
#define INPUT_HERE struct credit_propose_in
INPUT_TABLE(credit_propose_in, CREDIT_PROPOSE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct credit_hear_in
INPUT_TABLE(credit_hear_in, CREDIT_HEAR_IN)
#undef INPUT_HERE
#define INPUT_HERE struct credit_decide_in
INPUT_TABLE(credit_decide_in, CREDIT_DECIDE_IN)
#undef INPUT_HERE

/* ---- what every turn asks ---- */

/* 回避: nobody handles the own standing, or that of kin on file. */
static err check_ties(struct ctx *ctx, const struct credit_standing *s, const char *field)
{
    struct staff_ties ties;

    TRY(staff_ties_get(ctx, &ties));
    staff_ties_check(ctx, &ties, s->document_number, s->name, field);
    return OK;
}

err credit_begin(struct ctx *ctx, str id, enum credit_action action, struct credit_standing *ret)
{
    TRY(credit_get(ctx, id, ret));
    TRY(check_ties(ctx, ret, "standing"));
    if (!credit_may(action, ret->state))
        why_add(ctx, &STANDING_STATE, S("standing"), ret->state);
    return OK;
}

err credit_check_evidence(struct ctx *ctx, str hash)
{
    bool stored;

    TRY(paper_is_stored(ctx, hash, &stored));
    if (!stored)
        why_add(ctx, &STANDING_EVIDENCE, S("evidence"), hash);
    return OK;
}

/* ---- 拟列入 ---- */

static void check_ground(struct ctx *ctx, const struct credit_standing *s)
{
    const struct city_standing *terms = &ctx->city->standing;
    const struct credit_ground *g = credit_ground_find(s->ground);
    bool red = str_is(s->list, "red");

    if (!red && !str_is(s->list, "black")) {
        why_add(ctx, &STANDING_LIST, S("list"), s->list);
        return;
    }
    if (g == NULL || !str_is(s->list, g->list) || !credit_ground_holds(g, terms->grounds))
        why_add(ctx, &STANDING_GROUND, S("ground"), s->ground);
    else if (!str_has_word(str_of(g->parties), s->kind))
        why_add(ctx, &STANDING_GROUND_PARTY, S("party.kind"), s->kind);
    if (s->months > (red ? terms->red_months : terms->black_months))
        why_add(ctx, &STANDING_MONTHS, S("months"),
            arena_printf(ctx->arena, "%lld", (long long)s->months));
}

static err check_party(struct ctx *ctx, const struct credit_standing *s)
{
    struct party_in form = {.role = S("party"),
        .kind = s->kind,
        .name = s->name,
        .document_kind = s->document_kind,
        .document_number = s->document_number};
    struct party party = {.kind = s->kind,
        .name = s->name,
        .document_kind = s->document_kind,
        .document_number = s->document_number};
    struct db_row row;
    bool found;

    party_check(ctx, &form, S("party"));
    TRY(party_check_name(ctx, &party, S("party.name")));
    TRY(db_find(ctx, SQL_credit_standing_live, &row, &found, text(s->document_number),
        text(s->document_kind), text(s->list)));
    if (found)
        why_add(ctx, &STANDING_ALREADY, S("party.document_number"), take_text(&row));
    return check_ties(ctx, s, "party");
}

/* Who is to be trusted need not be heard about it. */
static int64_t hearing_end(const struct ctx *ctx, str list)
{
    return str_is(list, "black") ? calendar_add_working_days(ctx->city->calendar, ctx->now_ms,
                                       ctx->city->standing.hearing_days)
                                 : ctx->now_ms;
}

err credit_propose(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_propose_in *wanted = in;
    const struct credit_party_in *party = wanted->party.items;
    struct credit_change change = {
        .action = CREDIT_PROPOSE, .reason = str_trim(wanted->reason), .evidence = wanted->evidence};
    struct credit_standing s = {.id = id_make(ctx->arena, ctx->now_ms),
        .list = wanted->list,
        .kind = party->kind,
        .name = str_trim(party->name),
        .document_kind = party->document_kind,
        .document_number = party->document_number,
        .phone = party->phone,
        .ground = wanted->ground,
        .reason = str_trim(wanted->reason),
        .evidence = wanted->evidence,
        .months = wanted->months,
        .proposed_by = ctx->who.staff,
        .proposed_ms = ctx->now_ms,
        .heard_until_ms = hearing_end(ctx, wanted->list)};

    check_ground(ctx, &s);
    TRY(check_party(ctx, &s));
    TRY(credit_check_evidence(ctx, s.evidence));
    TRY(why_refuse(ctx));
    TRY(credit_write(ctx, NULL, &s, &change));
    return credit_show_whole(ctx, &s, out);
}

/* ---- 听取陈述申辩 ---- */

/* What is said again is put behind what was said before. */
err credit_hear(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_hear_in *wanted = in;
    str said = str_trim(wanted->statement);
    struct credit_change change = {.action = CREDIT_HEAR, .reason = said};
    struct credit_standing before, s;

    TRY(credit_begin(ctx, wanted->standing, CREDIT_HEAR, &before));
    TRY(why_refuse(ctx));
    s = before;
    s.statement = before.statement.len == 0
                      ? said
                      : arena_printf(ctx->arena, "%.*s\n%.*s", STR(before.statement), STR(said));
    TRY(credit_write(ctx, &before, &s, &change));
    return credit_show_whole(ctx, &s, out);
}

/* ---- 决定 ---- */

static void check_decision(
    struct ctx *ctx, const struct credit_standing *s, enum credit_action action)
{
    if (str_eq(s->proposed_by, ctx->who.staff))
        why_add(ctx, &STANDING_NOT_SECOND, S("standing"), ctx->who.staff);
    if (action == CREDIT_LIST && str_is(s->list, "black") && s->statement.len == 0 &&
        ctx->now_ms < s->heard_until_ms)
        why_add(ctx, &STANDING_HEARING, S("standing"),
            when_print_date(ctx->arena, when_date_of(s->heard_until_ms)));
}

err credit_decide(struct ctx *ctx, const void *in, struct tree *out)
{
    const struct credit_decide_in *wanted = in;
    bool list = str_is(wanted->decision, "list");
    struct credit_change change = {
        .action = list ? CREDIT_LIST : CREDIT_DROP, .reason = str_trim(wanted->reason)};
    struct credit_standing before, s;

    if (!list && !str_is(wanted->decision, "drop"))
        why_add(ctx, &STANDING_DECISION, S("decision"), wanted->decision);
    TRY(credit_begin(ctx, wanted->standing, change.action, &before));
    check_decision(ctx, &before, change.action);
    TRY(why_refuse(ctx));
    s = before;
    s.decided_by = ctx->who.staff;
    s.decided_ms = ctx->now_ms;
    if (list) {
        s.begins_ms = ctx->now_ms;
        s.ends_ms = credit_term_end(ctx->now_ms, s.months);
        s.appeal_until_ms = calendar_add_working_days(
            ctx->city->calendar, ctx->now_ms, ctx->city->standing.appeal_days);
    }
    TRY(credit_write(ctx, &before, &s, &change));
    return credit_show_whole(ctx, &s, out);
}
