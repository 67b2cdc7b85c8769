/* 登记簿: the book of a region. Units, the rights in them, and the entries that made and ended each
 * right. An entry is the one indivisible moment (登簿, 民法典 214): everything it changes is
 * changed in the caller's transaction, with the unit's row locked first and the book's row last, so
 * that entries are numbered without gaps and the leaf of the region's log is appended with them. */
#pragma once

#include "base/input.h"
#include "party/party.h"
#include "registry/merkle.h"
#include "registry/right.h"

#define RULE RULE_DECLARE
#include "registry/registry.def"
#undef RULE

struct registry_unit {
    str code, location, usage, structure, floor, land_kind, land_until, state;
    int64_t floors, area_cm2, entry_made, version;
};

struct registry_holder {
    str party, name, document_kind, document_number;
    struct share share; /* 0/0 unless held in shares */
};

struct registry_right {
    str id, unit;
    str kind;    /* a row of right.def */
    str sort;    /* within the kind: maximum, presale ...; empty when the kind has none */
    str state;   /* live history ended */
    str holding; /* sole joint shares: 单独所有 共同共有 按份共有 */
    int64_t rank;
    int64_t amount_fen; /* mortgage: secured debt; title: price */
    str begins_on, ends_on;
    str lapses_on; /* the last day on which it stands by law; empty when it has none */
    bool no_transfer, maximum;
    str cause;
    str terms;    /* what is agreed or said besides: 担保范围, 居住条件, 异议事项 */
    str dominant; /* 需役地: the unit that an easement serves */
    str previous; /* the right that this one replaced */
    int64_t since_entry; /* from which its place in line counts; its own unless inherited */
    int64_t entry_made, entry_ended, version;
    struct registry_holder *holders;
    size_t holders_count;
};

/* Everything that is live in a unit. */
struct registry_page {
    struct registry_unit unit;
    const struct registry_right *ownership; /* the live title, of any kind; NULL: nobody's */
    const struct registry_right *seizure;   /* the effective one, or NULL */
    struct registry_right *rights;
    size_t rights_count;
    int64_t mortgages, seizures;
    const struct registry_page *base; /* of the land under it, where the caller looks at it */
    struct registry_page *beside;     /* of others that an act reaches, where the caller does */
    size_t beside_count;
};

/* What an entry does. Exactly one of `make` and `end` may be missing; which of them an effect has,
 * and the state of what ends, its row in right.def says. */
struct registry_change {
    str filing;                  /* empty: by order or import */
    int64_t position;            /* among the entries of its filing, from 1; 0 is taken for 1 */
    int64_t register_type;       /* DJLX */
    str right_kind, effect;      /* rows of right.def */
    str basis;                   /* application order ex-officio; empty: not said */
    str document;                /* 嘱托文号, of an order */
    str recorder;                /* 登簿人 */
    struct registry_right *make; /* its id, entry and rank are set here; holders given */
    const struct registry_right *end;
    str end_state;                        /* history when replaced, ended when cancelled */
    const struct registry_unit *new_unit; /* first registration: the unit comes with it */
    const struct registry_unit
        *unit_now;       /* its particulars as the entry leaves them; NULL: as is */
    int64_t corrects;    /* the entry that was wrong (I15); 0: none */
    int64_t since_entry; /* of a right that comes over from another page: from which entry its place
                            in line counts there and here; 0: its own */
};

/* A later right of the same line moves up when one before it ends, and back when an older claim
 * comes in (预告转正式); those between move by one when a mortgage changes its rank (民法典 409),
 * and then each takes the place that the other had, with the entry from which it counts. */
struct registry_move {
    const struct registry_right *right;
    int64_t rank, since_entry;
};

/* What an entry will do to a page, worked out without writing anything: 登簿 carries out the same
 * plan that a reviewer was shown before. */
struct registry_plan {
    const struct registry_page *page;
    const struct registry_change *change;
    struct registry_right
        *made; /* change->make with unit, state, rank and predecessor; no id yet */
    struct registry_move *moves; /* in the order in which the new ranks become free */
    size_t moves_count;
};

