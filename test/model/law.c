/* The law's answers, one function an action. */
#include "law.h"

#include <stddef.h>
#include <string.h>

#define SEIZURE_YEARS_MAX 3 /* 民事诉讼法解释 485 */

const struct law_act law_acts[ACT_COUNT] = {
#define ACTION(id, name, weight, scene, kind, effect, who)                                         \
    {name, scene, weight, LAW_##kind, LAW_##effect, LAW_OF_##who},
#include "actions.def"
#undef ACTION
};

/* 节假日 of 2026: days off, and days at a week's end on which people work. Of later years nothing
 * is known. 1 January 2026 is a Thursday. */
static const struct {
    int from, to; /* month * 100 + day */
    bool off;
} holidays[] = {
    {101, 103, true},
    {104, 104, false},
    {214, 214, false},
    {215, 223, true},
    {228, 228, false},
    {404, 406, true},
    {501, 505, true},
    {509, 509, false},
    {619, 621, true},
    {920, 920, false},
    {925, 927, true},
    {1001, 1007, true},
    {1010, 1010, false},
};

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

struct law_date law_date_of(int day)
{
    struct law_date d = {LAW_FIRST_YEAR, 1, 1};

    for (; day > 0; day--) {
        if (++d.day <= month_days(d.year, d.month))
            continue;
        d.day = 1;
        if (++d.month <= 12)
            continue;
        d.month = 1;
        d.year++;
    }
    return d;
}

/* The last day of a term of that many years that begins on `day`. */
int law_years_after(int day, int years)
{
    struct law_date from = law_date_of(day), to = from;

    to.year += years;
    if (to.day > month_days(to.year, to.month))
        to.day = month_days(to.year, to.month);
    for (;; day++) {
        struct law_date d = law_date_of(day);

        if (d.year == to.year && d.month == to.month && d.day == to.day)
            return day;
    }
}

static bool is_off(int day)
{
    struct law_date d = law_date_of(day);
    int weekday = (day + 3) % 7; /* 0 is Monday */
    int date = d.month * 100 + d.day;

    for (unsigned i = 0; d.year == 2026 && i < sizeof(holidays) / sizeof(holidays[0]); i++)
        if (date >= holidays[i].from && date <= holidays[i].to)
            return holidays[i].off;
    return weekday >= 5;
}

/* 民法典 201, 203: the day itself is not counted; a last day that is off moves on. */
static int days_after(int day, int days)
{
    day += days;
    while (is_off(day))
        day++;
    return day;
}

void law_say(struct law_answer *answer, const char *rule)
{
    for (int i = 0; i < answer->rules_count; i++)
        if (strcmp(answer->rules[i], rule) == 0)
            return;
    if (answer->rules_count < LAW_RULES_MAX)
        answer->rules[answer->rules_count++] = rule;
}

struct law_right *law_live(struct law_book *b, int unit, enum law_kind kind, int rank)
{
    for (int i = 0; i < b->rights_count; i++) {
        struct law_right *r = &b->rights[i];

        if (r->unit == unit && r->kind == kind && r->state == LAW_LIVE && r->rank == rank)
            return r;
    }
    return NULL;
}

struct law_right *law_made_by(struct law_book *b, int operation)
{
    for (int i = 0; i < b->rights_count; i++)
        if (b->rights[i].made_by == operation)
            return &b->rights[i];
    return NULL;
}

static int live_count(struct law_book *b, int unit, enum law_kind kind)
{
    int count = 0;

    for (int i = 0; i < b->rights_count; i++)
        count += b->rights[i].unit == unit && b->rights[i].kind == kind &&
                 b->rights[i].state == LAW_LIVE;
    return count;
}

const struct law_party *law_party_find(const struct law_parties *list, int who)
{
    for (int i = 0; i < list->count; i++)
        if (list->at[i].who == who)
            return &list->at[i];
    return NULL;
}

/* 民法典 298: by shares the parts are one whole, otherwise nobody has a part. All denominators that
 * are drawn divide 5040. */
static bool shares_are_one(const struct law_parties *list)
{
    int sum = 0;

    for (int i = 0; i < list->count; i++)
        sum += list->at[i].den != 0 ? 5040 / list->at[i].den * list->at[i].num : 5041;
    return sum == 5040;
}

void law_judge_takers(
    const struct law_parties *takers, enum law_holding holding, struct law_answer *ret)
{
    for (int i = 0; i < takers->count; i++)
        if (law_party_find(takers, takers->at[i].who) != &takers->at[i])
            law_say(ret, "HOLDER_TWICE");
    if ((holding == LAW_SOLE) != (takers->count == 1))
        law_say(ret, "HOLDING_WRONG");
    if (holding == LAW_SHARES && !shares_are_one(takers))
        law_say(ret, "SHARES_NOT_ONE");
    for (int i = 0; i < takers->count; i++)
        if (holding != LAW_SHARES && takers->at[i].den != 0)
            law_say(ret, "SHARES_UNWANTED");
}

void law_judge_givers(
    const struct law_right *right, const struct law_parties *givers, struct law_answer *ret)
{
    for (int i = 0; i < givers->count; i++) {
        if (law_party_find(&right->holders, givers->at[i].who) == NULL)
            law_say(ret, "HOLDER_UNKNOWN");
        else if (givers->at[i].misnamed)
            law_say(ret, "HOLDER_NAME_DIFFERS");
    }
    for (int i = 0; i < right->holders.count; i++)
        if (law_party_find(givers, right->holders.at[i].who) == NULL)
            law_say(ret, "HOLDER_MISSING");
}

enum law_holding law_holding_of(const struct law_parties *takers)
{
    if (takers->count == 1)
        return LAW_SOLE;
    for (int i = 0; i < takers->count; i++)
        if (takers->at[i].den != 0)
            return LAW_SHARES;
    return LAW_JOINT;
}

/* 民法典 414, 查封规定 26: mortgages and seizures stand in line, the one from 1, the other from 0.
 */
static bool is_in_line(enum law_kind kind)
{
    return kind == LAW_MORTGAGE || kind == LAW_SEIZURE;
}

static void end_right(struct law_book *b, struct law_right *r, enum law_state state)
{
    r->state = state;
    r->entry_ended = b->entries;
}

static void move_up(struct law_book *b, const struct law_right *ended)
{
    for (int i = 0; is_in_line(ended->kind) && i < b->rights_count; i++) {
        struct law_right *other = &b->rights[i];

        if (other->unit == ended->unit && other->kind == ended->kind && other->state == LAW_LIVE &&
            other->rank > ended->rank)
            other->rank--; /* whoever stood behind moves up */
    }
}

/* How long it stands: a seizure for its term, an objection 15 days (民法典 220), an advance notice
 * 90 days from the day on which one may apply for what it secures (221). */
static int last_day(const struct law_book *b, const struct operation *op, enum law_kind kind)
{
    if (kind == LAW_SEIZURE)
        return b->day + op->days;
    if (kind == LAW_OBJECTION)
        return days_after(b->day, 15);
    if (kind == LAW_ADVANCE && op->days > 0)
        return days_after(b->day + op->days, 90);
    return LAW_NOBODY;
}

static bool has_amount(enum law_kind kind)
{
    return kind == LAW_OWNERSHIP || kind == LAW_MORTGAGE || kind == LAW_EASEMENT ||
           kind == LAW_ADVANCE;
}

static struct law_right *make_right(
    struct law_book *b, const struct operation *op, int number, enum law_kind kind)
{
    struct law_right *r = &b->rights[b->rights_count];

    *r = (struct law_right){.made_by = number,
        .unit = op->unit,
        .kind = kind,
        .holders = op->takers,
        .holding = law_holding_of(&op->takers),
        .amount = has_amount(kind) ? op->amount : 0,
        .restricts = kind == LAW_MORTGAGE && op->restricts,
        .lapses_day = last_day(b, op, kind),
        .serves = kind == LAW_EASEMENT ? op->serves : LAW_NOBODY,
        .previous = LAW_NOBODY,
        .since = b->entries,
        .entry_made = b->entries};
    if (is_in_line(kind))
        r->rank = live_count(b, op->unit, kind) + (kind == LAW_MORTGAGE);
    b->rights_count++;
    return r;
}

struct law_right *law_replace(
    struct law_book *b, const struct operation *op, int number, struct law_right *old)
{
    int rank = old->rank;
    struct law_right *made;

    end_right(b, old, LAW_HISTORY);
    made = make_right(b, op, number, old->kind);
    made->rank = rank;
    made->previous = (int)(old - b->rights);
    if (old->kind != LAW_OWNERSHIP)
        made->since = old->since;
    return made;
}

/* 预告转正式: the mortgage has the place in line that its advance notice had. */
static void convert_right(
    struct law_book *b, const struct operation *op, int number, struct law_right *notice)
{
    struct law_right *made;

    end_right(b, notice, LAW_HISTORY);
    made = make_right(b, op, number, LAW_MORTGAGE);
    made->previous = (int)(notice - b->rights);
    made->since = notice->since;
    made->rank = 1;
    for (int i = 0; i < b->rights_count; i++) {
        struct law_right *r = &b->rights[i];

        if (r == made || r->unit != made->unit || r->kind != LAW_MORTGAGE || r->state != LAW_LIVE)
            continue;
        if (r->since < made->since)
            made->rank++;
        else
            r->rank++;
    }
}

static bool same_owners(const struct law_right *r, const struct law_parties *list)
{
    struct law_answer none = {0};

    law_judge_givers(r, list, &none);
    return none.rules_count == 0;
}

static bool is_known(const struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    if (b->unit_entry[op->unit] == 0)
        law_say(ret, "UNIT_UNKNOWN");
    return b->unit_entry[op->unit] != 0;
}

/* 首次登记 by import. The same again is answered as it stands. */
static void judge_first(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    const struct law_right *owner = law_live(b, op->unit, LAW_OWNERSHIP, 0);

    law_judge_takers(&op->takers, op->holding, ret);
    if (ret->rules_count > 0)
        return;
    if (b->unit_entry[op->unit] != 0) {
        if (owner == NULL || !same_owners(owner, &op->takers) || b->area[op->unit] != LAW_AREA)
            law_say(ret, "UNIT_DIFFERS");
        return;
    }
    b->unit_entry[op->unit] = ++b->entries;
    b->area[op->unit] = LAW_AREA;
    make_right(b, op, number, LAW_OWNERSHIP)->holding = op->holding;
}

/* What the unit must be for the act. A cancellation of what rests on the title asks nothing of it.
 */
void law_judge_unit(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    const struct law_act *act = &law_acts[op->action];
    bool is_seized = live_count(b, op->unit, LAW_SEIZURE) > 0;

    if (act->effect == LAW_CANCEL && act->kind != LAW_OWNERSHIP) {
        if (act->kind == LAW_ADVANCE && is_seized) /* 自动核验标准规则集 预告注销 */
            law_say(ret, "UNIT_SEIZED");
        return;
    }
    if (b->closed[op->unit]) /* 条例 8 */
        law_say(ret, "UNIT_CLOSED");
    if ((act->kind != LAW_ADVANCE || act->effect == LAW_CREATE) && act->kind != LAW_SEIZURE &&
        law_live(b, op->unit, LAW_OWNERSHIP, 0) == NULL) /* 民法典 209 */
        law_say(ret, "UNIT_NO_OWNER");
    if (act->kind != LAW_SEIZURE && is_seized) /* 查封规定 24; an objection: 标准规则集 */
        law_say(ret, "UNIT_SEIZED");
}

/* 民法典 406, and 实施细则 28: a title goes when nothing rests on it any more. */
void law_judge_title(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    enum law_effect effect = law_acts[op->action].effect;

    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (r->unit != op->unit || r->state != LAW_LIVE || r->kind == LAW_OWNERSHIP)
            continue;
        if (effect == LAW_TRANSFER && r->restricts && !law_has_part(op, r))
            law_say(ret, "TRANSFER_RESTRICTED");
        if (effect == LAW_CANCEL)
            law_say(ret, "UNIT_BURDENED");
    }
}

