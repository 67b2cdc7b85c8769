/* Drawing: first an operation as it should be, then now and then one thing wrong with it. */
#include "draw.h"

#include <stdarg.h>
#include <stdio.h>

/* splitmix64 */
static uint64_t next(uint64_t *random)
{
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int below(uint64_t *random, int n)
{
    return (int)(next(random) % (uint64_t)n);
}

/* True once in n times. */
static bool seldom(uint64_t *random, int n)
{
    return below(random, n) == 0;
}

void draw_begin(struct draw *d, uint64_t seed, int number)
{
    d->random = seed * UINT64_C(0x100000001b3) + (uint64_t)number;
    d->random = next(&d->random);
}

static enum law_action draw_action(struct draw *d)
{
    int sum = 0, at;

    for (int i = 0; i < ACT_COUNT; i++)
        sum += law_acts[i].weight;
    at = below(&d->random, sum);
    for (int i = 0; i < ACT_COUNT; i++) {
        at -= law_acts[i].weight;
        if (at < 0)
            return (enum law_action)i;
    }
    return ACT_WAIT;
}

static void give_shares(uint64_t *random, struct law_parties *p)
{
    int whole = p->count == 3 ? 6 : 4, rest = whole;

    for (int i = 0; i < p->count; i++) {
        int part = i + 1 == p->count ? rest : 1 + below(random, rest - (p->count - i - 1));

        p->at[i].num = part;
        p->at[i].den = whole;
        rest -= part;
    }
}

static struct law_parties draw_takers(uint64_t *random, int first, int of)
{
    struct law_parties p = {.count = 1};

    if (seldom(random, 3))
        p.count = 2 + below(random, 2);
    for (int i = 0, who = below(random, of); i < p.count; i++, who++)
        p.at[i] = (struct law_party){.who = first + who % of};
    if (p.count > 1 && !seldom(random, 3))
        give_shares(random, &p);
    return p;
}

/* One thing wrong with the takers. */
static void spoil_takers(uint64_t *random, struct law_parties *p)
{
    switch (below(random, 4)) {
    case 0: /* the same one twice */
        if (p->count < LAW_PARTIES_MAX) {
            p->at[p->count] = p->at[0];
            p->count++;
        }
        break;
    case 1: /* a share alone, or beside those who have none */
        p->at[0].num = 1;
        p->at[0].den = 2;
        break;
    case 2: /* too much */
        p->at[p->count - 1].num = 2;
        p->at[p->count - 1].den = 3;
        break;
    default: /* all but one have theirs */
        p->at[0].num = p->at[0].den = 0;
        break;
    }
}

static void spoil_givers(uint64_t *random, struct law_parties *p)
{
    int i = below(random, p->count > 0 ? p->count : 1);

    switch (below(random, 4)) {
    case 0: /* one stays away */
        if (p->count > 1)
            p->at[i] = p->at[--p->count];
        break;
    case 1: /* somebody else comes too */
        if (p->count < LAW_PARTIES_MAX)
            p->at[p->count++] = (struct law_party){.who = below(random, LAW_PEOPLE)};
        break;
    case 2: /* somebody else comes instead */
        p->at[i].who = below(random, LAW_PEOPLE);
        break;
    default:
        p->at[i].misnamed = true;
        break;
    }
}

static enum law_holding holding_of(const struct law_parties *takers)
{
    return takers->count == 1 ? LAW_SOLE : takers->at[0].den != 0 ? LAW_SHARES : LAW_JOINT;
}

/* A live right of that kind or, seldom, any that ever was. */
static const struct law_right *draw_right(uint64_t *random, struct law_book *b, enum law_kind kind)
{
    bool any = seldom(random, 8);
    const struct law_right *found = NULL;
    int seen = 0;

    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (!any && (r->kind != kind || r->state != LAW_LIVE))
            continue;
        if (seldom(random, ++seen))
            found = r;
    }
    return found;
}

/* Mostly a unit that is not seized, and rather one that is in the book. */
static int draw_free_unit(uint64_t *random, struct law_book *b)
{
    int unit = below(random, LAW_UNITS);

    for (int i = 0; i < 6 && (law_live(b, unit, LAW_SEIZURE, 0) != NULL ||
                                 law_live(b, unit, LAW_OWNERSHIP, 0) == NULL);
         i++)
        unit = below(random, LAW_UNITS);
    return unit;
}

/* Rather one that is in the book. */
static int draw_unit(uint64_t *random, const struct law_book *b)
{
    int unit = below(random, LAW_UNITS);

    for (int i = 0; i < 3 && b->unit_entry[unit] == 0; i++)
        unit = below(random, LAW_UNITS);
    return unit;
}