struct registry_entry {
    int64_t number;
    str unit, filing, right_kind, effect, content, recorder, salt, digest;
    int64_t register_type, made_ms, position;
};

/* What the domains above do in the transaction of every entry, and what they know that the book
 * does not. A city that has none (a test, an import) leaves it NULL. */
struct registry_hooks {
    /* After the entry is made: certificates of what ended become void. */
    err (*entered)(
        struct ctx *ctx, const struct registry_change *change, const struct registry_entry *entry);
    /* Somebody has applied in time for what the right secures: it does not lapse (民法典 221). */
    err (*spares)(struct ctx *ctx, const struct registry_right *right, bool *ret);
};

/* Locks the unit's row for the rest of the transaction, enters what has lapsed by law until now
 * (registry_lapse.c), and returns its page. E_MISSING when there is no such unit. */
MUST_CHECK err registry_lock(struct ctx *ctx, str unit, struct registry_page *ret);
/* Locks the rows alone, of codes in order, before any page of theirs is read: what has lapsed is
 * entered with its page and takes the book, and nobody may wait for a unit with the book in hand. A
 * unit that is not there is left to whoever reads its page. */
MUST_CHECK err registry_lock_rows(struct ctx *ctx, const str *units, size_t count);
/* The same without the lock. */
MUST_CHECK err registry_page_get(struct ctx *ctx, str unit, struct registry_page *ret);
/* The pages of all units whose codes are from <= code < to, in order, without a lock. */
MUST_CHECK err registry_pages_between(
    struct ctx *ctx, str from, str to, struct registry_page **ret, size_t *ret_count);
const struct registry_right *registry_page_right(const struct registry_page *page, str right_id);
/* Somebody with this document number holds it, whole or in part; nobody holds NULL. */
bool registry_is_held_by(const struct registry_right *right, str document_number);
MUST_CHECK err registry_right_get(struct ctx *ctx, str right_id, struct registry_right *ret);

/* The plan of a change on a page; sets change->make's rank and the like. False when it must never
 * happen (invariants I2, I4, I5, I6, I9), whatever the rules said before. Pure. */
bool registry_plan_make(struct arena *a, const struct registry_page *page,
    const struct registry_change *change, struct registry_plan *ret);
/* The page as it will stand once the plan is carried out, in the order in which pages are read. The
 * right that is made has neither id nor entry yet. Pure. */
void registry_plan_page(
    struct arena *a, const struct registry_plan *plan, struct registry_page *ret);

/* Another unit that is mortgaged and whose code begins with the same `prefix` characters; empty
 * when there is none. */
MUST_CHECK err registry_mortgaged_near(struct ctx *ctx, str unit, size_t prefix, str *ret);
/* A house or structure (F, Q of GB/T 37346) whose code begins with the same `prefix` characters and
 * that had a title of its own just before the entry; empty when there was none. */
MUST_CHECK err registry_housed(struct ctx *ctx, str unit, size_t prefix, int64_t entry, str *ret);
/* Easements of other units that serve this one. */
MUST_CHECK err registry_serving(
    struct ctx *ctx, str unit, struct registry_right **ret, size_t *ret_count);
/* The other units that bear an easement for any of these, each once. */
MUST_CHECK err registry_servient(
    struct ctx *ctx, const str *units, size_t count, str **ret, size_t *ret_count);
/* The last day on which a right stands by law when it is made now, as its lapses_on: of a seizure
 * its term; of an objection 15 days (民法典 220), of an advance notice 90 days from `from_on`, the
 * day on which the right itself could be applied for (221), both counted as 201 to 203 say. Empty
 * when nothing ends it by itself. */
str registry_last_day(struct ctx *ctx, const struct registry_right *right, str from_on);
/* Units with something that has lapsed, at most `limit`: registry_lock on each enters it. */
MUST_CHECK err registry_lapses(struct ctx *ctx, int64_t limit, str **ret, size_t *ret_count);

/* 坐落 of a unit; empty when the book has no such unit. */
MUST_CHECK err registry_location(struct ctx *ctx, str unit, str *ret);

