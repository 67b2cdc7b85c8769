/* What a city has set up: its regions, offices, scenes, calendar and rules. Every request reaches
 * it through ctx->city and reads it without a lock, because a city in memory never changes: when an
 * administrator changes an office a new one takes its place (app/city_now.c) and requests that have
 * begun go on with the one they know. */
#pragma once

#include "base/ctx.h"

struct scene_book;
struct calendar;
struct money_book;
struct rule_book;
struct hall_policy;
struct step_kind;
struct registry_hooks;
struct rule_hooks;

/* 好差评: how long in working days. Local rules differ, so each city says its own. */
struct rating_terms {
    int64_t rate_days;    /* 补评: after the matter has ended */
    int64_t assign_days;  /* 派单 */
    int64_t contact_days; /* 核实回访, after somebody has taken it */
    int64_t rectify_days; /* 整改 */
};

struct place_region {
    str region; /* GB/T 2260 */
    str name_zh, name_en;
    str province_short;   /* 宁 */
    str certificate_name; /* as it stands in certificate numbers */
    str authority_zh;     /* 登记机构 */
    str authority_code;
};

struct place_office {
    str id, region, kind, name_zh, name_en;
    int64_t windows, version;
};

/* What the city has laid down about standings (信用), where no law does. */
struct city_standing {
    int64_t hearing_days, appeal_days; /* working days */
    int64_t repair_months;             /* on the list before repair may be asked for */
    int64_t red_months, black_months;  /* longest terms */
    str grounds;                       /* taken up beside the founded ones; between blanks */
};

struct city {
    const struct scene_book *scenes;
    const struct calendar *calendar;
    const struct money_book *money;
    const struct rule_book *rules;
    const struct hall_policy *hall; /* numbers of bookings and of the silent queue */
    int64_t sample_percent; /* of what rules only showed, so much is drawn for examination */
    str sample_seed;
    const struct rule_hooks *rule_hooks; /* what rules ask of higher domains; may be NULL */
    struct city_standing standing;
    struct rating_terms rating;
    const struct step_kind *kinds;      /* ends with a NULL name */
    const struct registry_hooks *hooks; /* of every entry; may be NULL */
    const struct place_region *regions;
    size_t regions_count;
    const struct place_office *offices;
    size_t offices_count;
    int64_t reads_per_hour;      /* of one officer, at most; 0: as many as they like */
    str public_url;              /* where this service is reached, for callbacks and QR codes */
    bool second_factor_required; /* --second-factor: an officer without one may only enrol */
    uint8_t audit_key[32];       /* seals rows that are written once; it is not in the store */
    str origin; /* of the log's checkpoints, before the region: "yichuang.example" */
};

/* NULL when this city does not serve the region. */
const struct place_region *place_region_find(const struct city *city, str region);
const struct place_office *place_office_find(const struct city *city, str id);
/* Reads regions and offices of the store into the city. */
MUST_CHECK err place_load(struct ctx *ctx, struct city *ret);
MUST_CHECK err place_region_add(struct ctx *ctx, const struct place_region *r);
MUST_CHECK err place_office_add(struct ctx *ctx, const struct place_office *o);
