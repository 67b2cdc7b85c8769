/* Figures of a month that is over: for managers, for the rated officer, for everybody. All of them
 * show parts of the same groups (rating_hide.h), so that no two views tell more than one. */
#include "rating/rating_hide.h"
#include "rating/rating_rules.h"
#include "rating/rating_store.h"
#include "staff/staff.h"

#include <string.h>

#define INPUT_HERE struct rating_month_in
INPUT_TABLE(rating_month_in, RATING_MONTH_IN)
#undef INPUT_HERE
OUTPUT_TABLE(rating_group_out, RATING_GROUP_OUT)
OUTPUT_TABLE(rating_officer_out, RATING_OFFICER_OUT)
OUTPUT_TABLE(rating_counts_out, RATING_COUNTS_OUT)
OUTPUT_TABLE(rating_own_out, RATING_OWN_OUT)
OUTPUT_TABLE(rating_progress_out, RATING_PROGRESS_OUT)
OUTPUT_TABLE(rating_statistics_out, RATING_STATISTICS_OUT)

#define REST_ZH "其余合计"
#define REST_EN "all others together"

struct levels {
    int64_t n[RATING_LEVELS + 1]; /* by level, from 1 */
};

struct month {
    struct rating_cells cells;
    struct rating_cell *cell; /* the same, while it is made */
    struct levels *levels;    /* of each cell */
    str *name[RATING_BYS];    /* id of each group */
    size_t *office;           /* of each officer */
    struct rating_shown shown;
};

/* ---- reading ---- */

static size_t group_of(struct month *m, enum rating_by by, str id)
{
    for (size_t i = 0; i < m->cells.groups[by]; i++)
        if (str_eq(m->name[by][i], id))
            return i;
    m->name[by][m->cells.groups[by]] = id;
    return m->cells.groups[by]++;
}

static size_t officer_of(struct month *m, size_t office, str id)
{
    size_t count = m->cells.groups[RATING_BY_OFFICER];

    for (size_t i = 0; i < count; i++)
        if (m->office[i] == office && str_eq(m->name[RATING_BY_OFFICER][i], id))
            return i;
    m->name[RATING_BY_OFFICER][count] = id;
    m->office[count] = office;
    return m->cells.groups[RATING_BY_OFFICER]++;
}

/* Rows come in order, so that those of a cell stand together. */
static void take_cell(struct month *m, struct db_row *row)
{
    struct rating_cell c = {.n = 0};
    size_t last;
    int64_t level, n;

    c.group[RATING_BY_OFFICE] = group_of(m, RATING_BY_OFFICE, take_text(row));
    c.group[RATING_BY_OFFICER] = officer_of(m, c.group[RATING_BY_OFFICE], take_text(row));
    c.group[RATING_BY_SCENE] = group_of(m, RATING_BY_SCENE, take_text(row));
    c.group[RATING_BY_CHANNEL] = group_of(m, RATING_BY_CHANNEL, take_text(row));
    level = take_i64(row);
    n = take_i64(row);
    last = m->cells.count;
    if (last == 0 || memcmp(m->cell[last - 1].group, c.group, sizeof(c.group)) != 0)
        m->cell[m->cells.count++] = c;
    m->cell[m->cells.count - 1].n += n;
    if (level >= 1 && level <= RATING_LEVELS)
        m->levels[m->cells.count - 1].n[level] += n;
}

static err read_month(struct ctx *ctx, str month, struct month *ret)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_rating_cells, &rows, text(ctx->region), text(month)));
    *ret = (struct month){.cell = ARENA_MANY(ctx->arena, rows.count + 1, struct rating_cell),
        .levels = ARENA_MANY(ctx->arena, rows.count + 1, struct levels),
        .office = ARENA_MANY(ctx->arena, rows.count + 1, size_t)};
    for (size_t by = 0; by < RATING_BYS; by++)
        ret->name[by] = ARENA_MANY(ctx->arena, rows.count + 1, str);
    while (db_next(&rows, &row))
        take_cell(ret, &row);
    ret->cells.at = ret->cell;
    rating_hide(ctx->arena, &ret->cells, &ret->shown);
    return OK;
}

/* ---- names ---- */

static const struct {
    const char *id, *zh, *en;
} ways[] = {
#define WAY(id, pf, zh, en) {id, zh, en},
#include "rating/rating.def"
#undef WAY
};

struct name {
    str id, zh, en;
};

static void name_office(const struct ctx *ctx, struct name *n)
{
    const struct place_office *o = place_office_find(ctx->city, n->id);

    if (o == NULL)
        return;
    n->zh = o->name_zh;
    n->en = o->name_en;
}

static void name_scene(const struct ctx *ctx, struct name *n)
{
    str today = when_print_date(ctx->arena, when_date_of(ctx->now_ms));
    const struct scene *s = scene_newest(ctx->city->scenes, n->id, today);

    if (s == NULL)
        return;
    n->zh = s->name.zh;
    n->en = s->name.en;
}

