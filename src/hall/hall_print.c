/* What use cases of the hall check and show alike. */
#include "base/ids.h"
#include "hall/hall_store.h"
#include "party/party.h"

struct state_row {
    const char *of, *name, *zh, *en;
};
static const struct state_row states[] = {
#define STATE(of, name, zh, en, next) {of, name, zh, en},
#include "filing/states.def"
#undef STATE
};

/* ---- checks ---- */

void hall_office_check(struct ctx *ctx, str office)
{
    const struct place_office *o = place_office_find(ctx->city, office);

    if (o == NULL || !str_eq(o->region, ctx->region))
        why_add(ctx, &HALL_OFFICE_UNKNOWN, S("office"), office);
}

void hall_matter_check(struct ctx *ctx, str matter)
{
    if (!hall_matter_is_known(matter))
        why_add(ctx, &HALL_MATTER_UNKNOWN, S("matter"), matter);
}

str hall_document_kind(const struct hall_person_in *p)
{
    return p->document_kind.len > 0 ? p->document_kind : S("id");
}

void hall_person_check(struct ctx *ctx, const struct hall_person_in *p, bool phone_needed)
{
    struct party_in party = {.kind = S("person"),
        .name = p->name,
        .document_kind = hall_document_kind(p),
        .document_number = p->document_number};

    if (str_is(party.document_kind, "uscc")) /* an organisation comes by a person */
        why_add(ctx, &PARTY_DOCUMENT_KIND, S("person.document_kind"), party.document_kind);
    else
        party_check(ctx, &party, S("person"));
    if (phone_needed && p->phone.len == 0)
        why_add(ctx, &HALL_PHONE_NEEDED, S("person.phone"), (str){0});
    else if (p->phone.len > 0 && !hall_phone_is_valid(p->phone))
        why_add(ctx, &HALL_PHONE, S("person.phone"), p->phone);
}

/* ---- shown ---- */

static void show_state(const char *of, str state, struct tree *out)
{
    tree_text(out, S("state"), state);
    for (size_t i = 0; i < COUNT(states); i++) {
        if (!str_is(str_of(of), states[i].of) || !str_is(state, states[i].name))
            continue;
        tree_text(out, S("state_zh"), str_of(states[i].zh));
        tree_text(out, S("state_en"), str_of(states[i].en));
    }
}

void hall_booking_print(struct ctx *ctx, const struct hall_booking *b, struct tree *out)
{
    tree_text(out, S("booking"), b->id);
    tree_text(out, S("office"), b->office);
    tree_text(out, S("matter"), b->matter);
    show_state("booking", b->state, out);
    tree_i64(out, S("begins_ms"), b->begins_ms);
    tree_i64(out, S("ends_ms"), b->ends_ms);
    tree_text(out, S("name"), id_mask_name(ctx->arena, b->name));
    tree_i64(out, S("made_ms"), b->made_ms);
}

void hall_ticket_print(struct ctx *ctx, const struct hall_ticket *t, struct tree *out)
{
    tree_text(out, S("ticket"), t->id);
    tree_text(out, S("label"), hall_label(ctx->arena, t));
    tree_i64(out, S("number"), t->number);
    tree_text(out, S("office"), t->office);
    tree_text(out, S("matter"), t->matter);
    tree_text(out, S("priority"), t->priority);
    tree_text(out, S("channel"), t->channel);
    show_state("ticket", t->state, out);
    tree_i64_or_null(
        out, S("window"), str_is(t->state, "waiting") ? t->wanted_window : t->at_window);
    tree_text(out, S("name"), id_mask_name(ctx->arena, t->name));
    tree_i64(out, S("calls"), t->calls);
    tree_i64(out, S("absences"), t->absences);
    tree_i64(out, S("taken_ms"), t->taken_ms);
    tree_i64_or_null(out, S("called_ms"), t->called_ms);
    tree_i64_or_null(out, S("ended_ms"), t->ended_ms);
    tree_text_or_null(out, S("booking"), t->booking);
    tree_text_or_null(out, S("filing"), t->filing);
}

size_t hall_waiting(struct hall_ticket *live, size_t count)
{
    size_t waiting = 0;

    for (size_t i = 0; i < count; i++)
        if (str_is(live[i].state, "waiting"))
            live[waiting++] = live[i];
    hall_sort(live, waiting);
    return waiting;
}

err hall_ticket_ahead(
    struct ctx *ctx, const struct hall_ticket *t, int64_t *ret_ahead, int64_t *ret_busy)
{
    struct hall_ticket *live;
    size_t count;

    *ret_ahead = *ret_busy = 0;
    TRY(hall_tickets_live(ctx, t->office, &live, &count));
    for (size_t i = 0; i < count; i++) {
        if (!str_is(live[i].state, "waiting"))
            ++*ret_busy;
        else if (str_is(t->state, "waiting") && hall_ticket_order(&live[i], t) < 0)
            ++*ret_ahead;
    }
    return OK;
}

err hall_ticket_place(struct ctx *ctx, const struct hall_ticket *t, struct tree *out)
{
    struct hall_params p = hall_params_now(ctx);
    int64_t ahead, busy;

    TRY(hall_ticket_ahead(ctx, t, &ahead, &busy));
    hall_ticket_print(ctx, t, out);
    tree_i64(out, S("ahead"), ahead);
    tree_i64(out, S("wait_minutes"), ahead * p.minutes_each / (busy > 0 ? busy : 1));
    tree_text(out, S("code"), t->code);
    return OK;
}
