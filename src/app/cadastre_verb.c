/* yichuang cadastre import FILE.geojson: parcels or buildings of a file of any size, some hundred
 * features a transaction. What is bad is kept with its findings; nothing stops the rest. */
#include "app/app.h"
#include "base/file.h"
#include "base/when.h"
#include "cadastre/cadastre.h"

#include <stdio.h>

#define FILE_MAX ((size_t)8 << 30)
#define MAPPING_MAX ((size_t)64 << 10)
#define FEATURES_AT_ONCE 250

struct survey {
    struct app *app;
    const struct options *options;
    struct arena *arena; /* for the whole run */
    struct arena *work;  /* for one transaction */
    struct cadastre_reader reader;
    struct cadastre_batch batch; /* as the last transaction left it */
    struct cadastre_batch next;  /* as this one will */
    str features[FEATURES_AT_ONCE];
    size_t count;
};

static int complain(const struct survey *s, str what)
{
    fprintf(stderr, "yichuang: %s: %.*s\n", s->options->file, STR(what));
    return 1;
}

/* ---- the mapping file ---- */

static void print_findings(const struct ctx *ctx)
{
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        fprintf(stderr, "yichuang: %.*s: %s / %s: %.*s\n", STR(f->field), f->rule->text_zh,
            f->rule->text_en, STR(f->detail));
}

static bool read_mapping(struct survey *s, struct ctx *ctx)
{
    const char *path = s->options->mapping;
    str content, fault = {0};
    struct tree *tree;
    void *mapping;

    if (file_read(s->arena, path, MAPPING_MAX, &content) != OK) {
        fprintf(stderr, "yichuang: cannot read the mapping '%s'; name it with --mapping\n", path);
        return false;
    }
    if (tree_parse(s->arena, content, &tree, &fault) != OK) {
        fprintf(stderr, "yichuang: %s: %.*s\n", path, STR(fault));
        return false;
    }
    if (input_parse(ctx, &cadastre_mapping_in_input, tree, &mapping) != OK) {
        print_findings(ctx);
        return false;
    }
    s->batch.mapping = mapping;
    return true;
}

/* ---- features ---- */

/* A feature that is no JSON is a feature all the same, and is refused as one. */
static err take_one(struct ctx *ctx, struct cadastre_batch *b, str feature)
{
    struct tree *tree;
    str fault;

    if (tree_parse(ctx->arena, feature, &tree, &fault) != OK)
        tree = tree_new(ctx->arena, TREE_NULL);
    return cadastre_batch_take(ctx, b, tree);
}

/* May run again from the start: what it counts begins where the last transaction ended. */
static err take_some(struct ctx *ctx, void *arg)
{
    struct survey *s = arg;

    s->next = s->batch;
    for (size_t i = 0; i < s->count; i++) {
        struct arena_mark mark = arena_mark(ctx->arena);

        TRY(take_one(ctx, &s->next, s->features[i]));
        arena_rewind(ctx->arena, mark);
    }
    return cadastre_batch_save(ctx, &s->next);
}

static err write_some(struct survey *s)
{
    struct ctx ctx;

    app_ctx(s->app, s->work, str_of(s->options->region), &ctx);
    TRY(db_write(s->app->db, &ctx, take_some, s));
    s->batch = s->next;
    arena_reset(s->work);
    return OK;
}

static err take_all(struct survey *s)
{
    bool more = true;

    while (more) {
        s->count = 0;
        while (s->count < FEATURES_AT_ONCE &&
               (more = cadastre_reader_next(&s->reader, &s->features[s->count])))
            s->count++;
        if (s->count > 0)
            TRY(write_some(s));
    }
    return s->reader.failed ? E_INVALID : OK;
}

static void print_counts(const struct survey *s, int64_t ms)
{
    const struct cadastre_counts *c = &s->batch.counts;

    printf("import %.*s: %lld read, %lld added, %lld changed, %lld as they were, %lld refused, "
           "%lld taken with findings, %lld ms\n",
        STR(s->batch.id), (long long)c->read, (long long)c->added, (long long)c->changed,
        (long long)c->same, (long long)c->refused, (long long)c->reported, (long long)ms);
}

static int run(struct survey *s)
{
    int64_t began_us = when_monotonic_us();
    struct ctx ctx;
    str content;
    err e;

    app_ctx(s->app, s->arena, str_of(s->options->region), &ctx);
    if (!read_mapping(s, &ctx))
        return 2;
    if (file_read(s->arena, s->options->file, FILE_MAX, &content) != OK)
        return complain(s, S("cannot be read"));
    cadastre_reader_begin(&s->reader, content);
    if (s->reader.failed)
        return complain(s, S("is no GeoJSON FeatureCollection"));
    s->batch.layer = str_of(s->options->layer);
    s->batch.name = str_of(s->options->file);
    if (cadastre_batch_begin(&ctx, &s->batch) != OK) {
        print_findings(&ctx);
        return 2;
    }
    e = take_all(s);
    print_counts(s, (when_monotonic_us() - began_us) / 1000);
    if (e == E_INVALID)
        return complain(s, S("ends within a feature; what came before it has been taken"));
    return e == OK ? 0 : complain(s, str_of(err_name(e)));
}

int verb_cadastre(const struct options *o)
{
    struct survey s = {.options = o, .arena = arena_new((size_t)16 << 30)};
    str fault = {0};
    int code;

    if (o->file == NULL) {
        fprintf(stderr, "usage: yichuang cadastre import FILE.geojson --region R --layer "
                        "parcel|building --mapping FILE.json\n");
        return 2;
    }
    if (app_open(s.arena, o, &s.app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    s.work = arena_new((size_t)1 << 30);
    code = run(&s);
    arena_free(s.work);
    app_close(s.app);
    arena_free(s.arena);
    return code;
}
