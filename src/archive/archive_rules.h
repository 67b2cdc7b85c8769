/* Who may learn what, as values; pure. */
#pragma once

#include "registry/registry.h"

struct archive_capacity {
    const char *id, *kinds, *stands, *needs, *scope, *zh, *en, *law;
};
struct archive_word {
    const char *id, *kind, *zh, *en; /* kind: of a ground the article, NULL where there is none */
};

/* Each list ends with a row whose id is NULL. */
extern const struct archive_capacity archive_capacities[];
extern const struct archive_word archive_kinds[], archive_scopes[], archive_grounds[];

/* NULL when there is none. */
const struct archive_capacity *archive_capacity_find(str id);
const struct archive_word *archive_word_find(const struct archive_word *words, str id);

/* What the application opens: the words of `asks` (all where it is empty) that the capacity has for
 * this kind. *ret_beyond is the first that it has not, or empty. */
str archive_scope_of(
    struct arena *a, const struct archive_capacity *capacity, str kind, str asks, str *ret_beyond);

struct archive_person {
    str kind, name, document_kind, document_number;
};
/* Whether name and document are those of a holder of a live right; a court is no holder by its
 * seizure. */
bool archive_is_holder(const struct registry_page *page, const struct archive_person *person);
/* The flag of a right that restricts ("mortgaged"); NULL for any other. */
const char *archive_restriction_flag(str right_kind);

/* YQ, region and 32 hexadecimal digits out of what somebody typed; false when it is no such code.
 */
bool archive_code_read(struct arena *a, str typed, str *ret);
#define ARCHIVE_CODE_BYTES 16 /* 128 random bits */
str archive_code_of(struct arena *a, str region, str secret);
/* In groups of eight, as it is printed. */
str archive_code_spaced(struct arena *a, str code);
/* 查640104〔2026〕0000001号 */
str archive_number_text(struct arena *a, str region, int64_t year, int64_t number);
