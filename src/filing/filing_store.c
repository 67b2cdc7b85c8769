/* Filings as rows: loading for one transaction, writing what changed. */
#include "filing/filing_store.h"

static void take_filing(struct db_row *row, struct filing *f)
{
    f->id = take_text(row);
    f->scene = take_text(row);
    f->scene_version = take_i64(row);
    f->unit = take_text(row);
    f->state = take_text(row);
    f->channel = take_text(row);
    f->office = take_text(row);
    f->clerk = take_text(row);
    f->recorder = take_text(row);
    f->follow_code = take_text(row);
    f->target = take_text(row);
    f->priority = take_i64(row);
    f->opened_ms = take_i64(row);
    f->accepted_ms = take_i64(row);
    f->due_ms = take_i64(row);
    f->paused_ms = take_i64(row);
    f->ended_ms = take_i64(row);
    f->ended_reason = take_text(row);
    f->version = take_i64(row);
}

static err load_parties(struct ctx *ctx, struct filing_run *run)
{
    struct filing_party *p;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_parties, &rows, text(ctx->region), text(run->f.id)));
    run->parties_count = rows.count;
    run->parties = p = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_party);
    for (; db_next(&rows, &row); p++) {
        p->role = take_text(&row);
        p->kind = take_text(&row);
        p->name = take_text(&row);
        p->document_kind = take_text(&row);
        p->document_number = take_text(&row);
        p->phone = take_text(&row);
        p->share.num = take_i64(&row);
        p->share.den = take_i64(&row);
        p->agent_name = take_text(&row);
        p->agent_document = take_text(&row);
    }
    return OK;
}

static err load_answers(struct ctx *ctx, struct filing_run *run)
{
    struct filing_answer *a;
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_filing_answers, &rows, text(ctx->region), text(run->f.id)));
    run->answers_count = rows.count;
    run->answers = a = ARENA_MANY(ctx->arena, rows.count + 1, struct filing_answer);
    for (; db_next(&rows, &row); a++) {
        a->ask = take_text(&row);
        a->value = take_text(&row);
    }
    return OK;
}

static err load_steps(struct ctx *ctx, struct filing_run *run)
{
    struct db_rows rows;
    struct db_row row;

    run->steps = ARENA_MANY(ctx->arena, run->scene->steps_count + 1, struct filing_step);
    for (size_t i = 0; i < run->scene->steps_count; i++) {
        run->steps[i].step = &run->scene->steps[i];
        run->steps[i].state = S("waiting");
    }
    TRY(db_list(ctx, SQL_filing_steps, &rows, text(ctx->region), text(run->f.id)));
    while (db_next(&rows, &row)) {
        struct filing_step *s = filing_step_find(run, take_text(&row));

        if (s == NULL)
            return E_FAULT; /* a step that its pinned scene does not have */
        s->state = take_text(&row);
        s->outcome = take_text(&row);
        s->started_ms = take_i64(&row);
        s->done_ms = take_i64(&row);
    }
    return OK;
}

static err load_graph(struct ctx *ctx, struct db_row *row, struct filing_run *run)
{
    *run = (struct filing_run){0};
    take_filing(row, &run->f);
    run->scene = scene_exact(ctx->city->scenes, run->f.scene, run->f.scene_version);
    if (run->scene == NULL)
        return E_FAULT; /* the scene's file was taken away while filings still run on it */
    return load_steps(ctx, run);
}

static err load_run(struct ctx *ctx, struct db_row *row, struct filing_run *run)
{
    TRY(load_graph(ctx, row, run));
    TRY(load_parties(ctx, run));
    return load_answers(ctx, run);
}

err filing_lock(struct ctx *ctx, str id, struct filing_run *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_filing_lock, &row, text(ctx->region), text(id)));
    return load_run(ctx, &row, ret);
}

err filing_load(struct ctx *ctx, str id, struct filing_run *ret)
{
    struct db_row row;

    TRY(db_get(ctx, SQL_filing_get, &row, text(ctx->region), text(id)));
    return load_run(ctx, &row, ret);
}

