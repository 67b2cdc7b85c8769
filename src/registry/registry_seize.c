/* 查封 and 解封 by order of a court: effective at once or waiting in line (轮候); a release makes
 * the next one effective in the same entry. */
#include "base/when.h"
#include "place/city.h"
#include "registry/registry_store.h"

#define INPUT_HERE struct registry_seize_in
INPUT_TABLE(registry_seize_in, REGISTRY_SEIZE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_release_in
INPUT_TABLE(registry_release_in, REGISTRY_RELEASE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_log_in
INPUT_TABLE(registry_log_in, REGISTRY_LOG_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_proof_in
INPUT_TABLE(registry_proof_in, REGISTRY_PROOF_IN)
#undef INPUT_HERE
#define INPUT_HERE struct registry_growth_in
INPUT_TABLE(registry_growth_in, REGISTRY_GROWTH_IN)
#undef INPUT_HERE

#define REGISTRY_TYPE_SEIZURE 800
#define SEIZURE_YEARS_MAX 3 /* 民事诉讼法解释 485 */

static bool term_is_lawful(struct ctx *ctx, str ends_on)
{
    struct when_date today = when_date_of(ctx->now_ms), end, latest = today;

    latest.year += SEIZURE_YEARS_MAX;
    if (!when_date_is_valid(latest))
        latest.day = 28; /* 29 February */
    if (!when_parse_date(ends_on, &end))
        return false;
    return when_days_from_date(end) > when_days_from_date(today) &&
           when_days_from_date(end) <= when_days_from_date(latest);
}

void registry_check_term(struct ctx *ctx, str ends_on, str field)
{
    if (!term_is_lawful(ctx, ends_on))
        why_add(ctx, &SEIZURE_TERM, field, ends_on);
}

/* A unit that is not in the book is a reason, not a missing page: the caller named it. */
static err lock_known(struct ctx *ctx, str unit, struct registry_page *ret)
{
    err e = registry_lock(ctx, unit, ret);

    if (e != E_MISSING)
        return e;
    why_add(ctx, &UNIT_UNKNOWN, S("unit"), unit);
    return E_REFUSED;
}

static void show_entry(const struct registry_entry *entry, struct tree *out)
{
    tree_i64(out, S("entry"), entry->number);
    tree_text(out, S("unit"), entry->unit);
}

err registry_seize(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_seize_in *in = arg;
    struct registry_holder court = {
        .name = in->court, .document_kind = S("uscc"), .document_number = in->court_code};
    struct party party = {.kind = S("organisation"),
        .name = in->court,
        .document_kind = S("uscc"),
        .document_number = in->court_code};
    struct registry_right right = {.kind = S("seizure"),
        .sort = S("seizure"),
        .holding = S("sole"),
        .ends_on = in->ends_on,
        .cause = in->document,
        .holders = &court,
        .holders_count = 1};
    struct registry_change change = {.register_type = REGISTRY_TYPE_SEIZURE,
        .right_kind = S("seizure"),
        .effect = S("seize"),
        .basis = S("order"),
        .document = in->document,
        .recorder = ctx->who.staff,
        .make = &right};
    struct registry_page page;
    struct registry_entry entry;

    TRY(lock_known(ctx, in->unit, &page));
    registry_check_term(ctx, in->ends_on, S("ends_on"));
    if (!registry_is_held_by(page.ownership, in->debtor_number))
        why_add(ctx, &SEIZURE_NOT_OWNER, S("debtor_number"),
            arena_printf(ctx->arena, "%lld",
                page.ownership != NULL ? (long long)page.ownership->entry_made : 0));
    TRY(why_refuse(ctx));
    right.lapses_on = registry_last_day(ctx, &right, (str){0});
    TRY(party_keep(ctx, &party, &court.party));
    TRY(registry_record(ctx, &page, &change, &entry));
    show_entry(&entry, out);
    tree_text(out, S("right"), right.id);
    tree_i64(out, S("rank"), right.rank);
    tree_bool(out, S("effective"), right.rank == 0);
    return OK;
}

err registry_release(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct registry_release_in *in = arg;
    struct registry_change change = {.register_type = REGISTRY_TYPE_SEIZURE,
        .right_kind = S("seizure"),
        .effect = S("release"),
        .basis = S("order"),
        .document = in->document,
        .recorder = ctx->who.staff,
        .end_state = S("ended")};
    struct registry_page page;
    struct registry_entry entry;

    TRY(lock_known(ctx, in->unit, &page));
    change.end = registry_page_right(&page, in->right);
    if (change.end == NULL || !str_is(change.end->kind, "seizure")) {
        why_add(ctx, &RIGHT_NOT_LIVE, S("right"), in->right);
        return E_REFUSED;
    }
    TRY(registry_record(ctx, &page, &change, &entry));
    show_entry(&entry, out);
    return OK;
}
