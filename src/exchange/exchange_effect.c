/* What is owed to others once the book has changed: the post, the utilities, the departments' own
 * records. None of it can hold the registry up. */
#include "db/db.h"
#include "exchange/exchange.h"
#include "message/message.h"

static void write_names(
    struct ctx *ctx, const struct filing_run *run, const char *side, struct tree *list)
{
    size_t count;
    struct registry_holder *h = filing_side_holders(ctx, run, side, &count);

    for (size_t i = 0; i < count; i++)
        tree_text(list, S(""), h[i].name);
}

static err put(struct ctx *ctx, const struct filing_run *run, const struct filing_step *step,
    const char *path, const struct tree *body)
{
    struct message m = {.department = step->step->department,
        .path = str_of(path),
        .filing = run->f.id,
        .step = step->step->id,
        .body = tree_to_json(body)};

    return message_put(ctx, &m, NULL);
}

err exchange_deliver_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    size_t count;
    struct registry_holder *takers = filing_side_holders(ctx, run, "taker", &count);

    tree_text(body, S("recipient"), count > 0 ? takers[0].name : (str){0});
    tree_text(body, S("phone"), filing_answer(run, "recipient_phone"));
    tree_text(body, S("address"), filing_answer(run, "postal_address"));
    tree_text(body, S("contents"), run->scene->name.zh);
    ret->outcome = STEP_RUNNING;
    ret->text = (str){0};
    return put(ctx, run, step, "/orders", body);
}

/* 分割、合并: what became of each unit, and of which. */
static err write_entries(struct ctx *ctx, const struct filing_run *run, struct tree *body)
{
    struct tree *list = tree_list(body, S("entries"));
    struct registry_entry *entries;
    size_t count;

    TRY(registry_entries_of_filing(ctx, run->f.id, &entries, &count));
    for (size_t i = 0; i < count; i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("unit"), entries[i].unit);
        tree_i64(o, S("entry_number"), entries[i].number);
        tree_text(o, S("effect"), entries[i].effect);
    }
    return OK;
}

static err write_result(struct ctx *ctx, const struct filing_run *run, struct tree *body)
{
    struct registry_entry entry;
    bool found;

    TRY(registry_entry_of_filing(ctx, run->f.id, &entry, &found));
    if (!found)
        return E_FAULT; /* scenes put these steps behind record */
    tree_i64(body, S("entry_number"), entry.number);
    tree_i64(body, S("entered_ms"), entry.made_ms);
    return run->scene->divides.len > 0 ? write_entries(ctx, run, body) : OK;
}

err exchange_handover_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    bool results = str_is(step->step->share, "results");

    tree_text(body, S("filing"), run->f.id);
    tree_text(body, S("unit"), run->f.unit);
    if (results) {
        TRY(write_result(ctx, run, body));
    } else {
        write_names(ctx, run, "giver", tree_list(body, S("from")));
        write_names(ctx, run, "taker", tree_list(body, S("to")));
    }
    ret->outcome = STEP_RUNNING;
    ret->text = (str){0};
    return put(ctx, run, step, results ? "/results" : "/transfers", body);
}

err exchange_effect_answered(struct ctx *ctx, struct filing_run *run, struct filing_step *step,
    const struct tree *answer, struct step_result *ret)
{
    (void)ctx;
    (void)run;
    (void)step;
    ret->outcome = STEP_DONE;
    ret->text = tree_get_text(answer, S("waybill"));
    if (ret->text.len == 0)
        ret->text = tree_get_text(answer, S("state"));
    return OK;
}
