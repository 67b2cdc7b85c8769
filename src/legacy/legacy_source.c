/* The rows of the files, key by key: one file is grouped by neighbours; several are joined as they
 * go, which asks that all be in the order of their keys, and keeps memory flat. */
#include "base/csv.h"
#include "base/stream.h"
#include "legacy/legacy_internal.h"

#define ROW_BYTES_MAX ((size_t)32 << 20)
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* One file, and its next row. */
struct reader {
    const struct legacy_file *file;
    const char *path;
    struct arena *arena; /* of the row in hand */
    struct stream *stream;
    struct csv csv;
    size_t used; /* of the piece in hand */
    bool end, begun;
    size_t head_count;
    bool any; /* there is a next row: */
    struct legacy_row row;
    str key;
};

struct legacy_source {
    const struct legacy_mapping *m;
    struct reader readers[LEGACY_FILES_MAX];
    int64_t records;
};

/* ---- one file ---- */

static err refill(struct reader *d)
{
    str piece;

    TRY(stream_next(d->stream, d->used, &piece, &d->end));
    d->used = d->end ? piece.len : csv_whole(piece, d->file->separator);
    if (d->used == 0 && !d->end)
        return E_TOO_LARGE;
    d->csv.rest = str_slice(piece, 0, d->used);
    if (!d->begun && str_starts(d->csv.rest, S(BYTE_ORDER_MARK)))
        d->csv.rest = str_slice(d->csv.rest, 3, SIZE_MAX);
    d->begun = true;
    return OK;
}

static err next_row(struct reader *d)
{
    arena_reset(d->arena);
    while (!csv_next(&d->csv, d->arena, &d->row.cells, &d->row.count)) {
        d->any = false;
        if (d->end)
            return OK;
        TRY(refill(d));
    }
    d->any = true;
    d->row.line = d->csv.line;
    if (d->head_count > 0)
        d->key = legacy_cells(d->arena, &d->file->key, &d->row);
    return OK;
}

static err reader_open(const struct legacy_file *file, const char *path, struct reader *ret)
{
    *ret = (struct reader){.file = file, .path = path, .arena = arena_new(ROW_BYTES_MAX)};
    csv_init(&ret->csv, (str){0});
    ret->csv.separator = file->separator;
    return stream_open(path, file->encoding.at, &ret->stream);
}

static void reader_close(struct reader *d, uint8_t *digest)
{
    if (d->arena == NULL)
        return;
    stream_close(d->stream, digest);
    arena_free(d->arena);
    d->arena = NULL;
}

/* The head, and the row behind it. */
static err read_head(struct reader *d)
{
    TRY(next_row(d));
    if (!d->any)
        return E_INVALID;
    d->head_count = d->row.count;
    return next_row(d);
}

static bool is_broken(const struct reader *d)
{
    return d->any && d->row.count != d->head_count;
}

/* ---- before anything is taken ---- */

static str why_of(err e)
{
    return e == E_MISSING     ? S("no such file")
           : e == E_TOO_LARGE ? S("a row of more than three megabytes; is a quote not closed?")
           : e == E_INVALID   ? S("empty, or a broken .xz")
                              : S("the disk does not give it");
}

static err survey_rows(struct scene_reading *r, struct reader *d, bool ordered, int64_t *lines)
{
    struct arena *keep = r->arena;
    struct arena_mark mark = arena_mark(keep);
    str before = {0};
    bool in_order = true;

    while (d->any) {
        if (ordered && !is_broken(d)) {
            if (in_order && before.len > 0 && str_cmp(d->key, before) < 0) {
                legacy_blame_file(r, "NOT_SORTED",
                    arena_printf(keep, "%s:%lld", d->path, (long long)d->row.line), (str){0});
                return OK;
            }
            if (!str_eq(before, d->key)) {
                arena_rewind(keep, mark);
                before = arena_str(keep, d->key);
            }
        }
        ++*lines;
        TRY(next_row(d));
    }
    return OK;
}

static err survey_file(struct legacy_mapping *m, size_t file, const char *path,
    struct scene_reading *r, struct legacy_survey *ret)
{
    uint8_t digest[CRYPTO_SHA256_BYTES];
    struct reader d;
    err e = reader_open(&m->files[file], path, &d);
    str name = str_of(path);

