/* I23 over all standings of the city: each is the fold of its journal, the journal is as it was
 * written, and each change was one that the rules allow. */
#include "credit/credit_store.h"

#define STANDINGS_PAGE 200

/* What an event says that it left; false when it cannot be read. */
static bool read_after(struct ctx *ctx, const struct credit_event *e, struct credit_standing *ret)
{
    struct tree *content;
    str fault;

    if (tree_parse(ctx->arena, e->after, &content, &fault) != OK)
        return false;
    credit_from_content(content, ret);
    return true;
}

static void check_event(struct ctx *ctx, const struct credit_event *e,
    const struct credit_standing *before, const struct credit_standing *after,
    struct registry_breach **list)
{
    const char *breach = credit_breach(before, &e->change, after);

    if (breach != NULL)
        registry_breach_add(ctx, str_of(breach), after->id, list);
}

static bool is_row(struct ctx *ctx, const struct credit_standing *s, str content)
{
    return str_eq(tree_to_json(credit_content(ctx->arena, s)), content);
}

static err check_standing(
    struct ctx *ctx, const struct credit_standing *s, struct registry_breach **list)
{
    struct credit_standing before, after;
    struct credit_event *events;
    bool folds = true;
    size_t count;

    TRY(credit_sealed_events(ctx, s->id, &events, &count));
    for (size_t i = 0; i < count; i++) {
        if (!credit_event_holds(ctx, s->id, &events[i]))
            registry_breach_add(
                ctx, S("I23 the journal of standings is as it was written"), s->id, list);
        if (events[i].number != (int64_t)i + 1 || !read_after(ctx, &events[i], &after)) {
            folds = false;
            break;
        }
        check_event(ctx, &events[i], i > 0 ? &before : NULL, &after, list);
        before = after;
    }
    if (!folds || count == 0 || !is_row(ctx, s, events[count - 1].after))
        registry_breach_add(ctx, S("I23 a standing is the fold of its journal"), s->id, list);
    return OK;
}

static err check_standings(struct ctx *ctx, void *arg, struct registry_place *place,
    size_t *ret_count, struct registry_breach **list)
{
    struct credit_standing s = {.id = S("")};
    struct db_rows rows;
    struct db_row row;

    (void)arg;
    TRY(db_list(ctx, SQL_credit_check_standings, &rows, text(place->subject), i64(STANDINGS_PAGE)));
    *ret_count = rows.count;
    while (db_next(&rows, &row)) {
        credit_take(&row, &s);
        TRY(check_standing(ctx, &s, list));
    }
    registry_place_keep(place, s.id, 0);
    return OK;
}

err credit_verify(struct ctx *ctx, struct registry_breach **ret)
{
    static const struct {
        enum sql sql;
        const char *invariant;
    } checks[] = {
        {SQL_credit_check_gone, "I23 the journal of standings is as it was written"},
        {SQL_credit_check_orphan, "I23 a standing is the fold of its journal"},
        {SQL_credit_check_untold, "I23 what a party is told of its standing is in the outbox"},
    };

    TRY(registry_check_pages(ctx, check_standings, NULL, STANDINGS_PAGE, ret));
    for (size_t i = 0; i < COUNT(checks); i++) {
        struct db_rows rows;
        struct db_row row;

        TRY(db_list_values(ctx, checks[i].sql, &rows, NULL, 0));
        while (db_next(&rows, &row))
            registry_breach_add(ctx, str_of(checks[i].invariant), take_text(&row), ret);
    }
    return OK;
}
