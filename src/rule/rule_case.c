/* Cases: what stands beside a rule, turned into what the rule looks at. Persons are named by one
 * word, which is name and document number at once. */
#include "rule/rule_fields.h"

#define CASE_UNIT "640104001001GB00001F00010001"
#define CASE_REGION "640104"
#define CASE_DAY "2026-03-02"

/* A right as a case has it. */
struct given_right {
    str kind, sort, cause, holder, made_on;
    bool restricted, waits;
};

struct given_party {
    str side, kind, who, phone, agent;
    bool both_sides;
};

struct given {
    str moment, scene, right, effect, sort, basis, cause, accepted_on, today, unit, region;
    str order_court, land_mortgage, house, serving, detail;
    bool unknown, closed, land_closed, consent, finds, exempted;
    int64_t rank_from, rank_to, amount_from, amount_to;
    str begins_from, begins_to, ends_from, ends_to, scope_from, scope_to;
    bool maximum_from, maximum_to;
    struct given_right *rights, *land, *dominant;
    size_t rights_count, land_count, dominant_count;
    struct given_party *parties;
    size_t parties_count;
    struct rule_lock *locks;
    size_t locks_count;
    struct rule_other *others;
    size_t others_count;
    struct rule_standing *standings;
    size_t standings_count;
    struct rule_lack *lacks;
    size_t lacks_count;
};

static const char moment_words[] = ""
#define MOMENT(id, zh, en) id " "
#include "rule/rule.def"
#undef MOMENT
    ;

#define ROW(type, name, form, asked, choices)                                                      \
    {                                                                                              \
#name, form, asked, offsetof(struct type, name), 0, choices, 0, NULL                       \
    }
