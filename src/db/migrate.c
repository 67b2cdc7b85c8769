/* Brings the store's schema to what the program knows: schema/NNNN_name.sql in order of number,
 * each in one transaction with its row in schema_migration, never backwards; then the engine's own
 * triggers, at each start. A file that was applied may not change afterwards. */
#include "db/db_engine.h"

#include "base/crypto.h"
#include "base/when.h"

#include <string.h>

struct migration {
    int64_t number;
    str name; /* 0001_core */
    str text;
    str sha256;
};

/* schema/0001_core.sql; false for any other path. */
static bool migration_of(struct arena *a, const struct embed_file *f, struct migration *ret)
{
    str path = str_of(f->path);

    if (!str_starts(path, S("schema/")) || !str_ends(path, S(".sql")))
        return false;

    str name = str_slice(path, 7, path.len - 7 - 4);

    if (name.len < 6 || name.at[4] != '_' || !str_to_i64(str_slice(name, 0, 4), &ret->number))
        return false;
    ret->name = name;
    ret->text = (str){(const char *)f->bytes, f->len};
    ret->sha256 = crypto_sha256_hex(a, ret->text);
    return ret->number > 0;
}

/* The hash of an applied migration; empty when it was not applied. */
static err applied_hash(struct db *db, struct arena *a, int64_t number, str *ret)
{
    struct db_value value = i64(number);
    struct db_once once = {"SELECT sha256 FROM schema_migration WHERE number = $1", &value, 1, a};
    struct db_rows rows;
    struct db_row row;

    TRY(db->engine->once(db, &once, &rows));
    *ret = db_next(&rows, &row) ? take_text(&row) : S("");
    return OK;
}

static err note_applied(struct db *db, struct arena *a, const struct migration *m)
{
    struct db_value values[] = {i64(m->number), text(m->name), text(m->sha256), i64(when_now_ms())};
    struct db_once once = {
        "INSERT INTO schema_migration (number, name, sha256, applied_ms) VALUES ($1, $2, $3, $4)",
        values, COUNT(values), a};
    struct db_rows rows;

    return db->engine->once(db, &once, &rows);
}

static err apply_inside(struct db *db, struct arena *a, const struct migration *m)
{
    TRY(db->engine->script(db, arena_z(a, db->engine->rewrite(a, m->text))));
    return note_applied(db, a, m);
}

/* In one transaction: begun here, ended here, undone on any fault. */
static err in_transaction(struct db *db, err fault)
{
    if (fault == OK)
        fault = db->engine->script(db, "COMMIT");
    if (fault == OK)
        return OK;

    struct arena *a = arena_new((size_t)16 << 10);
    str sentence = db_fault_text(db, a);
    err undone = db->engine->script(db, "ROLLBACK");

    (void)undone; /* SQLite may have rolled back by itself */
    db_fault_say(db, "%.*s", STR(sentence));
    arena_free(a);
    return fault;
}

static err migrate_one(struct db *db, struct arena *a, const struct migration *m)
{
    str hash;

    TRY(applied_hash(db, a, m->number, &hash));
    if (str_eq(hash, m->sha256))
        return OK;
    if (hash.len > 0) {
        db_fault_say(db,
            "Migration %.*s has changed since it was applied to this store: put it back as it was"
            " and write a new one.",
            STR(m->name));
        return E_FAULT;
    }
    TRY(db->engine->script(db, "BEGIN"));

    err fault = in_transaction(db, apply_inside(db, a, m));

    if (fault == OK)
        return OK;

    str sentence = db_fault_text(db, a);

    db_fault_say(db, "Migration %.*s: %.*s", STR(m->name), STR(sentence));
    return fault;
}

/* An older program must not work on a schema that it does not know. */
static err refuse_newer(struct db *db, struct arena *a, int64_t known)
{
    struct db_value value = i64(known);
    struct db_once once = {
        "SELECT name FROM schema_migration WHERE number > $1 ORDER BY number LIMIT 1", &value, 1,
        a};
    struct db_rows rows;
    struct db_row row;

    TRY(db->engine->once(db, &once, &rows));
    if (!db_next(&rows, &row))
        return OK;

    str name = take_text(&row);

    db_fault_say(
        db, "The store has been migrated by a newer program (%.*s): start that one.", STR(name));
    return E_FAULT;
}

static err migrate_numbered(struct db *db, struct arena *a)
{
    int64_t last = 0;

    for (const struct embed_file *f = db->files; f->path; f++) {
        struct migration m;

        if (!migration_of(a, f, &m))
            continue;
        if (m.number <= last) {
            db_fault_say(db, "Migration %.*s stands out of order.", STR(m.name));
            return E_FAULT;
        }
        TRY(migrate_one(db, a, &m));
        last = m.number;
    }
    return refuse_newer(db, a, last);
}

static err apply_engine(struct db *db, struct arena *a)
{
    for (const struct embed_file *f = db->files; f->path; f++) {
        if (strcmp(f->path, db->engine->schema_path) != 0)
            continue;
        TRY(db->engine->script(db, "BEGIN"));
        return in_transaction(
            db, db->engine->script(db, arena_z(a, (str){(const char *)f->bytes, f->len})));
    }
    return OK;
}

static err migrate_locked(struct db *db, struct arena *a)
{
    static const char table[] = "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT PRIMARY"
                                " KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_ms BIGINT"
                                " NOT NULL);";

    TRY(db->engine->script(db, arena_z(a, db->engine->rewrite(a, str_of(table)))));
    TRY(migrate_numbered(db, a));
    return apply_engine(db, a);
}

err db_migrate(struct db *db, struct arena *a)
{
    TRY(db->engine->lock(db));

    err fault = migrate_locked(db, a);

    db->engine->unlock(db);
    return fault;
}
