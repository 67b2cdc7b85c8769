/* Accounts: which roles one person may hold, and what a login and a password must be like. */
#include "staff/staff_admin.h"
#include "test.h"

/* The findings as "RULE detail;" each. */
static str said(const struct ctx *ctx)
{
    str all = S("");

    for (const struct finding *f = ctx->why_first; f; f = f->next)
        all = arena_join(test_arena, all,
            arena_printf(test_arena, "%s%s%.*s;", f->rule->id, f->detail.len > 0 ? " " : "",
                STR(f->detail)));
    return all;
}

static str roles(const char *own, const char *others)
{
    struct ctx ctx = {.arena = test_arena};

    staff_roles_check(&ctx, S("roles"), str_of(own), str_of(others));
    return said(&ctx);
}

static str three(const char *own, const char *document)
{
    struct ctx ctx = {.arena = test_arena};

    staff_three_check(&ctx, S("roles"), str_of(own), str_of(document));
    return said(&ctx);
}

static str login(const char *text)
{
    struct ctx ctx = {.arena = test_arena};

    staff_login_check(&ctx, S("login"), str_of(text));
    return said(&ctx);
}

static str password(const char *name, const char *text)
{
    struct ctx ctx = {.arena = test_arena};

    staff_password_check(&ctx, S("password"), str_of(name), str_of(text));
    return said(&ctx);
}

TEST(roles_that_go_together)
{
    CHECK_STR(roles("clerk", ""), S(""));
    CHECK_STR(roles("clerk reviewer-tax manager", ""), S(""));
    CHECK_STR(roles("auditor", ""), S(""));
    CHECK_STR(roles("admin", ""), S(""));
    CHECK_STR(roles("clerk", "manager"), S(""));
}

TEST(roles_that_do_not)
{
    CHECK_STR(roles("admin auditor", ""), S("STAFF_ROLES_APART admin auditor;"));
    CHECK_STR(roles("admin clerk", ""), S("STAFF_ROLES_APART admin clerk;"));
    CHECK_STR(roles("manager admin", ""), S("STAFF_ROLES_APART admin manager;"));
    CHECK_STR(roles("reviewer-housing admin", ""), S("STAFF_ROLES_APART admin reviewer-housing;"));
    CHECK_STR(roles("", ""), S("STAFF_ROLE_NONE;"));
    CHECK_STR(roles("  ", ""), S("STAFF_ROLE_NONE;"));
    CHECK_STR(roles("king", ""), S("STAFF_ROLE_UNKNOWN king;"));
    CHECK_STR(roles("clerks clerk", ""), S("STAFF_ROLE_UNKNOWN clerks;"));
}

TEST(the_security_administrator_is_nothing_else)
{
    CHECK_STR(roles("security", ""), S(""));
    CHECK_STR(roles("admin security", ""), S("STAFF_ROLES_APART admin security;"));
    CHECK_STR(roles("security auditor", ""), S("STAFF_ROLES_APART security auditor;"));
    CHECK_STR(roles("manager security", ""), S("STAFF_ROLES_APART security manager;"));
    CHECK_STR(roles("security", "clerk reviewer-housing reviewer-tax reviewer-registry"),
        S("STAFF_ROLES_APART security clerk;STAFF_ROLES_APART security reviewer-housing;"
          "STAFF_ROLES_APART security reviewer-tax;STAFF_ROLES_APART security "
          "reviewer-registry;"));
    CHECK_STR(roles("admin", "security"), S("STAFF_ROLES_APART admin security;"));
}

TEST(the_auditor_is_nothing_else)
{
    CHECK_STR(roles("auditor clerk", ""), S("STAFF_ROLES_APART auditor clerk;"));
    CHECK_STR(roles("auditor", "manager"), S("STAFF_ROLES_APART auditor manager;"));
    CHECK_STR(roles("reviewer-tax", "auditor reviewer-registry"),
        S("STAFF_ROLES_APART auditor reviewer-tax;"));
    CHECK_STR(roles("reviewer-housing reviewer-registry auditor", ""),
        S("STAFF_ROLES_APART auditor reviewer-housing;STAFF_ROLES_APART auditor "
          "reviewer-registry;"));
}