static struct law_parties title_holders(struct law_book *b, int unit)
{
    const struct law_right *owner = law_live(b, unit, LAW_OWNERSHIP, 0);

    return owner != NULL ? owner->holders : (struct law_parties){.count = 1, .at = {{.who = 1}}};
}

/* Whoever has the title has the easement. */
static bool is_of_title(struct law_book *b, const struct law_right *easement)
{
    const struct law_right *title = law_live(b, easement->serves, LAW_OWNERSHIP, 0);
    bool same = title != NULL && title->holders.count == easement->holders.count;

    for (int i = 0; same && i < easement->holders.count; i++)
        same = law_party_find(&title->holders, easement->holders.at[i].who) != NULL;
    return same;
}

static bool goes_along(struct law_book *b, const struct law_right *r)
{
    return r->kind == LAW_EASEMENT && r->state == LAW_LIVE && r->serves != r->unit &&
           is_of_title(b, r);
}

/* An easement first, where there is none that could go along. */
static enum law_action along_or_easement(uint64_t *random, struct law_book *b)
{
    for (int i = 0; i < b->rights_count; i++)
        if (goes_along(b, &b->rights[i]))
            return ACT_TRANSFER_ALONG;
    return seldom(random, 8) ? ACT_TRANSFER_ALONG : ACT_EASEMENT;
}

/* One that others bear easements for, where there is any. */
static int draw_served_unit(uint64_t *random, struct law_book *b)
{
    int found = draw_free_unit(random, b), seen = 0;

    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (r->kind == LAW_EASEMENT && r->state == LAW_LIVE && r->serves != r->unit &&
            (goes_along(b, r) || seldom(random, 8)) && seldom(random, ++seen))
            found = r->serves;
    }
    return found;
}

/* The right that the act is about, and who comes forward. */
static void draw_givers(uint64_t *random, struct law_book *b, struct operation *op)
{
    const struct law_act *act = &law_acts[op->action];
    bool by_target = act->effect != LAW_CREATE && act->kind != LAW_OWNERSHIP;
    enum law_kind kind = act->effect == LAW_CONVERT ? LAW_ADVANCE : act->kind;
    const struct law_right *r = by_target ? draw_right(random, b, kind) : NULL;

    for (int i = 0; i < 4 && op->action == ACT_MORTGAGE_RANK && r != NULL &&
                    law_live(b, r->unit, LAW_MORTGAGE, 2) == NULL;
         i++) /* rather one that does not stand alone */
        r = draw_right(random, b, kind);
    if (!by_target)
        op->unit = op->action == ACT_TRANSFER_ALONG && !seldom(random, 4)
                       ? draw_served_unit(random, b)
                       : draw_free_unit(random, b);
    if (r != NULL) {
        op->target = r->made_by;
        if (!seldom(random, 12))
            op->unit = r->unit;
    }
    if (act->who == LAW_OF_TITLE || act->who == LAW_OF_BOTH)
        op->givers = op->owners = title_holders(b, op->unit);
    if ((act->who == LAW_OF_TARGET || act->who == LAW_OF_BOTH) && r != NULL)
        op->givers = r->holders;
    if (act->who != LAW_OF_BOTH)
        op->owners = (struct law_parties){.count = 0};
    if (act->who != LAW_OF_NOBODY && seldom(random, 8))
        spoil_givers(random, &op->givers);
    if (op->owners.count > 0 && seldom(random, 8))
        spoil_givers(random, &op->owners);
}

/* By the court that seized, or by another. */
static void draw_renewal(uint64_t *random, struct law_book *b, struct operation *op)
{
    int court = LAW_PEOPLE + LAW_BANKS + below(random, LAW_COURTS);

    op->takers = (struct law_parties){.count = 1, .at = {{.who = court}}};
    if (op->target != LAW_NOBODY && !seldom(random, 6))
        op->takers = law_made_by(b, op->target)->holders;
    op->days = seldom(random, 10) ? law_years_after(b->day, 3) - b->day + below(random, 2)
                                  : below(random, seldom(random, 2) ? 40 : 400);
}

static void add_all(const struct law_parties *from, struct law_parties *to)
{
    for (int i = 0; i < from->count && to->count < LAW_PARTIES_MAX; i++)
        if (law_party_find(to, from->at[i].who) == NULL)
            to->at[to->count++] = from->at[i];
}

