/* What a certificate (不动产权证书, 单一版) or a proof (不动产登记证明) says, and its paper: a PDF
 * of vectors with embedded subset fonts. The form's own words are in cert_face.def; the layout
 * follows the forms of the supervising ministry (不动产权证书和登记证明监制规则). */
#pragma once

#include "base/arena.h"

enum cert_face_kind { CERT_FACE_CERTIFICATE, CERT_FACE_PROOF };

struct cert_face_holder {
    str name;
    str document; /* "身份证 640104********0017": in full or masked, as the caller decides */
    str share;    /* "1/2", "单独所有"; may be empty */
};

/* Every printed value, ready to print. A line break in a value breaks the line. An empty value
 * leaves its cell empty; what a cell cannot hold in legible letters continues in the notes. */
struct cert_face {
    enum cert_face_kind kind;
    str number;       /* 宁（2026）银川市不动产权第0000123号 */
    str licence;      /* 电子证照标识 (GB/T 36904) */
    str print_number; /* 编号 of this sheet */
    const struct cert_face_holder *holders;
    size_t holders_count;
    str common;    /* 共有情况 */
    str location;  /* 坐落 */
    str unit;      /* 不动产单元号, spaced 6-6-7-9 */
    str right;     /* 权利类型 */
    str nature;    /* 权利性质 */
    str usage;     /* 用途 */
    str area;      /* 面积 */
    str term;      /* 使用期限 */
    str other;     /* 权利其他状况; of a proof: 其他 */
    str notes;     /* 附记 */
    str matter;    /* of a proof: 证明权利或事项 */
    str obligor;   /* of a proof: 义务人 */
    str authority; /* 登记机构, the file's author */
    str supervisor; /* foot of the first page: 中华人民共和国自然资源部监制; may be empty */
    str issued;        /* 2026年11月23日 */
    int64_t issued_ms; /* the same moment; also the file's date, so equal faces give equal bytes */
    str qr;            /* text of the QR code; empty for none */
    str token;         /* put into the file's keywords (cert_token.h); may be empty */
    str seal_arc;      /* around the ring: 银川市自然资源局; empty for no seal */
    str seal_foot;     /* under the star: 不动产登记专用章 */
    str plan_png;      /* 附图: a PNG image; empty for none */
};

/* Where the round seal stands on the first page, in points from the lower left corner: the place of
 * the signature field (cert_seal.h). */
struct cert_box {
    int x, y, width, height;
};
struct cert_box cert_face_seal_box(enum cert_face_kind kind);

/* Fonts and patterns of one worker thread; dear to make (about 0.2 s), cheap to use. */
struct cert_printer;

/* `family` is a font that holds Chinese, e.g. "Noto Serif CJK SC". The struct lies in `a`, which
 * must outlive it; the caller closes it. E_MISSING when the system has no such font. */
MUST_CHECK err cert_printer_open(struct arena *a, const char *family, struct cert_printer **ret);
void cert_printer_close(struct cert_printer *p);

/* Prints `face` into *ret_pdf (in `a`): PDF 1.4, one to a few pages. E_INVALID when a character has
 * no glyph in any font of the system or the plan is no PNG; E_TOO_LARGE when the text for the QR
 * code does not fit one. */
MUST_CHECK err cert_pdf_render(
    struct cert_printer *p, struct arena *a, const struct cert_face *face, str *ret_pdf);
