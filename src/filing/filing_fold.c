/* The state of a filing folded from its journal, to compare with the rows that are kept for speed.
 */
#include "filing/filing_store.h"

#define FOLD_PAGE 200

struct fold {
    const struct scene *scene;
    str state;
    str *steps;  /* in scene order */
    bool broken; /* an event stands where it cannot */
};

/* What happens to a filing as a whole, and when it may: from which states, to which. */
static const struct {
    const char *kind, *from, *to;
} turns[] = {
    {"opened", "", "draft"},
    {"accepted", "draft", "accepted"},
    {"rejected", "draft", "rejected"},
    {"withdrawn", "draft accepted correcting", "withdrawn"},
    {"returned", "accepted", "correcting"},
    {"resubmitted", "correcting", "accepted"},
    {"refused", "accepted", "refused"},
    {"recorded", "accepted", "recorded"},
    {"closed", "recorded", "closed"},
};

static size_t step_index(const struct scene *scene, str step)
{
    for (size_t i = 0; i < scene->steps_count; i++)
        if (str_eq(scene->steps[i].id, step))
            return i;
    return scene->steps_count;
}

static void reset_steps(struct fold *f)
{
    for (size_t i = 0; i < f->scene->steps_count; i++)
        if (!str_is(f->scene->steps[i].kind, "accept"))
            f->steps[i] = S("waiting");
}

static void turn(struct fold *f, str kind)
{
    for (size_t i = 0; i < COUNT(turns); i++) {
        if (!str_is(kind, turns[i].kind))
            continue;
        if (f->state.len == 0 ? turns[i].from[0] != 0
                              : !str_has_word(str_of(turns[i].from), f->state))
            f->broken = true;
        f->state = str_of(turns[i].to);
    }
}

static void apply(struct fold *f, str kind, str step)
{
    size_t i = step_index(f->scene, step);

    if (step.len == 0) {
        turn(f, kind);
        if (str_is(kind, "resubmitted"))
            reset_steps(f);
        return;
    }
    if (!str_has_word(S("done running stuck skipped"), kind) || i == f->scene->steps_count)
        return;
    f->steps[i] = kind;
    if (str_is(kind, "done") && str_is(f->scene->steps[i].kind, "record"))
        turn(f, S("recorded"));
}

static err fold_one(struct ctx *ctx, const struct filing_run *run, struct fold *f)
{
    struct db_rows rows;
    struct db_row row;

    *f = (struct fold){.scene = run->scene};
    f->steps = ARENA_MANY(ctx->arena, run->scene->steps_count + 1, str);
    for (size_t i = 0; i < run->scene->steps_count; i++)
        f->steps[i] = S("waiting");
    TRY(db_list(ctx, SQL_filing_events, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        str kind, step;

        (void)take_i64(&row);
        kind = take_text(&row);
        step = take_text(&row);
        apply(f, kind, step);
    }
    return OK;
}

static bool agrees(const struct filing_run *run, const struct fold *f)
{
    if (f->broken || !str_eq(run->f.state, f->state))
        return false;
    for (size_t i = 0; i < run->scene->steps_count; i++)
        if (!str_eq(run->steps[i].state, f->steps[i]))
            return false;
    return true;
}

static err check_one(struct ctx *ctx, str id, struct registry_breach **list)
{
    struct filing_run run;
    struct fold f;

    TRY(filing_load(ctx, id, &run));
    TRY(filing_check_recorded(ctx, &run, list));
    TRY(fold_one(ctx, &run, &f));
    if (!agrees(&run, &f))
        registry_breach_add(ctx, S("I14 a filing is the fold of its journal"), id, list);
    return OK;
}

static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    str id = {0};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(
        ctx, SQL_filing_ids, &rows, text(ctx->region), text(place->subject), i64(FOLD_PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        id = take_text(&row);
        TRY(check_one(ctx, id, list));
    }
    registry_place_keep(place, id, 0);
    return OK;
}

err filing_verify_fold(struct ctx *ctx, struct registry_breach **ret)
{
    return registry_check_pages(ctx, check_page, NULL, FOLD_PAGE, ret);
}
