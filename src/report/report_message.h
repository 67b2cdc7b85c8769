/* 接入报文: a message to the national platform as it is in memory, and as XML
 *
 *   <Message><Head>one element each</Head><Data>one element a record, values as attributes</Data>
 *   </Message>
 *
 * Reading takes nothing else than this shape. It refuses document types, so there are no entities
 * to grow, and whatever is larger, deeper or longer than a message is. */
#pragma once

#include "base/ctx.h"

#define RULE RULE_DECLARE
#include "report/report.def"
#undef RULE

#define REPORT_XML_MAX ((size_t)4 << 20) /* bytes; a message of one entry has some ten thousand */
#define REPORT_ROWS_MAX 2000
#define REPORT_ATTRS_MAX 200 /* of one record; the widest table has 46 */

struct report_pair {
    str name, value;
    int64_t line; /* in the file it was read from; 0 when it was made here */
    struct report_pair *next;
};

/* A record. */
struct report_row {
    str table;
    int64_t line;
    struct report_pair *first, *last;
    size_t count;
    struct report_row *next;
};

struct report_message {
    struct arena *arena;
    struct report_row head; /* its elements, as pairs */
    struct report_row *first, *last;
    size_t count;
};

struct report_message *report_message_new(struct arena *a);
/* Names and values are kept as they are given, not copied. */
void report_pair_add(struct report_message *m, struct report_row *row, str name, str value);
struct report_row *report_row_add(struct report_message *m, str table);
/* The value; empty when the row has no such pair. */
str report_pair_get(const struct report_row *row, str name);
bool report_message_equal(const struct report_message *a, const struct report_message *b);

/* XML, UTF-8, a line a record. Whatever XML cannot carry (control characters) becomes a blank. */
str report_message_print(const struct report_message *m);
/* False with findings (report.def: REPORT_XML_...) when it is no message. `*ret` lives in the
 * context's arena. E_TOO_LARGE when that has no room. */
MUST_CHECK err report_message_read(struct ctx *ctx, str xml, struct report_message **ret);