/* Makes one entry on the page that registry_lock returned, by its plan. The caller has refused what
 * the rules forbid; where no plan can be made, the transaction ends with E_FAULT: a program that is
 * wrong records nothing rather than something wrong. */
MUST_CHECK err registry_record(struct ctx *ctx, const struct registry_page *page,
    const struct registry_change *change, struct registry_entry *ret);
/* The same; *ret_page (may be `page` itself) is the page afterwards, for the next entry of the same
 * transaction. */
MUST_CHECK err registry_record_next(struct ctx *ctx, const struct registry_page *page,
    const struct registry_change *change, struct registry_entry *ret,
    struct registry_page *ret_page);
/* A unit comes into the book with its first right; *ret_new is false when it was there. The caller
 * records the right with the unit as `new_unit`. */
MUST_CHECK err registry_unit_open(struct ctx *ctx, const struct registry_unit *unit, bool *ret_new);

/* Many entries in one transaction (存量导入): the book is locked once, entries are numbered and the
 * log's nodes are made in memory, and rows go to the store together (db_gather). Each is what
 * registry_record makes of the same change. */
struct registry_batch {
    int64_t size;                              /* of the book, with the entries made so far */
    struct merkle_hash last[MERKLE_PROOF_MAX]; /* the newest left node of each level ... */
    int64_t position[MERKLE_PROOF_MAX];        /* ... and where it stands; -1 when not known */
};
/* E_MISSING when the region has no book. */
MUST_CHECK err registry_batch_begin(struct ctx *ctx, struct registry_batch *ret);
/* As registry_record_next: *page is the page afterwards. A new unit is written with its first
 * entry, so the page holds it and nothing else, and registry_units_known has said that the book has
 * none of its code. `batch` NULL: an entry of its own. */
MUST_CHECK err registry_batch_record(struct ctx *ctx, struct registry_batch *batch,
    struct registry_page *page, const struct registry_change *change, struct registry_entry *ret);
/* As registry_lock; what has lapsed is entered among the batch's entries. */
MUST_CHECK err registry_batch_lock(
    struct ctx *ctx, struct registry_batch *batch, str unit, struct registry_page *ret);
MUST_CHECK err registry_batch_end(struct ctx *ctx, const struct registry_batch *batch);
/* Which of these units the book has already: ret[i]. */
MUST_CHECK err registry_units_known(struct ctx *ctx, const str *codes, size_t count, bool *ret);

/* Rules at 登簿 and before: pure, from the page. `field` is put in front of what they say. */
/* A seizure ends in the future, at most three years from now (民事诉讼法解释 485). */
void registry_check_term(struct ctx *ctx, str ends_on, str field);
/* The givers must be exactly the holders of `right`. */
void registry_check_holders(struct ctx *ctx, const struct registry_right *right,
    const struct registry_holder *givers, size_t count, str field);
/* 民法典 409: the line of the page has the rank that is wanted for the mortgage, and it is another
 * one. */
void registry_check_rank(struct ctx *ctx, const struct registry_page *page,
    const struct registry_right *right, int64_t wanted, str field);
/* Shares of the takers: none for sole and joint, exactly one together for shares. */
void registry_check_shares(
    struct ctx *ctx, str holding, const struct registry_holder *takers, size_t count, str field);
/* I2: the kind of holding fits the number of holders, and shares add up to exactly one. */
bool registry_shares_hold(struct arena *a, const struct registry_right *right);

MUST_CHECK err registry_entry_get(struct ctx *ctx, int64_t number, struct registry_entry *ret);
/* The first entry that a filing led to. */
MUST_CHECK err registry_entry_of_filing(
    struct ctx *ctx, str filing, struct registry_entry *ret, bool *ret_found);
/* All of them, in order. */
MUST_CHECK err registry_entries_of_filing(
    struct ctx *ctx, str filing, struct registry_entry **ret, size_t *ret_count);
/* Entries made from `from_ms` up to, not including, `to_ms`, in order of time; without content,
 * recorder, salt and digest. */
