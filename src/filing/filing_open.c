/* Opening, amending and accepting (受理) a filing. */
#include "filing/filing_divide.h"
#include "filing/filing_page.h"
#include "filing/filing_store.h"

#define RULE RULE_DEFINE
#include "filing/filing.def"
#undef RULE

#define INPUT_HERE struct filing_open_in
INPUT_TABLE(filing_open_in, FILING_OPEN_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_amend_in
INPUT_TABLE(filing_amend_in, FILING_AMEND_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_accept_in
INPUT_TABLE(filing_accept_in, FILING_ACCEPT_IN)
#undef INPUT_HERE

OUTPUT_TABLE(filing_check_out, FILING_CHECK_OUT)

#define FOLLOW_CODE_BYTES 4

static const struct scene *find_scene(struct ctx *ctx, str id)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    const struct scene *scene = scene_newest(ctx->city->scenes, id, today);

    if (scene == NULL)
        why_add(ctx, &SCENE_UNKNOWN, S("scene"), id);
    return scene;
}

/* A run of what the request says; E_REFUSED when nothing more can be said of it. Faults of form are
 * collected. */
static err read_run(struct ctx *ctx, const struct filing_open_in *in, struct filing_run *run)
{
    struct filing *f = &run->f;

    *run = (struct filing_run){.scene = find_scene(ctx, in->scene)};
    if (place_region_find(ctx->city, str_slice(in->unit, 0, 6)) == NULL)
        why_add(ctx, &UNIT_NOT_SERVED, S("unit"), in->unit);
    TRY(why_refuse(ctx));
    f->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    f->scene = run->scene->id;
    f->scene_version = run->scene->version;
    f->unit = in->unit;
    f->state = S("draft");
    f->channel = in->channel.len > 0 ? in->channel : S("window");
    f->office = ctx->who.office;
    f->clerk = ctx->who.staff;
    f->target = in->target;
    f->follow_code = id_random_hex(ctx->arena, FOLLOW_CODE_BYTES);
    f->opened_ms = ctx->now_ms;
    f->version = 1;
    TRY(filing_read_parties(ctx, run->scene, &in->parties, &run->parties, &run->parties_count));
    TRY(filing_read_answers(ctx, run->scene, in->answers, &run->answers, &run->answers_count));
    run->steps = ARENA_MANY(ctx->arena, run->scene->steps_count + 1, struct filing_step);
    for (size_t i = 0; i < run->scene->steps_count; i++)
        run->steps[i] = (struct filing_step){.step = &run->scene->steps[i], .state = S("waiting")};
    return OK;
}

static err store_draft(struct ctx *ctx, struct filing_run *run)
{
    const struct filing *f = &run->f;

    TRY(db_put(ctx, SQL_filing_add, text(ctx->region), text(f->id), text(f->scene),
        i64(f->scene_version), text(f->unit), text(f->channel), text(f->office), text(f->clerk),
        text(f->follow_code), text(f->target), i64(f->opened_ms)));
    TRY(filing_store_parties(ctx, f->id, run->parties, run->parties_count));
    TRY(filing_store_answers(ctx, f->id, run->answers, run->answers_count));
    TRY(filing_keep_units(ctx, run));
    return filing_event(ctx, run, "opened", (str){0}, f->scene);
}

static err take_papers(struct ctx *ctx, struct filing_run *run, const struct input_list *papers)
{
    const struct filing_scan_in *scans = papers->items;

    for (size_t i = 0; i < papers->count; i++)
        TRY(filing_take_paper(ctx, run, &scans[i], arena_printf(ctx->arena, "papers[%zu].", i)));
    return OK;
}

/* Everything that acceptance asks; `page` may be NULL as in filing_check_acceptance. */
static err find_all(struct ctx *ctx, struct filing_run *run, const struct registry_page *page,
    enum rule_moment moment)
{
    TRY(filing_check_officer(ctx, run, "parties"));
    return filing_check_acceptance(ctx, run, page, moment);
}

static err check_all(
    struct ctx *ctx, struct filing_run *run, const struct tree *reasons, int64_t *ret_priority)
{
    struct registry_page page;
    bool known;

    TRY(filing_page(ctx, run, true, &page, &known));
    *ret_priority = page.unit.version;
    TRY(find_all(ctx, run, known ? &page : NULL, RULE_ACCEPTANCE));
    return filing_pass_reasons(ctx, run, RULE_ACCEPTANCE, reasons);
}

/* 受理: the filing gets its place in line and a promised time, and its machine steps begin. */
static err accept_run(struct ctx *ctx, struct filing_run *run, const struct tree *reasons)
{
    int64_t priority = 0;

    TRY(check_all(ctx, run, reasons, &priority));
    why_clear(ctx); /* what is left only informs, and is shown again with the filing */
    TRY(filing_take_places(ctx, run));
    run->f.state = S("accepted");
    run->f.clerk = ctx->who.staff;
    run->f.priority = priority;
    run->f.accepted_ms = ctx->now_ms;
    run->f.due_ms =
        calendar_add_working_minutes(ctx->city->calendar, ctx->now_ms, run->scene->promise_minutes);
    run->changed = true;
    TRY(filing_event(ctx, run, "accepted", (str){0}, run->f.clerk));
    TRY(filing_notice_put(ctx, run, NOTICE_ACCEPTED, (str){0}, (str){0}));
    TRY(filing_alert(ctx, run, "accepted"));
    for (size_t i = 0; i < run->scene->steps_count; i++)
        if (str_is(run->steps[i].step->kind, "accept"))
            return filing_step_set(ctx, run, &run->steps[i], STEP_DONE, run->f.clerk);
    return E_FAULT; /* scene_parse demands an accept step */
}

err filing_open(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_open_in *in = arg;
    struct filing_run run;

    TRY(read_run(ctx, in, &run));
    TRY(why_refuse(ctx));
    TRY(store_draft(ctx, &run));
    TRY(take_papers(ctx, &run, &in->papers));
    if (in->accept) {
        TRY(accept_run(ctx, &run, in->reasons));
        TRY(filing_finish(ctx, &run));
    } else {
        struct registry_page page;
        bool known;

        TRY(filing_page(ctx, &run, false, &page, &known));
        TRY(filing_check_acceptance(ctx, &run, known ? &page : NULL, RULE_DRAFT));
        why_show(ctx, tree_list(out, S("findings")));
        why_clear(ctx);
    }
    filing_show_run(ctx, &run, out);
    return OK;
}

static err hand_papers(struct ctx *ctx, struct filing_run *run, const struct input_list *papers)
{
    const struct filing_scan_in *scans = papers->items;

    for (size_t i = 0; i < papers->count; i++) {
        str field = arena_printf(ctx->arena, "papers[%zu].", i);

        TRY(filing_check_paper(ctx, run, &scans[i], field));
        run->handed = arena_printf(ctx->arena, "%.*s%.*s ", STR(run->handed), STR(scans[i].paper));
    }
    return OK;
}

/* POST /filings/check: what POST /filings with `accept` would find, form and content at once, so
 * that the page shows everything before it sends. Nothing is written. */
err filing_try_open(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_open_in *in = arg;
    struct registry_page page;
    struct filing_run run;
    bool known;

    TRY(read_run(ctx, in, &run));
    TRY(hand_papers(ctx, &run, &in->papers));
    TRY(filing_page(ctx, &run, false, &page, &known));
    TRY(find_all(ctx, &run, known ? &page : NULL, RULE_DRAFT));
    tree_bool(out, S("acceptable"), why_refuse(ctx) == OK);
    tree_i64(out, S("due_ms"),
        calendar_add_working_minutes(ctx->city->calendar, ctx->now_ms, run.scene->promise_minutes));
    why_show(ctx, tree_list(out, S("findings")));
    why_clear(ctx);
    return OK;
}

/* Who holds, who seized, which filing is under way: names are told at a window, not here. */
static void hide_details(struct ctx *ctx)
{
    for (struct finding *f = ctx->why_first; f != NULL; f = f->next)
        if (!str_starts(f->field, S("answers.")) && !str_starts(f->field, S("papers.")))
            f->detail = (str){0};
}

static err find_citizen(struct ctx *ctx, struct filing_run *run)
{
    struct registry_page page;
    bool known;

    if (run->blind)
        return filing_check_acceptance(ctx, run, NULL, RULE_DRAFT);
    TRY(filing_page(ctx, run, false, &page, &known));
    return filing_check_acceptance(ctx, run, known ? &page : NULL, RULE_DRAFT);
}

err filing_try_citizen(
    struct ctx *ctx, const struct filing_open_in *in, str papers, struct tree *out)
{
    struct filing_run run;

    TRY(read_run(ctx, in, &run));
    run.handed = arena_join(ctx->arena, papers, S(" "));
    /* over several units it would tell of those that the caller was not found to hold */
    run.blind = in->target.len == 0 || filing_divides(&run) || scene_reaches(run.scene);
    TRY(find_citizen(ctx, &run));
    hide_details(ctx);
    tree_bool(out, S("acceptable"), why_refuse(ctx) == OK);
    tree_bool(out, S("registry_asked"), !run.blind);
    tree_i64(out, S("due_ms"),
        calendar_add_working_minutes(ctx->city->calendar, ctx->now_ms, run.scene->promise_minutes));
    why_show(ctx, tree_list(out, S("findings")));
    why_clear(ctx);
    return OK;
}

err filing_amend(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_amend_in *in = arg;
    struct filing_run run, before;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "draft correcting"));
    before = run;
    TRY(filing_read_parties(ctx, run.scene, &in->parties, &run.parties, &run.parties_count));
    TRY(filing_read_answers(ctx, run.scene, in->answers, &run.answers, &run.answers_count));
    if (filing_divides(&run) && !str_is(run.f.state, "draft"))
        filing_check_units_stay(ctx, &before, &run);
    TRY(why_refuse(ctx));
    TRY(db_put(ctx, SQL_filing_party_clear, text(ctx->region), text(run.f.id)));
    TRY(db_put(ctx, SQL_filing_answer_clear, text(ctx->region), text(run.f.id)));
    TRY(filing_store_parties(ctx, run.f.id, run.parties, run.parties_count));
    TRY(filing_store_answers(ctx, run.f.id, run.answers, run.answers_count));
    TRY(filing_keep_units(ctx, &run));
    TRY(filing_event(ctx, &run, "amended", (str){0}, (str){0}));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}

err filing_accept(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_accept_in *in = arg;
    struct filing_run run;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "draft"));
    TRY(accept_run(ctx, &run, in->reasons));
    TRY(filing_finish(ctx, &run));
    filing_show_run(ctx, &run, out);
    return OK;
}
