/* Queries as rows, and what they answer, for this folder alone. */
#pragma once

#include "archive/archive.h"
#include "archive/archive_rules.h"
#include "db/db.h"

#define ARCHIVE_ROW(TEXT, NUMBER)                                                                  \
    TEXT(id)                                                                                       \
    TEXT(kind)                                                                                     \
    TEXT(unit)                                                                                     \
    TEXT(outcome)                                                                                  \
    TEXT(capacity)                                                                                 \
    TEXT(document_number)                                                                          \
    TEXT(asked)                                                                                    \
    TEXT(result)                                                                                   \
    TEXT(ground)                                                                                   \
    TEXT(words)                                                                                    \
    TEXT(code)                                                                                     \
    TEXT(officer)                                                                                  \
    TEXT(office)                                                                                   \
    NUMBER(year)                                                                                   \
    NUMBER(number)                                                                                 \
    NUMBER(as_of_entry)                                                                            \
    NUMBER(made_ms)

#define ARCHIVE_TEXT_MEMBER(name) str name;
#define ARCHIVE_NUMBER_MEMBER(name) int64_t name;
struct archive_query {
    ARCHIVE_ROW(ARCHIVE_TEXT_MEMBER, ARCHIVE_NUMBER_MEMBER)
};

void archive_take(struct db_row *row, struct archive_query *ret);
/* Numbers it, and writes it with its seal; id, code, officer, office and moment are set here. */
MUST_CHECK err archive_put(struct ctx *ctx, struct archive_query *q);
MUST_CHECK err archive_get(struct ctx *ctx, str id, struct archive_query *ret);
/* Whether the row is as it was written. */
bool archive_holds(struct ctx *ctx, const struct archive_query *q, str mac);
/* What was kept as JSON; E_FAULT when it cannot be read. */
MUST_CHECK err archive_read_json(struct ctx *ctx, str json, const struct tree **ret);

/* ---- what is answered (archive_look.c) ---- */

/* What the scope opens of a unit's page, whose row is held, as archive_result_out. */
MUST_CHECK err archive_look(
    struct ctx *ctx, const struct registry_page *page, str scope, struct tree *o);
/* The homes of a document in every region of the city, as archive_result_out; *ret_other is a name
 * other than the person's that the register has for it, or empty. */
MUST_CHECK err archive_look_houses(
    struct ctx *ctx, const struct archive_person *person, struct tree *o, str *ret_other);

/* ---- how it is shown ---- */

enum archive_title {
#define TITLE(name, zh, en) ARCHIVE_TITLE_##name,
#include "archive/archive.def"
#undef TITLE
    ARCHIVE_TITLES
};
extern const struct archive_word archive_titles[];
/* What is handed out. `result` is NULL when refused. */
enum archive_title archive_title_of(const struct archive_query *q, const struct tree *result);
/* The whole query as archive_query_out; with its result when `whole`. */
MUST_CHECK err archive_show_query(
    struct ctx *ctx, const struct archive_query *q, bool whole, struct tree *o);