MUST_CHECK err registry_entries_between(struct ctx *ctx, int64_t from_ms, int64_t to_ms,
    struct registry_entry **ret, size_t *ret_count);
/* All of a unit, in order. */
MUST_CHECK err registry_entries_of_unit(
    struct ctx *ctx, str unit, struct registry_entry **ret, size_t *ret_count);
/* Whether the unit has an entry after that one. */
MUST_CHECK err registry_entered_since(struct ctx *ctx, str unit, int64_t number, bool *ret);

/* Homes (房屋所有权, 宅基地使用权及房屋, houses on other collective land) under the document of
 * `holder`, whatever the name, with the size of the book in the same snapshot. E_TOO_LARGE when
 * there are more than `most`. */
struct registry_home {
    str unit, location, right, kind, holding, name;
    int64_t area_cm2, entry;
    struct share share;
};
struct registry_homes {
    struct registry_home *homes;
    size_t count;
    int64_t size;
};
MUST_CHECK err registry_homes(
    struct ctx *ctx, const struct registry_holder *holder, size_t most, struct registry_homes *ret);
/* Opens the book of a region; an open one stays as it is. */
MUST_CHECK err registry_book_open(struct ctx *ctx, str region);
MUST_CHECK err registry_size(struct ctx *ctx, int64_t *ret);
MUST_CHECK err registry_root(struct ctx *ctx, int64_t size, struct merkle_hash *ret);
MUST_CHECK err registry_prove(
    struct ctx *ctx, int64_t number, int64_t size, struct merkle_proof *ret);
MUST_CHECK err registry_prove_growth(
    struct ctx *ctx, int64_t old_size, int64_t size, struct merkle_proof *ret);

/* The unit's page as entry `number` left it, folded from its entries alone. E_FAULT when they
 * cannot be read. */
MUST_CHECK err registry_page_at(
    struct ctx *ctx, str unit, int64_t number, struct registry_page *ret);

void registry_show_page(const struct registry_page *page, bool masked, struct tree *object);
/* Easements that serve a unit, each with the unit that bears it: {unit, right}. */
void registry_show_serving(
    const struct registry_right *rights, size_t count, bool masked, struct tree *list);
/* The rights of a page for a reviewer: {right, kind, holding, holders with masked document numbers,
 * rank, amount, terms, entry_made, since_ms}. */
MUST_CHECK err registry_show_rights(
    struct ctx *ctx, const struct registry_page *page, struct tree *list);
/* What became of each right between two pages: created, ended, changed or kept, with its words. */
void registry_show_changes(
    const struct registry_page *before, const struct registry_page *after, struct tree *list);

/* POST /registry/units: first registration (首次登记) of a unit with its ownership, by import of an
 * existing book. The same unit with the same owner again is answered as it stands. */
#define REGISTRY_IMPORT_IN(F, O, L)                                                                \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(text, location, 1, 200, "坐落", "location")                                                  \
    F(text, usage, 1, 10, "用途代码", "usage code")                                                \
    O(text, structure, 0, 10, "结构代码", "structure code")                                        \
    O(text, floor, 0, 40, "所在层", "floor")                                                       \
    O(i64, floors, 0, 300, "总层数", "floors of the building")                                     \
    F(i64, area_cm2, 1, 1000000000000, "建筑面积（平方厘米）", "floor area in square centimetres") \
    O(text, land_kind, 0, 10, "权利性质代码", "nature of the land right")                          \
    O(text, land_until, 0, 10, "土地使用期限至", "land right ends on")                             \
    F(text, holding, 1, 10, "共有方式（sole joint shares）", "sole, joint or shares")              \
    O(text, cause, 0, 200, "登记原因", "cause")                                                    \
    L(party_in, holders, 1, 50, "权利人", "holders")
/* POST /registry/units/{unit}/seizures: 查封, by order of a court. */
#define REGISTRY_SEIZE_IN(F, O, L)                                                                 \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(text, court, 1, 100, "查封机关", "court")                                                    \
    F(text, court_code, 1, 40, "查封机关代码", "the court's credit code")                          \
    F(text, document, 1, 100, "文号", "number of the order")                                       \
    F(date, ends_on, 0, 0, "查封期限至", "ends on")                                                \
    F(text, debtor_number, 1, 40, "被执行人证件号码", "document number of the debtor")
