/* What a new city must be like: regions that exist, names that do not collide, three people. */
#include "app/admin.h"
#include "app/setup.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/ids.h"
#include "base/when.h"
#include "place/place.h"
#include "staff/staff_admin.h"

#define DIVISIONS "data/divisions.csv"
#define FREE_TRIES 2
#define PAUSE_MAX_MS (15 * WHEN_MINUTE_MS)

#define INPUT_HERE struct setup_region_in
INPUT_TABLE(setup_region_in, SETUP_REGION_IN)
#undef INPUT_HERE
#define INPUT_HERE struct setup_office_in
INPUT_TABLE(setup_office_in, SETUP_OFFICE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct setup_person_in
INPUT_TABLE(setup_person_in, SETUP_PERSON_IN)
#undef INPUT_HERE
#define INPUT_HERE struct setup_in
INPUT_TABLE(setup_in, SETUP_IN)
#undef INPUT_HERE

int64_t setup_pause_ms(int64_t tries)
{
    int64_t pause_ms = WHEN_SECOND_MS;

    if (tries <= FREE_TRIES)
        return 0;
    for (int64_t i = FREE_TRIES + 1; i < tries && pause_ms < PAUSE_MAX_MS; i++)
        pause_ms *= 2;
    return pause_ms < PAUSE_MAX_MS ? pause_ms : PAUSE_MAX_MS;
}

/* True too when this build has no table to look in. */
static bool division_exists(struct arena *a, str code)
{
    struct csv csv;
    str content, *row;
    size_t count;

    if (!embed_find(DIVISIONS, &content))
        return true;
    csv_init(&csv, content);
    while (csv_next(&csv, a, &row, &count))
        if (count > 0 && str_eq(row[0], code))
            return true;
    return false;
}

static str field_of(struct ctx *ctx, size_t i, const char *name)
{
    return arena_printf(ctx->arena, "regions[%zu].%s", i, name);
}

static void check_region(struct ctx *ctx, const struct setup_region_in *all, size_t i)
{
    const struct setup_region_in *r = &all[i];
    bool has_form = id_region_is_valid(r->region);

    if (!has_form)
        why_add(ctx, &SETUP_REGION_FORM, field_of(ctx, i, "region"), r->region);
    else if (!division_exists(ctx->arena, r->region))
        why_add(ctx, &SETUP_REGION_UNKNOWN, field_of(ctx, i, "region"), r->region);
    if (!id_region_is_valid(r->authority_code))
        why_add(ctx, &SETUP_REGION_FORM, field_of(ctx, i, "authority_code"), r->authority_code);
    for (size_t k = 0; k < i; k++) {
        if (str_eq(all[k].region, r->region))
            why_add(ctx, &SETUP_REGION_TWICE, field_of(ctx, i, "region"), r->region);
        if (str_eq(all[k].certificate_name, r->certificate_name))
            why_add(
                ctx, &SETUP_NAME_TWICE, field_of(ctx, i, "certificate_name"), r->certificate_name);
    }
}

/* Findings after `before` are about a part: their fields get its name in front. */
static void name_part(struct ctx *ctx, struct finding *before, const char *part)
{
    struct finding *f = before != NULL ? before->next : ctx->why_first;

    for (; f != NULL; f = f->next)
        f->field = arena_printf(ctx->arena, "%s.%.*s", part, STR(f->field));
}

static void check_office(struct ctx *ctx, const struct setup_in *in)
{
    const struct setup_region_in *regions = in->regions.items;
    const struct setup_office_in *o = in->office.items;
    struct place_office office = {.id = o->office, .region = o->region, .kind = o->kind};
    struct finding *before = ctx->why_last;
    bool found = false;

    place_office_check(ctx, &office);
    for (size_t i = 0; i < in->regions.count && !found; i++)
        found = str_eq(regions[i].region, o->region);
    if (!found)
        why_add(ctx, &SETUP_OFFICE_REGION, S("region"), o->region);
    name_part(ctx, before, "office");
}

static void check_person(struct ctx *ctx, const struct setup_person_in *p, const char *part)
{
    struct finding *before = ctx->why_last;

    staff_login_check(ctx, S("login"), p->login);
    staff_document_check(ctx, S("document_number"), p->document_number);
    staff_password_check(ctx, S("password"), p->login, p->password);
    name_part(ctx, before, part);
}

const char *const setup_persons[SETUP_PERSONS] = {"admin", "security", "auditor"};

/* One person is none of those before. */
static void check_others(struct ctx *ctx, const struct setup_person_in *const *persons, size_t at)
{
    const struct setup_person_in *p = persons[at];
    bool login = false, document = false;

    for (size_t i = 0; i < at; i++) {
        login = login || str_eq(persons[i]->login, p->login);
        document = document || str_eq(persons[i]->document_number, p->document_number);
    }
    if (login)
        why_add(ctx, &SETUP_PERSONS_SAME, arena_printf(ctx->arena, "%s.login", setup_persons[at]),
            p->login);
    if (document)
        why_add(ctx, &SETUP_PERSONS_SAME,
            arena_printf(ctx->arena, "%s.document_number", setup_persons[at]), (str){0});
}

void setup_check(struct ctx *ctx, const struct setup_in *in)
{
    const struct setup_person_in *const persons[] = {
        in->admin.items, in->security.items, in->auditor.items};

    for (size_t i = 0; i < in->regions.count; i++)
        check_region(ctx, in->regions.items, i);
    check_office(ctx, in);
    for (size_t i = 0; i < SETUP_PERSONS; i++)
        check_person(ctx, persons[i], setup_persons[i]);
    for (size_t i = 1; i < SETUP_PERSONS; i++)
        check_others(ctx, persons, i);
}
