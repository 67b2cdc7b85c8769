/* Scenes that are right: what is read, the order of steps, the scenes that ship, versions, JSON. */
#include "scene_sample.h"

#include "base/crypto.h"

TEST(right_sample)
{
    struct scene_fault *f;
    struct scene *s;
    err e = parse(str_of(sample), &s, &f);

    CHECK(e == OK);
    if (e != OK) {
        printf("%.*s", STR(scene_faults_text(test_arena, f)));
        return;
    }
    CHECK(f == NULL);
    CHECK_STR(s->id, S("sample"));
    CHECK_I64(s->version, 1);
    CHECK_STR(s->file, FILE_NAME);
    CHECK_STR(s->channels, S("window online"));
    CHECK_STR(s->people[1].kinds, S("person organisation"));
    CHECK_STR(s->asks[3].choices, S("window post"));
    CHECK_STR(s->asks[4].when_is, S("post"));
    CHECK_STR(s->source, str_of(sample));
    CHECK_STR(s->sha256, crypto_sha256_hex(test_arena, str_of(sample)));
    CHECK(s->valid_to.len == 0);
}

/* The file has record first; the scene has it behind all that it needs. */
TEST(steps_in_order)
{
    struct scene_fault *f;
    struct scene *s;
    size_t seen = 0;

    CHECK(parse(str_of(sample), &s, &f) == OK);
    CHECK_I64((int64_t)s->steps_count, 11);
    CHECK_STR(s->steps[0].id, S("accept"));
    for (size_t i = 0; i < s->steps_count; i++)
        for (size_t k = 0; k < s->steps[i].needs_count; k++) {
            const struct scene_step *need = scene_step_find(s, s->steps[i].needs[k]);

            CHECK(need != NULL && need < &s->steps[i]);
            seen++;
        }
    CHECK_I64((int64_t)seen, 12);
    CHECK(scene_step_is_human(scene_step_find(s, S("accept"))));
    CHECK(scene_step_is_human(scene_step_find(s, S("issue"))));
    CHECK(!scene_step_is_human(scene_step_find(s, S("pay"))));
    CHECK_STR(scene_step_find(s, S("review"))->department, S("registry"));
    CHECK(scene_step_find(s, S("moon")) == NULL);
}

/* ---- the scenes that ship ---- */

static bool read_shipped(struct scene_book *ret)
{
    struct scene_fault *f = NULL;
    err e = scene_book_read(test_arena, embed_files, ret, &f);

    CHECK(e == OK);
    if (e != OK)
        printf("%.*s", STR(scene_faults_text(test_arena, f)));
    return e == OK;
}

static bool needs(const struct scene *s, const char *step, const char *need)
{
    const struct scene_step *of = scene_step_find(s, str_of(step));

    for (size_t i = 0; of != NULL && i < of->needs_count; i++)
        if (str_eq(of->needs[i], str_of(need)))
            return true;
    return false;
}

TEST(resale_transfer)
{
    struct scene_book book;
    const struct scene *s;

    if (!read_shipped(&book))
        return;
    s = scene_newest(&book, S("resale-transfer"), S("2026-11-23"));
    CHECK(s != NULL);
    if (s == NULL)
        return;
    CHECK_I64(s->register_type, 200);
    CHECK_STR(s->certificate, S("certificate"));
    CHECK(!s->one_officer);
    CHECK_I64((int64_t)s->steps_count, 22);
    CHECK(scene_step_find(s, S("share-contract"))->essential);
    CHECK(scene_step_find(s, S("share-holds"))->essential);
    CHECK(!scene_step_find(s, S("share-tax"))->essential);
    CHECK(needs(s, "record", "pay") && needs(s, "record", "review-tax"));
    CHECK(needs(s, "pay", "assess") && needs(s, "assess", "share-tax"));
    CHECK_STR(scene_step_find(s, S("deliver"))->when_is, S("post"));
    CHECK_STR(scene_step_find(s, S("result-tax"))->share, S("results"));
    CHECK_STR(scene_step_find(s, S("review-housing"))->department, S("housing"));
}

TEST(mortgage_scenes)
{
    struct scene_book book;
    const struct scene *create, *cancel;

    if (!read_shipped(&book))
        return;
    create = scene_exact(&book, S("mortgage-create"), 1);
    cancel = scene_exact(&book, S("mortgage-cancel"), 1);
    CHECK(create != NULL && cancel != NULL);
    if (create == NULL || cancel == NULL)
        return;
    CHECK_STR(create->certificate, S("proof"));
    CHECK_STR(create->people[0].side, S("giver"));
    CHECK_STR(create->assess, S("mortgage"));
    CHECK(cancel->certificate.len == 0);
    CHECK(scene_step_find(cancel, S("pay")) == NULL);
    CHECK_STR(cancel->people[0].id, S("mortgagee")); /* who gives up the right */
    CHECK(cancel->people[0].holds);
}

/* Whatever is cut off or taken out of a real file, the answer is a scene or a reason in the file.
 */
static void check_damaged(str yaml, int64_t lines)
{
    struct arena_mark mark = arena_mark(test_arena);
    struct scene_fault *f = NULL;
    struct scene *s = NULL;
    err e = parse(yaml, &s, &f);

    CHECK((e == OK && s != NULL && f == NULL) || (e == E_INVALID && s == NULL && f != NULL));
    for (; f != NULL; f = f->next)
        CHECK(f->line >= 0 && f->line <= lines + 1 && f->reason.len > 0);
    arena_rewind(test_arena, mark);
}

