/* A store of before there was a security administrator comes to what this program knows: who had
 * roles keeps them, but not by a password that another made; nobody can grant, until whoever holds
 * the host appoints one for whom the system administrator has asked. And what the record of changes
 * says of roles, change by change. */
#include "old_store.h"
#include "place/city.h"
#include "staff/staff_grant.h"
#include "staff/staff_record.h"

#define REGION "640104"
#define OFFICER(id, roles, document, one_time, factor, disabled)                                   \
    "INSERT INTO staff (id, login, name, roles, office, document_number, password_hash, one_time," \
    " factor, disabled) VALUES ('" id "', '" id "', '" id "', '" roles "', 'hall', '" document     \
    "', 'x', " one_time ", '" factor "', " disabled ")"

/* As the program of then wrote them. */
static const struct sql_text then[] = {
    {"region", "INSERT INTO place_region (region, name_zh, name_en, province_short,"
               " certificate_name, authority_zh, authority_code)"
               " VALUES ('" REGION "', 'r', 'r', 'r', 'r', 'r', '640100')"},
    {"office", "INSERT INTO place_office (id, region, kind, name_zh, name_en, windows)"
               " VALUES ('hall', '" REGION "', 'hall', 'h', 'h', 9)"},
    {"admin", OFFICER("admin", "admin", "1", "0", "", "0")},
    {"auditor", OFFICER("auditor", "auditor", "2", "0", "", "0")},
    {"clerk", OFFICER("clerk", "clerk", "3", "0", "", "0")},
    {"fresh", OFFICER("fresh", "clerk", "", "1", "", "0")},
    {"enrolled", OFFICER("enrolled", "clerk", "", "1", "sealed", "0")},
};

static err fill(struct ctx *ctx, void *arg)
{
    (void)arg;
    for (size_t i = 0; i < COUNT(then); i++)
        TRY(db_put_values(ctx, (enum sql)i, NULL, 0));
    return OK;
}

static str roles_of(struct ctx *ctx, const char *id)
{
    struct staff_card card;

    if (staff_card_get(ctx, str_of(id), &card) != OK)
        return S("?");
    return arena_printf(ctx->arena, "%.*s/%.*s", STR(card.roles), STR(card.roles_asked));
}

static err ask_security(struct ctx *ctx, const char *login, const char *document, bool one_time)
{
    struct staff_card card = {.id = str_of(login),
        .login = str_of(login),
        .name = str_of(login),
        .roles_asked = S("security"),
        .asked_by = S("admin"),
        .office = S("hall"),
        .document_number = str_of(document),
        .one_time = one_time,
        .version = 1};

    return staff_card_add(ctx, &card, S("x"), STAFF_CHANGE_ADD);
}

/* What appointing answers: "OK", the name of its fault, or its reasons. */
static str appoint(struct ctx *ctx, const char *login)
{
    str said = {0};
    err e;

    why_clear(ctx);
    ctx->who = (struct who){0};
    e = staff_appoint(ctx, str_of(login));
    for (const struct finding *f = ctx->why_first; f != NULL; f = f->next)
        said = arena_printf(ctx->arena, "%.*s%s;", STR(said), f->rule->id);
    return said.len > 0 ? said : str_of(err_name(e));
}

static err check_store(struct ctx *ctx)
{
    struct tree *list = tree_new(ctx->arena, TREE_LIST);

    TRY(staff_verify(ctx, list, list));
    TRY(staff_verify_record(ctx, list));
    TRY(staff_verify_changes(ctx, list));
    CHECK(list->first == NULL);
    return OK;
}

static err look(struct ctx *ctx, void *arg)
{
    struct city *city = arg;
    bool has;

    TRY(place_load(ctx, city));
    CHECK_STR(roles_of(ctx, "admin"), S("admin/admin"));
    CHECK_STR(roles_of(ctx, "clerk"), S("clerk/clerk"));
    CHECK_STR(roles_of(ctx, "fresh"), S("/clerk"));
    CHECK_STR(roles_of(ctx, "enrolled"), S("clerk/clerk"));
    TRY(staff_has_security(ctx, &has));
    CHECK(!has);
    ctx->who = (struct who){.staff = S("admin"), .name = S("admin")};
    TRY(ask_security(ctx, "guard", "4", false));
    TRY(ask_security(ctx, "known", "5", true));
    TRY(ask_security(ctx, "nameless", "", false));
    TRY(ask_security(ctx, "chief", "1", false));
    ctx->now_ms++;
    CHECK_STR(appoint(ctx, "nobody"), S("E_MISSING"));
    CHECK_STR(appoint(ctx, "clerk"), S("STAFF_NOT_ASKED;"));
    CHECK_STR(appoint(ctx, "known"), S("STAFF_NOT_TAKEN;"));
    CHECK_STR(appoint(ctx, "nameless"), S("STAFF_DOCUMENT_NEEDED;"));
    CHECK_STR(appoint(ctx, "chief"), S("STAFF_ROLES_APART;"));
    CHECK_STR(roles_of(ctx, "guard"), S("/security"));
    CHECK_STR(appoint(ctx, "guard"), S("OK"));
    CHECK_STR(roles_of(ctx, "guard"), S("security/security"));
    CHECK_STR(appoint(ctx, "guard"), S("SECURITY_THERE;"));
    return check_store(ctx);
}

