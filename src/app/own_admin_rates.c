/* The calendar and the rules of fees and taxes as everybody may read them: dated rows with their
 * law, and a few figures worked out by the rules of that day. */
#include "app/admin.h"
#include "app/inputs.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/when.h"
#include "calendar/calendar.h"
#include "money/money_rules.h"

#define MONTHS_A_YEAR 12
#define DAY_IN_EVERY_MONTH 28

static const struct admin_word kind_words[] = {
#define KIND(name, required, zh, en) {#name, zh, en},
#include "money/money_word.def"
};

static const struct admin_word fact_words[] = {
#define FACT(name, zh, en) {#name, zh, en},
#include "money/money_word.def"
};

static const struct example {
    const char *id;
    int64_t price_fen, area_cm2;
    bool residential;
    int64_t buyer_homes, held_months;
    bool only_home;
    const char *zh, *en;
} examples[] = {
#define EXAMPLE(id, price_fen, area_cm2, residential, homes, months, only, zh, en)                 \
    {id, price_fen, area_cm2, residential, homes, months, only, zh, en},
#include "app/admin.def"
#undef EXAMPLE
};

static const struct example_matter {
    const char *id, *matter;
    bool residential;
    const char *zh, *en;
} example_matters[] = {
#define EXAMPLE_MATTER(id, matter, residential, zh, en) {id, matter, residential, zh, en},
#include "app/admin.def"
#undef EXAMPLE_MATTER
};

err own_calendar(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct calendar_year_in *wanted = in;
    int64_t year = wanted->year > 0 ? wanted->year : when_date_of(ctx->now_ms).year;

    (void)reply;
    calendar_show(app->city.calendar, year, out);
    return OK;
}

/* ---- the rules, row by row ---- */

/* A table being shown: where its columns stand. */
struct rates {
    struct ctx *ctx;
    const str *header;
    size_t width;
    const str *row;
    str date;
    bool fees;
};

static str cell(const struct rates *r, const char *column)
{
    int at = csv_column(r->header, r->width, str_of(column));

    return at < 0 ? (str){0} : str_trim(r->row[at]);
}

static const struct admin_word *find_word(const struct admin_word *words, size_t count, str id)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(id, words[i].id))
            return &words[i];
    return NULL;
}

static void show_kind(struct tree *o, str kind)
{
    const struct admin_word *word = find_word(kind_words, COUNT(kind_words), kind);

    tree_text(o, S("kind"), kind);
    tree_text(o, S("kind_zh"), word != NULL ? str_of(word->zh) : kind);
    tree_text(o, S("kind_en"), word != NULL ? str_of(word->en) : kind);
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || char_is_digit(c) || c == '_';
}

/* held_months<24 is a fact and what it must be. */
static void show_condition(struct tree *list, str term)
{
    struct tree *o = tree_object(list, S(""));
    const struct admin_word *word;
    size_t at = 0;
    str fact;

    while (at < term.len && is_name_char(term.at[at]))
        at++;
    fact = str_slice(term, 0, at);
    word = find_word(fact_words, COUNT(fact_words), fact);
    tree_text(o, S("fact"), fact);
    tree_text(o, S("name_zh"), word != NULL ? str_of(word->zh) : fact);
    tree_text(o, S("name_en"), word != NULL ? str_of(word->en) : fact);
    tree_text(o, S("test"), str_slice(term, at, term.len));
}

static void show_conditions(const struct rates *r, struct tree *o)
{
    struct tree *list = tree_list(o, S("conditions"));
    str when = cell(r, "when"), matters = cell(r, "matter");

    while (when.len > 0) {
        str term = str_cut(&when, ' ');

        if (term.len > 0)
            show_condition(list, term);
    }
    list = tree_list(o, S("matters"));
    while (matters.len > 0) {
        str matter = str_cut(&matters, ' ');

        if (matter.len > 0)
            tree_text(list, S(""), matter);
    }
}

static void show_rule(const struct rates *r, struct tree *o)
{
    str from = cell(r, "from"), to = cell(r, "to");

    tree_text(o, S("rule"), cell(r, "id"));
    tree_text(o, S("group"), r->fees ? S("fee") : S("tax"));
    show_kind(o, cell(r, "kind"));
    tree_text(o, S("payer"), cell(r, "payer"));
    show_conditions(r, o);
    tree_text_or_null(o, S("base"), cell(r, "base"));
    tree_text_or_null(o, S("rate"), cell(r, "rate"));
    tree_text_or_null(o, S("fee"), cell(r, "fee"));
    tree_text(o, S("valid_from"), from);
    tree_text_or_null(o, S("valid_to"), to);
    tree_text(o, S("state"), str_of(admin_state(from, to, r->date)->id));
    tree_bool(o, S("active"), str_is(cell(r, "active"), "1"));
    tree_bool(o, S("confirmed"), str_is(cell(r, "confirmed"), "1"));
    tree_text(o, S("law"), cell(r, "law"));
    tree_text(o, S("reason_zh"), cell(r, "reason_zh"));
    tree_text(o, S("reason_en"), cell(r, "reason_en"));
}

