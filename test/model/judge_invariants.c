/* The invariants of a book, asked of the rows after every operation, in the plainest way there is.
 * What `yichuang verify` asks by query is asked here once more by other code. */
#include "judge.h"

#include <stdio.h>

struct view {
    struct product *p;
    const struct product_book *book;
    const struct product_unit *u;
    char *why;
};

static bool broken(const struct view *v, const char *what, str detail)
{
    snprintf(v->why, WHY_BYTES, "%s: %.*s: %.*s", what, STR(v->u->unit.code), STR(detail));
    return false;
}

/* I2: 按份共有 sums to exactly one, the others have no shares. */
static bool shares_hold(const struct view *v, const struct registry_right *r)
{
    int64_t sum = 0, whole = 1;
    bool by_shares = str_is(r->holding, "shares");

    if (r->holders_count == 0 || str_is(r->holding, "sole") != (r->holders_count == 1))
        return broken(v, "I2 holders", r->id);
    for (size_t i = 0; i < r->holders_count; i++) {
        if ((r->holders[i].share.den != 0) != by_shares)
            return broken(v, "I2 a share", r->id);
        if (by_shares)
            whole *= r->holders[i].share.den;
    }
    for (size_t i = 0; by_shares && i < r->holders_count; i++)
        sum += whole / r->holders[i].share.den * r->holders[i].share.num;
    return !by_shares || sum == whole || broken(v, "I2 the sum", r->id);
}

/* I3: made by an entry that exists, ended by a later one or by none. */
static bool entries_hold(const struct view *v, const struct registry_right *r)
{
    bool live = str_is(r->state, "live");

    if (r->entry_made < v->u->unit.entry_made || r->entry_made > v->book->size)
        return broken(v, "I3 made", r->id);
    if (live != (r->entry_ended == 0))
        return broken(v, "I3 ended", r->id);
    return live || (r->entry_ended > r->entry_made && r->entry_ended <= v->book->size) ||
           broken(v, "I3 order", r->id);
}

static const struct registry_right *find(const struct product_unit *u, str id)
{
    for (size_t i = 0; i < u->rights_count; i++)
        if (str_eq(u->rights[i].id, id))
            return &u->rights[i];
    return NULL;
}

/* I4: an ownership names the one that ended with the entry that made it; only one has none. */
static bool chain_holds(const struct view *v, const struct registry_right *r)
{
    const struct registry_right *before = find(v->u, r->previous);

    if (!str_is(r->kind, "ownership"))
        return true;
    if (r->previous.len == 0)
        return r->entry_made == v->u->unit.entry_made || broken(v, "I4 a second first", r->id);
    return (before != NULL && str_is(before->kind, "ownership") &&
               before->entry_ended == r->entry_made) ||
           broken(v, "I4 chain", r->id);
}

static bool lived_at(const struct registry_right *r, int64_t entry)
{
    return r->entry_made < entry && (r->entry_ended == 0 || r->entry_ended > entry);
}

/* I5: nothing was disposed of while a seizure stood. I9: a mortgage is made on an ownership. */
static bool disposal_holds(const struct view *v, const struct registry_right *r)
{
    bool owned = false;

    if (str_is(r->kind, "seizure") || str_is(r->kind, "objection"))
        return true;
    for (size_t i = 0; i < v->u->rights_count; i++) {
        const struct registry_right *other = &v->u->rights[i];

        if (str_is(other->kind, "seizure") && lived_at(other, r->entry_made))
            return broken(v, "I5", r->id);
        owned = owned || (str_is(other->kind, "ownership") && lived_at(other, r->entry_made));
    }
    return owned || !str_is(r->kind, "mortgage") || broken(v, "I9 nobody's", r->id);
}

/* I6, I9: live ranks run without gap or tie from the first. */
static bool ranks_hold(const struct view *v, const char *kind, int64_t first)
{
    int64_t count = 0, seen = 0;

    for (size_t i = 0; i < v->u->rights_count; i++)
        count += str_is(v->u->rights[i].kind, kind) && str_is(v->u->rights[i].state, "live");
    for (int64_t rank = first; rank < first + count; rank++)
        for (size_t i = 0; i < v->u->rights_count; i++)
            seen += str_is(v->u->rights[i].kind, kind) && str_is(v->u->rights[i].state, "live") &&
                    v->u->rights[i].rank == rank;
    return seen == count || broken(v, "I6 or I9 ranks", str_of(kind));
}

/* I6: ranks go by the order of entry. */
static bool order_holds(const struct view *v)
{
    for (size_t i = 0; i + 1 < v->u->page.rights_count; i++) {
        const struct registry_right *a = &v->u->page.rights[i], *b = a + 1;

        if (str_eq(a->kind, b->kind) && a->rank + b->rank > 0 &&
            (a->rank >= b->rank || a->since_entry >= b->since_entry))
            return broken(v, "I6 or I9 order", b->id);
    }
    return true;
}

/* I15: what requests see is what the entries say. */
static bool fold_holds(const struct view *v)
{
    const struct registry_page *now = &v->u->page, *past = &v->u->past;

    if (now->rights_count != past->rights_count || !str_eq(now->unit.state, past->unit.state))
        return broken(v, "I15 another page", v->u->unit.state);
    for (size_t i = 0; i < now->rights_count; i++)
        if (!str_eq(now->rights[i].id, past->rights[i].id) ||
            now->rights[i].rank != past->rights[i].rank ||
            now->rights[i].since_entry != past->rights[i].since_entry ||
            now->rights[i].holders_count != past->rights[i].holders_count)
            return broken(v, "I15", now->rights[i].id);
    return true;
}

static bool unit_holds(const struct view *v)
{
    size_t owners = 0;

    for (size_t i = 0; i < v->u->rights_count; i++) {
        const struct registry_right *r = &v->u->rights[i];

        owners += str_is(r->kind, "ownership") && str_is(r->state, "live");
        if (!shares_hold(v, r) || !entries_hold(v, r) || !chain_holds(v, r) ||
            !disposal_holds(v, r))
            return false;
    }
    if (owners > 1)
        return broken(v, "I4 two owners", S(""));
    return ranks_hold(v, "seizure", 0) && ranks_hold(v, "mortgage", 1) && order_holds(v) &&
           fold_holds(v);
}

bool judge_invariants(struct product *p, const struct product_book *book, char *why)
{
    for (int i = 0; i < LAW_UNITS; i++) {
        struct view v = {p, book, &book->units[i], why};

        if (v.u->known && !unit_holds(&v))
            return false;
    }
    return true;
}