#define FIELD(type, name, form) ROW(type, name, form, false, NULL)
#define ASKED(type, name, form) ROW(type, name, form, true, NULL)
#define CHOICE(type, name, asked, choices) ROW(type, name, FORM_WORD, asked, choices)
#define LIST(name, type, function)                                                                 \
    {                                                                                              \
#name, FORM_ITEMS, false, offsetof(struct given, name),                                    \
            offsetof(struct given, name##_count), NULL, sizeof(struct type), function              \
    }

static const struct rule_key right_keys[] = {ASKED(given_right, kind, FORM_WORD),
    FIELD(given_right, sort, FORM_WORD), FIELD(given_right, cause, FORM_STR),
    FIELD(given_right, holder, FORM_STR), FIELD(given_right, made_on, FORM_DATE),
    FIELD(given_right, restricted, FORM_BOOLEAN), FIELD(given_right, waits, FORM_BOOLEAN)};
static const struct rule_key party_keys[] = {
    CHOICE(given_party, side, true, "giver taker authority other"),
    CHOICE(given_party, kind, false, "person organisation"), ASKED(given_party, who, FORM_STR),
    FIELD(given_party, phone, FORM_STR), FIELD(given_party, agent, FORM_STR),
    FIELD(given_party, both_sides, FORM_BOOLEAN)};
static const struct rule_key lock_keys[] = {
    CHOICE(rule_lock, what, true, "unit certificate land land-certificate"),
    FIELD(rule_lock, reason, FORM_STR)};
static const struct rule_key other_keys[] = {ASKED(rule_other, filing, FORM_STR),
    FIELD(rule_other, right, FORM_WORD), FIELD(rule_other, effect, FORM_WORD)};
static const struct rule_key standing_keys[] = {CHOICE(rule_standing, list, true, "red black"),
    FIELD(rule_standing, ground, FORM_WORD),
    {"who", FORM_STR, true, offsetof(struct rule_standing, document_number), 0, NULL, 0, NULL}};
static const struct rule_key lack_keys[] = {
    ASKED(rule_lack, paper, FORM_WORD), FIELD(rule_lack, name, FORM_STR)};

#define READER(name, keys)                                                                         \
    static void name(struct scene_reading *r, const struct scene_node *node, void *into)           \
    {                                                                                              \
        rule_read_map(r, node, keys, COUNT(keys), into);                                           \
    }
READER(read_right, right_keys)
READER(read_party, party_keys)
READER(read_lock, lock_keys)
READER(read_other, other_keys)
READER(read_standing, standing_keys)
READER(read_lack, lack_keys)

static const struct rule_key case_keys[] = {CHOICE(given, moment, false, moment_words),
    FIELD(given, scene, FORM_WORD), FIELD(given, right, FORM_WORD), FIELD(given, effect, FORM_WORD),
    FIELD(given, sort, FORM_WORD), FIELD(given, basis, FORM_WORD), FIELD(given, cause, FORM_WORD),
    FIELD(given, accepted_on, FORM_DATE), FIELD(given, today, FORM_DATE),
    FIELD(given, unit, FORM_STR), FIELD(given, region, FORM_STR),
    FIELD(given, order_court, FORM_STR), FIELD(given, land_mortgage, FORM_STR),
    FIELD(given, house, FORM_STR), FIELD(given, serving, FORM_STR),
    FIELD(given, unknown, FORM_BOOLEAN), FIELD(given, closed, FORM_BOOLEAN),
    FIELD(given, land_closed, FORM_BOOLEAN), FIELD(given, consent, FORM_BOOLEAN),
    LIST(rights, given_right, read_right), LIST(land, given_right, read_right),
    LIST(dominant, given_right, read_right), LIST(parties, given_party, read_party),
    LIST(locks, rule_lock, read_lock), LIST(others, rule_other, read_other),
    LIST(lacks, rule_lack, read_lack), FIELD(given, rank_from, FORM_NUMBER),
    FIELD(given, rank_to, FORM_NUMBER), FIELD(given, amount_from, FORM_NUMBER),
    FIELD(given, amount_to, FORM_NUMBER), FIELD(given, begins_from, FORM_DATE),
    FIELD(given, begins_to, FORM_DATE), FIELD(given, ends_from, FORM_DATE),
    FIELD(given, ends_to, FORM_DATE), FIELD(given, scope_from, FORM_STR),
    FIELD(given, scope_to, FORM_STR), FIELD(given, maximum_from, FORM_BOOLEAN),
    FIELD(given, maximum_to, FORM_BOOLEAN), LIST(standings, rule_standing, read_standing),
    ASKED(given, finds, FORM_BOOLEAN), FIELD(given, exempted, FORM_BOOLEAN),
    FIELD(given, detail, FORM_STR)};

static struct registry_holder *holder_of(struct arena *a, str who)
{
    struct registry_holder *h = ARENA_NEW(a, struct registry_holder);

    *h = (struct registry_holder){.name = who, .document_number = who};
    return h;
}

/* A page with these rights, all of them live. */
static struct rule_page page_of(
    struct arena *a, const struct given_right *given, size_t count, bool closed)
{
    struct registry_page *page = ARENA_NEW(a, struct registry_page);
    struct rule_mark *marks = ARENA_MANY(a, count + 1, struct rule_mark);

    page->unit =
        (struct registry_unit){.code = S(CASE_UNIT), .state = closed ? S("closed") : S("live")};
    page->rights = ARENA_MANY(a, count + 1, struct registry_right);
    page->rights_count = count;
    for (size_t i = 0; i < count; i++) {
        struct registry_right *r = &page->rights[i];
        bool ranks = str_is(given[i].kind, "mortgage"); /* from 1, as they are written */

        *r = (struct registry_right){.kind = given[i].kind,
            .sort = given[i].sort,
            .state = S("live"),
            .cause = given[i].cause,
            .rank = ranks ? ++page->mortgages : given[i].waits,
            .no_transfer = given[i].restricted,
            .holders_count = given[i].holder.len > 0};
        r->holders = r->holders_count > 0 ? holder_of(a, given[i].holder) : NULL;
        if (registry_is_title(r->kind))
            page->ownership = r;
        if (str_is(r->kind, "seizure") && r->rank == 0)
            page->seizure = r;
        marks[i] = (struct rule_mark){given[i].made_on};
    }
    return (struct rule_page){page, marks};
}

static struct rule_party *parties_of(struct arena *a, const struct given *g)
{
    struct rule_party *parties = ARENA_MANY(a, g->parties_count + 1, struct rule_party);

    for (size_t i = 0; i < g->parties_count; i++) {
        const struct given_party *p = &g->parties[i];

        parties[i] = (struct rule_party){.side = p->side,
            .kind = p->kind.len > 0 ? p->kind : S("person"),
            .name = p->who,
            .document_number = p->who,
            .phone = p->phone,
            .agent = p->agent,
            .both_sides = p->both_sides};
    }
    return parties;
}

static enum rule_moment moment_of(str moment)
{
    for (size_t i = 0; rule_moments[i].id != NULL; i++)
        if (str_is(moment, rule_moments[i].id))
            return (enum rule_moment)i;
    return RULE_ACCEPTANCE;
}

static str or_else(str given, str fallback)
{
    return given.len > 0 ? given : fallback;
}

void rule_read_case(struct scene_reading *r, const struct scene_node *node, struct rule_case *ret)
{
    struct given *g = ARENA_NEW(r->arena, struct given);

    rule_read_map(r, node, case_keys, COUNT(case_keys), g);
    ret->line = node->line;
    ret->finds = g->finds;
    ret->exempted = g->exempted;
    ret->says = g->detail;
    ret->subject = (struct rule_subject){.moment = moment_of(g->moment),
        .scene = g->scene,
        .right = g->right,
        .effect = g->effect,
        .sort = g->sort,
        .basis = g->basis,
        .cause = g->cause,
        .accepted_on = g->accepted_on,
        .today = or_else(g->today, S(CASE_DAY)),
        .region = or_else(g->region, S(CASE_REGION)),
        .unit = or_else(g->unit, S(CASE_UNIT)),
        .land_mortgage = g->land_mortgage,
        .house = g->house,
        .serving = g->serving,
        .rank_from = g->rank_from,
        .rank_to = g->rank_to,
        .terms_from = {g->amount_from, g->begins_from, g->ends_from, g->scope_from,
            g->maximum_from},
        .terms_to = {g->amount_to, g->begins_to, g->ends_to, g->scope_to, g->maximum_to},
        .parties = parties_of(r->arena, g),
        .parties_count = g->parties_count,
        .locks = g->locks,
        .locks_count = g->locks_count,
        .others = g->others,
        .others_count = g->others_count,
        .standings = g->standings,
        .standings_count = g->standings_count,
        .lacks = g->lacks,
        .lacks_count = g->lacks_count,
        .order_court = g->order_court,
        .consent = g->consent};
    if (!g->unknown)
        ret->subject.at = page_of(r->arena, g->rights, g->rights_count, g->closed);
    if (g->dominant != NULL)
        ret->subject.dominant = page_of(r->arena, g->dominant, g->dominant_count, false);
    if (g->land != NULL || g->land_closed)
        ret->subject.land = page_of(r->arena, g->land, g->land_count, g->land_closed);
}
