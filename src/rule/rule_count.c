/* How often each rule spoke in a period, what came of it, and of what was passed: by whom, why. */
#include "base/ids.h"
#include "base/when.h"
#include "db/db.h"
#include "rule/rule_log.h"

#define INPUT_HERE struct rule_counts_in
INPUT_TABLE(rule_counts_in, RULE_COUNTS_IN)
#undef INPUT_HERE
OUTPUT_TABLE(rule_count_out, RULE_COUNT_OUT)
OUTPUT_TABLE(rule_counts_out, RULE_COUNTS_OUT)

#define DAYS_USUAL 30
#define DAYS_MAX 366

/* Days since 1970; an empty text is the fallback. The form was checked when it was read. */
static int64_t day_of(str date, int64_t fallback)
{
    struct when_date d;

    return when_parse_date(date, &d) ? when_days_from_date(d) : fallback;
}

static str first_id(struct ctx *ctx, int64_t day)
{
    return id_first_at(ctx->arena, ctx->region, when_start_of_day_ms(when_date_from_days(day)));
}

static void show_count(struct db_row *row, struct tree *o)
{
    tree_text(o, S("rule"), take_text(row));
    tree_text(o, S("outcome"), take_text(row));
    tree_text(o, S("code"), take_text(row));
    tree_text(o, S("officer"), take_text(row));
    tree_i64(o, S("hits"), take_i64(row));
    tree_i64(o, S("filings"), take_i64(row));
}

err rule_counts(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rule_counts_in *in = arg;
    int64_t to = day_of(in->to, when_days_from_date(when_date_of(ctx->now_ms)));
    int64_t from = day_of(in->from, to - DAYS_USUAL + 1);
    struct tree *list;
    struct db_rows rows;
    struct db_row row;

    if (from > to || to - from >= DAYS_MAX)
        why_add(ctx, &COUNT_PERIOD, S("from"), in->from);
    TRY(why_refuse(ctx));
    tree_text(out, S("from"), when_print_date(ctx->arena, when_date_from_days(from)));
    tree_text(out, S("to"), when_print_date(ctx->arena, when_date_from_days(to)));
    list = tree_list(out, S("counts"));
    TRY(db_list(ctx, SQL_rule_counts, &rows, text(ctx->region), text(first_id(ctx, from)),
        text(first_id(ctx, to + 1))));
    while (db_next(&rows, &row))
        show_count(&row, tree_object(list, S("")));
    return OK;
}
