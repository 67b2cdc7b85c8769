/* 地役权: a right of one unit in another, which follows what it serves (民法典 380). */
#include "law.h"

#include <stddef.h>

bool law_is_among(const int *units, int count, int unit)
{
    for (int i = 0; i < count; i++)
        if (units[i] == unit)
            return true;
    return false;
}

bool law_is_easement_for(const struct law_right *r, const int *units, int count)
{
    return r->kind == LAW_EASEMENT && r->state == LAW_LIVE &&
           law_is_among(units, count, r->serves) && !law_is_among(units, count, r->unit);
}

int law_servient_of(const struct law_book *b, const int *units, int count, int *ret)
{
    int found = 0;

    for (int unit = 0; unit < LAW_UNITS; unit++)
        for (int i = 0; i < b->rights_count; i++)
            if (b->rights[i].unit == unit && law_is_easement_for(&b->rights[i], units, count)) {
                ret[found++] = unit;
                break;
            }
    return found;
}

static void judge_along(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    int found = 0;

    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (!law_is_easement_for(r, &op->unit, 1))
            continue;
        found++;
        law_judge_givers(r, &op->givers, ret);
        if (law_live(b, r->unit, LAW_SEIZURE, 0) != NULL) /* 查封规定 24 */
            law_say(ret, "UNIT_SEIZED");
    }
    if (found == 0)
        law_say(ret, "RIGHT_NOT_LIVE"); /* nothing goes along */
}

/* It goes to exactly those who have what it serves. */
static void judge_apart(struct law_book *b, const struct operation *op,
    const struct law_right *easement, struct law_answer *ret)
{
    const struct law_right *title = law_live(b, easement->serves, LAW_OWNERSHIP, 0);
    bool apart = title == NULL && op->takers.count > 0;

    for (int i = 0; title != NULL && i < op->takers.count; i++)
        apart = apart || law_party_find(&title->holders, op->takers.at[i].who) == NULL;
    for (int i = 0; title != NULL && i < title->holders.count; i++)
        apart = apart || law_party_find(&op->takers, title->holders.at[i].who) == NULL;
    if (apart)
        law_say(ret, "EASEMENT_APART");
}

void law_judge_easement(struct law_book *b, const struct operation *op,
    const struct law_right *target, struct law_answer *ret)
{
    if (op->action == ACT_TRANSFER_ALONG)
        judge_along(b, op, ret);
    if (op->action == ACT_EASEMENT_TRANSFER && target != NULL &&
        b->unit_entry[target->serves] != 0) /* another registry's are for the officer to look at */
        judge_apart(b, op, target, ret);
}

/* The easement that goes next: of the unit whose place in line is the earliest, its own in the
 * order of their entries. Those that have gone were entered after `before`. */
static struct law_right *next_along(struct law_book *b, int unit, int before)
{
    struct law_right *next = NULL;
    int first[LAW_UNITS];

    for (int i = 0; i < LAW_UNITS; i++)
        first[i] = b->entries + 1;
    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (law_is_easement_for(r, &unit, 1) && r->since < first[r->unit])
            first[r->unit] = r->since;
    }
    for (int i = 0; i < b->rights_count; i++) {
        struct law_right *r = &b->rights[i];

        if (!law_is_easement_for(r, &unit, 1) || r->entry_made > before)
            continue;
        if (next == NULL || first[r->unit] < first[next->unit] ||
            (r->unit == next->unit && r->entry_made < next->entry_made))
            next = r;
    }
    return next;
}

void law_pass_along(struct law_book *b, const struct operation *op, int number)
{
    int before = b->entries, part = 1;
    struct law_right *r;

    while ((r = next_along(b, op->unit, before)) != NULL) {
        struct operation own = *op;

        own.unit = r->unit;
        own.amount = r->amount;
        own.serves = r->serves;
        b->entries++;
        (void)law_replace(b, &own, law_key(number, part++), r);
    }
}

void law_lapse_along(struct law_book *b, int unit)
{
    bool waits = true;
    int servient[LAW_UNITS], count = law_servient_of(b, &unit, 1, servient);

    for (int i = 0; i < count; i++) {
        if (waits && servient[i] > unit) {
            law_lapse(b, unit);
            waits = false;
        }
        law_lapse(b, servient[i]);
    }
    if (waits)
        law_lapse(b, unit);
}
