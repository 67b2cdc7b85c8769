/* 分割、合并: the units of a filing, their locks and its places in their lines; the cadastre knows
 * what a split or merge is (cadastre_divide.c). */
#include "filing/filing_divide.h"

#include <stdlib.h>

#define INPUT_HERE struct filing_part_in
INPUT_TABLE(filing_part_in, FILING_PART_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_parent_in
INPUT_TABLE(filing_parent_in, FILING_PARENT_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_parts_in
INPUT_TABLE(filing_parts_in, FILING_PARTS_IN)
#undef INPUT_HERE
#define INPUT_HERE struct filing_parents_in
INPUT_TABLE(filing_parents_in, FILING_PARENTS_IN)
#undef INPUT_HERE

bool filing_divides(const struct filing_run *run)
{
    return run->scene->divides.len > 0;
}

/* ---- the form of the answers ---- */

/* Codes as objects, so that the table of inputs reads them. */
static void copy_units(const struct tree *answer, struct tree *list)
{
    for (const struct tree *t = answer->first; t != NULL; t = t->next)
        tree_copy(tree_object(list, S("")), S("unit"), t);
}

/* Reads it by its table; what is found stands under the answer. */
static err read_table(
    struct ctx *ctx, const struct scene_ask *ask, const struct tree *answer, void **ret)
{
    bool units = str_is(ask->kind, "units");
    struct finding *last = ctx->why_last;
    struct tree *body = tree_new(ctx->arena, TREE_OBJECT);
    err e;

    if (units && answer->kind == TREE_LIST)
        copy_units(answer, tree_list(body, S("parents")));
    else
        tree_copy(body, units ? S("parents") : S("parts"), answer);
    e = input_parse(ctx, units ? &filing_parents_in_input : &filing_parts_in_input, body, ret);
    for (struct finding *f = last != NULL ? last->next : ctx->why_first; f != NULL; f = f->next)
        f->field = arena_join(ctx->arena, S("answers."), f->field);
    return e;
}

err filing_read_units(
    struct ctx *ctx, const struct scene_ask *ask, const struct tree *answer, str *ret)
{
    void *ignored;
    err e = read_table(ctx, ask, answer, &ignored);

    *ret = e == OK ? tree_to_json(answer) : (str){0};
    return e == E_INVALID ? OK : e; /* collected with the other faults of the form */
}

/* An answer that was read when it was given; NULL when there is none. */
static void *answered(struct ctx *ctx, const struct filing_run *run, const char *id)
{
    str value = filing_answer(run, id), fault;
    struct tree *answer;
    void *in;

    for (size_t i = 0; i < run->scene->asks_count && value.len > 0; i++)
        if (str_is(run->scene->asks[i].id, id) &&
            tree_parse(ctx->arena, value, &answer, &fault) == OK &&
            read_table(ctx, &run->scene->asks[i], answer, &in) == OK)
            return in;
    return NULL;
}

struct filing_part_in *filing_parts(
    struct ctx *ctx, const struct filing_run *run, size_t *ret_count)
{
    const struct filing_parts_in *in = answered(ctx, run, "parts");

    *ret_count = in != NULL ? in->parts.count : 0;
    return in != NULL ? in->parts.items : NULL;
}

static int compare_codes(const void *left, const void *right)
{
    return str_cmp(*(const str *)left, *(const str *)right);
}

/* As they were given: the filing's own, then the others. */
static str *given_parents(struct ctx *ctx, const struct filing_run *run, size_t *ret_count)
{
    const struct filing_parents_in *in = answered(ctx, run, "parents");
    size_t others = in != NULL ? in->parents.count : 0;
    str *codes = ARENA_MANY(ctx->arena, others + 1, str);

    codes[0] = run->f.unit;
    for (size_t i = 0; i < others; i++)
        codes[i + 1] = ((const struct filing_parent_in *)in->parents.items)[i].unit;
    *ret_count = others + 1;
    return codes;
}

/* In order, each once. */
static void sort_codes(str *codes, size_t *count)
{
    size_t kept = 0;

    qsort(codes, *count, sizeof(*codes), compare_codes);
    for (size_t i = 0; i < *count; i++)
        if (kept == 0 || !str_eq(codes[kept - 1], codes[i]))
            codes[kept++] = codes[i];
    *count = kept;
}

str *filing_parents(struct ctx *ctx, const struct filing_run *run, size_t *ret_count)
{
    str *codes = given_parents(ctx, run, ret_count);

    sort_codes(codes, ret_count);
    return codes;
}

err filing_units(struct ctx *ctx, const struct filing_run *run, str **ret, size_t *ret_count)
{
    size_t own, others;
    str *given = given_parents(ctx, run, &own), *reached, *codes;

    TRY(filing_reached(ctx, run, &reached, &others));
    codes = ARENA_MANY(ctx->arena, own + others, str);
    for (size_t i = 0; i < own + others; i++)
        codes[i] = i < own ? given[i] : reached[i - own];
    *ret = codes;
    *ret_count = own + others;
    sort_codes(codes, ret_count);
    return OK;
}

static bool is_over_several(const struct filing_run *run)
{
    return filing_divides(run) || scene_reaches(run->scene);
}

/* ---- locks and lines ---- */

/* What bears an easement for the unit may have changed before the locks. */
static err check_same_units(
    struct ctx *ctx, const struct filing_run *run, const str *codes, size_t count)
{
    size_t count_now;
    str *now;

    TRY(filing_units(ctx, run, &now, &count_now));
    return str_all_eq(codes, count, now, count_now) ? OK : E_CONFLICT;
}

/* All rows first: see registry_lock_rows. Among them the unit that an easement is to serve, so that
 * it does not end meanwhile. */
static err lock_rows(struct ctx *ctx, const struct filing_run *run, const str *codes, size_t count)
{
    str *all = ARENA_MANY(ctx->arena, count + 1, str);

    for (size_t i = 0; i < count; i++)
        all[i] = codes[i];
    all[count] = filing_answer(run, "dominant_unit");
    if (all[count].len > 0)
        count++;
    sort_codes(all, &count);
    return registry_lock_rows(ctx, all, count);
}

err filing_lock_units(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    str *codes;

    TRY(filing_units(ctx, run, &codes, &count));
    TRY(lock_rows(ctx, run, codes, count));
    for (size_t i = 0; i < count; i++) {
        struct registry_page page;
        err e = registry_lock(ctx, codes[i], &page);

        if (e != OK && e != E_MISSING)
            return e;
    }
    return check_same_units(ctx, run, codes, count);
}

static err keep_unit(
    struct ctx *ctx, const struct filing_run *run, str unit, const char *part, int64_t priority)
{
    return str_eq(unit, run->f.unit)
               ? OK
               : db_put(ctx, SQL_filing_part_put, text(ctx->region), text(unit), text(run->f.id),
                     text(str_of(part)), i64(priority));
}

static err keep_parts(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &count);

    TRY(db_put(ctx, SQL_filing_part_clear, text(ctx->region), text(run->f.id), text(S("child"))));
    for (size_t i = 0; i < count; i++)
        TRY(keep_unit(ctx, run, parts[i].unit, "child", 0));
    return OK;
}

err filing_keep_units(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    str *codes;

    if (!is_over_several(run))
        return OK;
    TRY(filing_units(ctx, run, &codes, &count));
    if (str_is(run->f.state, "draft")) {
        TRY(db_put(
            ctx, SQL_filing_part_clear, text(ctx->region), text(run->f.id), text(S("parent"))));
        for (size_t i = 0; i < count; i++)
            TRY(keep_unit(ctx, run, codes[i], "parent", 0));
    }
    return keep_parts(ctx, run);
}

err filing_take_places(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    str *codes;

    if (!is_over_several(run))
        return OK;
    TRY(filing_units(ctx, run, &codes, &count));
    for (size_t i = 0; i < count; i++) {
        struct registry_page page = {0};
        err e = registry_page_get(ctx, codes[i], &page); /* locked */

        if (e == E_MISSING)
            continue; /* it comes with the filing; any other was found to be known */
        TRY(e);
        TRY(keep_unit(ctx, run, codes[i], "parent", page.unit.version));
    }
    return OK;
}

void filing_check_units_stay(
    struct ctx *ctx, const struct filing_run *before, const struct filing_run *now)
{
    size_t count, count_now;
    str *codes = filing_parents(ctx, before, &count);
    str *codes_now = filing_parents(ctx, now, &count_now);

    if (!str_all_eq(codes, count, codes_now, count_now))
        why_add(ctx, &UNITS_STAY, S("answers.parents"), (str){0});
}

static err tell_units(struct ctx *ctx, const struct filing_run *run, const str *codes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct message next = {.department = S("self"),
            .path = S("/next-on-unit"),
            .filing = run->f.id,
            .body = arena_printf(ctx->arena, "{\"unit\":\"%.*s\"}", STR(codes[i]))};

        if (!str_eq(codes[i], run->f.unit)) /* that of its own unit is told with the rest */
            TRY(message_put(ctx, &next, NULL));
    }
    return OK;
}

