/* Model against program. */
#include "judge.h"

#include <stdio.h>
#include <string.h>

static bool has_rule(const struct law_answer *a, const char *rule)
{
    for (int i = 0; i < a->rules_count; i++)
        if (strcmp(a->rules[i], rule) == 0)
            return true;
    return false;
}

static void list_rules(const struct law_answer *a, char *at, size_t size)
{
    size_t used = (size_t)snprintf(at, size, "%s", a->accepted ? "accepted" : "refused:");

    for (int i = 0; i < a->rules_count && used < size; i++)
        used += (size_t)snprintf(at + used, size - used, " %s", a->rules[i]);
}

bool judge_answers(const struct law_answer *law, const struct law_answer *product, char *why)
{
    bool same = law->accepted == product->accepted && law->made_entry == product->made_entry &&
                law->rules_count == product->rules_count;
    char one[250], other[250];

    for (int i = 0; i < law->rules_count; i++)
        same = same && has_rule(product, law->rules[i]);
    if (same)
        return true;
    list_rules(law, one, sizeof(one));
    list_rules(product, other, sizeof(other));
    snprintf(why, WHY_BYTES, "the model says %s; the program says %s", one, other);
    return false;
}

/* One right as words, so that any difference shows itself. */
struct words {
    char at[700];
    size_t used;
};

static void __attribute__((format(printf, 2, 3))) add(struct words *w, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(w->at + w->used, sizeof(w->at) - w->used, format, args);
    va_end(args);
    if (len > 0)
        w->used += (size_t)len < sizeof(w->at) - w->used ? (size_t)len : 0;
}

static const char *const kinds[] = {
    "ownership", "mortgage", "residence", "easement", "advance", "objection", "seizure"};
static const char *const states[] = {"live", "history", "ended"};
static const char *const holdings[] = {"sole", "joint", "shares"};

static int lowest(int num, int den)
{
    for (int d = num; d > 1; d--)
        if (num % d == 0 && den % d == 0)
            return d;
    return 1;
}

static void write_law(
    struct product *p, const struct law_book *b, const struct law_right *r, struct words *w)
{
    add(w, "%s %s %s rank %d amount %lld%s", kinds[r->kind], states[r->state], holdings[r->holding],
        r->rank, (long long)r->amount, r->restricts ? " no-transfer" : "");
    add(w, " entries %lld %lld", (long long)(p->base + r->entry_made),
        (long long)(r->entry_ended > 0 ? p->base + r->entry_ended : 0));
    add(w, " replaces '%s'", r->previous < 0 ? "" : p->ids[b->rights[r->previous].made_by]);
    if (r->lapses_day >= 0)
        add(w, " until %.*s", STR(product_date(p->arena, r->lapses_day)));
    if (r->serves >= 0)
        add(w, " for %.*s", STR(product_unit_code(p, r->serves)));
    add(w, " since %lld", (long long)(p->base + r->since));
    for (int i = 0; i < r->holders.count; i++) {
        const struct law_party *h = &r->holders.at[i];
        int d = h->den != 0 ? lowest(h->num, h->den) : 1;

        add(w, "; %.*s %.*s %d/%d", STR(product_name(p->arena, h->who, false)),
            STR(product_number(p->arena, h->who)), h->num / d, h->den / d);
    }
}

static void write_product(const struct registry_right *r, struct words *w)
{
    add(w, "%.*s %.*s %.*s rank %lld amount %lld%s", STR(r->kind), STR(r->state), STR(r->holding),
        (long long)r->rank, (long long)r->amount_fen, r->no_transfer ? " no-transfer" : "");
    add(w, " entries %lld %lld", (long long)r->entry_made, (long long)r->entry_ended);
    add(w, " replaces '%.*s'", STR(r->previous));
    if (r->lapses_on.len > 0)
        add(w, " until %.*s", STR(r->lapses_on));
    if (r->dominant.len > 0)
        add(w, " for %.*s", STR(r->dominant));
    add(w, " since %lld", (long long)r->since_entry);
    for (size_t i = 0; i < r->holders_count; i++) {
        const struct registry_holder *h = &r->holders[i];

        add(w, "; %.*s %.*s %lld/%lld", STR(h->name), STR(h->document_number),
            (long long)h->share.num, (long long)h->share.den);
    }
}

static const struct registry_right *find_right(const struct product_unit *u, const char *id)
{
    for (size_t i = 0; i < u->rights_count; i++)
        if (str_is(u->rights[i].id, id))
            return &u->rights[i];
    return NULL;
}

static bool judge_right(struct product *p, const struct law_book *b, const struct law_right *r,
    const struct product_book *book, char *why)
{
    const struct registry_right *found = find_right(&book->units[r->unit], p->ids[r->made_by]);
    struct words law = {.used = 0}, product = {.used = 0};

    write_law(p, b, r, &law);
    if (found != NULL)
        write_product(found, &product);
    if (found != NULL && strcmp(law.at, product.at) == 0)
        return true;
    snprintf(why, WHY_BYTES, "the right that operation %d made is [%s], not [%s]", r->made_by,
        found != NULL ? product.at : "not there", law.at);
    return false;
}

static bool judge_unit(struct product *p, const struct law_book *law, int unit,
    const struct product_unit *u, char *why)
{
    int64_t entry = law->unit_entry[unit] > 0 ? p->base + law->unit_entry[unit] : 0;
    str state = law->closed[unit] ? S("closed") : S("live");
    str place = product_address(p->arena, law->place[unit]);
    size_t rights = 0;

    for (int i = 0; i < law->rights_count; i++)
        rights += law->rights[i].unit == unit;
    if (u->known && (u->unit.area_cm2 != law->area[unit] || u->came_of != law->came_of[unit])) {
        snprintf(why, WHY_BYTES, "unit %d: area %lld, came of %x; the model has %ld, %x", unit,
            (long long)u->unit.area_cm2, u->came_of, law->area[unit], law->came_of[unit]);
        return false;
    }
    if (u->known == (entry > 0) && u->rights_count == rights &&
        (!u->known || (u->unit.entry_made == entry && str_eq(u->unit.state, state) &&
                          str_eq(u->unit.location, place))))
        return true;
    snprintf(why, WHY_BYTES,
        "unit %d: known %d, entry %lld, %.*s, %.*s, %zu rights; the model has entry %lld, %.*s,"
        " %.*s, %zu rights",
        unit, u->known, (long long)u->unit.entry_made, STR(u->unit.state), STR(u->unit.location),
        u->rights_count, (long long)entry, STR(state), STR(place), rights);
    return false;
}

bool judge_books(
    struct product *p, const struct law_book *law, const struct product_book *book, char *why)
{
    if (book->size != p->base + law->entries) {
        snprintf(why, WHY_BYTES, "the book has %lld entries; the model has %lld",
            (long long)book->size, (long long)(p->base + law->entries));
        return false;
    }
    for (int i = 0; i < LAW_UNITS; i++)
        if (book->units[i].was_read && !judge_unit(p, law, i, &book->units[i], why))
            return false;
    for (int i = 0; i < law->rights_count; i++)
        if (book->units[law->rights[i].unit].was_read &&
            !judge_right(p, law, &law->rights[i], book, why))
            return false;
    return true;
}
