/* The hall's rows, for this folder alone: loaded, changed and written with what the journal says of
 * the change. */
#pragma once

#include "db/db.h"
#include "hall/hall_rules.h"
#include "place/city.h"

struct hall_booking {
    str id, office, matter, day, document_kind, document_number, name, phone, code, state;
    int64_t begins_ms, ends_ms, made_ms, ended_ms, version;
};

#define HALL_BOOKING_COLUMNS 16
#define HALL_TICKET_COLUMNS 30
#define HALL_CAPACITY_COLUMNS 12

struct hall_params hall_params_now(const struct ctx *ctx);

/* ---- the journal ---- */

/* A change as the journal says it. */
struct hall_change {
    const char *what, *kind; /* of TURN */
    str subject, detail;
    int64_t number;
};
/* Where a TURN leads from `state`; the empty str when it does not. */
str hall_turn(const char *what, str kind, str state);
/* Writes the event and its seal; `row` are all columns of the subject as they are now. */
MUST_CHECK err hall_event(
    struct ctx *ctx, const struct hall_change *change, const struct db_value *row, size_t columns);
/* A hash over a whole row. */
str hall_digest(struct ctx *ctx, const struct db_value *row, size_t columns);
MUST_CHECK err hall_verify_journal(struct ctx *ctx, struct registry_breach **ret);
MUST_CHECK err hall_verify_fold(struct ctx *ctx, struct registry_breach **ret);

/* ---- locks: first the desk, then persons ---- */

struct hall_desk {
    str office, day;
    int64_t number;
    struct hall_calls calls;
};
MUST_CHECK err hall_desk_lock(struct ctx *ctx, str office, struct hall_desk *ret);
MUST_CHECK err hall_desk_save(struct ctx *ctx, const struct hall_desk *desk);
/* The person and, where there is one, the phone. */
MUST_CHECK err hall_person_lock(struct ctx *ctx, str document_number, str phone);

/* ---- rows ---- */

MUST_CHECK err hall_booking_get(struct ctx *ctx, str id, struct hall_booking *ret);
void hall_booking_take(struct db_row *row, struct hall_booking *ret);
/* Its first version, with the event that made it. */
MUST_CHECK err hall_booking_add(struct ctx *ctx, struct hall_booking *b);
/* The next one: HALL_BOOKING_STATE and E_REFUSED when its state does not allow it. */
MUST_CHECK err hall_booking_change(
    struct ctx *ctx, struct hall_booking *b, const char *kind, str detail);
/* Finds it and locks its desk. */
MUST_CHECK err hall_booking_lock(
    struct ctx *ctx, str id, struct hall_booking *ret, struct hall_desk *ret_desk);

MUST_CHECK err hall_ticket_get(struct ctx *ctx, str id, struct hall_ticket *ret);
MUST_CHECK err hall_ticket_of_booking(struct ctx *ctx, str booking, struct hall_ticket *ret);
MUST_CHECK err hall_ticket_add(struct ctx *ctx, struct hall_ticket *t);
/* Collects HALL_TICKET_STATE when its state does not allow it. */
void hall_ticket_may(struct ctx *ctx, const struct hall_ticket *t, const char *kind);
/* The next version of what the caller has changed: its state by `kind`. */
MUST_CHECK err hall_ticket_change(
    struct ctx *ctx, struct hall_ticket *t, const char *kind, str detail);
MUST_CHECK err hall_ticket_lock(
    struct ctx *ctx, str id, struct hall_ticket *ret, struct hall_desk *ret_desk);
/* Who waits or is at a window of the office today, by number. */
MUST_CHECK err hall_tickets_live(
    struct ctx *ctx, str office, struct hall_ticket **ret, size_t *ret_count);

MUST_CHECK err hall_capacity_list(
    struct ctx *ctx, str office, struct hall_capacity **ret, size_t *ret_count);
MUST_CHECK err hall_capacity_add(struct ctx *ctx, struct hall_capacity *c);

/* ---- shared by the use cases ---- */

str hall_today(const struct ctx *ctx);
/* Form of the office, the matter and the person, all at once. */
void hall_office_check(struct ctx *ctx, str office);
void hall_matter_check(struct ctx *ctx, str matter);
void hall_person_check(struct ctx *ctx, const struct hall_person_in *p, bool phone_needed);
str hall_document_kind(const struct hall_person_in *p);
void hall_booking_print(struct ctx *ctx, const struct hall_booking *b, struct tree *out);
void hall_ticket_print(struct ctx *ctx, const struct hall_ticket *t, struct tree *out);
/* How many wait ahead of it, and how many are at windows. */
MUST_CHECK err hall_ticket_ahead(
    struct ctx *ctx, const struct hall_ticket *t, int64_t *ret_ahead, int64_t *ret_busy);
/* With how many are ahead, and the code. */
MUST_CHECK err hall_ticket_place(struct ctx *ctx, const struct hall_ticket *t, struct tree *out);
/* Whoever waits, sorted; whoever is at a window is left out. */
size_t hall_waiting(struct hall_ticket *live, size_t count);

/* ---- what the phone says; nothing when there is no phone ---- */
MUST_CHECK err hall_tell_booking(struct ctx *ctx, const struct hall_booking *b);
/* `number`: the window, or how many are ahead or calls there were. */
MUST_CHECK err hall_tell_ticket(
    struct ctx *ctx, const struct hall_ticket *t, const char *kind, int64_t number);
