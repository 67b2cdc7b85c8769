/* Bytes that grow by doubling within an arena. A piece that would pass the maximum is left out
 * whole, so what has been written is never cut inside a character or a token. */
#include "base/buf.h"

#include <stdio.h>
#include <string.h>

#define BUF_FIRST_BYTES ((size_t)256)

void buf_init(struct buf *b, struct arena *a, size_t max)
{
    *b = (struct buf){.arena = a, .max = max};
}

/* Room for `more` bytes behind what there is; false, for good, when that passes the maximum. */
static bool buf_reserve(struct buf *b, size_t more)
{
    if (b->full || more > b->max - b->len) {
        b->full = true;
        return false;
    }
    if (more <= b->room - b->len)
        return true;

    size_t room = b->room > b->max / 2 ? b->max : b->room * 2;

    if (room < BUF_FIRST_BYTES)
        room = BUF_FIRST_BYTES < b->max ? BUF_FIRST_BYTES : b->max;
    if (room < b->len + more)
        room = b->len + more;

    char *at = arena_take(b->arena, room);

    if (b->len > 0)
        memcpy(at, b->at, b->len);
    b->at = at;
    b->room = room;
    return true;
}

void buf_add(struct buf *b, str s)
{
    if (!buf_reserve(b, s.len) || s.len == 0)
        return;
    memcpy(b->at + b->len, s.at, s.len);
    b->len += s.len;
}

void buf_add_z(struct buf *b, const char *zero_terminated)
{
    buf_add(b, str_of(zero_terminated));
}

void buf_add_char(struct buf *b, char c)
{
    if (!buf_reserve(b, 1))
        return;
    b->at[b->len++] = c;
}

void buf_add_i64(struct buf *b, int64_t value)
{
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        digits[--at] = '-';
    buf_add(b, (str){digits + at, sizeof(digits) - at});
}

void buf_printf(struct buf *b, const char *format, ...)
{
    struct arena_mark mark = arena_mark(b->arena);
    va_list args;

    va_start(args, format);

    str s = arena_vprintf(b->arena, format, args);

    va_end(args);
    /* The text is needed only until it has been added; without growth its place is free again. */
    if (b->full || s.len > b->room - b->len) {
        buf_add(b, s);
        return;
    }
    buf_add(b, s);
    arena_rewind(b->arena, mark);
}

str buf_str(const struct buf *b)
{
    return (str){b->len > 0 ? b->at : "", b->len};
}

bool buf_full(const struct buf *b)
{
    return b->full;
}
