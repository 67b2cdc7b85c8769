/* What the law makes of one unit that becomes several, and of several that become one (实施细则 26,
 * 27; 民法典 303, 304, 406). */
#include "law.h"

#include <stdlib.h>

/* The units that end, as they were given, in order; one that was given twice stands twice. */
static int parents_of(const struct operation *op, int *at)
{
    int count = 0;

    at[count++] = op->unit;
    for (int i = 0; i < op->others_count; i++)
        at[count++] = op->others[i];
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && at[k - 1] > at[k]; k--) {
            int unit = at[k];

            at[k] = at[k - 1];
            at[k - 1] = unit;
        }
    return count;
}

static bool is_split(const struct operation *op)
{
    return op->action != ACT_MERGE;
}

int law_key(int number, int part)
{
    if (number >= LAW_OPERATIONS_MAX || part >= LAW_PARTS_MAX)
        abort(); /* the test asks for more than it has room for */
    return part * LAW_OPERATIONS_MAX + number;
}

/* ---- what stands against it ---- */

static bool same_holders(const struct law_right *a, const struct law_right *b)
{
    if (a->holding != b->holding || a->holders.count != b->holders.count)
        return false;
    for (int i = 0; i < a->holders.count; i++) {
        const struct law_party *one = &a->holders.at[i];
        const struct law_party *other = law_party_find(&b->holders, one->who);

        if (other == NULL || one->num * other->den != other->num * one->den)
            return false;
    }
    return true;
}

/* A mortgage goes over to every part when its holder agrees; nothing else does, and into a unit
 * that was merged not even that. */
static void judge_burdens(
    struct law_book *b, const struct operation *op, int unit, struct law_answer *ret)
{
    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (r->unit != unit || r->state != LAW_LIVE || r->kind == LAW_OWNERSHIP)
            continue;
        if (r->kind == LAW_SEIZURE)
            law_say(ret, "DIVIDE_SEIZED");
        else if (r->kind != LAW_MORTGAGE || !is_split(op))
            law_say(ret, "DIVIDE_BURDENED");
        else if (!op->consents)
            law_say(ret, "DIVIDE_CONSENT");
    }
}

/* ---- the easements that others bear for them ---- */

/* An easement is of those who have what it serves (民法典 380), and a seized unit bears no other.
 */
static void judge_easements(struct law_book *b, const int *at, int count, struct law_answer *ret)
{
    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i], *title;
        bool same;

        if (!law_is_easement_for(r, at, count))
            continue;
        if (law_live(b, r->unit, LAW_SEIZURE, 0) != NULL)
            law_say(ret, "DIVIDE_SERVIENT_SEIZED");
        title = law_live(b, r->serves, LAW_OWNERSHIP, 0);
        same = title == NULL || title->holders.count == r->holders.count;
        for (int k = 0; same && title != NULL && k < r->holders.count; k++)
            same = law_party_find(&title->holders, r->holders.at[k].who) != NULL;
        if (!same)
            law_say(ret, "DIVIDE_EASEMENT");
    }
}

static void judge_parents(struct law_book *b, const struct operation *op, const int *at, int count,
    struct law_answer *ret)
{
    const struct law_right *first = law_live(b, at[0], LAW_OWNERSHIP, 0);

    for (int i = 0; i < count; i++) {
        const struct law_right *title = law_live(b, at[i], LAW_OWNERSHIP, 0);

        if (i > 0 && at[i] == at[i - 1])
            law_say(ret, "DIVIDE_TWICE");
        if (b->closed[at[i]])
            law_say(ret, "DIVIDE_CLOSED");
        else if (title == NULL)
            law_say(ret, "DIVIDE_NO_OWNER");
        else if (first != NULL && !same_holders(title, first))
            law_say(ret, "DIVIDE_HOLDERS");
        judge_burdens(b, op, at[i], ret);
    }
}

/* A code is used once, and no area comes or goes (条例 8). */
static void judge_children(struct law_book *b, const struct operation *op, const int *at, int count,
    struct law_answer *ret)
{
    long before = 0, after = 0;

