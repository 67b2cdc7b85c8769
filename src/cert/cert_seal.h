/* 电子印章: the sealed PDF of a certificate. The seal is a PAdES signature (ETSI EN 319 142-1,
 * SubFilter ETSI.CAdES.detached, with the signing-certificate-v2 attribute) put behind the printed
 * file as an incremental update, so that the print itself stays byte for byte what it was. */
#pragma once

#include "cert/cert_face.h"

struct cert_sealer;

/* Opens the sealing key and certificate of `dir` (seal.key, seal.pem, seal-ca.pem). Where there are
 * none, a certificate authority of the registry's own and a sealing certificate are made: a city
 * that has been given a certificate puts it there instead. The caller closes it. */
MUST_CHECK err cert_sealer_open(struct arena *a, const char *dir, struct cert_sealer **ret);
void cert_sealer_close(struct cert_sealer *s);

/* Seals what cert_pdf_render printed for `face`. E_INVALID when `pdf` is not such a file. */
MUST_CHECK err cert_seal_pdf(
    const struct cert_sealer *s, struct arena *a, str pdf, const struct cert_face *face, str *ret);

/* Seals a letter: the signature has no place of its own on its pages. */
MUST_CHECK err cert_seal_letter(
    const struct cert_sealer *s, struct arena *a, str pdf, int64_t issued_ms, str *ret);

/* What a sealed file shows. All must hold. */
struct cert_seal_result {
    bool found;   /* there is one signature of this kind */
    bool whole;   /* it covers every byte of the file but its own, and its own have one spelling */
    bool intact;  /* the bytes are what was signed */
    bool trusted; /* by a certificate of the given authority, valid at the seal's moment or now */
};
/* Checks `pdf` with the authority's certificate. True when all holds. */
bool cert_seal_check(struct arena *a, str pdf, const char *ca_path, struct cert_seal_result *ret);
