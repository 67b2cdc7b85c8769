/* yichuang import: reads the mapping, looks through the files, then takes them batch by batch. What
 * is committed with each batch is also how far it is, so whoever was cut off goes on with the same
 * command. */
#include "app/import.h"

#include "app/server.h"
#include "base/file.h"
#include "base/log.h"
#include "base/when.h"

#include <stdio.h>
#include <string.h>

#define MAPPING_BYTES_MAX ((size_t)1 << 20)
#define KEEP_BYTES_MAX                                                                             \
    ((size_t)4 << 30) /* a trial remembers every unit; an import needs little                      \
                       */
#define BATCH_BYTES_MAX ((size_t)768 << 20)
#define BATCH_LINES_MAX 20000
#define BATCH_TRIES 5
#define RESULT_PAGE 2000
#define RECORDER "import"

struct run {
    const struct options *o;
    struct arena *keep, *batch_arena;
    struct app *app;
    str region;
    struct legacy_mapping mapping;
    struct legacy_survey survey;
    struct legacy_import import;
    struct legacy_source *source;
    struct legacy_seen seen;
    struct import_result *result; /* of a trial, as it goes */
    struct import_bar bar;
    struct legacy_lines *lines;
    struct legacy_draft *drafts;
    int64_t batch_lines;
};

static void ctx_of(struct run *r, struct arena *a, struct ctx *ret)
{
    app_ctx(r->app, a, r->region, ret);
    ret->who = (struct who){.staff = S(RECORDER), .name = S(RECORDER)};
}

static err say(const char *what, str detail)
{
    fprintf(stderr, "yichuang: %s: %.*s\n", what, STR(detail));
    return E_INVALID;
}

static err print_faults(struct run *r, const struct scene_fault *faults)
{
    str text = scene_faults_text(r->keep, faults);

    fprintf(stderr, "%.*s", STR(text));
    return E_INVALID;
}

/* ---- before ---- */

static err read_mapping(struct run *r)
{
    struct scene_fault *faults = NULL;
    str yaml;

    if (r->o->mapping[0] == 0)
        return say("名称 name the mapping", S("--mapping FILE.yaml"));
    if (r->o->file == NULL)
        return say("请给出数据文件 name the files", S("FILE.csv ..."));
    if (file_read(r->keep, r->o->mapping, MAPPING_BYTES_MAX, &yaml) != OK)
        return say("映射文件无法读出 cannot read the mapping", str_of(r->o->mapping));
    if (legacy_mapping_parse(r->keep, str_of(r->o->mapping), yaml, &r->mapping, &faults) != OK)
        return print_faults(r, faults);
    if (!str_to_i64(str_of(r->o->batch), &r->batch_lines) || r->batch_lines < 1 ||
        r->batch_lines > BATCH_LINES_MAX)
        return say("1 – 20000", S("--batch"));
    r->region = str_of(r->o->region);
    if (r->region.len == 0)
        r->region = r->mapping.region;
    if (r->mapping.region.len > 0 && !str_eq(r->region, r->mapping.region))
        return say("映射文件只用于其虚构行政区 the mapping is only for its made-up region",
            r->mapping.region);
    return OK;
}

static err add_region(struct ctx *ctx, void *arg)
{
    const struct legacy_mapping *m = arg;
    struct place_region region = {.region = m->region,
        .name_zh = m->region_zh,
        .name_en = m->region_en,
        .province_short = S("虚"),
        .certificate_name = m->region_zh,
        .authority_zh = S("虚构登记机构"),
        .authority_code = m->region};

    TRY(place_region_add(ctx, &region));
    return registry_book_open(ctx, m->region);
}

/* A region that a mapping makes up is opened with it; all others are there already. */
static err open_region(struct run *r)
{
    struct ctx ctx;

    ctx_of(r, r->keep, &ctx);
    if (place_region_find(app_city(r->app), r->region) != NULL)
        return OK;
    if (r->mapping.region.len == 0)
        return say(
            "不在辖区 the store does not serve the region; name one with --region", r->region);
    if (r->o->check)
        return OK;
    TRY(db_write(r->app->db, &ctx, add_region, &r->mapping));
    return app_city_renew(r->app);
}

static err survey(struct run *r)
{
    struct ctx ctx;

    ctx_of(r, r->keep, &ctx);
    if (legacy_survey_make(&ctx, &r->mapping, r->o->files, &r->survey) == OK)
        return OK;
    return print_faults(r, r->survey.faults);
}

static err begin(struct ctx *ctx, void *arg)
{
    struct run *r = arg;
    struct legacy_begin b = {.id = r->survey.id,
        .mapping = r->mapping.name,
        .files = r->survey.files,
        .lines = r->survey.lines};

    return legacy_begin(ctx, &b, &r->import);
}