/* The right that the act ends or changes; NULL when there is none, which is said. */
static struct law_right *judge_target(
    struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    const struct law_act *act = &law_acts[op->action];
    enum law_kind kind = act->effect == LAW_CONVERT ? LAW_ADVANCE : act->kind;
    struct law_right *r = law_made_by(b, op->target);

    if (act->kind == LAW_OWNERSHIP)
        return law_live(b, op->unit, LAW_OWNERSHIP, 0); /* that there is none was said */
    if (r != NULL && r->unit == op->unit && r->kind == kind && r->state == LAW_LIVE)
        return r;
    law_say(ret, "RIGHT_NOT_LIVE");
    return NULL;
}

void law_judge_people(struct law_book *b, const struct operation *op,
    const struct law_right *target, struct law_answer *ret)
{
    const struct law_right *owner = law_live(b, op->unit, LAW_OWNERSHIP, 0);
    const struct law_act *act = &law_acts[op->action];
    enum law_who who = act->who;

    if (who == LAW_OF_TITLE && owner != NULL)
        law_judge_givers(owner, &op->givers, ret);
    if ((who == LAW_OF_TARGET || who == LAW_OF_BOTH) && target != NULL)
        law_judge_givers(target, &op->givers, ret);
    if (who == LAW_OF_BOTH && owner != NULL)
        law_judge_givers(owner, &op->owners, ret);
    if (act->effect == LAW_CONVERT && target != NULL) /* 民法典 221: its holder's own */
        law_judge_givers(target, &op->takers, ret);
    if (op->takers.count > 0)
        law_judge_takers(&op->takers, law_holding_of(&op->takers), ret);
}