static err show_table(struct rates *r, const char *path, struct tree *list)
{
    struct csv csv;
    str content, *row;
    size_t count;

    if (!embed_find(path, &content))
        return E_FAULT;
    csv_init(&csv, content);
    if (!csv_next(&csv, r->ctx->arena, &row, &r->width))
        return E_FAULT;
    r->header = row;
    while (csv_next(&csv, r->ctx->arena, &row, &count)) {
        if (count != r->width)
            return E_FAULT;
        r->row = row;
        show_rule(r, tree_object(list, S("")));
    }
    return OK;
}

/* ---- worked figures ---- */

static void show_line(const struct money_line *l, struct tree *o)
{
    show_kind(o, l->kind);
    tree_text(o, S("payer"), l->payer);
    tree_i64(o, S("base_fen"), l->base_fen);
    tree_i64(o, S("rate_ppm"), l->rate_ppm);
    tree_i64(o, S("amount_fen"), l->amount_fen);
    tree_text(o, S("rule"), l->rule);
    tree_text(o, S("reason_zh"), l->reason_zh);
    tree_text(o, S("reason_en"), l->reason_en);
    tree_text(o, S("law"), l->law);
    tree_bool(o, S("confirmed"), l->confirmed);
}

static void show_lines(const struct money_lines *lines, str fault, struct tree *o)
{
    struct tree *list = tree_list(o, S("lines"));
    int64_t total_fen = 0;

    for (size_t i = 0; i < lines->count; i++) {
        show_line(&lines->at[i], tree_object(list, S("")));
        total_fen += lines->at[i].amount_fen;
    }
    tree_i64(o, S("total_fen"), total_fen);
    tree_text(o, S("fault"), fault);
}

/* So many months before the date, on a day that every month has. */
static str months_before(struct arena *a, str date, int64_t months)
{
    struct when_date d;
    int64_t count;

    if (!when_parse_date(date, &d))
        return date;
    count = (int64_t)d.year * MONTHS_A_YEAR + d.month - 1 - months;
    d.year = (int)(count / MONTHS_A_YEAR);
    d.month = (int)(count % MONTHS_A_YEAR) + 1;
    d.day = d.day > DAY_IN_EVERY_MONTH ? DAY_IN_EVERY_MONTH : d.day;
    return when_print_date(a, d);
}

/* Facts that no rule fits are an answer as well: no lines, and why. */
static err show_result(err result, struct money_lines *lines, str fault, struct tree *o)
{
    if (result != OK && result != E_INVALID)
        return result;
    if (result != OK)
        lines->count = 0;
    show_lines(lines, result == OK ? (str){0} : fault, o);
    return OK;
}

static err show_example(struct ctx *ctx, const struct example *e, str date, struct tree *o)
{
    struct money_sale sale = {.price_fen = e->price_fen,
        .area_cm2 = e->area_cm2,
        .residential = e->residential,
        .buyer_homes_before = e->buyer_homes,
        .seller_is_person = true,
        .seller_only_home = e->only_home,
        .seller_acquired_on = months_before(ctx->arena, date, e->held_months),
        .certificates = 1,
        .declared_on = date};
    struct money_lines lines = {0};
    str fault = {0};
    err result = money_assess_sale(ctx->arena, ctx->city->money, &sale, &lines, &fault);

    tree_text(o, S("example"), str_of(e->id));
    tree_text(o, S("name_zh"), str_of(e->zh));
    tree_text(o, S("name_en"), str_of(e->en));
    return show_result(result, &lines, fault, o);
}

static err show_matter(struct ctx *ctx, const struct example_matter *e, str date, struct tree *o)
{
    struct money_registration registration = {.matter = str_of(e->matter),
        .residential = e->residential,
        .certificates = 1,
        .declared_on = date};
    struct money_lines lines = {0};
    str fault = {0};
    err result =
        money_assess_registration(ctx->arena, ctx->city->money, &registration, &lines, &fault);

    tree_text(o, S("example"), str_of(e->id));
    tree_text(o, S("name_zh"), str_of(e->zh));
    tree_text(o, S("name_en"), str_of(e->en));
    return show_result(result, &lines, fault, o);
}

err own_rates(
    struct app *app, struct ctx *ctx, const void *in, struct tree *out, struct http_reply *reply)
{
    const struct rates_in *wanted = in;
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    struct rates r = {.ctx = ctx, .date = wanted->date.len > 0 ? wanted->date : today};
    struct tree *list;

    (void)app;
    (void)reply;
    tree_text(out, S("date"), r.date);
    list = tree_list(out, S("rules"));
    TRY(show_table(&r, "data/taxes.csv", list));
    r.fees = true;
    TRY(show_table(&r, "data/fees.csv", list));
    list = tree_list(out, S("examples"));
    for (size_t i = 0; i < COUNT(examples); i++)
        TRY(show_example(ctx, &examples[i], r.date, tree_object(list, S(""))));
    for (size_t i = 0; i < COUNT(example_matters); i++)
        TRY(show_matter(ctx, &example_matters[i], r.date, tree_object(list, S(""))));
    return OK;
}
