/* A text file read piece by piece, so that its size does not matter: .xz is unpacked and other
 * encodings are decoded to UTF-8 on the way. */
#pragma once

#include "base/arena.h"
#include "base/crypto.h"

struct stream;

/* Opens `path`, whose text is in `encoding` (as iconv names it). A byte that is no character of it
 * is read as U+FFFD. E_MISSING: no such file; E_INVALID: no such encoding; E_FAULT. stream_close
 * frees it. */
MUST_CHECK err stream_open(const char *path, const char *encoding, struct stream **ret);
/* Moves what is left of the last piece to the front and reads on behind it; `used` bytes of the
 * last piece are done with. *ret is valid until the next call. *ret_end: nothing follows.
 * E_INVALID: broken .xz; E_TOO_LARGE: more than 4 MiB
 * would have to be held at once; E_FAULT: the file cannot be read. */
MUST_CHECK err stream_next(struct stream *s, size_t used, str *ret, bool *ret_end);
/* Closes and frees it; SHA-256 of the file's bytes that were read, when `digest` is not NULL. A
 * NULL stream is allowed. */
void stream_close(struct stream *s, uint8_t digest[CRYPTO_SHA256_BYTES]);
