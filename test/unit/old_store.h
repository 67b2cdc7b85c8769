/* A store as an earlier program left it, brought up to this one: on SQLite, and on PostgreSQL when
 * YICHUANG_TEST_PG holds the address of an empty database, which is emptied again. */
#pragma once

#include "test.h"

#include "base/embed.h"
#include "db/db.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <unistd.h>

struct old_store {
    const struct sql_text *then; /* what that program wrote */
    size_t then_count;
    int last;                                /* number of the newest schema that it knew */
    err (*fill)(struct ctx *ctx, void *arg); /* writes `then` */
    err (*look)(struct ctx *ctx, void *arg); /* looks at, or goes on with, what became of it */
    void *arg;                               /* of look */
    struct ctx ctx;                          /* in which both run */
};

static inline const char *old_sqlite_url(void)
{
    static char url[64];

    if (url[0] == '\0')
        snprintf(url, sizeof(url), "sqlite:/tmp/yichuang-old-%d/old.db", (int)getpid());
    return url;
}

static inline void old_pg_empty(const char *url)
{
    PGconn *pg = PQconnectdb(url);

    PQclear(PQexec(pg, "SET client_min_messages = warning"));
    PQclear(PQexec(pg, "DROP SCHEMA public CASCADE"));
    PQclear(PQexec(pg, "CREATE SCHEMA public"));
    PQfinish(pg);
}

static inline void old_remove_all(void)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-lock"};
    const char *path = old_sqlite_url() + strlen("sqlite:");
    char name[160];

    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(name, sizeof(name), "%s%s", path, ends[i]);
        unlink(name);
    }
    snprintf(name, sizeof(name), "%s", path);
    *strrchr(name, '/') = '\0';
    rmdir(name);
}

/* Without the triggers of tables that came after the second schema, as PostgreSQL's text asks by
 * itself. */
static inline struct embed_file old_triggers(const struct embed_file *f, int last)
{
    struct embed_file kept = *f;
    size_t later;

    if (last <= 2 &&
        str_find((str){(const char *)f->bytes, f->len}, S("-- Tables of later schemas."), &later))
        kept.len = later;
    return kept;
}

/* The schemas up to the store's last, and the triggers. */
static inline const struct embed_file *old_files(int last)
{
    struct embed_file *kept = ARENA_MANY(test_arena, 64, struct embed_file);
    str newest = arena_printf(test_arena, "schema/%04d_", last);
    str after = arena_printf(test_arena, "schema/%04d", last + 1);
    bool has_newest = false;
    size_t count = 0;

    for (const struct embed_file *f = embed_files; f->path != NULL; f++) {
        str path = str_of(f->path);
        bool engine = str_starts(path, S("schema/engine/"));

        if (engine)
            kept[count++] = old_triggers(f, last);
        else if (str_starts(path, S("schema/")) && str_cmp(path, after) < 0)
            kept[count++] = *f;
        has_newest = has_newest || str_starts(path, newest);
    }
    CHECK(has_newest);
    return kept;
}

static inline struct db *old_open(const struct db_options *options)
{
    struct db *db = NULL;
    str fault = {0};

    CHECK_I64(db_open(test_arena, options, &db, &fault), OK);
    if (fault.len > 0)
        printf("# %.*s\n", STR(fault));
    return db;
}

static inline void old_bring_up(struct old_store *s, const char *url)
{
    struct db_options old = {.url = url,
        .connections = 2,
        .statements = s->then,
        .statement_count = s->then_count,
        .files = old_files(s->last)};
    struct db_options now = {.url = url, .connections = 2};
    struct db *db = old_open(&old);

    if (db == NULL)
        return;
    CHECK_I64(db_write(db, &s->ctx, s->fill, NULL), OK);
    db_close(db);
    db = old_open(&now);
    if (db == NULL)
        return;
    CHECK_I64(db_write(db, &s->ctx, s->look, s->arg), OK);
    db_close(db);
}

static inline void old_on_sqlite(struct old_store *s)
{
    old_remove_all();
    old_bring_up(s, old_sqlite_url());
    old_remove_all();
}

static inline void old_on_postgres(struct old_store *s)
{
    const char *url = getenv("YICHUANG_TEST_PG");

    if (url == NULL) {
        printf("# skipped: YICHUANG_TEST_PG is not set\n");
        return;
    }
    old_pg_empty(url);
    old_bring_up(s, url);
    old_pg_empty(url);
}