static bool term_is_lawful(const struct law_book *b, const struct operation *op)
{
    return op->days > 0 && b->day + op->days <= law_years_after(b->day, SEIZURE_YEARS_MAX);
}

/* 续封: for three years at most. Another court's is for the reviewer to look at, not refused. */
static void judge_renewal(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    if (!term_is_lawful(b, op))
        law_say(ret, "SEIZURE_TERM");
}

/* 民法典 407: what a change or a transfer of what rests on a title does not say anew stays as it
 * was. */
static void keep_unsaid(
    struct law_right *made, const struct law_right *before, const struct operation *op)
{
    enum law_effect effect = law_acts[op->action].effect;

    if (op->takers.count == 0) {
        made->holders = before->holders;
        made->holding = before->holding;
    }
    if (op->amount == 0)
        made->amount = before->amount;
    if (effect == LAW_TRANSFER || before->kind != LAW_MORTGAGE)
        made->restricts = before->restricts;
    if (op->serves == LAW_NOBODY)
        made->serves = before->serves;
    if (effect != LAW_RENEW)
        made->lapses_day = before->lapses_day;
}

/* What an application with a scene comes to. */
static void judge_act(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    const struct law_act *act = &law_acts[op->action];
    struct law_right *target = NULL, *made, before;

    if (!is_known(b, op, ret))
        return;
    law_judge_unit(b, op, ret);
    if (act->effect != LAW_CREATE)
        target = judge_target(b, op, ret);
    law_judge_people(b, op, target, ret);
    law_judge_others(b, op, ret);
    if (op->serves != LAW_NOBODY && b->closed[op->serves])
        law_say(ret, "DOMINANT_CLOSED");
    if (op->rank > 0 && target != NULL)
        law_judge_rank(b, op, target, ret);
    if (act->kind == LAW_MORTGAGE && target != NULL && target->kind == LAW_MORTGAGE &&
        act->effect != LAW_CANCEL)
        law_judge_increase(b, op, target, ret);
    if (act->kind == LAW_OWNERSHIP)
        law_judge_title(b, op, ret);
    law_judge_easement(b, op, target, ret);
    if (act->effect == LAW_RENEW)
        judge_renewal(b, op, ret);
    if (ret->rules_count > 0)
        return;
    b->entries++;
    if (act->effect == LAW_CANCEL) {
        end_right(b, target, LAW_ENDED);
        move_up(b, target);
        if (act->kind == LAW_OWNERSHIP)
            b->closed[op->unit] = true;
        return;
    }
    if (target == NULL) {
        make_right(b, op, number, act->kind);
        return;
    }
    if (act->effect == LAW_CONVERT) {
        convert_right(b, op, number, target);
        return;
    }
    before = *target;
    made = law_replace(b, op, number, target);
    if (op->action == ACT_TRANSFER_ALONG)
        law_pass_along(b, op, number);
    if (act->kind == LAW_OWNERSHIP && act->effect == LAW_TRANSFER)
        return;
    keep_unsaid(made, &before, op);
    if (op->rank > 0)
        law_change_rank(b, made, op->rank);
    if (act->kind == LAW_OWNERSHIP)
        b->place[op->unit] = op->place;
}

