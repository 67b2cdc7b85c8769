/* Rows of ratings, for this folder alone. */
#pragma once

#include "audit/audit.h"
#include "base/ids.h"
#include "base/when.h"
#include "calendar/calendar.h"
#include "db/db.h"
#include "place/city.h"
#include "rating/rating.h"
#include "rating/rating_out.h"

#define RATING_BOOK "rating"
#define RATING_SAYS 12
#define RATING_EVENT_SAYS 5

struct rating {
    str id, filing, rater, reasons, words, channel, scene, office, officer, handlers, month;
    int64_t level, made_ms;
};

struct rectification {
    str rating, state, contact, taken_by, outcome, doubted_by, reviewed_by, answer, published,
        published_month;
    int64_t rounds, assign_due_ms, contact_due_ms, rectify_due_ms, made_ms, version;
};

/* Writes it with its seal; false when this person has rated this matter already. */
MUST_CHECK err rating_put(struct ctx *ctx, const struct rating *r, bool *ret_new);
MUST_CHECK err rating_find_of(
    struct ctx *ctx, str filing, str rater, struct rating *ret, bool *ret_found);
MUST_CHECK err rating_get(struct ctx *ctx, str id, struct rating *ret);
void rating_take_row(struct db_row *row, struct rating *ret);
/* Everything that a rating says, in the order in which it is sealed. */
void rating_says(struct arena *a, const struct rating *r, str says[RATING_SAYS]);

MUST_CHECK err rectification_get(struct ctx *ctx, str rating, struct rectification *ret);
void rectification_take_row(struct db_row *row, struct rectification *ret);
/* Opens one for a bad rating, with its clocks. */
MUST_CHECK err rectification_open(struct ctx *ctx, str rating, str contact);
/* Saves what changed. E_CONFLICT when somebody else did meanwhile. */
MUST_CHECK err rectification_save(struct ctx *ctx, const struct rectification *r);
/* The next line of its journal, with its seal; the state is that of `r`. */
MUST_CHECK err rectification_event(
    struct ctx *ctx, const struct rectification *r, const char *kind, str detail);

/* The keyed hash by which a person is known within one matter. */
str rating_rater(const struct ctx *ctx, str filing, str document_kind, str document_number);
/* The month of a moment, YYYY-MM. */
str rating_month_of(struct arena *a, int64_t ms);
void rating_show_state(str state, struct tree *o);
