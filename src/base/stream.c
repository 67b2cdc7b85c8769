/* Files of any size, piece by piece: bytes, unpacked by liblzma, decoded by iconv. */
#include "base/stream.h"

#include <errno.h>
#include <iconv.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RAW_BYTES ((size_t)256 << 10)
#define PIECE_BYTES ((size_t)4 << 20)
#define NO_CHARACTER "\xEF\xBF\xBD" /* U+FFFD */
#define NO_CHARACTER_BYTES 3

struct stream {
    FILE *file;
    struct crypto_running *digest;
    bool packed, ended; /* an .xz; all of the file has been read */
    lzma_stream lzma;
    bool decodes;
    iconv_t decoder;
    size_t raw_len, plain_len, len; /* of the three buffers */
    char raw[RAW_BYTES], plain[RAW_BYTES], piece[PIECE_BYTES];
};

static err prepare(struct stream *s, const char *path, const char *encoding)
{
    s->file = fopen(path, "re");
    if (s->file == NULL)
        return E_MISSING;
    s->digest = crypto_sha256_begin();
    if (str_ends(str_of(path), S(".xz"))) {
        if (lzma_stream_decoder(&s->lzma, UINT64_C(512) << 20, LZMA_CONCATENATED) != LZMA_OK)
            return E_FAULT;
        s->packed = true;
    }
    s->decoder = iconv_open("UTF-8", encoding);
    s->decodes = s->decoder != (iconv_t)-1;
    return s->decodes ? OK : E_INVALID;
}

err stream_open(const char *path, const char *encoding, struct stream **ret)
{
    struct stream *s = calloc(1, sizeof(*s));
    err e = s != NULL ? prepare(s, path, encoding) : E_FAULT;

    if (e != OK) {
        stream_close(s, NULL);
        return e;
    }
    *ret = s;
    return OK;
}

static err read_raw(struct stream *s)
{
    size_t got;

    if (s->ended || s->raw_len == RAW_BYTES)
        return OK;
    got = fread(s->raw + s->raw_len, 1, RAW_BYTES - s->raw_len, s->file);
    if (got == 0 && ferror(s->file))
        return E_FAULT;
    crypto_sha256_add(s->digest, (str){s->raw + s->raw_len, got});
    s->raw_len += got;
    s->ended = feof(s->file) != 0;
    return OK;
}

/* Raw bytes to plain ones; *ret_end when none will follow. */
static err unpack(struct stream *s, bool *ret_end)
{
    lzma_ret code;

    s->lzma.next_in = (const uint8_t *)s->raw;
    s->lzma.avail_in = s->raw_len;
    s->lzma.next_out = (uint8_t *)s->plain + s->plain_len;
    s->lzma.avail_out = RAW_BYTES - s->plain_len;
    code = lzma_code(&s->lzma, s->ended ? LZMA_FINISH : LZMA_RUN);
    memmove(s->raw, s->raw + (s->raw_len - s->lzma.avail_in), s->lzma.avail_in);
    s->raw_len = s->lzma.avail_in;
    s->plain_len = RAW_BYTES - s->lzma.avail_out;
    *ret_end = code == LZMA_STREAM_END;
    if (code == LZMA_OK || code == LZMA_STREAM_END || code == LZMA_BUF_ERROR)
        return code == LZMA_BUF_ERROR && s->ended && s->plain_len == 0 ? E_INVALID : OK;
    return E_INVALID;
}

static err fill_plain(struct stream *s, bool *ret_end)
{
    size_t take;

    TRY(read_raw(s));
    if (s->packed)
        return unpack(s, ret_end);
    take = s->raw_len < RAW_BYTES - s->plain_len ? s->raw_len : RAW_BYTES - s->plain_len;
    memcpy(s->plain + s->plain_len, s->raw, take);
    memmove(s->raw, s->raw + take, s->raw_len - take);
    s->raw_len -= take;
    s->plain_len += take;
    *ret_end = s->ended && s->raw_len == 0;
    return OK;
}

/* Plain bytes to text, as far as there is room and no character is cut in two. */
static void decode(struct stream *s, bool all)
{
    char *in = s->plain, *out = s->piece + s->len;
    size_t in_left = s->plain_len, out_left = PIECE_BYTES - s->len;

    while (in_left > 0 && out_left >= NO_CHARACTER_BYTES) {
        if (iconv(s->decoder, &in, &in_left, &out, &out_left) != (size_t)-1 || errno == E2BIG ||
            (errno == EINVAL && !all))
            break;
        memcpy(out, NO_CHARACTER, NO_CHARACTER_BYTES);
        out += NO_CHARACTER_BYTES;
        out_left -= NO_CHARACTER_BYTES;
        in++;
        in_left--;
    }
    memmove(s->plain, in, in_left);
    s->plain_len = in_left;
    s->len = PIECE_BYTES - out_left;
}

err stream_next(struct stream *s, size_t used, str *ret, bool *ret_end)
{
    bool end = false;

    memmove(s->piece, s->piece + used, s->len - used);
    s->len -= used;
    if (s->len + 2 * RAW_BYTES > PIECE_BYTES)
        return E_TOO_LARGE;
    while (!end && s->len + 2 * RAW_BYTES <= PIECE_BYTES) {
        TRY(fill_plain(s, &end));
        decode(s, end);
    }
    if (end && s->plain_len > 0)
        decode(s, true);
    *ret = (str){s->piece, s->len};
    *ret_end = end;
    return OK;
}

void stream_close(struct stream *s, uint8_t digest[CRYPTO_SHA256_BYTES])
{
    uint8_t unwanted[CRYPTO_SHA256_BYTES];

    if (s == NULL)
        return;
    if (s->digest != NULL)
        crypto_sha256_end(s->digest, digest != NULL ? digest : unwanted);
    if (s->packed)
        lzma_end(&s->lzma);
    if (s->decodes)
        iconv_close(s->decoder);
    if (s->file != NULL)
        fclose(s->file);
    free(s);
}
