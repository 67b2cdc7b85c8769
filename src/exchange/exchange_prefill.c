/* A draft filled from the scene's sources: the registry is read here, departments are asked by the
 * caller. A field that has a value keeps it: what was typed first, then the first source. */
#include "exchange/exchange_prefill.h"

#include "base/ids.h"
#include "base/when.h"
#include "exchange/exchange_draft.h"

#define INPUT_HERE struct exchange_prefill_in
INPUT_TABLE(exchange_prefill_in, EXCHANGE_PREFILL_IN)
#undef INPUT_HERE

OUTPUT_TABLE(exchange_prefill_party_out, EXCHANGE_PREFILL_PARTY_OUT)
OUTPUT_TABLE(exchange_prefill_origin_out, EXCHANGE_PREFILL_ORIGIN_OUT)
OUTPUT_TABLE(exchange_prefill_fault_out, EXCHANGE_PREFILL_FAULT_OUT)
OUTPUT_TABLE(exchange_prefill_choice_out, EXCHANGE_PREFILL_CHOICE_OUT)
OUTPUT_TABLE(exchange_prefill_out, EXCHANGE_PREFILL_OUT)

/* ---- values ---- */

const struct prefill_value *draft_find(const struct prefill *p, str key)
{
    for (size_t i = 0; i < p->values_count; i++)
        if (str_eq(p->values[i].key, key))
            return &p->values[i];
    return NULL;
}

/* False when the field has a value already. */
static bool put_value(struct prefill *p, str key, str kind, const struct tree *value)
{
    if (value == NULL || value->kind == TREE_NULL || p->values_count == PREFILL_VALUES_MAX ||
        draft_find(p, key) != NULL || (value->kind == TREE_TEXT && value->text.len == 0))
        return false;
    p->values[p->values_count++] = (struct prefill_value){key, kind, value->text, value->number};
    return true;
}

static void put_text(struct prefill *p, const char *key, str value)
{
    if (value.len > 0 && p->values_count < PREFILL_VALUES_MAX)
        p->values[p->values_count++] = (struct prefill_value){str_of(key), S("text"), value, 0};
}

static const struct scene_ask *find_ask(const struct scene *s, str id)
{
    for (size_t i = 0; i < s->asks_count; i++)
        if (str_eq(s->asks[i].id, id))
            return &s->asks[i];
    return NULL;
}

/* Only answers that the scene asks for, in the form in which they came; the form is checked when
 * the filing is opened. */
static void put_answers(struct prefill *p, const struct tree *answers)
{
    if (answers == NULL || answers->kind != TREE_OBJECT)
        return;
    for (const struct tree *t = answers->first; t != NULL; t = t->next) {
        const struct scene_ask *ask = find_ask(p->scene, t->key);

        if (ask != NULL && (t->kind == TREE_TEXT || t->kind == TREE_I64 || t->kind == TREE_BOOL))
            (void)put_value(p, t->key, ask->kind, t);
    }
}

/* ---- what a source gave ---- */

static void note_origin(struct prefill *p, const struct draft_answer *a, str field)
{
    if (p->origins_count == COUNT(p->origins))
        return;
    p->origins[p->origins_count++] =
        (struct prefill_origin){field, a->source, a->reference, a->at_ms};
}

static bool has_role(const struct prefill *p, str role)
{
    for (size_t i = 0; i < p->parties_count; i++)
        if (str_eq(p->parties[i].role, role))
            return true;
    return false;
}

/* Citizens and organisations are told apart by the form and check digit of their numbers. */
static str document_kind_of(struct ctx *ctx, const struct tree *person)
{
    str kind = tree_get_text(person, S("document_kind"));
    str number = tree_get_text(person, S("document_number"));

    if (kind.len > 0)
        return kind;
    if (id_citizen_is_valid(number, ctx->now_ms))
        return S("id");
    return id_uscc_is_valid(number) ? S("uscc") : (str){0};
}

static void put_parties(struct ctx *ctx, struct prefill *p, const struct draft_answer *a, str role,
    const struct tree *persons)
{
    if (persons == NULL || persons->kind != TREE_LIST || has_role(p, role))
        return;
    for (const struct tree *t = persons->first; t != NULL; t = t->next) {
        struct prefill_party *party = &p->parties[p->parties_count];

        if (p->parties_count == PREFILL_PARTIES_MAX)
            return;
        *party = (struct prefill_party){.role = role,
            .holder = {.name = tree_get_text(t, S("name")),
                .document_kind = document_kind_of(ctx, t),
                .document_number = tree_get_text(t, S("document_number"))}};
        if (!share_parse(tree_get_text(t, S("share")), &party->holder.share))
            party->holder.share = (struct share){0, 0};
        note_origin(p, a, arena_printf(ctx->arena, "parties[%zu]", p->parties_count++));
    }
}

