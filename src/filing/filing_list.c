/* Filings as lines of a page: newest first, with whose they are and what is under way. */
#include "filing/filing_page.h"
#include "filing/filing_store.h"

#define INPUT_HERE struct filing_list_in
INPUT_TABLE(filing_list_in, FILING_LIST_IN)
#undef INPUT_HERE

#define LIST_LIMIT 50
#define UNIT_CODE_BYTES 28
#define REGION_BYTES 6
#define LAST_ID "~" /* behind every id */

/* Which filings: ids in [from, before), and the filters. */
struct wanted {
    str from, before, unit;
};

static bool is_filing_id(str q)
{
    for (size_t i = 0; i < q.len; i++)
        if ((q.at[i] < '0' || q.at[i] > '9') && (q.at[i] < 'A' || q.at[i] > 'Z'))
            return false;
    return q.len > 0;
}

static void narrow(struct ctx *ctx, str beginning, struct wanted *w)
{
    str end = arena_join(ctx->arena, beginning, S(LAST_ID));

    w->from = beginning;
    if (str_cmp(end, w->before) < 0)
        w->before = end;
}

/* A unit code, or the beginning of a filing's id; whatever else it is, no filing has it. */
static void read_query(struct ctx *ctx, str q, struct wanted *w)
{
    if (place_region_find(ctx->city, str_slice(q, 0, REGION_BYTES)) != NULL)
        ctx->region = str_slice(q, 0, REGION_BYTES);
    if (!is_filing_id(q))
        narrow(ctx, S(LAST_ID), w);
    else if (q.len == UNIT_CODE_BYTES)
        w->unit = q;
    else
        narrow(ctx, q, w);
}

/* The words of filing/states.def for a filing's state. */
static void show_state(struct tree *o, str state)
{
    static const struct {
        const char *of, *name, *zh, *en;
    } states[] = {
#define STATE(of, name, zh, en, next) {of, name, zh, en},
#include "filing/states.def"
#undef STATE
    };

    for (size_t i = 0; i < COUNT(states); i++) {
        if (!str_is(S("filing"), states[i].of) || !str_is(state, states[i].name))
            continue;
        tree_text(o, S("state_zh"), str_of(states[i].zh));
        tree_text(o, S("state_en"), str_of(states[i].en));
    }
}

struct line {
    struct tree *parties, *steps;
    const struct scene *scene;
};

static err begin_line(struct ctx *ctx, str id, struct db_row *row, struct tree *o, struct line *ret)
{
    str scene = take_text(row), unit, location;
    int64_t version = take_i64(row);
    str state;

    ret->scene = scene_exact(ctx->city->scenes, scene, version);
    unit = take_text(row);
    state = take_text(row);
    tree_text(o, S("filing"), id);
    tree_text(o, S("scene"), scene);
    tree_i64(o, S("scene_version"), version);
    tree_text(o, S("scene_name_zh"), ret->scene != NULL ? ret->scene->name.zh : scene);
    tree_text(o, S("scene_name_en"), ret->scene != NULL ? ret->scene->name.en : scene);
    tree_text(o, S("unit"), unit);
    tree_text(o, S("state"), state);
    show_state(o, state);
    tree_i64(o, S("opened_ms"), take_i64(row));
    tree_i64(o, S("accepted_ms"), take_i64(row));
    tree_i64(o, S("due_ms"), take_i64(row));
    tree_i64(o, S("ended_ms"), take_i64(row));
    tree_text(o, S("clerk"), take_text(row));
    TRY(registry_location(ctx, unit, &location));
    tree_text(o, S("location"), location);
    ret->parties = tree_list(o, S("parties"));
    ret->steps = tree_list(o, S("steps"));
    return OK;
}

void filing_show_party(const struct scene *scene, str role, str name, struct tree *list)
{
    struct tree *o = tree_object(list, S(""));

    tree_text(o, S("role"), role);
    tree_text(o, S("name"), name);
    for (size_t i = 0; scene != NULL && i < scene->people_count; i++) {
        if (!str_eq(scene->people[i].id, role))
            continue;
        tree_text(o, S("role_zh"), scene->people[i].text.zh);
        tree_text(o, S("role_en"), scene->people[i].text.en);
    }
}

static void show_step(const struct line *line, str step, str state, int64_t started_ms)
{
    const struct scene_step *s = line->scene != NULL ? scene_step_find(line->scene, step) : NULL;
    struct tree *o = tree_object(line->steps, S(""));

    tree_text(o, S("step"), step);
    tree_text(o, S("name_zh"), s != NULL ? s->text.zh : step);
    tree_text(o, S("name_en"), s != NULL ? s->text.en : step);
    tree_text(o, S("state"), state);
    tree_i64(o, S("started_ms"), started_ms);
}

static void add_part(const struct line *line, struct db_row *row)
{
    str what = take_text(row), part = take_text(row), detail = take_text(row);

    if (str_is(what, "party"))
        filing_show_party(line->scene, part, detail, line->parties);
    else
        show_step(line, part, detail, take_i64(row));
}

#define LINE_COLUMNS 9 /* between a row's id and its part */

static void skip_line(struct db_row *row)
{
    row->at += LINE_COLUMNS;
}

err filing_list(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct filing_list_in *in = arg;
    struct wanted w = {.before = in->before.len > 0 ? in->before : S(LAST_ID), .unit = in->unit};
    struct tree *list = tree_list(out, S("filings"));
    struct line line = {0};
    struct db_rows rows;
    struct db_row row;
    str last = {0};

    if (in->q.len > 0)
        read_query(ctx, in->q, &w);
    TRY(db_list(ctx, SQL_filing_list, &rows, text(ctx->region), text(w.before), text(w.from),
        text(w.unit), text(in->state), text(in->scene),
        text(in->mine == 1 ? ctx->who.staff : (str){0}),
        i64(in->limit > 0 ? in->limit : LIST_LIMIT)));
    while (db_next(&rows, &row)) {
        str id = take_text(&row);

        if (str_eq(id, last))
            skip_line(&row);
        else
            TRY(begin_line(ctx, id, &row, tree_object(list, S("")), &line));
        last = id;
        add_part(&line, &row);
    }
    return OK;
}
