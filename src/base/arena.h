/* Memory of one request (or one job, or one command): grows to a fixed ceiling, is reset as a
 * whole, and never fails upward. Passing the ceiling jumps to the nearest arena_try. That is the
 * only long jump of the program; it is sound because nothing above it owns anything. */
#pragma once

#include "base/base.h"

#include <stdarg.h>

struct arena;

struct arena_mark {
    void *block;
    size_t used;
    size_t total;
};

/* A new arena that may hold `ceiling` bytes in all; the process ends if even this much cannot be
 * had. The caller frees it with arena_free. */
struct arena *arena_new(size_t ceiling);
void arena_free(struct arena *a);
void arena_reset(struct arena *a);

/* Memory aligned for any type, zeroed. Never NULL. */
void *arena_take(struct arena *a, size_t size);
/* count * size, zeroed; the product is checked. */
void *arena_take_many(struct arena *a, size_t count, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_take((arena), sizeof(type)))
#define ARENA_MANY(arena, count, type) ((type *)arena_take_many((arena), (count), sizeof(type)))

str arena_str(struct arena *a, str s);       /* a copy, followed by a NUL that len omits */
const char *arena_z(struct arena *a, str s); /* the same as a C string */
str arena_join(struct arena *a, str x, str y);
str arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
str arena_vprintf(struct arena *a, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

struct arena_mark arena_mark(struct arena *a);
void arena_rewind(struct arena *a, struct arena_mark mark);
size_t arena_used(const struct arena *a);

/* Runs `run(arg)`; returns its result, or E_TOO_LARGE when the ceiling was passed inside it. May be
 * nested; must be the same thread throughout. */
MUST_CHECK err arena_try(struct arena *a, err (*run)(void *arg), void *arg);
