/* The program's own memory: blocks in a chain, taken from the end of the newest one and given back
 * all at once. Nothing is ever given back singly, so there is nothing to leak and nothing to free
 * twice; under AddressSanitizer what is not taken is poisoned, and pieces lie apart. */
#include "base/arena.h"

#include <assert.h>
#include <sanitizer/asan_interface.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_ALIGN 16
#define ARENA_FIRST_BYTES ((size_t)64 << 10)
#define ARENA_BLOCK_MAX_BYTES ((size_t)1 << 20)
/* After a jump the reply that says so must still be built: this much beyond the ceiling. */
#define ARENA_RESERVE_BYTES ((size_t)64 << 10)

#ifdef __SANITIZE_ADDRESS__
#define ARENA_GAP_BYTES 16
#else
#define ARENA_GAP_BYTES 0
#endif

struct block {
    struct block *before;
    size_t size;
    alignas(ARENA_ALIGN) char bytes[];
};

struct arena {
    struct block *block; /* the newest; never NULL */
    size_t used;         /* bytes of it that are taken */
    size_t total;        /* bytes taken since the last reset */
    size_t ceiling;
    size_t reserve;
    jmp_buf *back; /* of the nearest arena_try */
};

static void out_of_memory(void)
{
    fputs("yichuang: out of memory\n", stderr);
    abort();
}

static struct block *block_new(struct block *before, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct block))
        return NULL;

    struct block *b = malloc(sizeof(struct block) + size);

    if (!b)
        return NULL;
    b->before = before;
    b->size = size;
    ASAN_POISON_MEMORY_REGION(b->bytes, size);
    return b;
}

static void block_free(struct block *b)
{
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->size);
    free(b);
}

static size_t round_up(size_t size)
{
    return (size + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
}

struct arena *arena_new(size_t ceiling)
{
    assert(ceiling <= SIZE_MAX / 2);

    struct arena *a = calloc(1, sizeof(struct arena));

    if (!a)
        out_of_memory();
    a->ceiling = round_up(ceiling);
    a->block = block_new(NULL, ceiling < ARENA_FIRST_BYTES ? ceiling : ARENA_FIRST_BYTES);
    if (!a->block)
        out_of_memory();
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    block_free(a->block);
    free(a);
}

void arena_reset(struct arena *a)
{
    struct block *first = a->block;

    while (first->before)
        first = first->before;
    arena_rewind(a, (struct arena_mark){first, 0, 0});
    a->reserve = 0;
}

/* Ends the run of the nearest arena_try: its ceiling, or the machine's memory, has been passed. */
static _Noreturn void jump_back(struct arena *a)
{
    if (!a->back)
        out_of_memory();
    a->reserve = ARENA_RESERVE_BYTES;
    longjmp(*a->back, 1);
}

/* Makes room for `size` bytes in one piece. A tail left behind is always smaller than the piece
 * that did not fit, so what is had from the system stays below twice the ceiling and a block. */
static void block_add(struct arena *a, size_t size)
{
    size_t wanted = a->block->size * 2;

    if (wanted > ARENA_BLOCK_MAX_BYTES)
        wanted = ARENA_BLOCK_MAX_BYTES;
    if (wanted < size)
        wanted = size;

    struct block *b = block_new(a->block, wanted);

    if (!b)
        jump_back(a);
    a->block = b;
    a->used = 0;
}

/* As arena_take, but with whatever stood there before. */
static void *take_raw(struct arena *a, size_t size)
{
    if (size > SIZE_MAX - 2 * ARENA_ALIGN)
        jump_back(a);

    size_t whole = round_up(size);

    if (whole > a->ceiling + a->reserve - a->total)
        jump_back(a);
    if (whole + ARENA_GAP_BYTES > a->block->size - a->used)
        block_add(a, whole + ARENA_GAP_BYTES);

    char *at = a->block->bytes + a->used;

    a->used += whole + ARENA_GAP_BYTES;
    a->total += whole;
    ASAN_UNPOISON_MEMORY_REGION(at, size);
    return at;
}

void *arena_take(struct arena *a, size_t size)
{
    return memset(take_raw(a, size), 0, size);
}

void *arena_take_many(struct arena *a, size_t count, size_t size)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, size, &bytes))
        jump_back(a);
    return arena_take(a, bytes);
}

str arena_join(struct arena *a, str x, str y)
{
    if (x.len > SIZE_MAX / 2 || y.len > SIZE_MAX / 2 - 1)
        jump_back(a);

    char *at = take_raw(a, x.len + y.len + 1);

    if (x.len > 0)
        memcpy(at, x.at, x.len);
    if (y.len > 0)
        memcpy(at + x.len, y.at, y.len);
    at[x.len + y.len] = '\0';
    return (str){at, x.len + y.len};
}

str arena_str(struct arena *a, str s)
{
    return arena_join(a, s, (str){0});
}

const char *arena_z(struct arena *a, str s)
{
    return arena_str(a, s).at;
}

str arena_vprintf(struct arena *a, const char *format, va_list args)
{
    char small[256];
    va_list again;

    va_copy(again, args);

    int len = vsnprintf(small, sizeof(small), format, args);

    if (len < 0)
        len = 0;
    if ((size_t)len < sizeof(small)) {
        va_end(again);
        return arena_str(a, (str){small, (size_t)len});
    }

    char *at = take_raw(a, (size_t)len + 1);

    vsnprintf(at, (size_t)len + 1, format, again);
    va_end(again);
    return (str){at, (size_t)len};
}

str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;

    va_start(args, format);

    str s = arena_vprintf(a, format, args);

    va_end(args);
    return s;
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){a->block, a->used, a->total};
}

void arena_rewind(struct arena *a, struct arena_mark mark)
{
    while (a->block != mark.block) {
        struct block *b = a->block;

        assert(b->before); /* the mark is of this arena and has not been passed */
        a->block = b->before;
        block_free(b);
    }
    a->used = mark.used;
    a->total = mark.total;
    ASAN_POISON_MEMORY_REGION(a->block->bytes + mark.used, a->block->size - mark.used);
}

size_t arena_used(const struct arena *a)
{
    return a->total;
}

err arena_try(struct arena *a, err (*run)(void *arg), void *arg)
{
    jmp_buf *const outer = a->back;
    jmp_buf here;

    if (_setjmp(here) != 0) {
        a->back = outer;
        return E_TOO_LARGE;
    }
    a->back = &here;

    err result = run(arg);

    a->back = outer;
    return result;
}
