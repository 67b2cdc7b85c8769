/* A checkpoint: the size and root of a log under its name, signed by the log (C2SP
 * tlog-checkpoint), and cosigned by witnesses who saw that it only grew (C2SP tlog-cosignature).
 * Pure. */
#pragma once

#include "registry/merkle.h"

struct checkpoint {
    str origin; /* e.g. "yichuang.example/640104" */
    int64_t size;
    struct merkle_hash root;
};
str checkpoint_text(
    struct arena *a, const struct checkpoint *c); /* the note's text, ends with '\n' */
str checkpoint_sign(
    struct arena *a, const struct checkpoint *c, str name, const struct crypto_key *key);
/* The vkey of C2SP signed-note: name+hash+base64(0x01 || public key). */
str checkpoint_vkey(
    struct arena *a, str name, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES]);
/* Whose signature counts. */
struct checkpoint_signer {
    str name;
    const uint8_t *public_key; /* CRYPTO_ED25519_PUBLIC_BYTES */
};
/* Reads and checks a signed note: E_INVALID with a sentence when it is malformed or no signature of
 * the signer verifies. */
MUST_CHECK err checkpoint_open(struct arena *a, str note, const struct checkpoint_signer *signer,
    struct checkpoint *ret, str *ret_fault);

/* A witness's key as a vkey: name+id+base64(0x04 || public key). */
str cosignature_vkey(
    struct arena *a, str name, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES]);
/* The signature line that says: at `time_s` (seconds since 1970) the log's largest tree that the
 * witness has seen was this one, and it grew out of all that it had seen before. */
str cosignature_line(
    struct arena *a, str text, int64_t time_s, str name, const struct crypto_key *key);
/* OK when the note bears a cosignature of this witness, with its time. Else E_INVALID with a
 * sentence. It says nothing of the log's own signature. */
MUST_CHECK err cosignature_open(struct arena *a, str note, const struct checkpoint_signer *witness,
    int64_t *ret_time_s, str *ret_fault);
