/* yichuang report: a day's messages and log as files; and yichuang message read: one message, from
 * anywhere, with what is odd about it. */
#include "app/report_run.h"
#include "base/file.h"
#include "base/when.h"
#include "report/report.h"
#include "report/report_message.h"

#include <stdio.h>

#define VERB_ARENA_MAX ((size_t)2 << 30)

/* ---- the verb report ---- */

/* One region's day as files under DIR/report/REGION/DAY. */
struct writing {
    struct app *app;
    struct ctx ctx;
    str day, folder;
    int64_t after;
    struct report_file *files;
    size_t count;
    struct tree *out;
};

static err read_files(struct ctx *ctx, void *arg)
{
    struct writing *w = arg;

    return report_files(ctx, w->day, w->after, &w->files, &w->count);
}

/* A message that is faulty for want of a kind has nothing to be written. */
static err write_page(struct writing *w)
{
    for (size_t i = 0; i < w->count; i++) {
        const struct report_file *f = &w->files[i];
        str path = arena_printf(w->ctx.arena, "%.*s/%.*s", STR(w->folder), STR(f->name));

        if (f->entry > 0)
            w->after = f->entry;
        if (f->content.len > 0)
            TRY(file_write(w->ctx.arena, path.at, f->content));
    }
    return OK;
}

static err write_day(struct writing *w)
{
    w->folder = arena_printf(
        w->ctx.arena, "%s/report/%.*s/%.*s", w->app->options->dir, STR(w->ctx.region), STR(w->day));
    TRY(file_make_dir(w->ctx.arena, w->folder.at));
    do {
        TRY(db_read(w->app->db, &w->ctx, read_files, w));
        TRY(write_page(w));
    } while (w->count > 0 && w->files[w->count - 1].entry > 0);
    return OK;
}

static err show_region(struct ctx *ctx, void *arg)
{
    struct writing *w = arg;
    struct report_day_in in = {.day = w->day};

    return report_day_show(ctx, &in, tree_object(w->out, ctx->region));
}

/* Reports one region's day and writes it out. */
static err report_region(struct writing *w)
{
    TRY(report_whole_day(w->app, &w->ctx, w->day));
    TRY(write_day(w));
    return db_read(w->app->db, &w->ctx, show_region, w);
}

static void print_region(const struct tree *day, str folder)
{
    printf("%.*s %.*s: %lld entries, %lld messages, %lld faulty, %lld to be sent, %lld sent, %lld "
           "accepted, %lld rejected; log, messages and book %s; %.*s\n",
        STR(tree_get_text(day, S("region"))), STR(tree_get_text(day, S("day"))),
        (long long)tree_get_i64(day, S("entries"), 0),
        (long long)tree_get_i64(day, S("messages"), 0),
        (long long)tree_get_i64(day, S("faulty"), 0), (long long)tree_get_i64(day, S("ready"), 0),
        (long long)tree_get_i64(day, S("sent"), 0), (long long)tree_get_i64(day, S("accepted"), 0),
        (long long)tree_get_i64(day, S("rejected"), 0),
        tree_get_bool(day, S("reconciles"), false) ? "agree" : "DIFFER", STR(folder));
}

static bool is_good(const struct tree *day)
{
    return tree_get_bool(day, S("reconciles"), false) && tree_get_i64(day, S("faulty"), 0) == 0 &&
           tree_get_i64(day, S("rejected"), 0) == 0;
}