static err begin_import(struct run *r)
{
    struct ctx ctx;

    r->import = (struct legacy_import){.id = r->survey.id, .lines = r->survey.lines};
    if (r->o->check)
        return OK;
    ctx_of(r, r->keep, &ctx);
    return db_write(r->app->db, &ctx, begin, r);
}

/* ---- batch by batch ---- */

/* Records that an earlier run did are read and left out. */
static err skip_done(struct run *r)
{
    struct legacy_lines lines;
    bool any = true;

    for (int64_t i = 0; i < r->import.totals.records && any; i++) {
        TRY(legacy_source_next(r->source, r->batch_arena, &lines, &any));
        arena_reset(r->batch_arena);
    }
    return any ? OK : E_FAULT;
}

static err read_batch(struct run *r, struct ctx *ctx, struct legacy_batch *b)
{
    int64_t lines = 0;
    bool any = true;

    while (lines < r->batch_lines) {
        TRY(legacy_source_next(r->source, ctx->arena, &r->lines[b->count], &any));
        if (!any)
            break;
        lines += r->lines[b->count].lines;
        legacy_draft_make(ctx, &r->mapping, &r->lines[b->count], &r->drafts[b->count]);
        b->count++;
    }
    b->last = !any;
    return OK;
}

static err take(struct ctx *ctx, void *arg)
{
    return legacy_take(ctx, arg);
}

static err look(struct ctx *ctx, void *arg)
{
    return legacy_look(ctx, arg);
}

/* Something may have come into the book meanwhile, or two ids were alike: once more, then. */
static err write_batch(struct run *r, struct ctx *ctx, struct legacy_batch *b)
{
    struct arena_mark mark = arena_mark(ctx->arena);
    err e = E_FAULT;

    for (int i = 0; i < BATCH_TRIES; i++) {
        arena_rewind(ctx->arena, mark);
        ctx->now_ms = when_now_ms();
        e = r->o->check ? db_read(r->app->db, ctx, look, b) : db_write(r->app->db, ctx, take, b);
        if (e != E_CONFLICT && e != E_BUSY)
            return e;
    }
    return e;
}

/* A trial keeps nothing, so its result is written as it goes. */
static void write_trial(struct run *r, struct ctx *ctx, const struct legacy_batch *b)
{
    for (size_t i = 0; i < b->count && r->o->check; i++) {
        const struct legacy_draft *d = &b->drafts[i];
        char grade = legacy_grade(d, NULL);
        struct legacy_outcome o = {.number = d->lines->number,
            .file = (int64_t)d->lines->file,
            .line = d->lines->line,
            .lines = d->lines->lines,
            .unit = d->units_count > 0 ? d->units[0].unit.code : (str){0},
            .grade = {&grade, 1},
            .reasons = legacy_reasons(ctx->arena, d->findings, NULL)};

        import_result_add(r->result, ctx->arena, &o);
    }
}

static int64_t share_done(const struct run *r)
{
    return r->survey.lines > 0 ? r->import.totals.lines * 1000 / r->survey.lines : 1000;
}

static err run_batches(struct run *r)
{
    r->lines = ARENA_MANY(r->keep, (size_t)r->batch_lines, struct legacy_lines);
    r->drafts = ARENA_MANY(r->keep, (size_t)r->batch_lines, struct legacy_draft);
    r->seen.arena = r->keep;
    import_bar_begin(&r->bar, r->import.totals.records, share_done(r));
    while (!r->import.done) {
        struct legacy_batch b = {.mapping = &r->mapping,
            .drafts = r->drafts,
            .import = &r->import,
            .seen = r->o->check ? &r->seen : NULL};
        struct ctx ctx;

        arena_reset(r->batch_arena);
        ctx_of(r, r->batch_arena, &ctx);
        TRY(read_batch(r, &ctx, &b));
        TRY(write_batch(r, &ctx, &b));
        write_trial(r, &ctx, &b);
        r->import = b.after;
        r->import.done = b.last;
        import_bar_show(&r->bar, r->import.totals.records, share_done(r));
    }
    import_bar_end(&r->bar);
    return OK;
}

/* ---- after ---- */

static err read_page(struct ctx *ctx, void *arg)
{
    return legacy_outcomes(ctx, arg);
}

