/* The reference model: what the law makes of an operation on the book, in as few words as possible.
 * It shares no code with the program, keeps everything in plain arrays and looks through all of
 * them each time. Where it and the program differ, one of them is wrong. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define LAW_UNITS_BEGUN                                                                            \
    3 /* those that come into the book by themselves; the others by a split or merge */
#define LAW_UNITS 8
#define LAW_UNITS_MERGED 3
#define LAW_PARTS 2 /* of a unit that is split */
#define LAW_AREA 890000
#define LAW_PARTIES_MAX 4
#define LAW_RIGHTS_MAX 600
#define LAW_OPERATIONS_MAX 400
#define LAW_PARTS_MAX 120 /* rights that one operation makes */
#define LAW_RULES_MAX 12
#define LAW_PEOPLE 6 /* persons 0 to 5; banks and courts have numbers of their own */
#define LAW_BANKS 3
#define LAW_COURTS 3
#define LAW_NOBODY (-1)

enum law_action {
#define ACTION(id, name, weight, scene, kind, effect, who) ACT_##id,
#include "actions.def"
#undef ACTION
    ACT_COUNT
};

enum law_kind {
    LAW_OWNERSHIP,
    LAW_MORTGAGE,
    LAW_RESIDENCE,
    LAW_EASEMENT,
    LAW_ADVANCE,
    LAW_OBJECTION,
    LAW_SEIZURE,
    LAW_KINDS
};
enum law_effect {
    LAW_CREATE,
    LAW_TRANSFER,
    LAW_CHANGE,
    LAW_CORRECT,
    LAW_CONVERT,
    LAW_RENEW,
    LAW_CANCEL
};
enum law_who { LAW_OF_NOBODY, LAW_OF_TITLE, LAW_OF_TARGET, LAW_OF_BOTH };
enum law_state { LAW_LIVE, LAW_HISTORY, LAW_ENDED };
enum law_holding { LAW_SOLE, LAW_JOINT, LAW_SHARES };

struct law_party {
    int who;
    bool misnamed; /* the document is right, the name is not */
    int num, den;  /* 0/0: no share */
};

/* What an action is, by actions.def. */
struct law_act {
    const char *name, *scene;
    int weight;
    enum law_kind kind;
    enum law_effect effect;
    enum law_who who;
};
extern const struct law_act law_acts[ACT_COUNT];

struct law_parties {
    struct law_party at[LAW_PARTIES_MAX];
    int count;
};

/* A unit that comes of a split or merge. */
struct law_part {
    int unit, place;
    long area;
};

/* One thing that somebody wants done. Rights are named by the operation that made them, so that an
 * operation still means something when others before it are left out. */
struct operation {
    enum law_action action;
    int unit;
    int target; /* number of the operation that made the right; LAW_NOBODY: none */
    struct law_parties givers, takers;
    struct law_parties owners;   /* of the title, where the givers are those of another right */
    struct law_parties agreeing; /* others who apply too */
    int rank;                    /* that a mortgage is to have from now on; 0: its own */
    enum law_holding holding;    /* first registration says it; else it follows from the takers */
    int64_t amount;
    bool restricts; /* a mortgage that forbids transfer */
    int debtor;
    int place;  /* a new address */
    int days;   /* a term, or how far the clock goes on; until one may apply (advance notice) */
    int serves; /* the unit that an easement is for; LAW_NOBODY otherwise */
    /* Of a split or merge: the units besides that end, those that begin, and which of these each of
     * the takers has (LAW_NOBODY: none). */
    int others[LAW_UNITS_MERGED - 1], others_count;
    struct law_part parts[LAW_PARTS];
    int parts_count, takes[LAW_PARTIES_MAX];
    bool consents; /* whoever has a mortgage agrees in writing */
};

struct law_right {
    int made_by; /* the operation, or law_key of one that made several */
    int unit;
    enum law_kind kind;
    enum law_state state;
    enum law_holding holding;
    struct law_parties holders;
    int rank;
    int64_t amount;
    bool restricts;
    int lapses_day; /* the last day on which it stands by law; LAW_NOBODY: it has none */
    int serves;     /* of an easement; LAW_NOBODY otherwise */
    int since;      /* the entry from which its place in line counts */
    int previous;   /* index of the right that this one replaced, or LAW_NOBODY */
    int entry_made, entry_ended; /* 1 is the sequence's first entry; 0 is none */
};

