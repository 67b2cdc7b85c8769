/* The token of a certificate's QR code (二维码核验凭据). It is checked with the log's public key
 * alone, without a network:
 *
 *   "YC1." base64url(claims) "." base64url(signature) "." base64url(proof)
 *
 * claims     one JSON object with short keys, see struct cert_claims
 * signature  Ed25519 by the log's key over everything before its own point
 * proof      index u64, size u64, root 32, checkpoint signature 64, then the hashes of the
 * inclusion proof, 32 bytes each, leaf first (RFC 9162 2.1.3); numbers are big-endian
 *
 * The checkpoint signature is over the text of the C2SP checkpoint (origin, size, root), so it is
 * the very signature that the published note of that size carries. There is one spelling of a
 * token: unpadded canonical base64url, members in one order, nothing left over.
 *
 * The token says what was registered, not whether it still is in force: that is asked online. */
#pragma once

#include "registry/checkpoint.h"

#define CERT_TOKEN_MARK "YC1"
#define CERT_TOKEN_MAX 2900 /* characters: what a QR code of version 40 holds at level L */
#define CERT_TOKEN_HOLDERS_MAX 20

struct cert_claims_holder {
    str name;  /* masked: 张*三 */
    str last4; /* of the identity document's number */
};

/* What the token claims. Keys: v (always 1), o, k, n, u, h, r, s, e, d, t, i in this order. */
struct cert_claims {
    str origin; /* o: the log, e.g. "yichuang.example/640104" */
    str kind;   /* k: "certificate" or "proof" */
    str number; /* n: 宁（2026）银川市不动产权第0000123号 */
    str unit;   /* u: 不动产单元号, 28 characters */
    const struct cert_claims_holder *holders; /* h: pairs of name and last four */
    size_t holders_count;
    str right;         /* r: 权利类型 */
    str share;         /* s: 共有情况 or the holder's share */
    int64_t entry;     /* e: number of the entry in the region's book, from 1 */
    str digest;        /* d: the log's leaf data as lower-case hexadecimal */
    int64_t issued_ms; /* t */
    str licence;       /* i: 电子证照标识 (GB/T 36904) */
};

/* The place of the entry in the log: what registry_prove and registry_root give. */
struct cert_token_proof {
    int64_t size;
    struct merkle_hash root;
    struct merkle_proof path; /* of leaf claims.entry - 1 */
};

/* Makes the token in `a`. E_INVALID when the claims have no canonical form or the path does not
 * lead from the digest to the root: a token that would not pass its own check is never given out.
 * E_TOO_LARGE beyond CERT_TOKEN_MAX. The key needs its secret half. */
MUST_CHECK err cert_token_make(struct arena *a, const struct cert_claims *claims,
    const struct cert_token_proof *proof, const struct crypto_key *key, str *ret);

/* Whom the reader trusts: the log's key, under the log's name. */
struct cert_token_trust {
    uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES];
    str origin;
};

/* Every answer, so that a page can show each. Only when `form` holds are the others and the claims
 * meaningful; the claims are to be believed only when all hold. */
struct cert_token_result {
    bool form;       /* well-formed, in the one spelling */
    bool signature;  /* the claims are signed by the log's key */
    bool origin;     /* they name the log that the reader trusts */
    bool inclusion;  /* the entry's digest is leaf e - 1 of the tree under the root */
    bool checkpoint; /* the log signed that tree */
    struct cert_claims claims;
    int64_t index, size;
    struct merkle_hash root;
};

/* True when all five hold. Pure; *ret is always set; its texts lie in `a`. */
bool cert_token_check(struct arena *a, str token, const struct cert_token_trust *trust,
    struct cert_token_result *ret);

/* The token that a certificate's file carries in its keywords: so a file is verified without a
 * camera. False when there is none, or two that differ. The token is a part of `pdf`. */
bool cert_token_from_pdf(str pdf, str *ret_token);
