/* Days and messages as rows. */
#include "report/report_store.h"

void report_take_day(struct db_row *row, struct report_day_row *ret)
{
    ret->day = take_text(row);
    ret->from_ms = take_i64(row);
    ret->to_ms = take_i64(row);
    ret->last_sequence = take_i64(row);
    ret->state = take_text(row);
    ret->log = take_text(row);
    ret->log_state = take_text(row);
    ret->outbox = take_text(row);
    ret->reply = take_text(row);
    ret->reported_ms = take_i64(row);
}

void report_take_line(struct db_row *row, struct report_line *ret)
{
    ret->entry = take_i64(row);
    ret->day = take_text(row);
    ret->biz_id = take_text(row);
    ret->rec_type = take_text(row);
    ret->kind = take_text(row);
    ret->state = take_text(row);
    ret->content = take_text(row);
    ret->findings = take_text(row);
    ret->tries = take_i64(row);
    ret->reply = take_text(row);
    ret->made_ms = take_i64(row);
    ret->done_ms = take_i64(row);
}

err report_day_lock(struct ctx *ctx, str day, struct report_day_row *ret)
{
    struct when_date d;
    struct db_row row;
    int64_t from_ms;

    if (!when_parse_date(day, &d)) {
        why_add(ctx, &REPORT_DAY_FORM, S("day"), day);
        return E_REFUSED;
    }
    from_ms = when_start_of_day_ms(d);
    if (from_ms > ctx->now_ms) {
        why_add(ctx, &REPORT_DAY_AHEAD, S("day"), day);
        return E_REFUSED;
    }
    TRY(db_put(ctx, SQL_report_day_begin, text(ctx->region), text(day), i64(from_ms),
        i64(from_ms + WHEN_DAY_MS)));
    TRY(db_get(ctx, SQL_report_day_lock, &row, text(ctx->region), text(day), i64(ctx->now_ms)));
    report_take_day(&row, ret);
    return OK;
}

/* An entry is of one day only, so whatever was reported of it stands under that day. */
static void find_states(struct db_rows *rows, struct report_entry *entries, size_t count)
{
    struct db_row row;

    while (db_next(rows, &row)) {
        int64_t number = take_i64(&row);

        for (size_t i = 0; i < count; i++) {
            if (entries[i].number != number)
                continue;
            entries[i].state = take_text(&row);
            entries[i].biz_id = take_text(&row);
            entries[i].tries = take_i64(&row);
            break;
        }
    }
}

err report_entries(
    struct ctx *ctx, const struct report_day_row *day, struct report_entry **ret, size_t *ret_count)
{
    struct registry_entry *made;
    struct db_rows rows;

    TRY(registry_entries_between(ctx, day->from_ms, day->to_ms, &made, ret_count));
    *ret = ARENA_MANY(ctx->arena, *ret_count + 1, struct report_entry);
    for (size_t i = 0; i < *ret_count; i++)
        (*ret)[i].number = made[i].number;
    TRY(db_list(ctx, SQL_report_message_states, &rows, text(ctx->region), text(day->day)));
    find_states(&rows, *ret, *ret_count);
    return OK;
}

err report_last_closed(struct ctx *ctx, str *ret)
{
    struct db_row row;
    bool found;

    *ret = (str){0};
    TRY(db_find(ctx, SQL_report_last_day, &row, &found, text(ctx->region),
        text(when_print_date(ctx->arena, when_date_of(ctx->now_ms)))));
    if (found)
        *ret = take_text(&row);
    return OK;
}

err report_unsettled(struct ctx *ctx, str since, str **ret, size_t *ret_count)
{
    struct db_rows rows;
    struct db_row row;
    str *day;

    TRY(db_list(ctx, SQL_report_unsettled, &rows, text(ctx->region), text(since)));
    *ret_count = rows.count;
    *ret = day = ARENA_MANY(ctx->arena, rows.count + 1, str);
    while (db_next(&rows, &row))
        *day++ = take_text(&row);
    return OK;
}

err report_answered(struct ctx *ctx, str id, const struct tree *answer)
{
    bool good = tree_get_i64(answer, S("success_flag"), 0) == 1;
    str state = good ? S("accepted") : S("rejected");
    str reply =
        arena_printf(ctx->arena, "%.*s %.*s", STR(tree_get_text(answer, S("response_code"))),
            STR(tree_get_text(answer, S("response_info"))));

    TRY(db_put(ctx, SQL_report_message_answered, text(ctx->region), text(id), text(state),
        text(reply), i64(ctx->now_ms)));
    return db_put(
        ctx, SQL_report_log_answered, text(ctx->region), text(id), text(state), text(reply));
}

err report_verify(struct ctx *ctx, struct registry_breach **ret)
{
    static const struct registry_check checks[] = {
        {SQL_report_check_unreported, "I18 an entry of a reported day has its message"},
        {SQL_report_check_entryless, "I18 a message to the nation has its entry"},
        {SQL_report_check_unsent, "I18 a message on its way is in the outbox"},
    };

    return registry_check_all(ctx, checks, COUNT(checks), ret);
}
