/* The program under test, seen as the model sees the law: an operation in, accepted or refused with
 * its rules, and the rows of the book after it. Everything that knows the program's names is behind
 * this header. */
#pragma once

#include "app/app.h"
#include "filing/filing.h"
#include "law.h"
#include "registry/registry.h"

#define PRODUCT_OPERATIONS_MAX LAW_OPERATIONS_MAX
#define PRODUCT_NO_UNIT (-2)
#define PRODUCT_REGION "640104"

/* One sequence on units of its own. */
struct product {
    struct app *app;
    struct arena *arena; /* reset before each operation */
    int64_t first_unit;  /* number of unit 0 */
    int64_t base;        /* entries of the book before this sequence */
    int day, second;
    /* Of the right that an operation made, or empty; of several, by law_key. */
    char ids[LAW_OPERATIONS_MAX * LAW_PARTS_MAX][40];
    /* The log's roots that were seen, and of which sizes. */
    struct merkle_hash roots[PRODUCT_OPERATIONS_MAX];
    int64_t sizes[PRODUCT_OPERATIONS_MAX];
    int roots_count;
};

/* What stands in the rows of one unit. */
struct product_unit {
    bool was_read;
    struct registry_unit unit;
    unsigned came_of; /* units of the sequence, by their bits */
    bool known;
    struct registry_page page;     /* live rights, as requests see them */
    struct registry_page past;     /* the same, folded from the entries alone */
    struct registry_right *rights; /* all that ever were */
    size_t rights_count;
};
struct product_book {
    struct product_unit units[LAW_UNITS];
    int64_t size;
};

/* Opens the store (and makes a city in it); false with a sentence on stderr. */
bool product_open(struct arena *a, const char *store, const char *dir, struct app **ret);
/* The program's scene for the action, or one that is made here; NULL for what has no scene. */
const struct scene *product_scene(
    const struct app *app, enum law_action action, struct arena *a, bool *ret_own);
/* Begins a sequence. */
bool product_begin(struct product *p);
/* Carries an operation out. False when the program failed, rather than refused: *ret_fault names
 * the fault. */
bool product_carry_out(struct product *p, const struct operation *op, int number,
    struct law_answer *ret, const char **ret_fault);
/* Reads one unit of the sequence, all (LAW_NOBODY) or none (PRODUCT_NO_UNIT), and keeps the log's
 * root as it is now, once in a while. */
bool product_read(struct product *p, int unit, struct product_book *ret);
/* Roots that were there once are the roots of those sizes still (I17). */
bool product_roots_hold(struct product *p);
/* What the program's own check of the whole book finds; NULL: nothing. */
bool product_verify(struct app *app, struct arena *a, struct registry_breach **ret);
/* A split or merge by its filing: 登簿 of all its units. */
MUST_CHECK err product_divide(
    struct ctx *ctx, struct product *p, const struct filing_run *run, int number, struct tree *out);
/* What a split or merge asks besides, as answers. */
void product_answer_division(
    struct arena *a, struct product *p, const struct operation *op, struct filing_run *run);
/* Which units of the sequence a unit came out of. */
MUST_CHECK err product_lineage(struct ctx *ctx, struct product *p, str unit, unsigned *ret);
/* What the program calls them. */
str product_unit_code(struct product *p, int unit);
str product_address(struct arena *a, int place);
str product_name(struct arena *a, int who, bool misnamed);
str product_number(struct arena *a, int who);
str product_date(struct arena *a, int day);