static void name_channel(struct name *n)
{
    for (size_t i = 0; i < COUNT(ways); i++)
        if (str_is(n->id, ways[i].id))
            *n = (struct name){n->id, str_of(ways[i].zh), str_of(ways[i].en)};
}

static err name_officer(struct ctx *ctx, struct name *n)
{
    struct staff s;
    err e = staff_get(ctx, n->id, &s);

    if (e == OK)
        n->zh = n->en = s.name;
    return e == E_MISSING ? OK : e;
}

static err name_of(struct ctx *ctx, enum rating_by by, str id, struct name *ret)
{
    *ret = (struct name){id, id, id};
    switch (by) {
    case RATING_BY_OFFICE:
        name_office(ctx, ret);
        return OK;
    case RATING_BY_OFFICER:
        return name_officer(ctx, ret);
    case RATING_BY_SCENE:
        name_scene(ctx, ret);
        return OK;
    case RATING_BY_CHANNEL:
        name_channel(ret);
        return OK;
    }
    return E_FAULT;
}

/* ---- showing ---- */

static int64_t rated_of(const struct levels *l)
{
    int64_t rated = 0;

    for (size_t i = 1; i <= RATING_LEVELS; i++)
        rated += l->n[i];
    return rated;
}

static void add_levels(struct levels *sum, const struct levels *l)
{
    for (size_t i = 1; i <= RATING_LEVELS; i++)
        sum->n[i] += l->n[i];
}

/* 满意率: 基本满意 and better. */
static void show_group(const struct name *n, const struct levels *l, struct tree *o)
{
    int64_t rated = rated_of(l);

    tree_text(o, S("group"), n->id);
    tree_text(o, S("name_zh"), n->zh);
    tree_text(o, S("name_en"), n->en);
    tree_i64(o, S("rated"), rated);
    tree_i64(o, S("level_5"), l->n[5]);
    tree_i64(o, S("level_4"), l->n[4]);
    tree_i64(o, S("level_3"), l->n[3]);
    tree_i64(o, S("level_2"), l->n[2]);
    tree_i64(o, S("level_1"), l->n[1]);
    tree_i64(o, S("satisfied_per_10000"), (rated - l->n[2] - l->n[1]) * 10000 / rated);
}

static void show_rest(const struct levels *rest, struct tree *o)
{
    show_group(&(struct name){(str){0}, S(REST_ZH), S(REST_EN)}, rest, o);
}

static void show_whole(
    const struct ctx *ctx, const struct month *m, struct tree *out, struct levels *ret)
{
    const struct place_region *r = place_region_find(ctx->city, ctx->region);

    *ret = (struct levels){{0}};
    for (size_t i = 0; i < m->cells.count; i++)
        add_levels(ret, &m->levels[i]);
    if (!m->shown.whole)
        tree_null(out, S("total"));
    else
        show_group(&(struct name){ctx->region, r != NULL ? r->name_zh : (str){0},
                       r != NULL ? r->name_en : (str){0}},
            ret, tree_object(out, S("total")));
}

static err show_view(struct ctx *ctx, const struct month *m, enum rating_by by, struct tree *list)
{
    struct levels rest = {{0}};

    for (size_t group = 0; group < m->cells.groups[by]; group++) {
        struct levels sum = {{0}};
        struct name name;

        for (size_t i = 0; i < m->cells.count; i++)
            if (m->cells.at[i].group[by] == group)
                add_levels(&sum, &m->levels[i]);
        if (!m->shown.group[by][group]) {
            add_levels(&rest, &sum);
            continue;
        }
        TRY(name_of(ctx, by, m->name[by][group], &name));
        show_group(&name, &sum, tree_object(list, S("")));
    }
    if (m->shown.whole && rated_of(&rest) > 0)
        show_rest(&rest, tree_object(list, S("")));
    return OK;
}

static struct levels of_officer(const struct month *m, size_t officer)
{
    struct levels sum = {{0}};

    for (size_t i = 0; i < m->cells.count; i++)
        if (m->cells.at[i].group[RATING_BY_OFFICER] == officer)
            add_levels(&sum, &m->levels[i]);
    return sum;
}

/* The officer's office as it is shown: empty when it is hidden among others. */
static str shown_office(const struct month *m, size_t officer)
{
    size_t office = m->office[officer];

    return m->shown.group[RATING_BY_OFFICE][office] ? m->name[RATING_BY_OFFICE][office] : (str){0};
}

/* Officers who are shown; `only` one of them unless empty. */
static err show_officers(struct ctx *ctx, const struct month *m, str only, struct tree *list)
{
    for (size_t i = 0; i < m->cells.groups[RATING_BY_OFFICER]; i++) {
        str id = m->name[RATING_BY_OFFICER][i];
        struct levels sum = of_officer(m, i);
        struct name name;
        struct tree *o;

        if (!m->shown.group[RATING_BY_OFFICER][i] || (only.len > 0 && !str_eq(id, only)))
            continue;
        TRY(name_of(ctx, RATING_BY_OFFICER, id, &name));
        o = tree_object(list, S(""));
        tree_text(o, S("office"), shown_office(m, i));
        show_group(&name, &sum, o);
    }
    return OK;
}

