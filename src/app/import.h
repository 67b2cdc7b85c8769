/* yichuang import: a legacy register into a region's book. */
#pragma once

#include "app/app.h"
#include "legacy/legacy.h"

/* How far it is, on stderr: a bar where that is a terminal, otherwise a line now and then. */
struct import_bar {
    bool live;
    int64_t began_us, shown_us;
    int64_t records_before, share_before; /* what an earlier run did */
};
void import_bar_begin(struct import_bar *b, int64_t records_before, int64_t share_before);
void import_bar_show(struct import_bar *b, int64_t records, int64_t share_thousandths);
void import_bar_end(struct import_bar *b);

/* The result: a line a record, CSV. */
struct import_result;
/* NULL when `path` is empty. E_FAULT when it cannot be written. */
MUST_CHECK err import_result_open(struct arena *a, const char *path, struct import_result **ret);
void import_result_add(struct import_result *r, struct arena *a, const struct legacy_outcome *o);
/* Puts it in its place, whole. */
MUST_CHECK err import_result_close(struct import_result *r, bool keep);
