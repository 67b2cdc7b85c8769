/* 证照: certificates and proofs of rights. The number is minted in the transaction of the entry;
 * the paper is printed, sealed and kept when it is first asked for; the token in its QR code is
 * checked offline. */
#pragma once

#include "filing/filing.h"

#define RULE RULE_DECLARE
#include "cert/cert.def"
#undef RULE

struct cert {
    str id, number, kind, filing, right_id, unit, licence, print_number, state, void_reason, pdf;
    str token;
    int64_t holder_seq, entry, void_entry, made_ms, issued_ms;
};

/* A hook of every entry (registry_hooks): the certificates of the right that it ends are void. */
err cert_entered(
    struct ctx *ctx, const struct registry_change *change, const struct registry_entry *entry);
/* Step kinds: certify and issue. */
err cert_certify_start(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);
err cert_issue_approved(
    struct ctx *ctx, struct filing_run *run, struct filing_step *step, struct step_result *ret);

struct db_row;
/* A row of cert, for this folder alone. */
void cert_take(struct db_row *row, struct cert *c);
MUST_CHECK err cert_find(struct ctx *ctx, str id, struct cert *ret, bool *ret_found);
MUST_CHECK err cert_find_number(struct ctx *ctx, str number, struct cert *ret, bool *ret_found);
/* Every certificate of a right, in force or not, in order of the holders. */
MUST_CHECK err cert_all_of_right(
    struct ctx *ctx, str right_id, struct cert **ret, size_t *ret_count);
/* Keeps the printed file's hash and its token, once. */
MUST_CHECK err cert_printed(struct ctx *ctx, str id, str pdf, str token);

/* Everything that a certificate's paper says, read in one snapshot. */
struct cert_reading {
    struct cert cert;
    struct registry_page page;
    struct registry_right right;
    struct registry_entry entry;
    struct merkle_hash root;
    struct merkle_proof proof;
    int64_t size;
};
/* What its paper says of the right besides: 权利其他状况 or 其他; 面积; 证明权利或事项. */
str cert_other_text(struct ctx *ctx, const struct cert_reading *c);
str cert_area_text(struct ctx *ctx, const struct cert_reading *c);
str cert_matter_text(struct ctx *ctx, const struct registry_right *right);
MUST_CHECK err cert_read(struct ctx *ctx, str id, struct cert_reading *ret);

#define CERT_IN(F, O, L) F(id, certificate, 0, 0, "证照编号", "certificate")
#define CERT_OF_IN(F, O, L) F(id, filing, 0, 0, "办件编号", "filing")
#define CERT_NUMBER_IN(F, O, L)                                                                    \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(text, number, 5, 80, "证书或证明号", "certificate number")                                   \
    F(text, holder, 1, 100, "权利人姓名或名称", "holder's name")
INPUT(cert_in, CERT_IN)
INPUT(cert_of_in, CERT_OF_IN)
INPUT(cert_number_in, CERT_NUMBER_IN)

/* GET /filings/{filing}/certificates. */
err cert_list(struct ctx *ctx, const void *in, struct tree *out);
/* GET /verify/{certificate}: is it in force; no personal data. */
err cert_verify_id(struct ctx *ctx, const void *in, struct tree *out);
/* GET /verify: by number and holder's name; a wrong name and an unknown number look the same. */
err cert_verify_number(struct ctx *ctx, const void *in, struct tree *out);
void cert_show_state(struct ctx *ctx, const struct cert *c, struct tree *out);

/* I13 over the whole store. */
MUST_CHECK err cert_verify(struct ctx *ctx, struct registry_breach **ret);
