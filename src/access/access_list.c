/* Who read what, for the auditor: newest first, by reader, by record, by day. */
#include "access/access_store.h"
#include "base/ids.h"
#include "base/when.h"
#include "db/db.h"
#include "staff/staff.h"

#define INPUT_HERE struct access_list_in
INPUT_TABLE(access_list_in, ACCESS_LIST_IN)
#undef INPUT_HERE
OUTPUT_TABLE(access_purpose_out, ACCESS_PURPOSE_OUT)
OUTPUT_TABLE(access_purposes_out, ACCESS_PURPOSES_OUT)
OUTPUT_TABLE(access_row_out, ACCESS_ROW_OUT)
OUTPUT_TABLE(access_alert_out, ACCESS_ALERT_OUT)
OUTPUT_TABLE(access_list_out, ACCESS_LIST_OUT)

/* After every id that there can be. */
#define NEWEST S("~")
#define ID_TIME_CHARS 8 /* of an id: its moment, see base/ids.h */

/* What is asked for: ids from `from` on and before `before`, hours likewise. */
struct wanted {
    str from, end, before;
    int64_t hour_from, hour_before;
};

static str id_at(struct ctx *ctx, int64_t ms)
{
    return str_slice(id_make(ctx->arena, ms), 0, ID_TIME_CHARS);
}

/* A day of China's clock begins at a whole hour of the world's. */
static void take_wanted(struct ctx *ctx, const struct access_list_in *in, struct wanted *w)
{
    struct when_date day;

    *w = (struct wanted){S(""), NEWEST, in->before.len > 0 ? in->before : NEWEST, 0, INT64_MAX};
    if (!when_parse_date(in->day, &day))
        return;
    w->hour_from = when_start_of_day_ms(day) / WHEN_HOUR_MS;
    w->hour_before = w->hour_from + WHEN_DAY_MS / WHEN_HOUR_MS;
    w->from = id_at(ctx, w->hour_from * WHEN_HOUR_MS);
    w->end = id_at(ctx, w->hour_before * WHEN_HOUR_MS);
    if (str_cmp(w->end, w->before) < 0)
        w->before = w->end;
}

static void show_word(struct tree *o, const char *name, str id, const struct access_word *word)
{
    tree_text(o, str_of(name), id);
    tree_text(o, arena_printf(o->arena, "%s_zh", name), word != NULL ? str_of(word->zh) : id);
    tree_text(o, arena_printf(o->arena, "%s_en", name), word != NULL ? str_of(word->en) : id);
}

/* An officer has a name; a department or a party has none here. */
static err show_reader(struct ctx *ctx, str reader, struct tree *o)
{
    struct staff officer;
    err e = staff_get(ctx, reader, &officer);

    tree_text(o, S("reader"), reader);
    tree_text(o, S("reader_name"), e == OK ? officer.name : (str){0});
    return e == E_MISSING ? OK : e;
}

static err show_row(struct ctx *ctx, struct db_row *row, struct tree *o, str *ret_request)
{
    str word;

    tree_i64(o, S("made_ms"), take_i64(row));
    TRY(show_reader(ctx, take_text(row), o));
    tree_text(o, S("office"), take_text(row));
    tree_text(o, S("route"), take_text(row));
    word = take_text(row);
    show_word(o, "record", word, access_record_word(word));
    tree_text(o, S("subject"), take_text(row));
    word = take_text(row);
    show_word(o, "purpose", word, access_purpose_word(word));
    tree_text(o, S("reference"), take_text(row));
    *ret_request = take_text(row);
    tree_text(o, S("request"), *ret_request);
    return OK;
}

static err read_rows(
    struct ctx *ctx, const struct access_list_in *in, const struct wanted *w, struct db_rows *ret)
{
    if (in->subject.len > 0)
        return db_list(ctx, SQL_access_list_subject, ret, text(ctx->region), text(w->before),
            text(w->from), i64(ACCESS_PAGE + 1), text(in->subject), text(in->reader));
    if (in->reader.len > 0)
        return db_list(ctx, SQL_access_list_reader, ret, text(ctx->region), text(w->before),
            text(w->from), i64(ACCESS_PAGE + 1), text(in->reader));
    return db_list(ctx, SQL_access_list, ret, text(ctx->region), text(w->before), text(w->from),
        i64(ACCESS_PAGE + 1));
}

static err show_alerts(
    struct ctx *ctx, const struct access_list_in *in, const struct wanted *w, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_access_alerts, &rows, text(ctx->region), i64(w->hour_from),
        i64(w->hour_before), text(in->reader), i64(ACCESS_PAGE)));
    while (db_next(&rows, &row)) {
        struct tree *o = tree_object(list, S(""));

        tree_i64(o, S("made_ms"), take_i64(&row));
        TRY(show_reader(ctx, take_text(&row), o));
        tree_i64(o, S("most"), take_i64(&row));
    }
    return OK;
}

static err count_reads(
    struct ctx *ctx, const struct access_list_in *in, const struct wanted *w, struct db_row *ret)
{
    if (in->day.len == 0)
        return db_get(ctx, SQL_access_reads, ret, text(ctx->region), text(in->reader));
    return db_get(ctx, SQL_access_reads_between, ret, text(ctx->region), text(w->from),
        text(w->end), text(in->reader));
}

err access_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct access_list_in *in = arg;
    struct tree *list = tree_list(out, S("rows"));
    struct wanted w;
    struct db_rows rows;
    struct db_row row;
    str last = {0};

    take_wanted(ctx, in, &w);
    TRY(read_rows(ctx, in, &w, &rows));
    for (size_t i = 0; i < ACCESS_PAGE && db_next(&rows, &row); i++)
        TRY(show_row(ctx, &row, tree_object(list, S("")), &last));
    TRY(show_alerts(ctx, in, &w, tree_list(out, S("alerts"))));
    TRY(count_reads(ctx, in, &w, &row));
    tree_i64(out, S("reads"), take_i64(&row));
    tree_text_or_null(out, S("next"), rows.count > ACCESS_PAGE ? last : (str){0});
    return OK;
}