/* 查封: of the debtor's own property, for three years at most; whoever comes later waits. */
static void judge_seize(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    const struct law_right *owner = law_live(b, op->unit, LAW_OWNERSHIP, 0);

    if (!is_known(b, op, ret))
        return;
    if (!term_is_lawful(b, op))
        law_say(ret, "SEIZURE_TERM");
    if (owner == NULL || law_party_find(&owner->holders, op->debtor) == NULL)
        law_say(ret, "SEIZURE_NOT_OWNER");
    if (ret->rules_count > 0)
        return;
    b->entries++;
    make_right(b, op, number, LAW_SEIZURE);
}

static void judge_release(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    struct law_right *r;

    (void)number;
    if (!is_known(b, op, ret))
        return;
    r = judge_target(b, op, ret);
    if (r == NULL)
        return;
    b->entries++;
    end_right(b, r, LAW_ENDED);
    move_up(b, r);
}

static bool is_over(const struct law_book *b, const struct law_right *r, int unit)
{
    return r->unit == unit && r->state == LAW_LIVE && r->lapses_day >= 0 && r->lapses_day < b->day;
}

/* What ended before today: the seizure in effect goes first, then those that wait, then the rest.
 */
static struct law_right *find_over(struct law_book *b, int unit)
{
    for (int rank = 0; rank < live_count(b, unit, LAW_SEIZURE); rank++)
        if (is_over(b, law_live(b, unit, LAW_SEIZURE, rank), unit))
            return law_live(b, unit, LAW_SEIZURE, rank);
    for (int kind = LAW_OBJECTION; kind >= 0; kind--)
        for (int i = 0; i < b->rights_count; i++)
            if ((int)b->rights[i].kind == kind && is_over(b, &b->rights[i], unit))
                return &b->rights[i];
    return NULL;
}