err filing_is_known(struct ctx *ctx, str id, bool *ret)
{
    struct db_row row;

    return db_find(ctx, SQL_filing_known, &row, ret, text(str_slice(id, 0, 6)), text(id));
}

err filing_store_parties(
    struct ctx *ctx, str filing, const struct filing_party *parties, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct filing_party *p = &parties[i];

        TRY(db_put(ctx, SQL_filing_party_add, text(ctx->region), text(filing), i64((int64_t)i + 1),
            text(p->role), text(p->kind), text(p->name), text(p->document_kind),
            text(p->document_number), text(p->phone), i64(p->share.num), i64(p->share.den),
            text(p->agent_name), text(p->agent_document)));
    }
    return OK;
}

err filing_store_answers(
    struct ctx *ctx, str filing, const struct filing_answer *answers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(db_put(ctx, SQL_filing_answer_add, text(ctx->region), text(filing),
            text(answers[i].ask), text(answers[i].value)));
    return OK;
}

err filing_put_step(struct ctx *ctx, const struct filing_run *run, const struct filing_step *s)
{
    return db_put(ctx, SQL_filing_step_put, text(ctx->region), text(run->f.id), text(s->step->id),
        text(s->state), text(s->outcome), i64(s->started_ms), i64(s->done_ms));
}

err filing_finish(struct ctx *ctx, struct filing_run *run)
{
    const struct filing *f = &run->f;

    ctx->touched = f->id;
    if (!run->changed)
        return OK;
    return db_put(ctx, SQL_filing_save, text(ctx->region), text(f->id), text(f->state),
        text(f->clerk), text(f->recorder), i64(f->priority), i64(f->accepted_ms), i64(f->due_ms),
        i64(f->paused_ms), i64(f->ended_ms), text(f->ended_reason));
}

str filing_answer(const struct filing_run *run, const char *ask)
{
    for (size_t i = 0; i < run->answers_count; i++)
        if (str_is(run->answers[i].ask, ask))
            return run->answers[i].value;
    return (str){0};
}

int64_t filing_answer_i64(const struct filing_run *run, const char *ask, int64_t fallback)
{
    int64_t value;

    return str_to_i64(filing_answer(run, ask), &value) ? value : fallback;
}

bool filing_answer_bool(const struct filing_run *run, const char *ask)
{
    return str_is(filing_answer(run, ask), "true");
}

struct filing_step *filing_step_find(struct filing_run *run, str step)
{
    for (size_t i = 0; i < run->scene->steps_count; i++)
        if (str_eq(run->scene->steps[i].id, step))
            return &run->steps[i];
    return NULL;
}

bool filing_step_is_over(const struct filing_step *step)
{
    return str_is(step->state, "done") || str_is(step->state, "skipped");
}

str filing_side(const struct filing_run *run, const struct filing_party *party)
{
    for (size_t i = 0; i < run->scene->people_count; i++)
        if (str_eq(run->scene->people[i].id, party->role))
            return run->scene->people[i].side;
    return S("other");
}

bool filing_is_absent(const struct filing_run *run, const struct filing_party *party)
{
    for (size_t i = 0; i < run->scene->people_count; i++)
        if (str_eq(run->scene->people[i].id, party->role))
            return run->scene->people[i].absent;
    return false;
}

struct registry_holder *filing_side_holders(
    struct ctx *ctx, const struct filing_run *run, const char *side, size_t *ret_count)
{
    struct registry_holder *h =
        ARENA_MANY(ctx->arena, run->parties_count + 1, struct registry_holder);
    size_t count = 0;

    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];

        if (!str_is(filing_side(run, p), side))
            continue;
        h[count++] = (struct registry_holder){.name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number,
            .share = p->share};
    }
    *ret_count = count;
    return h;
}

bool filing_is_live(const struct filing *f)
{
    return str_is(f->state, "accepted") || str_is(f->state, "correcting");
}

bool filing_when_holds(const struct filing_run *run, str ask, str is)
{
    if (ask.len == 0)
        return true;
    for (size_t i = 0; i < run->answers_count; i++)
        if (str_eq(run->answers[i].ask, ask))
            return str_eq(run->answers[i].value, is);
    return false;
}
