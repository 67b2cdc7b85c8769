/* The log's checkpoint (C2SP tlog-checkpoint) as a signed note (C2SP signed-note): text, an empty
 * line, then lines of "— name base64(key hash || signature)". */
#include "base/buf.h"
#include "registry/merkle.h"

#include <string.h>

#define NOTE_KEY_HASH_BYTES 4
#define NOTE_SIGNATURES_MAX 100
#define NOTE_DASH "\xE2\x80\x94 " /* an em dash and a blank */
#define NOTE_ED25519 "\x01"

struct note_key {
    str name;
    const uint8_t *public_key;
    char hash[NOTE_KEY_HASH_BYTES];
};

static str bytes_of(const uint8_t *at, size_t len)
{
    return (str){(const char *)at, len};
}

/* The first four bytes of SHA-256(name, newline, algorithm, public key). */
static struct note_key key_of(struct arena *a, str name, const uint8_t *public_key)
{
    struct note_key key = {.name = name, .public_key = public_key};
    str algorithm = arena_join(a, name, S("\n" NOTE_ED25519));
    uint8_t hash[CRYPTO_SHA256_BYTES];

    crypto_sha256_two(algorithm, bytes_of(public_key, CRYPTO_ED25519_PUBLIC_BYTES), hash);
    memcpy(key.hash, hash, NOTE_KEY_HASH_BYTES);
    return key;
}

str checkpoint_text(struct arena *a, const struct checkpoint *c)
{
    return arena_printf(a, "%.*s\n%lld\n%.*s\n", STR(c->origin), (long long)c->size,
        STR(crypto_base64(a, bytes_of(c->root.at, MERKLE_HASH_BYTES))));
}

str checkpoint_sign(
    struct arena *a, const struct checkpoint *c, str name, const struct crypto_key *key)
{
    struct note_key k = key_of(a, name, key->public_key);
    uint8_t signature[CRYPTO_ED25519_SIGNATURE_BYTES];
    str text = checkpoint_text(a, c), signed_by;

    crypto_ed25519_sign(key, text, signature);
    signed_by =
        arena_join(a, (str){k.hash, NOTE_KEY_HASH_BYTES}, bytes_of(signature, sizeof(signature)));
    return arena_printf(a, "%.*s\n" NOTE_DASH "%.*s %.*s\n", STR(text), STR(name),
        STR(crypto_base64(a, signed_by)));
}

str checkpoint_vkey(
    struct arena *a, str name, const uint8_t public_key[CRYPTO_ED25519_PUBLIC_BYTES])
{
    struct note_key k = key_of(a, name, public_key);
    str typed = arena_join(a, S(NOTE_ED25519), bytes_of(public_key, CRYPTO_ED25519_PUBLIC_BYTES));

    return arena_printf(a, "%.*s+%.*s+%.*s", STR(name),
        STR(crypto_hex(a, (str){k.hash, NOTE_KEY_HASH_BYTES})), STR(crypto_base64(a, typed)));
}

static err fault(str *ret, str sentence)
{
    *ret = sentence;
    return E_INVALID;
}

/* A note is UTF-8 whose only control character is the newline. */
static bool is_note_text(str note)
{
    for (size_t i = 0; i < note.len; i++) {
        unsigned char c = (unsigned char)note.at[i];

        if ((c < 0x20 && c != '\n') || c == 0x7F)
            return false;
    }
    return str_is_utf8(note) && str_ends(note, S("\n"));
}

/* Text is everything up to the last empty line, with its own newline. */
static bool cut_note(str note, str *ret_text, str *ret_signatures)
{
    for (size_t i = note.len; i >= 2; i--) {
        if (note.at[i - 2] != '\n' || note.at[i - 1] != '\n')
            continue;
        *ret_text = str_slice(note, 0, i - 1);
        *ret_signatures = str_slice(note, i, note.len);
        return ret_signatures->len > 0;
    }
    return false;
}

/* Whether one line is a signature at all, and if so whose and which bytes. */
static bool read_signature(struct arena *a, str line, str *ret_name, str *ret_bytes)
{
    str rest = line;

    if (!str_starts(line, S(NOTE_DASH)))
        return false;
    rest = str_slice(line, sizeof(NOTE_DASH) - 1, line.len);
    *ret_name = str_cut(&rest, ' ');
    return ret_name->len > 0 && !str_has(*ret_name, '+') &&
           crypto_base64_decode(a, rest, ret_bytes) && ret_bytes->len > NOTE_KEY_HASH_BYTES;
}

static bool is_signature_of(const struct note_key *key, str text, str bytes)
{
    return bytes.len == NOTE_KEY_HASH_BYTES + CRYPTO_ED25519_SIGNATURE_BYTES &&
           crypto_ed25519_verify(
               key->public_key, text, (const uint8_t *)bytes.at + NOTE_KEY_HASH_BYTES);
}

/* Signatures of others are passed over; one of the key's own that is wrong spoils the note. */
static err check_signatures(
    struct arena *a, const struct note_key *key, str text, str lines, str *ret_fault)
{
    bool verified = false;
    size_t count = 0;

    while (lines.len > 0) {
        str line = str_cut(&lines, '\n'), name, bytes;

        if (++count > NOTE_SIGNATURES_MAX)
            return fault(ret_fault, S("the note has too many signatures"));
        if (!read_signature(a, line, &name, &bytes))
            return fault(ret_fault, S("a signature line of the note is malformed"));
        if (!str_eq(name, key->name) || memcmp(bytes.at, key->hash, NOTE_KEY_HASH_BYTES) != 0)
            continue;
        if (!is_signature_of(key, text, bytes))
            return fault(ret_fault, S("the signature of the note does not verify"));
        verified = true;
    }
    return verified ? OK : fault(ret_fault, S("the note bears no signature of this key"));
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
    struct note_key key = key_of(a, signer->name, signer->public_key);
    str text, signatures;

    if (!is_note_text(note) || !cut_note(note, &text, &signatures))
        return fault(ret_fault, S("this is not a signed note"));
    TRY(check_signatures(a, &key, text, signatures, ret_fault));
    return read_text(a, text, ret, ret_fault);
}
