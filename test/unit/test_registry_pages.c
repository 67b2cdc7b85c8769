/* A check of a whole book goes through it page by page, in the memory of one page. */
#include "registry/registry.h"
#include "test.h"

#define PAGE 10
#define ROW_BYTES 4096

struct book {
    int64_t rows, from_broken;
    int64_t seen, pages;
    size_t most_used;
};

/* Rows are numbered; each takes memory; from a number on something is wrong with each. */
static err check_page(struct ctx *ctx, void *arg, struct registry_place *place, size_t *ret_count,
    struct registry_breach **list)
{
    struct book *b = arg;
    int64_t number = place->number;

    CHECK_STR(place->subject, number == 0 ? S("") : S("subject"));
    *ret_count = 0;
    while (*ret_count < PAGE && number < b->rows) {
        (void)ARENA_MANY(ctx->arena, ROW_BYTES, char);
        number++;
        (*ret_count)++;
        if (number > b->from_broken)
            registry_breach_add(ctx, S("I0"), S("row"), list);
    }
    b->seen += (int64_t)*ret_count;
    b->pages++;
    if (arena_used(ctx->arena) > b->most_used)
        b->most_used = arena_used(ctx->arena);
    registry_place_keep(place, arena_join(ctx->arena, S("sub"), S("ject")), number);
    return OK;
}

static struct book checked(int64_t rows, int64_t from_broken, int64_t *ret_breaches)
{
    struct ctx ctx = {.arena = test_arena};
    struct book b = {.rows = rows, .from_broken = from_broken};
    struct registry_breach *list = NULL;

    CHECK(registry_check_pages(&ctx, check_page, &b, PAGE, &list) == OK);
    *ret_breaches = 0;
    for (; list != NULL; list = list->next)
        ++*ret_breaches;
    return b;
}

TEST(every_row_is_seen_once)
{
    static const struct {
        int64_t rows, pages;
    } cases[] = {{0, 1}, {9, 1}, {10, 2}, {11, 2}, {10000, 1001}};

    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t breaches;
        struct book b = checked(cases[i].rows, INT64_MAX, &breaches);

        CHECK_I64(b.seen, cases[i].rows);
        CHECK_I64(b.pages, cases[i].pages);
        CHECK_I64(breaches, 0);
    }
}

TEST(a_large_book_takes_the_memory_of_a_page)
{
    size_t before = arena_used(test_arena);
    int64_t breaches;
    struct book b = checked(10000, INT64_MAX, &breaches);

    CHECK(b.most_used - before < (size_t)(PAGE + 1) * (ROW_BYTES + 64));
}

TEST(what_is_found_is_kept)
{
    int64_t breaches;
    struct book b = checked(100, 95, &breaches);

    CHECK_I64(b.seen, 100);
    CHECK_I64(breaches, 5);
}

TEST(a_book_that_is_broken_all_over_is_not_told_to_its_end)
{
    int64_t breaches;
    struct book b = checked(100000, 0, &breaches);

    CHECK_I64(b.pages, 4);
    CHECK_I64(breaches, 4 * PAGE);
}

TEST(a_place_is_kept_in_its_own_memory)
{
    struct registry_place place;
    char subject[] = "one", longer[300];

    registry_place_keep(&place, str_of(subject), 7);
    subject[0] = 'x';
    CHECK_STR(place.subject, S("one"));
    CHECK_I64(place.number, 7);
    for (size_t i = 0; i < sizeof(longer); i++)
        longer[i] = 'a';
    registry_place_keep(&place, (str){longer, sizeof(longer)}, 8);
    CHECK(place.subject.len == sizeof(place.kept));
}

TESTS(T(every_row_is_seen_once), T(a_large_book_takes_the_memory_of_a_page),
    T(what_is_found_is_kept), T(a_book_that_is_broken_all_over_is_not_told_to_its_end),
    T(a_place_is_kept_in_its_own_memory))
