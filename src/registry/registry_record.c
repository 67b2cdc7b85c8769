/* 登簿: one entry, or one of many, with everything that it changes, in the caller's transaction. */
#include "base/ids.h"
#include "place/city.h"
#include "registry/registry_store.h"

#define REGISTRY_SALT_BYTES 16

/* An entry on its way: what it changes is written into its content as it is written into the rows.
 */
struct recording {
    struct registry_batch *batch; /* NULL: an entry of its own */
    const struct registry_plan *plan;
    int64_t number;
    struct tree *content;
};

static err end_right(struct ctx *ctx, const struct recording *r)
{
    const struct registry_change *c = r->plan->change;
    struct tree *ended;
    int64_t changed;

    TRY(db_change(ctx, SQL_registry_right_end, &changed, text(ctx->region), text(c->end->id),
        text(c->end_state), i64(r->number)));
    if (changed != 1)
        return E_CONFLICT;
    ended = tree_object(r->content, S("ended"));
    tree_text(ended, S("id"), c->end->id);
    tree_text(ended, S("state"), c->end_state);
    return OK;
}

static err move_rights(struct ctx *ctx, const struct recording *r)
{
    struct tree *ranks;

    if (r->plan->moves_count == 0)
        return OK;
    ranks = tree_list(r->content, S("ranks"));
    for (size_t i = 0; i < r->plan->moves_count; i++) { /* each into a rank that is free by then */
        const struct registry_move *m = &r->plan->moves[i];
        struct tree *moved = tree_object(ranks, S(""));

        TRY(db_put(ctx, SQL_registry_right_rank, text(ctx->region), text(m->right->id),
            i64(m->rank), i64(m->since_entry)));
        tree_text(moved, S("id"), m->right->id);
        tree_i64(moved, S("rank"), m->rank);
        if (m->since_entry != m->right->since_entry)
            tree_i64(moved, S("since_entry"), m->since_entry);
    }
    return OK;
}

static err make_right(struct ctx *ctx, const struct recording *r)
{
    struct registry_right *made = r->plan->made;

    made->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    made->entry_made = r->number;
    if (made->since_entry == 0)
        made->since_entry = r->number;
    registry_write_right(made, tree_object(r->content, S("made")));
    return registry_store_right(ctx, made);
}

static err change_unit(struct ctx *ctx, const struct recording *r)
{
    const struct registry_unit *u = r->plan->change->unit_now;
    struct tree *now = tree_object(r->content, S("unit_now"));

    registry_write_unit(u, now);
    tree_text(now, S("state"), u->state);
    return db_change_one(ctx, SQL_registry_unit_now, text(ctx->region), text(u->code),
        text(u->location), text(u->usage), text(u->structure), text(u->floor), i64(u->floors),
        i64(u->area_cm2), text(u->land_kind), text(u->land_until), text(u->state));
}

static str digest_of(struct ctx *ctx, str salt, str content)
{
    uint8_t *digest = arena_take(ctx->arena, CRYPTO_SHA256_BYTES);

    crypto_sha256(arena_join(ctx->arena, salt, content), digest);
    return (str){(const char *)digest, CRYPTO_SHA256_BYTES};
}

static err append_entry(struct ctx *ctx, struct registry_batch *batch,
    const struct registry_change *c, struct tree *content, struct registry_entry *e)
{
    char *salt = arena_take(ctx->arena, REGISTRY_SALT_BYTES);

    id_random_bytes(salt, REGISTRY_SALT_BYTES);
    e->filing = c->filing;
    e->register_type = c->register_type;
    e->right_kind = c->right_kind;
    e->effect = c->effect;
    e->recorder = c->recorder;
    e->made_ms = ctx->now_ms;
    e->content = tree_to_json(content);
    e->salt = (str){salt, REGISTRY_SALT_BYTES};
    e->digest = digest_of(ctx, e->salt, e->content);
    TRY(db_put(ctx, SQL_registry_entry_add, text(ctx->region), i64(e->number), text(e->unit),
        text(e->filing), i64(e->register_type), text(e->right_kind), text(e->effect),
        text(e->content), bytes(e->salt), bytes(e->digest), text(e->recorder), i64(e->made_ms),
        i64(e->position)));
    return registry_log_append(ctx, batch, e->number, e->digest);
}

