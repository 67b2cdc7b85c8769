/* I19 as a fold of the record: each role in force was asked for by one and granted by another.
 * Values in, values out. Changes of before there was a security administrator say nothing of roles
 * asked for, and what they gave stays given. */
#include "staff/staff_record.h"
#include "staff/staff_admin.h"

/* Who saves an officer for whom something waits asks for it once more. */
static bool asks(const struct staff_record *r, str kind, str roles, str asked)
{
    if (str_is(kind, "grant"))
        return false;
    return !str_eq(asked, r->asked) || (str_is(kind, "save") && !str_eq(asked, roles));
}

void staff_record_take(
    struct arena *a, struct staff_record *r, str kind, str actor, const struct tree *after)
{
    int64_t version = tree_get_i64(after, S("version"), 0);
    str roles, asked;

    if (tree_get(after, S("roles")) == NULL)
        return;
    roles = tree_get_text(after, S("roles"));
    asked = tree_get_text(after, S("roles_asked"));
    if (asks(r, kind, roles, asked))
        r->asker = actor;
    if (str_is(kind, "grant") && staff_roles_new(a, roles, r->roles).len > 0)
        r->alone = r->alone || str_eq(actor, r->asker);
    r->told = true;
    if (version < r->version)
        return;
    r->version = version;
    r->roles = roles;
    r->asked = asked;
    r->disabled = tree_get_bool(after, S("disabled"), false);
}

bool staff_record_holds(struct arena *a, const struct staff_record *r, str roles, bool disabled)
{
    if (!r->told)
        return true;
    return !r->alone && staff_roles_new(a, roles, r->roles).len == 0 && (disabled || !r->disabled);
}
