/* What an import shows: how far it is, and what became of each record. */
#include "app/catalogue.h"
#include "app/import.h"
#include "base/when.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BAR_CELLS 30
#define LIVE_US 200000    /* between two pictures of the bar */
#define LINES_US 10000000 /* between two lines */

/* ---- how far it is ---- */

void import_bar_begin(struct import_bar *b, int64_t records_before, int64_t share_before)
{
    *b = (struct import_bar){.live = isatty(STDERR_FILENO) != 0,
        .began_us = when_monotonic_us(),
        .records_before = records_before,
        .share_before = share_before};
    b->shown_us = b->began_us;
}

static void print_bar(int64_t share)
{
    char cells[BAR_CELLS + 1];

    for (int i = 0; i < BAR_CELLS; i++)
        cells[i] = i * 1000 < share * BAR_CELLS ? '#' : '.';
    cells[BAR_CELLS] = 0;
    fprintf(stderr, "\r[%s] ", cells);
}

void import_bar_show(struct import_bar *b, int64_t records, int64_t share)
{
    int64_t now = when_monotonic_us(), took = now - b->began_us + 1, left;

    if (now - b->shown_us < (b->live ? LIVE_US : LINES_US))
        return;
    b->shown_us = now;
    left =
        share > b->share_before ? took / (share - b->share_before) * (1000 - share) / 1000000 : 0;
    if (b->live)
        print_bar(share);
    fprintf(stderr, "%lld.%lld %%  %lld 条 records  %lld/s  剩余 left %lld:%02lld:%02lld%s",
        (long long)(share / 10), (long long)(share % 10), (long long)records,
        (long long)((records - b->records_before) * 1000000 / took), (long long)(left / 3600),
        (long long)(left / 60 % 60), (long long)(left % 60), b->live ? "   " : "\n");
    fflush(stderr);
}

void import_bar_end(struct import_bar *b)
{
    if (b->live && b->shown_us > b->began_us)
        fputc('\n', stderr);
}

/* ---- what became of each record ---- */

struct import_result {
    FILE *file;
    const char *path, *beside;
};

err import_result_open(struct arena *a, const char *path, struct import_result **ret)
{
    struct import_result *r;

    *ret = NULL;
    if (path[0] == 0)
        return OK;
    r = ARENA_NEW(a, struct import_result);
    r->path = path;
    r->beside = arena_printf(a, "%s.part", path).at;
    r->file = fopen(r->beside, "we");
    if (r->file == NULL)
        return E_FAULT;
    fputs("\xEF\xBB\xBFrecord,file,line,lines,unit,grade,entry,entries,rules,fields,reasons_zh,"
          "reasons_en\n",
        r->file);
    *ret = r;
    return OK;
}

static void put_quoted(FILE *file, str s)
{
    fputs(",\"", file);
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"')
            fputc('"', file);
        fputc(s.at[i], file);
    }
    fputc('"', file);
}

static const struct rule *rule_of(str id)
{
    for (size_t i = 0; i < catalogue_rules_count; i++)
        if (str_is(id, catalogue_rules[i].rule.id))
            return &catalogue_rules[i].rule;
    return NULL;
}

struct words {
    struct arena *arena;
    str rules, fields, zh, en;
};

static void add_reason(struct words *w, str line)
{
    str id = str_cut(&line, '\t'), field = str_cut(&line, '\t');
    const struct rule *rule = rule_of(id);
    const char *between = w->rules.len > 0 ? "; " : "";

    w->rules =
        arena_printf(w->arena, "%.*s%s%.*s", STR(w->rules), w->rules.len > 0 ? " " : "", STR(id));
    w->fields = arena_printf(w->arena, "%.*s%s%.*s", STR(w->fields), w->fields.len > 0 ? " " : "",
        STR(field.len > 0 ? field : S("-")));
    if (rule == NULL)
        return;
    w->zh = arena_printf(w->arena, "%.*s%s%.*s%s%.*s: %s", STR(w->zh), between, STR(field),
        line.len > 0 ? " " : "", STR(line), rule->text_zh);
    w->en = arena_printf(w->arena, "%.*s%s%.*s%s%.*s: %s", STR(w->en), between, STR(field),
        line.len > 0 ? " " : "", STR(line), rule->text_en);
}

void import_result_add(struct import_result *r, struct arena *a, const struct legacy_outcome *o)
{
    struct words w = {.arena = a};
    str rest = o->reasons;

    if (r == NULL)
        return;
    while (rest.len > 0)
        add_reason(&w, str_cut(&rest, '\n'));
    fprintf(r->file, "%lld,%lld,%lld,%lld,%.*s,%.*s,%lld,%lld", (long long)o->number,
        (long long)o->file + 1, (long long)o->line, (long long)o->lines, STR(o->unit),
        STR(o->grade), (long long)o->entry, (long long)o->entries);
    put_quoted(r->file, w.rules);
    put_quoted(r->file, w.fields);
    put_quoted(r->file, w.zh);
    put_quoted(r->file, w.en);
    fputc('\n', r->file);
}

err import_result_close(struct import_result *r, bool keep)
{
    bool whole;

    if (r == NULL)
        return OK;
    whole = ferror(r->file) == 0 && fflush(r->file) == 0 && fsync(fileno(r->file)) == 0;
    fclose(r->file);
    if (!keep || !whole) {
        unlink(r->beside);
        return keep ? E_FAULT : OK;
    }
    return rename(r->beside, r->path) == 0 ? OK : E_FAULT;
}