/* Another rank, and mostly those who would stand further behind come too. */
static void draw_rank(uint64_t *random, struct law_book *b, struct operation *op)
{
    const struct law_right *target = law_made_by(b, op->target);
    int count = 0;

    while (law_live(b, op->unit, LAW_MORTGAGE, count + 1) != NULL)
        count++;
    op->rank = 1 + below(random, count + 1);
    if (op->rank > count && !seldom(random, 4))
        op->rank = 1;
    for (int at = op->rank; target != NULL && at < target->rank; at++) {
        const struct law_right *r = law_live(b, op->unit, LAW_MORTGAGE, at);

        if (r != NULL && !seldom(random, 6))
            add_all(&r->holders, &op->agreeing);
    }
    if (op->agreeing.count > 0 && seldom(random, 8))
        op->agreeing.count--;
}

/* More is to be secured, and mostly those who stand behind come too. */
static void draw_agreement(uint64_t *random, struct law_book *b, struct operation *op)
{
    const struct law_right *target = law_made_by(b, op->target), *r;

    if (target == NULL || op->amount <= target->amount)
        return;
    for (int at = 1; (r = law_live(b, op->unit, LAW_MORTGAGE, at)) != NULL; at++)
        if (at > target->rank && !seldom(random, 6))
            add_all(&r->holders, &op->agreeing);
}

/* Mostly another unit, whose holders have the easement then. */
static void draw_served(uint64_t *random, struct law_book *b, struct operation *op)
{
    op->serves = draw_unit(random, b);
    for (int i = 0; op->serves == op->unit && i < 3; i++)
        op->serves = draw_unit(random, b);
    if (op->takers.count > 0 && title_holders(b, op->serves).count > 0 && !seldom(random, 4))
        op->takers = title_holders(b, op->serves);
}

static void draw_act(uint64_t *random, struct law_book *b, struct operation *op)
{
    const struct law_act *act = &law_acts[op->action];
    bool mortgage = act->kind == LAW_MORTGAGE;

    draw_givers(random, b, op);
    if (act->effect == LAW_CREATE || act->effect == LAW_TRANSFER || op->takers.count > 0) {
        if (op->takers.count == 0)
            op->takers = mortgage ? draw_takers(random, LAW_PEOPLE, LAW_BANKS)
                                  : draw_takers(random, 0, LAW_PEOPLE);
        if (seldom(random, 10))
            spoil_takers(random, &op->takers);
    }
    op->restricts =
        mortgage && act->effect != LAW_TRANSFER && act->effect != LAW_CANCEL && seldom(random, 4);
    if (act->effect != LAW_CANCEL && act->effect != LAW_RENEW &&
        !(act->effect == LAW_CHANGE && seldom(random, 2)))
        op->amount = 100 * (1 + below(random, 1000000));
    if (act->kind == LAW_OWNERSHIP && (act->effect == LAW_CHANGE || act->effect == LAW_CORRECT)) {
        op->amount = 0;
        op->place = 1 + below(random, 1000);
    }
    if (act->kind == LAW_EASEMENT && act->effect != LAW_TRANSFER &&
        (act->effect == LAW_CREATE || seldom(random, 2)))
        draw_served(random, b, op);
    if (op->action == ACT_EASEMENT_TRANSFER && op->target != LAW_NOBODY && !seldom(random, 4))
        op->takers = title_holders(b, law_made_by(b, op->target)->serves);
    if (op->action == ACT_MORTGAGE_RANK)
        draw_rank(random, b, op);
    if (op->action == ACT_MORTGAGE_CHANGE || op->action == ACT_MORTGAGE_TRANSFER)
        draw_agreement(random, b, op);
    if (act->effect == LAW_RENEW)
        draw_renewal(random, b, op);
    if (act->effect == LAW_CONVERT && op->target != LAW_NOBODY && !seldom(random, 4))
        op->takers = law_made_by(b, op->target)->holders;
    if (act->kind == LAW_ADVANCE && !seldom(random, 3))
        op->days = 1 + below(random, 60);
}

static void draw_first(uint64_t *random, struct operation *op)
{
    op->takers = draw_takers(random, 0, LAW_PEOPLE);
    op->holding = holding_of(&op->takers);
    if (seldom(random, 10))
        op->holding = (enum law_holding)below(random, 3);
    if (seldom(random, 8))
        spoil_takers(random, &op->takers);
}