struct law_book {
    int unit_entry[LAW_UNITS]; /* the entry that it came with; 0: not in the book */
    bool closed[LAW_UNITS];
    int place[LAW_UNITS]; /* the number of its address */
    long area[LAW_UNITS];
    unsigned came_of[LAW_UNITS]; /* units, by their bits, that it came out of, however long ago */
    struct law_right rights[LAW_RIGHTS_MAX];
    int rights_count;
    int entries, day;
};

/* Day 0 is 1 January of this year. */
#define LAW_FIRST_YEAR 2026
struct law_date {
    int year, month, day;
};

struct law_answer {
    bool accepted;
    bool made_entry;
    const char *rules[LAW_RULES_MAX]; /* why it was refused, each once, in any order */
    int rules_count;
};

/* Judges an operation and, when it is accepted, changes the book. */
void law_judge(
    struct law_book *book, const struct operation *op, int number, struct law_answer *ret);
/* The same of a split or merge, whose units have not been looked at. */
void law_judge_division(
    struct law_book *book, const struct operation *op, int number, struct law_answer *ret);
/* By what one of several rights that an operation made is named; the first by the operation. */
int law_key(int number, int part);
/* Parts of judging that a split or merge shares with all others. */
void law_judge_unit(struct law_book *book, const struct operation *op, struct law_answer *ret);
void law_judge_people(struct law_book *book, const struct operation *op,
    const struct law_right *target, struct law_answer *ret);
void law_judge_title(struct law_book *book, const struct operation *op, struct law_answer *ret);
void law_judge_takers(
    const struct law_parties *takers, enum law_holding holding, struct law_answer *ret);
enum law_holding law_holding_of(const struct law_parties *takers);
/* Whoever comes to the unit finds entered what the law has ended by then. */
void law_lapse(struct law_book *book, int unit);
/* The right that stands where the old one stood, with holders and price of the operation. */
struct law_right *law_replace(
    struct law_book *book, const struct operation *op, int number, struct law_right *old);
/* 民法典 209, 216, 301: the givers are exactly those on record. */
void law_judge_givers(
    const struct law_right *right, const struct law_parties *givers, struct law_answer *ret);
bool law_is_among(const int *units, int count, int unit);
/* A live easement for one of these units that another one bears. */
bool law_is_easement_for(const struct law_right *right, const int *units, int count);
/* The units that bear one, in order; how many. */
int law_servient_of(const struct law_book *book, const int *units, int count, int *ret);
/* 民法典 380: what stands against it that easements go along with what they serve, or that one goes
 * to somebody. */
void law_judge_easement(struct law_book *book, const struct operation *op,
    const struct law_right *target, struct law_answer *ret);
/* They go along, after the title: those of each unit that bears any, in the order of the entries.
 */
void law_pass_along(struct law_book *book, const struct operation *op, int number);
/* What the law has ended by then in the unit and in those that bear an easement for it. */
void law_lapse_along(struct law_book *book, int unit);
/* Adds a rule unless it is there. */
void law_say(struct law_answer *answer, const char *rule);
/* The one of these who is that person; NULL when there is none. */
const struct law_party *law_party_find(const struct law_parties *list, int who);
/* What others' rights and the sides of the parties say against an application. */
void law_judge_others(struct law_book *book, const struct operation *op, struct law_answer *answer);
/* Whoever comes forward in any part. */
bool law_takes_part(const struct operation *op, int who);
/* Somebody who holds it does. */
bool law_has_part(const struct operation *op, const struct law_right *right);
/* 民法典 409: whether the mortgage may have another rank, and that it has it. */
void law_judge_rank(struct law_book *book, const struct operation *op, struct law_right *target,
    struct law_answer *answer);
/* And whether it may secure so much. */
void law_judge_increase(struct law_book *book, const struct operation *op, struct law_right *target,
    struct law_answer *answer);
void law_change_rank(struct law_book *book, struct law_right *moved, int rank);
/* The live right of a kind with this rank, or NULL. */
struct law_right *law_live(struct law_book *book, int unit, enum law_kind kind, int rank);
struct law_right *law_made_by(struct law_book *book, int operation);
struct law_date law_date_of(int day);
/* The same date so many years later; 29 February is the 28th where there is none. */
int law_years_after(int day, int years);
