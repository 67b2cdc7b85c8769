/* A store of the program before the catalogue of rights comes to what this one knows with all that
 * it holds: the rows say the same, and are still the fold of the entries that were made then. */
#include "old_store.h"
#include "registry/registry_verify.h"

#define UNIT "640104001001GB00001F00010001"
#define REGION "640104"

/* As the program of then wrote them: an ownership sold once, two mortgages of which the second was
 * up to a maximum and moved up, a seizure that ended and one that stands. */
#define HEAD(n, type, kind, effect)                                                                \
    "{\"number\":" n ",\"unit\":\"" UNIT "\",\"register_type\":" type ",\"right_kind\":\"" kind    \
    "\",\"effect\":\"" effect "\",\"filing\":\"\",\"recorder\":\"r\",\"made_ms\":" n
#define MADE(id, kind, rank, amount, ends, maximum, previous)                                      \
    ",\"made\":{\"id\":\"" id "\",\"kind\":\"" kind "\",\"holding\":\"sole\",\"rank\":" rank       \
    ",\"amount_fen\":" amount ",\"begins_on\":\"\",\"ends_on\":\"" ends                            \
    "\",\"no_transfer\":false,\"maximum\":" maximum ",\"cause\":\"c\",\"previous\":\"" previous    \
    "\",\"holders\":[{\"party\":\"p\",\"name\":\"n\",\"document_kind\":\"id\","                    \
    "\"document_number\":\"d\",\"share_num\":0,\"share_den\":0}]}"
#define ENDED(id, state) ",\"ended\":{\"id\":\"" id "\",\"state\":\"" state "\"}"
#define ENTRY(n, type, kind, effect, rest)                                                         \
    "INSERT INTO registry_entry (region, number, unit, filing, register_type, right_kind, effect," \
    " content, salt, digest, recorder, made_ms) VALUES ('" REGION "', " n ", '" UNIT               \
    "', '', " type ", '" kind "', '" effect "', '" HEAD(n, type, kind, effect) rest                \
        "}', $1, $1, 'r', " n ")"
#define RIGHT(id, kind, state, rank, amount, ends, maximum, previous, made, ended)                 \
    "INSERT INTO registry_right (region, id, unit, kind, state, holding, rank, amount_fen,"        \
    " begins_on, ends_on, no_transfer, maximum, cause, previous, entry_made, entry_ended, "        \
    "version)"                                                                                     \
    " VALUES ('" REGION "', '" id "', '" UNIT "', '" kind "', '" state "', 'sole', " rank          \
    ", " amount ", '', '" ends "', 0, " maximum ", 'c', '" previous "', " made ", " ended ", 1)"
#define HOLDER(right)                                                                              \
    "INSERT INTO registry_holder (region, right_id, seq, party, name, document_kind,"              \
    " document_number, share_num, share_den) VALUES ('" REGION "', '" right                        \
    "', 1, 'p', 'n', 'id', 'd', 0, 0)"