static void draw_seizure(uint64_t *random, struct law_book *b, struct operation *op)
{
    const struct law_right *owner = law_live(b, op->unit, LAW_OWNERSHIP, 0);
    int longest = law_years_after(b->day, 3) - b->day;
    int court = LAW_PEOPLE + LAW_BANKS + below(random, LAW_COURTS);

    op->takers = (struct law_parties){.count = 1, .at = {{.who = court}}};
    op->debtor = below(random, LAW_PEOPLE);
    if (owner != NULL && !seldom(random, 6))
        op->debtor = owner->holders.at[below(random, owner->holders.count)].who;
    op->days = seldom(random, 10) ? longest + below(random, 2)
                                  : below(random, seldom(random, 2) ? 40 : 400);
}

/* Nothing rests on it but its title. */
static bool is_free(const struct law_book *b, int unit)
{
    int live = 0;

    for (int i = 0; i < b->rights_count; i++)
        live += b->rights[i].unit == unit && b->rights[i].state == LAW_LIVE;
    return live == 1;
}

static bool is_like(struct law_book *b, int unit, int other)
{
    const struct law_right *one = law_live(b, unit, LAW_OWNERSHIP, 0);
    const struct law_right *two = law_live(b, other, LAW_OWNERSHIP, 0);

    return one != NULL && two != NULL && one->holding == two->holding &&
           one->holders.count == two->holders.count && is_free(b, unit) && is_free(b, other) &&
           law_party_find(&two->holders, one->holders.at[0].who) != NULL;
}

/* Two units of the same owners, where there are any. */
static bool draw_pair(uint64_t *random, struct law_book *b, struct operation *op)
{
    int seen = 0;

    op->unit = draw_free_unit(random, b);
    op->others[op->others_count++] = draw_unit(random, b);
    for (int i = 0; i < LAW_UNITS && !seldom(random, 40); i++)
        for (int k = 0; k < LAW_UNITS; k++)
            if (i != k && is_like(b, i, k) && seldom(random, ++seen)) {
                op->unit = i;
                op->others[0] = k;
            }
    return seen > 0;
}

/* A unit that was never there or, seldom, any. */
static int draw_unused(uint64_t *random, const struct law_book *b, const struct operation *op)
{
    int found = below(random, LAW_UNITS), seen = 0;
    bool any = seldom(random, 16);

    for (int i = 0; !any && i < LAW_UNITS; i++)
        if (b->unit_entry[i] == 0 && !(op->parts_count > 0 && op->parts[0].unit == i) &&
            seldom(random, ++seen))
            found = i;
    return found;
}

static void draw_parts(uint64_t *random, struct law_book *b, struct operation *op, int count)
{
    long whole = b->area[op->unit], given = 0;

    for (int i = 0; i < op->others_count; i++)
        whole += b->area[op->others[i]];
    for (int i = 0; i < count; i++) {
        long rest = whole - given;
        long area = i + 1 == count || rest < 2 ? rest : 1 + below(random, (int)rest - 1);

        op->parts[i] = (struct law_part){.unit = draw_unused(random, b, op),
            .place = 1 + below(random, 1000),
            .area = area > 0 ? area : 1};
        given += area;
        op->parts_count++;
    }
    if (seldom(random, 12))
        op->parts[0].area += op->parts[0].area > 1 && seldom(random, 2) ? -1 : 1;
}

/* Each of the co-owners takes a part; now and then somebody else does, or one goes without. */
static void draw_taken(uint64_t *random, struct operation *op)
{
    op->takers = op->givers;
    for (int i = 0; i < op->takers.count; i++) {
        op->takers.at[i].num = op->takers.at[i].den = 0;
        op->takers.at[i].misnamed = false;
        op->takes[i] = i % LAW_PARTS;
        if (seldom(random, 16))
            op->takes[i] = LAW_NOBODY;
    }
    if (seldom(random, 10))
        op->takers.at[0].who = below(random, LAW_PEOPLE);
    if (seldom(random, 12))
        spoil_takers(random, &op->takers);
}

static void draw_division(uint64_t *random, struct law_book *b, struct operation *op)
{
    op->unit = seldom(random, 2) ? draw_free_unit(random, b) : draw_served_unit(random, b);
    for (int i = 0; op->action == ACT_PARTITION && i < 6 && title_holders(b, op->unit).count < 2;
         i++)
        op->unit = draw_free_unit(random, b);
    if (op->action == ACT_MERGE && !draw_pair(random, b, op) && !seldom(random, 3)) {
        op->action = ACT_SPLIT; /* of whose parts there is more to merge */
        op->others_count = 0;
    }
    if (op->action == ACT_MERGE && seldom(random, 8))
        op->others[op->others_count++] = draw_unit(random, b);
    draw_parts(random, b, op, op->action == ACT_MERGE ? 1 : LAW_PARTS);
    op->givers = title_holders(b, op->unit);
    if (op->action == ACT_PARTITION)
        draw_taken(random, op);
    if (seldom(random, 8))
        spoil_givers(random, &op->givers);
    op->consents = op->action != ACT_MERGE && !seldom(random, 3);
}

