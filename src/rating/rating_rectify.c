/* 差评整改: taken, verified, answered; or doubted and reviewed by somebody else. */
#include "rating/rating_rules.h"
#include "rating/rating_store.h"
#include "staff/staff.h"

#define INPUT_HERE struct rating_list_in
INPUT_TABLE(rating_list_in, RATING_LIST_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rating_one_in
INPUT_TABLE(rating_one_in, RATING_ONE_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rating_find_in
INPUT_TABLE(rating_find_in, RATING_FIND_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rating_review_in
INPUT_TABLE(rating_review_in, RATING_REVIEW_IN)
#undef INPUT_HERE
#define INPUT_HERE struct rating_answer_in
INPUT_TABLE(rating_answer_in, RATING_ANSWER_IN)
#undef INPUT_HERE
OUTPUT_TABLE(rating_case_out, RATING_CASE_OUT)
OUTPUT_TABLE(rating_list_out, RATING_LIST_OUT)

#define NEWEST S("~") /* after every id that there can be */

struct bad {
    struct rating said;
    struct rectification r;
};

/* ---- what a manager sees ---- */

/* What is to be done now, by when; 0 when nothing is, or it is somebody else's turn. */
static int64_t due_of(const struct rectification *r)
{
    if (str_is(r->state, "open"))
        return r->assign_due_ms;
    if (str_is(r->state, "taken"))
        return r->contact_due_ms;
    return str_has_word(S("rectifying doubted"), r->state) ? r->rectify_due_ms : 0;
}

/* 红黄牌: overdue, or due within a working day. */
static const char *lamp_of(const struct ctx *ctx, int64_t due_ms)
{
    if (due_ms == 0)
        return "none";
    if (ctx->now_ms > due_ms)
        return "red";
    return calendar_add_working_days(ctx->city->calendar, ctx->now_ms, 1) >= due_ms ? "yellow"
                                                                                    : "none";
}

static void show_case(const struct ctx *ctx, const struct bad *b, struct tree *o)
{
    const struct rectification *r = &b->r;
    int64_t due_ms = due_of(r);
    bool mine = str_eq(r->taken_by, ctx->who.staff);

    tree_text(o, S("rating"), b->said.id);
    tree_text(o, S("filing"), b->said.filing);
    tree_text(o, S("scene"), b->said.scene);
    tree_text(o, S("office"), b->said.office);
    tree_i64(o, S("level"), b->said.level);
    tree_text(o, S("reasons"), b->said.reasons);
    tree_text(o, S("words"), b->said.words);
    tree_text(o, S("channel"), b->said.channel);
    tree_text(o, S("contact"), mine ? r->contact : (str){0});
    tree_bool(o, S("contact_left"), r->contact.len > 0);
    rating_show_state(r->state, o);
    tree_text(o, S("lamp"), str_of(lamp_of(ctx, due_ms)));
    tree_i64(o, S("due_ms"), due_ms);
    tree_text(o, S("taken_by"), r->taken_by);
    tree_text(o, S("outcome"), r->outcome);
    tree_text(o, S("doubted_by"), r->doubted_by);
    tree_text(o, S("reviewed_by"), r->reviewed_by);
    tree_text(o, S("answer"), r->answer);
    tree_text(o, S("published"), r->published);
    tree_i64(o, S("rounds"), r->rounds);
    tree_i64(o, S("version"), r->version);
}

static bool has_handled(const struct ctx *ctx, const struct rating *said)
{
    return str_has_word(said->handlers, ctx->who.staff);
}

err rating_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_list_in *in = arg;
    struct tree *list = tree_list(out, S("ratings"));
    struct db_rows rows;
    struct db_row row;
    struct bad b = {.r = {.rating = S("")}};

    TRY(db_list(ctx, SQL_rating_rectifications, &rows, text(ctx->region),
        text(in->before.len > 0 ? in->before : NEWEST), text(in->state), i64(RATING_PAGE)));
    while (db_next(&rows, &row)) {
        rectification_take_row(&row, &b.r);
        TRY(rating_get(ctx, b.r.rating, &b.said));
        if (!has_handled(ctx, &b.said))
            show_case(ctx, &b, tree_object(list, S("")));
    }
    tree_text_or_null(out, S("next"), rows.count == RATING_PAGE ? b.r.rating : (str){0});
    return OK;
}

/* ---- steps ---- */

/* Whoever handled the matter, or is a party of it, has no business here. */
static err check_handler(struct ctx *ctx, const struct rating *said)
{
    struct filing_run run;
    bool party = false;
    str own;

    TRY(filing_load(ctx, said->filing, &run));
    TRY(staff_document_number(ctx, ctx->who.staff, &own));
    for (size_t i = 0; i < run.parties_count && own.len > 0; i++)
        party = party || str_eq(run.parties[i].document_number, own);
    if (party || has_handled(ctx, said))
        why_add(ctx, &RATING_HANDLER, S("rating"), (str){0});
    return OK;
}

static err load(struct ctx *ctx, str rating, const char *states, struct bad *ret)
{
    TRY(rating_get(ctx, rating, &ret->said));
    TRY(rectification_get(ctx, rating, &ret->r));
    TRY(check_handler(ctx, &ret->said));
    if (!str_has_word(str_of(states), ret->r.state))
        why_add(ctx, &RATING_STATE, S("rating"), ret->r.state);
    return OK;
}

/* The same, for who has taken it alone. */
static err load_mine(struct ctx *ctx, str rating, const char *states, struct bad *ret)
{
    TRY(load(ctx, rating, states, ret));
    if (!str_is(ret->r.state, "open") && !str_eq(ret->r.taken_by, ctx->who.staff))
        why_add(ctx, &RATING_NOT_YOURS, S("rating"), (str){0});
    return OK;
}

static err show_after(struct ctx *ctx, struct bad *b, struct tree *out)
{
    TRY(rectification_get(ctx, b->said.id, &b->r));
    show_case(ctx, b, out);
    return OK;
}

err rating_take(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_one_in *in = arg;
    struct bad b;

    TRY(load(ctx, in->rating, "open", &b));
    TRY(why_refuse(ctx));
    b.r.state = S("taken");
    b.r.taken_by = ctx->who.staff;
    b.r.contact_due_ms =
        calendar_add_working_days(ctx->city->calendar, ctx->now_ms, ctx->city->rating.contact_days);
    TRY(rectification_save(ctx, &b.r));
    TRY(rectification_event(ctx, &b.r, "taken", (str){0}));
    return show_after(ctx, &b, out);
}

/* Who left a phone was called; who left none cannot be. */
static bool call_fits(const struct rectification *r, str call)
{
    return r->contact.len > 0 ? str_has_word(S("reached unreachable"), call) : str_is(call, "none");
}

err rating_find(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_find_in *in = arg;
    bool unfounded = str_is(in->outcome, "unfounded");
    struct bad b;

    TRY(load_mine(ctx, in->rating, "taken", &b));
    if (!rating_outcome_is_known(in->outcome))
        why_add(ctx, &RATING_OUTCOME, S("outcome"), in->outcome);
    if (!call_fits(&b.r, in->call))
        why_add(ctx, &RATING_CALL, S("call"), in->call);
    TRY(why_refuse(ctx));
    b.r.state = unfounded ? S("doubted") : S("rectifying");
    b.r.outcome = in->outcome;
    b.r.doubted_by = unfounded ? ctx->who.staff : (str){0};
    TRY(rectification_save(ctx, &b.r));
    TRY(rectification_event(ctx, &b.r, "found",
        arena_printf(ctx->arena, "%.*s; %.*s: %.*s", STR(in->outcome), STR(in->call),
            STR(str_trim(in->words)))));
    return show_after(ctx, &b, out);
}

err rating_review(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_review_in *in = arg;
    struct bad b;

    TRY(load(ctx, in->rating, "doubted", &b));
    if (str_eq(b.r.doubted_by, ctx->who.staff))
        why_add(ctx, &RATING_NOT_SECOND, S("rating"), ctx->who.staff);
    TRY(why_refuse(ctx));
    b.r.state = in->exclude ? S("excluded") : S("rectifying");
    b.r.reviewed_by = ctx->who.staff;
    if (in->exclude)
        b.r.contact = (str){0};
    TRY(rectification_save(ctx, &b.r));
    TRY(rectification_event(ctx, &b.r, in->exclude ? "excluded" : "upheld", str_trim(in->words)));
    return show_after(ctx, &b, out);
}

/* Everybody who must not be named: parties, their agents and documents, and who handled it. */
static err check_names(struct ctx *ctx, const struct rating *said, str published)
{
    struct filing_run run;
    str rest = said->handlers, *names;
    size_t count = 0;

    TRY(filing_load(ctx, said->filing, &run));
    names = ARENA_MANY(ctx->arena, 3 * run.parties_count + said->handlers.len + 1, str);
    for (size_t i = 0; i < run.parties_count; i++) {
        names[count++] = run.parties[i].name;
        names[count++] = run.parties[i].agent_name;
        names[count++] = run.parties[i].document_number;
    }
    while (rest.len > 0) {
        struct staff s;
        err e = staff_get(ctx, str_cut(&rest, ' '), &s);

        if (e != OK && e != E_MISSING)
            return e;
        if (e == OK)
            names[count++] = s.name;
    }
    rating_check_published(ctx, published, names, count);
    return OK;
}

err rating_answer(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_answer_in *in = arg;
    struct bad b;

    TRY(load_mine(ctx, in->rating, "rectifying", &b));
    TRY(check_names(ctx, &b.said, in->published));
    TRY(why_refuse(ctx));
    b.r.state = S("answered");
    b.r.answer = str_trim(in->answer);
    b.r.published = str_trim(in->published);
    b.r.published_month = rating_month_of(ctx->arena, ctx->now_ms);
    TRY(rectification_save(ctx, &b.r));
    TRY(rectification_event(ctx, &b.r, "answered", b.r.answer));
    TRY(rectification_event(ctx, &b.r, "published", b.r.published));
    return show_after(ctx, &b, out);
}
