/* Signed notes (C2SP signed-note): a text, an empty line, and lines of "— name base64(key id ||
 * signature)". What a signature is over is the affair of its type. Pure. */
#pragma once

#include "base/crypto.h"

#define NOTE_KEY_ID_BYTES 4
#define NOTE_ED25519 "\x01"     /* over the text (signed-note) */
#define NOTE_COSIGNATURE "\x04" /* a witness's, with its time (tlog-cosignature) */
/* SM2 with SM3 (GB/T 32918.2) over the text; a type without a number of its own takes 0xFF and a
 * name. */
#define NOTE_SM2 "\xFFsm2-sm3/v1"

struct note_key {
    str name;
    str typed; /* the type and the public key */
    char id[NOTE_KEY_ID_BYTES];
};

/* SHA-256(name, newline, type, public key), its first bytes. */
struct note_key note_key_of(struct arena *a, str name, str type, str public_key);
/* name+hex(id)+base64(type || public key), and back: false when malformed or when the id is not the
 * key's, or when the type is another than the one wanted. */
str note_vkey(struct arena *a, const struct note_key *key);
bool note_vkey_read(struct arena *a, str vkey, str type, struct note_key *ret, str *ret_public_key);
/* A key's name is not empty and has neither blanks nor '+'. */
bool note_name_is_valid(str name);

/* One signature line, with its newline. */
str note_line(struct arena *a, const struct note_key *key, str signature);
/* The first signature line that is said to be of this key, with its newline; empty when none is. */
str note_line_of(struct arena *a, str note, const struct note_key *key);

/* Whose signature counts, and what makes it hold. */
struct note_reader {
    const struct note_key *key;
    bool (*holds)(struct arena *a, struct note_reader *reader, str text, str signature);
    int64_t time_s; /* of a cosignature that holds */
};
/* OK with the text when at least one signature is the key's; signatures of others are passed over;
 * one of the key's own that is wrong spoils the note. Else E_INVALID with a sentence. */
MUST_CHECK err note_open(
    struct arena *a, str note, struct note_reader *reader, str *ret_text, str *ret_fault);