static err next_number(struct ctx *ctx, struct registry_batch *batch, int64_t *ret)
{
    struct db_row row;

    if (batch != NULL) {
        *ret = ++batch->size;
        return OK;
    }
    TRY(db_get(ctx, SQL_registry_book_next, &row, text(ctx->region)));
    *ret = take_i64(&row);
    return OK;
}

/* The unit's own row: there already, or written here with its first entry. */
static err begin_unit(struct ctx *ctx, const struct recording *r)
{
    const struct registry_unit *u = r->plan->change->new_unit;

    registry_write_unit(u, tree_object(r->content, S("new_unit")));
    if (r->batch == NULL)
        return db_put(
            ctx, SQL_registry_unit_entry, text(ctx->region), text(u->code), i64(r->number));
    return db_put(ctx, SQL_registry_unit_put, text(ctx->region), text(u->code), text(u->location),
        text(u->usage), text(u->structure), text(u->floor), i64(u->floors), i64(u->area_cm2),
        text(u->land_kind), text(u->land_until), i64(r->number));
}

/* What the entry says of itself. */
static void write_head(struct ctx *ctx, const struct registry_change *c,
    const struct registry_entry *e, struct tree *content)
{
    tree_i64(content, S("number"), e->number);
    tree_text(content, S("unit"), e->unit);
    tree_i64(content, S("register_type"), c->register_type);
    tree_text(content, S("right_kind"), c->right_kind);
    tree_text(content, S("effect"), c->effect);
    tree_text(content, S("filing"), c->filing);
    tree_i64(content, S("position"), e->position);
    if (c->basis.len > 0)
        tree_text(content, S("basis"), c->basis);
    if (c->document.len > 0)
        tree_text(content, S("document"), c->document);
    if (c->corrects > 0)
        tree_i64(content, S("corrects"), c->corrects);
    tree_text(content, S("recorder"), c->recorder);
    tree_i64(content, S("made_ms"), ctx->now_ms);
}

/* The rows, and the content beside them. */
static err carry_out(struct ctx *ctx, const struct recording *r)
{
    const struct registry_change *c = r->plan->change;

    if (c->new_unit != NULL)
        TRY(begin_unit(ctx, r));
    if (c->unit_now != NULL)
        TRY(change_unit(ctx, r));
    if (c->end != NULL)
        TRY(end_right(ctx, r));
    TRY(move_rights(ctx, r));
    return r->plan->made != NULL ? make_right(ctx, r) : OK;
}

static err record_plan(struct ctx *ctx, struct registry_batch *batch,
    const struct registry_plan *plan, struct registry_entry *e)
{
    const struct registry_change *c = plan->change;
    struct recording r = {
        .batch = batch, .plan = plan, .content = tree_new(ctx->arena, TREE_OBJECT)};

    *e = (struct registry_entry){
        .unit = plan->page->unit.code, .position = c->position > 0 ? c->position : 1};
    TRY(next_number(ctx, batch, &e->number));
    r.number = e->number;
    write_head(ctx, c, e, r.content);
    TRY(carry_out(ctx, &r));
    TRY(append_entry(ctx, batch, c, r.content, e));
    if (ctx->city != NULL && ctx->city->hooks != NULL)
        return ctx->city->hooks->entered(ctx, c, e);
    return OK;
}

err registry_record(struct ctx *ctx, const struct registry_page *page,
    const struct registry_change *c, struct registry_entry *ret)
{
    struct registry_page after = *page;

    return registry_batch_record(ctx, NULL, &after, c, ret);
}

err registry_record_next(struct ctx *ctx, const struct registry_page *page,
    const struct registry_change *c, struct registry_entry *ret, struct registry_page *ret_page)
{
    struct registry_page after = *page;

    TRY(registry_batch_record(ctx, NULL, &after, c, ret));
    *ret_page = after;
    return OK;
}

err registry_batch_record(struct ctx *ctx, struct registry_batch *batch, struct registry_page *page,
    const struct registry_change *c, struct registry_entry *ret)
{
    struct registry_page after;
    struct registry_plan plan;

    if (!registry_plan_make(ctx->arena, page, c, &plan))
        return E_FAULT;
    registry_plan_page(ctx->arena, &plan, &after);
    if (registry_page_breach(ctx->arena, &after) != NULL)
        return E_FAULT;
    TRY(record_plan(ctx, batch, &plan, ret));
    registry_plan_page(ctx->arena, &plan, &after); /* the right has its id now */
    if (c->new_unit != NULL)
        after.unit.entry_made = ret->number;
    *page = after;
    return OK;
}