/* What bore an easement for a unit that has ended bears it now for what came of that. */
static err tell_servient(struct ctx *ctx, const struct filing_run *run)
{
    size_t parts_count, count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &parts_count);
    str *units = ARENA_MANY(ctx->arena, parts_count + 1, str), *codes;

    for (size_t i = 0; i < parts_count; i++)
        units[i] = parts[i].unit;
    TRY(registry_servient(ctx, units, parts_count, &codes, &count));
    return tell_units(ctx, run, codes, count);
}

err filing_tell_units(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    str *codes;

    if (!is_over_several(run))
        return OK;
    TRY(filing_units(ctx, run, &codes, &count));
    TRY(tell_units(ctx, run, codes, count));
    return filing_divides(run) && str_is(run->f.state, "recorded") ? tell_servient(ctx, run) : OK;
}

/* ---- what is asked of the cadastre ---- */

static bool is_word_of(str words, str word)
{
    return word.len > 0 && str_has_word(words, word);
}

/* Who takes a part: parties of side taker that it names. */
static err title_of(struct ctx *ctx, const struct filing_run *run,
    const struct filing_part_in *part, bool keep, struct cadastre_title *ret)
{
    ret->holders = ARENA_MANY(ctx->arena, run->parties_count + 1, struct registry_holder);
    for (size_t i = 0; i < run->parties_count; i++) {
        const struct filing_party *p = &run->parties[i];
        struct registry_holder *h = &ret->holders[ret->holders_count];
        struct party party = {.kind = p->kind,
            .name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number};

        if (!str_is(filing_side(run, p), "taker") || !is_word_of(part->takers, p->document_number))
            continue;
        *h = (struct registry_holder){.name = p->name,
            .document_kind = p->document_kind,
            .document_number = p->document_number,
            .share = p->share};
        if (keep)
            TRY(party_keep(ctx, &party, &h->party));
        ret->holders_count++;
    }
    ret->holding = filing_holding(ret->holders, ret->holders_count);
    return OK;
}

