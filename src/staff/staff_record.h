/* What the record of changes says of an officer's roles, change by change; for this folder alone.
 */
#pragma once

#include "base/tree.h"

struct staff_record {
    str roles, asked, asker; /* as the changes left them */
    int64_t version;         /* of what was left: two at one moment may stand the other way round */
    bool told, disabled;
    bool alone; /* a role was granted by who had asked for it */
};
/* The next change of an officer: `after` is its content, which is read only when it has roles. */
void staff_record_take(
    struct arena *a, struct staff_record *r, str kind, str actor, const struct tree *after);
/* True when an officer with these roles has no more than the record left. */
bool staff_record_holds(struct arena *a, const struct staff_record *r, str roles, bool disabled);
