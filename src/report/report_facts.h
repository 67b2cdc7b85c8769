/* What is known of an entry, as one tree out of which data/report_fields.csv takes its values:
 *
 *   region, authority, authority_code, now_ms, certified
 *   kind {rec_type, right_type, reg_type}, entry {number, business, made_ms, recorder, filing}
 *   unit, right, before (the right that this one replaced or ended), ending, owner, owners_text,
 *   answers, counts {certificates, proofs}
 *   lists: holders, acceptances, sides, papers, fees, reviews, certificates, handed, archives
 *
 * docs/report.md names every member. Amounts are in fen, areas in cm², times in milliseconds. */
#pragma once

#include "filing/filing.h"
#include "report/report_map.h"

/* The entry, and what was read of it on the way. */
struct report_case {
    const struct report_map *map;
    struct registry_entry entry;
    const struct tree *content; /* of the entry */
    struct registry_page page;  /* as the entry left it */
    struct registry_right right, ended;
    bool has_made, has_ended, has_filing;
    struct filing_run run; /* when has_filing */
    struct tree *facts;
    str date;                       /* of the entry, YYYY-MM-DD */
    const struct report_kind *kind; /* NULL when the mapping has none */
};

/* By which effect an entry is reported: what a split or merge opens is its change or transfer, no
 * first registration (DJLX 300, 200). */
str report_effect(const struct registry_entry *entry);
/* Reads entry `number`; E_FAULT when its content cannot be read. In a read or write transaction. */
MUST_CHECK err report_case_read(
    struct ctx *ctx, const struct report_map *map, int64_t number, struct report_case *ret);
/* The part that comes from the filing: acceptance, parties, papers, fees, reviews, archive. */
MUST_CHECK err report_facts_filing(struct ctx *ctx, struct report_case *c);
/* Its certificates: lists `certificates` and `handed`. `ret_first` is the number of the first. */
MUST_CHECK err report_facts_certificates(struct ctx *ctx, struct report_case *c, str *ret_first);
/* An officer's name; the id itself where the store has none. */
MUST_CHECK err report_officer(struct ctx *ctx, str id, str *ret);