static bool is_served(const struct ctx *ctx, str unit)
{
    return id_unit_code_is_valid(unit) &&
           place_region_find(ctx->city, str_slice(unit, 0, 6)) != NULL;
}

static void put_gift(
    struct ctx *ctx, struct prefill *p, const struct draft_answer *a, const struct scene_gift *gift)
{
    str kind = str_of(scene_gift_kind(a->source, gift));
    const struct tree *value = tree_get(a->content, gift->from);
    bool is_field = str_has_word(S("unit target"), kind);

    if (str_is(kind, "parties")) {
        put_parties(ctx, p, a, gift->to, value);
        return;
    }
    if (str_is(kind, "unit") && value != NULL && !is_served(ctx, value->text)) {
        exchange_prefill_fault(p, a->source, PREFILL_NOT_SERVED);
        return;
    }
    if (put_value(p, gift->to, kind, value))
        note_origin(p, a, is_field ? gift->to : arena_join(ctx->arena, S("answers."), gift->to));
}

void draft_take(struct ctx *ctx, struct prefill *p, const struct draft_answer *a)
{
    for (size_t i = 0; i < a->source->gives_count; i++)
        put_gift(ctx, p, a, &a->source->gives[i]);
}

void exchange_prefill_fault(
    struct prefill *p, const struct scene_source *source, enum prefill_fault_id id)
{
    if (p->faults_count < COUNT(p->faults))
        p->faults[p->faults_count++] = (struct prefill_fault){source, id};
}

/* ---- asking ---- */

err exchange_prefill_begin(
    struct ctx *ctx, const struct exchange_prefill_in *in, struct prefill *ret)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));

    *ret = (struct prefill){
        .scene = scene_newest(ctx->city->scenes, in->scene, today), .region = ctx->region};
    if (ret->scene == NULL) {
        why_add(ctx, &SCENE_UNKNOWN, S("scene"), in->scene);
        return E_REFUSED;
    }
    put_text(ret, "unit", in->unit);
    put_text(ret, "certificate_number", in->certificate_number);
    put_text(ret, "document_number", in->document_number);
    put_answers(ret, in->answers);
    return OK;
}

/* True when the source may be asked now; it is asked once. */
static bool take_turn(struct prefill *p, size_t index, bool of_registry)
{
    const struct scene_source *source = &p->scene->sources[index];

    if (p->asked[index] || str_is(source->department, "registry") != of_registry ||
        draft_find(p, source->by) == NULL)
        return false;
    p->asked[index] = true;
    return true;
}

err exchange_prefill_read(struct ctx *ctx, struct prefill *p)
{
    for (size_t i = 0; i < p->scene->sources_count; i++) {
        const struct scene_source *source = &p->scene->sources[i];

        if (!take_turn(p, i, true))
            continue;
        TRY(draft_read(ctx, p, source, draft_find(p, source->by)->text));
        i = (size_t)-1; /* what was learnt may let an earlier source be asked */
    }
    return OK;
}

static str question_body(
    struct ctx *ctx, const struct prefill *p, const struct scene_source *source, str id, str value)
{
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT), *params;

    tree_text(body, S("message_id"), id);
    tree_text(body, S("filing"), (str){0});
    tree_text(body, S("region"), p->region);
    tree_text(body, S("share"), source->share);
    tree_text(body, S("purpose"), p->scene->id);
    tree_i64(body, S("asked_ms"), ctx->now_ms);
    params = tree_object(body, S("params"));
    tree_text(params, scene_source_param(source), value);
    return tree_to_json(body);
}

size_t exchange_prefill_questions(struct ctx *ctx, struct prefill *p, struct prefill_question *ret)
{
    size_t count = 0;

    for (size_t i = 0; i < p->scene->sources_count; i++) {
        const struct scene_source *source = &p->scene->sources[i];
        str id;

        if (!take_turn(p, i, false))
            continue;
        id = id_in_region(ctx->arena, p->region, ctx->now_ms);
        ret[count++] = (struct prefill_question){.source = source,
            .department = source->department,
            .path = arena_join(ctx->arena, S("/query/"), source->share),
            .id = id,
            .body = question_body(ctx, p, source, id, draft_find(p, source->by)->text)};
    }
    return count;
}

void exchange_prefill_answered(struct ctx *ctx, struct prefill *p,
    const struct prefill_question *question, const struct tree *reply)
{
    const struct tree *content = tree_get(reply, S("answer"));
    struct draft_answer a = {.source = question->source,
        .content = content,
        .reference = draft_find(p, question->source->by)->text,
        .at_ms = tree_get_i64(reply, S("answered_ms"), ctx->now_ms)};

    if (content == NULL || !tree_get_bool(reply, S("found"), false)) {
        exchange_prefill_fault(p, question->source, PREFILL_NOTHING);
        return;
    }
    if (tree_get_bool(content, S("cancelled"), false))
        exchange_prefill_fault(p, question->source, PREFILL_CANCELLED);
    draft_take(ctx, p, &a);
}
