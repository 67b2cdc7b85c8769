/* Letters (公文) of the authority on A4: a red head, a title, ruled fields, running text over as
 * many pages as it takes, and the seal over the date. The printer is that of cert_face.h. */
#pragma once

#include "cert/cert_face.h"

enum cert_letter_kind {
    CERT_LETTER_FIELD, /* a row of the ruled table: label and value; rows that follow join on */
    CERT_LETTER_TEXT,  /* a paragraph, its first line indented; the label is not printed */
    CERT_LETTER_ITEM   /* a point of a list: label in front, text hanging behind it */
};

struct cert_letter_part {
    enum cert_letter_kind kind;
    str label, text;
};

/* Everything printed. Where a text is empty its place stays empty. */
struct cert_letter {
    str head;   /* whose letter it is, in red */
    str title;  /* 不动产登记受理通知书 */
    str number; /* under the title, to the right */
    const struct cert_letter_part *parts;
    size_t parts_count;
    str authority, issued; /* the two lines under the seal */
    int64_t issued_ms;     /* also the file's date, so equal letters give equal bytes */
    str seal_arc, seal_foot;
    str qr;      /* text of a QR code at the lower left; empty for none */
    str qr_text; /* the same to read, under it */
    str receipt; /* the line at the foot of the last page: who received it and when */
};

/* Prints `letter` into *ret_pdf (in `a`). E_INVALID when a character has no glyph in any font of
 * the system. */
MUST_CHECK err cert_letter_render(
    struct cert_printer *p, struct arena *a, const struct cert_letter *letter, str *ret_pdf);