static err write_result(struct run *r)
{
    struct import_result *result;
    struct legacy_page p = {.import = r->survey.id, .limit = RESULT_PAGE, .count = RESULT_PAGE};

    TRY(import_result_open(r->keep, r->o->result, &result));
    while (result != NULL && p.count == RESULT_PAGE) {
        struct ctx ctx;

        arena_reset(r->batch_arena);
        ctx_of(r, r->batch_arena, &ctx);
        TRY(db_read(r->app->db, &ctx, read_page, &p));
        for (size_t i = 0; i < p.count; i++)
            import_result_add(result, r->batch_arena, &p.list[i]);
        if (p.count > 0)
            p.after = p.list[p.count - 1].number;
    }
    return import_result_close(result, true);
}

static err read_sums(struct ctx *ctx, void *arg)
{
    return legacy_sums(ctx, ((struct run *)arg)->survey.id, &((struct run *)arg)->import.totals);
}

/* What the files hold, what was counted and what the store holds must be one. */
static bool reconcile(struct run *r)
{
    struct legacy_totals counted = r->import.totals, *kept = &r->import.totals;
    struct ctx ctx;

    ctx_of(r, r->keep, &ctx);
    if (counted.lines != r->survey.lines ||
        counted.records != counted.complete + counted.gaps + counted.refused)
        return false;
    if (r->o->check)
        return true;
    if (db_read(r->app->db, &ctx, read_sums, r) != OK)
        return false;
    kept->units = counted.units;
    return kept->lines == counted.lines && kept->records == counted.records &&
           kept->complete == counted.complete && kept->gaps == counted.gaps &&
           kept->refused == counted.refused && kept->entries == counted.entries;
}

static void print_summary(struct run *r, bool holds)
{
    struct tree *out = tree_new(r->keep, TREE_OBJECT);
    const struct legacy_totals *t = &r->import.totals;

    tree_text(out, S("import"), r->survey.id);
    tree_text(out, S("mapping"), r->mapping.name);
    tree_text(out, S("region"), r->region);
    tree_bool(out, S("trial"), r->o->check);
    tree_i64(out, S("lines"), r->survey.lines);
    tree_i64(out, S("records"), t->records);
    tree_i64(out, S("complete"), t->complete);
    tree_i64(out, S("with_gaps"), t->gaps);
    tree_i64(out, S("refused"), t->refused);
    tree_i64(out, S("units"), t->units);
    tree_i64(out, S("entries"), t->entries);
    tree_bool(out, S("reconciled"), holds);
    tree_i64(out, S("milliseconds"), (when_monotonic_us() - r->bar.began_us) / 1000);
    if (r->o->print_json) {
        printf("%.*s\n", STR(tree_to_json(out)));
        return;
    }
    printf("行 lines %lld = 记录 records %lld: A %lld + B %lld + C %lld\n"
           "单元 units %lld, 登簿 entries %lld%s\n",
        (long long)r->survey.lines, (long long)t->records, (long long)t->complete,
        (long long)t->gaps, (long long)t->refused, (long long)t->units, (long long)t->entries,
        holds ? "" : "\n对账不符 THE TOTALS DO NOT AGREE");
}

static err work(struct run *r)
{
    TRY(open_region(r));
    TRY(survey(r));
    TRY(begin_import(r));
    if (r->import.done)
        fprintf(stderr, "yichuang: 已导入完毕 this import is done already\n");
    TRY(legacy_source_open(r->keep, &r->mapping, r->o->files, &r->source));
    if (!r->import.done)
        TRY(skip_done(r));
    if (r->o->check)
        TRY(import_result_open(r->keep, r->o->result, &r->result));
    TRY(run_batches(r));
    return r->o->check ? import_result_close(r->result, true) : write_result(r);
}

static int finish(struct run *r, err e)
{
    bool holds;
    str fault;

    if (e == E_INVALID)
        return 1; /* said already */
    if (e != OK) {
        fault = db_fault_text(r->app->db, r->keep);
        fprintf(stderr, "yichuang: 导入中断 the import was cut off: %s %.*s\n", err_name(e),
            STR(fault));
        return 1;
    }
    holds = reconcile(r);
    print_summary(r, holds);
    return holds && !(r->o->check && r->import.totals.refused > 0) ? 0 : 1;
}

int verb_import(const struct options *o)
{
    struct options own = *o;
    struct run r = {
        .o = &own, .keep = arena_new(KEEP_BYTES_MAX), .batch_arena = arena_new(BATCH_BYTES_MAX)};
    str fault = {0};
    int code = 1;

    own.workers = "1"; /* nobody else asks: connections for many would only cost */
    server_log_level(o);
    if (read_mapping(&r) != OK)
        code = 2;
    else if (app_open(r.keep, &own, &r.app, &fault) != OK)
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
    else
        code = finish(&r, work(&r));
    legacy_source_close(r.source);
    if (r.app != NULL)
        app_close(r.app);
    arena_free(r.batch_arena);
    arena_free(r.keep);
    return code;
}
