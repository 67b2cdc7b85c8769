/* Papers of a filing: which file answers which paper of the scene. */
#include "filing/filing_store.h"
#include "paper/paper.h"

#define INPUT_HERE struct filing_paper_in
INPUT_TABLE(filing_paper_in, FILING_PAPER_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_scan_in
INPUT_TABLE(filing_scan_in, FILING_SCAN_IN)
#undef INPUT_HERE

static bool scene_has_paper(const struct scene *scene, str id)
{
    for (size_t i = 0; i < scene->papers_count; i++)
        if (str_eq(scene->papers[i].id, id))
            return true;
    return false;
}

static str source_of(const struct filing_scan_in *scan)
{
    return scan->source.len > 0 ? scan->source : S("scanned");
}

err filing_check_paper(
    struct ctx *ctx, const struct filing_run *run, const struct filing_scan_in *scan, str field)
{
    bool stored = false;

    TRY(paper_is_stored(ctx, scan->hash, &stored));
    if (!stored)
        why_add(ctx, &PAPER_UNKNOWN, arena_join(ctx->arena, field, S("hash")), scan->hash);
    if (!scene_has_paper(run->scene, scan->paper))
        why_add(ctx, &PAPER_UNKNOWN, arena_join(ctx->arena, field, S("paper")), scan->paper);
    if (!str_has_word(S("scanned uploaded shared"), source_of(scan)))
        why_add(ctx, &ANSWER_FORM, arena_join(ctx->arena, field, S("source")), source_of(scan));
    return OK;
}

err filing_take_paper(
    struct ctx *ctx, struct filing_run *run, const struct filing_scan_in *scan, str field)
{
    TRY(filing_check_paper(ctx, run, scan, field));
    TRY(why_refuse(ctx));
    TRY(db_put(ctx, SQL_filing_paper_add, text(ctx->region), text(run->f.id), text(scan->paper),
        text(scan->hash), text(scan->name), text(source_of(scan)), text(ctx->who.staff),
        i64(ctx->now_ms)));
    return filing_event(ctx, run, "paper", scan->paper, scan->hash);
}

err filing_paper_add(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_paper_in *in = arg;
    struct filing_scan_in scan = {in->paper, in->hash, in->name, in->source};
    struct filing_run run;

    TRY(filing_lock(ctx, in->filing, &run));
    TRY(filing_require_state(ctx, &run, "draft accepted correcting"));
    TRY(filing_take_paper(ctx, &run, &scan, (str){0}));
    TRY(filing_finish(ctx, &run));
    tree_text(out, S("filing"), run.f.id);
    tree_text(out, S("paper"), in->paper);
    tree_text(out, S("hash"), in->hash);
    return OK;
}
