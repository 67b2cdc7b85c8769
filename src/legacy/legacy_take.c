/* A batch of drafts into the book: what the book knows is asked for all of them together, then each
 * is recorded or refused whole, and what became of it is noted, in one transaction. */
#include "base/when.h"
#include "db/db.h"
#include "legacy/legacy_internal.h"
#include "place/city.h"
#include "rule/rule.h"

#define REASONS_BYTES_MAX ((size_t)1 << 20)
#define REGISTER_TYPE_TRANSFER 200

/* A batch on its way into the book. */
struct taking {
    struct ctx *ctx;
    struct legacy_batch *batch;
    struct registry_batch book;
    struct party_known *parties;
    str *codes; /* of all units of all drafts, in order */
    bool *known;
    size_t codes_count, at;           /* of the draft in hand */
    struct legacy_seen seen, *before; /* units of this batch; of the batches before, in a trial */
    struct legacy_totals totals;
};

/* ---- what the book knows ---- */

static void list_codes(struct taking *t)
{
    size_t count = 0;

    for (size_t i = 0; i < t->batch->count; i++)
        count += t->batch->drafts[i].units_count;
    t->codes = ARENA_MANY(t->ctx->arena, count + 1, str);
    t->known = ARENA_MANY(t->ctx->arena, count + 1, bool);
    for (size_t i = 0; i < t->batch->count; i++)
        for (size_t k = 0; k < t->batch->drafts[i].units_count; k++)
            t->codes[t->codes_count++] = t->batch->drafts[i].units[k].unit.code;
}

static err load_parties(struct taking *t)
{
    size_t count = 0;
    struct party *list;

    for (size_t i = 0; i < t->batch->count; i++) {
        const struct party **all;

        count += legacy_parties(t->ctx->arena, &t->batch->drafts[i], &all);
    }
    list = ARENA_MANY(t->ctx->arena, count + 1, struct party);
    count = 0;
    for (size_t i = 0; i < t->batch->count; i++) {
        const struct party **all;
        size_t own = legacy_parties(t->ctx->arena, &t->batch->drafts[i], &all);

        for (size_t k = 0; k < own && !t->batch->drafts[i].refused; k++)
            list[count++] = *all[k];
    }
    return party_known_load(t->ctx, list, count, &t->parties);
}

/* ---- refusals by the book ---- */

static void refuse_units(struct taking *t, const struct legacy_draft *d, struct ctx *why)
{
    for (size_t i = 0; i < d->units_count; i++) {
        str code = d->units[i].unit.code;

        t->known[t->at + i] |= legacy_seen_has(&t->seen, code) ||
                               (t->before != NULL && legacy_seen_has(t->before, code));
        if (t->known[t->at + i] && !t->batch->mapping->transfers)
            why_add(why, &LEGACY_UNIT_AGAIN, S("unit"), code);
    }
}

static void remember(struct taking *t, const struct legacy_draft *d)
{
    for (size_t i = 0; i < d->units_count; i++)
        legacy_seen_add(t->before != NULL ? t->before : &t->seen, d->units[i].unit.code);
}

static void refuse_parties(struct taking *t, const struct legacy_draft *d, struct ctx *why)
{
    const struct party **all;
    size_t count = legacy_parties(t->ctx->arena, d, &all);

    for (size_t i = 0; i < count; i++)
        if (party_known_differs(t->parties, all[i]))
            why_add(why, &PARTY_NAME_DIFFERS, S("name"), all[i]->name);
}

/* The title that the record says now stands in the unit; NULL when it says none. */
static const struct registry_right *new_title(const struct legacy_unit_draft *u)
{
    for (size_t i = 0; i < u->rights_count; i++)
        if (registry_is_title(u->rights[i].right.kind))
            return &u->rights[i].right;
    return NULL;
}

/* A unit that changes hands may be disposed of by the same rules that an entry of a filing is
 * answered by, and stays what it is. */