/* What is left of the office, or of all offices that are hidden (empty). */
static void show_office_rest(const struct month *m, str office, struct tree *list)
{
    struct levels rest = {{0}};
    struct tree *o;

    for (size_t i = 0; i < m->cells.groups[RATING_BY_OFFICER]; i++) {
        struct levels sum = of_officer(m, i);

        if (!m->shown.group[RATING_BY_OFFICER][i] && str_eq(shown_office(m, i), office))
            add_levels(&rest, &sum);
    }
    if (!m->shown.whole || rated_of(&rest) == 0)
        return;
    o = tree_object(list, S(""));
    tree_text(o, S("office"), office);
    show_rest(&rest, o);
}

static void show_head(str month, struct tree *out)
{
    tree_text(out, S("month"), month);
    tree_i64(out, S("least"), RATING_LEAST);
}

static err begin(struct ctx *ctx, str month, struct tree *out, struct month *ret)
{
    rating_check_month(ctx, month);
    TRY(why_refuse(ctx));
    show_head(month, out);
    return read_month(ctx, month, ret);
}

err rating_counts(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_month_in *in = arg;
    struct tree *officers;
    struct levels whole;
    struct month m;

    TRY(begin(ctx, in->month, out, &m));
    show_whole(ctx, &m, out, &whole);
    TRY(show_view(ctx, &m, RATING_BY_OFFICE, tree_list(out, S("offices"))));
    officers = tree_list(out, S("officers"));
    TRY(show_officers(ctx, &m, (str){0}, officers));
    for (size_t i = 0; i < m.cells.groups[RATING_BY_OFFICE]; i++)
        if (m.shown.group[RATING_BY_OFFICE][i])
            show_office_rest(&m, m.name[RATING_BY_OFFICE][i], officers);
    show_office_rest(&m, (str){0}, officers);
    TRY(show_view(ctx, &m, RATING_BY_SCENE, tree_list(out, S("scenes"))));
    return show_view(ctx, &m, RATING_BY_CHANNEL, tree_list(out, S("channels")));
}

err rating_own(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_month_in *in = arg;
    struct month m;

    TRY(begin(ctx, in->month, out, &m));
    return show_officers(ctx, &m, ctx->who.staff, tree_list(out, S("own")));
}

/* ---- for everybody ---- */

/* Told where it says nothing of fewer ratings than may be told of: not where too few would remain
 * without the excluded ones. */
static err show_progress(struct ctx *ctx, str month, const struct levels *whole, struct tree *out)
{
    int64_t bad = whole->n[1] + whole->n[2], rectified = 0, excluded = 0;
    struct db_rows rows;
    struct db_row row;
    struct tree *o;

    TRY(db_list(ctx, SQL_rating_progress, &rows, text(ctx->region), text(month)));
    while (db_next(&rows, &row)) {
        str state = take_text(&row);
        int64_t n = take_i64(&row);

        rectified += str_has_word(S("answered closed"), state) ? n : 0;
        excluded += str_is(state, "excluded") ? n : 0;
    }
    if (rated_of(whole) - excluded < RATING_LEAST) {
        tree_null(out, S("rectification"));
        return OK;
    }
    o = tree_object(out, S("rectification"));
    tree_i64(o, S("bad"), bad);
    tree_i64(o, S("pending"), bad - rectified - excluded);
    tree_i64(o, S("rectified"), rectified);
    tree_i64(o, S("excluded"), excluded);
    return OK;
}

static err show_published(struct ctx *ctx, str month, struct tree *list)
{
    struct db_rows rows;
    struct db_row row;

    TRY(db_list(ctx, SQL_rating_published, &rows, text(ctx->region), text(month)));
    while (db_next(&rows, &row))
        tree_text(list, S(""), take_text(&row));
    return OK;
}

err rating_statistics(struct ctx *ctx, const void *arg, struct tree *out)
{
    const struct rating_month_in *in = arg;
    struct levels whole;
    struct month m;

    TRY(begin(ctx, in->month, out, &m));
    show_whole(ctx, &m, out, &whole);
    TRY(show_view(ctx, &m, RATING_BY_OFFICE, tree_list(out, S("offices"))));
    TRY(show_view(ctx, &m, RATING_BY_SCENE, tree_list(out, S("scenes"))));
    TRY(show_view(ctx, &m, RATING_BY_CHANNEL, tree_list(out, S("channels"))));
    TRY(show_progress(ctx, in->month, &whole, out));
    return show_published(ctx, in->month, tree_list(out, S("published")));
}