/* Whoever comes to the unit finds entered what the law has ended by then. */
void law_lapse(struct law_book *b, int unit)
{
    struct law_right *r = b->unit_entry[unit] != 0 ? find_over(b, unit) : NULL;

    for (; r != NULL; r = find_over(b, unit)) {
        b->entries++;
        end_right(b, r, LAW_ENDED);
        move_up(b, r);
    }
}

static void judge_any(
    struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    if (op->action == ACT_WAIT) {
        b->day += op->days;
        return;
    }
    if (op->action == ACT_FIRST) {
        judge_first(b, op, number, ret);
        return;
    }
    if (op->action == ACT_SPLIT || op->action == ACT_MERGE || op->action == ACT_PARTITION) {
        law_judge_division(b, op, number, ret);
        return;
    }
    (op->action == ACT_TRANSFER_ALONG ? law_lapse_along : law_lapse)(b, op->unit);
    if (law_acts[op->action].scene[0] != '\0')
        judge_act(b, op, number, ret);
    else if (op->action == ACT_SEIZE)
        judge_seize(b, op, number, ret);
    else if (op->action == ACT_RELEASE)
        judge_release(b, op, number, ret);
    else
        (void)is_known(b, op, ret);
}

void law_judge(struct law_book *b, const struct operation *op, int number, struct law_answer *ret)
{
    struct law_book before = *b;

    *ret = (struct law_answer){0};
    judge_any(b, op, number, ret);
    ret->accepted = ret->rules_count == 0;
    ret->made_entry = b->entries > before.entries;
    if (ret->accepted)
        return;
    *b = before; /* what is refused has changed nothing */
    ret->made_entry = false;
}
