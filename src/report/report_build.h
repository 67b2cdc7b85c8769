/* A message out of what is known of an entry, and what is wrong with a message. Pure. */
#pragma once

#include "report/report_map.h"

/* What a message is made by: the mapping, the entry's kind, the day whose codes and fields hold,
 * and what is known of the entry (report_facts.h). */
struct report_making {
    const struct report_map *map;
    const struct report_kind *kind;
    str date;
    const struct tree *facts;
};
struct report_message *report_build(struct arena *a, const struct report_making *making);
/* 权利类型 of an entry on this unit: the kind's own, or by the feature code of the land or by what
 * stands on it; empty when the map has no code for that. */
str report_right_type(const struct report_map *map, const struct report_kind *kind, str unit);

/* Every fault of a message, each named by table, attribute and reason, collected as findings of
 * report.def (field: "QLF_QL_DYAQ[1].BDBZZQSE"). What the mapping does not have is told and never
 * stops. `facts` may be NULL: another's message. */
void report_check(
    struct ctx *ctx, const struct report_making *making, const struct report_message *message);