/* Where the scene transfers, each part goes to whom it names; else the holders stay. */
static err titles_of(
    struct ctx *ctx, const struct filing_run *run, bool keep, const struct cadastre_title **ret)
{
    struct cadastre_title *titles;
    size_t count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &count);

    *ret = NULL;
    if (registry_effect_find(run->scene->effect)->keeps)
        return OK;
    titles = ARENA_MANY(ctx->arena, count + 1, struct cadastre_title);
    for (size_t i = 0; i < count; i++)
        TRY(title_of(ctx, run, &parts[i], keep, &titles[i]));
    *ret = titles;
    return OK;
}

static struct input_list parents_in(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    str *codes = given_parents(ctx, run, &count); /* one that is given twice is told so */
    struct cadastre_parent_in *in = ARENA_MANY(ctx->arena, count, struct cadastre_parent_in);

    for (size_t i = 0; i < count; i++)
        in[i].unit = codes[i];
    return (struct input_list){in, count};
}

static struct input_list children_in(struct ctx *ctx, const struct filing_run *run)
{
    size_t count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &count);
    struct cadastre_child_in *in = ARENA_MANY(ctx->arena, count + 1, struct cadastre_child_in);

    for (size_t i = 0; i < count; i++)
        in[i] = (struct cadastre_child_in){.unit = parts[i].unit,
            .location = parts[i].location,
            .area_cm2 = parts[i].area_cm2,
            .usage = parts[i].usage,
            .floor = parts[i].floor,
            .room = parts[i].room};
    return (struct input_list){in, count};
}

static err order_of(
    struct ctx *ctx, const struct filing_run *run, bool keep, struct cadastre_order *ret)
{
    struct cadastre_divide_in *in = ARENA_NEW(ctx->arena, struct cadastre_divide_in);

    *in = (struct cadastre_divide_in){.region = ctx->region,
        .kind = run->scene->divides,
        .parents = parents_in(ctx, run),
        .children = children_in(ctx, run),
        .reason = filing_answer(run, "area_reason")};
    *ret = (struct cadastre_order){.in = in,
        .filing = run->f.id,
        .position = 1,
        .register_type = run->scene->register_type,
        .recorder = run->f.recorder.len > 0 ? run->f.recorder : run->f.clerk,
        .unit = run->f.unit};
    TRY(filing_has_paper(ctx, run, S(CONSENT_PAPER), &ret->consented));
    return titles_of(ctx, run, keep, &ret->titles);
}

/* ---- checks ---- */

/* A finding on another unit is told where that unit was given. */
static void place_findings(struct finding *first)
{
    for (struct finding *f = first; f != NULL; f = f->next)
        if (str_is(f->field, "unit"))
            f->field = S("answers.parents");
}

static void check_kind(
    struct ctx *ctx, const struct filing_run *run, const struct registry_page *page)
{
    if (page->ownership != NULL && !str_eq(page->ownership->kind, run->scene->right_kind))
        why_add(ctx, &PART_KIND, S("unit"), page->unit.code);
}

