/* What an account must be like: its login, password and roles. Values in, findings out. */
#include "base/ids.h"
#include "staff/staff_admin.h"

#define PASSWORD_KINDS_MIN 3

static const struct {
    const char *id, *zh, *en;
} roles_there_are[] = {
#define ROLE(id, zh, en) {id, zh, en},
#include "staff/staff.def"
#undef ROLE
};

static const struct {
    const char *one, *other;
} roles_apart[] = {
#define APART(one, other) {one, other},
#include "staff/staff_admin.def"
#undef APART
};

static bool role_exists(str role)
{
    for (size_t i = 0; i < COUNT(roles_there_are); i++)
        if (str_is(role, roles_there_are[i].id))
            return true;
    return false;
}

static str with_word(struct arena *a, str words, str word)
{
    return arena_printf(a, "%.*s%s%.*s", STR(words), words.len > 0 ? " " : "", STR(word));
}

str staff_roles_sorted(struct arena *a, str roles)
{
    str sorted = {0};

    for (size_t i = 0; i < COUNT(roles_there_are); i++)
        if (str_has_word(roles, str_of(roles_there_are[i].id)))
            sorted = with_word(a, sorted, str_of(roles_there_are[i].id));
    while (roles.len > 0) {
        str role = str_cut(&roles, ' ');

        if (role.len > 0 && !role_exists(role) && !str_has_word(sorted, role))
            sorted = with_word(a, sorted, role);
    }
    return sorted;
}

static bool are_apart(str roles, str others, const char *one, const char *other)
{
    bool has_one = str_has_word(roles, str_of(one)), has_other = str_has_word(roles, str_of(other));

    return (has_one && (has_other || str_has_word(others, str_of(other)))) ||
           (has_other && str_has_word(others, str_of(one)));
}

void staff_roles_check(struct ctx *ctx, str field, str roles, str others)
{
    str rest = roles;
    size_t count = 0;

    while (rest.len > 0) {
        str role = str_cut(&rest, ' ');

        count += role.len > 0;
        if (role.len > 0 && !role_exists(role))
            why_add(ctx, &STAFF_ROLE_UNKNOWN, field, role);
    }
    if (count == 0)
        why_add(ctx, &STAFF_ROLE_NONE, field, (str){0});
    for (size_t i = 0; i < COUNT(roles_apart); i++)
        if (are_apart(roles, others, roles_apart[i].one, roles_apart[i].other))
            why_add(ctx, &STAFF_ROLES_APART, field,
                arena_printf(ctx->arena, "%s %s", roles_apart[i].one, roles_apart[i].other));
}

str staff_roles_new(struct arena *a, str roles, str known)
{
    str added = {0};

    while (roles.len > 0) {
        str role = str_cut(&roles, ' ');

        if (role.len > 0 && !str_has_word(known, role) && !str_has_word(added, role))
            added = with_word(a, added, role);
    }
    return added;
}

void staff_three_check(struct ctx *ctx, str field, str roles, str document_number)
{
    static const char *const three[] = {"admin", "security", "auditor"};

    if (document_number.len > 0)
        return;
    for (size_t i = 0; i < COUNT(three); i++)
        if (str_has_word(roles, str_of(three[i])))
            why_add(ctx, &STAFF_DOCUMENT_NEEDED, field, str_of(three[i]));
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

void staff_login_check(struct ctx *ctx, str field, str login)
{
    bool good = login.len > 1 && login.len <= STAFF_LOGIN_MAX && is_small(login.at[0]);

    for (size_t i = 0; i < login.len && good; i++)
        good = is_small(login.at[i]) || char_is_digit(login.at[i]) || login.at[i] == '.' ||
               login.at[i] == '-';
    if (!good)
        why_add(ctx, &STAFF_LOGIN_FORM, field, login);
}

static int kinds_of_characters(str s)
{
    bool small = false, capital = false, digit = false, other = false;

    for (size_t i = 0; i < s.len; i++) {
        small = small || is_small(s.at[i]);
        capital = capital || is_capital(s.at[i]);
        digit = digit || char_is_digit(s.at[i]);
        other = other || !(is_small(s.at[i]) || is_capital(s.at[i]) || char_is_digit(s.at[i]));
    }
    return small + capital + digit + other;
}

void staff_password_check(struct ctx *ctx, str field, str login, str password)
{
    size_t at;

    if (str_utf8_length(password) < STAFF_PASSWORD_MIN)
        why_add(ctx, &PASSWORD_SHORT, field, (str){0});
    if (kinds_of_characters(password) < PASSWORD_KINDS_MIN)
        why_add(ctx, &PASSWORD_PLAIN, field, (str){0});
    if (login.len > 0 && str_find(password, login, &at))
        why_add(ctx, &PASSWORD_LOGIN, field, (str){0});
}

void staff_document_check(struct ctx *ctx, str field, str number)
{
    if (number.len > 0 && !id_citizen_is_valid(number, ctx->now_ms))
        why_add(ctx, &STAFF_DOCUMENT_WRONG, field, (str){0});
}

static void show_apart(const char *role, struct tree *list)
{
    for (size_t i = 0; i < COUNT(roles_apart); i++) {
        if (str_is(str_of(role), roles_apart[i].one))
            tree_text(list, S(""), str_of(roles_apart[i].other));
        if (str_is(str_of(role), roles_apart[i].other))
            tree_text(list, S(""), str_of(roles_apart[i].one));
    }
}

void staff_roles_show(struct tree *list)
{
    for (size_t i = 0; i < COUNT(roles_there_are); i++) {
        struct tree *o = tree_object(list, S(""));

        tree_text(o, S("role"), str_of(roles_there_are[i].id));
        tree_text(o, S("name_zh"), str_of(roles_there_are[i].zh));
        tree_text(o, S("name_en"), str_of(roles_there_are[i].en));
        show_apart(roles_there_are[i].id, tree_list(o, S("apart")));
    }
}
