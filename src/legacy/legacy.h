/* 存量导入: a legacy register, or any table of what was registered, brought into a region's book by
 * a mapping file. A record is what one key names: one unit, or a deed with several. Each record is
 * graded: A complete, B taken with its gaps named, C refused with its reasons. What is taken
 * becomes ordinary entries: a book number, a digest and a leaf of the log each (不动产登记暂行条例
 * 8; 不动产 登记资料整合). */
#pragma once

#include "party/party.h"
#include "registry/registry.h"
#include "scene/scene_file.h"

#define RULE RULE_DECLARE
#include "legacy/legacy.def"
#undef RULE

#define LEGACY_COLUMNS_MAX 12 /* of one value or key */
#define LEGACY_FILES_MAX 6
#define LEGACY_LINES_MAX 2000 /* of one record */

/* A code table: what a code of the old register is here. */
struct legacy_table {
    str id;
    struct legacy_code {
        str from, to;
    } * codes;
    size_t count;
};

enum legacy_made {
    LEGACY_MADE_NOT,
    LEGACY_MADE_UNIT,
    LEGACY_MADE_NAME,
    LEGACY_MADE_ID,
    LEGACY_MADE_USCC
};

/* Where a number stands: it is all of the text, or the first or last one within it (958万). */
enum legacy_within { LEGACY_WITHIN_NOT, LEGACY_WITHIN_FIRST, LEGACY_WITHIN_LAST };

#define LEGACY_LINE_COLUMN "#" /* the number of the line itself, among a file's columns */

/* Where a value comes from and how it is read. */
struct legacy_value {
    bool given; /* the mapping says something of it */
    int64_t line;
    size_t file;
    str columns[LEGACY_COLUMNS_MAX];
    int at[LEGACY_COLUMNS_MAX]; /* of each in the file's head */
    size_t count;
    bool first;       /* of several columns, the first that holds neither nothing nor 0 ... */
    str join;         /* ... otherwise they are joined with this */
    str constant;     /* when there is no column */
    str missing;      /* taken when nothing usable is there ... */
    bool has_missing; /* ... if the mapping says so */
    const struct legacy_table *table;
    int64_t scale;             /* of a number: whole units of the book in one of the file */
    enum legacy_within within; /* the first number within the text, as in 958万 */
    str date;                  /* form of a date: Y-M-D */
    enum legacy_made made;
    str role; /* tells made-up persons of one line apart */
};

enum legacy_test { LEGACY_TEST_IS, LEGACY_TEST_NOT, LEGACY_TEST_STARTS };
/* Whether a line counts. */
struct legacy_when {
    struct legacy_value value;
    enum legacy_test test;
    str *words;
    size_t count; /* none: any text that is not empty */
};

struct legacy_holder {
    struct legacy_when when;
    struct legacy_value kind, name, document_kind, document_number, share;
};

struct legacy_kind {
    const char *right;
    int64_t register_type;
    const char *effect;
};

/* Rights of one kind: each group of lines with the same `each` is one. */
struct legacy_right {
    const struct legacy_kind *kind;
    size_t file;
    struct legacy_when when;
    struct legacy_value each, holding, amount, begins_on, ends_on, cause, no_transfer, maximum,
        terms, dominant;
    struct legacy_holder *holders;
    size_t holders_count;
};

struct legacy_file {
    str name, encoding;
    char separator, decimal;
    struct legacy_value key;
};

struct legacy_mapping {
    str name, title_zh, title_en;
    struct legacy_file files[LEGACY_FILES_MAX];
    size_t files_count;
    struct legacy_table *tables;
    size_t tables_count;
    str region, region_zh, region_en; /* made up for this mapping alone; empty: a region served */
    bool transfers;                   /* a unit that comes again changes hands; otherwise refused */
    struct legacy_value each;         /* lines of a record with the same one are one unit */
    struct legacy_value code, location, usage, structure, floor, floors, area, land_kind,
        land_until;
    struct legacy_right **rights; /* in the order in which they are recorded */
    size_t rights_count;
    struct legacy_value **values; /* all of them, to find their columns */
    size_t values_count;
    str digest;
};

/* Reads a mapping. On E_INVALID *ret_faults lists every reason, in line order, as for a scene. */
MUST_CHECK err legacy_mapping_parse(struct arena *a, str file, str yaml, struct legacy_mapping *ret,
    struct scene_fault **ret_faults);
/* Finds the columns of file number `file` in its head; faults name the mapping's lines. */
void legacy_mapping_bind(
    struct scene_reading *r, struct legacy_mapping *m, size_t file, const str *head, size_t count);

/* A line of a file: its cells as they are written. */
struct legacy_row {
    int64_t line;
    str *cells;
    size_t count;
    struct legacy_row *next;
};

