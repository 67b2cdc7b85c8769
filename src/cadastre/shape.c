/* Shapes as they are read, kept and shown. */
#include "cadastre/shape.h"

#include "base/decimal.h"

__extension__ typedef __int128 int128; /* holds any product of two numbers of 64 bits */

#define CELL_SHIFT 16 /* cells of level 0: 2^16 units, some seven metres */

/* ---- reading a geometry ---- */

struct reading {
    struct ctx *ctx;
    str field;
    size_t positions;
    struct shape_ring *rings;
    size_t rings_count;
    bool closed, turned;
};

static bool fail(struct reading *r, const struct rule *rule, str detail)
{
    why_add(r->ctx, rule, r->field, detail);
    return false;
}

static bool on_earth(const struct shape_point *p)
{
    return p->x >= -180 * SHAPE_DEGREE && p->x <= 180 * SHAPE_DEGREE &&
           p->y >= -90 * SHAPE_DEGREE && p->y <= 90 * SHAPE_DEGREE;
}

/* A position may have a height behind it, which is passed over. */
static bool read_point(const struct tree *t, struct shape_point *ret)
{
    return t->kind == TREE_LIST && t->count >= 2 && t->count <= 4 &&
           tree_to_decimal(t->first, SHAPE_PLACES, &ret->x) &&
           tree_to_decimal(t->first->next, SHAPE_PLACES, &ret->y) && on_earth(ret);
}

static bool same_point(const struct shape_point *a, const struct shape_point *b)
{
    return a->x == b->x && a->y == b->y;
}

/* Twice the signed area over a first corner; positive when it turns to the left. A degree has 2^30
 * units, so products of two differences stay below 2^78. */
static bool turns_left(const struct shape_ring *ring)
{
    const struct shape_point *o = &ring->at[0];
    int128 sum = 0;

    for (size_t i = 1; i + 1 < ring->count; i++) {
        const struct shape_point *p = &ring->at[i], *q = &ring->at[i + 1];

        sum += (int128)(p->x - o->x) * (q->y - o->y) - (int128)(q->x - o->x) * (p->y - o->y);
    }
    return sum >= 0;
}

static void turn(struct shape_ring *ring)
{
    for (size_t i = 0, j = ring->count - 1; i < j; i++, j--) {
        struct shape_point kept = ring->at[i];

        ring->at[i] = ring->at[j];
        ring->at[j] = kept;
    }
}

static bool read_ring(struct reading *r, const struct tree *list, bool hole)
{
    struct shape_ring *ring = &r->rings[r->rings_count];
    size_t n = 0;

    if (list->kind != TREE_LIST)
        return fail(r, &SHAPE_NUMBERS, S("ring"));
    r->positions += list->count;
    if (r->positions > SHAPE_POSITIONS_MAX)
        return fail(r, &SHAPE_LARGE, arena_printf(r->ctx->arena, "%zu", r->positions));
    ring->at = ARENA_MANY(r->ctx->arena, list->count + 1, struct shape_point);
    for (const struct tree *t = list->first; t != NULL; t = t->next)
        if (!read_point(t, &ring->at[n++]))
            return fail(
                r, &SHAPE_NUMBERS, arena_printf(r->ctx->arena, "%zu/%zu", r->rings_count + 1, n));
    if (n > 0 && !same_point(&ring->at[0], &ring->at[n - 1])) {
        ring->at[n++] = ring->at[0];
        r->closed = true;
    }
    ring->count = n;
    ring->hole = hole;
    if (n < 4)
        return fail(r, &RING_SHORT, arena_printf(r->ctx->arena, "%zu", r->rings_count + 1));
    if (turns_left(ring) == hole) {
        turn(ring);
        r->turned = true;
    }
    r->rings_count++;
    return true;
}

static bool read_polygon(struct reading *r, const struct tree *polygon)
{
    bool hole = false;

    if (polygon->kind != TREE_LIST || polygon->count == 0)
        return fail(r, &SHAPE_NUMBERS, S("polygon"));
    for (const struct tree *t = polygon->first; t != NULL; t = t->next, hole = true)
        if (!read_ring(r, t, hole))
            return false;
    return true;
}

static size_t count_rings(const struct tree *coordinates, bool many)
{
    size_t n = 0;

    if (!many)
        return coordinates->count;
    for (const struct tree *t = coordinates->first; t != NULL; t = t->next)
        n += t->count;
    return n;
}

bool shape_read(struct ctx *ctx, const struct tree *geometry, str field, struct shape *ret)
{
    const struct tree *coordinates = tree_get(geometry, S("coordinates"));
    str type = tree_get_text(geometry, S("type"));
    struct reading r = {.ctx = ctx, .field = field};
    bool many = str_is(type, "MultiPolygon");

    *ret = (struct shape){0};
    if (!many && !str_is(type, "Polygon"))
        return fail(&r, &SHAPE_KIND, str_slice(type, 0, 40));
    if (coordinates == NULL || coordinates->kind != TREE_LIST || coordinates->count == 0)
        return fail(&r, &SHAPE_NUMBERS, S("coordinates"));
    if (count_rings(coordinates, many) > SHAPE_RINGS_MAX)
        return fail(
            &r, &SHAPE_LARGE, arena_printf(ctx->arena, "%zu", count_rings(coordinates, many)));
    r.rings = ARENA_MANY(ctx->arena, count_rings(coordinates, many) + 1, struct shape_ring);
    if (!many && !read_polygon(&r, coordinates))
        return false;
    for (const struct tree *t = many ? coordinates->first : NULL; t != NULL; t = t->next)
        if (!read_polygon(&r, t))
            return false;
    if (r.closed)
        why_add(ctx, &RING_OPEN, field, (str){0});
    if (r.turned)
        why_add(ctx, &RING_TURNED, field, (str){0});
    *ret = (struct shape){r.rings, r.rings_count};
    return true;
}

