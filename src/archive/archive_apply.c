/* An application at the window: identity, proof of interest, scope; answered on the spot, or
 * refused with its ground. What is answered has its access row in the same transaction (I20). */
#include "access/access.h"
#include "archive/archive_store.h"
#include "base/ids.h"
#include "paper/paper.h"
#include "staff/staff_kin.h"

#define RULE RULE_DEFINE
#include "archive/archive.def"
#undef RULE

#define INPUT_HERE struct archive_person_in
INPUT_TABLE(archive_person_in, ARCHIVE_PERSON_IN)
#undef INPUT_HERE
#define INPUT_HERE struct archive_present_in
INPUT_TABLE(archive_present_in, ARCHIVE_PRESENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct archive_apply_in
INPUT_TABLE(archive_apply_in, ARCHIVE_APPLY_IN)
#undef INPUT_HERE

#define ORGAN_OFFICERS 2
#define DOCUMENT_SHOWN 4 /* the end of a number says enough of whom was looked for */

/* One application as it is worked on. */
struct applying {
    struct ctx *ctx;
    const struct archive_apply_in *in;
    const struct archive_capacity *capacity;
    struct archive_person asker, principal;
    bool has_principal;
    str scope;
};

static struct archive_person person_of(const struct input_list *list)
{
    const struct archive_person_in *p = list->items;

    if (list->count == 0)
        return (struct archive_person){.kind = S("")};
    return (struct archive_person){
        p->kind, str_trim(p->name), p->document_kind, p->document_number};
}

static bool needs(const struct applying *a, const char *what)
{
    return a->capacity != NULL && str_has_word(str_of(a->capacity->needs), str_of(what));
}

/* ---- what is checked of every application ---- */

static void check_person(struct ctx *ctx, const struct archive_person *p, const char *field)
{
    struct party_in form = {.role = S("party"),
        .kind = p->kind,
        .name = p->name,
        .document_kind = p->document_kind,
        .document_number = p->document_number};

    party_check(ctx, &form, str_of(field));
}

static void check_kind(struct applying *a)
{
    const struct archive_apply_in *in = a->in;

    if (archive_word_find(archive_kinds, in->kind) == NULL) {
        why_add(a->ctx, &QUERY_KIND, S("kind"), in->kind);
        return;
    }
    a->capacity = archive_capacity_find(in->capacity);
    if (a->capacity == NULL || !str_has_word(str_of(a->capacity->kinds), in->kind)) {
        why_add(a->ctx, &QUERY_CAPACITY, S("capacity"), in->capacity);
        a->capacity = NULL;
    }
    if (str_is(in->kind, "record") != (in->unit.len > 0))
        why_add(a->ctx, &QUERY_UNIT, S("unit"), in->unit);
}

/* 回避: nobody answers the own query, or that of kin on file. */
static err check_people(struct applying *a)
{
    struct staff_ties ties;

    check_person(a->ctx, &a->asker, "party");
    if (a->has_principal)
        check_person(a->ctx, &a->principal, "principal");
    TRY(staff_ties_get(a->ctx, &ties));
    staff_ties_check(a->ctx, &ties, a->asker.document_number, a->asker.name, "party");
    if (a->has_principal)
        staff_ties_check(
            a->ctx, &ties, a->principal.document_number, a->principal.name, "principal");
    return OK;
}

/* ---- what is checked before it is answered ---- */

static err check_paper(struct applying *a, str hash, const struct rule *missing, const char *field)
{
    bool stored;

    if (hash.len == 0) {
        if (missing != NULL)
            why_add(a->ctx, missing, str_of(field), (str){0});
        return OK;
    }
    TRY(paper_is_stored(a->ctx, hash, &stored));
    if (!stored)
        why_add(a->ctx, &QUERY_PAPER, str_of(field), hash);
    return OK;
}

/* Two officers are two people. */
static bool are_two(const struct input_list *present)
{
    const struct archive_present_in *p = present->items;

    for (size_t i = 1; i < present->count; i++)
        if (!str_eq(p[i].document_number, p[0].document_number))
            return true;
    return present->count > ORGAN_OFFICERS;
}

static err check_proofs(struct applying *a)
{
    const struct archive_apply_in *in = a->in;

    TRY(check_paper(a, in->identity, &QUERY_IDENTITY, "identity"));
    TRY(check_paper(a, in->proof, needs(a, "proof") ? &QUERY_PROOF : NULL, "proof"));
    if (needs(a, "letter") && in->letter.len == 0)
        why_add(a->ctx, &QUERY_LETTER, S("letter"), (str){0});
    if (needs(a, "officers") && !are_two(&in->present))
        why_add(a->ctx, &QUERY_OFFICERS, S("present"), (str){0});
    else if (str_is(a->asker.kind, "organisation") && in->present.count == 0)
        why_add(a->ctx, &QUERY_PRESENT, S("present"), (str){0});
    if (!a->has_principal &&
        (needs(a, "principal") || (needs(a, "officers") && str_is(in->kind, "houses"))))
        why_add(a->ctx, &QUERY_PRINCIPAL, S("principal"), (str){0});
    return OK;
}

static void check_scope(struct applying *a)
{
    str beyond;

    if (a->capacity == NULL)
        return;
    a->scope = archive_scope_of(a->ctx->arena, a->capacity, a->in->kind, a->in->asks, &beyond);
    if (beyond.len > 0)
        why_add(a->ctx, &QUERY_SCOPE, S("asks"), beyond);
}

static void check_holder(struct applying *a, const struct registry_page *page)
{
    bool principal = a->capacity != NULL && str_is(str_of(a->capacity->stands), "principal");

    if (a->capacity == NULL || a->capacity->stands[0] == 0 || (principal && !a->has_principal))
        return;
    if (!archive_is_holder(page, principal ? &a->principal : &a->asker))
        why_add(a->ctx, &QUERY_NOT_HOLDER, principal ? S("principal") : S("party"),
            principal ? a->principal.name : a->asker.name);
}

/* ---- answering ---- */

static err answer_record(struct applying *a, struct archive_query *q, struct tree *result)
{
    struct registry_page page;
    err e;

    /* The unit's row is held, so nothing is entered in it while the page is written down. */
    e = registry_lock(a->ctx, a->in->unit, &page);
    if (e == E_MISSING)
        why_add(a->ctx, &QUERY_NO_DATA, S("unit"), a->in->unit);
    else if (e != OK)
        return e;
    else
        check_holder(a, &page);
    TRY(why_refuse(a->ctx));
    TRY(registry_size(a->ctx, &q->as_of_entry));
    return archive_look(a->ctx, &page, a->scope, result);
}

static err answer_houses(struct applying *a, struct archive_query *q, struct tree *result)
{
    const struct archive_person *person = a->has_principal ? &a->principal : &a->asker;
    str other;

    TRY(why_refuse(a->ctx));
    TRY(archive_look_houses(a->ctx, person, result, &other));
    if (other.len > 0) {
        why_add(a->ctx, &QUERY_NAME, a->has_principal ? S("principal") : S("party"), person->name);
        return E_REFUSED;
    }
    for (const struct tree *r = tree_get(result, S("regions"))->first; r != NULL; r = r->next)
        if (str_eq(tree_get_text(r, S("region")), a->ctx->region))
            q->as_of_entry = tree_get_i64(r, S("entry"), 0);
    return OK;
}

static err note_access(struct applying *a, const struct archive_query *q)
{
    str number = a->has_principal ? a->principal.document_number : a->asker.document_number;
    bool record = str_is(q->kind, "record");
    struct access_read read = {.route = S("POST /queries"),
        .record = record ? S("unit") : S("search"),
        .purpose = {S("query"), q->id}};

    if (number.len > DOCUMENT_SHOWN)
        number = str_slice(number, number.len - DOCUMENT_SHOWN, DOCUMENT_SHOWN);
    read.subject = record ? q->unit : arena_join(a->ctx->arena, S("..."), number);
    return access_note(a->ctx, &read);
}

static err grant(struct applying *a, struct archive_query *q)
{
    struct tree *result = tree_new(a->ctx->arena, TREE_OBJECT);

    if (a->in->words.len > 0)
        why_add(a->ctx, &QUERY_GROUND_WORDS, S("words"), a->in->words);
    TRY(check_proofs(a));
    check_scope(a);
    /* Whether the unit is there and who holds it is told to nobody whose papers do not hold. */
    TRY(why_refuse(a->ctx));
    TRY(str_is(q->kind, "record") ? answer_record(a, q, result) : answer_houses(a, q, result));
    q->outcome = S("granted");
    q->code = archive_code_of(
        a->ctx->arena, a->ctx->region, id_random_hex(a->ctx->arena, ARCHIVE_CODE_BYTES));
    q->result = tree_to_json(result);
    return note_access(a, q);
}

static err refuse(struct applying *a, struct archive_query *q)
{
    q->outcome = S("refused");
    q->ground = a->in->ground;
    q->words = str_trim(a->in->words);
    if (archive_word_find(archive_grounds, q->ground) == NULL)
        why_add(a->ctx, &QUERY_GROUND, S("ground"), q->ground);
    if (q->words.len == 0)
        why_add(a->ctx, &QUERY_GROUND_WORDS, S("words"), (str){0});
    TRY(why_refuse(a->ctx));
    return registry_size(a->ctx, &q->as_of_entry);
}

/* ---- what was applied for, as it is kept ---- */

static void write_person(const struct archive_person *p, struct tree *o)
{
    tree_text(o, S("kind"), p->kind);
    tree_text(o, S("name"), p->name);
    tree_text(o, S("document_kind"), p->document_kind);
    tree_text(o, S("document_number"), p->document_number);
}

static str asked_text(const struct applying *a)
{
    const struct archive_present_in *present = a->in->present.items;
    struct tree *o = tree_new(a->ctx->arena, TREE_OBJECT), *list;

    write_person(&a->asker, tree_object(o, S("party")));
    if (a->has_principal)
        write_person(&a->principal, tree_object(o, S("principal")));
    list = tree_list(o, S("present"));
    for (size_t i = 0; i < a->in->present.count; i++) {
        struct tree *p = tree_object(list, S(""));

        tree_text(p, S("name"), str_trim(present[i].name));
        tree_text(p, S("document_number"), present[i].document_number);
    }
    tree_text(o, S("identity"), a->in->identity);
    tree_text(o, S("proof"), a->in->proof);
    tree_text(o, S("letter"), str_trim(a->in->letter));
    tree_text(o, S("purpose"), str_trim(a->in->purpose));
    tree_text(o, S("asks"), str_trim(a->in->asks));
    return tree_to_json(o);
}

err archive_apply(struct ctx *ctx, const void *in, struct tree *out)
{
    struct applying a = {.ctx = ctx, .in = in};
    struct archive_query q = {.id = id_in_region(ctx->arena, ctx->region, ctx->now_ms)};

    a.asker = person_of(&a.in->party);
    a.principal = person_of(&a.in->principal);
    a.has_principal = a.in->principal.count > 0;
    q.kind = a.in->kind;
    q.unit = a.in->unit;
    q.capacity = a.in->capacity;
    q.document_number = a.asker.document_number;
    q.asked = asked_text(&a);
    check_kind(&a);
    TRY(check_people(&a));
    TRY(a.in->ground.len > 0 ? refuse(&a, &q) : grant(&a, &q));
    TRY(archive_put(ctx, &q));
    return archive_show_query(ctx, &q, true, out);
}
