/* Standings and their journal as rows: a change is written whole, or not at all. */
#include "credit/credit_store.h"

#include "audit/audit.h"
#include "credit/credit_notice.h"

#define BOOK "standing"
#define EVENT_SAYS 8

void credit_take(struct db_row *row, struct credit_standing *ret)
{
#define TAKE_TEXT(name) ret->name = take_text(row);
#define TAKE_NUMBER(name) ret->name = take_i64(row);
    CREDIT_ROW(TAKE_TEXT, TAKE_NUMBER)
}

err credit_get(struct ctx *ctx, str id, struct credit_standing *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_credit_standing_get, &row, text(id)));
    credit_take(&row, ret);
    return OK;
}

static err put_standing(struct ctx *ctx, const struct credit_standing *s)
{
#define TEXT_VALUE(name) text(s->name),
#define NUMBER_VALUE(name) i64(s->name),
    const struct db_value values[] = {CREDIT_ROW(TEXT_VALUE, NUMBER_VALUE)};

    return db_change_one_values(ctx,
        s->version == 1 ? SQL_credit_standing_add : SQL_credit_standing_save, values,
        COUNT(values));
}

static struct audit_row sealed_row(
    struct ctx *ctx, str standing, const struct credit_event *e, str *says)
{
    says[0] = e->action;
    says[1] = e->change.actor;
    says[2] = e->change.reason;
    says[3] = e->change.evidence;
    says[4] = e->change.notice;
    says[5] = e->change.message;
    says[6] = e->after;
    says[7] = arena_printf(ctx->arena, "%lld", (long long)e->change.made_ms);
    return (struct audit_row){e->region, BOOK, standing, e->number, says, EVENT_SAYS};
}

static err put_event(
    struct ctx *ctx, const struct credit_standing *s, const struct credit_change *change)
{
    struct credit_event e = {.number = s->version,
        .change = *change,
        .action = str_of(credit_actions[change->action].id),
        .region = ctx->region,
        .after = tree_to_json(credit_content(ctx->arena, s))};
    str says[EVENT_SAYS];
    struct audit_row sealed = sealed_row(ctx, s->id, &e, says);

    TRY(db_put(ctx, SQL_credit_event_add, text(s->id), i64(e.number), text(e.action),
        text(change->actor), text(change->reason), text(change->evidence), text(change->notice),
        text(change->message), text(e.region), text(e.after), i64(change->made_ms)));
    return audit_seal(ctx, &sealed);
}

err credit_write(struct ctx *ctx, const struct credit_standing *before,
    struct credit_standing *after, struct credit_change *change)
{
    change->actor = ctx->who.staff.len > 0 ? ctx->who.staff : ctx->who.department;
    change->made_ms = ctx->now_ms;
    after->state = str_of(credit_actions[change->action].to);
    after->version = before != NULL ? before->version + 1 : 1;
    TRY(credit_tell(ctx, after, change));
    if (credit_breach(before, change, after) != NULL)
        return E_FAULT;
    TRY(put_standing(ctx, after));
    return put_event(ctx, after, change);
}

static err list_events(
    struct ctx *ctx, enum sql sql, str standing, struct credit_event **ret, size_t *ret_count)
{
    struct credit_event *e;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, sql, &rows, text(standing)));
    *ret = e = ARENA_MANY(ctx->arena, rows.count + 1, struct credit_event);
    *ret_count = rows.count;
    for (; db_next(&rows, &row); e++) {
        e->number = take_i64(&row);
        e->action = take_text(&row);
        e->change.action = credit_action_find(e->action);
        e->change.actor = take_text(&row);
        e->change.reason = take_text(&row);
        e->change.evidence = take_text(&row);
        e->change.notice = take_text(&row);
        e->change.message = take_text(&row);
        e->region = take_text(&row);
        e->after = take_text(&row);
        e->change.made_ms = take_i64(&row);
        if (sql == SQL_credit_check_events)
            e->mac = take_bytes(&row);
    }
    return OK;
}

err credit_events(struct ctx *ctx, str standing, struct credit_event **ret, size_t *ret_count)
{
    return list_events(ctx, SQL_credit_events, standing, ret, ret_count);
}

err credit_sealed_events(
    struct ctx *ctx, str standing, struct credit_event **ret, size_t *ret_count)
{
    return list_events(ctx, SQL_credit_check_events, standing, ret, ret_count);
}

bool credit_event_holds(struct ctx *ctx, str standing, const struct credit_event *e)
{
    str says[EVENT_SAYS];
    struct audit_row sealed = sealed_row(ctx, standing, e, says);

    return audit_holds(ctx, &sealed, e->mac);
}
