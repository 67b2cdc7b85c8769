/* Many parties looked up at once, and made as they are needed. */
#include "base/ids.h"
#include "db/db.h"
#include "party/party.h"

#define DOCUMENTS_AT_ONCE 60 /* as party_known takes */

struct slot {
    const struct party *asked;
    str id, name; /* as the store has it; no id: it has none yet */
};

struct party_known {
    struct slot *slots;
    size_t room; /* a power of two, more than twice what is in it */
};

static size_t start_of(str number, size_t room)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < number.len; i++)
        hash = (hash ^ (unsigned char)number.at[i]) * UINT64_C(1099511628211);
    return (size_t)(hash ^ hash >> 29) & (room - 1);
}

static struct slot *slot_of(const struct party_known *k, str kind, str number)
{
    size_t at = start_of(number, k->room);

    while (k->slots[at].asked != NULL && !(str_eq(k->slots[at].asked->document_number, number) &&
                                             str_eq(k->slots[at].asked->document_kind, kind)))
        at = (at + 1) & (k->room - 1);
    return &k->slots[at];
}

static err ask(struct ctx *ctx, struct party_known *k, str kind, const str *numbers)
{
    struct db_value values[DOCUMENTS_AT_ONCE + 2] = {text(ctx->region), text(kind)};
    struct db_rows rows;
    struct db_row row;

    for (size_t i = 0; i < DOCUMENTS_AT_ONCE; i++)
        values[i + 2] = text(numbers[i]);
    TRY(db_list_values(ctx, SQL_party_known, &rows, values, COUNT(values)));
    while (db_next(&rows, &row)) {
        struct slot *s = slot_of(k, kind, take_text(&row));
        str known = take_text(&row);

        if (known.len == 0)
            continue;
        if (s->asked == NULL)
            return E_FAULT;
        s->id = str_cut(&known, ' ');
        s->name = known;
    }
    return OK;
}

/* All numbers of one kind of document, in groups. */
static err ask_kind(struct ctx *ctx, struct party_known *k, str kind)
{
    str numbers[DOCUMENTS_AT_ONCE] = {0};
    size_t count = 0;

    for (size_t i = 0; i < k->room; i++) {
        const struct party *p = k->slots[i].asked;

        if (p == NULL || !str_eq(p->document_kind, kind))
            continue;
        numbers[count++] = p->document_number;
        if (count < DOCUMENTS_AT_ONCE)
            continue;
        TRY(ask(ctx, k, kind, numbers));
        count = 0;
    }
    for (size_t i = count; i < DOCUMENTS_AT_ONCE; i++)
        numbers[i] = (str){0};
    return count > 0 ? ask(ctx, k, kind, numbers) : OK;
}

err party_known_load(
    struct ctx *ctx, const struct party *parties, size_t count, struct party_known **ret)
{
    struct party_known *k = ARENA_NEW(ctx->arena, struct party_known);
    str kinds = {0};

    for (k->room = 64; k->room <= count * 2;)
        k->room *= 2;
    k->slots = ARENA_MANY(ctx->arena, k->room, struct slot);
    for (size_t i = 0; i < count; i++) {
        slot_of(k, parties[i].document_kind, parties[i].document_number)->asked = &parties[i];
        if (!str_has_word(kinds, parties[i].document_kind))
            kinds =
                arena_printf(ctx->arena, "%.*s%.*s ", STR(kinds), STR(parties[i].document_kind));
    }
    while (kinds.len > 0)
        TRY(ask_kind(ctx, k, str_cut(&kinds, ' ')));
    *ret = k;
    return OK;
}

bool party_known_differs(const struct party_known *k, const struct party *p)
{
    const struct slot *s = slot_of(k, p->document_kind, p->document_number);

    return s->id.len > 0 && !str_eq(s->name, p->name);
}

err party_known_keep(struct ctx *ctx, struct party_known *k, const struct party *p, str *ret_id)
{
    struct slot *s = slot_of(k, p->document_kind, p->document_number);

    if (s->asked == NULL || party_known_differs(k, p))
        return E_FAULT; /* the caller has looked */
    if (s->id.len == 0) {
        s->id = id_in_region(ctx->arena, ctx->region, ctx->now_ms);
        s->name = p->name;
        TRY(db_put(ctx, SQL_party_put, text(ctx->region), text(s->id), text(p->kind), text(p->name),
            text(p->document_kind), text(p->document_number), i64(ctx->now_ms)));
    }
    *ret_id = s->id;
    return OK;
}