void draw_operation(struct draw *d, struct law_book *b, int number, struct operation *ret)
{
    struct operation *op = ret;
    uint64_t *random = &d->random;

    *op = (struct operation){.action = draw_action(d), .target = LAW_NOBODY, .serves = LAW_NOBODY};
    if (number < LAW_UNITS_BEGUN && !seldom(random, 4))
        op->action = ACT_FIRST;
    if (op->action == ACT_TRANSFER_ALONG)
        op->action = along_or_easement(random, b);
    op->unit = number < LAW_UNITS_BEGUN ? number : draw_unit(random, b);
    if (op->action == ACT_FIRST && number >= LAW_UNITS_BEGUN && !seldom(random, 6))
        op->unit = below(random, LAW_UNITS_BEGUN);
    if (op->action == ACT_SPLIT || op->action == ACT_MERGE || op->action == ACT_PARTITION)
        draw_division(random, b, op);
    else if (law_acts[op->action].scene[0] != '\0')
        draw_act(random, b, op);
    else if (op->action == ACT_FIRST)
        draw_first(random, op);
    else if (op->action == ACT_RELEASE)
        draw_givers(random, b, op);
    else if (op->action == ACT_SEIZE)
        draw_seizure(random, b, op);
    else if (op->action == ACT_WAIT)
        op->days = 1 + below(random, seldom(random, 8) ? 500 : 30);
}

struct words {
    char *at;
    size_t left;
};

static void __attribute__((format(printf, 2, 3))) add(struct words *w, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(w->at, w->left, format, args);
    va_end(args);
    if (len > 0 && (size_t)len < w->left) {
        w->at += len;
        w->left -= (size_t)len;
    }
}

static void add_parties(struct words *w, const char *before, const struct law_parties *p)
{
    for (int i = 0; i < p->count; i++) {
        add(w, "%s%d", i == 0 ? before : ", ", p->at[i].who);
        if (p->at[i].misnamed)
            add(w, " (misnamed)");
        if (p->at[i].den != 0)
            add(w, " %d/%d", p->at[i].num, p->at[i].den);
    }
}

void draw_words(const struct operation *op, char *at, size_t size)
{
    struct words w = {at, size};

    add(&w, "%s", law_acts[op->action].name);
    if (op->action == ACT_WAIT) {
        add(&w, " %d days", op->days);
        return;
    }
    add(&w, " unit %d", op->unit);
    if (op->target != LAW_NOBODY)
        add(&w, ", what operation %d made", op->target);
    add_parties(&w, ", by ", &op->givers);
    add_parties(&w, ", with the owners ", &op->owners);
    add_parties(&w, ", to ", &op->takers);
    add_parties(&w, ", agreed by ", &op->agreeing);
    if (op->rank > 0)
        add(&w, ", now rank %d", op->rank);
    if (op->action == ACT_FIRST)
        add(&w, ", held %s",
            op->holding == LAW_SOLE    ? "sole"
            : op->holding == LAW_JOINT ? "jointly"
                                       : "by shares");
    for (int i = 0; i < op->others_count; i++)
        add(&w, ", with unit %d", op->others[i]);
    for (int i = 0; i < op->parts_count; i++)
        add(&w, ", to be unit %d of %ld at %d", op->parts[i].unit, op->parts[i].area,
            op->parts[i].place);
    for (int i = 0; op->action == ACT_PARTITION && i < op->takers.count; i++)
        add(&w, ", %d takes part %d", op->takers.at[i].who, op->takes[i]);
    if (op->consents)
        add(&w, ", with consent");
    if (op->amount != 0)
        add(&w, ", amount %lld", (long long)op->amount);
    if (op->serves != LAW_NOBODY)
        add(&w, ", for unit %d", op->serves);
    if (law_acts[op->action].kind == LAW_ADVANCE && op->days > 0)
        add(&w, ", to apply in %d days", op->days);
    if (op->action == ACT_RENEW)
        add(&w, ", for %d days", op->days);
    if (op->place != 0)
        add(&w, ", now number %d", op->place);
    if (op->restricts)
        add(&w, ", no transfer");
    if (op->action == ACT_SEIZE)
        add(&w, ", debtor %d, for %d days", op->debtor, op->days);
}
