/* Signed messages between the service and the departments: RFC 9421 HTTP message signatures with
 * Ed25519 and RFC 9530 Content-Digest (sha-256). Requests cover "@method" "@target-uri"
 * "content-type" "content-digest"; replies cover "@status" "content-type" "content-digest" and, as
 * ";req", the request's "signature", so that an old reply cannot answer a new request. Parameters:
 * created, nonce, keyid, tag="yichuang". */
#pragma once

#include "base/crypto.h"
#include "http/client.h"
#include "http/http.h"

#define SIGNATURE_WINDOW_MS INT64_C(300000)

/* Who signs, and when: `now_ms` becomes created (in seconds). */
struct signature_signer {
    const struct crypto_key *key;
    str key_id;
    int64_t now_ms;
};

/* Adds Content-Digest, Signature-Input and Signature to the call. */
void signature_sign_call(
    struct arena *a, struct http_call *call, const struct signature_signer *signer);

struct signature_result {
    bool valid;
    str reason; /* when not valid: a sentence */
    str key_id, nonce;
    int64_t created_ms;
};

/* Finds the signature's key id without checking anything; empty when unsigned. */
str signature_key_id(struct arena *a, const struct http_request *r);
/* Checks digest, coverage, time window and signature. `base_url` (scheme://authority) is the
 * address under which this service is known. Nonces are remembered by the caller. */
struct signature_result signature_check_request(struct arena *a, const struct http_request *r,
    str base_url, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], int64_t now_ms);
/* Signs a reply to `r`. */
void signature_sign_reply(struct arena *a, const struct http_request *r, struct http_reply *reply,
    const struct signature_signer *signer);
/* Checks the answer of `call`, which must have been signed by signature_sign_call. */
struct signature_result signature_check_reply(struct arena *a, const struct http_call *call,
    const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], int64_t now_ms);
