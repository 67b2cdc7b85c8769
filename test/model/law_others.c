/* What the law says of everybody else: whoever has something in the unit and takes no part, and
 * whoever stands on both sides. */
#include "law.h"

#include <stddef.h>

bool law_takes_part(const struct operation *op, int who)
{
    return law_party_find(&op->givers, who) != NULL || law_party_find(&op->owners, who) != NULL ||
           law_party_find(&op->takers, who) != NULL || law_party_find(&op->agreeing, who) != NULL;
}

bool law_has_part(const struct operation *op, const struct law_right *right)
{
    for (int i = 0; i < right->holders.count; i++)
        if (law_takes_part(op, right->holders.at[i].who))
            return true;
    return false;
}

static bool share_somebody(const struct law_parties *a, const struct law_parties *b)
{
    for (int i = 0; i < a->count; i++)
        if (law_party_find(b, a->at[i].who) != NULL)
            return true;
    return false;
}

/* 条例 14: nobody gives to himself; a change or a correction leaves the right where it is. */
static void judge_sides(const struct operation *op, struct law_answer *ret)
{
    enum law_effect effect = law_acts[op->action].effect;

    if (op->action != ACT_PARTITION && effect != LAW_CHANGE && effect != LAW_CORRECT &&
        (share_somebody(&op->givers, &op->takers) || share_somebody(&op->givers, &op->owners) ||
            share_somebody(&op->owners, &op->takers) ||
            share_somebody(&op->agreeing, &op->givers) ||
            share_somebody(&op->agreeing, &op->takers)))
        law_say(ret, "PARTY_BOTH_SIDES");
}

/* 民法典 221: an advance notice of which nobody holds a part that takes part in this. All here are
 * of a mortgage, which leaves room for other mortgages. */
static bool is_noticed(const struct law_book *b, const struct operation *op)
{
    for (int i = 0; i < b->rights_count; i++) {
        const struct law_right *r = &b->rights[i];

        if (r->unit == op->unit && r->state == LAW_LIVE && r->kind == LAW_ADVANCE &&
            !law_has_part(op, r))
            return true;
    }
    return false;
}

/* What others hold in the unit stands against a disposal without them (民法典 221; the consent of a
 * mortgagee to what binds the buyer of his security: 标准规则集 抵押1). Nobody here hands a written
 * consent in. */
void law_judge_others(struct law_book *b, const struct operation *op, struct law_answer *ret)
{
    const struct law_act *act = &law_acts[op->action];
    bool creates = act->effect == LAW_CREATE;
    bool binds = creates && (act->kind == LAW_RESIDENCE || act->kind == LAW_EASEMENT);
    bool transfer = act->kind == LAW_OWNERSHIP && act->effect == LAW_TRANSFER;

    if ((binds || (creates && act->kind == LAW_ADVANCE)) &&
        law_live(b, op->unit, LAW_MORTGAGE, 1) != NULL)
        law_say(ret, "MORTGAGE_CONSENT");
    if ((binds || transfer) && is_noticed(b, op))
        law_say(ret, "ADVANCE_LIVE");
    judge_sides(op, ret);
}
