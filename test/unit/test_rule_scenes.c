/* Which rules can run at all for each scene of this build: those that hold for one of its acts, at
 * any moment, on the day of the test. No scene is left without the rules that its matter asks for
 * (自动核验标准规则集), and a new scene or rule that changes this is seen here. */
#include "base/embed.h"
#include "rule/rule.h"
#include "test.h"

#define DAY "2026-03-02"

/* Groups of matters, by the matrix of the standard rule set. */
#define ALWAYS "UNIT_CODE_WRONG PAPER_MISSING "
#define APPLIED "STANDING_POOR STANDING_GOOD " /* wherever somebody applies */
#define SIDES "PARTY_BOTH_SIDES " /* not where a change leaves everybody where they are */
#define LOCKS "CERTIFICATE_LOCKED UNIT_LOCKED "
#define LAND_LOCKS "UNIT_LOCKED LAND_CERTIFICATE_LOCKED LAND_LOCKED "
#define SEIZURES "UNIT_SEIZED UNIT_PRESEIZED "
#define TITLED "UNIT_CLOSED UNIT_NO_OWNER "
#define UNBUILT "UNIT_CLOSED LAND_NO_OWNER LAND_SEIZED CONSTRUCTION_MORTGAGED "
#define FIRST ALWAYS SIDES SEIZURES "UNIT_LOCKED UNIT_CLOSED LAND_CLOSED UNIT_HAS_TITLE "
#define STATE_LAND "LAND_IS_COLLECTIVE " /* rights that are not in collective land for building */
#define FIRST_ON_LAND                                                                              \
    FIRST LAND_LOCKS "LAND_SEIZED CONSTRUCTION_MORTGAGED CONSTRUCTION_MORTGAGE_LIVE "              \
                     "LAND_MORTGAGE_LIVE "
#define MORTGAGES "TRANSFER_RESTRICTED UNIT_MORTGAGED UNIT_MORTGAGED_EARLIER "
#define INCREASES "INCREASE_CONSENT INCREASE_JUDGED "
#define TRANSFER                                                                                   \
    ALWAYS SIDES TITLED SEIZURES LOCKS MORTGAGES                                                   \
        "OBJECTION_LIVE ADVANCE_LIVE RESIDENCE_LIVE EASEMENT_LIVE EASEMENT_GOES_ALONG "            \
        "UNIT_IN_PROCESS "
#define HOUSED "LAND_HAS_HOUSES " /* disposals that may be of land with houses on it */
#define MORTGAGEABLE "LAND_NOT_MORTGAGED HOMESTEAD_NOT_MORTGAGED "
#define COLLECTIVE MORTGAGEABLE "COLLECTIVE_LAND_ALONE COLLECTIVE_LAND_GOES_ALONG "
#define MORTGAGE                                                                                   \
    ALWAYS SIDES TITLED SEIZURES LOCKS "OBJECTION_LIVE ADVANCE_SALE_LIVE RESIDENCE_LIVE "
#define CHANGE ALWAYS TITLED SEIZURES LOCKS "MORTGAGE_STAYS "
#define BURDEN ALWAYS SIDES TITLED SEIZURES LOCKS "OBJECTION_LIVE ADVANCE_LIVE "
#define PRESALE ALWAYS SIDES UNBUILT SEIZURES LOCKS LAND_LOCKS "OBJECTION_LIVE ADVANCE_SALE_LIVE "
#define END ALWAYS SIDES LOCKS
#define ORDER ALWAYS SIDES

struct expected {
    const char *scene, *rules;
};