/* What one key names, with its lines from all files. */
struct legacy_lines {
    int64_t number; /* of the record, from 1 */
    size_t file;    /* the first line's */
    int64_t line, lines;
    struct legacy_row *first[LEGACY_FILES_MAX], *last[LEGACY_FILES_MAX];
    const struct rule *broken; /* why it is none: LEGACY_LINE, LEGACY_ORPHAN ... */
};

/* A right about to be recorded, with its parties. */
struct legacy_right_draft {
    const struct legacy_kind *kind;
    struct registry_right right;
    struct party *parties; /* as many as the right has holders */
};
struct legacy_unit_draft {
    struct registry_unit unit;
    struct legacy_right_draft *rights;
    size_t rights_count;
};
/* A record read and judged. */
struct legacy_draft {
    const struct legacy_lines *lines;
    struct legacy_unit_draft *units;
    size_t units_count;
    struct finding *findings;
    bool refused;
};

/* Reads one record by the mapping: every reason at once. Pure; ctx is used for its arena, moment
 * and region. */
void legacy_draft_make(struct ctx *ctx, const struct legacy_mapping *m,
    const struct legacy_lines *lines, struct legacy_draft *ret);
/* 'A', 'B' or 'C'. */
char legacy_grade(const struct legacy_draft *d, const struct finding *more);

struct legacy_totals {
    int64_t records, lines, complete, gaps, refused, units, entries;
};
struct legacy_import {
    str id;
    bool done;
    int64_t lines, version;
    struct legacy_totals totals;
};

/* Opens the import, or finds how far it is. `lines` of all files; `files` names them with their
 * digests. */
struct legacy_begin {
    str id, mapping, files;
    int64_t lines;
};
MUST_CHECK err legacy_begin(
    struct ctx *ctx, const struct legacy_begin *begin, struct legacy_import *ret);
/* By their 64-bit hashes; two of ten million are taken for one once in three hundred thousand runs.
 */
struct legacy_seen {
    struct arena *arena;
    uint64_t *slots;
    size_t room, count;
};
bool legacy_seen_has(const struct legacy_seen *s, str text);
void legacy_seen_add(struct legacy_seen *s, str text);
/* Takes a batch of drafts into the book, in the caller's transaction, and notes what became of
 * each. The first draft follows the last one done. E_CONFLICT: somebody else goes on with this
 * import, or something came into the book meanwhile; nothing has changed and the batch may be tried
 * again. */
struct legacy_batch {
    const struct legacy_mapping *mapping;
    struct legacy_draft *drafts;
    size_t count;
    bool last;
    const struct legacy_import *import;
    struct legacy_import after; /* how far it is once the transaction has been committed */
    struct legacy_seen *seen;   /* of a trial: the units of the batches before */
};
MUST_CHECK err legacy_take(struct ctx *ctx, struct legacy_batch *batch);
/* For a trial: what legacy_take would refuse because of what the book has or an earlier record
 * brings; adds to the drafts' findings. Reads only. Of units that change hands it cannot know what
 * earlier records would have made of them. */
MUST_CHECK err legacy_look(struct ctx *ctx, struct legacy_batch *batch);

/* What became of a record, as it is kept. */
struct legacy_outcome {
    int64_t number, file, line, lines, entry, entries;
    str unit, grade, reasons;
};
/* Records and lines by grade as they are kept, to hold against the totals. */
MUST_CHECK err legacy_sums(struct ctx *ctx, str import, struct legacy_totals *ret);
/* Those behind record number `after`, in order, `limit` at most. */
struct legacy_page {
    str import;
    int64_t after, limit;
    struct legacy_outcome *list; /* what was found */
    size_t count;
};
MUST_CHECK err legacy_outcomes(struct ctx *ctx, struct legacy_page *page);
/* A draft's findings as they are kept: a line each: rule, tab, field, tab, value. */
str legacy_reasons(struct arena *a, const struct finding *first, const struct finding *more);

/* The rows of the files, key by key. */
struct legacy_source;
/* Opens the files in the mapping's order, finds the columns, reads all once: lines, digests and
 * order. On E_INVALID *ret_faults says all that is wrong. */
struct legacy_survey {
    int64_t lines;
    str files; /* names and digests, a line each */
    str id;    /* of the import: digest of mapping, files and region */
    struct scene_fault *faults;
};
MUST_CHECK err legacy_survey_make(
    struct ctx *ctx, struct legacy_mapping *m, const char *const *paths, struct legacy_survey *ret);
MUST_CHECK err legacy_source_open(struct arena *keep, const struct legacy_mapping *m,
    const char *const *paths, struct legacy_source **ret);
/* The next record, copied into `a`; *ret_any false at the end. */
MUST_CHECK err legacy_source_next(
    struct legacy_source *s, struct arena *a, struct legacy_lines *ret, bool *ret_any);
void legacy_source_close(struct legacy_source *s);