static err check_others(struct ctx *ctx, const struct filing_run *run, enum rule_moment moment)
{
    size_t count;
    str *codes = filing_parents(ctx, run, &count);

    for (size_t i = 0; i < count; i++) {
        struct finding *last = ctx->why_last;
        struct registry_page page;
        err e;

        if (str_eq(codes[i], run->f.unit))
            continue;
        e = registry_page_get(ctx, codes[i], &page);
        if (e == E_MISSING)
            continue; /* said with the whole */
        TRY(e);
        TRY(filing_check_rules(ctx, run, &page, moment));
        check_kind(ctx, run, &page);
        place_findings(last != NULL ? last->next : ctx->why_first);
    }
    return OK;
}

/* What others bear for a unit that ends changes with it, on their pages: the city's rules are asked
 * there of each such easement. */
static err check_servient(struct ctx *ctx, const struct filing_run *run, enum rule_moment moment)
{
    size_t parents_count, count;
    str *parents = filing_parents(ctx, run, &parents_count), *codes;

    TRY(filing_reached(ctx, run, &codes, &count));
    for (size_t i = 0; i < count; i++) {
        struct registry_page page;

        TRY(registry_page_get(ctx, codes[i], &page));
        for (size_t k = 0; k < page.rights_count; k++)
            if (str_is_among(parents, parents_count, page.rights[k].dominant))
                TRY(filing_check_rules_beside(ctx, run, &page, &page.rights[k], moment));
    }
    return OK;
}

static bool is_taken(const struct filing_part_in *parts, size_t count, str document_number)
{
    for (size_t i = 0; i < count; i++)
        if (is_word_of(parts[i].takers, document_number))
            return true;
    return false;
}

/* 共有物分割 (民法典 303、304): each part goes to co-owners who are parties, and none of these goes
 * without. */
static void check_takers(struct ctx *ctx, const struct filing_run *run,
    const struct cadastre_order *order, const struct registry_right *title)
{
    size_t count;
    const struct filing_part_in *parts = filing_parts(ctx, run, &count);

    for (size_t i = 0; i < count; i++) {
        const struct cadastre_title *t = &order->titles[i];
        str field = arena_printf(ctx->arena, "answers.parts[%zu].takers", i);

        if (t->holders_count == 0)
            why_add(ctx, &PART_NOBODY, field, parts[i].takers);
        else
            registry_check_shares(ctx, t->holding, t->holders, t->holders_count, field);
        for (size_t k = 0; k < t->holders_count; k++)
            if (!registry_is_held_by(title, t->holders[k].document_number))
                why_add(ctx, &PART_STRANGER, field, t->holders[k].name);
    }
    for (size_t i = 0; i < run->parties_count; i++)
        if (str_is(filing_side(run, &run->parties[i]), "taker") &&
            !is_taken(parts, count, run->parties[i].document_number))
            why_add(ctx, &PART_NONE, S("answers.parts"), run->parties[i].name);
}

err filing_check_division(struct ctx *ctx, const struct filing_run *run, enum rule_moment moment)
{
    struct cadastre_order order;
    struct registry_page page;

    if (!filing_divides(run) || filing_answer(run, "parts").len == 0)
        return OK; /* a missing answer is said with the others */
    TRY(check_others(ctx, run, moment));
    TRY(check_servient(ctx, run, moment));
    TRY(order_of(ctx, run, false, &order));
    TRY(registry_page_get(ctx, run->f.unit, &page));
    check_kind(ctx, run, &page);
    if (order.titles != NULL)
        check_takers(ctx, run, &order, page.ownership);
    return cadastre_divide_check(ctx, &order);
}

int64_t filing_certificates(struct ctx *ctx, const struct filing_run *run)
{
    int64_t each = filing_answer_i64(run, "certificates", 1);
    size_t count = 1;

    if (filing_divides(run))
        (void)filing_parts(ctx, run, &count);
    return each * (int64_t)(count > 0 ? count : 1);
}

/* ---- before and after ---- */

err filing_record_division(struct ctx *ctx, const struct filing_run *run, int64_t *ret_number)
{
    struct cadastre_order order;

    TRY(order_of(ctx, run, true, &order));
    return cadastre_divide(ctx, &order, tree_new(ctx->arena, TREE_OBJECT), ret_number);
}

err filing_division_outlook(
    struct ctx *ctx, const struct filing_run *run, bool possible, struct cadastre_outlook *ret)
{
    struct cadastre_order order;

    TRY(order_of(ctx, run, false, &order));
    return cadastre_divide_plan(ctx, &order, possible && order.in->children.count > 0, ret);
}