    for (int i = 0; i < count; i++)
        before += b->area[at[i]];
    for (int i = 0; i < op->parts_count; i++) {
        after += op->parts[i].area;
        if (b->unit_entry[op->parts[i].unit] != 0)
            law_say(ret, "CHILD_KNOWN");
        for (int k = 0; k < i; k++)
            if (op->parts[k].unit == op->parts[i].unit)
                law_say(ret, "DIVIDE_TWICE");
    }
    if (before != after)
        law_say(ret, "DIVIDE_AREA");
}

/* Those who take a part: whoever has it by the number of his document. */
static struct law_parties takers_of(const struct operation *op, int part)
{
    struct law_parties list = {.count = 0};

    for (int i = 0; i < op->takers.count; i++) {
        bool named = false;

        for (int k = 0; k < op->takers.count; k++)
            named = named || (op->takers.at[k].who == op->takers.at[i].who && op->takes[k] == part);
        if (named)
            list.at[list.count++] = op->takers.at[i];
    }
    return list;
}

/* 共有物分割: among the co-owners, and nobody who takes goes without. */
static void judge_taken(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    const struct law_right *title = law_live(b, op->unit, LAW_OWNERSHIP, 0);

    for (int part = 0; part < op->parts_count; part++) {
        struct law_parties list = takers_of(op, part);

        if (list.count == 0)
            law_say(ret, "PART_NOBODY");
        else
            law_judge_takers(&list, law_holding_of(&list), ret);
        for (int i = 0; i < list.count; i++)
            if (title == NULL || law_party_find(&title->holders, list.at[i].who) == NULL)
                law_say(ret, "PART_STRANGER");
    }
    for (int i = 0; i < op->takers.count; i++) {
        bool taken = false;

        for (int part = 0; part < op->parts_count; part++) {
            struct law_parties list = takers_of(op, part);

            taken = taken || law_party_find(&list, op->takers.at[i].who) != NULL;
        }
        if (!taken)
            law_say(ret, "PART_NONE");
    }
}

static void judge(struct law_book *b, const struct operation *op, const int *at, int count,
    struct law_answer *ret)
{
    struct operation other = *op;

    law_judge_unit(b, op, ret);
    law_judge_people(b, op, law_live(b, op->unit, LAW_OWNERSHIP, 0), ret);
    if (!op->consents) /* in writing, of everybody who would have to agree */
        law_judge_others(b, op, ret);
    if (!op->consents)
        law_judge_title(b, op, ret);
    for (int i = 0; i < op->others_count; i++) {
        other.unit = op->others[i];
        if (b->unit_entry[other.unit] != 0 && other.unit != op->unit)
            law_judge_unit(b, &other, ret);
    }
    for (int i = 0; i < b->rights_count; i++)
        if (law_is_easement_for(&b->rights[i], at, count) &&
            law_live(b, b->rights[i].unit, LAW_SEIZURE, 0) != NULL)
            law_say(ret, "UNIT_SEIZED");
    if (op->action == ACT_PARTITION)
        judge_taken(b, op, ret);
    for (int i = 0; i < count; i++)
        if (b->unit_entry[at[i]] == 0) {
            law_say(ret, "UNIT_UNKNOWN");
            return; /* nothing can be asked of the whole then */
        }
    judge_parents(b, op, at, count, ret);
    judge_easements(b, at, count, ret);
    judge_children(b, op, at, count, ret);
}

/* ---- what it does ---- */

static void end(struct law_book *b, struct law_right *r)
{
    r->state = LAW_ENDED;
    r->entry_ended = ++b->entries;
    for (int i = 0; r->kind == LAW_MORTGAGE && i < b->rights_count; i++)
        if (b->rights[i].unit == r->unit && b->rights[i].kind == LAW_MORTGAGE &&
            b->rights[i].state == LAW_LIVE)
            b->rights[i].rank--;
}

