/* Form of a draft: parties against the scene's people, answers against its asks. */
#include "filing/filing_divide.h"

static const struct scene_people *find_people(const struct scene *scene, str role)
{
    for (size_t i = 0; i < scene->people_count; i++)
        if (str_eq(scene->people[i].id, role))
            return &scene->people[i];
    return NULL;
}

static void read_party(struct ctx *ctx, const struct scene *scene, const struct party_in *in,
    str field, struct filing_party *ret)
{
    const struct scene_people *people = find_people(scene, in->role);

    party_check(ctx, in, field);
    if (people == NULL)
        why_add(ctx, &PARTY_ROLE, arena_join(ctx->arena, field, S(".role")), in->role);
    else if (people->kinds.len > 0 && !str_has_word(people->kinds, in->kind))
        why_add(ctx, &PARTY_KIND_WRONG, arena_join(ctx->arena, field, S(".kind")), in->kind);
    *ret = (struct filing_party){.role = in->role,
        .kind = in->kind,
        .name = str_trim(in->name),
        .document_kind = in->document_kind,
        .document_number = in->document_number,
        .phone = in->phone,
        .agent_name = in->agent_name,
        .agent_document = in->agent_document};
    if (in->share.len > 0 && !share_parse(in->share, &ret->share))
        ret->share = (struct share){0, 0}; /* reported by party_check */
}

static void check_numbers(
    struct ctx *ctx, const struct scene *scene, const struct filing_party *parties, size_t count)
{
    for (size_t i = 0; i < scene->people_count; i++) {
        const struct scene_people *people = &scene->people[i];
        int64_t n = 0;

        for (size_t k = 0; k < count; k++)
            n += str_eq(parties[k].role, people->id);
        if (n < people->min)
            why_add(ctx, &PARTY_TOO_FEW, S("parties"), people->text.zh);
        if (people->max > 0 && n > people->max)
            why_add(ctx, &PARTY_TOO_MANY, S("parties"), people->text.zh);
    }
}

err filing_read_parties(struct ctx *ctx, const struct scene *scene, const struct input_list *in,
    struct filing_party **ret, size_t *ret_count)
{
    struct filing_party *parties = ARENA_MANY(ctx->arena, in->count + 1, struct filing_party);
    const struct party_in *items = in->items;

    for (size_t i = 0; i < in->count; i++)
        read_party(ctx, scene, &items[i], arena_printf(ctx->arena, "parties[%zu]", i), &parties[i]);
    check_numbers(ctx, scene, parties, in->count);
    *ret = parties;
    *ret_count = in->count;
    return OK;
}

static bool number_fits(const struct scene_ask *ask, int64_t n)
{
    return (ask->min == 0 && ask->max == 0) || (n >= ask->min && n <= ask->max);
}

/* The answer's canonical text; false when it has not the form asked for. */
static bool read_answer(
    struct arena *a, const struct scene_ask *ask, const struct tree *t, str *ret)
{
    struct when_date date;

    if (str_is(ask->kind, "boolean")) {
        *ret = t->number != 0 ? S("true") : S("false");
        return t->kind == TREE_BOOL;
    }
    if (str_is(ask->kind, "money") || str_is(ask->kind, "i64")) {
        *ret = arena_printf(a, "%lld", (long long)t->number);
        return t->kind == TREE_I64 && number_fits(ask, t->number) &&
               (t->number >= 0 || !str_is(ask->kind, "money"));
    }
    if (t->kind != TREE_TEXT)
        return false;
    *ret = str_trim(t->text);
    if (str_is(ask->kind, "date"))
        return when_parse_date(*ret, &date);
    if (str_is(ask->kind, "choice"))
        return str_has_word(ask->choices, *ret);
    return number_fits(ask, (int64_t)str_utf8_length(*ret)) && ret->len <= 2000;
}

/* One answer; what is wrong with it is collected. */
static err take_answer(
    struct ctx *ctx, const struct scene_ask *ask, const struct tree *t, str field, str *ret)
{
    *ret = (str){0};
    if (str_has_word(S("units parts"), ask->kind))
        return filing_read_units(ctx, ask, t, ret);
    if (read_answer(ctx->arena, ask, t, ret))
        return OK;
    why_add(ctx, &ANSWER_FORM, field, ask->text.zh);
    *ret = (str){0};
    return OK;
}

static const struct scene_ask *find_ask(const struct scene *scene, str id)
{
    for (size_t i = 0; i < scene->asks_count; i++)
        if (str_eq(scene->asks[i].id, id))
            return &scene->asks[i];
    return NULL;
}

err filing_read_answers(struct ctx *ctx, const struct scene *scene, const struct tree *in,
    struct filing_answer **ret, size_t *ret_count)
{
    struct filing_answer *answers = ARENA_MANY(ctx->arena, in->count + 1, struct filing_answer);
    size_t count = 0;

    if (in->kind != TREE_OBJECT) {
        why_add(ctx, &ANSWER_FORM, S("answers"), (str){0});
        *ret_count = 0;
        *ret = answers;
        return OK;
    }
    for (const struct tree *t = in->first; t != NULL; t = t->next) {
        const struct scene_ask *ask = find_ask(scene, t->key);
        str field = arena_join(ctx->arena, S("answers."), t->key);
        str value = {0};

        if (t->kind == TREE_NULL || (t->kind == TREE_TEXT && t->text.len == 0))
            continue;
        if (ask == NULL) {
            why_add(ctx, &ANSWER_UNKNOWN, field, (str){0});
            continue;
        }
        TRY(take_answer(ctx, ask, t, field, &value));
        if (value.len > 0)
            answers[count++] = (struct filing_answer){t->key, value};
    }
    *ret = answers;
    *ret_count = count;
    return OK;
}