/* POST /registry/units/{unit}/seizures/{right}/release: 解封. */
#define REGISTRY_RELEASE_IN(F, O, L)                                                               \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    F(id, right, 0, 0, "查封权利编号", "id of the seizure")                                        \
    F(text, document, 1, 100, "解封文号", "number of the order of release")
/* GET /registry/units/{unit}: the page as it is, or as it stood at a moment (RFC 3339). */
#define REGISTRY_UNIT_IN(F, O, L)                                                                  \
    F(unit, unit, 0, 0, "不动产单元号", "unit code")                                               \
    O(text, at, 0, 40, "时刻（不写为现在）", "as of this moment; now when left out")
#define REGISTRY_LOG_IN(F, O, L) F(text, region, 6, 6, "行政区代码", "region")
#define REGISTRY_PROOF_IN(F, O, L)                                                                 \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(i64, number, 1, INT64_MAX, "登簿序号", "entry number")                                       \
    O(i64, size, 1, INT64_MAX, "日志大小，默认为现在的大小",                                       \
        "size of the log; as it is now unless said")
#define REGISTRY_GROWTH_IN(F, O, L)                                                                \
    F(text, region, 6, 6, "行政区代码", "region")                                                  \
    F(i64, from, 0, INT64_MAX, "旧大小", "old size")                                               \
    F(i64, to, 0, INT64_MAX, "新大小", "new size")

INPUT(registry_import_in, REGISTRY_IMPORT_IN)
INPUT(registry_seize_in, REGISTRY_SEIZE_IN)
INPUT(registry_release_in, REGISTRY_RELEASE_IN)
INPUT(registry_unit_in, REGISTRY_UNIT_IN)
INPUT(registry_log_in, REGISTRY_LOG_IN)
INPUT(registry_proof_in, REGISTRY_PROOF_IN)
INPUT(registry_growth_in, REGISTRY_GROWTH_IN)

MUST_CHECK err registry_import(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_seize(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_release(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_unit_show(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_proof_show(struct ctx *ctx, const void *in, struct tree *out);
MUST_CHECK err registry_growth_show(struct ctx *ctx, const void *in, struct tree *out);

/* One broken invariant, as `yichuang verify` reports it. */
struct registry_breach {
    str invariant; /* I2 */
    str detail;
    struct registry_breach *next;
};
/* Puts one before *list; the invariant and the detail are copied into the context's arena. */
void registry_breach_add(struct ctx *ctx, str invariant, str detail, struct registry_breach **list);
/* Whole-book checks of this folder's invariants, in a read transaction. */
MUST_CHECK err registry_verify(struct ctx *ctx, struct registry_breach **ret);
/* A check that is a query: each row's first column names what breaks the invariant. Used by the
 * domains above for theirs; what it finds is put before *list. */
struct registry_check {
    int sql; /* enum sql */
    const char *invariant;
};
MUST_CHECK err registry_check_all(struct ctx *ctx, const struct registry_check *checks,
    size_t count, struct registry_breach **list);

/* A check that looks at each row of a book, page after page in the order of subject and number.
 * Where the last row stood is kept outside the arena, so that what a page used can be given back.
 */
struct registry_place {
    str subject;
    int64_t number;
    char kept[128]; /* longer than any subject of a sealed book */
};
/* Reads the page after *place, keeps its last row's place and says how many rows it had. */
typedef err registry_check_page(struct ctx *ctx, void *arg, struct registry_place *place,
    size_t *ret_count, struct registry_breach **list);
void registry_place_keep(struct registry_place *place, str subject, int64_t number);
/* Until a page has fewer than `page` rows. What pages used of the arena is given back unless
 * something was found in them; after four such the rest is not told. */
MUST_CHECK err registry_check_pages(struct ctx *ctx, registry_check_page *check, void *arg,
    size_t page, struct registry_breach **list);
