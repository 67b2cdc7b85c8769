/* Opening the journal and reading it back, line by line, when the sandbox starts. */
#include "store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct store_load {
    struct store *store;
    struct arena *scratch;
    str rest;
    int64_t line;
    str fault;
};

static void store_init(struct store *s, size_t bytes_max)
{
    *s = (struct store){.journal = -1};
    pthread_mutex_init(&s->lock, NULL);
    s->arena = arena_new(bytes_max);
    map_init(&s->facts, s->arena);
    map_init(&s->messages, s->arena);
    map_init(&s->orders, s->arena);
    map_init(&s->refunds, s->arena);
}

static err store_load_line(struct store_load *load, str json)
{
    struct arena_mark mark = arena_mark(load->scratch);
    struct tree *line;
    str why;

    load->line++;
    if (tree_parse(load->scratch, json, &line, &why) != OK) {
        load->fault =
            arena_printf(load->scratch, "line %lld: %.*s", (long long)load->line, STR(why));
        return E_INVALID;
    }
    store_apply(load->store, line);
    arena_rewind(load->scratch, mark);
    return OK;
}

static err store_load_all(void *arg)
{
    struct store_load *load = arg;

    while (load->rest.len > 0)
        TRY(store_load_line(load, str_cut(&load->rest, '\n')));
    return OK;
}

/* The part of the journal that ends with a newline: a kill may have cut the last line. */
static str store_whole_lines(str bytes)
{
    while (bytes.len > 0 && bytes.at[bytes.len - 1] != '\n')
        bytes.len--;
    return bytes;
}

static err store_load(struct store *s, struct arena *scratch, str *ret_fault)
{
    struct store_load load = {.store = s, .scratch = scratch};
    struct stat size;
    err fault;
    str bytes;

    if (fstat(s->journal, &size) != 0)
        return E_FAULT;
    if (size.st_size == 0)
        return OK;
    bytes.len = (size_t)size.st_size;
    bytes.at = mmap(NULL, bytes.len, PROT_READ, MAP_PRIVATE, s->journal, 0);
    if (bytes.at == MAP_FAILED)
        return E_FAULT;
    load.rest = store_whole_lines(bytes);
    if (load.rest.len < bytes.len && ftruncate(s->journal, (off_t)load.rest.len) != 0)
        fault = E_FAULT;
    else
        fault = store_run(s, scratch, store_load_all, &load);
    munmap((void *)(uintptr_t)bytes.at, bytes.len);
    if (load.fault.len > 0)
        *ret_fault = load.fault;
    return fault;
}

err store_open(
    struct store *s, struct arena *scratch, const char *path, size_t bytes_max, str *ret_fault)
{
    *ret_fault = S("it cannot be opened");
    store_init(s, bytes_max);
    s->journal = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (s->journal < 0)
        return E_FAULT;
    *ret_fault = S("another sandbox uses this directory");
    if (flock(s->journal, LOCK_EX | LOCK_NB) != 0)
        return E_CONFLICT;
    *ret_fault = S("it cannot be read back");
    return store_load(s, scratch, ret_fault);
}

void store_close(struct store *s)
{
    if (s->journal >= 0)
        close(s->journal);
    arena_free(s->arena);
    pthread_mutex_destroy(&s->lock);
}