static const struct sql_text then[] = {
    {"unit", "INSERT INTO registry_unit (region, code, location, usage, structure, floor, floors,"
             " area_cm2, land_kind, land_until, state, entry_made, version) VALUES ('" REGION
             "', '" UNIT "', 'l', '11', '', '', 0, 890000, '102', '', 'live', 1, 7)"},
    {"e1",
        ENTRY("1", "100", "ownership", "create",
            ",\"new_unit\":{\"code\":\"" UNIT
            "\",\"location\":\"l\",\"usage\":\"11\",\"structure\":\"\",\"floor\":\"\",\"floors\":0,"
            "\"area_cm2\":890000,\"land_kind\":\"102\",\"land_until\":\"\"}" MADE(
                "o1", "ownership", "0", "0", "", "false", ""))},
    {"e2", ENTRY("2", "100", "mortgage", "create",
               MADE("m1", "mortgage", "1", "5", "2030-01-01", "false", ""))},
    {"e3", ENTRY("3", "100", "mortgage", "create",
               MADE("m2", "mortgage", "2", "6", "2030-01-01", "true", ""))},
    {"e4", ENTRY("4", "200", "ownership", "transfer",
               ENDED("o1", "history") MADE("o2", "ownership", "0", "9", "", "false", "o1"))},
    {"e5", ENTRY("5", "400", "mortgage", "cancel",
               ENDED("m1", "ended") ",\"ranks\":[{\"id\":\"m2\",\"rank\":1}]")},
    {"e6", ENTRY("6", "800", "seizure", "seize",
               MADE("s1", "seizure", "0", "0", "2027-01-01", "false", ""))},
    {"e7", ENTRY("7", "800", "seizure", "seize",
               MADE("s2", "seizure", "1", "0", "2028-01-01", "false", ""))},
    {"e8", ENTRY("8", "800", "seizure", "release",
               ENDED("s1", "ended") ",\"ranks\":[{\"id\":\"s2\",\"rank\":0}]")},
    {"o1", RIGHT("o1", "ownership", "history", "0", "0", "", "0", "", "1", "4")},
    {"o2", RIGHT("o2", "ownership", "live", "0", "9", "", "0", "o1", "4", "0")},
    {"m1", RIGHT("m1", "mortgage", "ended", "1", "5", "2030-01-01", "0", "", "2", "5")},
    {"m2", RIGHT("m2", "mortgage", "live", "1", "6", "2030-01-01", "1", "", "3", "0")},
    {"s1", RIGHT("s1", "seizure", "ended", "0", "0", "2027-01-01", "0", "", "6", "8")},
    {"s2", RIGHT("s2", "seizure", "live", "0", "0", "2028-01-01", "0", "", "7", "0")},
    {"h1", HOLDER("o1")},
    {"h2", HOLDER("o2")},
    {"h3", HOLDER("m1")},
    {"h4", HOLDER("m2")},
    {"h5", HOLDER("s1")},
    {"h6", HOLDER("s2")},
};

static err fill(struct ctx *ctx, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < COUNT(then); i++) {
        if (str_starts(str_of(then[i].name), S("e")))
            TRY(db_put(ctx, (enum sql)i, bytes(S("x"))));
        else
            TRY(db_put_values(ctx, (enum sql)i, NULL, 0));
    }
    return OK;
}

static err look(struct ctx *ctx, void *arg)
{
    struct registry_page page;
    struct verify v = {.ctx = ctx};

    (void)arg;
    TRY(registry_page_get(ctx, S(UNIT), &page));
    CHECK_I64((int64_t)page.rights_count, 3);
    CHECK_STR(page.ownership->id, S("o2"));
    CHECK_STR(page.ownership->sort, S(""));
    CHECK_STR(page.seizure->id, S("s2"));
    CHECK_STR(page.seizure->sort, S("seizure"));
    CHECK_STR(page.seizure->lapses_on, S("2028-01-01"));
    CHECK_I64(page.seizure->since_entry, 7);
    CHECK_STR(registry_page_right(&page, S("m2"))->sort, S("maximum"));
    CHECK_I64(registry_page_right(&page, S("m2"))->rank, 1);
    TRY(verify_fold(&v));
    for (const struct registry_breach *b = v.first; b != NULL; b = b->next)
        printf("# %.*s: %.*s\n", STR(b->invariant), STR(b->detail));
    CHECK_I64(v.count, 0);
    return OK;
}

static struct old_store old_store(void)
{
    return (struct old_store){.then = then,
        .then_count = COUNT(then),
        .last = 2,
        .fill = fill,
        .look = look,
        .ctx = {.arena = test_arena, .now_ms = 1, .region = S(REGION)}};
}

TEST(an_old_store_sqlite)
{
    struct old_store store = old_store();

    old_on_sqlite(&store);
}

TEST(an_old_store_postgres)
{
    struct old_store store = old_store();

    old_on_postgres(&store);
}

TESTS(T(an_old_store_sqlite), T(an_old_store_postgres))