    if (e == OK) {
        e = next_row(&d);
        if (e == OK && !d.any)
            e = E_INVALID;
    }
    if (e == OK) {
        d.head_count = d.row.count;
        legacy_mapping_bind(r, m, file, d.row.cells, d.row.count);
        e = next_row(&d);
    }
    if (e == OK && r->faults == NULL)
        e = survey_rows(r, &d, m->files_count > 1, &ret->lines);
    if (e != OK)
        legacy_blame_file(r, "CANNOT_READ", name, why_of(e));
    reader_close(&d, digest);
    while (str_has(name, '/'))
        str_cut(&name, '/');
    ret->files = arena_printf(r->arena, "%.*s%.*s %.*s\n", STR(ret->files), STR(name),
        STR(crypto_hex(r->arena, (str){(const char *)digest, sizeof(digest)})));
    return OK;
}

err legacy_survey_make(
    struct ctx *ctx, struct legacy_mapping *m, const char *const *paths, struct legacy_survey *ret)
{
    struct scene_reading r = {.arena = ctx->arena, .file = m->name};
    size_t given = 0;

    *ret = (struct legacy_survey){0};
    while (paths[given] != NULL)
        given++;
    if (given != m->files_count)
        legacy_blame_file(&r, "FILES_DIFFER", arena_printf(ctx->arena, "%zu", m->files_count),
            arena_printf(ctx->arena, "%zu", given));
    for (size_t i = 0; i < m->files_count && given == m->files_count; i++)
        TRY(survey_file(m, i, paths[i], &r, ret));
    ret->faults = r.faults;
    ret->id = str_slice(
        crypto_sha256_hex(ctx->arena, arena_printf(ctx->arena, "%.*s %.*s %.*s", STR(m->digest),
                                          STR(ctx->region), STR(ret->files))),
        0, 32);
    return r.faults == NULL ? OK : E_INVALID;
}

/* ---- record by record ---- */

err legacy_source_open(struct arena *keep, const struct legacy_mapping *m, const char *const *paths,
    struct legacy_source **ret)
{
    struct legacy_source *s = ARENA_NEW(keep, struct legacy_source);

    s->m = m;
    *ret = s;
    for (size_t i = 0; i < m->files_count; i++) {
        TRY(reader_open(&m->files[i], paths[i], &s->readers[i]));
        TRY(read_head(&s->readers[i]));
    }
    return OK;
}

static void keep_row(struct legacy_lines *l, struct arena *a, const struct reader *d, size_t file)
{
    struct legacy_row *row;

    if (++l->lines > LEGACY_LINES_MAX) {
        l->broken = &LEGACY_RECORD_LARGE;
        return;
    }
    row = ARENA_NEW(a, struct legacy_row);
    row->line = d->row.line;
    row->count = d->row.count;
    row->cells = ARENA_MANY(a, d->row.count, str);
    for (size_t i = 0; i < d->row.count; i++)
        row->cells[i] = arena_str(a, d->row.cells[i]);
    if (l->last[file] == NULL)
        l->first[file] = row;
    else
        l->last[file]->next = row;
    l->last[file] = row;
}

/* All rows of one key from one file. */
static err take_rows(
    struct legacy_lines *l, struct arena *a, struct reader *d, size_t file, str key)
{
    while (d->any && !is_broken(d) && str_eq(d->key, key)) {
        keep_row(l, a, d, file);
        TRY(next_row(d));
    }
    return OK;
}

/* The file to go on with: one whose next row is none, or one whose key no unit has; or the first.
 */
static size_t next_file(const struct legacy_source *s, const struct rule **ret_broken)
{
    const struct reader *first = &s->readers[0];

    *ret_broken = NULL;
    for (size_t i = 0; i < s->m->files_count; i++) {
        const struct reader *d = &s->readers[i];

        if (is_broken(d)) {
            *ret_broken = &LEGACY_LINE;
            return i;
        }
        if (i > 0 && d->any && (!first->any || str_cmp(d->key, first->key) < 0)) {
            *ret_broken = &LEGACY_ORPHAN;
            return i;
        }
    }
    return 0;
}

err legacy_source_next(
    struct legacy_source *s, struct arena *a, struct legacy_lines *ret, bool *ret_any)
{
    const struct rule *broken;
    size_t file = next_file(s, &broken);
    struct reader *d = &s->readers[file];
    str key;

    *ret_any = d->any;
    if (!d->any)
        return OK;
    *ret = (struct legacy_lines){
        .number = ++s->records, .file = file, .line = d->row.line, .broken = broken};
    if (broken == &LEGACY_LINE) {
        ret->lines = 1;
        return next_row(d);
    }
    key = arena_str(a, d->key);
    TRY(take_rows(ret, a, d, file, key));
    for (size_t i = 1; i < s->m->files_count && broken == NULL; i++)
        TRY(take_rows(ret, a, &s->readers[i], i, key));
    return OK;
}

void legacy_source_close(struct legacy_source *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < COUNT(s->readers); i++)
        reader_close(&s->readers[i], NULL);
}
