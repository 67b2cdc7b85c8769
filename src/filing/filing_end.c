/* The other ways a filing ends, and 补正: always in writing, always with every reason at once. */
#include "filing/filing_divide.h"

#define INPUT_HERE struct filing_in
INPUT_TABLE(filing_in, FILING_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_reason_in
INPUT_TABLE(filing_reason_in, FILING_REASON_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_reject_in
INPUT_TABLE(filing_reject_in, FILING_REJECT_IN)
#undef INPUT_HERE

err filing_require_state(struct ctx *ctx, const struct filing_run *run, const char *states)
{
    if (str_has_word(str_of(states), run->f.state))
        return OK;
    why_add(ctx, &STATE_WRONG, S("filing"), run->f.state);
    return E_REFUSED;
}

/* The domains above (money, exchange, cert) hear of the end by a message of this transaction. */
static err tell_ended(struct ctx *ctx, const struct filing_run *run)
{
    struct message ended = {.department = S("self"),
        .path = S("/ended"),
        .filing = run->f.id,
        .body = arena_printf(ctx->arena, "{\"unit\":\"%.*s\"}", STR(run->f.unit))};

    TRY(filing_tell_units(ctx, run));
    return message_put(ctx, &ended, NULL);
}

err filing_end(struct ctx *ctx, struct filing_run *run, const char *state, str reason)
{
    run->f.state = str_of(state);
    run->f.ended_ms = ctx->now_ms;
    run->f.ended_reason = reason;
    run->changed = true;
    TRY(db_put(ctx, SQL_filing_task_cancel, text(ctx->region), text(run->f.id), i64(ctx->now_ms)));
    TRY(filing_event(ctx, run, state, (str){0}, reason));
    return tell_ended(ctx, run);
}

/* 一次性告知: the notice says all that stands against acceptance, not only the officer's reason. */
static err find_reasons(struct ctx *ctx, struct filing_run *run)
{
    struct registry_page page;
    bool known;

    TRY(filing_page(ctx, run, false, &page, &known));
    if (!known) {
        why_add(ctx, &UNIT_UNKNOWN, S("unit"), run->f.unit);
        return OK;
    }
    return filing_check_acceptance(ctx, run, &page, RULE_ACCEPTANCE);
}

err filing_reject(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_reject_in *in = arg;
    struct filing_run run;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "draft"));
    filing_check_code(ctx, "rejected", in->code);
    TRY(why_refuse(ctx));
    TRY(filing_end(ctx, &run, "rejected", in->reason));
    TRY(find_reasons(ctx, &run));
    TRY(filing_notice_put(ctx, &run, NOTICE_REJECTED, in->code, in->reason));
    why_clear(ctx);
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

err filing_withdraw(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_reason_in *in = arg;
    struct filing_run run;

    TRY(filing_lock(ctx, in->filing, &run));
    if (str_is(run.f.state, "recorded") || str_is(run.f.state, "closed")) {
        why_add(ctx, &WITHDRAW_TOO_LATE, S("filing"), run.f.id);
        return E_REFUSED;
    }
    TRY(filing_require_state(ctx, &run, "draft accepted correcting"));
    if (in->code.len > 0)
        filing_check_code(ctx, "withdrawn", in->code);
    TRY(why_refuse(ctx));
    TRY(filing_end(ctx, &run, "withdrawn", in->reason));
    TRY(filing_notice_put(ctx, &run, NOTICE_WITHDRAWN, in->code, in->reason));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

/* After 补正 everything but the acceptance runs again, on the amended application: a fact that was
 * asked about the old one proves nothing about the new one. The filing keeps its place in line. */
static err run_again(struct ctx *ctx, struct filing_run *run)
{
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        struct filing_step *s = &run->steps[i];

        if (str_is(s->step->kind, "accept") || str_is(s->state, "waiting"))
            continue;
        s->state = S("waiting");
        s->outcome = (str){0};
        s->started_ms = s->done_ms = 0;
        TRY(filing_put_step(ctx, run, s));
    }
    return filing_advance(ctx, run);
}

err filing_resubmit(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_in *in = arg;
    struct registry_page page;
    struct filing_run run;
    int64_t paused;
    bool known;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "correcting"));
    TRY(filing_page(ctx, &run, true, &page, &known));
    TRY(filing_check_officer(ctx, &run, "parties"));
    TRY(filing_check_acceptance(ctx, &run, known ? &page : NULL, RULE_ACCEPTANCE));
    TRY(why_refuse(ctx));
    why_clear(ctx);
    paused = calendar_working_minutes_between(ctx->city->calendar, run.f.paused_ms, ctx->now_ms);
    run.f.due_ms = calendar_add_working_minutes(ctx->city->calendar, run.f.due_ms, paused);
    run.f.paused_ms = 0;
    run.f.state = S("accepted");
    run.changed = true;
    TRY(filing_event(ctx, &run, "resubmitted", (str){0}, (str){0}));
    TRY(run_again(ctx, &run));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}