/* ---- showing ---- */

static void show_ring(const struct shape_ring *ring, struct tree *list)
{
    for (size_t i = 0; i < ring->count; i++) {
        struct tree *p = tree_list(list, S(""));

        tree_decimal(p, S(""), ring->at[i].x, SHAPE_PLACES);
        tree_decimal(p, S(""), ring->at[i].y, SHAPE_PLACES);
    }
}

void shape_show(const struct shape *s, struct tree *o)
{
    struct tree *coordinates, *polygon;
    size_t polygons = 0;

    for (size_t i = 0; i < s->count; i++)
        polygons += !s->rings[i].hole;
    tree_text(o, S("type"), polygons == 1 ? S("Polygon") : S("MultiPolygon"));
    coordinates = polygon = tree_list(o, S("coordinates"));
    for (size_t i = 0; i < s->count; i++) {
        if (polygons != 1 && !s->rings[i].hole)
            polygon = tree_list(coordinates, S(""));
        show_ring(&s->rings[i], tree_list(polygon, S("")));
    }
}

/* ---- keeping: rings one a ';', holes begin with '-', then x,y of the first point and differences
 */

str shape_write(struct arena *a, const struct shape *s)
{
    struct shape_point last = {0, 0};
    struct buf b;

    buf_init(&b, a, SIZE_MAX / 2);
    for (size_t i = 0; i < s->count; i++) {
        buf_add(&b, s->rings[i].hole ? S("h") : S("p"));
        for (size_t j = 0; j + 1 < s->rings[i].count; j++) {
            struct shape_point p = s->rings[i].at[j];

            buf_add_char(&b, ' ');
            buf_add_i64(&b, p.x - last.x);
            buf_add_char(&b, ' ');
            buf_add_i64(&b, p.y - last.y);
            last = p;
        }
        buf_add_char(&b, ';');
    }
    return buf_str(&b);
}

static size_t count_char(str s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.at[i] == c;
    return n;
}

static bool parse_ring(struct arena *a, str text, struct shape_point *last, struct shape_ring *ring)
{
    str mark = str_cut(&text, ' ');

    ring->hole = str_is(mark, "h");
    ring->at = ARENA_MANY(a, count_char(text, ' ') / 2 + 3, struct shape_point);
    while (text.len > 0) {
        int64_t dx, dy;

        if (!str_to_i64(str_cut(&text, ' '), &dx) || !str_to_i64(str_cut(&text, ' '), &dy) ||
            __builtin_add_overflow(last->x, dx, &last->x) ||
            __builtin_add_overflow(last->y, dy, &last->y) || !on_earth(last))
            return false;
        ring->at[ring->count++] = *last;
    }
    if (ring->count < 3 || (!ring->hole && !str_is(mark, "p")))
        return false;
    ring->at[ring->count++] = ring->at[0];
    return true;
}

bool shape_parse(struct arena *a, str text, struct shape *ret)
{
    struct shape_point last = {0, 0};

    *ret = (struct shape){.rings = ARENA_MANY(a, count_char(text, ';') + 1, struct shape_ring)};
    while (text.len > 0)
        if (!parse_ring(a, str_cut(&text, ';'), &last, &ret->rings[ret->count++]))
            return false;
    return ret->count > 0 && !ret->rings[0].hole;
}

/* ---- boxes and cells ---- */

struct shape_box shape_box_of(const struct shape *s)
{
    struct shape_box b = {INT64_MAX, INT64_MAX, INT64_MIN, INT64_MIN};

    for (size_t i = 0; i < s->count; i++)
        for (size_t j = 0; j < s->rings[i].count; j++) {
            const struct shape_point *p = &s->rings[i].at[j];

            b.west = p->x < b.west ? p->x : b.west;
            b.east = p->x > b.east ? p->x : b.east;
            b.south = p->y < b.south ? p->y : b.south;
            b.north = p->y > b.north ? p->y : b.north;
        }
    return b;
}

static int64_t cell_number(int64_t coordinate, int64_t level)
{
    return (coordinate + 180 * SHAPE_DEGREE) >> (CELL_SHIFT + 2 * level);
}

struct shape_cell shape_cell_of(const struct shape_box *b)
{
    int64_t width = b->east - b->west, height = b->north - b->south, level = 0;
    int64_t size = width > height ? width : height;

    while (level + 1 < SHAPE_LEVELS && size > INT64_C(1) << (CELL_SHIFT + 2 * level))
        level++;
    return (struct shape_cell){level, cell_number(b->south, level), cell_number(b->west, level)};
}

void shape_cells_around(
    const struct shape_box *b, int64_t level, struct shape_cell *first, struct shape_cell *last)
{
    *first = (struct shape_cell){
        level, cell_number(b->south, level) - 1, cell_number(b->west, level) - 1};
    *last = (struct shape_cell){level, cell_number(b->north, level), cell_number(b->east, level)};
}

bool shape_box_read(str text, struct shape_box *ret)
{
    int64_t *const edges[] = {&ret->west, &ret->south, &ret->east, &ret->north};

    for (size_t i = 0; i < COUNT(edges); i++)
        if (!decimal_read(str_trim(str_cut(&text, ',')), SHAPE_PLACES, edges[i]))
            return false;
    return text.len == 0 && ret->west < ret->east && ret->south < ret->north &&
           on_earth(&(struct shape_point){ret->west, ret->south}) &&
           on_earth(&(struct shape_point){ret->east, ret->north});
}