static err refuse_transfer(struct taking *t, const struct legacy_unit_draft *u, struct ctx *why)
{
    const struct registry_right *title = new_title(u);
    struct registry_page page;
    struct rule_subject s = {.moment = RULE_RECORD,
        .right = title != NULL ? title->kind : S("ownership"),
        .effect = S("transfer"),
        .basis = S("application"),
        .today = when_print_date(t->ctx->arena, when_date_of(t->ctx->now_ms)),
        .region = t->ctx->region,
        .unit = u->unit.code,
        .at = {.page = &page}};

    TRY(registry_batch_lock(t->ctx, &t->book, u->unit.code, &page));
    rule_check(why, t->ctx->city->rules, &s);
    if (title != NULL && page.ownership != NULL && !str_eq(title->kind, page.ownership->kind))
        why_add(why, &LEGACY_DISPOSED, S("unit"), page.ownership->kind);
    else if (why_refuse(why) != OK)
        why_add(why, &LEGACY_DISPOSED, S("unit"), u->unit.code);
    return OK;
}

static err refuse(struct taking *t, const struct legacy_draft *d, struct finding **ret)
{
    struct ctx why = *t->ctx;

    why_clear(&why);
    refuse_parties(t, d, &why);
    refuse_units(t, d, &why);
    for (size_t i = 0; i < d->units_count && why_refuse(&why) == OK; i++)
        if (t->known[t->at + i])
            TRY(refuse_transfer(t, &d->units[i], &why));
    *ret = why_refuse(&why) == OK ? NULL : why.why_first;
    return OK;
}

/* ---- recording ---- */

static err keep_parties(struct taking *t, struct legacy_right_draft *d)
{
    for (size_t i = 0; i < d->right.holders_count; i++)
        TRY(party_known_keep(t->ctx, t->parties, &d->parties[i], &d->right.holders[i].party));
    return OK;
}

static err record_right(struct taking *t, struct registry_page *page, struct legacy_right_draft *d,
    struct registry_change *c)
{
    struct registry_entry entry;

    TRY(keep_parties(t, d));
    c->register_type = c->end != NULL ? REGISTER_TYPE_TRANSFER : d->kind->register_type;
    c->effect = c->end != NULL ? S("transfer") : str_of(d->kind->effect);
    c->right_kind = d->right.kind;
    c->recorder = t->ctx->who.staff;
    c->make = &d->right;
    d->right.lapses_on = registry_last_day(t->ctx, &d->right, (str){0});
    return registry_batch_record(t->ctx, &t->book, page, c, &entry);
}

static err record_unit(struct taking *t, struct legacy_unit_draft *u, bool known)
{
    struct registry_page page = {.unit = u->unit};

    if (known)
        TRY(registry_batch_lock(t->ctx, &t->book, u->unit.code, &page));
    for (size_t i = 0; i < u->rights_count; i++) {
        struct registry_change c = {0};
        c.new_unit = i == 0 && !known ? &u->unit : NULL;
        if (known && registry_is_title(u->rights[i].right.kind)) {
            c.end = page.ownership;
            c.end_state = S("history");
        }
        TRY(record_right(t, &page, &u->rights[i], &c));
    }
    t->totals.units += !known;
    return OK;
}

/* ---- noting ---- */

static void add_reasons(struct buf *b, const struct finding *first)
{
    for (const struct finding *f = first; f != NULL; f = f->next) {
        struct buf *to = b;

        buf_add_z(to, f->rule->id);
        buf_add_char(to, '\t');
        buf_add(to, f->field);
        buf_add_char(to, '\t');
        for (size_t i = 0; i < f->detail.len; i++)
            buf_add_char(to, (unsigned char)f->detail.at[i] < ' ' ? ' ' : f->detail.at[i]);
        buf_add_char(to, '\n');
    }
}

str legacy_reasons(struct arena *a, const struct finding *first, const struct finding *more)
{
    struct buf b;

    buf_init(&b, a, REASONS_BYTES_MAX);
    add_reasons(&b, first);
    add_reasons(&b, more);
    return buf_str(&b);
}

