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

void law_judge_along(struct law_book *b, const struct operation *op, struct law_answer *ret)
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
