/* Bytes that grow, in an arena, with a maximum given at the start. Passing the maximum is sticky:
 * nothing more is added and buf_full says so. */
#pragma once

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *at;
    size_t len;
    size_t room;
    size_t max;
    bool full;
};

void buf_init(struct buf *b, struct arena *a, size_t max);
void buf_add(struct buf *b, str s);
void buf_add_z(struct buf *b, const char *zero_terminated);
void buf_add_char(struct buf *b, char c);
void buf_add_i64(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
str buf_str(const struct buf *b);
bool buf_full(const struct buf *b);