static bool report_regions(struct app *app, str day, struct tree *out)
{
    const struct city *city = app_city(app);
    bool good = true;

    for (size_t i = 0; i < city->regions_count; i++) {
        struct writing w = {.app = app, .day = day, .out = out};
        const struct tree *shown;

        app_ctx(app, out->arena, city->regions[i].region, &w.ctx);
        w.ctx.who = (struct who){.department = S("report")};
        if (report_region(&w) != OK) {
            fprintf(stderr, "yichuang: %.*s could not be reported\n", STR(w.ctx.region));
            for (const struct finding *f = w.ctx.why_first; f != NULL; f = f->next)
                fprintf(stderr, "  %s / %s\n", f->rule->text_zh, f->rule->text_en);
            good = false;
            continue;
        }
        shown = tree_get(out, w.ctx.region);
        good = good && is_good(shown);
        if (!app->options->print_json)
            print_region(shown, w.folder);
    }
    return good;
}

int verb_report(const struct options *o)
{
    struct arena *a = arena_new(VERB_ARENA_MAX);
    struct tree *out = tree_new(a, TREE_OBJECT);
    struct app *app = NULL;
    str fault = {0};
    bool good;

    if (o->day[0] == 0) {
        fprintf(stderr, "yichuang: name the day: --day 2026-11-26\n");
        arena_free(a);
        return 2;
    }
    if (app_open(a, o, &app, &fault) != OK) {
        fprintf(stderr, "yichuang: %.*s\n", STR(fault));
        return 1;
    }
    good = report_regions(app, str_of(o->day), out);
    if (o->print_json)
        printf("%.*s\n", STR(tree_to_json(out)));
    app_close(app);
    arena_free(a);
    return good ? 0 : 1;
}

/* ---- the verb message read ---- */

static void print_items(const struct tree *out)
{
    for (const struct tree *t = tree_get(out, S("head"))->first; t != NULL; t = t->next)
        printf("%-14.*s %.*s  %.*s\n", STR(tree_get_text(t, S("name"))),
            STR(tree_get_text(t, S("value"))), STR(tree_get_text(t, S("name_zh"))));
    for (const struct tree *t = tree_get(out, S("tables"))->first; t != NULL; t = t->next)
        printf("%-18.*s %4lld  %.*s\n", STR(tree_get_text(t, S("table"))),
            (long long)tree_get_i64(t, S("records"), 0), STR(tree_get_text(t, S("name_zh"))));
}

static void print_findings(const struct tree *list)
{
    for (const struct tree *t = list->first; t != NULL; t = t->next)
        printf("%-6.*s %.*s %.*s: %.*s\n", STR(tree_get_text(t, S("severity"))),
            STR(tree_get_text(t, S("field"))), STR(tree_get_text(t, S("text"))),
            STR(tree_get_text(t, S("detail"))));
}

static bool read_message(struct ctx *ctx, const struct options *o, str xml)
{
    struct tree *out = tree_new(ctx->arena, TREE_OBJECT);
    err e = report_read(ctx, xml, out);

    if (e != OK) {
        struct tree *why = tree_list(out, S("findings"));

        why_show(ctx, why);
        print_findings(why);
        fprintf(stderr, "yichuang: '%s' cannot be read as a message: %s\n", o->file, err_name(e));
        return false;
    }
    if (o->print_json) {
        printf("%.*s\n", STR(tree_to_json(out)));
    } else {
        print_items(out);
        print_findings(tree_get(out, S("findings")));
        printf("%s\n", tree_get_bool(out, S("round_trip"), false)
                           ? "written and read again it is the same"
                           : "written and read again it DIFFERS");
    }
    return tree_get_bool(out, S("round_trip"), false);
}

int verb_message_read(const struct options *o)
{
    struct arena *a = arena_new((size_t)512 << 20);
    struct ctx ctx = {.arena = a, .now_ms = when_now_ms()};
    bool good = false;
    str xml;

    if (o->file == NULL) {
        fprintf(stderr, "yichuang: name a message's file\n");
        arena_free(a);
        return 2;
    }
    if (file_read(a, o->file, REPORT_XML_MAX + 1, &xml) == OK)
        good = read_message(&ctx, o, xml);
    else
        fprintf(stderr, "yichuang: cannot read '%s'\n", o->file);
    arena_free(a);
    return good ? 0 : 1;
}