TEST(the_three_need_a_document)
{
    CHECK_STR(three("clerk reviewer-tax manager", ""), S(""));
    CHECK_STR(three("admin", ""), S("STAFF_DOCUMENT_NEEDED admin;"));
    CHECK_STR(three("auditor", ""), S("STAFF_DOCUMENT_NEEDED auditor;"));
    CHECK_STR(three("security", ""), S("STAFF_DOCUMENT_NEEDED security;"));
    CHECK_STR(three("security", "640101190503040014"), S(""));
}

TEST(roles_beyond_those_known)
{
    CHECK_STR(staff_roles_new(test_arena, S("clerk manager"), S("clerk")), S("manager"));
    CHECK_STR(staff_roles_new(test_arena, S("clerk  clerk"), S("")), S("clerk"));
    CHECK_STR(staff_roles_new(test_arena, S("clerk"), S("manager clerk")), S(""));
    CHECK_STR(staff_roles_new(test_arena, S(""), S("clerk")), S(""));
}

/* Another account of the same person counts, but what is wrong there alone is not said here. */
TEST(accounts_of_one_person)
{
    CHECK_STR(roles("auditor", "admin"), S("STAFF_ROLES_APART admin auditor;"));
    CHECK_STR(roles("admin", "auditor"), S("STAFF_ROLES_APART admin auditor;"));
    CHECK_STR(roles("admin", " clerk reviewer-tax"),
        S("STAFF_ROLES_APART admin clerk;STAFF_ROLES_APART admin reviewer-tax;"));
    CHECK_STR(roles("reviewer-tax", "admin auditor"),
        S("STAFF_ROLES_APART admin reviewer-tax;STAFF_ROLES_APART auditor reviewer-tax;"));
}

TEST(roles_are_kept_in_one_order)
{
    CHECK_STR(staff_roles_sorted(test_arena, S("auditor  clerk clerk")), S("clerk auditor"));
    CHECK_STR(staff_roles_sorted(test_arena, S("king clerk king")), S("clerk king"));
    CHECK_STR(staff_roles_sorted(test_arena, S("")), S(""));
}

TEST(logins)
{
    CHECK_STR(login("wang.wu-2"), S(""));
    CHECK_STR(login("ab"), S(""));
    CHECK_STR(login("a"), S("STAFF_LOGIN_FORM a;"));
    CHECK_STR(login("Wang"), S("STAFF_LOGIN_FORM Wang;"));
    CHECK_STR(login("2wang"), S("STAFF_LOGIN_FORM 2wang;"));
    CHECK_STR(login("wang wu"), S("STAFF_LOGIN_FORM wang wu;"));
    CHECK_STR(login("王五"), S("STAFF_LOGIN_FORM 王五;"));
}

TEST(passwords)
{
    CHECK_STR(password("wang", "Aa-4567890"), S(""));
    CHECK_STR(password("wang", "Aa-456789"), S("PASSWORD_SHORT;"));
    CHECK_STR(password("wang", "aaaaaaaaa1"), S("PASSWORD_PLAIN;"));
    CHECK_STR(password("wang", "aaaaaaaa1-"), S(""));
    CHECK_STR(password("wang", "口令abc12345"), S(""));
    CHECK_STR(password("wang", "X1-wang-12345"), S("PASSWORD_LOGIN;"));
    CHECK_STR(password("wang", "wang"), S("PASSWORD_SHORT;PASSWORD_PLAIN;PASSWORD_LOGIN;"));
}

TEST(codes_are_random_and_readable)
{
    str one = staff_code_make(test_arena, 5), other = staff_code_make(test_arena, 5);

    CHECK_I64((int64_t)one.len, 24);
    CHECK(!str_eq(one, other));
    for (size_t i = 0; i < one.len; i++)
        CHECK((one.at[i] == '-') == (i % 5 == 4));
    for (size_t i = 0; i < one.len; i++)
        CHECK(strchr("-0123456789abcdefghjkmnpqrstvwxyz", one.at[i]) != NULL);
}

TESTS(T(roles_that_go_together), T(roles_that_do_not),
    T(the_security_administrator_is_nothing_else), T(the_auditor_is_nothing_else),
    T(the_three_need_a_document), T(roles_beyond_those_known), T(accounts_of_one_person),
    T(roles_are_kept_in_one_order), T(logins), T(passwords), T(codes_are_random_and_readable))