static const struct expected all_expected[] = {
    {"advance-cancel", END SEIZURES},
    {"advance-change", ALWAYS LOCKS SEIZURES "UNIT_CLOSED "},
    {"advance-correction", ALWAYS LOCKS SEIZURES "UNIT_CLOSED "},
    {"advance-replace", ALWAYS LOCKS "UNIT_CLOSED "},
    {"advance-transfer", ALWAYS SIDES LOCKS SEIZURES "UNIT_CLOSED "},
    {"burden-cancel-order", END},
    {"burden-correction", ALWAYS TITLED SEIZURES LOCKS "RANK_CONSENT "},
    {"burden-correction-ex-officio", ALWAYS TITLED SEIZURES LOCKS "RANK_CONSENT "},
    {"burden-replace", ALWAYS TITLED SEIZURES LOCKS},
    {"certificate-replace", CHANGE "ADVANCE_MORTGAGE_STAYS "},
    {"change-with-mortgage", CHANGE "RANK_CONSENT " INCREASES},
    {"collective-building-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"collective-building-change", CHANGE},
    {"collective-building-create", FIRST_ON_LAND "LAND_NOT_COLLECTIVE LAND_OF_OTHERS "},
    {"collective-building-transfer", TRANSFER},
    {"collective-land-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"collective-land-change", CHANGE},
    {"collective-land-create", FIRST},
    {"collective-land-transfer", TRANSFER},
    {"collective-use-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"collective-use-change", CHANGE},
    {"collective-use-create", FIRST "LAND_NOT_COLLECTIVE "},
    {"collective-use-transfer", TRANSFER HOUSED},
    {"construction-mortgage-create",
        MORTGAGE MORTGAGEABLE LAND_LOCKS "LAND_SEIZED CONSTRUCTION_MORTGAGED "},
    {"construction-mortgage-convert",
        FIRST_ON_LAND STATE_LAND TITLED LOCKS "LAND_OF_OTHERS RANK_CONSENT " INCREASES},
    {"contract-land-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"contract-land-change", CHANGE},
    {"contract-land-create", FIRST},
    {"contract-land-transfer", TRANSFER},
    {"contract-land-with-operation", FIRST BURDEN},
    {"correction", CHANGE},
    {"correction-ex-officio", CHANGE},
    {"court-transfer", TRANSFER},
    {"easement-cancel", END},
    {"easement-change", ALWAYS TITLED SEIZURES LOCKS},
    {"easement-create", BURDEN "MORTGAGE_CONSENT "},
    {"easement-transfer", ALWAYS SIDES TITLED SEIZURES LOCKS "EASEMENT_APART "},
    {"forest-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"forest-change", CHANGE},
    {"forest-create", FIRST},
    {"forest-transfer", TRANSFER},
    {"gift-transfer", TRANSFER},
    {"homestead-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"homestead-change", CHANGE},
    {"homestead-create", FIRST_ON_LAND},
    {"homestead-transfer", TRANSFER},
    {"inheritance-transfer", TRANSFER HOUSED "NOT_INHERITED "},
    {"land-use-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"land-use-change", CHANGE},
    {"land-use-create", FIRST STATE_LAND},
    {"land-use-merge", CHANGE},
    {"land-use-split", CHANGE},
    {"land-use-transfer", TRANSFER HOUSED},
    {"maximum-mortgage-create", MORTGAGE COLLECTIVE HOUSED},
    {"mortgage-advance", ALWAYS SIDES TITLED SEIZURES LOCKS
        "OBJECTION_LIVE ADVANCE_SALE_LIVE MORTGAGE_CONSENT " COLLECTIVE HOUSED},
    {"mortgage-cancel", END},
    {"mortgage-change", ALWAYS TITLED SEIZURES LOCKS "RANK_CONSENT " INCREASES},
    {"mortgage-convert", ALWAYS SIDES TITLED SEIZURES LOCKS "MORTGAGE_BEFORE_CONVERT " COLLECTIVE},
    {"mortgage-create", MORTGAGE COLLECTIVE HOUSED},
    {"mortgage-pair", MORTGAGE COLLECTIVE HOUSED},
    {"mortgage-rank", ALWAYS TITLED SEIZURES LOCKS "RANK_CONSENT " INCREASES "RANK_NOTICED "},
    {"mortgage-rename", ALWAYS TITLED SEIZURES LOCKS "RANK_CONSENT " INCREASES},
    {"mortgage-transfer", ALWAYS SIDES TITLED SEIZURES LOCKS INCREASES},
    {"mortgaged-sale-keep", TRANSFER "RANK_CONSENT " INCREASES},
    {"mortgaged-sale-renew", TRANSFER "ADVANCE_SALE_LIVE " COLLECTIVE HOUSED},
    {"new-home-transfer", TRANSFER "MORTGAGE_BEFORE_CONVERT "},
    {"objection-cancel", END},
    {"objection-create", END TITLED "UNIT_SEIZED "},
    {"objection-sued", ALWAYS TITLED LOCKS},
    {"operation-cancel", END},
    {"operation-change", ALWAYS TITLED SEIZURES LOCKS},
    {"operation-create", BURDEN},
    {"operation-transfer", ALWAYS SIDES TITLED SEIZURES LOCKS},
    {"ownership-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"ownership-change", CHANGE},
    {"ownership-create", FIRST_ON_LAND STATE_LAND "LAND_OF_OTHERS "},
    {"ownership-create-with-mortgage",
        FIRST_ON_LAND STATE_LAND TITLED LOCKS "LAND_OF_OTHERS RANK_CONSENT " INCREASES},
    {"ownership-merge", CHANGE},
    {"ownership-partition", TRANSFER},
    {"ownership-split", CHANGE},
    {"presale-advance", PRESALE},
    {"presale-mortgage-advance", PRESALE},
    {"presale-with-mortgage", PRESALE},
    {"resale-transfer", TRANSFER},
    {"residence-cancel", END},
    {"residence-change", ALWAYS TITLED SEIZURES LOCKS},
    {"residence-create", BURDEN "MORTGAGE_CONSENT "},
    {"residence-will", BURDEN "MORTGAGE_CONSENT "},
    {"sale-advance", ALWAYS SIDES TITLED SEIZURES LOCKS
        "OBJECTION_LIVE ADVANCE_SALE_LIVE MORTGAGE_CONSENT " HOUSED},
    {"sale-with-mortgage", TRANSFER "ADVANCE_SALE_LIVE " COLLECTIVE HOUSED},
    {"sea-use-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"sea-use-change", CHANGE},
    {"sea-use-create", FIRST},
    {"sea-use-transfer", TRANSFER HOUSED},
    {"seizure-pre", ORDER "UNIT_CLOSED LAND_NO_OWNER "},
    {"seizure-release", ORDER},
    {"seizure-renew", ORDER "UNIT_CLOSED "},
    {"seizure-seize", ORDER "UNIT_CLOSED "},
    {"spouse-transfer", TRANSFER},
    {"structure-cancel", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"structure-change", CHANGE},
    {"structure-create", FIRST_ON_LAND STATE_LAND "LAND_OF_OTHERS "},
    {"structure-transfer", TRANSFER},
    {"title-cancel-order", END TITLED SEIZURES "UNIT_BURDENED EASEMENT_LEFT "},
    {"transfer-with-easement", TRANSFER "EASEMENT_APART "},
    {"transfer-with-residence", TRANSFER BURDEN "MORTGAGE_CONSENT "},
};

static bool can_run_for(const struct rule_row *row, const struct scene *scene,
    const struct scene_act *act, const struct registry_kind *kind)
{
    str right = str_of(kind->id);
    struct rule_subject s = {.scene = scene->id,
        .right = right,
        .effect = act->effect,
        .sort = act->sort.len > 0 ? act->sort : registry_sort_usual(right),
        .basis = scene->basis,
        .today = S(DAY)};

    for (s.moment = RULE_DRAFT; s.moment <= RULE_RECORD; s.moment++)
        if (row->active && rule_holds(row, &s))
            return true;
    return false;
}

/* An act that names a family is about any kind of it. */
static bool can_run(const struct rule_row *row, const struct scene *scene)
{
    for (size_t i = 0; i < scene->acts_count; i++)
        for (const struct registry_kind *k = registry_kinds; k->id != NULL; k++)
            if (registry_kind_is(str_of(k->id), scene->acts[i]->right_kind) &&
                can_run_for(row, scene, scene->acts[i], k))
                return true;
    return false;
}

/* Each rule once, with a blank behind it. */
static str rules_of(const struct rule_book *book, const struct scene *scene)
{
    str all = {0};

    for (size_t i = 0; i < book->count; i++) {
        str id = str_of(book->rows[i]->rule.id);

        if (can_run(book->rows[i], scene) && !str_has_word(all, id))
            all = arena_printf(test_arena, "%.*s%.*s ", STR(all), STR(id));
    }
    return all;
}

static const char *expected_of(str scene)
{
    for (size_t i = 0; i < COUNT(all_expected); i++)
        if (str_is(scene, all_expected[i].scene))
            return all_expected[i].rules;
    return NULL;
}

static bool has_all(str words, str among)
{
    size_t from = 0;

    for (size_t i = 0; i < words.len; i++) {
        if (words.at[i] != ' ')
            continue;
        if (!str_has_word(among, str_slice(words, from, i - from)))
            return false;
        from = i + 1;
    }
    return true;
}

static void check_scene(const struct rule_book *book, const struct scene *scene)
{
    const char *row = expected_of(scene->id);
    const char *expected = row == NULL ? NULL
                                       : arena_printf(test_arena, "%s%s", row,
                                             str_is(scene->basis, "application") ? APPLIED : "")
                                             .at;
    str found = rules_of(book, scene);
    bool same =
        expected != NULL && has_all(found, str_of(expected)) && has_all(str_of(expected), found);

    CHECK(same);
    if (!same)
        printf("# %.*s: %.*s\n#   expected: %s\n", STR(scene->id), STR(found),
            expected != NULL ? expected : "(no row)");
}

TEST(each_scene_has_its_rules)
{
    struct scene_fault *faults;
    struct rule_book book;
    struct scene_book scenes;

    CHECK(rule_book_read(test_arena, embed_files, &book, &faults) == OK);
    CHECK(scene_book_read(test_arena, embed_files, &scenes, &faults) == OK);
    for (size_t i = 0; i < scenes.count; i++)
        check_scene(&book, scenes.scenes[i]);
    CHECK(scenes.count == COUNT(all_expected));
}

TESTS(T(each_scene_has_its_rules))
