/* The one seam to cryptography (OpenSSL 3, libsodium). A national-cryptography module comes in as a
 * provider of OpenSSL, beneath crypto_sm2.c, and changes no code. */
#pragma once

#include "base/arena.h"

#define CRYPTO_SHA256_BYTES 32
#define CRYPTO_ED25519_PUBLIC_BYTES 32
#define CRYPTO_ED25519_SECRET_BYTES 32
#define CRYPTO_ED25519_SIGNATURE_BYTES 64
#define CRYPTO_SHA1_BYTES 20
#define CRYPTO_SEAL_KEY_BYTES 32

void crypto_sha256(str message, uint8_t ret[CRYPTO_SHA256_BYTES]);
/* The hash of `first` followed by `second`, without joining them. */
void crypto_sha256_two(str first, str second, uint8_t ret[CRYPTO_SHA256_BYTES]);
str crypto_sha256_hex(struct arena *a, str message);
/* The same of bytes that come piece by piece. Whoever begins ends it, once. */
struct crypto_running;
struct crypto_running *crypto_sha256_begin(void);
void crypto_sha256_add(struct crypto_running *r, str piece);
void crypto_sha256_end(struct crypto_running *r, uint8_t ret[CRYPTO_SHA256_BYTES]);
void crypto_sm3(str message, uint8_t ret[32]); /* GB/T 32905 */
void crypto_hmac_sha256(str key, str message, uint8_t ret[CRYPTO_SHA256_BYTES]);
/* For RFC 6238 alone, whose authenticators know nothing newer. */
void crypto_hmac_sha1(str key, str message, uint8_t ret[CRYPTO_SHA1_BYTES]);

/* What must be kept secret in the store: AES-256-GCM under a key that never lies in it. `about`
 * says whose secret it is and is sealed along, so that one row's secret is of no use in another. */
str crypto_seal(struct arena *a, const uint8_t key[CRYPTO_SEAL_KEY_BYTES], str about, str plain);
/* False when it was made with another key, for another row, or has been changed. */
bool crypto_unseal(struct arena *a, const uint8_t key[CRYPTO_SEAL_KEY_BYTES], str about, str sealed,
    str *ret_plain);

struct crypto_key {
    uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES];
    uint8_t secret_key[CRYPTO_ED25519_SECRET_BYTES]; /* the 32-byte seed */
    bool has_secret;
};

/* Ed25519 (RFC 8032). */
void crypto_key_make(struct crypto_key *ret);
void crypto_key_from_seed(const uint8_t seed[CRYPTO_ED25519_SECRET_BYTES], struct crypto_key *ret);
void crypto_ed25519_sign(
    const struct crypto_key *key, str message, uint8_t ret[CRYPTO_ED25519_SIGNATURE_BYTES]);
bool crypto_ed25519_verify(const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES], str message,
    const uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES]);

/* A key file: PEM (PKCS#8 or SubjectPublicKeyInfo). Made with mode 0600, never overwritten. */
MUST_CHECK err crypto_key_save(const struct crypto_key *key, const char *path);
MUST_CHECK err crypto_key_load(const char *path, struct crypto_key *ret);
/* The public half alone, as PEM. */
MUST_CHECK err crypto_public_save(const struct crypto_key *key, const char *path);

/* SM2 with SM3 (GB/T 32918): the national algorithms' own seam, base/crypto_sm2.c. A signature is
 * the DER form of GM/T 0009; the signer's id is the one that it gives to all who have no other. */
#define CRYPTO_SM2_ID "1234567812345678"
#define CRYPTO_SM2_PUBLIC_BYTES 65 /* 04 || x || y */
struct crypto_sm2;
/* Makes a key pair as PEM files; E_CONFLICT when the secret one is there. */
MUST_CHECK err crypto_sm2_make(const char *secret_path, const char *public_path);
/* Opens a key by its file's path or by a URI of a provider's (pkcs11:...). E_MISSING when there is
 * none, E_INVALID when it is no SM2 key. The caller closes it. */
MUST_CHECK err crypto_sm2_open(struct arena *a, const char *uri, struct crypto_sm2 **ret);
void crypto_sm2_close(struct crypto_sm2 *k); /* NULL is allowed */
const uint8_t *crypto_sm2_public(const struct crypto_sm2 *k);
/* Several threads may sign at once. E_FAULT when the module does not. */
MUST_CHECK err crypto_sm2_sign(struct arena *a, const struct crypto_sm2 *k, str message, str *ret);
bool crypto_sm2_verify(
    const uint8_t public_key[CRYPTO_SM2_PUBLIC_BYTES], str id, str message, str signature);

/* Argon2id, libsodium's interactive limits; the text holds salt and parameters. */
str crypto_password_hash(struct arena *a, str password);
bool crypto_password_is(str hash, str password);

str crypto_base64(struct arena *a, str bytes);
bool crypto_base64_decode(struct arena *a, str text, str *ret);
str crypto_base64url(struct arena *a, str bytes); /* no padding */
bool crypto_base64url_decode(struct arena *a, str text, str *ret);
str crypto_base32(struct arena *a, str bytes); /* RFC 4648, no padding */
str crypto_hex(struct arena *a, str bytes);
bool crypto_hex_decode(struct arena *a, str text, str *ret);
