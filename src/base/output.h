/* Replies are tables too: one row a member gives the schema of the API document, the manual, the
 * types of the pages, and in test builds the check that a reply is what its table says. A domain's
 * X_out.h says
 *
 *   #define STEP_OUT(F, O) F(text, step, "环节", "step") O(ms, due_ms, "应办结时间", "due")
 *   #define FILING_OUT(F, O) F(list(step_out), steps, "环节", "steps")
 *   OUTPUT(step_out)
 *   OUTPUT(filing_out)
 *
 * and X_out.c OUTPUT_TABLE(step_out, STEP_OUT) and so on. F is a member that is always there, O one
 * that may be left out. The kinds stand below. */
#pragma once

#include "base/tree.h"

enum output_kind {
    OUTPUT_TEXT,
    OUTPUT_I64,
    OUTPUT_MONEY,
    OUTPUT_MS,
    OUTPUT_BOOLEAN,
    OUTPUT_DATE,
    OUTPUT_WORDS,
    OUTPUT_TEXTS,
    OUTPUT_MAP,
    OUTPUT_TREE,
    OUTPUT_LIST,
    OUTPUT_OBJECT
};

struct output;

/* What a member may hold. */
struct output_shape {
    enum output_kind kind;
    bool or_null, or_empty;
    const char *words;       /* of OUTPUT_WORDS, between spaces */
    const struct output *of; /* of lists and objects; of maps when they hold objects */
};

struct output_field {
    const char *name;
    struct output_shape shape;
    bool optional;
    const char *zh, *en;
};

struct output {
    const char *name;
    const char *media; /* media types between spaces when the reply is no JSON, otherwise NULL */
    const struct output_field *fields; /* NULL: any JSON object */
    size_t count;
};

/* The kinds, as the members of struct output_shape:
 *   text i64 boolean, tree (any JSON), texts (list of texts)
 *   money (fen), ms (a moment or a time in milliseconds), date (YYYY-MM-DD)
 *   words("a b"): a text out of a closed set
 *   list(x_out), object(x_out): what table x_out describes
 *   map, map_of(x_out): object of texts or of objects, whose names are data
 * and for "none" ..._or_null; date_or_empty and words_or_empty for "". */
#define OUTPUT_SHAPE_text OUTPUT_TEXT, false, false, NULL, NULL
#define OUTPUT_SHAPE_text_or_null OUTPUT_TEXT, true, false, NULL, NULL
#define OUTPUT_SHAPE_i64 OUTPUT_I64, false, false, NULL, NULL
#define OUTPUT_SHAPE_i64_or_null OUTPUT_I64, true, false, NULL, NULL
#define OUTPUT_SHAPE_money OUTPUT_MONEY, false, false, NULL, NULL
#define OUTPUT_SHAPE_money_or_null OUTPUT_MONEY, true, false, NULL, NULL
#define OUTPUT_SHAPE_ms OUTPUT_MS, false, false, NULL, NULL
#define OUTPUT_SHAPE_ms_or_null OUTPUT_MS, true, false, NULL, NULL
#define OUTPUT_SHAPE_boolean OUTPUT_BOOLEAN, false, false, NULL, NULL
#define OUTPUT_SHAPE_date OUTPUT_DATE, false, false, NULL, NULL
#define OUTPUT_SHAPE_date_or_null OUTPUT_DATE, true, false, NULL, NULL
#define OUTPUT_SHAPE_date_or_empty OUTPUT_DATE, false, true, NULL, NULL
#define OUTPUT_SHAPE_words(set) OUTPUT_WORDS, false, false, set, NULL
#define OUTPUT_SHAPE_words_or_null(set) OUTPUT_WORDS, true, false, set, NULL
#define OUTPUT_SHAPE_words_or_empty(set) OUTPUT_WORDS, false, true, set, NULL
#define OUTPUT_SHAPE_texts OUTPUT_TEXTS, false, false, NULL, NULL
#define OUTPUT_SHAPE_map OUTPUT_MAP, false, false, NULL, NULL
#define OUTPUT_SHAPE_map_of(table) OUTPUT_MAP, false, false, NULL, &table##_output
#define OUTPUT_SHAPE_tree OUTPUT_TREE, false, false, NULL, NULL
#define OUTPUT_SHAPE_list(table) OUTPUT_LIST, false, false, NULL, &table##_output
#define OUTPUT_SHAPE_object(table) OUTPUT_OBJECT, false, false, NULL, &table##_output
#define OUTPUT_SHAPE_object_or_null(table) OUTPUT_OBJECT, true, false, NULL, &table##_output

#define OUTPUT_ROW_F(shape, name, zh, en) {#name, {OUTPUT_SHAPE_##shape}, false, zh, en},
#define OUTPUT_ROW_O(shape, name, zh, en) {#name, {OUTPUT_SHAPE_##shape}, true, zh, en},

/* In a header. */
#define OUTPUT(NAME) extern const struct output NAME##_output;
/* In one .c file. */
#define OUTPUT_TABLE(NAME, TABLE)                                                                  \
    static const struct output_field NAME##_fields[] = {TABLE(OUTPUT_ROW_F, OUTPUT_ROW_O)};        \
    const struct output NAME##_output = {#NAME, NULL, NAME##_fields, COUNT(NAME##_fields)};
/* A reply that is no JSON. */
#define OUTPUT_MEDIA(NAME, TYPES) const struct output NAME##_output = {#NAME, TYPES, NULL, 0};

OUTPUT(any_out)     /* any JSON object */
OUTPUT(nothing_out) /* {} */
OUTPUT(pdf_out)
OUTPUT(scan_out)   /* a paper as it was handed in */
OUTPUT(plain_out)  /* text for machines, UTF-8 */
OUTPUT(bytes_out)  /* bytes for machines */
OUTPUT(page_out)   /* HTML */
OUTPUT(events_out) /* server-sent events */

/* The reply as a JSON Schema (2020-12), added to an empty object; tables within it are referred to
 * as #/components/schemas/NAME. */
void output_schema(const struct output *out, struct tree *object);
/* False when `reply` is not what the table says; *ret_fault names the first place: "steps[2].due_ms
 * is missing". */
bool output_check(
    struct arena *a, const struct output *out, const struct tree *reply, str *ret_fault);
