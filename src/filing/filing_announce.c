/* 公告: what is to be entered is shown to everybody for a number of working days before it is
 * (实施细则 17, 18). The time is not counted in the promise. Whoever objects raises a hold, which a
 * manager lifts when the objection has been looked into; the step ends by itself when the days are
 * over. */
#include "filing/filing_announce.h"
#include "filing/filing_store.h"
#include "place/city.h"

#define INPUT_HERE struct announcement_list_in
INPUT_TABLE(announcement_list_in, ANNOUNCEMENT_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct announcement_object_in
INPUT_TABLE(announcement_object_in, ANNOUNCEMENT_OBJECT_IN)
#undef INPUT_HERE

OUTPUT_TABLE(announcement_out, ANNOUNCEMENT_OUT)
OUTPUT_TABLE(announcement_list_out, ANNOUNCEMENT_LIST_OUT)

#define ANNOUNCEMENTS_MAX 500

err filing_announce_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret)
{
    const struct calendar *c = ctx->city->calendar;
    int64_t ends_ms = calendar_add_working_days(c, ctx->now_ms, step->step->days);
    int64_t pause = calendar_working_minutes_between(c, ctx->now_ms, ends_ms);

    run->f.due_ms = calendar_add_working_minutes(c, run->f.due_ms, pause);
    run->changed = true;
    ret->outcome = STEP_RUNNING;
    ret->text = when_print_date(ctx->arena, when_date_of(ends_ms));
    return db_put(ctx, SQL_filing_announcement_begin, text(ctx->region), text(run->f.id),
        text(step->step->id), i64(ctx->now_ms), i64(ends_ms));
}

err filing_announced(struct ctx *ctx, str filing, str step)
{
    struct filing_run run;
    struct filing_step *s;
    int64_t changed;

    TRY(filing_lock(ctx, filing, &run));
    TRY(db_change(ctx, SQL_filing_announcement_end, &changed, text(ctx->region), text(filing),
        text(step), i64(ctx->now_ms)));
    s = filing_step_find(&run, step);
    if (changed == 1 && s != NULL && str_is(s->state, "running") && filing_is_live(&run.f))
        TRY(filing_step_set(ctx, &run, s, STEP_DONE, s->outcome));
    return filing_finish(ctx, &run);
}

err filing_announcements_due(
    struct ctx *ctx, int64_t limit, struct filing_announcement **ret, size_t *ret_count)
{
    struct filing_announcement *a;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(
        ctx, SQL_filing_announcements_due, &rows, text(ctx->region), i64(ctx->now_ms), i64(limit)));
    *ret = a = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_announcement);
    *ret_count = rows.count;
    for (; db_next(&rows, &row); a++) {
        a->filing = take_text(&row);
        a->step = take_text(&row);
    }
    return OK;
}

/* Names of those who are to have the right, or of whose right it is about: the law wants them told.
 */
static void show_names(const struct filing_run *run, struct tree *list)
{
    bool takers = false;

    for (size_t i = 0; i < run->parties_count; i++)
        takers = takers || str_is(filing_side(run, &run->parties[i]), "taker");
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(filing_side(run, &run->parties[i]), "taker") == takers)
            tree_text(list, S(""), run->parties[i].name);
}

static err show_announcement(struct ctx *ctx, struct db_row *row, struct tree *list)
{
    const struct place_region *region = place_region_find(ctx->city, ctx->region);
    struct tree *o = tree_object(list, S(""));
    struct registry_page page;
    struct filing_run run;
    bool known;

    TRY(filing_load(ctx, take_text(row), &run));
    TRY(filing_page(ctx, &run, false, &page, &known));
    tree_text(o, S("filing"), run.f.id);
    tree_text(o, S("matter_zh"), run.scene->name.zh);
    tree_text(o, S("matter_en"), run.scene->name.en);
    tree_text(o, S("unit"), run.f.unit);
    tree_text(o, S("location"), page.unit.location);
    tree_text(o, S("usage"), page.unit.usage);
    tree_i64(o, S("area_cm2"), page.unit.area_cm2);
    show_names(&run, tree_list(o, S("names")));
    tree_i64(o, S("begins_ms"), take_i64(row));
    tree_i64(o, S("ends_ms"), take_i64(row));
    tree_text(o, S("authority_zh"), region != NULL ? region->authority_zh : (str){0});
    return OK;
}

err announcement_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    struct tree *list = tree_list(out, S("announcements"));
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(ctx, SQL_filing_announcements_open, &rows, text(ctx->region), i64(ctx->now_ms),
        i64(ANNOUNCEMENTS_MAX)));
    while (db_next(&rows, &row))
        TRY(show_announcement(ctx, &row, list));
    return OK;
}

err announcement_object(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct announcement_object_in *in = arg;
    str words = arena_printf(ctx->arena, "%.*s：%.*s", STR(in->name), STR(in->reason));
    struct filing_run run;
    struct db_row row;
    bool open;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(db_find(ctx, SQL_filing_announcement_of, &row, &open, text(ctx->region), text(in->filing),
        i64(ctx->now_ms)));
    if (!open || !str_is(run.f.state, "accepted")) {
        why_add(ctx, &ANNOUNCEMENT_OVER, S("filing"), in->filing);
        return E_REFUSED;
    }
    TRY(db_put(ctx, SQL_filing_hold_add, text(ctx->region), text(in->filing),
        text(id_make(ctx->arena, ctx->now_ms)), text(S("announcement")), text(words),
        i64(ctx->now_ms)));
    TRY(filing_event(ctx, &run, "objected", (str){0}, words));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}
