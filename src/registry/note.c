/* Signed notes: keys and their names, text and signature lines, and reading them again. */
#include "registry/note.h"

#include <string.h>

#define NOTE_SIGNATURES_MAX 100
#define NOTE_DASH "\xE2\x80\x94 " /* an em dash and a blank */

struct note_key note_key_of(struct arena *a, str name, str type, str public_key)
{
    struct note_key key = {.name = name, .typed = arena_join(a, type, public_key)};
    uint8_t hash[CRYPTO_SHA256_BYTES];

    crypto_sha256_two(arena_join(a, name, S("\n")), key.typed, hash);
    memcpy(key.id, hash, NOTE_KEY_ID_BYTES);
    return key;
}

str note_vkey(struct arena *a, const struct note_key *key)
{
    return arena_printf(a, "%.*s+%.*s+%.*s", STR(key->name),
        STR(crypto_hex(a, (str){key->id, NOTE_KEY_ID_BYTES})), STR(crypto_base64(a, key->typed)));
}

bool note_name_is_valid(str name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] <= ' ' || name.at[i] == '+')
            return false;
    return name.len > 0 && str_is_utf8(name);
}

bool note_vkey_read(struct arena *a, str vkey, str type, struct note_key *ret, str *ret_public_key)
{
    str rest = vkey, name = str_cut(&rest, '+'), id = str_cut(&rest, '+'), typed;

    if (!note_name_is_valid(name) || !crypto_base64_decode(a, rest, &typed) ||
        !str_starts(typed, type))
        return false;
    *ret_public_key = str_slice(typed, type.len, typed.len);
    *ret = note_key_of(a, name, type, *ret_public_key);
    return str_eq(crypto_hex(a, (str){ret->id, NOTE_KEY_ID_BYTES}), id);
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
static bool cut_note(str note, str *ret_text, str *ret_lines)
{
    if (!is_note_text(note))
        return false;
    for (size_t i = note.len; i >= 2; i--) {
        if (note.at[i - 2] != '\n' || note.at[i - 1] != '\n')
            continue;
        *ret_text = str_slice(note, 0, i - 1);
        *ret_lines = str_slice(note, i, note.len);
        return ret_lines->len > 0;
    }
    return false;
}

str note_line(struct arena *a, const struct note_key *key, str signature)
{
    str bytes = arena_join(a, (str){key->id, NOTE_KEY_ID_BYTES}, signature);

    return arena_printf(a, NOTE_DASH "%.*s %.*s\n", STR(key->name), STR(crypto_base64(a, bytes)));
}

/* Whether one line is a signature at all, and if so whose and which bytes. */
static bool read_line(struct arena *a, str line, str *ret_name, str *ret_bytes)
{
    str rest = line;

    if (!str_starts(line, S(NOTE_DASH)))
        return false;
    rest = str_slice(line, sizeof(NOTE_DASH) - 1, line.len);
    *ret_name = str_cut(&rest, ' ');
    return ret_name->len > 0 && !str_has(*ret_name, '+') &&
           crypto_base64_decode(a, rest, ret_bytes) && ret_bytes->len > NOTE_KEY_ID_BYTES;
}

static bool is_line_of(const struct note_key *key, str name, str bytes)
{
    return str_eq(name, key->name) && memcmp(bytes.at, key->id, NOTE_KEY_ID_BYTES) == 0;
}

str note_line_of(struct arena *a, str note, const struct note_key *key)
{
    str text, lines;

    if (!cut_note(note, &text, &lines))
        return (str){0};
    while (lines.len > 0) {
        str line = str_cut(&lines, '\n'), name, bytes;

        if (read_line(a, line, &name, &bytes) && is_line_of(key, name, bytes))
            return arena_join(a, line, S("\n"));
    }
    return (str){0};
}

static err check_lines(
    struct arena *a, struct note_reader *reader, str text, str lines, str *ret_fault)
{
    const struct note_key *key = reader->key;
    bool verified = false;
    size_t count = 0;

    while (lines.len > 0) {
        str line = str_cut(&lines, '\n'), name, bytes;

        if (++count > NOTE_SIGNATURES_MAX)
            return fault(ret_fault, S("the note has too many signatures"));
        if (!read_line(a, line, &name, &bytes))
            return fault(ret_fault, S("a signature line of the note is malformed"));
        if (!is_line_of(key, name, bytes))
            continue;
        if (!reader->holds(a, reader, text, str_slice(bytes, NOTE_KEY_ID_BYTES, bytes.len)))
            return fault(ret_fault, S("the signature of the note does not verify"));
        verified = true;
    }
    return verified ? OK : fault(ret_fault, S("the note bears no signature of this key"));
}

err note_open(struct arena *a, str note, struct note_reader *reader, str *ret_text, str *ret_fault)
{
    str lines;

    if (!cut_note(note, ret_text, &lines))
        return fault(ret_fault, S("this is not a signed note"));
    return check_lines(a, reader, *ret_text, lines, ret_fault);
}
