/* Faults on demand for tests: SQLite's own file access, whose sync or write can be made to fail
 * once. A release holds none of it. */
#include "db/sqlite_engine.h"

#ifdef YICHUANG_TEST

#include <stdlib.h>
#include <string.h>

struct fault_vfs;

/* A kind of file (SQLite has one table of methods for databases, one for logs): its own methods,
 * but for the two below. From a file's table one finds back to the store that opened it. */
struct fault_kind {
    sqlite3_io_methods methods;
    const sqlite3_io_methods *plain;
    struct fault_vfs *vfs;
};

#define FAULT_KINDS 4

struct fault_vfs {
    sqlite3_vfs vfs;
    sqlite3_vfs *system;
    struct db *db;
    struct fault_kind kind[FAULT_KINDS];
    char name[40];
};

static struct fault_kind *kind_of(sqlite3_file *file)
{
    return (struct fault_kind *)(uintptr_t)file->pMethods;
}

static int fault_sync(sqlite3_file *file, int flags)
{
    struct fault_kind *kind = kind_of(file);

    if (db_test_takes(kind->vfs->db, DB_TEST_SYNC_FAILS))
        return SQLITE_IOERR_FSYNC;
    return kind->plain->xSync(file, flags);
}

static int fault_write(sqlite3_file *file, const void *at, int len, sqlite3_int64 offset)
{
    struct fault_kind *kind = kind_of(file);

    if (db_test_takes(kind->vfs->db, DB_TEST_DISK_FULL))
        return SQLITE_FULL;
    return kind->plain->xWrite(file, at, len, offset);
}

static struct fault_kind *kind_for(struct fault_vfs *v, const sqlite3_io_methods *plain)
{
    for (size_t i = 0; i < FAULT_KINDS; i++) {
        struct fault_kind *kind = &v->kind[i];

        if (kind->plain == plain)
            return kind;
        if (kind->plain)
            continue;
        *kind = (struct fault_kind){*plain, plain, v};
        kind->methods.xSync = fault_sync;
        kind->methods.xWrite = fault_write;
        return kind;
    }
    return NULL;
}

static int fault_open(
    sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *ret_flags)
{
    struct fault_vfs *v = (struct fault_vfs *)vfs;
    int rc = v->system->xOpen(v->system, path, file, flags, ret_flags);
    struct fault_kind *kind =
        rc == SQLITE_OK && file->pMethods ? kind_for(v, file->pMethods) : NULL;

    if (kind)
        file->pMethods = &kind->methods;
    return rc;
}

sqlite3_vfs *sqlite_fault_vfs(struct db *db)
{
    struct fault_vfs *v = calloc(1, sizeof(*v));

    if (!v)
        return NULL;
    v->system = sqlite3_vfs_find(NULL);
    v->db = db;
    v->vfs = *v->system;
    v->vfs.pNext = NULL;
    v->vfs.xOpen = fault_open;
    snprintf(v->name, sizeof(v->name), "fault-%p", (void *)v);
    v->vfs.zName = v->name;
    if (sqlite3_vfs_register(&v->vfs, 0) == SQLITE_OK)
        return &v->vfs;
    free(v);
    return NULL;
}

void sqlite_fault_vfs_free(sqlite3_vfs *vfs)
{
    if (!vfs)
        return;
    sqlite3_vfs_unregister(vfs);
    free(vfs);
}

const char *sqlite_synchronous(void)
{
    const char *wanted = getenv("YICHUANG_TEST_SYNCHRONOUS");

    if (wanted && strcmp(wanted, "NORMAL") == 0)
        return "PRAGMA synchronous = NORMAL";
    return "PRAGMA synchronous = FULL";
}

#else

sqlite3_vfs *sqlite_fault_vfs(struct db *db)
{
    (void)db;
    return NULL;
}

void sqlite_fault_vfs_free(sqlite3_vfs *vfs)
{
    (void)vfs;
}

const char *sqlite_synchronous(void)
{
    return "PRAGMA synchronous = FULL";
}

#endif
