/* The log's checkpoint (C2SP tlog-checkpoint) as a signed note, and the witness's cosignature under
 * it (C2SP tlog-cosignature). */
#include "registry/checkpoint.h"
#include "registry/note.h"

#include <string.h>

#define TIME_BYTES 8

static str bytes_of(const uint8_t *at, size_t len)
{
    return (str){(const char *)at, len};
}

static struct note_key key_of(
    struct arena *a, str name, str type, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES])
{
    return note_key_of(a, name, type, bytes_of(public_key, CRYPTO_ED25519_PUBLIC_BYTES));
}

str checkpoint_text(struct arena *a, const struct checkpoint *c)
{
    return arena_printf(a, "%.*s\n%lld\n%.*s\n", STR(c->origin), (long long)c->size,
        STR(crypto_base64(a, bytes_of(c->root.at, MERKLE_HASH_BYTES))));
}

str checkpoint_sign(
    struct arena *a, const struct checkpoint *c, str name, const struct crypto_key *key)
{
    struct note_key k = key_of(a, name, S(NOTE_ED25519), key->public_key);
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES];
    str text = checkpoint_text(a, c);

    crypto_ed25519_sign(key, text, signature);
    return arena_printf(
        a, "%.*s\n%.*s", STR(text), STR(note_line(a, &k, bytes_of(signature, sizeof(signature)))));
}

str checkpoint_vkey(
    struct arena *a, str name, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES])
{
    struct note_key k = key_of(a, name, S(NOTE_ED25519), public_key);

    return note_vkey(a, &k);
}

/* ---- reading ---- */

static err fault(str *ret, str sentence)
{
    *ret = sentence;
    return E_INVALID;
}

static const uint8_t *public_of(const struct note_reader *reader)
{
    /* Types of both kinds of Ed25519 keys are one byte. */
    return (const uint8_t *)reader->key->typed.at + 1;
}

static bool signature_holds(struct arena *a, struct note_reader *reader, str text, str signature)
{
    (void)a;
    return signature.len == CRYPTO_ED25519_SIGNATURE_BYTES &&
           crypto_ed25519_verify(public_of(reader), text, (const uint8_t *)signature.at);
}

static bool read_size(str line, int64_t *ret)
{
    if (line.len == 0 || line.at[0] == '-' || (line.len > 1 && line.at[0] == '0'))
        return false;
    return str_to_i64(line, ret);
}

/* Three lines; lines behind them are extensions, which may not be empty and are not read. */
static err read_text(struct arena *a, str text, struct checkpoint *ret, str *ret_fault)
{
    struct checkpoint c;
    str hash;

    c.origin = str_cut(&text, '\n');
    if (c.origin.len == 0)
        return fault(ret_fault, S("the checkpoint has no origin"));
    if (!read_size(str_cut(&text, '\n'), &c.size))
        return fault(ret_fault, S("the size of the checkpoint is not a decimal number"));
    if (!crypto_base64_decode(a, str_cut(&text, '\n'), &hash) || !merkle_hash_of(hash, &c.root))
        return fault(ret_fault, S("the root of the checkpoint is not one base64 hash"));
    while (text.len > 0)
        if (str_cut(&text, '\n').len == 0)
            return fault(ret_fault, S("the checkpoint has an empty extension line"));
    *ret = c;
    return OK;
}

err checkpoint_open(struct arena *a, str note, const struct checkpoint_signer *signer,
    struct checkpoint *ret, str *ret_fault)
{
    struct note_key key = key_of(a, signer->name, S(NOTE_ED25519), signer->public_key);
    struct note_reader reader = {.key = &key, .holds = signature_holds};
    str text;

    TRY(note_open(a, note, &reader, &text, ret_fault));
    return read_text(a, text, ret, ret_fault);
}

/* ---- cosignatures ---- */

static str cosigned_text(struct arena *a, str text, int64_t time_s)
{
    return arena_printf(a, "cosignature/v1\ntime %lld\n%.*s", (long long)time_s, STR(text));
}

str cosignature_vkey(
    struct arena *a, str name, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES])
{
    struct note_key k = key_of(a, name, S(NOTE_COSIGNATURE), public_key);

    return note_vkey(a, &k);
}

str cosignature_line(
    struct arena *a, str text, int64_t time_s, str name, const struct crypto_key *key)
{
    struct note_key k = key_of(a, name, S(NOTE_COSIGNATURE), key->public_key);
    uint8_t bytes[TIME_BYTES + CRYPTO_ED25519_SIGNATURE_BYTES];

    for (size_t i = 0; i < TIME_BYTES; i++)
        bytes[i] = (uint8_t)((uint64_t)time_s >> (8 * (TIME_BYTES - 1 - i)));
    crypto_ed25519_sign(key, cosigned_text(a, text, time_s), bytes + TIME_BYTES);
    return note_line(a, &k, bytes_of(bytes, sizeof(bytes)));
}

static bool cosignature_holds(struct arena *a, struct note_reader *reader, str text, str signature)
{
    uint64_t time_s = 0;

    if (signature.len != TIME_BYTES + CRYPTO_ED25519_SIGNATURE_BYTES)
        return false;
    for (size_t i = 0; i < TIME_BYTES; i++)
        time_s = time_s << 8 | (uint8_t)signature.at[i];
    if (time_s > INT64_MAX)
        return false;
    reader->time_s = (int64_t)time_s;
    return crypto_ed25519_verify(public_of(reader), cosigned_text(a, text, reader->time_s),
        (const uint8_t *)signature.at + TIME_BYTES);
}

err cosignature_open(struct arena *a, str note, const struct checkpoint_signer *witness,
    int64_t *ret_time_s, str *ret_fault)
{
    struct note_key key = key_of(a, witness->name, S(NOTE_COSIGNATURE), witness->public_key);
    struct note_reader reader = {.key = &key, .holds = cosignature_holds};
    str text;

    TRY(note_open(a, note, &reader, &text, ret_fault));
    *ret_time_s = reader.time_s;
    return OK;
}