/* What rests on the title goes first, then the title; nothing lives in the unit any more. */
static void close_unit(struct law_book *b, int unit)
{
    struct law_right *r;

    while ((r = law_live(b, unit, LAW_MORTGAGE, 1)) != NULL)
        end(b, r);
    end(b, law_live(b, unit, LAW_OWNERSHIP, 0));
    b->closed[unit] = true;
}

/* A right that begins anew in another unit, as it was. */
static struct law_right *anew(struct law_book *b, const struct law_right *from, int unit, int key)
{
    struct law_right *r = &b->rights[b->rights_count++];

    *r = *from;
    r->made_by = key;
    r->unit = unit;
    r->state = LAW_LIVE;
    r->previous = LAW_NOBODY;
    r->since = r->entry_made = ++b->entries;
    r->entry_ended = 0;
    return r;
}

/* What is done, and the book before it. */
struct doing {
    struct law_book *b, *before;
    const struct operation *op;
    const struct law_right *title; /* of the first unit that ended */
    int number, keys;              /* how many rights it has made */
};

static struct law_right *begin(struct doing *d, const struct law_right *from, int unit)
{
    return anew(d->b, from, unit, law_key(d->number, d->keys++));
}

/* Who takes a part, where co-owners do, has what is of it. */
static void give(const struct doing *d, int part, struct law_right *r)
{
    if (d->op->action != ACT_PARTITION)
        return;
    r->holders = takers_of(d->op, part);
    r->holding = law_holding_of(&r->holders);
}

/* 民法典 382: the easement goes on for the first part, and others like it begin for the rest, from
 * the same entry. */
static void follow_easement(struct doing *d, int index)
{
    for (int part = 0; part < d->op->parts_count; part++) {
        struct law_right *old = &d->b->rights[index];
        struct law_right *r = begin(d, &d->before->rights[index], old->unit);

        r->since = old->since;
        r->serves = d->op->parts[part].unit;
        give(d, part, r);
        if (part > 0)
            continue;
        old->state = LAW_HISTORY;
        old->entry_ended = r->entry_made;
        r->previous = index;
    }
}

static void open_unit(struct doing *d, int part)
{
    int unit = d->op->parts[part].unit;
    struct law_right *title = begin(d, d->title, unit);

    d->b->unit_entry[unit] = d->b->entries;
    d->b->area[unit] = d->op->parts[part].area;
    d->b->place[unit] = d->op->parts[part].place;
    give(d, part, title);
    if (d->op->action == ACT_PARTITION)
        title->amount = 0;
    for (int rank = 1; is_split(d->op); rank++) {
        const struct law_right *r = law_live(d->before, d->title->unit, LAW_MORTGAGE, rank);

        if (r == NULL)
            break;
        begin(d, r, unit);
    }
}

void law_judge_division(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    static struct law_book before;
    struct doing d = {.b = b, .before = &before, .op = op, .number = number};
    int at[LAW_UNITS_MERGED], count = parents_of(op, at);
    int all[LAW_UNITS_MERGED + LAW_UNITS], all_count;

    if (b->unit_entry[op->unit] == 0) {
        law_say(ret, "UNIT_UNKNOWN");
        return;
    }
    all_count = law_servient_of(b, at, count, all);
    for (int i = 0; i < count; i++)
        all[all_count++] = at[i];
    for (int unit = 0; unit < LAW_UNITS; unit++)
        if (law_is_among(all, all_count, unit))
            law_lapse(b, unit);
    judge(b, op, at, count, ret);
    if (ret->rules_count > 0)
        return;
    before = *b;
    d.title = law_live(&before, at[0], LAW_OWNERSHIP, 0);
    for (int i = 0; i < count; i++) {
        close_unit(b, at[i]);
        for (int k = 0; k < op->parts_count; k++)
            b->came_of[op->parts[k].unit] |= 1U << at[i] | b->came_of[at[i]];
    }
    for (int i = 0; i < op->parts_count; i++)
        open_unit(&d, i);
    for (int i = 0; i < before.rights_count; i++)
        if (law_is_easement_for(&before.rights[i], at, count))
            follow_easement(&d, i);
}