TEST(damaged_files)
{
    str yaml, rest;
    int64_t lines = 0;

    CHECK(embed_find("scenes/resale-transfer.yaml", &yaml));
    for (size_t i = 0; i < yaml.len; i++)
        lines += yaml.at[i] == '\n';
    for (size_t cut = 0; cut < yaml.len; cut += 61)
        check_damaged(str_slice(yaml, 0, cut), lines);
    rest = yaml;
    while (rest.len > 0) {
        struct arena_mark mark = arena_mark(test_arena);
        str before = {yaml.at, (size_t)(rest.at - yaml.at)};

        (void)str_cut(&rest, '\n');
        check_damaged(arena_join(test_arena, before, rest), lines);
        arena_rewind(test_arena, mark);
    }
}

/* ---- the book ---- */

static struct embed_file file_of(const char *path, str yaml)
{
    return (struct embed_file){path, (const unsigned char *)yaml.at, yaml.len};
}

TEST(versions_of_a_scene)
{
    str second = replaced(str_of(sample), "version: 1\n", "version: 2\n");
    struct embed_file files[4] = {file_of("data/fees.csv", S("a,b"))};
    struct scene_fault *f;
    struct scene_book book;

    second = replaced(second, "2021-01-01", "2027-01-01\n  valid_to: 2027-12-31");
    files[1] = file_of("scenes/sample.yaml", str_of(sample));
    files[2] = file_of("scenes/sample-2.yaml", second);
    CHECK(scene_book_read(test_arena, files, &book, &f) == OK);
    CHECK_I64((int64_t)book.count, 2);
    CHECK(scene_newest(&book, S("sample"), S("2020-12-31")) == NULL);
    CHECK_I64(scene_newest(&book, S("sample"), S("2021-01-01"))->version, 1);
    CHECK_I64(scene_newest(&book, S("sample"), S("2026-12-31"))->version, 1);
    CHECK_I64(scene_newest(&book, S("sample"), S("2027-01-01"))->version, 2);
    CHECK_I64(scene_newest(&book, S("sample"), S("2027-12-31"))->version, 2);
    CHECK_I64(scene_newest(&book, S("sample"), S("2028-01-01"))->version, 1);
    CHECK(scene_newest(&book, S("nothing"), S("2027-01-01")) == NULL);
    CHECK_I64(scene_exact(&book, S("sample"), 2)->version, 2);
    CHECK(scene_exact(&book, S("sample"), 3) == NULL);
}

/* The faults of every file are said, each under its own name. */
TEST(book_refused)
{
    str broken = replaced(str_of(sample), "version: 1\n", "version: 0\n");
    struct embed_file files[4] = {file_of("scenes/a.yaml", str_of(sample)),
        file_of("scenes/b.yaml", broken), file_of("scenes/c.yaml", str_of(sample))};
    struct scene_fault *f;
    struct scene_book book;

    CHECK(scene_book_read(test_arena, files, &book, &f) == E_INVALID);
    CHECK_I64((int64_t)count_faults(f), 2);
    CHECK_STR(f->file, S("scenes/b.yaml"));
    CHECK_STR(f->next->file, S("scenes/c.yaml"));
    CHECK_STR(str_of(f->next->id), S("BOOK_TWICE"));
    CHECK_I64(f->next->line, 2);
}

/* ---- as JSON ---- */

static const struct tree *item_of(const struct tree *list, const char *key, const char *value)
{
    for (const struct tree *t = list->first; t != NULL; t = t->next)
        if (str_eq(tree_get_text(t, str_of(key)), str_of(value)))
            return t;
    return NULL;
}

TEST(shown)
{
    struct tree *o = tree_new(test_arena, TREE_OBJECT), *again;
    const struct tree *graph, *step, *ask, *guide;
    struct scene_fault *f;
    struct scene *s;
    str fault;

    CHECK(parse(str_of(sample), &s, &f) == OK);
    scene_show(s, o);
    CHECK(tree_parse(test_arena, tree_to_json(o), &again, &fault) == OK);
    CHECK_STR(tree_get_text(again, S("name_zh")), S("样例"));
    CHECK_STR(tree_get_text(again, S("sha256")), s->sha256);
    CHECK_I64(tree_get_i64(tree_get(again, S("time")), S("promise_minutes"), 0), 20);
    graph = tree_get(again, S("graph"));
    CHECK_I64((int64_t)tree_get(graph, S("nodes"))->count, 11);
    CHECK_I64((int64_t)tree_get(graph, S("edges"))->count, 12);
    CHECK_I64(
        tree_get_i64(item_of(tree_get(graph, S("nodes")), "id", "accept"), S("level"), -1), 0);
    CHECK_I64(
        tree_get_i64(item_of(tree_get(graph, S("nodes")), "id", "record"), S("level"), -1), 4);
    step = item_of(tree_get(again, S("steps")), "id", "deliver");
    CHECK_STR(tree_get_text(tree_get(step, S("when")), S("ask")), S("delivery"));
    CHECK_STR(tree_get_text(step, S("link_zh")), S("证书寄递"));
    ask = item_of(tree_get(again, S("asks")), "id", "delivery");
    CHECK_STR(tree_get_text(tree_get(ask, S("choices"))->last, S("name_zh")), S("寄递"));
    guide = tree_get(again, S("guide"));
    CHECK_STR(tree_get_text(guide, S("who_zh")), S("卖方、买方"));
    CHECK_STR(tree_get_text(guide, S("where_en")), S("any office of the city"));
    CHECK(contains(tree_get_text(guide, S("when_en")), "within 20 working minutes"));
    CHECK_STR(tree_get_text(tree_get(guide, S("papers"))->first, S("how_zh")),
        S("由部门共享取得，不必提交"));
    CHECK(contains(tree_get_text(guide, S("fees_zh")), "契税"));
}

TESTS(T(right_sample), T(steps_in_order), T(resale_transfer), T(mortgage_scenes), T(damaged_files),
    T(versions_of_a_scene), T(book_refused), T(shown))
