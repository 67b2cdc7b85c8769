/* What the files of this folder share. */
#pragma once

#include "legacy/legacy.h"

/* What is being read: whose record, by which mapping, into which findings. */
struct legacy_reading {
    struct ctx *ctx;
    const struct legacy_mapping *m;
    const struct legacy_lines *lines;
};

/* Each reads a value of a row for the field `field`; nothing there, or nothing usable, becomes a
 * finding, and what is returned is then the mapping's `missing` or empty (0). `needed`: nothing is
 * a refusal, otherwise a gap. */
enum legacy_need { LEGACY_QUIET, LEGACY_GAP_IS, LEGACY_NEEDED };
str legacy_text(struct legacy_reading *r, const struct legacy_value *v,
    const struct legacy_row *row, str field, enum legacy_need need);
int64_t legacy_number(struct legacy_reading *r, const struct legacy_value *v,
    const struct legacy_row *row, str field, enum legacy_need need);
str legacy_date(struct legacy_reading *r, const struct legacy_value *v,
    const struct legacy_row *row, str field);
/* The joined cells of a value's columns, as they are; nothing is said. */
str legacy_cells(struct arena *a, const struct legacy_value *v, const struct legacy_row *row);
bool legacy_counts(struct arena *a, const struct legacy_when *w, const struct legacy_row *row);
/* A fault of a file, by the name of its row in legacy.def. */
void legacy_blame_file(struct scene_reading *r, const char *what, str with_a, str with_b);
/* All parties of a draft, in its order. */
size_t legacy_parties(struct arena *a, const struct legacy_draft *d, const struct party ***ret);
