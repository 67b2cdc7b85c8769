/* The sealing key and the CMS made with it, for this folder alone. */
#pragma once

#include "base/crypto.h"
#include "cert/cert_seal.h"

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

struct cert_sealer {
    EVP_PKEY *key;
    X509 *cert;
};

/* True when a seal may be made with such a key: ECDSA on P-256, or RSA of 2048 bits and more. */
bool cert_cms_may_sign(const EVP_PKEY *key);
/* Most bytes that the CMS of this sealer has. */
size_t cert_cms_room(const struct cert_sealer *s, struct arena *a);
/* A detached CMS SignedData (RFC 5652) of content with that SHA-256, as PAdES wants it: content
 * type, message digest and signing-certificate-v2 (RFC 5035) are signed, and no signing time stands
 * beside the one in the file (ETSI EN 319 142-1, 6.3). */
MUST_CHECK err cert_cms_sign(const struct cert_sealer *s, struct arena *a,
    const uint8_t digest[CRYPTO_SHA256_BYTES], str *ret);

/* A read CMS. It begins as {0} and is closed by its owner whatever reading said, for the arena may
 * jump out of that. */
struct cert_cms {
    CMS_ContentInfo *cms;
    X509 *signer;
    uint8_t digest[CRYPTO_SHA256_BYTES]; /* of what it says it signed */
    str signature;
};
/* Reads the CMS at the start of `bytes`; all after it is zero. False when it is not, byte for byte,
 * what cert_cms_sign writes: what of a CMS is not signed could else be changed unseen. */
bool cert_cms_read(struct arena *a, str bytes, struct cert_cms *c);
/* The signature is the signer's, over the digest that the CMS names. */
bool cert_cms_holds(struct arena *a, const struct cert_cms *c);
/* The signer's certificate leads to one in `ca_path`, then or at present. */
bool cert_cms_is_trusted(const struct cert_cms *c, const char *ca_path, int64_t then_ms);
void cert_cms_close(struct cert_cms *c);
