/* 查阅留痕: no route gives away a person's record unseen; what a reader states. */
#include "test.h"

#include "access/access.h"
#include "app/app.h"

/* Members that hold, or lead to, a person. */
#define PERSONAL                                                                                   \
    S("parties holders owners document_number phone agent_document agent_name names accused")
#define DEPTH_MAX 8

static struct ctx a_ctx(void)
{
    return (struct ctx){.arena = test_arena};
}

static bool tells_of_a_person(const struct output *out, int depth)
{
    if (out->media != NULL)
        return str_has_word(str_of(out->media), S("application/pdf"));
    for (size_t i = 0; i < out->count; i++) {
        const struct output_field *f = &out->fields[i];

        if (str_has_word(PERSONAL, str_of(f->name)) ||
            (f->shape.of != NULL && depth < DEPTH_MAX && tells_of_a_person(f->shape.of, depth + 1)))
            return true;
    }
    return false;
}

/* Answers with such members that are nobody's record, and why. */
static const struct {
    const char *method, *path, *why;
} nobodys[] = {
    {"GET", "/announcements", "what the law has announced to all"},
    {"GET", "/buildings/{building}", "the public's table of units: its holders are left empty"},
    {"GET", "/standings/grounds", "the grounds of the lists, which name nobody"},
    {"POST", "/verify", "reads the code that the asker holds"},
    {"POST", "/verify/file", "reads the file that the asker holds"},
};

static bool is_nobodys(const struct route *r)
{
    for (size_t i = 0; i < COUNT(nobodys); i++)
        if (str_is(str_of(r->method), nobodys[i].method) &&
            str_is(str_of(r->path), nobodys[i].path))
            return true;
    return false;
}

/* An action leaves its row in the journal. */
static bool is_action(const struct route *r)
{
    return r->mode == ROUTE_WRITE;
}

TEST(every_read_of_a_person_is_marked)
{
    size_t marked = 0, nobody = 0;

    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];
        bool tells = tells_of_a_person(r->out, 0);

        marked += r->record != NULL;
        nobody += is_nobodys(r) && tells && r->record == NULL;
        if (!tells || r->record != NULL || is_action(r) || is_nobodys(r))
            continue;
        printf("# %s %s answers with a person's record: make it READS in app/routes.def\n",
            r->method, r->path);
        CHECK(r->record != NULL);
    }
    CHECK(marked >= 24);
    CHECK_I64((int64_t)nobody, COUNT(nobodys)); /* the list of exceptions may only shrink */
}

TEST(a_mark_names_a_record_a_purpose_and_fields_of_the_input)
{
    for (size_t i = 0; i < routes_count; i++) {
        const struct route *r = &routes[i];
        str fields;
        bool found = false;

        if (r->record == NULL)
            continue;
        CHECK(access_record_fields(r->record) != NULL);
        CHECK(access_purpose_is_of_route(r->purpose));
        CHECK(!is_action(r)); /* dispatch writes the row of a read alone */
        fields = str_of(access_record_fields(r->record));
        for (size_t f = 0; f < r->in->count; f++)
            found = found || str_has_word(fields, str_of(r->in->fields[f].name));
        CHECK(found || fields.len == 0 || str_is(str_of(r->record), "application"));
    }
}

TEST(a_purpose_is_a_code_and_what_it_asks_for)
{
    static const struct {
        const char *stated, *code, *reference, *fault;
    } rows[] = {
        {"supervision", "supervision", "", NULL},
        {" court : （2026）宁0104执12号 ", "court", "（2026）宁0104执12号", NULL},
        {"filing:6401045N6TGFTCTSAY5HNZ", "filing", "6401045N6TGFTCTSAY5HNZ", NULL},
        {"other:a:b", "other", "a:b", NULL},
        {"", "", "", "PURPOSE_MISSING"},
        {":x", "", "x", "PURPOSE_MISSING"},
        {"curiosity", "curiosity", "", "PURPOSE_UNKNOWN"},
        {"work", "work", "", "PURPOSE_UNKNOWN"},
        {"party:x", "party", "x", "PURPOSE_UNKNOWN"},
        {"filing", "filing", "", "PURPOSE_FILING"},
        {"court:", "court", "", "PURPOSE_WORDS"},
        {"other", "other", "", "PURPOSE_WORDS"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct ctx ctx = a_ctx();
        struct access_purpose p;

        access_purpose_read(&ctx, str_of(rows[i].stated), &p);
        if (rows[i].fault == NULL)
            CHECK(ctx.why_first == NULL);
        else
            CHECK(ctx.why_first != NULL && str_is(str_of(ctx.why_first->rule->id), rows[i].fault));
        CHECK_STR(p.code, str_of(rows[i].code));
        CHECK_STR(p.reference, str_of(rows[i].reference));
    }
}

TEST(words_have_an_end)
{
    struct ctx ctx = a_ctx();
    struct access_purpose p;
    struct buf b;

    buf_init(&b, test_arena, 1000);
    buf_add_z(&b, "other:");
    for (int i = 0; i < 201; i++)
        buf_add_z(&b, "字");
    access_purpose_read(&ctx, buf_str(&b), &p);
    CHECK(ctx.why_first != NULL && str_is(str_of(ctx.why_first->rule->id), "PURPOSE_WORDS"));
}

TESTS(T(every_read_of_a_person_is_marked),
    T(a_mark_names_a_record_a_purpose_and_fields_of_the_input),
    T(a_purpose_is_a_code_and_what_it_asks_for), T(words_have_an_end))
