/* 核验规则: what the law asks of a page of the book and an application, as data. A rule says when
 * it holds (moments, dates, matters), what it looks for (a named condition, ATOM of rule.def), how
 * much it weighs and what it says; beside it stand its cases. The same rules answer a citizen's dry
 * run, the clerk, the reviewer and 登簿. This folder knows no filing: values in, findings out. */
#pragma once

#include "registry/registry.h"
#include "scene/scene.h"

#define RULE_LAND_CHARACTERS 19 /* 宗地代码: how a unit code begins, GB/T 37346 */

enum rule_moment { RULE_DRAFT, RULE_ACCEPTANCE, RULE_REVIEW, RULE_RECORD };

/* Somebody of the application. */
struct rule_party {
    str side; /* giver taker authority other */
    str kind; /* person organisation */
    str name, document_number, phone, agent;
    struct share share; /* 0/0 unless given */
    bool both_sides;    /* the scene lets this one stand on another side too */
};

/* What is known of a right beside its row of the page. Empty: not known. */
struct rule_mark {
    str made_on; /* day of its entry, YYYY-MM-DD */
};

/* A live lock that touches the unit. */
struct rule_lock {
    str what; /* unit certificate land land-certificate */
    str reason;
};

/* Another live filing on the same unit. */
struct rule_other {
    str filing, right, effect;
};

/* A standing in force (信用) of somebody of the application. */
struct rule_standing {
    str list; /* red black */
    str ground, document_number;
};

/* A paper that is asked for and was not handed in. */
struct rule_lack {
    str paper, name;
};

/* A page of the book with what its rights' rows do not say: `marks` go with page->rights. */
struct rule_page {
    const struct registry_page *page;
    const struct rule_mark *marks; /* NULL: nothing is known */
};

/* What a mortgage secures. Empty and 0: not said. */
struct rule_terms {
    int64_t amount_fen;
    str begins_on, ends_on;
    str scope; /* 担保范围 */
    bool maximum;
};

/* What the rules look at: one act of a scene; a scene of several acts is several subjects. Whoever
 * asks fills in what is known at that moment; what is not given is not found. */
struct rule_subject {
    enum rule_moment moment;
    str scene, right, effect, sort, basis, cause; /* the matter; empty: not said */
    str accepted_on;                              /* day of 受理; empty before it */
    str today;
    str region, unit;
    struct rule_page at;       /* page NULL: the book has no such unit */
    struct rule_page land;     /* the unit's parcel; page NULL: the book has none */
    str land_mortgage;         /* another unit of the parcel that is mortgaged */
    str house;                 /* of a parcel: a house or structure on it with a title of its own */
    str serving;               /* units that bear an easement for this one, as words for a reader */
    struct rule_page dominant; /* of the unit that the easement concerned serves; page NULL: none
                                  that the book has */
    bool title_comes;          /* an act before this one of the same filing makes the title */
    int64_t rank_from, rank_to; /* of a mortgage that is to stand elsewhere in its line; 0: none */
    struct rule_terms terms_from, terms_to; /* of a mortgage that changes: before and after */
    const struct rule_party *parties;
    size_t parties_count;
    const struct rule_lock *locks;
    size_t locks_count;
    const struct rule_other *others;
    size_t others_count;
    const struct rule_standing *standings;
    size_t standings_count;
    const struct rule_lack *lacks;
    size_t lacks_count;
    str order_court; /* document number of the authority whose order the filing carries out */
    bool consent;    /* the holder of the burden has agreed in writing */
};

struct rule_atom;

/* Which matters: blank-separated words for each; empty: any. */
struct rule_scope {
    str right, effect, sort, basis, scene, cause;
};

struct rule_param {
    str name, value;
};

struct rule_case; /* rule_internal.h */

struct rule_row {
    struct rule rule;     /* an exempting rule weighs STOP here */
    struct rule exempted; /* the same as it informs when an exemption holds */
    str severity;         /* as written: stop reason inform exempt */
    str exemptions;       /* blank-separated EXEMPTION ids; only of exempt */
    str moments;          /* blank-separated */
    str valid_from, valid_to;
    str valid_by; /* acceptance or record: whose day decides */
    bool active;  /* false: a city has not taken it up; never run */
    str keeps;    /* the invariant of the book that it keeps, as I7; empty: none */
    str field;    /* of its findings, where the condition names none */
    const struct rule_atom *atom;
    struct rule_param *params;
    size_t params_count;
    struct rule_scope *applies, *unless;
    size_t applies_count, unless_count;
    struct rule_case *cases;
    size_t cases_count;
    str file;
    int64_t line;
};

/* All rules of a process. */
struct rule_book {
    struct rule_row **rows;
    size_t count;
    size_t cases_count;
};

/* Adds the rules of one file to the book. E_INVALID: every fault in line order, both languages, in
 * *ret_faults, and the book is as it was. Checked are form and words; that the periods of one id do
 * not overlap; that each rule has a case which finds and one which does not; that every case comes
 * out as it says. */
MUST_CHECK err rule_book_add(
    struct arena *a, struct rule_book *book, str file, str yaml, struct scene_fault **ret_faults);
/* Every "rules/NAME.yaml" of the table, which ends with a NULL path. */
MUST_CHECK err rule_book_read(struct arena *a, const struct embed_file *files,
    struct rule_book *ret, struct scene_fault **ret_faults);

/* What a rule's condition may have to know that costs a look into the store. */
enum rule_need {
    RULE_NEEDS_LAND = 1,
    RULE_NEEDS_LAND_MORTGAGE = 2,
    RULE_NEEDS_OTHERS = 4,
    RULE_NEEDS_LOCKS = 8,
    RULE_NEEDS_DATES = 16,
    RULE_NEEDS_SERVING = 32,
    RULE_NEEDS_DOMINANT = 64,
    RULE_NEEDS_STANDINGS = 128,
    RULE_NEEDS_HOUSE = 256
};
/* What higher domains know and rules ask for; the city has it (place/city.h). */
struct rule_hooks {
    err (*standings)(struct ctx *ctx, const struct rule_party *parties, size_t count,
        struct rule_standing **ret, size_t *ret_count);
};
/* The needs of all rules that hold for this subject, whatever its page. Pure. */
unsigned rule_needs(const struct rule_book *book, const struct rule_subject *subject);
/* Runs every rule that holds for the subject, in the order of the files, and collects what they
 * find with why_add; what was found of an earlier act of the same filing is not said again. Pure.
 */
void rule_check(struct ctx *ctx, const struct rule_book *book, const struct rule_subject *subject);
/* The row of what a finding says; NULL when no file of rules has it. Pure. */
const struct rule_row *rule_row_of(const struct rule_book *book, const struct rule *rule);
/* Whether the rule holds for this matter at this moment and day. Pure. */
bool rule_holds(const struct rule_row *row, const struct rule_subject *subject);