static err note(
    struct taking *t, const struct legacy_draft *d, const struct finding *more, int64_t entries)
{
    char grade = legacy_grade(d, more);
    const struct legacy_lines *l = d->lines;

    t->totals.records++;
    t->totals.lines += l->lines;
    t->totals.complete += grade == 'A';
    t->totals.gaps += grade == 'B';
    t->totals.refused += grade == 'C';
    return db_put(t->ctx, SQL_legacy_record_add, text(t->ctx->region), text(t->batch->import->id),
        i64(l->number), i64((int64_t)l->file), i64(l->line), i64(l->lines),
        text(d->units_count > 0 ? d->units[0].unit.code : (str){0}),
        text(arena_printf(t->ctx->arena, "%c", grade)),
        text(legacy_reasons(t->ctx->arena, d->findings, more)),
        i64(entries > 0 ? t->book.size - entries + 1 : 0), i64(entries));
}

static err take_one(struct taking *t, struct legacy_draft *d)
{
    struct finding *more = NULL;
    int64_t before = t->book.size;

    if (!d->refused)
        TRY(refuse(t, d, &more));
    for (size_t i = 0; i < d->units_count && !d->refused && more == NULL; i++)
        TRY(record_unit(t, &d->units[i], t->known[t->at + i]));
    if (!d->refused && more == NULL)
        remember(t, d);
    t->at += d->units_count;
    t->totals.entries += t->book.size - before;
    return note(t, d, more, t->book.size - before);
}

static err save(struct taking *t)
{
    const struct legacy_import *i = t->batch->import;
    struct legacy_totals *n = &t->totals;
    bool done = t->batch->last;

    TRY(db_change_one(t->ctx, SQL_legacy_import_save, text(t->ctx->region), text(i->id),
        text(done ? S("done") : S("running")), i64(n->records), i64(n->lines), i64(n->complete),
        i64(n->gaps), i64(n->refused), i64(n->units), i64(n->entries),
        i64(done ? t->ctx->now_ms : 0), i64(i->version)));
    return OK;
}

static err load(struct taking *t)
{
    list_codes(t);
    TRY(registry_units_known(t->ctx, t->codes, t->codes_count, t->known));
    return load_parties(t);
}

err legacy_take(struct ctx *ctx, struct legacy_batch *batch)
{
    struct taking t = {.ctx = ctx, .batch = batch, .totals = batch->import->totals};

    t.seen.arena = ctx->arena;
    TRY(registry_batch_begin(ctx, &t.book));
    TRY(load(&t));
    for (size_t i = 0; i < batch->count; i++)
        TRY(take_one(&t, &batch->drafts[i]));
    TRY(registry_batch_end(ctx, &t.book));
    TRY(save(&t));
    batch->after = *batch->import;
    batch->after.totals = t.totals;
    batch->after.version++;
    batch->after.done = batch->last;
    return OK;
}

static void look_at(struct taking *t, struct legacy_draft *d)
{
    struct legacy_totals *n = &t->totals;
    struct ctx why = *t->ctx;
    char grade;

    why_clear(&why);
    if (!d->refused) {
        refuse_parties(t, d, &why);
        refuse_units(t, d, &why);
    }
    if (why_refuse(&why) != OK) {
        d->refused = true;
        d->findings = why.why_first;
    } else if (!d->refused) {
        remember(t, d);
    }
    t->at += d->units_count;
    grade = legacy_grade(d, NULL);
    n->records++;
    n->lines += d->lines->lines;
    n->complete += grade == 'A';
    n->gaps += grade == 'B';
    n->refused += grade == 'C';
    n->units += d->refused ? 0 : (int64_t)d->units_count;
}

err legacy_look(struct ctx *ctx, struct legacy_batch *batch)
{
    struct taking t = {.ctx = ctx, .batch = batch, .totals = batch->import->totals};

    t.before = batch->seen;
    TRY(load(&t));
    for (size_t i = 0; i < batch->count; i++)
        look_at(&t, &batch->drafts[i]);
    batch->after = *batch->import;
    batch->after.totals = t.totals;
    return OK;
}
