/* 民法典 409: another order of the mortgages of a unit, who must agree to it, and what becomes of
 * each. */
#include "law.h"

#include <stddef.h>

static int count_line(struct law_book *b, int unit)
{
    int count = 0;

    while (law_live(b, unit, LAW_MORTGAGE, count + 1) != NULL)
        count++;
    return count;
}

/* The mortgages of a unit in the order in which they will stand once `moved` has that rank. */
static void order_line(
    struct law_book *b, struct law_right *moved, int rank, struct law_right **ret)
{
    int all = count_line(b, moved->unit), count = 0;

    for (int at = 1; at <= all; at++) {
        struct law_right *r = law_live(b, moved->unit, LAW_MORTGAGE, at);

        if (r != moved)
            ret[count++] = r;
    }
    for (int i = count; i >= rank; i--)
        ret[i] = ret[i - 1];
    ret[rank - 1] = moved;
}

/* They stand in another order in the same places, each of which counts from the entry from which it
 * counted before. */
void law_change_rank(struct law_book *b, struct law_right *moved, int rank)
{
    struct law_right *line[LAW_RIGHTS_MAX];
    int since[LAW_RIGHTS_MAX], count = count_line(b, moved->unit);

    for (int at = 1; at <= count; at++)
        since[at - 1] = law_live(b, moved->unit, LAW_MORTGAGE, at)->since;
    order_line(b, moved, rank, line);
    for (int i = 0; i < count; i++) {
        line[i]->rank = i + 1;
        line[i]->since = since[i];
    }
}

static bool all_take_part(const struct operation *op, const struct law_right *r)
{
    for (int i = 0; i < r->holders.count; i++)
        if (!law_takes_part(op, r->holders.at[i].who))
            return false;
    return true;
}

void law_judge_rank(struct law_book *b, const struct operation *op, struct law_right *target,
    struct law_answer *answer)
{
    struct law_right *line[LAW_RIGHTS_MAX];
    int count = count_line(b, op->unit);

    if (op->rank > count || op->rank == target->rank)
        law_say(answer, "RANK_WRONG");
    if (op->rank > count)
        return;
    order_line(b, target, op->rank, line);
    for (int i = 0; i < count; i++)
        if (line[i] != target && line[i]->rank < i + 1 && !all_take_part(op, line[i]))
            law_say(answer, "RANK_CONSENT");
}

/* Nor is a mortgage made to secure more than it did, at the cost of those behind it. */
void law_judge_increase(struct law_book *b, const struct operation *op, struct law_right *target,
    struct law_answer *answer)
{
    struct law_right *line[LAW_RIGHTS_MAX];
    int count = count_line(b, op->unit), rank = op->rank > 0 ? op->rank : target->rank;
    bool behind = false;

    if (op->amount <= target->amount || rank > count)
        return;
    order_line(b, target, rank, line);
    for (int i = 0; i < count; i++) {
        if (behind && !all_take_part(op, line[i]))
            law_say(answer, "INCREASE_CONSENT");
        behind = behind || line[i] == target;
    }
}