static struct old_store old_store(struct city *city)
{
    return (struct old_store){.then = then,
        .then_count = COUNT(then),
        .last = 16,
        .fill = fill,
        .look = look,
        .arg = city,
        .ctx = {.arena = test_arena, .now_ms = 1, .region = S(REGION), .city = city}};
}

TEST(an_old_store_sqlite)
{
    struct city city = {.audit_key = {1}};
    struct old_store store = old_store(&city);

    old_on_sqlite(&store);
}

TEST(an_old_store_postgres)
{
    struct city city = {.audit_key = {1}};
    struct old_store store = old_store(&city);

    old_on_postgres(&store);
}

/* ---- the record ---- */

static void tell(struct staff_record *r, const char *kind, const char *actor, const char *after)
{
    struct tree *content;
    str fault;

    CHECK_I64(tree_parse(test_arena, str_of(after), &content, &fault), OK);
    staff_record_take(test_arena, r, str_of(kind), str_of(actor), content);
}

static bool holds(const struct staff_record *r, const char *roles, bool disabled)
{
    return staff_record_holds(test_arena, r, str_of(roles), disabled);
}

TEST(asked_by_one_and_granted_by_another)
{
    struct staff_record r = {0};

    CHECK(holds(&r, "manager", false)); /* nothing is said of this one */
    tell(&r, "add", "a", "{\"roles\":\"\",\"roles_asked\":\"clerk manager\"}");
    CHECK(holds(&r, "", false));
    CHECK(!holds(&r, "clerk", false));
    tell(&r, "kin", "s", "{\"relation\":\"parent\"}");
    tell(&r, "grant", "s", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\",\"disabled\":false}");
    CHECK(holds(&r, "clerk", false));
    CHECK(!holds(&r, "clerk manager", false));
    tell(&r, "disable", "s", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\",\"disabled\":true}");
    CHECK(holds(&r, "clerk", true));
    CHECK(!holds(&r, "clerk", false));
}

TEST(asked_and_granted_by_one)
{
    struct staff_record r = {0};

    tell(&r, "add", "a", "{\"roles\":\"\",\"roles_asked\":\"clerk\"}");
    tell(&r, "grant", "a", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\"}");
    CHECK(!holds(&r, "clerk", false));
    r = (struct staff_record){0};
    tell(&r, "add", "a", "{\"roles\":\"\",\"roles_asked\":\"clerk\"}");
    tell(&r, "save", "b", "{\"roles\":\"\",\"roles_asked\":\"clerk manager\"}");
    tell(&r, "grant", "a", "{\"roles\":\"clerk manager\",\"roles_asked\":\"clerk manager\"}");
    CHECK(holds(&r, "clerk manager", false)); /* the last who asked counts */
    r = (struct staff_record){0};
    tell(&r, "add", "a", "{\"roles\":\"\",\"roles_asked\":\"clerk\"}");
    tell(&r, "save", "b", "{\"roles\":\"\",\"roles_asked\":\"clerk\"}");
    tell(&r, "grant", "a", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\"}");
    CHECK(holds(&r, "clerk", false)); /* also when it was the same once more */
    tell(&r, "grant", "b", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\"}");
    CHECK(holds(&r, "clerk", false)); /* taking needs no other */
}

/* Two changes at one moment may stand the other way round: what the later version left counts. */
TEST(changes_the_other_way_round)
{
    struct staff_record r = {0};

    tell(&r, "add", "a", "{\"roles\":\"\",\"roles_asked\":\"clerk\",\"version\":1}");
    tell(&r, "grant", "s", "{\"roles\":\"clerk\",\"roles_asked\":\"clerk\",\"version\":3}");
    tell(&r, "unlock", "m", "{\"roles\":\"\",\"roles_asked\":\"clerk\",\"version\":2}");
    CHECK(holds(&r, "clerk", false));
}

/* Before there was a security administrator the administrator gave roles; they stay given. */
TEST(changes_of_before)
{
    struct staff_record r = {0};

    tell(&r, "add", "a", "{\"roles\":\"clerk\",\"disabled\":false}");
    tell(&r, "save", "a", "{\"roles\":\"clerk manager\",\"disabled\":false}");
    CHECK(holds(&r, "clerk manager", false));
    CHECK(!holds(&r, "clerk manager auditor", false));
}

TESTS(T(an_old_store_sqlite), T(an_old_store_postgres), T(asked_by_one_and_granted_by_another),
    T(asked_and_granted_by_one), T(changes_the_other_way_round), T(changes_of_before))
