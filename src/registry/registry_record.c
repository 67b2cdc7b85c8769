/* 登簿: one entry, or one of many, with everything that it changes, in the caller's transaction. */
#include "base/ids.h"
#include "registry/registry_store.h"

#define REGISTRY_SALT_BYTES 16

static err end_right(
    struct ctx *ctx, const struct registry_plan *plan, int64_t number, struct tree *content)
{
    const struct registry_change *c = plan->change;
    struct tree *ended, *ranks;
    int64_t changed;

    TRY(db_change(ctx, SQL_registry_right_end, &changed, text(ctx->region), text(c->end->id),
        text(c->end_state), i64(number)));
    if (changed != 1)
        return E_CONFLICT;
    ended = tree_object(content, S("ended"));
    tree_text(ended, S("id"), c->end->id);
    tree_text(ended, S("state"), c->end_state);
    if (str_is(c->end->kind, "ownership"))
        return OK;
    ranks = tree_list(content, S("ranks"));
    for (size_t i = 0; i < plan->moves_count; i++) { /* in rank order: the rank below is free */
        const struct registry_move *m = &plan->moves[i];
        struct tree *moved = tree_object(ranks, S(""));

        TRY(db_put(
            ctx, SQL_registry_right_rank, text(ctx->region), text(m->right->id), i64(m->rank)));
        tree_text(moved, S("id"), m->right->id);
        tree_i64(moved, S("rank"), m->rank);
    }
    return OK;
}

static err make_right(
    struct ctx *ctx, const struct registry_plan *plan, int64_t number, struct tree *content)
{
    struct registry_right *r = plan->made;

    r->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
    r->entry_made = number;
    registry_write_right(r, tree_object(content, S("made")));
    return registry_store_right(ctx, r);
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
        text(e->content), bytes(e->salt), bytes(e->digest), text(e->recorder), i64(e->made_ms)));
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
static err begin_unit(struct ctx *ctx, const struct registry_batch *batch,
    const struct registry_unit *u, int64_t number)
{
    if (batch == NULL)
        return db_put(ctx, SQL_registry_unit_entry, text(ctx->region), text(u->code), i64(number));
    return db_put(ctx, SQL_registry_unit_put, text(ctx->region), text(u->code), text(u->location),
        text(u->usage), text(u->structure), text(u->floor), i64(u->floors), i64(u->area_cm2),
        text(u->land_kind), text(u->land_until), i64(number));
}

err registry_record(struct ctx *ctx, const struct registry_page *page,
    const struct registry_change *c, struct registry_entry *ret)
{
    return registry_batch_record(ctx, NULL, page, c, ret);
}

err registry_batch_record(struct ctx *ctx, struct registry_batch *batch,
    const struct registry_page *page, const struct registry_change *c, struct registry_entry *ret)
{
    struct tree *content = tree_new(ctx->arena, TREE_OBJECT);
    struct registry_entry e = {.unit = page->unit.code};
    struct registry_plan plan;

    if (!registry_plan_make(ctx->arena, page, c, &plan))
        return E_FAULT;
    TRY(next_number(ctx, batch, &e.number));
    tree_i64(content, S("number"), e.number);
    tree_text(content, S("unit"), page->unit.code);
    tree_i64(content, S("register_type"), c->register_type);
    tree_text(content, S("right_kind"), c->right_kind);
    tree_text(content, S("effect"), c->effect);
    tree_text(content, S("filing"), c->filing);
    tree_text(content, S("recorder"), c->recorder);
    tree_i64(content, S("made_ms"), ctx->now_ms);
    if (c->new_unit != NULL) {
        registry_write_unit(c->new_unit, tree_object(content, S("new_unit")));
        TRY(begin_unit(ctx, batch, c->new_unit, e.number));
    }
    if (c->end != NULL)
        TRY(end_right(ctx, &plan, e.number, content));
    if (plan.made != NULL)
        TRY(make_right(ctx, &plan, e.number, content));
    TRY(append_entry(ctx, batch, c, content, &e));
    *ret = e;
    return OK;
}
